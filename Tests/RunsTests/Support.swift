import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Planning
import Synchronization
import Testing

@testable import Runs

/// A folder for runs that goes away with the test.
struct Place: ~Copyable {
  let store: RunStore

  init() {
    let name = "ghlua-runs-\(UInt64.random(in: 0 ... .max))"
    store = RunStore(FileManager.default.temporaryDirectory.appending(path: name).path)
  }

  deinit { try? FileManager.default.removeItem(atPath: store.root) }
}

/// A company with a plan for it.
struct Work {
  static let moment = Timestamp(milliseconds: 1_767_614_400_000)

  let service: MockService
  let plan: Plan
  let secrets: Secrets

  /// A few creates, updates and deletes.
  init(_ state: MockState = DefaultCompany.state) async throws {
    let service = MockService(state)
    let gate = Gate(
      overlay: Overlay(over: service, now: service.now), capabilities: .everything)
    let users = state.users.map(User.init)
    _ = try await gate.call(.usersUpdate, id: users[0].id, fields: ["firstName": "Jon"])
    _ = try await gate.call(.usersUpdate, id: users[1].id, fields: ["phone": "+15550001"])
    _ = try await gate.call(.usersUpdate, id: users[0].id, fields: ["lastName": "Döe"])
    let new = try await gate.call(
      .usersCreate,
      fields: [
        "companyId": .string(service.companyId), "firstName": "Nova", "lastName": "Person",
        "email": "nova@acme.example", "password": .string(gate.secrets.makePassword()),
        "type": "account", "role": "user", "locationIds": [],
      ])
    _ = try await gate.call(
      .usersUpdate, id: new["id"]?.string ?? "", fields: ["phone": "+15550002"])
    _ = try await gate.call(.usersDelete, id: users[2].id)
    self.init(service, gate)
  }

  private init(_ service: MockService, _ gate: Gate) {
    let plan = Plan(
      of: gate, recipe: Plan.Recipe(name: "test", version: "1.0.0", sha256: "sha256:0"),
      company: service.companyId, source: "mock", created: service.now)
    self.init(service, plan, gate.secrets)
  }

  /// About three operations for each user: creates, updates on top of each other, deletes.
  static func long(_ state: MockState) async throws -> Work {
    let service = MockService(state)
    let gate = Gate(
      overlay: Overlay(over: service, now: service.now), capabilities: .everything)
    let password = gate.secrets.makePassword()
    for (index, user) in state.users.map({ User($0) }).filter({ !$0.isDeleted }).enumerated() {
      _ = try await gate.call(.usersUpdate, id: user.id, fields: ["firstName": "Kim"])
      _ = try await gate.call(
        .usersUpdate, id: user.id, fields: ["phone": .string("+1555000\(index)")])
      _ = try await gate.call(
        .usersCreate,
        fields: [
          "companyId": .string(service.companyId), "firstName": "New", "lastName": "Person",
          "email": .string("new-\(index)@acme.test"), "password": .string(password),
          "type": "account", "role": "user", "locationIds": [],
        ])
      if index % 8 == 0 { _ = try await gate.call(.usersDelete, id: user.id) }
    }
    return Work(service, gate)
  }

  /// The same plan for a company as it was before.
  func again() -> Work { Work(MockService(service.state), plan, secrets) }

  private init(_ service: MockService, _ plan: Plan, _ secrets: Secrets) {
    self.service = service
    self.plan = plan
    self.secrets = secrets
  }

  func record(_ id: String = RunID.make(at: moment)) -> RunRecord {
    RunRecord(
      id: id, plan: plan.id, checksum: plan.checksum, recipe: plan.recipe.name, version: "1.0.0",
      company: plan.company, source: "mock", target: "mock", started: Self.moment)
  }

  var options: ApplyOptions {
    let service = service
    return ApplyOptions(
      following: ApplyOptions.Following(limit: .seconds(600)) { service.advance(by: $0) })
  }

  func apply(_ backend: (any Backend)? = nil, _ journal: any OperationJournal) async -> ApplyReport
  {
    await Applier(
      to: backend ?? service, secrets: secrets, journal: journal, options: options
    ).apply(plan, company: service.companyId, now: service.now)
  }

  func resume(
    _ backend: (any Backend)? = nil, _ journal: any OperationJournal, _ history: RunHistory
  ) async -> ApplyReport {
    await Applier(
      to: backend ?? service, secrets: secrets, journal: journal, options: options
    ).resume(plan, from: history, company: service.companyId)
  }

  /// All living users by e-mail, without what differs from run to run.
  var people: [String: JSONObject] {
    var result: [String: JSONObject] = [:]
    for var record in service.state.users where !User(record).isDeleted {
      for name in ["dateAdded", "dateUpdated", "id"] { record[name] = nil }
      result[User(record).email] = record
    }
    return result
  }
}

/// Counts the writes that had an effect.
final class Counter: Backend {
  private let service: MockService
  private let counts = Mutex<[String: Int]>([:])

  init(_ service: MockService) { self.service = service }

  var total: Int { counts.withLock { $0.values.reduce(0, +) } }
  var most: Int { counts.withLock { $0.values.max() ?? 0 } }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await service.read(request)
  }

  func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    let answer = try await service.write(request)
    let text = "\(request.operation.name) \(request.id) \(JSONValue.object(request.fields).text())"
    counts.withLock { $0[text, default: 0] += 1 }
    return answer
  }
}

/// A disk in memory that takes so many bytes and then none, half a line if it comes to that.
final class SmallDisk: AppendFile {
  struct Content {
    var bytes: [UInt8] = []
    var room: Int
    var syncs = 0
    var isDead = false
  }

  /// What happens at the end of the room.
  enum End { case full, powerLoss }

  let content: Mutex<Content>
  private let end: End

  init(room: Int = 1 << 30, _ end: End = .full, holding text: String = "") {
    content = Mutex(Content(bytes: Array(text.utf8), room: room))
    self.end = end
  }

  var text: String { content.withLock { String(decoding: $0.bytes, as: UTF8.self) } }

  func append(_ text: String) -> Int32 {
    content.withLock { content in
      if content.isDead { return 28 }
      let part = text.utf8.prefix(content.room)
      content.bytes += part
      content.room -= part.count
      if part.count == text.utf8.count { return 0 }
      content.isDead = end == .powerLoss
      return 28  // ENOSPC
    }
  }

  /// Such a disk promises nothing.
  func reserve(_ bytes: Int) -> Int32 { 0 }

  func cut(to length: Int) -> Int32 {
    content.withLock { content in
      if content.isDead { return 5 }
      content.room += content.bytes.count - min(length, content.bytes.count)
      content.bytes = Array(content.bytes.prefix(length))
      return 0
    }
  }

  func sync() -> Int32 {
    content.withLock { content in
      content.syncs += 1
      return content.isDead ? 5 : 0
    }
  }
}
