import Cron
import Foundation
import HighLevel
import Testing

/// A generator that starts at a number.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// An expression whose meaning is known without reading its text.
private struct Sample {
  var fields: [(text: String, allowed: Set<Int>)]

  var text: String { fields.map(\.text).joined(separator: " ") }

  init(_ random: inout Seeded) {
    let ranges = [0...59, 0...23, 1...31, 1...12, 0...6]
    fields = ranges.map { Self.field($0, &random) }
    // Mostly dense in days, so that something happens near the change of the clock.
    for index in 2...4 where Int.random(in: 0..<4, using: &random) > 0 {
      fields[index] = ("*", Set(ranges[index]))
    }
  }

  private static func field(
    _ range: ClosedRange<Int>, _ random: inout Seeded
  ) -> (String, Set<Int>) {
    let step = Int.random(in: 1...min(12, range.count), using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return ("*", Set(range))
    case 1:
      return ("*/\(step)", Set(stride(from: range.lowerBound, through: range.upperBound, by: step)))
    case 2:
      let first = Int.random(in: range, using: &random)
      let last = Int.random(in: first...range.upperBound, using: &random)
      return ("\(first)-\(last)/\(step)", Set(stride(from: first, through: last, by: step)))
    default:
      let numbers = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        Int.random(in: range, using: &random)
      }
      return (numbers.map(String.init).joined(separator: ","), Set(numbers))
    }
  }

  /// Whether a local time, in minutes from 1970, is meant.
  func means(_ minutes: Int) -> Bool {
    let day = Int((Double(minutes) / 1440).rounded(.down))
    let inDay = minutes - day * 1440
    let date = Timestamp.date(days: Int64(day))
    let byMonth = fields[2].allowed.contains(Int(date.day))
    let byWeek = fields[4].allowed.contains(((day + 4) % 7 + 7) % 7)
    let isNarrow = fields[2].text.hasPrefix("*") || fields[4].text.hasPrefix("*")
    return fields[0].allowed.contains(inDay % 60) && fields[1].allowed.contains(inDay / 60)
      && fields[3].allowed.contains(Int(date.month))
      && (isNarrow ? byMonth && byWeek : byMonth || byWeek)
  }
}

@Suite struct OracleTests {
  private static let zones = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
    "America/Havana", "America/Santiago", "Africa/Cairo", "Pacific/Chatham", "Atlantic/Azores",
    "Europe/Dublin", "America/St_Johns", "Asia/Amman", "Antarctica/Troll", "America/Sao_Paulo",
    "Asia/Gaza", "UTC",
  ]

  /// Walks minute by minute, with the zone data of Foundation.
  private func oracle(_ sample: Sample, _ zone: TimeZone, _ start: Int, _ end: Int) -> [Int] {
    func local(_ minute: Int) -> Int {
      minute + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute) * 60)) / 60
    }
    var result: [Int] = []
    var shown: Set<Int> = []
    var before = local(start - 3001)
    for minute in (start - 3000)..<end {
      let now = local(minute)
      let isRepeated = !shown.insert(now).inserted
      let isMeant = sample.means(now) && (!isRepeated || sample.fields[1].text.hasPrefix("*"))
      // Left out by the clock: what was meant there is now.
      let isLate = now > before + 1 && ((before + 1)..<now).contains { sample.means($0) }
      if minute >= start, isMeant || isLate { result.append(minute) }
      before = now
    }
    return result
  }

  @Test(arguments: zones)
  func `a walk through every minute around clock changes finds the same times`(
    _ name: String
  ) throws {
    let seed: UInt64 = 2026
    var random = Seeded(state: seed)
    let zone = try ZoneDatabase().zone(name)
    let foundation = try #require(TimeZone(identifier: name))
    for _ in 0..<12 {
      let sample = Sample(&random)
      guard let expression = try? CronExpression(sample.text) else { continue }
      let year = Double.random(in: 20...50, using: &random)
      let somewhere = Date(timeIntervalSince1970: year * 365.25 * 86_400)
      let change = foundation.nextDaylightSavingTimeTransition(after: somewhere) ?? somewhere
      let minute = Int(change.timeIntervalSince1970) / 60
      let (start, end) = (minute - 2000, minute + 2000)
      var found: [Int] = []
      var last = Timestamp(milliseconds: Int64(start - 1) * 60_000)
      while let next = expression.next(after: last, in: zone),
        next.milliseconds < Int64(end) * 60_000
      {
        #expect(next > last)
        found.append(Int(next.milliseconds / 60_000))
        last = next
      }
      let wanted = oracle(sample, foundation, start, end)
      #expect(found == wanted, "seed \(seed): \(sample.text) around \(change) in \(name)")
    }
  }
}
