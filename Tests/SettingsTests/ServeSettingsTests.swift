import Diagnostics
import FoundationEssentials
import JSON
import Settings
import Testing

struct ServeSettingsTests {
  private static func load(_ text: String) throws -> ServeSettings {
    let folder =
      "\(FileManager.default.temporaryDirectory.path)/ghlua-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/ghlua.toml"
    try Data(text.utf8).write(to: URL(filePath: file))
    return try Settings.load(environment: [:], project: file, system: "\(folder)/none").serve
  }

  @Test func `all that a server is told is read`() throws {
    let serve = try Self.load(
      """
      [serve]
      host = "0.0.0.0"
      port = 8080
      store = "postgres://db/ghlua"
      hosts = ["ghlua.example.com"]
      https = true
      profiles = ["main", "other"]
      places = 8
      keep_days = 7
      [serve.tokens.ops]
      role = "apply"
      token_env = "OPS"
      [hooks.crm]
      kind = "highlevel"
      recipes = ["delete-tagged-user"]
      args = { tag = "GO", field = 3 }
      [targets.site]
      url = "https://site.example/hook"
      secret_file = "secret"
      [auto_apply.delete-tagged-user]
      delete = 1
      """)
    #expect(serve.port?.value == 8080)
    #expect(serve.profiles == ["main", "other"])
    #expect(serve.isSecure)
    #expect(serve.tokens.map(\.secret) == [.environment("OPS")])
    #expect(serve.hooks.first?.arguments == ["field": 3, "tag": "GO"])
    #expect(serve.targets.first?.events == ["*"])
    #expect(serve.autoApply["delete-tagged-user"]?.delete == 1)
    #expect(serve.autoApply["delete-tagged-user"]?.update == nil)
  }

  @Test(arguments: [
    ("[serve]\nprot = 1", "prot"), ("[serve]\nport = 70000", "port"),
    ("[serve.tokens.a]\nrole = \"admin\"\ntoken_env = \"X\"", "admin"),
    ("[serve.tokens.a]\nrole = \"read\"", "no text"),
    ("[serve.tokens.a]\ntoken = \"a-secret-that-others-may-read\"", "a secret stands"),
    ("[hooks.a]\nrecipes = []", "no kind"), ("[hooks.\"A b\"]\nkind = \"standard\"", "A b"),
    ("[hooks.a]\nkind = \"standard\"\nsecret_command = [\"x\"]", "command"),
    ("[targets.a]\nurl = \"ftp://x\"", "https://"), ("[auto_apply.r]\ndeletes = 1", "deletes"),
    ("[auto_apply]\nr = 1", "auto_apply.r"),
  ])
  func `what is wrong is refused with its place`(text: String, words: String) throws {
    let problem = try #require(throws: Problem.self) { try Self.load(text) }
    #expect(problem.message.contains(words))
    #expect(problem.code == .inputInvalid)
    #expect(problem.place?.line != nil)
  }
}
