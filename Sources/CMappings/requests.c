// The C library's heap, of which no small request is refused in silence. Libraries that draw letters go on and draw something else
// where one is, wcslib's scanner leaves by a way that is not there, the language ends in a trap: none of them can be told from a fault.
// So the program ends in a sentence at the request itself, whoever made it. A large one is refused as ever: who asks for much may
// say for what, or do with less.
#include "allowance.h"

#include <errno.h>
#include <stdlib.h>

#ifndef __has_feature
#define __has_feature(name) 0
#endif

// The sanitisers have heaps of their own.
#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

enum { large = 1 << 20 };

// glibc's own names for what is replaced here.
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static inline void *found(void *memory, size_t bytes) {
  if (__builtin_expect(!memory, 0) && bytes > 0 && bytes < large && errno == ENOMEM) memoryRefused(bytes);
  return memory;
}

void *malloc(size_t bytes) { return found(__libc_malloc(bytes), bytes); }

// Where a heap of another library is loaded before the program, what comes from here must not go there.
void free(void *memory) { __libc_free(memory); }

void *calloc(size_t count, size_t size) {
  size_t bytes;
  void *memory = __libc_calloc(count, size);
  return __builtin_mul_overflow(count, size, &bytes) ? memory : found(memory, bytes);
}

void *realloc(void *memory, size_t bytes) { return found(__libc_realloc(memory, bytes), bytes); }

void *memalign(size_t boundary, size_t bytes) { return found(__libc_memalign(boundary, bytes), bytes); }

void *aligned_alloc(size_t boundary, size_t bytes) { return memalign(boundary, bytes); }

int posix_memalign(void **memory, size_t boundary, size_t bytes) {
  if (boundary % sizeof(void *) != 0 || boundary == 0 || (boundary & (boundary - 1)) != 0) return EINVAL;
  void *there = memalign(boundary, bytes);
  if (!there) return ENOMEM;
  *memory = there;
  return 0;
}

#endif
