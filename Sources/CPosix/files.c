#define _GNU_SOURCE
#include "ghlua_system.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int ghlua_make_folder(const char *path) { return mkdir(path, 0700) == 0 ? 0 : errno; }

int ghlua_open_append(const char *path, int presence) {
  int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
  if (presence != 0) flags |= O_CREAT;
  if (presence == 1) flags |= O_EXCL;
  int descriptor = open(path, flags, 0600);
  return descriptor < 0 ? -errno : descriptor;
}

int ghlua_open_to_read(const char *path) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

long ghlua_read(int descriptor, unsigned char *buffer, size_t capacity) {
  ssize_t count;
  do count = read(descriptor, buffer, capacity);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}

int ghlua_truncate(int descriptor, long long length) {
  return ftruncate(descriptor, length) == 0 ? 0 : errno;
}

int ghlua_reserve(int descriptor, long long bytes) {
  if (fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, bytes) == 0) return 0;
  return errno == EOPNOTSUPP || errno == ENOSYS ? 0 : errno;
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

static int flush_folder(const char *path) {
  char copy[PATH_MAX];
  strcpy(copy, path);
  int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return errno;
  int error = fsync(folder) == 0 ? 0 : errno;
  close(folder);
  /* Some file systems cannot flush folders, and need not. */
  return error == EINVAL ? 0 : error;
}

static int fill(int descriptor, const char *bytes, size_t count) {
  int error = ghlua_write(descriptor, bytes, count);
  if (error == 0 && fsync(descriptor) != 0) error = errno;
  if (close(descriptor) != 0 && error == 0) error = errno;
  return error;
}

int ghlua_replace_file(const char *path, const char *bytes, size_t count) {
  char beside[PATH_MAX];
  int length = snprintf(beside, sizeof beside, "%s.%ld.new", path, (long)getpid());
  if (length < 0 || (size_t)length >= sizeof beside) return ENAMETOOLONG;
  unlink(beside);
  int descriptor = open(beside, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return errno;
  int error = fill(descriptor, bytes, count);
  if (error == 0 && rename(beside, path) != 0) error = errno;
  if (error != 0) {
    unlink(beside);
    return error;
  }
  return flush_folder(path);
}

int ghlua_make_folders(const char *path) {
  char copy[PATH_MAX];
  struct stat facts;
  if (strlen(path) >= sizeof copy) return ENAMETOOLONG;
  strcpy(copy, path);
  for (char *end = copy + 1; *end; end++) {
    if (*end != '/') continue;
    *end = 0;
    if (mkdir(copy, 0700) != 0 && errno != EEXIST) return errno;
    *end = '/';
  }
  if (mkdir(copy, 0700) != 0 && errno != EEXIST) return errno;
  return stat(copy, &facts) == 0 && S_ISDIR(facts.st_mode) ? 0 : ENOTDIR;
}

int ghlua_permissions(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0 ? (int)(facts.st_mode & 07777) : -1;
}

long long ghlua_settled_change(const char *path) {
  struct stat facts;
  struct timespec now;
  if (stat(path, &facts) != 0 || clock_gettime(CLOCK_REALTIME, &now) != 0) return 0;
  /* File systems count time in steps, of up to 2 s. */
  if (now.tv_sec - facts.st_mtim.tv_sec <= 2) return 0;
  return facts.st_mtim.tv_sec * 1000000000LL + facts.st_mtim.tv_nsec;
}

int ghlua_append(const char *path, const char *bytes, size_t count) {
  int descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return errno;
  int error = ghlua_write(descriptor, bytes, count);
  if (close(descriptor) != 0 && error == 0) error = errno;
  return error;
}
