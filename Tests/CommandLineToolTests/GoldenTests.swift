import FoundationEssentials
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// Transcripts in `Golden/`: commands with what they print. `RECORD=1` writes them anew.
  ///
  /// A transcript begins with the files that are there, as `# file NAME` and lines with `| ` in
  /// front. Then come the commands, each with its standard output, `--- stderr` and standard error
  /// if there is any, and `=> EXIT CODE`.
  struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden").path

    private static var names: [String] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { $0.hasSuffix(".txt") }.sorted()
    }

    @Test(arguments: names)
    func `prints what it printed when somebody last looked`(_ name: String) async throws {
      let url = URL(filePath: "\(Self.folder)/\(name)")
      let expected = try String(contentsOf: url, encoding: .utf8)
      let found = try await replay(expected)
      let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
      let isNew = !expected.contains("\n=> ")
      if isRecording || isNew { try Data(found.utf8).write(to: url) }
      if isNew, !isRecording {
        Issue.record("\(name) was written; look at it and run the tests again")
      } else if !isRecording {
        #expect(found == expected)
      }
    }

    private func replay(_ transcript: String) async throws -> String {
      let sandbox = try Sandbox()
      var result = ""
      // What RUN stands for: the run that was named last.
      var lastRun = "RUN"
      var file: (name: String, text: String)?
      for line in transcript.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("| ") || line == "|" {
          file?.text += line.dropFirst(2) + "\n"
        } else if let done = file {
          try sandbox.write(done.text, to: done.name)
          file = nil
        }
        if line.hasPrefix("# file ") { file = (String(line.dropFirst(7)), "") }
        if line.hasPrefix("# ") || line.hasPrefix("|") { result += line + "\n" }
        guard line.hasPrefix("$ ghlua ") else { continue }
        let ended = await sandbox.run(
          Transcript.words(line.dropFirst(8)).map { $0 == "RUN" ? lastRun : $0 })
        lastRun = Transcript.run(in: ended) ?? lastRun
        result += "\(result.isEmpty ? "" : "\n")\(line)\n\(ended.output)"
        if !ended.errors.isEmpty { result += "--- stderr\n\(ended.errors)" }
        result += "=> \(ended.code)\n"
      }
      return Transcript.steady(result)
    }
  }
}
