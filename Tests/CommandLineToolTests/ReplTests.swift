import Foundation
import JSON
import Synchronization
import Testing

@testable import CommandLineTool

/// Somebody at a terminal, who presses keys when something can be read there.
final class TestKeyboard: Keyboard {
  private struct State {
    var steps: ArraySlice<(after: String, keys: String)>
    /// What was shown since the last step.
    var shown = ""
    var isOpen = false
  }

  private let keys: AsyncStream<[UInt8]>
  private let press: AsyncStream<[UInt8]>.Continuation
  private let state: Mutex<State>

  init(_ steps: (after: String, keys: String)...) {
    (keys, press) = AsyncStream.makeStream()
    state = Mutex(State(steps: steps[...]))
  }

  var isOpen: Bool { state.withLock(\.isOpen) }

  /// Looks at what is shown.
  func see(_ text: String) {
    let keys = state.withLock { state -> String? in
      state.shown += text
      guard let step = state.steps.first, state.shown.contains(step.after) else { return nil }
      state.steps.removeFirst()
      state.shown = ""
      return step.keys
    }
    if let keys { press.yield(Array(keys.utf8)) }
  }

  func open() -> AsyncStream<[UInt8]> {
    state.withLock { $0.isOpen = true }
    return keys
  }

  func close() {
    state.withLock { $0.isOpen = false }
    press.finish()
  }
}

extension CommandTests {
  /// `ghlua repl`, from a pipe and at a terminal.
  @Suite struct ReplTests {
    private func piped(_ lines: String..., words: [String] = ["--mock"]) async throws -> Ended {
      var sandbox = try Sandbox()
      sandbox.lines = lines
      return await sandbox.run(["repl"] + words)
    }

    @Test(arguments: [
      (["1 + 1"], "2\n"), (["x = 20", "x + 1"], "21\n"), (["local x = 1", "x"], "nil\n"),
      (["for i = 1, 2 do", "print(i)", "end"], "1\n2\n"),
      (["'a', nil, true"], "\"a\"\tnil\ttrue\n"),
      (["{ 1, b = { c = 'd' } }"], "{ 1, b = { c = \"d\" } }\n"), (["{", "1 }"], "{ 1 }\n"),
      (["ghl.users.find('john@deo.com').id"], "\"0IHuJvc2ofPAAA8GzTRi\"\n"),
      (["users = require 'ghl.users'", "users.find('nobody@x.test')"], "nil\n"),
      (["t = {} t.t = t", "t"], "{ t = { … } }\n"), (["null"], "null\n"), (["", "  "], ""),
    ])
    func `values are shown and variables stay`(lines: [String], output: String) async throws {
      var sandbox = try Sandbox()
      sandbox.lines = lines
      let ended = await sandbox.run("repl", "--mock")
      #expect(ended.output == output && ended.code == 0, "\(ended.errors)")
      let isolated = await sandbox.run("repl", "--mock", "--isolate")
      #expect(isolated.output == output, "\(isolated.errors)")
    }

    @Test func `what is asked for shows in later reads, in the plan, and is written nowhere`()
      async throws
    {
      var sandbox = try Sandbox()
      #expect(await sandbox.run("mock", "seed", "company.json").code == 0)
      let before = try sandbox.text(of: "company.json")
      sandbox.lines = [
        "users = require 'ghl.users'", "_ = users.move('john@deo.com', { to = 'Lisbon' })",
        "#ghl.users.find('john@deo.com').roles.locationIds", ":plan", ":save plan.json", ":undo",
        ":plan",
      ]
      let ended = await sandbox.run("repl", "--mock=company.json")
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(ended.output.contains("1\nrepl 0 · mock company"))
      #expect(ended.output.contains("~ update john@deo.com\n    locationIds  − Berlin  + Lisbon"))
      #expect(ended.output.contains("nothing to do"))
      #expect(try sandbox.text(of: "company.json") == before)
      let applied = await sandbox.run("apply", "plan.json", "--mock=company.json")
      #expect(applied.code == 0 && applied.output.contains("updated john@deo.com"))
    }

    @Test func `an error names the line, takes back what was asked for, and the rest goes on`()
      async throws
    {
      let ended = try await piped(
        "ghl.users.update(ghl.users.find('john@deo.com').id, { phone = '+49301234567' })",
        "do local id = ghl.users.find('jane@deo.com').id",
        "ghl.users.update(id, { phone = '+4930' }) error('no luck') end", "oops(", ")", "1 +* 2",
        ":plan", ":plam", ":reset", ":plan")
      #expect(ended.code == 9)
      #expect(ended.errors.contains("no luck"))
      #expect(
        ended.errors.contains(" 2 | ghl.users.update(id, { phone = '+4930' }) error('no luck')"))
      #expect(ended.errors.contains("did you mean 'plan'?"))
      #expect(ended.output.contains("~ update john@deo.com") && !ended.output.contains("jane@"))
      #expect(ended.output.hasSuffix("Plan: nothing to do. Nothing was written.\n"))
    }

    @Test func `with --json every piece gives one object`() async throws {
      let ended = try await piped("1 + 1", "error('no')", words: ["--mock", "--json"])
      let lines = try ended.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      #expect(lines.count == 2 && lines.allSatisfy { $0["schema"] == "ghlua.repl/1" })
      #expect(lines[0]["value"] == "2" && lines[1]["problem"]?["code"] == "recipe-failed")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a loop without end is stopped, and what was asked for stays`() async throws {
      var sandbox = try Sandbox()
      // Lines wait while Lua works; Ctrl-C must come while it does.
      let keyboard = TestKeyboard(
        (
          "ghlua> ",
          "_ = require('ghl.users').move('john@deo.com', { to = 'Lisbon' })\rwhile true do end\r"
        ), ("while true do end\u{1B}[K\r\u{1B}[24C\n", "\u{03}"), ("ghlua> ", ":plan\r:quit\r"))
      sandbox.keyboard = keyboard
      let ended = await sandbox.run("repl", "--mock")
      #expect(ended.errors.contains("the variables are gone, what was planned is not"))
      #expect(ended.output.contains("+ Lisbon"))
      #expect(!keyboard.isOpen)
    }

    @Test(.timeLimit(.minutes(1)))
    func `Tab completes, and the history is private and holds no secrets`() async throws {
      var sandbox = try Sandbox()
      sandbox.environment["XDG_STATE_HOME"] = "\(sandbox.folder)/state"
      sandbox.keyboard = TestKeyboard(
        (
          "ghlua> ",
          "ghl.us\t.fi\t\tn\t'john@deo.com').email\rp = { password = 'Hunter2' }\r"
            + "if true then\rreturn 42 end\r"
        ), ("42\n", "junk\u{03}:pl\t\r"),
        ("Nothing was written", "\u{1B}[A\u{1B}[A\u{04}\u{15}\u{04}"))
      let ended = await sandbox.run("repl", "--mock")
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(ended.output.contains("filter_by_email("))
      let history = try sandbox.text(of: "state/ghlua/history")
      #expect(history.contains("ghl.users.find('john@deo.com').email\n"))
      #expect(history.contains("if true then\nreturn 42 end\n:plan\n"))
      #expect(!history.contains("Hunter2"))
      let facts = try FileManager.default.attributesOfItem(
        atPath: "\(sandbox.folder)/state/ghlua/history")
      #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }
}
