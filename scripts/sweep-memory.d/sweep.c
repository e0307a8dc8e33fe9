// Runs a representative script under every memory ceiling from 8 KiB to 4 MiB, and with every
// allocation failing in turn. Each run must end with the one right result or at the memory limit,
// and give all its memory back. Usage: sweep SCRIPT STEP
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ghlua_bridge.h"

enum { LOWEST = 8 << 10, HIGHEST = 4 << 20, BASIS = 64 << 10 };

// The members of a table cross in any order, so the result is made a text, in the order of pairs.
static const char boot[] =
    "local host = ... _G.host = host\n"
    "local function text(value)\n"
    "  if type(value) ~= 'table' then return tostring(value) end\n"
    "  local parts = {}\n"
    "  for k, v in pairs(value) do parts[#parts + 1] = k .. '=' .. text(v) end\n"
    "  return '{' .. table.concat(parts, ',') .. '}'\n"
    "end\n"
    "return function(source) return text(assert(load(source, 'script'))()) end";

static char script[BASIS], tape[BASIS], echoed[BASIS], expected[BASIS];
static size_t tape_size, expected_size;
static unsigned succeeded, stopped, wrong;

// host.echo(value): the arguments' tape is an array of one, whose element is the answer.
static gl_status echo(void *context, const gl_call *call, gl_bytes *answer) {
  (void)context;
  size_t head = 1 + sizeof(uint32_t);
  size_t size = call->arguments.count - head;
  if (size > sizeof echoed) abort();
  memcpy(echoed, call->arguments.bytes + head, size);
  *answer = (gl_bytes){(const uint8_t *)echoed, size};
  return GL_OK;
}

static void put(const void *bytes, size_t size) {
  memcpy(tape + tape_size, bytes, size);
  tape_size += size;
}

// Reads the script and writes the tape of the arguments: an array of one string.
static void read_script(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(fprintf(stderr, "sweep: cannot read %s\n", path));
  uint32_t size = (uint32_t)fread(script, 1, sizeof script - 64, file), one = 1;
  fclose(file);
  put("A", 1);
  put(&one, sizeof one);
  put("S", 1);
  put(&size, sizeof size);
  put(script, size);
}

static gl_outcome run(gl_state *state, uint64_t boot_fails_at, uint64_t call_fails_at) {
  gl_define(state, "echo", GL_PLAIN);
  gl_fail_allocation(state, boot_fails_at);
  gl_outcome outcome = gl_boot(state, (gl_bytes){(const uint8_t *)boot, sizeof boot - 1}, "=boot");
  if (outcome != GL_DONE) return outcome;
  gl_fail_allocation(state, call_fails_at);
  return gl_start(state, (gl_bytes){(const uint8_t *)tape, tape_size});
}

// One run; false when nothing was in its way.
static bool attempt(size_t ceiling, uint64_t boot_fails_at, uint64_t call_fails_at) {
  gl_limits limits = {.memory = ceiling, .depth = 10000};
  gl_state *state = gl_new(&limits, NULL, echo);
  if (!state) return ++stopped;
  gl_outcome outcome = run(state, boot_fails_at, call_fails_at);
  gl_bytes result = gl_result(state);
  bool limited = outcome == GL_STOPPED && gl_stopped_by(state) == GL_LIMIT_MEMORY;
  bool same = outcome == GL_DONE && result.count == expected_size &&
              memcmp(result.bytes, expected, expected_size) == 0;
  if (expected_size == 0 && outcome == GL_DONE && result.count < sizeof expected) {
    memcpy(expected, result.bytes, expected_size = result.count);
    same = true;
  }
  size_t leaked = gl_free(state);
  succeeded += same;
  stopped += limited;
  if (leaked || !(same || limited)) {
    wrong++;
    printf("sweep: ceiling %zu, boot %llu, call %llu: outcome %d, %zu bytes leaked\n", ceiling,
           (unsigned long long)boot_fails_at, (unsigned long long)call_fails_at, outcome, leaked);
  }
  return limited;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  size_t step = strtoull(arguments[2], NULL, 10);
  read_script(arguments[1]);
  if (attempt(0, 0, 0)) return 1;
  for (size_t ceiling = LOWEST; ceiling <= HIGHEST; ceiling += step) attempt(ceiling, 0, 0);
  printf("sweep: ceilings: %u succeeded, %u at the limit\n", succeeded, stopped);
  uint64_t n = 1;
  while (attempt(0, n, 0)) n++;
  for (n = 1; attempt(0, 0, n); n++) {}
  printf("sweep: with failed allocations: %u in all, %u at the limit, %u wrong\n",
         succeeded + stopped, stopped, wrong);
  return wrong != 0;
}
