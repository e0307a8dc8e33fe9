import Engine
import JSON
import LuaRuntime
import MockBackend
import Stdlib
import Testing

/// The examples in the library's annotations, each run on the company of most tests.
@Suite struct LibraryExampleTests {
  /// Modules of the engine's own, which no recipe can require: their examples are for readers.
  private static let modules = Stdlib.names(of: .module).filter {
    !ModuleLoader.internalModules.contains($0)
  }

  /// The examples of a module: what stands between ```` ```lua ```` and ```` ``` ````.
  private static func examples(of module: String) -> [String] {
    let lines = (Stdlib.source(of: .module(module))?.source ?? "").split(
      separator: "\n", omittingEmptySubsequences: false)
    var examples: [String] = []
    var current: String?
    for line in lines {
      if line == "---```lua" {
        current = ""
      } else if line == "---```", let example = current {
        examples.append(example)
        current = nil
      } else if current != nil {
        current? += line.dropFirst(3) + "\n"
      }
    }
    return examples
  }

  /// The functions a module gives away by `function M.name`.
  private static func functions(of module: String) -> Int {
    (Stdlib.source(of: .module(module))?.source ?? "").matches(of: /\nfunction M\./).count
  }

  /// A short name for each module, as examples use them.
  private static let names = modules.map { name in
    let last = name.split(separator: ".").last ?? ""
    return "local \(last) = require \"\(name)\""
  }.joined(separator: "; ")

  @Test(arguments: modules)
  func `every function has an example that holds`(module: String) async throws {
    let examples = Self.examples(of: module)
    #expect(examples.count >= Self.functions(of: module), "\(module)")
    let fixture = try #require(Stdlib.source(of: .fixture("two-locations")))
    let company = try await RecipeLoader.data(fixture.source, named: fixture.name)
    for example in examples {
      let report = try await plan(
        "\(Self.names)\n\(example)", on: MockService(MockState(fixture: company)))
      #expect(report.problem == nil, "\(module): \(example)")
      #expect(example.contains("assert("), "\(module): \(example)")
    }
  }

  @Test func `an example that does not hold is found out`() async throws {
    let report = try await plan("\(Self.names)\nassert(permissions.known(\"nothing\"))")
    #expect(report.problem != nil)
  }
}
