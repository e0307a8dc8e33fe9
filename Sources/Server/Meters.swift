import Synchronization

/// Figures of this process, in the text form that Prometheus reads.
///
/// Source of the form: https://prometheus.io/docs/instrumenting/exposition_formats
public final class Meters: Sendable {
  private struct Series: Hashable, Comparable {
    var name: String
    var labels: String

    static func < (left: Series, right: Series) -> Bool {
      (left.name, left.labels) < (right.name, right.labels)
    }
  }

  private struct Times {
    var counts = [Int](repeating: 0, count: Meters.bounds.count + 1)
    var sum = 0.0
  }

  /// Seconds; the last is without end.
  private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
  /// Labels come from the configuration or are one of a few words, so this is never reached honestly.
  private static let most = 10_000

  private let state = Mutex<(counts: [Series: Int], times: [Series: Times])>(([:], [:]))

  public init() {}

  /// Adds one.
  public func count(_ name: String, _ labels: [String: String] = [:]) {
    let series = Series(name: name, labels: Self.text(labels))
    state.withLock { state in
      guard state.counts[series] != nil || state.counts.count < Self.most else { return }
      state.counts[series, default: 0] += 1
    }
  }

  /// Notes how long something took.
  public func time(_ name: String, _ duration: Duration, _ labels: [String: String] = [:]) {
    let (seconds, attoseconds) = duration.components
    let value = Double(seconds) + Double(attoseconds) / 1e18
    let place = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
    let series = Series(name: name, labels: Self.text(labels))
    state.withLock { state in
      state.times[series, default: Times()].counts[place] += 1
      state.times[series]?.sum += value
    }
  }

  /// All of them, and gauges that were looked up now.
  func text(gauges: [(name: String, labels: [String: String], value: Double)]) -> String {
    let (counts, times) = state.withLock { ($0.counts, $0.times) }
    var lines: [String] = []
    var described: Set<String> = []
    func describe(_ name: String, _ type: String) {
      if described.insert(name).inserted { lines.append("# TYPE \(name) \(type)") }
    }
    for (series, value) in counts.sorted(by: { $0.key < $1.key }) {
      describe(series.name, "counter")
      lines.append("\(series.name)\(Self.braced(series.labels)) \(value)")
    }
    for (series, times) in times.sorted(by: { $0.key < $1.key }) {
      describe(series.name, "histogram")
      var sum = 0
      for (index, count) in times.counts.enumerated() {
        sum += count
        let bound = index < Self.bounds.count ? "\(Self.bounds[index])" : "+Inf"
        let labels = [series.labels, "le=\"\(bound)\""].filter { !$0.isEmpty }
        lines.append("\(series.name)_bucket\(Self.braced(labels.joined(separator: ","))) \(sum)")
      }
      lines.append("\(series.name)_sum\(Self.braced(series.labels)) \(times.sum)")
      lines.append("\(series.name)_count\(Self.braced(series.labels)) \(sum)")
    }
    for gauge in gauges {
      describe(gauge.name, "gauge")
      lines.append("\(gauge.name)\(Self.braced(Self.text(gauge.labels))) \(gauge.value)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

  private static func text(_ labels: [String: String]) -> String {
    labels.sorted { $0.key < $1.key }.map { name, value in
      let escaped = value.map { character in
        switch character {
        case "\\": "\\\\"
        case "\"": "\\\""
        case "\n": "\\n"
        default: String(character)
        }
      }.joined()
      return "\(name)=\"\(escaped)\""
    }.joined(separator: ",")
  }
}
