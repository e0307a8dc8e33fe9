import Crypto
import Diagnostics
import Foundation
import HighLevel
import JSON
import MockBackend
import MockServer
import Testing

/// What curl says of a call: the body, and a line with the status and curl's own exit code.
private func curl(_ url: String, _ words: String...) async throws -> (body: String, end: String) {
  let headers = ["-H", "Authorization: Bearer pit-test", "-H", "Version: 2021-07-28"]
  let (output, status) = try await run(
    // Long, because a machine that runs all tests at once may be busy elsewhere.
    ["curl", "-s", "-m", "60", "-w", "\n%{http_code}"] + headers + words + [url])
  let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
  return (lines.dropLast().joined(separator: "\n"), "\(lines.last ?? "") \(status)")
}

private struct Folder: ~Copyable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "ghlua-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Test func `a company is served over a socket and the server ends`() async throws {
  let service = MockService()
  let url = try await serving(service) { server in
    let got = try await curl(server.url + "/v1" + john)
    #expect(got.end == "200 0")
    #expect(got.body.contains("\"John Deo\""))
    let put = try await curl(server.url + john, "-X", "PUT", "-d", #"{"firstName":"Ann"}"#)
    #expect(put.end == "200 0")
    return server.url
  }
  #expect(service.state.users.contains { $0["name"] == "Ann Deo" })
  #expect(try await curl(url + john).end == "000 7")
}

@Test func `HEAD is answered as GET, without the body`() async throws {
  try await serving(MockService()) { server in
    let head = try await curl(server.url + john, "-I")
    #expect(head.end == "200 0")
    // One connection: a body behind the first answer would spoil the second.
    let both = try await curl(
      server.url + john, "-I", server.url + john, "--next", "-s", "-m", "60", "-H",
      "Authorization: Bearer pit-test", "-H", "Version: v3")
    #expect(both.body.contains("200 OK") && both.end.contains("\"John Deo\""), "\(both)")
  }
}

@Test func `a body over the limit is refused`() async throws {
  try await serving(MockService(), MockServerOptions(limits: nil, largestBody: 100)) { server in
    let long = String(repeating: "x", count: 101)
    let reply = try await curl(server.url + "/users/", "-X", "POST", "-d", long)
    #expect(reply.end == "413 0")
    #expect(reply.body.contains("traceId"))
  }
}

@Test func `an answer can be spoiled on its way`() async throws {
  let service = MockService()
  let whole = try #require(service.reply(to: Request(.usersGet, id: DefaultCompany.johnDeo)).answer)
  try await serving(service) { server in
    func spoiled(_ effect: Fault.Effect) async throws -> (body: String, end: String) {
      service.inject(Fault(effect, times: 1))
      return try await curl(server.url + john)
    }
    #expect(try await spoiled(.drop(carriedOut: false)).end == "000 52")
    #expect(try await spoiled(.damage(.cut)).end == "200 18")
    let garbage = try await spoiled(.damage(.garbage))
    #expect(garbage.end == "200 0")
    #expect((try? JSONValue(parsing: garbage.body)) == nil)
    #expect(try await spoiled(.damage(.page)).body.hasPrefix("<html>"))
    #expect(try await spoiled(.damage(.huge(3_000_000))).body.utf8.count == 3_000_000)
    #expect(try await spoiled(.damage(.redirect("http://127.0.0.1:9/"))).end == "302 0")
    let slow = try await spoiled(.damage(.stall(.milliseconds(50))))
    #expect(try JSONValue(parsing: slow.body)["name"] == whole.body["name"])
    #expect(try await spoiled(.delay(.milliseconds(50))).end == "200 0")
  }
}

@Test func `a port that is taken is told`() async throws {
  try await serving { server in
    let problem = await #expect(throws: Problem.self) {
      try await MockServer.start(MockService(), MockServerOptions(port: server.port))
    }
    #expect(problem?.message == "cannot listen at 127.0.0.1, port \(server.port)")
  }
}

@Test func `what was answered is kept, also when the server has no chance to say goodbye`()
  async throws
{
  let folder = try Folder()
  let file = folder.path + "/company.json"
  let service = MockService()
  let server = try await MockServer.start(
    service, MockServerOptions(limits: nil, stateFile: file))
  for number in 1...5 {
    let reply = try await curl(
      server.url + john, "-X", "PUT", "-d", #"{"firstName":"N\#(number)"}"#)
    #expect(reply.end == "200 0")
  }
  #expect(try await curl(server.url + john, "-X", "DELETE").end == "200 0")
  // As it is on the disk while the server runs, which is what a killed one leaves.
  #expect(try MockFile.load(file) == service.state)
  let cut = try String(contentsOfFile: file + ".changes", encoding: .utf8) + "{\"half"
  try cut.write(toFile: file + ".changes", atomically: true, encoding: .utf8)
  #expect(try MockFile.load(file) == service.state)
  try await server.stop()
  #expect(try MockFile.load(file) == service.state)
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["company.json"])
}

/// Takes that many requests, the first of which it refuses with 429, and prints signature and body
/// of each. The port comes first, in a file.
private let receiver = """
  from http.server import BaseHTTPRequestHandler, HTTPServer
  from os import rename
  from sys import argv
  class Handler(BaseHTTPRequestHandler):
      count = 0
      def do_POST(self):
          body = self.rfile.read(int(self.headers["Content-Length"]))
          Handler.count += 1
          self.send_response(429 if Handler.count == 1 else 200)
          self.send_header("Content-Length", "0")
          self.end_headers()
          print(self.headers["X-GHL-Signature"], body.decode(), flush=True)
      def log_message(self, *words): pass
  server = HTTPServer(("127.0.0.1", 0), Handler)
  with open(argv[1] + ".new", "w") as file: file.write(str(server.server_port))
  rename(argv[1] + ".new", argv[1])
  while Handler.count < int(argv[2]): server.handle_request()
  """

/// The content of a file as soon as it is there, within three minutes: a busy machine starts programs late.
private func content(of path: String) async throws -> String {
  let end = ContinuousClock.now + .seconds(180)
  while ContinuousClock.now < end {
    if let text = try? String(contentsOfFile: path, encoding: .utf8) { return text }
    try await Task.sleep(for: .milliseconds(10))
  }
  return ""
}

@Test func `webhooks are signed, and sent again only when answered 429`() async throws {
  let folder = try Folder()
  let portFile = folder.path + "/port"
  let received = Task { try await run(["python3", "-c", receiver, portFile, "4"]).output }
  let port = try await content(of: portFile)
  let target = try WebhookTarget(
    url: "http://127.0.0.1:\(port)/hook", retryPause: .milliseconds(1))
  let service = MockService()
  try await serving(service, MockServerOptions(limits: nil, webhooks: target)) { _ in
    let fields = newUser()
    let made = service.reply(to: Request(.usersCreate, fields: fields)).answer
    let id = made?.body["id"]?.string ?? ""
    _ = service.reply(to: Request(.usersUpdate, id: id, fields: ["lastName": "New"]))
    _ = service.reply(to: Request(.usersDelete, id: id))
    service.advance(by: .seconds(180))
    _ = service.state
    _ = try await received.value
  }
  let lines = try await received.value.split(separator: "\n").map {
    $0.split(separator: " ", maxSplits: 1)
  }
  try #require(lines.count == 4)
  #expect(lines[0] == lines[1])
  let spki = try #require(Data(base64Encoded: WebhookKey.publicKey))
  let key = try Curve25519.Signing.PublicKey(rawRepresentation: spki.suffix(32))
  var types: [String] = []
  for line in lines.dropFirst() {
    let signature = try #require(Data(base64Encoded: String(line[0])))
    #expect(key.isValidSignature(signature, for: Data(line[1].utf8)))
    let body = try JSONValue(parsing: String(line[1]))
    #expect(body["locationId"] == .string(DefaultCompany.zacatepec))
    #expect(body["email"] == "abejorrito79@gmail.com")
    types.append(body["type"]?.string ?? "")
  }
  #expect(types == ["UserCreate", "UserUpdate", "UserDelete"])
}

@Test func `webhooks go to http addresses only`() throws {
  for url in ["https://x/", "ftp://x", "http://", "http://x:0/", "x"] {
    #expect(throws: Problem.self) { try WebhookTarget(url: url) }
  }
  _ = try WebhookTarget(url: "http://[::1]:8080/a?b=c")
}

private func newUser() -> JSONObject {
  [
    "companyId": .string(DefaultCompany.id), "firstName": "Martin", "lastName": "Macedo",
    "email": "abejorrito79@gmail.com", "password": "*******", "type": "account", "role": "user",
    "locationIds": [.string(DefaultCompany.zacatepec)],
  ]
}
