import DaemonStore
import HighLevel
import JSON
import Logging
import Planning

/// What other systems are told of runs.
extension Workshop {
  /// The webhook about the end of a run, for each target that wants it. Its id follows from the run
  /// and its status, so that none is sent twice.
  func deliveries(of run: StoredRun, _ outcome: RunOutcome) -> [NewDelivery] {
    let type = "ghlua.run.\(outcome.status.rawValue)"
    let body: JSONValue = [
      "type": .string(type), "timestamp": .string(clock().description),
      "data": [
        "run_id": .string(run.id), "kind": .string(run.kind.rawValue),
        "recipe": .string(run.recipe), "profile": .string(run.profile),
        "company": .string(run.company), "title": .string(run.title),
        "status": .string(outcome.status.rawValue),
        "reason": outcome.reason.map { .string($0) } ?? .null,
        "checksum": outcome.checksum.map { .string($0) } ?? .null,
        "summary": outcome.changes.json,
      ],
    ]
    return deliveries(id: "\(run.id).\(outcome.status.rawValue)", type: type, body: body.text())
  }

  /// Sends an event that happened while a run is at work.
  func posting(of run: StoredRun) -> @Sendable (String, String, String) async -> Void {
    { id, type, body in
      let deliveries = deliveries(id: id, type: type, body: body)
      if deliveries.isEmpty { return }
      do throws(StoreError) { try await store.post(deliveries) } catch {
        log.error(
          "a webhook could not be stored",
          metadata: ["run": "\(run.id)", "type": "\(type)", "reason": "\(error)"])
      }
    }
  }

  private func deliveries(id: String, type: String, body: String) -> [NewDelivery] {
    settings().targets.filter { $0.wants(type) }.map { target in
      NewDelivery(
        id: RunID.make(at: clock()), target: target.name, eventId: id, type: type, body: body)
    }
  }
}

extension ChangeCounts {
  var json: JSONValue {
    [
      "create": .integer(Int64(create)), "update": .integer(Int64(update)),
      "delete": .integer(Int64(delete)), "failed": .integer(Int64(failed)),
    ]
  }
}
