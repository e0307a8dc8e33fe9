// Checks tapes that come from a worker. Inside one process the boundary's encoder wrote them; a
// worker may have been taken over, so nothing about its bytes is taken for granted here.
#include "internal.h"

// The encoder's own bounds (tape.c), and room for what it wraps results into.
enum { MAX_DEPTH = 103, MAX_VALUES = 2000000 + 1000 };

typedef struct {
  const uint8_t *at, *end;
  size_t values;
} reader;

static bool skip(reader *tape, size_t count) {
  if ((size_t)(tape->end - tape->at) < count) return false;
  tape->at += count;
  return true;
}

static bool take_count(reader *tape, uint32_t *count) {
  if (!skip(tape, sizeof *count)) return false;
  memcpy(count, tape->at - sizeof *count, sizeof *count);
  return *count <= (size_t)(tape->end - tape->at);
}

static int compare_keys(const void *first, const void *second) {
  const gl_bytes *a = first, *b = second;
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  return a->count ? memcmp(a->bytes, b->bytes, a->count) : 0;
}

static bool has_twins(gl_bytes *keys, uint32_t count) {
  qsort(keys, count, sizeof *keys, compare_keys);
  for (uint32_t i = 1; i < count; i++) {
    if (compare_keys(&keys[i - 1], &keys[i]) == 0) return true;
  }
  return false;
}

static bool check(reader *tape, int depth);

static bool check_members(reader *tape, int depth) {
  uint32_t count, length;
  if (!take_count(tape, &count) || count > MAX_VALUES) return false;
  gl_bytes *keys = malloc(((size_t)count + 1) * sizeof *keys);
  bool good = keys != NULL;
  for (uint32_t i = 0; good && i < count; i++) {
    good = take_count(tape, &length);
    if (!good) break;
    keys[i] = (gl_bytes){tape->at, length};
    good = skip(tape, length) && check(tape, depth + 1);
  }
  good = good && !has_twins(keys, count);
  free(keys);
  return good;
}

static bool check(reader *tape, int depth) {
  uint32_t count;
  if (depth > MAX_DEPTH || ++tape->values > MAX_VALUES || !skip(tape, 1)) return false;
  switch (tape->at[-1]) {
    case 'N':
    case 'Z':
    case 'T':
    case 'F': return true;
    case 'I':
    case 'D': return skip(tape, 8);
    case 'S': return take_count(tape, &count) && skip(tape, count);
    case 'A':
      if (!take_count(tape, &count)) return false;
      while (count--) {
        if (!check(tape, depth + 1)) return false;
      }
      return true;
    case 'M': return check_members(tape, depth);
    default: return false;
  }
}

bool gw_is_tape(gl_bytes bytes) {
  reader tape = {.at = bytes.bytes, .end = bytes.bytes + bytes.count};
  return bytes.count > 0 && check(&tape, 0) && tape.at == tape.end;
}
