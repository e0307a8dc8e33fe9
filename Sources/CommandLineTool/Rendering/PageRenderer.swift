/// A page of the reference in the terminal.
struct PageRenderer {
  private let style: TextStyle

  init(_ style: TextStyle) { self.style = style }

  func text(_ page: Page) -> String {
    style.bold(page.title) + "\n" + lines(page.summary)
      + page.blocks.map { "\n\(text($0))" }.joined()
  }

  /// All pages, a line each.
  func index(_ book: Handbook) -> String {
    Handbook.chapters.map { chapter, title in
      let pages = book.pages(in: chapter)
      let width = pages.map(\.title.displayWidth).max() ?? 0
      return style.bold(title) + "\n"
        + pages.map { page in
          let name = "  \(page.title.padded(to: width))  "
          return style.hanging(name, plain(page.summary), lead: { _ in style.cyan(name) })
        }.joined()
    }.joined(separator: "\n")
  }

  private func text(_ block: Page.Block) -> String {
    switch block {
    case .heading(let text): style.bold(plain(text)) + "\n"
    case .paragraph(let text): lines(text)
    case .list(let items): items.map { style.hanging("- ", plain($0)) }.joined()
    case .code(let code, _):
      code.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
    case .table(_, let rows): table(rows)
    }
  }

  /// The name, then its type and meaning beside it.
  private func table(_ rows: [[String]]) -> String {
    let names = rows.map { plain($0.first ?? "") }
    let width = min(names.map(\.displayWidth).max() ?? 0, 28)
    return zip(names, rows).map { name, row in
      let lead = "  \(name.padded(to: width))  "
      let rest = row.dropFirst().map(plain).filter { !$0.isEmpty }.joined(separator: " · ")
      return style.hanging(lead, rest, lead: { _ in style.cyan(lead) })
    }.joined()
  }

  private func lines(_ text: String) -> String {
    text.isEmpty ? "" : style.wrap(plain(text).printable).map { $0 + "\n" }.joined()
  }

  /// Colour says here what backticks say elsewhere.
  private func plain(_ text: String) -> String { text.filter { $0 != "`" } }
}
