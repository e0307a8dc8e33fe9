import Files
import Foundation
import HighLevel
import JSON
import MockBackend
import MockServer
import Runs
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// The command line against a service over HTTP.
  struct LiveTests {
    private static let token = "pit-canary-0123456789"
    private static let move = ["run", "move-user", "john@deo.com", "Lisbon"]

    private let service = MockService()

    /// A sandbox whose user has a home, a token and a service to talk to.
    private func sandbox(_ server: RunningMockServer) throws -> Sandbox {
      var sandbox = try Sandbox()
      sandbox.environment["HOME"] = sandbox.folder
      sandbox.environment["GHLUA_BASE_URL"] = server.url
      sandbox.environment["GHLUA_TOKEN"] = Self.token
      return sandbox
    }

    private func locations() -> [String] {
      service.state.users.first { $0["email"] == "john@deo.com" }?["roles"]?["locationIds"]?.strings
        ?? []
    }

    @Test func `a token makes it live: planned by reads, written only by an apply`() async throws {
      let server = try await MockServer.start(service)
      let sandbox = try sandbox(server)
      let before = locations()
      let planned = await sandbox.run(Self.move)
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(planned.output.contains("+ Lisbon"), "\(planned.output)")
      #expect(planned.errors.contains("live: company \(service.companyId)"))
      #expect(locations() == before)
      let object = try JSONValue(parsing: await sandbox.run(Self.move + ["--json"]).output)
      #expect(object["source"] == "live" && object["company"] == .string(service.companyId))
      let applied = await sandbox.run(Self.move + ["--apply"])
      #expect(applied.code == 0, "\(applied.errors)")
      #expect(locations() != before)
      try await server.stop()
    }

    @Test func `a saved plan is applied to the company it was made for`() async throws {
      let server = try await MockServer.start(service)
      let sandbox = try sandbox(server)
      let plan = await sandbox.run(["plan"] + Self.move.dropFirst() + ["-o", "p.json"])
      #expect(plan.code == 0, "\(plan.errors)")
      #expect(plan.errors.contains("next: ghlua apply p.json --checksum"))
      let applied = await sandbox.run("apply", "p.json")
      #expect(applied.code == 0, "\(applied.errors)")
      #expect(await sandbox.run("apply", "p.json").code == 6)
      try await server.stop()
    }

    @Test func `two applies never work on one company of the service`() async throws {
      let server = try await MockServer.start(service)
      let sandbox = try sandbox(server)
      let planned = try JSONValue(parsing: await sandbox.run(Self.move + ["--json"]).output)
      let lock = try RunStore("\(sandbox.folder)-runs").lock(
        "live \(server.url) \(service.companyId)", for: "20260101T000000Z-abcdef",
        at: service.now)
      #expect(planned["ok"] == true)
      #expect(await sandbox.run(Self.move + ["--apply"]).code == 11)
      withExtendedLifetime(lock) {}
      try await server.stop()
    }

    @Test func `a recording answers for the service, and for nothing else`() async throws {
      let server = try await MockServer.start(service)
      var sandbox = try sandbox(server)
      let live = await sandbox.run(Self.move + ["--record", "rec"])
      #expect(live.code == 0, "\(live.errors)")
      try await server.stop()
      sandbox.environment["GHLUA_TOKEN"] = nil
      let replayed = await sandbox.run(Self.move + ["--replay", "rec"])
      #expect(replayed.code == 0, "\(replayed.errors)")
      #expect(replayed.output == live.output.replacing("live company", with: "recorded company"))
      #expect(replayed.errors.contains("recorded just now"))
      let other = await sandbox.run(
        "run", "move-user", "mary@deo.com", "Lisbon", "--replay", "rec")
      #expect(other.code != 0 && other.errors.contains("The recording holds no answer"))
      #expect(await sandbox.run(Self.move + ["--replay", "rec", "--apply"]).code == 64)
    }

    @Test func `a login keeps the token for the commands that follow`() async throws {
      let server = try await MockServer.start(service)
      var sandbox = try sandbox(server)
      sandbox.environment["GHLUA_TOKEN"] = nil
      sandbox.standardInput = Self.token + "\n"
      let login = await sandbox.run("login", "--token-file", "-", "--profile", "main")
      #expect(login.code == 0, "\(login.errors)")
      sandbox.standardInput = nil
      let planned = await sandbox.run(Self.move)
      #expect(planned.code == 0 && planned.errors.contains("live:"), "\(planned.errors)")
      let file = "\(sandbox.folder)/.config/ghlua/tokens/main"
      #expect(!PrivateFile.isOpenToOthers(file))
      #expect(try sandbox.text(of: ".config/ghlua/tokens/main") == Self.token + "\n")
      try await server.stop()
    }

    @Test func `a login keeps where the token is for, and for nowhere else`() async throws {
      let server = try await MockServer.start(service)
      var sandbox = try sandbox(server)
      sandbox.environment["GHLUA_TOKEN"] = nil
      sandbox.standardInput = Self.token
      #expect(await sandbox.run("login", "--token-file", "-").code == 0)
      sandbox.environment["GHLUA_BASE_URL"] = nil
      let other = await sandbox.run(
        "login", "--token-file", "-", "--base-url", "http://127.0.0.1:1")
      #expect(other.code == 64 && other.errors.contains("is for \(server.url)"), "\(other.errors)")
      sandbox.standardInput = nil
      let planned = await sandbox.run(Self.move)
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(planned.errors.contains("at 127.0.0.1:\(server.port)"))
      try await server.stop()
    }

    @Test func `a login with OAuth trades the code for tokens that plan`() async throws {
      let server = try await MockServer.start(service)
      var sandbox = try sandbox(server)
      sandbox.environment["GHLUA_TOKEN"] = nil
      sandbox.environment["APP_SECRET"] = "secret-canary-77"
      let code = service.issue(.code, MockToken(level: .agency), client: "app").secret
      sandbox.standardInput = code
      let login = await sandbox.run(
        "login", "--client-id", "app", "--client-secret-env", "APP_SECRET", "--token-file", "-")
      #expect(login.code == 0, "\(login.errors)")
      sandbox.standardInput = nil
      let planned = await sandbox.run(Self.move)
      #expect(planned.code == 0, "\(planned.errors)")
      let store = ".local/state/ghlua/oauth/default.json"
      let grant = try JSONValue(parsing: sandbox.text(of: store))
      // The service ends the token early: it is renewed by the refresh token, and saved.
      let access = try #require(grant["access"]?.string)
      var ended = try #require(service.grant(access))
      ended.expires = Timestamp(milliseconds: 0)
      service.put(ended)
      let renewed = await sandbox.run(Self.move)
      #expect(renewed.code == 0, "\(renewed.errors)")
      #expect(try JSONValue(parsing: sandbox.text(of: store))["access"]?.string != access)
      try await server.stop()
    }

    @Test func `the doctor tells who the token is and what it may do`() async throws {
      let server = try await MockServer.start(service)
      let sandbox = try sandbox(server)
      let text = await sandbox.run("doctor")
      #expect(text.code == 0, "\(text.errors)")
      for part in [
        "private integration", service.companyId, "users.readonly: yes", "users.write: yes",
        "100 requests in 10 s", "200,000 a day",
        "GHLUA_BASE_URL", "Lua 5.4",
      ] { #expect(text.output.contains(part), "\(text.output)") }
      let object = try JSONValue(parsing: await sandbox.run("doctor", "--json").output)
      #expect(object["schema"] == "ghlua.doctor/1" && object["ok"] == true)
      #expect(object["limits"]?["max"] == 100)
      try await server.stop()
    }

    @Test func `without a token the doctor says so and ends with 4`() async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run("doctor")
      #expect(ended.code == 4 && ended.output.contains("ghlua"))
      #expect(ended.errors.contains("there is no token"))
    }

    @Test func `a service that is not there is unavailable`() async throws {
      let server = try await MockServer.start(service)
      try await server.stop()
      var sandbox = try sandbox(server)
      sandbox.environment["GHLUA_COMPANY"] = "c"
      let ended = await sandbox.run(Self.move)
      #expect(ended.code == 8, "\(ended.errors)")
    }
  }

  /// No secret is in anything that is printed or written, whatever happens.
  struct SecrecyTests {
    private static let canaries = [
      "pit-canary-good-1", "pit-canary-bad-22", "refresh-canary-333", "secret-canary-4444",
      "Canary-Passw0rd!5",
    ]
    private static let people = """
      email,firstName,lastName,location,password
      new@acme.test,New,Person,Lisbon,Canary-Passw0rd!5
      """

    @Test func `canaries are in no output, plan, recording or journal`() async throws {
      let service = MockService()
      // A service that quotes the token it was sent.
      service.put(
        MockGrant(
          "pit-canary-bad-22",
          token: MockToken(fault: "Invalid Private Integration token: pit-canary-bad-22")))
      let server = try await MockServer.start(service)
      var sandbox = try Sandbox()
      sandbox.environment["HOME"] = sandbox.folder
      sandbox.environment["GHLUA_BASE_URL"] = server.url
      sandbox.environment["GHLUA_RUNS_DIR"] = "\(sandbox.folder)/runs"
      try sandbox.write(Self.people, to: "input/people.csv")
      try sandbox.write("error('failed with ' .. tostring(ghl))", to: "input/fail.lua")
      let move = ["move-user", "john@deo.com", "Lisbon"]
      let commands: [[String]] = [
        ["run"] + move, ["run"] + move + ["--json", "--record", "rec"],
        ["plan"] + move + ["-o", "plan.json"], ["apply", "plan.json", "--json"],
        ["doctor"], ["doctor", "--json"], ["run", "input/fail.lua"],
        ["run", "onboard-from-csv", "input/people.csv", "--json"],
        ["run", "onboard-from-csv", "input/people.csv", "--apply", "--yes"],
        ["run", "onboard-from-csv", "input/people.csv", "-v"],
        ["run"] + move + ["--profile", "absent"],
      ]
      var texts: [String] = []
      for token in ["pit-canary-good-1", "pit-canary-bad-22"] {
        sandbox.environment["GHLUA_TOKEN"] = token
        for command in commands {
          let ended = await sandbox.run(command)
          texts.append("\(command) \(ended.output) \(ended.errors)")
          if token.contains("bad"), command[0] == "doctor" { #expect(ended.code == 4) }
        }
        let runs = try JSONValue(parsing: await sandbox.run("runs", "--json").output)["runs"]?.array
        for run in (runs ?? []).compactMap({ $0["run"]?.string }) {
          for words in [["show", run], ["undo", run], ["resume", run, "--json"]] {
            let ended = await sandbox.run(words)
            texts.append("\(words) \(ended.output) \(ended.errors)")
          }
        }
      }
      sandbox.environment["GHLUA_TOKEN"] = nil
      sandbox.environment["APP_SECRET"] = "secret-canary-4444"
      sandbox.standardInput = "refresh-canary-333"
      let login = await sandbox.run(
        "login", "--client-id", "app", "--client-secret-env", "APP_SECRET", "--token-file", "-")
      #expect(login.code != 0)
      texts.append(login.output + login.errors)
      try await server.stop()
      try texts.append(contentsOf: files(in: sandbox.folder))
      for canary in Self.canaries {
        for text in texts { #expect(!text.contains(canary), "\(canary) in \(text)") }
      }
      #expect(texts.contains { $0.contains("[token]") })
    }

    /// All that was written, but for what the test wrote itself.
    private func files(in folder: String) throws -> [String] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      return names.filter { !$0.hasPrefix("input") }.compactMap { name in
        FileManager.default.contents(atPath: "\(folder)/\(name)").map {
          "\(name): \(String(decoding: $0, as: UTF8.self))"
        }
      }
    }
  }
}
