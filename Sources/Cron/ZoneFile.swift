/// Reads a file of the zone database (RFC 9636), version 2 or later.
struct ZoneFile {
  private let bytes: [UInt8]
  private var position = 0

  /// Nil for anything else, and for damaged ones.
  static func zone(_ name: String, _ bytes: [UInt8]) -> Zone? {
    var file = ZoneFile(bytes: bytes)
    return file.zone(name)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private struct Head {
    var isUT: Int, isStandard: Int, leaps: Int, times: Int, types: Int, characters: Int

    /// The bytes of what follows, with times of that many bytes.
    func size(_ width: Int) -> Int {
      times * (width + 1) + types * 6 + characters + leaps * (width + 4) + isStandard + isUT
    }
  }

  private mutating func zone(_ name: String) -> Zone? {
    // First comes a part with times of 32 bits, for programs of long ago.
    guard let old = head(), position + old.size(4) <= bytes.count else { return nil }
    position += old.size(4)
    guard let head = head(), head.types > 0, position + head.size(8) <= bytes.count else {
      return nil
    }
    let times = (0..<head.times).map { _ in number(8) }
    let kinds = (0..<head.times).map { _ in Int(number(1)) }
    let offsets = (0..<head.types).map { _ in
      let offset = Int64(Int32(truncatingIfNeeded: number(4)))
      position += 2
      return offset
    }
    guard kinds.allSatisfy({ $0 < offsets.count }), zip(times, times.dropFirst()).allSatisfy(<)
    else { return nil }
    position += head.size(8) - head.times * 9 - head.types * 6
    let changes = zip(times, kinds).map { Zone.Change(at: $0, offset: offsets[$1]) }
    return Zone(
      name: name, changes: changes.filter { $0.at > -(1 << 55) }, initial: offsets[0],
      rule: footer().flatMap(ZoneRuleReader.read))
  }

  private mutating func head() -> Head? {
    guard position + 44 <= bytes.count, bytes[position..<position + 4].elementsEqual("TZif".utf8),
      bytes[position + 4] >= UInt8(ascii: "2")
    else { return nil }
    position += 20
    let counts = (0..<6).map { _ in Int(number(4)) }
    guard counts.allSatisfy({ $0 < 100_000 }) else { return nil }
    return Head(
      isUT: counts[0], isStandard: counts[1], leaps: counts[2], times: counts[3],
      types: counts[4], characters: counts[5])
  }

  /// The text between the last two line ends.
  private func footer() -> String? {
    guard position < bytes.count, bytes[position] == 0x0A else { return nil }
    return String(decoding: bytes[(position + 1)...].prefix { $0 != 0x0A }, as: UTF8.self)
  }

  private mutating func number(_ count: Int) -> Int64 {
    defer { position += count }
    return Int64(
      bitPattern: bytes[position..<position + count].reduce(0) { $0 << 8 | UInt64($1) })
  }
}
