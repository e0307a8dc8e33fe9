import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Testing

@testable import Planning

/// What stands in a plan's file, and files that are no plans.
@Suite struct PlanFileTests {
  /// Reads bytes as a plan's file.
  private static func problem(_ bytes: [UInt8]) throws -> Problem? {
    let file = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    do throws(Problem) {
      _ = try PlanFile.read(file.path)
      return nil
    } catch {
      return error
    }
  }

  private static func text() async throws -> String {
    try await PlanTests.rich().plan.json.text(pretty: true)
  }

  /// A text with a checksum that fits, as somebody who knows how would write it.
  private static func resigned(_ change: (inout JSONObject) -> Void) async throws -> [UInt8] {
    var object = try await PlanTests.rich().plan.json.object ?? [:]
    object["checksum"] = nil
    change(&object)
    object["checksum"] = .string(Fingerprint.of(.object(object)))
    return Array(JSONValue.object(object).text().utf8)
  }

  @Test func `a plan cut anywhere is no plan`() async throws {
    let bytes = Array(try await Self.text().utf8)
    for length in stride(from: 0, to: bytes.count, by: 97) {
      let problem = try Self.problem(Array(bytes[..<length]))
      #expect(problem?.code == .inputInvalid, "cut at \(length)")
      #expect(problem?.message.hasPrefix("this is no plan: ") == true, "cut at \(length)")
    }
  }

  @Test func `a plan edited anywhere is refused`() async throws {
    let text = try await Self.text()
    for (old, new) in [
      ("+15550001", "+15550002"), ("\"delete\": 1", "\"delete\": 0"), ("\"mock\"", "\"live\""),
      ("2026-01-06", "2027-01-06"), ("\"limits\": {}", "\"limits\": {\"delete\": 99}"),
    ] {
      try #require(text.contains(old), "\(old)")
      let problem = try Self.problem(Array(text.replacing(old, with: new).utf8))
      #expect(problem?.code == .drift, "\(old)")
      #expect(problem?.code.exitCode == 6)
    }
  }

  @Test func `another version, another file, and things nobody wrote are told apart`() async throws
  {
    let text = try await Self.text()
    let version = try Self.problem(
      Array(text.replacing("ghlua.plan/1", with: "ghlua.plan/2").utf8))
    #expect(version?.message.contains("its format is 'ghlua.plan/2'") == true)
    let twice = try Self.problem(
      Array(text.replacing("\"source\":", with: "\"source\": \"live\", \"source\":").utf8))
    #expect(twice?.message.contains("the name 'source' is given twice") == true)
    #expect(twice?.place?.line != nil)
    #expect(try Self.problem([0xFF, 0xFE, 0x00])?.message.contains("not UTF-8") == true)
    #expect(try Self.problem(Array("PK\u{3}\u{4}".utf8))?.code == .inputInvalid)
    let deep = try Self.problem(Array(String(repeating: "[", count: 100_000).utf8))
    #expect(deep?.message.contains("nested") == true)
    for problem in [version, twice, deep] { #expect(problem?.code.exitCode == 10) }
  }

  @Test func `a signed plan with anything this program would not write is refused`() async throws {
    let changes: [(inout JSONObject) -> Void] = [
      { $0["hook"] = "https://example.test" },
      { $0["limits"] = ["delete": "many"] },
      { $0["plan"] = "plan-0000000000000000" },
      { $0["summary"] = ["create": 0, "update": 0, "delete": 0, "irreversible": 0] },
      { object in
        var operations = object["ops"]?.array ?? []
        var first = operations.first?.object ?? [:]
        first["row"] = "three"
        operations[0] = .object(first)
        object["ops"] = .array(operations)
      },
    ]
    for (index, change) in changes.enumerated() {
      let problem = try Self.problem(try await Self.resigned(change))
      #expect(problem?.code == .inputInvalid, "change \(index)")
      #expect(problem?.message.contains("does not understand") == true, "change \(index)")
    }
    #expect(try Self.problem(try await Self.resigned { _ in }) == nil)
  }

  @Test func `a file that is too large is not read`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(JSONValue.array([1, 2, 3]).text().utf8).write(to: file)
    #expect {
      try PlanFile.read(file.path, largest: 4)
    } throws: { error in
      (error as? Problem)?.message.contains("larger than") == true
    }
  }

  @Test func `a folder, and nothing at all, are no plans`() throws {
    let folder = FileManager.default.temporaryDirectory.path
    for path in [folder, folder + "/there-is-no-such-plan.json"] {
      #expect {
        try PlanFile.read(path)
      } throws: { error in
        (error as? Problem)?.code == .inputInvalid
      }
    }
  }

  @Test func `a password never lands in the file`() async throws {
    let world = World()
    try await world.create("new@acme.example", ["password": "Moon-Rise-2031!"])
    try await world.update(DefaultCompany.johnDeo, ["password": "Tide-Rise-2031!"])
    let text = world.plan.json.text()
    #expect(!text.contains("Moon-Rise") && !text.contains("Tide-Rise"))
    #expect(text.contains("\"$secret\""))
    #expect(world.plan.secretNames.count == 2)
  }
}
