import HighLevel
import JSON
import MockBackend
import Planning
import Testing

/// A company, a gate over it, and what is needed to plan and apply.
struct World {
  let service: MockService
  let gate: Gate

  init(_ state: MockState = DefaultCompany.state, can: CapabilitySet = .everything) {
    service = MockService(state)
    gate = Gate(
      overlay: Overlay(over: service, now: state.clock.now, options: service.options.rules),
      capabilities: can)
  }

  init(over service: MockService) {
    self.service = service
    gate = Gate(
      overlay: Overlay(over: service, now: service.now, options: service.options.rules),
      capabilities: .everything)
  }

  var company: String { service.companyId }

  var plan: Plan {
    Plan(
      of: gate, recipe: Plan.Recipe(name: "test", version: "1.0.0", sha256: "sha256:0"),
      company: company, source: "mock", created: service.now)
  }

  func apply(_ plan: Plan? = nil, journal: MemoryJournal = MemoryJournal()) async -> ApplyReport {
    await Applier(to: service, secrets: gate.secrets, journal: journal)
      .apply(plan ?? self.plan, company: company, now: service.now)
  }

  @discardableResult
  func update(_ id: String, _ fields: JSONObject) async throws(GateError) -> JSONValue {
    try await gate.call(.usersUpdate, id: id, fields: fields)
  }

  @discardableResult
  func delete(_ id: String) async throws(GateError) -> JSONValue {
    try await gate.call(.usersDelete, id: id)
  }

  @discardableResult
  func create(_ email: String, _ fields: JSONObject = [:]) async throws(GateError) -> String {
    let answer = try await gate.call(
      .usersCreate, fields: newUser(email, company: company, fields))
    return answer["id"]?.string ?? ""
  }

  func search(_ fields: JSONObject = [:]) async throws -> JSONValue {
    var fields = fields
    fields["companyId"] = .string(company)
    return try await gate.call(.usersSearch, fields: fields)
  }
}

/// All that a create must send.
func newUser(_ email: String, company: String, _ more: JSONObject = [:]) -> JSONObject {
  var fields: JSONObject = [
    "companyId": .string(company), "firstName": "Nova", "lastName": "Person",
    "email": .string(email), "password": "Sun-Rise-2026!", "type": "account", "role": "user",
    "locationIds": [],
  ]
  for member in more { fields[member.key] = member.value }
  return fields
}

/// The e-mails of a list of users.
func emails(_ answer: JSONValue?) -> [String] {
  (answer?["users"]?.array ?? []).compactMap { $0["email"]?.string }
}

/// What a call came to: nil for success.
func error(of call: () async throws -> Void) async -> GateError? {
  do {
    try await call()
    return nil
  } catch let error as GateError {
    return error
  } catch {
    Issue.record("not an error of the gate: \(error)")
    return nil
  }
}

extension GateError {
  var service: ServiceError? { if case .service(let error) = self { error } else { nil } }
}

/// Seeds of property tests; each is printed with the test's name.
let seeds: [UInt64] = Array(1...5)

/// Takes writes and never answers; a cancelled one is without an answer.
struct SilentBackend: Backend {
  /// One element for each write that came.
  let asked: AsyncStream<Void>
  private let came: AsyncStream<Void>.Continuation

  init() { (asked, came) = AsyncStream<Void>.makeStream() }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await MockService().read(request)
  }

  func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    came.yield()
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
    throw ServiceError(kind: .unavailable, status: 0, message: "There was no answer.")
  }
}
