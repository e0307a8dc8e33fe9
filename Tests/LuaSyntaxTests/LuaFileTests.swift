import LuaSyntax
import Testing

@Suite struct LuaFileTests {
  private func problem(_ source: String) -> LuaSyntaxError? {
    do {
      _ = try LuaFile(source)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    "", "#!/usr/bin/lua\nreturn 1", "local a <const>, b <close> = 1, nil", "goto x ::x:: x()",
    "for i = 1, 2, 3 do break end for k, v in pairs(t) do f(k, v) end",
    "a.b['c'].d, e = f{1; 2, x = 3, [4] = 5}, g'text'",
    "local s = [==[\n]] ]=]]==] .. '\\'\\z\n  x'",
    "function a.b.c:d(x, ...) return ... end", "return -x ^ 2 // ~1 << 3 .. 'a' ~= not b;",
    "while 1 do repeat local x = f() until x end", "if a then elseif b then else end",
    "local n = 0x.1p4 + 1e-3 + 3. + .5", "--[[ long\ncomment ]] return --[==[ x ]==] 1", "; ; f();",
  ])
  func `reads what Lua reads`(source: String) { #expect(problem(source) == nil) }

  @Test(arguments: [
    ("x = = 1", 1, 5), ("local 1", 1, 7), ("f(", 1, 3), ("if x then\n", 2, 1),
    ("return 1\nx()", 2, 1),
    ("x = 'a\n'", 1, 5), ("a.b", 1, 4), ("f() = 1", 1, 5), ("x = [[", 1, 5), ("x = @", 1, 5),
    ("local function (x) end", 1, 16),
  ])
  func `names the place of what is no Lua`(source: String, line: Int, column: Int) {
    let found = problem(source)
    #expect(found?.place.line == line)
    #expect(found?.place.column == column)
  }

  @Test func `what is too deep or too long is an error and no crash`() {
    #expect(problem("return " + String(repeating: "(", count: 100_000)) != nil)
    #expect(problem("x = " + String(repeating: "{", count: 100_000)) != nil)
    #expect(problem("x = a" + String(repeating: ".b", count: 100_000)) != nil)
    #expect(problem("x = " + String(repeating: "not ", count: 100_000) + "1") != nil)
    #expect(problem(String(repeating: "do ", count: 100_000)) != nil)
    let long = "x = 1" + String(repeating: " + 1 - 2", count: 50_000)
    #expect(problem(long) == nil)
  }

  @Test func `a name is the variable of the innermost scope`() throws {
    let file = try LuaFile(
      """
      local x = 1
      local function f(y)
        local x = x + y
        return x
      end
      x = f(x) + z
      """)
    #expect(file.variables.map(\.name.text) == ["x", "f", "y", "x"])
    #expect(file.variables.map(\.reads.count) == [2, 1, 1, 1])
    #expect(file.variables.map(\.writes.count) == [1, 0, 0, 0])
    #expect(file.variables[3].hides == 0)
    #expect(file.globals.map(\.name.text) == ["z"])
  }

  @Test func `the condition of a repeat sees the locals of its block`() throws {
    let file = try LuaFile("repeat local done = f() until done")
    #expect(file.variables[0].reads.count == 1)
    #expect(file.globals.map(\.name.text) == ["f"])
  }

  @Test func `a method has self, and a loop its variables`() throws {
    let file = try LuaFile("local t = {} function t:m() return self end for i = 1, 2 do g(i) end")
    #expect(file.globals.map(\.name.text) == ["g"])
    #expect(file.variables.last?.kind == .loop)
  }

  @Test func `an assignment to a name that nothing declares is a write of a global`() throws {
    let file = try LuaFile("a = 1 function b() c = a end")
    #expect(file.globals.filter(\.isWrite).map(\.name.text) == ["a", "b", "c"])
    #expect(file.globals.map(\.depth) == [0, 0, 1, 1])
  }

  @Test func `places count lines, columns and bytes`() throws {
    let file = try LuaFile("local ü = 1\n".replacing("ü", with: "u") + "  return 'ü', u")
    let place = try #require(file.variables[0].reads.first)
    #expect(place.line == 2)
    #expect(place.bytes == 27..<28)
    #expect(place.column == 16)
  }

  @Test func `comments are kept with their places`() throws {
    let file = try LuaFile("local a = 1 -- check: allow unused-local\n--[[ b ]]")
    #expect(file.comments.map(\.text) == [" check: allow unused-local", " b "])
    #expect(file.comments.map(\.place.line) == [1, 2])
  }
}
