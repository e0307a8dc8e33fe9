import JSON

/// Ids that stand for what a plan creates: `~new:users:1~`. The service never gives such ids.
enum NewID {
  static func user(_ number: Int) -> String { "~new:users:\(number)~" }

  static func isReserved(_ id: String) -> Bool { id.hasPrefix("~new:") && id.hasSuffix("~") }
}
