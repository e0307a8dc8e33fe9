import HighLevel
import JSON
import LuaRuntime
import MockBackend

/// What calls from Lua to the host cost.
enum Calls {
  private static let group = "calls from Lua"

  /// Calls that do nothing, and reading one user again and again, without a plan around them.
  static func hostCalls() async throws -> [Figure] {
    let state = try CallLoop.state([
      HostFunction("nothing") { _ in nil },
      HostFunction(suspending: "nothing_later") { _ in nil },
    ])
    let count = 200_000
    let atOnce = try await Stopwatch.seconds(each: count) {
      _ = try await state.call("nothing", .integer(Int64(count)))
    }
    let later = try await Stopwatch.seconds(each: count) {
      _ = try await state.call("nothing_later", .integer(Int64(count)))
    }
    let name = "a host function that does nothing"
    return [
      Figure(group: group, name: name, value: atOnce, unit: .seconds, target: 300e-9),
      Figure(
        group: group, name: "the same, suspending the run", value: later, unit: .seconds,
        against: name),
    ]
  }

  /// `ghl.users.get` by a recipe, through the gate, the overlay and the stand-in.
  static func gets() async throws -> [Figure] {
    let run = RecipeRun(over: MockService())
    let count = 20_000
    let source = """
      local id, count = "\(DefaultCompany.johnDeo)", tonumber(args.count)
      for _ = 1, count do ghl.users.get(id) end
      """
    let seconds = try await Stopwatch.seconds(each: count) {
      try await run.script(source, ["count": .integer(Int64(count))])
    }
    return [
      Figure(
        group: group, name: "ghl.users.get of a full user", value: seconds, unit: .seconds,
        target: 5e-6)
    ]
  }

  /// `ghl.users.search` of 100 users, beside decoding the same JSON and handing it to Lua.
  static func pages() async throws -> [Figure] {
    let service = MockService(CompanyGenerator(users: 1_000).state)
    let search = Request(
      .usersSearch, fields: ["companyId": .string(service.companyId), "limit": "100"])
    let text = try await service.read(search).text()
    let count = 200
    let state = try CallLoop.state([
      HostFunction("decode") { _ in try? JSONValue(parsing: text) }
    ])
    let decoding = try await Stopwatch.seconds(each: count) {
      _ = try await state.call("decode", .integer(Int64(count)))
    }
    let run = RecipeRun(over: service, company: service.companyId)
    let source = "for _ = 1, tonumber(args.count) do ghl.users.search { limit = 100 } end"
    let searching = try await Stopwatch.seconds(each: count) {
      try await run.script(source, ["count": .integer(Int64(count))])
    }
    let (page, user) = ("ghl.users.search, a page of 100", "ghl.users.search, each user")
    let (json, one) = ("the page's JSON decoded, to Lua", "the same, each user")
    return [
      Figure(group: group, name: json, value: decoding, unit: .seconds),
      Figure(
        group: group, name: page, value: searching, unit: .seconds, target: 250e-6, against: json),
      Figure(group: group, name: one, value: decoding / 100, unit: .seconds),
      Figure(group: group, name: user, value: searching / 100, unit: .seconds, against: one),
    ]
  }
}

/// A Lua that calls one of its host functions many times.
enum CallLoop {
  static func state(_ functions: [HostFunction]) throws(LuaError) -> LuaState {
    try LuaState(functions: functions, boot: boot)
  }

  static let boot = """
    local host = ...
    return function(name, count)
      local call = host[name]
      for _ = 1, count do call() end
    end
    """
}
