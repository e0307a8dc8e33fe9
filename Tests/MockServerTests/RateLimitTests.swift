import HighLevel
import JSON
import MockBackend
import Testing

@testable import MockServer

@Test(arguments: [(RateLimits.documented, 100, "200000"), (.pit, 20, "10000")])
func `a profile lets so many through and says what is left`(
  limits: RateLimits, max: Int, daily: String
) {
  let front = front(limits: limits)
  for left in (0..<max).reversed() {
    let reply = front.reply(to: call("GET", john))
    #expect(reply.status == 200)
    #expect(reply.header("X-RateLimit-Remaining") == String(left))
  }
  let refused = front.reply(to: call("GET", john))
  #expect(refused.status == 429)
  #expect(refused.header("X-RateLimit-Max") == String(max))
  #expect(refused.header("X-RateLimit-Interval-Milliseconds") == "10000")
  #expect(refused.header("X-RateLimit-Limit-Daily") == daily)
  #expect(refused.header("Retry-After") == nil)
  let other = front.reply(to: call("GET", john, token: "pit-other"))
  #expect(other.status == 200)
}

@Test func `without limits there are no headers about them`() {
  #expect(front().reply(to: call("GET", john)).headers.isEmpty)
}

@Test func `no stretch of an interval sees too many, wherever it begins`() {
  let start = ContinuousClock.now
  var counter = RateCounter(RateLimits(max: 5, daily: 1000), now: start)
  var allowed: [Int] = []
  var generator = SeededGenerator(seed: 7)
  var now = 0
  for _ in 0..<400 {
    now += Int(generator.next() % 3000)
    if counter.count(at: start + .milliseconds(now)).isAllowed { allowed.append(now) }
  }
  for first in allowed {
    #expect(allowed.filter { $0 >= first && $0 < first + 10_000 }.count <= 5)
  }
  #expect(allowed.count > 50)
}

@Test func `a day that is used up lets nothing through until it is over`() {
  let start = ContinuousClock.now
  var counter = RateCounter(RateLimits(max: 10, daily: 3), now: start)
  let verdicts = (0..<5).map { counter.count(at: start + .seconds(100 * $0)) }
  #expect(verdicts.map(\.isAllowed) == [true, true, true, false, false])
  #expect(verdicts.last?.remainingToday == 0)
  #expect(verdicts.last?.remaining == 10)
  #expect(counter.count(at: start + .seconds(86_400)).isAllowed)
}
