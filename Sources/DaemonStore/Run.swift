public import HighLevel

/// What became of a run.
public enum RunStatus: String, Sendable, Hashable, CaseIterable {
  case queued, running
  /// The plan is made and waits for somebody to approve it.
  case waiting
  case planned, applied, partial, failed, refused, drift, interrupted, cancelled
  /// The plan was turned down, or nobody approved it in time.
  case rejected, expired
  /// A run that there was not, with the reason: wanted so, or too late.
  case skipped, missed

  /// Whether nothing will change any more.
  public var isFinal: Bool { ![.queued, .running, .waiting].contains(self) }

  /// What an operator should look at.
  public static let troubled: [RunStatus] = [
    .failed, .partial, .refused, .drift, .interrupted, .missed,
  ]
}

/// What a run does.
public enum RunKind: String, Sendable, Hashable, CaseIterable {
  case plan, apply, resume, undo
}

/// What started a run.
public enum TriggerKind: String, Sendable, Hashable, CaseIterable {
  case schedule, hook, api, dashboard, follow
}

/// A run to be queued.
public struct NewRun: Sendable, Hashable {
  /// Sorts by time (`RunID.make`).
  public var id: String
  public var kind: RunKind
  public var recipe: String
  public var profile: String
  public var company: String
  public var trigger: TriggerKind
  /// The name of the schedule, hook or token.
  public var triggerName: String
  /// The person or token that asked; empty when nobody did.
  public var requestedBy = ""
  /// JSON.
  public var arguments = "{}"
  /// What the recipe sees as `ctx.event`; JSON.
  public var event: String?
  /// The stored event.
  public var eventId: String?
  /// The run whose plan this one applies, resumes or undoes.
  public var parent: String?
  /// For a person: `move-user john@deo.com`.
  public var title = ""
  /// Of one key, one run is at work at a time.
  public var concurrencyKey: String?
  /// Whether a good plan is applied without asking.
  public var appliesItself = false
  /// Not before then; nil is at once.
  public var notBefore: Timestamp?
  /// Not begun by then, it ends as `missed`.
  public var deadline: Timestamp?
  /// Begun so often without an end, it ends as `interrupted`, for a person to look at. Some times more
  /// than a host that is in trouble goes down in a row: what was accepted must run.
  public var maxAttempts = 20
  /// Unique with `requestedBy`.
  public var idempotencyKey: String?
  /// Tells requests of one idempotency key apart.
  public var requestHash: String?

  public init(
    id: String, kind: RunKind, recipe: String, profile: String, company: String,
    trigger: TriggerKind, triggerName: String
  ) {
    self.id = id
    self.kind = kind
    self.recipe = recipe
    self.profile = profile
    self.company = company
    self.trigger = trigger
    self.triggerName = triggerName
  }
}

/// What `enqueue` made of a run.
public enum Enqueued: Sendable, Hashable {
  case new(StoredRun)
  /// The idempotency key is known, for the same request.
  case existing(StoredRun)
  /// The idempotency key is known, for another request.
  case conflict(StoredRun)
}

/// A run as lists show it.
public struct StoredRun: Sendable, Hashable {
  public var id: String
  public var kind: RunKind
  public var status: RunStatus
  public var recipe: String
  public var profile: String
  public var company: String
  public var trigger: TriggerKind
  public var triggerName: String
  public var requestedBy: String
  public var eventId: String?
  public var parent: String?
  public var title: String
  public var concurrencyKey: String?
  public var appliesItself: Bool
  /// The time the schedule meant.
  public var slot: Timestamp?
  public var queuedAt: Timestamp
  public var notBefore: Timestamp?
  public var deadline: Timestamp?
  public var startedAt: Timestamp?
  public var finishedAt: Timestamp?
  public var attempt: Int
  public var worker: String?
  public var leaseUntil: Timestamp?
  public var isCancelRequested: Bool
  public var progress: RunProgress
  public var changes: ChangeCounts
  /// Of the plan.
  public var checksum: String?
  public var planExpires: Timestamp?
  /// Why there was no run, or in a line what went wrong.
  public var reason: String?
  public var acknowledgedBy: String?
}

/// How far a run is.
public struct RunProgress: Sendable, Hashable {
  public var done: Int
  public var total: Int
  public var note: String

  public init(done: Int, total: Int, note: String = "") {
    self.done = done
    self.total = total
    self.note = note
  }
}

/// How much a plan changes, and how much of it went wrong.
public struct ChangeCounts: Sendable, Hashable {
  public var create: Int
  public var update: Int
  public var delete: Int
  public var failed: Int

  public init(create: Int = 0, update: Int = 0, delete: Int = 0, failed: Int = 0) {
    self.create = create
    self.update = update
    self.delete = delete
    self.failed = failed
  }
}

/// The texts of a run, as they were given.
public struct RunDocuments: Sendable, Hashable {
  public var arguments: String
  public var event: String?
  public var plan: String?
  public var report: String?
  public var problem: String?
}

/// One thing that a run changes.
public struct RunItem: Sendable, Hashable {
  /// From 1 on.
  public var number: Int
  /// `create`, `update`, `delete`.
  public var operation: String
  public var resource: String
  public var entity: String
  public var label: String
  /// JSON; nil before a create.
  public var before: String?
  /// JSON; nil after a delete.
  public var after: String?
  /// `planned`, `done`, `failed`, …
  public var outcome: String
  public var message: String

  public init(
    number: Int, operation: String, resource: String, entity: String, label: String,
    before: String? = nil, after: String? = nil, outcome: String = "planned", message: String = ""
  ) {
    self.number = number
    self.operation = operation
    self.resource = resource
    self.entity = entity
    self.label = label
    self.before = before
    self.after = after
    self.outcome = outcome
    self.message = message
  }
}

/// A line of a run's log.
public struct LogLine: Sendable, Hashable {
  /// Given by the store, rising.
  public var sequence: Int64 = 0
  /// Given by the store.
  public var at = Timestamp(milliseconds: 0)
  public var level: String
  public var text: String

  public init(level: String = "info", _ text: String) {
    self.level = level
    self.text = text
  }
}

/// Which runs.
public struct RunFilter: Sendable, Hashable {
  /// Empty: any.
  public var statuses: [RunStatus] = []
  public var recipe: String?
  public var profile: String?
  public var schedule: String?
  public var eventId: String?
  public var parent: String?
  /// Only troubled ones that nobody has acknowledged.
  public var needsLook = false
  /// A part of the title or the id, in any case.
  public var text: String?

  public init() {}
  public init(_ statuses: RunStatus...) { self.statuses = statuses }
}

/// A part of a list that is newest first.
public struct ListPage: Sendable, Hashable {
  /// The `id` of the last one seen; nil for the beginning.
  public var after: String?
  public var limit: Int

  public init(after: String? = nil, limit: Int = 50) {
    self.after = after
    self.limit = limit
  }
}
