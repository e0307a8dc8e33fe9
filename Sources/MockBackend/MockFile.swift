public import Diagnostics
import FoundationEssentials
import JSON

/// A company saved as a JSON file.
public enum MockFile {
  /// The largest file that is read, in bytes; a company of 100,000 users fits.
  public static let largestSize = 1 << 29

  /// Reads a saved company. The problem names the file and what is wrong with it.
  public static func load(
    _ path: String, largestSize: Int = MockFile.largestSize
  ) throws(Problem) -> MockState {
    let url = URL(filePath: path).resolvingSymlinksInPath()
    try check(url, path: path, largestSize: largestSize)
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw Problem(.inputInvalid, "cannot read '\(path)'", hint: "check who may read it")
    }
    let json: JSONValue
    do { json = try JSONValue(parsing: data) } catch {
      throw Problem(
        .inputInvalid, "'\(path)' is not JSON: \(error.message)", hint: remedy,
        at: Place(path, line: error.line, column: error.column))
    }
    do {
      var state = try MockState(json: json)
      try state.apply(changes: MockJournal.changes(of: path))
      return state
    } catch {
      throw Problem(
        .inputInvalid, "cannot use '\(path)': \(error.message)", hint: remedy, at: Place(path))
    }
  }

  /// Replaces the file as a whole: whoever reads it sees the old company or the new one, also after
  /// a crash. Equal companies give equal bytes.
  public static func save(_ state: MockState, to path: String) throws(Problem) {
    let url = URL(filePath: path).resolvingSymlinksInPath()
    let text = state.json.text(pretty: true) + "\n"
    // Atomic here means: written beside the file, flushed to the disk, renamed.
    do { try Data(text.utf8).write(to: url, options: .atomic) } catch {
      throw Problem(
        .error, "cannot write '\(path)'", hint: "check that its folder is there and may be written")
    }
    // The file holds them all now. Had this not been reached, reading would apply them again, which
    // changes nothing.
    MockJournal.remove(of: path)
  }

  private static let remedy = "'ghlua mock seed FILE' writes a new one"

  private static func check(_ url: URL, path: String, largestSize: Int) throws(Problem) {
    guard let facts = try? FileManager.default.attributesOfItem(atPath: url.path) else {
      throw Problem(.inputInvalid, "there is no file '\(path)'", hint: remedy)
    }
    let type = facts[.type] as? FileAttributeType
    guard type != .typeDirectory else {
      throw Problem(.inputInvalid, "'\(path)' is a folder, not a saved company", hint: remedy)
    }
    guard type == .typeRegular else {
      throw Problem(.inputInvalid, "'\(path)' is no ordinary file", hint: remedy)
    }
    let size = (facts[.size] as? UInt64).map(Int.init(clamping:)) ?? facts[.size] as? Int ?? 0
    guard size <= largestSize else {
      throw Problem(
        .inputInvalid, "'\(path)' has \(size) bytes; a saved company has at most \(largestSize)",
        hint: remedy)
    }
  }
}
