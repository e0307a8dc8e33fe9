import Diagnostics
import Engine
import Testing

@Test func `an unknown field of the header names its line and the nearest field`() async {
  let problem = await headerProblem(
    "return recipe {\n  name = \"x\", version = \"1\",\n  sumary = \"s\", run = function() end }")
  #expect(problem?.code == .recipeInvalid)
  #expect(problem?.place == Place("demo.lua", line: 3, column: 3))
  #expect(problem?.hint == "did you mean 'summary'?")
  #expect(problem?.source?.contains("sumary") == true)
}

@Test(arguments: [
  ("params = { p.usr \"u\" { \"who\" } },", "type of parameter 'usr'", "user"),
  ("params = { p.user \"u\" { \"who\", optionl = true } },", "'optionl'", "optional"),
  ("params = { p.user { \"who\" } },", "the name comes first", ""),
  ("params = { p.enum \"e\" { \"which\" } },", "no choices", "choices"),
  ("params = { p.user \"u\" { \"who\" }, p.flag \"u\" { \"x\" } },", "declared twice", ""),
  ("params = { p.user \"u\" { \"who\", arg = 2 } },", "positions must be 1, 2", ""),
  ("limits = { updte = 1 },", "limit 'updte'", "update"),
  ("limits = { update = \"many\" },", "whole number", ""),
  ("tests = { test \"t\" { givn = \"empty\" } },", "'givn'", "given"),
  ("tests = { test \"t\" { given = \"empty\" } },", "expects nothing", "expect"),
])
func `a header that does not fit is refused with the remedy`(
  field: String, message: String, hint: String
) async {
  let problem = await headerProblem(recipeText(fields: "\n  \(field)", run: ""))
  #expect(problem?.message.contains(message) == true, "\(String(describing: problem))")
  #expect(hint.isEmpty || problem?.hint?.contains(hint) == true, "\(String(describing: problem))")
  #expect(problem?.place?.line == 4)
}

@Test func `a capability that does not exist is refused`() async {
  let problem = await headerProblem(recipeText(can: "\"users.raed\"", run: ""))
  #expect(problem?.message.contains("users.raed") == true)
  #expect(problem?.hint?.contains("users.read") == true)
}

@Test func `a syntax error names its line`() async {
  let problem = await headerProblem("return recipe {\n  name = \"x\"\n  version = \"1\" }")
  #expect(problem?.place?.line == 3)
  #expect(problem?.message.contains("expected") == true)
}

@Test(arguments: [
  ("local x = ghl.users", "'ghl' is not there while the header is read"),
  ("local x = os.time()", "'os' is not there while the header is read"),
  ("local x = usres", "there is no global 'usres'"),
  ("counter = 1", "'counter' is not declared; write local counter"),
])
func `a header has no surroundings`(line: String, message: String) async {
  let problem = await headerProblem("\(line)\n" + recipeText(run: ""))
  #expect(problem?.message.contains(message) == true, "\(String(describing: problem))")
  #expect(problem?.place?.line == 1)
}

@Test func `an endless or greedy header is stopped`() async {
  let endless = await headerProblem("while true do end\n" + recipeText(run: ""))
  #expect(endless?.code == .recipeInvalid)
  let greedy = await headerProblem(
    "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end\n" + recipeText(run: ""))
  #expect(greedy?.code == .recipeInvalid)
}

@Test func `a file without a recipe is a plain script`() async throws {
  let script = try await RecipeLoader.load(recipeFile("return 1 -- a recipe { it is not"))
  #expect(!script.isDeclared)
  let declared = try await RecipeLoader.load(recipeFile(recipeText(run: "")))
  #expect(declared.isDeclared)
}
