// Lua's patterns, matched by our own code: the library's can run for years without ever looking at
// the clock.
#pragma once
#include "internal.h"

enum { GL_CAPTURES = 32 };

typedef struct {
  lua_State *L;
  gl_state *state;
  const char *text, *text_end;
  const char *pattern_end;
  uint64_t work, most_work;  // steps of this call as far as they were looked at; 0: no ceiling
  int depth;                 // of nested match_here
  int captured;              // captures that were opened
  struct {
    const char *start;
    ptrdiff_t length;  // or one of the marks of matcher.c
  } captures[GL_CAPTURES];
} gl_matcher;

// Both texts must stay where they are (on the stack of `L`) and end in a NUL of Lua's.
void gl_matcher_begin(gl_matcher *m, lua_State *L, const char *text, size_t text_length,
                      const char *pattern, size_t pattern_length);
// Matches at exactly `at`; where the match ends, or NULL.
const char *gl_match(gl_matcher *m, const char *at, const char *pattern);

// Pushes all captures of the match from `start` to `end`, the match itself when there are none and
// `start` is given; how many.
int gl_push_captures(gl_matcher *m, const char *start, const char *end);
// Pushes capture `index`, from 0, or the whole match as the first when there are no captures.
void gl_push_capture(gl_matcher *m, int index, const char *start, const char *end);
// Its text, or NULL when it is a position, which is pushed.
const char *gl_capture(gl_matcher *m, int index, const char *start, const char *end,
                       size_t *length);
