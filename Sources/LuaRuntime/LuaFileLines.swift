import JSON

/// The lines of a file that have code in functions, and which of them ran.
public struct LuaFileLines: Sendable, Hashable {
  public struct Line: Sendable, Hashable {
    /// The line on which its function begins.
    public var function: Int
    public var line: Int
    public var ran: Bool
  }

  /// As it is called in errors.
  public var file: String
  public var lines: [Line]

  public init(file: String, lines: [Line]) { (self.file, self.lines) = (file, lines) }

  /// From the form in which they cross the boundary: the name, then three integers a line.
  init?(_ value: JSONValue) {
    guard let items = value.array, let name = items.first?.string else { return nil }
    let numbers = items.dropFirst().compactMap { $0.integer.map(Int.init) }
    file = name
    lines = stride(from: 0, to: numbers.count - 2, by: 3).map {
      Line(function: numbers[$0], line: numbers[$0 + 1], ran: numbers[$0 + 2] != 0)
    }
  }
}
