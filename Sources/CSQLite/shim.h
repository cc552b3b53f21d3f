#if defined(__linux__)
#include <malloc.h>
#endif
#include <sqlite3.h>

// SQLite's destructor markers are casts of integers to function pointers, which Swift cannot import.

/// Binds text that SQLite copies before it returns.
static inline int csqlite_bind_text_copy(sqlite3_stmt *statement, int index, const char *text, int count) {
  return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}

/// Binds the empty text, which stands in the program and need not be copied.
static inline int csqlite_bind_empty_text(sqlite3_stmt *statement, int index) {
  return sqlite3_bind_text(statement, index, "", 0, SQLITE_STATIC);
}

/// Binds bytes that SQLite copies before it returns.
static inline int csqlite_bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// A function's result as text that SQLite copies before it returns.
static inline void csqlite_result_text_copy(sqlite3_context *context, const char *text, int count) {
  sqlite3_result_text(context, text, count, SQLITE_TRANSIENT);
}

/// Switches the statistics of memory off, for the process. The function takes its argument as a C vararg, which Swift cannot
/// pass.
static inline int csqlite_stop_counting_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// How SQLite takes and gives back memory. Varargs again.
static inline int csqlite_memory_methods(sqlite3_mem_methods *methods) {
  return sqlite3_config(SQLITE_CONFIG_GETMALLOC, methods);
}

static inline int csqlite_use_memory_methods(const sqlite3_mem_methods *methods) {
  return sqlite3_config(SQLITE_CONFIG_MALLOC, methods);
}

/// Lets the allocator of glibc do without its second store of small free blocks. It empties that one, block by block, whenever a block of
/// 64 KB is taken or given back, which a request's body is; with 150,000 and more long-lived rows between them that was a tenth of a load.
static inline int csqlite_merge_free_blocks_at_once(void) {
#if defined(__GLIBC__)
  return mallopt(M_MXFAST, 0);
#else
  return 1;
#endif
}
