// The host's side: starts the fork server and asks it for workers.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "internal.h"

// What a worker has in place of standard input and output: nothing to read, and nothing can be written.
// /dev/null would do, but an empty root has none.
static int open_nothing(void) {
  int nothing = memfd_create("nothing", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (nothing >= 0) fcntl(nothing, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SEAL);
  return nothing;
}

static int spawn(const char *program, int control, int nothing, pid_t *process) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  // Nothing of the host's environment: a token may be in it.
  char *const words[] = {"ghlua-worker", GW_SERVER_WORD, NULL}, *const environment[] = {NULL};
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&files);
  for (int descriptor = 0; descriptor < GW_SOCKET; descriptor++) {
    posix_spawn_file_actions_adddup2(&files, nothing, descriptor);
  }
  posix_spawn_file_actions_adddup2(&files, control, GW_SOCKET);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  // A session of its own: a key pressed at the terminal is for the host to act on.
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  int problem = posix_spawn(process, program, &files, &attributes, words, environment);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return problem;
}

// The file actions fill the first descriptors one after the other, so that what they fill them with must
// not be one of those.
static int raise_descriptor(int *descriptor) {
  int moved = fcntl(*descriptor, F_DUPFD_CLOEXEC, GW_SOCKET);
  if (moved < 0) return errno;
  close(*descriptor);
  *descriptor = moved;
  return 0;
}

int gw_start_server(const char *program, int *control, pid_t *process) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return errno;
  // A server that does not read any more must not stop the host.
  struct timeval patience = {.tv_sec = 5};
  setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  int nothing = open_nothing(), problem = nothing < 0 ? errno : raise_descriptor(&ends[1]);
  if (!problem) problem = raise_descriptor(&nothing);
  if (!problem) problem = spawn(program, ends[1], nothing, process);
  close(ends[1]);
  if (nothing >= 0) close(nothing);
  if (problem) {
    close(ends[0]);
  } else {
    *control = ends[0];
  }
  return problem;
}

static int pass(int control, const gw_bounds *bounds, int descriptor) {
  gw_header header = {.type = GW_FORK};
  struct iovec parts[] = {{&header, sizeof header}, {(void *)bounds, sizeof *bounds}};
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int))];
  } rights = {0};
  struct msghdr message = {.msg_iov = parts,
                           .msg_iovlen = 2,
                           .msg_control = rights.bytes,
                           .msg_controllen = sizeof rights.bytes};
  struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
  passed->cmsg_level = SOL_SOCKET;
  passed->cmsg_type = SCM_RIGHTS;
  passed->cmsg_len = CMSG_LEN(sizeof descriptor);
  memcpy(CMSG_DATA(passed), &descriptor, sizeof descriptor);
  return sendmsg(control, &message, MSG_NOSIGNAL) < 0 ? errno : 0;
}

int gw_fork(int control, const gw_bounds *bounds, int *socket) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return errno;
  int problem = fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 ? errno : 0;
  if (!problem) problem = pass(control, bounds, ends[1]);
  close(ends[1]);
  if (problem) {
    close(ends[0]);
  } else {
    *socket = ends[0];
  }
  return problem;
}

static int tell(int control, char type, gl_bytes head, gl_bytes body) {
  size_t sent = 0;
  return gw_send(control, type, head, body, &sent) == GW_DONE ? 0 : EPIPE;
}

int gw_kill(int control, uint32_t number) {
  gl_bytes head = {(const uint8_t *)&number, sizeof number};
  return tell(control, GW_KILL, head, (gl_bytes){0});
}

int gw_learn(int control, gl_bytes name, gl_bytes text) {
  uint32_t length = (uint32_t)name.count;
  uint8_t *head = malloc(sizeof length + name.count);
  if (!head) return ENOMEM;
  memcpy(head, &length, sizeof length);
  if (name.count) memcpy(head + sizeof length, name.bytes, name.count);
  int problem = tell(control, GW_LEARN, (gl_bytes){head, sizeof length + name.count}, text);
  free(head);
  return problem;
}

uint64_t gw_processor_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}
