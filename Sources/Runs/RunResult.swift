import Diagnostics
public import HighLevel
public import JSON
public import Planning

/// What came of a run: `result.json`.
public struct RunResult: Sendable, Hashable {
  static let format = "ghlua.result/1"

  /// `applied`, `partial`, …: those of `ApplyReport.Status`.
  public var status: String
  public var ended: Timestamp
  public var done = 0
  public var failed = 0
  /// Sent, and nobody knows what became of it.
  public var unsettled = 0
  public var untouched = 0
  /// Deletes whose users were not seen to be gone.
  public var following = 0
  /// Why it did not end well.
  public var message: String?

  public init(_ report: ApplyReport, ended: Timestamp) {
    status = report.status.rawValue
    self.ended = ended
    message = report.problem?.message
    for outcome in report.outcomes {
      switch outcome.result {
      case .done:
        done += 1
        if outcome.operation.kind == .delete, !outcome.isGone { following += 1 }
      case .failed: failed += 1
      case .unsettled: unsettled += 1
      case .untouched: untouched += 1
      }
    }
  }

  /// As in the file.
  public var json: JSONValue {
    [
      "format": .string(Self.format), "status": .string(status),
      "ended": .string(ended.description), "done": .integer(Int64(done)),
      "failed": .integer(Int64(failed)), "unsettled": .integer(Int64(unsettled)),
      "untouched": .integer(Int64(untouched)), "following": .integer(Int64(following)),
      "message": message.map { .string($0) } ?? .null,
    ]
  }

  /// Nil for anything that is no result of this version.
  init?(json: JSONValue) {
    guard json["format"]?.string == Self.format, let status = json["status"]?.string,
      let ended = json["ended"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    (self.status, self.ended, message) = (status, ended, json["message"]?.string)
    func count(_ name: String) -> Int { Int(json[name]?.integer ?? 0) }
    (done, failed, unsettled) = (count("done"), count("failed"), count("unsettled"))
    (untouched, following) = (count("untouched"), count("following"))
  }
}
