#define _GNU_SOURCE
#include "ghlua_system.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

int ghlua_write(int descriptor, const char *text, size_t count) {
  if (descriptor == STDOUT_FILENO) ghlua_note_output(1);
  while (count > 0) {
    ssize_t written = write(descriptor, text, count);
    if (written >= 0) {
      text += written;
      count -= (size_t)written;
    } else if (errno == EAGAIN) {
      /* Node.js gives its children pipes that do not block. */
      struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
      poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  if (descriptor == STDOUT_FILENO) ghlua_note_output(2);
  return 0;
}

size_t ghlua_environment(unsigned char *buffer, size_t capacity) {
  size_t used = 0;
  for (char **text = environ; text && *text; text++) {
    size_t count = strlen(*text) + 1;
    if (used + count <= capacity) memcpy(buffer + used, *text, count);
    used += count;
  }
  return used;
}

int ghlua_terminal_width(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* Whether the path still leads to the file behind the descriptor: the one who had the lock before
 * may have removed it in the meantime. */
static int is_current(const char *path, int descriptor) {
  struct stat by_path, by_descriptor;
  return stat(path, &by_path) == 0 && fstat(descriptor, &by_descriptor) == 0 &&
         by_path.st_ino == by_descriptor.st_ino && by_path.st_dev == by_descriptor.st_dev;
}

int ghlua_file_kind(const char *path) {
  struct stat found;
  if (stat(path, &found) == 0) {
    return S_ISREG(found.st_mode) ? 'f' : S_ISDIR(found.st_mode) ? 'd' : 'o';
  }
  int problem = errno;
  return lstat(path, &found) == 0 && S_ISLNK(found.st_mode) ? 'o' : -problem;
}

int ghlua_lock(const char *path) {
  for (;;) {
    int descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return -2;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      int held = errno == EWOULDBLOCK;
      close(descriptor);
      return held ? -1 : -2;
    }
    if (is_current(path, descriptor)) return descriptor;
    close(descriptor);
  }
}

void ghlua_unlock(const char *path, int descriptor) {
  unlink(path);
  close(descriptor);
}

int ghlua_open_to_append(const char *path) {
  return open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}
