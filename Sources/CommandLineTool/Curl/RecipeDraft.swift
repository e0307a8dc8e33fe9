import Engine
import JSON

/// A recipe that is being written.
struct RecipeDraft {
  /// `p.user "user" { "Who", arg = 1 }`
  struct Parameter {
    var type: String
    var name: String
    var help: String
    /// Options behind the help, as they stand in the file: `arg = 1`.
    var options: [String] = []
    /// What the test gives; nil leaves it out.
    var sample: JSONValue?
    /// What the example gives; nil leaves it out.
    var example: String?

    fileprivate var text: String {
      let inside = ([LuaText.quoted(help)] + options).joined(separator: ", ")
      let line = "    p.\(type) \(LuaText.quoted(name)) { \(inside) },\n"
      guard line.count > 100 else { return line }
      let rest = options.map { "      \($0),\n" }.joined()
      return
        "    p.\(type) \(LuaText.quoted(name)) {\n      \(LuaText.quoted(help)),\n\(rest)    },\n"
    }
  }

  var name: String
  var summary: String
  var parameters: [Parameter] = []
  var can: [String] = []
  /// `update = 1`
  var limit: String?
  /// The lines of `run`, without their indentation.
  var body: [String] = []
  /// What the test shows, and its `expect`, as Lua.
  var test = (name: "", expect: [String]())
  /// `given`, and fixtures in the file if it names one.
  var given = "two-locations"
  var fixtures: [String] = []

  /// The file.
  var text: String {
    var text = """
      return recipe {
        name    = \(LuaText.quoted(name)),
        version = "0.1.0",
        summary = \(LuaText.quoted(summary)),


      """
    let example = LuaText.quoted(example)
    text +=
      "  examples = { \(example) },\n\n".count <= 100
      ? "  examples = { \(example) },\n\n" : "  examples = {\n    \(example),\n  },\n\n"
    if !parameters.isEmpty {
      text += "  params = {\n\(parameters.map(\.text).joined())  },\n\n"
    }
    text += "  -- What is not listed here does not work.\n"
    text += "  can    = \(LuaText.value(.strings(can))),\n"
    if let limit { text += "  limits = { \(limit) },\n" }
    text += "\n  run = function(\(takes))\n"
    for line in body { text += line.isEmpty ? "\n" : "    \(line)\n" }
    text += "  end,\n"
    if !fixtures.isEmpty { text += "\n\(fixtures.map { "  \($0)\n" }.joined())" }
    return text + "\n\(tests)}\n"
  }

  /// A command line as people would type it.
  private var example: String {
    let words = parameters.compactMap { parameter -> String? in
      guard let value = parameter.example.map(ShellWords.quoted) else { return nil }
      let isPlaced = parameter.options.contains { $0.hasPrefix("arg = ") }
      return isPlaced ? value : "--\(parameter.name) \(value)"
    }
    return ([name] + words).joined(separator: " ")
  }

  private var takes: String {
    let all = body.joined()
    if all.contains("ctx.") { return "args, ctx" }
    return all.contains("args.") ? "args" : ""
  }

  private var tests: String {
    var text = "  tests = {\n    test \(LuaText.quoted(test.name)) {\n"
    text += "      given  = \(LuaText.quoted(given)),\n"
    let samples = parameters.compactMap { parameter in
      parameter.sample.map { (parameter.name, $0) }
    }
    if !samples.isEmpty {
      let args = LuaText.table(.object(JSONObject(samples)), indent: "      ", taken: 15)
      text += "      args   = \(args),\n"
    }
    text += "      expect = {\n\(test.expect.map { "        \($0)\n" }.joined())      },\n"
    return text + "    },\n  },\n"
  }
}
