// The counting allocator. The first refusal is final: a script that swallows "not enough memory"
// and tries again would otherwise sit at the ceiling, with a full collection for each try.
#include "internal.h"

// The frame of a call is a fresh small block without a type. Counting those tells, at no cost, when
// calls may have become deep enough to be worth a look.
static void count_block(gl_state *state, size_t type, size_t size) {
  enum { LARGEST_FRAME = 128, LOOK_EVERY = 4096 };
  if (type != 0 || size > LARGEST_FRAME || !state->limits.depth) return;
  uint32_t part = (uint32_t)state->limits.depth / 8 + 1;
  if (++state->small_blocks < (part < LOOK_EVERY ? part : LOOK_EVERY)) return;
  state->small_blocks = 0;
  state->measure = 1;
  gl_demand_attention(state);
}

void *gl_allocate(void *context, void *block, size_t old_size, size_t new_size) {
  gl_state *state = context;
  if (new_size == 0) {
    if (block) {
      state->used -= old_size;
      gl_pool_move(&state->pool, block, old_size, 0);
    }
    return NULL;
  }
  size_t held = block ? old_size : 0;  // without a block, old_size is a type tag
  if (new_size > held) {
    size_t more = new_size - held;
    if (state->stopped == GL_LIMIT_MEMORY) return NULL;
    bool injected = state->fail_at && --state->fail_at == 0;
    bool over = state->limits.memory && state->used + more > state->limits.memory;
    if (injected || over) {
      gl_stop(state, GL_LIMIT_MEMORY);
      return NULL;
    }
    // Half full: collect at the next instruction, so that garbage never causes a refusal.
    if (state->limits.memory && state->used + more > state->collect_at && !state->collect) {
      state->collect = 1;
      gl_demand_attention(state);
    }
  }
  if (!block) count_block(state, old_size, new_size);
  void *moved = gl_pool_move(&state->pool, block, held, new_size);
  if (!moved) {
    if (new_size <= held) return block;  // shrinking never fails
    gl_stop(state, GL_LIMIT_MEMORY);
    return NULL;
  }
  state->used = state->used - held + new_size;
  if (state->used > state->peak) state->peak = state->used;
  return moved;
}
