#pragma once
#include <stdint.h>
#if defined(__linux__)
#include <linux/perf_event.h>
#include <malloc.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

// Two ways to count the instructions of a part of a program: the processor's own counter, where the machine lends it, and Valgrind's
// callgrind, which counts in software and is there on every machine, at fifty times the time.

/// Opens a counter of the calling thread's and its later threads' instructions in user mode, stopped at 0.
/// Returns a descriptor, or -1 where the machine or its rules do not lend one.
static inline int cinstructions_open(void) {
#if defined(__linux__)
  struct perf_event_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
  attributes.disabled = 1;
  attributes.inherit = 1;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
#else
  return -1;
#endif
}

static inline void cinstructions_start(int descriptor) {
#if defined(__linux__)
  ioctl(descriptor, PERF_EVENT_IOC_RESET, 0);
  ioctl(descriptor, PERF_EVENT_IOC_ENABLE, 0);
#endif
}

/// Stops the counter. Returns what it has counted since it was started, or -1.
static inline int64_t cinstructions_stop(int descriptor) {
#if defined(__linux__)
  uint64_t count = 0;
  ioctl(descriptor, PERF_EVENT_IOC_DISABLE, 0);
  return read(descriptor, &count, sizeof count) == sizeof count ? (int64_t)count : -1;
#else
  return -1;
#endif
}

// A program asks something of the Valgrind it runs under by a sequence of rotations that leave a register as it was: to the processor
// they are nothing. The interface is documented in Valgrind's manual, "The Client Request mechanism".
static inline uint64_t cinstructions_valgrind(uint64_t request, uint64_t argument) {
#if defined(__x86_64__)
  volatile uint64_t words[6] = {request, argument, 0, 0, 0, 0};
  uint64_t result = 0;
  __asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi; xchgq %%rbx, %%rbx"
                   : "=d"(result)
                   : "a"(&words[0]), "0"(result)
                   : "cc", "memory");
  return result;
#else
  (void)request;
  (void)argument;
  return 0;
#endif
}

/// Bytes of memory that are lent out by the allocator just now, or 0 where it does not say.
static inline uint64_t cinstructions_allocated_bytes(void) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  struct mallinfo2 facts = mallinfo2();
  return facts.uordblks + facts.hblkhd;
#else
  return 0;
#endif
}

/// How many Valgrinds the program runs under: 0 on its own.
static inline int cinstructions_is_under_valgrind(void) { return (int)cinstructions_valgrind(0x1001, 0); }

/// Callgrind counts from here on.
static inline void cinstructions_callgrind_start(void) { cinstructions_valgrind(0x43540004, 0); }

/// Callgrind counts no more.
static inline void cinstructions_callgrind_stop(void) { cinstructions_valgrind(0x43540005, 0); }

/// Callgrind writes a file of what it has counted since the last one, with this name in it.
static inline void cinstructions_callgrind_dump(const char *name) { cinstructions_valgrind(0x43540003, (uint64_t)(uintptr_t)name); }
