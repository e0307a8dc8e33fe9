import FoundationEssentials
import JSON
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// What an apply leaves in its folder.
  struct RunFolderTests {
    private func run(_ ended: Ended) throws -> (id: String, folder: String) {
      let object = try JSONValue(parsing: ended.output)
      return (try #require(object["run_id"]?.string), try #require(object["run_dir"]?.string))
    }

    @Test func `a run's folder says what became of everything`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let ended = await sandbox.run(
        "run", "move-user", "john@deo.com", "Lisbon", "--mock=company.json", "--apply", "--json")
      let (id, folder) = try run(ended)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(
        names == [
          "done.csv", "failed.csv", "journal.ndjson", "log", "plan.json", "result.json",
          "run.json", "untouched.csv",
        ])
      let done = try String(contentsOf: URL(filePath: "\(folder)/done.csv"), encoding: .utf8)
      #expect(
        done == "operation,user,id,reason\nupdate,john@deo.com,0IHuJvc2ofPAAA8GzTRi,updated\n")
      let list = await sandbox.run("runs", "--json", "--status", "applied")
      #expect(try JSONValue(parsing: list.output)["runs"]?.array?.first?["run"] == .string(id))
    }

    @Test func `what is left of a list is the input of the next run`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      try sandbox.write(
        "email;firstName;lastName;location\nann@x.test;\"An;n\";One;Berlin\nno-mail;Bo;Two;Berlin\n"
          + "cy@x.test;Cy;Three;Nowhere\n", to: "people.csv")
      let words = ["--mock=company.json", "--apply", "--json"]
      let ended = await sandbox.run(["run", "onboard-from-csv", "people.csv"] + words)
      #expect(ended.code == 3, "\(ended.errors)")
      let folder = try run(ended).folder
      func file(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: "\(folder)/\(name)"), encoding: .utf8)
      }
      #expect(
        try file("done.csv")
          == "email;firstName;lastName;location;reason\nann@x.test;\"An;n\";One;Berlin;created\n")
      #expect(try file("untouched.csv") == "email;firstName;lastName;location;reason\n")
      let failed = try file("failed.csv")
      let mended = failed.replacing("no-mail", with: "bo@x.test")
        .replacing("Nowhere", with: "Lisbon")
      try sandbox.write(mended, to: "again.csv")
      let again = await sandbox.run(["run", "onboard-from-csv", "again.csv"] + words)
      #expect(again.code == 0, "\(again.errors)")
      let done = try String(
        contentsOf: URL(filePath: "\(try run(again).folder)/done.csv"), encoding: .utf8)
      #expect(
        done == "email;firstName;lastName;location;reason\nbo@x.test;Bo;Two;Berlin;created\n"
          + "cy@x.test;Cy;Three;Lisbon;created\n")
    }

    @Test func `how often plans were right is shown with the next one`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let words = ["move-user", "john@deo.com", "Lisbon", "--mock=company.json"]
      let ended = await sandbox.run(["run"] + words + ["--apply", "--json"])
      let shown = await sandbox.run("show", try run(ended).id)
      let line = "users.update: 1 predicted, 0 wrong"
      #expect(shown.output.contains("Foretold so far  \(line)"), "\(shown.output)")
      let planned = await sandbox.run(
        "plan", "move-user", "john@deo.com", "Berlin", "--mock=company.json", "-o", "plan.json")
      #expect(planned.errors.contains("foretold so far: \(line)"))
      let plan = ["show", "plan.json", "--mock=company.json"]
      #expect(await sandbox.run(plan).errors.contains("foretold so far: \(line)"))
      for form in ["--html", "--markdown"] {
        let text = await sandbox.run(plan + [form]).output
        #expect(text.contains("Foretold so far") && text.contains(line), "\(form)")
      }
      let object = try JSONValue(parsing: await sandbox.run(plan + ["--json"]).output)
      #expect(object["fidelity"]?["users.update"] == ["predicted": 1, "wrong": 0])
    }

    @Test func `a delete that took effect is told to whoever listens`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let ended = await sandbox.run(
        "run", "delete-user", "john@deo.com", "--mock=company.json", "--apply", "--yes",
        "--events", "events.ndjson")
      #expect(ended.code == 0, "\(ended.errors)")
      let event = try JSONValue(parsing: try sandbox.text(of: "events.ndjson"))
      #expect(event["event"]?["type"] == "user.delete.complete")
      #expect(event["event"]?["user"]?["email"] == "john@deo.com")
    }

    @Test func `a folder that cannot be written to stops the apply before anything is sent`()
      async throws
    {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let before = try sandbox.text(of: "company.json")
      let ended = await sandbox.run(
        "run", "move-user", "john@deo.com", "Lisbon", "--mock=company.json", "--apply",
        "--runs-dir", "/proc/none")
      #expect(ended.code == 1)
      #expect(ended.errors.contains("--runs-dir"))
      #expect(try sandbox.text(of: "company.json") == before)
    }

    @Test func `a run that lost what it had in memory does all of it again`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let before = try sandbox.text(of: "company.json")
      let ended = await sandbox.run(
        "run", "move-user", "john@deo.com", "Lisbon", "--mock=company.json", "--apply", "--json")
      let (id, folder) = try run(ended)
      let after = try sandbox.text(of: "company.json")
      // As if it had been killed before the company was saved.
      try sandbox.write(before, to: "company.json")
      try FileManager.default.removeItem(atPath: "\(folder)/result.json")
      let undo = await sandbox.run("undo", id, "--mock=company.json")
      #expect(undo.code == 12)
      let resumed = await sandbox.run("resume", id, "--mock=company.json")
      #expect(resumed.code == 0, "\(resumed.errors)")
      #expect(try sandbox.text(of: "company.json") == after)
    }

    @Test func `a run that was stopped before its first write begins when it is resumed`()
      async throws
    {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let before = try sandbox.text(of: "company.json")
      let planned = await sandbox.run(
        "plan", "move-user", "john@deo.com", "Lisbon", "--mock=company.json", "-o", "plan.json")
      #expect(planned.code == 0, "\(planned.errors)")
      let ended = await sandbox.run("apply", "plan.json", "--mock=company.json", "--json")
      let (id, folder) = try run(ended)
      let after = try sandbox.text(of: "company.json")
      // As if it had been killed before its first intent, which spends the plan.
      try sandbox.write(before, to: "company.json")
      try FileManager.default.removeItem(atPath: "\(folder)/result.json")
      try FileManager.default.removeItem(atPath: "\(folder)/../spent")
      let journal = URL(filePath: "\(folder)/journal.ndjson")
      let header = try String(contentsOf: journal, encoding: .utf8).prefix { $0 != "\n" }
      try Data("\(header)\n".utf8).write(to: journal)
      let resumed = await sandbox.run("resume", id, "--mock=company.json")
      #expect(resumed.code == 0, "\(resumed.errors)")
      #expect(try sandbox.text(of: "company.json") == after)
      let again = await sandbox.run("apply", "plan.json", "--mock=company.json")
      #expect(again.code == 6 && again.errors.contains("the plan is spent"), "\(again.errors)")
    }

    @Test func `a secret that a plan names is given again to whoever applies it`() async throws {
      var sandbox = try Sandbox()
      sandbox.environment["FIRST"] = "Sun-Rise-2026!"
      _ = await sandbox.run("mock", "seed", "company.json")
      let planned = await sandbox.run(
        "plan", "reset-password", "john@deo.com", "--password", "env:FIRST",
        "--mock=company.json", "-o", "plan.json")
      #expect(planned.code == 0, "\(planned.errors)")
      #expect(try !sandbox.text(of: "plan.json").contains("Sun-Rise"))
      let words = ["apply", "plan.json", "--mock=company.json", "--yes"]
      let missing = await sandbox.run(words)
      #expect(missing.code == 5)
      #expect(missing.errors.contains("--secret password=env:VARIABLE"))
      let told = await sandbox.run(words + ["--secret", "password=Sun-Rise-2026!"])
      #expect(told.code == 64)
      #expect(!told.errors.contains("Sun-Rise"))
      let unset = await sandbox.run(words + ["--secret", "password=env:SECOND"])
      #expect(unset.errors.contains("'SECOND' is not set"))
      let replanned = await sandbox.run(
        words + ["--secret", "password=env:FIRST", "--replan"])
      #expect(replanned.code == 0, "\(replanned.errors)")
      #expect(try !sandbox.text(of: "company.json").contains("Sun-Rise"))
    }

    @Test func `a run is shown in a terminal or as JSON only`() async throws {
      let sandbox = try Sandbox()
      _ = await sandbox.run("mock", "seed", "company.json")
      let ended = await sandbox.run(
        "run", "move-user", "john@deo.com", "Lisbon", "--mock=company.json", "--apply", "--json")
      let (id, folder) = try run(ended)
      let shown = await sandbox.run("show", id, "--html")
      #expect(shown.code == 64)
      #expect(shown.output.isEmpty && shown.errors.contains("\(folder)/plan.json"))
    }

    @Test func `a question says how much cannot be taken back`() {
      #expect(Confirmation.question(1, lasting: 0) == "Apply this change?")
      #expect(
        Confirmation.question(1200, lasting: 2)
          == "Apply these 1,200 changes, 2 of which cannot be taken back?")
      #expect(
        Confirmation.question(2, lasting: 2)
          == "Apply these 2 changes, which cannot be taken back?")
    }

    @Test func `a plan is written to an ordinary file only`() async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run(
        "plan", "move-user", "john@deo.com", "Lisbon", "--mock", "-o", "/dev/null")
      #expect(ended.code == 64)
      #expect(ended.errors.contains("no ordinary file"))
    }

    @Test func `progress says how fast it goes and how long it takes`() {
      #expect(
        ProgressLine.text(done: 1200, of: 4000, after: .seconds(30))
          == "1,200 of 4,000 operations, 40 / s, 1 min 10 s left")
      #expect(
        ProgressLine.text(done: 3, of: 4, after: .seconds(2))
          == "3 of 4 operations, 1.5 / s, 1 s left")
    }
  }
}
