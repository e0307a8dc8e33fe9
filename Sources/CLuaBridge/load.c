// Compiling text, under the clock: 720 KB of `elseif` compile for seconds, in one call.
#include "internal.h"

// Hands the compiler its text in small pieces, and raises between two when a limit is hit.
static const char *read_piece(lua_State *L, void *context, size_t *size) {
  enum { PIECE = 1024 };
  gl_bytes *left = context;
  const char *piece = (const char *)left->bytes;
  gl_check(L);
  *size = left->count < PIECE ? left->count : PIECE;
  left->bytes += *size;
  left->count -= *size;
  return piece;
}

// Pushes the compiled chunk, or a message. Never bytecode: this Lua does not verify it.
int gl_load(lua_State *L, gl_bytes text, const char *name) {
  int status = lua_load(L, read_piece, &text, name, "t");
  gl_check(L);
  const char *what = NULL;
  int line = status == LUA_OK ? gl_find_wrong_code(L, &what) : -1;
  if (line < 0) return status;
  lua_pop(L, 1);
  lua_pushfstring(L, "%s:%d: the function that begins here has ", name + 1, line > 0 ? line : 1);
  lua_pushfstring(L, what, gl_lua_version());
  lua_concat(L, 2);
  return LUA_ERRSYNTAX;
}
