import DaemonStore
import Diagnostics
import HighLevel
import Planning

private func newRun(_ number: Int, company: Int, at moment: Timestamp) -> NewRun {
  var run = NewRun(
    id: RunID.make(at: moment), kind: .plan, recipe: "trial", profile: "main",
    company: "c\(company)", trigger: .api, triggerName: "trial")
  run.title = "run \(number)"
  run.concurrencyKey = run.company
  return run
}

/// Queues runs, spread over companies.
func fill(_ store: any Store, count: Int, companies: Int) async throws {
  let now = try await store.now()
  for start in stride(from: 0, to: count, by: 100) {
    let part = (start..<min(start + 100, count)).map {
      newRun($0, company: $0 % companies, at: now)
    }
    _ = try await store.enqueue(part)
  }
}

/// Claims and ends runs until there are none left.
func work(_ store: any Store, _ name: String, lease: Duration) async throws {
  while true {
    let claimed = try await store.claim(worker: name, limit: 2, lease: lease)
    for run in claimed {
      say("claimed \(run.run.id) \(run.run.attempt)")
      try await store.progress(run.claim, RunProgress(done: 1, total: 1))
      try await store.finish(run.claim, RunOutcome(.planned))
    }
    guard claimed.isEmpty else { continue }
    let counts = try await store.counts()
    if counts[.queued] == nil, counts[.running] == nil { return }
    try await Task.sleep(for: .milliseconds(10))
  }
}

/// Claims a run with a lease of a second; after a line on standard input tries to write.
func stall(_ store: any Store) async throws {
  guard let run = try await store.claim(worker: "stalled", limit: 1, lease: .seconds(1)).first
  else {
    say("nothing to claim")
    return
  }
  say("claimed \(run.run.id)")
  _ = readLine()
  let claim = run.claim
  let item = RunItem(
    number: 1, operation: "update", resource: "users", entity: "u", label: "late")
  let writes: [(String, () async throws -> Void)] = [
    ("heartbeat", { _ = try await store.heartbeat(claim, lease: .seconds(30)) }),
    ("progress", { try await store.progress(claim, RunProgress(done: 1, total: 1)) }),
    ("log", { try await store.log(claim, [LogLine("late")]) }),
    ("record", { try await store.record(claim, [item]) }),
    ("release", { try await store.release(claim) }),
    ("finish", { try await store.finish(claim, RunOutcome(.applied)) }),
  ]
  for (name, write) in writes {
    do {
      try await write()
      say("\(name) written")
    } catch StoreError.leaseLost {
      say("\(name) refused")
    }
  }
}

/// All runs: id, status, company, attempt, begin and end.
func runs(_ store: any Store) async throws {
  var page = ListPage(limit: 500)
  while true {
    let runs = try await store.runs(RunFilter(), page)
    for run in runs {
      let (begin, end) = (run.startedAt?.milliseconds ?? 0, run.finishedAt?.milliseconds ?? 0)
      let slot = run.slot?.milliseconds ?? 0
      say("\(run.id) \(run.status.rawValue) \(run.company) \(run.attempt) \(begin) \(end) \(slot)")
    }
    guard let last = runs.last else { return }
    page.after = last.id
  }
}
