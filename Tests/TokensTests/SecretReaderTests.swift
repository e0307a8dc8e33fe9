import Diagnostics
import Foundation
import HTTPBackend
import HighLevel
import Synchronization
import Testing
import Tokens

struct SecretReaderTests {
  private let reader = SecretReader(environment: ["MY_TOKEN": "pit-canary-1"])

  private func problem(_ words: [String]) -> Problem? {
    do throws(Problem) {
      _ = try reader.output(of: words)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a command's words reach it as they are, and no shell sees them`() throws {
    #expect(try reader.output(of: ["printf", "%s", "pit-$HOME;x"]) == "pit-$HOME;x")
    #expect(try reader.output(of: ["/bin/sh", "-c", "cat; printf pit-a"]) == "pit-a")
  }

  @Test func `a command that fails, or writes too much, is told without what it wrote`() {
    #expect(problem(["false"])?.message.contains("exit code 1") == true)
    #expect(problem(["ghlua-no-such-program"])?.code == .auth)
    let much = problem(["/bin/sh", "-c", "yes pit-canary"])
    #expect(much?.message.contains("more than 65536 bytes") == true)
    #expect("\(String(describing: much))".contains("pit-canary") == false)
  }

  @Test func `a token is one word, and no text shows it`() throws {
    let token = try TokenText(" pit-canary-1\n", from: "file")
    #expect(token.value == "pit-canary-1" && token.kind == .privateIntegration)
    #expect(!"\(token) \(String(reflecting: token))".contains("canary"))
    for text in ["", "two words", "pit-ä", String(repeating: "x", count: 20_000)] {
      #expect(throws: Problem.self) { try TokenText(text, from: "file") }
    }
  }

  @Test func `a JWT tells whose it is`() throws {
    let claims = #"{"authClass":"Company","authClassId":"C1","exp":1700000000}"#
    let body = Data(claims.utf8).base64EncodedString().replacing("=", with: "")
    let token = try TokenText("eyJhbGciOiJub25lIn0.\(body).sig", from: "file")
    #expect(token.kind == .oauth && token.owner?.id == "C1" && token.owner?.isCompany == true)
    #expect(token.expires == Timestamp(milliseconds: 1_700_000_000_000))
  }

  @Test func `a file that others may read is refused`() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "ghlua-token-\(UInt64.random(in: 0 ... .max))")
    try Data("pit-canary".utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: url.path)
    #expect(throws: Problem.self) { try reader.file(url.path) }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
    #expect(try reader.file(url.path) == "pit-canary")
  }

  @Test func `a refused token is read once more, in case there is a new one`() async throws {
    let texts = Mutex(["pit-new", "pit-new"])
    let token = SourcedToken(try TokenText("pit-old", from: "file")) { () throws(Problem) in
      try TokenText(texts.withLock { $0.removeFirst() }, from: "file")
    }
    let (request, error) = (
      Request(.usersSearch), ServiceError(kind: .badToken, status: 401, message: "")
    )
    let old = token.token(for: request)
    #expect(token.renewed(after: old, for: request, answer: error)?.value == "pit-new")
    let new = token.token(for: request)
    #expect(token.renewed(after: new, for: request, answer: error) == nil)
  }
}
