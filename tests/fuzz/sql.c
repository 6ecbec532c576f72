/*
** sql.c: the input chooses statements: queries of the functions, changes of articles, an index over them, its commands, other
** names, transactions, statements left open, interrupts. None may end in a code that says that hearsay is wrong; at the end an
** index that can be brought up to date is whole, and all memory is given back. FUZZ_SHOW=1 prints the statements.
*/
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS = 40, OPEN = 3 };

static const char *const functions[] = {"quotes",     "speakers",  "mentions", "entities",
                                        "paragraphs", "sentences", "tokens"};
static const char *const columns[] = {"*",      "start",     "length",      "byte_start", "speaker",    "speaker_id",
                                      "quote",  "quote_id",  "kind",        "mention",    "confidence", "rule",
                                      "spans",  "entity_id", "entity",      "label",      "aliases",    "token",
                                      "tag",    "lemma",     "sentence",    "paragraph",  "text",       "role",
                                      "gender", "words",     "description", "rowid",      "article",    "options",
                                      "date",   "field",     "same_as",     "count(*)",   "max(rowid)"};
static const char *const values[] = {"NULL",
                                     "0",
                                     "1",
                                     "2",
                                     "3",
                                     "-1",
                                     "1.5",
                                     "9223372036854775807",
                                     "-9223372036854775808",
                                     "1e300",
                                     "''",
                                     "'x'",
                                     "x'00ff'",
                                     "x''",
                                     "zeroblob(50)",
                                     "char(0, 65)",
                                     "'Ann Lee'",
                                     "'direct'",
                                     "'person'",
                                     "'2026-07-01'",
                                     "'1'",
                                     "'ann lee'",
                                     "(SELECT min(id) FROM articles)",
                                     "(SELECT max(id) FROM articles)"};
static const char *const texts[] = {
    "'\"We are late,\" Mayor Ann Lee told reporters. \"But we are not lost.\" She said it would open in June.'",
    "'Bob Ray, a spokesman for the National Roads Agency (NRA), denied that the agency had known of the cracks.'",
    "'\"We are late and nobody knows what to do about the harbour bridge,\" said A. Lee, the mayor of Oslo.'",
    "'\"We are late and nobody knows what to do about the harbour bridge now,\" the NRA said. Lee said no.'",
    "'Lee, Ann said so. \"So be it,\" Nils Brandt of Tvedal Air told Kari Solheim.'",
    "''",
    "NULL",
    "x'c328e280'",
    "5",
    "'said'",
    "'\xE2\x80\x9CNo.'",
    "char(8220) || 'Yes' || char(0) || '\" he said.'"};
static const char *const options[] = {
    "NULL",
    "'{}'",
    "'{\"cues\": [\"zorbled\"], \"titles\": [\"Alhaji\"]}'",
    "'{\"entities\": [{\"name\": \"A\", \"label\": \"person\", \"aliases\": [\"Lee\"]}]}'",
    "'{\"min_confidence\": 0.9}'",
    "'{\"max_bytes\": 60}'",
    "'{\"cuse\": 1}'",
    "'['",
    "5"};
static const char *const comparisons[] = {" = ",  " < ",     " > ",    " <= ", " IS ",
                                          " <> ", " MATCH ", " LIKE ", " IN ", " GLOB "};
static const char *const commands[] = {"sync",     "rebuild",    "resolve", "integrity-check",
                                       "optimize", "delete-all", "threads", "x"};
static const char *const tables[] = {"press",         "press_quote",  "press_mention", "press_person", "press_article",
                                     "press_pending", "press_config", "press_name",    "news",         "articles"};
static const char *const settings[] = {"text=body",
                                       "text=(title, body)",
                                       "headline=title",
                                       "date=day",
                                       "content_rowid=id",
                                       "content_rowid=rowid",
                                       "sync=queue",
                                       "sync=trigger",
                                       "sync=manual",
                                       "threads=2",
                                       "authority=decisions",
                                       "options='{\"titles\": [\"Alhaji\"]}'",
                                       "options='{\"max_bytes\": 60}'",
                                       "text=nothing",
                                       "content=other",
                                       "x=1"};
/* Statements without choices. */
static const char *const others[] = {
    "BEGIN",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT a",
    "RELEASE a",
    "ROLLBACK TO a",
    "ALTER TABLE articles RENAME TO stories",
    "ALTER TABLE stories RENAME TO articles",
    "ALTER TABLE articles RENAME body TO lede",
    "ALTER TABLE articles RENAME lede TO body",
    "ALTER TABLE articles RENAME title TO body",
    "ALTER TABLE articles ADD COLUMN extra",
    "ALTER TABLE articles DROP COLUMN day",
    "ALTER TABLE press RENAME TO news",
    "ALTER TABLE news RENAME TO press",
    "DROP TABLE press",
    "DROP TABLE news",
    "DROP TABLE articles",
    "CREATE TABLE articles(id INTEGER PRIMARY KEY, url UNIQUE, title, body, day)",
    "CREATE UNIQUE INDEX by_title ON articles(title)",
    "CREATE INDEX by_key ON articles(hearsay_name_key(title))",
    "CREATE VIEW said AS SELECT a.id, q.* FROM articles a, hearsay_quotes(a.body) q",
    "SELECT * FROM said",
    "CREATE TABLE decisions(name, person)",
    "INSERT INTO decisions VALUES ('Bob Ray', 'R. Ray'), ('Ann Lee', 'A. Lee')",
    "DELETE FROM decisions",
    "DROP TABLE decisions",
    "VACUUM",
    "ANALYZE",
    "REINDEX",
    "PRAGMA integrity_check",
    "PRAGMA recursive_triggers = 1",
    "PRAGMA trusted_schema = 0",
    "PRAGMA foreign_keys = 1",
    "PRAGMA legacy_alter_table = 1",
    "PRAGMA query_only = 1",
    "PRAGMA query_only = 0",
    "DELETE FROM press",
    "UPDATE press SET quote = 'x'",
    "INSERT INTO press(article, quote) VALUES (1, 'x')",
    "INSERT INTO press DEFAULT VALUES",
    "INSERT INTO press(press) SELECT 'sync' UNION ALL SELECT 'rebuild'",
    "SELECT hearsay_debug('reads'), hearsay_version()",
    "SELECT * FROM hearsay_quotes",
    "SELECT hearsay()",
    "CREATE TABLE press_said(x)",
    "DROP TABLE press_said",
    "DROP TABLE press_pending",
    "DROP TRIGGER press_insert",
    "CREATE TEMP TABLE articles(id, body)",
    "DROP TABLE temp.articles",
    "EXPLAIN QUERY PLAN SELECT * FROM press WHERE speaker = 'x' ORDER BY date",
    ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO articles(body) "
     "SELECT 'Person ' || char(64 + i) || '. Smith said it was late for the ' || i || 'th time.' FROM n")};

static void put(sqlite3_str *sql, const char *text) {
  sqlite3_str_appendall(sql, text);
}

static void put_comparison(sqlite3_str *sql, fuzz_input *in, const char *column) {
  const char *comparison = FUZZ_PICK(in, comparisons);
  sqlite3_str_appendf(sql, "%s%s%s%s%s", column, comparison, strcmp(comparison, " IN ") ? "" : "(",
                      FUZZ_PICK(in, values), strcmp(comparison, " IN ") ? "" : ", 'Bob Ray')");
}

/* WHERE, ORDER BY, LIMIT, or not. */
static void put_rest(sqlite3_str *sql, fuzz_input *in) {
  uint32_t terms = fuzz_choose(in, 4);
  for (uint32_t i = 0; i < terms; i++) {
    put(sql, i ? (fuzz_choose(in, 4) ? " AND " : " OR ") : " WHERE ");
    put_comparison(sql, in, columns[1 + fuzz_choose(in, 32)]);
  }
  if (!fuzz_choose(in, 3))
    sqlite3_str_appendf(sql, " ORDER BY %s%s", columns[1 + fuzz_choose(in, 32)], fuzz_choose(in, 2) ? " DESC" : "");
  if (!fuzz_choose(in, 4)) sqlite3_str_appendf(sql, " LIMIT %u OFFSET %u", fuzz_choose(in, 4), fuzz_choose(in, 3));
}

static void put_call(sqlite3_str *sql, fuzz_input *in) {
  sqlite3_str_appendf(sql, "SELECT %s FROM hearsay_%s(%s", FUZZ_PICK(in, columns), FUZZ_PICK(in, functions),
                      FUZZ_PICK(in, texts));
  if (!fuzz_choose(in, 3)) sqlite3_str_appendf(sql, ", %s", FUZZ_PICK(in, options));
  put(sql, ")");
  put_rest(sql, in);
}

static void put_join(sqlite3_str *sql, fuzz_input *in) {
  sqlite3_str_appendf(sql, "SELECT * FROM articles a %s hearsay_%s(a.body) x %s hearsay_%s(%s) y%s%s",
                      fuzz_choose(in, 2) ? "," : "LEFT JOIN", FUZZ_PICK(in, functions),
                      fuzz_choose(in, 2) ? "," : "LEFT JOIN", FUZZ_PICK(in, functions),
                      fuzz_choose(in, 2) ? "a.body" : "x.article", fuzz_choose(in, 2) ? " ON " : " WHERE ",
                      fuzz_choose(in, 2) ? "x.start = y.start" : "x.sentence = y.sentence");
  put(sql, " LIMIT 50");
}

static void put_scalars(sqlite3_str *sql, fuzz_input *in) {
  sqlite3_str_appendf(sql, "SELECT hearsay_name_key(%s), hearsay_quote_key(%s), ", FUZZ_PICK(in, values),
                      FUZZ_PICK(in, texts));
  sqlite3_str_appendf(sql, "hearsay_quote_similarity(%s, %s), ", FUZZ_PICK(in, texts), FUZZ_PICK(in, texts));
  sqlite3_str_appendf(sql, "hearsay%s(%s, %s)", fuzz_choose(in, 2) ? "" : "_html", FUZZ_PICK(in, texts),
                      FUZZ_PICK(in, options));
}

static void put_index(sqlite3_str *sql, fuzz_input *in) {
  sqlite3_str_appendf(sql, "CREATE VIRTUAL TABLE %s USING hearsay(content=articles",
                      fuzz_choose(in, 5) ? "press" : "news");
  if (fuzz_choose(in, 8)) put(sql, ", text=body");
  for (uint32_t n = fuzz_choose(in, 4); n; n--) sqlite3_str_appendf(sql, ", %s", FUZZ_PICK(in, settings));
  put(sql, ")");
}

static void put_change(sqlite3_str *sql, fuzz_input *in) {
  static const char *const verbs[] = {"INSERT", "REPLACE", "INSERT OR IGNORE"};
  switch (fuzz_choose(in, 4)) {
  case 0:
    sqlite3_str_appendf(sql, "UPDATE%s articles SET %s = %s", fuzz_choose(in, 4) ? "" : " OR REPLACE",
                        fuzz_choose(in, 3) ? "body" : "id",
                        fuzz_choose(in, 2) ? FUZZ_PICK(in, texts) : FUZZ_PICK(in, values));
    break;
  case 1: put(sql, "DELETE FROM articles"); break;
  default:
    sqlite3_str_appendf(sql, "%s INTO articles(id, url, title, body, day) VALUES (%s, %s, %s, %s, %s)",
                        FUZZ_PICK(in, verbs), FUZZ_PICK(in, values), FUZZ_PICK(in, values), FUZZ_PICK(in, values),
                        FUZZ_PICK(in, texts), FUZZ_PICK(in, values));
    if (!fuzz_choose(in, 4)) put(sql, " ON CONFLICT DO UPDATE SET body = excluded.body");
    return;
  }
  if (fuzz_choose(in, 4)) {
    put(sql, " WHERE ");
    put_comparison(sql, in, "id");
  }
}

static void put_statement(sqlite3_str *sql, fuzz_input *in) {
  switch (fuzz_choose(in, 12)) {
  case 0: put_call(sql, in); break;
  case 1: put_join(sql, in); break;
  case 2: put_scalars(sql, in); break;
  case 3: put_index(sql, in); break;
  case 4:
  case 5: put_change(sql, in); break;
  case 6:
  case 7: {
    const char *name = fuzz_choose(in, 8) ? "press" : "news";
    sqlite3_str_appendf(sql, "INSERT INTO %s(%s, argument) VALUES ('%s', %s)", name, name, FUZZ_PICK(in, commands),
                        fuzz_choose(in, 2) ? "NULL" : FUZZ_PICK(in, values));
    break;
  }
  case 8:
  case 9:
    sqlite3_str_appendf(sql, "SELECT %s FROM %s", FUZZ_PICK(in, columns), FUZZ_PICK(in, tables));
    put_rest(sql, in);
    break;
  default: put(sql, FUZZ_PICK(in, others)); break;
  }
}

/* ---- running ------------------------------------------------------------------------------------------------------- */

static int stop_at_once(void *unused) {
  (void)unused;
  return 1;
}

/* Runs a statement to its end, or keeps it open in the middle. */
static void run(sqlite3 *db, const char *sql, fuzz_input *in, sqlite3_stmt **kept) {
  uint32_t way = fuzz_choose(in, 12);
  if (getenv("FUZZ_SHOW")) fprintf(stderr, "%s; -- %u\n", sql, way);
  if (way == 1) sqlite3_progress_handler(db, (int)fuzz_choose(in, 200) + 1, stop_at_once, NULL);
  if (way == 2 || way == 3) {
    sqlite3_finalize(*kept);
    *kept = NULL;
    if (!sqlite3_prepare_v2(db, sql, -1, kept, NULL) && *kept) sqlite3_step(*kept);
  } else {
    fuzz_try(db, sql);
  }
  sqlite3_progress_handler(db, 0, NULL, NULL);
}

static void check_index(sqlite3 *db, const char *name) {
  char *exists =
      sqlite3_mprintf("SELECT count(*) FROM sqlite_schema WHERE name = '%s' AND sql LIKE 'CREATE VIRTUAL%%'", name);
  char *sync = sqlite3_mprintf("INSERT INTO %s(%s) VALUES ('sync')", name, name);
  char *check = sqlite3_mprintf("INSERT INTO %s(%s) VALUES ('integrity-check')", name, name);
  if (fuzz_integer(db, exists) && !fuzz_try(db, sync)) fuzz_must(db, check);
  sqlite3_free(exists);
  sqlite3_free(sync);
  sqlite3_free(check);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, data + size};
  sqlite3 *db = fuzz_open();
  sqlite3_stmt *kept[OPEN] = {0};
  fuzz_must(db, "CREATE TABLE articles(id INTEGER PRIMARY KEY, url UNIQUE, title, body, day);"
                "CREATE TABLE decisions(name, person)");
  bool whole = true; /* nobody has dropped a table of the index */
  for (int n = 0; n < STATEMENTS && in.data < in.end; n++) {
    sqlite3_str *sql = sqlite3_str_new(db);
    put_statement(sql, &in);
    char *text = sqlite3_str_finish(sql);
    whole = whole && strncmp(text, "DROP TABLE press_", 17) != 0;
    run(db, text, &in, &kept[fuzz_choose(&in, OPEN)]);
    sqlite3_free(text);
  }
  for (int i = 0; i < OPEN; i++) sqlite3_finalize(kept[i]);
  fuzz_try(db, fuzz_choose(&in, 2) ? "ROLLBACK" : "COMMIT");
  if (!sqlite3_get_autocommit(db)) fuzz_try(db, "ROLLBACK");
  fuzz_try(db, "PRAGMA query_only = 0");
  if (whole) check_index(db, "press");
  if (whole) check_index(db, "news");
  fuzz_close(db);
  return 0;
}
