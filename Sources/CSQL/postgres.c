#define _GNU_SOURCE
#include "connection.h"

#ifndef GHLUA_POSTGRESQL

#include <stdlib.h>

static int run(struct connection *connection, const char *statement, const struct value *values,
               int count) {
  (void)statement, (void)values, (void)count;
  return conclude(connection, GHLUA_SQL_BROKEN, "this ghlua is built without PostgreSQL");
}

static void shut(struct connection *connection) { (void)connection; }

intptr_t ghlua_postgres_open(const char *address, int patience_ms) {
  struct connection *connection = calloc(1, sizeof *connection);
  if (!connection) return 0;
  (void)address, (void)patience_ms;
  connection->run = run;
  connection->close = shut;
  run(connection, "", NULL, 0);
  return (intptr_t)connection;
}

int ghlua_postgres_is_built_in(void) { return 0; }

#else

#include <dlfcn.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <postgresql/libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* libpq brings two dozen libraries along, which took every start of ghlua 2.6 ms when it was linked:
 * it is loaded when somebody asks for a server. */
#define FUNCTIONS(each)                                                                            \
  each(PQconnectStart) each(PQconnectPoll) each(PQfinish) each(PQstatus) each(PQsocket)            \
  each(PQerrorMessage) each(PQsetnonblocking) each(PQsendQueryParams) each(PQflush)                \
  each(PQconsumeInput) each(PQisBusy) each(PQgetResult) each(PQresultStatus) each(PQclear)         \
  each(PQresultErrorField) each(PQntuples) each(PQnfields) each(PQftype) each(PQgetvalue)          \
  each(PQgetlength) each(PQgetisnull) each(PQcmdTuples) each(PQunescapeBytea) each(PQfreemem)      \
  each(PQsetNoticeProcessor)

#define DECLARE(name) static __typeof__(&name) pq_##name;
FUNCTIONS(DECLARE)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_loaded;

static void load(void) {
  void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define LOOK_UP(name)                                                                              \
  if (!(pq_##name = (__typeof__(&name))dlsym(library, #name))) return;
  FUNCTIONS(LOOK_UP)
  is_loaded = 1;
}

struct postgres {
  struct connection common;
  PGconn *server;
  int patience_ms;
};

static int64_t now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Waits for the socket: 1, or 0 when the time is over. */
static int await(PGconn *server, short events, int64_t until) {
  for (;;) {
    int64_t left = until - now_ms();
    if (left <= 0) return 0;
    struct pollfd entry = {.fd = pq_PQsocket(server), .events = events};
    int count = poll(&entry, 1, (int)left);
    if (count > 0) return 1;
    if (count < 0 && errno != EINTR) return 0;
  }
}

static int lose(struct postgres *postgres, const char *message) {
  return conclude(&postgres->common, GHLUA_SQL_LOST, message);
}

/* By SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
static int classify(const char *state) {
  if (!state) return GHLUA_SQL_LOST;
  if (strcmp(state, "23505") == 0) return GHLUA_SQL_DUPLICATE;
  if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0) return GHLUA_SQL_AGAIN;
  if (strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0) return GHLUA_SQL_LOST;
  if (strncmp(state, "53", 2) == 0 || strncmp(state, "57", 2) == 0 ||
      strncmp(state, "58", 2) == 0 || strcmp(state, "55P03") == 0 || strcmp(state, "25006") == 0)
    return GHLUA_SQL_UNAVAILABLE;
  return GHLUA_SQL_BROKEN;
}

static int put_field(struct connection *connection, PGresult *result, int row, int column) {
  if (pq_PQgetisnull(result, row, column)) return put_null(connection);
  const char *text = pq_PQgetvalue(result, row, column);
  switch (pq_PQftype(result, column)) {
  case 16: /* bool */
    return put_integer(connection, *text == 't');
  case 20: case 21: case 23: /* int8, int2, int4 */
    return put_integer(connection, strtoll(text, NULL, 10));
  case 17: { /* bytea */
    size_t size = 0;
    unsigned char *bytes = pq_PQunescapeBytea((const unsigned char *)text, &size);
    int done = bytes && put_bytes(connection, 3, bytes, size);
    pq_PQfreemem(bytes);
    return done;
  }
  default:
    return put_bytes(connection, 2, text, (size_t)pq_PQgetlength(result, row, column));
  }
}

static int take(struct postgres *postgres, PGresult *result) {
  struct connection *connection = &postgres->common;
  ExecStatusType status = pq_PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    const char *message = pq_PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return conclude(connection, classify(pq_PQresultErrorField(result, PG_DIAG_SQLSTATE)),
                    message ? message : "the server closed the connection");
  }
  int rows = pq_PQntuples(result), columns = pq_PQnfields(result);
  connection->columns = (size_t)columns;
  connection->changed = strtoll(pq_PQcmdTuples(result), NULL, 10);
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      if (!put_field(connection, result, row, column))
        return conclude(connection, GHLUA_SQL_UNAVAILABLE, "out of memory");
  return connection->status;
}

/* Waits until the server has answered. */
static int receive(struct postgres *postgres, int64_t until) {
  PGconn *server = postgres->server;
  for (int unsent = 1;;) {
    if (unsent && (unsent = pq_PQflush(server)) < 0) return lose(postgres, "the connection broke");
    if (!unsent && !pq_PQisBusy(server)) return GHLUA_SQL_DONE;
    if (!await(server, unsent ? POLLIN | POLLOUT : POLLIN, until))
      return lose(postgres, "PostgreSQL does not answer in time");
    if (!pq_PQconsumeInput(server)) return lose(postgres, "PostgreSQL closed the connection");
  }
}

static int collect(struct postgres *postgres) {
  int64_t until = now_ms() + postgres->patience_ms;
  int status = GHLUA_SQL_DONE;
  for (;;) {
    int received = receive(postgres, until);
    if (received) return received;
    PGresult *result = pq_PQgetResult(postgres->server);
    if (!result) return status;
    int taken = take(postgres, result);
    if (taken) status = taken;
    pq_PQclear(result);
  }
}

static int run(struct connection *connection, const char *statement, const struct value *values,
               int count) {
  struct postgres *postgres = (struct postgres *)connection;
  if (!postgres->server || pq_PQstatus(postgres->server) != CONNECTION_OK)
    return lose(postgres, "PostgreSQL closed the connection");
  Oid types[GHLUA_MAX_VALUES];
  const char *texts[GHLUA_MAX_VALUES];
  int sizes[GHLUA_MAX_VALUES], formats[GHLUA_MAX_VALUES];
  char numbers[GHLUA_MAX_VALUES][24];
  char *copies[GHLUA_MAX_VALUES] = {0};
  int room = 1;
  for (int i = 0; i < count && room; i++) {
    const struct value *value = &values[i];
    types[i] = (Oid[]){0, 20, 25, 17}[value->tag];
    formats[i] = value->tag == 3;
    sizes[i] = (int)value->size;
    texts[i] = value->tag == 1 ? numbers[i] : value->bytes;
    if (value->tag == 1) snprintf(numbers[i], sizeof *numbers, "%" PRId64, value->integer);
    /* Texts end with a NUL here. */
    if (value->tag == 2) {
      texts[i] = copies[i] = strndup(value->bytes, value->size);
      room = copies[i] != NULL;
    }
  }
  connection->status = GHLUA_SQL_DONE;
  int sent = room && pq_PQsendQueryParams(postgres->server, statement, count, types, texts, sizes,
                                          formats, 0);
  for (int i = 0; i < count; i++) free(copies[i]);
  if (!sent) return lose(postgres, "PostgreSQL takes no statement");
  int status = collect(postgres);
  return status == connection->status ? status : (connection->status = status);
}

static void shut(struct connection *connection) {
  struct postgres *postgres = (struct postgres *)connection;
  if (postgres->server) pq_PQfinish(postgres->server);
}

static void be_quiet(void *context, const char *message) { (void)context, (void)message; }

static void connect_to(struct postgres *postgres, const char *address) {
  int64_t until = now_ms() + postgres->patience_ms;
  postgres->server = pq_PQconnectStart(address);
  if (!postgres->server) {
    lose(postgres, "out of memory");
    return;
  }
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  if (pq_PQstatus(postgres->server) == CONNECTION_BAD) next = PGRES_POLLING_FAILED;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) {
      lose(postgres, pq_PQerrorMessage(postgres->server));
      return;
    }
    if (!await(postgres->server, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, until)) {
      lose(postgres, "PostgreSQL does not answer in time");
      return;
    }
    next = pq_PQconnectPoll(postgres->server);
  }
  pq_PQsetnonblocking(postgres->server, 1);
  pq_PQsetNoticeProcessor(postgres->server, be_quiet, NULL);
}

intptr_t ghlua_postgres_open(const char *address, int patience_ms) {
  struct postgres *postgres = calloc(1, sizeof *postgres);
  if (!postgres) return 0;
  postgres->common.run = run;
  postgres->common.close = shut;
  postgres->patience_ms = patience_ms;
  pthread_once(&once, load);
  if (is_loaded)
    connect_to(postgres, address);
  else
    conclude(&postgres->common, GHLUA_SQL_BROKEN,
             "libpq.so.5 is missing: apt-get install libpq5");
  return (intptr_t)postgres;
}

int ghlua_postgres_is_built_in(void) { return 1; }

#endif
