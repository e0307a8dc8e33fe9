import HighLevel
import JSON
import MockBackend
import Testing

@testable import CommandLineTool

@Suite struct RenderingCompanyTests {
  private let state = MockState(
    companyId: "co1",
    users: [
      user("u1", "Zoë Åström", "zoe@acme.example", "account", "user", ["ber", "lis", "por"]),
      user("u2", "さくら 田中", "sakura.tanaka@acme.example", "agency", "admin", []),
      user("u3", "Hans Altmann", "hans@acme.example", "account", "user", ["ber"], deleted: true),
      user("u4", "Eva Alt", "eva@acme.example", "account", "user", ["ber"]),
    ],
    locations: [
      ["id": "ber", "name": "Berlin"], ["id": "lis", "name": "Lisbon"],
      ["id": "por", "name": "São João da Madeira"],
    ],
    queue: [
      MockState.QueuedDelete(
        userId: "u4", due: Timestamp(milliseconds: MockClock.start.milliseconds + 300_000))
    ])

  private static func user(
    _ id: String, _ name: String, _ email: String, _ type: String, _ role: String,
    _ locations: [String], deleted: Bool = false
  ) -> JSONObject {
    [
      "id": .string(id), "name": .string(name), "email": .string(email),
      "deleted": .bool(deleted),
      "roles": [
        "type": .string(type), "role": .string(role), "locationIds": .strings(locations),
      ],
    ]
  }

  @Test func `a company is its places and its people`() {
    let expected = """
      Company co1
      3 users (and 1 deleted), 3 locations, 0 contacts; its time is 2026-01-05 12:00 UTC

      Location             Id   Users
      Berlin               ber      2
      Lisbon               lis      1
      São João da Madeira  por      1

      Name          E-mail                      Role          Locations                            State
      Zoë Åström    zoe@acme.example            user          Berlin, Lisbon, São João da Madeira  active
      さくら 田中   sakura.tanaka@acme.example  agency admin                                       active
      Hans Altmann  hans@acme.example           user          Berlin                               deleted
      Eva Alt       eva@acme.example            user          Berlin                               deleted at 2026-01-05 12:05

      """
    #expect(CompanyRenderer(TextStyle(color: false, width: 140)).text(state) == expected)
  }

  @Test func `a narrow terminal cuts locations and names, not e-mails`() {
    let text = CompanyRenderer(TextStyle(color: false, width: 104)).text(state)
    #expect(text.contains("sakura.tanaka@acme.example"))
    #expect(text.contains("  Berlin, Lisbon, Sã…  "))
    #expect(text.split(separator: "\n").allSatisfy { String($0).displayWidth <= 104 })
  }

  @Test func `many users are counted`() {
    var renderer = CompanyRenderer(Samples.plain)
    renderer.limit = 1
    #expect(renderer.text(state).hasSuffix("\n… and 3 more users\n"))
  }
}
