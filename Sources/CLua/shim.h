// The system's Lua 5.4, found by pkg-config (Debian: liblua5.4-dev).
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
