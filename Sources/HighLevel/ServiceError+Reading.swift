public import JSON

/// Reading the service's three shapes of error body.
extension ServiceError {
  /// Reads an answer that is no success.
  ///
  /// `message` may be a text or a list of texts, and the rest of the body may be anything: status
  /// and message decide, never the shape.
  public init(status: Int, body: JSONValue) {
    let messages = body["message"]?.strings ?? []
    let text =
      body["message"]?.string ?? body["error_description"]?.string ?? body["error"]?.string
      ?? body.string ?? ""
    let message = messages.isEmpty ? text : messages.joined(separator: "; ")
    self.init(
      kind: Kind(status: status, message: message), status: status,
      message: message.isEmpty ? "The service answered with status \(status)." : message,
      messages: messages, traceId: body["traceId"]?.string)
  }

  /// No answer came: the connection failed or was cut.
  public static func noAnswer(_ message: String) -> ServiceError {
    ServiceError(kind: .unavailable, status: 0, message: message)
  }
}

extension ServiceError.Kind {
  /// What status and message mean together.
  init(status: Int, message: String) {
    let text = message.lowercased()
    func says(_ part: String) -> Bool { text.contains(part.lowercased()) }
    switch status {
    case 400, 409, 422:
      if says("already exists") {
        self = .duplicateEmail
      } else {
        self = says("not found") || says("does not exist") ? .notFound : .invalid
      }
    case 401: self = Self.unauthorized(says)
    case 403:
      if says(ServiceMessage.missingScope) {
        self = .missingScope
      } else {
        self = says("access to this location") ? .wrongLocation : .forbidden
      }
    // The router's own answer: the path is wrong, which says nothing about a record.
    case 404: self = says("cannot ") ? .unknown : .notFound
    case 429: self = says("daily") || says("per day") ? .dayLimit : .rateLimited
    case 408, 500...599: self = .unavailable
    default: self = .unknown
    }
  }

  /// 401 has half a dozen meanings; only some are about the token.
  private static func unauthorized(_ says: (String) -> Bool) -> Self {
    if says("does not exist") { return .notFound }
    if says("version header") { return .badVersion }
    if says("not authorized for this scope") { return .missingScope }
    if says("access to this location") { return .wrongLocation }
    return says("jwt") || says("token") ? .badToken : .forbidden
  }
}

extension ServiceError: CustomStringConvertible {
  /// `The user does not exist. (HTTP 401, not-found)`, with the trace id where there is one.
  public var description: String {
    let facts = [
      status == 0 ? nil : "HTTP \(status)", kind.rawValue, traceId.map { "trace \($0)" },
    ]
    return "\(message) (\(facts.compactMap(\.self).joined(separator: ", ")))"
  }
}
