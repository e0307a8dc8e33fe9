/// A value of a database.
public enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])
}

extension SQLValue {
  /// A text without U+0000, which PostgreSQL does not take, or null.
  public init(_ text: String?) {
    guard let text else { self = .null; return }
    guard text.utf8.contains(0) else { self = .text(text); return }
    self = .text(String(text.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }

  public init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }

  public init(_ number: Int) { self = .integer(Int64(number)) }

  public init(_ bool: Bool) { self = .integer(bool ? 1 : 0) }
}

extension SQLValue {
  /// Writes values as `ghlua_sql.h` says.
  static func encode(_ values: [SQLValue]) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values {
      switch value {
      case .null: bytes.append(0)
      case .integer(let number):
        bytes.append(1)
        append(UInt64(bitPattern: number), 8, to: &bytes)
      case .text(let text):
        bytes.append(2)
        append(UInt64(text.utf8.count), 4, to: &bytes)
        bytes.append(contentsOf: text.utf8)
      case .bytes(let content):
        bytes.append(3)
        append(UInt64(content.count), 4, to: &bytes)
        bytes.append(contentsOf: content)
      }
    }
    return bytes
  }

  private static func append(_ number: UInt64, _ count: Int, to bytes: inout [UInt8]) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}

/// Reads the values of an answer, one after the other.
struct SQLValueReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func next() -> SQLValue {
    let tag = bytes[position]
    position += 1
    switch tag {
    case 1: return .integer(Int64(bitPattern: number(8)))
    case 2: return .text(String(decoding: run(), as: UTF8.self))
    case 3: return .bytes(Array(run()))
    default: return .null
    }
  }

  private mutating func run() -> ArraySlice<UInt8> {
    let count = Int(number(4))
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func number(_ count: Int) -> UInt64 {
    defer { position += count }
    return (0..<count).reduce(0) { $0 | UInt64(bytes[position + $1]) << (8 * $1) }
  }
}
