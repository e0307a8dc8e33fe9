// The coroutine library, with three differences: a wait for the host inside a coroutine suspends
// the coroutines around it too, a stopped state is never run on, and coroutines are counted.
#include "internal.h"

static lua_State *check_coroutine(lua_State *L, int index) {
  lua_State *co = lua_tothread(L, index);
  luaL_argexpected(L, co, index, "coroutine");
  return co;
}

static bool is_dead(lua_State *co) {
  return lua_status(co) != LUA_YIELD && lua_gettop(co) == 0;
}

enum { RESUME, WRAP };

static int continue_resume(lua_State *L, int status, lua_KContext kind);

// Raises the error value of a coroutine that failed inside a wrap, with the caller's position.
static int raise_from_wrap(lua_State *L) {
  if (lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

// Runs `co` with the arguments on its stack, until it ends, yields or waits for the host.
static int run(lua_State *L, lua_State *co, int arguments, int kind) {
  gl_state *state = gl_of(L);
  if (state->stopped) return gl_raise_stop(L);
  bool blocks = !lua_isyieldable(L);
  lua_State *outer = state->running;
  int results = 0;
  state->cannot_wait += blocks;
  state->running = co;
  int status = lua_resume(co, L, arguments, &results);
  state->running = outer;
  state->cannot_wait -= blocks;
  if (gl_is_due(state)) gl_demand_attention(state);
  if (state->stopped) return gl_raise_stop(L);
  if (status == LUA_YIELD && state->waiting) return lua_yieldk(L, 0, kind, continue_resume);
  if (status == LUA_OK || status == LUA_YIELD) {
    if (!lua_checkstack(L, results + 1)) {
      lua_pop(co, results);
      return luaL_error(L, "too many results to resume");
    }
    if (kind == RESUME) lua_pushboolean(L, 1);
    lua_xmove(co, L, results);
    return results + (kind == RESUME);
  }
  luaL_checkstack(L, 2, NULL);
  if (kind == RESUME) lua_pushboolean(L, 0);
  lua_xmove(co, L, 1);
  return kind == RESUME ? 2 : raise_from_wrap(L);
}

static int continue_resume(lua_State *L, int status, lua_KContext kind) {
  (void)status;
  return run(L, lua_tothread(L, kind == WRAP ? lua_upvalueindex(1) : 1), 0, (int)kind);
}

// Checks that `co` can be resumed and moves the arguments over; NULL, or what is wrong.
static const char *prepare(lua_State *L, lua_State *co, int arguments) {
  if (is_dead(co)) return "cannot resume dead coroutine";
  if (lua_status(co) == LUA_OK && lua_gettop(co) > 0) {
    lua_Debug record;
    if (lua_getstack(co, 0, &record)) return "cannot resume non-suspended coroutine";
  }
  if (lua_status(co) != LUA_OK && lua_status(co) != LUA_YIELD) return "cannot resume dead coroutine";
  if (!lua_checkstack(co, arguments)) return "too many arguments to resume";
  lua_xmove(L, co, arguments);
  return NULL;
}

static int co_resume(lua_State *L) {
  lua_State *co = check_coroutine(L, 1);
  int arguments = lua_gettop(L) - 1;
  const char *problem = prepare(L, co, arguments);
  if (problem) {
    lua_pushboolean(L, 0);
    lua_pushstring(L, problem);
    return 2;
  }
  return run(L, co, arguments, RESUME);
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int arguments = lua_gettop(L);
  const char *problem = prepare(L, co, arguments);
  if (problem) return luaL_error(L, "%s", problem);
  return run(L, co, arguments, WRAP);
}

static int co_create(lua_State *L) {
  gl_state *state = gl_of(L);
  luaL_checktype(L, 1, LUA_TFUNCTION);
  if (state->stopped) return gl_raise_stop(L);
  if (state->limits.coroutines && ++state->coroutines > state->limits.coroutines) {
    gl_stop(state, GL_LIMIT_COROUTINES);
    return gl_raise_stop(L);
  }
  lua_State *co = lua_newthread(L);
  gl_set_hook(state, co);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  return 1;
}

static int co_wrap(lua_State *L) {
  co_create(L);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

static int co_yield(lua_State *L) {
  if (L == gl_of(L)->main) return luaL_error(L, "attempt to yield from outside a coroutine");
  return lua_yield(L, lua_gettop(L));
}

static const char *status_name(lua_State *L, lua_State *co) {
  lua_Debug record;
  if (L == co) return "running";
  if (lua_status(co) == LUA_YIELD) return "suspended";
  if (lua_status(co) != LUA_OK) return "dead";
  if (lua_getstack(co, 0, &record)) return "normal";
  return lua_gettop(co) == 0 ? "dead" : "suspended";
}

static int co_status(lua_State *L) {
  lua_pushstring(L, status_name(L, check_coroutine(L, 1)));
  return 1;
}

static int co_running(lua_State *L) {
  lua_pushthread(L);
  lua_pushboolean(L, L == gl_of(L)->main);
  return 2;
}

static int co_is_yieldable(lua_State *L) {
  lua_pushboolean(L, L != gl_of(L)->main && lua_isyieldable(L));
  return 1;
}

// Ends a suspended coroutine. Nothing of the script's runs: `__close` cannot be installed.
static int co_close(lua_State *L) {
  lua_State *co = check_coroutine(L, 1);
  if (gl_of(L)->stopped) return gl_raise_stop(L);
  const char *name = status_name(L, co);
  if (strcmp(name, "dead") != 0 && strcmp(name, "suspended") != 0) {
    return luaL_error(L, "cannot close a %s coroutine", name);
  }
  if (lua_resetthread(co) == LUA_OK) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushboolean(L, 0);
  lua_xmove(co, L, 1);
  return 2;
}

void gl_open_coroutine(lua_State *L) {
  static const luaL_Reg own[] = {
      {"create", co_create},   {"resume", co_resume}, {"wrap", co_wrap},
      {"yield", co_yield},     {"status", co_status}, {"running", co_running},
      {"isyieldable", co_is_yieldable}, {"close", co_close}, {NULL, NULL}};
  static const gl_library library = {.own = own};
  gl_open_library(L, "coroutine", &library);
}
