#define _GNU_SOURCE
#include "ghlua_system.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static char **arguments(char *words, size_t length) {
  size_t count = 0;
  for (size_t index = 0; index < length; index++) count += words[index] == 0;
  char **list = calloc(count + 1, sizeof *list);
  char *word = words;
  for (size_t index = 0; list && index < count; index++) {
    list[index] = word;
    word += strlen(word) + 1;
  }
  return list;
}

static pid_t start(char *words, size_t length, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t usual;
  pid_t child = -1;
  char **list = arguments(words, length);
  if (!list || !list[0]) {
    free(list);
    return -1;
  }
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  /* What this process ignores or holds back is its own affair. */
  posix_spawnattr_init(&attributes);
  sigemptyset(&usual);
  posix_spawnattr_setsigmask(&attributes, &usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGINT);
  sigaddset(&usual, SIGTERM);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (posix_spawnp(&child, list[0], &actions, &attributes, list, environ) != 0) child = -1;
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  free(list);
  return child;
}

/* Reads to the end, or to what is granted. */
static long gather(int input, long long end, char *buffer, size_t size) {
  size_t count = 0;
  for (;;) {
    long long left = end - now();
    struct pollfd wait = {.fd = input, .events = POLLIN};
    if (left <= 0) return -2;
    int ready = poll(&wait, 1, (int)left);
    if (ready == 0) return -2;
    if (ready < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    char extra;
    ssize_t got = count < size ? read(input, buffer + count, size - count) : read(input, &extra, 1);
    if (got == 0) return (long)count;
    if (got < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    if (count == size) return -3;
    count += (size_t)got;
  }
}

/* Waits for the end of a program that has closed its output; a late one is killed. */
static int finish(pid_t child, long long end) {
  int status = 0;
  struct timespec moment = {.tv_nsec = 5000000};
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (now() >= end) {
      kill(child, SIGKILL);
      while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
      break;
    }
    nanosleep(&moment, NULL);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

long ghlua_capture(const char *words, size_t length, int milliseconds, char *buffer, size_t size) {
  long long end = now() + milliseconds;
  int ends[2];
  char *copy = malloc(length + 1);
  if (!copy) return -1;
  memcpy(copy, words, length);
  copy[length] = 0;
  if (pipe2(ends, O_CLOEXEC) != 0) {
    free(copy);
    return -1;
  }
  pid_t child = start(copy, length, ends[1]);
  free(copy);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return -1;
  }
  long result = gather(ends[0], end, buffer, size);
  close(ends[0]);
  int status = finish(child, result < 0 ? now() : end);
  return result >= 0 && status != 0 ? -1000 - status : result;
}
