import LuaSyntax
import Stdlib

/// The globals that a recipe's file has, read from the module that knows them.
struct GlobalNames {
  /// There also while the header is read.
  let always: Set<String>
  /// There in `run` only.
  let whileRunning: Set<String>

  static let ofRecipes: GlobalNames = {
    let source = Stdlib.source(of: .module("ghl.unknown"))?.source ?? ""
    let tree = try? LuaFile(source)
    return GlobalNames(
      always: Set(list("PURE", in: tree) + ["recipe", "p", "test", "_G", "_ENV"]),
      whileRunning: Set(list("WHILE_RUNNING", in: tree)))
  }()

  /// The texts in the list that a local of that name holds.
  private static func list(_ name: String, in tree: LuaFile?) -> [String] {
    var texts: [String] = []
    tree?.block.walkStatements { statement in
      guard case .local(let names, let values) = statement.kind, names.first?.text == name,
        let value = values.first, case .table(let items) = value.kind
      else { return }
      texts = items.compactMap(\.value.text)
    }
    return texts
  }
}
