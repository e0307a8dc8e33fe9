public import Diagnostics
import Files
import JSON

/// The file that a grant is kept in, for all processes of one user.
public struct GrantStore: Sendable {
  public let path: String
  /// So long another process may take with a refresh.
  private static let patience = Duration.seconds(90)

  public init(_ path: String) { self.path = path }

  /// The grant; nil when there is none yet.
  public func load() throws(Problem) -> Grant? {
    guard let text = try PrivateFile.read(path) else { return nil }
    guard !PrivateFile.isOpenToOthers(path) else {
      throw Problem(.auth, "others may read the tokens in '\(path)'", hint: "chmod 600 '\(path)'")
    }
    guard let json = try? JSONValue(parsing: text), let grant = Grant(file: json) else {
      throw Problem(.auth, "'\(path)' holds no tokens of OAuth", hint: "run 'ghlua login' again")
    }
    return grant
  }

  /// Saves a grant so that it outlives a power cut; only then may its tokens be used, because the
  /// refresh token it came from is spent.
  public func save(_ grant: Grant) throws(Problem) {
    try PrivateFile.replace(path, with: grant.json.text(pretty: true) + "\n")
  }

  /// Saves a grant that replaces whatever is there, waiting for whoever works on the file.
  public func replace(_ grant: Grant) async throws(Problem) {
    let lock = try await lock()
    try save(grant)
    withExtendedLifetime(lock) {}
  }

  /// The only one to work on the file, among all processes, as long as the lock is held.
  func lock() async throws(Problem) -> FileLock {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    if !parts.isEmpty { try PrivateFile.makeFolder(parts.joined(separator: "/")) }
    return try await FileLock.waiting(for: path, atMost: Self.patience)
  }
}
