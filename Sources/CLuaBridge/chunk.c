// Loading chunks. Those of the shipped library are compiled once in the life of the process: each
// later state gets the bytecode of that first time, for the very same text and name.
//
// Lua does not verify bytecode, so nothing but our own dump of our own compilation is ever loaded
// as such. The text of a recipe takes no part in it: the host names its chunks '@file'.
//
// The boot chunk and the words of headers, which every run loads, lose the names of their variables
// and their lines, which only an error inside them would show: reading them would take half the time
// of loading them, and each run that waits would hold them.
#include <pthread.h>

#include "internal.h"

enum { MOST_KEPT = 64 };

typedef struct {
  char *name, *text;
  size_t length;
  gl_buffer code;
} kept_chunk;

static struct {
  pthread_mutex_t lock;
  int count;  // only grows, and what is below it never changes
  kept_chunk chunks[MOST_KEPT];
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static const kept_chunk *find(gl_bytes text, const char *name) {
  pthread_mutex_lock(&kept.lock);
  int count = kept.count;
  pthread_mutex_unlock(&kept.lock);
  for (int i = 0; i < count; i++) {
    const kept_chunk *chunk = &kept.chunks[i];
    if (chunk->length == text.count && strcmp(chunk->name, name) == 0 &&
        memcmp(chunk->text, text.bytes, text.count) == 0) {
      return chunk;
    }
  }
  return NULL;
}

static int write_code(lua_State *L, const void *bytes, size_t count, void *buffer) {
  (void)L;
  gl_put(buffer, bytes, count);
  return ((gl_buffer *)buffer)->full;
}

// Keeps the function at the top for later states; without room or memory it does nothing.
static void keep(lua_State *L, gl_bytes text, const char *name, bool strip) {
  kept_chunk chunk = {.name = strdup(name), .text = malloc(text.count + 1), .length = text.count};
  bool complete = chunk.name && chunk.text && lua_dump(L, write_code, &chunk.code, strip) == 0;
  if (complete && text.count) memcpy(chunk.text, text.bytes, text.count);
  pthread_mutex_lock(&kept.lock);
  bool taken = complete && kept.count < MOST_KEPT;
  if (taken) kept.chunks[kept.count++] = chunk;
  pthread_mutex_unlock(&kept.lock);
  if (taken) return;
  free(chunk.name);
  free(chunk.text);
  free(chunk.code.bytes);
}

static int load_code(lua_State *L, const kept_chunk *chunk) {
  return luaL_loadbufferx(L, (const char *)chunk->code.bytes, chunk->code.count, chunk->name, "b");
}

// Like gl_load, for the chunks that the host names: never for those of `load`.
int gl_load_kept(lua_State *L, gl_bytes text, const char *name, bool is_boot) {
  bool strip = is_boot || strcmp(name, "=ghl.header") == 0;
  const kept_chunk *chunk = name[0] == '=' ? find(text, name) : NULL;
  if (chunk) return load_code(L, chunk);
  int status = gl_load(L, text, name);
  if (status == LUA_OK && name[0] == '=') keep(L, text, name, strip);
  if (status != LUA_OK || !strip) return status;
  // The first time is like all later ones: errors read the same.
  chunk = find(text, name);
  if (!chunk) return status;
  lua_pop(L, 1);
  return load_code(L, chunk);
}

typedef struct {
  gl_bytes text;
  const char *name;
} wanted_chunk;

static int load_wanted(lua_State *L) {
  const wanted_chunk *wanted = lua_touserdata(L, 1);
  gl_load_kept(L, wanted->text, wanted->name, false);
  return 0;
}

// What cannot be compiled is not kept: the state that needs it will say why.
void gl_keep(gl_bytes text, const char *name) {
  gl_limits none = {0};
  wanted_chunk wanted = {text, name};
  gl_state *state = gl_new(&none, NULL, NULL);
  if (!state) return;
  lua_pushcfunction(state->lua, load_wanted);
  lua_pushlightuserdata(state->lua, &wanted);
  lua_pcall(state->lua, 1, 0, 0);
  gl_free(state);
}
