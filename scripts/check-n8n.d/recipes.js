// Every shipped recipe as a workflow, from its trigger to its end.
'use strict';
const fs = require('node:fs');
const { Execution } = require('./engine.js');
const { args, event, reading } = require('./cases.js');

const company = () => JSON.stringify(JSON.parse(fs.readFileSync('company.json', 'utf8')).users);

function exported(ghlua, recipe, ...options) {
  const answer = JSON.parse(ghlua('n8n', 'export', recipe, '--json', ...options));
  return answer.workflow;
}

// The item that a trigger gives for these arguments.
function given(workflow, values) {
  const trigger = workflow.nodes.find(({ name }) => name === 'Start');
  if (trigger.type.endsWith('.webhook')) return { body: values, headers: {}, query: {} };
  if (!trigger.type.endsWith('.formTrigger')) return {};
  const input = workflow.nodes.find(({ name }) => name === 'Input').parameters.jsCode;
  const fields = JSON.parse(input.match(/^const fields = (.*);$/m)[1]);
  return Object.fromEntries(fields.map(({ from, name }) => [from, values[name] ?? '']));
}

// Runs one; what it came to, and where it ended.
async function end(workflow, options) {
  const execution = new Execution(workflow, options);
  let item;
  let error;
  try { item = await execution.run(); } catch (thrown) { [error, item] = [thrown, thrown.item]; }
  return { execution, item: item ?? {}, error, last: execution.visited.at(-1) };
}

async function recipes({ checker, parent, name, ghlua, seed, isSlice }) {
  const listed = JSON.parse(ghlua('list', '--json')).recipes.map((recipe) => recipe.name);
  checker.check(listed.length === Object.keys(args).length, 'every shipped recipe has a case');
  for (const recipe of isSlice ? ['move-user', 'create-user', 'audit-access'] : listed) {
    for (const via of ['execute', 'ssh']) {
      for (const start of ['form', 'webhook', 'schedule']) {
        const place = `${name} generation, ${recipe}, ${via}, ${start}`;
        seed();
        await one({ checker, parent, ghlua, recipe, via, start, place });
      }
    }
  }
}

async function one({ checker, parent, ghlua, recipe, via, start, place }) {
  const before = company();
  const isEvent = recipe === 'mirror-fusionauth-delete';
  if (isEvent && start !== 'webhook') return;
  const options = ['--via', via, '--start', start, '--mock=company.json', '--approve'];
  if (recipe === 'reset-password') options.push('--arg', 'password=env:NEW_PASSWORD');
  if (start === 'schedule') {
    if (Object.values(args[recipe]).some((value) => value.includes('\n'))) return;
    for (const [key, value] of Object.entries(args[recipe])) options.push('--arg', `${key}=${value}`);
  }
  process.env.NEW_PASSWORD = 'Canary-Passw0rd-5!';
  const workflow = exported(ghlua, recipe, ...options);
  const spoken = async (command) => {
    const said = await parent(via === 'ssh' ? command.replace('cd ~/', 'cd .') : command);
    checker.checkObject(said.stdout, place);
    return said;
  };
  const values = isEvent ? event : args[recipe];
  const { execution, item, error, last } = await end(workflow, {
    parent: spoken, given: given(workflow, values), form: { Decision: 'Apply' },
  });
  checker.check(last === 'Done', `${place}: ended at ${last}: ${error?.message}`);
  const isReading = reading.has(recipe);
  checker.check(item.status === (isReading ? 'planned' : 'applied'), `${place}: is ${item.status}`);
  checker.check(execution.commands.length === (isReading ? 1 : 2), `${place}: commands`);
  checker.check((company() !== before) !== isReading, `${place}: changed or not`);
  checker.check(!execution.commands.join().includes('Canary'), `${place}: a secret in a command`);
}

module.exports = { recipes, exported, given, end, company };
