/*
** bench.c: how fast the extension reads, through SQLite as users call it.
**
**     bench EXTENSION TEXT... [--check]
**
** The texts are plain articles. Measured, each several times, the median shown: megabytes (10^6 bytes) of articles a
** second, every column of hearsay_quotes and hearsay_mentions read; the time for one article of 10 MB against one of
** 1 MB; and the time that loading the extension takes, each in a process of its own. With --check the limits that the
** project has set itself are asserted.
*/
#define _POSIX_C_SOURCE 200809L
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS 5
#define TOTAL_BYTES 2000000
#define LEAST_MB_PER_SECOND 1.0 /* with learned tags, names and phrases */
#define MOST_RATIO 11.0
#define MOST_LOAD_MS 5.0

static void stop(const char *what, const char *why) {
  fprintf(stderr, "bench: %s: %s\n", what, why);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, ascending);
  return values[count / 2];
}

/* ---- texts ----------------------------------------------------------------------------------------------------------- */

typedef struct text {
  char *data;
  size_t bytes;
} text;

static text read_file(const char *path) {
  text t = {NULL, 0};
  FILE *file = fopen(path, "rb");
  if (!file) stop(path, "cannot open");
  for (size_t got = 1; got > 0; t.bytes += got) {
    t.data = realloc(t.data, t.bytes + 65536);
    if (!t.data) stop(path, "out of memory");
    got = fread(t.data + t.bytes, 1, 65536, file);
  }
  fclose(file);
  return t;
}

/* The texts one after the other, and again, until there are so many bytes. */
static text repeated(const text *texts, int count, size_t bytes) {
  text all = {malloc(bytes), 0};
  if (!all.data) stop("texts", "out of memory");
  for (int i = 0; all.bytes < bytes; i++) {
    const text *t = texts + i % count;
    size_t n = t->bytes + 1 <= bytes - all.bytes ? t->bytes : bytes - all.bytes - 1;
    memcpy(all.data + all.bytes, t->data, n);
    all.bytes += n;
    all.data[all.bytes++] = '\n';
  }
  return all;
}

/* ---- SQLite ---------------------------------------------------------------------------------------------------------- */

static sqlite3 *open_loaded(const char *extension) {
  sqlite3 *db;
  char *error = NULL;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) stop("open", sqlite3_errmsg(db));
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
  if (sqlite3_load_extension(db, extension, NULL, &error) != SQLITE_OK) stop(extension, error ? error : "cannot load");
  return db;
}

/* Reads every row and column of a query over one article; returns the bytes seen, so that nothing is optimised away. */
static size_t read_all(sqlite3 *db, sqlite3_stmt *query, const text *article) {
  size_t seen = 0;
  sqlite3_bind_text64(query, 1, article->data, article->bytes, SQLITE_STATIC, SQLITE_UTF8);
  int rc;
  while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(query); i++) {
      (void)sqlite3_column_text(query, i);
      seen += (size_t)sqlite3_column_bytes(query, i);
    }
  }
  if (rc != SQLITE_DONE) stop("read", sqlite3_errmsg(db));
  sqlite3_reset(query);
  return seen;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *query;
  if (sqlite3_prepare_v2(db, sql, -1, &query, NULL) != SQLITE_OK) stop(sql, sqlite3_errmsg(db));
  return query;
}

/* Seconds that reading quotations and mentions of these articles takes, in a connection that has not seen them. */
static double seconds_for(const char *extension, const text *articles, size_t count) {
  sqlite3 *db = open_loaded(extension);
  sqlite3_stmt *quotes = prepare(db, "SELECT * FROM hearsay_quotes(?1)");
  sqlite3_stmt *mentions = prepare(db, "SELECT * FROM hearsay_mentions(?1)");
  double start = now();
  for (size_t i = 0; i < count; i++) {
    read_all(db, quotes, articles + i);
    read_all(db, mentions, articles + i);
  }
  double seconds = now() - start;
  sqlite3_finalize(quotes);
  sqlite3_finalize(mentions);
  sqlite3_close(db);
  return seconds;
}

/* ---- what is measured ------------------------------------------------------------------------------------------------ */

static double megabytes_per_second(const char *extension, const text *texts, int count) {
  /* No two articles are the same, or a cache would be measured. */
  size_t room = 0, used = 0, bytes = 0;
  text *articles = NULL;
  while (bytes < TOTAL_BYTES) {
    const text *t = texts + used % (size_t)count;
    if (used == room) {
      room = room ? room * 2 : 64;
      articles = realloc(articles, room * sizeof *articles);
      if (!articles) stop("articles", "out of memory");
    }
    text *article = articles + used++;
    article->data = malloc(t->bytes + 32);
    if (!article->data) stop("articles", "out of memory");
    memcpy(article->data, t->data, t->bytes);
    article->bytes = t->bytes + (size_t)snprintf(article->data + t->bytes, 32, "\nEdition %zu.\n", used);
    bytes += article->bytes;
  }
  double speeds[RUNS];
  for (int i = 0; i < RUNS; i++) speeds[i] = (double)bytes / 1e6 / seconds_for(extension, articles, used);
  for (size_t i = 0; i < used; i++) free(articles[i].data);
  free(articles);
  return median(speeds, RUNS);
}

static double seconds_for_one(const char *extension, const text *texts, int count, size_t bytes, int runs) {
  double seconds[RUNS];
  text article = repeated(texts, count, bytes);
  for (int i = 0; i < runs; i++) seconds[i] = seconds_for(extension, &article, 1);
  free(article.data);
  return median(seconds, runs);
}

static double load_milliseconds(const char *extension) {
  enum { LOADS = 11 };
  double times[LOADS];
  for (int i = 0; i < LOADS; i++) {
    int ends[2], status;
    if (pipe(ends) != 0) stop("load", "no pipe");
    pid_t child = fork();
    if (child < 0) stop("load", "no process");
    if (child == 0) {
      sqlite3 *db;
      if (sqlite3_open(":memory:", &db) != SQLITE_OK) _exit(1);
      sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
      double start = now();
      if (sqlite3_load_extension(db, extension, NULL, NULL) != SQLITE_OK) _exit(1);
      double took = (now() - start) * 1e3;
      _exit(write(ends[1], &took, sizeof took) == sizeof took ? 0 : 1);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], times + i, sizeof times[i]);
    close(ends[0]);
    if (waitpid(child, &status, 0) != child || status != 0 || got != sizeof times[i]) stop("load", "failed");
  }
  return median(times, LOADS);
}

int main(int argc, char **argv) {
  int check = argc > 1 && strcmp(argv[argc - 1], "--check") == 0;
  int count = argc - 2 - check;
  if (count < 1) stop("usage", "bench EXTENSION TEXT... [--check]");
  const char *extension = argv[1];
  text *texts = malloc((size_t)count * sizeof *texts);
  if (!texts) stop("texts", "out of memory");
  for (int i = 0; i < count; i++) texts[i] = read_file(argv[i + 2]);

  double load = load_milliseconds(extension);
  double speed = megabytes_per_second(extension, texts, count);
  double one = seconds_for_one(extension, texts, count, 1000000, RUNS);
  double ten = seconds_for_one(extension, texts, count, 10000000, 3);
  double ratio = ten / one;
  for (int i = 0; i < count; i++) free(texts[i].data);
  free(texts);

  printf("%-44s %10s %12s\n", "", "measured", "limit");
  printf("%-44s %10.2f %12s\n", "quotes and mentions of articles, MB/s", speed, ">= 1");
  printf("%-44s %10.3f\n", "one article of 1 MB, s", one);
  printf("%-44s %10.3f\n", "one article of 10 MB, s", ten);
  printf("%-44s %10.2f %12s\n", "10 MB against 1 MB, times", ratio, "<= 11");
  printf("%-44s %10.2f %12s\n", "loading the extension, ms", load, "< 5");
  if (check && !(speed >= LEAST_MB_PER_SECOND && ratio <= MOST_RATIO && load < MOST_LOAD_MS)) {
    fprintf(stderr, "bench: a limit is not kept\n");
    return 1;
  }
  return 0;
}
