import FoundationEssentials
import JSON
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// `ghlua n8n export RECIPE`. What the workflows do is tried by `scripts/check-n8n`.
  struct WorkflowTests {
    private func exported(_ words: [String]) async throws -> JSONValue {
      let sandbox = try Sandbox()
      let ended = await sandbox.run(["n8n", "export"] + words + ["--json"])
      try #require(ended.code == 0, "\(ended.errors)")
      let object = try JSONValue(parsing: ended.output)
      #expect(object["schema"] == "ghlua.n8n/1")
      return try #require(object["workflow"])
    }

    private func node(_ name: String, of workflow: JSONValue) -> JSONValue? {
      workflow["nodes"]?.array?.first { $0["name"]?.string == name }
    }

    @Test(arguments: RecipeFinder.shippedNames)
    func `every shipped recipe becomes a workflow that n8n takes`(recipe: String) async throws {
      let secret = recipe == "reset-password" ? ["--arg", "password=env:NEW"] : []
      for via in ["execute", "ssh", "http"] {
        for start in ["form", "webhook"] {
          for asks in [[], ["--approve"]] {
            let words = [recipe, "--via", via, "--start", start] + secret + asks
            let faults = WorkflowValidator(try await exported(words)).faults
            #expect(faults == [], "\(words)")
          }
        }
      }
    }

    @Test func `what starts it follows from the recipe`() async throws {
      let starts = [
        "move-user": "formTrigger", "audit-access": "scheduleTrigger",
        "delete-tagged-user": "webhook",
      ]
      for (recipe, type) in starts {
        let workflow = try await exported([recipe])
        #expect(node("Start", of: workflow)?["type"]?.string == "n8n-nodes-base.\(type)")
        #expect(WorkflowValidator(workflow).faults == [])
      }
      let scheduled = try await exported([
        "move-user", "--start", "schedule", "--cron", "0 7 * * 1", "--arg", "user=john@deo.com",
        "--arg", "to=Lisbon",
      ])
      let rule = node("Start", of: scheduled)?["parameters"]?["rule"]?["interval"]?.array?.first
      #expect(rule?["expression"] == "0 7 * * 1")
      #expect(WorkflowValidator(scheduled).faults == [])
    }

    @Test func `a command holds no value from outside but as base64`() async throws {
      let safe = [
        "$json.input", "$json.event", "$json.plan",
        "$('Plan result').first().json.plan_file", "$('Plan result').first().json.checksum",
      ]
      for recipe in RecipeFinder.shippedNames where recipe != "reset-password" {
        let workflow = try await exported([recipe, "--start", "webhook", "--approve"])
        for name in ["Plan", "Apply"] {
          let command = node(name, of: workflow)?["parameters"]?["command"]?.string ?? ""
          let found = command.matches(of: /\{\{ (.*?) \}\}/).map { String($0.1) }
          #expect(!found.isEmpty && Set(found).isSubset(of: safe), "\(command)")
          #expect(command.contains("--json --exit-zero"))
        }
      }
    }

    @Test func `nothing from outside names a file or a variable to read`() async throws {
      let workflow = try await exported([
        "create-user", "--start", "webhook", "--arg", "password=env:FIRST",
      ])
      let code = node("Input", of: workflow)?["parameters"]?["jsCode"]?.string ?? ""
      #expect(code.contains(#"const args = {"password":"env:FIRST"};"#))
      #expect(!code.contains(#""name":"password""#))
      let template = try await exported(["permission-drift", "--start", "form"])
      let fields = node("Input", of: template)?["parameters"]?["jsCode"]?.string ?? ""
      #expect(fields.contains(#""name":"template","kind":"content""#))
      let roster = try await exported(["sync-roster", "--start", "webhook"])
      let table = node("Input", of: roster)?["parameters"]?["jsCode"]?.string ?? ""
      #expect(table.contains(#""name":"roster","kind":"table""#))
    }

    @Test func `only who was asked, or a yes, lets something final happen`() async throws {
      func apply(_ words: String...) async throws -> String {
        let workflow = try await exported(["delete-user"] + words)
        return node("Apply", of: workflow)?["parameters"]?["command"]?.string ?? ""
      }
      #expect(try await !apply().contains("--yes"))
      #expect(try await apply("--yes").contains("--yes"))
      #expect(try await apply("--approve").contains("--yes"))
    }

    @Test func `a plan is applied with the secret from where it was planned`() async throws {
      var sandbox = try Sandbox()
      sandbox.environment["NEW_PASSWORD"] = "Canary-Passw0rd-5!"
      _ = await sandbox.run("mock", "seed", "company.json")
      _ = await sandbox.run(
        "plan", "reset-password", "jane@deo.com", "env:NEW_PASSWORD", "--mock=company.json", "-o",
        "plan.json")
      let words = ["apply", "plan.json", "--mock=company.json", "--yes", "--json"]
      let without = await sandbox.run(words)
      #expect(without.code == 5 && without.errors.contains("--secret"))
      let told = await sandbox.run(words + ["--secret", "password=Canary-Passw0rd-5!"])
      #expect(told.code == 64 && !told.errors.contains("Canary"))
      let done = await sandbox.run(words + ["--secret", "password=env:NEW_PASSWORD"])
      #expect(done.code == 0, "\(done.errors)")
      #expect(!(done.output + done.errors).contains("Canary"))
    }

    @Test func `the same recipe gives the same file`() async throws {
      let words = ["sync-roster", "--approve", "--via", "http"]
      #expect(try await exported(words) == exported(words))
    }

    @Test(
      arguments: [
        ["reset-password"], ["reset-password", "--arg", "password=Secret-Passw0rd"],
        ["move-user", "--start", "schedule"], ["move-user", "--arg", "to"],
        ["move-user", "--arg", "too=Lisbon"], ["audit-access", "--cron", "daily"],
        ["audit-access", "--program", "{{ $json.x }}"], ["no-such-recipe"], [],
        ["move-user", "--http", "users.get"], ["move-user", "--via", "pigeon"],
      ])
    func `what could not work is refused`(_ words: [String]) async throws {
      let sandbox = try Sandbox()
      let ended = await sandbox.run(["n8n", "export"] + words)
      #expect([64, 10].contains(ended.code), "\(ended.output.prefix(200))")
      #expect(ended.output.isEmpty)
    }

    @Test func `the validator finds what is wrong`() {
      let good: JSONValue = [
        "name": "x",
        "nodes": [
          [
            "id": "11111111-1111-4111-a111-111111111111", "name": "Start",
            "type": "n8n-nodes-base.manualTrigger", "typeVersion": 1, "position": [0, 0],
            "parameters": [:],
          ],
          [
            "id": "11111111-1111-4111-a111-111111111112", "name": "Go",
            "type": "n8n-nodes-base.executeCommand", "typeVersion": 1, "position": [220, 0],
            "parameters": ["command": "=ghlua {{ $json.x }}"],
          ],
        ],
        "connections": ["Start": ["main": [[["node": "Go", "type": "main", "index": 0]]]]],
      ]
      #expect(WorkflowValidator(good).faults == [])
      let text = good.text()
      let wrong = [
        (#""command":"#, #""comand":"#), (#""name":"Go""#, #""name":"Gone""#),
        (#""typeVersion":1,"position":[220"#, #""typeVersion":2,"position":[220"#),
        ("executeCommand", "executeCommands"), ("{{ $json.x }}", "{{ $json.x }"),
        ("[220,0]", "[0,0]"), (#""index":0"#, #""index":1"#), ("a111-111111111112", ""),
      ]
      for (part, other) in wrong {
        #expect(text.contains(part))
        let broken = try? JSONValue(parsing: text.replacing(part, with: other))
        #expect(broken.map { WorkflowValidator($0).faults.isEmpty } == false, "\(other)")
      }
    }
  }
}
