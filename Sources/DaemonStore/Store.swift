public import HighLevel

/// What a daemon keeps, in one database that other daemons may share.
///
/// Every call is one transaction: when it returns, it is on stable storage; when it throws, nothing
/// of it was stored. The store's clock decides, not the caller's. JSON is stored as the text given.
public protocol Store: RunQueue, RunArchive, EventInbox, SlotStore, Outbox, RateBudgets, AuditTrail,
  StoreUpkeep
{}

/// Runs that wait, and the workers that take them.
public protocol RunQueue: Sendable {
  /// Adds runs; each comes back as it is stored now.
  ///
  /// A run with an idempotency key that is known gives the first run back (`existing`), or a
  /// `conflict` when its request was another one.
  func enqueue(_ runs: [NewRun]) async throws(StoreError) -> [Enqueued]

  /// Takes up to `limit` runs that are due, oldest first, and none whose concurrency key is at work.
  ///
  /// Also takes runs whose worker let its lease run out; they come with an `attempt` above 1, and
  /// after `NewRun.maxAttempts` of them end as `interrupted` instead.
  func claim(
    worker: String, limit: Int, lease: Duration
  ) async throws(StoreError) -> [ClaimedRun]

  /// Renews the lease. Throws `leaseLost` when it had run out, even if nobody else took the run.
  func heartbeat(_ claim: Claim, lease: Duration) async throws(StoreError) -> Heartbeat

  /// Gives a run back to the queue, for a worker that stops; this attempt does not count.
  func release(_ claim: Claim) async throws(StoreError)

  /// Notes how far the run is.
  func progress(_ claim: Claim, _ progress: RunProgress) async throws(StoreError)

  /// Adds lines to the run's log.
  func log(_ claim: Claim, _ lines: [LogLine]) async throws(StoreError)

  /// Writes items of the run; one of the same number is replaced.
  func record(_ claim: Claim, _ items: [RunItem]) async throws(StoreError)

  /// Ends the run, and queues what follows from it in the same transaction.
  func finish(_ claim: Claim, _ outcome: RunOutcome) async throws(StoreError)

  /// Cancels a run that waits, or asks the worker of one at work (see `Heartbeat`).
  func cancel(run: String, by who: String) async throws(StoreError) -> Cancelled

  /// Approves a waiting plan and queues the run that applies it, both or neither; once only.
  func approve(
    run: String, checksum: String, by who: String, apply: NewRun
  ) async throws(StoreError) -> Decision

  /// Turns a waiting plan down.
  func reject(run: String, by who: String) async throws(StoreError) -> Decision
}

/// What the dashboard and the API show of runs. All lists are newest first.
public protocol RunArchive: Sendable {
  /// Throws `notFound` when there is none.
  func run(_ id: String) async throws(StoreError) -> StoredRun
  func runs(_ filter: RunFilter, _ page: ListPage) async throws(StoreError) -> [StoredRun]
  /// How many runs there are of each status; those without any are left out.
  func counts() async throws(StoreError) -> [RunStatus: Int]
  /// The texts of a run that lists leave out.
  func documents(of run: String) async throws(StoreError) -> RunDocuments
  /// Items in their order, from one number on.
  func items(of run: String, from number: Int, limit: Int) async throws(StoreError) -> [RunItem]
  /// Log lines after one, in their order.
  func log(of run: String, after sequence: Int64, limit: Int) async throws(StoreError) -> [LogLine]
  /// Marks a run that went wrong as seen, which takes it out of `RunFilter.needsLook`.
  func acknowledge(run: String, by who: String) async throws(StoreError)
  /// A number that is another one after every change of a run, an event or a delivery.
  func version() async throws(StoreError) -> Int64
}

/// Events that came in by webhooks.
public protocol EventInbox: Sendable {
  /// Stores events and queues their runs; a known (source, event id) is a `duplicate` and queues
  /// nothing. Calls at the same time share one commit.
  func accept(_ events: [NewEvent]) async throws(StoreError) -> [Acceptance]
  func events(_ filter: EventFilter, _ page: ListPage) async throws(StoreError) -> [StoredEvent]
  func event(_ id: String) async throws(StoreError) -> StoredEvent
  /// Queues runs for an event again, and counts that.
  func replay(event: String, runs: [NewRun]) async throws(StoreError) -> StoredEvent
  /// Remembers a delete that ghlua made itself, so that the event about it starts nothing.
  func noteOwnDelete(_ delete: OwnDelete) async throws(StoreError)
  /// Whether ghlua deleted that person (by id or by e-mail address) since then.
  func isOwnDelete(
    company: String, userId: String?, email: String?, since: Timestamp
  ) async throws(StoreError) -> Bool
}

/// When schedules ran. `unique (schedule, slot)` makes one run of a slot, however many daemons try.
public protocol SlotStore: Sendable {
  /// Makes a schedule known; its cursor starts now, so that nothing from before is caught up on. A
  /// known one keeps its cursor, unless its definition is another one: then it starts anew.
  func register(schedule: String, definition: String) async throws(StoreError) -> ScheduleState
  func schedules() async throws(StoreError) -> [ScheduleState]
  func setPaused(schedule: String, _ paused: Bool, by who: String) async throws(StoreError)
  /// Settles one slot: queues its run, or writes down why there is none. Whether the schedule's
  /// earlier run is still at work is looked at in the same transaction.
  func fire(_ firing: SlotFiring) async throws(StoreError) -> Fired
}

/// Webhooks that go out.
public protocol Outbox: Sendable {
  /// Adds deliveries; a known (target, event id) is left out.
  func post(_ deliveries: [NewDelivery]) async throws(StoreError)
  /// Takes deliveries that are due; another worker has them only after the lease.
  func claimDeliveries(
    worker: String, limit: Int, lease: Duration
  ) async throws(StoreError) -> [StoredDelivery]
  /// Says what came of it. Throws `leaseLost` when the delivery is another worker's by now.
  func settle(
    delivery: String, worker: String, _ result: DeliveryResult
  ) async throws(StoreError)
  func deliveries(
    status: DeliveryStatus?, _ page: ListPage
  ) async throws(StoreError) -> [StoredDelivery]
  /// Makes a delivery due now, with all its attempts before it; also a dead one.
  func redeliver(delivery: String, by who: String) async throws(StoreError)
}

/// Rate limits that all workers of all hosts share.
public protocol RateBudgets: Sendable {
  /// Takes `count` requests from a budget and tells when they may be sent.
  func reserve(
    _ key: String, _ count: Int, of budget: RateBudget
  ) async throws(StoreError) -> Reservation
  /// Grants nothing of a budget for that long, as after an answer 429.
  func hold(_ key: String, for duration: Duration) async throws(StoreError)
  func budgets() async throws(StoreError) -> [BudgetState]
}

/// Who did what.
public protocol AuditTrail: Sendable {
  func audit(_ entry: AuditEntry) async throws(StoreError)
  func auditEntries(_ page: ListPage) async throws(StoreError) -> [AuditEntry]
}

/// What an operator needs.
public protocol StoreUpkeep: Sendable {
  /// The store's clock.
  func now() async throws(StoreError) -> Timestamp
  /// Throws when nothing can be written now.
  func check() async throws(StoreError)
  func statistics() async throws(StoreError) -> StoreStatistics
  /// Removes what is older than the policy keeps, at most `limit` runs at a time; the count removed.
  func prune(_ policy: Retention, limit: Int) async throws(StoreError) -> Int
  /// Writes a copy while others work. SQLite only; throws `unavailable` with the remedy otherwise.
  func backup(to path: String) async throws(StoreError)
  /// Nothing may be called after it.
  func close() async
}
