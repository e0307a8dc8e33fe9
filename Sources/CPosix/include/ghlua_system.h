/* What Swift cannot ask of the system without handling raw pointers itself.
 *
 * Every function here keeps no pointer after it returns and reads no further than it is told, so
 * the callers need no unsafe code.
 */
#ifndef GHLUA_SYSTEM_H
#define GHLUA_SYSTEM_H

#include <stddef.h>

#define GHLUA_SAFE __attribute__((swift_attr("@safe")))

/* Writes all bytes, waiting where the other side is slow. 0, or the errno that ended it. */
int ghlua_write(int descriptor, const char *text, size_t count) GHLUA_SAFE;

/* The columns of a terminal; 0 when it is none or does not say. */
int ghlua_terminal_width(int descriptor) GHLUA_SAFE;

/* What a path leads to: 'f' a file, 'd' a folder, 'o' anything else, a link to nothing included; the
 * negative errno when that cannot be told.
 */
int ghlua_file_kind(const char *path) GHLUA_SAFE;

/* Takes the lock that a file of that name stands for, making the file if need be.
 * A descriptor to give to ghlua_unlock; -1 when somebody else holds it, -2 when it cannot be made.
 */
int ghlua_lock(const char *path) GHLUA_SAFE;

/* Gives the lock up and removes its file. */
void ghlua_unlock(const char *path, int descriptor) GHLUA_SAFE;

/* Opens a file for writing at its end, making it if need be. A descriptor; -1 when it cannot be. */
int ghlua_open_to_append(const char *path) GHLUA_SAFE;

#endif
