import Foundation
import HighLevel
import Stdlib
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// `ghlua docs` and `ghlua init`.
  @Suite struct DocsTests {
    @Test func `every function that a recipe can require says what it does, with an example`() {
      for name in PublicModules.names {
        let doc = LuaDoc.whole(name) { Stdlib.source(of: .module($0))?.source }
        #expect(doc?.functions.isEmpty == false, "\(name)")
        for function in doc?.functions ?? [] {
          let place = "\(name).\(function.name)"
          #expect(!function.text.summary.isEmpty && !function.text.example.isEmpty, "\(place)")
          #expect(function.parameters.map(\.name) == function.arguments, "\(place)")
        }
      }
    }

    @Test(arguments: [
      ("move-user", "Who moves"), ("ghl.users", "users.move("), ("users.move", "locationIds"),
      ("tutorial", "ghlua undo RUN --mock=company.json --apply --yes"),
      ("ghl.users.search", "GET /users/search"), ("run", "--apply"), ("recipe", "each_row"),
    ])
    func `a page is found by the name people use`(topic: String, words: String) async throws {
      let ended = try await Sandbox().run("docs", topic)
      #expect(ended.code == 0 && ended.output.contains(words), "\(ended.errors)")
    }

    @Test func `every command has a page with all that it takes`() async throws {
      let book = Handbook(recipes: [])
      func check(_ tree: CommandTree, _ words: String) throws {
        let name = words.split(separator: " ").first.map(String.init) ?? ""
        let page = MarkdownWriter.text(try book.page("commands/\(name)"))
        #expect(page.contains("ghlua \(words)"), "\(words)")
        for option in tree.options.flatMap(\.names) { #expect(page.contains(option), "\(option)") }
        for part in tree.commands { try check(part, "\(words) \(part.name)") }
      }
      for command in CommandTree.root.commands { try check(command, command.name) }
      #expect(CommandTree.root.commands.count >= 25)
    }

    @Test func `a page that is not there is said with the nearest name`() async throws {
      let ended = try await Sandbox().run("docs", "move-usr")
      #expect(ended.code == 10)
      #expect(ended.errors.contains("did you mean 'move-user'?"))
    }

    @Test func `a recipe of the folder has a page too`() async throws {
      let sandbox = try Sandbox()
      #expect(await sandbox.run("new", "greet-people").code == 0)
      let ended = await sandbox.run("docs", "greet-people")
      #expect(ended.output.contains("Say in one line what this does"))
    }

    @Test func `every link of the site leads somewhere`() async throws {
      let sandbox = try Sandbox()
      #expect(await sandbox.run("docs", "--html", "site").code == 0)
      let files = try #require(FileManager.default.subpaths(atPath: "site"))
      let pages = files.filter { $0.hasSuffix(".html") }
      #expect(pages.count > 40)
      for page in pages {
        let folder = page.contains("/") ? "site/" + page.prefix { $0 != "/" } : "site"
        let text = try sandbox.text(of: "site/\(page)")
        let links = text.matches(of: /href="([^"#]+)"/).map { String($0.1) }
        #expect(links.count > 40)
        for link in links {
          #expect(FileManager.default.fileExists(atPath: "\(folder)/\(link)"), "\(page): \(link)")
        }
      }
    }

    @Test func `every command has a manual page that roff takes as text`() async throws {
      let sandbox = try Sandbox()
      #expect(await sandbox.run("docs", "--man", "man").code == 0)
      let names = try #require(FileManager.default.subpaths(atPath: "man/man1"))
      #expect(Set(names).isSuperset(of: ["ghlua.1", "ghlua-run.1", "ghlua-mock.1"]))
      #expect(names.count == CommandFinder.names.count + 1)
      let known = [".TH", ".SH", ".SS", ".TP", ".PP", ".BR", ".nf", ".fi"]
      for name in names {
        for line in try sandbox.text(of: "man/man1/\(name)").split(separator: "\n") {
          #expect(!line.hasPrefix("'"), "\(name): \(line)")
          #expect(
            !line.hasPrefix(".") || known.contains(String(line.prefix(3))), "\(name): \(line)")
        }
      }
      let mock = try sandbox.text(of: "man/man1/ghlua-mock.1")
      #expect(mock.contains(".SH \"GHLUA MOCK SEED\""))
      #expect(mock.contains(".SH \"GHLUA MOCK SERVE\"") && mock.contains("\\-\\-tls\\-key"))
      #expect(try sandbox.text(of: "man/man1/ghlua.1").contains(".TP\n11\nlocked\n"))
    }

    @Test func `a header cannot put markup into the site`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write(
        """
        return recipe {
          name = "bold", version = "1", summary = "<script>alert(1)</script> & \\"more\\"",
          run = function() end,
        }
        """, to: "recipes/bold.lua")
      #expect(await sandbox.run("docs", "--html", "site").code == 0)
      let text = try sandbox.text(of: "site/recipes/bold.html")
      #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;"))
      #expect(!text.contains("<script>"))
    }

    @Test func `init writes types for every operation, flag and scope, and keeps own settings`()
      async throws
    {
      let sandbox = try Sandbox()
      #expect(await sandbox.run("init").code == 0)
      let types = try sandbox.text(of: ".ghlua/types/ghl.d.lua")
      for operation in Operations.all {
        #expect(types.contains("function ghl.\(operation.name)("))
      }
      for permission in Permissions.known { #expect(types.contains("field \(permission.flag)?")) }
      for scope in Scopes.v3 { #expect(types.contains("---| \"\(scope)\"\n")) }
      #expect(try sandbox.text(of: ".luarc.json").contains(".ghlua/types"))
      try sandbox.write("{}", to: ".luarc.json")
      let again = await sandbox.run("init")
      #expect(again.output == "everything is up to date\n")
      #expect(try sandbox.text(of: ".luarc.json") == "{}")
    }
  }
}
