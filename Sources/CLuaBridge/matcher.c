// Backtracking over the pattern's items, as the reference manual describes them (6.4.1). A pattern
// is read as it is needed, so that a fault in a part that is never reached goes unnoticed, as in
// stock Lua. Every step is counted; every few thousand, the run's limits are looked at.
#include "matcher.h"

enum {
  UNFINISHED = -1,    // an opened capture
  POSITION = -2,      // a capture "()"
  DEEPEST = 200,      // nested calls, as in stock Lua
  STRIDE = 8192,      // characters between two looks at the counter in a tight loop
  LONGEST = 1 << 20,  // bytes of a pattern: one set of it is read without a look at the clock
};

// Without a deadline, a single call may take this many steps, and some more for long texts.
#ifdef FUZZING  // many short looks find more than a few long ones
static const uint64_t most_steps = 500000, most_steps_per_byte = 64;
#else
static const uint64_t most_steps = 50000000, most_steps_per_byte = 64;
#endif

static const char *match_here(gl_matcher *m, const char *s, const char *p);

static void look(gl_matcher *m) {
  m->work += m->state->work;
  gl_check(m->L);
  if (m->most_work && m->work > m->most_work) luaL_error(m->L, "pattern too complex");
}

static inline void spend(gl_matcher *m, size_t steps) {
  m->state->work += steps;
  if (m->state->work >= GL_WORK_STEP) look(m);
}

static inline unsigned byte_at(const char *s) { return (unsigned char)*s; }
static inline bool between(unsigned c, unsigned low, unsigned high) {
  return c - low <= high - low;
}

// Classes are those of the C locale, whatever the process has set: plans must not depend on it.
static bool in_class(unsigned c, unsigned letter) {
  bool alpha = between(c | 32, 'a', 'z'), digit = between(c, '0', '9'), found;
  switch (letter | 32) {
    case 'a': found = alpha; break;
    case 'c': found = c < 32 || c == 127; break;
    case 'd': found = digit; break;
    case 'g': found = between(c, 33, 126); break;
    case 'l': found = between(c, 'a', 'z'); break;
    case 'p': found = between(c, 33, 126) && !alpha && !digit; break;
    case 's': found = c == ' ' || between(c, 9, 13); break;
    case 'u': found = between(c, 'A', 'Z'); break;
    case 'w': found = alpha || digit; break;
    case 'x': found = digit || between(c | 32, 'a', 'f'); break;
    case 'z': found = c == 0; break;
    default: return c == letter;
  }
  return found != between(letter, 'A', 'Z');
}

// Whether `c` is in the set whose '[' is at `p` and whose ']' is at `last`.
static bool in_set(unsigned c, const char *p, const char *last) {
  bool wanted = p[1] != '^';
  for (p += wanted ? 1 : 2; p < last; p++) {
    if (*p == '%') {
      if (in_class(c, byte_at(++p))) return wanted;
    } else if (p[1] == '-' && p + 2 < last) {
      if (byte_at(p) <= c && c <= byte_at(p + 2)) return wanted;
      p += 2;
    } else if (byte_at(p) == c) {
      return wanted;
    }
  }
  return !wanted;
}

static const char *set_end(gl_matcher *m, const char *p) {
  const char *start = p++;
  if (*p == '^') p++;
  do {  // the first character stands for itself, even a ']'
    if (p >= m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
    if (*p++ == '%' && p < m->pattern_end) p++;
  } while (p >= m->pattern_end || *p != ']');
  spend(m, (size_t)(p - start) / 4);
  return p + 1;
}

// Where the single-character item at `p` ends.
static inline const char *item_end(gl_matcher *m, const char *p) {
  if (*p == '[') return set_end(m, p);
  if (*p != '%') return p + 1;
  if (p + 1 >= m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
  return p + 2;
}

static inline bool is_item(unsigned c, const char *p, const char *end) {
  switch (*p) {
    case '.': return true;
    case '%': return in_class(c, byte_at(p + 1));
    case '[': return in_set(c, p, end - 1);
    default: return byte_at(p) == c;
  }
}

// The first character from `s` to `limit` that is not the item.
static const char *skip_items(const char *s, const char *limit, const char *p, const char *end) {
  if (*p == '.') return limit;
  if (*p == '%') {
    unsigned letter = byte_at(p + 1);
    while (s < limit && in_class(byte_at(s), letter)) s++;
  } else if (*p == '[') {
    while (s < limit && in_set(byte_at(s), p, end - 1)) s++;
  } else {
    while (s < limit && *s == *p) s++;
  }
  return s;
}

// What comparing one character with the item costs: a set can be long.
static inline size_t cost(const char *p, const char *end) { return 1 + (size_t)(end - p) / 8; }

// As many of the item as there are, then fewer, until the rest matches.
static const char *match_longest(gl_matcher *m, const char *s, const char *p, const char *end) {
  const char *most = s;
  size_t each = cost(p, end), stride = STRIDE / each + 1;
  for (;;) {
    const char *limit = (size_t)(m->text_end - most) > stride ? most + stride : m->text_end;
    const char *reached = skip_items(most, limit, p, end);
    spend(m, (size_t)(reached - most) * each / 2);
    most = reached;
    if (reached < limit || limit == m->text_end) break;
  }
  for (; most >= s; most--) {
    const char *found = match_here(m, most, end + 1);
    if (found) return found;
  }
  return NULL;
}

// As few of the item as the rest allows.
static const char *match_shortest(gl_matcher *m, const char *s, const char *p, const char *end) {
  size_t each = cost(p, end);
  for (;;) {
    const char *found = match_here(m, s, end + 1);
    if (found) return found;
    if (s >= m->text_end || !is_item(byte_at(s), p, end)) return NULL;
    spend(m, each);
    s++;
  }
}

// `p` is after "%b". Where the balanced text at `s` ends, or NULL.
static const char *match_balanced(gl_matcher *m, const char *s, const char *p) {
  if (m->pattern_end - p < 2) {
    luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  }
  if (s >= m->text_end || *s != p[0]) return NULL;
  size_t open = 1, steps = 0;
  for (s++; s < m->text_end; s++) {
    if (*s == p[1]) {
      if (--open == 0) {
        spend(m, steps);
        return s + 1;
      }
    } else if (*s == p[0]) {
      open++;
    }
    if (++steps == STRIDE) {
      spend(m, steps);
      steps = 0;
    }
  }
  spend(m, steps);
  return NULL;
}

// Whether a set begins at `s`: the character before is not in it, the one there is. Beyond both
// ends of the text are NULs.
static bool at_frontier(gl_matcher *m, const char *s, const char *p, const char *end) {
  unsigned before = s == m->text ? 0 : byte_at(s - 1);
  spend(m, 2 * cost(p, end));
  return !in_set(before, p, end - 1) && in_set(byte_at(s), p, end - 1);
}

static const char *match_again(gl_matcher *m, const char *s, char digit) {
  int index = digit - '1';
  if (index < 0 || index >= m->captured || m->captures[index].length == UNFINISHED) {
    luaL_error(m->L, "invalid capture index %%%d", index + 1);
  }
  ptrdiff_t length = m->captures[index].length;
  if (length == POSITION || m->text_end - s < length) return NULL;
  spend(m, (size_t)length / 8);
  return memcmp(m->captures[index].start, s, (size_t)length) == 0 ? s + length : NULL;
}

static const char *open_capture(gl_matcher *m, const char *s, const char *p) {
  bool position = p[1] == ')';
  if (m->captured >= GL_CAPTURES) luaL_error(m->L, "too many captures");
  m->captures[m->captured].start = s;
  m->captures[m->captured].length = position ? POSITION : UNFINISHED;
  m->captured++;
  const char *found = match_here(m, s, p + (position ? 2 : 1));
  if (!found) m->captured--;
  return found;
}

static const char *close_capture(gl_matcher *m, const char *s, const char *p) {
  int index = m->captured - 1;
  while (index >= 0 && m->captures[index].length != UNFINISHED) index--;
  if (index < 0) luaL_error(m->L, "invalid pattern capture");
  m->captures[index].length = s - m->captures[index].start;
  const char *found = match_here(m, s, p + 1);
  if (!found) m->captures[index].length = UNFINISHED;
  return found;
}

// Handles "%b", "%f" and back references at *p, and moves both on. False: it is none of them.
static inline bool match_escape(gl_matcher *m, const char **s, const char **p) {
  const char *at = *p + 1;
  if (*at == 'b') {
    *s = match_balanced(m, *s, at + 1);
    *p = at + 3;
  } else if (*at == 'f') {
    if (at[1] != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
    *p = set_end(m, at + 1);
    if (!at_frontier(m, *s, at + 1, *p)) *s = NULL;
  } else if (between(byte_at(at), '0', '9')) {
    *s = match_again(m, *s, *at);
    *p = at + 1;
  } else {
    return false;
  }
  return true;
}

// One single-character item with what may follow it. True: *s is the end of the whole match, or
// NULL; false: both were moved on.
static inline bool match_item(gl_matcher *m, const char **s, const char **p) {
  const char *end = item_end(m, *p);
  bool here = *s < m->text_end && is_item(byte_at(*s), *p, end);
  if (!here && (*end == '*' || *end == '?' || *end == '-')) {
    *p = end + 1;
    return false;
  }
  switch (*end) {
    case '*': *s = match_longest(m, *s, *p, end); return true;
    case '+': *s = here ? match_longest(m, *s + 1, *p, end) : NULL; return true;
    case '-': *s = match_shortest(m, *s, *p, end); return true;
    case '?': {
      const char *found = match_here(m, *s + 1, end + 1);
      *p = end + 1;
      if (found) *s = found;
      return found != NULL;
    }
    default: break;
  }
  *p = end;
  *s = here ? *s + 1 : NULL;
  return !here;
}

static const char *match_here(gl_matcher *m, const char *s, const char *p) {
  if (m->depth == DEEPEST) luaL_error(m->L, "pattern too complex");
  m->depth++;
  bool done = false;
  while (!done && s && p != m->pattern_end) {
    spend(m, 1);
    if (*p == '(') {
      s = open_capture(m, s, p);
      done = true;
    } else if (*p == ')') {
      s = close_capture(m, s, p);
      done = true;
    } else if (*p == '$' && p + 1 == m->pattern_end) {
      if (s != m->text_end) s = NULL;
      done = true;
    } else if (*p != '%' || !match_escape(m, &s, &p)) {
      done = match_item(m, &s, &p);
    }
  }
  m->depth--;
  return s;
}

void gl_matcher_begin(gl_matcher *m, lua_State *L, const char *text, size_t text_length,
                      const char *pattern, size_t pattern_length) {
  if (pattern_length > LONGEST) luaL_error(L, "pattern too complex");
  m->L = L;
  m->state = gl_of(L);
  m->text = text;
  m->text_end = text + text_length;
  m->pattern_end = pattern + pattern_length;
  m->work = 0;
  m->most_work = m->state->limits.nanoseconds ? 0 : most_steps + most_steps_per_byte * text_length;
}

const char *gl_match(gl_matcher *m, const char *at, const char *pattern) {
  m->depth = 0;
  m->captured = 0;
  spend(m, 1);
  return match_here(m, at, pattern);
}

const char *gl_capture(gl_matcher *m, int index, const char *start, const char *end,
                       size_t *length) {
  if (index >= m->captured) {
    if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
    *length = (size_t)(end - start);
    return start;
  }
  const char *from = m->captures[index].start;
  ptrdiff_t size = m->captures[index].length;
  if (size == UNFINISHED) luaL_error(m->L, "unfinished capture");
  *length = size == POSITION ? 0 : (size_t)size;
  if (size != POSITION) return from;
  lua_pushinteger(m->L, from - m->text + 1);
  return NULL;
}

void gl_push_capture(gl_matcher *m, int index, const char *start, const char *end) {
  size_t length;
  const char *text = gl_capture(m, index, start, end, &length);
  if (text) lua_pushlstring(m->L, text, length);
}

int gl_push_captures(gl_matcher *m, const char *start, const char *end) {
  int count = m->captured == 0 && start ? 1 : m->captured;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++) gl_push_capture(m, i, start, end);
  return count;
}
