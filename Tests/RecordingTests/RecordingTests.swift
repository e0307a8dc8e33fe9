import Diagnostics
import Foundation
import HighLevel
import JSON
import MockBackend
import Recording
import Testing

struct RecordingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "ghlua-recording-\(UInt64.random(in: 0 ... .max))"
  ).path
  private let service = MockService()
  private let manifest = RecordingManifest(
    created: Timestamp(milliseconds: 0), now: Timestamp(milliseconds: 1), company: "C",
    baseURL: "https://service.test", version: .v2)

  private func recorder() throws -> Recorder {
    try Recorder(folder, manifest) { $0.replacing("pit-canary", with: "[token]") }
  }

  private func stored() throws -> String {
    try String(contentsOfFile: "\(folder)/exchanges.ndjson", encoding: .utf8)
  }

  private func search(_ query: String) -> Request {
    Request(
      .usersSearch, fields: ["query": .string(query), "companyId": .string(service.companyId)])
  }

  @Test func `what was read is answered again without the service`() async throws {
    let reader = RecordingReader(service, try recorder())
    let answer = try await reader.read(search("john"))
    let missing = await #expect(throws: ServiceError.self) {
      try await reader.read(Request(.usersGet, id: "nobody"))
    }
    let replay = try ReplayBackend(folder)
    #expect(replay.manifest == manifest)
    #expect(try await replay.read(search("john")) == answer)
    #expect(try await replay.read(search("john")) == answer)
    let again = await #expect(throws: ServiceError.self) {
      try await replay.read(Request(.usersGet, id: "nobody"))
    }
    #expect(again == missing)
  }

  @Test func `what was never asked is an error that names the nearest`() async throws {
    _ = try await RecordingReader(service, try recorder()).read(search("john"))
    let error = await #expect(throws: ServiceError.self) {
      try await ReplayBackend(folder).read(search("mary"))
    }
    #expect(error?.message.contains("mary") == true)
    #expect(error?.message.contains("nearest it holds is users.search") == true)
    #expect(error?.message.contains("john") == true)
  }

  @Test func `secrets and passwords are in no recording`() async throws {
    let backend = RecordingBackend(service, try recorder())
    let fields: JSONObject = [
      "companyId": .string(service.companyId), "firstName": "A", "lastName": "B",
      "email": "a.b@acme.test", "password": "Canary-123456!", "type": "account", "role": "user",
      "locationIds": .strings([service.state.locations[0]["id"]?.string ?? ""]),
    ]
    _ = try? await backend.write(Request(.usersCreate, fields: fields))
    _ = try? await backend.read(search("pit-canary Canary-123456!"))
    let text = try stored()
    #expect(text.split(separator: "\n").count == 2)
    #expect(text.contains("[token]") && !text.contains("pit-canary"))
    #expect(text.contains(#""password":"[password]""#))
    let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }

  @Test func `one folder holds one recording`() throws {
    _ = try recorder()
    #expect(throws: Problem.self) { try recorder() }
    #expect(throws: Problem.self) { try ReplayBackend("\(folder)/absent") }
  }

  @Test(
    arguments: [
      (30, "just now"), (60, "1 minute ago"), (7200, "2 hours ago"), (3 * 86_400, "3 days ago"),
    ])
  func `its age is told in words`(seconds: Int64, words: String) {
    #expect(manifest.age(at: Timestamp(milliseconds: seconds * 1000)) == words)
  }
}
