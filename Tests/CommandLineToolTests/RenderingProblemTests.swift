import Diagnostics
import Testing

@testable import CommandLineTool

@Suite struct RenderingProblemTests {
  private let renderer = ProblemRenderer(Samples.plain)
  private let typo = Problem(
    .recipeInvalid, "unknown field of recipe 'sumary'", hint: "did you mean 'summary'?",
    at: Place("move-user.lua", line: 4, column: 3), source: "  sumary = \"Move a user\",")

  @Test func `a problem quotes the line and says what to do`() {
    let expected = """
      error: unknown field of recipe 'sumary'
        --> move-user.lua:4:3
         |
       4 |   sumary = "Move a user",
         |   ^
        hint: did you mean 'summary'?

      """
    #expect(renderer.text(typo) == expected)
  }

  @Test func `the same in colour`() {
    let expected = """
      [31merror: [0m[1munknown field of recipe 'sumary'[0m
      [36m  -->[0m move-user.lua:4:3
         [36m|[0m
       [36m4[0m [36m|[0m   sumary = "Move a user",
         [36m|[0m   [31m^[0m
      [32m  hint: [0mdid you mean 'summary'?

      """
    #expect(ProblemRenderer(Samples.coloured).text(typo).withoutEscapes == expected)
  }

  @Test func `the caret stands right after wide characters and tabs`() {
    let problem = Problem(
      .error, "bad", at: Place("a.lua", line: 12, column: 8), source: "\tx=\"李娜\" y")
    let expected = """
      error: bad
        --> a.lua:12:8
          |
       12 |   x="李娜" y
          |           ^

      """
    #expect(renderer.text(problem) == expected)
  }

  @Test func `a long line is shown around the caret`() {
    let source = String(repeating: "abc ", count: 40)
    let problem = Problem(
      .error, "long", at: Place("a.lua", line: 1, column: 121), source: source)
    let lines = renderer.text(problem).split(separator: "\n")
    #expect(lines.allSatisfy { String($0).displayWidth <= 80 })
    let (shown, caret) = (Array(lines[3]), Array(lines[4]))
    #expect(shown[caret.count - 1] == "a")
  }

  @Test func `other problems follow, then who called`() {
    var problem = typo
    problem.place = Place("move-user.lua", line: 4)
    problem.source = nil
    problem.others = [Problem(.error, "second\nwith more lines")]
    problem.traceback = [
      "stdlib/ghl/users.lua:3: in function 'move'", "move-user.lua:4: in function 'run'",
      "move-user.lua:9: in main chunk",
    ]
    let expected = """
      error: unknown field of recipe 'sumary'
        --> move-user.lua:4
        hint: did you mean 'summary'?

      error: second
             with more lines
        called from:
          move-user.lua:9: in main chunk

      """
    #expect(renderer.text(problem) == expected)
  }

  @Test func `more than a screen of problems is counted`() {
    let others = (2...30).map { Problem(.error, "number \($0)") }
    let lines = renderer.text(Problem(.error, "number 1", others: others)).split(separator: "\n")
    #expect(lines.count == 21)
    #expect(lines[19] == "error: number 20")
    #expect(lines[20] == "… and 10 more problems")
  }
}
