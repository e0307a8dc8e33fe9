import JSON
import LuaRuntime
import Testing

// Members of libraries are made when somebody looks; no script can see that.

private let members: [(library: String, names: String)] = [
  ("coroutine", "close create isyieldable resume running status wrap yield"),
  (
    "math",
    "abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad "
      + "random randomseed sin sqrt tan tointeger type ult"
  ),
  (
    "string",
    "byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper"
  ),
  ("table", "concat insert move pack remove sort unpack"),
  ("utf8", "char charpattern codepoint codes len offset"),
]

@Test(
  arguments: members.map(\.library), ["", "local one = %s[(next(%s))]", "assert(%s.nope == nil)"])
func `a library has all its members however it is looked at`(
  library: String, before: String
) async throws {
  let names = members.first { $0.library == library }?.names.split(separator: " ").map(String.init)
  let source = """
    \(before.replacing("%s", with: library))
    local library, walked, stepped, raw = \(library), {}, {}, {}
    for name in pairs(library) do walked[#walked + 1] = name end
    local name = next(library)
    while name do stepped[#stepped + 1] = name name = next(library, name) end
    for _, name in ipairs(walked) do raw[#raw + 1] = rawget(library, name) ~= nil and name or "-" end
    return { walked, stepped, raw }
    """
  let lists = try #require(try await evaluate(source)?.array?.map { $0.strings ?? [] })
  // A Lua built for compatibility has more of mathematics.
  #expect(lists[0].filter { library != "math" || names?.contains($0) == true } == names)
  #expect(lists[1] == lists[0] && lists[2] == lists[0])
}

@Test(arguments: [
  "string.rep == string.rep and string.rep == rawget(string, 'rep')",
  "('x').format == string.format and ('%d'):format(3) == '3'",
  "(function() local f = string.format for _ in pairs(string) do end return f == string.format end)()",
  "string['rep\\0x'] == nil and string[1] == nil and string[{}] == nil",
  "getmetatable(math) == nil and getmetatable(string) == nil and rawlen(table) == 0 and #utf8 == 0",
  "rawget(utf8, 'char') ~= nil and rawget(coroutine, 'nope') == nil",
  "(function() table.insert = nil return table.insert == nil and table.remove ~= nil end)()",
  "(function() math.floor = print return math.floor == print and math.ceil(0.5) == 1 end)()",
  "(function() rawset(utf8, 'len', 1) return utf8.len == 1 and utf8.char(65) == 'A' end)()",
  "setmetatable(coroutine, { __index = { more = 1 } }).more == 1 and coroutine.wrap ~= nil",
  "setmetatable({}, { __index = string }).upper('a') == 'A' and ('10' + 1) == 11 and -'2' == -2",
  "(load('return char(66)', 'x', 't', string))() == 'B'",
  "string.unpack('<i4', string.pack('<i4', 7)) == 7 and string.packsize('i4') == 4",
])
func `a library is a plain table to scripts`(condition: String) async throws {
  #expect(try await evaluate("return \(condition)") == true)
}

@Test func `chance is the same whenever it is first asked`() async throws {
  let first = try await evaluate("return { math.random(1000000), math.random(1000000) }")
  let later = try await evaluate(
    "for _ in pairs(math) do end return { math.random(1000000), math.random(1000000) }")
  #expect(first == later)
}

@Test func `a library is no data`() async {
  #expect(await failure(of: "return string")?.message.contains("function") == true)
  #expect(await failure(of: "return math")?.message.contains("function") == true)
}
