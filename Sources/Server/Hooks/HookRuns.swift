import DaemonStore
import HighLevel
import JSON
import Planning
import Webhooks

extension Hook {
  /// The runs that an event starts: one for each recipe that names its type.
  func runs(for event: WebhookEvent, at moment: Timestamp) -> [NewRun] {
    routes.filter { $0.events.contains(event.type) }.map { route in
      var run = NewRun(
        id: RunID.make(at: moment), kind: .plan, recipe: route.recipe, profile: profile,
        company: company, trigger: .hook, triggerName: name)
      run.arguments = JSONValue.object(route.arguments).text()
      run.event = event.payload.text()
      run.title = [route.recipe, event.subject].compactMap(\.self).joined(separator: " ")
      run.appliesItself = route.appliesItself
      return run
    }
  }

  /// What is kept of a delivery. The bytes as they came, except where a secret stands in them.
  func stored(_ delivery: Delivery, _ event: WebhookEvent) -> [UInt8] {
    kind == .wpFusion ? event.payload.utf8() : delivery.body
  }
}

extension WebhookEvent {
  /// Whom it is about, for people.
  var subject: String? {
    let person = payload["event"]?["user"] ?? payload
    let names = ["email", "contact_id", "contactId", "id"]
    return names.lazy.compactMap { person[$0]?.string }.first.map { String($0.prefix(120)) }
  }
}
