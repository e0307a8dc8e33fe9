// The last resort against work that stays inside one instruction of Lua's: a table whose keys all
// collide, for example, is rebuilt in billions of steps, and no hook is called meanwhile.
//
// Some time after the deadline the signal handler leaves that work by a long jump, back to where the
// slice began. It does so only while the thread executes Lua's own machine code: there it holds no
// lock, of malloc's or any other, and between it and the slice's beginning are frames of C only.
// The state is never touched again, and its memory, which may be half changed, is not given back.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <ucontext.h>

#include "internal.h"

// Where Lua's code is in memory: in the shared library, or in the section that scripts/build-static
// puts it into, for whose ends the linker makes these names. Empty when it is neither.
static uintptr_t code_start, code_end;
extern const char __start_lua_code[] __attribute__((weak));
extern const char __stop_lua_code[] __attribute__((weak));

static int find_code(struct dl_phdr_info *object, size_t size, void *symbol) {
  (void)size;
  uintptr_t wanted = (uintptr_t)symbol;
  if (!object->dlpi_name || !strstr(object->dlpi_name, "liblua")) return 0;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    uintptr_t start = object->dlpi_addr + segment->p_vaddr, end = start + segment->p_memsz;
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
    if (wanted < start || wanted >= end) continue;
    code_start = start;
    code_end = end;
    return 1;
  }
  return 0;
}

void gl_prepare_escape(void) {
  if (__start_lua_code) {
    code_start = (uintptr_t)__start_lua_code;
    code_end = (uintptr_t)__stop_lua_code;
    return;
  }
  void *symbol = dlsym(RTLD_DEFAULT, "lua_newstate");
  if (symbol) dl_iterate_phdr(find_code, symbol);
}

static uintptr_t interrupted_at(const ucontext_t *context) {
#if defined(__x86_64__)
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return (uintptr_t)context->uc_mcontext.pc;
#else
  return 0;
#endif
}

// Called by the signal handler once the state is overdue; returns if now is not the moment.
void gl_try_escape(gl_state *state, const void *context) {
  uintptr_t at = interrupted_at(context);
  if (at < code_start || at >= code_end) return;
  gl_stop(state, atomic_load(&state->expired));
  state->abandoned = true;
  siglongjmp(state->slice, 1);
}
