/// One page of the reference, before anything is said of how it looks.
///
/// Texts are plain; what stands between backticks is code, as in Markdown.
struct Page: Sendable, Equatable {
  /// Where it lies below the reference: `recipes/move-user`.
  var path: String
  var title: String
  /// One line.
  var summary: String
  var blocks: [Block]

  enum Block: Sendable, Equatable {
    case heading(String)
    case paragraph(String)
    case list([String])
    case table(heads: [String], rows: [[String]])
    case code(String, language: String)
  }

  /// The chapter: `recipes`.
  var chapter: String { String(path.prefix { $0 != "/" }) }

  /// The name within its chapter: `move-user`.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

extension Page.Block {
  /// A heading and what follows, or nothing when nothing follows.
  static func section(_ heading: String, _ blocks: [Page.Block]) -> [Page.Block] {
    blocks.isEmpty ? [] : [.heading(heading)] + blocks
  }

  /// A text as its author wrote it: paragraphs, and lines that begin with `- ` as a list.
  static func text(_ doc: String) -> [Page.Block] {
    var blocks: [Page.Block] = []
    var lines: [String] = []
    var items: [String] = []
    func flush() {
      if !lines.isEmpty { blocks.append(.paragraph(lines.joined(separator: " "))) }
      if !items.isEmpty { blocks.append(.list(items)) }
      (lines, items) = ([], [])
    }
    for line in doc.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.drop { $0 == " " }
      if words.isEmpty {
        flush()
      } else if words.hasPrefix("- ") {
        if !lines.isEmpty { flush() }
        items.append(String(words.dropFirst(2)))
      } else if let last = items.indices.last, line.hasPrefix(" ") {
        items[last] += " \(words)"
      } else {
        if !items.isEmpty { flush() }
        lines.append(String(words))
      }
    }
    flush()
    return blocks
  }
}
