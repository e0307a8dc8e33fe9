extension Parser {
  mutating func expressions() throws(LuaSyntaxError) -> [Expression] {
    var list = [try expression()]
    while try take(",") { list.append(try expression()) }
    return list
  }

  mutating func expression() throws(LuaSyntaxError) -> Expression { try operation(above: 0) }

  /// How strongly operators bind, on their left and on their right.
  private static let strength: [String: (left: Int, right: Int)] = [
    "or": (1, 1), "and": (2, 2), "<": (3, 3), ">": (3, 3), "<=": (3, 3), ">=": (3, 3), "~=": (3, 3),
    "==": (3, 3), "|": (4, 4), "~": (5, 5), "&": (6, 6), "<<": (7, 7), ">>": (7, 7), "..": (9, 8),
    "+": (10, 10), "-": (10, 10), "*": (11, 11), "/": (11, 11), "//": (11, 11), "%": (11, 11),
    "^": (14, 13),
  ]
  private static let unaryStrength = 12
  /// So many fields and calls may hang on one name.
  private static let longestChain = 64

  private mutating func operation(above limit: Int) throws(LuaSyntaxError) -> Expression {
    try enter()
    defer { leave() }
    let start = token.place
    var left: Expression
    if token.is("not") || token.is("-") || token.is("#") || token.is("~") {
      try advance()
      let operand = try operation(above: Self.unaryStrength)
      left = Expression(kind: .operation([operand]), place: start.through(last))
    } else {
      left = try simple()
    }
    // `a + b - c` becomes one operation of three: who looks at it never gets deep.
    var operands = [left]
    while token.kind == .keyword || token.kind == .symbol, let strength = Self.strength[token.text],
      strength.left > limit
    {
      try advance()
      operands.append(try operation(above: strength.right))
    }
    if operands.count == 1 { return left }
    return Expression(kind: .operation(operands), place: start.through(last))
  }

  private mutating func simple() throws(LuaSyntaxError) -> Expression {
    let start = token
    switch start.kind {
    case .number:
      try advance()
      return Expression(kind: .number(start.text), place: start.place)
    case .string:
      try advance()
      return Expression(kind: .string(start.text), place: start.place)
    case .keyword where ["nil", "true", "false"].contains(start.text):
      try advance()
      return Expression(kind: .constant(start.text), place: start.place)
    case .keyword where start.text == "function":
      try advance()
      let body = try functionBody(from: start.place)
      return Expression(kind: .function(body), place: body.place)
    case .symbol where start.text == "...":
      try advance()
      return Expression(kind: .constant("..."), place: start.place)
    case .symbol where start.text == "{": return try table()
    default: return try suffixed()
    }
  }

  /// A name or a group, and what hangs on it: fields, keys and calls.
  mutating func suffixed() throws(LuaSyntaxError) -> Expression {
    try enter()
    defer { leave() }
    let start = token.place
    var result: Expression
    if try take("(") {
      let inner = try expression()
      try expect(")")
      result = Expression(kind: .group(inner), place: start.through(last))
    } else {
      let name = try expectName()
      result = Expression(kind: .name(name.text), place: name.place)
    }
    var length = 0
    while let next = try suffix(of: result, from: start) {
      length += 1
      guard length <= Self.longestChain else {
        throw LuaSyntaxError(message: "this chain of fields and calls is too long", place: start)
      }
      result = next
    }
    return result
  }

  private mutating func suffix(
    of base: Expression, from start: CodePlace
  ) throws(LuaSyntaxError) -> Expression? {
    if try take(".") { return field(of: base, try expectName()) }
    if try take("[") {
      let key = try expression()
      try expect("]")
      return Expression(kind: .index(base, key: key), place: start.through(last))
    }
    if try take(":") {
      let name = try expectName()
      let arguments = try arguments()
      return Expression(kind: .method(base, name, arguments), place: start.through(last))
    }
    guard token.kind == .string || token.is("(") || token.is("{") else { return nil }
    let arguments = try arguments()
    return Expression(kind: .call(base, arguments), place: start.through(last))
  }

  func field(of base: Expression, _ name: CodeName) -> Expression {
    let key = Expression(kind: .string(name.text), place: name.place)
    return Expression(kind: .index(base, key: key), place: base.place.through(name.place))
  }

  private mutating func arguments() throws(LuaSyntaxError) -> [Expression] {
    if token.kind == .string {
      let text = Expression(kind: .string(token.text), place: token.place)
      try advance()
      return [text]
    }
    if token.is("{") { return [try table()] }
    try expect("(")
    if try take(")") { return [] }
    let list = try expressions()
    try expect(")")
    return list
  }

  private mutating func table() throws(LuaSyntaxError) -> Expression {
    try enter()
    defer { leave() }
    let start = token.place
    try expect("{")
    var items: [TableItem] = []
    while !token.is("}") {
      items.append(try tableItem())
      if try !take(","), try !take(";") { break }
    }
    try expect("}")
    return Expression(kind: .table(items), place: start.through(last))
  }

  private mutating func tableItem() throws(LuaSyntaxError) -> TableItem {
    if try take("[") {
      let key = try expression()
      try expect("]")
      try expect("=")
      return TableItem(key: key, value: try expression())
    }
    if token.kind == .name, try peek().is("=") {
      let name = try expectName()
      try expect("=")
      let key = Expression(kind: .string(name.text), place: name.place)
      return TableItem(key: key, value: try expression())
    }
    return TableItem(key: nil, value: try expression())
  }

  /// What stands behind `function` and its name.
  mutating func functionBody(from start: CodePlace) throws(LuaSyntaxError) -> FunctionBody {
    try expect("(")
    var parameters: [CodeName] = []
    var isVariadic = false
    while !token.is(")") {
      if try take("...") {
        isVariadic = true
        break
      }
      parameters.append(try expectName())
      guard try take(",") else { break }
      if token.is(")") { throw unexpected(wanted: "a name") }
    }
    try expect(")")
    let block = try blockToEnd()
    return FunctionBody(
      parameters: parameters, isVariadic: isVariadic, block: block, place: start.through(last))
  }
}
