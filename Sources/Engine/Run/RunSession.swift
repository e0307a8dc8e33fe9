import Diagnostics
import HighLevel
import JSON
import LuaRuntime
import Planning

/// The state of one run on the host's side: what `ctx` and the bindings work on.
///
/// Owned by the one task that drives the run.
final class RunSession {
  let request: RunRequest
  let gate: Gate
  private(set) var rows: [RunReport.Row] = []
  private(set) var messages: [RunReport.Message] = []
  private(set) var warnings: [String] = []
  /// Told each message as it comes, by whoever shows it at once.
  var onMessage: ((RunReport.Message) -> Void)?
  /// Whether the recipe asked for nothing that is known only after the apply.
  private(set) var isComplete = true
  /// In the order of their first use: a look through these few is faster than a set of texts.
  private var used: [HighLevel.Operation] = []
  private var step: String?
  private var row: (line: Int, start: Overlay.Savepoint)?
  private var walks: [UserPages?] = []
  /// What a message costs besides its text, also when it is empty.
  private static let bytesOfMessage = 32
  private var outputBytes = 0
  private var keptBytes = 0
  /// Made when it is first asked for, as few recipes do.
  private lazy var ids = IDGenerator(
    seed: Fingerprint.of(
      text: request.recipe.file.source + JSONValue.object(recorded).canonicalText()))
  private let recorded: JSONObject

  init(_ request: RunRequest, gate: Gate, arguments: Arguments) {
    self.request = request
    self.gate = gate
    recorded = arguments.recorded
    rows = arguments.badRows.map {
      RunReport.Row(line: $0.line, outcome: .failed, message: $0.message)
    }
  }

  /// Hands over what the run left besides its plan.
  func summarize(into report: inout RunReport) {
    report.rows = rows.sorted { $0.line < $1.line }.map { row in
      var row = row
      row.message = row.message.map(gate.secrets.redacted)
      return row
    }
    report.messages = messages
    report.warnings = warnings
    report.usedCapabilities = Set(used.map(\.capability))
  }

  // MARK: The service

  func call(_ operation: HighLevel.Operation, _ call: HostCall) async throws(LuaError) -> JSONValue?
  {
    let (id, fields) = try begin(operation, call)
    do throws(GateError) {
      let answer = try await gate.call(operation, id: id, fields: fields, at: context(of: call))
      return gate.overlay.leavingOutUnknown(answer)
    } catch {
      throw LuaError(gate: error)
    }
  }

  /// What comes before the call; not inlined, so that the frame of a call that waits stays small.
  @inline(never)
  private func begin(
    _ operation: HighLevel.Operation, _ call: HostCall
  ) throws(LuaError) -> (id: String, fields: JSONObject) {
    try keep(call)
    note(operation)
    let arguments = try arguments(of: operation, call)
    if let deprecation = operation.deprecation {
      warn("ghl.\(operation.name) is deprecated: \(deprecation)")
    }
    return arguments
  }

  private func note(_ operation: HighLevel.Operation) {
    if !used.contains(operation) { used.append(operation) }
  }

  /// The next page of a walk over users: `{ users, next }`.
  func page(_ call: HostCall) async throws(LuaError) -> JSONValue? {
    try keep(call)
    note(.usersSearch)
    do throws(GateError) {
      var index = Int(call[1]?.integer ?? -1)
      if index < 0 {
        var fields = call[0]?.object ?? [:]
        fill(company: &fields, of: .usersSearch)
        walks.append(try gate.pages(fields, at: context(of: call)))
        index = walks.count - 1
      }
      guard walks.indices.contains(index), var walk = walks[index] else { return ["users": []] }
      walks[index] = nil
      do throws(ServiceError) {
        guard let users = try await walk.next() else { return ["users": []] }
        walks[index] = walk
        return gate.overlay.leavingOutUnknown(
          ["users": .array(users), "next": .integer(Int64(index))])
      } catch {
        throw GateError.service(error)
      }
    } catch {
      throw LuaError(gate: error)
    }
  }

  /// Counts what a call leaves with the host: it is not in Lua's memory, and must have an end too.
  func keep(_ call: HostCall) throws(LuaError) {
    keptBytes += call.size
    if keptBytes > request.bounds.kept { throw LuaError(limit: .memory) }
  }

  private func arguments(
    of operation: HighLevel.Operation, _ call: HostCall
  ) throws(LuaError) -> (id: String, fields: JSONObject) {
    var fields = call[operation.takesID ? 1 : 0]
    var id = ""
    if operation.takesID {
      switch call[0] {
      case .string(let text): id = text
      case .integer, .number:
        throw LuaError(
          kind: "invalid", message: "ghl.\(operation.name): ids are strings, not numbers",
          fields: ["hint": "keep the id in quotes"])
      default:
        throw LuaError(
          kind: "invalid",
          message: "ghl.\(operation.name) takes an id, not \(call[0]?.article ?? "nil")")
      }
    } else if operation == .usersByLocation, let location = fields?.string {
      fields = ["locationId": .string(location)]
    }
    guard var object = fields?.object ?? (fields == nil ? [:] : nil) else {
      throw LuaError(
        kind: "invalid",
        message: "ghl.\(operation.name) takes a table of fields, not \(fields?.article ?? "nil")")
    }
    fill(company: &object, of: operation)
    revealPassword(in: &object)
    return (id, object)
  }

  private func fill(company fields: inout JSONObject, of operation: HighLevel.Operation) {
    guard operation.kind != .update, fields["companyId"] == nil,
      operation.parameter("companyId") != nil
    else { return }
    fields["companyId"] = .string(request.company)
  }

  /// Puts the value in the place of the opaque text that the recipe was given.
  private func revealPassword(in fields: inout JSONObject) {
    guard let name = fields["password"]?.string.flatMap(SecretMark.name(in:)),
      let value = gate.secrets.value(of: name)
    else { return }
    fields["password"] = .string(value)
  }

  @inline(never)
  private func context(of call: HostCall) -> CallContext {
    CallContext(
      place: call.file.map { Place($0, line: call.line) }, step: step, row: row?.line)
  }

  private func warn(_ text: String) {
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// The recipe reads a field that the service fills only when the plan is carried out; `what` is
  /// like `dateAdded of ann@x.test`.
  func unknown(_ what: String) -> LuaError {
    isComplete = false
    return LuaError(
      kind: "known-after-apply", message: "\(what) is known only after apply",
      fields: [
        "field": .string(String(what.prefix { $0 != " " })),
        "hint": .string(
          "the service fills it when it creates the user; give the field in the create, or use it "
            + "in a run after this one"),
      ])
  }

  // MARK: Steps and rows

  func setStep(_ title: String?) { step = title }

  func beginRow(_ line: Int) { row = (line, gate.savepoint()) }

  /// Ends the row and says what became of it; a failed or skipped row leaves nothing behind.
  func endRow(_ told: String, message: String?, place: String?) -> RunReport.Row.Outcome {
    guard let (line, start) = row else { return .unchanged }
    row = nil
    let outcome: RunReport.Row.Outcome
    if told == "failed" || told == "skipped" {
      gate.rollback(to: start)
      outcome = told == "failed" ? .failed : .skipped
    } else {
      let kinds = gate.overlay.kinds(since: start)
      outcome =
        kinds.contains(.create)
        ? .created
        : kinds.contains(.delete) ? .deleted : kinds.contains(.update) ? .updated : .unchanged
    }
    // A script can raise megabytes for each row.
    let beginning = message.map { String(decoding: $0.utf8.prefix(2000), as: UTF8.self) }
    rows.append(RunReport.Row(line: line, outcome: outcome, message: beginning, place: place))
    return outcome
  }

  // MARK: Output and ids

  func say(_ kind: RunReport.Message.Kind, _ text: String) throws(LuaError) {
    outputBytes += text.utf8.count + Self.bytesOfMessage
    guard outputBytes <= request.bounds.output else { throw LuaError(limit: .output) }
    let message = RunReport.Message(kind: kind, text: gate.secrets.redacted(text))
    guard let onMessage else { return messages.append(message) }
    onMessage(message)
  }

  func nextID() -> String { ids.next() }

  func makePassword() -> String {
    let reference = gate.secrets.reference(toPassword: gate.secrets.makePassword())
    return Secrets.name(in: reference).flatMap { SecretMark.text($0).string } ?? ""
  }
}

/// Ids that are the same in every run of the same recipe with the same arguments.
struct IDGenerator {
  private let seed: String
  private var count = 0

  init(seed: String) { self.seed = seed }

  /// 20 hexadecimal digits.
  mutating func next() -> String {
    count += 1
    return String(Fingerprint.of(text: "\(seed)/\(count)").suffix(20))
  }
}

extension LuaError {
  /// What a refused call looks like to the recipe.
  @inline(never)
  init(gate error: GateError) {
    switch error {
    case .service(let service):
      var fields: JSONObject = ["status": .integer(Int64(service.status))]
      fields["code"] = .string(service.kind.rawValue)
      fields["traceId"] = service.traceId.map { .string($0) }
      if !service.messages.isEmpty { fields["messages"] = .strings(service.messages) }
      self.init(kind: service.kind.rawValue, message: service.message, fields: fields)
    case .argument(let argument):
      var fields: JSONObject = ["field": .string(argument.field)]
      fields["hint"] = argument.hint.map { .string($0) }
      self.init(kind: "invalid", message: argument.message, fields: fields)
    case .refused(let problem):
      var fields: JSONObject = [:]
      fields["hint"] = problem.hint.map { .string($0) }
      self.init(kind: problem.code.rawValue, message: problem.message, fields: fields)
    }
  }
}
