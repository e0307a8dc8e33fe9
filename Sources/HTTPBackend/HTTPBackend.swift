public import Diagnostics
public import HighLevel
public import JSON

/// The real service over HTTP.
///
/// What is sent again, and when: everything after 429 and when no connection was made; reads,
/// updates and deletes also after a lost answer or a status from 500, because to do them twice is to
/// do them once. A create is never sent again blindly: its e-mail is looked up first, and what is
/// found with its fields is the answer. What stays open in the end is `unavailable`.
///
/// Any number of tasks may call it; limits are kept for all of them together.
public struct HTTPBackend: Backend {
  private let exchange: Exchange

  /// - Parameters:
  ///   - transport: where to; may be shared with whatever else asks the same service.
  ///   - tokens: who is asking.
  public init(
    transport: any HTTPTransport, tokens: any TokenProvider,
    _ configuration: HTTPConfiguration = HTTPConfiguration()
  ) {
    exchange = Exchange(configuration, transport: transport, tokens: tokens)
  }

  /// Over the network. Throws for settings that cannot be used; nothing is sent yet.
  public init(
    _ settings: NetworkTransport.Settings, tokens: any TokenProvider,
    _ configuration: HTTPConfiguration = HTTPConfiguration()
  ) throws(Problem) {
    var settings = settings
    settings.connections = max(settings.connections, configuration.concurrency)
    self.init(transport: try NetworkTransport(settings), tokens: tokens, configuration)
  }

  /// The same service, limits and connections for those who must not write.
  public var reading: HTTPReadBackend { HTTPReadBackend(exchange) }

  public func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    try await reading.read(request)
  }

  public func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    switch request.operation.kind {
    case .create: return try await exchange.create(request)
    case .update, .delete: return try await exchange.repeatable(request)
    case .read: preconditionFailure("\(request.operation.name) is no write")
    }
  }
}

/// The part of the client that planning holds: it has no way to write.
public struct HTTPReadBackend: ReadBackend {
  private let exchange: Exchange

  init(_ exchange: Exchange) { self.exchange = exchange }

  public func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    precondition(request.operation.kind == .read, "\(request.operation.name) is no read")
    if request.operation == .usersByLocation, exchange.configuration.version == .v3 {
      return try await exchange.byLocation(request)
    }
    return try await exchange.repeatable(request)
  }
}
