import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Testing

@Suite struct SecretsTests {
  static let password = "Sun-Rise-2026!"

  @Test func `a password is nowhere in a plan`() async throws {
    let world = World()
    world.gate.secrets.register("s3cret-Parameter!", as: "initial")
    try await world.create("new@acme.example")
    try await world.update("~new:users:1~", ["password": "s3cret-Parameter!"])
    try await world.update(DefaultCompany.johnDeo, ["password": "An0ther-One!!"])
    let text = world.plan.json.text()
    for secret in [Self.password, "s3cret-Parameter!", "An0ther-One!!"] {
      #expect(!text.contains(secret))
    }
    #expect(world.plan.secretNames == ["initial", "password:1", "password:2"])
    #expect(text.contains("\"(set)\""))
    let all = try await world.gate.call(.usersGet, id: "~new:users:1~").text()
    #expect(!all.contains("s3cret"))
  }

  @Test func `the service gets the password itself`() async throws {
    let spy = Spy()
    let world = World()
    try await world.create("new@acme.example")
    _ = await Applier(to: spy, secrets: world.gate.secrets)
      .apply(world.plan, now: world.service.now)
    #expect(await spy.written.first?.fields["password"] == .string(Self.password))
  }

  @Test func `a plan whose secrets nobody knows is refused`() async throws {
    let world = World()
    try await world.create("new@acme.example")
    let before = world.service.state
    let report = await Applier(to: world.service).apply(world.plan, now: world.service.now)
    #expect(report.status == .refused)
    #expect(report.problem?.message.contains("password:1") == true)
    #expect(world.service.state == before)
  }

  @Test func `a secret in any other field is a reference too`() async throws {
    let world = World()
    world.gate.secrets.register("hush-hush", as: "codename")
    try await world.update(DefaultCompany.johnDeo, ["firstName": "hush-hush"])
    #expect(!world.plan.json.text().contains("hush-hush"))
    let report = await world.apply()
    #expect(report.status == .applied)
    #expect(report.outcomes.first?.result == .done(mispredicted: []))
    let record = try await world.service.read(
      Request(.usersGet, id: DefaultCompany.johnDeo))
    #expect(record["firstName"] == "hush-hush")
  }

  @Test func `text for people has names in the place of secrets`() {
    let secrets = Secrets()
    secrets.register("abcd", as: "one")
    secrets.register("abcdefgh", as: "two")
    #expect(secrets.redacted("x abcdefgh y abcd") == "x [two] y [one]")
  }

  @Test func `a random password meets the strictest rule and is known by name elsewhere`() {
    let secrets = Secrets()
    let password = secrets.makePassword()
    #expect(UserRules.passwordFaults(password).isEmpty)
    #expect(secrets.reference(toPassword: password) == ["$secret": "random-password:1"])
    #expect(secrets.makePassword() != password)
    #expect(Secrets().value(of: "random-password:7").map(UserRules.passwordFaults) == [])
    #expect(Secrets().value(of: "password:1") == nil)
  }
}

/// A service that takes everything and remembers it.
actor Spy: Backend {
  var written: [Request] = []

  func read(_ request: Request) async throws(ServiceError) -> JSONValue {
    ["users": [], "count": 0]
  }

  func write(_ request: Request) async throws(ServiceError) -> JSONValue {
    written.append(request)
    return ["id": "u1"]
  }
}
