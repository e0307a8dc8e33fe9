import Crypto
import DaemonStore
import Diagnostics
import HighLevel
import JSON

/// The routes below `/v1`.
struct RunAPI: Sendable {
  static let largestBody = 1 << 20
  static let largestPage = 200

  let desk: Desk
  let access: Access
  let feed: ChangeFeed

  var store: any Store { desk.store }

  func answer(_ ask: Ask, _ segments: [Substring]) async -> Answer {
    guard let caller = access.bearer(ask) else {
      var answer = Answer(
        status: 401,
        Problem(.auth, "a token is needed", hint: "send it as Authorization: Bearer …"))
      answer.headers.append(("www-authenticate", "Bearer"))
      return answer
    }
    do throws(Refused) {
      return try await route(ask, segments.dropFirst().map(String.init), caller)
    } catch {
      return error.answer
    }
  }

  private func route(
    _ ask: Ask, _ path: [String], _ caller: Caller
  ) async throws(Refused) -> Answer {
    switch (ask.method, path.first ?? "", path.count) {
    case ("GET", "runs", 1): return try await list(ask)
    case ("POST", "runs", 1):
      try demand(.plan, of: caller)
      return try await begin(ask, caller)
    case ("GET", "runs", 2): return try await show(path[1], ask)
    case ("GET", "runs", 3):
      guard let part = RunPart(rawValue: path[2]) else { return Self.nothing(path) }
      return try await show(part, of: path[1], ask)
    case ("POST", "runs", 3):
      guard let act = RunAct(rawValue: path[2]) else { return Self.nothing(path) }
      return try await perform(act, on: path[1], ask, caller)
    case ("POST", "plans", 3): return try await decide(path[2], about: path[1], ask, caller)
    case ("GET", "recipes", 1):
      _ = try Query(ask)
      return list("recipes", await desk.workplace.recipes().map(\.json), next: nil)
    case ("GET", "events", 1): return try await events(ask)
    case ("POST", "events", 3) where path[2] == "replay":
      try demand(.plan, of: caller)
      _ = try Query(ask)
      let event = try await desk.replay(path[1], by: caller, at: ask.received)
      return Answer(status: 202, ["schema": "ghlua.event/1", "ok": true, "event": event.json])
    case ("GET", "deliveries", 1): return try await deliveries(ask)
    case ("POST", "deliveries", 3) where path[2] == "redeliver":
      try demand(.apply, of: caller)
      _ = try Query(ask)
      try await desk.redeliver(path[1], by: caller)
      return Answer(status: 202, ["schema": "ghlua.ok/1", "ok": true])
    default: return Self.nothing(path)
    }
  }

  /// A path that exists under another method is 405, any other 404.
  private static func nothing(_ path: [String]) -> Answer {
    switch (path.first ?? "", path.count) {
    case ("runs", 1): return .notAllowed("GET, POST")
    case ("runs", 2), ("recipes", 1), ("events", 1), ("deliveries", 1): return .notAllowed("GET")
    case ("runs", 3):
      if RunPart(rawValue: path[2]) != nil { return .notAllowed("GET") }
      return RunAct(rawValue: path[2]) != nil ? .notAllowed("POST") : .notFound
    case ("plans", 3) where ["apply", "reject"].contains(path[2]): return .notAllowed("POST")
    case ("events", 3) where path[2] == "replay": return .notAllowed("POST")
    case ("deliveries", 3) where path[2] == "redeliver": return .notAllowed("POST")
    default: return .notFound
    }
  }

  func demand(_ role: Role, of caller: Caller) throws(Refused) {
    guard caller.role >= role else {
      throw Refused(
        403,
        Problem(
          .auth, "the token '\(caller.name)' may \(caller.role.rawValue), not \(role.rawValue)",
          hint: "use a token with the role \(role.rawValue)"))
    }
  }

  /// The body as a JSON object; an empty one is empty.
  func object(_ ask: Ask) throws(Refused) -> JSONObject {
    // A page of another site can send forms, and texts, without being asked; never this type.
    let type = ask.header("content-type")?.lowercased() ?? ""
    guard ask.body.isEmpty || type.hasPrefix("application/json") else {
      throw Refused(
        415, Problem(.inputInvalid, "the body must be application/json"))
    }
    if ask.body.isEmpty { return [:] }
    guard let object = (try? JSONValue(parsing: ask.body))?.object else {
      throw Refused(400, Problem(.inputInvalid, "the body is no JSON object"))
    }
    return object
  }

  func list(_ name: String, _ items: [JSONValue], next: String?) -> Answer {
    Answer([
      "schema": .string("ghlua.\(name)/1"), "ok": true, .init(name): .array(items),
      "next": .orNull(next),
    ])
  }
}

/// What is looked at of a run, by its name in the path.
enum RunPart: String { case items, log, plan, events }

/// What is done with a run, by its name in the path.
enum RunAct: String { case cancel, acknowledge, resume, undo }

extension SHA256 {
  /// The digest of bytes, in hexadecimal digits.
  static func text(of bytes: [UInt8]) -> String {
    hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
