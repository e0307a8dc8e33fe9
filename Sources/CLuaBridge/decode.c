// Reading tapes (tape.c).
//
// In answers of host functions that name fields known later, a member `~later` is a list of those
// that the record does not have yet (later.c). A recipe's own data may have such a member too; that
// of other functions is data.
#include "internal.h"

typedef struct {
  const uint8_t *at, *end;
  gl_names *names;  // NULL: the tape is too short for it
  int table;        // of the names, on the stack
  size_t values;
  bool names_later;  // whether members `~later` have a meaning
  bool passed_later;  // whether one was passed over
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
  if (depth > GL_DEEPEST) luaL_error(L, "value nested too deeply");
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
  if (!tape->names_later) return false;
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
    if (names_later && lua_istable(L, -1)) {
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
  if (depth > GL_DEEPEST) luaL_error(L, "value nested too deeply");
  for (uint32_t i = 0; i < count; i++) {
    if (tag == 'M') {
      tape->passed_later |= is_later(tape);
      pass(L, tape, take_count(L, tape));
    }
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
  if (later) {
    const uint8_t *content = tape->at;
    tape->passed_later = false;
    pass_content(L, tape, tag, count, depth);
    later = !tape->passed_later;  // what is filled later is filled as plain data
    if (!later) tape->at = content;
  }
  // A list that waits has its piece of the tape as its only field.
  push_table(L, tag == 'A' ? (int)count : 0, tag == 'M' ? (int)count : later, depth);
  if (later) {
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
  if (++tape->values % GL_LOOK_EVERY == 0) gl_check(L);
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
void gl_decode(lua_State *L, gl_bytes bytes, bool names_later) {
  reader tape = open_tape(L, bytes);
  tape.names_later = names_later;
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
