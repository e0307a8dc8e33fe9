#include "connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An answer that grew beyond this is given back after use. */
enum { KEPT = 1 << 20 };

static struct connection *of(intptr_t handle) { return (struct connection *)handle; }

int conclude(struct connection *connection, int status, const char *message) {
  connection->status = status;
  size_t end = strcspn(message, "\n");
  snprintf(connection->message, sizeof connection->message, "%.*s", (int)(end < 399 ? end : 399),
           message);
  return status;
}

static uint8_t *grow(struct connection *connection, size_t more) {
  if (connection->room - connection->size < more) {
    size_t room = (connection->size + more) * 2;
    uint8_t *bytes = realloc(connection->answer, room);
    if (!bytes) return NULL;
    connection->answer = bytes;
    connection->room = room;
  }
  uint8_t *place = connection->answer + connection->size;
  connection->size += more;
  return place;
}

int put_null(struct connection *connection) {
  uint8_t *place = grow(connection, 1);
  if (place) *place = 0;
  return place != NULL;
}

int put_integer(struct connection *connection, int64_t value) {
  uint8_t *place = grow(connection, 9);
  if (!place) return 0;
  *place++ = 1;
  for (int shift = 0; shift < 64; shift += 8) *place++ = (uint8_t)((uint64_t)value >> shift);
  return 1;
}

int put_bytes(struct connection *connection, int tag, const void *bytes, size_t size) {
  uint8_t *place = size > UINT32_MAX ? NULL : grow(connection, 5 + size);
  if (!place) return 0;
  *place++ = (uint8_t)tag;
  for (int shift = 0; shift < 32; shift += 8) *place++ = (uint8_t)(size >> shift);
  if (size) memcpy(place, bytes, size);
  return 1;
}

static uint64_t number(const uint8_t *bytes, int count) {
  uint64_t result = 0;
  for (int i = count - 1; i >= 0; i--) result = result << 8 | bytes[i];
  return result;
}

/* The count of values, or -1 when the bytes are not what they should be. */
static int read_values(const uint8_t *bytes, size_t size, struct value *values) {
  const uint8_t *end = bytes + size;
  int count = 0;
  while (bytes < end) {
    if (count == GHLUA_MAX_VALUES) return -1;
    struct value *value = &values[count++];
    *value = (struct value){.tag = *bytes++};
    size_t left = (size_t)(end - bytes);
    if (value->tag == 0) continue;
    size_t head = value->tag == 1 ? 8 : 4;
    if (value->tag > 3 || left < head) return -1;
    if (value->tag == 1) {
      value->integer = (int64_t)number(bytes, 8);
    } else {
      value->size = (uint32_t)number(bytes, 4);
      if (left - head < value->size) return -1;
      value->bytes = (const char *)bytes + head;
    }
    bytes += head + value->size;
  }
  return count;
}

int ghlua_sql_run(intptr_t handle, const char *statement, const uint8_t *bytes, size_t size) {
  struct connection *connection = of(handle);
  struct value values[GHLUA_MAX_VALUES];
  connection->columns = 0;
  connection->changed = 0;
  connection->size = 0;
  connection->message[0] = 0;
  int count = read_values(bytes, size, values);
  if (count < 0) return conclude(connection, GHLUA_SQL_BROKEN, "too many values");
  return connection->run(connection, statement, values, count);
}

int ghlua_sql_status(intptr_t handle) { return of(handle)->status; }

size_t ghlua_sql_message(intptr_t handle, char *buffer, size_t size) {
  size_t count = strlen(of(handle)->message);
  if (count > size) count = size;
  memcpy(buffer, of(handle)->message, count);
  return count;
}

size_t ghlua_sql_columns(intptr_t handle) { return of(handle)->columns; }
int64_t ghlua_sql_changed(intptr_t handle) { return of(handle)->changed; }
size_t ghlua_sql_size(intptr_t handle) { return of(handle)->size; }

void ghlua_sql_copy(intptr_t handle, uint8_t *buffer, size_t size) {
  struct connection *connection = of(handle);
  if (size > connection->size) size = connection->size;
  if (size) memcpy(buffer, connection->answer, size);
  connection->size = 0;
  if (connection->room > KEPT) {
    free(connection->answer);
    connection->answer = NULL;
    connection->room = 0;
  }
}

void ghlua_sql_close(intptr_t handle) {
  struct connection *connection = of(handle);
  connection->close(connection);
  free(connection->answer);
  free(connection);
}
