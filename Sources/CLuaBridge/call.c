// Calls from Lua to the host.
#include "internal.h"

// Fills `record` with the innermost function that is the user's own code: its chunk name starts
// with '@'; the shipped library's start with '='.
bool gl_find_place(lua_State *L, lua_Debug *record) {
  for (int level = 0; lua_getstack(L, level, record); level++) {
    lua_getinfo(L, "Sl", record);
    if (record->source[0] == '@' && record->currentline > 0) return true;
  }
  return false;
}

// Raises what a host function failed with: a map becomes an error object, with the place added.
static int raise_host_error(lua_State *L, gl_bytes answer) {
  gl_decode(L, answer, false);
  if (lua_istable(L, -1)) {
    lua_Debug record;
    lua_getfield(L, -1, "where");
    if (lua_isnil(L, -1) && gl_find_place(L, &record)) {
      lua_pushfstring(L, "%s:%d", record.source + 1, record.currentline);
      lua_setfield(L, -3, "where");
    }
    lua_pop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &gl_key_error);
    lua_setmetatable(L, -2);
  }
  return lua_error(L);
}

// The host hit a ceiling that it watches itself: the answer is the integer of it.
static int raise_host_stop(lua_State *L, gl_bytes answer) {
  int64_t limit = GL_LIMIT_NONE;
  if (answer.count > sizeof limit) memcpy(&limit, answer.bytes + 1, sizeof limit);
  gl_stop(gl_of(L), (gl_limit)limit);
  return gl_raise_stop(L);
}

static int finish(lua_State *L, gl_status status, gl_bytes answer, bool names_later) {
  if (status == GL_STOP) return raise_host_stop(L, answer);
  if (status == GL_ERROR) return raise_host_error(L, answer);
  gl_decode(L, answer, names_later);
  return 1;
}

static int resumed(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  gl_state *state = gl_of(L);
  if (!state->answered) return luaL_error(L, "resumed without an answer of the host");
  state->answered = false;
  lua_settop(L, 0);
  return finish(L, state->answer_status, state->answer, state->answer_names_later);
}

// The text that a host function answers to one text, without making a Lua string of it; valid until
// the next call of the host. Raises what the function failed with.
gl_bytes gl_ask_text(lua_State *L, const char *function, const char *argument) {
  gl_state *state = gl_of(L);
  uint32_t index = gl_find_host_function(state, function), length;
  if (index == state->function_count) luaL_error(L, "the host has no function '%s'", function);
  state->scratch.count = 0;
  state->scratch.full = false;
  gl_put_count(&state->scratch, 'A', 1);
  gl_put_string(&state->scratch, argument, strlen(argument));
  gl_call call = {.function = index,
                  .arguments = {state->scratch.bytes, state->scratch.count}};
  gl_bytes answer = {0};
  gl_status status = state->host(state->context, &call, &answer);
  if (status == GL_ERROR) raise_host_error(L, answer);
  if (status != GL_OK || answer.count < 5 || answer.bytes[0] != 'S') {
    luaL_error(L, "the host function '%s' gave no text", function);
  }
  memcpy(&length, answer.bytes + 1, sizeof length);
  if (length > answer.count - 5) luaL_error(L, "broken tape");
  return (gl_bytes){answer.bytes + 5, length};
}

// Every host function is this one; upvalue 1 is its index.
int gl_trampoline(lua_State *L) {
  gl_state *state = gl_of(L);
  if (state->stopped) return gl_raise_stop(L);
  if (state->limits.host_calls && state->host_calls >= state->limits.host_calls) {
    gl_stop(state, GL_LIMIT_HOST_CALLS);
    return gl_raise_stop(L);
  }
  state->host_calls++;
  uint32_t index = (uint32_t)lua_tointeger(L, lua_upvalueindex(1));
  state->scratch.count = state->scratch.values = 0;
  state->scratch.full = false;
  gl_encode_array(L, &state->scratch, 1, lua_gettop(L));

  lua_Debug record;
  gl_call call = {.function = index,
                  .arguments = {state->scratch.bytes, state->scratch.count}};
  gl_traits traits = state->functions[index].traits;
  if ((traits & GL_WANTS_PLACE) && gl_find_place(L, &record)) {
    call.source = record.source + 1;
    call.line = record.currentline;
  }
  gl_bytes answer = {0};
  gl_status status = state->host(state->context, &call, &answer);  // the only frame of Swift's
  bool names_later = traits & GL_NAMES_LATER;
  if (status != GL_PENDING) return finish(L, status, answer, names_later);
  if (state->cannot_wait || !lua_isyieldable(L)) {
    return luaL_error(L, "this call waits for the service, which is not possible inside a "
                         "comparison of table.sort or a replacement of string.gsub");
  }
  state->waiting = true;
  state->answer_names_later = names_later;
  return lua_yieldk(L, 0, 0, resumed);
}
