import Diagnostics
import HighLevel
import JSON

/// All locations of a company, to be found by id or name.
struct LocationIndex: Sendable {
  private let byID: [String: JSONObject]
  private let byName: [String: [JSONObject]]
  private let byFoldedName: [String: [JSONObject]]

  init(_ records: [JSONObject]) {
    byID = Dictionary(
      records.map { (Location($0).id, $0) }, uniquingKeysWith: { first, _ in first })
    byName = Dictionary(grouping: records) { Location($0).name }
    byFoldedName = Dictionary(grouping: records) { EntityResolver.folded(Location($0).name) }
  }

  /// The one of that id, else those of that very name, else those whose name differs in case or
  /// space only.
  func find(_ reference: String) -> [JSONObject] {
    if let record = byID[reference] { return [record] }
    return byName[reference] ?? byFoldedName[EntityResolver.folded(reference)] ?? []
  }

  /// The nearest names, or all of them when there are few.
  func hint(for reference: String) -> String? {
    if let hint = Suggestion.hint(for: reference, in: byName.keys) { return hint }
    guard !byName.isEmpty, byName.count <= 8 else { return nil }
    return "the locations are " + byName.keys.sorted().joined(separator: ", ")
  }
}
