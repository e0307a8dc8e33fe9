// Shared by the files of the boundary; not visible outside.
#pragma once
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "ghlua_bridge.h"

// A growing byte buffer outside of Lua's memory; `full` is set when it could not grow.
typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
  size_t values;  // encoded since it was emptied
  bool full;
} gl_buffer;

// Memory for the blocks of one state (pool.c).
typedef struct {
  uint8_t *start, *free_at;  // the region, and what of it was never used
  uint8_t *spare, *spare_end;  // what is left of a large block that is cut up
  void *unused[52];          // blocks given back, by the class of their size, linked
  size_t outside;            // blocks that are malloc's
} gl_pool;

// Strings of tapes that came before (names.c).
typedef struct gl_names gl_names;

// Lines of the user's files, and whether they ran (lines.c).
typedef struct gl_lines gl_lines;

// A host function: where its name begins among all names, and what it is like.
typedef struct {
  uint32_t name;
  gl_traits traits;
} gl_function;

struct gl_state {
  lua_State *lua;   // the main thread: holds the registry, never runs recipe code
  lua_State *main;  // the coroutine of the current gl_start
  lua_State *volatile running;  // the coroutine whose code runs now, for the signal handler
  void *context;
  gl_host host;
  gl_limits limits;

  // memory (memory.c)
  gl_pool pool;
  size_t used, peak, collect_at;
  uint64_t fail_at;

  // budgets (budget.c)
  volatile gl_limit stopped;     // sticky: once set, no Lua code runs on
  atomic_int expired;            // set by the watchdog to the limit that ran out
  volatile sig_atomic_t collect; // a full collection is due at the next safe point
  volatile sig_atomic_t measure; // and so is a look at the depth of calls
  uint32_t small_blocks;         // allocated since the last look; a call's frame is one of them
  uint64_t spent, spent_cpu;     // nanoseconds of finished slices
  uint64_t entered, entered_cpu; // start of the current slice
  uint64_t started;              // of the last gl_start
  int slot;                      // the watchdog's slot while a slice runs
  atomic_bool interrupted;       // gl_interrupt was called
  volatile uint64_t noticed;     // the thread's processor time when it first noticed `expired`
  volatile bool abandoned;       // left in the middle of an instruction (escape.c)
  sigjmp_buf slice;              // the beginning of the current slice
  gl_state *around;              // whose host function runs this slice, on the same thread
  uint64_t instructions, host_calls, coroutines;
  size_t work;  // steps of C loops since gl_check

  // the answer a suspended host function waits for (call.c)
  bool waiting, answered;
  gl_status answer_status;
  bool answer_names_later;
  gl_bytes answer;
  int cannot_wait;  // depth of frames through which no wait can pass
  gl_function *functions;
  size_t function_count;
  gl_buffer function_names;

  gl_buffer scratch, result;
  gl_names *names;
  gl_lines *lines;  // NULL: nobody wants to know
  bool entry_ready;
};

static inline gl_state *gl_of(lua_State *L) { return *(gl_state **)lua_getextraspace(L); }

// Whether the hook has something to do at the next instruction.
static inline bool gl_is_due(gl_state *state) {
  return state->collect || state->measure || atomic_load(&state->expired);
}

// Keys of the registry: the addresses of these.
extern const char gl_key_array, gl_key_error, gl_key_entry, gl_key_main;

// What the names of chunks start with that `load` compiled for a script.
#define GL_LOADED "=load:"

// The one key of a script's table that the script does not see (metatable.c).
extern const char gl_key_seal;

static inline bool gl_is_hidden_key(lua_State *L, int index) {
  return lua_islightuserdata(L, index) && lua_touserdata(L, index) == &gl_key_seal;
}

// memory.c
void *gl_allocate(void *context, void *block, size_t old_size, size_t new_size);

// pool.c
bool gl_pool_open(gl_pool *pool);
void gl_pool_close(gl_pool *pool);
void *gl_pool_move(gl_pool *pool, void *block, size_t old_size, size_t new_size);

// names.c
bool gl_open_names(lua_State *L);
void gl_push_name(lua_State *L, gl_names *names, int table, const char *text, size_t length);

// budget.c
void gl_stop(gl_state *state, gl_limit limit);
int gl_raise_stop(lua_State *L);  // raises; call when state->stopped is set
void gl_set_hook(gl_state *state, lua_State *L);
void gl_demand_attention(gl_state *state);
void gl_begin_total(gl_state *state);  // the clock of limits.total runs from now on
bool gl_enter(gl_state *state);
void gl_leave(gl_state *state);
void gl_check(lua_State *L);  // raises when a limit is hit; for loops that stay in C
void gl_reserve(lua_State *L, size_t size);  // raises when there is no memory for so many bytes

// Counts steps of a loop that stays in C; a step is of the size of a VM instruction.
enum { GL_WORK_STEP = 10000, GL_MOST_ELEMENTS = 10000000 };
static inline void gl_spend(lua_State *L, size_t steps) {
  gl_state *state = gl_of(L);
  state->work += steps;
  if (state->work >= GL_WORK_STEP) gl_check(L);
}

// escape.c
void gl_prepare_escape(void);
void gl_try_escape(gl_state *state, const void *context);

// load.c
int gl_load(lua_State *L, gl_bytes text, const char *name);

// lines.c
void gl_forget_lines(gl_state *state);
void gl_watch_lines(lua_State *L, const char *name);
void gl_mark_line(lua_State *L, lua_Debug *record);

// verify.c
int gl_find_wrong_code(lua_State *L, const char **what);
// chunk.c
int gl_load_kept(lua_State *L, gl_bytes text, const char *name, bool is_boot);

// tape.c and decode.c
enum { GL_DEEPEST = 100, GL_LOOK_EVERY = 4096 };  // values inside each other; between looks
void gl_put(gl_buffer *buffer, const void *bytes, size_t count);
void gl_put_string(gl_buffer *buffer, const char *text, size_t count);
void gl_put_count(gl_buffer *buffer, char tag, uint32_t count);
void gl_encode(lua_State *L, gl_buffer *buffer, int index);
void gl_encode_array(lua_State *L, gl_buffer *buffer, int first, int last);
void gl_decode(lua_State *L, gl_bytes tape, bool names_later);
int gl_decode_array(lua_State *L, gl_bytes tape);
void gl_decode_into(lua_State *L, gl_bytes tape);

// stock.c
typedef enum {
  GL_STOCK_NONE,
  GL_STOCK_BASE,
  GL_STOCK_STRING,
  GL_STOCK_PACKING,
  GL_STOCK_ARITHMETIC,
  GL_STOCK_TABLE,
  GL_STOCK_UTF8,
} gl_stock_list;
void gl_find_stock(lua_State *L);  // raises; before the first use of a list
const luaL_Reg *gl_stock(gl_stock_list list);

// Has scripts neither see nor exchange the metatable at the top.
static inline void gl_hide_metatable(lua_State *L) {
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
}

// What a library holds (library.c).
typedef struct {
  const luaL_Reg *own, *more;       // ours
  const luaL_Reg *around;           // ours around the stock function of the same name, an upvalue
  gl_stock_list inside;             // those stock functions
  gl_stock_list stock;              // those that are taken as they are
  void (*add_rest)(lua_State *L);   // adds what is no such function to the table at the top
} gl_library;

void gl_open_library(lua_State *L, const char *name, const gl_library *library);
void gl_fill_library(lua_State *L, const gl_library *library);
bool gl_push_member(lua_State *L, const gl_library *library);

// late.c
void gl_fill_late(lua_State *L, gl_bytes piece);
void gl_wait_for_look(lua_State *L, const gl_library *library);
void gl_fill(lua_State *L, int index);

// later.c
void gl_guard_later(lua_State *L);

// host.c
static inline const char *gl_name_of(const gl_state *state, size_t function) {
  return (const char *)state->function_names.bytes + state->functions[function].name;
}
uint32_t gl_find_host_function(const gl_state *state, const char *name);
void gl_push_host(lua_State *L, const gl_state *state);

// call.c
int gl_trampoline(lua_State *L);
gl_bytes gl_ask_text(lua_State *L, const char *function, const char *argument);
bool gl_find_place(lua_State *L, lua_Debug *record);

// patterns.c, sort.c, tables.c
extern const luaL_Reg gl_pattern_functions[];
int gl_table_sort(lua_State *L);
lua_Integer gl_check_array(lua_State *L, bool writes);  // the length of what is at 1

// Parts of the environment: each adds to the table on top of the stack.
void gl_open_base(lua_State *L);       // base.c
void gl_open_math(lua_State *L);       // base.c
void gl_open_metatable(lua_State *L);  // metatable.c
void gl_open_late(lua_State *L);       // late.c
void gl_open_string(lua_State *L);     // strings.c
void gl_open_table(lua_State *L);      // tables.c
void gl_open_utf8(lua_State *L);       // utf8.c
void gl_open_protect(lua_State *L);    // protect.c
void gl_open_order(lua_State *L);      // order.c
// Pushes a list of the keys of the table at an absolute index, in the order of `pairs` for one that
// has no sequence; returns their number.
int gl_push_sorted_keys(lua_State *L, int table);
void gl_open_coroutine(lua_State *L);  // coroutine.c
void gl_push_tostring(lua_State *L, int index);           // base.c
