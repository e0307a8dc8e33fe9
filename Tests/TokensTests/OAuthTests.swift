import Diagnostics
import Files
import Foundation
import HTTPBackend
import HighLevel
import JSON
import Synchronization
import Testing

@testable import Tokens

/// Hands out tokens; a refresh token is good once.
final class Issuer: HTTPTransport {
  private let state = Mutex((good: "refresh-0", count: 0, log: [String]()))
  let path: String
  let host = "issuer.test"

  init(savingTo path: String) { self.path = path }

  var log: [String] { state.withLock(\.log) }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
    let body = String(decoding: request.body ?? [], as: UTF8.self)
    return state.withLock { state in
      state.log.append("\(request.path) \(body)")
      if request.path.hasSuffix("oken") && request.path != "/oauth/token" {
        return Self.answer(["access_token": "loc-1", "expires_in": 86399, "locationId": "L"])
      }
      guard body.contains(state.good) else {
        return HTTPAnswer(status: 400, body: Array(#"{"message":"Invalid grant"}"#.utf8))
      }
      state.count += 1
      state.good = "refresh-\(state.count)"
      return Self.answer([
        "access_token": .string("access-\(state.count)"), "expires_in": 86399,
        "refresh_token": .string(state.good), "userType": "Company", "companyId": "C",
      ])
    }
  }

  private static func answer(_ json: JSONValue) -> HTTPAnswer {
    HTTPAnswer(status: 200, body: Array(json.text().utf8))
  }
}

struct OAuthTests {
  private let folder: String
  private let store: GrantStore
  private let issuer: Issuer
  private let read = Request(.usersSearch, fields: [:])
  private let refused = ServiceError(kind: .badToken, status: 401, message: "Invalid JWT")

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(
        path: "ghlua-oauth-\(UInt64.random(in: 0 ... .max))"
      ).path
    store = GrantStore("\(folder)/grants/main.json")
    issuer = Issuer(savingTo: store.path)
  }

  private func saved(expired: Bool) async throws -> Grant {
    let text = expired ? "1" : "86399"
    let json = try JSONValue(
      parsing: """
        {"access_token": "access-0", "refresh_token": "refresh-0", "expires_in": \(text),
         "userType": "Company", "companyId": "C"}
        """)
    let grant = try #require(Grant(answer: json, now: TimeSource.system.wall()))
    try await store.replace(grant)
    return grant
  }

  private func tokens(_ grant: Grant, version: ServiceVersion = .v2) -> OAuthTokens {
    let app = OAuthApp(
      clientId: "app", clientSecret: "s&cret", redirectURI: nil, userType: "Company")
    return OAuthTokens(
      grant, client: OAuthClient(app, transport: issuer, version: version), store: store
    ) { _, _ in }
  }

  @Test func `a token that is good is used as it is`() async throws {
    let token = try await tokens(try await saved(expired: false)).token(for: read)
    #expect(token == BearerToken("access-0", resource: "C"))
    #expect(issuer.log.isEmpty)
  }

  @Test func `one that runs out is renewed, and saved for its owner alone`() async throws {
    let token = try await tokens(try await saved(expired: true)).token(for: read)
    #expect(token.value == "access-1")
    #expect(try store.load()?.refresh == "refresh-1")
    #expect(!PrivateFile.isOpenToOthers(store.path))
    #expect(issuer.log.count == 1 && issuer.log[0].contains("client_secret=s%26cret"))
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/grants")
    #expect(files == ["main.json"])
  }

  @Test func `many who are refused at once renew once`() async throws {
    let tokens = tokens(try await saved(expired: false))
    let (read, refused) = (read, refused)
    let values = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<32 {
        group.addTask {
          try await tokens.renewed(
            after: BearerToken("access-0", resource: "C"), for: read, answer: refused)?.value
        }
      }
      return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(values == ["access-1"])
    #expect(issuer.log.count == 1)
  }

  @Test func `many processes never spend one refresh token twice`() async throws {
    let grant = try await saved(expired: true)
    let found = try await withThrowingTaskGroup(of: BearerToken.self) { group in
      for _ in 0..<8 {
        // Each knows only the file, as processes do.
        let tokens = tokens(grant)
        group.addTask { try await tokens.token(for: read) }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(found.count == 1)
    #expect(issuer.log.count == 1)
  }

  @Test func `who does not get a lock leaves it to whoever holds it`() async throws {
    let lock = try await store.lock()
    for _ in 0..<2 {
      let error = #expect(throws: Problem.self) { try FileLock(store.path) }
      #expect(error?.code == .locked)
    }
    withExtendedLifetime(lock) {}
  }

  @Test func `a spent refresh token is told without quoting it`() async throws {
    var grant = try await saved(expired: true)
    grant.refresh = "refresh-canary"
    try await store.replace(grant)
    let error = await #expect(throws: ServiceError.self) {
      _ = try await tokens(grant).token(for: read)
    }
    #expect(error?.kind == .badToken)
    #expect(error?.message.contains("ghlua login") == true)
    #expect(error?.message.contains("canary") == false)
  }

  @Test func `a token that cannot be saved is not used`() async throws {
    let grant = try await saved(expired: true)
    // A folder in its place: the rename that would save it fails.
    let issuer = issuer
    let path = store.path
    let breaking = BreakingTransport(issuer) {
      try? FileManager.default.removeItem(atPath: path)
      try? FileManager.default.createDirectory(
        atPath: "\(path)/x", withIntermediateDirectories: true)
    }
    let app = OAuthApp(clientId: "a", clientSecret: "b", redirectURI: nil, userType: "Company")
    let tokens = OAuthTokens(
      grant, client: OAuthClient(app, transport: breaking, version: .v2), store: store
    ) { _, _ in }
    await #expect(throws: ServiceError.self) { _ = try await tokens.token(for: read) }
  }

  @Test(arguments: [(ServiceVersion.v2, "/oauth/locationToken"), (.v3, "/oauth/location-token")])
  func `a location's token is minted once and kept`(
    _ version: ServiceVersion, path: String
  ) async throws {
    let grant = try await saved(expired: false)
    let byLocation = Request(.usersByLocation, fields: ["locationId": "L"])
    let tokens = tokens(grant, version: version)
    for _ in 0..<3 {
      #expect(try await tokens.token(for: byLocation).value == "loc-1")
    }
    #expect(issuer.log == ["\(path) companyId=C&locationId=L"])
    #expect(try store.load()?.locations["L"]?.value == "loc-1")
    let next = self.tokens(try #require(try store.load()), version: version)
    #expect(try await next.token(for: byLocation).value == "loc-1")
    #expect(issuer.log.count == 1)
  }
}

/// Does something to the world before an answer arrives.
struct BreakingTransport: HTTPTransport {
  let inner: any HTTPTransport
  let breakIt: @Sendable () -> Void

  init(_ inner: any HTTPTransport, _ breakIt: @escaping @Sendable () -> Void) {
    (self.inner, self.breakIt) = (inner, breakIt)
  }

  var host: String { inner.host }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
    let answer = try await inner.send(request)
    breakIt()
    return answer
  }
}
