import JSON

/// Measures the parts of a run; `scripts/bench` shows the figures beside their targets.
///
/// Names of groups on the command line leave out the others, for a profiler. `programs FILE…`,
/// `growth RUNS`, `together ROUNDS` and `path NAME COUNT` are for scripts/bench, check-memory,
/// check-threads and check-instructions.
@main
enum Benchmarks {
  static func main() async throws {
    let rest = Array(CommandLine.arguments.dropFirst(2))
    switch CommandLine.arguments.dropFirst().first {
    case "client": return try await LiveClient.measure(rest)
    case "library-client": return try await LibraryClient.measure(rest)
    default: break
    }
    let groups = [
      ("calls", Calls.hostCalls), ("get", Calls.gets), ("pages", Calls.pages),
      ("memory", Memory.figures), ("run", Runs.tenLines), ("runs", Runs.others),
      ("plans", Plans.figures), ("applies", Applies.figures),
      ("isolation", Isolation.figures), ("sandbox", Sandbox.figures), ("library", Library.figures),
    ]
    let wanted = CommandLine.arguments.dropFirst()
    switch wanted.first {
    case "programs": return try await Sandbox.programs(wanted.dropFirst())
    case "growth": return print(try await Soak.growth(runs: count(wanted)))
    case "together": return try await Soak.together(64, rounds: count(wanted))
    case "path": return try await path(wanted.dropFirst())
    default: break
    }
    for (name, figures) in groups where wanted.isEmpty || wanted.contains(name) {
      for figure in try await figures() { print(figure.line.text()) }
    }
  }

  private static func path(_ words: ArraySlice<String>) async throws {
    guard let path = words.first.flatMap({ HotPath(rawValue: $0) }) else {
      fatalError("no such path; there are \(HotPath.allCases.map(\.rawValue))")
    }
    try await path.work(count(words))
  }

  /// The number after the first word.
  private static func count(_ words: ArraySlice<String>) -> Int {
    words.dropFirst().first.flatMap { Int($0) } ?? 1
  }
}
