import Testing

@testable import CommandLineTool

/// Annotations of Lua modules, as the reference reads them.
struct LuaDocTests {
  private static let source = """
    -- Things. And more
    -- of them.

    local places = require "ghl.places"

    local M = {
      move = places.move,
    }

    ---A list.
    ---@type string[]
    M.all = {}

    local function hidden() end

    ---Counts things; see `all`.
    ---
    ---Never more than ten.
    ---
    ---```lua
    ---assert(things.count("a") == 1)
    ---```
    ---@param name string|nil what to count
    ---@param options? { deep: boolean, at: fun(a: string): string } how,
    ---  and where
    ---@return integer count
    ---@return "few"|"many" size of it
    function M.count(name, options)
    end

    return M
    """

  @Test func `functions, values and borrowed functions are found`() throws {
    let doc = LuaDocReader.read(Self.source)
    #expect(doc.summary == "Things. And more of them.")
    #expect(doc.functions.map(\.name) == ["count"])
    #expect(
      doc.values == [LuaDoc.Value(name: "all", type: "string[]", text: .init(summary: "A list."))])
    #expect(doc.borrowed == [LuaDoc.Borrowed(name: "move", module: "ghl.places")])
  }

  @Test func `a function's text, example, arguments and results are told apart`() throws {
    let count = try #require(LuaDocReader.read(Self.source).functions.first)
    #expect(count.arguments == ["name", "options"])
    #expect(count.text.summary == "Counts things; see `all`.")
    #expect(count.text.more == ["Never more than ten."])
    #expect(count.text.example == #"assert(things.count("a") == 1)"#)
    #expect(
      count.parameters == [
        .init(name: "name", optional: true, type: "string|nil", help: "what to count"),
        .init(
          name: "options", optional: true, type: "{ deep: boolean, at: fun(a: string): string }",
          help: "how, and where"),
      ])
    #expect(
      count.results == [
        .init(type: "integer", help: "count"), .init(type: "\"few\"|\"many\"", help: "size of it"),
      ])
  }

  @Test func `a borrowed function is documented where it is offered`() throws {
    let other = "---Moves.\nfunction M.move() end\n---Not this.\nfunction M.stay() end"
    let doc = LuaDoc.whole("things") { $0 == "things" ? Self.source : other }
    #expect(doc?.functions.map(\.name) == ["count", "move"])
  }

  @Test func `classes of the language file have their fields`() throws {
    let context = LuaDoc.language.classes.first { $0.name == "ghl.Context" }
    #expect(context?.fields.map(\.name) == ["now", "today", "event"])
    let names = LuaDoc.language.functions.filter { $0.owner == "ctx" }.map(\.name)
    #expect(names == ["step", "each", "each_row", "skip", "fail", "note", "id"])
  }
}
