import JSON
import Planning

extension Limits {
  /// The names of the bounds in a header's `limits`.
  static let names = ["create", "update", "delete", "percent", "min_base"]

  /// The bounds of a header whose names and values were checked.
  init(_ object: JSONObject) {
    func bound(_ name: String) -> Int? { object[name]?.integer.map(Int.init) }
    self.init(
      create: bound("create"), update: bound("update"), delete: bound("delete"),
      percent: bound("percent"), minBase: bound("min_base"))
  }
}
