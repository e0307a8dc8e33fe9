import HighLevel
import JSON

/// Reads again what a plan counts on and says what moved.
struct DriftCheck {
  private let source: any ReadBackend
  private let secrets: Secrets
  private let plan: Plan
  private var drifts: [Drift] = []
  /// Users that an operation found moved; their changed record is not reported a second time.
  private var reported: Set<String> = []
  /// Records read for preconditions, for the comparison of whole records.
  private var answers: [String: JSONValue?] = [:]

  init(_ plan: Plan, source: any ReadBackend, secrets: Secrets) {
    self.plan = plan
    self.source = source
    self.secrets = secrets
  }

  /// All that moved, in the order of the operations, then of the reads.
  static func drifts(
    of plan: Plan, in source: any ReadBackend, secrets: Secrets
  ) async throws(ServiceError) -> [Drift] {
    var check = DriftCheck(plan, source: source, secrets: secrets)
    try await check.checkOperations()
    try await check.checkReads()
    return check.drifts
  }

  /// The first operation on each user; what later ones count on is the plan's own doing.
  private mutating func checkOperations() async throws(ServiceError) {
    var seen: Set<String> = []
    let freed = Set(plan.operations.filter { $0.kind == .delete }.map(\.id))
    for operation in plan.operations where seen.insert(operation.id).inserted {
      switch operation.precondition {
      case .fields(let expected):
        if !NewID.isReserved(operation.id) { try await check(operation, expected) }
      case .emailAbsent(let email):
        try await check(operation, absent: email, freed: freed)
      }
    }
  }

  private mutating func check(
    _ operation: PlannedOperation, _ expected: JSONObject
  ) async throws(ServiceError) {
    guard let record = try await user(operation.id)?.object else {
      add(Drift(operation.label, expected: "there", operation: operation.number), operation.id)
      return
    }
    let wanted = secrets.resolved(expected)
    for field in UserFields.differing(from: wanted, in: record) {
      add(
        Drift(
          operation.label, field: field, expected: expected[field],
          found: UserRules.writtenValue(of: field, in: record), operation: operation.number),
        operation.id)
    }
  }

  private mutating func check(
    _ operation: PlannedOperation, absent email: String, freed: Set<String>
  ) async throws(ServiceError) {
    let fields: JSONObject = [
      "emails": .string(email), "companyId": .string(plan.company),
    ]
    let answer: JSONValue
    do throws(ServiceError) {
      answer = try await source.read(Request(.usersFilterByEmail, fields: fields))
    } catch {
      // A token that may not ask could not ask while planning either.
      guard [.missingScope, .wrongLocation, .forbidden].contains(error.kind) else { throw error }
      return
    }
    for found in answer["users"]?.array ?? [] {
      let id = found["id"]?.string ?? ""
      guard !freed.contains(id) else { continue }
      add(Drift(email, found: .string(id), operation: operation.number), email)
    }
  }

  private mutating func checkReads() async throws(ServiceError) {
    for read in plan.reads {
      guard let operation = Operations.named(read.operation) else { continue }
      guard !reported.contains(read.id), !reportsEmail(of: read) else { continue }
      let request = Request(operation, id: read.id, fields: secrets.resolved(read.fields))
      let answer = try await answer(to: request)
      let result = answer.map { ReadResult(of: operation, answer: $0) } ?? .absent
      guard result != read.result else { continue }
      if case .list(let old) = read.result, case .list(let new) = result, old.isSameList(as: new) {
        addChanges(in: answer?[operation.resource]?.array ?? [], from: old, to: new)
      } else {
        drifts.append(drift(read, result))
      }
    }
  }

  /// The same list as before, in which some records are not as they were.
  private mutating func addChanges(in records: [JSONValue], from old: ListPrint, to new: ListPrint)
  {
    for (place, record) in records.enumerated() where old.record(at: place) != new.record(at: place)
    {
      let id = record["id"]?.string ?? ""
      guard !reported.contains(id) else { continue }
      add(
        Drift(
          UserFields.label(of: record.object ?? [:]),
          expected: .string("sha256:\(old.record(at: place))"),
          found: .string("sha256:\(new.record(at: place))"),
          operation: plan.operations.first { $0.id == id }?.number), id)
    }
  }

  private func reportsEmail(of read: PlannedRead) -> Bool {
    read.operation == Operation.usersFilterByEmail.name
      && reported.contains(UserRules.emailKey(read.fields.text("emails")))
  }

  /// What the service answers now; nil when it knows no such record.
  private mutating func answer(to request: Request) async throws(ServiceError) -> JSONValue? {
    if request.operation == .usersGet { return try await user(request.id) }
    do throws(ServiceError) {
      return try await source.read(request)
    } catch {
      guard error.kind == .notFound else { throw error }
      return nil
    }
  }

  /// The user, read once; nil when there is none.
  private mutating func user(_ id: String) async throws(ServiceError) -> JSONValue? {
    if let known = answers[id] { return known }
    var answer: JSONValue?
    do throws(ServiceError) {
      let found = try await source.read(Request(.usersGet, id: id))
      answer = Operation.usersGet.record(in: found)
    } catch {
      guard error.kind == .notFound else { throw error }
    }
    answers[id] = .some(answer)
    return answer
  }

  private mutating func add(_ drift: Drift, _ subject: String) {
    var drift = drift
    drift.subject = subject
    drifts.append(drift)
    reported.insert(subject)
  }

  private mutating func drift(_ read: PlannedRead, _ found: ReadResult) -> Drift {
    let planned = plan.operations.first { !read.id.isEmpty && $0.id == read.id }
    let name = read.id.isEmpty ? read.fields["emails"]?.string ?? "" : read.id
    let what = planned?.label ?? (name.isEmpty ? read.operation : "\(read.operation) \(name)")
    let subject = Self.subject(of: read)
    if let subject { reported.insert(subject) }
    return Drift(
      what, expected: read.result.summary, found: found.summary(after: read.result),
      operation: planned?.number, subject: subject)
  }
}

extension DriftCheck {
  /// The one user that a read is about; nil when it is about more.
  private static func subject(of read: PlannedRead) -> String? {
    switch read.operation {
    case Operation.usersGet.name: read.id
    case Operation.usersFilterByEmail.name:
      EmailFilter(fields: read.fields).emails.count == 1
        ? EmailFilter(fields: read.fields).emails.first : nil
    default: nil
    }
  }
}

extension ReadResult {
  /// In two words.
  fileprivate var summary: JSONValue? {
    switch self {
    case .record(let fingerprint): .string(fingerprint)
    case .list(let list):
      .string(
        list.total == list.count
          ? "\(list.count) result\(list.count == 1 ? "" : "s")"
          : "\(list.count) of \(list.total) results")
    case .absent, .waiting: nil
    }
  }

  /// The same, told from what was there before.
  fileprivate func summary(after old: ReadResult) -> JSONValue? {
    summary == old.summary ? .string("others, or in another order") : summary
  }
}
