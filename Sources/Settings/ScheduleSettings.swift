public import Cron
public import Diagnostics
public import JSON

/// `[[schedule]]`: a recipe to be run by the clock.
public struct ScheduleSettings: Sendable, Hashable {
  public var name: String
  public var cron: CronExpression
  /// A name of the zone database.
  public var zone: String
  public var recipe: String
  public var arguments: JSONObject
  /// Nil is the usual profile.
  public var profile: String?
  /// Nil leaves it to the recipe: `skip` for one that deletes, else `coalesce`.
  public var misfire: Misfire?
  /// So long after its time a slot is still worth a run; nil is any time.
  public var deadline: Duration?
  /// `forbid`, `queue`, `replace` or `allow`.
  public var overlap: String
  /// A run comes up to so much later, always by the same.
  public var jitter: Duration?
  /// Told of begin, success and failure, as healthchecks expects it.
  public var ping: String?
  /// Whether a plan is applied without asking.
  public var appliesItself: Bool
  public var isEnabled: Bool
  public var place: Place

  /// What happens to slots that passed while nobody ran them.
  public enum Misfire: String, Sendable, Hashable, CaseIterable {
    /// The last one is run, in the place of all.
    case coalesce
    /// None of them is run.
    case skip
    /// Every one is run.
    case all
  }
}

extension ScheduleSettings {
  private static let overlaps = ["forbid", "queue", "replace", "allow"]

  static func read(
    _ root: TableReader, _ document: TOMLDocument
  ) throws(Problem) -> [ScheduleSettings] {
    var schedules: [ScheduleSettings] = []
    for (index, members) in try root.tables("schedule").enumerated() {
      let path = ["schedule", String(index + 1)]
      let reader = try TableReader(
        document, path, members,
        keys: [
          "name", "cron", "tz", "recipe", "args", "profile", "misfire", "deadline", "overlap",
          "jitter", "ping", "apply", "enabled",
        ])
      schedules.append(try ScheduleSettings(reader, document.place(path)))
    }
    return schedules
  }

  private init(_ reader: TableReader, _ place: Place) throws(Problem) {
    self.place = place
    name = try Self.name(reader, place)
    recipe = try Self.required("recipe", reader, place).value
    let written = try Self.required("cron", reader, place)
    do throws(Problem) { cron = try CronExpression(written.value) } catch {
      var problem = error
      problem.place = reader.place("cron")
      throw problem
    }
    zone = try reader.text("tz")?.value ?? "UTC"
    arguments = JSONObject(
      (try reader.table("args") ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
    profile = try reader.text("profile")?.value
    misfire = try reader.choice("misfire", of: Misfire.allCases.map(\.rawValue))
      .flatMap(Misfire.init)
    deadline = try reader.duration("deadline")
    overlap = try reader.choice("overlap", of: Self.overlaps) ?? "forbid"
    jitter = try reader.duration("jitter")
    ping = try Self.ping(reader)
    appliesItself = try reader.bool("apply") ?? false
    isEnabled = try reader.bool("enabled") ?? true
  }

  private static func name(_ reader: TableReader, _ place: Place) throws(Problem) -> String {
    let name = try required("name", reader, place).value
    guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil else {
      throw Problem(
        .inputInvalid, "'\(name)' is no name for a schedule",
        hint: "letters, digits, '.', '_' and '-', at most 64", at: reader.place("name"))
    }
    return name
  }

  private static func required(
    _ key: String, _ reader: TableReader, _ place: Place
  ) throws(Problem) -> Setting<String> {
    guard let value = try reader.text(key) else {
      throw Problem(
        .inputInvalid, "a schedule lacks '\(key)'",
        hint: "a schedule has at least name, cron and recipe", at: place)
    }
    return value
  }

  private static func ping(_ reader: TableReader) throws(Problem) -> String? {
    guard let address = try reader.text("ping")?.value else { return nil }
    guard address.hasPrefix("https://") || address.hasPrefix("http://"),
      !address.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" })
    else {
      throw Problem(
        .inputInvalid, "'ping' is no address that pings can go to",
        hint: "it looks like https://hc-ping.com/UUID", at: reader.place("ping"))
    }
    return address
  }
}

extension TOMLNode {
  /// The same for arguments of recipes; a date is none.
  var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .integer(let number): .integer(Int64(number))
    case .number(let number): .number(number)
    case .bool(let bool): .bool(bool)
    case .list(let nodes): .array(nodes.map(\.json))
    case .table(let members):
      .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
    case .other: .null
    }
  }
}
