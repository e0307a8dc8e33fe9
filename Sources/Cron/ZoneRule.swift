import HighLevel

/// What holds from the last recorded change on, as TZ texts of POSIX say it: `CET-1CEST,M3.5.0,M10.5.0/3`.
/// Source: RFC 9636, section 3.3, and POSIX, "Environment Variables", TZ.
struct ZoneRule: Sendable, Hashable {
  /// Ahead of UTC, in seconds.
  let standard: Int64
  let summer: Summer?

  struct Summer: Sendable, Hashable {
    var offset: Int64
    var begin: Day
    var end: Day
  }

  /// A day of every year, and the local time on it.
  struct Day: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      /// `Jn`: February 29 is never counted.
      case julian(Int64)
      /// `n`: from 0 on, February 29 is counted.
      case zeroBased(Int64)
      /// `Mm.w.d`: week 5 is the last one.
      case week(month: Int64, week: Int64, weekday: Int64)
    }

    var kind: Kind
    var seconds: Int64
  }

  func offset(at moment: Int64) -> Int64 {
    guard summer != nil else { return standard }
    let year = Timestamp.date(days: moment / 86_400 - (moment % 86_400 < 0 ? 1 : 0)).year
    return changes(year - 1, year + 1).last { $0.at <= moment }?.offset ?? standard
  }

  /// The changes of the years that a time touches, rising.
  func changes(from start: Int64, to end: Int64) -> [Zone.Change] {
    guard summer != nil else { return [Zone.Change(at: start, offset: standard)] }
    func year(_ moment: Int64) -> Int64 { Timestamp.date(days: moment / 86_400).year }
    return changes(year(start) - 1, year(end) + 1)
  }

  private func changes(_ first: Int64, _ last: Int64) -> [Zone.Change] {
    guard let summer else { return [] }
    return (first...last).flatMap { year in
      [
        Zone.Change(at: summer.begin.local(in: year) - standard, offset: summer.offset),
        Zone.Change(at: summer.end.local(in: year) - summer.offset, offset: standard),
      ]
    }.sorted { $0.at < $1.at }
  }
}

extension ZoneRule.Day {
  /// Seconds from 1970 as local clocks count them.
  func local(in year: Int64) -> Int64 { day(in: year) * 86_400 + seconds }

  private func day(in year: Int64) -> Int64 {
    let newYear = Timestamp.days(year: year, month: 1, day: 1)
    switch kind {
    case .zeroBased(let number): return newYear + number
    case .julian(let number):
      let isLeap = Timestamp.days(year: year + 1, month: 1, day: 1) - newYear == 366
      return newYear + number - 1 + (isLeap && number > 59 ? 1 : 0)
    case .week(let month, let week, let weekday):
      let first = Timestamp.days(year: year, month: month, day: 1)
      let ahead = ((weekday - (first + 4)) % 7 + 7) % 7
      let day = first + ahead + (week - 1) * 7
      let end =
        month == 12
        ? Timestamp.days(year: year + 1, month: 1, day: 1)
        : Timestamp.days(year: year, month: month + 1, day: 1)
      return day < end ? day : day - 7
    }
  }
}
