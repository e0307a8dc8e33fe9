// Libraries whose members are made when somebody looks: a run uses few of them.
//
// Their tables are of those that wait to be filled (late.c); what fills them is the library itself.
// A name that is read is added alone; whatever else is done to the table fills it first.
#include "internal.h"

static lua_CFunction find(const luaL_Reg *list, const char *name) {
  while (list && list->name && strcmp(list->name, name) != 0) list++;
  return list ? list->func : NULL;
}

// Pushes the function of that name; nothing when the lists have none.
static bool push_function(lua_State *L, const gl_library *library, const char *name) {
  lua_CFunction own = find(library->own, name), around = find(library->around, name);
  if (!own) own = find(library->more, name);
  if (!own && library->stock) own = find(gl_stock(library->stock), name);
  if (around) lua_pushcfunction(L, find(gl_stock(library->inside), name));
  if (around || own) lua_pushcclosure(L, around ? around : own, around != NULL);
  return around || own;
}

// Adds those functions of a list to the table at the top that it does not have yet.
static void add(lua_State *L, const gl_library *library, const luaL_Reg *list) {
  for (; list && list->name; list++) {
    lua_pushstring(L, list->name);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) != LUA_TNIL) {
      lua_pop(L, 2);
      continue;
    }
    lua_pop(L, 1);
    push_function(L, library, list->name);
    lua_rawset(L, -3);
  }
}

// Adds to the table at the top what is missing.
void gl_fill_library(lua_State *L, const gl_library *library) {
  add(L, library, library->own);
  add(L, library, library->more);
  add(L, library, library->around);
  if (library->stock) add(L, library, gl_stock(library->stock));
  if (library->add_rest) library->add_rest(L);
}

// The member of the library table at 1 under the name at 2, which is not there yet.
bool gl_push_member(lua_State *L, const gl_library *library) {
  size_t length;
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tolstring(L, 2, &length) : NULL;
  if (!name || strlen(name) != length || !push_function(L, library, name)) return false;
  lua_pushvalue(L, 2);
  lua_pushvalue(L, -2);
  lua_rawset(L, 1);
  return true;
}

// Adds the library, under its name, to the table at the top.
void gl_open_library(lua_State *L, const char *name, const gl_library *library) {
  lua_newtable(L);
  gl_wait_for_look(L, library);
  lua_setfield(L, -2, name);
}
