import Diagnostics
import HTTPBackend
import HighLevel
import JSON
import MockBackend
import MockServer
import Testing

private let john = #"{"id":"j1","name":"John"}"#
private let getJohn = Request(.usersGet, id: "j1")

/// A client that tries once; patient, so that a busy machine is not taken for a fault.
private func client(
  _ url: String, attempts: Int = 1, silence: Duration = .seconds(20),
  whole: Duration = .seconds(30), caFile: String? = nil, proxy: Proxy? = nil,
  concurrency: Int = 4
) throws -> HTTPBackend {
  try HTTPBackend(
    NetworkTransport.Settings(
      baseURL: url, connectTimeout: .seconds(20), silenceTimeout: silence,
      wholeTimeout: whole, sizeLimit: 1 << 20, caFile: caFile, proxy: proxy),
    tokens: StaticToken(BearerToken("pit-secret")),
    HTTPConfiguration(
      concurrency: concurrency,
      retries: RetryPolicy(
        attempts: attempts, firstDelay: .milliseconds(2), longestDelay: .milliseconds(10))))
}

/// The error of reading a user from a server with that script.
private func failure(
  of steps: [Step], silence: Duration = .seconds(20), whole: Duration = .seconds(30)
) async throws -> ServiceError {
  try await withServer({ _ in steps }) { server in
    let backend = try client(server.url, silence: silence, whole: whole)
    return try await failure { _ = try await backend.read(getJohn) }
  }
}

@Test func `an answer comes over a socket, below a prefix`() async throws {
  try await withServer({ _ in [.bytes(Wire.answer(200, john))] }) { server in
    let answer = try await client(server.url + "/v1/").read(
      Request(.usersGet, id: "j 1"))
    #expect(answer["name"] == "John")
    #expect(server.seen.map(\.line) == ["GET /v1/users/j 1"])
    #expect(server.seen[0].headers["authorization"] == "Bearer pit-secret")
  }
}

@Test func `one connection serves many requests`() async throws {
  try await withServer({ _ in [.bytes(Wire.answer(200, john))] }) { server in
    let backend = try client(server.url)
    for _ in 1...20 { _ = try await backend.read(getJohn) }
    #expect(Set(server.seen.map(\.connection)) == [1])
  }
}

@Test func `no more requests are under way than are wanted`() async throws {
  let steps: [Step] = [.pause(.milliseconds(5)), .bytes(Wire.answer(200, john))]
  try await withServer({ _ in steps }) { server in
    let backend = try client(server.url, concurrency: 3)
    await withTaskGroup { group in
      for _ in 1...30 { group.addTask { _ = try? await backend.read(getJohn) } }
    }
    #expect(server.seen.count == 30)
    #expect(Set(server.seen.map(\.connection)).count <= 3)
  }
}

@Test func `silence ends, before the answer and within it`() async throws {
  let head = Wire.answer(200, "{", length: 100)
  for steps: [Step] in [[], [.bytes(head)], [.bytes("HTTP/1.1 200 OK\r\n")]] {
    let error = try await failure(of: steps, silence: .milliseconds(100))
    #expect(error.kind == .unavailable)
    #expect(error.message.contains("was silent for 0.1 seconds"))
  }
}

@Test func `an answer that trickles for ever ends as well`() async throws {
  let drop: [Step] = [.pause(.milliseconds(50)), .bytes(" ")]
  let trickle =
    [.bytes(Wire.answer(200, "{", length: 100))] + Array(repeating: drop, count: 60).joined()
  let error = try await failure(of: trickle, whole: .milliseconds(400))
  #expect(error.message.contains("had not answered whole after 0.4 seconds"))
}

@Test func `cut, reset and senseless answers each have a sentence`() async throws {
  let cut = Step.bytes(Wire.answer(200, #"{"id":"#, length: 100))
  let cases: [([Step], String)] = [
    ([cut, .close], "closed the connection"), ([.close], "closed the connection"),
    ([.reset], "closed the connection|was reset"),
    ([cut, .reset], "closed the connection|was reset"),
    ([.bytes("SSH-2.0-OpenSSH\r\n\r\n")], "is not HTTP"),
  ]
  for (steps, sentence) in cases {
    let error = try await failure(of: steps)
    #expect(error.kind == .unavailable)
    let isSaid = sentence.split(separator: "|").contains { error.message.contains($0) }
    #expect(isSaid, "\(error.message)")
  }
}

@Test(arguments: [true, false])
func `a body of a gigabyte is cut off early`(isAnnounced: Bool) async throws {
  let head =
    isAnnounced
    ? "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n" : "HTTP/1.0 200 OK\r\n\r\n"
  let error = try await failure(of: [.bytes(head), .flood(1 << 30)])
  #expect(error.kind == .unavailable)
  #expect(error.message.contains("longer than 1048576 bytes"))
}

@Test func `a redirect never takes the token along`() async throws {
  try await withServer({ _ in [.bytes(Wire.answer(200, john))] }) { other in
    let to = "Location: http://127.0.0.1:\(other.port)/users/j1"
    let redirect = Wire.answer(302, "", headers: [to])
    let error = try await failure(of: [.bytes(redirect)])
    #expect(error.message.contains("not followed"))
    #expect(other.seen.isEmpty)
  }
}

@Test func `nobody at home is said plainly`() async throws {
  let gone = try await withServer({ _ in [] }) { $0.url }
  let error = try await failure { _ = try await client(gone).read(getJohn) }
  #expect(error.kind == .unavailable)
  #expect(error.message.contains("refused the connection"))
  #expect(!error.message.uppercased().contains("ECONN"))
}

@Test func `a certificate that has expired or nobody vouches for sends nothing`() async throws {
  for name in ["expired", "good"] {
    let caFile = name == "expired" ? FaultyServer.certificateFile(name) : nil
    try await withServer(certificate: name, { _ in [.bytes(Wire.answer(200, john))] }) { server in
      let backend = try client(server.url, attempts: 4, caFile: caFile)
      let error = try await failure { _ = try await backend.read(getJohn) }
      #expect(error.kind == .unavailable)
      #expect(error.message.contains("is not trusted, or it has expired"), "\(error.message)")
      #expect(!error.message.contains("tries"))
      #expect(server.seen.isEmpty)
    }
  }
}

@Test func `a file of certificates can vouch`() async throws {
  try await withServer(certificate: "good", { _ in [.bytes(Wire.answer(200, john))] }) { server in
    let backend = try client(server.url, caFile: FaultyServer.certificateFile("good"))
    #expect(try await backend.read(getJohn)["id"] == "j1")
  }
}

@Test func `the stand-in speaks TLS with those who trust it`() async throws {
  let files = CertificateFiles(
    chain: FaultyServer.certificateFile("good"), key: FaultyServer.certificateFile("good.key"))
  let server = try await MockServer.start(
    MockService(), MockServerOptions(limits: nil, certificate: files))
  #expect(server.url.hasPrefix("https://"))
  let request = Request(.usersGet, id: DefaultCompany.johnDeo)
  #expect(try await client(server.url, caFile: files.chain).read(request)["name"] == "John Deo")
  let error = try await failure { _ = try await client(server.url).read(request) }
  #expect(error.message.contains("is not trusted"))
  try await server.stop()
}

@Test func `a certificate with another's key is refused before anything is served`() async {
  let files = CertificateFiles(
    chain: FaultyServer.certificateFile("good"), key: FaultyServer.certificateFile("expired.key"))
  await #expect(throws: Problem.self) {
    _ = try await MockServer.start(
      MockService(), MockServerOptions(limits: nil, certificate: files))
  }
}

@Test func `a file without certificates is said at once`() {
  #expect(throws: Problem.self) { _ = try client("https://x.test", caFile: "/nowhere.pem") }
}

@Test func `a proxy is asked for a way, and its refusal is said`() async throws {
  let refusal = Wire.answer(407, "")
  try await withServer({ _ in [.bytes(refusal)] }) { server in
    let proxy = try Proxy("http://ana:pw@127.0.0.1:\(server.port)")
    let backend = try client("https://api.example.test", proxy: proxy)
    let error = try await failure { _ = try await backend.read(getJohn) }
    #expect(error.message.contains("The proxy wants a user and a password"))
    #expect(server.seen.first?.line == "CONNECT api.example.test:443")
    #expect(server.seen.first?.headers["proxy-authorization"] == "Basic YW5hOnB3")
    #expect(server.seen.first?.headers["authorization"] == nil)
  }
}

@Test func `a stopped task ends its request`() async throws {
  try await withServer({ _ in [] }) { server in
    let backend = try client(server.url)
    let task = Task { try await backend.read(getJohn) }
    while server.seen.isEmpty { await Task.yield() }
    task.cancel()
    let error = try await failure { _ = try await task.value }
    #expect(error.message.contains("stopped"))
  }
}
