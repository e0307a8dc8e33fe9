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

/* The environment, its texts one after the other with a zero behind each, as far as they fit. The bytes
 * that all of it takes. */
size_t ghlua_environment(unsigned char *buffer, size_t capacity) GHLUA_SAFE;

/* One waiter, rung for by SIGINT, SIGTERM, and any thread. */
void ghlua_watch_signals(void) GHLUA_SAFE;
void ghlua_ring(void) GHLUA_SAFE;

/* Waits for a ring, for so many milliseconds at most, -1: for ever; it may also come back for nothing.
 * The number of the first of these signals that there was, 0 for none. */
int ghlua_wait_for_ring(int milliseconds) GHLUA_SAFE;

/* The columns of a terminal; 0 when it is none or does not say. */
int ghlua_terminal_width(int descriptor) GHLUA_SAFE;

/* What a path leads to: 'f' a file, 'd' a folder, 'o' anything else, a link to nothing included; the
 * negative errno when that cannot be told.
 */
int ghlua_file_kind(const char *path) GHLUA_SAFE;

/* Opens a file for ghlua_read; the descriptor is for ghlua_close. The negative errno where it cannot. */
int ghlua_open_to_read(const char *path) GHLUA_SAFE;

/* The bytes that came, at most as many as there is room for; 0 at the end, the negative errno of what
 * went wrong. */
long ghlua_read(int descriptor, unsigned char *buffer, size_t capacity) GHLUA_SAFE;

/* Takes the lock that a file of that name stands for, making the file if need be.
 * A descriptor to give to ghlua_unlock; -1 when somebody else holds it, -2 when it cannot be made.
 */
int ghlua_lock(const char *path) GHLUA_SAFE;

/* Gives the lock up and removes its file. */
void ghlua_unlock(const char *path, int descriptor) GHLUA_SAFE;

/* Opens a file for writing at its end, making it if need be. A descriptor; -1 when it cannot be. */
int ghlua_open_to_append(const char *path) GHLUA_SAFE;

/* Files that must survive a crash. Every function gives 0, or the errno that ended it, unless it says
 * otherwise. */

/* Makes a folder that only its owner may enter; one that is there already is EEXIST. */
int ghlua_make_folder(const char *path) GHLUA_SAFE;

/* Opens a file for appending, readable by its owner only. A descriptor, or minus the errno.
 * presence: the file must be there (0), must not (1), or may be (2). */
int ghlua_open_append(const char *path, int presence) GHLUA_SAFE;

/* Cuts a file off after so many bytes. */
int ghlua_truncate(int descriptor, long long length) GHLUA_SAFE;

/* Waits until all that was written is on stable storage. */
int ghlua_sync(int descriptor) GHLUA_SAFE;

/* The same for the names in a folder. */
int ghlua_sync_folder(const char *path) GHLUA_SAFE;

void ghlua_close(int descriptor) GHLUA_SAFE;

/* Gives a file the name of another one, in whose place it is then. */
int ghlua_rename(const char *from, const char *to) GHLUA_SAFE;

/* Takes a file's lock as ghlua_lock does, and leaves a text in the file that says who has it. */
int ghlua_lock_named(const char *path, const char *holder, size_t count) GHLUA_SAFE;

/* Whether a process with that number is there. */
int ghlua_is_alive(int process) GHLUA_SAFE;

int ghlua_process(void) GHLUA_SAFE;

/* Replaces a file as a whole: written beside it with mode 0600, flushed to the disk, renamed, and
 * the folder flushed. Who reads it sees the old bytes or the new ones, also after a power cut.
 * 0, or the errno that prevented it; the old file is then as it was. */
int ghlua_replace_file(const char *path, const char *bytes, size_t count) GHLUA_SAFE;

/* Makes a folder and those above it, with mode 0700. 0, also when it is there, or the errno. */
int ghlua_make_folders(const char *path) GHLUA_SAFE;

/* The permissions of the file that a path leads to, as 0600; -1 when it leads to none. */
int ghlua_permissions(const char *path) GHLUA_SAFE;

/* Takes room on the disk for a file to grow to so many bytes; its length stays. 0, also where the
 * file system cannot promise room, or the errno. Truncating gives back what is not used. */
int ghlua_reserve(int descriptor, long long bytes) GHLUA_SAFE;

/* When a file or folder changed last, in nanoseconds; 0 when that was just now, or it is not there.
 * Two looks that give the same number, not 0, saw the same. */
long long ghlua_settled_change(const char *path) GHLUA_SAFE;

/* Appends to a file of mode 0600, which is made if need be, in one write. 0 or the errno. */
int ghlua_append(const char *path, const char *bytes, size_t count) GHLUA_SAFE;

/* Runs a program with nothing on its standard input, and waits for what it writes.
 *
 * words: program and arguments, a NUL after each, `length` bytes in all; the program is looked for
 * in PATH. At most `size` bytes and `milliseconds` are granted; a program that wants more is
 * killed. The count of bytes; -1: it cannot be started, -2: out of time, -3: too much,
 * -1000 - n: it ended with exit code n, or by signal n - 128. */
long ghlua_capture(const char *words, size_t length, int milliseconds, char *buffer,
                   size_t size) GHLUA_SAFE;

/* Reads a line from a terminal on standard input without showing it. The count of bytes without the
 * line end, -1 when there is none. The terminal is set back also when the process exits. */
long ghlua_read_hidden(char *buffer, size_t size) GHLUA_SAFE;

/* Splits the process in two. In the new one, which does the work, this returns -1, as it does when no
 * process can be made. The other one hands signals on, waits, and gets what became of the work: its
 * exit code, 256 + n when signal n ended it, or -2 when that is not known. To be called before there
 * are threads; when the one that waits is killed, so is the other. */
int ghlua_supervise(void) GHLUA_SAFE;

/* What the work has put on standard output: 0 nothing, 1 a text that is not whole, 2 whole texts. */
int ghlua_output_state(void) GHLUA_SAFE;

/* Remembers it, for ghlua_write. */
void ghlua_note_output(int state) GHLUA_SAFE;

/* Ends the process without looking back: no buffer of this one holds anything. */
void ghlua_leave(int code) GHLUA_SAFE __attribute__((noreturn));

/* From now on (1) a terminal on standard input gives every key at once, shows none and makes no
 * signal of any; or is as it was before (0). It is set back also when the process exits. */
void ghlua_terminal_keys(int on) GHLUA_SAFE;

/* Waits for keys. The count of bytes; 0 at the end of the input, -1 when it cannot be read. */
long ghlua_read_keys(char *buffer, size_t size) GHLUA_SAFE;

/* No file with this process's memory is left behind by a crash. */
void ghlua_no_core(void) GHLUA_SAFE;

#endif
