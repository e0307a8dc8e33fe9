import CPosix
public import Diagnostics
import FoundationEssentials
import Glibc
import JSON
import Synchronization

/// The changes since a company was last saved as a whole: `FILE.changes` beside it, one JSON object a
/// line.
///
/// A line is handed to the system before the call that made the change is answered. So a killed
/// program loses nothing that it answered; a machine that loses its power may lose the last moments,
/// as nothing waits for the disk.
public final class MockJournal: Sendable {
  private let descriptor: Int32
  private let failure = Atomic<Int32>(0)

  /// Opens the file of changes of a saved company.
  public init(of path: String) throws(Problem) {
    let name = Self.name(path)
    descriptor = ghlua_open_to_append(name)
    guard descriptor >= 0 else {
      throw Problem(
        .error, "cannot write '\(name)'",
        hint: "check that its folder is there and may be written to")
    }
  }

  deinit { _ = close(descriptor) }

  /// Whether a change could not be written; from then on nothing more is, as a gap would be worse.
  public var hasFailed: Bool { failure.load(ordering: .acquiring) != 0 }

  /// Adds a change.
  public func append(_ change: MockChange) {
    guard !hasFailed else { return }
    let line = change.json.text() + "\n"
    let code = ghlua_write(descriptor, line, line.utf8.count)
    if code != 0 { failure.store(code, ordering: .releasing) }
  }

  private static func name(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path + ".changes"
  }

  /// The changes that a saved company does not hold. A last line that was cut short was never
  /// answered, and is left out.
  static func changes(of path: String) throws(MockStateError) -> [JSONValue] {
    guard let data = try? Data(contentsOf: URL(filePath: name(path))) else { return [] }
    var result: [JSONValue] = []
    for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    {
      do { result.append(try JSONValue(parsing: line)) } catch {
        throw MockStateError("its file of changes cannot be read: \(error.message)")
      }
    }
    return result
  }

  static func remove(of path: String) {
    try? FileManager.default.removeItem(atPath: name(path))
  }
}
