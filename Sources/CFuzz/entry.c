// What libFuzzer calls for every input.
#include "fuzz.h"

static const uint8_t *bytes;
static size_t count;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  bytes = data;
  count = size;
  fuzz_look();
  return 0;
}

size_t fuzz_count(void) { return count; }
uint8_t fuzz_byte(size_t index) { return bytes[index]; }

#ifdef FUZZING
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*look)(const uint8_t *, size_t));

// The package manager calls an executable's entry so.
int Fuzz_main(int words, char **arguments) {
  return LLVMFuzzerRunDriver(&words, &arguments, LLVMFuzzerTestOneInput);
}
#endif
