import Diagnostics
import Files

/// The lines that were typed at a terminal, in a file that only its owner may read.
struct ReplHistory {
  private let path: String?
  private let redaction: Redaction

  init(in world: World, _ redaction: Redaction) {
    path = world.stateFolder.map { "\($0)/history" }
    self.redaction = redaction
  }

  /// What is in the file; a file that cannot be read is no reason not to begin.
  func load() -> LineHistory {
    guard let path, let text = try? PrivateFile.read(path, limit: 4 << 20) else {
      return LineHistory()
    }
    let lines = text.split(separator: "\n").map(String.init)
    if lines.count > LineHistory.most * 2 {
      let kept = lines.suffix(LineHistory.most).joined(separator: "\n") + "\n"
      try? PrivateFile.replace(path, with: kept)
    }
    return LineHistory(lines)
  }

  /// Adds the lines of a piece, unless one of them may hold a secret.
  func keep(_ lines: [String]) {
    let mayKeep = !lines.contains { SecretLine.isPrivate($0) || redaction.redacted($0) != $0 }
    guard let path, mayKeep else { return }
    let text = lines.filter { $0.contains { !$0.isWhitespace } }.map { "\($0)\n" }.joined()
    try? PrivateFile.makeFolder(String(path.dropLast("/history".count)))
    try? PrivateFile.append(text, to: path)
  }
}
