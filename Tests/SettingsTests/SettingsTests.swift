import Diagnostics
import Foundation
import Settings
import Testing

/// A folder with settings files, and the user it belongs to.
final class Home {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "ghlua-settings-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String, mode: Int = 0o600) throws {
    let file = "\(path)/\(name)"
    let folder = URL(filePath: file).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
  }

  func load(
    _ flags: Settings.Flags = Settings.Flags(), _ environment: [String: String] = [:]
  ) throws(Problem) -> Settings {
    try Settings.load(
      flags, environment: environment.merging(["HOME": path]) { $1 },
      project: "\(path)/ghlua.toml", system: "\(path)/system.toml")
  }

  func problem(_ environment: [String: String] = [:], profile: String? = nil) -> Problem? {
    do throws(Problem) {
      _ = try load(Settings.Flags(profile: profile), environment)
      return nil
    } catch {
      return error
    }
  }
}

private let userFile = ".config/ghlua/config.toml"

struct SettingsTests {
  @Test func `flag, environment, project, user, system: the first that speaks is heard`() throws {
    let home = try Home()
    try home.write("api_version = \"v3\"\nbase_url = \"https://system.test\"\n", to: "system.toml")
    #expect(try home.load().baseURL.value == "https://system.test")
    try home.write("base_url = \"https://user.test\"\n", to: userFile)
    #expect(try home.load().baseURL.value == "https://user.test")
    try home.write("base_url = \"http://127.0.0.1:8080/v1\"\n", to: "ghlua.toml")
    #expect(try home.load().baseURL.value == "http://127.0.0.1:8080/v1")
    let variable = ["GHLUA_BASE_URL": "https://variable.test"]
    #expect(try home.load(Settings.Flags(), variable).baseURL.value == "https://variable.test")
    let flagged = try home.load(Settings.Flags(baseURL: "https://flag.test"), variable)
    #expect(flagged.baseURL == Setting("https://flag.test", from: .flag("--base-url")))
    #expect(flagged.apiVersion.value == "v3")
    #expect(flagged.apiVersion.origin.description == "\(home.path)/system.toml:1")
  }

  @Test func `of limits the strictest wins, wherever it stands`() throws {
    let home = try Home()
    try home.write("[limits]\ndelete = 3\nconcurrency = 16\n", to: "system.toml")
    try home.write(
      "profile = \"a\"\n[profiles.a.limits]\ndelete = 9\nconcurrency = 4\nrate = 2.5\n",
      to: "ghlua.toml")
    let settings = try home.load(Settings.Flags(concurrency: 8))
    #expect(settings.limits.delete?.value == 3)
    #expect(settings.limits.concurrency?.value == 4)
    #expect(settings.limits.rate?.value == 2.5)
    #expect(try home.load(Settings.Flags(concurrency: 2)).limits.concurrency?.value == 2)
  }

  @Test func `an unknown key is told with its place and the nearest name`() throws {
    let home = try Home()
    try home.write("[profiles.main]\ncompany = \"c\"\ntoken_flie = \"x\"\n", to: "ghlua.toml")
    let problem = try #require(home.problem())
    #expect(problem.place == Place("\(home.path)/ghlua.toml", line: 3))
    #expect(problem.message.contains("profiles.main.token_flie"))
    #expect(problem.hint == "did you mean 'token_file'?")
  }

  @Test(
    arguments: [
      ("profile = 3\n", "'profile' in the settings is a number", 1),
      ("[limits]\n\ndelete = -1\n", "'limits.delete'", 3),
      ("[profiles.a]\ntoken_env = \"A\"\ntoken_file = \"b\"\n", "twice", 3),
      ("a = = b\n", "not TOML", 1), ("[profiles.a.oauth]\n", "client_id", 1),
      ("api_version = \"v4\"\n", "no version", 1),
      ("[profiles.a]\ntoken_command = [\"pass\"]\n", "names a command", 2),
      ("base_url = \"https://evil.test\"\n", "another host", 1),
      ("base_url = \"http://localhost.evil.test\"\n", "another host", 1),
      ("base_url = \"https://services.leadconnectorhq.com@evil.test\"\n", "another host", 1),
    ])
  func `what a project's file must not say is refused`(
    _ text: String, message: String, line: Int
  ) throws {
    let home = try Home()
    try home.write(text, to: "ghlua.toml")
    let problem = try #require(home.problem())
    #expect(problem.message.contains(message), "\(problem)")
    #expect(problem.place?.line == line)
    #expect(problem.code == .inputInvalid)
  }

  @Test func `a literal token is taken only from a file that nobody else reads`() throws {
    let home = try Home()
    let text = "profile = \"a\"\n[profiles.a]\ntoken = \"pit-canary\"\n"
    try home.write(text, to: userFile)
    #expect(try home.load().token?.value == .secret(.literal("pit-canary")))
    try home.write(text, to: userFile, mode: 0o640)
    let open = try #require(home.problem())
    #expect(open.hint?.contains("chmod 600") == true)
    try home.write("", to: userFile)
    try home.write(text, to: "ghlua.toml")
    let project = try #require(home.problem())
    #expect(project.place?.line == 3 && !"\(open)\(project)".contains("pit-canary"))
  }

  @Test func `the environment's token takes no other token's company along`() throws {
    let home = try Home()
    try home.write(
      "profile = \"a\"\n[profiles.a]\ntoken_file = \"t\"\ncompany = \"c\"\n", to: userFile)
    let variable = ["GHLUA_TOKEN": "pit-x"]
    let settings = try home.load(Settings.Flags(), variable)
    #expect(settings.token?.value == .secret(.environment("GHLUA_TOKEN")))
    #expect(settings.company == nil)
    let named = try home.load(Settings.Flags(profile: "a"), variable)
    #expect(named.token?.value == .secret(.file("t")) && named.company?.value == "c")
  }

  @Test func `a profile that nobody has is an error with the nearest name`() throws {
    let home = try Home()
    try home.write("[profiles.main]\ncompany = \"c\"\n", to: "ghlua.toml")
    let problem = try #require(home.problem(profile: "mian"))
    #expect(problem.code == .usage && problem.hint == "did you mean 'main'?")
  }
}
