import Cron
import DaemonStore
import Diagnostics
import FoundationEssentials
import HighLevel
import Planning
import Scheduler
import Settings

/// Looks at the clock fifty times, a minute apart, from a base on, as a daemon does.
func fire(_ store: any Store, settings: String, base: Int64) async throws {
  let loaded = try Settings.load(environment: [:], project: settings, system: "\(settings).none")
  let definitions = try loaded.schedules.map {
    try ScheduleDefinition(
      $0, zones: ZoneDatabase(), profile: "main", company: "c", deletes: false)
  }
  let scheduler = Scheduler(definitions, store: store)
  for minute in 1...50 {
    let look = try await scheduler.look(at: Timestamp(milliseconds: base + Int64(minute) * 60_000))
    for fired in look.fired {
      if case .queued(let run, _) = fired { say("fired \(run.id)") }
    }
  }
}

/// Takes requests from one budget, waits as told, and says when each would have been sent.
func spend(_ store: any Store, seconds: Int) async throws {
  let budget = RateBudget(limit: 100, window: .seconds(10))
  let end = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < end {
    let reservation = try await store.reserve("location", 1, of: budget)
    try await Task.sleep(for: reservation.wait)
    say("sent \(Int64(Date().timeIntervalSince1970 * 1000))")
  }
}

/// Offers an event after the other, and says which were stored.
func accept(_ store: any Store, _ name: String, seconds: Int) async throws {
  let end = ContinuousClock.now + .seconds(seconds)
  var number = 0
  while ContinuousClock.now < end {
    number += 1
    let moment = Timestamp(milliseconds: Int64(number))
    var event = NewEvent(
      id: "\(name)-\(number)", source: "trial", eventId: "\(name)-\(number)", type: "t",
      body: [UInt8](repeating: 0x78, count: 2000))
    var run = NewRun(
      id: RunID.make(at: moment), kind: .plan, recipe: "trial", profile: "main", company: "c",
      trigger: .hook, triggerName: "trial")
    run.title = event.id
    event.runs = [run]
    do throws(StoreError) {
      _ = try await store.accept([event])
      say("stored \(event.id)")
    } catch {
      say("refused \(event.id) \(error.problem.code.rawValue) \(error.problem.message)")
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}

/// The names of all events.
func events(_ store: any Store) async throws {
  var page = ListPage(limit: 500)
  while true {
    let events = try await store.events(EventFilter(), page)
    for event in events { say("event \(event.eventId)") }
    guard let last = events.last else { return }
    page.after = last.id
  }
}
