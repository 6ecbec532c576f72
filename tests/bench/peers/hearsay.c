/*
** hearsay.c: the extension as a peer of the others, through SQLite as users call it; the protocol is in ../peer.py.
**
**     hearsay EXTENSION SQL ARTICLES RESULTS SECONDS
**
** SQL is one or more SELECTs with a semicolon after each, ?1 standing for the article: all of their columns are read
** for every article, in the time. When SQL is "everything" they are those of hearsay_quotes and hearsay_mentions, and
** what they have found is written too, which SQLite's JSON functions turn into the form of the protocol. EXTENSION
** "none": nothing is loaded, for the memory that SQLite itself takes.
*/
#define _POSIX_C_SOURCE 200809L
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_QUERIES = 8 };

static const char everything[] = "SELECT * FROM hearsay_quotes(?1); SELECT * FROM hearsay_mentions(?1);";

static const char times[] = "SELECT json_object('id', ?2, 'seconds', json_array(?3, ?4)), ?1";

/* Offsets from 0 of SQL's start, from 1, and length: [start, end). */
#define SPAN(start, length) "json_array(" start " - 1, " start " - 1 + " length ")"
#define SPAN_OR_NULL(start, length) "iif(" length " > 0, " SPAN(start, length) ", NULL)"

/* clang-format off */
static const char found[] =
    "SELECT json_object("
    "  'id', ?2,"
    "  'seconds', json_array(?3, ?4),"
    "  'quotes', (SELECT json_group_array(json_object("
    "      'start', start - 1,"
    "      'end', start - 1 + length,"
    "      'kind', kind,"
    "      'spans', (SELECT json_group_array(" SPAN("(value ->> 0)", "(value ->> 1)") ")"
    "                FROM json_each(coalesce(spans, json_array(json_array(start, length))))),"
    "      'speaker', " SPAN_OR_NULL("mention_start", "mention_length") ","
    "      'speaker_name', speaker,"
    "      'cue', " SPAN_OR_NULL("cue_start", "cue_length") "))"
    "    FROM hearsay_quotes(?1)),"
    "  'mentions', (SELECT json_group_array(json_object("
    "      'start', start - 1,"
    "      'end', start - 1 + length,"
    "      'entity', entity,"
    "      'label', CASE label WHEN 'person' THEN 'PERSON' WHEN 'organization' THEN 'ORG'"
    "                          WHEN 'place' THEN 'PLACE' ELSE 'MISC' END))"
    "    FROM hearsay_mentions(?1) WHERE mention_kind = 'name'))";
/* clang-format on */

static _Noreturn void stop(const char *what, const char *why) {
  fprintf(stderr, "hearsay: %s: %s\n", what, why);
  exit(1);
}

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A stretch of time: wall and processor. */
typedef struct stretch {
  double wall, cpu;
} stretch;

static stretch now(void) {
  return (stretch){seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID)};
}

static stretch since(stretch start) {
  stretch end = now();
  return (stretch){end.wall - start.wall, end.cpu - start.cpu};
}

/* ---- articles ---------------------------------------------------------------------------------------------------- */

typedef struct article {
  char *id, *text;
  int bytes;
} article;

typedef struct articles {
  article *items;
  size_t count, room;
} articles;

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, const char **rest) {
  sqlite3_stmt *query;
  if (sqlite3_prepare_v2(db, sql, -1, &query, rest) != SQLITE_OK) stop(sql, sqlite3_errmsg(db));
  return query;
}

static char *copy(const void *data, size_t bytes) {
  char *block = malloc(bytes + 1);
  if (!block) stop("articles", "out of memory");
  memcpy(block, data, bytes);
  block[bytes] = '\0';
  return block;
}

static article parse(sqlite3_stmt *parser, const char *line, size_t bytes) {
  article one;
  sqlite3_bind_text(parser, 1, line, (int)bytes, SQLITE_STATIC);
  if (sqlite3_step(parser) != SQLITE_ROW) stop("articles", sqlite3_errmsg(sqlite3_db_handle(parser)));
  const void *id = sqlite3_column_text(parser, 0), *text = sqlite3_column_text(parser, 1);
  if (!id || !text) stop("articles", "a line has no id or no text");
  one.id = copy(id, (size_t)sqlite3_column_bytes(parser, 0));
  one.bytes = sqlite3_column_bytes(parser, 1);
  one.text = copy(text, (size_t)one.bytes);
  sqlite3_reset(parser);
  sqlite3_clear_bindings(parser);
  return one;
}

static articles read_articles(const char *path) {
  articles all = {0};
  char *line = NULL;
  size_t room = 0;
  ssize_t bytes;
  sqlite3 *db;
  FILE *file = fopen(path, "r");
  if (!file) stop(path, "cannot open");
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) stop("open", "failed");
  sqlite3_stmt *parser = prepare(db, "SELECT ?1 ->> 'id', ?1 ->> 'text'", NULL);
  while ((bytes = getline(&line, &room, file)) > 0) {
    if (all.count == all.room) {
      all.room = all.room ? all.room * 2 : 64;
      all.items = realloc(all.items, all.room * sizeof *all.items);
      if (!all.items) stop("articles", "out of memory");
    }
    all.items[all.count++] = parse(parser, line, (size_t)bytes);
  }
  sqlite3_finalize(parser);
  sqlite3_close(db);
  free(line);
  fclose(file);
  return all;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static void read_article(sqlite3_stmt **queries, int count, const article *one) {
  for (int i = 0; i < count; i++) {
    int rc;
    sqlite3_bind_text(queries[i], 1, one->text, one->bytes, SQLITE_STATIC);
    int columns = sqlite3_column_count(queries[i]);
    while ((rc = sqlite3_step(queries[i])) == SQLITE_ROW)
      for (int column = 0; column < columns; column++) (void)sqlite3_column_text(queries[i], column);
    if (rc != SQLITE_DONE) stop(sqlite3_sql(queries[i]), sqlite3_errmsg(sqlite3_db_handle(queries[i])));
    sqlite3_reset(queries[i]);
  }
}

static void write_row(FILE *results, sqlite3_stmt *query, const article *one, stretch took) {
  sqlite3_bind_text(query, 1, one->text, one->bytes, SQLITE_STATIC);
  sqlite3_bind_text(query, 2, one->id, -1, SQLITE_STATIC);
  sqlite3_bind_double(query, 3, took.wall);
  sqlite3_bind_double(query, 4, took.cpu);
  if (sqlite3_step(query) != SQLITE_ROW) stop("results", sqlite3_errmsg(sqlite3_db_handle(query)));
  fprintf(results, "%s\n", (const char *)sqlite3_column_text(query, 0));
  sqlite3_reset(query);
}

static void say(const char *word) {
  puts(word);
  fflush(stdout);
}

/* Until a line has come, or the input has ended. */
static void wait_for_line(void) {
  for (int c = getchar(); c != EOF && c != '\n'; c = getchar()) continue;
}

int main(int argc, char **argv) {
  sqlite3 *db;
  sqlite3_stmt *queries[MOST_QUERIES], *writer;
  int count = 0;
  if (argc != 6) stop("usage", "hearsay EXTENSION SQL ARTICLES RESULTS SECONDS");
  const char *extension = argv[1], *sql = argv[2];
  int all = strcmp(sql, "everything") == 0;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) stop("open", "failed");
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
  stretch start = now();
  if (strcmp(extension, "none") != 0) {
    char *error = NULL;
    if (sqlite3_load_extension(db, extension, NULL, &error) != SQLITE_OK) stop(extension, error);
  }
  stretch load = since(start);
  for (const char *rest = all ? everything : sql; *rest && count < MOST_QUERIES; count++)
    queries[count] = prepare(db, rest, &rest);
  writer = prepare(db, all ? found : times, NULL);
  articles input = read_articles(argv[3]);
  FILE *results = fopen(argv[4], "w");
  if (!results) stop(argv[4], "cannot write");
  double limit = strtod(argv[5], NULL);
  fprintf(results, "{\"load\": [%.7f, %.7f]}\n", load.wall, load.cpu);
  say("ready");
  wait_for_line();
  stretch first = now();
  for (size_t i = 0; i < input.count; i++) {
    start = now();
    read_article(queries, count, &input.items[i]);
    write_row(results, writer, &input.items[i], since(start));
    if (since(first).wall > limit) break;
  }
  fclose(results);
  say("done");
  wait_for_line();
  for (size_t i = 0; i < input.count; i++) {
    free(input.items[i].id);
    free(input.items[i].text);
  }
  free(input.items);
  for (int i = 0; i < count; i++) sqlite3_finalize(queries[i]);
  sqlite3_finalize(writer);
  sqlite3_close(db);
  return 0;
}
