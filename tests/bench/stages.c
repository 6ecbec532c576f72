/*
** stages.c: what each stage of the analyser costs when SQL asks for all quotations and mentions of articles.
**
**     stages ROUNDS TEXT...
**
** The extension is linked in, and every function of stages.def is called by way of one here that looks at the clock (the
** linker's --wrap). Each text is read once a round, the fastest round counts. Prints CSV: stage, seconds, share. Time outside of
** the stages is "SQLite". A stage that was never called is an error: then stages.def is out of date.
*/
#define _POSIX_C_SOURCE 200809L
#include "article.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int sqlite3_hearsay_init(sqlite3 *db, char **error, const struct sqlite3_api_routines *api);

enum stage {
#define STAGE(function, name) STAGE_##function,
#include "stages.def"
#undef STAGE
  OUTSIDE,
  STAGES
};

static const char *const names[STAGES] = {
#define STAGE(function, name) name,
#include "stages.def"
#undef STAGE
    "SQLite"};

static const char *const functions[STAGES] = {
#define STAGE(function, name) #function,
#include "stages.def"
#undef STAGE
    "SQLite"};

static _Noreturn void stop(const char *what, const char *why) {
  fprintf(stderr, "stages: %s: %s\n", what, why);
  exit(1);
}

/* ---- the clock ------------------------------------------------------------------------------------------------------- */

static double spent[STAGES], last;
static unsigned long calls[STAGES];
static enum stage current = OUTSIDE;

/* Gives the time since the last change to the stage that was current; returns that stage. */
static enum stage enter(enum stage stage) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  double now = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
  enum stage before = current;
  spent[before] += now - last;
  last = now;
  current = stage;
  return before;
}

#define STAGE(function, name)                                                                                          \
  void __real_##function(hearsay_article *article);                                                                    \
  void __wrap_##function(hearsay_article *article);                                                                    \
  void __wrap_##function(hearsay_article *article) {                                                                   \
    enum stage before = enter(STAGE_##function);                                                                       \
    calls[STAGE_##function]++;                                                                                         \
    __real_##function(article);                                                                                        \
    enter(before);                                                                                                     \
  }
#include "stages.def"
#undef STAGE

/* ---- reading --------------------------------------------------------------------------------------------------------- */

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

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *query;
  if (sqlite3_prepare_v2(db, sql, -1, &query, NULL) != SQLITE_OK) stop(sql, sqlite3_errmsg(db));
  return query;
}

static void read_rows(sqlite3_stmt *query, const text *t) {
  int rc;
  sqlite3_bind_text(query, 1, t->data, (int)t->bytes, SQLITE_STATIC);
  while ((rc = sqlite3_step(query)) == SQLITE_ROW)
    for (int column = 0; column < sqlite3_column_count(query); column++) (void)sqlite3_column_text(query, column);
  if (rc != SQLITE_DONE) stop("read", sqlite3_errmsg(sqlite3_db_handle(query)));
  sqlite3_reset(query);
}

/* instructions.py counts what is done inside of this, by its name. */
__attribute__((noinline)) void read_texts(sqlite3_stmt *quotes, sqlite3_stmt *mentions, const text *texts, int count);

void read_texts(sqlite3_stmt *quotes, sqlite3_stmt *mentions, const text *texts, int count) {
  for (int i = 0; i < count; i++) {
    read_rows(quotes, &texts[i]);
    read_rows(mentions, &texts[i]);
  }
}

static double sum(const double *seconds) {
  double all = 0;
  for (int s = 0; s < STAGES; s++) all += seconds[s];
  return all;
}

int main(int argc, char **argv) {
  sqlite3 *db;
  double least[STAGES] = {0};
  int rounds = argc > 2 ? atoi(argv[1]) : 0, count = argc - 2;
  if (rounds < 1) stop("usage", "stages ROUNDS TEXT...");
  text *texts = calloc((size_t)count, sizeof *texts);
  if (!texts) stop("texts", "out of memory");
  for (int i = 0; i < count; i++) texts[i] = read_file(argv[i + 2]);
  sqlite3_auto_extension((void (*)(void))sqlite3_hearsay_init);
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) stop("open", sqlite3_errmsg(db));
  sqlite3_stmt *quotes = prepare(db, "SELECT * FROM hearsay_quotes(?1)");
  sqlite3_stmt *mentions = prepare(db, "SELECT * FROM hearsay_mentions(?1)");

  for (int round = 0; round < rounds; round++) {
    enter(OUTSIDE);
    memset(spent, 0, sizeof spent);
    read_texts(quotes, mentions, texts, count);
    enter(OUTSIDE);
    if (round == 0 || sum(spent) < sum(least)) memcpy(least, spent, sizeof least);
  }
  for (int s = 0; s < OUTSIDE; s++)
    if (!calls[s]) stop(functions[s], "never called; stages.def is out of date");
  puts("stage,seconds,share");
  for (int s = 0; s < STAGES; s++) {
    double seconds = 0;
    int first = s;
    for (int other = STAGES - 1; other >= 0; other--)
      if (strcmp(names[other], names[s]) == 0) {
        seconds += least[other];
        first = other;
      }
    if (first == s) printf("\"%s\",%.7f,%.4f\n", names[s], seconds, seconds / sum(least));
  }
  sqlite3_finalize(quotes);
  sqlite3_finalize(mentions);
  sqlite3_close(db);
  for (int i = 0; i < count; i++) free(texts[i].data);
  free(texts);
  return 0;
}
