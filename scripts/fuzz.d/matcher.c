// Any pattern on any text: our matcher must give what stock Lua gives, error for error.
//
// The input: one byte that chooses the function, then pattern, 0xFF, text (and, for gsub, 0xFF and
// the replacement).
#include <stdio.h>

#include "internal.h"

enum { SEPARATOR = 0xFF, LONGEST = 200 };

static const char program[] =
    "local strings, what, pattern, text, replacement = ...\n"
    "local function all(ok, ...)\n"
    "  local parts = table.pack(ok, ...)\n"
    "  for i = 1, parts.n do parts[i] = (math.type(parts[i]) or '') .. tostring(parts[i]) end\n"
    "  return table.concat(parts, '|')\n"
    "end\n"
    "local function walk()\n"
    "  local lines = {}\n"
    "  for a, b, c in strings.gmatch(text, pattern) do\n"
    "    lines[#lines + 1] = tostring(a) .. tostring(b) .. tostring(c)\n"
    "    if #lines > 300 then break end\n"
    "  end\n"
    "  return table.concat(lines, ';')\n"
    "end\n"
    "local calls = {\n"
    "  function() return strings.find(text, pattern) end,\n"
    "  function() return strings.match(text, pattern, #text // 2) end,\n"
    "  walk,\n"
    "  function() return strings.gsub(text, pattern, replacement) end,\n"
    "  function() return strings.gsub(text, pattern, { a = 'b', x = false }, 5) end,\n"
    "  function() return strings.find(text, pattern, -3, true) end,\n"
    "}\n"
    "return all(pcall(calls[what % #calls + 1]))\n";

static gl_state *state;
static lua_State *stock;

// Leaves the function of the program on the stack at 1 and the string library at 2.
static void prepare(lua_State *L, lua_CFunction open) {
  if (luaL_loadstring(L, program) != LUA_OK) abort();
  if (open) {
    lua_pushcfunction(L, open);
    lua_call(L, 0, 1);
  } else {
    lua_getglobal(L, "string");
  }
}

static const char *run(lua_State *L, const uint8_t *data, size_t size) {
  const uint8_t *end = data + size, *at = data + 1;
  lua_settop(L, 2);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushinteger(L, data[0]);
  for (int part = 0; part < 3; part++) {
    const uint8_t *stop = at < end ? memchr(at, SEPARATOR, (size_t)(end - at)) : NULL;
    if (!stop || part == 2) stop = end;
    lua_pushlstring(L, (const char *)at, (size_t)(stop - at));
    at = stop < end ? stop + 1 : end;
  }
  if (lua_pcall(L, 5, 1, 0) != LUA_OK) return NULL;
  return lua_tostring(L, -1);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count;
  (void)arguments;
  gl_limits limits = {0};
  state = gl_new(&limits, NULL, NULL);
  stock = luaL_newstate();
  luaL_openlibs(stock);
  prepare(state->lua, NULL);
  prepare(stock, luaopen_string);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2 || size > LONGEST) return 0;
  const char *ours = run(state->lua, data, size);
  // Ours gives up where stock Lua would go on for years.
  if (!ours || strstr(ours, "too complex")) return 0;
  const char *theirs = run(stock, data, size);
  if (!theirs || strcmp(ours, theirs) != 0) {
    fprintf(stderr, "ours:  %s\nstock: %s\n", ours, theirs ? theirs : "nothing");
    abort();
  }
  return 0;
}
