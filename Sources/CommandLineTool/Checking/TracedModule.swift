import LuaSyntax

/// What a file requires, and the functions that it gives away.
struct TracedModule {
  let tree: LuaFile
  /// Which module a variable holds.
  let modules: [Int: String]
  /// Which function of which module a variable holds.
  let aliases: [Int: (module: String, name: String)]
  /// What is given away under each name: a function, another's, or a plain value.
  private(set) var exports: [String: Expression] = [:]
  /// The functions of locals.
  let functions: [Int: FunctionBody]

  init(_ tree: LuaFile) {
    self.tree = tree
    var modules: [Int: String] = [:]
    var aliases: [Int: (module: String, name: String)] = [:]
    var functions: [Int: FunctionBody] = [:]
    tree.block.walkStatements { statement in
      switch statement.kind {
      case .local(let names, let values):
        for (name, value) in zip(names, values) {
          guard let variable = tree.variable(at: name.place) else { continue }
          if let module = value.requiredModule { modules[variable] = module }
          if case .index(let base, let key) = value.kind, let module = base.requiredModule,
            let function = key.text
          {
            aliases[variable] = (module, function)
          }
          if case .function(let body) = value.kind { functions[variable] = body }
        }
      case .localFunction(let name, let body):
        if let variable = tree.variable(at: name.place) { functions[variable] = body }
      default: break
      }
    }
    (self.modules, self.aliases, self.functions) = (modules, aliases, functions)
    readExports()
  }

  /// The variable that the file returns.
  private var returned: Int? {
    guard case .leave(let values) = tree.block.last?.kind, let value = values.first else {
      return nil
    }
    return tree.variable(of: value)
  }

  private mutating func readExports() {
    if case .leave(let values) = tree.block.last?.kind, let value = values.first { add(value) }
    guard let own = returned else { return }
    for statement in tree.block {
      switch statement.kind {
      case .local(let names, let values):
        for (name, value) in zip(names, values) where tree.variable(at: name.place) == own {
          add(value)
        }
      case .function(let target, let body, _):
        if let name = member(target, of: own) {
          exports[name] = Expression(kind: .function(body), place: body.place)
        }
      case .assignment(let targets, let values):
        for (target, value) in zip(targets, values) {
          if let name = member(target, of: own) { exports[name] = value }
        }
      default: break
      }
    }
  }

  /// The fields of a table in braces.
  private mutating func add(_ value: Expression) {
    guard case .table(let items) = value.kind else { return }
    for item in items {
      if let name = item.key?.text { exports[name] = item.value }
    }
  }

  private func member(_ target: Expression, of table: Int) -> String? {
    guard case .index(let base, let key) = target.kind, tree.variable(of: base) == table else {
      return nil
    }
    return key.text
  }
}

extension Expression {
  /// The module's name, of `require "name"`.
  var requiredModule: String? {
    guard case .call(let callee, let arguments) = kind, callee.name == "require",
      arguments.count == 1
    else { return nil }
    return arguments[0].text
  }
}
