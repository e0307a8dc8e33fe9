// Finds code that Lua before 5.4.8 compiles wrongly: t[a < b], where t is a local of an outer
// function or a global table's field base, reads a register that an earlier call left behind.
//
// A comparison becomes a value by a jump over two loads, so the load of false that skips the next
// instruction always follows a jump. Where it does not, the compiler put something in between.
// Works on what lua_dump writes; of a format it does not know, it finds nothing.
#include "internal.h"

enum { OPCODE_MASK = 0x7F, LOAD_FALSE_SKIP = 6, JUMP = 56 };  // of Lua 5.4
enum { HEADER = 4 + 1 + 1 + 6 + 3 + 8 + 8, MAX_NESTING = 250 };

typedef struct {
  const uint8_t *at, *end;
  bool failed;
} reader;

static const uint8_t *take(reader *from, size_t count) {
  const uint8_t *start = from->at;
  if (from->failed || (size_t)(from->end - from->at) < count) {
    from->failed = true;
    return NULL;
  }
  from->at += count;
  return start;
}

// A number in groups of seven bits, the highest first; the last group has its top bit set.
static size_t take_number(reader *from) {
  size_t number = 0;
  for (const uint8_t *byte; (byte = take(from, 1));) {
    number = number << 7 | (*byte & 0x7F);
    if (*byte & 0x80) return number;
  }
  return 0;
}

static void skip_string(reader *from) {
  size_t size = take_number(from);
  if (size > 0) take(from, size - 1);
}

static void skip_constants(reader *from) {
  for (size_t n = take_number(from); n > 0 && !from->failed; n--) {
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

static bool is_broken(const uint8_t *code, size_t count) {
  uint32_t last = JUMP, next;
  for (size_t i = 0; i < count; i++, last = next & OPCODE_MASK) {
    memcpy(&next, code + i * sizeof next, sizeof next);
    if ((next & OPCODE_MASK) == LOAD_FALSE_SKIP && last != JUMP) return true;
  }
  return false;
}

// Reads one function and those inside it; gives the line where the first broken one begins, or -1.
static int find_broken(reader *from, int nesting) {
  skip_string(from);  // source
  int line = (int)take_number(from), found = -1;
  take_number(from);  // last line
  take(from, 3);      // parameters, varargs, registers
  size_t count = take_number(from);
  const uint8_t *code = count <= SIZE_MAX / 4 ? take(from, count * 4) : NULL;
  if (code && is_broken(code, count)) found = line;
  skip_constants(from);
  take(from, 3 * take_number(from));  // upvalues
  for (size_t n = take_number(from); n > 0 && !from->failed && nesting < MAX_NESTING; n--) {
    int inner = find_broken(from, nesting + 1);
    if (found < 0) found = inner;
  }
  take(from, take_number(from));  // what follows is empty, because it was stripped: lines, …
  for (int lists = 0; lists < 3; lists++) {
    if (take_number(from) != 0) from->failed = true;  // … absolute lines, locals, upvalue names
  }
  return found;
}

static int write_piece(lua_State *L, const void *bytes, size_t size, void *buffer) {
  (void)L;
  gl_put(buffer, bytes, size);
  return 0;
}

// The line where a wrongly compiled function of the chunk on top of the stack begins, or -1.
int gl_find_wrong_code(lua_State *L) {
  gl_buffer dump = {0};
  lua_dump(L, write_piece, &dump, 1);
  reader from = {dump.bytes, dump.bytes + dump.count, dump.full};
  take(&from, HEADER);
  take(&from, 1);  // number of upvalues
  int line = find_broken(&from, 0);
  free(dump.bytes);
  return from.failed ? -1 : line;
}
