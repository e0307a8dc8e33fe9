import ArgumentParser
import Diagnostics
import Engine
import HighLevel
import Stdlib

/// All pages of the reference, made from headers, annotations, the table of operations and the
/// commands themselves.
struct Handbook {
  let pages: [Page]

  /// The chapters in their order, by the path of their pages.
  static let chapters = [
    ("start", "Start here"), ("recipes", "Recipes"), ("language", "Language"),
    ("library", "Library"),
    ("service", "Service"), ("commands", "Commands"),
  ]

  /// - Parameter recipes: Shipped ones, and those of the folder.
  init(recipes: [Recipe]) {
    var seen: Set<String> = []
    let resources = Operations.all.map(\.resource).filter { seen.insert($0).inserted }
    pages =
      [Page.tutorial].compactMap(\.self) + recipes.map(Page.init) + [Page.language, Page.rules]
      + Self.modules
      + resources.map(Page.init(resource:))
      + Self.commands
  }

  /// The pages of a chapter.
  func pages(in chapter: String) -> [Page] { pages.filter { $0.chapter == chapter } }

  /// The page of that name, title or path, or the one that has a heading of that name.
  func page(_ topic: String) throws(Problem) -> Page {
    if let page = pages.first(where: { [$0.path, $0.name, $0.title].contains(topic) }) {
      return page
    }
    let isHere = { (block: Page.Block) in
      guard case .heading(let text) = block else { return false }
      return text == topic || text.hasPrefix("\(topic)(") || "ghl.\(text)".hasPrefix("\(topic)(")
    }
    if let page = pages.first(where: { $0.blocks.contains(where: isHere) }) {
      return page.only(isHere)
    }
    let names = pages.map(\.name)
    throw Problem(
      .inputInvalid, "there is no page '\(topic)'",
      hint: Suggestion.hint(for: topic, in: names) ?? "'ghlua docs' lists all pages")
  }

  private static var modules: [Page] {
    PublicModules.names.compactMap { name in
      LuaDoc.whole(name) { Stdlib.source(of: .module($0))?.source }.map { doc in
        Page(module: name, doc)
      }
    }
  }

  private static var commands: [Page] {
    Root.configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { command in
      let name = command.configuration.commandName ?? ""
      let parts = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
      return Page(
        path: "commands/\(name)", title: "ghlua \(name)",
        summary: command.configuration.abstract.withoutFullStop,
        blocks: [help(command)]
          + parts.flatMap { part in
            [.heading("ghlua \(name) \(part._commandName)"), help(part)]
          })
    }
  }

  private static func help(_ command: any ParsableCommand.Type) -> Page.Block {
    .code(Root.helpMessage(for: command, columns: 90), language: "text")
  }
}

/// The modules that are there for recipes; the others are parts of them.
enum PublicModules {
  static let names = [
    "ghl.permissions", "ghl.scopes", "ghl.templates", "ghl.users", "csv", "date", "json", "tablex",
    "text",
  ]
}

extension String {
  fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

extension Page {
  /// The page cut down to one heading and what stands below it.
  fileprivate func only(_ isHere: (Block) -> Bool) -> Page {
    var page = self
    let start = blocks.firstIndex(where: isHere) ?? 0
    let rest = blocks[(start + 1)...].prefix { block in
      if case .heading = block { false } else { true }
    }
    page.blocks = [blocks[start]] + rest
    return page
  }
}
