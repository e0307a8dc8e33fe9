import Engine
import FoundationEssentials
import LuaSyntax

/// Mends what can be mended without any doubt.
enum Fixer {
  /// The text with all fixes that do not touch each other, and what was done.
  static func fixed(_ file: RecipeFile, _ findings: [Finding]) -> (source: String, done: [String])?
  {
    var edits: [Finding.Edit] = []
    var done: [String] = []
    for finding in findings where finding.file == file.name {
      guard let fix = finding.fix, !fix.edits.contains(where: { touches($0, edits) }) else {
        continue
      }
      edits += fix.edits
      done.append("\(file.name):\(finding.place?.line ?? 1): \(fix.text)")
    }
    guard !edits.isEmpty else { return nil }
    var bytes = Array(file.source.utf8)
    for edit in edits.sorted(by: { $0.bytes.lowerBound > $1.bytes.lowerBound }) {
      bytes.replaceSubrange(edit.bytes, with: Array(edit.text.utf8))
    }
    let source = String(decoding: bytes, as: UTF8.self)
    // What would not be Lua any more stays as it is.
    guard (try? LuaFile(source)) != nil else { return nil }
    return (source, done)
  }

  private static func touches(_ edit: Finding.Edit, _ others: [Finding.Edit]) -> Bool {
    others.contains { other in
      edit.bytes.overlaps(other.bytes) || edit.bytes.lowerBound == other.bytes.lowerBound
        || edit.bytes.upperBound == other.bytes.lowerBound
        || other.bytes.upperBound == edit.bytes.lowerBound
    }
  }

  /// Puts the text in the place of the file's, in one step; false when the folder cannot be written to.
  static func write(_ source: String, to path: String) -> Bool {
    (try? Data(source.utf8).write(to: URL(filePath: path), options: .atomic)) != nil
  }
}
