import LuaSyntax

/// Locals that are not read, and locals that hide others.
enum LocalCheck {
  static func findings(in inspection: Inspection) -> [Finding] {
    let variables = inspection.tree.variables
    return variables.compactMap { unused($0, in: inspection) }
      + variables.compactMap { shadowing($0, of: variables, in: inspection) }
  }

  private static func unused(_ variable: Variable, in inspection: Inspection) -> Finding? {
    let name = variable.name.text
    guard variable.kind != .parameter, variable.reads.isEmpty, !name.hasPrefix("_"),
      variable.name.attribute != "close"
    else { return nil }
    let what = variable.kind == .loop ? "the loop variable" : "the local"
    return inspection.finding(
      .unusedLocal,
      "\(what) '\(name)' is \(variable.writes.isEmpty ? "never read" : "set and never read")",
      at: variable.name.place, fix: fix(variable, in: inspection.tree))
  }

  /// A loop variable that Lua wants a name for is called `_`, unless something reads that name.
  private static func fix(_ variable: Variable, in tree: LuaFile) -> Finding.Fix? {
    let isFree =
      !tree.globals.contains { $0.name.text == "_" }
      && !tree.variables.contains { $0.name.text == "_" && !$0.reads.isEmpty }
    guard variable.kind == .loop, variable.writes.isEmpty, isFree else { return nil }
    return Finding.Fix(
      text: "called the loop variable '\(variable.name.text)' _",
      edits: [Finding.Edit(bytes: variable.name.place.bytes, text: "_")])
  }

  private static func shadowing(
    _ variable: Variable, of variables: [Variable], in inspection: Inspection
  ) -> Finding? {
    let name = variable.name.text
    guard let hidden = variable.hides.map({ variables[$0] }), !name.hasPrefix("_"), name != "self"
    else { return nil }
    return inspection.finding(
      .shadowedLocal, "'\(name)' hides the '\(name)' of line \(hidden.name.place.line)",
      at: variable.name.place)
  }
}
