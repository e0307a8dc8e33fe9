/// How text may look where it is going: with colour or without, and how wide.
///
/// Colour only repeats what the words and signs say already, so nothing is lost without it.
struct TextStyle: Sendable {
  var color: Bool
  /// Columns of the terminal.
  var width: Int

  func bold(_ text: String) -> String { painted(text, "1") }
  func dim(_ text: String) -> String { painted(text, "2") }
  func red(_ text: String) -> String { painted(text, "31") }
  func green(_ text: String) -> String { painted(text, "32") }
  func yellow(_ text: String) -> String { painted(text, "33") }
  func cyan(_ text: String) -> String { painted(text, "36") }

  private func painted(_ text: String, _ code: String) -> String {
    color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension TextStyle {
  /// The lines of a paragraph, each at most as wide as the style allows after its indentation.
  ///
  /// Words are never cut: an id or an address that does not fit stays whole, to be copied.
  /// - Parameters:
  ///   - indent: Columns that the caller puts before every line.
  ///   - taken: Columns that are taken on the first line besides.
  func wrap(_ text: String, indent: Int = 0, taken: Int = 0) -> [String] {
    wrap(words: text.split(separator: " ").map(String.init), indent: indent, taken: taken)
  }

  /// The same for words that must stay together, such as names with spaces in them.
  func wrap(words: [String], indent: Int = 0, taken: Int = 0) -> [String] {
    let room = max(20, width - indent)
    var lines: [String] = []
    var line = ""
    var used = taken
    for word in words {
      let size = word.displayWidth
      if !line.isEmpty, used + 1 + size > room {
        lines.append(line)
        (line, used) = ("", 0)
      }
      used += line.isEmpty ? size : size + 1
      line += line.isEmpty ? word : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A lead such as `  hint: ` and a text wrapped beside it, as lines ending in a newline.
  func hanging(
    _ lead: String, _ text: String, paint: (String) -> String = { $0 },
    lead paintLead: (String) -> String = { $0 }
  ) -> String {
    let indent = lead.displayWidth
    let lines = wrap(text.printable, indent: indent)
    let blank = String(repeating: " ", count: indent)
    guard let first = lines.first else { return "\(paintLead(lead))\n" }
    return lines.dropFirst().reduce("\(paintLead(lead))\(paint(first))\n") {
      "\($0)\(blank)\(paint($1))\n"
    }
  }
}
