import FoundationEssentials
import HighLevel
import JSON
import LuaRuntime
import MockBackend
import Planning
import Testing

@testable import Engine

/// Runs the functions of a spec file with library modules as its surroundings; the result lists
/// what failed.
private let specBoot = """
  local host, compile = ...
  local library = setmetatable({}, { __index = _G })
  local function decoder(decode)
    return function(text)
      local answer = decode(text)
      if answer.message then return nil, answer.message end
      return answer.value
    end
  end
  local loaded = { ["ghl.host"] = {
    json_decode = decoder(host.json_decode), json_encode = host.json_encode,
    json_array = host.json_array, csv_decode = decoder(host.csv_decode),
    csv_encode = host.csv_encode, clock = host.clock, password = host.password,
    nearest = host.nearest,
  } }
  function library.require(name)
    if loaded[name] == nil then
      loaded[name] = assert(compile(nil, "=" .. name, library))()
    end
    return loaded[name]
  end
  local function same(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b end
    for k, v in pairs(a) do if not same(v, b[k]) then return false end end
    for k in pairs(b) do if a[k] == nil then return false end end
    return true
  end
  local function show(value)
    return type(value) == "table" and host.json_encode(value, false) or tostring(value)
  end
  local t = {}
  function t.equal(a, b) if a ~= b then error(show(a) .. " is not " .. show(b), 2) end end
  function t.same(a, b) if not same(a, b) then error(show(a) .. " is not " .. show(b), 2) end end
  function t.truthy(a) if not a then error("not true", 2) end end
  function t.raises(fn, text)
    local ok, problem = pcall(fn)
    if ok then error("nothing was raised", 2) end
    if not tostring(problem):find(text, 1, true) then
      error(("raised '%s', not '%s'"):format(tostring(problem), text), 2)
    end
  end
  return function(source, name)
    local failures, count = {}, 0
    for title, run in pairs(assert(compile(source, name, library))()) do
      local ok, problem = pcall(run, t)
      count = count + 1
      if not ok then failures[#failures + 1] = title .. ": " .. tostring(problem) end
    end
    return { count = count, failures = failures }
  end
  """

private let specFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "LuaSpecs")

private func specFiles() -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: specFolder.path)) ?? []
  return names.filter { $0.hasSuffix("_spec.lua") }.sorted()
}

@Test(arguments: specFiles())
func `a module does what its spec says`(name: String) async throws {
  let data = try Data(contentsOf: specFolder.appending(path: name))
  let source = try #require(String(validating: data, as: UTF8.self))
  let session = RunSession.forTests()
  let state = try LuaState(functions: HostFunctions.ofRun(session), boot: specBoot)
  let result = try await state.call(.string(source), .string("@\(name)"))
  #expect(result?["failures"]?.strings ?? [] == [], "\(name)")
  #expect((result?["count"]?.integer ?? 0) > 0)
}

@Test func `there are specs to run`() { #expect(specFiles().count >= 10) }

extension RunSession {
  /// A session over the default company, at its moment.
  static func forTests() -> RunSession {
    let service = MockService()
    let file = RecipeFile(
      name: "spec", displayName: "spec.lua", source: "", folder: nil, isShipped: false)
    let request = RunRequest(
      recipe: .script(file), arguments: RawArguments(), source: service, sourceName: "mock",
      company: service.companyId, now: service.now, input: SystemInput())
    let gate = Gate(overlay: Overlay(over: service, now: service.now), capabilities: .everything)
    return RunSession(request, gate: gate, arguments: Arguments())
  }
}
