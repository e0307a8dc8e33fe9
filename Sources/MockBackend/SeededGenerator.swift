/// Numbers that depend on nothing but a seed (SplitMix64), so that a company can be made again.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  /// All there is to remember: a generator made from it goes on where this one stands.
  public private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// Seeded by a text (FNV-1a over its UTF-8 bytes).
  public init(seed text: String) {
    self.init(
      seed: text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// An id as the service makes them: 20 letters and digits.
  public mutating func id() -> String {
    String(decoding: (0..<20).map { _ in Self.alphabet[below(Self.alphabet.count)] }, as: UTF8.self)
  }

  /// A number from 0 up to, not including, `bound`. The same on every platform and release, which
  /// the standard library does not promise of its own.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// One of the elements; the list must not be empty.
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// True once in so many times.
  mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
}
