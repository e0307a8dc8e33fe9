// The life of a state: open, boot, start, resume, close.
#include "internal.h"

const char gl_key_entry = 'f';  // the function that gl_start calls
const char gl_key_main = 'm';   // the coroutine of the current start

static int error_tostring(lua_State *L) {
  lua_getfield(L, 1, "message");
  if (lua_type(L, -1) != LUA_TSTRING) lua_pushliteral(L, "error");
  return 1;
}

// The hidden metatables of arrays and error objects from the host, and of null.
static void make_metatables(lua_State *L) {
  lua_newtable(L);
  gl_hide_metatable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gl_key_array);
  lua_newtable(L);
  gl_hide_metatable(L);
  lua_pushcfunction(L, error_tostring);
  lua_setfield(L, -2, "__tostring");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gl_key_error);
}

static int open_state(lua_State *L) {
  enum { MEMBERS = 32 };  // at least as many as there are
  gl_find_stock(L);
  make_metatables(L);
  lua_createtable(L, 0, MEMBERS);
  gl_open_base(L);
  gl_open_metatable(L);
  gl_open_protect(L);
  gl_open_order(L);
  gl_open_late(L);  // before the libraries, which wait as its tables do
  gl_open_string(L);
  gl_open_table(L);
  gl_open_math(L);
  gl_open_utf8(L);
  gl_open_coroutine(L);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  return 0;
}

gl_state *gl_new(const gl_limits *limits, void *context, gl_host host) {
  gl_state *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  state->limits = *limits;
  state->collect_at = limits->memory / 2;
  state->context = context;
  state->host = host;
  state->slot = -1;
  state->lua = gl_pool_open(&state->pool) ? lua_newstate(gl_allocate, state) : NULL;
  if (!state->lua) {
    gl_pool_close(&state->pool);
    free(state);
    return NULL;
  }
  *(gl_state **)lua_getextraspace(state->lua) = state;
  lua_pushcfunction(state->lua, open_state);
  if (lua_pcall(state->lua, 0, 0, 0) != LUA_OK) {
    lua_settop(state->lua, 0);
    gl_stop(state, GL_LIMIT_MEMORY);  // nothing else can fail there
  }
  return state;
}

size_t gl_free(gl_state *state) {
  if (!state) return 0;
  // No object has a finalizer: where all of them lie in the pool, it goes as a whole.
  bool walks = state->pool.outside > 0 && !state->abandoned;
  if (walks) lua_close(state->lua);
  size_t leaked = walks || state->pool.outside > 0 ? state->used : 0;
  gl_pool_close(&state->pool);
  free(state->names);
  gl_forget_lines(state);
  free(state->functions);
  free(state->function_names.bytes);
  free(state->scratch.bytes);
  free(state->result.bytes);
  free(state);
  return leaked;
}

// Names that a script chose may be as long as its memory allows.
static void put_name(gl_buffer *buffer, const char *name) {
  enum { LONGEST_NAME = 1000 };
  gl_put_string(buffer, name, strnlen(name, LONGEST_NAME));
}

static void put_frames(lua_State *L, gl_buffer *buffer) {
  lua_Debug record;
  uint32_t count = 0;
  while (lua_getstack(L, (int)count, &record) && count < 50) count++;
  gl_put_count(buffer, 'A', count);
  for (uint32_t level = 0; level < count; level++) {
    lua_getstack(L, (int)level, &record);
    lua_getinfo(L, "Sln", &record);
    const char *name = record.name ? record.name : "";
    int64_t line = record.currentline;
    gl_put_count(buffer, 'A', 3);
    put_name(buffer, record.source);
    gl_put(buffer, "I", 1);
    gl_put(buffer, &line, sizeof line);
    put_name(buffer, name);
  }
}

static int encode_result(lua_State *L) {
  gl_state *state = gl_of(L);
  gl_encode(L, &state->result, 1);
  return 0;
}

static void clear(gl_buffer *buffer) {
  buffer->count = 0;
  buffer->values = 0;
  buffer->full = false;
}

// Writes the value at the top of `from` to the result and pops it; what cannot cross becomes a text
// that says so. No metamethod of the script runs.
static bool put_value(gl_state *state, lua_State *from) {
  lua_State *L = state->lua;
  size_t before = state->result.count;
  lua_pushcfunction(L, encode_result);
  if (from == L) {
    lua_insert(L, -2);
  } else {
    lua_xmove(from, L, 1);
  }
  if (lua_pcall(L, 1, 0, 0) == LUA_OK) return true;
  state->result.count = before;
  state->result.full = false;
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "no data";
  gl_put_string(&state->result, text, strlen(text));
  lua_settop(L, 0);
  return false;
}

static void put_key(gl_buffer *buffer, const char *key) {
  uint32_t length = (uint32_t)strlen(key);
  gl_put(buffer, &length, sizeof length);
  gl_put(buffer, key, length);
}

// Leaves {error, frames} as the result; the error value is on top of `co`.
static gl_outcome failed(gl_state *state, lua_State *co) {
  clear(&state->result);
  gl_put_count(&state->result, 'M', 2);
  put_key(&state->result, "frames");
  put_frames(co, &state->result);
  put_key(&state->result, "error");
  if (state->stopped) {
    // No Lua code runs any more, and there may be no memory left for a copy of the error.
    gl_put_string(&state->result, "stopped", 7);
    return GL_STOPPED;
  }
  put_value(state, co);
  return GL_FAILED;
}

// Leaves a text as the error, without Lua: a stopped state has no memory for it.
static gl_outcome refused(gl_state *state, const char *text) {
  clear(&state->result);
  gl_put_count(&state->result, 'M', 2);
  put_key(&state->result, "frames");
  gl_put_count(&state->result, 'A', 0);
  put_key(&state->result, "error");
  gl_put_string(&state->result, text, strlen(text));
  return state->stopped ? GL_STOPPED : GL_FAILED;
}

static gl_outcome finished(gl_state *state, int results) {
  clear(&state->result);
  if (results == 0) {
    gl_put(&state->result, "N", 1);
    return GL_DONE;
  }
  lua_settop(state->main, lua_gettop(state->main) - results + 1);
  if (put_value(state, state->main)) return GL_DONE;
  // The result is the text of what is wrong with it: dress it as a failure.
  gl_buffer text = state->result;
  state->result = (gl_buffer){0};
  gl_put_count(&state->result, 'M', 1);
  put_key(&state->result, "error");
  gl_put(&state->result, text.bytes, text.count);
  free(text.bytes);
  return state->stopped ? GL_STOPPED : GL_FAILED;
}

// Runs the main coroutine until it ends, fails or waits.
static gl_outcome step(gl_state *state, int arguments) {
  int results = 0;
  if (state->stopped || !gl_enter(state)) {
    return refused(state, "stopped");
  }
  if (sigsetjmp(state->slice, 0)) {  // gl_try_escape
    state->running = NULL;
    gl_leave(state);
    return refused(state, "stopped");
  }
  state->running = state->main;
  if (gl_is_due(state)) gl_demand_attention(state);
  int status = lua_resume(state->main, state->lua, arguments, &results);
  state->running = NULL;
  gl_outcome outcome = GL_WAITING;
  if (state->stopped || (status != LUA_OK && status != LUA_YIELD)) {
    outcome = failed(state, state->main);
  } else if (status == LUA_OK) {
    outcome = finished(state, results);
  }
  gl_leave(state);  // after the result was encoded: that takes the run's time too
  return outcome;
}

// What a protected setup step works on.
typedef struct {
  gl_bytes source;
  const char *name;
} boot_input;

// compile(text, chunk name, environment): a function, or nil and what is wrong; without a text, that
// of the host function `source`. Given to the boot chunk alone, because a chunk's name decides what
// counts as the user's own code.
static int compile(lua_State *L) {
  size_t ceiling = gl_of(L)->limits.chunk;
  const char *name = luaL_checkstring(L, 2);
  gl_bytes text;
  if (lua_isnil(L, 1)) {
    text = gl_ask_text(L, "source", name + 1);
  } else {
    text.bytes = (const uint8_t *)luaL_checklstring(L, 1, &text.count);
  }
  luaL_checktype(L, 3, LUA_TTABLE);
  if (ceiling && text.count > ceiling) {
    lua_pushnil(L);
    lua_pushfstring(L, "%s:1: the file is too large (%d bytes at most)", name + 1, (int)ceiling);
    return 2;
  }
  if (gl_load_kept(L, text, name, false) != LUA_OK) {
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
  }
  if (name[0] == '@') gl_watch_lines(L, name + 1);
  lua_pushvalue(L, 3);
  if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
  return 1;
}

// The boot chunk alone may write into the tables it makes read-only.
static int unguarded_rawset(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  gl_fill(L, 1);
  lua_settop(L, 3);
  lua_rawset(L, 1);
  return 1;
}

static int boot(lua_State *L) {
  const boot_input *input = lua_touserdata(L, 1);
  if (gl_load_kept(L, input->source, input->name, true) != LUA_OK) return lua_error(L);
  gl_push_host(L, gl_of(L));
  lua_pushcfunction(L, compile);
  lua_pushcfunction(L, unguarded_rawset);
  lua_call(L, 3, 1);
  luaL_checktype(L, -1, LUA_TFUNCTION);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gl_key_entry);
  return 0;
}

gl_outcome gl_boot(gl_state *state, gl_bytes source, const char *name) {
  lua_State *L = state->lua;
  boot_input input = {source, name};
  if (state->stopped) return refused(state, "stopped");
  lua_pushcfunction(L, boot);
  lua_pushlightuserdata(L, &input);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) return failed(state, L);
  state->entry_ready = true;
  clear(&state->result);
  gl_put(&state->result, "N", 1);
  return GL_DONE;
}

static int start(lua_State *L) {
  gl_state *state = gl_of(L);
  const gl_bytes *arguments = lua_touserdata(L, 1);
  lua_State *co = lua_newthread(L);
  gl_set_hook(state, co);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &gl_key_entry);
  int count = gl_decode_array(L, *arguments);
  if (!lua_checkstack(co, count + 1)) return luaL_error(L, "too many arguments");
  lua_xmove(L, co, count + 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gl_key_main);
  state->main = co;
  gl_begin_total(state);
  return 0;
}

gl_outcome gl_start(gl_state *state, gl_bytes arguments) {
  lua_State *L = state->lua;
  if (state->stopped || !state->entry_ready || state->waiting) {
    return refused(state, "the state cannot start a call now");
  }
  lua_pushcfunction(L, start);
  lua_pushlightuserdata(L, &arguments);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) return failed(state, L);
  return step(state, lua_gettop(state->main) - 1);
}

gl_outcome gl_resume(gl_state *state, gl_status status, gl_bytes answer) {
  if (!state->waiting) {
    return refused(state, "no call waits for an answer");
  }
  state->waiting = false;
  state->answered = true;
  state->answer_status = status;
  state->answer = answer;
  return step(state, 0);
}

gl_bytes gl_result(const gl_state *state) {
  return (gl_bytes){state->result.bytes, state->result.count};
}

gl_limit gl_stopped_by(const gl_state *state) { return state->stopped; }
size_t gl_memory(const gl_state *state) { return state->used; }
size_t gl_memory_peak(const gl_state *state) { return state->peak; }
uint64_t gl_host_calls(const gl_state *state) { return state->host_calls; }
void gl_fail_allocation(gl_state *state, uint64_t n) { state->fail_at = n; }
const char *gl_lua_version(void) {
  return LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE;
}
