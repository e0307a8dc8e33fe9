import FoundationEssentials
import Stdlib
import Testing

@Test func `a shipped module is in the binary as it is in the folder`() throws {
  let file = try #require(Stdlib.source(of: .module("text"), in: nil))
  #expect(file.name == "stdlib/text.lua")
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../stdlib")
  let onDisk = try #require(Stdlib.source(of: .module("text"), in: folder.path))
  #expect(onDisk.source == file.source)
  #expect(onDisk.name == folder.path + "/text.lua")
}

@Test func `every name that is listed has a source`() {
  let items: [(Stdlib.Kind, (String) -> Stdlib.Item)] = [
    (.module, Stdlib.Item.module), (.recipe, Stdlib.Item.recipe),
    (.fixture, Stdlib.Item.fixture), (.template, Stdlib.Item.template),
  ]
  for (kind, item) in items {
    for name in Stdlib.names(of: kind, in: nil) {
      #expect(Stdlib.source(of: item(name), in: nil) != nil, "\(kind) \(name)")
    }
  }
  #expect(Stdlib.names(of: .module, in: nil).contains("text"))
}

@Test func `files for editors are not shipped`() {
  #expect(!Stdlib.names(of: .module, in: nil).contains { $0.hasPrefix("meta") })
}

@Test func `a folder is read in place of the binary`() throws {
  let folder = try makeFolder([
    "one.lua": "return 1", "ghl/two.lua": "return 2", "meta/ghl.d.lua": "---@meta",
    "recipes/move-user.lua": "recipe", "recipes/notes.md": "no recipe",
    "fixtures/a.json": "{}", "fixtures/b.lua": "return {}", "templates/recipe.lua": "new",
  ])
  defer { try? FileManager.default.removeItem(atPath: folder) }
  #expect(Stdlib.names(of: .module, in: folder) == ["ghl.two", "one"])
  #expect(Stdlib.names(of: .recipe, in: folder) == ["move-user"])
  #expect(Stdlib.names(of: .fixture, in: folder) == ["a", "b"])
  #expect(Stdlib.names(of: .template, in: folder) == ["recipe.lua"])
  #expect(Stdlib.source(of: .module("ghl.two"), in: folder)?.source == "return 2")
  #expect(Stdlib.source(of: .fixture("a"), in: folder)?.name == "\(folder)/fixtures/a.json")
  #expect(Stdlib.source(of: .template("recipe.lua"), in: folder)?.source == "new")
  #expect(Stdlib.source(of: .module("text"), in: folder) == nil)
}

@Test(
  arguments: [
    .module("../text"), .module("ghl/users"), .module(""), .module(".text"), .module("text."),
    .module("recipes.one"), .module("meta.one"), .recipe("../text"), .recipe(""), .fixture("."),
    .template(".."), .template("../text.lua"), .template(""), .module("tëxt"),
  ] as [Stdlib.Item])
func `no name leads out of its folder`(item: Stdlib.Item) throws {
  let folder = try makeFolder(["text.lua": "", "recipes/one.lua": "", "meta/one.lua": ""])
  defer { try? FileManager.default.removeItem(atPath: folder) }
  #expect(Stdlib.source(of: item, in: folder) == nil)
  #expect(Stdlib.source(of: item, in: nil) == nil)
}

/// A new folder with these files; the caller removes it.
private func makeFolder(_ files: [String: String]) throws -> String {
  let folder = FileManager.default.temporaryDirectory.appending(path: "stdlib-\(UUID().uuidString)")
  for (path, text) in files {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
  return folder.path
}
