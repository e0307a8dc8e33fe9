// The second wall: recipes run in processes that hold no token, no network and no file.
//
// Three kinds of process. The *host* starts one *fork server*: the same program once more, which a
// constructor in this target stops before anything of Swift's starts. The fork server has an empty
// environment and one socket, and makes a *worker* by fork(2) whenever the host asks for one, so
// that all workers share the memory of one. A worker runs one recipe and talks to the host over a
// socket of its own, in the tapes that the boundary (ghlua_bridge.h) uses within one process.
//
// All sockets are of kind SOCK_SEQPACKET: a packet arrives whole or not at all, so that a worker that
// dies in the middle of a message cannot garble what comes after it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <ghlua_bridge.h>

// Messages: one letter, then the payload. Numbers are in the machine's byte order, as both ends are
// the same program.
enum {
  // Host to fork server.
  GW_FORK = 'F',   // gw_bounds, with the worker's socket
  GW_KILL = 'K',   // u32: the worker's number
  GW_LEARN = 'L',  // u32 length of the name, name, text: what "source" answers from now on
  // Host to worker.
  GW_BEGIN = 'B',   // gl_limits, u32 count, count times (u8 gl_traits, u8 suspends, u32 length,
                    // name), u32 length, name of the boot chunk, its text
  GW_START = 'S',   // tape: the arguments
  GW_ANSWER = 'A',  // u8 gl_status, u64 nanoseconds that count as the recipe's, tape
  GW_PROBE = 'P',   // text, to run in a Lua without the inner wall
  // Worker to host.
  GW_HELLO = 'H',   // gw_hello
  GW_CALL = 'C',    // gw_call, source, tape of the arguments
  GW_RESULT = 'R',  // gw_result, tape: what came of GW_BEGIN or GW_START
  GW_FOUND = 'T',   // u8: whether it ended well, text: what came of a probe
  // Fork server to host, on the worker's socket.
  GW_EXIT = 'X',    // i32: how it ended, as wait(2) has it
};

typedef struct {
  uint32_t number;         // of the worker, for GW_KILL
  uint32_t cpu;            // seconds of processor time, UINT32_MAX: no bound
  uint64_t address_space;  // bytes that may be mapped besides the program, UINT64_MAX: no bound
} gw_bounds;

// Parts of the wall.
enum {
  GW_NO_NEW_PRIVILEGES = 1,
  GW_LIMITS = 2,
  GW_SECCOMP = 4,
  GW_LANDLOCK = 8,
  GW_DEATH_SIGNAL = 16,
  GW_NOT_DUMPABLE = 32,
  GW_ALL_PARTS = 63,
};

typedef struct {
  uint32_t parts;  // those that this kernel has
  int32_t process;
} gw_hello;

typedef struct {
  uint32_t function;
  int32_t line;            // 0: no place
  uint32_t source_length;  // of the file's name that follows
} gw_call;

typedef struct {
  uint32_t outcome;  // gl_outcome
  uint32_t limit;    // gl_limit
  uint64_t memory, peak, host_calls;
} gw_result;

// The largest message, in bytes: a tape has 64 MiB at most.
enum { GW_LARGEST = (64 << 20) + (64 << 10) };

// A message as it arrives.
typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
  char type;
  bool partial;  // more of it is to come
} gw_inbox;

typedef enum {
  GW_DONE,
  GW_AGAIN,   // would have to wait; call again
  GW_CLOSED,  // the other end is gone
  GW_BROKEN,  // what arrived is no message
} gw_progress;

// Receives a message. On GW_DONE it is in the inbox, until the next call.
gw_progress gw_receive(int socket, gw_inbox *inbox);
void gw_discard(gw_inbox *inbox);

// Sends a message of two parts. `sent` begins at 0 and is where to go on after GW_AGAIN.
gw_progress gw_send(int socket, char type, gl_bytes head, gl_bytes body, size_t *sent);

// Whether the bytes are one whole value of a tape, not too deep, not too large, and with no member
// twice: what the boundary's own encoder could have written.
bool gw_is_tape(gl_bytes tape);

// Starts a fork server from a program that has this target linked in. Its end of the control socket
// is `control`. Gives 0 or an errno.
int gw_start_server(const char *program, int *control, pid_t *process);

// Asks for a worker and gives the host's end of its socket, which does not block. 0 or an errno.
int gw_fork(int control, const gw_bounds *bounds, int *socket);
int gw_kill(int control, uint32_t number);
int gw_learn(int control, gl_bytes name, gl_bytes text);

// Nanoseconds of processor time that the calling thread has used.
uint64_t gw_processor_time(void);

// Waits until the socket can be read, for so many nanoseconds at most.
bool gw_poll(int socket, long nanoseconds);

// Waits for many sockets, one event of each at a time.
typedef struct {
  int set, alarm;
} gw_poller;

bool gw_poller_open(gw_poller *poller);
// Tells gw_poller_wait of the socket once it can be read or written; false when that is impossible.
bool gw_poller_watch(const gw_poller *poller, int socket, bool writing);
// Ends a gw_poller_wait early.
void gw_poller_wake(const gw_poller *poller);
// Waits for so many milliseconds, -1: for ever; gives the number of sockets that are ready.
int gw_poller_wait(const gw_poller *poller, int milliseconds, int *sockets, int most);
