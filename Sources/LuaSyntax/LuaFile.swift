/// A Lua source, read: its tree, its comments, and what every name in it stands for.
public struct LuaFile: Sendable {
  public let block: [Statement]
  public let comments: [CodeComment]
  /// Every local, parameter and loop variable, in the order of their declaration.
  public let variables: [Variable]
  /// Every use of a name that is no variable, in order.
  public let globals: [GlobalUse]
  /// Which variable the name at this byte stands for.
  private let bindings: [Int: Int]

  public init(_ source: String) throws(LuaSyntaxError) {
    var parser = try Parser(source)
    block = try parser.chunk()
    comments = parser.comments
    var resolver = Resolver()
    resolver.resolve(block)
    variables = resolver.variables
    globals = resolver.globals
    bindings = resolver.bindings
  }

  /// The variable that a name stands for, as an index of `variables`; nil of a global.
  public func variable(at place: CodePlace) -> Int? { bindings[place.bytes.lowerBound] }

  /// The variable that an expression is, if it is a plain name.
  public func variable(of expression: Expression) -> Int? {
    expression.name == nil ? nil : variable(at: expression.place)
  }
}

/// A name that a block declares.
public struct Variable: Sendable, Hashable {
  public enum Kind: Sendable, Hashable { case local, function, parameter, loop }

  public var name: CodeName
  public var kind: Kind
  /// Where it is read, and where it is given another value after its declaration.
  public var reads: [CodePlace] = []
  public var writes: [CodePlace] = []
  /// The variable of the same name that cannot be reached while this one is there.
  public var hides: Int?
  /// How many functions it stands in.
  public var depth: Int
}

/// A use of a global.
public struct GlobalUse: Sendable, Hashable {
  public var name: CodeName
  public var isWrite: Bool
  /// How many functions it stands in.
  public var depth: Int
}
