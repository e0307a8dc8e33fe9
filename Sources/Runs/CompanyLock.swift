import CPosix
import Diagnostics
import FoundationEssentials
import HighLevel
import JSON

/// What keeps two applies from working on one company at once; given up with the object, or with
/// the process however it ends.
public final class CompanyLock: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock; does not wait for it.
  init(_ path: String, run: String, at moment: Timestamp) throws(Problem) {
    self.path = path
    let holder: JSONValue = [
      "run": .string(run), "process": .integer(Int64(ghlua_process())),
      "since": .string(moment.description),
    ]
    let text = holder.text() + "\n"
    descriptor = ghlua_lock_named(path, text, text.utf8.count)
    guard descriptor < 0 else { return }
    guard descriptor == -1 else {
      throw Problem(
        .error, "cannot make the lock '\(path)'",
        hint: "check that the folder may be written to, or name another one with --runs-dir")
    }
    let who = Holder(path).map { ": \($0.inWords)" } ?? ""
    throw Problem(
      .locked, "another apply is working on this company\(who)", hint: "try again when it is done")
  }

  deinit { if descriptor >= 0 { ghlua_unlock(path, descriptor) } }

  /// Who has a lock, or had it when the process died.
  struct Holder {
    var run: String
    var process: Int32
    var since: String

    init?(_ path: String) {
      guard let text = PrivateFile.text(path), let json = try? JSONValue(parsing: text),
        let run = json["run"]?.string, let process = json["process"]?.integer,
        let since = json["since"]?.string
      else { return nil }
      (self.run, self.process, self.since) = (run, Int32(clamping: process), since)
    }

    var isAlive: Bool { ghlua_is_alive(process) != 0 }

    var inWords: String { "run \(run), process \(process), since \(since)" }
  }
}
