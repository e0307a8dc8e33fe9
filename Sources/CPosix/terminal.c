#include "ghlua_system.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

static struct termios usual;
static volatile int is_hidden;

static void show_again(void) {
  if (is_hidden) tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual);
  is_hidden = 0;
}

long ghlua_read_hidden(char *buffer, size_t size) {
  static int is_registered;
  struct termios hidden;
  size_t count = 0;
  if (tcgetattr(STDIN_FILENO, &usual) != 0) return -1;
  if (!is_registered) is_registered = atexit(show_again) == 0;
  hidden = usual;
  hidden.c_lflag &= ~(tcflag_t)ECHO;
  is_hidden = 1;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  for (;;) {
    char byte;
    ssize_t got = read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 && count == 0) {
      show_again();
      return -1;
    }
    if (got <= 0 || byte == '\n') break;
    if (count < size) buffer[count++] = byte;
  }
  show_again();
  return (long)count;
}

static struct termios cooked;
static volatile int gives_keys;

static void give_lines(void) {
  if (gives_keys) tcsetattr(STDIN_FILENO, TCSADRAIN, &cooked);
  gives_keys = 0;
}

void ghlua_terminal_keys(int on) {
  static int is_registered;
  struct termios raw;
  if (!on || gives_keys) {
    if (!on) give_lines();
    return;
  }
  if (tcgetattr(STDIN_FILENO, &cooked) != 0) return;
  if (!is_registered) is_registered = atexit(give_lines) == 0;
  raw = cooked;
  raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON);
  raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG | IEXTEN);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  gives_keys = 1;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

long ghlua_read_keys(char *buffer, size_t size) {
  for (;;) {
    ssize_t got = read(STDIN_FILENO, buffer, size);
    if (got >= 0 || errno != EINTR) return got;
  }
}

void ghlua_no_core(void) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
}
