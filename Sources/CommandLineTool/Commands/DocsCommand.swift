import ArgumentParser
import Diagnostics
import Engine
import JSON

/// `ghlua docs`: the reference.
struct DocsCommand: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Read the reference, or write it to files.",
    discussion: """
      Examples:
        ghlua docs                        all pages
        ghlua docs move-user              a recipe
        ghlua docs users.move             a function of the library
        ghlua docs ghl.users.search       an operation of the service
        ghlua docs --html site            a site in the folder 'site'
        ghlua docs --man man              manual pages of the commands, in 'man/man1'
      """)

  @Argument(help: "A recipe, module, function, operation or command.") var topic: String?
  @Option(help: "Write all pages as Markdown to this folder.") var markdown: String?
  @Option(help: "Write all pages as a static site to this folder.") var html: String?
  @Option(help: "Write the commands as manual pages to this folder.") var man: String?
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    let book = Handbook(recipes: try await ShownRecipes.all(world, output, withTests: true))
    if markdown != nil || html != nil || man != nil { return try write(book, output) }
    guard let topic else {
      if output.json {
        output.print(Self.object(["pages": .array(book.pages.map(\.listed))]))
      } else {
        output.print(PageRenderer(output.style).index(book))
        output.note("next: ghlua docs NAME")
      }
      return 0
    }
    let page = try book.page(topic)
    if output.json {
      output.print(
        Self.object(["page": page.listed, "markdown": .string(MarkdownWriter.text(page))]))
    } else {
      output.print(PageRenderer(output.style).text(page))
    }
    return 0
  }

  private func write(_ book: Handbook, _ output: Output) throws(Problem) -> Int32 {
    var count = 0
    if let markdown {
      count += try FolderWriter.write(MarkdownWriter.files(book), to: markdown).count
    }
    if let html { count += try FolderWriter.write(SiteWriter.files(book), to: html).count }
    if let man { count += try FolderWriter.write(ManWriter.files(), to: man).count }
    if output.json {
      output.print(Self.object(["written": .integer(Int64(count))]))
    } else {
      output.print("\(counted(count, "file")) written")
    }
    return 0
  }

  private static func object(_ fields: JSONObject) -> JSONObject {
    var object: JSONObject = ["schema": "ghlua.docs/1", "ok": true]
    for member in fields { object[member.key] = member.value }
    return object
  }
}

extension Page {
  fileprivate var listed: JSONValue {
    ["path": .string(path), "title": .string(title), "summary": .string(summary)]
  }
}
