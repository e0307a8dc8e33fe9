import DaemonStore
import Diagnostics
import HighLevel
import Logging
import Webhooks

/// Sends webhooks, signed as Standard Webhooks, again and again until they arrive or are given up.
struct Courier: Sendable {
  private static let lease: Duration = .seconds(60)
  private static let together = 8

  let store: any Store
  let workplace: any Workplace
  let worker: String
  let settings: @Sendable () -> ServerSettings
  let clock: @Sendable () -> Timestamp
  let bell: Bell
  let meters: Meters
  let log: Logger

  /// Sends until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      let due = await claim()
      await withDiscardingTaskGroup { group in
        for delivery in due { group.addTask { await send(delivery) } }
      }
      if due.count < Self.together { await bell.wait(.seconds(1)) }
    }
  }

  private func claim() async -> [StoredDelivery] {
    do throws(StoreError) {
      return try await store.claimDeliveries(
        worker: worker, limit: Self.together, lease: Self.lease)
    } catch {
      try? await Task.sleep(for: .seconds(1))
      return []
    }
  }

  private func send(_ delivery: StoredDelivery) async {
    let result = await attempt(delivery)
    meters.count("ghlua_webhooks_sent_total", ["target": delivery.target, "outcome": result.word])
    do throws(StoreError) {
      try await store.settle(delivery: delivery.id, worker: worker, result)
    } catch {
      // It is sent once more then; receivers know it by its id.
      log.error(
        "what became of a webhook could not be stored",
        metadata: ["delivery": "\(delivery.id)", "reason": "\(error)"])
    }
  }

  private func attempt(_ delivery: StoredDelivery) async -> DeliveryResult {
    guard let target = settings().targets.first(where: { $0.name == delivery.target }) else {
      return .dead("the settings know no target '\(delivery.target)' any more")
    }
    let body = Array(delivery.body.utf8)
    var headers = [(name: "content-type", value: "application/json")]
    if let secret = target.secret {
      headers += StandardWebhook.headers(
        id: delivery.eventId, at: clock(), body: body, secret: secret)
    } else {
      headers.append(("webhook-id", delivery.eventId))
    }
    do throws(Problem) {
      let status = try await workplace.send(body, headers: headers, to: target.url)
      switch status {
      case 200..<300: return .delivered
      // The specification: the receiver wants no more of these.
      case 410: return .dead("answered 410, gone")
      default: return failure("answered \(status)", delivery)
      }
    } catch {
      return failure(error.message, delivery)
    }
  }

  private func failure(_ reason: String, _ delivery: StoredDelivery) -> DeliveryResult {
    let pause = StandardWebhook.pause(
      afterAttempt: delivery.attempts, jitter: Double.random(in: 0...1))
    guard let pause else { return .dead("\(reason), and that was the last attempt") }
    return .failed(reason, retryIn: pause)
  }
}

extension DeliveryResult {
  fileprivate var word: String {
    switch self {
    case .delivered: "delivered"
    case .failed: "failed"
    case .dead: "dead"
    }
  }
}
