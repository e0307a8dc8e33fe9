import Diagnostics
import HighLevel
import JSON
import MockBackend
import Synchronization

/// The routes below `/_mock`, which the real service has not: they look inside and make trouble.
/// Only this machine may use them.
struct Control: Sendable {
  let service: MockService
  let counts: CallCounts

  func reply(to call: Call, _ segments: [String]) -> Reply {
    guard call.isLocal else { return Reply(.unknownPath(call.method, call.target)) }
    let body = call.body.isEmpty ? [:] : try? JSONValue(parsing: call.body)
    guard let body else { return bad("the body is no JSON") }
    switch (call.method, segments.dropFirst().joined(separator: "/")) {
    case ("GET", "state"): return Reply(service.state.json.object ?? [:])
    case ("GET", "calls"): return Reply(counts.json)
    case ("POST", "clock"): return moveClock(body)
    case ("POST", "tokens"): return list(body)
    case ("POST", "faults"): return inject(body)
    case ("DELETE", "faults"):
      service.clearFaults()
      return Reply(["ok": true])
    default: return Reply(.unknownPath(call.method, call.target))
    }
  }

  private func bad(_ message: String) -> Reply { Reply(.refused(400, message)) }

  /// `{"advance_ms": 180000}` or `{"now": "2026-01-05T12:03:00.000Z"}`.
  private func moveClock(_ body: JSONValue) -> Reply {
    if let amount = body["advance_ms"]?.integer {
      service.advance(by: .milliseconds(amount))
    } else if let moment = body["now"]?.string.flatMap(Timestamp.init) {
      service.advance(by: .milliseconds(moment.milliseconds - service.now.milliseconds))
    } else {
      return bad("the clock is moved by 'advance_ms' or set to a moment 'now'")
    }
    return Reply(["now": .string(service.state.clock.now.description)])
  }

  /// A token as in a saved company, or a list of them.
  private func list(_ body: JSONValue) -> Reply {
    do throws(MockStateError) {
      for element in body.array ?? [body] { service.put(try MockGrant(json: element)) }
      return Reply(["ok": true])
    } catch {
      return bad(error.message)
    }
  }

  private func inject(_ body: JSONValue) -> Reply {
    do throws(MockStateError) {
      service.inject(try Fault(json: body))
      return Reply(["ok": true])
    } catch {
      return bad(error.message)
    }
  }
}

/// How many calls there were, by the status they were answered with; 0 for cut connections.
final class CallCounts: Sendable {
  private let counts = Mutex<(byStatus: [Int: Int], last: ContinuousClock.Instant)>(([:], .now))

  func note(_ status: Int) {
    let now = ContinuousClock.now
    counts.withLock { counts in
      counts.byStatus[status, default: 0] += 1
      counts.last = now
    }
  }

  /// When the last call came; when the server began, before the first.
  var last: ContinuousClock.Instant { counts.withLock(\.last) }

  var json: JSONObject {
    let byStatus = counts.withLock(\.byStatus)
    let members = byStatus.sorted { $0.key < $1.key }
      .map { (String($0.key), JSONValue.integer(Int64($0.value))) }
    return [
      "calls": .integer(Int64(byStatus.values.reduce(0, +))),
      "byStatus": .object(JSONObject(members)),
    ]
  }
}
