// The boundary between Swift and Lua. Swift sees this header only; lua.h stays behind it.
//
// Two rules make it safe:
//  * No longjmp crosses a Swift frame. Lua calls a C trampoline, the trampoline calls Swift, Swift
//    returns a status and leaves its answer in a slot; only then does C raise an error or yield.
//  * Every Lua call that may raise (all that allocate, under a memory ceiling) runs protected.
//
// Values cross as a flat tape (tape.c). A state belongs to one run and is used by one thread at a
// time; only the watchdog's signal handler looks at it meanwhile.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gl_state gl_state;

typedef struct {
  const uint8_t *bytes;
  size_t count;
} gl_bytes;

// What a host function answers.
typedef enum {
  GL_OK = 0,       // the answer is a tape: the value
  GL_ERROR = 1,    // the answer is a tape: a string, or a map that becomes an error object
  GL_PENDING = 2,  // the answer comes later, by gl_resume: the run is suspended until then
  GL_STOP = 3,     // a ceiling that the host watches was hit: the answer is a tape, the gl_limit
} gl_status;

// One call of a host function.
typedef struct {
  uint32_t function;   // the index it was defined with
  gl_bytes arguments;  // a tape: an array of the arguments
  const char *source;  // file that called, NULL when not asked for (GL_WANTS_PLACE) or unknown
  int line;
} gl_call;

// Must return normally, must not call back into this boundary, and keeps the answer's bytes alive
// until its next call.
typedef gl_status (*gl_host)(void *context, const gl_call *call, gl_bytes *answer);

// Ceilings of a run; 0 means none.
typedef struct {
  size_t memory;          // bytes held by Lua
  uint64_t instructions;  // VM instructions, in steps of 1,000, and steps of loops in C, of 10,000
  uint64_t nanoseconds;   // time spent in Lua, without waits for the host
  uint64_t cpu;           // nanoseconds of processor time spent in Lua
  uint64_t total;         // nanoseconds since gl_start, waits for the host included
  uint64_t host_calls;
  uint64_t coroutines;    // created in all
  int depth;              // calls inside each other in one coroutine; an eighth more may be made
  size_t chunk;           // bytes of source text handed to one load
} gl_limits;

typedef enum {
  GL_LIMIT_NONE = 0,
  GL_LIMIT_MEMORY,
  GL_LIMIT_INSTRUCTIONS,
  GL_LIMIT_TIME,
  GL_LIMIT_HOST_CALLS,
  GL_LIMIT_COROUTINES,
  GL_LIMIT_CPU,
  GL_LIMIT_DEPTH,
  GL_LIMIT_TOTAL,
  GL_LIMIT_CHUNK,
  GL_LIMIT_OUTPUT,       // watched by the host
  GL_LIMIT_INTERRUPTED,  // no ceiling: gl_interrupt
} gl_limit;

typedef enum {
  GL_DONE,     // gl_result: the value
  GL_FAILED,   // gl_result: {error = value, frames = [{source, line, name}]}
  GL_WAITING,  // a host function answered GL_PENDING
  GL_STOPPED,  // a ceiling was hit, gl_stopped_by says which; gl_result as for GL_FAILED
} gl_outcome;

// A new state, or NULL when there is no memory for it. `context` and `host` must outlive it.
gl_state *gl_new(const gl_limits *limits, void *context, gl_host host);
// Frees all; gives the bytes that Lua did not give back: 0, but for a state that ran out of time in
// the middle of an instruction.
size_t gl_free(gl_state *state);

// Of a host function.
typedef enum {
  GL_PLAIN = 0,
  GL_WANTS_PLACE = 1,  // is told which line of the user's code called
  GL_NAMES_LATER = 2,  // its answers may name fields that are known only later (later.c)
} gl_traits;

// Adds a host function, numbered from 0; Lua finds it as host.<name>, where dots in the name mean
// tables in tables. Before gl_boot only.
void gl_define(gl_state *state, const char *name, gl_traits traits);

// Lets the state take down which lines of the files that the host names '@file' run, in functions.
// Costs speed. Before gl_boot only.
void gl_trace_lines(gl_state *state);
// What was taken down, as a tape: for each file an array of its name and, for each line, three
// integers: the line on which its function begins, the line, and 1 if it ran. Valid until the next
// call; takes the place of gl_result.
gl_bytes gl_traced_lines(gl_state *state);

// Calls the chunk with the table `host`, the function `compile` (state.c) and a `rawset` that writes
// into read-only tables too, and keeps the function it returns as the state's entry. To be called
// once, before gl_start. `name` is the chunk's, with Lua's '=' or '@' in front.
gl_outcome gl_boot(gl_state *state, gl_bytes source, const char *name);

// Calls the entry with the elements of a tape's array, in a coroutine of its own.
gl_outcome gl_start(gl_state *state, gl_bytes arguments);
// Gives the answer that a pending host function was waiting for.
gl_outcome gl_resume(gl_state *state, gl_status status, gl_bytes answer);

// Ends the run as a ceiling would, from any thread: at once where the state has a ceiling of
// time, else when it next waits for the host.
void gl_interrupt(gl_state *state);

// For a host function that waits for another process: time does not count between the two calls.
// gl_pause says whether gl_continue is due.
bool gl_pause(gl_state *state);
void gl_continue(gl_state *state);
// Adds time that the host itself worked for a call, between those two.
void gl_charge(gl_state *state, uint64_t nanoseconds);

// The tape of the last outcome; valid until the next call.
gl_bytes gl_result(const gl_state *state);
gl_limit gl_stopped_by(const gl_state *state);

// Figures of a run so far.
size_t gl_memory(const gl_state *state);
size_t gl_memory_peak(const gl_state *state);
uint64_t gl_host_calls(const gl_state *state);

// Lets the n-th allocation from now on fail, as if the ceiling were hit; 0 turns it off. For tests.
void gl_fail_allocation(gl_state *state, uint64_t n);

// Starts the thread that keeps the clock, which otherwise the first run with a ceiling of time does.
bool gl_start_clock(void);
// Compiles a shipped chunk and keeps it for all states to come.
void gl_keep(gl_bytes text, const char *name);

// The version of the linked Lua, as "5.4.4".
const char *gl_lua_version(void);
