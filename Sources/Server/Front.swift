import DaemonStore
import Diagnostics
import HighLevel
import JSON
import Logging
import Synchronization
import Webhooks

/// What stands between the wire and everything else: names, sizes, and which part answers.
final class Front: Sendable {
  let store: any Store
  let workplace: any Workplace
  let meters: Meters
  let clock: @Sendable () -> Timestamp
  let feed: ChangeFeed
  private let figures: Figures
  private let log: Logger
  private let work: Bell
  private let rooms: Mutex<Rooms>

  /// All that follows from the settings.
  struct Rooms: Sendable {
    let settings: ServerSettings
    let names: HostCheck
    let access: Access
    let hooks: [String: Hook]
  }

  init(
    _ store: any Store, _ workplace: any Workplace, _ rooms: Rooms, work: Bell, news: Bell,
    meters: Meters,
    log: Logger, clock: @escaping @Sendable () -> Timestamp
  ) {
    (self.store, self.workplace, self.work) = (store, workplace, work)
    (self.meters, self.log, self.clock) = (meters, log, clock)
    self.rooms = Mutex(rooms)
    feed = ChangeFeed(store, bell: news)
    figures = Figures(store)
  }

  var current: Rooms { rooms.withLock(\.self) }

  func put(_ new: Rooms) { rooms.withLock { $0 = new } }

  func largestBody(of ask: Ask) -> Int {
    switch ask.segments.first {
    case "hooks": HookDoor.largestBody
    case "v1": RunAPI.largestBody
    default: 64 << 10
    }
  }

  func tooLarge(_ limit: Int) -> Answer {
    Answer(status: 413, Problem(.inputInvalid, "the body is larger than \(limit) bytes"))
  }

  var tooSlow: Answer { Answer(status: 408, Problem(.unavailable, "the body came too slowly")) }

  func answer(_ ask: Ask) async -> Answer {
    let began = ContinuousClock.now
    let segments = ask.segments
    let answer = await route(ask, segments)
    let part = ["hooks", "v1"].contains(segments.first) ? String(segments[0]) : "pages"
    meters.time("ghlua_http_seconds", ContinuousClock.now - began, ["part": part])
    meters.count("ghlua_http_requests_total", ["part": part, "status": "\(answer.status)"])
    return answer
  }

  private func route(_ ask: Ask, _ segments: [Substring]) async -> Answer {
    let rooms = current
    switch segments.first {
    case "hooks":
      let door = HookDoor(
        store: store, hooks: rooms.hooks, meters: meters, log: log, wake: { [work] in work.ring() })
      return await door.answer(ask, segments)
    case "healthz" where segments.count == 1: return await health()
    default: break
    }
    guard rooms.names.accepts(host: ask.host) else {
      return Answer(
        status: 421,
        Problem(
          .usage, "this server does not go by that name",
          hint: "add it to 'hosts' below [serve] in ghlua.toml"))
    }
    guard ask.method == "GET" || rooms.names.accepts(ask) else {
      return Answer(status: 403, Problem(.auth, "the request comes from a page of another site"))
    }
    let desk = Desk(
      store: store, settings: rooms.settings, workplace: workplace, hooks: rooms.hooks,
      figures: figures, wake: { [work] in work.ring() })
    switch segments.first {
    case "v1":
      return await RunAPI(desk: desk, access: rooms.access, feed: feed).answer(ask, segments)
    case "openapi.json" where segments.count == 1:
      return ask.method == "GET" ? Answer(OpenAPI.document) : .notAllowed("GET")
    case "metrics" where segments.count == 1: return await metrics(ask, rooms.access)
    default:
      return await Dashboard(desk: desk, access: rooms.access, feed: feed).answer(ask, segments)
    }
  }

  /// 200 as long as something can be stored.
  private func health() async -> Answer {
    do throws(StoreError) {
      try await store.check()
      return Answer(["ok": true, "status": "serving"])
    } catch {
      return Answer(status: 503, error.problem)
    }
  }

  private func metrics(_ ask: Ask, _ access: Access) async -> Answer {
    guard ask.method == "GET" else { return .notAllowed("GET") }
    guard access.bearer(ask) != nil || access.session(ask) != nil else {
      return Answer(status: 401, Problem(.auth, "a token is needed"))
    }
    var gauges: [(name: String, labels: [String: String], value: Double)] = []
    if let figures = try? await self.figures.statistics.value() {
      for status in RunStatus.allCases {
        gauges.append(
          ("ghlua_runs", ["status": status.rawValue], Double(figures.runs[status] ?? 0)))
      }
      let oldest = figures.oldestQueued.map { Double($0.components.seconds) } ?? 0
      gauges.append(("ghlua_oldest_queued_seconds", [:], oldest))
      gauges.append(("ghlua_events", [:], Double(figures.events)))
      gauges.append(("ghlua_webhooks_waiting", [:], Double(figures.deliveriesWaiting)))
      gauges.append(("ghlua_webhooks_dead", [:], Double(figures.deliveriesDead)))
      gauges.append(("ghlua_database_bytes", [:], Double(figures.databaseBytes)))
    }
    return Answer(type: "text/plain; version=0.0.4; charset=utf-8", meters.text(gauges: gauges))
  }
}
