/*
** memory.c: what an index does when memory runs out, at any allocation. test_index_faults.py builds and runs it:
**
**     memory EXTENSION FIRST STEP FOREVER SYNC THREADS
**     memory EXTENSION FIRST STEP FOREVER functions
**     memory EXTENSION FIRST STEP FOREVER load
**
** A script of statements runs with the FIRST allocation failing (FOREVER 1: and all later ones), then with the one that is STEP
** later, and so on until the script needs no more; with STEP 0, each time with one that other calls in the extension have led to.
** A statement may fail for want of memory and for nothing else; what follows it, run with memory, must go through and leave an
** index that is whole; closing must give all memory back. With `functions` each statement that calls one has the right answer or
** fails for want of memory; with `load` the extension is loaded. Prints what is wrong, and last how many allocations have failed.
*/
#define _GNU_SOURCE
#include "script.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <stdlib.h>
#include <string.h>

static sqlite3_mem_methods usual;
static long count, fail_at, failed;
static int forever, armed;

/* ---- by which calls an allocation is reached ----------------------------------------------------------------------- */

enum { DEEPEST = 64, MOST_CALLS = 8, MOST_WAYS = 1 << 16 };

static unsigned long long known[MOST_WAYS]; /* the ways seen, by their hash; 0 where there is none */
static long firsts[MOST_WAYS / 2], ways;    /* the first allocation of each */
static int recording;

/* Whether a call is of the extension; it is loaded by its path, SQLite and this program are not. */
static int is_ours(void *call) {
  Dl_info info;
  return dladdr(call, &info) && strstr(info.dli_fname, "hearsay") && info.dli_fbase != NULL;
}

/* A hash of the innermost calls in the extension. */
static unsigned long long way_here(void) {
  void *calls[DEEPEST];
  unsigned long long hash = 14695981039346656037ull;
  int depth = backtrace(calls, DEEPEST);
  for (int i = 0, ours = 0; i < depth && ours < MOST_CALLS; i++) {
    if (!is_ours(calls[i])) continue;
    hash = (hash ^ (unsigned long long)(size_t)calls[i]) * 1099511628211ull;
    ours++;
  }
  return hash | 1;
}

static void record(void) {
  unsigned long long way = way_here();
  unsigned at = (unsigned)(way >> 32) % MOST_WAYS;
  while (known[at] && known[at] != way) at = (at + 1) % MOST_WAYS;
  if (known[at] || ways == MOST_WAYS / 2) return;
  known[at] = way;
  firsts[ways++] = count;
}

static int fails(void) {
  if (!armed) return 0;
  count++;
  if (recording) record();
  failed += count == fail_at;
  return forever ? count >= fail_at : count == fail_at;
}

static void *allocate(int bytes) {
  return fails() ? NULL : usual.xMalloc(bytes);
}

static void *resize(void *block, int bytes) {
  return fails() ? NULL : usual.xRealloc(block, bytes);
}

/* ---- the script ------------------------------------------------------------------------------------------------------ */

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

static sqlite3 *open_database(void) {
  sqlite3 *db;
  sqlite3_open(":memory:", &db);
  sqlite3_enable_load_extension(db, 1);
  return db;
}

static void load(sqlite3 *db, const char *extension) {
  if (!sqlite3_load_extension(db, extension, NULL, NULL)) return;
  printf("cannot load %s: %s\n", extension, sqlite3_errmsg(db));
  exit(1);
}

/* Closes it, and says when something is left. */
static void close_database(sqlite3 *db, const char *what) {
  if (sqlite3_close(db)) printf("allocation %ld: %s: something is still open\n", fail_at, what);
  if (sqlite3_memory_used())
    printf("allocation %ld: %s: %lld bytes are not given back\n", fail_at, what, sqlite3_memory_used());
}

/* Lets allocations fail, from here to the next stop(). */
static void start(void) {
  count = 0;
  armed = 1;
}

/* Whether there were as many as should fail. */
static int stop(void) {
  armed = 0;
  return count >= fail_at;
}

/* ---- the index ----------------------------------------------------------------------------------------------------- */

static int play_script(char **argv) {
  sqlite3 *db = open_database();
  load(db, argv[1]);
  start();
  int stopped = run(db, 0, argv), reached = stop();
  run(db, stopped, argv);
  if (sqlite3_exec(db, "DROP TABLE press", NULL, NULL, NULL))
    printf("allocation %ld: DROP: %s\n", fail_at, sqlite3_errmsg(db));
  close_database(db, "the script");
  return reached;
}

/* ---- functions ------------------------------------------------------------------------------------------------------- */

typedef struct answer {
  int rc;
  unsigned long long rows; /* a sum of all values, by FNV-1a */
} answer;

static int add_row(void *rows, int columns, char **values, char **names) {
  unsigned long long *sum = rows;
  (void)names;
  for (int i = 0; i < columns; i++) {
    for (const char *c = values[i] ? values[i] : "NULL"; *c; c++) *sum = (*sum ^ (unsigned char)*c) * 1099511628211ull;
    *sum = (*sum ^ 256) * 1099511628211ull;
  }
  return 0;
}

static answer ask(sqlite3 *db, const char *sql) {
  answer given = {.rows = 14695981039346656037ull};
  given.rc = sqlite3_exec(db, sql, add_row, &given.rows, NULL);
  return given;
}

static int is_same(answer one, answer other) {
  return one.rc == other.rc && (one.rc || one.rows == other.rows);
}

static int call_function(const char *extension, const char *sql) {
  sqlite3 *db = open_database();
  load(db, extension);
  start();
  answer poor = ask(db, sql);
  int reached = stop();
  answer rich = ask(db, sql);
  close_database(db, sql);
  db = open_database();
  load(db, extension);
  answer right = ask(db, sql);
  close_database(db, sql);
  if (poor.rc != SQLITE_NOMEM && !is_same(poor, right)) printf("allocation %ld: %s: another answer\n", fail_at, sql);
  if (!is_same(rich, right)) printf("allocation %ld: %s: another answer, afterwards\n", fail_at, sql);
  return reached;
}

/* ---- loading ----------------------------------------------------------------------------------------------------------- */

static int load_extension(const char *extension) {
  sqlite3 *db = open_database();
  start();
  sqlite3_load_extension(db, extension, NULL, NULL);
  int reached = stop();
  load(db, extension);
  if (ask(db, functions[0]).rc) printf("allocation %ld: loaded, %s\n", fail_at, sqlite3_errmsg(db));
  close_database(db, "loading");
  return reached;
}

int main(int argc, char **argv) {
  sqlite3_mem_methods counting;
  if (argc < 6) return 2;
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual);
  counting = usual;
  counting.xMalloc = allocate;
  counting.xRealloc = resize;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &counting);
  long first = atol(argv[2]), step = atol(argv[3]);
  forever = atoi(argv[4]);
  fail_at = first;
  if (!strcmp(argv[5], "functions")) {
    for (int i = 0; functions[i]; i++)
      for (fail_at = first; call_function(argv[1], functions[i]);) fail_at += step;
  } else if (!strcmp(argv[5], "load")) {
    while (load_extension(argv[1])) fail_at += step;
  } else if (argc == 7 && step == 0) {
    recording = 1;
    fail_at = -1;
    forever = 0;
    play_script(argv);
    recording = 0;
    forever = atoi(argv[4]);
    for (long i = 0; i < ways; i++) {
      fail_at = firsts[i];
      play_script(argv);
    }
  } else if (argc == 7) {
    while (play_script(argv)) fail_at += step;
  } else {
    return 2;
  }
  fprintf(stderr, "%ld allocations\n", failed);
  return 0;
}
