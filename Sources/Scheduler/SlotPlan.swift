import Cron
import DaemonStore
import HighLevel
import Settings

/// What is to become of the slots that have passed since a schedule was last looked at.
struct SlotPlan {
  struct Entry: Sendable, Hashable {
    var slot: Timestamp
    /// Nil: it is run.
    var reason: String?
    var status: RunStatus = .queued
    var overlap: Overlap
  }

  /// Oldest first.
  private(set) var entries: [Entry] = []
  private let definition: ScheduleDefinition
  private let now: Timestamp

  /// A slot that is not older was not missed: the daemon was just busy.
  static let grace = Duration.seconds(60)
  /// Of slots that are not run so many get a row each; those before share one.
  static let mostRows = 100

  init(_ definition: ScheduleDefinition, cursor: Timestamp, now: Timestamp) {
    self.definition = definition
    self.now = now
    let (slots, earlier) = Self.slots(of: definition, after: cursor, upTo: now)
    if let first = earlier.first {
      let text = first.text(in: definition.zone)
      leaveOut(
        first, .missed, "\(earlier.count) slots from \(text) on passed while nobody ran them")
    }
    settle(slots)
  }

  /// The last slots, and how many there were before them.
  private static func slots(
    of definition: ScheduleDefinition, after cursor: Timestamp, upTo now: Timestamp
  ) -> (slots: [Timestamp], earlier: (count: Int, first: Timestamp?)) {
    var slots: [Timestamp] = []
    var earlier: (count: Int, first: Timestamp?) = (0, nil)
    var last = cursor
    while let slot = definition.times(after: last, count: 1).first, slot <= now {
      last = slot
      slots.append(slot)
      guard slots.count > mostRows else { continue }
      earlier = (earlier.count + 1, earlier.first ?? slots[0])
      slots.removeFirst()
    }
    return (slots, earlier)
  }

  private mutating func settle(_ slots: [Timestamp]) {
    guard let last = slots.last else { return }
    for slot in slots {
      if let deadline = definition.settings.deadline, now > slot.advanced(by: deadline) {
        leaveOut(slot, .missed, "it is later than the deadline allows")
        continue
      }
      let isOnTime = now <= slot.advanced(by: Self.grace)
      switch definition.misfire {
      case .coalesce where slot != last:
        let text = last.text(in: definition.zone)
        leaveOut(slot, .skipped, "the run of \(text) stands for it")
      case .skip where slot != last || !isOnTime:
        leaveOut(slot, .missed, "it passed while nobody ran it")
      case .all where slots.count > 1 && definition.overlap == .forbid:
        // All are wanted, so that none is left out for the one before it.
        entries.append(Entry(slot: slot, overlap: .queue))
      default: entries.append(Entry(slot: slot, overlap: definition.overlap))
      }
    }
  }

  private mutating func leaveOut(_ slot: Timestamp, _ status: RunStatus, _ reason: String) {
    entries.append(
      Entry(slot: slot, reason: reason, status: status, overlap: definition.overlap))
  }
}
