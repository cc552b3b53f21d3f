#pragma once

#include <stdlib.h>
#include <zlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

/// Hands memory that was freed back to the system, where the allocator can.
static inline void cwire_return_free_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

/// Keeps the allocator from holding on to more than so many free bytes at the end of a heap, and gives larger blocks pages of their
/// own, which go back as soon as they are freed. Left to itself it raises both bounds to the largest block it ever saw.
static inline void cwire_keep_free_memory_below(int bytes) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, bytes);
#endif
}
