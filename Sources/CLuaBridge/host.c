// The host functions by name, and the table of them that the boot chunk is given.
#include "internal.h"

void gl_define(gl_state *state, const char *name, gl_traits traits) {
  size_t size = (state->function_count + 1) * sizeof *state->functions;
  gl_function *moved = realloc(state->functions, size);
  gl_function function = {(uint32_t)state->function_names.count, traits};
  if (moved) state->functions = moved;
  gl_put(&state->function_names, name, strlen(name) + 1);
  if (!moved || state->function_names.full) {
    gl_stop(state, GL_LIMIT_MEMORY);
    return;
  }
  state->functions[state->function_count++] = function;
}

// The index of a host function, or the number of all when there is none of that name.
uint32_t gl_find_host_function(const gl_state *state, const char *name) {
  uint32_t index = 0;
  while (index < state->function_count && strcmp(gl_name_of(state, index), name) != 0) index++;
  return index;
}

// Replaces the table at the top by the one in its field of that name, made if need be.
static void enter_field(lua_State *L, const char *name, size_t length) {
  enum { MEMBERS = 8 };  // so many are usual
  lua_pushlstring(L, name, length);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, -3) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, 0, MEMBERS);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, -5);
  }
  lua_replace(L, -3);
  lua_pop(L, 1);
}

static void push_host_function(lua_State *L, size_t index) {
  lua_pushinteger(L, (lua_Integer)index);
  lua_pushcclosure(L, gl_trampoline, 1);
}

// `__index` of the table of host functions: those outside of tables in it are made when they are
// asked for, as a run calls few of them.
static int find_host_function(lua_State *L) {
  const gl_state *state = gl_of(L);
  const char *name = luaL_checkstring(L, 2);
  size_t index = gl_find_host_function(state, name);
  if (index == state->function_count || strchr(name, '.')) return 0;
  push_host_function(L, index);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, -2);
  lua_rawset(L, 1);
  return 1;
}

// Pushes the table of the host functions: `a.b` is the field b of the table in its field a.
void gl_push_host(lua_State *L, const gl_state *state) {
  lua_newtable(L);
  for (size_t i = 0; i < state->function_count; i++) {
    const char *name = gl_name_of(state, i), *dot = strchr(name, '.');
    if (!dot) continue;
    lua_pushvalue(L, -1);
    for (; dot; name = dot + 1, dot = strchr(name, '.')) {
      enter_field(L, name, (size_t)(dot - name));
    }
    push_host_function(L, i);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
  }
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, find_host_function);
  lua_setfield(L, -2, "__index");
  gl_hide_metatable(L);
  lua_setmetatable(L, -2);
}
