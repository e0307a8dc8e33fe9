// Records of users that do not exist yet: reading a field that only the service fills is an error.
#include "internal.h"

// `__index` of such a record: upvalue 1 holds the names of the fields as keys. The host makes the
// error, as it has to know that it was asked.
static int read_later(lua_State *L) {
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) return 1;
  lua_pushliteral(L, "email");
  bool named = lua_rawget(L, 1) == LUA_TSTRING;
  const char *who = named ? lua_tostring(L, -1) : "the new user";
  gl_ask_text(L, "unknown", lua_pushfstring(L, "%s of %s", lua_tostring(L, 2), who));
  lua_pushnil(L);
  return 1;
}

// Takes the list of names from the top of the stack and makes the record below it such a record.
void gl_guard_later(lua_State *L) {
  luaL_checkstack(L, 6, "value nested too deeply");
  gl_fill(L, -1);
  lua_newtable(L);
  for (lua_Integer i = 1; lua_rawgeti(L, -2, i) == LUA_TSTRING; i++) {
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
  lua_pushcclosure(L, read_later, 1);
  lua_createtable(L, 0, 2);
  lua_insert(L, -2);
  lua_setfield(L, -2, "__index");
  gl_hide_metatable(L);
  lua_setmetatable(L, -3);
  lua_pop(L, 1);
}
