import ArgumentParser
import Cron
import Diagnostics
import HighLevel
import JSON
import Settings

/// `ghlua schedule`: what runs by the clock.
struct ScheduleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule", abstract: "Show when schedules run.",
    subcommands: [ScheduleNext.self, ScheduleList.self])
}

/// `ghlua schedule next EXPRESSION`
struct ScheduleNext: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Show the next times of a cron expression.",
    discussion: """
      Five fields, as cron reads them: minute, hour, day of month, month, day of week; or @hourly, \
      @daily, @weekly, @monthly, @yearly. L is the last day of a month, 5L the last Friday, MON#2 \
      the second Monday. Times that the clock leaves out in spring come right after the gap; times \
      that it shows twice in autumn come once, and twice with a star for the hour.

      Examples:
        ghlua schedule next '30 2 * * MON-FRI' --tz Europe/Berlin
        ghlua schedule next @monthly --after 2026-03-28T00:00:00+01:00 -n 3 --json
      """)

  @Argument(help: "The expression, in quotes.") var expression: [String]
  @Option(help: "The time zone, like Europe/Berlin.") var tz = "UTC"
  @Option(help: "Times after this one: RFC 3339, like 2026-03-28T00:00:00+01:00.")
  var after: String?
  @Option(name: .customShort("n"), help: "How many.") var count = 5
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    try checkCount(count)
    let cron = try CronExpression(expression.joined(separator: " "))
    let zone = try zone(tz, output)
    let start = try start(world)
    let times = cron.times(after: start, in: zone, count: count).map { $0.text(in: zone) }
    if output.json {
      output.print([
        "schema": "ghlua.schedule/1", "ok": true, "expression": .string(cron.text),
        "tz": .string(zone.name), "next": .strings(times),
      ])
    } else {
      output.print(times.joined(separator: "\n"))
    }
    return 0
  }

  private func start(_ world: World) throws(Problem) -> Timestamp {
    guard let after else { return try world.moment() }
    guard let moment = Timestamp(rfc3339: after) else {
      throw Problem(
        .argumentsInvalid, "--after '\(after)' is no time with an offset",
        hint: "write it like 2026-03-28T00:00:00+01:00, or with Z for UTC")
    }
    return moment
  }
}

/// `ghlua schedule list`
struct ScheduleList: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the schedules of the settings, and their next times.",
    discussion: """
      Schedules stand in ghlua.toml, and 'ghlua serve' runs them:

        [[schedule]]
        name = "nightly"
        cron = "30 2 * * MON-FRI"
        tz = "Europe/Berlin"
        recipe = "audit-access"
        args = { location = "Berlin" }
        misfire = "coalesce"   # or skip, all: what was missed; with deadline = "6h"
        overlap = "forbid"     # or queue, replace, allow
        jitter = "5m"
        ping = "https://hc-ping.com/UUID"
        apply = false          # true: a plan is applied without asking

      Example: ghlua schedule list -n 3
      """)

  @Option(name: .customShort("n"), help: "How many times of each.") var count = 5
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    try checkCount(count)
    let now = try world.moment()
    let schedules = try Settings.load(environment: world.environment).schedules
    var listed: [(schedule: ScheduleSettings, times: [String])] = []
    for schedule in schedules {
      let zone = try zone(schedule.zone, output, at: schedule.place)
      let times = schedule.cron.times(after: now, in: zone, count: count)
      listed.append((schedule, times.map { $0.text(in: zone) }))
    }
    if output.json {
      output.print([
        "schema": "ghlua.schedule/1", "ok": true,
        "schedules": .array(listed.map { .object(Self.object($0.schedule, $0.times)) }),
      ])
    } else if listed.isEmpty {
      output.note("there are no schedules; 'ghlua schedule list --help' shows how to write one")
    } else {
      output.print(listed.map { Self.text($0.schedule, $0.times) }.joined(separator: "\n\n"))
    }
    return 0
  }

  private static func object(_ schedule: ScheduleSettings, _ times: [String]) -> JSONObject {
    [
      "name": .string(schedule.name), "cron": .string(schedule.cron.text),
      "tz": .string(schedule.zone), "recipe": .string(schedule.recipe),
      "args": .object(schedule.arguments), "profile": schedule.profile.map { .string($0) } ?? .null,
      "misfire": schedule.misfire.map { .string($0.rawValue) } ?? .null,
      "overlap": .string(schedule.overlap), "apply": .bool(schedule.appliesItself),
      "enabled": .bool(schedule.isEnabled), "next": .strings(schedule.isEnabled ? times : []),
    ]
  }

  private static func text(_ schedule: ScheduleSettings, _ times: [String]) -> String {
    let state = schedule.isEnabled ? "" : " · not enabled"
    let head =
      "\(schedule.name) · \(schedule.recipe) · \(schedule.cron.text) · \(schedule.zone)\(state)"
    return ([head] + (schedule.isEnabled ? times : []).map { "    \($0)" }).joined(separator: "\n")
  }
}

/// A zone of the system's database; UTC, and a note, where there is none.
private func zone(
  _ name: String, _ output: Output, at place: Place? = nil
) throws(Problem) -> Zone {
  let database = ZoneDatabase()
  if !database.isThere, name != "UTC" {
    output.note("there is no zone database (Debian: tzdata), so times are in UTC")
  }
  do throws(Problem) { return try database.zoneOrUTC(name) } catch {
    var problem = error
    problem.place = place
    throw problem
  }
}

private func checkCount(_ count: Int) throws(Problem) {
  guard (1...1000).contains(count) else {
    throw Problem(.usage, "-n goes from 1 to 1000, not \(count)")
  }
}
