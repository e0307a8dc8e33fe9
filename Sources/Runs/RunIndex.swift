import CPosix
public import Diagnostics
import FoundationEssentials
import JSON

/// What a list shows of each run, in one file, so that it need not look into every folder.
///
/// It is a copy and never more: an entry counts as long as its folder did not change since; what is
/// missing, torn or of another version is read from the folder and added again.
struct RunIndex {
  static let format = "ghlua.runs-index/1"

  private struct Entry {
    /// When the folder changed last, in nanoseconds.
    var changed: Int64
    var summary: RunSummary
  }

  private let store: RunStore
  private var entries: [String: Entry] = [:]
  /// Lines to add to the file.
  private var added = ""
  private var isThere = false

  private var path: String { "\(store.root)/index.ndjson" }

  init(of store: RunStore) {
    self.store = store
    let lines = (DurableFile.text(path) ?? "").split(separator: "\n")
    guard let first = lines.first, Self.json(first)?["format"]?.string == Self.format else {
      return
    }
    isThere = true
    for line in lines.dropFirst() {
      guard let json = Self.json(line), let changed = json["changed"]?.integer,
        let run = json["run"], let record = try? RunRecord(json: run, at: path)
      else { continue }
      entries[record.id] = Entry(
        changed: changed,
        summary: RunSummary(
          record: record, result: json["result"].flatMap(RunResult.init(json:)), isRunning: false,
          undoneBy: json["undone"]?.string))
    }
  }

  private static func json(_ line: Substring) -> JSONValue? {
    try? JSONValue(parsing: String(line))
  }

  /// The run as it is now.
  mutating func summary(of id: String) throws(Problem) -> RunSummary {
    let folder = RunFolder("\(store.root)/\(id)", store: store)
    // 0 for a folder that changed just now, and may change again within the same moment.
    let changed = ghlua_settled_change(folder.path)
    if changed != 0, let entry = entries[id], entry.changed == changed {
      var summary = entry.summary
      summary.isRunning = folder.isHeld(by: summary.record)
      return summary
    }
    let summary = try folder.summary()
    if changed != 0, !summary.isRunning {
      entries[id] = Entry(changed: changed, summary: summary)
      added += Self.line(summary, changed)
    }
    return summary
  }

  private static func line(_ summary: RunSummary, _ changed: Int64) -> String {
    let json: JSONValue = [
      "changed": .integer(changed), "run": summary.record.json,
      "result": summary.result?.json ?? .null,
      "undone": summary.undoneBy.map { .string($0) } ?? .null,
    ]
    return json.text() + "\n"
  }

  /// Adds what was read from folders. A place that takes no file has lists all the same.
  func save() {
    if added.isEmpty { return }
    let header: JSONValue = ["format": .string(Self.format)]
    if isThere {
      _ = DiskFile.open(path, .old).file?.append(added)
    } else {
      try? DurableFile.write(header.text() + "\n" + added, to: path)
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

extension RunStore {
  /// Runs, newest first; one that cannot be read hides no other.
  ///
  /// - Parameter most: So many at most.
  public func summaries(
    most: Int = .max, where isWanted: (RunSummary) -> Bool = { _ in true },
    unreadable: (String, Problem) -> Void = { _, _ in }
  ) -> [RunSummary] {
    var index = RunIndex(of: self)
    var found: [RunSummary] = []
    for id in ids where found.count < most {
      do throws(Problem) {
        let summary = try index.summary(of: id)
        if isWanted(summary) { found.append(summary) }
      } catch {
        unreadable(id, error)
      }
    }
    index.save()
    return found
  }

  /// Makes the index anew from the folders; how many runs there are.
  public func reindex() -> Int {
    RunIndex(of: self).remove()
    return summaries().count
  }
}
