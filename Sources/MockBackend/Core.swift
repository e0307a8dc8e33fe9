import HighLevel
import JSON

/// The stand-in without its lock: state, switches and faults, and the way of a request through
/// them.
struct Core {
  var store: Store
  var options: MockOptions
  var faults: [Fault] = []
  /// How many requests there were; numbers the trace ids. Not part of the saved state: reading a
  /// company does not change it.
  private var calls: UInt64 = 0

  init(_ state: MockState, options: MockOptions) {
    store = Store(state)
    self.options = options
  }

  /// Answers a request, with the faults that strike it.
  mutating func reply(to request: Request, version: ServiceVersion?) -> MockReply {
    calls += 1
    switch strike(request.operation.name) {
    case .answer(let status, let message):
      return MockReply(answer: traced(.refused(status, message)))
    case .drop(carriedOut: false): return MockReply(answer: nil)
    case .drop(carriedOut: true):
      _ = answer(request, version: version)
      return MockReply(answer: nil)
    case .delay(let delay):
      // In two steps: as an argument of a method of self, the call would copy the whole store.
      let answer = answer(request, version: version)
      return MockReply(answer: traced(answer), delay: delay)
    case nil:
      let answer = answer(request, version: version)
      return MockReply(answer: traced(answer))
    }
  }

  private mutating func strike(_ name: String) -> Fault.Effect? {
    guard !faults.isEmpty else { return nil }
    var effect: Fault.Effect?
    for index in faults.indices where faults[index].strikes(name) && effect == nil {
      effect = faults[index].effect
    }
    return effect
  }

  private mutating func answer(_ request: Request, version: ServiceVersion?) -> MockAnswer {
    store.settle()
    var options = options
    if let version { options.rules.version = version }
    if let refusal = options.token.refusal(of: request) { return refusal }
    let faults = UserRules.validate(request.fields, for: request.operation, options: options.rules)
    guard faults.isEmpty else { return .invalid(faults) }
    guard isOurCompany(request.fields) else { return .refused(403, ServiceMessage.wrongLocation) }
    return respond(to: request, options: options)
  }

  /// A company that is not ours is out of the token's reach.
  private func isOurCompany(_ fields: JSONObject) -> Bool {
    guard let company = fields["companyId"]?.string else { return true }
    return company == store.companyId
  }

  private mutating func respond(to request: Request, options: MockOptions) -> MockAnswer {
    let operation = request.operation
    switch (operation.resource, operation.verb) {
    case ("users", "get"): return getUser(request, options)
    case ("users", "search"): return searchUsers(request, options)
    case ("users", "create"): return createUser(request, options)
    case ("users", "update"): return updateUser(request, options)
    case ("users", "delete"): return deleteUser(request, options)
    case ("users", "filter_by_email"): return filterByEmail(request, options)
    case ("users", "by_location"): return usersByLocation(request)
    case ("locations", "get"): return getLocation(request)
    case ("locations", "search"): return searchLocations(request, options)
    case ("contacts", "get"): return getContact(request)
    default: return .unknownPath(operation.method.rawValue, operation.path)
    }
  }

  /// Every answer carries a trace id, and a 429 perhaps when to come again.
  private func traced(_ answer: MockAnswer) -> MockAnswer {
    var result = answer
    if case .object(var body) = answer.body {
      let digits = String(calls, radix: 16)
      let zeros = "000000000000".utf8.dropFirst(digits.utf8.count)
      body["traceId"] = .string("00000000-0000-4000-8000-" + String(Substring(zeros)) + digits)
      result.body = .object(body)
    }
    if answer.status == 429, let seconds = options.retryAfter {
      result.headers["Retry-After"] = String(seconds)
    }
    return result
  }
}

/// What comes of a request: an answer perhaps, after a while perhaps.
public struct MockReply: Sendable, Hashable {
  /// Nil when the connection was cut.
  public var answer: MockAnswer?
  /// How long the answer is to be held back.
  public var delay: Duration?

  init(answer: MockAnswer?, delay: Duration? = nil) {
    self.answer = answer
    self.delay = delay
  }
}
