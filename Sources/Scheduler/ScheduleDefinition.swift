public import Cron
public import DaemonStore
public import Diagnostics
public import HighLevel
import JSON
public import Settings

/// A schedule with all that is known at load.
public struct ScheduleDefinition: Sendable, Hashable {
  public var settings: ScheduleSettings
  public var zone: Zone
  public var profile: String
  public var company: String
  public var misfire: ScheduleSettings.Misfire

  /// Throws with the place of the schedule when its zone is not known.
  ///
  /// `deletes` says whether the recipe may delete: then slots that nobody ran are left out, unless
  /// the settings say otherwise.
  public init(
    _ settings: ScheduleSettings, zones: ZoneDatabase, profile: String, company: String,
    deletes: Bool
  ) throws(Problem) {
    self.settings = settings
    self.profile = profile
    self.company = company
    misfire = settings.misfire ?? (deletes ? .skip : .coalesce)
    do throws(Problem) { zone = try zones.zoneOrUTC(settings.zone) } catch {
      var problem = error
      problem.place = settings.place
      throw problem
    }
  }

  public var name: String { settings.name }

  public var overlap: Overlap { Overlap(rawValue: settings.overlap) ?? .forbid }

  /// When it changes, the schedule begins anew instead of catching up.
  var identity: String { "\(settings.cron.text) \(settings.zone)" }

  /// Times after a moment, without the jitter.
  public func times(after moment: Timestamp, count: Int) -> [Timestamp] {
    settings.cron.times(after: moment, in: zone, count: count)
  }

  /// By how much its runs come later than the expression says: always by the same, and by something
  /// else than other schedules. FNV-1a of the name.
  public var delay: Duration {
    guard let jitter = settings.jitter else { return .zero }
    let hash = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let milliseconds = UInt64(max(1, jitter.components.seconds * 1000))
    return .milliseconds(Int64(hash % milliseconds))
  }

  /// The run of a slot.
  func run(_ id: String, at slot: Timestamp) -> NewRun {
    var run = NewRun(
      id: id, kind: .plan, recipe: settings.recipe, profile: profile, company: company,
      trigger: .schedule, triggerName: name)
    run.arguments = JSONValue.object(settings.arguments).text()
    run.title = settings.recipe
    run.appliesItself = settings.appliesItself
    run.concurrencyKey = company
    if settings.jitter != nil { run.notBefore = slot.advanced(by: delay) }
    run.deadline = settings.deadline.map { slot.advanced(by: delay + $0) }
    return run
  }
}
