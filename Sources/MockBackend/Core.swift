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
  /// Told of every change, in order; must neither wait nor call back.
  var observer: (@Sendable (MockChange) -> Void)?

  init(_ state: MockState, options: MockOptions) {
    store = Store(state)
    self.options = options
  }

  /// Answers a request, with the faults that strike it.
  mutating func reply(to request: Request, version: ServiceVersion?, token: MockToken?) -> MockReply
  {
    calls += 1
    let effect = strike(request.operation.name)
    switch effect {
    case .answer(let status, let message):
      return MockReply(answer: traced(.refused(status, message)))
    case .drop(carriedOut: false): return MockReply(answer: nil)
    default: break
    }
    // In two steps: as an argument of a method of self, the call would copy the whole store.
    let answer = answer(request, version: version, token: token)
    switch effect {
    case .drop: return MockReply(answer: nil)
    case .delay(let delay): return MockReply(answer: traced(answer), delay: delay)
    case .damage(let damage): return MockReply(answer: traced(answer), damage: damage)
    case .answer, nil: return MockReply(answer: traced(answer))
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

  private mutating func answer(
    _ request: Request, version: ServiceVersion?, token: MockToken?
  ) -> MockAnswer {
    settle()
    var options = options
    if let version { options.rules.version = version }
    if let token { options.token = token }
    if let refusal = options.token.refusal(of: request) { return refusal }
    let faults = UserRules.validate(request.fields, for: request.operation, options: options.rules)
    guard faults.isEmpty else { return .invalid(faults) }
    guard isOurCompany(request.fields) else { return .refused(403, ServiceMessage.wrongLocation) }
    return respond(to: request, options: options)
  }

  /// Carries out the deletes whose time has come.
  mutating func settle() {
    while let record = store.settleNext() {
      note(MockChange(.deleted, user: record, in: store))
    }
  }

  func note(_ change: @autoclosure () -> MockChange) {
    if let observer { observer(change()) }
  }

  /// A company that is not ours is out of the token's reach.
  private func isOurCompany(_ fields: JSONObject) -> Bool {
    guard let company = fields["companyId"]?.string else { return true }
    return company == store.companyId || options.otherCompanyIds.contains(company)
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

  /// An answer that was not made here, counted and traced as if it were.
  mutating func trace(_ answer: MockAnswer) -> MockAnswer {
    calls += 1
    return traced(answer)
  }

  /// Every answer carries a trace id, and a 429 perhaps when to come again.
  private func traced(_ answer: MockAnswer) -> MockAnswer {
    var result = answer
    if case .object(var body) = answer.body {
      body["traceId"] = .string(Self.traceID(calls))
      result.body = .object(body)
    }
    if answer.status == 429, let seconds = options.retryAfter {
      result.headers["Retry-After"] = String(seconds)
    }
    return result
  }
}

extension Core {
  /// A UUID that ends with a number, of which it shows the lower 48 bits.
  private static func traceID(_ number: UInt64) -> String {
    var text = template
    var (rest, place) = (number, text.count - 1)
    while rest > 0, place >= text.count - 12 {
      let digit = UInt8(rest & 15)
      text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
      rest >>= 4
      place -= 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let template = Array("00000000-0000-4000-8000-000000000000".utf8)
}

/// What comes of a request: an answer perhaps, after a while perhaps.
public struct MockReply: Sendable, Hashable {
  /// Nil when the connection was cut.
  public var answer: MockAnswer?
  /// How long the answer is to be held back.
  public var delay: Duration?
  /// What befalls the answer on its way.
  public var damage: Fault.Damage?

  init(answer: MockAnswer?, delay: Duration? = nil, damage: Fault.Damage? = nil) {
    self.answer = answer
    self.delay = delay
    self.damage = damage
  }
}
