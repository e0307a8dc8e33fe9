public import Diagnostics
import FoundationEssentials
public import HighLevel
import JSON
public import Planning

/// The folder of one run.
public struct RunFolder: Sendable {
  /// The path of the folder.
  public let path: String
  private let store: RunStore

  init(_ path: String, store: RunStore) { (self.path, self.store) = (path, store) }

  public var id: String { path.split(separator: "/").last.map(String.init) ?? "" }

  /// The path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  public func record() throws(Problem) -> RunRecord {
    let path = file("run.json")
    guard let text = DurableFile.text(path), let json = try? JSONValue(parsing: text) else {
      throw Problem(
        .error, "the folder '\(self.path)' is of no run, or of one that never began",
        hint: "nothing was sent by it; it can be removed")
    }
    return try RunRecord(json: json, at: path)
  }

  /// The plan that the run carries out, its checksum checked.
  public func plan() throws(Problem) -> Plan { try PlanFile.read(file("plan.json")) }

  /// Nil as long as the run has not ended, or when it was killed.
  public func result() -> RunResult? {
    guard let text = DurableFile.text(file("result.json")),
      let json = try? JSONValue(parsing: text)
    else { return nil }
    return RunResult(json: json)
  }

  /// What the journal tells; nothing when the run never got so far as to begin one.
  public func history() throws(Problem) -> RunHistory { try journal()?.history ?? RunHistory() }

  /// Begins the journal of a run that is about to be applied, which spends the plan at its first
  /// intent.
  ///
  /// - Parameter operations: How many it will have to take down.
  public func beginJournal(
    _ record: RunRecord, operations: Int = 0, clock: @escaping @Sendable () -> Timestamp
  ) throws(Problem) -> FileJournal {
    let path = file("journal.ndjson")
    let (opened, error) = DiskFile.open(path, .new)
    guard let opened else { throw DurableFile.problem("the journal '\(path)'", error) }
    let journal = try FileJournal(
      beginning: opened, path: path, run: record.id, checksum: record.checksum,
      operations: operations, clock: clock, onBegin: spend(record))
    try DurableFile.sync(folder: self.path)
    try DurableFile.sync(folder: store.root)
    return journal
  }

  /// Opens the journal of a run that is to go on, with what it tells.
  public func resumeJournal(
    _ record: RunRecord, clock: @escaping @Sendable () -> Timestamp
  ) throws(Problem) -> (journal: FileJournal, history: RunHistory) {
    let path = file("journal.ndjson")
    guard let content = try journal() else {
      throw Problem(
        .refused, "the run \(id) never began: it sent nothing", hint: "apply the plan again")
    }
    guard content.run == record.id, content.checksum == record.checksum else {
      throw Problem(
        .error, "the journal is of another run or plan than its folder", at: Place(path))
    }
    let (opened, error) = DiskFile.open(path, .old)
    guard let opened else { throw DurableFile.problem("the journal '\(path)'", error) }
    let journal = try FileJournal(
      resuming: opened, path: path, content, clock: clock, onBegin: spend(record))
    return (journal, content.history)
  }

  private func spend(_ record: RunRecord) -> @Sendable () throws(Problem) -> Void {
    { [store] () throws(Problem) in
      try store.spend(record.checksum, on: record.target, run: record.id)
    }
  }

  /// Writes down what came of it.
  public func end(_ result: RunResult) throws(Problem) {
    try DurableFile.write(result.json.text(pretty: true) + "\n", to: file("result.json"))
  }

  /// Writes a text that belongs to the run.
  public func write(_ text: String, to name: String) throws(Problem) {
    try DurableFile.write(text, to: file(name))
  }

  /// A text that belongs to the run; nil when there is none.
  public func text(_ name: String) -> String? { DurableFile.text(file(name)) }

  /// A file to add lines to, for what is good to know and need not survive a crash.
  public func log() -> RunLog { RunLog(DiskFile.open(file("log"), .either).file) }

  /// All that is known of it without its plan and journal.
  public func summary() throws(Problem) -> RunSummary {
    let record = try record()
    return RunSummary(
      record: record, result: result(), isRunning: isHeld(by: record),
      undoneBy: text("undone").map { String($0.prefix { $0 != "\n" }) })
  }

  /// Whether a living process works on the run.
  func isHeld(by record: RunRecord) -> Bool {
    let holder = CompanyLock.Holder(store.lockPath(record.target))
    return holder.map { $0.run == record.id && $0.isAlive } ?? false
  }

  private func journal() throws(Problem) -> JournalContent? {
    let path = file("journal.ndjson")
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    // A crash may tear a character; what is not text is behind the last line end, or damage.
    let text = String(decoding: data, as: UTF8.self)
    return text.isEmpty ? nil : try JournalContent(text, path: path)
  }
}

/// What a list of runs shows.
public struct RunSummary: Sendable, Hashable {
  public var record: RunRecord
  public var result: RunResult?
  public var isRunning: Bool
  /// The run that took it back; nil when none did.
  public var undoneBy: String?

  /// `running`, `undone`, or the result's; a run that was killed is `interrupted`.
  public var status: String {
    if isRunning { return "running" }
    if undoneBy != nil { return "undone" }
    return result?.status ?? "interrupted"
  }

  /// Whether `resume` has something to do.
  public var isResumable: Bool {
    guard !isRunning, let result else { return !isRunning }
    return result.status == "interrupted" || result.unsettled > 0 || result.following > 0
  }
}
