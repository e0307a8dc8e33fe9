import Diagnostics
import FoundationEssentials

/// Files for other programs to read.
enum ReportFile {
  static func write(_ text: String, to path: String) throws(Problem) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      throw Problem(
        .error, "the report cannot be written to \(path)",
        hint: "check that the folder exists and may be written to")
    }
  }
}
