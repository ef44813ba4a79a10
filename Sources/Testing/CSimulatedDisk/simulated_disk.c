#include "simulated_disk.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define SECTOR 512
#define MAXIMUM_FILES 16
#define SHARED_REGIONS 64

typedef struct {
  sqlite3_int64 offset;
  int count;
  /* Where its bytes begin in the log; -1 for a truncation to `offset`. */
  long place;
} unsynced_write;

typedef struct {
  unsigned char *bytes;
  sqlite3_int64 count;
  sqlite3_int64 capacity;
} content;

typedef struct {
  char *name;
  /* As the process sees it, and as it would be after a loss of power. */
  content current;
  content synced;
  unsynced_write *writes;
  int write_count;
  int write_capacity;
  content log;
  void *shared[SHARED_REGIONS];
} stored_file;

struct simulated_disk {
  sqlite3_vfs vfs;
  char *name;
  stored_file files[MAXIMUM_FILES];
  uint64_t random;
  long generation;
  long operations;
  long failures;
  long crash_at;
  enum simulated_disk_loss crash_loss;
  int did_crash;
  int fault_kinds;
  long fault_at;
  long fault_times;
  int fault_code;
  /* Shared memory of processes that ended: SQLite still looks at it while it unwinds. */
  void **retired;
  long retired_count;
  long retired_capacity;
};

typedef struct {
  sqlite3_file base;
  simulated_disk *disk;
  stored_file *file;
  long generation;
  int deletes_on_close;
} open_file;

/* SplitMix64 */
static uint64_t next_random(simulated_disk *disk) {
  uint64_t mixed = disk->random += 0x9E3779B97F4A7C15ull;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ull;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBull;
  return mixed ^ (mixed >> 31);
}

static int reserve(content *content, sqlite3_int64 count) {
  if (count <= content->capacity) return 1;
  sqlite3_int64 capacity = content->capacity ? content->capacity : 4096;
  while (capacity < count) capacity *= 2;
  unsigned char *bytes = realloc(content->bytes, (size_t)capacity);
  if (!bytes) return 0;
  content->bytes = bytes;
  content->capacity = capacity;
  return 1;
}

static int resize(content *content, sqlite3_int64 count) {
  if (!reserve(content, count)) return 0;
  if (count > content->count) memset(content->bytes + content->count, 0, (size_t)(count - content->count));
  content->count = count;
  return 1;
}

static int write_at(content *content, const void *bytes, sqlite3_int64 offset, sqlite3_int64 count) {
  if (offset > content->count && !resize(content, offset)) return 0;
  if (!reserve(content, offset + count)) return 0;
  memcpy(content->bytes + offset, bytes, (size_t)count);
  if (offset + count > content->count) content->count = offset + count;
  return 1;
}

static void forget_shared(stored_file *file) {
  for (int index = 0; index < SHARED_REGIONS; index++) {
    free(file->shared[index]);
    file->shared[index] = NULL;
  }
}

static void retire_shared(simulated_disk *disk, stored_file *file) {
  for (int index = 0; index < SHARED_REGIONS; index++) {
    if (!file->shared[index]) continue;
    if (disk->retired_count == disk->retired_capacity) {
      long capacity = disk->retired_capacity ? disk->retired_capacity * 2 : 64;
      void **retired = realloc(disk->retired, sizeof *retired * (size_t)capacity);
      if (!retired) abort();
      disk->retired = retired;
      disk->retired_capacity = capacity;
    }
    disk->retired[disk->retired_count++] = file->shared[index];
    file->shared[index] = NULL;
  }
}

static void forget_retired(simulated_disk *disk) {
  for (long index = 0; index < disk->retired_count; index++) free(disk->retired[index]);
  disk->retired_count = 0;
}

static void forget_writes(stored_file *file) {
  file->write_count = 0;
  file->log.count = 0;
}

static void forget_file(stored_file *file) {
  free(file->name);
  free(file->current.bytes);
  free(file->synced.bytes);
  free(file->writes);
  free(file->log.bytes);
  forget_shared(file);
  memset(file, 0, sizeof *file);
}

static stored_file *find_file(simulated_disk *disk, const char *name) {
  for (int index = 0; index < MAXIMUM_FILES; index++) {
    if (disk->files[index].name && strcmp(disk->files[index].name, name) == 0) return &disk->files[index];
  }
  return NULL;
}

static stored_file *make_file(simulated_disk *disk, const char *name) {
  for (int index = 0; index < MAXIMUM_FILES; index++) {
    if (disk->files[index].name) continue;
    disk->files[index].name = strdup(name);
    return disk->files[index].name ? &disk->files[index] : NULL;
  }
  return NULL;
}

static int note_write(stored_file *file, const void *bytes, sqlite3_int64 offset, int count, int is_truncation) {
  if (file->write_count == file->write_capacity) {
    int capacity = file->write_capacity ? file->write_capacity * 2 : 64;
    unsynced_write *writes = realloc(file->writes, sizeof *writes * (size_t)capacity);
    if (!writes) return 0;
    file->writes = writes;
    file->write_capacity = capacity;
  }
  unsynced_write write = {offset, count, is_truncation ? -1 : (long)file->log.count};
  if (!is_truncation && !write_at(&file->log, bytes, file->log.count, count)) return 0;
  file->writes[file->write_count++] = write;
  return 1;
}

/* What power loss leaves of the unsynced writes. A sector arrives as it was written, not at all, or its first octets. */
static void tear(simulated_disk *disk, stored_file *file) {
  /* Sectors reach the platter in any order: which of two writes of one place wins is open. */
  for (int index = file->write_count - 1; index > 0; index--) {
    if (next_random(disk) % 4 != 0) continue;
    int other = (int)(next_random(disk) % (uint64_t)(index + 1));
    unsynced_write moved = file->writes[index];
    file->writes[index] = file->writes[other];
    file->writes[other] = moved;
  }
  for (int index = 0; index < file->write_count; index++) {
    unsynced_write *write = &file->writes[index];
    if (write->place < 0) {
      if (next_random(disk) % 2 && write->offset < file->synced.count) resize(&file->synced, write->offset);
      continue;
    }
    const unsigned char *bytes = file->log.bytes + write->place;
    sqlite3_int64 position = write->offset;
    sqlite3_int64 end = write->offset + write->count;
    while (position < end) {
      sqlite3_int64 sector_end = (position / SECTOR + 1) * SECTOR;
      if (sector_end > end) sector_end = end;
      sqlite3_int64 count = sector_end - position;
      uint64_t fate = next_random(disk) % 8;
      if (fate == 7) count = (sqlite3_int64)(next_random(disk) % (uint64_t)count);
      if (fate >= 4 && count > 0) write_at(&file->synced, bytes + (position - write->offset), position, count);
      position = sector_end;
    }
  }
}

void simulated_disk_crash(simulated_disk *disk, enum simulated_disk_loss loss) {
  disk->generation++;
  disk->crash_at = 0;
  disk->fault_times = 0;
  for (int index = 0; index < MAXIMUM_FILES; index++) {
    stored_file *file = &disk->files[index];
    if (!file->name) continue;
    /* Shared memory goes with its last user. */
    retire_shared(disk, file);
    if (loss == SIMULATED_DISK_KEEP) continue;
    if (loss == SIMULATED_DISK_TEAR) tear(disk, file);
    forget_writes(file);
    resize(&file->current, 0);
    write_at(&file->current, file->synced.bytes, 0, file->synced.count);
  }
}

/* Counts an operation; an SQLite code if it fails. */
static int begin(open_file *open, int kind) {
  simulated_disk *disk = open->disk;
  if (open->generation != disk->generation) return SQLITE_IOERR;
  if (kind != SIMULATED_DISK_READ) {
    disk->operations++;
    if (disk->crash_at > 0 && --disk->crash_at == 0) {
      disk->did_crash = 1;
      simulated_disk_crash(disk, disk->crash_loss);
      return SQLITE_IOERR;
    }
  }
  if (disk->fault_times > 0 && (disk->fault_kinds & kind)) {
    if (disk->fault_at > 1) {
      disk->fault_at--;
    } else {
      disk->fault_times--;
      disk->failures++;
      return disk->fault_code;
    }
  }
  return SQLITE_OK;
}

void simulated_disk_keep_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 16 << 20);
}

/* MARK: files as SQLite calls them */

static int file_close(sqlite3_file *base) {
  open_file *open = (open_file *)base;
  if (open->generation == open->disk->generation && open->deletes_on_close) forget_file(open->file);
  return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *target, int count, sqlite3_int64 offset) {
  open_file *open = (open_file *)base;
  int code = begin(open, SIMULATED_DISK_READ);
  if (code) return code == SQLITE_IOERR ? SQLITE_IOERR_READ : code;
  content *current = &open->file->current;
  sqlite3_int64 there = current->count - offset;
  if (there < 0) there = 0;
  if (there > count) there = count;
  if (there > 0) memcpy(target, current->bytes + offset, (size_t)there);
  if (there == count) return SQLITE_OK;
  memset((char *)target + there, 0, (size_t)(count - there));
  return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
  open_file *open = (open_file *)base;
  /* What a process wrote before it ended in the middle of a write is among the unsynced. */
  if (open->generation == open->disk->generation && open->disk->crash_at == 1) {
    int keeps = open->disk->crash_loss == SIMULATED_DISK_KEEP;
    int written = keeps ? (int)(next_random(open->disk) % (uint64_t)(count + 1)) : count;
    if (written > 0 && !note_write(open->file, bytes, offset, written, 0)) return SQLITE_IOERR_NOMEM;
    if (written > 0 && keeps) write_at(&open->file->current, bytes, offset, written);
  }
  int code = begin(open, SIMULATED_DISK_WRITE);
  if (code) return code == SQLITE_IOERR ? SQLITE_IOERR_WRITE : code;
  if (!note_write(open->file, bytes, offset, count, 0)) return SQLITE_IOERR_NOMEM;
  return write_at(&open->file->current, bytes, offset, count) ? SQLITE_OK : SQLITE_IOERR_NOMEM;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 count) {
  open_file *open = (open_file *)base;
  int code = begin(open, SIMULATED_DISK_WRITE);
  if (code) return code == SQLITE_IOERR ? SQLITE_IOERR_TRUNCATE : code;
  if (!note_write(open->file, NULL, count, 0, 1)) return SQLITE_IOERR_NOMEM;
  return resize(&open->file->current, count) ? SQLITE_OK : SQLITE_IOERR_NOMEM;
}

static int file_sync(sqlite3_file *base, int flags) {
  (void)flags;
  open_file *open = (open_file *)base;
  stored_file *file = open->file;
  int code = begin(open, SIMULATED_DISK_SYNC);
  if (code) {
    /* After a failed sync the kernel may call the pages clean although they never reached the disk. REL F007 */
    if (open->generation == open->disk->generation && next_random(open->disk) % 2) forget_writes(file);
    return code == SQLITE_IOERR ? SQLITE_IOERR_FSYNC : code;
  }
  for (int index = 0; index < file->write_count; index++) {
    unsynced_write *write = &file->writes[index];
    if (write->place < 0) {
      if (!resize(&file->synced, write->offset)) return SQLITE_IOERR_NOMEM;
    } else if (!write_at(&file->synced, file->log.bytes + write->place, write->offset, write->count)) {
      return SQLITE_IOERR_NOMEM;
    }
  }
  forget_writes(file);
  return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *count) {
  open_file *open = (open_file *)base;
  if (open->generation != open->disk->generation) return SQLITE_IOERR_FSTAT;
  *count = open->file->current.count;
  return SQLITE_OK;
}

/* One connection at a time: there is nobody to lock out, but a process that ended must not tidy up when it closes. */
static int file_lock(sqlite3_file *base, int level) {
  open_file *open = (open_file *)base;
  (void)level;
  return open->generation == open->disk->generation ? SQLITE_OK : SQLITE_IOERR_LOCK;
}
static int file_check_lock(sqlite3_file *base, int *held) { return (void)base, *held = 0, SQLITE_OK; }

static int file_control(sqlite3_file *base, int operation, void *argument) {
  return (void)base, (void)operation, (void)argument, SQLITE_NOTFOUND;
}

/* As on Unix: pages of 4096 octets, and a torn write harms nothing beside it. */
static int file_sector_size(sqlite3_file *base) { return (void)base, 4096; }
static int file_characteristics(sqlite3_file *base) { return (void)base, SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

static int file_map_shared(sqlite3_file *base, int region, int size, int extend, void volatile **memory) {
  open_file *open = (open_file *)base;
  *memory = NULL;
  if (open->generation != open->disk->generation || region >= SHARED_REGIONS) return SQLITE_IOERR_SHMMAP;
  if (!open->file->shared[region] && extend) {
    open->file->shared[region] = calloc(1, (size_t)size);
    if (!open->file->shared[region]) return SQLITE_IOERR_NOMEM;
  }
  *memory = open->file->shared[region];
  return SQLITE_OK;
}

static int file_lock_shared(sqlite3_file *base, int offset, int count, int flags) {
  return (void)base, (void)offset, (void)count, (void)flags, SQLITE_OK;
}

static void file_fence_shared(sqlite3_file *base) { (void)base; }

static int file_unmap_shared(sqlite3_file *base, int deletes) {
  open_file *open = (open_file *)base;
  if (open->generation == open->disk->generation && deletes) forget_shared(open->file);
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_map_shared,
    .xShmLock = file_lock_shared,
    .xShmBarrier = file_fence_shared,
    .xShmUnmap = file_unmap_shared,
};

/* MARK: the layer as SQLite calls it */

static int layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags) {
  simulated_disk *disk = vfs->pAppData;
  open_file *open = (open_file *)base;
  memset(open, 0, sizeof *open);
  stored_file *file = name ? find_file(disk, name) : NULL;
  if (!file) {
    if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    char temporary[32];
    sqlite3_snprintf(sizeof temporary, temporary, "/temporary-%llu", next_random(disk));
    file = make_file(disk, name ? name : temporary);
    if (!file) return SQLITE_CANTOPEN;
  }
  open->base.pMethods = &methods;
  open->disk = disk;
  open->file = file;
  open->generation = disk->generation;
  open->deletes_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

static int layer_delete(sqlite3_vfs *vfs, const char *name, int syncs) {
  (void)syncs;
  stored_file *file = find_file(vfs->pAppData, name);
  if (!file) return SQLITE_IOERR_DELETE_NOENT;
  forget_file(file);
  return SQLITE_OK;
}

static int layer_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer) {
  (void)flags;
  *answer = find_file(vfs->pAppData, name) != NULL;
  return SQLITE_OK;
}

static int layer_path(sqlite3_vfs *vfs, const char *name, int count, char *target) {
  (void)vfs;
  sqlite3_snprintf(count, target, "%s", name);
  return SQLITE_OK;
}

static int layer_random(sqlite3_vfs *vfs, int count, char *target) {
  for (int index = 0; index < count; index++) target[index] = (char)next_random(vfs->pAppData);
  return count;
}

static int layer_sleep(sqlite3_vfs *vfs, int microseconds) { return (void)vfs, microseconds; }

static int layer_time(sqlite3_vfs *vfs, double *days) { return (void)vfs, *days = 2460000.5, SQLITE_OK; }

simulated_disk *simulated_disk_create(const char *name) {
  simulated_disk *disk = calloc(1, sizeof *disk);
  if (!disk) return NULL;
  disk->name = strdup(name);
  disk->vfs = (sqlite3_vfs){
      .iVersion = 1,
      .szOsFile = sizeof(open_file),
      .mxPathname = 256,
      .zName = disk->name,
      .pAppData = disk,
      .xOpen = layer_open,
      .xDelete = layer_delete,
      .xAccess = layer_access,
      .xFullPathname = layer_path,
      .xRandomness = layer_random,
      .xSleep = layer_sleep,
      .xCurrentTime = layer_time,
  };
  if (disk->name && sqlite3_vfs_register(&disk->vfs, 0) == SQLITE_OK) return disk;
  free(disk->name);
  free(disk);
  return NULL;
}

void simulated_disk_destroy(simulated_disk *disk) {
  sqlite3_vfs_unregister(&disk->vfs);
  for (int index = 0; index < MAXIMUM_FILES; index++) forget_file(&disk->files[index]);
  forget_retired(disk);
  free(disk->retired);
  free(disk->name);
  free(disk);
}

void simulated_disk_reset(simulated_disk *disk, uint64_t seed) {
  for (int index = 0; index < MAXIMUM_FILES; index++) forget_file(&disk->files[index]);
  forget_retired(disk);
  disk->generation++;
  disk->random = seed;
  disk->operations = disk->failures = disk->crash_at = disk->fault_times = 0;
  disk->did_crash = 0;
}

int simulated_disk_put(simulated_disk *disk, const char *name, const void *bytes, size_t count) {
  stored_file *file = find_file(disk, name);
  if (!file) file = make_file(disk, name);
  if (!file) return 0;
  return write_at(&file->current, bytes, 0, (sqlite3_int64)count) && write_at(&file->synced, bytes, 0, (sqlite3_int64)count);
}

const void *simulated_disk_file(simulated_disk *disk, const char *name, size_t *count) {
  stored_file *file = find_file(disk, name);
  if (!file) return NULL;
  *count = (size_t)file->current.count;
  return file->current.bytes;
}

void simulated_disk_crash_after(simulated_disk *disk, long operation, enum simulated_disk_loss loss) {
  disk->crash_at = operation;
  disk->crash_loss = loss;
}

int simulated_disk_did_crash(simulated_disk *disk) {
  int answer = disk->did_crash;
  disk->did_crash = 0;
  return answer;
}

void simulated_disk_fail(simulated_disk *disk, int kinds, long operation, long times, int code) {
  disk->fault_kinds = kinds;
  disk->fault_at = operation;
  disk->fault_times = times;
  disk->fault_code = code;
}

long simulated_disk_operations(const simulated_disk *disk) { return disk->operations; }
long simulated_disk_failures(const simulated_disk *disk) { return disk->failures; }

int simulated_disk_make_database(const char *layer, const char *name, int page_size) {
  sqlite3 *connection = NULL;
  char *text = sqlite3_mprintf("PRAGMA page_size = %d; PRAGMA user_version = 1; PRAGMA user_version = 0", page_size);
  int done = text && sqlite3_open_v2(name, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, layer) == SQLITE_OK &&
             sqlite3_exec(connection, text, NULL, NULL, NULL) == SQLITE_OK;
  sqlite3_free(text);
  sqlite3_close(connection);
  return done;
}

int simulated_disk_is_sound(const char *layer, const char *name, char *words, int count) {
  sqlite3 *connection = NULL;
  sqlite3_stmt *statement = NULL;
  int is_sound = 0;
  if (sqlite3_open_v2(name, &connection, SQLITE_OPEN_READWRITE, layer) == SQLITE_OK &&
      sqlite3_prepare_v2(connection, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    sqlite3_snprintf(count, words, "%s", sqlite3_column_text(statement, 0));
    is_sound = strcmp(words, "ok") == 0;
  } else {
    sqlite3_snprintf(count, words, "%s", connection ? sqlite3_errmsg(connection) : "no memory");
  }
  sqlite3_finalize(statement);
  sqlite3_close(connection);
  return is_sound;
}
