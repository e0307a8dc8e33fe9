public import Diagnostics
import FoundationEssentials
import HighLevel
import JSON
import MockBackend

/// Where the stand-in sends its webhooks.
public struct WebhookTarget: Sendable {
  /// An `http` address; there is no TLS on the way.
  public var url: String
  /// The pause before a webhook that was answered 429 is sent again; 6 times at most.
  public var retryPause: Duration

  /// Throws for an address that is none.
  public init(url: String, retryPause: Duration = .seconds(1)) throws(Problem) {
    self.url = url
    self.retryPause = retryPause
    guard HTTPAddress(url) != nil else {
      throw Problem(
        .usage, "webhooks cannot be sent to '\(url)'",
        hint: "write it like http://127.0.0.1:8080/hook")
    }
  }
}

/// Sends a webhook for every user that was created, updated or finally deleted, one after the other.
struct Webhooks: Sendable {
  private let target: WebhookTarget
  private let changes: AsyncStream<MockChange>
  private let company: String

  init(_ target: WebhookTarget, of service: MockService) {
    self.target = target
    company = service.companyId
    let (changes, changed) = AsyncStream<MockChange>.makeStream()
    self.changes = changes
    service.observe { change in
      if Self.types[change.event] != nil { changed.yield(change) }
    }
  }

  /// Sends until the task is cancelled.
  func run() async {
    guard let address = HTTPAddress(target.url) else { return }
    for await change in changes {
      guard let type = Self.types[change.event], let user = change.user else { continue }
      let body = JSONValue.object(payload(type, user, at: change.now)).utf8()
      guard let signature = try? WebhookKey.signature(of: body) else { continue }
      for _ in 0...6 {
        let headers = [("Content-Type", "application/json"), ("X-GHL-Signature", signature)]
        let status = try? await HTTPPost.send(body, headers: headers, to: address)
        // HighLevel sends again only what was answered 429; nobody hears of anything else.
        guard status == 429, (try? await Task.sleep(for: target.retryPause)) != nil else { break }
      }
    }
  }

  private static let types: [MockChange.Event: String] = [
    .created: "UserCreate", .updated: "UserUpdate", .deleted: "UserDelete",
  ]

  /// Flat, with `type`, `timestamp` and `webhookId` on top. Users of the agency name the company,
  /// others a location.
  private func payload(_ type: String, _ record: JSONObject, at now: Timestamp) -> JSONObject {
    let user = User(record)
    var result: JSONObject = [
      "type": .string(type), "timestamp": .string(now.description),
      "webhookId": .string(UUID().uuidString.lowercased()),
    ]
    if let location = user.locationIds.first {
      result["locationId"] = .string(location)
    } else {
      result["companyId"] = .string(company)
    }
    for key in ["id", "firstName", "lastName", "email", "phone", "extension"] {
      result[key] = record[key]
    }
    result["role"] = record["roles"]?["role"]
    result["permissions"] = record["permissions"]
    result["locations"] = .strings(user.locationIds)
    return result
  }
}
