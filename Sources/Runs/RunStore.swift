public import Diagnostics
import FoundationEssentials
public import HighLevel
import JSON
public import Planning

/// The folder with all runs, their locks, the ledger of spent plans and what was measured.
///
/// Names sort by time, so a list reads no more folders than it shows; `RunIndex` spares it those.
public struct RunStore: Sendable {
  /// The path of the folder.
  public let root: String

  /// The folder of the locks that hold whatever the folder of the runs is.
  private let sharedLocks: String?

  /// Nothing is made before the first run.
  ///
  /// - Parameter sharedLocks: A folder for locks that stores in other places look into, too; nil
  ///   for locks that only this store knows.
  public init(_ root: String, sharedLocks: String? = nil) {
    (self.root, self.sharedLocks) = (root, sharedLocks)
  }

  /// All runs, newest first, each read only when its turn comes.
  public var ids: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.filter(RunID.isOne).sorted(by: >)
  }

  /// The folder of a run; the id may be cut short as long as only one run begins like that.
  public func folder(of text: String) throws(Problem) -> RunFolder {
    let found = RunID.isOne(text) && ids.contains(text) ? [text] : ids.filter { $0.hasPrefix(text) }
    guard let id = found.first, !text.isEmpty else {
      throw Problem(
        .inputInvalid, "there is no run '\(text)' in \(root)",
        hint: "'ghlua runs' lists them; --runs-dir names another folder")
    }
    guard found.count == 1 else {
      throw Problem(
        .usage, "\(found.count) runs begin with '\(text)'", hint: "give more of the id")
    }
    return RunFolder("\(root)/\(id)", store: self)
  }

  /// Takes the lock of a company.
  ///
  /// - Parameters:
  ///   - target: As in `RunRecord`.
  ///   - run: The run it is for, which others are told.
  public func lock(
    _ target: String, for run: String, at moment: Timestamp
  ) throws(Problem) -> CompanyLock {
    try DurableFile.makeFolder("\(root)/locks")
    if let sharedLocks { try? DurableFile.makeFolder(sharedLocks) }
    return try CompanyLock(
      shared: sharedLocks.map { "\($0)/\(Self.key(target)).lock" }, own: lockPath(target),
      holder: CompanyLock.Holder(run: run, in: root, at: moment))
  }

  /// Why a plan may not be applied again; nil when it may.
  public func spent(_ plan: Plan, on target: String) -> Problem? {
    guard let text = DurableFile.text(spentPath(plan.checksum, target)) else { return nil }
    let run = text.split(separator: "\n").first.map(String.init) ?? "?"
    return Problem(
      .drift, "the plan is spent: it was applied in run \(run)",
      hint: "'ghlua show \(run)' shows what came of it; to do more, plan again")
  }

  /// Makes the folder of a run that is about to begin; the lock must be held.
  public func begin(_ record: RunRecord, _ plan: Plan) throws(Problem) -> RunFolder {
    let folder = RunFolder("\(root)/\(record.id)", store: self)
    try DurableFile.makeFolder(folder.path)
    try DurableFile.write(record.json.text(pretty: true) + "\n", to: folder.file("run.json"))
    try DurableFile.write(plan.json.text(pretty: true) + "\n", to: folder.file("plan.json"))
    return folder
  }

  /// Writes down that a plan is applied by a run, which may have done so before it was killed; of
  /// two runs that try, one fails.
  func spend(_ checksum: String, on target: String, run: String) throws(Problem) {
    try DurableFile.makeFolder("\(root)/spent")
    let path = spentPath(checksum, target)
    if let other = DurableFile.text(path) {
      if other == "\(run)\n" { return }
      throw Problem(.drift, "the plan is spent: it was applied in run \(other.prefix(23))")
    }
    try DurableFile.create(path, "\(run)\n")
    try DurableFile.sync(folder: "\(root)/spent")
  }

  /// Removes what ended before a moment. A run that can be resumed stays.
  public func prune(before moment: Timestamp) throws(Problem) -> [String] {
    var removed: [String] = []
    for id in ids {
      let folder = RunFolder("\(root)/\(id)", store: self)
      guard let run = try? folder.summary(), let result = run.result, result.ended < moment,
        !run.isResumable
      else { continue }
      do {
        try FileManager.default.removeItem(atPath: folder.path)
      } catch {
        throw Problem(.error, "cannot remove '\(folder.path)'", hint: "check who may change it")
      }
      // The plan has expired long since; its entry says nothing more.
      try? FileManager.default.removeItem(
        atPath: spentPath(run.record.checksum, run.record.target))
      removed.append(id)
    }
    if !removed.isEmpty { _ = reindex() }
    return removed
  }

  func lockPath(_ target: String) -> String { "\(root)/locks/\(Self.key(target)).lock" }

  func fidelityPath(_ target: String) -> String { "\(root)/fidelity/\(Self.key(target)).json" }

  private func spentPath(_ checksum: String, _ target: String) -> String {
    "\(root)/spent/\(Self.key("\(checksum) \(target)"))"
  }

  private static func key(_ text: String) -> String {
    String(Fingerprint.of(text: text).suffix(32))
  }
}
