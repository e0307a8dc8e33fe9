// The parts of the utf8 library that walk over a whole text, with an eye on the clock.
#include "internal.h"

static inline bool is_continuation(const char *s) { return ((unsigned char)*s & 0xC0) == 0x80; }

// Reads the character at `s`; where the next begins, or NULL when it is none. Lax admits
// surrogates and up to 31 bits, as the original definition of UTF-8 did.
static const char *decode(const char *s, uint32_t *code, bool lax) {
  uint32_t first = (unsigned char)*s;
  if (first < 0x80) {
    *code = first;
    return s + 1;
  }
  if (first < 0xC0 || first >= 0xFE) return NULL;
  int more = __builtin_clz(~(first << 24)) - 1;
  uint32_t value = first & (0x3Fu >> more);
  for (int i = 1; i <= more; i++) {
    if (!is_continuation(s + i)) return NULL;
    value = value << 6 | ((unsigned char)s[i] & 0x3F);
  }
  if (value < (more == 1 ? 0x80u : 1u << (5 * more + 1))) return NULL;  // could be shorter
  if (!lax && (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))) return NULL;
  *code = value;
  return s + more + 1;
}

// A position from 1; 0 when a negative one lies before the text.
static lua_Integer from_start(lua_Integer position, size_t length) {
  if (position >= 0) return position;
  return position < -(lua_Integer)length ? 0 : (lua_Integer)length + position + 1;
}

static int utf8_length(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer at = from_start(luaL_optinteger(L, 2, 1), length) - 1;
  lua_Integer last = from_start(luaL_optinteger(L, 3, -1), length) - 1, count = 0;
  bool lax = lua_toboolean(L, 4);
  luaL_argcheck(L, at >= 0 && at <= (lua_Integer)length, 2, "initial position out of bounds");
  luaL_argcheck(L, last < (lua_Integer)length, 3, "final position out of bounds");
  for (; at <= last; count++) {
    uint32_t code;
    const char *next = decode(text + at, &code, lax);
    gl_spend(L, 1);
    if (!next) {
      luaL_pushfail(L);
      lua_pushinteger(L, at + 1);
      return 2;
    }
    at = next - text;
  }
  lua_pushinteger(L, count);
  return 1;
}

// The start of the character before or after the one at `at`.
static lua_Integer neighbour(lua_State *L, const char *text, lua_Integer at, int by) {
  do {
    at += by;
    gl_spend(L, 1);
  } while (at > 0 && is_continuation(text + at));
  return at;
}

static int utf8_offset(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  lua_Integer count = luaL_checkinteger(L, 2), length = (lua_Integer)size;
  lua_Integer at = from_start(luaL_optinteger(L, 3, count >= 0 ? 1 : length + 1), size) - 1;
  luaL_argcheck(L, at >= 0 && at <= length, 3, "position out of bounds");
  if (count == 0) {
    if (at > 0 && is_continuation(text + at)) at = neighbour(L, text, at, -1);
  } else if (is_continuation(text + at)) {
    return luaL_error(L, "initial position is a continuation byte");
  } else if (count > 0) {
    for (count--; count > 0 && at < length; count--) at = neighbour(L, text, at, 1);
  } else {
    for (; count < 0 && at > 0; count++) at = neighbour(L, text, at, -1);
  }
  if (count == 0) {
    lua_pushinteger(L, at + 1);
  } else {
    luaL_pushfail(L);
  }
  return 1;
}

static int next_code(lua_State *L, bool lax) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer at = lua_tointeger(L, 2);  // the position of the character before, from 1
  if (at <= 0) {
    at = 0;
  } else if (at < (lua_Integer)length) {
    at = neighbour(L, text, at - 1, 1);
  }
  if (at >= (lua_Integer)length) return 0;
  uint32_t code;
  const char *next = decode(text + at, &code, lax);
  if (!next || is_continuation(next)) return luaL_error(L, "invalid UTF-8 code");
  lua_pushinteger(L, at + 1);
  lua_pushinteger(L, code);
  return 2;
}

static int next_strict(lua_State *L) { return next_code(L, false); }
static int next_lax(lua_State *L) { return next_code(L, true); }

static int utf8_codes(lua_State *L) {
  bool lax = lua_toboolean(L, 2);
  const char *text = luaL_checkstring(L, 1);
  luaL_argcheck(L, !is_continuation(text), 1, "invalid UTF-8 code");
  lua_pushcfunction(L, lax ? next_lax : next_strict);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static void add_pattern(lua_State *L) {
  lua_pushlstring(L, "[\0-\x7F\xC2-\xFD][\x80-\xBF]*", 14);
  lua_setfield(L, -2, "charpattern");
}

void gl_open_utf8(lua_State *L) {
  static const luaL_Reg own[] = {
      {"codes", utf8_codes}, {"len", utf8_length}, {"offset", utf8_offset}, {NULL, NULL}};
  static const gl_library library = {
      .own = own, .stock = GL_STOCK_UTF8, .add_rest = add_pattern};
  gl_open_library(L, "utf8", &library);
}
