import Diagnostics
import HighLevel
import LuaSyntax
import Stdlib

/// Functions and values that `ghl`, `ctx` and modules do not have, and modules that are not there.
enum FieldCheck {
  static func findings(in inspection: Inspection, _ book: ModuleBook) -> [Finding] {
    let tree = inspection.tree
    let module = TracedModule(tree)
    let context = inspection.parameter(1)
    var findings: [Finding] = []
    tree.block.walk { expression in
      if case .call(_, let arguments) = expression.kind, let name = expression.requiredModule,
        !ModuleBook.shippedNames.contains(name), book.file(name) == nil
      {
        findings.append(unknown(module: name, at: arguments[0].place, inspection))
      }
      guard case .index(let base, let key) = expression.kind, let name = key.text,
        let (owner, names) = owner(of: base, module, context, inspection, book),
        !names.contains(name)
      else { return }
      findings.append(
        inspection.finding(
          .unknownField, "\(owner).\(name) does not exist",
          hint: Suggestion.hint(for: name, in: names.sorted()), at: key.place))
    }
    return findings
  }

  private static func unknown(
    module name: String, at place: CodePlace, _ inspection: Inspection
  ) -> Finding {
    inspection.finding(
      .unknownModule, "there is no module '\(name)'",
      hint: Suggestion.hint(for: name, in: ModuleBook.shippedNames), at: place)
  }

  /// What a table is called and which fields it has, where that is known.
  private static func owner(
    of base: Expression, _ module: TracedModule, _ context: Int?, _ inspection: Inspection,
    _ book: ModuleBook
  ) -> (String, Set<String>)? {
    let tree = inspection.tree
    if let variable = tree.variable(of: base) {
      if variable == context { return ("ctx", contextNames) }
      return module.modules[variable].flatMap { exports($0, book) }
    }
    if let name = base.requiredModule { return exports(name, book) }
    guard let path = base.path, path.first == "ghl", let root = base.root,
      tree.variable(of: root) == nil
    else { return nil }
    if path.count == 1 { return ("ghl", Set(Operations.all.map(\.resource))) }
    guard path.count == 2 else { return nil }
    let verbs = Operations.all.filter { $0.resource == path[1] }.map(\.verb)
    guard !verbs.isEmpty else { return nil }
    return ("ghl.\(path[1])", Set(verbs + (path[1] == "users" ? ["each", "find"] : [])))
  }

  private static func exports(_ name: String, _ book: ModuleBook) -> (String, Set<String>)? {
    // A module that gives no table with names in plain sight may have any.
    guard let exports = book.module(name)?.exports, !exports.isEmpty, book.file(name) == nil else {
      return nil
    }
    return (name, Set(exports.keys))
  }

  /// The names of `ctx`, as its own module lists them.
  private static let contextNames: Set<String> = {
    var names: Set<String> = []
    let source = Stdlib.source(of: .module("ghl.context"))?.source ?? ""
    (try? LuaFile(source))?.block.walkStatements { statement in
      guard case .local(let locals, let values) = statement.kind, locals.first?.text == "NAMES",
        let value = values.first, case .table(let items) = value.kind
      else { return }
      names = Set(items.compactMap(\.value.text))
    }
    return names
  }()
}
