import Diagnostics
import Engine
import JSON
import LuaRuntime
import MockBackend
import Planning

extension Looks {
  /// Two numbers of 16 bits each: the ceiling in 256 bytes, and the allocation that fails. The text
  /// `sweep N` stands for all ceilings from 8 KiB to 4 MiB in steps of N bytes, and all allocations.
  static func memory(_ bytes: [UInt8]) async {
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    if words.first == "sweep", let step = words.dropFirst().first.flatMap({ Int($0) }), step > 0 {
      return await sweep(step: step)
    }
    guard bytes.count >= 4 else { return }
    let numbers = bytes.map(Int.init)
    _ = await runs(
      memory: (numbers[0] | numbers[1] << 8) * 256 + 1,
      failingAllocation: UInt64(numbers[2] | numbers[3] << 8))
  }

  private static func sweep(step: Int) async {
    var counts = (succeeded: 0, stopped: 0)
    for memory in stride(from: 8 << 10, through: 4 << 20, by: step) {
      if await runs(memory: memory) { counts.succeeded += 1 } else { counts.stopped += 1 }
    }
    precondition(counts.succeeded > 0 && counts.stopped > 0)
    print("sweep: a recipe under ceilings: \(counts.succeeded) planned, \(counts.stopped) stopped")
    var allocation: UInt64 = 1
    while await !runs(failingAllocation: allocation) { allocation += 1 }
    print("sweep: a recipe with failed allocations: all \(allocation - 1) stopped")
  }

  /// Whether the recipe could be planned; if not, it was stopped for its memory.
  private static func runs(
    memory: Int? = nil, failingAllocation: UInt64? = nil
  ) async -> Bool {
    guard let recipe = try? await RecipeLoader.load(representative) else {
      preconditionFailure("the recipe is no recipe")
    }
    var limits = LuaLimits(memory: memory, time: .seconds(20), depth: 10_000)
    limits.failingAllocation = failingAllocation
    let company = MockService()
    let report = await Runner.plan(
      RunRequest(
        recipe: recipe, arguments: RawArguments(named: ["user": "john@deo.com"]), source: company,
        sourceName: "mock", company: company.companyId, now: company.now,
        bounds: RunBounds(lua: limits), input: NoInput()))
    guard let problem = report.problem else {
      precondition(report.plan?.operations.count == 2, "\(report.status)")
      return true
    }
    precondition(problem.code == .limitMemory, "under \(memory ?? 0): \(problem)")
    return false
  }

  /// Uses what recipes use: the service, rows, steps, modules, coroutines, sorting, text, errors.
  private static let representative = RecipeFile(
    name: "fuzz.lua", displayName: "fuzz.lua",
    source: """
      return recipe {
        name = "fuzz", version = "1.0.0", summary = "Does what recipes do",
        params = { p.user "user" { "Who", arg = 1 } },
        can = { "users.read", "users.update", "locations.read" },
        run = function(args, ctx)
          local users, json = require "ghl.users", require "json"
          local seen = {}
          for user in ghl.users.each() do seen[#seen + 1] = user end
          table.sort(seen, function(a, b) return a.email < b.email end)
          local names = coroutine.wrap(function()
            for _, user in ipairs(seen) do coroutine.yield(user.email:upper():gsub("@.*", "")) end
          end)
          ctx.each_row({ "+1", "+2" }, function(phone)
            ctx.step("phone " .. phone, function()
              ghl.users.update(args.user.id, { phone = phone .. #names() })
            end)
          end)
          local ok, problem = pcall(function() ghl.users.get("nobody") end)
          local found = users.find and ghl.users.find("john@deo.com")
          local copy = json.decode(json.encode({ found.email, ok, tostring(problem) }))
          ctx.note(("%s %d"):format(copy[1], #seen))
          return load("return ...")(copy)
        end,
      }
      """, folder: nil, isShipped: false)
}
