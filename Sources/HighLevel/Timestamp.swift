/// A moment, to the millisecond: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
public struct Timestamp: Sendable, Hashable, Comparable {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment that much later; parts of a millisecond are dropped.
  public func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let fraction = attoseconds / 1_000_000_000_000_000
    return Timestamp(milliseconds: milliseconds + seconds * 1000 + fraction)
  }
}

/// The one written form the service uses: `2021-07-02T05:18:26.704Z`.
extension Timestamp: LosslessStringConvertible {
  /// Reads the written form, years 0001 to 9999; nil for anything else.
  public init?(_ description: String) {
    let bytes = Array(description.utf8)
    let pattern = Array("0000-00-00T00:00:00.000Z".utf8)
    guard bytes.count == pattern.count,
      zip(bytes, pattern).allSatisfy({ $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 })
    else { return nil }
    func number(_ range: Range<Int>) -> Int64 {
      bytes[range].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    guard (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60 else {
      return nil
    }
    let days = Self.days(year: year, month: month, day: day)
    guard Self.date(days: days) == (year, month, day) else { return nil }
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    self.init(milliseconds: seconds * 1000 + number(20..<23))
  }

  public var description: String {
    let (days, inDay) = milliseconds.dividedFlooring(by: 86_400_000)
    let (year, month, day) = Self.date(days: days)
    var text: [UInt8] = []
    text.reserveCapacity(24)
    for (number, width, end) in [
      (year, 4, "-"), (month, 2, "-"), (day, 2, "T"), (inDay / 3_600_000, 2, ":"),
      (inDay / 60_000 % 60, 2, ":"), (inDay / 1000 % 60, 2, "."), (inDay % 1000, 3, "Z"),
    ] as [(Int64, Int, Unicode.Scalar)] {
      let digits = String(number).utf8
      text.append(contentsOf: repeatElement(0x30, count: max(0, width - digits.count)))
      text.append(contentsOf: digits)
      text.append(UInt8(ascii: end))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar. Years begin in March here, so that
  /// the leap day comes last.
  public static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shifted.dividedFlooring(by: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The reverse of `days(year:month:day:)`.
  public static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (days + 719_468).dividedFlooring(by: 146_097)
    let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leaps) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Int64 {
  /// Quotient and remainder with the remainder never negative.
  fileprivate func dividedFlooring(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension Timestamp {
  /// Reads a moment as people write it: with or without milliseconds, or a day alone, which means its
  /// beginning. Always in UTC; nil for anything else.
  public static func written(_ text: String) -> Timestamp? {
    [text, "\(text.dropLast()).000Z", "\(text)T00:00:00.000Z"].lazy.compactMap { Timestamp($0) }
      .first
  }
}
