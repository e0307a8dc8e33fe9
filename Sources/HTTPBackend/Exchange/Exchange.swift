import HighLevel
import JSON

/// One request and its answer, over and over until it is clear what came of it; see `HTTPBackend`.
final class Exchange: Sendable {
  let configuration: HTTPConfiguration
  private let transport: any HTTPTransport
  private let tokens: any TokenProvider
  private let writer: RequestWriter
  private let reader: AnswerReader
  private let slots: Slots
  private let limiter: RateLimiter
  private let budget: RetryBudget

  init(
    _ configuration: HTTPConfiguration, transport: any HTTPTransport, tokens: any TokenProvider
  ) {
    self.configuration = configuration
    self.transport = transport
    self.tokens = tokens
    writer = RequestWriter(version: configuration.version, userAgent: configuration.userAgent)
    reader = AnswerReader(host: transport.host)
    slots = Slots(configuration.concurrency)
    limiter = RateLimiter(configuration)
    budget = RetryBudget(configuration.retries.budget)
  }

  /// What one try came to.
  enum Result: Sendable {
    case success(JSONValue)
    /// A clear no.
    case refused(ServiceError)
    /// Not carried out for certain.
    case notDone(ServiceError, isLimit: Bool)
    /// Carried out or not.
    case lost(ServiceError)
  }

  /// Tries once; a token that was refused is renewed within it, if it can be.
  func once(_ request: Request) async throws(ServiceError) -> Result {
    guard await slots.enter() else { throw .stopped }
    defer { slots.leave() }
    let token = try await tokens.token(for: request)
    let result = try await once(request, token: token)
    guard case .refused(let error) = result, error.kind == .badToken,
      let renewed = try await tokens.renewed(after: token, for: request, answer: error)
    else { return result }
    return try await once(request, token: renewed)
  }

  private func once(
    _ request: Request, token: BearerToken
  ) async throws(ServiceError) -> Result {
    let pass = try await limiter.pass(to: token.resource)
    let answer: HTTPAnswer
    do throws(TransportFailure) {
      answer = try await transport.send(writer.request(request, token: token))
    } catch {
      limiter.comeBack(pass, answer: nil, isDayLimit: false)
      let failure = ServiceError.noAnswer(error.message)
      if error.isPermanent, !error.mayHaveArrived { return .refused(failure) }
      return error.mayHaveArrived ? .lost(failure) : .notDone(failure, isLimit: false)
    }
    let reading = reader.read(answer, to: request)
    if case .limited(let error) = reading {
      limiter.comeBack(pass, answer: answer, isDayLimit: error.kind == .dayLimit)
      return .notDone(error, isLimit: true)
    }
    limiter.comeBack(pass, answer: answer, isDayLimit: false)
    switch reading {
    case .success(let body):
      budget.earn()
      return .success(body)
    case .refused(let error), .limited(let error): return .refused(error)
    case .lost(let error): return .lost(error)
    }
  }

  /// Waits as long as is due before another try; throws the error when there may be none.
  func tryAgain(
    _ tries: inout Tries, after error: ServiceError, isLimit: Bool = false
  ) async throws(ServiceError) {
    let policy = configuration.retries
    if isLimit {
      tries.limited += 1
      // How long to wait is the limiter's matter.
      guard tries.limited < policy.limitedAttempts else { throw error.after(tries) }
      return
    }
    tries.failed += 1
    guard tries.failed < policy.attempts, !Task.isCancelled, budget.take() else {
      throw error.after(tries)
    }
    try await configuration.wait(
      policy.delay(after: tries.failed),
      because: .retry(attempt: tries.failed + 1, error: error))
  }

  /// How often one request has failed, and in which way.
  struct Tries: Sendable {
    var failed = 0
    var limited = 0
  }
}

extension ServiceError {
  /// The same, with how often it was tried where that was more than once.
  func after(_ tries: Exchange.Tries) -> ServiceError {
    let count = tries.failed + tries.limited
    guard count > 1 else { return self }
    var result = self
    result.message += " (\(count) tries)"
    return result
  }
}
