// Finds code that Lua before 5.4.8 compiles wrongly, or cannot name. Two of its faults read a register
// that other code left behind, without any error:
//
//  * t[a < b], where t is a local of an outer function or a global table's field base. A comparison
//    becomes a value by a jump over two loads, so the load of false that skips the next instruction
//    always follows a jump. Where it does not, the compiler put something in between.
//  * 1 ~ (a or b), with any of & | ~ and an integer on the left, in a function whose constants are so
//    many that the integer is not one of the first 256. It is loaded between the two alternatives,
//    and the jump past the second one passes over the load.
//
// The third overflows the stack of the thread: for the message of an error, Lua looks by recursion
// where a value came from, field by field, and t.a.a.a… can have 300,000 of them.
//
// Works on what lua_dump writes; of a format it does not know, it finds nothing.
#include "dump.h"

enum {  // instructions of Lua 5.4
  MOVE = 0, LOAD_INTEGER = 1, LOAD_CONSTANT_FAR = 4, LOAD_FALSE_SKIP = 6, LOAD_NIL = 8,
  SET_UPVALUE = 10, GET_TABLE = 12, GET_INDEX = 13, GET_FIELD = 14, SET_TABLE_UPVALUE = 15,
  SET_FIELD = 18, SELF = 20, BIT_AND = 41, BIT_XOR = 43, META_BINARY = 46,
  META_BINARY_CONSTANT = 48, CLOSE = 54, JUMP = 56, TEST = 66, TEST_SET = 67, RETURN = 70,
  RETURN_ONE = 72,
};
enum { MOST_FIELDS = 1000 };  // of fields, behind each other
enum { NEAR_CONSTANTS = 255 };

// What is found, in order: the first wrong function of a chunk.
typedef struct {
  int line;  // or -1
  const char *what;
} finding;

// The code of one function, and where the names of its locals are in the dump.
typedef struct {
  const uint8_t *code;
  size_t count, constants;
  reader locals;
} function;

static uint32_t instruction(const function *f, size_t at) {
  uint32_t code;
  memcpy(&code, f->code + at * sizeof code, sizeof code);
  return code;
}

static unsigned opcode(uint32_t code) { return code & 0x7F; }
static unsigned operand_a(uint32_t code) { return code >> 7 & 0xFF; }
static size_t jump_target(uint32_t code, size_t at) {
  return at + 1 + (code >> 7) - ((1u << 24) - 1);
}

static bool has_lost_comparison(const function *f) {
  unsigned last = JUMP;
  for (size_t i = 0; i < f->count; i++) {
    unsigned next = opcode(instruction(f, i));
    if (next == LOAD_FALSE_SKIP && last != JUMP) return true;
    last = next;
  }
  return false;
}

// How many locals are alive at an instruction: they have the registers below this number.
static size_t count_locals(const function *f, size_t at) {
  reader from = f->locals;
  size_t alive = 0;
  for (size_t n = take_number(&from); n > 0 && !from.failed; n--) {
    skip_string(&from);
    size_t start = take_number(&from), end = take_number(&from);
    alive += start <= at && at < end;
  }
  return alive;
}

// Whether a jump passes over the load at `load` of a register that the instruction at `use` reads,
// without having given it another value.
static bool is_passed_over(const function *f, size_t load, size_t use, unsigned value) {
  for (size_t i = 1; i < load; i++) {
    uint32_t code = instruction(f, i), before = instruction(f, i - 1);
    if (opcode(code) != JUMP) continue;
    size_t target = jump_target(code, i);
    bool given = (opcode(before) == TEST || opcode(before) == TEST_SET) &&
                 operand_a(before) == value;
    if (target > load && target <= use && !given) return true;
  }
  return false;
}

// Whether the operand in a register of the instruction at `use` is a constant that may be missing.
static bool is_lost(const function *f, size_t use, unsigned value) {
  enum { NEAR = 5 };
  for (size_t back = 1; back <= NEAR && back <= use; back++) {
    uint32_t code = instruction(f, use - back);
    unsigned kind = opcode(code);
    if (kind < LOAD_INTEGER || kind > LOAD_NIL || operand_a(code) != value) continue;
    if (kind > LOAD_CONSTANT_FAR) return false;
    return is_passed_over(f, use - back, use, value) && value >= count_locals(f, use);
  }
  return false;
}

static bool has_lost_constant(const function *f) {
  if (f->constants <= NEAR_CONSTANTS) return false;
  for (size_t i = 0; i < f->count; i++) {
    uint32_t code = instruction(f, i);
    if (opcode(code) < BIT_AND || opcode(code) > BIT_XOR) continue;
    if (is_lost(f, i, code >> 16 & 0xFF) || is_lost(f, i, code >> 24)) return true;
  }
  return false;
}

// Whether an instruction gives its first operand a new value, or may do so.
static bool sets_value(unsigned kind) {
  return !(kind == SET_UPVALUE || (kind >= SET_TABLE_UPVALUE && kind <= SET_FIELD) ||
           (kind >= META_BINARY && kind <= META_BINARY_CONSTANT) ||
           (kind >= CLOSE && kind <= TEST) || (kind >= RETURN && kind <= RETURN_ONE));
}

// Through how many fields the value in a register came; a local's name is its own.
static unsigned fields_behind(const function *f, uint16_t *fields, unsigned value, size_t at) {
  if (fields[value] >= MOST_FIELDS && value < count_locals(f, at)) fields[value] = 0;
  return fields[value];
}

// Whether a value came through more fields than Lua can look through for its name.
static bool has_endless_name(const function *f) {
  uint16_t fields[256 + 1] = {0};  // by register
  for (size_t i = 0; i < f->count; i++) {
    uint32_t code = instruction(f, i);
    unsigned kind = opcode(code), to = operand_a(code), from = code >> 16 & 0xFF, key = code >> 24;
    if (!sets_value(kind)) continue;
    unsigned behind = 0;
    if (kind == MOVE || (kind >= GET_TABLE && kind <= GET_FIELD) || kind == SELF) {
      behind = fields_behind(f, fields, from, i) + 1;
    }
    if (kind == GET_TABLE && fields_behind(f, fields, key, i) >= behind) behind = fields[key] + 1;
    if (behind > MOST_FIELDS) return true;
    if (kind == SELF) fields[to + 1] = fields[from];
    fields[to] = (uint16_t)behind;
  }
  return false;
}

static void skip_debug(reader *from, function *f) {
  take(from, take_number(from));  // lines, as differences
  for (size_t n = take_number(from); n > 0 && !from->failed; n--) {
    take_number(from);  // an instruction and its line
    take_number(from);
  }
  f->locals = *from;
  for (size_t n = take_number(from); n > 0 && !from->failed; n--) {
    skip_string(from);
    take_number(from);  // where the local begins and ends
    take_number(from);
  }
  for (size_t n = take_number(from); n > 0 && !from->failed; n--) skip_string(from);
}

// Reads one function and those inside it.
static finding find_wrong(reader *from, int nesting) {
  finding found = {-1, NULL};
  skip_string(from);  // source
  int line = (int)take_number(from);
  take_number(from);  // last line
  take(from, 3);      // parameters, varargs, registers
  function f = {.count = take_number(from)};
  f.code = f.count <= SIZE_MAX / 4 ? take(from, f.count * 4) : NULL;
  f.constants = take_number(from);
  skip_constants(from, f.constants);
  take(from, 3 * take_number(from));  // upvalues
  for (size_t n = take_number(from); n > 0 && !from->failed && nesting < GL_DUMP_NESTING; n--) {
    finding inner = find_wrong(from, nesting + 1);
    if (found.line < 0) found = inner;
  }
  skip_debug(from, &f);
  if (from->failed || !f.code) return found;
  if (has_lost_comparison(&f)) {
    return (finding){line, "a comparison as an index, as in t[a < b], which this Lua (%s) compiles "
                           "wrongly: put the comparison in a local first"};
  }
  if (has_lost_constant(&f)) {
    return (finding){line, "more than 255 constants and a number beside an 'or' or 'and' as the "
                           "operand of &, | or ~, which this Lua (%s) compiles wrongly: put the "
                           "number in a local first"};
  }
  if (has_endless_name(&f)) {
    return (finding){line, "over 1,000 fields behind each other, as in a.b.c.d, for which errors "
                           "overflow the stack of this Lua (%s): put one in between in a local"};
  }
  return found;
}

// The line where a wrongly compiled function of the chunk on top of the stack begins, and what is
// wrong with it, with a %s for the version of Lua; or -1.
int gl_find_wrong_code(lua_State *L, const char **what) {
  gl_buffer dump = {0};
  lua_dump(L, gl_write_dump, &dump, 0);
  reader from = {dump.bytes, dump.bytes + dump.count, dump.full};
  take(&from, GL_DUMP_HEADER);
  take(&from, 1);  // number of upvalues
  finding found = find_wrong(&from, 0);
  free(dump.bytes);
  *what = found.what;
  return from.failed ? -1 : found.line;
}
