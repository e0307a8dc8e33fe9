import CSQL

/// One connection inside one transaction. Never leaves the closure it was handed to.
public final class SQLSession {
  private let handle: Int

  init(_ handle: Int) { self.handle = handle }

  /// Runs one statement with parameters `$1`, `$2`, …
  @discardableResult
  public func run(
    _ statement: String, _ values: [SQLValue] = []
  ) throws(SQLError) -> SQLAnswer {
    let bytes = SQLValue.encode(values)
    let status = ghlua_sql_run(handle, statement, bytes, bytes.count)
    guard status == 0 else { throw Self.error(status, handle) }
    let columns = ghlua_sql_columns(handle)
    let changed = Int(ghlua_sql_changed(handle))
    let size = ghlua_sql_size(handle)
    guard columns > 0, size > 0 else { return SQLAnswer(rows: [], changed: changed) }
    var answer = [UInt8](repeating: 0, count: size)
    ghlua_sql_copy(handle, &answer, size)
    return SQLAnswer(rows: SQLRow.rows(of: answer, columns: columns), changed: changed)
  }

  static func error(_ status: Int32, _ handle: Int) -> SQLError {
    var buffer = [CChar](repeating: 0, count: 400)
    let count = ghlua_sql_message(handle, &buffer, 400)
    let message = String(
      decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let kind: SQLError.Kind =
      switch status {
      case 1: .duplicate
      case 2: .again
      case 3: .unavailable
      case 5: .lost
      default: .broken
      }
    return SQLError(kind, message)
  }
}

/// What a statement answered.
public struct SQLAnswer: Sendable {
  public var rows: [SQLRow]
  /// How many rows it wrote.
  public var changed: Int
}

/// A row; columns count from 0. A column of another kind than asked for reads as nothing.
public struct SQLRow: Sendable, Hashable {
  public var values: [SQLValue]

  public func integer(_ column: Int) -> Int64? {
    if case .integer(let number) = values[column] { number } else { nil }
  }

  public func text(_ column: Int) -> String? {
    if case .text(let text) = values[column] { text } else { nil }
  }

  public func bytes(_ column: Int) -> [UInt8] {
    if case .bytes(let bytes) = values[column] { bytes } else { [] }
  }

  static func rows(of bytes: [UInt8], columns: Int) -> [SQLRow] {
    var reader = SQLValueReader(bytes)
    var rows: [SQLRow] = []
    while !reader.isAtEnd {
      var values: [SQLValue] = []
      values.reserveCapacity(columns)
      for _ in 0..<columns { values.append(reader.next()) }
      rows.append(SQLRow(values: values))
    }
    return rows
  }
}
