import DaemonStore
import Diagnostics
import HighLevel
import JSON
import Logging
import Planning
import Synchronization

/// One run at work: signs of life while it is done, and its end.
///
/// What has to be written at the end is written in tasks of its own: the server's stop cancels the
/// run, not the writing.
final class WorkedRun: Sendable {
  /// Why a run is broken off.
  private enum Stop: Sendable { case cancelled, leaseLost, leaving }

  private let claimed: ClaimedRun
  private let shop: Workshop
  private let began = ContinuousClock.now
  private let stop = Mutex<(reason: Stop?, job: Task<RunOutcome, Never>?)>((nil, nil))

  init(_ claimed: ClaimedRun, _ shop: Workshop) { (self.claimed, self.shop) = (claimed, shop) }

  var run: StoredRun { claimed.run }

  /// Somebody asked for the run to be cancelled.
  func cancel() { halt(.cancelled) }

  func work() async {
    let job = Task.detached { await self.perform() }
    stop.withLock { $0.job = job }
    shop.roster.add(self)
    defer { shop.roster.remove(self) }
    let pulse = Task.detached { await self.beat() }
    let outcome = await withTaskCancellationHandler {
      await job.value
    } onCancel: {
      halt(.leaving)
    }
    await Task.detached { await self.end(outcome) }.value
    pulse.cancel()
  }

  /// Breaks the run off; the first reason counts.
  private func halt(_ reason: Stop) {
    let job = stop.withLock { stop in
      stop.reason = stop.reason ?? reason
      return stop.job
    }
    job?.cancel()
  }

  private func beat() async {
    while (try? await Task.sleep(for: Workshop.heartbeat)) != nil {
      do throws(StoreError) {
        let answer = try await shop.store.heartbeat(claimed.claim, lease: Workshop.lease)
        if answer.isCancelRequested { halt(.cancelled) }
      } catch {
        if error == .leaseLost { return halt(.leaseLost) }
        shop.log.error("no sign of life could be given", metadata: facts("\(error)"))
      }
    }
  }

  private func perform() async -> RunOutcome {
    let posting = shop.posting(of: run)
    let reporter = RunReporter(
      claimed.claim, shop.store, post: posting, lost: { self.halt(.leaseLost) })
    do throws(StoreError) {
      return await shop.workplace.perform(try await assignment(), reporter)
    } catch {
      var outcome = RunOutcome(.failed)
      outcome.reason = error.problem.message
      return outcome
    }
  }

  /// The run with what it needs of those before it.
  private func assignment() async throws(StoreError) -> Assignment {
    var assignment = Assignment(run: run, documents: claimed.documents, plan: nil, about: nil)
    guard let parent = run.parent else { return assignment }
    switch run.kind {
    case .plan: break
    case .undo, .resume: assignment.about = parent
    case .apply:
      assignment.plan = try await shop.store.documents(of: parent).plan
      let planned = try await shop.store.run(parent)
      if planned.kind == .undo { assignment.about = planned.parent }
    }
    return assignment
  }

  /// Writes down how it ended, or gives the run back.
  private func end(_ outcome: RunOutcome) async {
    let reason = stop.withLock(\.reason)
    var outcome = outcome
    switch reason {
    case .leaseLost:
      shop.log.warning("the lease was lost; another worker has the run", metadata: facts(""))
      return
    case .leaving where !outcome.isEnd: return await release()
    case .cancelled where !outcome.isEnd:
      outcome.status = run.kind == .plan || run.kind == .undo ? .cancelled : .interrupted
      outcome.reason = "cancelled"
    default: break
    }
    outcome.deliveries += shop.deliveries(of: run, outcome)
    await finish(outcome)
  }

  /// Tries until it is written or somebody else has the run.
  private func finish(_ outcome: RunOutcome) async {
    for attempt in 1...60 {
      do throws(StoreError) {
        try await shop.store.finish(claimed.claim, outcome)
        note(outcome)
        return
      } catch {
        shop.log.error("a run's end could not be stored", metadata: facts("\(error)"))
        guard case .unavailable = error else { return }
      }
      let pause = shop.isLeaving() ? 200 : min(attempt * 250, 2000)
      try? await Task.sleep(for: .milliseconds(pause))
    }
  }

  private func release() async {
    do throws(StoreError) {
      try await shop.store.release(claimed.claim)
      shop.log.info("a run was given back to the queue", metadata: facts(""))
    } catch {
      shop.log.error("a run could not be given back", metadata: facts("\(error)"))
    }
  }

  private func note(_ outcome: RunOutcome) {
    let labels = ["kind": run.kind.rawValue, "status": outcome.status.rawValue]
    shop.meters.count("ghlua_runs_total", labels)
    shop.meters.time("ghlua_run_seconds", ContinuousClock.now - began, ["kind": run.kind.rawValue])
    var facts = facts(outcome.reason ?? "")
    facts["status"] = "\(outcome.status.rawValue)"
    shop.log.info("a run ended", metadata: facts)
  }

  private func facts(_ reason: String) -> Logger.Metadata {
    var facts: Logger.Metadata = [
      "run": "\(run.id)", "recipe": "\(run.recipe)", "kind": "\(run.kind.rawValue)",
    ]
    if !reason.isEmpty { facts["reason"] = "\(reason)" }
    return facts
  }
}

extension RunOutcome {
  /// Whether the run came to its end in spite of being broken off.
  var isEnd: Bool { status != .interrupted && status != .cancelled }
}
