import DaemonStore
import Diagnostics
import HighLevel

/// Reads what a dashboard shows, some times each; says the slowest of each but one, in milliseconds.
func pages(_ store: any Store) async throws {
  try await timed("newest") { _ = try await store.runs(RunFilter(), ListPage()) }
  let middle = try await store.runs(RunFilter(.failed), ListPage(limit: 500)).last?.id
  try await timed("middle") { _ = try await store.runs(RunFilter(), ListPage(after: middle)) }
  try await timed("status") {
    _ = try await store.runs(RunFilter(.partial, .skipped, .missed), ListPage(after: middle))
  }
  var filter = RunFilter()
  filter.recipe = "trial"
  try await timed("recipe") { _ = try await store.runs(filter, ListPage()) }
  filter.statuses = [.cancelled]
  try await timed("nothing") { _ = try await store.runs(filter, ListPage()) }
  filter = RunFilter()
  filter.text = "no such title"
  try await timed("text") { _ = try await store.runs(filter, ListPage()) }
  filter = RunFilter()
  filter.needsLook = true
  try await timed("trouble") { _ = try await store.runs(filter, ListPage()) }
  try await timed("counts") { _ = try await store.counts() }
  try await timed("statistics") { _ = try await store.statistics() }
  try await timed("version") { _ = try await store.version() }
  try await timed("claim") {
    for run in try await store.claim(worker: "w", limit: 1, lease: .seconds(30)) {
      try await store.release(run.claim)
    }
  }
}

private func timed(_ name: String, _ body: () async throws -> Void) async throws {
  var times: [Duration] = []
  for _ in 0..<20 {
    let begin = ContinuousClock.now
    try await body()
    times.append(ContinuousClock.now - begin)
  }
  let slow = times.sorted()[18].components
  say("page \(name) \(Double(slow.seconds) * 1000 + Double(slow.attoseconds) / 1e15)")
}
