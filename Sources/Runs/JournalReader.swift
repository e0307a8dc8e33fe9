import Diagnostics
import HighLevel
import JSON
import Planning

/// What is in a journal's file.
struct JournalContent {
  var run: String
  /// The checksum of the plan.
  var checksum: String
  var history = RunHistory()
  /// The number of the last entry.
  var lastNumber = 0
  /// The checksum of the last line.
  var lastSum: String
  var lastMoment: Timestamp?
  /// Bytes up to the end of the last whole line; what is behind was torn off by a crash.
  var length: Int

  /// Reads a journal. A torn last line is left out: it was not on stable storage, so nothing was
  /// sent for it. Any other damage is a problem, and so is another version.
  init(_ text: String, path: String) throws(Problem) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // What is behind the last line end: nothing, or what a crash left of a line.
    lines.removeLast()
    guard let first = lines.first else {
      throw Problem(
        .error, "the journal has no first line: nothing was sent", hint: Self.planAgain,
        at: Place(path))
    }
    let format = (try? JSONValue(parsing: String(first)))?["format"]?.string
    if let format, format != JournalLine.format {
      throw Problem(
        .error,
        "the journal's format is '\(format)', and this program reads \(JournalLine.format)",
        hint: "resume the run with the version of ghlua that began it", at: Place(path))
    }
    guard let header = JournalLine(first, after: ""), header.fields["format"] != nil else {
      throw Self.damaged(path, line: 1)
    }
    run = header.fields["run"]?.string ?? ""
    checksum = header.fields["plan"]?.string ?? ""
    lastMoment = header.moment
    lastSum = header.text(after: "").sum
    length = first.utf8.count + 1
    for (index, text) in lines.enumerated().dropFirst() {
      guard let line = JournalLine(text, after: lastSum),
        line.fields["n"]?.integer == Int64(lastNumber + 1), line.note(in: &history)
      else { throw Self.damaged(path, line: index + 1) }
      lastNumber += 1
      lastSum = line.text(after: lastSum).sum
      lastMoment = max(lastMoment, line.moment)
      length += text.utf8.count + 1
    }
  }

  private static let planAgain = "plan again: what is done is left alone"

  private static func damaged(_ path: String, line: Int) -> Problem {
    Problem(
      .error, "the journal is damaged: its line \(line) is not as it was written",
      hint: "what was done cannot be told from it; look at the company, then \(planAgain)",
      at: Place(path, line: line))
  }

  private func max(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
    [left, right].compactMap(\.self).max()
  }
}
