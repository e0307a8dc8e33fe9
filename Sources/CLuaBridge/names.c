// Strings that come again and again on tapes, the names of fields above all: found by a few of their
// bytes and compared, instead of hashed as a whole and looked up among all strings.
//
// Lua holds them in a table of fixed size, so the addresses kept here stay good.
#include "internal.h"

static const char key_names = 'n';

// As many sets, each of two strings; those longer than LONGEST are rare and not worth a place.
enum { SETS = 256, WAYS = 2, LONGEST = 40 };

struct gl_names {
  const char *text[SETS][WAYS];
  uint8_t length[SETS][WAYS];
  uint8_t next[SETS];  // the way to give up next
};

// Pushes the table that holds the strings, made at the first call; false, and pushes nothing, when
// there is no memory for the addresses.
bool gl_open_names(lua_State *L) {
  gl_state *state = gl_of(L);
  if (!state->names) {
    lua_createtable(L, SETS * WAYS, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_names);
    state->names = calloc(1, sizeof *state->names);
    if (!state->names) return false;
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &key_names);
  return true;
}

static inline uint64_t eight_at(const char *text) {
  uint64_t bytes;
  memcpy(&bytes, text, sizeof bytes);
  return bytes;
}

// The first and the last eight bytes, which overlap in texts below sixteen; shorter ones are whole.
typedef struct {
  uint64_t first, last;
} ends;

static inline ends ends_of(const char *text, size_t length) {
  if (length >= 8) return (ends){eight_at(text), eight_at(text + length - 8)};
  uint64_t all = 0;
  for (size_t i = 0; i < length; i++) all = all << 8 | (uint8_t)text[i];
  return (ends){all, all};
}

static inline unsigned set_of(ends of, size_t length) {
  uint64_t mixed = (of.first ^ (of.last << 1 | of.last >> 63) ^ length) * 0x9E3779B97F4A7C15u;
  return (unsigned)(mixed >> 56);
}

static inline bool is_same(const char *known, const char *text, ends of, size_t length) {
  ends other = ends_of(known, length);
  if (other.first != of.first || other.last != of.last) return false;
  return length <= 16 || memcmp(known + 8, text + 8, length - 16) == 0;
}

// Pushes the string of a text; `table` is where gl_open_names pushed.
void gl_push_name(lua_State *L, gl_names *names, int table, const char *text, size_t length) {
  if (length > LONGEST) {
    lua_pushlstring(L, text, length);
    return;
  }
  ends of = ends_of(text, length);
  unsigned set = set_of(of, length);
  for (unsigned way = 0; way < WAYS; way++) {
    const char *known = names->text[set][way];
    if (!known || names->length[set][way] != length || !is_same(known, text, of, length)) continue;
    lua_rawgeti(L, table, (lua_Integer)(set * WAYS + way + 1));
    return;
  }
  unsigned way = names->next[set];
  names->next[set] = (uint8_t)((way + 1) % WAYS);
  const char *string = lua_pushlstring(L, text, length);
  names->text[set][way] = NULL;
  lua_pushvalue(L, -1);
  lua_rawseti(L, table, (lua_Integer)(set * WAYS + way + 1));
  names->text[set][way] = string;
  names->length[set][way] = (uint8_t)length;
}
