import DaemonStore
import Diagnostics
import HighLevel
import JSON

/// Doing something with runs and plans.
extension RunAPI {
  /// `POST /v1/runs/ID/cancel`, `…/acknowledge`, `…/resume`, `…/undo`
  func perform(
    _ act: RunAct, on id: String, _ ask: Ask, _ caller: Caller
  ) async throws(Refused) -> Answer {
    try demand(act == .resume ? .apply : .plan, of: caller)
    let wait = try Query(ask, act == .acknowledge ? [] : [.wait]).wait
    switch act {
    case .cancel:
      if case .tooLate(let status) = try await desk.cancel(id, by: caller) {
        throw Refused(
          409, Problem(.usage, "the run has ended: it is \(status.rawValue)"))
      }
      return try await answer(id, waiting: wait, isNew: true)
    case .acknowledge:
      try await desk.acknowledge(id, by: caller)
      return try await answer(id, waiting: nil, isNew: false)
    case .resume:
      let run = try await desk.resume(id, by: caller, at: ask.received)
      return try await answer(run.id, waiting: wait, isNew: true)
    case .undo:
      let run = try await desk.undo(id, by: caller, at: ask.received)
      return try await answer(run.id, waiting: wait, isNew: true)
    }
  }

  /// `POST /v1/plans/ID/apply` `{"checksum", "limits", "allow"}`, `…/reject`
  func decide(
    _ name: String, about id: String, _ ask: Ask, _ caller: Caller
  ) async throws(Refused) -> Answer {
    guard ["apply", "reject"].contains(name) else { return .notFound }
    try demand(.apply, of: caller)
    let wait = try Query(ask, name == "reject" ? [] : [.wait]).wait
    if name == "reject" {
      try await desk.reject(id, by: caller)
      return try await answer(id, waiting: nil, isNew: false)
    }
    let body = try object(ask)
    guard let checksum = body["checksum"]?.string, !checksum.isEmpty else {
      throw Refused(
        422,
        Problem(
          .confirm, "'checksum' must be that of the plan that was looked at",
          hint: "it is in the run's object"))
    }
    let run = try await desk.approve(
      id, checksum: checksum, arguments: try Self.permissions(body), by: caller, at: ask.received)
    return try await answer(run.id, waiting: wait, isNew: true)
  }

  /// `limits` and `allow`, as they are given to the apply.
  private static func permissions(_ body: JSONObject) throws(Refused) -> JSONObject {
    let known = ["checksum", "limits", "allow"]
    if let other = body.keys.first(where: { !known.contains($0) }) {
      throw Refused(
        422,
        Problem(
          .usage, "the body knows no '\(other.shortened(to: 40))'",
          hint: "known: \(known.joined(separator: ", "))"))
    }
    var result: JSONObject = [:]
    if let limits = body["limits"], !limits.isNull {
      guard let numbers = limits.object, numbers.allSatisfy({ $0.value.integer ?? -1 >= 0 }) else {
        throw Refused(422, Problem(.usage, #"'limits' must be like {"delete": 12}"#))
      }
      result["limits"] = limits
    }
    if let allow = body["allow"], !allow.isNull {
      guard allow.strings != nil else {
        throw Refused(422, Problem(.usage, #"'allow' must be like ["last-admin"]"#))
      }
      result["allow"] = allow
    }
    return result
  }

  static let eventFields: [QueryField] = [.source, .eventStatus, .after, .limit]

  /// `GET /v1/events?source=…&status=…`
  func events(_ ask: Ask) async throws(Refused) -> Answer {
    let query = try Query(ask, Self.eventFields)
    var filter = EventFilter(source: query.text(.source))
    filter.status = query.text(.eventStatus).flatMap(EventStatus.init)
    let (page, wanted) = (query.page, filter)
    let events = try await desk.ask { () throws(StoreError) in
      try await store.events(wanted, page)
    }
    return list(
      "events", events.map(\.json), next: events.count == page.limit ? events.last?.id : nil)
  }

  static let deliveryFields: [QueryField] = [.deliveryStatus, .after, .limit]

  /// `GET /v1/deliveries?status=dead`
  func deliveries(_ ask: Ask) async throws(Refused) -> Answer {
    let query = try Query(ask, Self.deliveryFields)
    let status = query.text(.deliveryStatus).flatMap(DeliveryStatus.init)
    let page = query.page
    let all = try await desk.ask { () throws(StoreError) in
      try await store.deliveries(status: status, page)
    }
    return list("deliveries", all.map(\.json), next: all.count == page.limit ? all.last?.id : nil)
  }
}
