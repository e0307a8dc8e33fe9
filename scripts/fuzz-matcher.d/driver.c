// Runs a program of random calls with our libraries and with stock Lua's, block by block, and
// compares the lines. Arguments: the program's path, how many calls, the first seed.
#include <stdio.h>

#include "internal.h"

enum { BLOCK = 1000 };

// Calls the program, a function at 1, with the libraries at `libraries`; its lines are pushed.
static bool run(lua_State *L, int libraries, lua_Integer seed) {
  lua_pushvalue(L, 1);
  lua_pushvalue(L, libraries);
  lua_pushinteger(L, seed);
  lua_pushinteger(L, BLOCK);
  if (lua_pcall(L, 3, 1, 0) == LUA_OK) return true;
  fprintf(stderr, "fuzz-matcher: %s\n", lua_tostring(L, -1));
  return false;
}

// Compares the two arrays at the top and pops them; how many lines differ.
static int compare(lua_State *L) {
  int differences = 0;
  for (int i = 1; i <= BLOCK; i++) {
    lua_rawgeti(L, -2, i);
    lua_rawgeti(L, -2, i);
    if (!lua_rawequal(L, -1, -2)) {
      fprintf(stderr, "ours:  %s\nstock: %s\n", lua_tostring(L, -2), lua_tostring(L, -1));
      differences++;
    }
    lua_pop(L, 2);
  }
  lua_pop(L, 2);
  return differences;
}

// Pushes a table of the libraries: ours, which are globals, or those of stock Lua.
static void push_libraries(lua_State *L, bool stock) {
  static const luaL_Reg libraries[] = {
      {"string", luaopen_string}, {"table", luaopen_table}, {"utf8", luaopen_utf8}};
  lua_newtable(L);
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    if (stock) {
      lua_pushcfunction(L, libraries[i].func);
      lua_call(L, 0, 1);
    } else {
      lua_getglobal(L, libraries[i].name);
    }
    lua_setfield(L, -2, libraries[i].name);
  }
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  long total = atol(arguments[2]), seed = atol(arguments[3]), differences = 0;
  gl_limits limits = {0};
  gl_state *state = gl_new(&limits, NULL, NULL);
  lua_State *L = state->lua;
  if (luaL_loadfile(L, arguments[1]) != LUA_OK) {
    fprintf(stderr, "fuzz-matcher: %s\n", lua_tostring(L, -1));
    return 2;
  }
  push_libraries(L, false);
  push_libraries(L, true);
  for (long done = 0; done < total; done += BLOCK, seed++) {
    if (!run(L, 2, seed) || !run(L, 3, seed)) return 2;
    differences += compare(L);
  }
  gl_free(state);
  printf("%s: %ld calls, %ld differences\n", arguments[1], total, differences);
  return differences ? 1 : 0;
}
