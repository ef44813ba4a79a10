#ifndef LOCKSTEP_CSQLITE_H
#define LOCKSTEP_CSQLITE_H
#include <stddef.h>

#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast of -1 to a function pointer, which Swift does not import. */
static inline int lockstep_bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int lockstep_bind_text_copy(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* Writes the octets of the write-ahead log where they are, and syncs it; an SQLite code. Only within a write transaction:
 * nobody else writes to the log then. */
static inline int lockstep_renew_log(sqlite3 *connection) {
  sqlite3_file *log = NULL;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (code != SQLITE_OK || log == NULL || log->pMethods == NULL) return code;
  sqlite3_int64 size = 0;
  code = log->pMethods->xFileSize(log, &size);
  unsigned char piece[1 << 16];
  for (sqlite3_int64 offset = 0; code == SQLITE_OK && offset < size;) {
    int count = size - offset < (sqlite3_int64)sizeof piece ? (int)(size - offset) : (int)sizeof piece;
    code = log->pMethods->xRead(log, piece, count, offset);
    if (code == SQLITE_OK) code = log->pMethods->xWrite(log, piece, count, offset);
    offset += count;
  }
  if (code == SQLITE_OK && size > 0) code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  return code;
}

#endif
