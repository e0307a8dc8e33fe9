import Foundation
import JSON
import LuaRuntime
import Testing

/// A script that tries to get out; its first line says what it tries and what is safe.
struct HostileSnippet: Sendable, CustomTestStringConvertible {
  let name: String
  let source: String

  var testDescription: String { name }

  /// The outcomes in brackets at the end of the first line; empty: any that is no escape.
  var expected: [Substring] {
    let title = source.prefix { $0 != "\n" }
    guard title.hasSuffix("]"), let open = title.lastIndex(of: "[") else { return [] }
    return title[title.index(after: open)...].dropLast().split(separator: " ")
  }

  /// All snippets, by name.
  static let all: [HostileSnippet] = {
    guard let folder = Bundle.module.resourceURL?.appending(path: "Hostile"),
      let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    return files.sorted().compactMap { file in
      let name = String(file.prefix { $0 != "." })
      let path = folder.appending(path: file)
      guard let source = try? String(contentsOf: path, encoding: .utf8) else { return nil }
      return HostileSnippet(name: name, source: source)
    }
  }()
}

/// How a snippet ended.
struct HostileOutcome {
  /// `result`, `error` or the ceiling's kind.
  let kind: String
  let text: String
  let seconds: Double
  let peakMemory: Int

  static let limits = LuaLimits(
    memory: 32 << 20, time: .milliseconds(200), hostCalls: 100_000, coroutines: 1_000_000,
    depth: 100_000, chunk: 1 << 20)

  /// Runs a snippet as a recipe would run, with a read-only table of the host's, `ro`.
  init(of snippet: HostileSnippet, in isolation: LuaIsolation = .none) async throws {
    let boot = """
      _G.ro = setmetatable({}, {
        __index = { token = "host's own" },
        __newindex = function() error("read-only", 2) end,
        __metatable = false,
      })
      return function(source)
        local chunk, problem = load(source, "snippet")
        if not chunk then error(problem, 0) end
        return chunk()
      end
      """
    let state = try isolation.run(limits: Self.limits, functions: [], boot: boot)
    let start = ContinuousClock.now
    do throws(LuaError) {
      text = try await state.call(.string(snippet.source)).map { "\($0)" } ?? ""
      kind = "result"
    } catch {
      text = error.message
      kind = error.limit?.rawValue ?? "error"
    }
    seconds = (ContinuousClock.now - start) / .seconds(1)
    peakMemory = state.peakMemory
  }

  /// One row of the table that scripts/check-sandbox reads: name, outcome, milliseconds over the
  /// time limit, peak memory in KiB.
  func row(_ name: String, by wall: String = "hostile") -> String {
    let over = max(0, Int(seconds * 1000) - 200)
    return "\(wall) | \(name) | \(kind) | \(over) ms over | \(peakMemory >> 10) KiB"
  }
}
