import HighLevel
import MockBackend
import Testing

@testable import HTTPBackend

/// A service that counts, a network that takes its time, and callers that always want more.
private struct Rush {
  var generator: SeededGenerator
  let max: Int
  let interval: Duration
  let callers: Int
  /// How the service counts what is left: from fixed windows, or over the last interval.
  let hasFixedWindows: Bool
  private var pace = Pace()
  private(set) var arrivals: [Duration] = []

  private struct Trip {
    var leftAt: Duration
    var arrives: Duration
    var answers: Duration
  }

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    max = Int.random(in: 2...60, using: &generator)
    interval = .milliseconds(Int.random(in: 500...20_000, using: &generator))
    callers = Int.random(in: 1...32, using: &generator)
    hasFixedWindows = Bool.random(using: &generator)
  }

  /// Up to half the slack each way.
  private mutating func delay() -> Duration {
    interval / 40 * Double.random(in: 0...1, using: &generator)
  }

  mutating func run(for length: Duration) {
    var now = Duration.zero
    var trips: [Trip] = []
    while now < length {
      let isFirst = !pace.hasLearned && !trips.isEmpty
      var next = length
      if trips.count < callers, !isFirst {
        switch pace.leave(at: now, wall: Timestamp(milliseconds: 0)) {
        case .go:
          let arrives = now + delay()
          trips.append(Trip(leftAt: now, arrives: arrives, answers: arrives + delay()))
          continue
        case .wait(let until, _): next = until
        case .closed: return
        }
      }
      if let index = trips.indices.min(by: { trips[$0].answers < trips[$1].answers }),
        trips[index].answers <= next
      {
        let trip = trips.remove(at: index)
        now = trip.answers
        arrivals.append(trip.arrives)
        comeBack(trip, at: now)
      } else {
        now = next
      }
    }
    arrivals.sort()
  }

  private mutating func comeBack(_ trip: Trip, at now: Duration) {
    let window =
      hasFixedWindows
      ? interval * Double(Int(trip.arrives / interval)) : trip.arrives - interval
    let used = arrivals.suffix(2 * max + callers).count { $0 > window && $0 <= trip.arrives }
    let headers = LimitHeaders(
      HTTPAnswer(
        status: 200,
        headers: [
          HTTPField("X-RateLimit-Max", "\(max)"),
          HTTPField("X-RateLimit-Interval-Milliseconds", "\(Int(interval / .milliseconds(1)))"),
          HTTPField("X-RateLimit-Remaining", "\(Swift.max(0, max - used))"),
        ]), wall: Timestamp(milliseconds: 0))
    pace.comeBack(
      leftAt: trip.leftAt, at: now, wall: Timestamp(milliseconds: 0), headers: headers,
      status: 200, isDayLimit: false, policy: RetryPolicy())
  }

  /// The most arrivals in any stretch shorter than an interval.
  var fullest: Int {
    var first = 0
    var most = 0
    for last in arrivals.indices {
      while arrivals[last] - arrivals[first] >= interval { first += 1 }
      most = Swift.max(most, last - first + 1)
    }
    return most
  }
}

@Test(arguments: 1...200 as ClosedRange<UInt64>)
func `no interval is ever overfull, and hardly any of the limit is wasted`(seed: UInt64) {
  var rush = Rush(seed: seed)
  rush.run(for: rush.interval * 8)
  #expect(rush.fullest <= rush.max, "seed \(seed)")
  // Callers that wait for answers can want less than is allowed; these cannot.
  let wanted = Double(rush.callers) / 0.05
  guard wanted > Double(rush.max) else { return }
  guard let first = rush.arrivals.first, let last = rush.arrivals.last else { return }
  let allowed = Double(rush.max) * ((last - first) / rush.interval)
  let used = Double(rush.arrivals.count - 1) / allowed
  #expect(used >= 0.95, "seed \(seed)")
}

private func headers(_ pairs: [String: String]) -> LimitHeaders {
  LimitHeaders(
    HTTPAnswer(status: 200, headers: pairs.map { HTTPField($0.key, $0.value) }),
    wall: Timestamp(milliseconds: 0))
}

/// Sends one request at that moment and answers it at once.
private func exchange(_ pace: inout Pace, at now: Duration, _ said: LimitHeaders) -> Bool {
  guard pace.leave(at: now, wall: Timestamp(milliseconds: 0)) == .go else { return false }
  pace.comeBack(
    leftAt: now, at: now, wall: Timestamp(milliseconds: 0), headers: said, status: 200,
    isDayLimit: false, policy: RetryPolicy())
  return true
}

@Test func `a short run does not wait`() {
  var pace = Pace()
  let said = headers(["X-RateLimit-Max": "20", "X-RateLimit-Interval-Milliseconds": "10000"])
  for _ in 1...10 { #expect(exchange(&pace, at: .zero, said)) }
}

@Test func `what others use is left to them`() {
  var pace = Pace()
  let limit = ["X-RateLimit-Max": "100", "X-RateLimit-Interval-Milliseconds": "10000"]
  let said = headers(limit.merging(["X-RateLimit-Remaining": "3"]) { $1 })
  #expect(exchange(&pace, at: .zero, said))
  var sent = 0
  while pace.leave(at: .seconds(5), wall: Timestamp(milliseconds: 0)) == .go { sent += 1 }
  #expect(sent == 3)
}

@Test func `without a limit nothing is held back`() {
  var pace = Pace()
  for _ in 1...1000 { #expect(exchange(&pace, at: .zero, headers([:]))) }
}
