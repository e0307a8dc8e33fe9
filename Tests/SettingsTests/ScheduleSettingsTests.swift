import Cron
import Diagnostics
import JSON
import Settings
import Testing

struct ScheduleSettingsTests {
  private static let good = """
    [[schedule]]
    name = "nightly"
    cron = "30 2 * * MON-FRI"
    tz = "Europe/Berlin"
    recipe = "audit-access"
    args = { limit = 5, who = ["a", "b"], dry = true }
    profile = "main"
    misfire = "skip"
    deadline = "6h"
    overlap = "queue"
    jitter = "90s"
    ping = "https://hc-ping.com/1"
    apply = true

    [[schedule]]
    name = "hourly"
    cron = "@hourly"
    recipe = "r"
    enabled = false
    """

  @Test func `schedules are read with all they say`() throws {
    let home = try Home()
    try home.write(Self.good, to: "ghlua.toml")
    let schedules = try home.load().schedules
    #expect(schedules.map(\.name) == ["nightly", "hourly"])
    let first = schedules[0]
    #expect(first.cron.text == "30 2 * * MON-FRI")
    #expect(first.zone == "Europe/Berlin")
    #expect(
      JSONValue.object(first.arguments).text() == #"{"dry":true,"limit":5,"who":["a","b"]}"#)
    #expect(first.misfire == .skip)
    #expect(first.deadline == .seconds(21_600))
    #expect(first.overlap == "queue")
    #expect(first.jitter == .seconds(90))
    #expect(first.appliesItself)
    let second = schedules[1]
    #expect(second.zone == "UTC")
    #expect(second.misfire == nil)
    #expect(second.overlap == "forbid")
    #expect(!second.isEnabled)
    #expect(second.place.description == "\(home.path)/ghlua.toml:15")
  }

  @Test(arguments: [
    ("corn = \"* * * * *\"", "the settings know no 'schedule.2.corn'", "did you mean 'cron'?"),
    ("cron = \"61 * * * *\"", "the field 'minute' of the schedule is '61'", nil),
    (
      "misfire = \"skipp\"", "'schedule.2.misfire' in the settings is 'skipp'",
      "did you mean 'skip'?"
    ),
    ("deadline = 5", "'schedule.2.deadline' in the settings is a number", nil),
    ("deadline = \"-5m\"", "'schedule.2.deadline' in the settings is a text", nil),
    ("name = \"a b\"", "'a b' is no name for a schedule", nil),
    ("name = \"nightly\"", "there are two schedules 'nightly'", nil),
    ("ping = \"ftp://x\"", "'ping' is no address", nil),
    ("enabled = \"yes\"", "'schedule.2.enabled' in the settings is a text", nil),
    ("", "a schedule lacks 'recipe'", nil),
  ])
  func `what is wrong is told with its line`(
    _ line: String, _ message: String, _ hint: String?
  ) throws {
    let home = try Home()
    var second = ["name": "name = \"b\"", "cron": "cron = \"@daily\"", "recipe": "recipe = \"r\""]
    let key = String(line.prefix { $0 != " " })
    if line.isEmpty { second["recipe"] = nil } else { second[key] = line }
    let lines = second.sorted { $0.key < $1.key }.map(\.value)
    try home.write(
      Self.good.prefix(Self.good.count) + "\n" + "[[schedule]]\n"
        + lines.joined(separator: "\n"), to: "ghlua.toml")
    var problem = try #require(home.problem())
    problem.message = problem.message.replacing("schedule.3", with: "schedule.2")
    #expect(problem.message.hasPrefix(message), "\(problem.message)")
    if let hint { #expect(problem.hint == hint) }
    #expect((19...24).contains(problem.place?.line ?? 0), "\(String(describing: problem.place))")
  }

  @Test func `a schedule that is no list of tables is refused`() throws {
    let home = try Home()
    try home.write("[schedule]\nname = \"x\"\n", to: "ghlua.toml")
    #expect(home.problem()?.hint == "it must be written as [[schedule]]")
  }
}
