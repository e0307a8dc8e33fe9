// The string library: functions whose time or memory a few bytes of Lua could blow up are bounded.
#include "internal.h"

enum {
  BLOCK = 1 << 16,            // bytes between two looks at the clock
  LONGEST_FORMAT = 1 << 20,   // bytes
  LONGEST_QUOTED = 1 << 20,   // bytes of a text for "%q"
  MOST_CONVERSIONS = 500,     // in one format: "%.99f" can take 40 microseconds
  MOST_PADDING = 1 << 22,     // bytes asked for by the "c" options of one pack
};

// Lua writes numbers and pads with its own function, kept as an upvalue.
static int call_stock(lua_State *L) {
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

// An empty buffer for `size` bytes; the finished string is a second copy.
static char *begin_result(lua_State *L, luaL_Buffer *buffer, size_t size) {
  if (size > BLOCK) gl_reserve(L, size <= SIZE_MAX / 2 ? 2 * size : SIZE_MAX);
  return luaL_buffinitsize(L, buffer, size);
}

static int string_rep(lua_State *L) {
  size_t length, separator_length;
  const char *piece = luaL_checklstring(L, 1, &length);
  lua_Integer count = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &separator_length);
  size_t unit, total;
  if (__builtin_add_overflow(length, separator_length, &unit)) unit = SIZE_MAX;
  if (count <= 0 || unit == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (__builtin_mul_overflow(unit, (size_t)count, &total) || total > LUA_MAXINTEGER) {
    return luaL_error(L, "resulting string too large");
  }
  total -= separator_length;
  luaL_Buffer buffer;
  char *result = begin_result(L, &buffer, total);
  memcpy(result, piece, length);
  if (count > 1) memcpy(result + length, separator, separator_length);
  // What is there is copied behind itself, whole units at a time.
  size_t most = unit < BLOCK ? BLOCK / unit * unit : unit;
  for (size_t filled = unit; filled < total;) {
    size_t next = filled < most ? filled : most;
    if (next > total - filled) next = total - filled;
    memcpy(result + filled, result, next);
    filled += next;
    gl_spend(L, next / 16 + 1);
  }
  luaL_pushresultsize(&buffer, total);
  return 1;
}

typedef void (*transformation)(char *result, const char *text, size_t from, size_t to,
                               size_t length);

static void lower(char *result, const char *text, size_t from, size_t to, size_t length) {
  (void)length;
  for (size_t i = from; i < to; i++) {
    result[i] = (char)(text[i] + (text[i] >= 'A' && text[i] <= 'Z' ? 'a' - 'A' : 0));
  }
}

static void upper(char *result, const char *text, size_t from, size_t to, size_t length) {
  (void)length;
  for (size_t i = from; i < to; i++) {
    result[i] = (char)(text[i] - (text[i] >= 'a' && text[i] <= 'z' ? 'a' - 'A' : 0));
  }
}

static void reverse(char *result, const char *text, size_t from, size_t to, size_t length) {
  for (size_t i = from; i < to; i++) result[i] = text[length - 1 - i];
}

static int transform(lua_State *L, transformation change) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_Buffer buffer;
  char *result = begin_result(L, &buffer, length);
  for (size_t from = 0; from < length; from += BLOCK) {
    size_t to = length - from > BLOCK ? from + BLOCK : length;
    change(result, text, from, to, length);
    gl_spend(L, (to - from) / 8);
  }
  luaL_pushresultsize(&buffer, length);
  return 1;
}

static int string_lower(lua_State *L) { return transform(L, lower); }
static int string_upper(lua_State *L) { return transform(L, upper); }
static int string_reverse(lua_State *L) { return transform(L, reverse); }

static const char *check_format(lua_State *L, size_t *length) {
  const char *format = luaL_checklstring(L, 1, length);
  luaL_argcheck(L, *length <= LONGEST_FORMAT, 1, "format too long");
  return format;
}

// Values for "%s" become text here, because the library's own way would show addresses.
static int string_format(lua_State *L) {
  size_t length;
  const char *format = check_format(L, &length), *end = format + length;
  int argument = 1, count = lua_gettop(L);
  for (const char *p = format; (p = memchr(p, '%', (size_t)(end - p)));) {
    const char *flags = ++p;
    if (*p == '%') {
      p++;
      continue;
    }
    p += strspn(p, "-+ #0123456789.");
    if (*p == 'p') return luaL_error(L, "invalid conversion '%%%s' to 'format'", flags);
    if (++argument > MOST_CONVERSIONS) return luaL_error(L, "too many conversions to 'format'");
    if (*p == 's' && argument <= count && lua_type(L, argument) != LUA_TSTRING) {
      gl_push_tostring(L, argument);
      lua_replace(L, argument);
    }
    if (*p == 'q' && argument <= count) {
      luaL_argcheck(L, lua_rawlen(L, argument) <= LONGEST_QUOTED, argument, "too long to quote");
    }
  }
  return call_stock(L);
}

static int string_pack(lua_State *L) {
  size_t length, padding = 0;
  const char *format = check_format(L, &length);
  for (const char *p = format; p < format + length; p++) {
    if (*p != 'c') continue;
    size_t size = 0;
    for (; p[1] >= '0' && p[1] <= '9' && size <= MOST_PADDING; p++) {
      size = size * 10 + (size_t)(p[1] - '0');
    }
    padding += size;
    luaL_argcheck(L, padding <= MOST_PADDING, 1, "format result too large");
  }
  return call_stock(L);
}

static int string_unpack(lua_State *L) {
  size_t length;
  check_format(L, &length);
  return call_stock(L);
}

// Strings find their methods in the library's table, which is at the top, and nobody can exchange it.
static void make_metatable(lua_State *L) {
  enum { MEMBERS = 10 };
  lua_pushliteral(L, "");
  lua_createtable(L, 0, MEMBERS);
  luaL_setfuncs(L, gl_stock(GL_STOCK_ARITHMETIC), 0);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  gl_hide_metatable(L);
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

void gl_open_string(lua_State *L) {
  static const luaL_Reg own[] = {{"lower", string_lower},
                                 {"rep", string_rep},
                                 {"reverse", string_reverse},
                                 {"upper", string_upper},
                                 {NULL, NULL}};
  static const luaL_Reg packing[] = {{"format", string_format},
                                     {"pack", string_pack},
                                     {"packsize", string_unpack},
                                     {"unpack", string_unpack},
                                     {NULL, NULL}};
  static const gl_library library = {.own = own,
                                     .more = gl_pattern_functions,
                                     .around = packing,
                                     .inside = GL_STOCK_PACKING,
                                     .stock = GL_STOCK_STRING};
  gl_open_library(L, "string", &library);
  lua_getfield(L, -1, "string");
  make_metatable(L);
  lua_pop(L, 1);
}
