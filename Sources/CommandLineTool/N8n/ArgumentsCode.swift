import Engine
import JSON

/// JavaScript that makes arguments of what started the workflow.
///
/// A command only ever gets base64 and names made here: no value from outside is part of one.
struct ArgumentsCode {
  private let workflow: RecipeWorkflow

  init(_ workflow: RecipeWorkflow) { self.workflow = workflow }

  var text: String {
    let fixed = JSONValue.object(workflow.arguments).text(ascii: true)
    return ["const args = \(fixed);", reading, workflow.way == .http ? request : words]
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Where the values are, and what is done with each.
  private var reading: String {
    let isForm = workflow.start == .form
    guard isForm || workflow.start == .webhook else { return "" }
    let fields = workflow.fields.map { field -> JSONValue in
      [
        "from": .string(isForm ? field.label : field.parameter.name),
        "name": .string(field.parameter.name), "kind": .string(field.kind),
      ]
    }
    let given = isForm ? "$input.first().json" : "$input.first().json.body ?? {}"
    return """
      const given = \(given);
      const fields = \(JSONValue.array(fields).text(ascii: true));
      const readers = {
        text: (value) => String(value),
        number: (value) => Number(value),
        flag: (value) => /^(yes|true|1|on)$/i.test(String(value)),
        list: (value) => (Array.isArray(value) ? value.map(String) : String(value)),
        // A text is the content itself, never the name of a file.
        content: (value) => ({ text: typeof value === 'string' ? value : JSON.stringify(value) }),
        table: (value) => (Array.isArray(value) ? value : { text: String(value) }),
      };
      for (const { from, name, kind } of fields) {
        const value = given[from];
        if (value !== undefined && value !== null && value !== '') args[name] = readers[kind](value);
      }
      """
  }

  private var request: String {
    let event = workflow.hasEvent ? ", event: given" : ""
    let name = JSONValue.string(workflow.recipe.callName).text(ascii: true)
    return "return [{ json: { request: { recipe: \(name), args\(event) } } }];"
  }

  private var words: String {
    let folder = JSONValue.string(workflow.command.folder).text(ascii: true)
    return """
      const encoded = (value) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64');
      const input = encoded(args);\(workflow.hasEvent ? "\nconst event = encoded(given);" : "")
      if (input.length > 100000) {
        throw new Error('This is too much for a command line; export the workflow with --via http');
      }
      const id = String($execution.id).replace(/\\W/g, '') + Math.random().toString(36).slice(2, 10);
      const plan = \(folder) + '/ghlua-' + id + '.json';
      return [{ json: { input, \(workflow.hasEvent ? "event, " : "")plan } }];
      """
  }
}
