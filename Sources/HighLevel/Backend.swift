public import JSON

/// A call of one operation of the service, before it is anything on a wire.
public struct Request: Sendable, Hashable {
  /// Which row of the table of operations.
  public var operation: Operation
  /// The path parameter (a user's, location's or contact's id); empty when the path has none.
  public var id: String
  /// Query parameters or body fields, by the operation's declaration, in Lua's types.
  public var fields: JSONObject

  public init(_ operation: Operation, id: String = "", fields: JSONObject = [:]) {
    self.operation = operation
    self.id = id
    self.fields = fields
  }
}

/// Something that answers reads: the service, its stand-in, an overlay, a recording.
///
/// The answer is the body of the service's success answer, a record never wrapped in `user`.
public protocol ReadBackend: Sendable {
  /// Answers an operation whose `kind` is `.read`; any other is a programmer's error.
  func read(_ request: Request) async throws(ServiceError) -> JSONValue
}

/// Something that also takes writes. Planning never holds one of these.
public protocol Backend: ReadBackend {
  /// Carries out an operation whose `kind` is `.create`, `.update` or `.delete`.
  func write(_ request: Request) async throws(ServiceError) -> JSONValue
}
