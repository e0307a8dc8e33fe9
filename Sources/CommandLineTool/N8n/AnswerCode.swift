/// JavaScript that reads what ghlua said, and always comes to an object with `ok` and `status`.
struct AnswerCode {
  let way: RecipeWorkflow.Way
  let isPlan: Bool

  var text: String { [reading, isPlan ? planned : applied].joined(separator: "\n") }

  private var reading: String {
    let answer =
      way == .http
      ? "const answer = { ...said };"
      : """
      let answer = {};
      try {
        answer = JSON.parse(String(said.stdout).trim().split('\\n').pop());
      } catch {
        // Not even an object: the reason is below.
      }
      """
    return """
      const said = $input.first().json;
      \(answer)
      if (typeof answer.ok !== 'boolean') {
        const reason = said.error?.message ?? said.error ?? said.message ?? said.stderr ?? '';
        Object.assign(answer, {
          ok: false,
          status: 'failed',
          problem: {
            code: 'no-answer',
            message: ('ghlua gave no answer. ' + String(reason).slice(0, 500)).trim(),
            hint: 'see that ghlua is there, and what it prints when it is called by hand',
          },
        });
      }
      // n8n takes an item with one of these for a failed one.
      delete answer.error;
      delete answer.message;
      """
  }

  /// Whether there is something to apply, and the question to somebody who decides.
  private var planned: String {
    """
    const { create = 0, update = 0, delete: remove = 0, irreversible = 0 } = answer.summary ?? {};
    answer.go = answer.status === '\(ready)' && create + update + remove > 0
      && /^sha256:[0-9a-f]{64}$/.test(answer.checksum);\(file)
    const plain = (text) => String(text).replace(/[<>&"]/g, (sign) => '&#' + sign.charCodeAt(0) + ';');
    const lines = (answer.changes ?? []).slice(0, 20).map((change) => change.op + ' ' + change.label);
    answer.question = [
      create + ' to create, ' + update + ' to update, ' + remove + ' to delete, '
        + irreversible + ' that cannot be taken back.',
      ...lines,
      ...(create + update + remove > lines.length ? ['…'] : []),
    ].map(plain).join('<br>');
    return [{ json: answer }];
    """
  }

  /// The status of a plan that may be applied; the server says that it waits for that.
  private var ready: String { way == .http ? "waiting" : "planned" }

  private var file: String {
    way == .http ? "" : "\nanswer.plan_file = $('Input').first().json.plan;"
  }

  /// Rows that were wrong already in the plan are part of the outcome.
  private var applied: String {
    """
    const plan = $('Plan result').first().json;
    if (answer.ok && plan.rows?.failed > 0) {
      Object.assign(answer, { ok: false, status: 'partial', problem: plan.problem, rows: plan.rows });
    }
    return [{ json: answer }];
    """
  }
}
