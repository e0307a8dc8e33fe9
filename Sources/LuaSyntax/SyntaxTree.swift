/// A name where it is written.
public struct CodeName: Sendable, Hashable {
  public var text: String
  public var place: CodePlace
  /// `const` or `close`, of a local.
  public var attribute: String?
}

/// An expression and where it stands.
public struct Expression: Sendable {
  public indirect enum Kind: Sendable {
    /// `nil`, `true`, `false`, `...`
    case constant(String)
    case number(String)
    case string(String)
    case name(String)
    /// `a.b`, `a[b]`: what, and by which key.
    case index(Expression, key: Expression)
    case call(Expression, [Expression])
    /// `a:b(…)`
    case method(Expression, CodeName, [Expression])
    case function(FunctionBody)
    /// One or more operators and what they work on, in order.
    case operation([Expression])
    case table([TableItem])
    case group(Expression)
  }

  public var kind: Kind
  public var place: CodePlace

  public init(kind: Kind, place: CodePlace) { (self.kind, self.place) = (kind, place) }
}

/// `key = value`, `[key] = value` or `value` in a table.
public struct TableItem: Sendable {
  public var key: Expression?
  public var value: Expression
}

/// What comes behind `function`.
public struct FunctionBody: Sendable {
  public var parameters: [CodeName]
  public var isVariadic: Bool
  public var block: [Statement]
  public var place: CodePlace
}

/// A statement and where it stands.
public struct Statement: Sendable {
  public indirect enum Kind: Sendable {
    case local([CodeName], [Expression])
    case localFunction(CodeName, FunctionBody)
    case assignment([Expression], [Expression])
    /// `function a.b.c() … end`; `isMethod` when the last name stands behind a colon.
    case function(Expression, FunctionBody, isMethod: Bool)
    case call(Expression)
    case block([Statement])
    case whileLoop(Expression, [Statement])
    case repeatLoop([Statement], until: Expression)
    case branches([Branch], otherwise: [Statement])
    case numericLoop(CodeName, [Expression], [Statement])
    case genericLoop([CodeName], [Expression], [Statement])
    case leave([Expression])
    /// `break`, `goto` and labels.
    case jump
  }

  public struct Branch: Sendable {
    public var condition: Expression
    public var block: [Statement]
  }

  public var kind: Kind
  public var place: CodePlace
}

extension Expression {
  /// The name, of a plain one.
  public var name: String? {
    if case .name(let name) = kind { name } else { nil }
  }

  /// The text, of a literal one.
  public var text: String? {
    if case .string(let text) = kind { text } else { nil }
  }

  /// `a.b.c` as its names, from a plain name on; nil for anything else.
  public var path: [String]? {
    switch kind {
    case .name(let name): return [name]
    case .index(let base, let key):
      guard let path = base.path, let text = key.text else { return nil }
      return path + [text]
    default: return nil
    }
  }

  /// The name that a path begins with.
  public var root: Expression? {
    switch kind {
    case .name: self
    case .index(let base, _): base.root
    default: nil
    }
  }
}
