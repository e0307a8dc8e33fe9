/// Pages as Markdown: a file each, and one that lists them.
enum MarkdownWriter {
  /// Paths below the folder, with their texts.
  static func files(_ book: Handbook) -> [(path: String, text: String)] {
    [("README.md", index(book))]
      + book.pages.map { ("\($0.path).md", text($0)) }
  }

  static func text(_ page: Page) -> String {
    "# \(page.title)\n\n\(page.summary)\n" + page.blocks.map { "\n\(text($0))" }.joined()
  }

  private static func index(_ book: Handbook) -> String {
    var text = "# Reference\n\nMade by `ghlua docs --markdown`; changes are lost.\n"
    for (chapter, title) in Handbook.chapters {
      text += "\n## \(title)\n\n"
      for page in book.pages(in: chapter) {
        text += "- [\(page.title)](\(page.path).md): \(page.summary)\n"
      }
    }
    return text
  }

  private static func text(_ block: Page.Block) -> String {
    switch block {
    case .heading(let heading): "## \(heading)\n"
    case .paragraph(let text): "\(text)\n"
    case .list(let items): items.map { "- \($0)\n" }.joined()
    case .table(let heads, let rows):
      row(heads) + "|\(String(repeating: "---|", count: heads.count))\n" + rows.map(row).joined()
    case .code(let code, let language):
      "```\(language)\n\(code.droppingLastNewline)\n```\n"
    }
  }

  private static func row(_ cells: [String]) -> String {
    "| \(cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }.joined(separator: " | ")) |\n"
  }
}

extension String {
  fileprivate var droppingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
