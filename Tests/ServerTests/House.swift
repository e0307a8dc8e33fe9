import DaemonStore
import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import Logging
import Synchronization
import Testing
import Webhooks

@testable import Server

/// A server without a socket: its front, its workers, a store of its own, and a workplace that does as
/// it is told.
struct House {
  static let noon = Timestamp("2026-01-05T12:00:00.000Z") ?? Timestamp(milliseconds: 0)
  static let operatorToken = "operator-operator-operator"
  static let plannerToken = "planner-planner-planner-pl"
  static let viewerToken = "viewer-viewer-viewer-viewer"
  static let secret = "a-secret-for-hooks"

  let store: any Store
  let work: Workbench
  let front: Front
  private let bell = Bell()
  private let news = Bell()

  init(_ store: any Store, isOpen: Bool = false) throws {
    self.store = store
    work = Workbench()
    var settings = ServerSettings()
    if !isOpen {
      settings.tokens = [
        AccessToken(name: "ops", role: .apply, secret: Self.operatorToken),
        AccessToken(name: "planner", role: .plan, secret: Self.plannerToken),
        AccessToken(name: "viewer", role: .read, secret: Self.viewerToken),
      ]
    }
    settings.companies = ["default": "company-1"]
    let route = Hook.Route(
      recipe: "echo", events: ["HighLevel:Workflow", "HighLevel:UserDelete"], arguments: ["x": 1],
      appliesItself: false)
    settings.hooks = [
      Hook(
        name: "crm", kind: .highLevelWorkflow,
        reader: HighLevelWorkflowReader(secret: KnownSecret(Self.secret)), profile: "default",
        company: "company-1", routes: [route]),
      Hook(
        name: "deletes", kind: .highLevel, reader: ToldReader(), profile: "default",
        company: "company-1", routes: [route]),
      Hook(
        name: "quiet", kind: .standard, reader: ToldReader(), profile: "default",
        company: "company-1", routes: []),
    ]
    settings.targets = [
      ServerSettings.Target(
        name: "site", url: "http://site.test/", events: ["ghlua.run.*"], secret: nil)
    ]
    front = Front(
      store, work, Server.rooms(settings, "127.0.0.1", 80), work: bell, news: news,
      meters: Meters(), log: Self.log, clock: { Self.now })
  }

  static var now: Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// Runs a test with a house, whose workers are at work.
  static func with(
    isOpen: Bool = false, workers: Bool = true, mostPages: Int? = nil,
    _ body: (House) async throws -> Void
  ) async throws {
    let folder =
      "\(FileManager.default.temporaryDirectory.path)/ghlua-server-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try await StoreOpener.sqlite("\(folder)/store.db", mostPages: mostPages)
    let house = try House(store, isOpen: isOpen)
    let tasks = workers ? house.begin() : []
    do { try await body(house) } catch {
      await house.end(tasks)
      throw error
    }
    await house.end(tasks)
  }

  private func begin() -> [Task<Void, Never>] {
    let front = front
    let shop = Workshop(
      store: store, workplace: work, worker: "w", places: 4,
      settings: { front.current.settings }, clock: { Self.now }, isLeaving: { false }, bell: bell,
      news: news, meters: front.meters, log: Self.log)
    let courier = Courier(
      store: store, workplace: work, worker: "w", settings: { front.current.settings },
      clock: { Self.now }, bell: news, meters: front.meters, log: Self.log)
    return [Task { await shop.run() }, Task { await courier.run() }]
  }

  private func end(_ tasks: [Task<Void, Never>]) async {
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    await store.close()
  }

  /// A request as this machine's clients make it.
  func ask(
    _ method: String, _ target: String, _ body: String = "", headers: [(String, String)] = [],
    token: String? = operatorToken, host: String? = "127.0.0.1"
  ) async -> Answer {
    var all = headers.map { (name: $0.0.lowercased(), value: $0.1) }
    if let token { all.append(("authorization", "Bearer \(token)")) }
    if !body.isEmpty, !all.contains(where: { $0.name == "content-type" }) {
      all.append(("content-type", "application/json"))
    }
    return await front.answer(
      Ask(
        method: method, target: target, headers: all, host: host, body: Array(body.utf8),
        isLocal: true, received: Self.now))
  }

  /// Plans `echo` and waits for the end of it.
  func plan(_ arguments: String = "{}") async throws -> JSONObject {
    let answer = await ask(
      "POST", "/v1/runs?wait=300", #"{"recipe":"echo","args":\#(arguments)}"#)
    #expect(answer.status == 200)
    return try answer.object
  }

  /// Waits until something is so; a minute at most.
  static func until(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<3000 {
      if try await condition() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("it never became so")
  }
}

extension Answer {
  var text: String { if case .text(let text) = body { text } else { "" } }

  var object: JSONObject {
    get throws { try #require((try JSONValue(parsing: text)).object) }
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The code of the problem that it is about.
  var code: String? { (try? object)?["problem"]?["code"]?.string }
}

/// Believes all, and reads what it is told from the body.
struct ToldReader: WebhookReader {
  func read(_ delivery: Delivery) async throws(WebhookRefusal) -> WebhookEvent {
    guard let body = (try? JSONValue(parsing: delivery.body))?.object else {
      throw .malformed("no JSON")
    }
    let type = body["type"]?.string ?? "HighLevel:UserDelete"
    return WebhookEvent(
      id: body["id"]?.string, type: type, payload: .object(body),
      deleted: DeletedPerson(id: body["user"]?.string, email: body["email"]?.string))
  }
}

/// A workplace that does as the arguments say: `{"do": "wait"}`, `"changes"`, `"apply"`, `"fail"`.
final class Workbench: Workplace {
  struct Sent: Sendable {
    var url: String
    var headers: [String: String]
    var body: String
  }

  let sent = Mutex<[Sent]>([])
  let begun = Mutex<[String]>([])
  /// What a target answers.
  let status = Mutex(200)

  func recipes() async -> [RecipeInfo] { [Self.echo] }

  static let echo = RecipeInfo(
    name: "echo", version: "1", summary: "says it again", events: ["HighLevel:Workflow"],
    schema: ["type": "object"])

  func recipe(_ name: String) async throws(Problem) -> RecipeInfo {
    guard name == "echo" else { throw Problem(.recipeNotFound, "there is no recipe '\(name)'") }
    return Self.echo
  }

  func perform(_ assignment: Assignment, _ reporter: RunReporter) async -> RunOutcome {
    begun.withLock { $0.append(assignment.run.id) }
    await reporter.log([LogLine("at work")])
    if assignment.run.kind == .apply || assignment.run.kind == .resume {
      return RunOutcome(.applied)
    }
    let arguments = (try? JSONValue(parsing: assignment.documents.arguments)) ?? .null
    switch arguments["do"]?.string {
    case "wait":
      while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(10)) }
      return RunOutcome(.interrupted)
    case "changes", "apply":
      var outcome = RunOutcome(.waiting)
      outcome.plan = #"{"format":"ghlua.plan/1","names":{"l1":"Berlin"}}"#
      outcome.checksum = "sha256:abc"
      outcome.planExpires = House.now.advanced(by: .seconds(3600))
      outcome.changes = ChangeCounts(delete: 1)
      let label = arguments["label"]?.string ?? "ana"
      await reporter.record([
        RunItem(
          number: 1, operation: "delete", resource: "users", entity: "u", label: label,
          before: JSONValue.object(
            ["/email": .string(label), "/locationIds": ["l1", "l2"]]
          ).text())
      ])
      return outcome
    case "fail":
      var outcome = RunOutcome(.failed)
      outcome.reason = arguments["why"]?.string ?? "it was told to"
      return outcome
    default:
      var outcome = RunOutcome(.planned)
      outcome.report = #"{"result":"done","ok":true}"#
      return outcome
    }
  }

  func upcoming(limit: Int) async -> [UpcomingRun] {
    [UpcomingRun(schedule: "nightly", recipe: "echo", at: House.now)]
  }

  func send(
    _ body: [UInt8], headers: [(name: String, value: String)], to url: String
  ) async throws(Problem) -> Int {
    sent.withLock {
      $0.append(
        Sent(
          url: url, headers: Dictionary(headers.map { ($0.name, $0.value) }) { first, _ in first },
          body: String(decoding: body, as: UTF8.self)))
    }
    return status.withLock(\.self)
  }
}
