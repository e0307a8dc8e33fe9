import CPosix
public import Diagnostics
import Files

/// Reads secrets from where settings say they are.
public struct SecretReader: Sendable {
  /// How long a command may take, in milliseconds: somebody may have to type a passphrase.
  private static let commandTime: Int32 = 60_000
  /// The most bytes that are taken.
  private static let largest = 65_536

  private let environment: [String: String]

  public init(environment: [String: String]) { self.environment = environment }

  /// The value of an environment variable.
  public func variable(_ name: String) throws(Problem) -> String {
    guard let value = environment[name], !value.isEmpty else {
      throw Problem(
        .auth, "the environment variable \(name) is not set",
        hint: "set it, or change the profile's token_env")
    }
    return value
  }

  /// The text of a file, which only its owner may read.
  public func file(_ path: String) throws(Problem) -> String {
    guard let text = try PrivateFile.read(path, limit: Self.largest) else {
      throw Problem(.auth, "there is no file '\(path)' with the token", hint: "check the path")
    }
    // What a container mounts as a secret belongs to others too and cannot be changed.
    if PrivateFile.isOpenToOthers(path), !path.hasPrefix("/run/") {
      throw Problem(
        .auth, "others may read the token in '\(path)'", hint: "chmod 600 '\(path)'")
    }
    return text
  }

  /// What a program writes on its standard output. It gets nothing on its standard input; its
  /// standard error is ours.
  public func output(of words: [String]) throws(Problem) -> String {
    let line = words.map { $0 + "\0" }.joined()
    var buffer = [CChar](repeating: 0, count: Self.largest)
    let size = buffer.count
    let count = ghlua_capture(line, line.utf8.count, Self.commandTime, &buffer, size)
    guard count >= 0 else { throw Self.problem(count, words.first ?? "") }
    let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.auth, "the command of the token writes no text")
    }
    return text
  }

  private static func problem(_ result: Int, _ name: String) -> Problem {
    let what =
      switch result {
      case -1: "cannot be started"
      case -2: "did not end within \(commandTime / 1000) seconds"
      case -3: "writes more than \(largest) bytes"
      default: "ended with exit code \(-1000 - result)"
      }
    return Problem(
      .auth, "the command of the token, '\(name)', \(what)",
      hint: "run it by hand: it must write the token and nothing else on its standard output")
  }
}
