/*
** threads.c: many connections in many threads and processes. test_threads.py builds and runs it, `make tsan` under ThreadSanitizer:
**
**     threads EXTENSION DATABASE SCENE
**
** Each scene below begins with a database of its own; the last thing it does is to look whether the index is whole and answers
** what it should. Prints what is wrong, and fails then.
*/
#include <sqlite3.h>

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 6, ROUNDS = 12, ARTICLES = 40 };

static const char *extension, *path;
static atomic_int wrong;

static void complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  putchar('\n');
  atomic_fetch_add(&wrong, 1);
}

/* ---- a connection ---------------------------------------------------------------------------------------------------- */

enum { PRIVATE = 0, SHARED = SQLITE_OPEN_SHAREDCACHE };

static sqlite3 *connect_to(const char *name, int flags) {
  sqlite3 *db;
  char *error = NULL;
  int rc = sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX | flags, NULL);
  if (!rc) rc = sqlite3_enable_load_extension(db, 1);
  if (!rc) rc = sqlite3_load_extension(db, extension, NULL, &error);
  if (rc) {
    printf("cannot open %s with %s: %s\n", name, extension, error ? error : sqlite3_errmsg(db));
    exit(1);
  }
  sqlite3_busy_timeout(db, 60000);
  return db;
}

static void disconnect(sqlite3 *db) {
  if (sqlite3_close(db)) complain("something is still open: %s", sqlite3_errmsg(db));
}

/* Others hold the tables of a shared cache, or are ahead of a transaction: both pass. */
static int passes(int rc) {
  return (rc & 255) == SQLITE_LOCKED || (rc & 255) == SQLITE_BUSY;
}

/* Runs a statement, again while others are in its way. */
static int run(sqlite3 *db, const char *sql) {
  int rc = SQLITE_BUSY;
  for (int tries = 0; passes(rc) && tries < 20000; tries++) {
    if (tries) usleep(1000);
    rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  }
  return rc;
}

static void must(sqlite3 *db, const char *sql) {
  int rc = run(db, sql);
  if (rc) complain("%s: %s", sql, sqlite3_errmsg(db));
}

/* The first value of a question as a number, -1 when there is none. */
static long ask(sqlite3 *db, const char *sql) {
  for (int tries = 0; tries < 20000; tries++) {
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (!rc) rc = sqlite3_step(statement);
    long value = rc == SQLITE_ROW ? (long)sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    if (rc == SQLITE_ROW) return value;
    if (!passes(rc)) break;
    usleep(1000);
  }
  complain("%s: %s", sql, sqlite3_errmsg(db));
  return -1;
}

#define ARTICLE "'\"We are late,\" Mayor Ann Lee told reporters. Bob Ray, a pilot, said it rained. Article %d.'"
#define INSERT_SQL "INSERT INTO articles(body) VALUES(" ARTICLE ")"
#define CREATE_SQL                                                                                                     \
  "CREATE TABLE articles(id INTEGER PRIMARY KEY, body); CREATE VIRTUAL TABLE press USING hearsay(content=articles, "   \
  "text=body, threads=3)"

static void insert(sqlite3 *db, int number) {
  char *sql = sqlite3_mprintf(INSERT_SQL, number);
  must(db, sql);
  sqlite3_free(sql);
}

static void begin(int flags) {
  sqlite3 *db = connect_to(path, flags);
  if (flags == PRIVATE) must(db, "PRAGMA journal_mode=WAL");
  must(db, "PRAGMA synchronous=OFF");
  must(db, CREATE_SQL);
  for (int i = 0; i < ARTICLES; i++) insert(db, i);
  must(db, "INSERT INTO press(press) VALUES('sync')");
  disconnect(db);
}

/* Each article of the scenes has two quotations. */
static void end(int flags) {
  sqlite3 *db = connect_to(path, flags);
  must(db, "INSERT INTO press(press) VALUES('sync')");
  must(db, "INSERT INTO press(press) VALUES('integrity-check')");
  long articles = ask(db, "SELECT count(*) FROM articles"), quotations = ask(db, "SELECT count(*) FROM press");
  if (quotations != 2 * articles) complain("%ld quotations in %ld articles", quotations, articles);
  disconnect(db);
}

static void in_threads(void *(*work)(void *)) {
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++)
    if (pthread_create(&threads[i], NULL, work, (void *)i)) abort();
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

/* ---- work --------------------------------------------------------------------------------------------------------------- */

/* What every connection may do at any time. */
static void read_and_write(sqlite3 *db, int who, int round) {
  static const char *const commands[] = {"sync", "rebuild", "resolve", "optimize", "integrity-check"};
  char sql[100];
  switch ((who + round) % 4) {
  case 0: insert(db, 1000 * who + round); break;
  case 1:
    snprintf(sql, sizeof sql, "INSERT INTO press(press) VALUES('%s')", commands[round % 5]);
    must(db, sql);
    break;
  case 2:
    if (ask(db, "SELECT count(*) FROM press WHERE speaker = 'Ann Lee'") < ARTICLES) complain("quotations are missing");
    break;
  default:
    if (ask(db, "SELECT count(*) FROM hearsay_quotes((SELECT body FROM articles WHERE id = 1))") != 2)
      complain("an article is read otherwise");
  }
}

static int cache;

static void *own_connection(void *who) {
  sqlite3 *db = connect_to(path, cache);
  for (int round = 0; round < ROUNDS; round++) read_and_write(db, (int)(intptr_t)who, round);
  disconnect(db);
  return NULL;
}

/* A connection for each thread, each with a cache of its own. */
static void connections(void) {
  begin(PRIVATE);
  in_threads(own_connection);
  end(PRIVATE);
}

/* The same with one cache for all. */
static void shared_cache(void) {
  cache = SHARED;
  sqlite3 *first = connect_to(path, cache); /* the cache lives as long as somebody uses it */
  begin(cache);
  in_threads(own_connection);
  end(cache);
  disconnect(first);
}

static sqlite3 *common;

static void *common_connection(void *who) {
  for (int round = 0; round < ROUNDS; round++) read_and_write(common, (int)(intptr_t)who, round);
  return NULL;
}

/* One connection for all threads. */
static void one_connection(void) {
  begin(PRIVATE);
  common = connect_to(path, PRIVATE);
  in_threads(common_connection);
  disconnect(common);
  end(PRIVATE);
}

static void *load_and_unload(void *who) {
  for (int round = 0; round < ROUNDS; round++) {
    sqlite3 *db = connect_to(":memory:", PRIVATE);
    if (round % 2 && sqlite3_load_extension(db, extension, NULL, NULL)) complain("it does not load twice");
    if (ask(db, "SELECT count(*) FROM hearsay_quotes('Ann Lee said it was late. \"No,\" said Bob Ray.')") != 2)
      complain("thread %d is told something else", (int)(intptr_t)who);
    disconnect(db);
  }
  return NULL;
}

/* SQLite unloads the extension with the last connection that has it; some connections load it twice. */
static void reload(void) {
  for (int round = 0; round < ROUNDS; round++) load_and_unload(NULL);
  in_threads(load_and_unload);
}

static void *close_early(void *who) {
  static const char *const questions[] = {"SELECT * FROM hearsay_tokens((SELECT body FROM articles))",
                                          "SELECT * FROM press",
                                          "SELECT * FROM press, hearsay_mentions((SELECT body FROM articles))"};
  for (int round = 0; round < ROUNDS; round++) {
    sqlite3 *db = connect_to(path, PRIVATE);
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, questions[round % 3], -1, &statement, NULL) || sqlite3_step(statement) != SQLITE_ROW)
      complain("thread %d: %s", (int)(intptr_t)who, sqlite3_errmsg(db));
    if (sqlite3_close(db) != SQLITE_BUSY) complain("closed under an open statement");
    if (sqlite3_close_v2(db)) complain("not closed with an open statement");
    if (sqlite3_step(statement) != SQLITE_ROW) complain("the statement does not go on");
    sqlite3_finalize(statement); /* the last one closes the connection */
  }
  return NULL;
}

/* Connections that are closed before their statements. */
static void closed_with_statements(void) {
  begin(PRIVATE);
  in_threads(close_early);
  end(PRIVATE);
}

static atomic_int done;

static void *interrupt(void *db) {
  while (!atomic_load(&done)) {
    usleep(3000);
    sqlite3_interrupt(db);
  }
  return NULL;
}

/* Commands that another thread interrupts while theirs read: each goes through or has not been. */
static void interrupted(void) {
  begin(PRIVATE);
  sqlite3 *db = connect_to(path, PRIVATE);
  pthread_t thread;
  int stopped = 0;
  if (pthread_create(&thread, NULL, interrupt, db)) abort();
  for (int round = 0; round < 4 * ROUNDS; round++) {
    int rc = run(db, round % 2 ? "INSERT INTO press(press) VALUES('rebuild')"
                               : "INSERT INTO press(press) VALUES('resolve')");
    if (rc && rc != SQLITE_INTERRUPT) complain("interrupted: %s", sqlite3_errmsg(db));
    stopped += rc != 0;
  }
  atomic_store(&done, 1);
  pthread_join(thread, NULL);
  if (!stopped) complain("nothing was interrupted");
  disconnect(db);
  end(PRIVATE);
}

/* Processes over one database, each with threads. */
static void processes(void) {
  pid_t child[3];
  begin(PRIVATE);
  for (int i = 0; i < 3; i++) {
    child[i] = fork();
    if (!child[i]) {
      in_threads(own_connection);
      fflush(stdout);
      _exit(wrong != 0);
    }
  }
  for (int i = 0; i < 3; i++) {
    int status;
    if (waitpid(child[i], &status, 0) < 0 || status) complain("a process ended with %d", status);
  }
  end(PRIVATE);
}

static const struct {
  const char *name;
  void (*play)(void);
} scenes[] = {{"connections", connections},
              {"shared_cache", shared_cache},
              {"one_connection", one_connection},
              {"reload", reload},
              {"closed_with_statements", closed_with_statements},
              {"interrupted", interrupted},
              {"processes", processes}};

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  extension = argv[1];
  path = argv[2];
  for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
    if (!strcmp(scenes[i].name, argv[3])) {
      scenes[i].play();
      return wrong != 0;
    }
  return 2;
}
