// A worker: one recipe, in a state like any other, whose host functions are messages.
#include "internal.h"

static struct {
  gl_state *state;
  gw_inbox inbox;
  bool *suspends;  // by function
  uint32_t function_count, source;
  gl_call waiting;  // the call that suspended the run, until it is sent
} worker;

void gw_reply(char type, gl_bytes head, gl_bytes body) {
  size_t sent = 0;
  if (gw_send(GW_SOCKET, type, head, body, &sent) != GW_DONE) _exit(0);
}

// The next message; the process ends when the host has closed its end.
static gl_bytes next(void) {
  if (gw_receive(GW_SOCKET, &worker.inbox) != GW_DONE) _exit(0);
  return (gl_bytes){worker.inbox.bytes, worker.inbox.count};
}

// Sends a call and waits for its answer, which lies in the inbox until the next message.
static gl_status ask(const gl_call *call, gl_bytes *answer) {
  enum { LONGEST_NAME = 4096 };
  struct {
    gw_call call;
    char source[LONGEST_NAME];
  } head = {.call = {.function = call->function}};
  size_t length = call->source ? strlen(call->source) : 0;
  if (length > 0 && length <= LONGEST_NAME) {
    head.call.line = call->line;
    head.call.source_length = (uint32_t)length;
    memcpy(head.source, call->source, length);
  }
  gw_reply(GW_CALL,
           (gl_bytes){(const uint8_t *)&head, sizeof head.call + head.call.source_length},
           call->arguments);
  gl_bytes message = next();
  uint64_t nanoseconds;
  const size_t before = 1 + sizeof nanoseconds;
  if (worker.inbox.type != GW_ANSWER || message.count < before) _exit(2);
  memcpy(&nanoseconds, message.bytes + 1, sizeof nanoseconds);
  gl_charge(worker.state, nanoseconds);
  *answer = (gl_bytes){message.bytes + before, message.count - before};
  switch (message.bytes[0]) {
    case GL_OK: return GL_OK;
    case GL_STOP: return GL_STOP;
    default: return GL_ERROR;
  }
}

// Answers "source" from what the fork server was taught; the arguments are one string.
static bool answer_known(const gl_call *call, gl_bytes *answer) {
  static uint8_t *tape;
  uint32_t length;
  const size_t head = 1 + sizeof length;
  if (call->function != worker.source || call->arguments.count < 2 * head) return false;
  if (call->arguments.bytes[head] != 'S') return false;
  const char *name = (const char *)call->arguments.bytes + 2 * head;
  gl_bytes text = gw_known(name, call->arguments.count - 2 * head);
  if (!text.bytes) return false;
  free(tape);
  tape = malloc(head + text.count);
  if (!tape) return false;
  length = (uint32_t)text.count;
  tape[0] = 'S';
  memcpy(tape + 1, &length, sizeof length);
  memcpy(tape + head, text.bytes, text.count);
  *answer = (gl_bytes){tape, head + text.count};
  return true;
}

static gl_status on_call(void *context, const gl_call *call, gl_bytes *answer) {
  (void)context;
  if (call->function < worker.function_count && worker.suspends[call->function]) {
    worker.waiting = *call;
    return GL_PENDING;
  }
  if (answer_known(call, answer)) return GL_OK;
  bool running = gl_pause(worker.state);
  gl_status status = ask(call, answer);
  if (running) gl_continue(worker.state);
  return status;
}

static void report(gl_outcome outcome) {
  gw_result result = {.outcome = outcome, .limit = GL_LIMIT_MEMORY};
  gl_bytes tape = {(const uint8_t *)"N", 1};
  if (worker.state) {
    tape = gl_result(worker.state);
    result = (gw_result){.outcome = outcome,
                         .limit = gl_stopped_by(worker.state),
                         .memory = gl_memory(worker.state),
                         .peak = gl_memory_peak(worker.state),
                         .host_calls = gl_host_calls(worker.state)};
  }
  gw_reply(GW_RESULT, (gl_bytes){(const uint8_t *)&result, sizeof result}, tape);
}

// Runs until the result is there, through all waits.
static void start(gl_bytes arguments) {
  gl_outcome outcome = gl_start(worker.state, arguments);
  while (outcome == GL_WAITING) {
    gl_bytes answer;
    gl_status status = ask(&worker.waiting, &answer);
    outcome = gl_resume(worker.state, status, answer);
  }
  report(outcome);
}

// Takes `count` bytes off a message of the host's.
static const uint8_t *take(gl_bytes *from, size_t count) {
  const uint8_t *start = from->bytes;
  if (from->count < count) _exit(2);
  from->bytes += count;
  from->count -= count;
  return start;
}

static uint32_t take_count(gl_bytes *from) {
  uint32_t count;
  memcpy(&count, take(from, sizeof count), sizeof count);
  return count;
}

static char *take_name(gl_bytes *from) {
  uint32_t length = take_count(from);
  const uint8_t *text = take(from, length);
  char *name = malloc((size_t)length + 1);
  if (!name) _exit(3);
  memcpy(name, text, length);
  name[length] = 0;
  return name;
}

static void take_functions(gl_bytes *message) {
  uint32_t count = take_count(message);
  worker.suspends = calloc((size_t)count + 1, sizeof *worker.suspends);
  worker.source = UINT32_MAX;
  if (!worker.suspends) _exit(3);
  for (uint32_t i = 0; i < count; i++) {
    gl_traits traits = *take(message, 1);
    worker.suspends[i] = *take(message, 1);
    char *name = take_name(message);
    if (strcmp(name, "source") == 0) worker.source = i;
    gl_define(worker.state, name, traits);
    free(name);
  }
  worker.function_count = count;
}

// A message is asked for inside the boot chunk, so the text is copied out of the inbox before.
static void begin(gl_bytes message) {
  gl_limits limits;
  memcpy(&limits, take(&message, sizeof limits), sizeof limits);
  worker.state = gl_new(&limits, NULL, on_call);
  if (!worker.state) {
    report(GL_STOPPED);
    return;
  }
  take_functions(&message);
  char *name = take_name(&message);
  uint8_t *text = malloc(message.count + 1);
  if (!text) _exit(3);
  memcpy(text, message.bytes, message.count);
  gl_outcome outcome = gl_boot(worker.state, (gl_bytes){text, message.count}, name);
  free(text);
  free(name);
  report(outcome);
}

void gw_work(uint32_t parts) {
  gw_hello hello = {parts, getpid()};
  gw_reply(GW_HELLO, (gl_bytes){(const uint8_t *)&hello, sizeof hello}, (gl_bytes){0});
  for (;;) {
    gl_bytes message = next();
    if (worker.inbox.type == GW_BEGIN && !worker.state) {
      begin(message);
    } else if (worker.inbox.type == GW_START && worker.state) {
      start(message);
    } else if (worker.inbox.type == GW_PROBE) {
      gw_probe(message);
    } else {
      _exit(2);
    }
  }
}
