/*
** corrupt.c: an index in a database file whose bytes the input changes, or whose tables it fills with other values. Then
** everything that a user may do. Damaged tables are made right again by 'rebuild', and articles are never lost by it.
*/
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static const char *const tables[] = {"article",    "said",   "place",   "text",    "name",     "group",
                                     "appearance", "form",   "link",    "company", "decision", "changed",
                                     "band",       "repeat", "pending", "config"};
enum { TABLES = sizeof tables / sizeof *tables };

static const char *const uses[] = {
    "SELECT * FROM press",
    "SELECT * FROM press WHERE speaker = 'Ann Lee' AND date > '2026-07-01' ORDER BY date",
    "SELECT * FROM press WHERE speaker_id = 1 OR kind = 'direct' OR same_as = 1",
    "SELECT quote FROM press WHERE speaker MATCH 'A. Lee'",
    "SELECT * FROM press_quote",
    "SELECT * FROM press_mention",
    "SELECT * FROM press_person",
    "INSERT INTO press(press) VALUES ('integrity-check')",
    "INSERT INTO press(press) VALUES ('resolve')",
    "INSERT INTO press(press) VALUES ('optimize')",
    "UPDATE articles SET body = 'Zoe Fox said it would rain.' WHERE id = 1",
    "DELETE FROM articles WHERE id = 4",
    "INSERT INTO articles(body, day) VALUES ('\"It rains,\" said Nils Brandt, the pilot of Tvedal Air.', '2026-01-04')",
    "INSERT INTO press(press) VALUES ('sync')",
    "INSERT INTO press(press) VALUES ('resolve')",
    "INSERT INTO press(press) VALUES ('integrity-check')",
};

#define LATE "\"We are late and nobody knows what to do about the harbour bridge,\" "
static const char make[] =
    "PRAGMA page_size = 512; CREATE TABLE articles(id INTEGER PRIMARY KEY, title, body, day);"
    "INSERT INTO articles(title, body, day) VALUES ('Bridge', '" LATE "Mayor Ann Lee told reporters.', '2026-07-01'),"
    " ('Roads', 'Bob Ray, a spokesman for the National Roads Agency (NRA), denied that the NRA knew.', '2026-07-02'),"
    " (NULL, '" LATE "said A. Lee, the mayor. Nils Brandt, the pilot of Tvedal Air, said no to Kari Solheim.', NULL),"
    " ('Air', '\"So be it,\" Brandt told Kari Solheim of Tvedal Air. The NRA said it would wait.', '2026-07-04');"
    "CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, headline=title, date=day);"
    "INSERT INTO press(press) VALUES ('sync'); INSERT INTO press(press) VALUES ('resolve'); VACUUM";

static unsigned char *image;
static sqlite3_int64 image_bytes;

/* A database in memory from a copy of the bytes. */
static sqlite3 *open_copy(const unsigned char *bytes) {
  sqlite3 *db = fuzz_open();
  unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)image_bytes);
  if (!copy) fuzz_fail("out of memory");
  memcpy(copy, bytes, (size_t)image_bytes);
  if (sqlite3_deserialize(db, "main", copy, image_bytes, image_bytes,
                          SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE))
    fuzz_fail("deserialize: %s", sqlite3_errmsg(db));
  return db;
}

static void make_image(void) {
  sqlite3 *db = fuzz_open();
  fuzz_must(db, make);
  unsigned char *bytes = sqlite3_serialize(db, "main", &image_bytes, 0);
  image = malloc((size_t)image_bytes);
  if (!bytes || !image) fuzz_fail("out of memory");
  memcpy(image, bytes, (size_t)image_bytes);
  sqlite3_free(bytes);
  fuzz_close(db);
}

static void use(sqlite3 *db) {
  for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) fuzz_try(db, uses[i]);
}

/* ---- the file: the header is SQLite's own matter -------------------------------------------------------------------- */

static void damage_file(fuzz_input *in) {
  unsigned char *bytes = malloc((size_t)image_bytes);
  if (!bytes) fuzz_fail("out of memory");
  memcpy(bytes, image, (size_t)image_bytes);
  while (in->data < in->end) {
    size_t at = 100 + fuzz_number(in, 3) % ((size_t)image_bytes - 100);
    bytes[at] = (unsigned char)fuzz_number(in, 1);
  }
  sqlite3 *db = open_copy(bytes);
  use(db);
  fuzz_try(db, "INSERT INTO press(press) VALUES ('rebuild')");
  fuzz_try(db, "DROP TABLE press");
  fuzz_close(db);
  free(bytes);
}

/* ---- the tables ----------------------------------------------------------------------------------------------------- */

static char *column_of(sqlite3 *db, const char *table, uint32_t choice) {
  char *sql = sqlite3_mprintf("SELECT name FROM pragma_table_info('press_%q') ORDER BY (cid + %u) %% 97 LIMIT 1", table,
                              choice);
  sqlite3_stmt *statement = NULL;
  char *name = NULL;
  if (!sqlite3_prepare_v2(db, sql, -1, &statement, NULL) && sqlite3_step(statement) == SQLITE_ROW)
    name = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_free(sql);
  if (!name) fuzz_fail("press_%s has no columns", table);
  return name;
}

static void bind_value(sqlite3_stmt *statement, fuzz_input *in) {
  static const sqlite3_int64 numbers[] = {0, 1, 2, 3, -1, 1000, INT32_MAX, UINT32_MAX, INT64_MAX, INT64_MIN};
  uint32_t bytes;
  bool blob;
  switch (fuzz_choose(in, 6)) {
  case 0: sqlite3_bind_int64(statement, 1, FUZZ_PICK(in, numbers)); break;
  case 1: sqlite3_bind_int64(statement, 1, (int)fuzz_number(in, 2) - 100); break;
  case 2: sqlite3_bind_double(statement, 1, (double)(int)fuzz_number(in, 4) / 3); break;
  case 3:
  case 4:
    blob = !fuzz_choose(in, 4);
    bytes = fuzz_choose(in, 40);
    if (bytes > (size_t)(in->end - in->data)) bytes = (uint32_t)(in->end - in->data);
    if (blob)
      sqlite3_bind_blob(statement, 1, in->data, (int)bytes, SQLITE_TRANSIENT);
    else
      sqlite3_bind_text(statement, 1, (const char *)in->data, (int)bytes, SQLITE_TRANSIENT);
    in->data += bytes;
    break;
  default: break; /* NULL */
  }
}

/* One value into all rows of a column, or into the first, or rows away. */
static void damage_table(sqlite3 *db, const char *table, fuzz_input *in) {
  char *column = column_of(db, table, fuzz_choose(in, 16)), *sql;
  uint32_t way = fuzz_choose(in, 8), row = fuzz_choose(in, 8);
  sqlite3_stmt *statement = NULL;
  if (way == 0)
    sql = sqlite3_mprintf(
        "DELETE FROM press_%s WHERE \"%w\" = ?1 OR \"%w\" = (SELECT \"%w\" FROM press_%s LIMIT 1 OFFSET %u)", table,
        column, column, column, table, row);
  else if (way < 3)
    sql = sqlite3_mprintf("UPDATE OR REPLACE press_%s SET \"%w\" = ?1", table, column);
  else
    sql = sqlite3_mprintf(
        "UPDATE OR REPLACE press_%s SET \"%w\" = ?1 WHERE \"%w\" = (SELECT \"%w\" FROM press_%s LIMIT 1 OFFSET %u)",
        table, column, column, column, table, row);
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) fuzz_fail("%s: %s", sql, sqlite3_errmsg(db));
  bind_value(statement, in);
  fuzz_step(db, statement); /* which a constraint may forbid */
  sqlite3_finalize(statement);
  sqlite3_free(sql);
  sqlite3_free(column);
}

static sqlite3_int64 count_articles(sqlite3 *db) {
  return fuzz_integer(db, "SELECT count(*) * 100000 + sum(length(body)) FROM articles");
}

static void damage_tables(fuzz_input *in) {
  sqlite3 *db = open_copy(image);
  bool settings = false;
  for (int n = 0; n < 8 && in->data < in->end; n++) {
    uint32_t table = fuzz_choose(in, TABLES);
    settings = settings || table == TABLES - 1;
    damage_table(db, tables[table], in);
  }
  fuzz_must(db, "BEGIN");
  use(db);
  fuzz_must(db, "ROLLBACK");
  use(db);
  sqlite3_int64 articles = count_articles(db);
  if (!settings) { /* which say what the index is of */
    fuzz_must(db, "INSERT INTO press(press) VALUES ('rebuild'); INSERT INTO press(press) VALUES ('resolve');"
                  "INSERT INTO press(press) VALUES ('integrity-check')");
  }
  fuzz_must(db, "DROP TABLE press");
  if (count_articles(db) != articles) fuzz_fail("articles are lost");
  fuzz_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, data + size};
  if (!image) make_image();
  if (fuzz_choose(&in, 2))
    damage_file(&in);
  else
    damage_tables(&in);
  return 0;
}
