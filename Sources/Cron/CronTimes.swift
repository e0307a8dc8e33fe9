public import HighLevel

extension CronExpression {
  /// The first time after a moment, strictly; nil when there is none before the year 9999.
  ///
  /// Local times that the clock leaves out count as the first moment after the gap. Of local times
  /// that the clock shows twice the first one counts, and both when the field 'hour' has a star.
  public func next(after moment: Timestamp, in zone: Zone) -> Timestamp? {
    let last = Self.flooring(moment.milliseconds, 1000)
    let today = Self.flooring(last + zone.offset(at: last), 86_400)
    // Days before and after: a zone may move its clock by a whole day, or back over midnight.
    guard var day = nextDay(from: today - 2) else { return nil }
    while day < Self.endOfTime {
      if let found = first(after: last, on: day, zone) {
        let others = [day + 1, day + 2].filter(matches(day:))
          .compactMap { first(after: last, on: $0, zone) }
        return Timestamp(milliseconds: others.reduce(found, min) * 1000)
      }
      guard let next = nextDay(from: day + 1) else { return nil }
      day = next
    }
    return nil
  }

  /// Times after a moment, one after the other.
  public func times(after moment: Timestamp, in zone: Zone, count: Int) -> [Timestamp] {
    var times: [Timestamp] = []
    var last = moment
    while times.count < count, let next = next(after: last, in: zone) {
      times.append(next)
      last = next
    }
    return times
  }

  /// 9999-12-31, in days from 1970.
  private static let endOfTime = Timestamp.days(year: 9999, month: 12, day: 31)

  /// The first time of a local day after a moment, in seconds from 1970. Goes through the spans of
  /// one offset each, and the gaps between them.
  private func first(after last: Int64, on day: Int64, _ zone: Zone) -> Int64? {
    let midnight = day * 86_400
    let spans = zone.spans(aroundLocal: midnight)
    for (index, span) in spans.enumerated() {
      let gap =
        index > 0
        ? spans[index - 1].localEnd..<max(span.localStart, spans[index - 1].localEnd) : 0..<0
      if span.start > last, local(on: midnight, in: gap) != nil { return span.start }
      var from = max(span.localStart, last + 1 + span.offset)
      while let time = local(on: midnight, in: from..<max(from, span.localEnd)) {
        let shown = hours.isStar ? nil : spans[..<index].first { $0.showsLocal(time) }
        guard let shown else { return time - span.offset }
        from = shown.localEnd
      }
    }
    return nil
  }

  /// The first local time of a day that is meant, in a part of local time.
  private func local(on midnight: Int64, in part: Range<Int64>) -> Int64? {
    let seconds = max(0, part.lowerBound - midnight)
    guard seconds < 86_400, !part.isEmpty else { return nil }
    let from = Int(seconds + 59) / 60
    guard let time = inDay(from: from).map({ midnight + Int64($0) * 60 }), time < part.upperBound
    else { return nil }
    return time
  }

  /// The first minute of a day that is meant, from one on.
  private func inDay(from minute: Int) -> Int? {
    guard let hour = hours.first(from: minute / 60) else { return nil }
    if let found = minutes.first(from: hour == minute / 60 ? minute % 60 : 0) {
      return hour * 60 + found
    }
    guard let later = hours.first(from: hour + 1), let found = minutes.first(from: 0) else {
      return nil
    }
    return later * 60 + found
  }

  private static func flooring(_ number: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
