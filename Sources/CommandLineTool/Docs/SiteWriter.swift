/// Pages as a static site: plain files that link to each other and load nothing from elsewhere.
enum SiteWriter {
  /// Paths below the folder, with their texts.
  static func files(_ book: Handbook) -> [(path: String, text: String)] {
    let index = Page(
      path: "index", title: "ghlua",
      summary: "Tutorial, recipes, language, library, service and commands",
      blocks: [])
    let lists = Handbook.chapters.map { chapter, title in
      let items = book.pages(in: chapter).map { page in
        "<li><a href=\"\(page.path).html\">\(escaped(page.title))</a> "
          + "<span>\(inline(page.summary))</span></li>\n"
      }
      return "<h2>\(title)</h2>\n<ul>\n\(items.joined())</ul>\n"
    }
    return [("style.css", style), ("index.html", document(index, lists.joined(), book, up: ""))]
      + book.pages.map { page in
        ("\(page.path).html", document(page, body(page), book, up: "../"))
      }
  }

  /// The page alone, without the frame around it.
  private static func body(_ page: Page) -> String { page.blocks.map(html).joined() }

  private static func document(
    _ page: Page, _ body: String, _ book: Handbook, up: String
  ) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(page.title)) · ghlua</title>
    <link rel="stylesheet" href="\(up)style.css">
    </head>
    <body>
    <nav>
    <a class="home" href="\(up)index.html">ghlua</a>
    \(navigation(page, book, up))</nav>
    <main>
    <h1>\(escaped(page.title))</h1>
    <p class="summary">\(inline(page.summary))</p>
    \(body)</main>
    </body>
    </html>

    """
  }

  private static func navigation(_ current: Page, _ book: Handbook, _ up: String) -> String {
    Handbook.chapters.map { chapter, title in
      let links = book.pages(in: chapter).map { page in
        let mark = page.path == current.path ? " aria-current=\"page\"" : ""
        return "<li><a href=\"\(up)\(page.path).html\"\(mark)>\(escaped(page.title))</a></li>\n"
      }
      let open = chapter == current.chapter || current.path == "index" ? " open" : ""
      return "<details\(open)><summary>\(title)</summary>\n<ul>\n\(links.joined())</ul></details>\n"
    }.joined()
  }

  private static func html(_ block: Page.Block) -> String {
    switch block {
    case .heading(let text): "<h2 id=\"\(anchor(text))\">\(inline(text))</h2>\n"
    case .paragraph(let text): "<p>\(inline(text))</p>\n"
    case .list(let items): "<ul>\n\(items.map { "<li>\(inline($0))</li>\n" }.joined())</ul>\n"
    case .code(let code, _): "<pre><code>\(escaped(code))</code></pre>\n"
    case .table(let heads, let rows):
      "<div class=\"scroll\"><table>\n<tr>"
        + heads.map { "<th>\(inline($0))</th>" }.joined() + "</tr>\n"
        + rows.map { row in
          "<tr>" + row.map { "<td>\(inline($0))</td>" }.joined() + "</tr>\n"
        }.joined() + "</table></div>\n"
    }
  }

  /// Letters and digits of a heading, for links to it.
  private static func anchor(_ text: String) -> String {
    String(text.prefix { $0 != "(" }.map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }

  /// What stands between backticks becomes code.
  private static func inline(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    // An odd one out is a backtick that was meant.
    guard parts.count % 2 == 1 else { return escaped(text) }
    return parts.enumerated().map { index, part in
      index % 2 == 0 ? escaped(String(part)) : "<code>\(escaped(String(part)))</code>"
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }

  private static let style = """
    :root { color-scheme: light dark; --line: #8884; --soft: #8882; --link: #0b62c4 }
    @media (prefers-color-scheme: dark) { :root { --link: #7db7ff } }
    * { box-sizing: border-box }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0; display: flex; min-height: 100vh }
    nav { width: 17rem; flex: none; padding: 1.5rem 1rem; border-inline-end: 1px solid var(--line) }
    nav ul { list-style: none; margin: 0; padding: 0 0 .5rem .9rem }
    nav a { display: block; padding: .1rem 0; text-decoration: none }
    nav .home { font-weight: 700; font-size: 1.2rem; padding-bottom: .8rem }
    nav summary { cursor: pointer; font-weight: 600; padding: .2rem 0 }
    a { color: var(--link) }
    a[aria-current] { color: inherit; font-weight: 600 }
    main { padding: 1.5rem 2.5rem 4rem; max-width: 60rem; min-width: 0; flex: 1 }
    h1 { margin: 0 0 .2rem; font-size: 1.7rem }
    h2 { margin: 2.2rem 0 .5rem; font-size: 1.15rem }
    .summary { margin-top: 0; opacity: .8 }
    code { font: .9em ui-monospace, monospace; background: var(--soft); padding: .1em .3em;
      border-radius: .25em }
    pre { background: var(--soft); padding: .8rem 1rem; overflow-x: auto; border-radius: .4rem }
    pre code { background: none; padding: 0 }
    .scroll { overflow-x: auto }
    table { border-collapse: collapse; width: 100% }
    th, td { text-align: start; vertical-align: top; padding: .35rem .8rem .35rem 0;
      border-bottom: 1px solid var(--line) }
    td:first-child code { white-space: nowrap }
    li span { opacity: .8 }
    @media (max-width: 50rem) { body { display: block } nav { width: auto; border: 0;
      border-bottom: 1px solid var(--line) } main { padding: 1.2rem 1rem 3rem } }
    @media print { nav { display: none } }

    """
}
