import Stdlib

extension Page {
  /// The tutorial, as its file has it.
  static var tutorial: Page? {
    guard let text = Stdlib.source(of: .tutorial)?.source else { return nil }
    let (title, blocks) = TutorialReader.read(text)
    return Page(
      path: "start/tutorial", title: title,
      summary: "From nothing to a recipe that is tested, applied and undone", blocks: blocks)
  }
}

/// Reads as much of Markdown as the tutorial uses: headings, paragraphs, lists and fenced code.
private struct TutorialReader {
  private var title = ""
  private var blocks: [Page.Block] = []
  private var text = ""
  private var code: String?
  private var language = ""

  static func read(_ document: String) -> (title: String, blocks: [Page.Block]) {
    var reader = TutorialReader()
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      reader.take(line)
    }
    reader.flush()
    return (reader.title, reader.blocks)
  }

  private mutating func take(_ line: Substring) {
    if line.hasPrefix("```") {
      fence(line.dropFirst(3))
    } else if code != nil {
      code? += "\(line)\n"
    } else if line.hasPrefix("# ") {
      title = String(line.dropFirst(2))
    } else if line.hasPrefix("## ") {
      flush()
      blocks.append(.heading(Self.plain(String(line.dropFirst(3)))))
    } else {
      text += line.hasPrefix("* ") ? "- \(line.dropFirst(2))\n" : "\(line)\n"
    }
  }

  /// - Parameter words: The language, and the file that the block is saved as.
  private mutating func fence(_ words: Substring) {
    if let code {
      blocks.append(.code(code, language: language))
      self.code = nil
    } else {
      flush()
      language = String(words.prefix { $0 != " " })
      code = ""
    }
  }

  private mutating func flush() {
    blocks += Page.Block.text(text).map { block in
      switch block {
      case .paragraph(let text): .paragraph(Self.plain(text))
      case .list(let items): .list(items.map(Self.plain))
      default: block
      }
    }
    text = ""
  }

  /// Without what pages have no form for: stress, and where a link leads.
  private static func plain(_ text: String) -> String {
    text.replacing(/\*\*([^*]+)\*\*/) { String($0.1) }
      .replacing(/\*([^*]+)\*/) { String($0.1) }
      .replacing(/\[([^\]]+)\]\([^)]*\)/) { String($0.1) }
  }
}
