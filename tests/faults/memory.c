/*
** memory.c: what an index does when memory runs out, at any allocation. test_index_faults.py builds and runs it:
**
**     memory EXTENSION FIRST STEP FOREVER SYNC THREADS
**
** A script of statements runs with the FIRST allocation failing (FOREVER 1: and all later ones), then with the one that is STEP
** later, and so on until the script needs no more. A statement may fail for want of memory and for nothing else; what follows
** it, run with memory, must go through and leave an index that is whole; closing must give all memory back. Prints what is wrong, and
** last how many allocations have failed.
*/
#include "script.h"

#include <stdlib.h>

static sqlite3_mem_methods usual;
static long count, fail_at, failed;
static int forever, armed;

static int fails(void) {
  if (!armed) return 0;
  count++;
  failed += count == fail_at;
  return forever ? count >= fail_at : count == fail_at;
}

static void *allocate(int bytes) {
  return fails() ? NULL : usual.xMalloc(bytes);
}

static void *resize(void *block, int bytes) {
  return fails() ? NULL : usual.xRealloc(block, bytes);
}

/* Runs the script from a statement on; the first that fails, or the number of all. Says so when it is not for memory. */
static int run(sqlite3 *db, int from, char **argv) {
  for (; script[from]; from++) {
    char *sql = script_sql(from, argv[5], argv[6]);
    int rc = sql ? sqlite3_exec(db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
    if (rc && (!armed || rc != SQLITE_NOMEM))
      printf("allocation %ld: %s: %s\n", fail_at, script[from], sqlite3_errmsg(db));
    sqlite3_free(sql);
    if (rc) break;
  }
  return from;
}

int main(int argc, char **argv) {
  sqlite3_mem_methods counting;
  if (argc != 7) return 2;
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual);
  counting = usual;
  counting.xMalloc = allocate;
  counting.xRealloc = resize;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &counting);
  forever = atoi(argv[4]);
  for (fail_at = atol(argv[2]);; fail_at += atol(argv[3])) {
    sqlite3 *db;
    sqlite3_open(":memory:", &db);
    sqlite3_enable_load_extension(db, 1);
    if (sqlite3_load_extension(db, argv[1], NULL, NULL)) return printf("cannot load %s\n", argv[1]), 1;
    count = 0;
    armed = 1;
    int stopped = run(db, 0, argv), reached = count >= fail_at;
    armed = 0;
    run(db, stopped, argv);
    if (sqlite3_exec(db, "DROP TABLE press", NULL, NULL, NULL))
      printf("allocation %ld: DROP: %s\n", fail_at, sqlite3_errmsg(db));
    if (sqlite3_close(db)) printf("allocation %ld: something is still open\n", fail_at);
    if (sqlite3_memory_used())
      printf("allocation %ld: %lld bytes are not given back\n", fail_at, sqlite3_memory_used());
    if (!reached) break;
  }
  fprintf(stderr, "%ld allocations\n", failed);
  return 0;
}
