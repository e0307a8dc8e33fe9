// table.sort as a merge sort: it needs fewer comparisons than stock Lua's quicksort, ends with any
// comparator, and keeps equal elements in their order, so that plans are the same everywhere.
//
// What is sorted are positions; the table itself is written once at the end. A comparator that
// fails leaves it as it was.
#include "internal.h"

enum { TABLE = 1, LESS, MEMORY, LEFT, RIGHT };  // slots of the stack
enum { FEW = 64 };                              // elements that are sorted without taking memory

typedef struct {
  lua_State *L;
  uint32_t *spare;  // room for half of the positions
  bool has_function;
} sorter;

static inline void load(lua_State *L, int slot, uint32_t position) {
  lua_geti(L, TABLE, position);
  lua_replace(L, slot);
}

// Whether the element in RIGHT must come before the one in LEFT.
static bool is_out_of_order(const sorter *s) {
  lua_State *L = s->L;
  gl_spend(L, 4);
  if (!s->has_function) return lua_compare(L, RIGHT, LEFT, LUA_OPLT);
  lua_pushvalue(L, LESS);
  lua_pushvalue(L, RIGHT);
  lua_pushvalue(L, LEFT);
  lua_call(L, 2, 1);
  bool less = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return less;
}

static void *allocate(lua_State *L, size_t size) {
  gl_reserve(L, size);
  void *memory = lua_newuserdatauv(L, size, 0);
  lua_replace(L, MEMORY);
  return memory;
}

static void merge_sort(const sorter *s, uint32_t *positions, size_t count) {
  if (count < 2) return;
  lua_State *L = s->L;
  size_t half = count / 2, left = 0, right = half;
  merge_sort(s, positions, half);
  merge_sort(s, positions + half, count - half);
  load(L, LEFT, positions[half - 1]);
  load(L, RIGHT, positions[half]);
  if (!is_out_of_order(s)) return;
  memcpy(s->spare, positions, half * sizeof *positions);
  if (half > 1) load(L, LEFT, s->spare[0]);
  // The result never reaches the right half's rest: as many slots are free as the left has left.
  for (uint32_t *to = positions; left < half; to++) {
    if (right < count && (count == 2 || is_out_of_order(s))) {
      *to = positions[right++];
      if (right < count) load(L, RIGHT, positions[right]);
    } else {
      *to = s->spare[left++];
      if (left < half && right < count) load(L, LEFT, s->spare[left]);
    }
  }
}

// Puts the element of positions[i] at i + 1, for all i, following each cycle of moves.
static void permute(lua_State *L, uint32_t *positions, uint32_t count) {
  for (uint32_t start = 1; start <= count; start++) {
    if (positions[start - 1] == start) continue;
    lua_geti(L, TABLE, start);
    uint32_t to = start;
    for (;;) {
      uint32_t from = positions[to - 1];
      positions[to - 1] = to;
      gl_spend(L, 2);
      if (from == start) break;
      lua_geti(L, TABLE, from);
      lua_seti(L, TABLE, to);
      to = from;
    }
    lua_seti(L, TABLE, to);
  }
}

// Floats as integers of the same order; the same again gives the float's bits back.
static int64_t mirrored(int64_t bits) { return bits ^ (int64_t)((uint64_t)(bits >> 63) >> 1); }

// Reads all elements as keys; false when they are not all integers or all floats.
static bool read_keys(lua_State *L, int64_t *keys, size_t count, bool integers) {
  for (size_t i = 0; i < count; i++) {
    lua_geti(L, TABLE, (lua_Integer)i + 1);
    gl_spend(L, 1);
    lua_Number number = lua_tonumber(L, -1);
    bool fits = lua_type(L, -1) == LUA_TNUMBER && lua_isinteger(L, -1) == integers &&
                number == number;  // not a NaN, which has no order
    if (integers) {
      keys[i] = lua_tointeger(L, -1);
    } else {
      memcpy(&keys[i], &number, sizeof number);
      keys[i] = mirrored(keys[i]);
    }
    lua_pop(L, 1);
    if (!fits) return false;
  }
  return true;
}

static void write_keys(lua_State *L, const int64_t *keys, size_t count, bool integers) {
  for (size_t i = 0; i < count; i++) {
    lua_Number number;
    int64_t bits = mirrored(keys[i]);
    memcpy(&number, &bits, sizeof number);
    if (integers) {
      lua_pushinteger(L, keys[i]);
    } else {
      lua_pushnumber(L, number);
    }
    lua_seti(L, TABLE, (lua_Integer)i + 1);
    gl_spend(L, 1);
  }
}

static void insertion_sort(int64_t *keys, size_t count) {
  for (size_t i = 1; i < count; i++) {
    int64_t key = keys[i];
    size_t to = i;
    for (; to > 0 && keys[to - 1] > key; to--) keys[to] = keys[to - 1];
    keys[to] = key;
  }
}

// `spare` has room for half of the keys.
static void sort_keys(lua_State *L, int64_t *keys, int64_t *spare, size_t count) {
  gl_spend(L, count);
  if (count <= 16) {
    insertion_sort(keys, count);
    return;
  }
  size_t half = count / 2, left = 0, right = half;
  sort_keys(L, keys, spare, half);
  sort_keys(L, keys + half, spare, count - half);
  if (keys[half - 1] <= keys[half]) return;
  memcpy(spare, keys, half * sizeof *keys);
  for (int64_t *to = keys; left < half; to++) {
    bool take_right = right < count && keys[right] < spare[left];
    *to = take_right ? keys[right] : spare[left];
    right += take_right;
    left += !take_right;
  }
}

// Numbers without a comparator need no Lua at all; false when they are not all of one kind.
static bool sort_numbers(lua_State *L, size_t count) {
  if (lua_geti(L, TABLE, 1) != LUA_TNUMBER) {
    lua_pop(L, 1);
    return false;
  }
  bool integers = lua_isinteger(L, -1);
  lua_pop(L, 1);
  int64_t few[FEW + FEW / 2], *keys = few;
  if (count > FEW) keys = allocate(L, (count + count / 2) * sizeof *keys);
  if (!read_keys(L, keys, count, integers)) return false;
  sort_keys(L, keys, keys + count, count);
  write_keys(L, keys, count, integers);
  return true;
}

int gl_table_sort(lua_State *L) {
  lua_Integer length = gl_check_array(L, true);
  if (length < 2) return 0;
  sorter s = {.L = L, .has_function = !lua_isnoneornil(L, LESS)};
  if (s.has_function) luaL_checktype(L, LESS, LUA_TFUNCTION);
  lua_settop(L, RIGHT);
  size_t count = (size_t)length;
  if (!s.has_function && sort_numbers(L, count)) return 0;
  uint32_t few[FEW + FEW / 2], *positions = few;
  if (count > FEW) positions = allocate(L, (count + count / 2) * sizeof *positions);
  s.spare = positions + count;
  for (size_t i = 0; i < count; i++) positions[i] = (uint32_t)i + 1;
  merge_sort(&s, positions, count);
  permute(L, positions, (uint32_t)count);
  return 0;
}
