#include "ghlua_system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int ghlua_make_folder(const char *path) { return mkdir(path, 0700) == 0 ? 0 : errno; }

int ghlua_open_append(const char *path, int presence) {
  int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
  if (presence != 0) flags |= O_CREAT;
  if (presence == 1) flags |= O_EXCL;
  int descriptor = open(path, flags, 0600);
  return descriptor < 0 ? -errno : descriptor;
}

int ghlua_truncate(int descriptor, long long length) {
  return ftruncate(descriptor, length) == 0 ? 0 : errno;
}

int ghlua_sync(int descriptor) { return fdatasync(descriptor) == 0 ? 0 : errno; }

int ghlua_sync_folder(const char *path) {
  int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  int result = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  return result;
}

void ghlua_close(int descriptor) { close(descriptor); }

int ghlua_rename(const char *from, const char *to) { return rename(from, to) == 0 ? 0 : errno; }

int ghlua_lock_named(const char *path, const char *holder, size_t count) {
  int descriptor = ghlua_lock(path);
  if (descriptor < 0) return descriptor;
  /* Only for people to read: the lock holds without it. */
  if (ftruncate(descriptor, 0) == 0) (void)ghlua_write(descriptor, holder, count);
  return descriptor;
}

int ghlua_is_alive(int process) { return kill(process, 0) == 0 || errno == EPERM; }

int ghlua_process(void) { return getpid(); }
