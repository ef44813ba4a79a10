#ifndef LOCKSTEP_SIMULATED_DISK_H
#define LOCKSTEP_SIMULATED_DISK_H
#include <stddef.h>
#include <stdint.h>

/* A file layer for SQLite whose files live in memory, each as what a sync made durable and the writes since. For one
 * connection at a time, on one thread. */
typedef struct simulated_disk simulated_disk;

/* What a crash does to writes that were not synced. */
enum simulated_disk_loss {
  /* The process ended, the machine went on: nothing is lost. */
  SIMULATED_DISK_KEEP = 0,
  /* Power went: every unsynced write is lost. */
  SIMULATED_DISK_DROP = 1,
  /* Power went: each sector of each unsynced write is kept, dropped or torn by the seed. */
  SIMULATED_DISK_TEAR = 2,
};

enum simulated_disk_operation {
  SIMULATED_DISK_READ = 1,
  SIMULATED_DISK_WRITE = 2,
  SIMULATED_DISK_SYNC = 4,
};

/* Tells the process not to give memory back to the system: the next scenario needs it again. */
void simulated_disk_keep_memory(void);

/* Registers a file layer of this name with SQLite. NULL if that fails. */
simulated_disk *simulated_disk_create(const char *name);
void simulated_disk_destroy(simulated_disk *disk);

/* Empties the disk and clears what was armed. */
void simulated_disk_reset(simulated_disk *disk, uint64_t seed);

/* Puts a file on the disk, synced. */
int simulated_disk_put(simulated_disk *disk, const char *name, const void *bytes, size_t count);
/* The file as a process sees it, NULL if there is none. Valid until the file changes. */
const void *simulated_disk_file(simulated_disk *disk, const char *name, size_t *count);

/* The process that uses the disk ends now: its open files answer nothing but errors from here on. */
void simulated_disk_crash(simulated_disk *disk, enum simulated_disk_loss loss);
/* The same in the middle of the operation-th write or sync from now; 0 disarms. */
void simulated_disk_crash_after(simulated_disk *disk, long operation, enum simulated_disk_loss loss);
/* Whether an armed crash happened since the question was last asked. */
int simulated_disk_did_crash(simulated_disk *disk);

/* From the operation-th operation of these kinds on, `times` of them fail with the SQLite code; 0 times disarms. */
void simulated_disk_fail(simulated_disk *disk, int kinds, long operation, long times, int code);

/* Writes and syncs since the reset. */
long simulated_disk_operations(const simulated_disk *disk);
/* Faults answered since the reset. */
long simulated_disk_failures(const simulated_disk *disk);

/* Makes an empty database with pages of so many octets. */
int simulated_disk_make_database(const char *layer, const char *name, int page_size);

/* Whether SQLite finds a database on the layer sound; if not, what is wrong with it. */
int simulated_disk_is_sound(const char *layer, const char *name, char *words, int count);

#endif
