// What can go otherwise: refusals, half an apply, a crash, a cancel, too much text.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { exported, given, end, company } = require('./recipes.js');

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// The processes of ghlua that do the work: those whose parent is ghlua as well.
function workers() {
  const all = new Map();
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, name, parent] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').match(/\((.*)\) \w (\d+)/);
      const folder = fs.readlinkSync(`/proc/${pid}/cwd`);
      if (name === 'ghlua' && folder === process.cwd()) all.set(pid, parent);
    } catch { /* it has ended meanwhile */ }
  }
  return [...all].filter(([, parent]) => all.has(parent)).map(([pid]) => Number(pid));
}

// A stand-in over HTTP while something is done; ghlua finds it by its environment.
async function served(options, body) {
  const server = spawn('ghlua', ['mock', 'serve', '--profile', 'none', '--lifetime', '5m', ...options]);
  const line = await new Promise((resolve) => { server.stdout.once('data', (data) => resolve(String(data))); });
  const { url } = JSON.parse(line);
  Object.assign(process.env, { GHLUA_BASE_URL: url, GHLUA_TOKEN: 'pit-n8n' });
  try {
    return await body(async (fault) => {
      await fetch(`${url}/_mock/faults`, { method: 'POST', body: JSON.stringify(fault) });
    });
  } finally {
    delete process.env.GHLUA_BASE_URL;
    delete process.env.GHLUA_TOKEN;
    server.kill();
  }
}

const leavers = ['jane@deo.com', 'zoe@acme.example', 'joao@acme.example'];
const table = { people: `email\n${leavers.join('\n')}\n` };

function leaving(ghlua) {
  const workflow = exported(ghlua, 'offboard-from-csv', '--start', 'form', '--approve');
  return { workflow, given: given(workflow, table), form: { Decision: 'Apply' } };
}

async function refusedApply({ checker, parent, name, ghlua }) {
  const before = company();
  const options = ['--start', 'form', '--mock=company.json'];
  const workflow = exported(ghlua, 'delete-user', ...options);
  const { item, last } = await end(workflow, { parent, given: given(workflow, { user: 'jane@deo.com' }) });
  checker.check(last === 'Failed' && item.status === 'refused', `${name}: ${last}, ${item.status}`);
  checker.check(item.problem?.code === 'confirm', `${name}: ${item.problem?.code}`);
  checker.check(company() === before, `${name}: nothing was written`);
}

async function approval({ checker, parent, name, ghlua }) {
  const before = company();
  const workflow = exported(ghlua, 'move-user', '--approve', '--mock=company.json');
  const item = given(workflow, { user: 'john@deo.com', to: 'Lisbon' });
  for (const form of [{ Decision: 'Do not apply' }, null]) {
    const { last, execution } = await end(workflow, { parent, given: item, form });
    checker.check(last === 'Not approved', `${name}: ended at ${last}`);
    checker.check(/1 to update.*john@deo\.com/.test(execution.question), `${name}: ${execution.question}`);
  }
  checker.check(company() === before, `${name}: nothing was written`);
}

async function partialApply({ checker, parent, name, ghlua }) {
  await served([], async (fault) => {
    await fault({ effect: 'answer', status: 422, operation: 'users.update', times: 1 });
    const { item, last } = await end(leaving(ghlua).workflow, { parent, ...leaving(ghlua) });
    checker.check(last === 'Failed' && item.status === 'partial', `${name}: ${last}, ${item.status}`);
    checker.check(item.applied?.done === 2 && item.applied?.failed === 1, `${name}: counts`);
  });
}

// Ends the worker of an apply while a request is under way.
async function strike(act) {
  for (let tries = 0; tries < 400; tries++) {
    await sleep(25);
    const found = workers();
    const applying = found.filter((pid) => {
      try { return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0apply\0'); } catch { return false; }
    });
    if (applying.length) {
      await sleep(300);
      return act(applying[0]);
    }
  }
  throw new Error('no apply was seen');
}

async function crash({ checker, parent, name, ghlua, isSlice }) {
  for (const signal of isSlice ? ['SIGSEGV'] : ['SIGSEGV', 'SIGABRT', 'SIGILL', 'SIGKILL']) {
    await served([], async (fault) => {
      await fault({ effect: 'delay', ms: 3000, operation: 'users.update' });
      const [{ item, last }] = await Promise.all([
        end(leaving(ghlua).workflow, { parent, ...leaving(ghlua) }),
        strike((pid) => process.kill(pid, signal)),
      ]);
      const place = `${name}, ${signal}`;
      checker.check(last === 'Failed' && item.ok === false, `${place}: ended at ${last}`);
      checker.check(item.problem?.code === 'bug', `${place}: ${JSON.stringify(item.problem)}`);
      await fault({ effect: 'delay', ms: 0, times: 0 });
    });
  }
}

async function cancel({ checker, parent, name, ghlua }) {
  await served([], async (fault) => {
    await fault({ effect: 'delay', ms: 8000, operation: 'users.update', times: 1 });
    const stop = new AbortController();
    let said;
    let took;
    const running = (command) => {
      if (!command.includes('ghlua apply')) return parent(command);
      return parent(command, stop.signal).then((ended) => { said = ended; return ended; }, (error) => {
        said = error;
        throw error;
      }).finally(() => { took = Date.now() - took; });
    };
    const isSecond = parent.length === 2;
    await Promise.all([
      end(leaving(ghlua).workflow, { parent: running, ...leaving(ghlua) }),
      strike((pid) => {
        took = Date.now();
        // The first generation cancels nothing; somebody else stops it.
        if (isSecond) stop.abort();
        else process.kill(Number(fs.readFileSync(`/proc/${pid}/stat`, 'utf8').match(/\) \w (\d+)/)[1]), 'SIGTERM');
      }),
    ]);
    checker.check(took < 4000, `${name}: answered after ${took} ms`);
    const object = checker.checkObject(said.stdout, name);
    checker.check(object.status === 'interrupted' && object.run_id, `${name}: ${object.status}`);
    checker.check(fs.existsSync(`${object.run_dir}/journal.ndjson`), `${name}: the journal`);
    const resumed = JSON.parse(ghlua('resume', object.run_id ?? '-', '--json', '--exit-zero'));
    checker.check(resumed.status === 'applied', `${name}: resumed: ${resumed.status}`);
  });
}

async function overTheLimit({ checker, parent, name }) {
  fs.writeFileSync('loud.lua', `
    for number = 1, 3000 do print(("z"):rep(1000)) end
    local users = require "ghl.users"
    for number = 1, 1000 do
      users.ensure("new" .. number .. "@acme.test", { firstName = "New" .. number,
        lastName = ("x"):rep(50), locationIds = {} })
    end
    return ("y"):rep(900000)`);
  for (const words of ['run loud.lua', 'plan loud.lua --out loud.json']) {
    const command = `ghlua ${words} --mock=company.json --json --exit-zero`;
    const { stdout, stderr } = await parent(command);
    const object = checker.checkObject(stdout, name);
    checker.check(object.changes_truncated === true, `${name}: ${words}: ${JSON.stringify(object).slice(0, 300)}`);
    checker.check(stderr.length < 1024 * 1024, `${name}: ${stderr.length} bytes on standard error`);
  }
  const { stdout } = await parent('ghlua apply loud.json --mock=company.json --yes --json --exit-zero --allow last-admin --limit create=1000');
  const applied = checker.checkObject(stdout, name);
  checker.check(applied.applied?.done === 1000, `${name}: ${JSON.stringify(applied.problem)}`);
}

// Without --exit-zero the node fails, and its message ends with the problem.
async function exitCodes({ checker, parent, name }) {
  const commands = {
    'run no-such-recipe --mock': 10, 'run move-user --mock': 10, 'apply absent.json --mock': 10,
    'run delete-user john@deo.com --mock --apply': 7, 'rnu': 64, 'run move-user --mock=/': 10,
    'show 20260101T000000Z-aaaaaa': 10, 'run move-user a b --base-url http://127.0.0.1:9': 4,
  };
  for (const words of Object.keys(commands)) {
    let message = '';
    try { await parent(`ghlua ${words} --json`); } catch (error) { message = error.message; }
    checker.check(message.startsWith('Command failed'), `${name}: ${words} does not fail`);
    checker.checkProblem(message, `${name}: ${words}`);
    const kind = await parent(`ghlua ${words} --json --exit-zero`);
    checker.checkObject(kind.stdout, `${name}: ${words}`);
  }
}

module.exports = { refusedApply, approval, partialApply, crash, cancel, overTheLimit, exitCodes };
