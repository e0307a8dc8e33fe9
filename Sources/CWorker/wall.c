// The wall around a worker. What a kernel does not have is left out, and told to the host.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "internal.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1  // reserves terabytes of address space
#endif
#endif

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Landlock's interface (linux/landlock.h), which older headers do not know.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
typedef struct {
  uint64_t files, network, scopes;
} landlock_rights;

size_t gw_mapped(void) {
  char text[64] = {0};
  int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return SIZE_MAX;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  return count > 0 ? strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : SIZE_MAX;
}

// Newer than some systems' headers.
#ifndef SYS_rseq
#if defined(__x86_64__)
#define SYS_rseq 334
#else
#define SYS_rseq 293
#endif
#endif

static void close_between(unsigned first, unsigned last) {
  if (syscall(SYS_close_range, first, last, 0) == 0) return;
  unsigned most = (unsigned)sysconf(_SC_OPEN_MAX);
  for (unsigned i = first; i <= last && i < most; i++) close((int)i);
}

void gw_close_from(int descriptor) { close_between((unsigned)descriptor, ~0u); }

void gw_keep_only(int descriptor) {
  if (descriptor > 0) close_between(0, (unsigned)descriptor - 1);
  gw_close_from(descriptor + 1);
}

// Forbids everything that Landlock knows of: all files, TCP, and signals to others.
static bool forbid_files(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
  if (version < 1) return false;
  // How many rights each version has (landlock(7)).
  static const int rights_of[] = {0, 13, 14, 15, 15, 16};
  int known = version < 5 ? (int)version : 5;
  landlock_rights all = {.files = (1u << rights_of[known]) - 1};
  if (version >= 4) all.network = 3;
  if (version >= 6) all.scopes = 3;
  int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
  if (rules < 0) return false;
  bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return done;
}

unsigned gw_wall_of_server(void) {
  unsigned parts = 0;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) parts |= GW_NO_NEW_PRIVILEGES;
  // Nobody of the same user can look into it or attach to it.
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0) parts |= GW_NOT_DUMPABLE;
  if (forbid_files()) parts |= GW_LANDLOCK;
  return parts;
}

static bool limit(int resource, rlim_t value) {
  struct rlimit both = {value, value};
  return setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

static bool set_limits(const gw_bounds *bounds, size_t mapped) {
  bool good = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 0) &&
              limit(RLIMIT_NPROC, 0) && limit(RLIMIT_MEMLOCK, 0) && limit(RLIMIT_MSGQUEUE, 0);
  if (bounds->cpu != UINT32_MAX) good = limit(RLIMIT_CPU, bounds->cpu) && good;
#ifndef SANITIZED
  if (bounds->address_space < SIZE_MAX - mapped) {
    good = limit(RLIMIT_AS, mapped + bounds->address_space) && good;
  }
#else
  (void)mapped;
#endif
  return good;
}

#ifdef ARCHITECTURE
// What a worker may ask the kernel for: its own memory and threads, the time, and its socket.
static const int allowed[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_recvmsg, SYS_sendmsg,
    SYS_munmap, SYS_mremap, SYS_brk, SYS_madvise,
    SYS_futex, SYS_sched_yield, SYS_restart_syscall, SYS_rt_sigreturn, SYS_rt_sigprocmask,
    SYS_clock_gettime, SYS_gettimeofday, SYS_getrandom, SYS_getpid, SYS_gettid,
    SYS_exit, SYS_exit_group,
    SYS_set_robust_list, SYS_rseq,  // the thread's first steps, which may come after the wall
#ifdef SYS_time
    SYS_time,
#endif
};

enum { MOST_INSTRUCTIONS = 128 };
typedef struct {
  struct sock_filter code[MOST_INSTRUCTIONS];
  unsigned short count;
} filter;

static void emit(filter *to, struct sock_filter instruction) {
  if (to->count < MOST_INSTRUCTIONS) to->code[to->count++] = instruction;
}

static void load(filter *to, size_t offset) {
  emit(to, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void end(filter *to, uint32_t action) {
  emit(to, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static const uint32_t refusal = SECCOMP_RET_ERRNO | EPERM;

// Allows `number` if the test of its argument, whose outcome is `wanted`, says so.
static void allow_if(filter *to, int number, int argument, uint16_t test, uint32_t value,
                     bool wanted) {
  emit(to, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 4));
  load(to, offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t));
  emit(to, (struct sock_filter)BPF_JUMP(BPF_JMP | test | BPF_K, value, wanted ? 1 : 0,
                                        wanted ? 0 : 1));
  end(to, refusal);
  end(to, SECCOMP_RET_ALLOW);
}

static filter make_filter(void) {
  filter made = {.count = 0};
  load(&made, offsetof(struct seccomp_data, arch));
  emit(&made, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
  end(&made, SECCOMP_RET_KILL_PROCESS);
  // Numbers of another interface of the same machine (x32) are equal to none of these.
  load(&made, offsetof(struct seccomp_data, nr));
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
    emit(&made, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)allowed[i], 0, 1));
    end(&made, SECCOMP_RET_ALLOW);
  }
  // No memory that is code, and signals for this process only.
  allow_if(&made, SYS_mmap, 2, BPF_JSET, PROT_EXEC, false);
  allow_if(&made, SYS_mprotect, 2, BPF_JSET, PROT_EXEC, false);
  allow_if(&made, SYS_tgkill, 0, BPF_JEQ, (uint32_t)getpid(), true);
  end(&made, refusal);
  return made;
}

static bool forbid_calls(void) {
  filter made = make_filter();
  struct sock_fprog program = {.len = made.count, .filter = made.code};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}
#else
static bool forbid_calls(void) { return false; }
#endif

unsigned gw_wall_of_worker(const gw_bounds *bounds, size_t mapped) {
  unsigned parts = 0;
  // The thread that keeps the clock is the last one that can be made.
  if (!gl_start_clock()) _exit(3);
  if (set_limits(bounds, mapped)) parts |= GW_LIMITS;
  if (forbid_calls()) parts |= GW_SECCOMP;
  return parts;
}
