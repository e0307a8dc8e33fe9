// The value tape: how values cross the boundary, as one flat run of bytes.
//
//   N nil   Z null   T true   F false   I int64   D double
//   S u32 bytes      A u32 count, values      M u32 count, (u32 bytes, value)…
//
// Numbers are in the machine's byte order: a tape never leaves the machine. Encoding reads tables
// raw, so no metamethod of a script runs here. decode.c reads them.
#include <math.h>

#include "internal.h"

// A few tables that share others can stand for endless data, and a value takes more room in the host
// than on the tape.
enum { MAX_TAPE = 64 << 20, MAX_VALUES = 1000000 };

const char gl_key_array = 'a';  // metatable of arrays that came from the host
const char gl_key_error = 'e';  // metatable of error objects

// Where in the value the encoder is, for messages: the frames of the recursion, linked.
typedef struct path {
  const struct path *up;
  const char *key;  // NULL: an index
  lua_Integer index;
} path;

void gl_put(gl_buffer *buffer, const void *bytes, size_t count) {
  if (buffer->full) return;
  if (buffer->count + count > buffer->capacity) {
    enum { LEAST = 128 };
    size_t capacity = buffer->capacity ? buffer->capacity : LEAST;
    while (capacity < buffer->count + count) capacity *= 2;
    uint8_t *moved = capacity > MAX_TAPE ? NULL : realloc(buffer->bytes, capacity);
    if (!moved) {
      buffer->full = true;
      return;
    }
    buffer->bytes = moved;
    buffer->capacity = capacity;
  }
  if (count) memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
}

static void put_tag(gl_buffer *buffer, char tag) { gl_put(buffer, &tag, 1); }

void gl_put_count(gl_buffer *buffer, char tag, uint32_t count) {
  put_tag(buffer, tag);
  gl_put(buffer, &count, sizeof count);
}

static void put_text(gl_buffer *buffer, const char *text, size_t count) {
  uint32_t length = (uint32_t)count;
  gl_put(buffer, &length, sizeof length);
  gl_put(buffer, text, count);
}

void gl_put_string(gl_buffer *buffer, const char *text, size_t count) {
  put_tag(buffer, 'S');
  put_text(buffer, text, count);
}

static void push_path(lua_State *L, const path *at) {
  luaL_Buffer text;
  const path *frames[GL_DEEPEST + 2];
  int count = 0;
  for (; at && at->up; at = at->up) frames[count++] = at;
  luaL_buffinit(L, &text);
  while (count--) {
    if (frames[count]->key) {
      if (luaL_bufflen(&text)) luaL_addchar(&text, '.');
      luaL_addstring(&text, frames[count]->key);
    } else {
      char index[32];
      snprintf(index, sizeof index, "[%lld]", (long long)frames[count]->index);
      luaL_addstring(&text, index);
    }
  }
  luaL_pushresult(&text);
}

// One value on its way to the tape. Tables are read in Lua's own order, which depends on addresses;
// when a value turns out to be no data, it is read once more in the order of `pairs`, so that every
// run names the same member.
typedef struct {
  gl_buffer *buffer;
  int index;             // of the value on the stack
  size_t count, values;  // of the buffer when the value began
  bool in_order;
} walk;

static void encode(lua_State *L, walk *walk, int index, int depth, const path *at);

static void encode_whole(lua_State *L, walk *walk) {
  path root = {0};
  encode(L, walk, walk->index, 0, &root);
}

static int fail(lua_State *L, walk *walk, const path *at, const char *problem) {
  luaL_checkstack(L, 10, NULL);
  if (!walk->in_order) {
    walk->in_order = true;
    walk->buffer->count = walk->count;
    walk->buffer->values = walk->values;
    encode_whole(L, walk);  // raises
  }
  push_path(L, at);
  const char *where = lua_tostring(L, -1);
  return *where ? luaL_error(L, "%s: %s", where, problem) : luaL_error(L, "value: %s", problem);
}

static void encode_array_table(lua_State *L, walk *walk, int index, int depth,
                               const path *at, size_t length) {
  size_t keys = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    keys += !gl_is_hidden_key(L, -2);
  }
  static const char *const problem = "a list with holes or with named fields";
  if (keys != length) fail(L, walk, at, problem);
  gl_put_count(walk->buffer, 'A', (uint32_t)length);
  for (size_t i = 1; i <= length; i++) {
    path here = {.up = at, .index = (lua_Integer)i};
    if (lua_rawgeti(L, index, (lua_Integer)i) == LUA_TNIL) fail(L, walk, at, problem);
    encode(L, walk, lua_gettop(L), depth + 1, &here);
    lua_pop(L, 1);
  }
}

// The field whose name and value are on top of the stack.
static void encode_field(lua_State *L, walk *walk, int depth, const path *at) {
  if (lua_type(L, -2) != LUA_TSTRING) {
    fail(L, walk, at,
         lua_type(L, -2) == LUA_TNUMBER ? "a list with holes or a number as a field's name"
                                        : "a field's name must be a string");
  }
  size_t length;
  const char *key = lua_tolstring(L, -2, &length);
  path here = {.up = at, .key = key};
  put_text(walk->buffer, key, length);
  encode(L, walk, lua_gettop(L), depth + 1, &here);
}

static uint32_t encode_fields_in_order(lua_State *L, walk *walk, int index, int depth,
                                       const path *at) {
  int count = gl_push_sorted_keys(L, index);
  int keys = lua_gettop(L);
  for (int i = 1; i <= count; i++) {
    lua_rawgeti(L, keys, i);
    lua_pushvalue(L, -1);
    lua_rawget(L, index);
    encode_field(L, walk, depth, at);
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
  return (uint32_t)count;
}

static uint32_t encode_fields(lua_State *L, walk *walk, int index, int depth, const path *at) {
  uint32_t count = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (gl_is_hidden_key(L, -2)) continue;
    encode_field(L, walk, depth, at);
    count++;
  }
  return count;
}

static void encode_map(lua_State *L, walk *walk, int index, int depth, const path *at) {
  gl_buffer *buffer = walk->buffer;
  put_tag(buffer, 'M');
  size_t count_at = buffer->count;
  uint32_t count = 0;
  gl_put(buffer, &count, sizeof count);
  count = walk->in_order ? encode_fields_in_order(L, walk, index, depth, at)
                         : encode_fields(L, walk, index, depth, at);
  if (!buffer->full) memcpy(buffer->bytes + count_at, &count, sizeof count);
}

static bool is_marked_array(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &gl_key_array);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

// Counts one more value; fails when there are too many, or no time left for them.
static void count_value(lua_State *L, walk *walk, const path *at) {
  gl_buffer *buffer = walk->buffer;
  if (++buffer->values % GL_LOOK_EVERY == 0) gl_check(L);
  if (buffer->full || buffer->values > MAX_VALUES) fail(L, walk, at, "too large to hand over");
}

static void encode(lua_State *L, walk *walk, int index, int depth, const path *at) {
  if (depth > GL_DEEPEST) fail(L, walk, at, "nested too deeply (does it contain itself?)");
  count_value(L, walk, at);
  gl_buffer *buffer = walk->buffer;
  luaL_checkstack(L, 8, "value nested too deeply");
  switch (lua_type(L, index)) {
    case LUA_TNIL: put_tag(buffer, 'N'); break;
    case LUA_TBOOLEAN: put_tag(buffer, lua_toboolean(L, index) ? 'T' : 'F'); break;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        int64_t value = lua_tointeger(L, index);
        put_tag(buffer, 'I');
        gl_put(buffer, &value, sizeof value);
      } else {
        double value = lua_tonumber(L, index);
        if (!isfinite(value)) fail(L, walk, at, "not a finite number");
        put_tag(buffer, 'D');
        gl_put(buffer, &value, sizeof value);
      }
      break;
    case LUA_TSTRING: {
      size_t length;
      const char *text = lua_tolstring(L, index, &length);
      gl_put_string(buffer, text, length);
      break;
    }
    case LUA_TLIGHTUSERDATA: put_tag(buffer, 'Z'); break;  // null is the only one there is
    case LUA_TTABLE: {
      gl_check(L);  // a table without elements may have a million slots that were cleared
      gl_fill(L, index);
      size_t length = lua_rawlen(L, index);
      if (length > 0 || is_marked_array(L, index)) {
        encode_array_table(L, walk, index, depth, at, length);
      } else {
        encode_map(L, walk, index, depth, at);
      }
      break;
    }
    default: {
      char problem[64];
      snprintf(problem, sizeof problem, "a %s is no data", luaL_typename(L, index));
      fail(L, walk, at, problem);
    }
  }
}

void gl_encode(lua_State *L, gl_buffer *buffer, int index) {
  walk walk = {.buffer = buffer,
               .index = lua_absindex(L, index),
               .count = buffer->count,
               .values = buffer->values};
  encode_whole(L, &walk);
  if (buffer->full) luaL_error(L, "value too large to hand over");
}

void gl_encode_array(lua_State *L, gl_buffer *buffer, int first, int last) {
  gl_put_count(buffer, 'A', (uint32_t)(last - first + 1));
  for (int i = first; i <= last; i++) gl_encode(L, buffer, i);
}
