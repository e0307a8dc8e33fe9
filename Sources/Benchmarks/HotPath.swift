import HighLevel
import JSON
import LuaRuntime
import MockBackend

/// Work that runs again and again in every recipe; scripts/check-instructions counts what it takes.
enum HotPath: String, CaseIterable {
  /// A host function that does nothing.
  case call
  /// `ghl.users.get` of a full user.
  case get
  /// `ghl.users.search` of a page of 100.
  case page
  /// A recipe of ten lines, from its arguments to its plan.
  case run
  /// Patterns over texts as recipes have them.
  case match

  /// Does it so many times.
  func work(_ count: Int) async throws {
    switch self {
    case .call:
      let nothing = HostFunction("nothing") { _ in nil }
      _ = try await CallLoop.state([nothing]).call("nothing", .integer(Int64(count)))
    case .get:
      let body = "ghl.users.get('\(DefaultCompany.johnDeo)')"
      try await RecipeRun(over: MockService()).script(Self.loop(body, count), [:])
    case .page:
      let service = MockService(CompanyGenerator(users: 200).state)
      let run = RecipeRun(over: service, company: service.companyId)
      try await run.script(Self.loop("ghl.users.search { limit = 100 }", count), [:])
    case .run:
      let run = RecipeRun(over: MockService())
      let small = try await RecipeRun.recipe(RecipeRun.small, "give-phone")
      for _ in 0..<count { try await run.plan(small, ["user": "john@deo.com"]) }
    case .match:
      let state = try LuaState(
        functions: [], boot: "return function(source) return assert(load(source))() end")
      _ = try await state.call(.string(Self.loop(Self.patterns, count)))
    }
  }

  private static func loop(_ body: String, _ count: Int) -> String {
    "for _ = 1, \(count) do \(body) end"
  }

  private static let patterns = """
    local line = ' Ana Souza <ana.souza@acme.test>; +49 (30) 123-45 67, Lisbon '
    assert(line:match('^%s*(.-)%s*$'):find('@', 1, true))
    assert(line:match('<([%w._-]+@[%w.-]+)>') == 'ana.souza@acme.test')
    assert(line:gsub('[^%d+]', '') == '+49301234567')
    for word in line:gmatch('%a+') do assert(word:lower():gsub('^%l', string.upper) ~= '') end
    """
}
