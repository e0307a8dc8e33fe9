import HighLevel
import JSON
import MockBackend
import Planning

/// Large plans: a row a user, in a company of 50,000.
enum Plans {
  private static let users = 50_000
  private static let sizes = [1_000, 10_000]

  /// What recipes do with a row: look the user up by e-mail, and write what differs.
  private static let byEmail = """
    for _, email in ipairs(args.emails) do
      local user = ghl.users.find(email)
      ghl.users.update(user.id, { phone = "+4930" .. #email, scopes = {} })
    end
    """

  static func figures() async throws -> [Figure] {
    let service = MockService(CompanyGenerator(seed: 1, users: users, locations: 20).state)
    let people = service.state.users.filter { !User($0).isDeleted }
    var figures: [Figure] = []
    for size in sizes {
      let emails = people.prefix(size).map { JSONValue.string(User($0).email) }
      let run = RecipeRun(over: service, company: service.companyId)
      let seconds = try await Stopwatch.seconds(each: 1, rounds: 3) {
        try await run.script(byEmail, ["emails": .array(emails)])
      }
      figures.append(figure("\(size) rows planned", seconds))
    }
    for size in sizes {
      let seconds = try await Stopwatch.seconds(each: 1, rounds: 3) {
        try await searched(size, service, people)
      }
      figures.append(figure("\(size) changes, a page after each 10", seconds))
    }
    return figures
  }

  /// Writes in between which the same search is asked again and again.
  private static func searched(
    _ size: Int, _ service: MockService, _ people: [JSONObject]
  ) async throws {
    let gate = Gate(overlay: Overlay(over: service, now: service.now), capabilities: .everything)
    for (number, user) in people.prefix(size).enumerated() {
      _ = try await gate.call(
        .usersUpdate, id: User(user).id, fields: ["phone": .string("+49 \(number)")])
      guard number.isMultiple(of: 10) else { continue }
      _ = try await gate.call(
        .usersSearch,
        fields: [
          "companyId": .string(service.companyId), "skip": .string("\(number)"), "limit": "10",
        ])
    }
    _ =
      Plan(
        of: gate, recipe: Plan.Recipe(name: "bench", version: "1", sha256: ""),
        company: service.companyId, source: "mock", created: service.now
      ).checksum
  }

  /// Ten times the rows may take eleven times the time.
  private static func figure(_ name: String, _ seconds: Double) -> Figure {
    var figure = Figure(group: "plans", name: name, value: seconds, unit: .seconds)
    let (small, large) = (String(sizes[0]), String(sizes[1]))
    if name.hasPrefix("\(large) ") {
      figure.against = small + name.dropFirst(large.count)
      figure.mostTimes = 11
    }
    return figure
  }
}
