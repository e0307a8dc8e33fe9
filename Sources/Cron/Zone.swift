/// A time zone: by how much its clocks are ahead of UTC, and when that changes.
public struct Zone: Sendable, Hashable {
  /// `Europe/Berlin`
  public let name: String
  /// When the offset becomes another one, rising, in seconds from 1970.
  let changes: [Change]
  /// What held before the first change.
  let initial: Int64
  /// What holds after the last one.
  let rule: ZoneRule?

  struct Change: Sendable, Hashable {
    var at: Int64
    var offset: Int64
  }

  /// A time with one offset: from the moment `start` up to `end`.
  struct Span: Sendable, Hashable {
    var start: Int64
    var end: Int64
    var offset: Int64

    var localStart: Int64 { start + offset }
    var localEnd: Int64 { end + offset }

    /// Whether clocks show a local time in it.
    func showsLocal(_ time: Int64) -> Bool { time >= localStart && time < localEnd }
  }

  public static let utc = Zone(name: "UTC", changes: [], initial: 0, rule: nil)

  /// Seconds that local clocks are ahead of UTC at a moment, which is in seconds from 1970.
  public func offset(at moment: Int64) -> Int64 {
    spans(from: moment, to: moment + 1).first?.offset ?? initial
  }

  /// The spans in which a local day, and what is moved out of it or into it, can be.
  func spans(aroundLocal midnight: Int64) -> [Span] {
    // No zone is more than 26 hours from UTC, nor ever moved its clock by more than a day.
    spans(from: midnight - 2 * 86_400, to: midnight + 3 * 86_400)
  }

  /// The spans that overlap a time, in order, cut to it.
  private func spans(from start: Int64, to end: Int64) -> [Span] {
    var spans = [Span(start: start, end: end, offset: held(at: start))]
    for change in changesBetween(start, end) {
      guard let last = spans.indices.last, spans[last].offset != change.offset else { continue }
      spans[last].end = change.at
      spans.append(Span(start: change.at, end: end, offset: change.offset))
    }
    return spans
  }

  private func held(at moment: Int64) -> Int64 {
    let index = firstChange(after: moment)
    if index == changes.count, let rule, moment >= changes.last?.at ?? .min {
      return rule.offset(at: moment)
    }
    return index == 0 ? initial : changes[index - 1].offset
  }

  private func changesBetween(_ start: Int64, _ end: Int64) -> [Change] {
    var found = changes[firstChange(after: start)...].prefix { $0.at < end }.map(\.self)
    if let rule, end > changes.last?.at ?? .min {
      let from = max(start, changes.last?.at ?? .min)
      found += rule.changes(from: from, to: end).filter { $0.at > from && $0.at < end }
    }
    return found
  }

  /// By halving, as some zones have hundreds.
  private func firstChange(after moment: Int64) -> Int {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].at > moment { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
