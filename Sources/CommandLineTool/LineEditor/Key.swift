/// What a person pressed, as far as an editor of lines cares.
enum Key: Equatable, Sendable {
  case text(String)
  case enter
  case tab
  case backspace
  case delete
  case left
  case right
  case wordLeft
  case wordRight
  case home
  case end
  case up
  case down
  case killToEnd
  case killToStart
  case killWordBack
  case killWordForward
  case yank
  case clearScreen
  case search
  /// Ctrl-C.
  case interrupt
  /// Ctrl-D: the end of the input where there is nothing to delete.
  case endOfInput
  /// Ctrl-G.
  case abandon
}

/// Turns the bytes of a terminal into keys. A sequence may arrive in pieces.
///
/// Source: ECMA-48 for the form of control sequences, xterm's for their meaning.
struct KeyReader {
  private var pending: [UInt8] = []

  /// The keys that are complete with these bytes.
  mutating func keys(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while let first = pending.first {
      guard let (key, length) = first == 0x1B ? escape() : plain(first) else { break }
      pending.removeFirst(length)
      guard let key else { continue }
      // What was typed or pasted in one go is one text.
      if case .text(let more) = key, case .text(let before)? = keys.last {
        keys[keys.count - 1] = .text(before + more)
      } else {
        keys.append(key)
      }
    }
    return keys
  }

  /// The key and the length of its bytes; nil when some are missing. No key: a sequence to ignore.
  private func plain(_ first: UInt8) -> (Key?, Int)? {
    if first < 0x20 || first == 0x7F { return (Self.controls[first], 1) }
    if first < 0x80 { return (.text(String(UnicodeScalar(first))), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard pending.count >= length else { return nil }
    let text = String(validating: pending.prefix(length), as: UTF8.self)
    return text.map { (.text($0), length) } ?? (nil, 1)
  }

  private func escape() -> (Key?, Int)? {
    guard pending.count > 1 else { return nil }
    switch pending[1] {
    case UInt8(ascii: "["): return sequence()
    case UInt8(ascii: "O"):
      guard pending.count > 2 else { return nil }
      return (Self.finals[pending[2]], 3)
    case UInt8(ascii: "b"): return (.wordLeft, 2)
    case UInt8(ascii: "f"): return (.wordRight, 2)
    case UInt8(ascii: "d"): return (.killWordForward, 2)
    case 0x7F, 0x08: return (.killWordBack, 2)
    case 0x1B: return (nil, 1)
    default: return (nil, 2)
    }
  }

  /// `ESC [ PARAMETERS FINAL`
  private func sequence() -> (Key?, Int)? {
    guard let end = pending[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
      // Longer than any sequence there is: bytes of something else.
      return pending.count > 32 ? (nil, 2) : nil
    }
    let parameters = String(decoding: pending[2..<end], as: UTF8.self)
    let length = end + 1
    if pending[end] == UInt8(ascii: "~") { return (Self.numbers[parameters], length) }
    let isWord = parameters == "1;5" || parameters == "1;3"
    switch Self.finals[pending[end]] {
    case .left where isWord: return (.wordLeft, length)
    case .right where isWord: return (.wordRight, length)
    case let key: return (key, length)
    }
  }

  private static let controls: [UInt8: Key] = [
    0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right,
    0x07: .abandon, 0x08: .backspace, 0x09: .tab, 0x0A: .enter, 0x0B: .killToEnd,
    0x0C: .clearScreen, 0x0D: .enter, 0x0E: .down, 0x10: .up, 0x12: .search, 0x15: .killToStart,
    0x17: .killWordBack, 0x19: .yank, 0x7F: .backspace,
  ]

  private static let finals: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
  ]

  private static let numbers: [String: Key] = [
    "1": .home, "7": .home, "4": .end, "8": .end, "3": .delete,
  ]
}
