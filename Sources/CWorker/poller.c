// Waiting for many sockets at once, for the host's one thread that does.
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "internal.h"

bool gw_poller_open(gw_poller *poller) {
  poller->set = epoll_create1(EPOLL_CLOEXEC);
  poller->alarm = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = poller->alarm};
  return epoll_ctl(poller->set, EPOLL_CTL_ADD, poller->alarm, &event) == 0;
}

bool gw_poller_watch(const gw_poller *poller, int socket, bool writing) {
  uint32_t wanted = writing ? EPOLLOUT : EPOLLIN;
  struct epoll_event event = {.events = wanted | EPOLLONESHOT, .data.fd = socket};
  return epoll_ctl(poller->set, EPOLL_CTL_MOD, socket, &event) == 0 ||
         epoll_ctl(poller->set, EPOLL_CTL_ADD, socket, &event) == 0;
}

void gw_poller_wake(const gw_poller *poller) { eventfd_write(poller->alarm, 1); }

int gw_poller_wait(const gw_poller *poller, int milliseconds, int *sockets, int most) {
  enum { MOST = 64 };
  struct epoll_event events[MOST];
  int found = 0, count = epoll_wait(poller->set, events, most < MOST ? most : MOST, milliseconds);
  for (int i = 0; i < count; i++) {
    eventfd_t rings;
    if (events[i].data.fd == poller->alarm) {
      eventfd_read(poller->alarm, &rings);
    } else {
      sockets[found++] = events[i].data.fd;
    }
  }
  return found;
}
