// The basic functions and libraries a script gets, by allow-list.
#include "internal.h"

// Pushes the value at `index` as text. Never an address: they differ from run to run, and help
// whoever attacks the process.
void gl_push_tostring(lua_State *L, int index) {
  index = lua_absindex(L, index);
  if (luaL_callmeta(L, index, "__tostring")) {
    if (!lua_isstring(L, -1)) luaL_error(L, "'__tostring' must return a string");
    return;
  }
  switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: luaL_tolstring(L, index, NULL); break;
    case LUA_TLIGHTUSERDATA: lua_pushliteral(L, "null"); break;
    default: lua_pushstring(L, luaL_typename(L, index)); break;
  }
}

static int base_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  gl_push_tostring(L, 1);
  return 1;
}

static int base_collectgarbage(lua_State *L) {
  const char *option = luaL_optstring(L, 1, "collect");
  if (strcmp(option, "count") != 0) {
    return luaL_error(L, "collectgarbage(\"%s\") is not available to recipes, only \"count\"",
                      option);
  }
  lua_pushnumber(L, (lua_Number)gl_of(L)->used / 1024.0);
  return 1;
}

// A chunk over its ceiling ends the run.
static void check_chunk(lua_State *L, size_t length) {
  gl_state *state = gl_of(L);
  if (!state->limits.chunk || length <= state->limits.chunk) return;
  gl_stop(state, GL_LIMIT_CHUNK);
  gl_raise_stop(L);
}

// Replaces the reader function at 1 by the text it gives piece by piece.
static void read_pieces(lua_State *L) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (;;) {
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    size_t length = 0;
    if (lua_isnil(L, -1)) break;
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "reader function must return a string");
    lua_tolstring(L, -1, &length);
    if (length == 0) break;
    luaL_addvalue(&text);
    check_chunk(L, luaL_bufflen(&text));
  }
  lua_pop(L, 1);
  luaL_pushresult(&text);
  lua_replace(L, 1);
}

// load for text only, never for bytecode: 5.4 does not verify it.
static int base_load(lua_State *L) {
  size_t length;
  bool has_environment = !lua_isnone(L, 4);
  const char *name = luaL_optstring(L, 2, "load");
  lua_settop(L, 4);
  if (lua_isfunction(L, 1)) read_pieces(L);
  const char *text = luaL_checklstring(L, 1, &length);
  check_chunk(L, length);
  // Only the host's own chunks are named "@file" or "=module".
  lua_pushfstring(L, GL_LOADED "%s", name);
  if (gl_load(L, (gl_bytes){(const uint8_t *)text, length}, lua_tostring(L, -1)) != LUA_OK) {
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
  }
  if (has_environment) {
    lua_pushvalue(L, 4);
    if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
  }
  return 1;
}

// Chance is the same in every run: a plan must be byte-identical for the same inputs.
static void add_math(lua_State *L) {
  lua_pushcfunction(L, luaopen_math);
  lua_call(L, 0, 1);
  lua_getfield(L, -1, "randomseed");
  lua_pushinteger(L, 5);
  lua_call(L, 1, 0);
  for (lua_pushnil(L); lua_next(L, -2);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -5);
  }
  lua_pop(L, 1);
}

void gl_open_math(lua_State *L) {
  static const gl_library math = {.add_rest = add_math};
  gl_open_library(L, "math", &math);
}

void gl_open_base(lua_State *L) {
  static const luaL_Reg functions[] = {{"tostring", base_tostring},
                                       {"collectgarbage", base_collectgarbage},
                                       {"load", base_load},
                                       {NULL, NULL}};
  luaL_setfuncs(L, gl_stock(GL_STOCK_BASE), 0);
  luaL_setfuncs(L, functions, 0);
  lua_pushliteral(L, LUA_VERSION);
  lua_setfield(L, -2, "_VERSION");
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "_G");
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
