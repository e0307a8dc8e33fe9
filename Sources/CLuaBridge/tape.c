// The value tape: how values cross the boundary, as one flat run of bytes.
//
//   N nil   Z null   T true   F false   I int64   D double
//   S u32 bytes      A u32 count, values      M u32 count, (u32 bytes, value)…
//
// Numbers are in the machine's byte order: a tape never leaves the machine. Encoding reads tables
// raw, so no metamethod of a script runs here. A member `~later` of the host's is a list of fields
// that the record does not have yet (later.c).
#include <math.h>

#include "internal.h"

// A few tables that share others can stand for endless data, and a value takes more room in the host
// than on the tape.
enum { MAX_DEPTH = 100, LOOK_EVERY = 4096, MAX_TAPE = 64 << 20, MAX_VALUES = 1000000 };

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
    size_t capacity = buffer->capacity ? buffer->capacity : 512;
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
  const path *frames[MAX_DEPTH + 2];
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

static int fail(lua_State *L, const path *at, const char *problem) {
  luaL_checkstack(L, 10, NULL);
  push_path(L, at);
  const char *where = lua_tostring(L, -1);
  return *where ? luaL_error(L, "%s: %s", where, problem) : luaL_error(L, "value: %s", problem);
}

static void encode(lua_State *L, gl_buffer *buffer, int index, int depth, const path *at);

static void encode_array_table(lua_State *L, gl_buffer *buffer, int index, int depth,
                               const path *at, size_t length) {
  size_t keys = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    keys += !gl_is_hidden_key(L, -2);
  }
  static const char *const problem = "a list with holes or with named fields";
  if (keys != length) fail(L, at, problem);
  gl_put_count(buffer, 'A', (uint32_t)length);
  for (size_t i = 1; i <= length; i++) {
    path here = {.up = at, .index = (lua_Integer)i};
    if (lua_rawgeti(L, index, (lua_Integer)i) == LUA_TNIL) fail(L, at, problem);
    encode(L, buffer, lua_gettop(L), depth + 1, &here);
    lua_pop(L, 1);
  }
}

static void encode_map(lua_State *L, gl_buffer *buffer, int index, int depth, const path *at) {
  put_tag(buffer, 'M');
  size_t count_at = buffer->count;
  uint32_t count = 0;
  gl_put(buffer, &count, sizeof count);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (gl_is_hidden_key(L, -2)) continue;
    if (lua_type(L, -2) != LUA_TSTRING) {
      fail(L, at, lua_type(L, -2) == LUA_TNUMBER ? "a list with holes or a number as a field's name"
                                                 : "a field's name must be a string");
    }
    size_t length;
    const char *key = lua_tolstring(L, -2, &length);
    path here = {.up = at, .key = key};
    put_text(buffer, key, length);
    encode(L, buffer, lua_gettop(L), depth + 1, &here);
    count++;
  }
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
static void count_value(lua_State *L, gl_buffer *buffer, const path *at) {
  if (++buffer->values % LOOK_EVERY == 0) gl_check(L);
  if (buffer->full || buffer->values > MAX_VALUES) fail(L, at, "too large to hand over");
}

static void encode(lua_State *L, gl_buffer *buffer, int index, int depth, const path *at) {
  if (depth > MAX_DEPTH) fail(L, at, "nested too deeply (does it contain itself?)");
  count_value(L, buffer, at);
  luaL_checkstack(L, 6, "value nested too deeply");
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
        if (!isfinite(value)) fail(L, at, "not a finite number");
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
        encode_array_table(L, buffer, index, depth, at, length);
      } else {
        encode_map(L, buffer, index, depth, at);
      }
      break;
    }
    default: {
      char problem[64];
      snprintf(problem, sizeof problem, "a %s is no data", luaL_typename(L, index));
      fail(L, at, problem);
    }
  }
}

void gl_encode(lua_State *L, gl_buffer *buffer, int index) {
  path root = {0};
  encode(L, buffer, lua_absindex(L, index), 0, &root);
  if (buffer->full) luaL_error(L, "value too large to hand over");
}

void gl_encode_array(lua_State *L, gl_buffer *buffer, int first, int last) {
  gl_put_count(buffer, 'A', (uint32_t)(last - first + 1));
  for (int i = first; i <= last; i++) gl_encode(L, buffer, i);
}

typedef struct {
  const uint8_t *at, *end;
  gl_names *names;  // NULL: the tape is too short for it
  int table;        // of the names, on the stack
  size_t values;
} reader;

static inline bool has(const reader *tape, size_t count) {
  return (size_t)(tape->end - tape->at) >= count;
}

static inline void take(lua_State *L, reader *tape, void *into, size_t count) {
  if (!has(tape, count)) luaL_error(L, "broken tape");
  memcpy(into, tape->at, count);
  tape->at += count;
}

static inline uint32_t take_count(lua_State *L, reader *tape) {
  uint32_t count;
  take(L, tape, &count, sizeof count);
  if (!has(tape, count)) luaL_error(L, "broken tape");
  return count;
}

static inline void push_text(lua_State *L, reader *tape, bool may_repeat) {
  uint32_t count = take_count(L, tape);
  const char *text = (const char *)tape->at;
  tape->at += count;
  if (may_repeat && tape->names) {
    gl_push_name(L, tape->names, tape->table, text, count);
  } else {
    lua_pushlstring(L, text, count);
  }
}

static void push_table(lua_State *L, int elements, int members, int depth) {
  if (depth > MAX_DEPTH) luaL_error(L, "value nested too deeply");
  luaL_checkstack(L, 4, "value nested too deeply");
  lua_createtable(L, elements, members);
}

static void decode(lua_State *L, reader *tape, int depth, bool may_repeat);

// Reads `count` elements into the table at the top.
static void read_elements(lua_State *L, reader *tape, uint32_t count, int depth) {
  for (uint32_t i = 1; i <= count; i++) {
    decode(L, tape, depth + 1, true);
    lua_rawseti(L, -2, i);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &gl_key_array);
  lua_setmetatable(L, -2);
}

// Whether the next text is the name of the member that lists the fields known only after the apply.
static inline bool is_later(const reader *tape) {
  static const char name[] = "~later";
  uint32_t length;
  if (!has(tape, sizeof length + 1) || tape->at[sizeof length] != '~') return false;
  memcpy(&length, tape->at, sizeof length);
  return length == sizeof name - 1 && has(tape, sizeof length + length) &&
         memcmp(tape->at + sizeof length, name, length) == 0;
}

// Reads `count` members into the table at the top.
static void read_members(lua_State *L, reader *tape, uint32_t count, int depth) {
  for (uint32_t i = 0; i < count; i++) {
    bool names_later = is_later(tape);
    push_text(L, tape, true);
    decode(L, tape, depth + 1, false);
    if (names_later) {
      lua_remove(L, -2);
      gl_guard_later(L);
    } else {
      lua_rawset(L, -3);
    }
  }
}

static inline void pass(lua_State *L, reader *tape, size_t count) {
  if (!has(tape, count)) luaL_error(L, "broken tape");
  tape->at += count;
}

static void pass_value(lua_State *L, reader *tape, int depth);

static void pass_content(lua_State *L, reader *tape, char tag, uint32_t count, int depth) {
  if (depth > MAX_DEPTH) luaL_error(L, "value nested too deeply");
  for (uint32_t i = 0; i < count; i++) {
    if (tag == 'M') pass(L, tape, take_count(L, tape));
    pass_value(L, tape, depth + 1);
  }
}

static void pass_value(lua_State *L, reader *tape, int depth) {
  char tag;
  take(L, tape, &tag, 1);
  switch (tag) {
    case 'N':
    case 'Z':
    case 'T':
    case 'F': break;
    case 'I':
    case 'D': pass(L, tape, 8); break;
    case 'S': pass(L, tape, take_count(L, tape)); break;
    case 'A':
    case 'M': pass_content(L, tape, tag, take_count(L, tape), depth); break;
    default: luaL_error(L, "broken tape");
  }
}

// Whether a list or map inside another is worth to be filled only when it is looked at. Lists of
// records are walked through as a rule.
static bool is_for_later(const reader *tape, char tag, uint32_t count, int depth) {
  enum { WORTH_LATER = 12 };
  if (depth == 0 || count < WORTH_LATER) return false;
  return tag == 'M' || !has(tape, 1) || (*tape->at != 'M' && *tape->at != 'A');
}

static void decode_table(lua_State *L, reader *tape, char tag, int depth) {
  const uint8_t *start = tape->at - 1;
  uint32_t count = take_count(L, tape);
  bool later = is_for_later(tape, tag, count, depth);
  // A list that waits has its piece of the tape as its only field.
  push_table(L, tag == 'A' ? (int)count : 0, tag == 'M' ? (int)count : later, depth);
  if (later) {
    pass_content(L, tape, tag, count, depth);
    gl_fill_late(L, (gl_bytes){start, (size_t)(tape->at - start)});
  } else if (tag == 'A') {
    read_elements(L, tape, count, depth);
  } else {
    read_members(L, tape, count, depth);
  }
}

// Needs one free slot of the stack; tables make room for what is in them. `may_repeat`: a text here
// is one of a list, such as a scope, and not the value of a field, such as a name.
static void decode(lua_State *L, reader *tape, int depth, bool may_repeat) {
  char tag;
  int64_t integer;
  double number;
  if (++tape->values % LOOK_EVERY == 0) gl_check(L);
  take(L, tape, &tag, 1);
  switch (tag) {
    case 'N': lua_pushnil(L); break;
    case 'Z': lua_pushlightuserdata(L, NULL); break;
    case 'T': lua_pushboolean(L, 1); break;
    case 'F': lua_pushboolean(L, 0); break;
    case 'I':
      take(L, tape, &integer, sizeof integer);
      lua_pushinteger(L, integer);
      break;
    case 'D':
      take(L, tape, &number, sizeof number);
      lua_pushnumber(L, number);
      break;
    case 'S': push_text(L, tape, may_repeat); break;
    case 'A':
    case 'M': decode_table(L, tape, tag, depth); break;
    default: luaL_error(L, "broken tape");
  }
}

// Begins to read a tape; what it needs on the stack is one slot more.
static reader open_tape(lua_State *L, gl_bytes bytes) {
  enum { WORTH_NAMES = 1024 };
  reader tape = {.at = bytes.bytes, .end = bytes.bytes + bytes.count};
  if (bytes.count >= WORTH_NAMES && gl_open_names(L)) {
    tape.names = gl_of(L)->names;
    tape.table = lua_gettop(L);
  }
  return tape;
}

static void close_tape(lua_State *L, const reader *tape) {
  if (tape->names) lua_remove(L, tape->table);
}

// Pushes the value of a tape.
void gl_decode(lua_State *L, gl_bytes bytes) {
  reader tape = open_tape(L, bytes);
  decode(L, &tape, 0, false);
  close_tape(L, &tape);
}

// Fills the table at the top with a tape's array or map.
void gl_decode_into(lua_State *L, gl_bytes bytes) {
  char tag;
  int table = lua_gettop(L);
  reader tape = open_tape(L, bytes);
  lua_pushvalue(L, table);
  take(L, &tape, &tag, 1);
  (tag == 'A' ? read_elements : read_members)(L, &tape, take_count(L, &tape), 0);
  lua_settop(L, table);
}

// Pushes the elements of a tape's array one by one; gives their number.
int gl_decode_array(lua_State *L, gl_bytes bytes) {
  reader tape = open_tape(L, bytes);
  char tag;
  take(L, &tape, &tag, 1);
  if (tag != 'A') luaL_error(L, "broken tape");
  uint32_t count = take_count(L, &tape);
  luaL_checkstack(L, (int)count + 1, "too many arguments");
  for (uint32_t i = 0; i < count; i++) decode(L, &tape, 0, false);
  close_tape(L, &tape);
  return (int)count;
}
