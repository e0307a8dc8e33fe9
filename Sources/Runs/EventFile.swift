public import Diagnostics
public import JSON

/// Takes events, one a line.
public struct EventFile: Sendable {
  private let file: any AppendFile
  private let path: String

  /// Adds to the file, or makes it.
  public init(_ path: String) throws(Problem) {
    let (opened, error) = DiskFile.open(path, .either)
    guard let opened else { throw DurableFile.problem("the events to '\(path)'", error) }
    (file, self.path) = (opened, path)
  }

  public func emit(_ event: JSONValue) throws(Problem) {
    let error = file.append(event.text() + "\n")
    guard error == 0 else { throw DurableFile.problem("the events to '\(path)'", error) }
  }
}
