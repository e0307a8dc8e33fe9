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

    private static var run: Regex<Substring> { /[0-9]{8}T[0-9]{6}\.[0-9]{3}Z-[a-z0-9]{6}/ }

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
          words(line.dropFirst(8)).map { $0 == "RUN" ? lastRun : $0 })
        let runs = (ended.output + ended.errors).matches(of: Self.run)
        lastRun = runs.first.map { String($0.output) } ?? lastRun
        result += "\(result.isEmpty ? "" : "\n")\(line)\n\(ended.output)"
        if !ended.errors.isEmpty { result += "--- stderr\n\(ended.errors)" }
        result += "=> \(ended.code)\n"
      }
      return steady(result)
    }

    /// Splits at spaces outside of single quotes.
    private func words(_ line: Substring) -> [String] {
      line.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        .flatMap { index, part in
          index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
    }

    /// Takes out what differs with every edit of a recipe and every run.
    private func steady(_ text: String) -> String {
      text.replacing(/sha256:[0-9a-f]{64}/, with: "sha256:HEX")
        .replacing(/plan-[0-9a-f]{16}/, with: "plan-HEX")
        .replacing(/[^" ]*\/ghlua-[0-9]+-runs/, with: "RUNS")
        .replacing(Self.run, with: "RUN")
        .replacing(/"duration_ms":[0-9]+/, with: "\"duration_ms\":0")
    }
  }
}
