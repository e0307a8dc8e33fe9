import DaemonStore
import Diagnostics
import HighLevel
import JSON
import Logging
import Planning
import Webhooks

/// Takes webhooks: believes them or not, stores them, and answers at once.
struct HookDoor: Sendable {
  /// How long after a delete of our own an event about it starts nothing.
  static let loopWindow: Duration = .seconds(3600)
  static let largestBody = 256 << 10

  let store: any Store
  let hooks: [String: Hook]
  let meters: Meters
  let log: Logger
  /// Called when runs were queued.
  let wake: @Sendable () -> Void

  func answer(_ ask: Ask, _ segments: [Substring]) async -> Answer {
    guard segments.count == 2 || segments.count == 3, let hook = hooks[String(segments[1])] else {
      return .notFound
    }
    guard ask.method == "POST" else { return .notAllowed("POST") }
    let delivery = Delivery(
      headers: ask.headers, pathSecret: segments.count == 3 ? String(segments[2]) : nil,
      query: ask.query, body: ask.body, received: ask.received)
    do throws(WebhookRefusal) {
      return await take(delivery, try await hook.reader.read(delivery), hook)
    } catch {
      return refuse(error, hook)
    }
  }

  private func take(
    _ delivery: Delivery, _ event: WebhookEvent, _ hook: Hook
  ) async -> Answer {
    do throws(StoreError) {
      var new = NewEvent(
        id: RunID.make(at: delivery.received), source: hook.name, eventId: "", type: event.type,
        body: hook.stored(delivery, event))
      new.eventId = event.id ?? new.id
      if let person = event.deleted, try await isOurs(person, hook, at: delivery.received) {
        new.status = .looped
        new.note = "about a delete that ghlua made itself"
      } else {
        new.runs = hook.runs(for: event, at: delivery.received)
        if new.runs.isEmpty {
          new.status = .ignored
          new.note = "no recipe of this hook is started by \(event.type)"
        }
      }
      let acceptance = try await store.accept([new]).first
      return report(acceptance, new, hook)
    } catch {
      log.error(
        "an event could not be stored", metadata: ["hook": "\(hook.name)", "reason": "\(error)"])
      return busy(hook)
    }
  }

  private func isOurs(
    _ person: DeletedPerson, _ hook: Hook, at moment: Timestamp
  ) async throws(StoreError) -> Bool {
    guard person.id != nil || person.email != nil else { return false }
    return try await store.isOwnDelete(
      company: hook.company, userId: person.id, email: person.email,
      since: moment.advanced(by: .zero - Self.loopWindow))
  }

  private func report(_ acceptance: Acceptance?, _ event: NewEvent, _ hook: Hook) -> Answer {
    switch acceptance {
    case .duplicate(let id):
      meters.count("ghlua_hook_deliveries_total", ["hook": hook.name, "outcome": "duplicate"])
      return Answer(["ok": true, "status": "duplicate", "event": .string(id)])
    case .new(let id):
      if !event.runs.isEmpty { wake() }
      meters.count(
        "ghlua_hook_deliveries_total", ["hook": hook.name, "outcome": event.status.rawValue])
      return Answer(["ok": true, "status": .string(event.status.rawValue), "event": .string(id)])
    case nil: return busy(hook)
    }
  }

  /// What was not stored is not acknowledged.
  private func busy(_ hook: Hook) -> Answer {
    meters.count("ghlua_hook_deliveries_total", ["hook": hook.name, "outcome": "not-stored"])
    var answer = Answer(
      status: hook.kind.busyStatus,
      Problem(.unavailable, "the event could not be stored", hint: "send it again"))
    answer.headers.append(("retry-after", "10"))
    return answer
  }

  private func refuse(_ refusal: WebhookRefusal, _ hook: Hook) -> Answer {
    meters.count("ghlua_hook_deliveries_total", ["hook": hook.name, "outcome": "refused"])
    log.warning(
      "a delivery was refused", metadata: ["hook": "\(hook.name)", "reason": "\(refusal.reason)"])
    switch refusal {
    case .untrusted:
      // Which part was wrong is for the log: a stranger is to learn nothing.
      return Answer(status: 401, Problem(.auth, "the delivery does not prove where it comes from"))
    case .malformed(let reason): return Answer(status: 400, Problem(.inputInvalid, reason))
    case .unavailable: return busy(hook)
    }
  }
}
