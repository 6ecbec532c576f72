/*
** index_schema.c: what an index is made of, for CREATE VIRTUAL TABLE press.
**
**     press_article     an article that was read: its date, a hash of its text, what was found in it
**     press_said        a quotation, densely: press_quote shows it. Those of an article have ids that follow each other, from
**                       press_article's first_id on
**     press_place       up to 32 mentions of an article, packed: press_mention shows them
**     press_text        texts that press_said and press_place have numbers of
**     press_name        a name of a person or body, with its label; same_as is set by 'resolve'
**     press_group       what the names of one person or body count together, of those that have several
**     press_appearance  who is mentioned or quoted in which article, as what, by which further names
**     press_form        what a name may be short for, or goes by: what 'resolve' looks names up by
**     press_link        the full name that a short one stands for, as 'resolve' has found out
**     press_company     articles by whose company it did
**     press_decision    the user's decisions, as they were at the last 'resolve'
**     press_changed     articles and names that have changed since
**     press_band        hashes by which the same quotation is found in other articles
**     press_repeat      quotations that come again, and the least id of those that are the same
**     press_quote       view: the columns of hearsay_quotes; speaker_id is press_person's person_id
**     press_mention     view: a mention; entity_id is press_person's person_id, NULL of what has no name
**     press_person      view: a person or body with all its names
**     press_config     format, model, options, counts
**     press_pending    keys of articles that have changed since they were read
**     press_replaced   (sync=trigger) keys of articles that a REPLACE may have removed
**     press_content    (sync=manual) empty; its foreign key follows the content table when it is renamed
**
** press_pending and press_replaced are ordinary tables, since triggers write to them; the others are shadow tables. The
** triggers press_insert, press_update, press_delete stand on the content table. They do without INSERT OR IGNORE: inside a
** trigger the conflict clause of the outer statement would take its place.
*/
#include "sqlite/index.h"

#include <string.h>

static const char *const shadow_tables[] = {"article",    "said",   "place",  "text",    "name",     "group",
                                            "appearance", "form",   "link",   "company", "decision", "changed",
                                            "band",       "repeat", "config", "content"};
static const char *const views[] = {"quote", "mention", "person"};
static const char *const plain_tables[] = {"pending", "replaced"};
static const char *const triggers[] = {"insert",        "update",        "delete",
                                       "insert_before", "update_before", "update_replaced"};
enum { INSERT_BEFORE = 3, UPDATE_BEFORE, UPDATE_REPLACED }; /* the last triggers, of sync=trigger */
enum {
  SHADOW_TABLES = sizeof shadow_tables / sizeof *shadow_tables,
  VIEWS = sizeof views / sizeof *views,
  PLAIN_TABLES = sizeof plain_tables / sizeof *plain_tables,
  TRIGGERS = sizeof triggers / sizeof *triggers
};

int hs_index_is_shadow(const char *name) {
  for (int i = 0; i < SHADOW_TABLES; i++)
    if (sqlite3_stricmp(name, shadow_tables[i]) == 0) return 1;
  for (int i = 0; i < VIEWS; i++)
    if (sqlite3_stricmp(name, views[i]) == 0) return 1;
  return 0;
}

static const char *table_at(int i) {
  return i < SHADOW_TABLES ? shadow_tables[i] : plain_tables[i - SHADOW_TABLES];
}

/* ---- tables ----------------------------------------------------------------------------------------------------------- */

static void create_tables(hs_index *index, int *rc) {
  static const char *const schemas[] = {
      ("CREATE TABLE @article(article INTEGER PRIMARY KEY, date, hash INTEGER, bytes INTEGER, quotes INTEGER, mentions "
       "INTEGER,"
       " error TEXT, first_id INTEGER)"),
      ("CREATE TABLE @said(id INTEGER PRIMARY KEY, article INTEGER NOT NULL, quote TEXT,"
       " speaker_id INTEGER, source_id INTEGER, mention, mention_start INTEGER, cue_id INTEGER,"
       " cue_start INTEGER, code INTEGER, paragraph INTEGER, sentence INTEGER, rule_id INTEGER, start INTEGER,"
       " length INTEGER, byte_start INTEGER, byte_length INTEGER, spans TEXT)"),
      ("CREATE TABLE @place(article INTEGER, part INTEGER, mentions INTEGER, field INTEGER, start INTEGER,"
       " sentence INTEGER, paragraph INTEGER, places TEXT, PRIMARY KEY(article, part)) WITHOUT ROWID"),
      "CREATE TABLE @text(text_id INTEGER PRIMARY KEY, text TEXT UNIQUE, length INTEGER)",
      ("CREATE TABLE @name(person_id INTEGER PRIMARY KEY, person TEXT, label TEXT, name_key TEXT, articles INTEGER,"
       " mentions INTEGER, quotes INTEGER, first_date, last_date, same_as INTEGER, seen INTEGER, UNIQUE(person, "
       "label))"),
      ("CREATE TABLE @group(person_id INTEGER PRIMARY KEY, articles INTEGER, mentions INTEGER, quotes INTEGER,"
       " first_date, last_date)"),
      ("CREATE TABLE @appearance(person_id INTEGER, article INTEGER, description TEXT, names TEXT,"
       " PRIMARY KEY(person_id, article)) WITHOUT ROWID"),
      ("CREATE TABLE @form(person_id INTEGER, kind INTEGER, form TEXT, PRIMARY KEY(person_id, kind, form)) "
       "WITHOUT ROWID"),
      "CREATE TABLE @link(person_id INTEGER PRIMARY KEY, full_id INTEGER)",
      "CREATE TABLE @company(article INTEGER, person_id INTEGER, PRIMARY KEY(article, person_id)) WITHOUT ROWID",
      "CREATE TABLE @decision(decision_id INTEGER PRIMARY KEY, name_key TEXT UNIQUE, person TEXT)",
      "CREATE TABLE @changed(article INTEGER, person_id INTEGER, PRIMARY KEY(article, person_id)) WITHOUT ROWID",
      "CREATE TABLE @band(hash INTEGER, id INTEGER, PRIMARY KEY(hash, id)) WITHOUT ROWID",
      "CREATE TABLE @repeat(id INTEGER PRIMARY KEY, same_as INTEGER)",
      "CREATE TABLE @config(name TEXT PRIMARY KEY, value) WITHOUT ROWID",
      "CREATE TABLE @pending(article INTEGER PRIMARY KEY)"};
  for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) hs_index_exec(index, rc, "%s", schemas[i]);
}

typedef struct named_index {
  const char *name, *table, *columns;
} named_index;
static const named_index indexes[] = {{"article_date", "article", "date"},
                                      {"said_speaker_id", "said", "speaker_id) WHERE (speaker_id IS NOT NULL"},
                                      {"said_source_id", "said", "source_id) WHERE (source_id IS NOT NULL"},
                                      {"repeat_same_as", "repeat", "same_as"},
                                      {"name_name_key", "name", "name_key"},
                                      {"name_same_as", "name", "same_as) WHERE (same_as IS NOT NULL"},
                                      {"form_form", "form", "form"},
                                      {"link_full_id", "link", "full_id"},
                                      {"company_person_id", "company", "person_id"},
                                      {"decision_person", "decision", "person"}};

/* An index keeps its name when the table is renamed, and may be in the way of a later table's. */
static void create_index(hs_index *index, int *rc, const named_index *wanted) {
  char suffix[16] = "";
  for (int i = 2;
       hs_index_number(index, rc, "SELECT count(*) FROM \"%w\".sqlite_schema WHERE lower(name) = lower('%q_%s%s')",
                       index->schema, index->name, wanted->name, suffix);
       i++)
    sqlite3_snprintf(sizeof suffix, suffix, "_%d", i);
  hs_index_exec(index, rc, "CREATE INDEX \"%w\".\"%w_%s%s\" ON \"%w_%s\"(%s)", index->schema, index->name, wanted->name,
                suffix, index->name, wanted->table, wanted->columns);
}

static void create_indexes(hs_index *index, int *rc) {
  for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++) create_index(index, rc, &indexes[i]);
}

/* ---- triggers ----------------------------------------------------------------------------------------------------------- */

/* How a trigger tells the index about the article `row`.key, under a condition. */
static void append_note(sqlite3_str *sql, const hs_index *index, const char *key, const char *row,
                        const char *condition) {
  if (index->options.mode == HS_INDEX_TRIGGER)
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\"(\"%w\", argument) SELECT 'follow', %s.\"%w\" WHERE %s; ", index->name,
                        index->name, row, key, condition);
  else
    sqlite3_str_appendf(sql,
                        "INSERT INTO \"%w_pending\"(article) SELECT %s.\"%w\" WHERE %s AND NOT EXISTS "
                        "(SELECT 1 FROM \"%w_pending\" WHERE article = %s.\"%w\"); ",
                        index->name, row, key, condition, index->name, row, key);
}

/* The list behind UPDATE OF that read_trigger (index_content.c) reads. */
static void append_columns(sqlite3_str *sql, const hs_index_content *content) {
  sqlite3_str_appendall(sql, " OF ");
  if (!hs_index_is_rowid(content->key)) sqlite3_str_appendf(sql, "\"%w\", ", content->key);
  if (content->headline) sqlite3_str_appendf(sql, "\"%w\", ", content->headline);
  if (content->date) sqlite3_str_appendf(sql, "\"%w\", ", content->date);
  for (int i = 0; i < content->text_count; i++) sqlite3_str_appendf(sql, "\"%w\", ", content->texts[i]);
  sqlite3_str_appendall(sql, "rowid, oid, _rowid_");
}

static void run_text(hs_index *index, int *rc, sqlite3_str *text) {
  char *sql = sqlite3_str_finish(text);
  if (!*rc && !sql) *rc = SQLITE_NOMEM;
  hs_index_exec(index, rc, "%s", sql);
  sqlite3_free(sql);
}

static sqlite3_str *begin_trigger(const hs_index *index, const char *name, const char *when) {
  sqlite3_str *sql = sqlite3_str_new(NULL);
  sqlite3_str_appendf(sql, "CREATE TRIGGER \"%w\".\"%w_%s\" %s", index->schema, index->name, name, when);
  return sql;
}

static void create_triggers(hs_index *index, int *rc, const hs_index_content *content) {
  sqlite3_str *sql = begin_trigger(index, "insert", "AFTER INSERT");
  sqlite3_str_appendf(sql, " ON \"%w\" BEGIN ", content->table);
  append_note(sql, index, content->key, "new", "1");
  sqlite3_str_appendall(sql, "END");
  run_text(index, rc, sql);

  sql = begin_trigger(index, "update", "AFTER UPDATE");
  if (!content->generated) append_columns(sql, content);
  sqlite3_str_appendf(sql, " ON \"%w\" BEGIN ", content->table);
  append_note(sql, index, content->key, "new", "1");
  char *moved = sqlite3_mprintf("old.\"%w\" IS NOT new.\"%w\"", content->key, content->key);
  if (!*rc && !moved) *rc = SQLITE_NOMEM;
  append_note(sql, index, content->key, "old", moved ? moved : "1");
  sqlite3_free(moved);
  sqlite3_str_appendall(sql, "END");
  run_text(index, rc, sql);

  sql = begin_trigger(index, "delete", "AFTER DELETE");
  sqlite3_str_appendf(sql, " ON \"%w\" BEGIN ", content->table);
  append_note(sql, index, content->key, "old", "1");
  sqlite3_str_appendall(sql, "END");
  run_text(index, rc, sql);
}

/* The condition that a row is in the way of a new one in a unique index: (c."url" = new."url" COLLATE "NOCASE"). */
static void append_conflict(hs_index *index, int *rc, sqlite3_str *sql, const char *unique) {
  sqlite3_stmt *row =
      hs_index_prepare(index, rc,
                       "SELECT name, coll FROM pragma_index_xinfo(%Q, %Q) WHERE key AND name IS NOT NULL "
                       "ORDER BY seqno",
                       unique, index->schema);
  sqlite3_str_appendall(sql, " OR (1");
  while (hs_index_row(index, rc, row))
    sqlite3_str_appendf(sql, " AND c.\"%w\" = new.\"%w\" COLLATE \"%w\"", sqlite3_column_text(row, 0),
                        sqlite3_column_text(row, 0), sqlite3_column_text(row, 1));
  sqlite3_str_appendall(sql, ")");
  sqlite3_finalize(row);
}

/*
** REPLACE removes rows that are in the way of the new one without telling a trigger (unless recursive_triggers are on): so
** they are noted before. An index on an expression has no column to compare: every row would be, so it is left to 'sync'.
*/
static void create_conflict_triggers(hs_index *index, int *rc, const hs_index_content *content) {
  sqlite3_str *conflicts = sqlite3_str_new(NULL);
  sqlite3_stmt *row = hs_index_prepare(
      index, rc,
      "SELECT name FROM pragma_index_list(%Q, %Q) AS l WHERE \"unique\" AND (origin <> 'pk' OR %d) AND NOT "
      "EXISTS (SELECT 1 FROM pragma_index_xinfo(l.name, %Q) WHERE key AND name IS NULL)",
      content->table, index->schema, hs_index_is_rowid(content->key), index->schema);
  while (hs_index_row(index, rc, row)) append_conflict(index, rc, conflicts, (const char *)sqlite3_column_text(row, 0));
  sqlite3_finalize(row);
  char *conditions = sqlite3_str_finish(conflicts);
  hs_index_exec(index, rc, "CREATE TABLE IF NOT EXISTS @replaced(article INTEGER PRIMARY KEY)");
  for (int i = INSERT_BEFORE; conditions && i <= UPDATE_BEFORE; i++)
    hs_index_exec(
        index, rc,
        "CREATE TRIGGER \"%w\".\"%w_%s\" BEFORE %s ON \"%w\" BEGIN INSERT INTO \"%w_replaced\"(article) "
        "SELECT c.\"%w\" FROM \"%w\" AS c WHERE (0%s) AND c.\"%w\" NOT IN (SELECT article FROM \"%w_replaced\"); END",
        index->schema, index->name, triggers[i], i == INSERT_BEFORE ? "INSERT" : "UPDATE", content->table, index->name,
        content->key, content->table, conditions, content->key, index->name);
  hs_index_exec(
      index, rc,
      "CREATE TRIGGER \"%w\".\"%w_%s\" AFTER UPDATE ON \"%w\" WHEN EXISTS (SELECT 1 FROM \"%w_replaced\") BEGIN "
      "INSERT INTO \"%w\"(\"%w\", argument) VALUES ('follow', new.\"%w\"); END",
      index->schema, index->name, triggers[UPDATE_REPLACED], content->table, index->name, index->name, index->name,
      content->key);
  sqlite3_free(conditions);
}

static void drop_triggers(hs_index *index, int *rc) {
  for (int i = 0; i < TRIGGERS; i++)
    hs_index_exec(index, rc, "DROP TRIGGER IF EXISTS \"%w\".\"%w_%s\"", index->schema, index->name, triggers[i]);
}

static void follow_content(hs_index *index, int *rc, const hs_index_content *content) {
  if (index->options.mode == HS_INDEX_MANUAL) return;
  create_triggers(index, rc, content);
  if (index->options.mode == HS_INDEX_TRIGGER) create_conflict_triggers(index, rc, content);
}

void hs_index_follow(hs_index *index, int *rc) {
  hs_index_content content = {.followed = false};
  bool anchored = false;
  hs_index_find_content(index, rc, &content);
  if (!*rc && !content.followed) {
    hs_index_inspect(index, rc, &content.generated, &anchored);
    drop_triggers(index, rc);
    follow_content(index, rc, &content);
  }
  hs_index_content_clear(&content);
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------ */

/* Nothing of the names may be there already. */
static void check_names(hs_index *index, int *rc) {
  sqlite3_str *names = sqlite3_str_new(NULL);
  for (int i = 0; i < SHADOW_TABLES + PLAIN_TABLES; i++)
    sqlite3_str_appendf(names, "%s'%q_%s'", i ? ", " : "", index->name, table_at(i));
  for (int i = 0; i < VIEWS; i++) sqlite3_str_appendf(names, ", '%q_%s'", index->name, views[i]);
  for (int i = 0; i < TRIGGERS; i++) sqlite3_str_appendf(names, ", '%q_%s'", index->name, triggers[i]);
  char *list = sqlite3_str_finish(names);
  if (!*rc && !list) *rc = SQLITE_NOMEM;
  sqlite3_stmt *row = hs_index_prepare(
      index, rc, "SELECT type, name FROM \"%w\".sqlite_schema WHERE name COLLATE NOCASE IN (%s)", index->schema, list);
  if (hs_index_row(index, rc, row))
    hs_index_fail(index, rc, "there is already a %s %s", sqlite3_column_text(row, 0), sqlite3_column_text(row, 1));
  sqlite3_finalize(row);
  sqlite3_free(list);
}

static void put_text(hs_index *index, int *rc, const char *key, const char *text) {
  sqlite3_stmt *statement = hs_index_use(index, rc, HS_INDEX_PUT_CONFIG);
  if (*rc) return;
  sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_text(statement, 2, text, -1, SQLITE_TRANSIENT);
  hs_index_run(index, rc, statement);
}

void hs_index_put_model(hs_index *index, int *rc) {
  put_text(index, rc, "model", hearsay_model_id());
  put_text(index, rc, "options", index->options.json ? index->options.json : "{}");
}

bool hs_index_is_stale(hs_index *index, int *rc) {
  return hs_index_number(index, rc,
                         "SELECT count(*) FROM @config WHERE (name = 'model' AND value = %Q) OR (name = 'options' AND "
                         "value = %Q)",
                         hearsay_model_id(), index->options.json ? index->options.json : "{}") < 2;
}

static void create_config(hs_index *index, int *rc) {
  static const char *const counts[] = {"articles", "quotes", "mentions", "failed", "left"};
  hs_index_put_config(index, rc, "format", HS_INDEX_FORMAT);
  put_text(index, rc, "version", HEARSAY_VERSION);
  hs_index_put_config(index, rc, "resolved", 0);
  hs_index_put_config(index, rc, "resolved_size", 0);
  hs_index_put_model(index, rc);
  put_text(index, rc, "content_rowid", index->options.key);
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) hs_index_put_config(index, rc, counts[i], 0);
}

static void check_options(hs_index *index, int *rc) {
  hs_sql_options options = {0};
  char *error = NULL;
  const char *json = index->options.json;
  if (*rc || !json) return;
  int code = hs_sql_options_read(index->db, json, strlen(json), &options, &error);
  hs_sql_options_clear(&options);
  if (error && !index->base.zErrMsg)
    index->base.zErrMsg = error;
  else
    sqlite3_free(error);
  *rc = code;
}

void hs_index_create(hs_index *index, int *rc) {
  bool generated = false, anchored = false;
  hs_index_content content = {.followed = false};
  check_options(index, rc);
  hs_index_inspect(index, rc, &generated, &anchored);
  check_names(index, rc);
  if (*rc) return;
  create_tables(index, rc);
  create_indexes(index, rc);
  hs_index_create_views(index, rc);
  create_config(index, rc);
  hs_index_find_content(index, rc, &content);
  content.generated = generated;
  follow_content(index, rc, &content);
  if (index->options.mode == HS_INDEX_MANUAL && anchored)
    hs_index_exec(index, rc, "CREATE TABLE @content(article INTEGER REFERENCES \"%w\"(\"%w\"))", content.table,
                  content.key);
  if (index->options.mode != HS_INDEX_MANUAL && !*rc) {
    hs_index_exec(index, rc, "INSERT INTO @pending(article) SELECT \"%w\" FROM \"%w\".\"%w\"", content.key,
                  index->schema, content.table);
    hs_index_exec(index, rc, "UPDATE @config SET value = (SELECT count(*) FROM @pending) WHERE name = 'left'");
  }
  hs_index_content_clear(&content);
  if (*rc) { /* inside a transaction of the user's what was made would stay */
    int ignored = SQLITE_OK;
    hs_index_drop(index, &ignored);
  }
}

void hs_index_drop(hs_index *index, int *rc) {
  hs_index_finalize(index);
  drop_triggers(index, rc);
  hs_index_drop_views(index, rc);
  for (int i = 0; i < SHADOW_TABLES + PLAIN_TABLES; i++)
    hs_index_exec(index, rc, "DROP TABLE IF EXISTS @%s", table_at(i));
}

/* Every table that is there gets the new name; triggers and views cannot be renamed, and are made anew. Indexes keep their
** names. */
void hs_index_rename(hs_index *index, int *rc, const char *name) {
  hs_index_content content = {.followed = false};
  char *old = index->name, *copy = sqlite3_mprintf("%s", name);
  if (!copy) *rc = SQLITE_NOMEM;
  if (*rc) return;
  hs_index_finalize(index);
  hs_index_find_content(index, rc, &content);
  index->name = copy;
  check_names(index, rc);
  index->name = old;
  drop_triggers(index, rc);
  hs_index_drop_views(index, rc);
  for (int i = 0; i < SHADOW_TABLES + PLAIN_TABLES; i++)
    if (hs_index_number(index, rc, "SELECT count(*) FROM \"%w\".sqlite_schema WHERE name = '%q_%s'", index->schema,
                        index->name, table_at(i)))
      hs_index_exec(index, rc, "ALTER TABLE @%s RENAME TO \"%w_%s\"", table_at(i), name, table_at(i));
  if (!*rc) {
    index->name = copy;
    copy = old;
  }
  hs_index_create_views(index, rc);
  if (content.followed) follow_content(index, rc, &content);
  hs_index_content_clear(&content);
  sqlite3_free(copy);
}
