import Files
import FoundationEssentials
import JSON
import MockBackend
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// What goes where, and how commands end.
  struct StreamTests {
    private static let script = """
      print("from the script")
      return { name = "Zoë", emoji = "🙂" }
      """

    @Test func `what a recipe prints never reaches standard output`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write(Self.script, to: "hello.lua")
      let ended = await sandbox.run("run", "hello.lua", "--mock")
      #expect(ended.code == 0)
      #expect(!ended.output.contains("from the script"))
      #expect(ended.errors.contains("from the script"))
    }

    @Test func `an object is one line of ASCII`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write(Self.script, to: "hello.lua")
      let ended = await sandbox.run("run", "hello.lua", "--mock", "--json")
      #expect(ended.output.utf8.allSatisfy { $0 < 0x7F })
      #expect(ended.output.split(separator: "\n").count == 1)
      let object = try JSONValue(parsing: ended.output)
      #expect(object["schema"] == "ghlua.run/1")
      #expect(object["result"]?["name"] == "Zoë")
    }

    @Test func `an object is cut down to what programs take, and says so`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json", "--users", "2000")
      let ended = await sandbox.run("mock", "show", "company.json", "--json")
      #expect(ended.output.utf8.count <= 256 << 10)
      let company = try JSONValue(parsing: ended.output)["company"]
      #expect(company?["users_truncated"] == true && company?["locations_truncated"] == nil)
      #expect((10..<2000).contains(company?["users"]?.array?.count ?? 0))
      let texts = JSONValue.strings((0..<100).map { "text \($0)" })
      let small: JSONObject = ["list": [1, 2], "inner": ["longer": texts]]
      #expect(small.bounded(to: 2000) == small)
      let cut = small.bounded(to: 500)
      #expect(cut["inner"]?["longer_truncated"] == true && cut["list"] == [1, 2])
    }

    @Test func `what a program reads is bounded, whatever a recipe prints`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write("for n = 1, 2000 do print(('x'):rep(1000)) end", to: "loud.lua")
      let ended = await sandbox.run("run", "loud.lua", "--mock", "--json")
      #expect(ended.code == 0 && ended.output.utf8.count <= 256 << 10)
      #expect(ended.errors.utf8.count <= 300_000)
      #expect(ended.errors.contains("more lines were printed)"))
      let told = await sandbox.run("run", "loud.lua", "--mock")
      #expect(told.errors.utf8.count > 2_000_000)
    }

    @Test func `a failure has an object too, without error or message at its top`() async throws {
      let sandbox = try Sandbox()
      try sandbox.write("error('no luck')", to: "fail.lua")
      let ended = await sandbox.run("run", "fail.lua", "--mock", "--json")
      #expect(ended.code == 9)
      let object = try JSONValue(parsing: ended.output)
      #expect(object["ok"] == false)
      #expect(object["problem"]?["code"] == "recipe-failed")
      #expect(object["error"] == nil && object["message"] == nil)
      #expect(try JSONValue(parsing: ended.lastLine)["problem"] == object["problem"])
      let kind = await sandbox.run("run", "fail.lua", "--mock", "--json", "--exit-zero")
      #expect(kind.code == 0)
    }

    @Test func `standard input is read when told to`() async throws {
      var sandbox = try Sandbox()
      sandbox.standardInput = #"{"user": "john@deo.com", "to": "Lisbon"}"#
      let ended = await sandbox.run("run", "move-user", "--input", "-", "--mock")
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(ended.output.contains("Lisbon"))
    }

    @Test func `base64 carries arguments that a shell would spoil`() async throws {
      let sandbox = try Sandbox()
      let json = #"{"user": "john@deo.com", "to": "Lisbon"}"#
      let text = Data(json.utf8).base64EncodedString()
      let ended = await sandbox.run("run", "move-user", "--input-b64", text, "--mock")
      #expect(ended.code == 0, "\(ended.errors)")
    }

    @Test func `base64 carries a whole table and an event as well`() async throws {
      let sandbox = try Sandbox()
      func encoded(_ json: String) -> String { Data(json.utf8).base64EncodedString() }
      let table = encoded(#"{"people": {"text": "email,mode\njane@deo.com,off\nnobody,off\n"}}"#)
      let planned = await sandbox.run(
        "run", "offboard-from-csv", "--input-b64", table, "--mock", "--json")
      let rows = try JSONValue(parsing: planned.output)["rows"]
      #expect(rows?["total"] == 2 && rows?["failed"] == 1)
      #expect(rows?["failures"]?.array?.first?["line"] == 3)
      let event = encoded(
        #"{"event": {"type": "user.delete.complete", "user": {"email": "jane@deo.com"}}}"#)
      let words = ["run", "mirror-fusionauth-delete", "--mock", "--json", "--event-b64"]
      let deleted = await sandbox.run(words + [event])
      #expect(try JSONValue(parsing: deleted.output)["summary"]?["delete"] == 1)
      let bad = await sandbox.run(words + ["?"])
      #expect(bad.code == 10 && bad.errors.contains("--event-b64 is no base64"))
    }

    @Test(
      arguments: [
        (["run", "move-user", "john@deo.com", "Lisbon"], 0),
        (["run", "move-user", "john@deo.com", "Lisbon", "--detailed-exitcode"], 2),
        (["run", "move-user", "john@deo.com", "Lisbon", "--apply"], 4),
        (["run", "move-user", "john@deo.com", "Lisbon", "--time-limit", "soon"], 64),
        (["run", "--aply", "move-user"], 64),
        (["run"], 64), (["rnu"], 64), (["apply"], 64), (["schema", "nothing"], 10),
        (["plan", "move-user", "john@deo.com", "Lisbon"], 64), (["version"], 0), (["--help"], 0),
        (["run", "move-user", "john@deo.com", "Lisbon", "--mock=absent.json"], 10),
        (["run", "delete-user", "john@deo.com", "--mock", "--apply"], 7),
      ] as [([String], Int32)])
    func `commands end with the code of the table`(_ words: [String], code: Int32) async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run(words)
      #expect(ended.code == code, "\(ended.errors)")
      if code != 0, code != 2 { #expect(ended.lastLine.contains("ghlua.problem/1")) }
    }

    @Test func `a token that is none is told without being shown`() async throws {
      var sandbox = try Sandbox()
      sandbox.environment["GHLUA_TOKEN"] = "secret token"
      let ended = await sandbox.run("run", "move-user", "john@deo.com", "Lisbon")
      #expect(ended.code == 4)
      #expect(ended.errors.contains("GHLUA_TOKEN") && !ended.errors.contains("secret token"))
    }

    @Test func `a person at a terminal is asked, and no means no`() async throws {
      var sandbox = try Sandbox()
      (sandbox.isTerminal, sandbox.answer) = (true, "n")
      _ = await sandbox.run("mock", "seed", "company.json")
      let before = try sandbox.text(of: "company.json")
      let words = [
        "run", "delete-user", "john@deo.com", "--mock=company.json", "--apply",
      ]
      let no = await sandbox.run(words)
      #expect(no.code == 7)
      #expect(no.errors.contains("Apply this change, which cannot be taken back? [y/N]"))
      #expect(try sandbox.text(of: "company.json") == before)
      sandbox.answer = "y"
      #expect(await sandbox.run(words).code == 0)
      let state = try MockFile.load("company.json")
      #expect(state.queue.isEmpty)
      #expect(
        state.users.contains { $0["email"] == "john@deo.com" && $0["deleted"] == true })
    }

    @Test func `two applies never work on one company`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let words = [
        "run", "move-user", "john@deo.com", "Lisbon", "--mock=company.json", "--apply",
      ]
      let lock = try FileLock("company.json")
      let locked = await sandbox.run(words)
      withExtendedLifetime(lock) {}
      #expect(locked.code == 11)
      #expect(locked.lastLine.contains(#""retryable":true"#))
    }

    @Test func `a lock that is given up leaves nothing behind`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let words = [
        "run", "move-user", "john@deo.com", "Lisbon", "--mock=company.json", "--apply",
      ]
      #expect(await sandbox.run(words).code == 0)
      #expect(await sandbox.run(words).code == 0)
      let files = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder)
      #expect(files == ["company.json"])
    }
  }
}
