import HighLevel
public import JSON

/// An answer as it would go over the wire.
public struct MockAnswer: Sendable, Hashable {
  public var status: Int
  public var body: JSONValue
  /// Headers beyond the usual, as `Retry-After`.
  public var headers: [String: String] = [:]

  /// Whether the status means success.
  public var isSuccess: Bool { (200..<300).contains(status) }

  public init(status: Int, body: JSONObject) {
    self.status = status
    self.body = .object(body)
  }
}

/// The service's error bodies, each in its own shape (measured).
extension MockAnswer {
  static func unknownUser(status: Int) -> MockAnswer {
    let error = status == 404 ? "Not Found" : "Unauthorized"
    return MockAnswer(
      status: status,
      body: [
        "message": .string(ServiceMessage.unknownUser), "error": .string(error),
        "statusCode": .integer(Int64(status)),
      ])
  }

  public static func invalid(_ messages: [String]) -> MockAnswer {
    MockAnswer(
      status: 422,
      body: [
        "statusCode": 422, "message": .strings(messages), "error": "Unprocessable Entity",
      ])
  }

  /// Status and one message: most errors.
  public static func refused(_ status: Int, _ message: String) -> MockAnswer {
    MockAnswer(
      status: status,
      body: ["statusCode": .integer(Int64(status)), "message": .string(message)])
  }

  /// For a request without a `Version` header.
  public static let missingVersion = refused(401, ServiceMessage.missingVersion)

  /// For a `Version` the service does not know; this one says `status`, not `statusCode`.
  public static let invalidVersion = MockAnswer(
    status: 401, body: ["status": 401, "message": .string(ServiceMessage.invalidVersion)])

  /// For a path that leads nowhere.
  public static func unknownPath(_ method: String, _ path: String) -> MockAnswer {
    MockAnswer(
      status: 404,
      body: [
        "message": .string(ServiceMessage.unknownPath(method, path)), "error": "Not Found",
        "statusCode": 404,
      ])
  }
}
