import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Testing

@testable import Planning

@Suite struct PlanTests {
  static func rich() async throws -> World {
    let world = World()
    _ = try await world.search(["query": "deo"])
    _ = await error { _ = try await world.gate.call(.usersGet, id: "nobody") }
    try await world.create("new@acme.example", ["permissions": ["contactsEnabled": true]])
    try await world.update("~new:users:1~", ["phone": "+15550001"])
    _ = try await world.gate.call(
      .usersUpdate, id: DefaultCompany.johnDeo, fields: ["permissions": ["a/b~c": true]],
      at: CallContext(place: Place("test.lua", line: 7), step: "Open", row: 3))
    try await world.delete(DefaultCompany.johnDeo)
    return world
  }

  @Test func `the same inputs give the same bytes`() async throws {
    let texts = try await [Self.rich(), Self.rich()].map { $0.plan.json.text(pretty: true) }
    #expect(texts[0] == texts[1])
  }

  @Test func `a plan read back is the same plan`() async throws {
    let plan = try await Self.rich().plan
    let text = plan.json.text(pretty: true)
    let copy = try Plan(json: JSONValue(parsing: text))
    #expect(copy == plan)
    #expect(copy.json.text(pretty: true) == text)
  }

  @Test func `an operation says what, where and why`() async throws {
    let plan = try await Self.rich().plan
    let update = plan.operations[2]
    #expect(update.label == "john@deo.com")
    #expect(update.at == "test.lua:7")
    #expect(update.step == "Open")
    #expect(update.row == 3)
    #expect(update.diff.contains { $0.path == "/permissions/a~1b~0c" && $0.after == true })
    #expect(plan.operations[1].depends == [1])
    #expect(plan.operations[3].depends == [3])
    #expect(plan.operations[3].irreversible != nil)
    #expect(plan.operations[0].undo == Undo(.delete))
    #expect(plan.summary == Plan.Summary(create: 1, update: 2, delete: 1, irreversible: 1))
  }

  @Test func `later operations on a user count on the earlier ones`() async throws {
    let world = World()
    try await world.update(DefaultCompany.johnDeo, ["firstName": "Jon"])
    try await world.update(DefaultCompany.johnDeo, ["firstName": "Johnny"])
    let operations = world.gate.operations()
    #expect(
      operations.map(\.precondition) == [
        .fields(["firstName": "John"]), .fields(["firstName": "Jon"]),
      ])
    #expect(operations[1].undo == Undo(.update, request: ["firstName": "Jon"]))
  }

  @Test func `a plan edited by hand is refused`() async throws {
    let text = try await Self.rich().plan.json.text()
    let edited = text.replacing("+15550001", with: "+15550002")
    #expect {
      try Plan(json: JSONValue(parsing: edited))
    } throws: { error in
      (error as? Problem)?.code == .drift
    }
  }

  @Test(arguments: ["[]", "{}", "{\"format\":\"ghlua.plan/2\"}"])
  func `what is no plan is an input error`(text: String) {
    #expect {
      try Plan(json: JSONValue(parsing: text))
    } throws: { error in
      (error as? Problem)?.code == .inputInvalid
    }
  }

  @Test func `a plan with a good checksum and a part missing names the part`() async throws {
    var object = try await Self.rich().plan.json.object ?? [:]
    object["checksum"] = nil
    object["ops"] = [["n": 1]]
    object["checksum"] = .string(Fingerprint.of(.object(object)))
    #expect {
      try Plan(json: .object(object))
    } throws: { error in
      (error as? Problem)?.message.contains("/ops/0/op") == true
    }
  }

  @Test func `a plan file is for its owner only and replaces an older one`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "plan.json").path
    let plan = try await Self.rich().plan
    try Data("old".utf8).write(to: URL(filePath: path))
    for _ in 0..<2 {
      try PlanFile.write(plan, to: path)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      #expect(try PlanFile.read(path) == plan)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["plan.json"])
    }
    #expect(throws: Problem.self) { try PlanFile.read(path + "x") }
    #expect(throws: Problem.self) { try PlanFile.write(plan, to: path + "/x") }
  }
}
