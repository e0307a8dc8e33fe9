// Messages over sockets of kind SOCK_SEQPACKET: what is larger than a packet goes in several.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "internal.h"

static bool make_room(gw_inbox *inbox) {
  size_t needed = inbox->count + GW_PACKET + 1;
  if (needed <= inbox->capacity) return true;
  size_t capacity = inbox->capacity ? inbox->capacity * 2 : GW_PACKET + 1;
  while (capacity < needed) capacity *= 2;
  uint8_t *moved = realloc(inbox->bytes, capacity);
  if (!moved) return false;
  inbox->bytes = moved;
  inbox->capacity = capacity;
  return true;
}

// Receives one packet behind what is in the inbox; its size with the header, or as recvmsg(2) has it.
static ssize_t take_packet(int socket, gw_inbox *inbox, gw_header *header, int *descriptor) {
  struct iovec parts[] = {{header, sizeof *header},
                          {inbox->bytes + inbox->count, GW_PACKET + 1}};
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int))];
  } control;
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  if (descriptor) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
  }
  ssize_t count;
  // A reset says that the other end left something unread; what it had sent is still to come.
  do {
    count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (count < 0 && (errno == EINTR || errno == ECONNRESET));
  if (count <= 0) return count;
  const struct cmsghdr *passed = descriptor ? CMSG_FIRSTHDR(&message) : NULL;
  if (passed && passed->cmsg_type == SCM_RIGHTS) {
    memcpy(descriptor, CMSG_DATA(passed), sizeof *descriptor);
  }
  return count;
}

gw_progress gw_receive_with(int socket, gw_inbox *inbox, int *descriptor) {
  if (!inbox->partial) inbox->count = 0;
  do {
    gw_header header = {0};
    if (!make_room(inbox)) return GW_BROKEN;
    ssize_t count = take_packet(socket, inbox, &header, descriptor);
    if (count < 0 && errno == EAGAIN) return GW_AGAIN;
    if (count <= 0) return GW_CLOSED;
    count -= (ssize_t)sizeof header;
    if (count < 0 || count > GW_PACKET || header.more > 1) return GW_BROKEN;
    if (header.more && count != GW_PACKET) return GW_BROKEN;  // or it might never end
    if (inbox->partial && header.type == GW_EXIT) {  // it died in the middle of a message
      memmove(inbox->bytes, inbox->bytes + inbox->count, (size_t)count);
      inbox->count = 0;
    } else if (inbox->partial && header.type != inbox->type) {
      return GW_BROKEN;
    }
    inbox->type = header.type;
    inbox->count += (size_t)count;
    inbox->partial = header.more;
    if (inbox->count > GW_LARGEST) return GW_BROKEN;
  } while (inbox->partial);
  return GW_DONE;
}

gw_progress gw_receive(int socket, gw_inbox *inbox) {
  return gw_receive_with(socket, inbox, NULL);
}

void gw_discard(gw_inbox *inbox) {
  free(inbox->bytes);
  *inbox = (gw_inbox){0};
}

// The part of `bytes` between two places of the whole message, of which it begins at `start`.
static struct iovec part(gl_bytes bytes, size_t start, size_t from, size_t to) {
  size_t low = from > start ? from - start : 0, high = to > start ? to - start : 0;
  if (low > bytes.count) low = bytes.count;
  if (high > bytes.count) high = bytes.count;
  return (struct iovec){bytes.bytes ? (void *)(bytes.bytes + low) : NULL, high - low};
}

gw_progress gw_send(int socket, char type, gl_bytes head, gl_bytes body, size_t *sent) {
  size_t whole = head.count + body.count;
  do {
    size_t end = whole - *sent > GW_PACKET ? *sent + GW_PACKET : whole;
    gw_header header = {.type = type, .more = end < whole};
    struct iovec parts[] = {{&header, sizeof header}, part(head, 0, *sent, end),
                            part(body, head.count, *sent, end)};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 3};
    ssize_t count;
    do { count = sendmsg(socket, &message, MSG_NOSIGNAL); } while (count < 0 && errno == EINTR);
    if (count < 0) return errno == EAGAIN ? GW_AGAIN : GW_CLOSED;
    *sent = end;
  } while (*sent < whole);
  return GW_DONE;
}

bool gw_poll(int socket, long nanoseconds) {
  struct pollfd wanted = {.fd = socket, .events = POLLIN};
  struct timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  return ppoll(&wanted, 1, &time, NULL) > 0;
}
