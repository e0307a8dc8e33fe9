/// Follows the scopes of a tree: which variable each name stands for.
struct Resolver {
  private(set) var variables: [Variable] = []
  private(set) var globals: [GlobalUse] = []
  private(set) var bindings: [Int: Int] = [:]
  /// The variables that can be seen, the innermost last.
  private var visible: [[String: Int]] = [[:]]
  private var depth = 0

  mutating func resolve(_ block: [Statement]) {
    for statement in block { resolve(statement) }
  }

  private mutating func scope(_ body: (inout Resolver) -> Void) {
    visible.append([:])
    body(&self)
    visible.removeLast()
  }

  private mutating func scoped(_ block: [Statement]) { scope { $0.resolve(block) } }

  // MARK: Names

  private mutating func declare(_ name: CodeName, _ kind: Variable.Kind) {
    let hidden = index(of: name.text)
    variables.append(Variable(name: name, kind: kind, hides: hidden, depth: depth))
    let index = variables.count - 1
    bindings[name.place.bytes.lowerBound] = index
    visible[visible.count - 1][name.text] = index
  }

  private func index(of name: String) -> Int? {
    for names in visible.reversed() {
      if let index = names[name] { return index }
    }
    return nil
  }

  private mutating func use(_ name: String, at place: CodePlace, isWrite: Bool) {
    guard let index = index(of: name) else {
      globals.append(
        GlobalUse(name: CodeName(text: name, place: place), isWrite: isWrite, depth: depth))
      return
    }
    bindings[place.bytes.lowerBound] = index
    if isWrite {
      variables[index].writes.append(place)
    } else {
      variables[index].reads.append(place)
    }
  }

  // MARK: Statements

  private mutating func resolve(_ statement: Statement) {
    switch statement.kind {
    case .local(let names, let values):
      for value in values { resolve(value) }
      for name in names { declare(name, .local) }
    case .localFunction(let name, let body):
      declare(name, .function)
      resolve(body)
    case .assignment(let targets, let values):
      for value in values { resolve(value) }
      for target in targets { assign(to: target) }
    case .function(let target, let body, let isMethod):
      assign(to: target)
      resolve(body, isMethod: isMethod)
    case .call(let expression): resolve(expression)
    case .block(let block): scoped(block)
    case .whileLoop(let condition, let block):
      resolve(condition)
      scoped(block)
    case .repeatLoop(let block, let condition):
      scope {
        $0.resolve(block)
        $0.resolve(condition)
      }
    case .branches(let branches, let otherwise):
      for branch in branches {
        resolve(branch.condition)
        scoped(branch.block)
      }
      scoped(otherwise)
    case .numericLoop(let name, let bounds, let block): loop([name], over: bounds, block)
    case .genericLoop(let names, let values, let block): loop(names, over: values, block)
    case .leave(let values): for value in values { resolve(value) }
    case .jump: break
    }
  }

  private mutating func loop(_ names: [CodeName], over values: [Expression], _ block: [Statement]) {
    for value in values { resolve(value) }
    scope {
      for name in names { $0.declare(name, .loop) }
      $0.resolve(block)
    }
  }

  private mutating func assign(to target: Expression) {
    if let name = target.name {
      use(name, at: target.place, isWrite: true)
    } else {
      resolve(target)
    }
  }

  private mutating func resolve(_ body: FunctionBody, isMethod: Bool = false) {
    depth += 1
    scope {
      if isMethod {
        // Nothing is written there, so nothing is bound; it only must not be a global.
        let place = CodePlace(line: body.place.line, column: 0, bytes: 0..<0)
        $0.declare(CodeName(text: "self", place: place), .parameter)
      }
      for name in body.parameters { $0.declare(name, .parameter) }
      $0.resolve(body.block)
    }
    depth -= 1
  }

  // MARK: Expressions

  private mutating func resolve(_ expression: Expression) {
    switch expression.kind {
    case .name(let name): use(name, at: expression.place, isWrite: false)
    case .function(let body): resolve(body)
    default: for child in expression.children { resolve(child) }
    }
  }
}
