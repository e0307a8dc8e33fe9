#include "connection.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Statements that are kept ready; the text of one is a constant of the program, more or less. */
enum { KEPT = 128 };

struct sqlite {
  struct connection common;
  sqlite3 *database;
  struct {
    char *text;
    sqlite3_stmt *statement;
  } kept[KEPT];
  int next;
};

static int classify(int code) {
  switch (code & 0xff) {
  case SQLITE_CONSTRAINT:
    return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY
               ? GHLUA_SQL_DUPLICATE
               : GHLUA_SQL_BROKEN;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_FULL:
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
  case SQLITE_READONLY:
  case SQLITE_NOMEM:
    return GHLUA_SQL_UNAVAILABLE;
  default:
    return GHLUA_SQL_BROKEN;
  }
}

static int fail(struct sqlite *sqlite) {
  int code = sqlite3_extended_errcode(sqlite->database);
  return conclude(&sqlite->common, classify(code), sqlite3_errmsg(sqlite->database));
}

static sqlite3_stmt *prepare(struct sqlite *sqlite, const char *text) {
  for (int i = 0; i < KEPT && sqlite->kept[i].text; i++)
    if (strcmp(sqlite->kept[i].text, text) == 0) return sqlite->kept[i].statement;
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v3(sqlite->database, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
    return NULL;
  int slot = sqlite->next++ % KEPT;
  sqlite3_finalize(sqlite->kept[slot].statement);
  free(sqlite->kept[slot].text);
  sqlite->kept[slot].text = strdup(text);
  sqlite->kept[slot].statement = statement;
  return statement;
}

/* A parameter may occur several times, and its number is its name. */
static int bind(sqlite3_stmt *statement, const struct value *values, int count) {
  int code = SQLITE_OK;
  for (int i = 0; i < count && code == SQLITE_OK; i++) {
    char name[8];
    snprintf(name, sizeof name, "$%d", i + 1);
    int place = sqlite3_bind_parameter_index(statement, name);
    const struct value *value = &values[i];
    if (!place || value->tag == 0) continue;
    if (value->tag == 1)
      code = sqlite3_bind_int64(statement, place, value->integer);
    else if (value->tag == 2)
      code = sqlite3_bind_text(statement, place, value->bytes, (int)value->size, SQLITE_STATIC);
    else
      code = sqlite3_bind_blob(statement, place, value->size ? value->bytes : "",
                               (int)value->size, SQLITE_STATIC);
  }
  return code;
}

static int put_column(struct connection *connection, sqlite3_stmt *statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
  case SQLITE_NULL:
    return put_null(connection);
  case SQLITE_INTEGER:
    return put_integer(connection, sqlite3_column_int64(statement, column));
  case SQLITE_BLOB: {
    const void *bytes = sqlite3_column_blob(statement, column);
    return put_bytes(connection, 3, bytes, (size_t)sqlite3_column_bytes(statement, column));
  }
  default: {
    const void *text = sqlite3_column_text(statement, column);
    return text &&
           put_bytes(connection, 2, text, (size_t)sqlite3_column_bytes(statement, column));
  }
  }
}

static int run(struct connection *connection, const char *text, const struct value *values,
               int count) {
  struct sqlite *sqlite = (struct sqlite *)connection;
  sqlite3_stmt *statement = prepare(sqlite, text);
  if (!statement || bind(statement, values, count)) return fail(sqlite);
  int columns = sqlite3_column_count(statement), code, room = 1;
  connection->columns = (size_t)columns;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW && room)
    for (int i = 0; i < columns && room; i++) room = put_column(connection, statement, i);
  int status = GHLUA_SQL_DONE;
  if (!room)
    status = conclude(connection, GHLUA_SQL_UNAVAILABLE, "out of memory");
  else if (code != SQLITE_DONE)
    status = fail(sqlite);
  connection->changed = sqlite3_changes64(sqlite->database);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  connection->status = status;
  return status;
}

static void shut(struct connection *connection) {
  struct sqlite *sqlite = (struct sqlite *)connection;
  for (int i = 0; i < KEPT; i++) {
    sqlite3_finalize(sqlite->kept[i].statement);
    free(sqlite->kept[i].text);
  }
  sqlite3_close_v2(sqlite->database);
}

intptr_t ghlua_sqlite_open(const char *path, int patience_ms) {
  struct sqlite *sqlite = calloc(1, sizeof *sqlite);
  if (!sqlite) return 0;
  sqlite->common.run = run;
  sqlite->common.close = shut;
  /* SQLite gives its other files the mode of this one. A file that is there is never opened here: to
   * close it would drop all locks that this process has on it (POSIX), those of its other connections
   * too, and the next program that closes the file would take the log away below them. */
  int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int is_there = descriptor >= 0 || errno == EEXIST;
  if (descriptor >= 0) close(descriptor);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (!is_there)
    conclude(&sqlite->common, GHLUA_SQL_UNAVAILABLE, "unable to open database file");
  else if (sqlite3_open_v2(path, &sqlite->database, flags, NULL) != SQLITE_OK)
    fail(sqlite);
  else
    sqlite3_busy_timeout(sqlite->database, patience_ms);
  return (intptr_t)sqlite;
}
