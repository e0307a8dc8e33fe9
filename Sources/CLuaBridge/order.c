// pairs and next in a stable order: 1…n, other numbers ascending, strings by their bytes, then
// booleans, then the rest. Stock Lua's order depends on addresses, and so would every plan.
#include "internal.h"

enum { STEPS_OF_SINKING = 8 };
enum { RANK_SEQUENCE, RANK_NUMBER, RANK_STRING, RANK_BOOLEAN, RANK_OTHER };

typedef struct {
  int rank;
  lua_Number number;
  const char *text;  // owned by the key, which the keys' table holds
  size_t length;
  int position;  // in the keys' table
} entry;

static bool in_sequence(lua_State *L, int index, lua_Integer length) {
  if (!lua_isinteger(L, index)) return false;
  lua_Integer key = lua_tointeger(L, index);
  return key >= 1 && key <= length;
}

static entry describe(lua_State *L, int index, lua_Integer length, int position) {
  entry key = {.rank = RANK_OTHER, .position = position};
  switch (lua_type(L, index)) {
    case LUA_TNUMBER:
      key.rank = in_sequence(L, index, length) ? RANK_SEQUENCE : RANK_NUMBER;
      key.number = lua_tonumber(L, index);
      break;
    case LUA_TSTRING:
      key.rank = RANK_STRING;
      key.text = lua_tolstring(L, index, &key.length);
      break;
    case LUA_TBOOLEAN:
      key.rank = RANK_BOOLEAN;
      key.number = lua_toboolean(L, index);
      break;
    default: break;
  }
  return key;
}

static int compare(const entry *a, const entry *b) {
  if (a->rank != b->rank) return a->rank - b->rank;
  if (a->rank == RANK_STRING) {
    size_t shared = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, shared);
    if (order) return order;
    return (a->length > b->length) - (a->length < b->length);
  }
  if (a->rank != RANK_OTHER && a->number != b->number) return a->number < b->number ? -1 : 1;
  return a->position - b->position;
}

// Lets the entry at `root` sink to its place in a heap with the largest at 0.
static void sink(entry *entries, int root, int count) {
  entry sinking = entries[root];
  for (int child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && compare(&entries[child], &entries[child + 1]) < 0) child++;
    if (compare(&sinking, &entries[child]) >= 0) break;
    entries[root] = entries[child];
  }
  entries[root] = sinking;
}

// A heap sort needs no memory and may raise on the way, both unlike qsort.
static void sort(lua_State *L, entry *entries, int count) {
  for (int root = count / 2; root-- > 0;) {
    gl_spend(L, STEPS_OF_SINKING);
    sink(entries, root, count);
  }
  for (int last = count; --last > 0;) {
    gl_spend(L, STEPS_OF_SINKING);
    entry largest = entries[0];
    entries[0] = entries[last];
    entries[last] = largest;
    sink(entries, 0, last);
  }
}

// Upvalues of the iterator: length of the sequence, position, number of other keys, sorted entries
// (a userdata), table of the other keys.
enum { LENGTH = 1, POSITION, OTHERS, ENTRIES, KEYS };

// A script may call it with anything.
static int iterate(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer length = lua_tointeger(L, lua_upvalueindex(LENGTH));
  lua_Integer position = lua_tointeger(L, lua_upvalueindex(POSITION));
  lua_Integer total = length + lua_tointeger(L, lua_upvalueindex(OTHERS));
  const entry *entries = lua_touserdata(L, lua_upvalueindex(ENTRIES));
  while (position < total) {
    lua_settop(L, 1);
    if (position < length) {
      lua_pushinteger(L, position + 1);
    } else {
      lua_rawgeti(L, lua_upvalueindex(KEYS), entries[position - length].position);
    }
    position++;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) == LUA_TNIL) continue;  // removed during the walk
    lua_pushinteger(L, position);
    lua_replace(L, lua_upvalueindex(POSITION));
    return 2;
  }
  lua_pushnil(L);
  return 1;
}

// Whether the key under the top of the stack is one to sort.
static bool is_other(lua_State *L, lua_Integer length) {
  gl_spend(L, 1);
  return !in_sequence(L, -2, length) && !gl_is_hidden_key(L, -2);
}

// Pushes the upvalues OTHERS, ENTRIES and KEYS for the keys outside 1…length of the table there.
static int push_others(lua_State *L, int table, lua_Integer length) {
  int count = 0;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) count += is_other(L, length);
  lua_pushinteger(L, count);
  if (count == 0) {
    lua_pushnil(L);
    lua_pushnil(L);
    return 0;
  }
  entry *entries = lua_newuserdatauv(L, sizeof(entry) * (size_t)count, 0);
  lua_createtable(L, count, 0);
  int filled = 0;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    if (!is_other(L, length)) continue;
    entries[filled] = describe(L, -2, length, filled + 1);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -4, ++filled);
  }
  sort(L, entries, count);
  return count;
}

int gl_push_sorted_keys(lua_State *L, int table) {
  int count = push_others(L, table, 0);
  const entry *entries = lua_touserdata(L, -2);
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_rawgeti(L, -2, entries[i].position);
    lua_rawseti(L, -2, i + 1);
  }
  lua_replace(L, -4);
  lua_pop(L, 2);
  return count;
}

static int after_pairs_metamethod(lua_State *L, int status, lua_KContext context) {
  (void)L;
  (void)status;
  (void)context;
  return 3;
}

static int stable_pairs(lua_State *L) {
  luaL_checkany(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_callk(L, 1, 3, 0, after_pairs_metamethod);
    return 3;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  gl_fill(L, 1);
  lua_settop(L, 1);
  lua_Integer length = (lua_Integer)lua_rawlen(L, 1);
  lua_pushinteger(L, length);
  lua_pushinteger(L, 0);
  push_others(L, 1, length);
  lua_pushcclosure(L, iterate, KEYS);
  lua_pushvalue(L, 1);
  return 2;
}

// The key after the one at 2 (nil: the first) in the same order, by walking all keys.
static int stable_next(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  gl_fill(L, 1);
  lua_settop(L, 2);
  lua_Integer following = lua_isnil(L, 2) ? 1 : lua_isinteger(L, 2) ? lua_tointeger(L, 2) + 1 : 0;
  if (following > 0 && lua_rawgeti(L, 1, following) != LUA_TNIL) {
    lua_pushinteger(L, following);
    lua_insert(L, -2);
    return 2;
  }
  lua_settop(L, 2);
  lua_Integer length = (lua_Integer)lua_rawlen(L, 1);
  entry after = describe(L, 2, length, 0), best = {0};
  bool found = false;
  int position = 0;
  lua_pushnil(L);  // at 3: the best key so far
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    if (gl_is_hidden_key(L, -2)) continue;
    entry key = describe(L, -2, length, ++position);
    gl_spend(L, 1);
    if (lua_rawequal(L, 2, -2)) after.position = position;
    if (!lua_isnil(L, 2) && compare(&key, &after) <= 0) continue;
    if (found && compare(&key, &best) >= 0) continue;
    best = key;
    found = true;
    lua_pushvalue(L, -2);
    lua_replace(L, 3);
  }
  if (!found) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushvalue(L, 3);
  lua_rawget(L, 1);
  return 2;
}

void gl_open_order(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"pairs", stable_pairs}, {"next", stable_next}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
