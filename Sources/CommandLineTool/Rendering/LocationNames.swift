import JSON

/// What people call the locations.
struct LocationNames: Sendable {
  private let names: [String: String]
  /// Names that say too little, as several locations have them.
  private let ambiguous: Set<String>

  /// - Parameter names: By the location's id.
  init(_ names: [String: String]) {
    self.names = names
    ambiguous = Set(Dictionary(grouping: names.values) { $0 }.filter { $0.value.count > 1 }.keys)
  }

  /// The name; with the id where the name is not enough, the id alone where there is none.
  func name(of id: String) -> String {
    guard let name = names[id], !name.isEmpty else { return id }
    return ambiguous.contains(name) ? "\(name) (\(id))" : name
  }

  /// A value of a field in people's words: names for ids, `none` for nothing.
  func text(_ value: JSONValue?, of field: String?) -> String {
    guard let value, !value.isNull else { return "none" }
    if value == [] { return "none" }
    guard let list = value.strings else {
      if let map = value.object, field == "permissions" { return map.flagsInWords }
      return value.string.map { field == nil ? $0 : "\"\($0)\"" } ?? value.text()
    }
    return list.map { field == "locationIds" ? name(of: $0) : $0 }.joined(separator: ", ")
  }
}

extension JSONObject {
  /// Of a map of flags, those that are on; only the number where there are many.
  fileprivate var flagsInWords: String {
    let on = members.filter { $0.value == true }.map(\.key)
    return on.count > 4 ? "\(on.count) of \(count) on" : "on: \(joinedInWords(on))"
  }
}
