import HighLevel
import JSON
import MockBackend
import Testing

@testable import MockServer

/// What the documents have against an exchange.
struct ContractCheck {
  private let documents: [OpenAPIDocument]

  /// The documents of a version; locations and contacts have one for both.
  init(_ version: ServiceVersion) throws {
    let suffix = version == .v3 ? "v3" : "v2"
    documents = try ["users-\(suffix)", "oauth-\(suffix)", "locations-v2", "contacts-v2"].map {
      try OpenAPIDocument($0)
    }
  }

  /// Faults of request and answer. A request that was answered 422 is wrong on purpose.
  func faults(_ exchange: MockExchange) -> [String] {
    for document in documents {
      guard let (template, operation) = document.operation(exchange.method, exchange.path) else {
        continue
      }
      let name = "\(exchange.method) \(template)"
      let asked = exchange.status == 422 ? [] : request(exchange, operation, document)
      return (asked + answer(exchange, operation, document)).map { "\(name) \($0)" }
    }
    return ["\(exchange.method) \(exchange.path) is not in the document"]
  }

  private func request(
    _ exchange: MockExchange, _ operation: JSONValue, _ document: OpenAPIDocument
  ) -> [String] {
    let parameters = (operation["parameters"]?.array ?? []).filter { $0["in"] == "query" }
    let names = parameters.compactMap { $0["name"]?.string }
    let unknown = exchange.query.keys.filter { !names.contains($0) }
    let missing = parameters.filter { parameter in
      parameter["required"] == true && exchange.query[parameter["name"]?.string ?? ""] == nil
    }
    let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"]
    let body = schema.map { document.faults(exchange.body ?? .null, $0) } ?? []
    return unknown.map { "request ?\($0): is not in the document" }
      + missing.map { "request ?\($0["name"]?.string ?? ""): is missing" }
      + body.map { "request \($0)" }
  }

  private func answer(
    _ exchange: MockExchange, _ operation: JSONValue, _ document: OpenAPIDocument
  ) -> [String] {
    guard let response = operation["responses"]?[String(exchange.status)] else {
      return ["\(exchange.status) is no documented status"]
    }
    guard let schema = response["content"]?["application/json"]?["schema"] else { return [] }
    return document.faults(exchange.answer ?? .null, schema).map { "\(exchange.status) \($0)" }
  }
}

/// All exchanges of all cases of the contract.
private func exchanges(_ version: ServiceVersion) async throws -> [MockExchange] {
  var result: [MockExchange] = []
  for example in contractCases {
    let service = MockService()
    let backend = WireBackend(service, version: version)
    try await example.run(backend, ContractCompany { service.advance(by: $0) })
    result += backend.exchanges
  }
  return result
}

@Test(arguments: ServiceVersion.allCases)
func `requests and answers are as the documents say, but for the deviations`(
  version: ServiceVersion
) async throws {
  let check = try ContractCheck(version)
  let all = try await exchanges(version)
  #expect(all.count > 50)
  let unexplained = Set(all.flatMap(check.faults)).filter { fault in
    !Deviation.all.contains { $0.explains(fault) }
  }
  #expect(unexplained.sorted() == [])
}

@Test(arguments: ServiceVersion.allCases)
func `what the live client sends and gets is as the documents say, but for the deviations`(
  version: ServiceVersion
) async throws {
  let check = try ContractCheck(version)
  var faults: Set<String> = []
  var count = 0
  for example in contractCases {
    let service = MockService()
    let live = try await LiveSubject(service, version: version)
    do {
      try await example.run(live.backend, ContractCompany { service.advance(by: $0) })
    } catch {
      try? await live.server.stop()
      throw error
    }
    try await live.server.stop()
    faults.formUnion(live.exchanges.flatMap(check.faults))
    count += live.exchanges.count
  }
  #expect(count > 50)
  let unexplained = faults.filter { fault in !Deviation.all.contains { $0.explains(fault) } }
  #expect(unexplained.sorted() == [])
}

@Test func `every deviation is seen`() async throws {
  var faults: Set<String> = []
  for version in ServiceVersion.allCases {
    let check = try ContractCheck(version)
    faults.formUnion(try await exchanges(version).flatMap(check.faults))
  }
  for deviation in Deviation.all {
    #expect(faults.contains { deviation.explains($0) }, "nothing shows '\(deviation.pattern)'")
  }
}

@Test func `a document finds what is wrong`() throws {
  let document = try OpenAPIDocument("users-v2")
  let schema = try #require(
    document.operation("POST", "/users/")?.operation["requestBody"]?["content"]?[
      "application/json"]?[
        "schema"])
  var body = newUser()
  #expect(document.faults(.object(body), schema) == [])
  body["email"] = nil
  body["firstName"] = 7
  body["scopes"] = ["nonsense"]
  body["x"] = 1
  #expect(
    Set(document.faults(.object(body), schema)) == [
      "/email: is missing", "/firstName: is no string but integer",
      "/scopes/*: is none of the values there are", "/x: is not in the document",
    ])
}
