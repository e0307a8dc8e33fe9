// The fork server: a program that was stopped before its main function, and makes workers.
//
// It has one thread and runs no recipe's code, so fork(2) is safe in it, and all workers share its
// memory until they write to it: the program's relocated data, and the compiled shipped modules.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include "internal.h"

typedef struct {
  pid_t process;  // 0: free
  uint32_t number;
  int socket;
} child;

typedef struct {
  char *name;
  size_t length;
  gl_bytes text;
} lesson;

static struct {
  child *children;
  size_t child_count;
  lesson *lessons;
  size_t lesson_count;
  unsigned parts;
  size_t mapped;
} server;

gl_bytes gw_known(const char *name, size_t length) {
  for (size_t i = 0; i < server.lesson_count; i++) {
    const lesson *known = &server.lessons[i];
    if (known->length == length && memcmp(known->name, name, length) == 0) return known->text;
  }
  return (gl_bytes){0};
}

// Keeps a module's text, compiled too, for all workers from now on.
static void learn(const gw_inbox *inbox) {
  uint32_t length;
  if (inbox->count < sizeof length) _exit(2);
  memcpy(&length, inbox->bytes, sizeof length);
  if (length > inbox->count - sizeof length) _exit(2);
  size_t count = inbox->count - sizeof length - length;
  char *name = malloc(length + 2);
  uint8_t *text = malloc(count + 1);
  lesson *lessons = realloc(server.lessons, (server.lesson_count + 1) * sizeof *lessons);
  if (!name || !text || !lessons) _exit(3);
  name[0] = '=';
  memcpy(name + 1, inbox->bytes + sizeof length, length);
  name[length + 1] = 0;
  memcpy(text, inbox->bytes + sizeof length + length, count);
  server.lessons = lessons;
  lessons[server.lesson_count++] = (lesson){name + 1, length, {text, count}};
  gl_keep(lessons[server.lesson_count - 1].text, name);
}

static child *free_child(void) {
  for (size_t i = 0; i < server.child_count; i++) {
    if (!server.children[i].process) return &server.children[i];
  }
  child *children = realloc(server.children, (server.child_count + 1) * sizeof *children);
  if (!children) return NULL;
  server.children = children;
  return &children[server.child_count++];
}

static void become_worker(const gw_bounds *bounds, int socket, pid_t parent) __attribute__((noreturn));
static void become_worker(const gw_bounds *bounds, int socket, pid_t parent) {
  sigset_t none;
  // The signal comes when the server ends, and that ends with the host.
  unsigned parts = server.parts;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0) parts |= GW_DEATH_SIGNAL;
  if (getppid() != parent) _exit(0);
  if (socket != GW_SOCKET) dup2(socket, GW_SOCKET);
  gw_keep_only(GW_SOCKET);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  gw_work(parts | gw_wall_of_worker(bounds, server.mapped));
}

static void make_worker(const gw_inbox *inbox, int socket) {
  gw_bounds bounds;
  if (inbox->count != sizeof bounds || socket < 0) _exit(2);
  memcpy(&bounds, inbox->bytes, sizeof bounds);
  child *made = free_child();
  pid_t parent = getpid(), process = made ? fork() : -1;
  if (process == 0) become_worker(&bounds, socket, parent);
  if (process < 0) {
    close(socket);  // the host sees its end closed
  } else {
    *made = (child){process, bounds.number, socket};
  }
}

// A worker that has ended is still a process until it is waited for, so its id cannot be another's.
static void kill_worker(const gw_inbox *inbox) {
  uint32_t number;
  if (inbox->count != sizeof number) _exit(2);
  memcpy(&number, inbox->bytes, sizeof number);
  for (size_t i = 0; i < server.child_count; i++) {
    const child *one = &server.children[i];
    if (one->process && one->number == number) kill(one->process, SIGKILL);
  }
}

// Tells the host how workers ended, on the socket that each had.
static void reap(void) {
  int status;
  for (pid_t process; (process = waitpid(-1, &status, WNOHANG)) > 0;) {
    for (size_t i = 0; i < server.child_count; i++) {
      child *one = &server.children[i];
      if (one->process != process) continue;
      int32_t how = status;
      size_t sent = 0;
      gw_send(one->socket, GW_EXIT, (gl_bytes){(const uint8_t *)&how, sizeof how},
              (gl_bytes){0}, &sent);
      close(one->socket);
      one->process = 0;
    }
  }
}

static void take_order(gw_inbox *inbox) {
  int descriptor = -1;
  // Every other way for the message to end means that the host is gone.
  if (gw_receive_with(GW_SOCKET, inbox, &descriptor) != GW_DONE) _exit(0);
  switch (inbox->type) {
    case GW_FORK: make_worker(inbox, descriptor); break;
    case GW_KILL: kill_worker(inbox); break;
    case GW_LEARN: learn(inbox); break;
    default: _exit(2);
  }
}

// Constructors of libraries have run by now, and a runtime's handler for crashes, which cannot do its
// work behind the wall, would keep a worker that crashed alive.
static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
}

static void allow_many_sockets(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void gw_serve(void) {
  gw_inbox inbox = {0};
  sigset_t children;
  prctl(PR_SET_NAME, "ghlua-worker");
  gw_close_from(GW_SOCKET + 1);
  reset_signals();
  allow_many_sockets();
  server.mapped = gw_mapped();
  server.parts = gw_wall_of_server();
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  sigprocmask(SIG_BLOCK, &children, NULL);
  int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  if (ended < 0) _exit(3);
  for (;;) {
    struct pollfd wanted[] = {{.fd = GW_SOCKET, .events = POLLIN},
                              {.fd = ended, .events = POLLIN}};
    if (poll(wanted, 2, -1) < 0 && errno != EINTR) _exit(3);
    struct signalfd_siginfo details;
    while (read(ended, &details, sizeof details) > 0) {}
    reap();
    if (wanted[0].revents) take_order(&inbox);
  }
}

// Runs before main, and before what other constructors of the program start. glibc hands the words
// of the command line to constructors.
__attribute__((constructor(101))) static void divert(int count, char **words) {
  if (count == 2 && strcmp(words[1], GW_SERVER_WORD) == 0) gw_serve();
}
