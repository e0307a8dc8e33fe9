#define _GNU_SOURCE
#include "ghlua_system.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shared by both processes, so that the one that waits knows what the other one has written. */
static volatile int *output_state;

static volatile sig_atomic_t child;

static const int handed_on[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
enum { HANDED_ON = sizeof handed_on / sizeof *handed_on };

void ghlua_note_output(int state) {
  if (output_state) *output_state = state;
}

int ghlua_output_state(void) { return output_state ? *output_state : 0; }

static void hand_on(int number) {
  int saved = errno;
  if (child > 0) kill((pid_t)child, number);
  errno = saved;
}

static int wait_for_child(void) {
  struct sigaction action = {.sa_handler = hand_on};
  int status;
  /* Whatever else is sent to the whole group reaches the child as well. */
  for (int index = 0; index < HANDED_ON; index++) sigaction(handed_on[index], &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  while (waitpid((pid_t)child, &status, 0) < 0) {
    if (errno != EINTR) return -2;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

int ghlua_supervise(void) {
  sigset_t all, usual;
  pid_t parent = getpid();
  void *page = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return -1;
  output_state = page;
  /* Where its end is ignored, nobody is told of it. */
  signal(SIGCHLD, SIG_DFL);
  /* None may come before it is known to whom it is handed on. */
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &usual);
  pid_t made = fork();
  if (made == 0) {
    /* Who kills the one that waits means this one. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(128 + SIGKILL);
    sigprocmask(SIG_SETMASK, &usual, NULL);
    return -1;
  }
  if (made < 0) {
    sigprocmask(SIG_SETMASK, &usual, NULL);
    return -1;
  }
  child = made;
  return wait_for_child();
}

void ghlua_leave(int code) { _exit(code); }
