import HTTPBackend
import HighLevel
import JSON
import Testing

private func answer(
  _ status: Int, _ body: String, type: String? = "application/json", headers: [HTTPField] = []
) -> ScriptedTransport.Outcome {
  let types = type.map { [HTTPField("Content-Type", $0)] } ?? []
  return .answer(HTTPAnswer(status: status, headers: types + headers, body: Array(body.utf8)))
}

/// The error of reading a user once.
private func error(
  _ outcome: ScriptedTransport.Outcome,
  _ operation: HighLevel.Operation = .usersGet
) async throws -> ServiceError {
  let backend = ScriptedTransport([outcome]).backend(virtual(VirtualTime(), attempts: 1))
  return try await failure { _ = try await backend.read(Request(operation, id: "x")) }
}

@Test func `status and message decide what an error is`() async throws {
  let cases: [(Int, String, ServiceError.Kind)] = [
    (401, "The user does not exist.", .notFound), (401, "Invalid JWT", .badToken),
    (401, "Invalid Private Integration token", .badToken),
    (401, "The token is not authorized for this scope.", .missingScope),
    (403, "The token does not have access to this location.", .wrongLocation),
    (401, "version header was not found.", .badVersion), (404, "Cannot GET /users", .unknown),
    (422, "nope", .invalid), (503, "down", .unavailable),
  ]
  for (status, message, kind) in cases {
    let body = "{\"message\":\"\(message)\",\"statusCode\":\(status)}"
    let error = try await error(answer(status, body))
    #expect(error.kind == kind)
    #expect(error.message == message)
  }
}

@Test func `a page is not an answer, whatever its status`() async throws {
  let page = "<html>Your company's proxy</html>"
  for (status, kind) in [
    (200, ServiceError.Kind.unavailable), (502, .unavailable), (404, .unknown),
  ] {
    let error = try await error(answer(status, page, type: "text/html; charset=utf-8"))
    #expect(error.kind == kind)
    #expect(error.message.contains("text/html"))
    #expect(!error.message.contains("company"))
  }
}

@Test func `broken JSON says where, and never what`() async throws {
  let error = try await error(answer(200, #"{"id":"x","email":"ana@x.test"#))
  #expect(error.kind == .unavailable)
  #expect(error.message.contains("line 1, column"))
  #expect(!error.message.contains("ana"))
}

@Test func `an answer of another form is not taken for a record or a list`() async throws {
  for body in ["[]", "null", "{}", #"{"ok":true}"#] {
    #expect(try await error(answer(200, body)).kind == .unavailable)
    #expect(try await error(answer(200, body), .usersSearch).kind == .unavailable)
  }
}

@Test func `a redirect is not followed and names only the host`() async throws {
  let target = HTTPField("Location", "https://user:pw@evil.example/steal?token=1")
  let transport = ScriptedTransport([answer(307, "", headers: [target])])
  let backend = transport.backend(virtual(VirtualTime()))
  let error = try await failure { _ = try await backend.read(Request(.usersGet, id: "x")) }
  #expect(error.kind == .unknown)
  #expect(error.message.contains("evil.example"))
  #expect(!error.message.contains("steal") && !error.message.contains("pw"))
  #expect(transport.sent.count == 1)
}
