import JSON

/// What a recipe returned, for people: single values one a line, lists of records as tables.
struct ResultRenderer {
  let style: TextStyle

  /// More rows than these are counted, not shown.
  private static let mostRows = 500
  /// What people look for first stands first; the rest follows by name.
  private static let leading = [
    "email", "user", "name", "mailbox", "id", "what", "field", "may", "outcome", "type", "role",
  ]

  func text(_ result: JSONValue) -> String {
    switch result {
    case .object(let object): fields(object, indent: 0)
    case .array(let elements): list(elements, indent: 0)
    default: "\(Self.flat(result))\n"
    }
  }

  private func fields(_ object: JSONObject, indent: Int) -> String {
    let blank = String(repeating: " ", count: indent)
    // `columns` beside a list says which of its fields are for people.
    let columns = object["columns"]?.strings
    var simple = ""
    var nested = ""
    for member in object where columns == nil || member.key != "columns" {
      switch member.value {
      case .array(let elements) where elements.contains { $0.object != nil || $0.array != nil }:
        nested +=
          "\n\(blank)\(style.bold(member.key.printable))\n"
          + list(elements, indent: indent + 2, columns)
      case .object(let inner) where !inner.isEmpty:
        nested +=
          "\n\(blank)\(style.bold(member.key.printable))\n\(fields(inner, indent: indent + 2))"
      default:
        simple += style.hanging("\(blank)\(member.key.printable): ", Self.flat(member.value))
      }
    }
    return simple.isEmpty && nested.hasPrefix("\n") ? String(nested.dropFirst()) : simple + nested
  }

  private func list(
    _ elements: [JSONValue], indent: Int, _ wanted: [String]? = nil
  ) -> String {
    let blank = String(repeating: " ", count: indent)
    let records = elements.compactMap(\.object)
    guard !elements.isEmpty, records.count == elements.count else {
      return elements.map { style.hanging("\(blank)- ", Self.flat($0)) }.joined()
    }
    if records.contains(where: { $0.contains { $0.value.isNested } }) {
      return records.prefix(Self.mostRows).map { fields($0, indent: indent) }.joined(
        separator: "\n")
        + rest(records.count, blank)
    }
    let columns = wanted ?? columns(of: records)
    let rows = records.prefix(Self.mostRows).map { record in
      columns.map { record[$0].map(Self.flat) ?? "" }
    }
    let table = WrappedTable(headings: columns, rows: Array(rows), indent: indent)
    return table.text(style) + rest(records.count, blank)
  }

  private func rest(_ count: Int, _ blank: String) -> String {
    count > Self.mostRows
      ? "\(blank)\(style.dim("… and \((count - Self.mostRows).grouped) more; --json has all"))\n"
      : ""
  }

  private func columns(of records: [JSONObject]) -> [String] {
    let names = Set(records.prefix(Self.mostRows).flatMap(\.keys))
    let first = Self.leading.filter(names.contains)
    return first + names.subtracting(first).sorted()
  }

  /// A value on one line, as people write it.
  private static func flat(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "yes" : "no"
    case .null: "nothing"
    case .array(let elements):
      elements.isEmpty ? "none" : elements.map(flat).joined(separator: ", ")
    case .object(let object) where object.isEmpty: "none"
    default: value.text()
    }
  }
}

extension JSONValue {
  /// Whether it holds records, or is one.
  fileprivate var isNested: Bool {
    switch self {
    case .object(let object): !object.isEmpty
    case .array(let elements): elements.contains { $0.object != nil || $0.array != nil }
    default: false
    }
  }
}
