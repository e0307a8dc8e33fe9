// Which lines of the user's files ran, where the host asked to know; for the coverage of tests.
//
// What a file has is taken down when it is compiled, so the hook only marks what is there already:
// it allocates nothing, and a script can neither see nor reach it. Only the code in functions
// counts: what stands outside of them runs whenever the file is loaded.
#include "dump.h"

enum { MOST_FILES = 256, NO_DELTA = 0x80 };

typedef struct {
  int function;  // the line it begins on
  int line;
  bool ran;
} code_line;

typedef struct {
  char *name;  // without Lua's '@'
  code_line *lines;
  size_t count, capacity;
} code_file;

struct gl_lines {
  code_file files[MOST_FILES];
  int count;
};

void gl_trace_lines(gl_state *state) {
  if (!state->lines) state->lines = calloc(1, sizeof *state->lines);
}

void gl_forget_lines(gl_state *state) {
  if (!state->lines) return;
  for (int i = 0; i < state->lines->count; i++) {
    free(state->lines->files[i].name);
    free(state->lines->files[i].lines);
  }
  free(state->lines);
}

static int compare(const void *left, const void *right) {
  const code_line *a = left, *b = right;
  if (a->function != b->function) return a->function < b->function ? -1 : 1;
  return a->line < b->line ? -1 : a->line > b->line;
}

static void add(code_file *file, int function, int line) {
  if (file->count > 0) {  // most instructions stand on the line of the one before
    code_line *last = &file->lines[file->count - 1];
    if (last->function == function && last->line == line) return;
  }
  if (file->count == file->capacity) {
    size_t capacity = file->capacity ? file->capacity * 2 : 64;
    code_line *moved = realloc(file->lines, capacity * sizeof *moved);
    if (!moved) return;
    file->lines = moved;
    file->capacity = capacity;
  }
  file->lines[file->count++] = (code_line){function, line, false};
}

// Takes down the lines of one function's instructions but the last: Lua puts a return at the end of
// each, whether it can be reached or not.
static void add_lines(reader *from, code_file *file, int function, bool is_variadic, size_t last) {
  size_t count = take_number(from);
  const uint8_t *deltas = take(from, count);
  size_t absolutes = take_number(from);  // lines that are too far for a difference, in order
  int line = function;
  for (size_t i = 0; deltas && i < count; i++) {
    if (deltas[i] == NO_DELTA && absolutes > 0) {
      take_number(from);  // which instruction: this one
      line = (int)take_number(from);
      absolutes--;
    } else {
      line += (int8_t)deltas[i];
    }
    // Of a variadic function the first instruction only moves arguments.
    bool is_shown = function > 0 && i + 1 < last && !(is_variadic && i == 0);
    if (is_shown) add(file, function, line);
  }
  for (; absolutes > 0 && !from->failed; absolutes--) {
    take_number(from);
    take_number(from);
  }
}

static void read_function(reader *from, code_file *file, int nesting) {
  skip_string(from);  // source
  int line = (int)take_number(from);
  take_number(from);  // last line
  const uint8_t *shape = take(from, 3);  // parameters, varargs, registers
  bool is_variadic = shape && shape[1];
  size_t count = take_number(from);
  if (count > SIZE_MAX / 4) from->failed = true;
  take(from, count * 4);
  skip_constants(from, take_number(from));
  take(from, 3 * take_number(from));  // upvalues
  for (size_t n = take_number(from); n > 0 && !from->failed && nesting < GL_DUMP_NESTING; n--) {
    read_function(from, file, nesting + 1);
  }
  add_lines(from, file, line, is_variadic, count);
  for (size_t n = take_number(from); n > 0 && !from->failed; n--) {
    skip_string(from);
    take_number(from);  // where the local begins and ends
    take_number(from);
  }
  for (size_t n = take_number(from); n > 0 && !from->failed; n--) skip_string(from);
}

static code_file *find(gl_lines *lines, const char *name) {
  for (int i = 0; i < lines->count; i++) {
    if (strcmp(lines->files[i].name, name) == 0) return &lines->files[i];
  }
  return NULL;
}

// Takes down what the chunk on top of the stack has, one of the user's files by that name.
void gl_watch_lines(lua_State *L, const char *name) {
  gl_lines *lines = gl_of(L)->lines;
  if (!lines || lines->count == MOST_FILES || find(lines, name)) return;
  code_file *file = &lines->files[lines->count];
  *file = (code_file){.name = strdup(name)};
  if (!file->name) return;
  lines->count++;
  gl_buffer dump = {0};
  lua_dump(L, gl_write_dump, &dump, 0);
  reader from = {dump.bytes, dump.bytes + dump.count, dump.full};
  take(&from, GL_DUMP_HEADER);
  take(&from, 1);  // number of upvalues
  read_function(&from, file, 0);
  free(dump.bytes);
  if (file->count == 0) return;
  qsort(file->lines, file->count, sizeof *file->lines, compare);
  size_t kept = 1;
  for (size_t i = 1; i < file->count; i++) {
    if (compare(&file->lines[i], &file->lines[kept - 1]) != 0) file->lines[kept++] = file->lines[i];
  }
  file->count = kept;
}

// Called by the hook on each new line.
void gl_mark_line(lua_State *L, lua_Debug *record) {
  gl_lines *lines = gl_of(L)->lines;
  if (!lines || !lua_getinfo(L, "Sl", record) || record->source[0] != '@') return;
  code_file *file = find(lines, record->source + 1);
  if (!file) return;
  code_line wanted = {record->linedefined, record->currentline, false};
  code_line *found = bsearch(&wanted, file->lines, file->count, sizeof wanted, compare);
  if (found) found->ran = true;
}

static void put_integer(gl_buffer *buffer, int64_t value) {
  gl_put(buffer, "I", 1);
  gl_put(buffer, &value, sizeof value);
}

gl_bytes gl_traced_lines(gl_state *state) {
  gl_buffer *buffer = &state->result;
  buffer->count = buffer->values = 0;
  buffer->full = false;
  int files = state->lines ? state->lines->count : 0;
  gl_put_count(buffer, 'A', (uint32_t)files);
  for (int i = 0; i < files; i++) {
    const code_file *file = &state->lines->files[i];
    gl_put_count(buffer, 'A', 1 + 3 * (uint32_t)file->count);
    gl_put_string(buffer, file->name, strlen(file->name));
    for (size_t n = 0; n < file->count; n++) {
      put_integer(buffer, file->lines[n].function);
      put_integer(buffer, file->lines[n].line);
      put_integer(buffer, file->lines[n].ran);
    }
  }
  return (gl_bytes){buffer->bytes, buffer->count};
}
