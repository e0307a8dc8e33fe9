// Tables of an answer that are filled when somebody looks inside.
//
// A user's record holds some fifty flags and up to two hundred scopes, and most recipes look at few
// of them. Such a map or list stays a piece of the tape: its table is empty, keeps the piece under a
// key that no script can name, and has metamethods that fill it and then go away. Whatever else of
// our library looks at a table, past its metamethods, calls gl_fill first. So a script can not tell
// such a table from one that was filled at once. Tables of libraries (library.c) wait in the same way.
#include "internal.h"

static const char key_piece = 'p';    // in such a table: its piece of the tape, or its library
static const char key_methods = 'm';  // in the registry: the metatable of such tables

// Has the table under the top, new and empty, wait to be filled by the value at the top; pops that.
static void wait_for(lua_State *L) {
  lua_rawsetp(L, -2, &key_piece);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &key_methods);
  lua_setmetatable(L, -2);
}

// Turns the table at the top, new and empty, into one that this piece of a tape fills.
void gl_fill_late(lua_State *L, gl_bytes piece) {
  lua_pushlstring(L, (const char *)piece.bytes, piece.count);
  wait_for(L);
}

// The same for the members of a library.
void gl_wait_for_look(lua_State *L, const gl_library *library) {
  lua_pushlightuserdata(L, (void *)library);
  wait_for(L);
}

// Fills the value at `index` if it is a table that waits for it.
void gl_fill(lua_State *L, int index) {
  if (!lua_istable(L, index)) return;
  luaL_checkstack(L, 8, NULL);
  int type = lua_rawgetp(L, index, &key_piece);
  if (type == LUA_TSTRING || type == LUA_TLIGHTUSERDATA) {
    size_t count = 0;
    index = index < 0 ? lua_absindex(L, index) - 1 : index;
    const char *bytes = type == LUA_TSTRING ? lua_tolstring(L, -1, &count) : NULL;
    lua_pushnil(L);
    lua_rawsetp(L, index, &key_piece);
    lua_pushvalue(L, index);
    lua_pushnil(L);
    lua_setmetatable(L, -2);
    if (bytes) {
      gl_decode_into(L, (gl_bytes){(const uint8_t *)bytes, count});
    } else {
      gl_fill_library(L, lua_touserdata(L, -2));
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static int late_index(lua_State *L) {
  if (lua_rawgetp(L, 1, &key_piece) == LUA_TLIGHTUSERDATA) {
    const gl_library *library = lua_touserdata(L, -1);
    if (gl_push_member(L, library)) return 1;
    if (!library->add_rest) return 0;
  }
  gl_fill(L, 1);
  lua_settop(L, 2);
  lua_rawget(L, 1);
  return 1;
}

static int late_newindex(lua_State *L) {
  // With the place of the assignment, which the error of lua_rawset would lack.
  if (lua_isnil(L, 2)) return luaL_error(L, "table index is nil");
  if (lua_type(L, 2) == LUA_TNUMBER && lua_tonumber(L, 2) != lua_tonumber(L, 2)) {
    return luaL_error(L, "table index is NaN");
  }
  gl_fill(L, 1);
  lua_settop(L, 3);
  lua_rawset(L, 1);
  return 0;
}

static int late_len(lua_State *L) {
  gl_fill(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
  return 1;
}

// The functions of the base library that look past metamethods, for the table at the top.

static int filled_getmetatable(lua_State *L) {
  luaL_checkany(L, 1);
  gl_fill(L, 1);
  if (!lua_getmetatable(L, 1)) {
    lua_pushnil(L);
    return 1;
  }
  luaL_getmetafield(L, 1, "__metatable");
  return 1;  // either that field or the metatable
}

static int filled_rawget(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  gl_fill(L, 1);
  lua_settop(L, 2);
  lua_rawget(L, 1);
  return 1;
}

static int filled_rawlen(lua_State *L) {
  int type = lua_type(L, 1);
  luaL_argexpected(L, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
  gl_fill(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
  return 1;
}

void gl_open_late(lua_State *L) {
  static const luaL_Reg functions[] = {{"getmetatable", filled_getmetatable},
                                       {"rawget", filled_rawget},
                                       {"rawlen", filled_rawlen},
                                       {NULL, NULL}};
  static const luaL_Reg methods[] = {{"__index", late_index},
                                     {"__newindex", late_newindex},
                                     {"__len", late_len},
                                     {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  luaL_newlib(L, methods);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &key_methods);
}
