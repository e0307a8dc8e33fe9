// As much of n8n as a workflow exported by ghlua needs: its nodes one after the other, with their
// expressions. An unknown node or a wrong connection is an error.
'use strict';
const vm = require('node:vm');

class Execution {
  // parent: runs a command; form: what somebody answers; given: the trigger's item.
  constructor(workflow, { parent, given, form = {}, credentials = {} }) {
    Object.assign(this, { workflow, parent, given, form, credentials });
    this.items = new Map();
    this.visited = [];
    this.commands = [];
    this.id = String(Math.floor(Math.random() * 1e6));
  }

  async run() {
    const triggers = this.workflow.nodes.filter(({ type }) => /[tT]rigger$|\.webhook$/.test(type));
    if (triggers.length !== 1) throw new Error(`${triggers.length} triggers`);
    let [node] = triggers;
    let item = this.given;
    for (let step = 0; node; step++) {
      if (step > 100) throw new Error('the workflow does not end');
      this.visited.push(node.name);
      const { output, json } = await this.execute(node, item);
      this.items.set(node.name, json);
      const next = this.workflow.connections[node.name]?.main?.[output]?.[0];
      [node, item] = [next && this.node(next.node), json];
    }
    return item;
  }

  node(name) {
    const found = this.workflow.nodes.find((node) => node.name === name);
    if (!found) throw new Error(`no node is called ${name}`);
    return found;
  }

  scope($json) {
    const wrapped = (json) => ({ first: () => ({ json }), all: () => [{ json }] });
    return {
      $json, $input: wrapped($json), $execution: { id: this.id, resumeFormUrl: 'http://n8n/form' },
      $: (name) => {
        if (!this.items.has(name)) throw new Error(`node ${name} has not run`);
        return wrapped(this.items.get(name));
      },
      Buffer, JSON,
    };
  }

  // A parameter: with = in front, a text with expressions; one that is all there is keeps its type.
  value(parameter, $json) {
    if (typeof parameter !== 'string' || !parameter.startsWith('=')) return parameter;
    const text = parameter.slice(1);
    const evaluated = (code) => vm.runInNewContext(`(${code})`, this.scope($json));
    const whole = text.match(/^\{\{((?:(?!\}\}).)*)\}\}$/s);
    if (whole) return evaluated(whole[1]);
    return text.replace(/\{\{(.*?)\}\}/gs, (_, code) => String(evaluated(code)));
  }

  async execute(node, item) {
    const kind = node.type.replace('n8n-nodes-base.', '');
    const run = this[kind];
    if (!run) throw new Error(`no node of the type ${kind} is known here`);
    try {
      return await run.call(this, node.parameters, item, node);
    } catch (error) {
      if (node.onError !== 'continueRegularOutput' || error.message === 'cancelled') throw error;
      return { output: 0, json: { error: error.message } };
    }
  }

  pass(parameters, json) { return { output: 0, json }; }

  code({ jsCode }, item) {
    const code = `(() => {${jsCode}\n})()`;
    const result = vm.runInNewContext(code, this.scope(JSON.parse(JSON.stringify(item))));
    if (!Array.isArray(result) || result.length !== 1) throw new Error('a code node gives one item');
    return { output: 0, json: JSON.parse(JSON.stringify(result[0].json)) };
  }

  if({ conditions: { conditions: [condition] } }, item) {
    const left = this.value(condition.leftValue, item);
    const right = this.value(condition.rightValue, item);
    if (typeof left !== condition.operator.type) {
      throw new Error(`${condition.leftValue} is no ${condition.operator.type} but ${left}`);
    }
    const isTrue = condition.operator.operation === 'true' ? left : left === right;
    return { output: isTrue ? 0 : 1, json: item };
  }

  async executeCommand({ command }, item) {
    const words = this.value(command, item);
    this.commands.push(words);
    return { output: 0, json: await this.parent(words) };
  }

  // It does not fail on an exit code.
  async ssh({ command, cwd }, item) {
    const words = this.value(command, item);
    this.commands.push(words);
    const folder = cwd === '~/' ? process.env.HOME : cwd;
    try {
      const { exitCode, stdout, stderr } = await this.parent(`cd ${folder} && ${words}`);
      return { output: 0, json: { code: exitCode, signal: null, stdout, stderr } };
    } catch (error) {
      return { output: 0, json: { code: 1, signal: null, stdout: error.stdout, stderr: error.stderr } };
    }
  }

  async httpRequest({ method, url, jsonBody }, item) {
    const answer = await fetch(this.value(url, item), {
      method, body: jsonBody && this.value(jsonBody, item),
      headers: { 'content-type': 'application/json', ...this.credentials },
    });
    return { output: 0, json: await answer.json() };
  }

  async wait({ resume, formFields, amount, formDescription }, item) {
    if (resume !== 'form') {
      await new Promise((resolve) => { setTimeout(resolve, amount * 10); });
      return { output: 0, json: item };
    }
    this.question = this.value(formDescription, item);
    // Nobody answered in time: the item goes on as it came.
    if (this.form === null) return { output: 0, json: item };
    for (const { fieldLabel, fieldOptions } of formFields.values) {
      const options = fieldOptions.values.map(({ option }) => option);
      if (!options.includes(this.form[fieldLabel])) throw new Error(`no option of ${fieldLabel}`);
    }
    return { output: 0, json: { ...this.form, submittedAt: 'now', formMode: 'test' } };
  }

  stopAndError({ errorMessage }, item) {
    throw Object.assign(new Error(this.value(errorMessage, item)), { item });
  }
}
for (const kind of ['manualTrigger', 'scheduleTrigger', 'webhook', 'formTrigger', 'noOp']) {
  Execution.prototype[kind] = Execution.prototype.pass;
}

module.exports = { Execution };
