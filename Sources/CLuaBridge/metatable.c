// setmetatable, with sealed metatables, and rawset.
//
// What a table really gets is our own copy of the metatable, with the allowed metamethods only; the
// script never holds it. A denylist alone is evaded by adding `__close` or `__mode` afterwards, and
// every memory fault of this Lua that needs a metatable needs one of the four refused below.
//
// The copy lives in the metatable it was made from, under a key that no script can name, so it is
// made once for a class and is garbage together with it. (A weak table of copies would be an
// ephemeron table, whose collection a script can make take minutes.) `pairs`, `next` and the tape
// pass over that key.
#include "internal.h"

// In a script's metatable: its sealed copy. In a sealed copy: true if it may be exchanged, false if
// it makes the host's tables read-only, absent if it is protected.
const char gl_key_seal = 's';

static const char *const allowed[] = {
    "__index", "__newindex", "__len",  "__eq",   "__lt",  "__le",         "__tostring",
    "__name",  "__pairs",    "__unm",  "__add",  "__sub", "__mul",        "__div",
    "__mod",   "__pow",      "__idiv", "__band", "__bor", "__bxor",       "__shl",
    "__shr",   "__bnot",     "__call", NULL};

static const struct {
  const char *name, *remedy;
} refused[] = {
    {"__gc", "call a function of your own when the work is done"},
    {"__mode", "set entries to nil when they are no longer needed"},
    {"__close", "call a function of your own, after a pcall if there may be errors"},
    {"__concat", "give it __tostring and join with tostring(a) .. tostring(b)"},
};

static bool is_allowed(const char *name) {
  for (size_t i = 0; allowed[i]; i++) {
    if (strcmp(name, allowed[i]) == 0) return true;
  }
  return false;
}

// Copies the key and value at the top of the stack into the table at `seal`, if it is a metamethod.
static void copy_metamethod(lua_State *L, int seal) {
  const char *name = lua_tostring(L, -2);
  if (name[0] != '_' || name[1] != '_') return;
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    if (strcmp(name, refused[i].name) != 0) continue;
    luaL_error(L, "a metatable with %s is not available to recipes: %s", name, refused[i].remedy);
  }
  if (!is_allowed(name)) return;
  // A table here may be called in turn, without end and without an instruction of Lua's.
  if (strcmp(name, "__call") == 0 && !lua_isfunction(L, -1)) {
    luaL_error(L, "'__call' must be a function, not a %s", luaL_typename(L, -1));
  }
  lua_pushvalue(L, -2);
  lua_pushvalue(L, -2);
  lua_rawset(L, seal);
}

// Whether setmetatable was called by the host's own chunks, whose names no script can give.
static bool is_called_by_host(lua_State *L) {
  lua_Debug caller;
  if (!lua_getstack(L, 1, &caller)) return false;
  lua_getinfo(L, "S", &caller);
  return caller.source[0] == '=' && strcmp(caller.what, "C") != 0 &&
         strncmp(caller.source, GL_LOADED, strlen(GL_LOADED)) != 0;
}

// Writes into the seal what getmetatable gives and whether the seal may be exchanged.
static void protect(lua_State *L, int seal) {
  lua_pushliteral(L, "__metatable");
  lua_pushvalue(L, -1);
  bool own = lua_rawget(L, 2) != LUA_TNIL;
  lua_pushliteral(L, "__newindex");
  bool read_only = own && lua_rawget(L, seal) != LUA_TNIL && is_called_by_host(L);
  lua_settop(L, seal + 2);
  if (!own) {  // getmetatable gives the original back
    lua_pop(L, 1);
    lua_pushvalue(L, 2);
  }
  lua_rawset(L, seal);
  if (own && !read_only) return;
  lua_pushboolean(L, !own);
  lua_rawsetp(L, seal, &gl_key_seal);
}

// Pushes a sealed copy of the metatable at 2 and keeps it there.
static void push_seal(lua_State *L) {
  lua_createtable(L, 0, 4);
  int seal = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    if (lua_type(L, -2) == LUA_TSTRING) copy_metamethod(L, seal);
  }
  protect(L, seal);
  lua_pushvalue(L, seal);
  lua_rawsetp(L, 2, &gl_key_seal);
}

static int sealed_setmetatable(lua_State *L) {
  int type = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  lua_settop(L, 2);
  gl_fill(L, 1);
  gl_fill(L, 2);
  if (lua_getmetatable(L, 1)) {
    lua_rawgetp(L, -1, &gl_key_seal);
    if (!lua_toboolean(L, -1)) return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
  }
  if (type == LUA_TTABLE && lua_rawgetp(L, 2, &gl_key_seal) == LUA_TNIL) push_seal(L);
  lua_setmetatable(L, 1);
  lua_settop(L, 1);
  return 1;
}

// rawset, except on tables that the host made read-only: protected, with a `__newindex`.
static int guarded_rawset(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  luaL_checkany(L, 3);
  lua_settop(L, 3);
  gl_fill(L, 1);
  if (lua_getmetatable(L, 1)) {
    if (lua_rawgetp(L, -1, &gl_key_seal) == LUA_TBOOLEAN && !lua_toboolean(L, -1)) {
      return luaL_error(L, "this table is read-only: rawset cannot change it");
    }
    lua_settop(L, 3);
  }
  lua_rawset(L, 1);
  return 1;
}

void gl_open_metatable(lua_State *L) {
  lua_pushcfunction(L, sealed_setmetatable);
  lua_setfield(L, -2, "setmetatable");
  lua_pushcfunction(L, guarded_rawset);
  lua_setfield(L, -2, "rawset");
}
