/* SQLite and PostgreSQL behind one small face that Swift can use without handling raw pointers.
 *
 * A connection is used by one thread at a time. Values travel as bytes, one after the other: a tag,
 * then for 1 an integer of 8 bytes, for 2 (text) and 3 (bytes) a length of 4 bytes and as many bytes,
 * for 0 (null) nothing; numbers little-endian. Parameters are $1, $2, … in both databases.
 */
#ifndef GHLUA_SQL_H
#define GHLUA_SQL_H

#include <stddef.h>
#include <stdint.h>

#define GHLUA_SAFE __attribute__((swift_attr("@safe")))

/* What became of a statement. */
enum {
  GHLUA_SQL_DONE = 0,
  GHLUA_SQL_DUPLICATE = 1,   /* a unique constraint */
  GHLUA_SQL_AGAIN = 2,       /* a deadlock: the same transaction may go through */
  GHLUA_SQL_UNAVAILABLE = 3, /* down, locked, full, out of time */
  GHLUA_SQL_BROKEN = 4,      /* anything else */
  GHLUA_SQL_LOST = 5         /* unavailable, and the connection is of no use any more */
};

/* Opens a file, which is made with mode 0600 if it is not there. A connection, also when that failed
 * (ghlua_sql_status tells); 0 only without memory. */
intptr_t ghlua_sqlite_open(const char *path, int patience_ms) GHLUA_SAFE;

/* The same for a server. Loads libpq on first use: a start of the program does not pay for it. */
intptr_t ghlua_postgres_open(const char *address, int patience_ms) GHLUA_SAFE;

/* Whether this build can talk to PostgreSQL. */
int ghlua_postgres_is_built_in(void) GHLUA_SAFE;

/* What became of the last call. */
int ghlua_sql_status(intptr_t connection) GHLUA_SAFE;

/* In words; the count of bytes. Values are never in it. */
size_t ghlua_sql_message(intptr_t connection, char *buffer, size_t size) GHLUA_SAFE;

/* Runs one statement. */
int ghlua_sql_run(intptr_t connection, const char *statement, const uint8_t *values,
                  size_t size) GHLUA_SAFE;

/* Of the last statement: columns, rows that were changed, and the bytes of the rows it answered. */
size_t ghlua_sql_columns(intptr_t connection) GHLUA_SAFE;
int64_t ghlua_sql_changed(intptr_t connection) GHLUA_SAFE;
size_t ghlua_sql_size(intptr_t connection) GHLUA_SAFE;
void ghlua_sql_copy(intptr_t connection, uint8_t *buffer, size_t size) GHLUA_SAFE;

void ghlua_sql_close(intptr_t connection) GHLUA_SAFE;

#endif
