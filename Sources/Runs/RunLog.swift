/// Lines about a run, for whoever looks into it later. A disk that takes none does not stop the run.
public struct RunLog: Sendable {
  private let file: (any AppendFile)?

  init(_ file: (any AppendFile)?) { self.file = file }

  public func add(_ line: String) { _ = file?.append(line + "\n") }
}
