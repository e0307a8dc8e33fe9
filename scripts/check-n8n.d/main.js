'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { generations } = require('./parents.js');
const { recipes } = require('./recipes.js');
const trials = require('./trials.js');

// What n8n looks for in a message; one of them, and the whole message is replaced.
const words = [
  'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'ERRADDRINUSE', 'EADDRNOTAVAIL',
  'ECONNABORTED', 'EHOSTUNREACH', 'EAI_AGAIN', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES', 'EEXIST',
  'EPERM', 'GETADDRINFO',
];

class Checker {
  constructor() { this.passed = 0; this.failed = []; }

  check(isTrue, name) {
    if (isTrue) this.passed += 1;
    else this.failed.push(name);
  }

  // All that a parent may count on in what ghlua wrote.
  checkText(text, name) {
    const found = words.filter((word) => text.toUpperCase().includes(word));
    this.check(found.length === 0, `${name}: says ${found}`);
  }

  checkObject(stdout, name) {
    this.check(/^[\x20-\x7e]*$/.test(stdout), `${name}: standard output is one line of ASCII`);
    this.check(stdout.length <= 256 * 1024, `${name}: ${stdout.length} bytes`);
    this.checkText(stdout, name);
    let object = {};
    try { object = JSON.parse(stdout); } catch { /* said in the next line */ }
    this.check(typeof object.ok === 'boolean', `${name}: an object with ok: ${stdout.slice(0, 200)}`);
    this.check(!('error' in object) && !('message' in object), `${name}: no error, no message`);
    return object;
  }

  // The last line on standard error, where the exit code is not 0.
  checkProblem(stderr, name) {
    let line = {};
    try { line = JSON.parse(stderr.trim().split('\n').pop()); } catch { /* said in the next line */ }
    this.check(line.schema === 'ghlua.problem/1' && line.problem?.code, `${name}: a problem at the end`);
    this.checkText(stderr, name);
    return line.problem ?? {};
  }
}

const ghlua = (...args) => execFileSync('ghlua', args, { encoding: 'utf8', stdio: 'pipe' });

async function main() {
  const isSlice = process.argv.includes('slice');
  const checker = new Checker();
  ghlua('mock', 'seed', 'whole.json');
  const seed = () => fs.copyFileSync('whole.json', 'company.json');
  for (const [name, parent] of Object.entries(generations)) {
    await recipes({ checker, parent, name, ghlua, seed, isSlice });
    for (const trial of Object.values(trials)) {
      seed();
      await trial({ checker, parent, name: `${name} generation, ${trial.name}`, ghlua, isSlice });
    }
  }
  for (const line of checker.failed) console.error(`check-n8n: ${line}`);
  console.log(`check-n8n: ${checker.passed} checks passed, ${checker.failed.length} failed`);
  process.exit(checker.failed.length ? 1 : 0);
}

main();
