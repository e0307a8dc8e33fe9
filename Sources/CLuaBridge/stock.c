// The functions of stock Lua that scripts get as they are or inside one of ours. They are found once
// in the life of the process, in a state of its own: opening its libraries in each run, only to take
// a few functions out of them, would leave tables and names behind.
#include <pthread.h>

#include "internal.h"

static luaL_Reg base[] = {{"assert", NULL}, {"error", NULL},    {"ipairs", NULL}, {"rawequal", NULL},
                          {"select", NULL}, {"tonumber", NULL}, {"type", NULL},   {NULL, NULL}};
static luaL_Reg string[] = {{"byte", NULL}, {"char", NULL}, {"len", NULL}, {"sub", NULL}, {NULL, NULL}};
static luaL_Reg packing[] = {
    {"format", NULL}, {"pack", NULL}, {"packsize", NULL}, {"unpack", NULL}, {NULL, NULL}};
static luaL_Reg arithmetic[] = {{"__add", NULL}, {"__sub", NULL}, {"__mul", NULL},
                                {"__mod", NULL}, {"__pow", NULL}, {"__div", NULL},
                                {"__idiv", NULL}, {"__unm", NULL}, {NULL, NULL}};
static luaL_Reg table[] = {{"pack", NULL}, {NULL, NULL}};
static luaL_Reg utf8[] = {{"char", NULL}, {"codepoint", NULL}, {NULL, NULL}};

static luaL_Reg *const lists[] = {[GL_STOCK_BASE] = base,
                                  [GL_STOCK_STRING] = string,
                                  [GL_STOCK_PACKING] = packing,
                                  [GL_STOCK_ARITHMETIC] = arithmetic,
                                  [GL_STOCK_TABLE] = table,
                                  [GL_STOCK_UTF8] = utf8};

// Takes the functions of a list from the table at the top, and pops it.
static void take_functions(lua_State *L, luaL_Reg *list) {
  for (; list->name; list++) {
    lua_getfield(L, -1, list->name);
    list->func = lua_tocfunction(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static int find_all(lua_State *L) {
  luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
  take_functions(L, base);
  luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
  lua_pushvalue(L, -1);
  take_functions(L, string);
  take_functions(L, packing);
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  take_functions(L, arithmetic);
  luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 0);
  take_functions(L, table);
  luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 0);
  take_functions(L, utf8);
  return 0;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool found;

// Raises when there is no memory to find them.
void gl_find_stock(lua_State *L) {
  pthread_mutex_lock(&lock);
  if (!found) {
    lua_State *other = luaL_newstate();
    if (other) {
      lua_pushcfunction(other, find_all);
      found = lua_pcall(other, 0, 0, 0) == LUA_OK;
      lua_close(other);
    }
  }
  bool complete = found;
  pthread_mutex_unlock(&lock);
  if (!complete) luaL_error(L, "not enough memory");
}

const luaL_Reg *gl_stock(gl_stock_list list) { return lists[list]; }
