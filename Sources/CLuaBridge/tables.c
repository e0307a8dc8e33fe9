// The table library. Stock Lua trusts any length that `__len` tells and any range that it is given,
// and would walk 2^62 slots of an empty table.
#include "internal.h"

enum { READ = 1, WRITE = 2, LENGTH = 4 };

static bool has_method(lua_State *L, int metatable, const char *name) {
  lua_pushstring(L, name);
  bool found = lua_rawget(L, metatable) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
}

// Anything that behaves like a table in the ways that are needed will do.
static void check_table(lua_State *L, int index, int needs) {
  if (lua_istable(L, index)) return;
  bool fits = lua_getmetatable(L, index);
  if (fits) {
    int metatable = lua_gettop(L);
    fits = (!(needs & READ) || has_method(L, metatable, "__index")) &&
           (!(needs & WRITE) || has_method(L, metatable, "__newindex")) &&
           (!(needs & LENGTH) || has_method(L, metatable, "__len"));
    lua_pop(L, 1);
  }
  if (!fits) luaL_checktype(L, index, LUA_TTABLE);
}

lua_Integer gl_check_array(lua_State *L, bool writes) {
  check_table(L, 1, READ | LENGTH | (writes ? WRITE : 0));
  lua_Integer length = luaL_len(L, 1);
  luaL_argcheck(L, length >= 0, 1, "negative length");
  luaL_argcheck(L, length <= GL_MOST_ELEMENTS, 1, "too many elements");
  return length;
}

// Moves the elements from `first` to `last` by one place, up or down.
static void shift(lua_State *L, lua_Integer first, lua_Integer last, int by) {
  for (lua_Integer i = by > 0 ? last : first; first <= i && i <= last; i -= by) {
    lua_geti(L, 1, i);
    lua_seti(L, 1, i + by);
    gl_spend(L, 2);
  }
}

static int table_insert(lua_State *L) {
  lua_Integer end = gl_check_array(L, true) + 1, position = end;
  int count = lua_gettop(L);
  if (count == 3) {
    position = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)position - 1 < (lua_Unsigned)end, 2, "position out of bounds");
    shift(L, position, end - 1, 1);
  } else if (count != 2) {
    return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  lua_seti(L, 1, position);
  return 0;
}

static int table_remove(lua_State *L) {
  lua_Integer length = gl_check_array(L, true);
  lua_Integer position = luaL_optinteger(L, 2, length);
  luaL_argcheck(L, position == length || (lua_Unsigned)position - 1 <= (lua_Unsigned)length, 2,
                "position out of bounds");
  lua_geti(L, 1, position);
  shift(L, position + 1, length, -1);
  if (position < length) position = length;
  lua_pushnil(L);
  lua_seti(L, 1, position);
  return 1;
}

static int table_move(lua_State *L) {
  lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
  lua_Integer to = luaL_checkinteger(L, 4);
  int target = lua_isnoneornil(L, 5) ? 1 : 5;
  check_table(L, 1, READ);
  check_table(L, target, WRITE);
  if (last >= first) {
    lua_Unsigned more = (lua_Unsigned)last - (lua_Unsigned)first;
    luaL_argcheck(L, more < GL_MOST_ELEMENTS, 3, "too many elements to move");
    luaL_argcheck(L, to <= LUA_MAXINTEGER - (lua_Integer)more, 4, "destination wrap around");
    // From the end when the target lies inside the source, so that nothing is overwritten unread.
    bool backwards =
        to > first && to <= last && (target == 1 || lua_compare(L, 1, target, LUA_OPEQ));
    for (lua_Unsigned i = 0; i <= more; i++) {
      lua_Integer offset = (lua_Integer)(backwards ? more - i : i);
      lua_geti(L, 1, first + offset);
      lua_seti(L, target, to + offset);
      gl_spend(L, 2);
    }
  }
  lua_pushvalue(L, target);
  return 1;
}

static void add_element(lua_State *L, luaL_Buffer *text, lua_Integer index) {
  size_t length;
  lua_geti(L, 1, index);
  if (!lua_isstring(L, -1)) {
    luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1),
               (LUAI_UACINT)index);
  }
  lua_tolstring(L, -1, &length);
  luaL_addvalue(text);
  gl_spend(L, 2 + length / 16);
}

static int table_concat(lua_State *L) {
  size_t length;
  lua_Integer end = gl_check_array(L, false);
  const char *separator = luaL_optlstring(L, 2, "", &length);
  lua_Integer first = luaL_optinteger(L, 3, 1), last = luaL_optinteger(L, 4, end);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  if (first <= last) {
    lua_Unsigned more = (lua_Unsigned)last - (lua_Unsigned)first;
    for (lua_Unsigned i = 0; i <= more; i++) {
      if (i == GL_MOST_ELEMENTS) return luaL_error(L, "too many elements for 'concat'");
      if (i) luaL_addlstring(&text, separator, length);
      add_element(L, &text, first + (lua_Integer)i);
    }
  }
  luaL_pushresult(&text);
  return 1;
}

static int table_unpack(lua_State *L) {
  lua_Integer first = luaL_optinteger(L, 2, 1);
  lua_Integer last = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
  if (first > last) return 0;
  lua_Unsigned more = (lua_Unsigned)last - (lua_Unsigned)first;
  if (more >= GL_MOST_ELEMENTS || !lua_checkstack(L, (int)more + 1)) {
    return luaL_error(L, "too many results to unpack");
  }
  for (lua_Unsigned i = 0; i <= more; i++) {
    lua_geti(L, 1, first + (lua_Integer)i);
    gl_spend(L, 1);
  }
  return (int)more + 1;
}

void gl_open_table(lua_State *L) {
  static const luaL_Reg own[] = {{"concat", table_concat}, {"insert", table_insert},
                                 {"move", table_move},     {"remove", table_remove},
                                 {"sort", gl_table_sort},  {"unpack", table_unpack},
                                 {NULL, NULL}};
  static const gl_library library = {.own = own, .stock = GL_STOCK_TABLE};
  gl_open_library(L, "table", &library);
}
