import LuaSyntax

/// Metamethods that the sandbox refuses, and those it will not see: `setmetatable` gives a table its
/// own copy of the metatable, so what is added afterwards has no effect.
enum MetamethodCheck {
  private static let refused: Set = ["__gc", "__mode", "__close", "__concat"]

  static func findings(in inspection: Inspection) -> [Finding] {
    var findings: [Finding] = []
    search(inspection.tree.block, inspection, &findings)
    return findings
  }

  /// Looks at the code of one function in its order, and then at the functions in it.
  private static func search(
    _ block: [Statement], _ inspection: Inspection, _ findings: inout [Finding]
  ) {
    let tree = inspection.tree
    var given: Set<Int> = []
    var inside: [FunctionBody] = []
    block.walkOwn { statement in
      for expression in statement.expressions {
        expression.walkOwn { inner in
          if case .function(let body) = inner.kind { inside.append(body) }
          guard let metatable = inner.metatable(in: tree) else { return }
          if let variable = tree.variable(of: metatable) { given.insert(variable) }
          if case .table(let items) = metatable.kind {
            findings += items.compactMap { item in item.key.flatMap { check($0, inspection) } }
          }
        }
      }
      if case .localFunction(_, let body) = statement.kind { inside.append(body) }
      for (table, key) in statement.fieldsSet {
        guard let name = key.text, name.hasPrefix("__"), let variable = tree.variable(of: table)
        else {
          continue
        }
        if let finding = check(key, inspection) {
          findings.append(finding)
        } else if given.contains(variable) {
          findings.append(
            inspection.finding(
              .metamethod, "'\(name)' comes after setmetatable, so it has no effect", at: key.place)
          )
        }
      }
      if case .function(_, let body, _) = statement.kind { inside.append(body) }
    }
    for body in inside { search(body.block, inspection, &findings) }
  }

  private static func check(_ key: Expression, _ inspection: Inspection) -> Finding? {
    guard let name = key.text, refused.contains(name) else { return nil }
    return inspection.finding(
      .metamethod, "a metatable with '\(name)' is not available to recipes", at: key.place)
  }
}

extension Expression {
  /// The second argument, of a call of `setmetatable`.
  fileprivate func metatable(in tree: LuaFile) -> Expression? {
    guard case .call(let callee, let arguments) = kind, callee.name == "setmetatable",
      tree.variable(of: callee) == nil, arguments.count > 1
    else { return nil }
    return arguments[1]
  }
}

extension Statement {
  /// The tables and keys that it gives values: `t.key = …`, `function t.key()`.
  fileprivate var fieldsSet: [(table: Expression, key: Expression)] {
    let targets: [Expression]
    switch kind {
    case .assignment(let list, _): targets = list
    case .function(let target, _, _): targets = [target]
    default: targets = []
    }
    return targets.compactMap { target in
      if case .index(let table, let key) = target.kind { (table, key) } else { nil }
    }
  }
}
