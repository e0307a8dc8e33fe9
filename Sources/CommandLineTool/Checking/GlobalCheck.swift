import Diagnostics
import LuaSyntax

/// Names that nothing declares.
enum GlobalCheck {
  static func findings(in inspection: Inspection) -> [Finding] {
    let uses = inspection.tree.globals
    let written = Set(uses.filter(\.isWrite).map(\.name.text))
    var known = names(in: inspection)
    // In a plain script globals work; elsewhere the assignment itself is the fault.
    known.formUnion(written)
    let reads = uses.filter { !$0.isWrite }.compactMap { use -> Finding? in
      known.contains(use.name.text)
        ? misplaced(use, in: inspection) : unknown(use, known, in: inspection)
    }
    guard inspection.kind != .script else { return reads }
    var seen: Set<String> = []
    let writes = uses.filter { $0.isWrite && seen.insert($0.name.text).inserted }
      .map { write($0, in: inspection) }
    return reads + writes
  }

  private static func names(in inspection: Inspection) -> Set<String> {
    let names = GlobalNames.ofRecipes
    var known = names.always.union(names.whileRunning)
    if inspection.kind == .script { known.formUnion(["args", "ctx"]) }
    if inspection.kind == .recipe { known.remove("args") }
    return known
  }

  private static func unknown(
    _ use: GlobalUse, _ known: Set<String>, in inspection: Inspection
  ) -> Finding {
    let name = use.name.text
    let special = [
      "args": "'args' is the first parameter of run", "ctx": "'ctx' is the second parameter of run",
      "io": "recipes have no files; take one as a parameter: p.file",
    ]
    return inspection.finding(
      .unknownGlobal, "there is no global '\(name)'",
      hint: special[name] ?? Suggestion.hint(for: name, in: known.sorted()), at: use.name.place)
  }

  /// A name of `run` that is used where the header is read.
  private static func misplaced(_ use: GlobalUse, in inspection: Inspection) -> Finding? {
    guard inspection.kind == .recipe, use.depth == 0,
      GlobalNames.ofRecipes.whileRunning.contains(use.name.text)
    else { return nil }
    return inspection.finding(
      .unknownGlobal, "'\(use.name.text)' is not there while the header is read",
      hint: "use it inside run", at: use.name.place)
  }

  private static func write(_ use: GlobalUse, in inspection: Inspection) -> Finding {
    let name = use.name.text
    let isOwn =
      GlobalNames.ofRecipes.always.union(GlobalNames.ofRecipes.whileRunning).contains(name)
    return inspection.finding(
      .globalWrite,
      isOwn ? "'\(name)' cannot be exchanged" : "'\(name)' is not declared",
      hint: "write local \(name)", at: use.name.place,
      fix: isOwn ? nil : fix(name, use, in: inspection.tree))
  }

  /// `local` in front, where every other use of the name comes after it in the same block.
  private static func fix(_ name: String, _ use: GlobalUse, in tree: LuaFile) -> Finding.Fix? {
    let uses = tree.globals.filter { $0.name.text == name }.map(\.name.place.bytes.lowerBound)
    var found: Finding.Fix?
    tree.block.walkBlocks { block in
      for statement in block
      where statement.place.bytes.lowerBound == use.name.place.bytes.lowerBound {
        guard case .assignment(let targets, let values) = statement.kind, targets.count == 1,
          let end = block.last?.place.bytes.upperBound
        else { continue }
        var readsItself = false
        for value in values { value.walk { readsItself = readsItself || $0.name == name } }
        let start = statement.place.bytes.lowerBound
        guard !readsItself, uses.allSatisfy({ (start..<end).contains($0) }) else { continue }
        found = Finding.Fix(
          text: "wrote local in front of '\(name)'",
          edits: [Finding.Edit(bytes: start..<start, text: "local ")])
      }
    }
    return found
  }
}
