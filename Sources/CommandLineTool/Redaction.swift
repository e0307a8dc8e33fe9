import JSON
import Planning
import Synchronization

/// Takes secrets out of everything that a command prints, by their values.
final class Redaction: Sendable {
  /// The tokens of this process.
  private let own = Secrets()
  private let others = Mutex<[Secrets]>([])
  private let isEmpty = Mutex(true)

  /// Learns a secret, and the name that may be shown in its place.
  func learn(_ secret: String, as name: String) {
    own.register(secret, as: name)
    isEmpty.withLock { $0 = false }
  }

  /// Learns all secrets of a run.
  func learn(_ secrets: Secrets) {
    others.withLock { $0.append(secrets) }
    isEmpty.withLock { $0 = false }
  }

  func redacted(_ text: String) -> String {
    if isEmpty.withLock(\.self) { return text }
    return others.withLock(\.self).reduce(own.redacted(text)) { $1.redacted($0) }
  }

  /// Every text in a value, before escapes make a secret look different.
  func redacted(_ value: JSONValue) -> JSONValue {
    if isEmpty.withLock(\.self) { return value }
    switch value {
    case .string(let text): return .string(redacted(text))
    case .array(let items): return .array(items.map(redacted))
    case .object(let object):
      return .object(
        JSONObject(
          uniqueMembers: object.members.map {
            JSONObject.Member(key: redacted($0.key), value: redacted($0.value))
          }))
    case .null, .bool, .integer, .number: return value
    }
  }
}
