/*
** files.c: what an index does when the file system fails, at any call. test_index_faults.py builds and runs it:
**
**     files EXTENSION DATABASE OPERATION FOREVER FIRST STEP SYNC JOURNAL
**
** A VFS between SQLite and the usual one lets the FIRST call of an OPERATION fail (read, write, full, sync, truncate, open,
** delete, lock; FOREVER 1: and all later ones), while the script of script.h runs; then the one that is STEP later, and so on
** until the script makes no more. A statement may fail for that reason and for no other. Then the database is opened again as
** after a crash: it must be whole, the index too, and the script must go on from the statement that failed. Prints what is
** wrong, and last how many faults there were.
*/
#include "script.h"

#include <stdlib.h>
#include <string.h>

enum { READ, WRITE, FULL, SYNC, TRUNCATE, OPEN, DELETE, LOCK, OPERATIONS };
static const char *const names[] = {"read", "write", "full", "sync", "truncate", "open", "delete", "lock"};
static const int codes[] = {SQLITE_IOERR_READ,     SQLITE_IOERR_WRITE, SQLITE_FULL,         SQLITE_IOERR_FSYNC,
                            SQLITE_IOERR_TRUNCATE, SQLITE_CANTOPEN,    SQLITE_IOERR_DELETE, SQLITE_BUSY};

static long count, fail_at, faults;
static int forever, armed, operation;

static int fails(int what) {
  if (!armed || what != operation) return 0;
  count++;
  if (forever ? count < fail_at : count != fail_at) return 0;
  faults++;
  return codes[what];
}

/* ---- files: the usual one lies behind ---------------------------------------------------------------------------- */

typedef struct file {
  sqlite3_file base;
  sqlite3_file *usual;
} file;

#define USUAL(f) (((file *)(f))->usual)
#define CALL(f, method, ...) USUAL(f)->pMethods->method(USUAL(f), __VA_ARGS__)

static int file_close(sqlite3_file *f) {
  return USUAL(f)->pMethods->xClose(USUAL(f));
}
static int file_read(sqlite3_file *f, void *data, int bytes, sqlite3_int64 at) {
  int rc = fails(READ);
  return rc ? rc : CALL(f, xRead, data, bytes, at);
}
static int file_write(sqlite3_file *f, const void *data, int bytes, sqlite3_int64 at) {
  int rc = fails(WRITE);
  if (!rc) rc = fails(FULL);
  return rc ? rc : CALL(f, xWrite, data, bytes, at);
}
static int file_truncate(sqlite3_file *f, sqlite3_int64 size) {
  int rc = fails(TRUNCATE);
  return rc ? rc : CALL(f, xTruncate, size);
}
static int file_sync(sqlite3_file *f, int flags) {
  int rc = fails(SYNC);
  return rc ? rc : CALL(f, xSync, flags);
}
static int file_size(sqlite3_file *f, sqlite3_int64 *size) {
  return CALL(f, xFileSize, size);
}
static int file_lock(sqlite3_file *f, int lock) {
  int rc = fails(LOCK);
  return rc ? rc : CALL(f, xLock, lock);
}
static int file_unlock(sqlite3_file *f, int lock) {
  return CALL(f, xUnlock, lock);
}
static int file_reserved(sqlite3_file *f, int *out) {
  return CALL(f, xCheckReservedLock, out);
}
static int file_control(sqlite3_file *f, int what, void *argument) {
  return CALL(f, xFileControl, what, argument);
}
static int file_sector(sqlite3_file *f) {
  return USUAL(f)->pMethods->xSectorSize(USUAL(f));
}
static int file_traits(sqlite3_file *f) {
  return USUAL(f)->pMethods->xDeviceCharacteristics(USUAL(f));
}
static int file_shm_map(sqlite3_file *f, int page, int bytes, int extend, void volatile **out) {
  return CALL(f, xShmMap, page, bytes, extend, out);
}
static int file_shm_lock(sqlite3_file *f, int at, int n, int flags) {
  int rc = fails(LOCK);
  return rc ? rc : CALL(f, xShmLock, at, n, flags);
}
static void file_shm_barrier(sqlite3_file *f) {
  USUAL(f)->pMethods->xShmBarrier(USUAL(f));
}
static int file_shm_unmap(sqlite3_file *f, int remove) {
  return CALL(f, xShmUnmap, remove);
}

static const sqlite3_io_methods methods = {
    2,           file_close,   file_read,     file_write,       file_truncate,  file_sync,
    file_size,   file_lock,    file_unlock,   file_reserved,    file_control,   file_sector,
    file_traits, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap, NULL,
    NULL};

static sqlite3_vfs *usual_vfs, vfs;

static int vfs_open(sqlite3_vfs *self, const char *name, sqlite3_file *f, int flags, int *out) {
  (void)self;
  f->pMethods = NULL;
  int rc = fails(OPEN);
  if (rc) return rc;
  USUAL(f) = (sqlite3_file *)((file *)f + 1);
  rc = usual_vfs->xOpen(usual_vfs, name, USUAL(f), flags, out);
  if (USUAL(f)->pMethods) f->pMethods = &methods;
  return rc;
}

static int vfs_delete(sqlite3_vfs *self, const char *name, int sync) {
  (void)self;
  int rc = fails(DELETE);
  return rc ? rc : usual_vfs->xDelete(usual_vfs, name, sync);
}

static void register_vfs(void) {
  usual_vfs = sqlite3_vfs_find(NULL);
  vfs = *usual_vfs;
  vfs.zName = "faults";
  vfs.szOsFile = (int)sizeof(file) + usual_vfs->szOsFile;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  sqlite3_vfs_register(&vfs, 1);
}

/* ---- the script -------------------------------------------------------------------------------------------------- */

static const char *extension, *path, *sync_mode, *journal;

static sqlite3 *open_database(void) {
  sqlite3 *db = NULL;
  char *pragma = sqlite3_mprintf("PRAGMA journal_mode = %s; PRAGMA cache_size = 5; PRAGMA busy_timeout = 50", journal);
  int rc = sqlite3_open(path, &db);
  sqlite3_enable_load_extension(db, 1);
  if (!rc) rc = sqlite3_load_extension(db, extension, NULL, NULL);
  if (!rc) rc = sqlite3_exec(db, pragma, NULL, NULL, NULL);
  if (rc) printf("fault %ld: cannot open: %s\n", fail_at, sqlite3_errmsg(db));
  sqlite3_free(pragma);
  return db;
}

static int is_expected(int rc) {
  int plain = rc & 0xff;
  return plain == SQLITE_IOERR || plain == SQLITE_FULL || plain == SQLITE_CANTOPEN || plain == SQLITE_BUSY ||
         plain == SQLITE_READONLY || plain == SQLITE_PROTOCOL || plain == SQLITE_CORRUPT;
}

/* Whether what a statement was to make is there already: a commit whose end failed may have happened. */
static int is_done(const char *message) {
  return strstr(message, "already exists") || strstr(message, "UNIQUE constraint") || strstr(message, "no such table");
}

/* Runs the script from a statement on; the first that fails, or the number of all. */
static int run(sqlite3 *db, int from) {
  for (int again = !armed; script[from]; from++, again = 0) {
    char *sql = script_sql(from, sync_mode, "1");
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    if (rc && again && is_done(sqlite3_errmsg(db))) continue;
    if (rc && (!armed || !is_expected(rc)))
      printf("fault %ld: %s: %s (%d)\n", fail_at, script[from], sqlite3_errmsg(db), rc);
    if (rc) break;
  }
  return from;
}

static int is_ok(void *name, int columns, char **values, char **headers) {
  (void)columns;
  (void)headers;
  if (!values[0] || strcmp(values[0], "ok") != 0) printf("fault %ld: %s: %s\n", fail_at, (const char *)name, values[0]);
  return 0;
}

static void check(sqlite3 *db, const char *sql) {
  char *error = NULL;
  int rc = sqlite3_exec(db, sql, is_ok, (void *)sql, &error);
  if (rc && !(error && strstr(error, "no such table"))) printf("fault %ld: %s: %s\n", fail_at, sql, error);
  sqlite3_free(error);
}

static void remove_files(void) {
  static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
  for (int i = 0; i < 4; i++) {
    char *name = sqlite3_mprintf("%s%s", path, ends[i]);
    remove(name);
    sqlite3_free(name);
  }
}

int main(int argc, char **argv) {
  if (argc != 9) return 2;
  extension = argv[1];
  path = argv[2];
  forever = atoi(argv[4]);
  sync_mode = argv[7];
  journal = argv[8];
  while (operation < OPERATIONS && strcmp(argv[3], names[operation]) != 0) operation++;
  if (operation == OPERATIONS) return 2;
  register_vfs();
  for (fail_at = atol(argv[5]);; fail_at += atol(argv[6])) {
    remove_files();
    sqlite3 *db = open_database();
    count = 0;
    armed = 1;
    int stopped = run(db, 0), reached = count >= fail_at;
    sqlite3_close(db);
    armed = 0;
    db = open_database();
    check(db, "PRAGMA quick_check");
    check(db, "INSERT INTO press(press) VALUES ('sync')"); /* which finds what a REPLACE has removed */
    check(db, "INSERT INTO press(press) VALUES ('integrity-check')");
    run(db, stopped);
    check(db, "PRAGMA integrity_check");
    if (sqlite3_exec(db, "DROP TABLE press", NULL, NULL, NULL))
      printf("fault %ld: DROP: %s\n", fail_at, sqlite3_errmsg(db));
    if (sqlite3_close(db)) printf("fault %ld: something is still open\n", fail_at);
    if (!reached) break;
  }
  remove_files();
  fprintf(stderr, "%ld faults\n", faults);
  return 0;
}
