import JSON

/// Measures the parts of a run; `scripts/bench` shows the figures beside their targets.
///
/// Names of groups on the command line leave out the others, for a profiler.
@main
enum Benchmarks {
  static func main() async throws {
    if CommandLine.arguments.dropFirst().first == "client" {
      return try await LiveClient.measure(Array(CommandLine.arguments.dropFirst(2)))
    }
    let groups = [
      ("calls", Calls.hostCalls), ("get", Calls.gets), ("pages", Calls.pages),
      ("memory", Memory.figures), ("run", Runs.tenLines), ("runs", Runs.others),
      ("isolation", Isolation.figures),
    ]
    let wanted = CommandLine.arguments.dropFirst()
    for (name, figures) in groups where wanted.isEmpty || wanted.contains(name) {
      for figure in try await figures() { print(figure.line.text()) }
    }
  }
}
