// The input that libFuzzer hands over, as Swift reads it: without pointers.
#pragma once
#include <stddef.h>
#include <stdint.h>

size_t fuzz_count(void);
uint8_t fuzz_byte(size_t index);

// Swift's part: looks at the current input.
void fuzz_look(void);
