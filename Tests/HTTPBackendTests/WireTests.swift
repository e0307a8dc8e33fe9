import HTTPBackend
import HighLevel
import JSON
import MockBackend
import Testing

private let john: JSONValue = [
  "id": "j1", "name": "John", "roles": ["locationIds": ["l1"]], "brandNew": ["kept": [1, 2.5]],
]

/// What one operation puts on the wire.
private func sent(
  _ request: Request, _ answer: JSONValue = john, version: ServiceVersion = .v2
) async throws -> HTTPRequest {
  let transport = ScriptedTransport([.json(200, answer)])
  let backend = transport.backend(virtual(VirtualTime(), version: version))
  _ =
    request.operation.kind == .read
    ? try await backend.read(request) : try await backend.write(request)
  return try #require(transport.sent.first)
}

private func header(_ name: String, _ request: HTTPRequest) -> String? {
  request.headers.first { $0.name == name }?.value
}

@Test func `every request says who asks, how, and in which version`() async throws {
  for version in ServiceVersion.allCases {
    let get = try await sent(Request(.usersGet, id: "j1"), version: version)
    #expect(header("Authorization", get) == "Bearer pit-secret")
    #expect(header("Version", get) == version.rawValue)
    #expect(header("Accept", get) == "application/json")
    #expect(header("User-Agent", get) == "ghlua")
    #expect(header("Content-Type", get) == nil)
    #expect(get.body == nil)
  }
  let put = try await sent(Request(.usersUpdate, id: "j1", fields: ["firstName": "J"]))
  #expect(header("Content-Type", put) == "application/json")
}

@Test func `each operation has its path, its query and its body`() async throws {
  let list: JSONValue = ["users": [], "count": 0]
  let search = try await sent(
    Request(
      .usersSearch,
      fields: ["companyId": "c", "query": "a b&c", "ids": ["x", "y"], "enabled2waySync": true]),
    list)
  #expect(search.description == "GET /users/search")
  #expect(search.query.map(\.name) == ["companyId", "query", "ids", "enabled2waySync"])
  #expect(search.query.map(\.value) == ["c", "a b&c", "x,y", "true"])
  let create = try await sent(Request(.usersCreate, fields: ["email": "a@b.test", "odd": [:]]))
  #expect(create.description == "POST /users/")
  #expect(String(decoding: create.body ?? [], as: UTF8.self) == #"{"email":"a@b.test","odd":{}}"#)
  let filter = try await sent(
    Request(.usersFilterByEmail, fields: ["emails": "a@b.test,c@d.test"]), list)
  #expect(filter.description == "POST /users/search/filter-by-email")
  let location = try await sent(Request(.usersByLocation, fields: ["locationId": "l"]), list)
  #expect(location.description == "GET /users/")
  #expect(try await sent(Request(.usersDelete, id: "j1")).description == "DELETE /users/j1")
  #expect(try await sent(Request(.locationsGet, id: "l1")).description == "GET /locations/l1")
  #expect(try await sent(Request(.locationsSearch)).description == "GET /locations/search")
  #expect(try await sent(Request(.contactsGet, id: "c1")).description == "GET /contacts/c1")
}

@Test func `an id cannot lead to another path`() async throws {
  for (id, path) in [("../x?y", "/users/..%2Fx%3Fy"), ("%7BuserId%7D", "/users/%257BuserId%257D")] {
    #expect(try await sent(Request(.usersGet, id: id)).path == path)
  }
}

@Test func `a record comes bare or wrapped, and keeps what nobody knows`() async throws {
  for body: JSONValue in [john, ["user": john, "traceId": "t"]] {
    let transport = ScriptedTransport([.json(200, body), .json(200, body)])
    let backend = transport.backend(virtual(VirtualTime()))
    #expect(try await backend.read(Request(.usersGet, id: "j1")) == john)
    #expect(try await backend.write(Request(.usersUpdate, id: "j1")) == john)
  }
}

@Test func `a delete is done in either spelling, and with nothing said at all`() async throws {
  let empty = ScriptedTransport.Outcome.answer(HTTPAnswer(status: 202))
  for answer in [
    .json(200, ["succeded": true]), .json(202, ["succeeded": true]), empty,
  ] {
    let transport = ScriptedTransport([answer])
    let backend = transport.backend(virtual(VirtualTime()))
    _ = try await backend.write(Request(.usersDelete, id: "j1"))
  }
}

@Test func `a delete that says it did not succeed is tried again`() async throws {
  let transport = ScriptedTransport(
    [.json(200, ["succeded": false]), .json(200, ["succeded": true])])
  _ = try await transport.backend(virtual(VirtualTime())).write(Request(.usersDelete, id: "j1"))
  #expect(transport.lines == ["DELETE /users/j1", "DELETE /users/j1"])
}

@Test func `v3 lists the users of a location by searching, page by page`() async throws {
  let pages: [JSONValue] = [
    ["users": [["id": "a", "permissions": [:]], ["id": "b"]], "count": 3],
    ["users": [["id": "c"]], "count": 3],
  ]
  let transport = ScriptedTransport(
    [.json(200, ["location": ["id": "l1", "companyId": "c1"]])] + pages.map { .json(200, $0) })
  let backend = transport.backend(virtual(VirtualTime(), version: .v3))
  let answer = try await backend.reading.read(
    Request(.usersByLocation, fields: ["locationId": "l1"]))
  #expect(answer == ["users": [["id": "a"], ["id": "b"], ["id": "c"]]])
  #expect(transport.lines == ["GET /locations/l1", "GET /users/search", "GET /users/search"])
  #expect(transport.sent[2].query.first { $0.name == "skip" }?.value == "2")
}

@Test func `what planning holds cannot write`() {
  let reading: any ReadBackend = ScriptedTransport([]).backend(virtual(VirtualTime())).reading
  #expect(!(reading is any Backend))
}

@Test func `no text of a request or a token shows the token`() {
  let request = HTTPRequest(
    .get, "/users/x", headers: [HTTPField("Authorization", "Bearer pit-secret")])
  let token = BearerToken("pit-secret")
  var dumped = "\(request) \(token) \(String(reflecting: request)) \(String(reflecting: token))"
  dump(request, to: &dumped)
  dump(token, to: &dumped)
  #expect(!dumped.contains("pit-secret"))
}
