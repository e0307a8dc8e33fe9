import Dispatch
import FoundationEssentials
import HighLevel
import JSON
import Synchronization
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// `ghlua mcp`: exchanges as a client has them. `scripts/check-mcp` tries a real client.
  @Suite struct MCPTests {
    /// A request of the newest revision.
    private func request(_ id: Int64, _ method: String, _ params: JSONObject = [:]) -> String {
      var params = params
      params["_meta"] = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [:],
      ]
      let request: JSONValue = [
        "jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": .object(params),
      ]
      return request.text()
    }

    private func call(_ id: Int64, _ tool: String, _ arguments: JSONObject) -> String {
      request(id, "tools/call", ["name": .string(tool), "arguments": .object(arguments)])
    }

    /// The answers by their ids; every line of standard output is one.
    private func answers(
      _ sandbox: borrowing Sandbox, _ words: [String] = [], isolated: Bool = false
    ) async throws -> [JSONValue: JSONValue] {
      let ended = await sandbox.run(["mcp"] + (isolated ? [] : ["--no-isolate"]) + words)
      #expect(ended.code == 0, "\(ended.errors)")
      let lines = try ended.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      #expect(lines.allSatisfy { $0["jsonrpc"] == "2.0" })
      return Dictionary(lines.map { ($0["id"] ?? .null, $0) }) { first, _ in first }
    }

    private func answers(
      to lines: [String], _ words: [String] = ["--mock"]
    ) async throws -> [JSONValue: JSONValue] {
      var sandbox = try Sandbox()
      sandbox.lines = lines
      return try await answers(sandbox, words)
    }

    @Test(arguments: [
      ("2025-06-18", "2025-06-18"), ("2024-11-05", "2024-11-05"), ("1900-01-01", "2025-11-25"),
    ])
    func `older clients shake hands`(asked: String, agreed: String) async throws {
      let found = try await answers(to: [
        #"{"jsonrpc":"2.0","id":0,"method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"\#(asked)","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
      ])
      #expect(found[0]?["result"] == [:])
      #expect(found["a"]?["result"]?["protocolVersion"] == .string(agreed))
      #expect(found["a"]?["result"]?["capabilities"]?["tools"] == [:])
      #expect(found["a"]?["result"]?["serverInfo"]?["name"] == "ghlua")
    }

    @Test func `newer clients discover, and every answer says that it is whole`() async throws {
      let found = try await answers(to: [request(1, "server/discover"), request(2, "tools/list")])
      let versions = found[1]?["result"]?["supportedVersions"]?.strings ?? []
      #expect(versions.first == "2026-07-28" && versions.contains("2025-06-18"))
      for id in [1, 2] as [JSONValue] {
        #expect(found[id]?["result"]?["resultType"] == "complete")
        #expect(found[id]?["result"]?["ttlMs"] != nil)
      }
    }

    @Test func `recipes are tools with a schema and true hints`() async throws {
      let found = try await answers(to: [request(1, "tools/list")])
      let tools = found[1]?["result"]?["tools"]?.array ?? []
      #expect(tools.compactMap { $0["name"]?.string } == RecipeFinder.shippedNames)
      func hints(_ name: String) -> [Bool?] {
        let notes = tools.first { $0["name"] == .string(name) }?["annotations"]
        return ["readOnlyHint", "destructiveHint", "idempotentHint"].map { notes?[$0]?.bool }
      }
      #expect(hints("audit-access") == [true, false, true])
      #expect(hints("create-user") == [false, false, true])
      #expect(hints("move-user") == [false, true, true])
      #expect(hints("delete-user") == [false, true, true])
      let move = tools.first { $0["name"] == "move-user" }
      #expect(move?["inputSchema"]?["required"] == ["user", "to"])
      #expect(tools.allSatisfy { $0["inputSchema"]?["type"] == "object" })
    }

    @Test func `only named recipes are served`() async throws {
      let found = try await answers(
        to: [request(1, "tools/list"), call(2, "delete-user", ["user": "john@deo.com"])],
        ["--mock", "--recipe", "move-user", "--recipe", "audit-access"])
      let names = (found[1]?["result"]?["tools"]?.array ?? []).compactMap { $0["name"]?.string }
      #expect(names == ["audit-access", "move-user"])
      #expect(found[2]?["error"]?["code"] == -32602)
      let ended = try await Sandbox().run("mcp", "--recipe", "move-usr")
      #expect(ended.code == 10 && ended.errors.contains("did you mean 'move-user'?"))
    }

    @Test func `a call plans, and nothing is written`() async throws {
      var sandbox = try Sandbox()
      #expect(await sandbox.run("mock", "seed", "company.json").code == 0)
      let before = try sandbox.text(of: "company.json")
      sandbox.lines = [
        call(1, "move-user", ["user": "john@deo.com", "to": "Lisbon"]),
        call(2, "move-user", ["user": "nobody@deo.com", "to": "Lisbon"]),
        call(3, "apply", ["checksum": "sha256:00"]),
      ]
      let found = try await answers(sandbox, ["--mock=company.json"])
      let plan = found[1]?["result"]
      #expect(plan?["isError"] == false)
      #expect(plan?["structuredContent"]?["schema"] == "ghlua.run/1")
      #expect(plan?["structuredContent"]?["summary"]?["update"] == 1)
      let text = plan?["content"]?.array?.first?["text"]?.string ?? ""
      #expect(text.contains("− Berlin  + Lisbon") && text.contains("checksum: sha256:"))
      #expect(text.contains("nothing can be applied from here"))
      let failed = found[2]?["result"]
      #expect(failed?["isError"] == true)
      #expect(failed?["content"]?.array?.first?["text"]?.string?.contains("nobody@deo.com") == true)
      #expect(found[3]?["error"]?["code"] == -32602)
      #expect(try sandbox.text(of: "company.json") == before)
    }

    /// Asks again with what the answer before gave.
    private func conversation(
      _ words: [String], _ sandbox: borrowing Sandbox, _ recipe: String, _ arguments: JSONObject
    ) async throws -> JSONValue? {
      let (output, errors) = (Sink(), Sink())
      let first = call(1, recipe, arguments)
      let step = Mutex(0)
      let answered = DispatchSemaphore(value: 0)
      let reply = { @Sendable (checksum: String) in
        #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"apply","arguments":{"checksum":"\#(checksum)"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#
      }
      let world = World(
        arguments: ["mcp", "--no-isolate"] + words, environment: sandbox.environment,
        input: TestInput(text: nil, environment: sandbox.environment),
        writeOutput: { text in
          output.append(text)
          answered.signal()
        }, writeError: errors.append,
        clock: { .init(milliseconds: 1_767_614_400_000) },
        readAnswer: {
          let number = step.withLock { step in
            step += 1
            return step
          }
          if number == 1 { return first }
          // The client waits for the plan before it asks for its apply.
          guard number == 2, answered.wait(timeout: .now() + 20) == .success else { return nil }
          let plan = try? JSONValue(
            parsing: output.text.split(separator: "\n").first.map(String.init) ?? "")
          let checksum = plan?["result"]?["structuredContent"]?["checksum"]?.string
          return reply(checksum ?? "none")
        })
      #expect(await CommandLineTool.runAsynchronously(in: world) == 0, "\(errors.text)")
      let lines = try output.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      return lines.first { $0["id"] == 2 }?["result"]
    }

    @Test(.timeLimit(.minutes(1)))
    func `a plan of the session is applied by its checksum, where that was allowed`()
      async throws
    {
      let sandbox = try Sandbox()
      #expect(await sandbox.run("mock", "seed", "company.json").code == 0)
      let words = ["--mock=company.json", "--allow-apply"]
      let applied = try await conversation(
        words, sandbox, "move-user", ["user": "john@deo.com", "to": "Lisbon"])
      #expect(applied?["isError"] == false, "\(applied?.text() ?? "")")
      #expect(applied?["structuredContent"]?["status"] == "applied")
      #expect(applied?["structuredContent"]?["applied"]?["done"] == 1)
      let again = await sandbox.run(
        "run", "move-user", "john@deo.com", "Lisbon", "--mock=company.json")
      #expect(again.output.contains("nothing to do"))
    }

    @Test func `what cannot be taken back needs to be allowed by name`() async throws {
      let sandbox = try Sandbox()
      #expect(await sandbox.run("mock", "seed", "company.json").code == 0)
      let words = ["--mock=company.json", "--allow-apply"]
      let refused = try await conversation(
        words, sandbox, "delete-user", ["user": "jane@deo.com"])
      #expect(refused?["isError"] == true)
      #expect(refused?["structuredContent"]?["problem"]?["code"] == "refused")
      let done = try await conversation(
        words + ["--allow-irreversible"], sandbox, "delete-user", ["user": "jane@deo.com"])
      #expect(done?["structuredContent"]?["status"] == "applied", "\(done?.text() ?? "")")
    }

    @Test func `callers reach no file, no input, and only the variables that were opened`()
      async throws
    {
      var sandbox = try Sandbox()
      try sandbox.write("email\njane@deo.com\n", to: "leavers.csv")
      sandbox.environment["GHLUA_SECRET"] = "Hunter2-Hunter2"
      sandbox.environment["NEW_PASSWORD"] = "Fresh-Start-2026"
      sandbox.lines = [
        call(1, "offboard-from-csv", ["people": "leavers.csv"]),
        call(2, "reset-password", ["user": "jane@deo.com", "password": "env:GHLUA_SECRET"]),
        call(3, "reset-password", ["user": "jane@deo.com", "password": "env:NEW_PASSWORD"]),
        call(4, "reset-password", ["user": "jane@deo.com", "password": "file:leavers.csv"]),
      ]
      let found = try await answers(sandbox, ["--mock", "--env", "NEW_PASSWORD"])
      for id in [1, 2, 4] as [JSONValue] {
        #expect(found[id]?["result"]?["isError"] == true, "\(found[id]?.text() ?? "")")
      }
      #expect(found[3]?["result"]?["isError"] == false)
      let all = found.values.map { $0.text() }.joined()
      #expect(!all.contains("Hunter2") && !all.contains("Fresh-Start"))
    }

    @Test func `messages that are none are answered as JSON-RPC says`() async throws {
      let found = try await answers(to: [
        "no json", #"[]"#, #"{"jsonrpc":"2.0","id":1}"#,
        #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#,
        request(3, "resources/list"), request(4, "tools/list", ["cursor": "x"]),
        #"{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"1900-01-01","io.modelcontextprotocol/clientCapabilities":{}}}}"#,
        request(6, "tools/call", ["arguments": [:]]), #"{"jsonrpc":"2.0","id":7,"result":{}}"#,
        request(8, "ping"), #"{"jsonrpc":"2.0","method":"notifications/nonsense"}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#,
      ])
      let codes = found.mapValues { $0["error"]?["code"]?.integer }
      #expect(codes[.null] == -32700)
      #expect(codes[1] == -32600 && codes[2] == -32602 && codes[3] == -32601)
      #expect(codes[4] == -32602 && codes[5] == -32022 && codes[6] == -32602)
      #expect(codes[8] == -32601 && found[7] == nil)
      #expect(found[5]?["error"]?["data"]?["requested"] == "1900-01-01")
    }

    @Test(.timeLimit(.minutes(1)))
    func `what a client cancels is stopped and not answered`() async throws {
      var sandbox = try Sandbox()
      try sandbox.write(
        """
        return recipe {
          name = "for-ever", version = "1", summary = "Never ends", can = {},
          run = function() while true do end end,
        }
        """, to: "recipes/for-ever.lua")
      sandbox.lines = [
        call(1, "for-ever", [:]), call(2, "for-ever", [:]),
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}"#,
      ]
      let found = try await answers(sandbox, ["--mock"], isolated: true)
      #expect(found.isEmpty)
    }
  }
}
