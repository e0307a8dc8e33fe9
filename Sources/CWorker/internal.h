// Shared by the files of the worker; not visible outside.
#pragma once
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ghlua_worker.h"

// The word that makes a program a fork server instead, and where it finds its control socket.
#define GW_SERVER_WORD "--ghlua-fork-server"
enum { GW_SOCKET = 3 };

// Packets: a header of 4 bytes, then up to so many.
enum { GW_PACKET = 60 << 10 };
typedef struct {
  char type;
  uint8_t more;  // the message goes on in the next packet
  uint16_t unused;
} gw_header;

gw_progress gw_receive_with(int socket, gw_inbox *inbox, int *descriptor);

// server.c
void gw_serve(void) __attribute__((noreturn));
// What the host taught: the text of a shipped module; NULL bytes when it is not known.
gl_bytes gw_known(const char *name, size_t length);

// wall.c; both give the parts that are up.
unsigned gw_wall_of_server(void);
unsigned gw_wall_of_worker(const gw_bounds *bounds, size_t mapped);
size_t gw_mapped(void);  // bytes of address space in use
void gw_keep_only(int descriptor);  // closes all others
void gw_close_from(int descriptor);

// worker.c
void gw_work(uint32_t parts) __attribute__((noreturn));

// probe.c
void gw_probe(gl_bytes source);
void gw_reply(char type, gl_bytes head, gl_bytes body);
