import HighLevel
import JSON
import MockBackend
import Testing

@testable import MockServer

/// An app that asks for tokens.
private struct App {
  let front: Front
  let isV3: Bool

  init(_ service: MockService = MockService(), isV3: Bool = false) {
    front = MockServerTests.front(service)
    self.isV3 = isV3
  }

  /// A code, as the browser brings it back.
  func code(scope: String = "users.readonly users.write oauth.write") -> String {
    let query =
      "client_id=app&redirect_uri=http://127.0.0.1/back&state=s1&scope=\(PercentEncoding.encode(scope))"
    let reply = front.reply(to: call("GET", "/oauth/chooselocation?\(query)"))
    let location = reply.header("Location") ?? ""
    let fields = FormDecoding.fields(location.drop { $0 != "?" }.dropFirst())
    #expect(reply.status == 302)
    #expect(fields["state"] == "s1")
    return fields["code"]?.string ?? ""
  }

  func ask(_ path: String, _ form: String, token: String? = nil, client: String = "app") -> Reply {
    let names = isV3 ? ("clientId", "clientSecret") : ("client_id", "client_secret")
    var call = call("POST", path, token: token, version: isV3 ? "v3" : "2021-07-28")
    call.body = Array("\(names.0)=\(client)&\(names.1)=secret&\(form)".utf8)
    return front.reply(to: call)
  }

  func first(_ code: String) -> Reply {
    ask("/oauth/token", "\(isV3 ? "grantType" : "grant_type")=authorization_code&code=\(code)")
  }

  func refresh(_ token: JSONValue?, client: String = "app") -> Reply {
    let (type, name) = isV3 ? ("grantType", "refreshToken") : ("grant_type", "refresh_token")
    return ask(
      "/oauth/token", "\(type)=refresh_token&\(name)=\(token?.string ?? "")", client: client)
  }
}

@Test(arguments: [false, true])
func `a code gives tokens once, and refresh tokens are good once`(isV3: Bool) {
  let app = App(isV3: isV3)
  let (access, refresh) =
    isV3 ? ("accessToken", "refreshToken") : ("access_token", "refresh_token")
  let code = app.code()
  let first = app.first(code)
  #expect(first.status == 200)
  #expect(first.json["userType"] == "Company")
  #expect(app.first(code).json["message"] == "Invalid grant: authorization code is invalid")
  let get = call("GET", john, token: first.json[access]?.string)
  #expect(app.front.reply(to: get).status == 200)
  #expect(app.refresh(first.json[refresh], client: "other").status == 400)
  let second = app.refresh(first.json[refresh])
  #expect(second.status == 200)
  #expect(second.json[access] != first.json[access])
  #expect(
    app.refresh(first.json[refresh]).json["message"] == "Invalid grant: refresh token is invalid")
  #expect(app.refresh(second.json[refresh]).status == 200)
}

@Test func `an access token is over after a day`() {
  let service = MockService()
  let app = App(service)
  let token = app.first(app.code()).json["access_token"]?.string
  service.advance(by: .seconds(86_398))
  #expect(app.front.reply(to: call("GET", john, token: token)).status == 200)
  service.advance(by: .seconds(1))
  let reply = app.front.reply(to: call("GET", john, token: token))
  #expect(reply.json["message"] == "Invalid JWT")
}

@Test(arguments: [false, true])
func `an agency's OAuth token makes tokens of locations`(isV3: Bool) {
  let app = App(isV3: isV3)
  let name = isV3 ? "accessToken" : "access_token"
  let (path, other) =
    isV3
    ? ("/oauth/location-token", "/oauth/locationToken")
    : ("/oauth/locationToken", "/oauth/location-token")
  let agency = app.first(app.code()).json[name]?.string
  let form = "companyId=\(DefaultCompany.id)&locationId=\(DefaultCompany.lisbon)"
  let reply = app.ask(path, form, token: agency)
  #expect(reply.status == 200)
  #expect(reply.json["locationId"] == .string(DefaultCompany.lisbon))
  #expect(app.ask(other, form, token: agency).status == 404)
  func status(_ location: String) -> Int {
    app.front.reply(
      to: call("GET", "/users/?locationId=\(location)", token: reply.json[name]?.string)
    ).status
  }
  #expect(status(DefaultCompany.lisbon) == 200)
  #expect(status(DefaultCompany.berlin) == 403)
  #expect(app.ask(path, form, token: "pit-agency").status == 401)
  #expect(app.ask(path, form, token: reply.json[name]?.string).status == 401)
  let narrow = app.first(app.code(scope: "users.readonly")).json[name]?.string
  #expect(app.ask(path, form, token: narrow).status == 401)
}

@Test func `what is missing or odd in a request for tokens is named`() {
  let app = App()
  let front = app.front
  #expect(
    front.reply(to: call("POST", "/oauth/token")).json["message"] == "Missing parameter: client_id")
  #expect(
    app.ask("/oauth/token", "grant_type=guess").json["message"] == "Invalid parameter: grant_type")
  #expect(
    App(isV3: true).ask("/oauth/token", "grantType=refresh_token").json["message"]
      == "Missing parameter: refreshToken")
}

@Test func `tokens survive saving`() throws {
  let service = MockService()
  let app = App(service)
  let tokens = app.first(app.code()).json
  let restored = MockService(try MockState(json: service.state.json))
  #expect(restored.state == service.state)
  let later = App(restored)
  #expect(
    later.front.reply(to: call("GET", john, token: tokens["access_token"]?.string)).status == 200)
  #expect(later.refresh(tokens["refresh_token"]).status == 200)
  #expect(later.refresh(tokens["refresh_token"]).status == 400)
}
