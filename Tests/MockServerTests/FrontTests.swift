import HighLevel
import JSON
import MockBackend
import Testing

@testable import MockServer

@Test func `a user is answered under both versions and below v1`() {
  for version in ServiceVersion.accepted {
    for prefix in ["", "/v1"] {
      let reply = front().reply(to: call("GET", prefix + john, version: version))
      #expect(reply.status == 200)
      #expect(reply.json["name"] == "John Deo")
    }
  }
}

@Test func `a slash at the end of a path makes no difference`() {
  for target in ["/users", "/users/"] {
    let reply = front().reply(
      to: call("GET", "\(target)?locationId=\(DefaultCompany.lisbon)", token: "YOUR_TOKEN"))
    #expect(reply.json["users"]?.array?.isEmpty == false)
  }
}

@Test func `a missing or invented version is refused in the service's words`() {
  let missing = front().reply(to: call("GET", john, version: nil))
  #expect(missing.status == 401)
  #expect(missing.json["message"] == "version header was not found.")
  let invented = front().reply(to: call("GET", john, version: "v4"))
  #expect(invented.json["message"] == "version header is invalid")
  #expect(invented.json["status"] == 401)
}

@Test func `tokens that nobody knows are refused`() {
  for token in [nil, "", "pit-", "nonsense", "eyJhbGciOiJIUzI1NiJ9.e30.x"] {
    let reply = front().reply(to: call("GET", john, token: token))
    #expect(reply.status == 401)
    #expect(reply.json["message"] == "Invalid JWT")
  }
}

@Test func `any private-integration token is an agency's, unless it is listed`() {
  let service = MockService()
  let location = DefaultCompany.berlin
  service.put(MockGrant("pit-old", token: .badPrivate))
  service.put(MockGrant("pit-reader", token: MockToken(level: .agency, scopes: ["users.readonly"])))
  service.put(MockGrant("pit-berlin", token: MockToken(level: .location(location))))
  let front = front(service)
  func status(_ token: String, _ method: String, _ target: String) -> Int {
    front.reply(to: call(method, target, token: token, body: ["firstName": "X"])).status
  }
  #expect(status("pit-any", "PUT", john) == 200)
  #expect(status("pit-old", "GET", john) == 401)
  #expect(status("pit-reader", "GET", john) == 200)
  #expect(status("pit-reader", "PUT", john) == 401)
  #expect(status("pit-berlin", "GET", "/users/?locationId=\(location)") == 200)
  #expect(status("pit-berlin", "GET", "/users/?locationId=\(DefaultCompany.lisbon)") == 403)
}

@Test func `the braces that some clients send are an unknown user`() {
  for method in ["GET", "PUT", "DELETE"] {
    let reply = front().reply(to: call(method, "/users/%7BuserId%7D"))
    #expect(reply.status == 401)
    #expect(reply.json["message"] == "The user does not exist.")
  }
}

@Test func `a path that leads nowhere is told as the router does`() {
  for (method, target) in [
    ("GET", "/v3/users/x/y"), ("PATCH", john), ("GET", "/"), ("GET", "/users//x"),
  ] {
    let reply = front().reply(to: call(method, target))
    #expect(reply.status == 404)
    #expect(reply.json["message"] == .string("Cannot \(method) \(target)"))
  }
}

@Test func `every answer has a trace id of its own`() {
  let front = front(limits: .documented)
  let calls = [
    call("GET", john), call("GET", "/nowhere"), call("GET", john, token: nil),
    call("GET", john, version: nil), call("POST", "/oauth/token"),
  ]
  let ids = calls.compactMap { front.reply(to: $0).json["traceId"]?.string }
  #expect(Set(ids).count == calls.count)
}

@Test func `a body is read as JSON whatever it claims to be, and garbage is refused`() {
  let good = Call(
    method: "PUT", target: john, authorization: "pit-x", version: "v3",
    body: Array(#"{"firstName":"Ann"}"#.utf8))
  #expect(front().reply(to: good).json["name"] == "Ann Deo")
  for text in ["{", "[]", "7", "firstName=Ann"] {
    var bad = good
    bad.body = Array(text.utf8)
    #expect(front().reply(to: bad).status == 400)
  }
}

@Test func `a name that a query holds more than once becomes a list`() {
  let fields = FormDecoding.fields("a=1+2&b=%C3%A9%3D&c&e=1&e=2&e=3")
  #expect(fields["a"] == "1 2")
  #expect(fields["b"] == "é=")
  #expect(fields["c"] == "")
  #expect(fields["e"] == ["1", "2", "3"])
}
