/// Strings seen lately, so that a name repeated in a hundred records is allocated once.
///
/// Only strings too long for Swift to keep without an allocation (over 15 bytes) are worth a look.
struct StringCache {
  private var slots: [String?] = []
  private let isUsed: Bool
  private static let size = 512
  private static let lengths = 16...64

  /// - Parameter size: How long the text is. One record repeats next to nothing, and to make and
  ///   clear the cache for it would take longer than to read it.
  init(forTextOf size: Int) { isUsed = size >= 8 * Self.size }

  func find(_ bytes: Span<UInt8>) -> String? {
    guard !slots.isEmpty, Self.lengths.contains(bytes.count) else { return nil }
    guard let candidate = slots[Self.slot(bytes)], Self.equal(candidate, bytes) else { return nil }
    return candidate
  }

  mutating func remember(_ text: String, for bytes: Span<UInt8>) {
    guard isUsed, Self.lengths.contains(bytes.count) else { return }
    if slots.isEmpty { slots = Array(repeating: nil, count: Self.size) }
    slots[Self.slot(bytes)] = text
  }

  private static func slot(_ bytes: Span<UInt8>) -> Int { Int(sampledHash(bytes) % UInt32(size)) }

  private static func equal(_ text: String, _ bytes: Span<UInt8>) -> Bool {
    let known = text.utf8.span
    guard known.count == bytes.count else { return false }
    for index in bytes.indices where known[index] != bytes[index] { return false }
    return true
  }
}

/// A hash of the length and of about eight bytes from all over: cheap, and good enough where a clash
/// only costs time.
func sampledHash(_ bytes: Span<UInt8>) -> UInt32 {
  var hash = UInt32(truncatingIfNeeded: bytes.count)
  let step = max(1, bytes.count / 8)
  var index = bytes.count - 1
  while index >= 0 {
    hash = (hash ^ UInt32(bytes[index])) &* 16_777_619
    index -= step
  }
  return hash ^ hash >> 16
}
