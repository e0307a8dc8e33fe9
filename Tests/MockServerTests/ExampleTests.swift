import Foundation
import HighLevel
import JSON
import MockBackend
import MockServer
import Testing

/// The examples of two documents about the Users API that are in circulation, in `Tests/Examples`, as
/// they are written: only scheme and host are changed, and the placeholders for a user and a location
/// are filled in. Where the document itself is wrong, the service's refusal is what is expected.
private struct Example: Sendable, CustomTestStringConvertible {
  let file: String
  /// The status, or for programs what they print.
  let expected: String
  let note: String

  init(_ file: String, _ expected: String, _ note: String = "") {
    (self.file, self.expected, self.note) = (file, expected, note)
  }

  var testDescription: String { file }

  static let shell = [
    Example("reference-by-location.sh", "200"),
    Example("reference-create.sh", "422", "an empty body"),
    Example("reference-search.sh", "422", "VALUE is no boolean"),
    Example("reference-filter-by-email.sh", "422", "an empty body"),
    Example("reference-delete.sh", "200"),
    Example("reference-get.sh", "401", "the id is a company's"),
    Example("reference-update.sh", "200"),
    Example("endpoint-create.sh", "201"),
    Example("endpoint-get.sh", "200"),
    Example("endpoint-update.sh", "200"),
    Example("endpoint-move.sh", "200"),
    Example("endpoint-delete.sh", "200"),
    Example("endpoint-search.sh", "200"),
    Example("endpoint-filter-by-email.sh", "200", "emails as a list, as an older API had it"),
  ]

  static let python = [
    Example("reference-by-location.py", "\"users\": ["),
    Example("reference-create.py", "companyId must be a string"),
    Example("reference-search.py", "enabled2waySync must be a boolean value"),
    Example("reference-filter-by-email.py", "emails must be a string"),
    Example("reference-delete.py", "\"succeded\": true"),
    Example("reference-get.py", "The user does not exist."),
    Example("reference-update.py", "\"name\": \"John Deo\""),
    Example("endpoint-create.py", "'name': 'Martin Macedo'"),
    Example("endpoint-get.py", "John john@deo.com {"),
    Example("endpoint-update.py", ""),
    Example("endpoint-delete.py", "Queued deleting user with e-mail john@deo.com"),
    Example("endpoint-search.py", "users in ZACATEPEC"),
    Example("endpoint-filter-by-email.py", "Email available"),
    Example("endpoint-class.py", "Users in ZACATEPEC: "),
  ]

  /// The text, made to ask the server instead of the service.
  func text(for server: RunningMockServer) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appending(path: "../Examples/\(file)"), encoding: .utf8)
    let host = String(server.url.dropFirst("http://".count))
    return
      text
      .replacing("https://rest.gohighlevel.com", with: server.url)
      .replacing("https://services.leadconnectorhq.com", with: server.url)
      .replacing("rest.gohighlevel.com", with: host)
      .replacing("services.leadconnectorhq.com", with: host)
      .replacing("HTTPSConnection", with: "HTTPConnection")
      .replacing("users/{userId}", with: "users/\(DefaultCompany.johnDeo)")
      .replacing("LOC_ID_NUEVA", with: DefaultCompany.lisbon)
  }
}

/// The built-in company; the examples have two ids for it.
private func company(without email: String = "") -> MockService {
  var state = DefaultCompany.state
  state.users.removeAll { User($0).email == email }
  return MockService(state, options: MockOptions(otherCompanyIds: [DefaultCompany.otherId]))
}

@Test(arguments: Example.shell)
private func `a cURL example gets what the service answers`(example: Example) async throws {
  // The example creates John, who is there already.
  let service = company(without: example.file == "endpoint-create.sh" ? "john@deo.com" : "")
  try await serving(service) { server in
    let text = try example.text(for: server)
    let home = NSTemporaryDirectory() + "ghlua-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: home) }
    // The command itself stays as it is written; its status is asked for here.
    try "silent\nwrite-out = \"\\n%{http_code}\"\n".write(
      toFile: home + "/.curlrc", atomically: true, encoding: .utf8)
    let (output, _) = try await run(["bash", "-c", text], environment: ["HOME": home])
    let lines = output.split(separator: "\n")
    #expect(lines.last.map(String.init) == example.expected)
    #expect((try JSONValue(parsing: String(lines.first ?? "")))["traceId"] != nil)
  }
}

@Test(arguments: Example.python)
private func `a Python example runs through`(example: Example) async throws {
  try await serving(company()) { server in
    let text = try example.text(for: server)
    let (output, status) = try await run(["python3", "-c", text])
    #expect(status == 0)
    #expect(example.expected.isEmpty ? output.isEmpty : output.contains(example.expected))
  }
}

@Test func `the braces of the examples, left as they are, are an unknown user`() async throws {
  try await serving { server in
    // curl takes the braces away, Python sends them.
    for target in ["userId", "{userId}", "%7BuserId%7D"] {
      let (output, _) = try await run([
        "curl", "-sg", "-H", "Authorization: Bearer YOUR_TOKEN", "-H", "Version: 2021-07-28",
        "\(server.url)/v1/users/\(target)",
      ])
      #expect(output.contains("The user does not exist."))
    }
  }
}
