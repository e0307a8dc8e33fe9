import CPosix
import Diagnostics
import FoundationEssentials
import HighLevel
import JSON

/// What keeps two applies from working on one company at once; given up with the object, or with
/// the process however it ends.
public final class CompanyLock: Sendable {
  private let held: [NamedLock]

  /// Takes the lock; does not wait for it.
  ///
  /// - Parameters:
  ///   - shared: The file that all applies of this user know, whatever folder their runs are in. One
  ///     that cannot be made, as in a closed-in process, keeps nobody from working.
  ///   - own: The file that stands beside the runs.
  init(shared: String?, own: String, holder: Holder) throws(Problem) {
    var held: [NamedLock] = []
    if let shared {
      do throws(Problem) { held.append(try NamedLock(shared, holder)) } catch {
        if error.code == .locked { throw error }
      }
    }
    held.append(try NamedLock(own, holder))
    self.held = held
  }

  /// Who has a lock, or had it when the process died.
  struct Holder {
    var run: String
    /// The folder with all its runs.
    var folder: String
    var process: Int32
    var since: String

    init(run: String, in folder: String, at moment: Timestamp) {
      (self.run, self.folder, since) = (run, folder, moment.description)
      process = ghlua_process()
    }

    init?(_ path: String) {
      guard let text = DurableFile.text(path), let json = try? JSONValue(parsing: text),
        let run = json["run"]?.string, let process = json["process"]?.integer,
        let since = json["since"]?.string
      else { return nil }
      (self.run, self.process, self.since) = (run, Int32(clamping: process), since)
      folder = json["folder"]?.string ?? ""
    }

    var isAlive: Bool { ghlua_is_alive(process) != 0 }

    var text: String {
      let json: JSONValue = [
        "run": .string(run), "folder": .string(folder), "process": .integer(Int64(process)),
        "since": .string(since),
      ]
      return json.text() + "\n"
    }

    /// - Parameter here: The folder that goes without saying.
    func inWords(from here: String) -> String {
      "run \(run)\(folder == here ? "" : " in \(folder)"), process \(process), since \(since)"
    }
  }
}

/// A locked file that says who locked it.
private final class NamedLock: Sendable {
  private let path: String
  private let descriptor: Int32

  init(_ path: String, _ holder: CompanyLock.Holder) throws(Problem) {
    self.path = path
    descriptor = ghlua_lock_named(path, holder.text, holder.text.utf8.count)
    guard descriptor < 0 else { return }
    guard descriptor == -1 else {
      throw Problem(
        .error, "cannot make the lock '\(path)'",
        hint: "check that the folder may be written to, or name another one with --runs-dir")
    }
    let who = CompanyLock.Holder(path).map { ": \($0.inWords(from: holder.folder))" } ?? ""
    throw Problem(
      .locked, "another apply is working on this company\(who)", hint: "try again when it is done")
  }

  deinit { if descriptor >= 0 { ghlua_unlock(path, descriptor) } }
}
