import CPosix
public import Diagnostics

/// The lock that keeps two processes from working on one file; given up with the object.
public final class FileLock: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock that stands beside the file, as `FILE.lock`; does not wait for it.
  public init(_ file: String) throws(Problem) {
    let path = "\(file).lock"
    let descriptor = ghlua_lock(path)
    // Nothing is stored before it is held: an object that is whole gives the lock up in its end,
    // also one whose making fails, and it is somebody else's then.
    switch descriptor {
    case -1:
      throw Problem(
        .locked, "another apply is working on '\(file)'", hint: "try again when it is done")
    case -2:
      throw Problem(
        .error, "cannot make the lock '\(path)'",
        hint: "check that the folder is there and may be written to")
    default: (self.path, self.descriptor) = (path, descriptor)
    }
  }

  deinit { ghlua_unlock(path, descriptor) }

  /// The same, waiting for whoever holds it; throws with code `locked` after that time.
  public static func waiting(
    for file: String, atMost patience: Duration,
    sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) async throws(Problem) -> FileLock {
    let step = Duration.milliseconds(20)
    var waited = Duration.zero
    while true {
      do throws(Problem) { return try FileLock(file) } catch {
        guard error.code == .locked, waited < patience else { throw error }
      }
      // A task that is cancelled waits no longer; the next try tells why.
      do { try await sleep(step) } catch { waited = patience }
      waited += step
    }
  }
}
