// The budgets of time, instructions and depth, without any cost until they are needed.
//
// A count hook doubles the time of tight loops, so there is none by default. A watchdog thread
// sleeps until the earliest deadline and then signals the thread that runs the state; the handler
// sets a hook on the current coroutine (as lua.c does on an interrupt), and the hook raises.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

enum { SLOTS = 1024, COUNT_STEP = 1000 };
// After the end: how often the thread is signalled, and how much longer it may run until
// gl_try_escape. That has to find the thread in Lua's own code, so it tries more often.
enum { SIGNAL_EVERY = 2000000, PATIENCE = 8000000, TRY_EVERY = 200000 };
#define WAKE_SIGNAL SIGURG  // ignored by default: a late one does no harm

typedef struct {
  gl_state *state;  // NULL: free
  pid_t thread;
  clockid_t clock;      // of the thread's processor time
  uint64_t deadline;    // when to look at it next
  uint64_t end;         // of the time
  gl_limit at_end;      // which limit that is
  uint64_t end_of_cpu;  // on the thread's clock
  uint64_t signalled;   // first, or 0
} slot;

static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  bool started;
  uint64_t waking;  // when the thread wakes next
  int used;         // slots below this may be taken
  slot slots[SLOTS];
} watchdog = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local gl_state *volatile current;

static uint64_t read_clock(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t now(void) { return read_clock(CLOCK_MONOTONIC); }

void gl_stop(gl_state *state, gl_limit limit) {
  if (state->stopped == GL_LIMIT_NONE) state->stopped = limit;
}

static const char *limit_text(gl_limit limit) {
  switch (limit) {
    case GL_LIMIT_MEMORY: return "memory limit reached";
    case GL_LIMIT_INSTRUCTIONS: return "instruction limit reached";
    case GL_LIMIT_TIME: return "time limit reached";
    case GL_LIMIT_HOST_CALLS: return "host call limit reached";
    case GL_LIMIT_COROUTINES: return "coroutine limit reached";
    case GL_LIMIT_CPU: return "processor time limit reached";
    case GL_LIMIT_DEPTH: return "call depth limit reached";
    case GL_LIMIT_TOTAL: return "total time limit reached";
    case GL_LIMIT_CHUNK: return "chunk size limit reached";
    case GL_LIMIT_OUTPUT: return "output limit reached";
    case GL_LIMIT_INTERRUPTED: return "interrupted";
    case GL_LIMIT_NONE: break;
  }
  return "stopped";
}

int gl_raise_stop(lua_State *L) { return luaL_error(L, "%s", limit_text(gl_of(L)->stopped)); }

static void count_instructions(gl_state *state, uint64_t count) {
  if (!state->limits.instructions) return;
  state->instructions += count;
  if (state->instructions > state->limits.instructions) gl_stop(state, GL_LIMIT_INSTRUCTIONS);
}

void gl_check(lua_State *L) {
  gl_state *state = gl_of(L);
  count_instructions(state, state->work);
  state->work = 0;
  gl_stop(state, atomic_load(&state->expired));
  if (state->stopped) gl_raise_stop(L);
}

// Collects in small steps: one over a large heap takes longer than a run may be late.
static void collect(lua_State *L, gl_state *state) {
  enum { CYCLES = 2, STEP_KILOBYTES = 256 };  // the first cycle may have begun before the garbage
  for (int cycle = 0; cycle < CYCLES; cycle++) {
    while (!lua_gc(L, LUA_GCSTEP, STEP_KILOBYTES)) {
      if (atomic_load(&state->expired)) return;
    }
  }
  size_t room = state->limits.memory > state->used ? state->limits.memory - state->used : 0;
  state->collect_at = state->used + room / 2;
  state->collect = 0;
}

// Asked before one large allocation. Being inside a C function, this is a safe point to collect at,
// where Lua's own way, an emergency collection after a refusal, is not.
void gl_reserve(lua_State *L, size_t size) {
  gl_state *state = gl_of(L);
  size_t ceiling = state->limits.memory;
  if (!ceiling || (size <= ceiling && state->used <= ceiling - size)) return;
  if (size < ceiling) collect(L, state);
  if (size <= ceiling && state->used <= ceiling - size) return;
  gl_check(L);
  gl_stop(state, GL_LIMIT_MEMORY);
  gl_raise_stop(L);
}

// Runs between two instructions: the safe point for collections, and where a limit raises.
static void on_hook(lua_State *L, lua_Debug *record) {
  gl_state *state = gl_of(L);
  lua_Debug frame;
  if (record->event == LUA_HOOKLINE) gl_mark_line(L, record);
  if (gl_is_due(state)) {
    gl_set_hook(state, L);
    if (state->collect) collect(L, state);
    if (state->measure && lua_getstack(L, state->limits.depth, &frame)) {
      gl_stop(state, GL_LIMIT_DEPTH);
    }
    state->measure = 0;
  } else if (record->event == LUA_HOOKCOUNT) {
    count_instructions(state, COUNT_STEP);
  }
  gl_check(L);
}

// The hook a coroutine starts with: none, the instruction counter, the look at lines, or both.
void gl_set_hook(gl_state *state, lua_State *L) {
  int mask = (state->limits.instructions ? LUA_MASKCOUNT : 0) | (state->lines ? LUA_MASKLINE : 0);
  lua_sethook(L, mask ? on_hook : NULL, mask, mask & LUA_MASKCOUNT ? COUNT_STEP : 0);
}

// Makes the running coroutine call the hook at its next instruction. Safe in a signal handler.
void gl_demand_attention(gl_state *state) {
  lua_State *L = state->running;
  if (L) lua_sethook(L, on_hook, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

static void on_signal(int number, siginfo_t *details, void *context) {
  (void)number;
  (void)details;
  int saved = errno;
  gl_state *state = current;
  if (state && atomic_load(&state->expired)) {
    uint64_t cpu = read_clock(CLOCK_THREAD_CPUTIME_ID);
    gl_demand_attention(state);
    // Not by the clock on the wall: on a busy machine the thread may not have run at all.
    if (!state->noticed) {
      state->noticed = cpu;
    } else if (cpu - state->noticed > PATIENCE) {
      gl_try_escape(state, context);
    }
  }
  errno = saved;
}

static struct timespec as_timespec(uint64_t time) {
  return (struct timespec){.tv_sec = (time_t)(time / 1000000000u),
                           .tv_nsec = (long)(time % 1000000000u)};
}

// Looks at a slot whose deadline has come: its limits are used up, or the deadline moves. A thread
// uses no more processor time than time, so the end of that is never missed.
static void look_at(slot *entry, uint64_t time) {
  uint64_t cpu = entry->end_of_cpu < UINT64_MAX ? read_clock(entry->clock) : 0;
  int limit = time >= entry->end ? (int)entry->at_end : cpu >= entry->end_of_cpu ? GL_LIMIT_CPU : 0;
  if (atomic_load(&entry->state->interrupted)) limit = GL_LIMIT_INTERRUPTED;
  if (limit) {
    atomic_store(&entry->state->expired, limit);
    if (!entry->signalled) entry->signalled = time;
    bool overdue = time - entry->signalled > PATIENCE;
    syscall(SYS_tgkill, getpid(), entry->thread, WAKE_SIGNAL);
    // Signal again until the slice ends: one may arrive just before the coroutine is entered.
    entry->deadline = time + (overdue ? TRY_EVERY : SIGNAL_EVERY);
  } else {
    uint64_t left = entry->end_of_cpu - cpu;
    entry->deadline = left < entry->end - time ? time + left : entry->end;
  }
}

// Expires what is due and gives the next deadline; called with the lock held.
static uint64_t sweep(uint64_t time) {
  uint64_t next = UINT64_MAX;
  for (int i = 0; i < watchdog.used; i++) {
    slot *entry = &watchdog.slots[i];
    if (!entry->state) continue;
    if (entry->deadline <= time) look_at(entry, time);
    if (entry->deadline < next) next = entry->deadline;
  }
  return next;
}

static void *watch(void *unused) {
  (void)unused;
  pthread_mutex_lock(&watchdog.lock);
  for (;;) {
    watchdog.waking = sweep(now());
    if (watchdog.waking == UINT64_MAX) {
      pthread_cond_wait(&watchdog.changed, &watchdog.lock);
    } else {
      struct timespec until = as_timespec(watchdog.waking);
      pthread_cond_timedwait(&watchdog.changed, &watchdog.lock, &until);
    }
  }
  return NULL;
}

// Starts the watchdog thread; called with the lock held.
static bool start_watchdog(void) {
  gl_prepare_escape();
  // SA_NODEFER: a jump out of the handler leaves the signal unblocked.
  struct sigaction action = {.sa_sigaction = on_signal,
                             .sa_flags = SA_RESTART | SA_SIGINFO | SA_NODEFER};
  sigaction(WAKE_SIGNAL, &action, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&watchdog.changed, &attributes);
  pthread_condattr_destroy(&attributes);
  sigset_t all, before;  // signals of the process are not for this thread
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  bool started = pthread_create(&thread, NULL, watch, NULL) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (started) pthread_detach(thread);
  return started;
}

// Called with the lock held.
static bool is_watched(void) {
  if (!watchdog.started) watchdog.started = start_watchdog();
  return watchdog.started;
}

bool gl_start_clock(void) {
  pthread_mutex_lock(&watchdog.lock);
  bool started = is_watched();
  pthread_mutex_unlock(&watchdog.lock);
  return started;
}

// The id of this thread, made ready for the signal: a dispatch worker starts with all blocked.
static pid_t this_thread(void) {
  static _Thread_local pid_t thread;
  if (!thread) {
    sigset_t wake;
    sigemptyset(&wake);
    sigaddset(&wake, WAKE_SIGNAL);
    pthread_sigmask(SIG_UNBLOCK, &wake, NULL);
    thread = (pid_t)syscall(SYS_gettid);
  }
  return thread;
}

static int take_slot(slot entry) {
  entry.thread = this_thread();
  pthread_mutex_lock(&watchdog.lock);
  int index = 0;
  while (index < SLOTS && watchdog.slots[index].state) index++;
  if (!is_watched() || index == SLOTS) {
    pthread_mutex_unlock(&watchdog.lock);
    return -1;
  }
  watchdog.slots[index] = entry;
  if (index >= watchdog.used) watchdog.used = index + 1;
  if (entry.deadline < watchdog.waking) pthread_cond_signal(&watchdog.changed);
  pthread_mutex_unlock(&watchdog.lock);
  return index;
}

void gl_begin_total(gl_state *state) {
  if (state->limits.total) state->started = now();
}

// Begins a slice of Lua on this thread; false when the time is already used up or cannot be watched.
bool gl_enter(gl_state *state) {
  const gl_limits *limits = &state->limits;
  slot entry = {
      .state = state, .end = UINT64_MAX, .at_end = GL_LIMIT_TIME, .end_of_cpu = UINT64_MAX};
  state->slot = -1;
  if (atomic_load(&state->interrupted)) gl_stop(state, GL_LIMIT_INTERRUPTED);
  if (!limits->nanoseconds && !limits->cpu && !limits->total) return !state->stopped;
  if (limits->nanoseconds && state->spent >= limits->nanoseconds) gl_stop(state, GL_LIMIT_TIME);
  if (limits->cpu && state->spent_cpu >= limits->cpu) gl_stop(state, GL_LIMIT_CPU);
  state->entered = now();
  if (limits->total && state->entered - state->started >= limits->total) {
    gl_stop(state, GL_LIMIT_TOTAL);
  }
  if (state->stopped) return false;
  if (limits->nanoseconds) entry.end = state->entered + (limits->nanoseconds - state->spent);
  if (limits->total && state->started + limits->total < entry.end) {
    entry.end = state->started + limits->total;
    entry.at_end = GL_LIMIT_TOTAL;
  }
  entry.deadline = entry.end;
  if (limits->cpu) {
    uint64_t left = limits->cpu - state->spent_cpu;
    pthread_getcpuclockid(pthread_self(), &entry.clock);
    state->entered_cpu = read_clock(entry.clock);
    entry.end_of_cpu = state->entered_cpu + left;
    if (state->entered + left < entry.deadline) entry.deadline = state->entered + left;
  }
  state->slot = take_slot(entry);
  if (state->slot < 0) {
    gl_stop(state, GL_LIMIT_TIME);
    return false;
  }
  state->around = current;
  current = state;
  return true;
}

void gl_leave(gl_state *state) {
  if (state->slot < 0) return;
  pthread_mutex_lock(&watchdog.lock);
  watchdog.slots[state->slot].state = NULL;
  pthread_mutex_unlock(&watchdog.lock);
  state->slot = -1;
  current = state->around;
  state->spent += now() - state->entered;
  if (state->limits.cpu) state->spent_cpu += read_clock(CLOCK_THREAD_CPUTIME_ID) - state->entered_cpu;
}

bool gl_pause(gl_state *state) {
  bool running = state->slot >= 0;
  gl_leave(state);
  return running;
}

void gl_continue(gl_state *state) {
  if (!gl_enter(state) || gl_is_due(state)) gl_demand_attention(state);
}

void gl_charge(gl_state *state, uint64_t nanoseconds) {
  state->spent += nanoseconds;
  state->spent_cpu += nanoseconds;
}

void gl_interrupt(gl_state *state) {
  atomic_store(&state->interrupted, true);
  pthread_mutex_lock(&watchdog.lock);
  for (int i = 0; i < watchdog.used; i++) {
    if (watchdog.slots[i].state == state) watchdog.slots[i].deadline = 0;
  }
  if (watchdog.started) pthread_cond_signal(&watchdog.changed);
  pthread_mutex_unlock(&watchdog.lock);
}
