public import HighLevel
public import JSON
import Synchronization

/// The stand-in for the service: a company in memory that answers as the service does, its oddities
/// and error bodies included.
///
/// Any number of tasks may call it; each call is answered whole, one after the other.
public final class MockService: Backend {
  let core: Mutex<Core>
  private let sleep: @Sendable (Duration) async -> Void

  /// - Parameters:
  ///   - state: the company; the built-in one unless told otherwise.
  ///   - options: the open choices.
  ///   - sleep: how a delayed answer waits; real time unless told otherwise.
  public init(
    _ state: MockState = DefaultCompany.state, options: MockOptions = MockOptions(),
    sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
  ) {
    core = Mutex(Core(state, options: options))
    self.sleep = sleep
  }

  public func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    precondition(request.operation.kind == .read, "\(request.operation.name) is no read")
    return try await result(of: request)
  }

  public func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    precondition(request.operation.kind != .read, "\(request.operation.name) is no write")
    return try await result(of: request)
  }

  /// The answer as it would go over the wire; for serving over HTTP, and for tests of bodies.
  ///
  /// Never waits: holding the answer back for `delay` is the caller's part.
  ///
  /// - Parameters:
  ///   - version: what the request's header says; nil leaves it to the options.
  ///   - token: who asks; nil leaves it to the options.
  public func reply(
    to request: Request, version: ServiceVersion? = nil, token: MockToken? = nil
  ) -> MockReply {
    core.withLock { $0.reply(to: request, version: version, token: token) }
  }

  private func result(of request: Request) async throws(ServiceError) -> JSONValue {
    let reply = reply(to: request)
    if let delay = reply.delay { await sleep(delay) }
    guard let answer = reply.answer else { throw .noAnswer("The connection was cut.") }
    if let damage = reply.damage { throw .noAnswer("The answer was no good: \(damage.name).") }
    guard answer.isSuccess else { throw ServiceError(status: answer.status, body: answer.body) }
    guard request.operation.resource == "users" else { return answer.body }
    return request.operation.record(in: answer.body)
  }
}

/// Looking inside and moving things from outside.
extension MockService {
  /// The company as it is now, deletes whose time has come carried out.
  public var state: MockState {
    core.withLock { core in
      core.settle()
      return core.store.state
    }
  }

  public var companyId: String { core.withLock { $0.store.companyId } }

  public var options: MockOptions {
    get { core.withLock { $0.options } }
    set { core.withLock { $0.options = newValue } }
  }

  /// The stand-in's time.
  public var now: Timestamp {
    get { core.withLock { $0.store.clock.now } }
    set { core.withLock { $0.store.clock.now = newValue } }
  }

  /// Moves the stand-in's time; queued deletes fall due by it.
  public func advance(by duration: Duration) {
    core.withLock { core in
      core.store.clock.advance(by: duration)
      core.note(MockChange(.clock, in: core.store))
    }
  }

  /// Adds trouble; of several that strike one call, the first added wins.
  public func inject(_ fault: Fault) { core.withLock { $0.faults.append(fault) } }

  /// Ends all trouble.
  public func clearFaults() { core.withLock { $0.faults = [] } }
}
