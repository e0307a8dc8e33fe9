import Diagnostics
import Engine
import Foundation
import JSON
import Stdlib
import Testing

/// A folder with some files, removed at the end.
private func withFolder(
  _ files: [String: String], _ body: (String) async throws -> Void
) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "ghlua-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  for (name, text) in files {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  try await body(folder.path)
}

@Test func `a module beside the recipe is found, in folders too`() async throws {
  let files = [
    "greet.lua": "return { word = 'hi' }", "sub/deep.lua": "return require 'greet'.word",
  ]
  try await withFolder(files) { folder in
    let report = try await plan(
      recipeText(run: "return { require('greet').word, require('sub.deep') }"), folder: folder)
    #expect(report.result == ["hi", "hi"])
  }
}

@Test func `a module is loaded afresh for every run`() async throws {
  try await withFolder(["counter.lua": "local n = 0 return function() n = n + 1 return n end"]) {
    folder in
    for _ in 0..<2 {
      let report = try await plan(
        recipeText(run: "require('counter')() return require('counter')()"), folder: folder)
      #expect(report.result == 2)
    }
  }
}

@Test func `a link does not lead out of the folder`() async throws {
  try await withFolder(["recipes/a.lua": "", "secret.lua": "return 'secret'"]) { folder in
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/recipes/out.lua", withDestinationPath: "\(folder)/secret.lua")
    let report = try await plan(
      recipeText(run: "return require('out')"), folder: "\(folder)/recipes")
    #expect(report.problem?.message.contains("outside") == true, "\(String(describing: report))")
  }
}

@Test(arguments: ["..secret", "/etc/passwd", "a/../../b", "sub\\0x", "", "ghl.boot", "ghl.host"])
func `a name that is no module's is refused`(name: String) async throws {
  try await withFolder(["a.lua": ""]) { folder in
    let report = try await plan(recipeText(run: "return require('\(name)')"), folder: folder)
    #expect(report.problem?.code == .recipeFailed)
  }
}

@Test(arguments: [
  "ghl.header", "ghl.unknown", "ghl.prelude", "ghl.context", "ghl.primitives", "ghl.clock",
])
func `the engine's own modules are refused when they are loaded, too`(name: String) async throws {
  let use = """
    pcall(function() return ghl.nope, nope end)
    pcall(function() return nope end)
    pcall(ghl.users.find, "nobody")
    local now, time = ctx.now, os.time()
    return require "\(name)"
    """
  let report = try await plan(recipeText(run: use))
  #expect(report.problem?.message == "there is no module '\(name)'")
}

@Test func `a file beside the recipe does not take the place of one of the engine's modules`()
  async throws
{
  try await withFolder(["ghl/unknown.lua": "return 'mine'"]) { folder in
    let use = """
      local mine = require "ghl.unknown"
      local _, problem = pcall(function() return ghl.usres end)
      return { mine, (tostring(problem):gsub(".*;", "")) }
      """
    let report = try await plan(recipeText(run: use), folder: folder)
    #expect(report.result == ["mine", " did you mean 'users'?"], "\(String(describing: report))")
  }
}

@Test func `an error in a module names the module's line`() async throws {
  try await withFolder(["broken.lua": "local x = 1\nerror('inside')"]) { folder in
    let report = try await plan(recipeText(run: "require('broken')"), folder: folder)
    #expect(report.problem?.message == "inside")
    #expect(
      report.problem?.traceback.first?.contains("broken.lua:2") == true
        || report.problem?.place?.file == "broken.lua", "\(String(describing: report.problem))")
  }
}

@Test(arguments: ["folder", "pipe", "huge", "binary", "device", "dangling"])
func `what is no file of text is no module`(kind: String) async throws {
  try await withFolder(["a.lua": "", "folder.lua/b.lua": "", "binary.lua": "return 1 --\0"]) {
    folder in
    let mkfifo = try Process.run(
      URL(filePath: "/usr/bin/mkfifo"), arguments: ["\(folder)/pipe.lua"])
    mkfifo.waitUntilExit()
    for (name, target) in [("device", "/dev/zero"), ("dangling", "nowhere.lua")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(name).lua", withDestinationPath: target)
    }
    #expect(FileManager.default.createFile(atPath: "\(folder)/huge.lua", contents: nil))
    let huge = try FileHandle(forWritingTo: URL(filePath: "\(folder)/huge.lua"))
    try huge.truncate(atOffset: 1 << 40)
    let report = try await plan(recipeText(run: "return require('\(kind)')"), folder: folder)
    #expect(report.problem?.code == .recipeFailed)
  }
}

@Test func `a folder that links out of the recipe's folder is no way out`() async throws {
  try await withFolder(["recipes/a.lua": "", "other/secret.lua": "return 'secret'"]) { folder in
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/recipes/sub", withDestinationPath: "../other")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/recipes/up", withDestinationPath: "..")
    for name in ["sub.secret", "up.other.secret", "up.up.etc.passwd"] {
      let report = try await plan(
        recipeText(run: "return require('\(name)')"), folder: "\(folder)/recipes")
      #expect(report.problem?.code == .recipeFailed, "\(name)")
    }
  }
}

@Test(arguments: [
  "/etc/passwd", "a\\0b", "a/b", "a\\\\b", "a b", ".", "..", "a..b", ".a", "a.", "%2e%2e", "~",
  "file:///a", "\u{FF0E}\u{FF0E}", "A",
])
func `no spelling of a name leads elsewhere`(name: String) async throws {
  try await withFolder(["a.lua": "return 'a'", "..b.lua": "return 'b'"]) { folder in
    let report = try await plan(recipeText(run: "return require('\(name)')"), folder: folder)
    #expect(report.problem?.code == .recipeFailed)
  }
}

@Test func `modules that need each other without end are loaded once`() async throws {
  let files = ["one.lua": "return require 'two'", "two.lua": "return require 'one'"]
  try await withFolder(files) { folder in
    let report = try await plan(recipeText(run: "return require('one')"), folder: folder)
    #expect(report.result == true)
  }
}

@Test func `the names that are known as a recipe's globals are its globals`() async throws {
  let source = try #require(Stdlib.source(of: .module("ghl.unknown"))).source
  let names = source.matches(of: #/  ("[^=\n]+"),\n/#).map { String($0.1) }
  let known = names.joined(separator: ",").replacing(", \"args\"", with: "")
  let use = """
    local json = require "json"
    local missing, extra, count = json.array {}, json.array {}, 0
    local known = { "recipe", "p", "test", "_G", \(known) }
    for _, name in ipairs(known) do
      if rawget(_G, name) == nil then missing[#missing + 1] = name end
      known[name] = true
    end
    for name in pairs(_G) do
      if not known[name] then extra[#extra + 1] = name end
      count = count + 1
    end
    return { missing, extra, count == #known }
    """
  #expect(try await plan(recipeText(run: use)).result == [[], [], true])
}
