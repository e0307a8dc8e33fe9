// The blocks of a short run: cut from one region, reused by size, given back all at once.
//
// A small run spends a third of its time in malloc, and in walking its objects only to free them.
// When all that Lua holds lies in the region, closing the state is one free. Whoever needs more
// goes on with malloc, so that a region never holds back more than its own size.
//
// A large block that is given back, as a stack or a table that grew, is cut up for small ones: a run
// that waits for the service holds the pages that it ever touched.
//
// Under the address sanitizer there is no region: it is to see every block and every missing free.
#include "internal.h"

#if !defined(__has_feature)
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
static const size_t region = 0;
#else
static const size_t region = 96 << 10;
#endif

enum { STEP = 16, SMALL = 512, LARGEST = 16 << 10, SMALL_CLASSES = SMALL / STEP };

// Sizes up to 512 in steps of 16, above in four steps for each doubling.
static unsigned class_of(size_t size) {
  if (size <= SMALL) return (unsigned)((size - 1) / STEP);
  unsigned exponent = 63 - (unsigned)__builtin_clzll(size - 1);
  return SMALL_CLASSES + (exponent - 9) * 4 + ((size - 1) >> (exponent - 2) & 3);
}

static size_t size_of(unsigned class) {
  if (class < SMALL_CLASSES) return (class + 1) * (size_t)STEP;
  unsigned exponent = 9 + (class - SMALL_CLASSES) / 4;
  return (5 + (class - SMALL_CLASSES) % 4) * ((size_t)1 << (exponent - 2));
}

bool gl_pool_open(gl_pool *pool) {
  enum { PAGE = 4096 };  // of its own from the first byte on: no page is held for a part of it
  if (!region) return true;
  pool->start = aligned_alloc(PAGE, region);
  pool->free_at = pool->start;
  return pool->start;
}

void gl_pool_close(gl_pool *pool) { free(pool->start); }

static bool is_inside(const gl_pool *pool, const void *block) {
  return (uintptr_t)block - (uintptr_t)pool->start < region;
}

static void *take(gl_pool *pool, size_t size) {
  if (region && size <= LARGEST) {
    unsigned class = class_of(size);
    void *block = pool->unused[class];
    if (block) {
      memcpy(&pool->unused[class], block, sizeof block);
      return block;
    }
    size_t whole = size_of(class);
    if (class < SMALL_CLASSES && whole <= (size_t)(pool->spare_end - pool->spare)) {
      block = pool->spare;
      pool->spare += whole;
      return block;
    }
    if (whole <= (size_t)(pool->start + region - pool->free_at)) {
      block = pool->free_at;
      pool->free_at += whole;
      return block;
    }
  }
  void *block = malloc(size);
  pool->outside += block != NULL;
  return block;
}

static void give_back(gl_pool *pool, void *block, size_t size) {
  if (!is_inside(pool, block)) {
    pool->outside--;
    free(block);
    return;
  }
  unsigned class = class_of(size);
  if (class >= SMALL_CLASSES && pool->spare_end - pool->spare < STEP) {
    pool->spare = block;
    pool->spare_end = pool->spare + size_of(class);
    return;
  }
  memcpy(block, &pool->unused[class], sizeof block);
  pool->unused[class] = block;
}

// Like realloc: NULL, with nothing changed, when there is no memory; but a new size of 0 frees.
void *gl_pool_move(gl_pool *pool, void *block, size_t old_size, size_t new_size) {
  if (!block) return new_size ? take(pool, new_size) : NULL;
  if (new_size == 0) {
    give_back(pool, block, old_size);
    return NULL;
  }
  if (!is_inside(pool, block)) return realloc(block, new_size);
  if (new_size <= LARGEST && class_of(new_size) == class_of(old_size)) return block;
  void *moved = take(pool, new_size);
  if (!moved) return NULL;
  memcpy(moved, block, old_size < new_size ? old_size : new_size);
  give_back(pool, block, old_size);
  return moved;
}
