import Diagnostics
import FoundationEssentials

/// Files for other programs to read.
enum ReportFile {
  static func write(_ text: String, to path: String) throws(Problem) {
    // A forgotten name, and the next word is a recipe.
    guard !path.lowercased().hasSuffix(".lua") else {
      throw Problem(
        .usage, "the report is not written to \(path), which is Lua's name for a file",
        hint: "name the report's file, as in --sarif check.sarif")
    }
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      throw Problem(
        .error, "the report cannot be written to \(path)",
        hint: "check that the folder exists and may be written to")
    }
  }
}
