import DaemonStore
import HighLevel
import JSON

/// Runs as the API shows them.
extension StoredRun {
  /// `ghlua.run/1`: what the run's report says, and where the run stands.
  ///
  /// - Parameter report: As the run left it; nil for a list.
  func object(report: String?) -> JSONObject {
    let parsed = report.flatMap { (try? JSONValue(parsing: $0))?.object }
    var object = parsed ?? ["schema": "ghlua.run/1"]
    object["schema"] = "ghlua.run/1"
    object["ok"] = .bool(!RunStatus.troubled.contains(status))
    object["status"] = .string(status.rawValue)
    object["mode"] = .string(kind.rawValue)
    object["run_id"] = .string(id)
    object["recipe"] = .string(recipe)
    object["profile"] = .string(profile)
    object["company"] = .string(company)
    object["title"] = .string(title)
    object["trigger"] = ["kind": .string(trigger.rawValue), "name": .string(triggerName)]
    object["requested_by"] = .string(requestedBy)
    object["event"] = .orNull(eventId)
    object["parent"] = .orNull(parent)
    object["slot"] = .orNull(slot?.description)
    object["queued_at"] = .string(queuedAt.description)
    object["started_at"] = .orNull(startedAt?.description)
    object["finished_at"] = .orNull(finishedAt?.description)
    object["attempt"] = .integer(Int64(attempt))
    object["progress"] = [
      "done": .integer(Int64(progress.done)), "total": .integer(Int64(progress.total)),
      "note": .string(progress.note),
    ]
    object["summary"] = object["summary"] ?? changes.json
    object["checksum"] = .orNull(checksum)
    object["plan_expires"] = .orNull(planExpires?.description)
    object["reason"] = .orNull(reason)
    object["url"] = .string("/v1/runs/\(id)")
    return object
  }
}

extension JSONValue {
  /// The text, or JSON's null.
  static func orNull(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension RunItem {
  var json: JSONValue {
    func parsed(_ text: String?) -> JSONValue {
      text.flatMap { try? JSONValue(parsing: $0) } ?? .null
    }
    return [
      "n": .integer(Int64(number)), "op": .string(operation), "resource": .string(resource),
      "id": .string(entity), "label": .string(label), "before": parsed(before),
      "after": parsed(after), "outcome": .string(outcome), "message": .string(message),
    ]
  }
}

extension LogLine {
  var json: JSONValue {
    [
      "n": .integer(sequence), "at": .string(at.description), "level": .string(level),
      "text": .string(text),
    ]
  }
}

extension StoredEvent {
  /// Without its body, which may be about people.
  var json: JSONValue {
    [
      "id": .string(id), "source": .string(source), "event_id": .string(eventId),
      "type": .string(type), "status": .string(status.rawValue), "note": .string(note),
      "received_at": .string(receivedAt.description), "replays": .integer(Int64(replays)),
      "duplicates": .integer(Int64(duplicates)),
    ]
  }
}

extension StoredDelivery {
  var json: JSONValue {
    [
      "id": .string(id), "target": .string(target), "event_id": .string(eventId),
      "type": .string(type), "status": .string(status.rawValue),
      "attempts": .integer(Int64(attempts)), "created_at": .string(createdAt.description),
      "next_at": .string(nextAt.description), "last_error": .string(lastError),
    ]
  }
}

extension RecipeInfo {
  var json: JSONValue {
    [
      "name": .string(name), "version": .string(version), "summary": .string(summary),
      "on": .strings(events), "args": schema,
    ]
  }
}
