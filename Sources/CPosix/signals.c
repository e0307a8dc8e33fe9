#include "ghlua_system.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static int bell = -1;
static atomic_int first;

void ghlua_ring(void) {
  uint64_t one = 1;
  if (write(bell, &one, sizeof one) < 0) return; /* it rings already, or there is none */
}

static void note(int number) {
  int problem = errno, none = 0;
  atomic_compare_exchange_strong(&first, &none, number);
  ghlua_ring();
  errno = problem;
}

void ghlua_watch_signals(void) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

int ghlua_wait_for_ring(int milliseconds) {
  uint64_t rings;
  struct pollfd wanted = {.fd = bell, .events = POLLIN};
  /* Where no descriptor was left for a bell, a look now and then has to do. */
  if (bell < 0 && (milliseconds < 0 || milliseconds > 10)) milliseconds = 10;
  if (poll(&wanted, 1, milliseconds) > 0 && read(bell, &rings, sizeof rings) < 0) return 0;
  return atomic_load(&first);
}
