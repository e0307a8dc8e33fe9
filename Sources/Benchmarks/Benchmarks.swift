import JSON

/// Measures the parts of a run; `scripts/bench` shows the figures beside their targets.
///
/// Names of groups on the command line leave out the others, for a profiler.
@main
enum Benchmarks {
  static func main() async throws {
    let groups = [
      ("calls", Calls.figures), ("memory", Memory.figures), ("runs", Runs.figures),
      ("plans", Plans.figures),
    ]
    let wanted = CommandLine.arguments.dropFirst()
    for (name, figures) in groups where wanted.isEmpty || wanted.contains(name) {
      for figure in try await figures() { print(figure.line.text()) }
    }
  }
}
