import Diagnostics
import Engine
import JSON
import Testing

struct ArgumentsWordsTests {
  let bench = Bench(
    Parameter(name: "user", type: .string, help: "Who", position: 1),
    Parameter(name: "to", type: .string, position: 2, optional: true),
    Parameter(name: "dryName", type: .string, optional: true),
    Parameter(name: "force", type: .flag),
    Parameter(name: "tags", type: .list, optional: true))

  @Test func `words are taken by position and by name`() async throws {
    let arguments = try await bench.read("ana", "Lisbon", "--dry-name=x y", "--force")
    #expect(
      arguments.values == ["user": "ana", "to": "Lisbon", "dryName": "x y", "force": true])
    #expect(arguments.recorded == arguments.values)
  }

  @Test func `a flag is switched off and written out`() async throws {
    #expect(try await bench.read("ana", "--no-force").values["force"] == false)
    #expect(try await bench.read("ana", "--force=yes").values["force"] == true)
    #expect(try await bench.read("ana", "--force=No").values["force"] == false)
    #expect(try await bench.read("ana").values["force"] == nil)
  }

  @Test func `words after two dashes are no options`() async throws {
    #expect(try await bench.read("--", "--force").values == ["user": "--force"])
  }

  @Test func `a list grows with each time it is given`() async throws {
    let arguments = try await bench.read("ana", "--tags", "a,b", "--tags=c")
    #expect(arguments.values["tags"] == ["a,b", "c"])
    #expect(try await bench.read("ana", "--tags", "a, b").values["tags"] == ["a", "b"])
  }

  @Test func `all that is wrong is reported at once`() async throws {
    let problem = try #require(await bench.problem("--forse", "--to", "x", "--to", "y"))
    #expect(problem.code == .argumentsInvalid)
    #expect(problem.code.exitCode == 10)
    #expect(
      ([problem] + problem.others).map(\.message) == [
        "the argument 'to' is given twice", "unknown argument 'forse'",
        "the argument 'user' (Who) is missing",
      ])
    #expect(problem.others[0].hint == "did you mean 'force'?")
  }

  @Test func `too many words are named`() async {
    #expect(
      await bench.faults("a", "b", "c d") == [
        "too many words: 'c d' ('try-it' takes user to by position; put a text with spaces in quotes)"
      ])
  }

  @Test func `a name without its value is reported once`() async {
    let faults = await bench.faults("ana", "--to")
    #expect(faults == ["'--to' needs a value (write --to=VALUE if the value begins with --)"])
  }

  @Test func `a value by position and by name is given twice`() async {
    #expect(
      await bench.faults("ana", "--user", "bob") == [
        "the argument 'user' is given twice (give it once)"
      ])
  }

  @Test func `a name in words and in an object is given twice`() async {
    var raw = RawArguments(words: ["ana", "--to=x"], parameters: bench.parameters)
    raw.add(["to": "y", "dry_name": "z"], parameters: bench.parameters)
    #expect(raw.named == ["to": "x", "dryName": "z"])
    #expect(await bench.faults(raw) == ["the argument 'to' is given twice (give it once)"])
  }

  @Test func `a plain script takes any name`() async throws {
    var script = Bench()
    script.takesAnything = true
    #expect(try await script.read("--a", "1", "--b").values == ["a": "1", "b": true])
    #expect(await script.faults("word").count == 1)
  }
}
