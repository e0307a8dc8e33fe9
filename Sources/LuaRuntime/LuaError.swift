public import JSON

/// What ended a call into Lua other than a result.
public struct LuaError: Error, Sendable, Hashable {
  /// One function that was active when the error was raised.
  public struct Frame: Sendable, Hashable {
    /// The chunk: a file's path, or a module's name.
    public var source: String
    /// Nil in a C function.
    public var line: Int?
    /// The function's name where it was called; empty when it has none.
    public var function: String
    /// Whether the chunk is a file of the user's, not a shipped module.
    public var isUserCode: Bool
  }

  /// `runtime` for Lua's own errors, `limit-…` for ceilings, else the kind that a host function gave.
  public var kind: String
  /// One sentence, without the place.
  public var message: String
  /// `file:line` where it was raised, where known.
  public var file: String?
  public var line: Int?
  /// The members of the error value, where it was a table; a host function's facts are here.
  public var fields: JSONObject
  /// Innermost first.
  public var frames: [Frame]
  /// The ceiling that was hit, if that is the reason.
  public var limit: LuaLimits.Kind?

  public init(kind: String = "runtime", message: String, fields: JSONObject = [:]) {
    self.kind = kind
    self.message = message
    self.fields = fields
    self.frames = []
  }

  /// Ends a run whose task was cancelled.
  static let interrupted = LuaError(
    kind: "interrupted", message: "the recipe was stopped before its end")
  /// A ceiling that was hit. Thrown by a host function that watches one itself, it ends the run like
  /// all others.
  public init(limit: LuaLimits.Kind) {
    self.init(kind: limit.rawValue, message: LuaError.text(of: limit))
    self.limit = limit
  }

  /// What a host function's error looks like to Lua: its fields with kind and message.
  var asValue: JSONValue {
    var object = fields
    object["kind"] = .string(kind)
    object["message"] = .string(message)
    return .object(object)
  }
}

extension LuaError {
  /// Reads the failure that the boundary left: `{error = value, frames = [[source, line, name]]}`.
  init(failure: JSONValue, limit: LuaLimits.Kind?) {
    let value = failure["error"]
    let object = value?.object ?? [:]
    let raised = LuaError.shortened(object["message"]?.string ?? LuaError.text(of: value))
    let (file, line, text) = LuaError.splitPlace(raised)
    self.init(kind: object["kind"]?.string ?? "runtime", message: text, fields: object)
    (self.file, self.line) = (file, line)
    frames = (failure["frames"]?.array ?? []).compactMap(Frame.init(tape:))
    if let at = object["where"]?.string {
      (self.file, self.line, _) = LuaError.splitPlace("\(at): ")
    }
    if let innermost = frames.first(where: \.isUserCode), self.file == nil {
      (self.file, self.line) = (innermost.source, innermost.line)
    }
    if let limit {
      self.limit = limit
      kind = limit.rawValue
      message = LuaError.text(of: limit)
    }
  }

  /// The beginning of a message: a script can raise megabytes.
  private static func shortened(_ text: String) -> String {
    let longest = 10_000
    guard text.utf8.count > longest else { return text }
    return String(decoding: text.utf8.prefix(longest), as: UTF8.self) + "…"
  }

  private static func text(of value: JSONValue?) -> String {
    switch value {
    case nil, .null: "the error is nil"
    case .object, .array: "the error is a table without a message"
    case .string(let text): text
    case .some(let value): value.text()
    }
  }

  private static func text(of limit: LuaLimits.Kind) -> String {
    switch limit {
    case .memory: "the recipe used more memory than it may"
    case .instructions: "the recipe ran more instructions than it may"
    case .time: "the recipe ran longer than it may"
    case .cpu: "the recipe used more processor time than it may"
    case .hostCalls: "the recipe made more calls than it may"
    case .coroutines: "the recipe created more coroutines than it may"
    case .depth: "the recipe's functions call each other more deeply than they may"
    case .total: "the recipe took longer than it may, waits included"
    case .chunk: "the recipe loaded a longer text than it may"
    case .output: "the recipe printed more than it may"
    }
  }

  /// Takes `file:12: text` apart; Lua puts the place in front of its messages.
  static func splitPlace(_ text: String) -> (file: String?, line: Int?, text: String) {
    var search = text.startIndex
    while let colon = text[search...].firstIndex(of: ":") {
      let rest = text[text.index(after: colon)...]
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let after = rest[digits.endIndex...]
      if let line = Int(digits), after.hasPrefix(": ") {
        let file = String(text[..<colon])
        guard !file.contains("\n") else { break }
        return (file, line, String(after.dropFirst(2)))
      }
      search = text.index(after: colon)
    }
    return (nil, nil, text)
  }
}

extension LuaError.Frame {
  init?(tape: JSONValue) {
    guard let parts = tape.array, parts.count == 3, let source = parts[0].string else { return nil }
    guard source != "=[C]" else { return nil }
    isUserCode = source.hasPrefix("@")
    let isMarked = isUserCode || source.hasPrefix("=")
    self.source = isMarked ? String(source.dropFirst()) : source
    line = parts[1].integer.flatMap { $0 > 0 ? Int($0) : nil }
    function = parts[2].string ?? ""
  }
}
