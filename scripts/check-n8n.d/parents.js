// How the two generations of n8n's Execute Command node start a command and what they make of its
// end. Written from what the node does; the texts are our own.
'use strict';
const { exec, spawn } = require('node:child_process');

const shell = 'ash';

// exec with its default of 1 MiB, nothing but cwd set, standard input open, nobody to cancel it.
function first(command) {
  return new Promise((resolve, reject) => {
    let exitCode = 0;
    exec(command, { cwd: process.cwd(), shell }, (error, stdout, stderr) => {
      if (error) reject(Object.assign(new Error(error.message), { stdout, stderr }));
      else resolve({ exitCode, stderr: stderr.trim(), stdout: stdout.trim() });
    }).on('exit', (code) => { exitCode = code || 0; });
  });
}

// spawn with a shell in a group of its own; the last 10 Mi characters; SIGTERM to the group, SIGKILL
// 5 seconds later; a death by signal has no code and counts as 0.
const largest = 10 * 1024 * 1024;
function second(command, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd: process.cwd(), shell, detached: true });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text) => { texts[name] = (texts[name] + text).slice(-largest); });
    }
    let killing;
    signal?.addEventListener('abort', () => {
      process.kill(-child.pid, 'SIGTERM');
      killing = setTimeout(() => {
        try { process.kill(-child.pid, 'SIGKILL'); } catch { /* gone */ }
      }, 5000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(killing);
      const exitCode = code ?? 0;
      const [stdout, stderr] = [texts.stdout.trim(), texts.stderr.trim()];
      if (signal?.aborted) reject(Object.assign(new Error('cancelled'), { stdout, stderr, code }));
      else if (exitCode) reject(new Error(`Command failed: ${command}\n${stderr}`));
      else resolve({ exitCode, stderr, stdout });
    });
  });
}

module.exports = { generations: { first, second } };
