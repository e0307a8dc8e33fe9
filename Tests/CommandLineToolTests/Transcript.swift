/// What transcripts and documents have in common: command lines, and output without what differs
/// from one run to the next.
enum Transcript {
  static var run: Regex<Substring> { /[0-9]{8}T[0-9]{6}\.[0-9]{3}Z-[a-z0-9]{6}/ }

  /// Splits at spaces outside of single quotes.
  static func words(_ line: some StringProtocol) -> [String] {
    String(line).split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .flatMap { index, part in
        index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
      }
  }

  /// The run that is named first in what a command printed.
  static func run(in ended: Ended) -> String? {
    (ended.output + ended.errors).firstMatch(of: run).map { String($0.output) }
  }

  /// Takes out what differs with every edit of a recipe and every run.
  static func steady(_ text: String) -> String {
    text.replacing(/sha256:[0-9a-f]{64}/, with: "sha256:HEX")
      .replacing(/plan-[0-9a-f]{16}/, with: "plan-HEX")
      .replacing(/[^" ]*\/ghlua-[0-9]+-runs/, with: "RUNS")
      .replacing(run, with: "RUN")
      .replacing(/"duration_ms":[0-9]+/, with: "\"duration_ms\":0")
  }
}
