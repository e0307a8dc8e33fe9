import Stdlib

extension Page {
  /// The language of recipes: the header's words and what the run function is given.
  static var language: Page {
    let doc = LuaDoc.language
    let tables: [(String, String)] = [
      ("recipe { … }", "ghl.Recipe"), ("limits", "ghl.Limits"),
      ("Types of parameters: p.TYPE \"name\" { … }", "ghl.ParamWords"),
      ("What stands in a parameter's braces", "ghl.ParamOptions"),
      ("test \"what it shows\" { … }", "ghl.TestFields"), ("faults", "ghl.Fault"),
      ("expect", "ghl.Expectation"), ("expect.apply", "ghl.ExpectedApply"),
      ("ctx", "ghl.Context"),
    ]
    let functions = doc.functions.filter { $0.owner == "ctx" }
      .flatMap { function($0, "ctx") }
    return Page(
      path: "language/recipe", title: "The recipe file",
      summary: "The words of a recipe's file and what its run function is given",
      blocks: tables.flatMap { heading, name in fields(of: name, heading, doc) } + functions)
  }

  private static func fields(of name: String, _ heading: String, _ doc: LuaDoc) -> [Block] {
    guard let fields = doc.classes.first(where: { $0.name == name })?.fields else { return [] }
    let rows = fields.map { field in
      let optional = field.optional ? " (optional)" : ""
      let type = field.type == "ghl.ParamWord" ? "" : "`\(field.type)`"
      return ["`\(field.name.hasPrefix("[") ? "1" : field.name)`\(optional)", type, field.help]
    }
    return [.heading(heading), .table(heads: ["Name", "Type", "Meaning"], rows: rows)]
  }
}

extension LuaDoc {
  /// The words of a recipe's file, and `ctx`.
  static var language: LuaDoc {
    LuaDocReader.read(Stdlib.source(of: .template("language.d.lua"))?.source ?? "")
  }
}
