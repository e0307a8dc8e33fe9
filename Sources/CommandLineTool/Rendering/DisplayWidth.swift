/// How much room text takes in a terminal, where columns count and not characters.
extension String {
  /// Columns: 2 for wide characters and pictures, 0 for what joins the character before it.
  var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.displayWidth }
  }

  /// The text filled up with spaces on the right to so many columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth))
  }

  /// The text cut to so many columns, with `…` where something is missing.
  func truncated(to width: Int) -> String {
    guard displayWidth > width else { return self }
    var result = ""
    var used = 0
    for character in self {
      guard used + character.displayWidth < width else { break }
      result.append(character)
      used += character.displayWidth
    }
    return result + "…"
  }

  /// The text in one line, with everything that could steer a terminal, or turn the direction of
  /// reading, written out: names come from the service, and anybody can choose one.
  var printable: String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "  "
      case "\r": result += "\\r"
      default:
        if scalar.steersTerminal {
          result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}

extension Character {
  /// Columns in a terminal.
  var displayWidth: Int {
    let isPicture = unicodeScalars.contains {
      $0.properties.isEmojiPresentation || $0.value == 0xFE0F
    }
    return isPicture ? 2 : unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }
}

extension Unicode.Scalar {
  /// Control characters, and those that change the direction of the text after them.
  fileprivate var steersTerminal: Bool {
    switch value {
    case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: properties.generalCategory == .control
    }
  }

  fileprivate var displayWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // The second and third part of a Korean syllable stand in the column of the first.
    if (0x1160...0x11FF).contains(value) { return 0 }
    return Self.wide.contains { $0.first <= value && value <= $0.last } ? 2 : 1
  }

  /// Source: Unicode, EastAsianWidth.txt, classes W and F, merged where nothing narrow lies between;
  /// pictures are told by their own property.
  private static let wide: [(first: UInt32, last: UInt32)] = [
    (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6),
    (0x16FE0, 0x18CFF), (0x1B000, 0x1B2FF), (0x1F200, 0x1F2FF), (0x20000, 0x3FFFD),
  ]
}
