import Diagnostics
import Engine
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Planning
import Synchronization
import Testing

/// What holds for every recipe and every company; `scripts/check-plans` tries many more of them.
@Suite struct RandomRecipeTests {
  /// `GHLUA_SEEDS=1-1000`; a few without it.
  private static let seeds: [UInt64] = {
    let bounds = (ProcessInfo.processInfo.environment["GHLUA_SEEDS"] ?? "1-12")
      .split(separator: "-").compactMap { UInt64($0) }
    return bounds.count == 2 ? Array(bounds[0]...max(bounds[0], bounds[1])) : [1]
  }()

  @Test(arguments: seeds)
  func `planning leaves the source as it was, byte for byte`(seed: UInt64) async throws {
    let trial = try await Trial(seed)
    #expect(trial.service.snapshot().text() == MockService(trial.state).snapshot().text())
    let again = try await Trial(seed)
    #expect(again.plan.json.text() == trial.plan.json.text())
  }

  @Test(arguments: seeds)
  func `apply reaches exactly what the plan says`(seed: UInt64) async throws {
    let trial = try await Trial(seed)
    let report = await trial.apply(to: trial.service)
    #expect(report.status == .applied, "\(report.problem?.message ?? "")\n\(trial.script)")
    let mispredicted = report.outcomes.filter { $0.result != .done(mispredicted: []) }
    #expect(mispredicted.isEmpty, "\(trial.script)")
    trial.service.settle()
    let ids = Dictionary(
      report.outcomes.map { ($0.operation.id, $0.id) }, uniquingKeysWith: { first, _ in first })
    let foretold = trial.foretold
    let found = Trial.people(trial.service)
    #expect(Set(found.keys) == Set(foretold.keys.map { ids[$0] ?? $0 }), "\(trial.script)")
    let touched = Set(trial.plan.operations.map(\.id))
    for (id, values) in foretold {
      let record = found[ids[id] ?? id] ?? [:]
      #expect(UserFields.differing(from: values, in: record) == [], "\(id)\n\(trial.script)")
      if !touched.contains(id) { #expect(record == trial.before[id], "\(id)\n\(trial.script)") }
    }
  }

  @Test(arguments: seeds)
  func `undo gives back every field that can be given back`(seed: UInt64) async throws {
    let trial = try await Trial(seed)
    let journal = MemoryJournal()
    _ = await trial.apply(to: trial.service, journal)
    trial.service.settle()
    let undo = try await UndoPlan(
      of: trial.plan, history: journal.history, run: "run", in: trial.service, sourceName: "mock",
      now: trial.service.now)
    let back = await trial.apply(undo.plan, to: trial.service, secrets: undo.secrets)
    #expect(back.status == .applied, "\(back.problem?.message ?? "")\n\(trial.script)")
    trial.service.settle()
    let found = Trial.people(trial.service)
    let deleted = Set(trial.plan.operations.filter { $0.kind == .delete }.map(\.id))
    #expect(Set(found.keys) == Set(trial.before.keys).subtracting(deleted), "\(trial.script)")
    for (id, record) in found {
      let values = UserFields.values(of: UserFields.written, in: trial.before[id] ?? [:])
      let losses = undo.losses.filter { $0.label == UserFields.label(of: record) }.map(\.field)
      let lost = UserFields.differing(from: values, in: record).filter { !losses.contains($0) }
      #expect(lost == [], "\(id)\n\(trial.script)")
    }
  }

  @Test(arguments: seeds)
  func `an outside change is caught exactly when it touches what was read`(
    seed: UInt64
  ) async throws {
    let trial = try await Trial(seed)
    var generator = RandomRecipe(trial.state, seed: seed &+ 1_000_003)
    for _ in 0..<8 where !trial.plan.operations.isEmpty {
      let service = MockService(trial.state)
      let change = generator.outsideChange(companyId: service.companyId)
      guard (try? await service.write(change)) != nil else { continue }
      service.settle()
      let before = service.snapshot()
      let moved = await trial.reads.moved(in: service)
      let report = await trial.apply(to: service)
      let place = "\(change.operation.name) \(change.id) \(change.fields)\n\(trial.script)"
      if moved.isEmpty {
        #expect(report.status == .applied, "\(report.problem?.message ?? "")\n\(place)")
      } else {
        #expect(report.status == .drift, "\(moved)\n\(place)")
        #expect(service.snapshot() == before, "\(place)")
      }
    }
  }
}

/// A random recipe, planned on a random company.
private struct Trial {
  let state: MockState
  let service: MockService
  let script: String
  let reads: ReadTrace
  let report: RunReport
  let plan: Plan
  /// The living users before, by id.
  let before: [String: JSONObject]

  init(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let users = Int.random(in: 3...45, using: &generator)
    state = CompanyGenerator(seed: seed, users: users, locations: 3).state
    service = MockService(state)
    var recipe = RandomRecipe(state, seed: seed)
    script = recipe.script()
    before = Self.people(service)
    let trace = ReadTrace(service)
    reads = trace
    report = await Runner.plan(
      RunRequest(
        recipe: try await RecipeLoader.load(recipeFile(script)),
        arguments: RawArguments(named: [:]), source: trace, sourceName: "mock",
        company: service.companyId, now: service.now, input: SystemInput()))
    plan = try #require(report.plan, "\(report.problem?.sentence ?? "")\n\(script)")
  }

  func apply(
    _ other: Plan? = nil, to service: MockService, secrets: Secrets? = nil,
    _ journal: MemoryJournal = MemoryJournal()
  ) async -> ApplyReport {
    let options = ApplyOptions(
      following: ApplyOptions.Following(limit: .seconds(600)) { service.advance(by: $0) })
    return await Applier(
      to: service, secrets: secrets ?? report.secrets, journal: journal, options: options
    ).apply(other ?? plan, company: service.companyId, now: service.now)
  }

  static func people(_ service: MockService) -> [String: JSONObject] {
    let living = service.state.users.filter { !User($0).isDeleted }
    return Dictionary(uniqueKeysWithValues: living.map { (User($0).id, $0) })
  }

  /// What every user's fields will be, by the lines of the plan alone; new users by reserved ids.
  var foretold: [String: JSONObject] {
    var people = before.mapValues { UserFields.values(of: UserFields.written, in: $0) }
    for operation in plan.operations {
      switch operation.kind {
      case .delete: people[operation.id] = nil
      case .create:
        people[operation.id] = JSONObject(
          uniqueMembers: operation.request.members.filter { UserFields.written.contains($0.key) })
      case .update:
        for line in operation.diff where line.path != "/password" {
          people[operation.id]?.set(line)
        }
      }
    }
    return people
  }
}

extension JSONObject {
  /// Carries out one line of a diff.
  fileprivate mutating func set(_ line: FieldChange) {
    let names = JSONPointer.names(in: line.path) ?? []
    guard names.count == 2 else {
      self[names[0]] = line.after ?? .null
      return
    }
    var map = self[names[0]]?.object ?? [:]
    map[names[1]] = line.after
    self[names[0]] = .object(map)
  }
}

/// Everything that planning was told, to ask it again.
private final class ReadTrace: ReadBackend {
  private let source: MockService
  private let answers = Mutex<[(request: Request, answer: JSONValue?)]>([])

  init(_ source: MockService) { self.source = source }

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    do throws(ServiceError) {
      let answer = try await source.read(request)
      answers.withLock { $0.append((request, answer)) }
      return answer
    } catch {
      answers.withLock { $0.append((request, nil)) }
      throw error
    }
  }

  /// The reads to which another company answers something else, whatever changes with every answer
  /// left out.
  func moved(in service: MockService) async -> [String] {
    var moved: [String] = []
    for (request, answer) in answers.withLock(\.self) {
      let now = try? await service.read(request)
      if now.map(Self.lasting) != answer.map(Self.lasting) {
        moved.append("\(request.operation.name) \(request.id) \(request.fields)")
      }
    }
    return moved
  }

  private static func lasting(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let items): .array(items.map(lasting))
    case .object(let object):
      .object(
        JSONObject(
          uniqueMembers: object.members.filter { $0.key != "traceId" && $0.key != "dateUpdated" }
            .map { JSONObject.Member(key: $0.key, value: lasting($0.value)) }))
    case .null, .bool, .integer, .number, .string: value
    }
  }
}
