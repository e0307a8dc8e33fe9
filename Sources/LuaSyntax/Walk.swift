extension Expression {
  /// What it is made of, in order; the body of a function is not among it.
  public var children: [Expression] {
    switch kind {
    case .constant, .number, .string, .name, .function: []
    case .index(let base, let key): [base, key]
    case .call(let callee, let arguments): [callee] + arguments
    case .method(let base, _, let arguments): [base] + arguments
    case .operation(let operands): operands
    case .table(let items): items.flatMap { item in [item.key, item.value].compactMap(\.self) }
    case .group(let inner): [inner]
    }
  }

  /// Visits this and everything in it, functions included, from the outside in.
  public func walk(_ visit: (Expression) -> Void) {
    visit(self)
    if case .function(let body) = kind { body.block.walk(visit) }
    for child in children { child.walk(visit) }
  }
}

extension Statement {
  /// The expressions it begins with, targets of assignments included.
  public var expressions: [Expression] {
    switch kind {
    case .local(_, let values), .leave(let values): values
    case .assignment(let targets, let values): targets + values
    case .function(let target, _, _): [target]
    case .call(let expression): [expression]
    case .whileLoop(let condition, _), .repeatLoop(_, let condition): [condition]
    case .branches(let branches, _): branches.map(\.condition)
    case .numericLoop(_, let values, _), .genericLoop(_, let values, _): values
    case .localFunction, .block, .jump: []
    }
  }

  /// The blocks in it, those of a function it declares included.
  public var blocks: [[Statement]] {
    switch kind {
    case .localFunction(_, let body), .function(_, let body, _): [body.block]
    case .block(let block), .whileLoop(_, let block), .repeatLoop(let block, _),
      .numericLoop(_, _, let block), .genericLoop(_, _, let block):
      [block]
    case .branches(let branches, let otherwise): branches.map(\.block) + [otherwise]
    default: []
    }
  }
}

extension [Statement] {
  /// Visits every expression in these statements, functions included.
  public func walk(_ visit: (Expression) -> Void) {
    walkStatements { statement in
      for expression in statement.expressions { expression.walkOwn(visit) }
    }
  }

  /// Visits every statement, those inside of functions included, from the outside in.
  public func walkStatements(_ visit: (Statement) -> Void) {
    for statement in self {
      visit(statement)
      for block in statement.blocks { block.walkStatements(visit) }
      for expression in statement.expressions {
        expression.walkFunctions { $0.block.walkStatements(visit) }
      }
    }
  }
}

extension [Statement] {
  /// Visits every statement of the same function, from the outside in.
  public func walkOwn(_ visit: (Statement) -> Void) {
    for statement in self {
      visit(statement)
      if case .localFunction = statement.kind { continue }
      if case .function = statement.kind { continue }
      for block in statement.blocks { block.walkOwn(visit) }
    }
  }
}

extension Expression {
  /// Visits this and everything in it, but not the bodies of functions.
  public func walkOwn(_ visit: (Expression) -> Void) {
    visit(self)
    for child in children { child.walkOwn(visit) }
  }

  /// Visits the functions in it that stand in no other one.
  fileprivate func walkFunctions(_ visit: (FunctionBody) -> Void) {
    if case .function(let body) = kind { visit(body) }
    for child in children { child.walkFunctions(visit) }
  }
}

extension [Statement] {
  /// Visits this block and every one in it, functions included.
  public func walkBlocks(_ visit: ([Statement]) -> Void) {
    visit(self)
    for statement in self {
      for block in statement.blocks { block.walkBlocks(visit) }
      for expression in statement.expressions {
        expression.walkFunctions { $0.block.walkBlocks(visit) }
      }
    }
  }
}
