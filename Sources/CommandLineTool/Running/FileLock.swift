import CPosix
import Diagnostics

/// The lock that keeps two applies from working on one company file; given up with the object.
final class FileLock: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock that stands beside the file, as `FILE.lock`; does not wait for it.
  init(_ file: String) throws(Problem) {
    path = "\(file).lock"
    descriptor = ghlua_lock(path)
    switch descriptor {
    case -1:
      throw Problem(
        .locked, "another apply is working on '\(file)'", hint: "try again when it is done")
    case -2:
      throw Problem(
        .error, "cannot make the lock '\(path)'",
        hint: "check that the folder is there and may be written to")
    default: break
    }
  }

  deinit { ghlua_unlock(path, descriptor) }
}
