// Reads what lua_dump writes, in Lua 5.4's format.
#pragma once
#include "internal.h"

enum { GL_DUMP_HEADER = 4 + 1 + 1 + 6 + 3 + 8 + 8, GL_DUMP_NESTING = 250 };

typedef struct {
  const uint8_t *at, *end;
  bool failed;
} reader;

static inline const uint8_t *take(reader *from, size_t count) {
  const uint8_t *start = from->at;
  if (from->failed || (size_t)(from->end - from->at) < count) {
    from->failed = true;
    return NULL;
  }
  from->at += count;
  return start;
}

// A number in groups of seven bits, the highest first; the last group has its top bit set.
static inline size_t take_number(reader *from) {
  size_t number = 0;
  for (const uint8_t *byte; (byte = take(from, 1));) {
    number = number << 7 | (*byte & 0x7F);
    if (*byte & 0x80) return number;
  }
  return 0;
}

static inline void skip_string(reader *from) {
  size_t size = take_number(from);
  if (size > 0) take(from, size - 1);
}

static inline void skip_constants(reader *from, size_t count) {
  for (size_t n = count; n > 0 && !from->failed; n--) {
    const uint8_t *type = take(from, 1);
    if (!type) return;
    switch (*type & 0x0F) {
      case LUA_TNIL:
      case LUA_TBOOLEAN: break;
      case LUA_TNUMBER: take(from, 8); break;
      case LUA_TSTRING: skip_string(from); break;
      default: from->failed = true;
    }
  }
}

static inline int gl_write_dump(lua_State *L, const void *bytes, size_t size, void *buffer) {
  (void)L;
  gl_put(buffer, bytes, size);
  return 0;
}
