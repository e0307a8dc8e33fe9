/* What both databases share. */
#ifndef GHLUA_CONNECTION_H
#define GHLUA_CONNECTION_H

#include "ghlua_sql.h"

enum { GHLUA_MAX_VALUES = 64 };

/* A value as it stands in the bytes from Swift. */
struct value {
  int tag; /* 0 null, 1 integer, 2 text, 3 bytes */
  int64_t integer;
  const char *bytes;
  uint32_t size;
};

struct connection {
  int status;
  char message[400];
  size_t columns;
  int64_t changed;
  uint8_t *answer;
  size_t size, room;
  int (*run)(struct connection *, const char *statement, const struct value *, int count);
  void (*close)(struct connection *);
};

/* Notes what became of a call, and gives it back. */
int conclude(struct connection *connection, int status, const char *message);

/* Add a value to the answer; 0 when there is no memory. */
int put_null(struct connection *connection);
int put_integer(struct connection *connection, int64_t value);
int put_bytes(struct connection *connection, int tag, const void *bytes, size_t size);

#endif
