import CPosix
public import Diagnostics
import FoundationEssentials

/// Files that only their owner may read.
public enum PrivateFile {
  /// Replaces a file as a whole, with mode 0600: whoever reads it sees the old text or the new one,
  /// also after a power cut. Throws with code `error`; the old file is then as it was.
  public static func replace(_ path: String, with text: String) throws(Problem) {
    let error = ghlua_replace_file(path, text, text.utf8.count)
    guard error == 0 else { throw unwritable(path, error) }
  }

  /// Adds to the end of a file, which is made with mode 0600 if it is not there.
  public static func append(_ text: String, to path: String) throws(Problem) {
    let error = ghlua_append(path, text, text.utf8.count)
    guard error == 0 else { throw unwritable(path, error) }
  }

  /// Makes a folder and those above it, with mode 0700; one that is there stays as it is.
  public static func makeFolder(_ path: String) throws(Problem) {
    guard ghlua_make_folders(path) == 0 else {
      throw Problem(
        .error, "cannot make the folder '\(path)'", hint: "check who may write to the one above it")
    }
  }

  /// The text of a file of at most that many bytes; nil when there is no such file.
  public static func read(_ path: String, limit: Int = 1 << 20) throws(Problem) -> String? {
    guard ghlua_permissions(path) >= 0 else { return nil }
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let facts = try? FileManager.default.attributesOfItem(atPath: target)
    guard facts?[.type] as? FileAttributeType == .typeRegular else {
      throw Problem(.inputInvalid, "'\(path)' is no ordinary file")
    }
    guard let data = FileManager.default.contents(atPath: target) else {
      throw Problem(.inputInvalid, "the file '\(path)' cannot be read", hint: "check its mode")
    }
    guard data.count <= limit else {
      throw Problem(.inputInvalid, "'\(path)' is longer than \(limit) bytes")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Problem(.inputInvalid, "'\(path)' is no text in UTF-8")
    }
    return text
  }

  /// Whether somebody else than the owner may read or write a file.
  public static func isOpenToOthers(_ path: String) -> Bool {
    ghlua_permissions(path) & 0o077 != 0
  }

  private static func unwritable(_ path: String, _ error: Int32) -> Problem {
    Problem(
      .error, "cannot write '\(path)': \(FileTrouble.words(error))",
      hint: "check that its folder is there and may be written to"
    )
  }
}
