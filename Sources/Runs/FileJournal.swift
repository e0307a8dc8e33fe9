import CPosix
public import Diagnostics
public import HighLevel
public import JSON
public import Planning
import Synchronization

/// A journal in a file.
///
/// An intent is on stable storage before its request is sent; intents of operations that go on at
/// once share the wait for it. What became of a request need not be: lost with a crash, it is
/// settled by looking at the service.
public final class FileJournal: OperationJournal {
  private struct State {
    var number: Int
    var sum: String
    /// Bytes of whole lines.
    var length: Int
    /// Why nothing more can be written.
    var broken: Problem?
  }

  private let file: any AppendFile
  private let path: String
  private let clock: @Sendable () -> Timestamp
  private let onBegin: @Sendable () throws(Problem) -> Void
  private let state: Mutex<State>
  /// Bytes that are on stable storage.
  private let synced: Mutex<Int>

  private init(
    _ file: any AppendFile, _ path: String, _ state: State,
    clock: @escaping @Sendable () -> Timestamp,
    onBegin: @escaping @Sendable () throws(Problem) -> Void
  ) {
    (self.file, self.path, self.clock, self.onBegin) = (file, path, clock, onBegin)
    self.state = Mutex(state)
    synced = Mutex(state.length)
  }

  /// About what an operation takes in a run's folder, in bytes: its lines here, in the log and in
  /// the files of rows.
  private static let bytesOfOperation = 600

  /// Begins a journal in a file that is empty, and makes sure of room for all of it: a disk that is
  /// full is better found out before the first request than between two.
  ///
  /// - Parameters:
  ///   - checksum: The plan's.
  ///   - operations: How many will be written down.
  ///   - onBegin: Called before the first intent.
  convenience init(
    beginning file: any AppendFile, path: String, run: String, checksum: String,
    operations: Int = 0,
    clock: @escaping @Sendable () -> Timestamp,
    onBegin: @escaping @Sendable () throws(Problem) -> Void = { () throws(Problem) in }
  ) throws(Problem) {
    let header = JournalLine.header(run: run, checksum: checksum, at: clock())
    let (text, sum) = header.text(after: "")
    var error = file.append(text)
    if error == 0 { error = file.reserve(text.utf8.count + operations * Self.bytesOfOperation) }
    if error == 0 { error = file.sync() }
    guard error == 0 else { throw Self.problem(path, error) }
    self.init(
      file, path, State(number: 0, sum: sum, length: text.utf8.count), clock: clock,
      onBegin: onBegin)
  }

  /// Goes on with one; what a crash tore is taken off first.
  ///
  /// - Parameter onBegin: Called before the first intent of one that has none yet.
  convenience init(
    resuming file: any AppendFile, path: String, _ content: JournalContent,
    clock: @escaping @Sendable () -> Timestamp,
    onBegin: @escaping @Sendable () throws(Problem) -> Void = { () throws(Problem) in }
  ) throws(Problem) {
    if let last = content.lastMoment, last > clock().advanced(by: Applier.clockSkew) {
      throw Problem(
        .refused, "the journal was written at \(last), and by this clock it is only \(clock())",
        hint: "set the clock, then resume", at: Place(path))
    }
    let error = file.cut(to: content.length)
    guard error == 0 else { throw Self.problem(path, error) }
    self.init(
      file, path,
      State(number: content.lastNumber, sum: content.lastSum, length: content.length),
      clock: clock, onBegin: onBegin)
  }

  public func begin() throws(Problem) { try onBegin() }

  public func intent(_ operation: PlannedOperation) throws(Problem) {
    try sync(to: try append("intent", operation))
  }

  public func done(_ operation: PlannedOperation, answer: JSONValue) throws(Problem) {
    var more: JSONObject = [:]
    more["id"] = operation.createdID(in: answer).map { .string($0) }
    _ = try append("done", operation, more)
  }

  public func failed(_ operation: PlannedOperation, error: ServiceError) throws(Problem) {
    var more: JSONObject = [
      "kind": .string(error.kind.rawValue), "status": .integer(Int64(error.status)),
      "message": .string(error.message),
    ]
    more["trace"] = error.traceId.map { .string($0) }
    _ = try append("failed", operation, more)
  }

  public func gone(_ operation: PlannedOperation) throws(Problem) {
    _ = try append("gone", operation)
  }

  /// Puts all that was written on stable storage, and gives back the room that was not needed.
  public func close() throws(Problem) {
    let length = state.withLock(\.length)
    try sync(to: length)
    _ = file.cut(to: length)
  }

  /// The length of the file afterwards.
  private func append(
    _ what: String, _ operation: PlannedOperation, _ more: JSONObject = [:]
  ) throws(Problem) -> Int {
    try state.withLock { state throws(Problem) in
      if let problem = state.broken { throw problem }
      var line = JournalLine.entry(state.number + 1, what, operation, at: clock())
      for member in more { line.fields[member.key] = member.value }
      let (text, sum) = line.text(after: state.sum)
      let error = file.append(text)
      guard error == 0 else {
        let problem = Self.problem(path, error)
        // The next line must not stand behind half of this one.
        if file.cut(to: state.length) != 0 { state.broken = problem }
        throw problem
      }
      state.number += 1
      state.sum = sum
      state.length += text.utf8.count
      return state.length
    }
  }

  private func sync(to length: Int) throws(Problem) {
    try synced.withLock { synced throws(Problem) in
      if synced >= length { return }
      let end = state.withLock(\.length)
      let error = file.sync()
      guard error == 0 else {
        // After a failed sync nobody knows what is on the disk, and a second one may lie.
        let problem = Self.problem(path, error)
        state.withLock { $0.broken = problem }
        throw problem
      }
      synced = end
    }
  }

  private static func problem(_ path: String, _ error: Int32) -> Problem {
    DurableFile.problem("the journal '\(path)'", error)
  }
}
