import DaemonStore
import HighLevel
import Logging
import Scheduler
import Server
import Settings
import Synchronization

/// Has the schedules run while `serve` serves; other schedules may be put in their place.
final class Clockwork: Sendable {
  private let log: Logger
  private let clock: @Sendable () -> Timestamp
  private let state = Mutex<State>(State())

  private struct State {
    var definitions: [ScheduleDefinition] = []
    var scheduler: Scheduler?
    var loop: Task<Void, Never>?
  }

  init(log: Logger, clock: @escaping @Sendable () -> Timestamp) {
    (self.log, self.clock) = (log, clock)
  }

  /// Goes by these schedules from now on.
  func put(_ definitions: [ScheduleDefinition], on store: any Store) {
    let scheduler = Scheduler(definitions, store: store)
    let old = state.withLock { state in
      defer {
        state = State(
          definitions: definitions, scheduler: scheduler,
          loop: Task { await self.run(scheduler) })
      }
      return state.loop
    }
    old?.cancel()
    for definition in definitions where definition.settings.isEnabled {
      let times = definition.times(after: clock(), count: 5).map(\.description)
      log.notice(
        "schedule",
        metadata: ["name": "\(definition.name)", "next": "\(times.joined(separator: " "))"])
    }
  }

  private func run(_ scheduler: Scheduler) async {
    while !Task.isCancelled {
      var pause = 30_000 as Int64
      do throws(StoreError) {
        pause = try await scheduler.look().next.milliseconds - clock().milliseconds
      } catch {
        log.error("schedules could not be looked at", metadata: ["reason": "\(error)"])
        pause = 2000
      }
      try? await Task.sleep(for: .milliseconds(min(max(pause, 50), 30_000)))
    }
  }

  /// The soonest first.
  func upcoming(limit: Int) -> [UpcomingRun] {
    let (scheduler, definitions) = state.withLock { ($0.scheduler, $0.definitions) }
    guard let scheduler else { return [] }
    let recipes = Dictionary(definitions.map { ($0.name, $0.settings.recipe) }) { first, _ in first
    }
    return scheduler.upcoming(after: clock(), count: limit).prefix(limit).map { name, at in
      UpcomingRun(schedule: name, recipe: recipes[name] ?? "", at: at)
    }
  }

  /// Where to give signs of life for a schedule; nil for nowhere.
  func ping(_ schedule: String) -> String? {
    state.withLock { state in
      state.definitions.first { $0.name == schedule }?.settings.ping
    }
  }

  func stop() {
    state.withLock(\.loop)?.cancel()
  }
}
