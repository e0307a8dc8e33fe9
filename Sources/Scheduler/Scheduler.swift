public import DaemonStore
public import HighLevel
import Planning
import Settings

/// Settles the slots of schedules as their times come.
///
/// Any number of daemons may do so on one store: a slot makes one run.
public actor Scheduler {
  private let definitions: [ScheduleDefinition]
  private let store: any Store
  /// Whether the store knows the schedules as they are now.
  private var isRegistered = false

  /// Somebody else may have settled a slot, and a clock may have been set.
  private static let longestNap = Duration.seconds(30)

  /// Schedules that are not enabled are left out.
  public init(_ definitions: [ScheduleDefinition], store: any Store) {
    self.definitions = definitions.filter(\.settings.isEnabled)
    self.store = store
  }

  /// What one look at the clock brought.
  public struct Look: Sendable {
    public var fired: [Fired]
    /// When to look again.
    public var next: Timestamp
  }

  /// Settles all slots that have passed, by the store's clock or by the one given.
  public func look(at moment: Timestamp? = nil) async throws(StoreError) -> Look {
    try await register()
    let states = try await store.schedules()
    let now: Timestamp
    if let moment { now = moment } else { now = try await store.now() }
    var look = Look(fired: [], next: now.advanced(by: Self.longestNap))
    for definition in definitions {
      guard let state = states.first(where: { $0.name == definition.name }) else { continue }
      let entries = SlotPlan(definition, cursor: state.cursor, now: now).entries
      for (index, entry) in entries.enumerated() {
        // A millisecond apart, so that they keep their order.
        let moment = now.advanced(by: .milliseconds(index - entries.count))
        let fired = try await store.fire(firing(entry, definition, moment))
        if fired != .taken { look.fired.append(fired) }
      }
      if let next = definition.times(after: now, count: 1).first {
        look.next = min(look.next, next)
      }
    }
    return look
  }

  /// The next runs of all schedules, soonest first, with their jitter.
  public nonisolated func upcoming(
    after moment: Timestamp, count: Int
  ) -> [(name: String, at: Timestamp)] {
    let all = definitions.flatMap { definition in
      definition.times(after: moment, count: count)
        .map { (name: definition.name, at: $0.advanced(by: definition.delay)) }
    }
    return Array(all.sorted { ($0.at, $0.name) < ($1.at, $1.name) }.prefix(count))
  }

  private func register() async throws(StoreError) {
    guard !isRegistered else { return }
    for definition in definitions {
      _ = try await store.register(schedule: definition.name, definition: definition.identity)
    }
    isRegistered = true
  }

  private func firing(
    _ entry: SlotPlan.Entry, _ definition: ScheduleDefinition, _ moment: Timestamp
  ) -> SlotFiring {
    var firing = SlotFiring(
      schedule: definition.name, slot: entry.slot, overlap: entry.overlap,
      run: definition.run(RunID.make(at: moment), at: entry.slot))
    firing.reason = entry.reason
    firing.status = entry.status
    return firing
  }
}
