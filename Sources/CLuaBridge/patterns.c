// string.find, match, gmatch and gsub over our own matcher.
#define _GNU_SOURCE
#include "matcher.h"

// The offset, from 0, that a position means in a text of `length` bytes: from its end when
// negative. May lie beyond the end.
static size_t offset_of(lua_Integer position, size_t length) {
  if (position > 0) return (size_t)position - 1;
  if (position == 0 || position < -(lua_Integer)length) return 0;
  return length - (size_t)-position;
}

static bool is_plain(const char *pattern, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (pattern[i] && strchr("^$*+?.([%-", pattern[i])) return false;
  }
  return true;
}

// Where `needle` is in the text. Looking for its first byte is fastest in most texts; where it is
// everywhere, memmem takes over, which never needs more than linear time.
static const char *find_plain(lua_State *L, const char *text, size_t length, const char *needle,
                              size_t needle_length) {
  gl_spend(L, length / 16 + 1);
  if (needle_length == 0) return text;
  const char *from = text;
  size_t compared = 0;
  while (length >= needle_length && compared <= (size_t)(text - from) + 1024) {
    const char *found = memchr(text, *needle, length - needle_length + 1);
    if (!found) return NULL;
    if (memcmp(found, needle, needle_length) == 0) return found;
    compared += needle_length;
    length -= (size_t)(found + 1 - text);
    text = found + 1;
  }
  return memmem(text, length, needle, needle_length);
}

static int push_range(lua_State *L, const char *text, const char *start, const char *end) {
  lua_pushinteger(L, start - text + 1);
  lua_pushinteger(L, end - text);
  return 2;
}

static int push_fail(lua_State *L) {
  luaL_pushfail(L);
  return 1;
}

static int find_or_match(lua_State *L, bool find) {
  size_t length, pattern_length;
  const char *text = luaL_checklstring(L, 1, &length);
  const char *pattern = luaL_checklstring(L, 2, &pattern_length);
  size_t offset = offset_of(luaL_optinteger(L, 3, 1), length);
  if (offset > length) return push_fail(L);
  const char *at = text + offset;
  if (find && (lua_toboolean(L, 4) || is_plain(pattern, pattern_length))) {
    const char *found = find_plain(L, at, length - offset, pattern, pattern_length);
    return found ? push_range(L, text, found, found + pattern_length) : push_fail(L);
  }
  gl_matcher m;
  gl_matcher_begin(&m, L, text, length, pattern, pattern_length);
  bool anchored = *pattern == '^';
  do {
    const char *end = gl_match(&m, at, pattern + anchored);
    if (!end) continue;
    if (!find) return gl_push_captures(&m, at, end);
    push_range(L, text, at, end);
    return gl_push_captures(&m, NULL, NULL) + 2;
  } while (!anchored && at++ < m.text_end);
  return push_fail(L);
}

static int string_find(lua_State *L) { return find_or_match(L, true); }
static int string_match(lua_State *L) { return find_or_match(L, false); }

// The state of a gmatch, a userdata; the two texts are upvalues beside it.
typedef struct {
  size_t offset, last_end;  // last_end: of the match before, SIZE_MAX at first
} walk;

enum { TEXT = 1, PATTERN, WALK };

static int next_match(lua_State *L) {
  size_t length, pattern_length;
  const char *text = lua_tolstring(L, lua_upvalueindex(TEXT), &length);
  const char *pattern = lua_tolstring(L, lua_upvalueindex(PATTERN), &pattern_length);
  walk *walk = lua_touserdata(L, lua_upvalueindex(WALK));
  gl_matcher m;
  gl_matcher_begin(&m, L, text, length, pattern, pattern_length);
  for (; walk->offset <= length; walk->offset++) {
    const char *at = text + walk->offset, *end = gl_match(&m, at, pattern);
    if (!end || (size_t)(end - text) == walk->last_end) continue;  // nothing right after a match
    walk->offset = walk->last_end = (size_t)(end - text);
    return gl_push_captures(&m, at, end);
  }
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  size_t offset = offset_of(luaL_optinteger(L, 3, 1), length);
  lua_settop(L, 2);
  walk *walk = lua_newuserdatauv(L, sizeof *walk, 0);
  walk->offset = offset;
  walk->last_end = SIZE_MAX;
  lua_pushcclosure(L, next_match, WALK);
  return 1;
}

// Adds the replacement text at 3 with its captures put in.
static void add_expanded(gl_matcher *m, luaL_Buffer *result, const char *start, const char *end) {
  size_t left;
  const char *text = lua_tolstring(m->L, 3, &left);
  const char *sign;
  while ((sign = memchr(text, '%', left))) {
    luaL_addlstring(result, text, (size_t)(sign - text));
    char what = sign[1];
    if (what == '%') {
      luaL_addchar(result, '%');
    } else if (what == '0') {
      luaL_addlstring(result, start, (size_t)(end - start));
    } else if (what >= '1' && what <= '9') {
      size_t length;
      const char *capture = gl_capture(m, what - '1', start, end, &length);
      if (capture) {
        luaL_addlstring(result, capture, length);
      } else {
        luaL_addvalue(result);
      }
    } else {
      luaL_error(m->L, "invalid use of '%c' in replacement string", '%');
    }
    left -= (size_t)(sign + 2 - text);
    text = sign + 2;
  }
  luaL_addlstring(result, text, left);
}

// Adds what the match becomes; false when it stays as it is.
static bool add_replacement(gl_matcher *m, luaL_Buffer *result, const char *start,
                            const char *end, int type) {
  lua_State *L = m->L;
  if (type == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, gl_push_captures(m, start, end), 1);
  } else if (type == LUA_TTABLE) {
    gl_push_capture(m, 0, start, end);
    lua_gettable(L, 3);
  } else {
    add_expanded(m, result, start, end);
    return true;
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(result, start, (size_t)(end - start));
    return false;
  }
  if (!lua_isstring(L, -1)) {
    return luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  }
  luaL_addvalue(result);
  return true;
}

static int string_gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *at = luaL_checklstring(L, 1, &length);
  const char *pattern = luaL_checklstring(L, 2, &pattern_length);
  int type = lua_type(L, 3);
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
  luaL_argexpected(L,
                   type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION ||
                       type == LUA_TTABLE,
                   3, "string/function/table");
  bool anchored = *pattern == '^', changed = false;
  const char *kept = at, *last_end = NULL;  // from `kept` on, nothing is in the result yet
  gl_matcher m;
  luaL_Buffer result;
  gl_matcher_begin(&m, L, at, length, pattern, pattern_length);
  luaL_buffinit(L, &result);
  while (count < most) {
    const char *end = gl_match(&m, at, pattern + anchored);
    if (end && end != last_end) {
      luaL_addlstring(&result, kept, (size_t)(at - kept));
      changed |= add_replacement(&m, &result, at, end, type);
      count++;
      kept = at = last_end = end;
    } else if (at++ == m.text_end) {
      break;
    }
    if (anchored) break;
  }
  if (changed) {
    luaL_addlstring(&result, kept, (size_t)(m.text_end - kept));
    luaL_pushresult(&result);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, count);
  return 2;
}

const luaL_Reg gl_pattern_functions[] = {{"find", string_find},
                                         {"match", string_match},
                                         {"gmatch", string_gmatch},
                                         {"gsub", string_gsub},
                                         {NULL, NULL}};
