import DaemonStore
import Diagnostics
import HighLevel
import JSON
import Logging
import Planning
import Synchronization

/// Takes runs from the queue and has them done, as many at once as there are places.
struct Workshop: Sendable {
  static let lease: Duration = .seconds(30)
  static let heartbeat: Duration = .seconds(10)
  private static let pause: Duration = .milliseconds(500)
  let store: any Store
  let workplace: any Workplace
  let worker: String
  let places: Int
  let settings: @Sendable () -> ServerSettings
  let clock: @Sendable () -> Timestamp
  /// Whether the server is about to end.
  let isLeaving: @Sendable () -> Bool
  let bell: Bell
  /// Rung when a run has ended.
  let news: Bell
  let meters: Meters
  let log: Logger
  let roster = Roster()

  /// Works until the task is cancelled, and then until every run at work has been left well.
  func run() async {
    let taken = Taken()
    await withDiscardingTaskGroup { group in
      group.addTask { await watch() }
      while !Task.isCancelled {
        let free = places - taken.count.load(ordering: .relaxed)
        let claimed = free > 0 ? await claim(free) : []
        for run in claimed {
          taken.count.wrappingAdd(1, ordering: .relaxed)
          group.addTask {
            await WorkedRun(run, self).work()
            taken.count.wrappingSubtract(1, ordering: .relaxed)
            bell.ring()
            news.ring()
          }
        }
        if claimed.count < max(free, 1) { await bell.wait(Self.pause) }
      }
      group.cancelAll()
    }
  }

  private func claim(_ count: Int) async -> [ClaimedRun] {
    do throws(StoreError) {
      return try await store.claim(worker: worker, limit: count, lease: Self.lease)
    } catch {
      log.error("no runs can be taken", metadata: ["reason": "\(error)"])
      try? await Task.sleep(for: .seconds(1))
      return []
    }
  }
}

/// Runs at work that somebody wants to end.
extension Workshop {
  /// Looks now and then whether one of the runs at work here was cancelled; the signs of life would
  /// tell too, but not so soon.
  private func watch() async {
    var known: Int64?
    while (try? await Task.sleep(for: Self.pause)) != nil {
      guard !roster.isEmpty, let version = try? await store.version(), version != known else {
        continue
      }
      known = version
      let running = (try? await store.runs(RunFilter(.running), ListPage(limit: 1000))) ?? []
      for run in running where run.isCancelRequested { roster.run(run.id)?.cancel() }
    }
  }
}

/// The runs at work in this process, by their ids.
final class Roster: Sendable {
  private let runs = Mutex<[String: WorkedRun]>([:])

  var isEmpty: Bool { runs.withLock(\.isEmpty) }

  func add(_ run: WorkedRun) { runs.withLock { $0[run.run.id] = run } }

  func remove(_ run: WorkedRun) { runs.withLock { $0[run.run.id] = nil } }

  func run(_ id: String) -> WorkedRun? { runs.withLock { $0[id] } }
}

/// How many places are taken.
private final class Taken: Sendable {
  let count = Atomic(0)
}

/// Wakes who waits for something to do.
final class Bell: Sendable {
  private let waiting = Mutex<[Int: CheckedContinuation<Void, Never>]>([:])
  private let next = Atomic(0)
  private let isRung = Mutex(false)

  /// Wakes all who wait, or the next who would.
  func ring() {
    let sleepers = waiting.withLock { waiting in
      defer { waiting = [:] }
      if waiting.isEmpty { isRung.withLock { $0 = true } }
      return Array(waiting.values)
    }
    for sleeper in sleepers { sleeper.resume() }
  }

  /// Waits for the bell, for that long at most; also ends with the task.
  func wait(_ longest: Duration) async {
    let number = next.wrappingAdd(1, ordering: .relaxed).newValue
    let timer = Task {
      try? await Task.sleep(for: longest)
      wake(number)
    }
    defer { timer.cancel() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mayPass = waiting.withLock { waiting in
          let wasRung = isRung.withLock { rung in
            defer { rung = false }
            return rung
          }
          if wasRung || Task.isCancelled { return true }
          waiting[number] = continuation
          return false
        }
        if mayPass { continuation.resume() }
      }
    } onCancel: {
      wake(number)
    }
  }

  private func wake(_ number: Int) {
    waiting.withLock { $0.removeValue(forKey: number) }?.resume()
  }
}
