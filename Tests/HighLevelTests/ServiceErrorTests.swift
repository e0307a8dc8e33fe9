import HighLevel
import JSON
import Testing

private struct Case: Sendable, CustomTestStringConvertible {
  let status: Int
  let message: JSONValue
  let kind: ServiceError.Kind
  var testDescription: String { "\(status) \(kind.rawValue)" }
}

private let cases: [Case] = [
  Case(status: 401, message: "The user does not exist.", kind: .notFound),
  Case(status: 401, message: "Invalid JWT", kind: .badToken),
  Case(status: 401, message: "Invalid Private Integration token", kind: .badToken),
  Case(status: 401, message: "Invalid token: access token is invalid", kind: .badToken),
  Case(status: 401, message: "The token is not authorized for this scope.", kind: .missingScope),
  Case(status: 401, message: "version header was not found.", kind: .badVersion),
  Case(status: 401, message: "version header is invalid", kind: .badVersion),
  Case(status: 401, message: "Unauthorized", kind: .forbidden),
  Case(
    status: 403, message: "The token does not have access to this location.",
    kind: .wrongLocation),
  Case(status: 403, message: "Forbidden", kind: .forbidden),
  Case(status: 400, message: "A user with this email already exists", kind: .duplicateEmail),
  Case(status: 400, message: "Bad Request", kind: .invalid),
  Case(status: 400, message: "Contact with id x not found", kind: .notFound),
  Case(status: 422, message: ["property x should not exist"], kind: .invalid),
  Case(status: 404, message: "Cannot GET /userz", kind: .unknown),
  Case(status: 404, message: "The user does not exist.", kind: .notFound),
  Case(status: 429, message: "Too many requests", kind: .rateLimited),
  Case(status: 429, message: "Daily limit reached", kind: .dayLimit),
  Case(status: 502, message: "Bad gateway", kind: .unavailable),
  Case(status: 418, message: "", kind: .unknown),
]

@Test(arguments: cases)
private func `status and message decide what an error is`(example: Case) {
  let error = ServiceError(status: example.status, body: ["message": example.message])
  #expect(error.kind == example.kind)
  #expect(error.status == example.status)
  #expect(!error.message.isEmpty)
}

@Test func `a list of messages is kept and joined`() {
  let error = ServiceError(
    status: 422,
    body: [
      "statusCode": 422, "message": ["firstName must be a string", "property x should not exist"],
      "error": "Unprocessable Entity", "traceId": "t-1",
    ])
  #expect(error.messages == ["firstName must be a string", "property x should not exist"])
  #expect(error.message == "firstName must be a string; property x should not exist")
  #expect(error.traceId == "t-1")
}

@Test func `any body at all is read`() {
  #expect(ServiceError(status: 503, body: .null).message == "The service answered with status 503.")
  #expect(ServiceError(status: 503, body: "down").message == "down")
  #expect(ServiceError(status: 401, body: ["status": 401, "message": "x"]).kind == .forbidden)
}

@Test func `an error reads as a sentence with its facts`() {
  let body: JSONValue = ["message": "The user does not exist.", "traceId": "abc"]
  #expect(
    ServiceError(status: 401, body: body).description
      == "The user does not exist. (HTTP 401, not-found, trace abc)")
  #expect(ServiceError.noAnswer("connection cut").description == "connection cut (unavailable)")
}
