/// Times work in several rounds, of which the median counts: others use the machine too.
enum Stopwatch {
  /// Seconds that one of `count` equal pieces of work takes; `work` does them all.
  static func seconds(
    each count: Int, rounds: Int = 7, _ work: () async throws -> Void
  ) async rethrows -> Double {
    var times: [Double] = []
    // The first round only warms up.
    for round in 0...rounds {
      let time = try await ContinuousClock().measure { try await work() }
      if round > 0 { times.append(time / .seconds(1) / Double(count)) }
    }
    return times.sorted()[rounds / 2]
  }
}
