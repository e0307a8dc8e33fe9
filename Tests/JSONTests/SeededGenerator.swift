import JSON

/// SplitMix64: the same seed gives the same values on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A value nested at most that deep, with awkward strings and numbers.
  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
    case 0: return .null
    case 1: return .bool(.random(using: &self))
    case 2: return .integer(Int64(bitPattern: next() >> UInt64.random(in: 0..<64, using: &self)))
    case 3: return .number(finite())
    case 4, 5: return .string(string())
    case 6: return .array((0..<size()).map { _ in value(depth: depth - 1) })
    default:
      return .object(JSONObject((0..<size()).map { _ in (string(), value(depth: depth - 1)) }))
    }
  }

  mutating func string() -> String {
    let pieces = [
      "a", "Z", "\"", "\\", "/", "\u{0}", "\n", "\u{1F}", "\u{7F}", "é", "ß", "日", "🙂", "\u{2028}",
      "\u{FFFF}", "\u{10FFFF}", "\u{FEFF}", " ", "contactsEnabledForUser", "e\u{301}",
    ]
    return (0..<size()).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }

  private mutating func finite() -> Double {
    let number = Double(bitPattern: next())
    return number.isFinite ? number : 0.1
  }

  private mutating func size() -> Int { Int.random(in: 0..<6, using: &self) }
}
