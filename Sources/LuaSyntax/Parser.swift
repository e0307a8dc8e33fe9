/// Reads Lua 5.4 into a tree.
struct Parser {
  /// So deep may one thing stand in another: Lua's own bound is 200.
  private static let deepest = 190

  private var lexer: Lexer
  private(set) var token: Token
  private var ahead: Token?
  /// The end of the word before.
  private(set) var last: CodePlace
  private var depth = 0

  var comments: [CodeComment] { lexer.comments }

  init(_ source: String) throws(LuaSyntaxError) {
    lexer = Lexer(source)
    token = try lexer.next()
    last = token.place
  }

  mutating func chunk() throws(LuaSyntaxError) -> [Statement] {
    let statements = try block()
    guard token.kind == .end else { throw unexpected() }
    return statements
  }

  // MARK: Words

  mutating func advance() throws(LuaSyntaxError) {
    last = token.place
    if let ahead {
      token = ahead
      self.ahead = nil
    } else {
      token = try lexer.next()
    }
  }

  /// Looks at the word after the current one.
  mutating func peek() throws(LuaSyntaxError) -> Token {
    if let ahead { return ahead }
    let next = try lexer.next()
    ahead = next
    return next
  }

  mutating func take(_ text: String) throws(LuaSyntaxError) -> Bool {
    guard token.is(text) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ text: String) throws(LuaSyntaxError) {
    guard try take(text) else { throw unexpected(wanted: "'\(text)'") }
  }

  mutating func expectName() throws(LuaSyntaxError) -> CodeName {
    guard token.kind == .name else { throw unexpected(wanted: "a name") }
    let name = CodeName(text: token.text, place: token.place)
    try advance()
    return name
  }

  func unexpected(wanted: String? = nil) -> LuaSyntaxError {
    let found = token.kind == .end ? "the end of the file" : "'\(token.text)'"
    let message =
      wanted.map { "\($0) is expected here, not \(found)" } ?? "\(found) is not expected here"
    return LuaSyntaxError(message: message, place: token.place)
  }

  /// Goes one level deeper.
  mutating func enter() throws(LuaSyntaxError) {
    depth += 1
    guard depth <= Self.deepest else {
      throw LuaSyntaxError(message: "this stands in too many others", place: token.place)
    }
  }

  mutating func leave() { depth -= 1 }

  // MARK: Statements

  mutating func block() throws(LuaSyntaxError) -> [Statement] {
    try enter()
    defer { leave() }
    var statements: [Statement] = []
    while !isBlockEnd {
      if try take(";") { continue }
      let start = token.place
      let isReturn = token.is("return")
      let kind = try statement()
      statements.append(Statement(kind: kind, place: start.through(last)))
      if isReturn { break }
    }
    return statements
  }

  private var isBlockEnd: Bool {
    token.kind == .end
      || (token.kind == .keyword && ["end", "else", "elseif", "until"].contains(token.text))
  }

  private mutating func statement() throws(LuaSyntaxError) -> Statement.Kind {
    guard token.kind == .keyword else {
      if token.is("::") { return try label() }
      return try callOrAssignment()
    }
    switch token.text {
    case "local": return try local()
    case "function": return try functionStatement()
    case "if": return try branches()
    case "for": return try loop()
    case "while":
      try advance()
      let condition = try expression()
      try expect("do")
      return .whileLoop(condition, try blockToEnd())
    case "repeat":
      try advance()
      let body = try block()
      try expect("until")
      return .repeatLoop(body, until: try expression())
    case "do":
      try advance()
      return .block(try blockToEnd())
    case "return": return try returned()
    case "break":
      try advance()
      return .jump
    case "goto":
      try advance()
      _ = try expectName()
      return .jump
    default: return try callOrAssignment()
    }
  }

  mutating func blockToEnd() throws(LuaSyntaxError) -> [Statement] {
    let statements = try block()
    try expect("end")
    return statements
  }

  private mutating func label() throws(LuaSyntaxError) -> Statement.Kind {
    try advance()
    _ = try expectName()
    try expect("::")
    return .jump
  }

  private mutating func returned() throws(LuaSyntaxError) -> Statement.Kind {
    try advance()
    let values = isBlockEnd || token.is(";") ? [] : try expressions()
    _ = try take(";")
    guard isBlockEnd else { throw unexpected(wanted: "the end of the block") }
    return .leave(values)
  }

  private mutating func local() throws(LuaSyntaxError) -> Statement.Kind {
    try advance()
    if try take("function") {
      let name = try expectName()
      return .localFunction(name, try functionBody(from: name.place))
    }
    var names: [CodeName] = []
    repeat {
      var name = try expectName()
      if try take("<") {
        name.attribute = try expectName().text
        try expect(">")
      }
      names.append(name)
    } while try take(",")
    let values = try take("=") ? try expressions() : []
    return .local(names, values)
  }

  private mutating func functionStatement() throws(LuaSyntaxError) -> Statement.Kind {
    let start = token.place
    try advance()
    let name = try expectName()
    var target = Expression(kind: .name(name.text), place: name.place)
    while token.is(".") || token.is(":") {
      let isMethod = token.is(":")
      try advance()
      target = field(of: target, try expectName())
      if isMethod { return .function(target, try functionBody(from: start), isMethod: true) }
    }
    return .function(target, try functionBody(from: start), isMethod: false)
  }

  private mutating func branches() throws(LuaSyntaxError) -> Statement.Kind {
    var branches: [Statement.Branch] = []
    repeat {
      try advance()
      let condition = try expression()
      try expect("then")
      branches.append(Statement.Branch(condition: condition, block: try block()))
    } while token.is("elseif")
    let otherwise = try take("else") ? try block() : []
    try expect("end")
    return .branches(branches, otherwise: otherwise)
  }

  private mutating func loop() throws(LuaSyntaxError) -> Statement.Kind {
    try advance()
    var names = [try expectName()]
    if try take("=") {
      let bounds = try expressions()
      try expect("do")
      return .numericLoop(names[0], bounds, try blockToEnd())
    }
    while try take(",") { names.append(try expectName()) }
    try expect("in")
    let values = try expressions()
    try expect("do")
    return .genericLoop(names, values, try blockToEnd())
  }

  private mutating func callOrAssignment() throws(LuaSyntaxError) -> Statement.Kind {
    let first = try suffixed()
    if token.is("=") || token.is(",") {
      var targets = [first]
      while try take(",") { targets.append(try suffixed()) }
      for target in targets where !target.isAssignable { throw unexpected() }
      try expect("=")
      return .assignment(targets, try expressions())
    }
    switch first.kind {
    case .call, .method: return .call(first)
    default: throw unexpected()
    }
  }
}

extension Expression {
  fileprivate var isAssignable: Bool {
    switch kind {
    case .name, .index: true
    default: false
    }
  }
}
