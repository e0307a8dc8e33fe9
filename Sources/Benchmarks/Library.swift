import Engine
import HighLevel
import JSON
import MockBackend

/// Every shipped recipe on a company of 50,000: how long it takes and what Lua holds at most. What
/// walks the company page by page must not hold more than on a tenth of it.
enum Library {
  private static let users = 50_000
  private static let fewer = 5_000

  /// A recipe with arguments, and whether what it keeps is bounded by a page.
  private struct Case {
    var recipe: String
    var arguments: JSONObject
    var walks = false
    var event: JSONValue?
  }

  static func figures() async throws -> [Figure] {
    let small = MockService(CompanyGenerator(seed: 1, users: fewer, locations: 20).state)
    var state = CompanyGenerator(seed: 1, users: users, locations: 20).state
    let tagged = state.users.map(User.init).first { $0.role == "user" && !$0.isDeleted }
    state.contacts.append([
      "id": "tagged", "email": .string(tagged?.email ?? ""), "tags": ["REMOVE USER"],
    ])
    let large = MockService(state)
    var figures: [Figure] = []
    for one in cases(large) {
      let (seconds, bytes) = try await measure(one, on: large)
      figures.append(
        Figure(group: "library", name: one.recipe, value: seconds, unit: .seconds, target: 60))
      let name = "\(one.recipe), memory"
      var held = Figure(group: "library", name: name, value: bytes, unit: .bytes)
      if one.walks {
        let (_, before) = try await measure(one, on: small)
        let base = "\(name), a tenth"
        figures.append(Figure(group: "library", name: base, value: before, unit: .bytes))
        (held.against, held.mostTimes) = (base, 1.2)
      }
      figures.append(held)
    }
    return figures
  }

  private static func measure(
    _ one: Case, on company: MockService
  ) async throws -> (seconds: Double, bytes: Double) {
    let recipe = try await RecipeRun.shipped(one.recipe)
    let clock = ContinuousClock()
    let start = clock.now
    let report = await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: RawArguments(named: one.arguments), source: company,
        sourceName: "mock", company: company.companyId, now: company.now, event: one.event,
        input: SystemInput()))
    if let problem = report.problem { throw problem }
    return ((clock.now - start) / .seconds(1), Double(report.peakMemory))
  }

  private static func cases(_ company: MockService) -> [Case] {
    let state = company.state
    let people = state.users.map(User.init).filter { user in
      !user.isDeleted && user.type == "account" && user.role == "user"
        && !user.locationIds.isEmpty
    }
    let (one, other) = (people[10], people[people.count / 2])
    let places = state.locations.map { $0["id"] ?? .null }
    let place = places[0]
    let email = JSONValue.string(one.email)
    let rows = people.prefix(100)
    let access: JSONValue = ["text": #"{"permissions": {}}"#]
    let same = rows.map { user -> JSONValue in
      [
        "email": .string(user.email), "firstName": user.fields["firstName"] ?? "A",
        "lastName": user.fields["lastName"] ?? "B", "location": .strings(user.locationIds),
      ]
    }
    return [
      Case(recipe: "add-location", arguments: ["user": email, "location": [place]]),
      Case(
        recipe: "apply-permission-template",
        arguments: ["template": access, "location": place], walks: true),
      Case(recipe: "audit-access", arguments: ["format": "html"]),
      Case(recipe: "check-token", arguments: [:], walks: true),
      Case(
        recipe: "create-user",
        arguments: [
          "email": "new@acme.test", "firstName": "N", "lastName": "P", "location": [place],
        ]),
      Case(recipe: "delete-tagged-user", arguments: ["contact": "tagged"]),
      Case(recipe: "delete-user", arguments: ["user": email]),
      Case(recipe: "disable-all-scopes", arguments: ["user": email]),
      Case(recipe: "find-duplicate-emails", arguments: [:]),
      Case(
        recipe: "mirror-fusionauth-delete", arguments: [:],
        event: ["event": ["type": "user.delete.complete", "user": ["email": email]]]),
      Case(recipe: "move-user", arguments: ["user": email, "to": place]),
      Case(
        recipe: "offboard-from-csv",
        arguments: ["people": .array(rows.map { ["email": .string($0.email)] })]),
      Case(recipe: "offboard-user", arguments: ["user": email]),
      Case(recipe: "onboard-from-csv", arguments: ["people": .array(same)]),
      Case(recipe: "permission-drift", arguments: ["template": access], walks: true),
      Case(
        recipe: "remove-location",
        arguments: ["user": email, "location": .strings(one.locationIds), "allow_none": true]),
      Case(recipe: "reset-password", arguments: ["user": email, "password": "Fresh-Start-2026"]),
      Case(recipe: "restore-access", arguments: ["user": email, "like": .string(other.email)]),
      Case(
        recipe: "set-phone-numbers",
        arguments: [
          "numbers": .array(
            rows.map {
              ["user": .string($0.email), "location": place, "number": "+49 30 1234567"]
            })
        ]),
      Case(recipe: "sync-roster", arguments: ["roster": .array(same)]),
    ]
  }
}
