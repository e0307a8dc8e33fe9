import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend
import Testing

/// A folder that is gone when the test is over.
private struct Folder: ~Copyable {
  let url: URL

  init() throws {
    let name = "ghlua-\(UInt64.random(in: 0...UInt64.max))"
    url = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}

/// The problem that loading ends in.
private func problem(_ path: String) throws -> Problem {
  try #require(#expect(throws: Problem.self) { try MockFile.load(path) })
}

@Test func `a company is the same after saving and loading`() throws {
  let folder = try Folder()
  let service = MockService()
  _ = service.reply(to: Request(.usersCreate, fields: newUser()))
  _ = service.reply(to: deleteJohn)
  service.advance(by: .milliseconds(1500))
  try MockFile.save(service.state, to: folder.path("company.json"))
  let loaded = try MockFile.load(folder.path("company.json"))
  #expect(loaded == service.state)
  #expect(loaded.queue.count == 1)
  #expect(try folder.names == ["company.json"])
}

@Test func `a queued delete survives saving and falls due later`() async throws {
  let folder = try Folder()
  let first = MockService()
  _ = try await first.write(deleteJohn)
  try MockFile.save(first.state, to: folder.path("c.json"))
  let second = MockService(try MockFile.load(folder.path("c.json")))
  #expect(try await second.read(getJohn)["name"] == "John Deo")
  second.advance(by: .seconds(180))
  await #expect(throws: ServiceError.self) { try await second.read(getJohn) }
}

@Test func `equal companies give equal bytes`() throws {
  let folder = try Folder()
  for name in ["a", "b"] {
    try MockFile.save(CompanyGenerator(seed: 5, users: 20).state, to: folder.path(name))
  }
  let texts = try ["a", "b"].map { try Data(contentsOf: folder.url.appending(path: $0)) }
  #expect(texts[0] == texts[1])
  #expect(texts[0].last == UInt8(ascii: "\n"))
}

@Test func `saving goes through a link and keeps it`() throws {
  let folder = try Folder()
  try MockFile.save(DefaultCompany.state, to: folder.path("real.json"))
  try FileManager.default.createSymbolicLink(
    atPath: folder.path("link.json"), withDestinationPath: folder.path("real.json"))
  let small = CompanyGenerator(users: 1).state
  try MockFile.save(small, to: folder.path("link.json"))
  #expect(try MockFile.load(folder.path("real.json")) == small)
  #expect(try folder.names == ["link.json", "real.json"])
}

@Test func `a file that is not there, and a folder, are said to be so`() throws {
  let folder = try Folder()
  let missing = try problem(folder.path("none.json"))
  #expect(missing.code == .inputInvalid)
  #expect(missing.message == "there is no file '\(folder.path("none.json"))'")
  #expect(try problem(folder.url.path).message.hasSuffix("is a folder, not a saved company"))
  #expect(try problem("/dev/null").message == "'/dev/null' is no ordinary file")
}

@Test func `garbage is named with its place`() throws {
  let folder = try Folder()
  let path = try folder.write("{\n  \"format\": nonsense\n}", to: "bad.json")
  let problem = try problem(path)
  #expect(problem.message.hasPrefix("'\(path)' is not JSON: "))
  #expect(problem.place == Place(path, line: 2, column: 13))
  let empty = try folder.write("", to: "empty.json")
  #expect(throws: Problem.self) { try MockFile.load(empty) }
  let zeros = try folder.write(String(repeating: "\0", count: 4096), to: "zeros.json")
  #expect(throws: Problem.self) { try MockFile.load(zeros) }
}

@Test func `a file that is too large is refused before it is read`() throws {
  let folder = try Folder()
  let path = try folder.write(String(repeating: "x", count: 1001), to: "huge.json")
  let problem = try #require(
    #expect(throws: Problem.self) { try MockFile.load(path, largestSize: 1000) })
  #expect(problem.message == "'\(path)' has 1001 bytes; a saved company has at most 1000")
}

@Test func `a folder that is not there is said to be so on saving`() throws {
  let problem = #expect(throws: Problem.self) {
    try MockFile.save(DefaultCompany.state, to: "/nowhere/at/all/company.json")
  }
  #expect(problem?.message == "cannot write '/nowhere/at/all/company.json'")
}

@Test(arguments: [
  ("[]", "the file holds a JSON array, not a saved company"),
  ("{}", "this is no saved company: it names no format, not 'ghlua.mock-state/1'"),
  (
    #"{"format": "ghlua.plan/1"}"#,
    "this is no saved company: its format is 'ghlua.plan/1', not 'ghlua.mock-state/1'"
  ),
  (
    #"{"format": "ghlua.mock-state/1", "user": []}"#,
    "a saved company has no member 'user'; did you mean 'users'?"
  ),
  (#"{"format": "ghlua.mock-state/1"}"#, "'companyId' is missing or no string"),
])
func `JSON that is no company is told why`(text: String, message: String) throws {
  let folder = try Folder()
  let path = try folder.write(text, to: "odd.json")
  #expect(try problem(path).message == "cannot use '\(path)': \(message)")
}

@Test func `each member of a saved company is checked`() throws {
  let good = try #require(CompanyGenerator(users: 2, locations: 1).state.json.object)
  #expect(throws: Never.self) { try MockState(json: .object(good)) }
  let faults: [(String, JSONValue, String)] = [
    ("now", "yesterday", "'now' is no moment like 2026-01-05T12:00:00.000Z"),
    ("generator", "-1", "'generator' is no whole number written as a string"),
    ("users", [:], "'users' is missing or no list"),
    ("users", [1], "'users[0]' is no object"),
    ("users", [["id": "a"], ["name": "B"]], "'users[1].id' is missing or no string"),
    ("users", [["id": "a"], ["id": "a"]], "'users[1].id' is 'a', like another before it"),
    ("queue", [["userId": "a"]], "'queue[0]' needs a userId and a moment 'due'"),
  ]
  for (member, value, message) in faults {
    var bad = good
    bad[member] = value
    let error = #expect(throws: MockStateError.self) { try MockState(json: .object(bad)) }
    #expect(error?.message == message)
  }
}
