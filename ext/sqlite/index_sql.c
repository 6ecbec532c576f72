/*
** index_sql.c: statements on the index's own tables, how their failures are told, and lists.
**
** They are prepared when they are first used, while a statement of the user's is running: so SQLite lets them write to
** the shadow tables in defensive mode too.
*/
#include "sqlite/index.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* The quotations of article ?1, whose ids follow each other. */
#define OF_ARTICLE                                                                                                     \
  "article = ?1 AND id >= (SELECT first_id FROM @article WHERE article = ?1) AND id < "                                \
  "(SELECT first_id + quotes FROM @article WHERE article = ?1)"

/* Adds what articles count, and their first and last date, to a row of names or groups. */
#define COUNT(table)                                                                                                   \
  "UPDATE " table " SET articles = articles + ?2, mentions = mentions + ?3, quotes = quotes + ?4,"                     \
  " first_date = CASE WHEN first_date IS NULL OR ?5 < first_date THEN coalesce(?5, first_date) ELSE first_date END,"   \
  " last_date = CASE WHEN last_date IS NULL OR ?6 > last_date THEN coalesce(?6, last_date) ELSE last_date END "        \
  "WHERE person_id = ?1"

#define FIND_BAND(operator) "SELECT id FROM @band WHERE hash = ?1 AND id " operator" ?2 ORDER BY id LIMIT ?3"

static const char *const statements[HS_INDEX_STATEMENTS] = {
    [HS_INDEX_GET_ARTICLE] = "SELECT date, hash, error IS NOT NULL, quotes, mentions FROM @article WHERE article = ?1",
    [HS_INDEX_PUT_ARTICLE] = "REPLACE INTO @article(article, date, hash, bytes, quotes, mentions, error, first_id) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [HS_INDEX_DATE_ARTICLE] = "UPDATE @article SET date = ?2 WHERE article = ?1",
    [HS_INDEX_DELETE_ARTICLE] = "DELETE FROM @article WHERE article = ?1",
    [HS_INDEX_LAST_SAID] = "SELECT max(id) FROM @said",
    [HS_INDEX_PUT_SAID] = "INSERT OR FAIL INTO @said SELECT * FROM _hearsay_rows(?1)",
    [HS_INDEX_DELETE_SAID] = "DELETE FROM @said WHERE " OF_ARTICLE,
    [HS_INDEX_SPEAKERS_OF] = "SELECT speaker_id FROM @said WHERE speaker_id IS NOT NULL AND " OF_ARTICLE,
    [HS_INDEX_PUT_PLACES] = "INSERT INTO @place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [HS_INDEX_PLACES_OF] = "SELECT places FROM @place WHERE article = ?1",
    [HS_INDEX_DELETE_PLACES] = "DELETE FROM @place WHERE article = ?1",
    [HS_INDEX_PUT_FORMS] =
        "INSERT OR IGNORE INTO @form(person_id, kind, form) SELECT c0, c1, c2 FROM _hearsay_rows(?1)",
    [HS_INDEX_PUT_APPEARANCES] = "INSERT OR FAIL INTO @appearance(person_id, article, description, names) "
                                 "SELECT c0, c1, c2, c3 FROM _hearsay_rows(?1)",
    [HS_INDEX_DELETE_APPEARANCE] = "DELETE FROM @appearance WHERE person_id = ?1 AND article = ?2",
    [HS_INDEX_FIND_TEXT] = "SELECT text_id FROM @text WHERE text = ?1",
    [HS_INDEX_ADD_TEXT] = "INSERT INTO @text(text, length) VALUES (?1, ?2)",
    [HS_INDEX_FIND_PERSON] = "SELECT person_id FROM @name WHERE person = ?1 AND label = ?2",
    [HS_INDEX_ADD_PERSON] = "INSERT INTO @name(person, label, name_key, articles, mentions, quotes) "
                            "VALUES (?1, ?2, ?3, 0, 0, 0)",
    [HS_INDEX_COUNT_PERSON] = COUNT("@name"),
    [HS_INDEX_IS_NOWHERE] = "SELECT articles <= 0 FROM @name WHERE person_id = ?1",
    [HS_INDEX_IS_END] = "SELECT first_date IS ?2 OR last_date IS ?2 FROM @name WHERE person_id = ?1",
    [HS_INDEX_DATE_PERSON] = "UPDATE @name SET (first_date, last_date) = (SELECT min(a.date), max(a.date) FROM "
                             "@appearance AS w JOIN @article AS a ON a.article = w.article WHERE w.person_id = ?1) "
                             "WHERE person_id = ?1",
    [HS_INDEX_DELETE_PERSON] = "DELETE FROM @name WHERE person_id = ?1",
    [HS_INDEX_PART_PEOPLE] = "UPDATE @name SET same_as = NULL WHERE same_as = ?1",
    [HS_INDEX_GROUP_OF] = "SELECT g.person_id FROM @name AS n JOIN @group AS g ON g.person_id = coalesce(n.same_as, "
                          "n.person_id) WHERE n.person_id = ?1",
    [HS_INDEX_COUNT_GROUP] = COUNT("@group"),
    [HS_INDEX_DATE_GROUP] = "UPDATE @group SET (first_date, last_date) = (SELECT min(n.first_date), max(n.last_date) "
                            "FROM @name AS n WHERE n.person_id = ?1 OR n.same_as = ?1) WHERE person_id = ?1",
    [HS_INDEX_DELETE_GROUP] =
        "DELETE FROM @group WHERE person_id = ?1 AND NOT EXISTS (SELECT 1 FROM @name WHERE same_as = ?1)",
    [HS_INDEX_NOTE_CHANGE] = "INSERT OR IGNORE INTO @changed(article, person_id) VALUES (?1, ?2)",
    [HS_INDEX_NOTE_PARTED] =
        "INSERT OR IGNORE INTO @changed(article, person_id) SELECT 0, person_id FROM @name WHERE same_as = ?1 "
        "UNION ALL SELECT 0, same_as FROM @name WHERE person_id = ?1 AND same_as IS NOT NULL",
    [HS_INDEX_PUT_BANDS] = "INSERT OR FAIL INTO @band(hash, id) SELECT c0, c1 FROM _hearsay_rows(?1)",
    [HS_INDEX_DELETE_BAND] = "DELETE FROM @band WHERE hash = ?1 AND id = ?2",
    [HS_INDEX_OLDER_BANDS] = "SELECT n.c1 FROM _hearsay_rows(?1) AS n WHERE EXISTS (SELECT 1 FROM @band AS b "
                             "WHERE b.hash = n.c0 AND b.id < ?2)",
    [HS_INDEX_FIND_BAND] = FIND_BAND("<"),
    [HS_INDEX_FIND_BAND_AFTER] = FIND_BAND(">"),
    [HS_INDEX_GROUP_OF_QUOTE] = "SELECT same_as FROM @repeat WHERE id = ?1",
    [HS_INDEX_GET_QUOTE] = "SELECT id, quote, code FROM @said WHERE id = ?1",
    [HS_INDEX_IDS_BESIDE] =
        "SELECT a.first_id, a.first_id + a.quotes - 1 FROM @said AS s JOIN @article AS a ON " HS_INDEX_HAS
        " WHERE s.id = ?1",
    [HS_INDEX_QUOTES_OF] = "SELECT id, quote, code, same_as FROM @said LEFT JOIN @repeat USING (id) WHERE " OF_ARTICLE,
    [HS_INDEX_GROUP_QUOTE] = "REPLACE INTO @repeat(id, same_as) VALUES (?1, ?2)",
    [HS_INDEX_JOIN_GROUPS] = "UPDATE @repeat SET same_as = ?2 WHERE same_as = ?1",
    [HS_INDEX_MEMBERS_OF] = "SELECT id FROM @repeat WHERE same_as = ?1 ORDER BY id",
    [HS_INDEX_LEAVE_GROUP] = "DELETE FROM @repeat WHERE id = ?1",
    [HS_INDEX_UNGROUP_QUOTES] = "DELETE FROM @repeat WHERE same_as = ?1",
    [HS_INDEX_NEXT_PENDING] = "SELECT article FROM @pending WHERE article >= ?1 ORDER BY article LIMIT 1",
    [HS_INDEX_DELETE_PENDING] = "DELETE FROM @pending WHERE article = ?1",
    [HS_INDEX_REPLACED] = "SELECT article FROM @replaced",
    [HS_INDEX_ADD_CONFIG] = "UPDATE @config SET value = value + ?2 WHERE name = ?1",
    [HS_INDEX_PUT_CONFIG] = "REPLACE INTO @config(name, value) VALUES (?1, ?2)",
    [HS_INDEX_GET_CONFIG] = "SELECT value FROM @config WHERE name = ?1",
};

/* ---- errors ------------------------------------------------------------------------------------------------------ */

void hs_index_fail(hs_index *index, int *rc, const char *format, ...) {
  if (*rc) return;
  *rc = SQLITE_ERROR;
  if (index->base.zErrMsg) return;
  va_list arguments;
  va_start(arguments, format);
  char *message = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  index->base.zErrMsg = message ? sqlite3_mprintf("hearsay: %s", message) : NULL;
  sqlite3_free(message);
  if (!index->base.zErrMsg) *rc = SQLITE_NOMEM;
}

void hs_index_check(hs_index *index, int *rc, int code) {
  if (*rc || !code) return;
  code = hs_sql_code(index->db, code);
  *rc = code;
  /* Who has interrupted a statement looks for SQLite's own word. */
  if (code == SQLITE_NOMEM || code == SQLITE_INTERRUPT || index->base.zErrMsg) return;
  const char *message = sqlite3_errmsg(index->db);
  const char *prefix = strncmp(message, "hearsay: ", 9) == 0 ? "" : "hearsay: ";
  index->base.zErrMsg = sqlite3_mprintf("%s%s", prefix, message);
}

void *hs_index_room(int *rc, void *items, size_t count, size_t more, size_t *room, size_t size) {
  size_t wanted = *room ? *room : 64;
  if (*rc) return NULL;
  if (items && count + more <= *room) return items;
  while (wanted < count + more) wanted *= 2;
  void *moved = sqlite3_realloc64(items, wanted * size);
  if (moved)
    *room = wanted;
  else
    *rc = SQLITE_NOMEM;
  return moved;
}

/* ---- lists ---------------------------------------------------------------------------------------------------------------- */

void hs_index_add_id(int *rc, hs_index_ids *ids, sqlite3_int64 id) {
  if (*rc) return;
  sqlite3_int64 *items = hs_index_room(rc, ids->items, ids->count, 1, &ids->room, sizeof *items);
  if (!items) return;
  ids->items = items;
  ids->items[ids->count++] = id;
}

static int compare_ids(const void *a, const void *b) {
  sqlite3_int64 x = *(const sqlite3_int64 *)a, y = *(const sqlite3_int64 *)b;
  return x < y ? -1 : x > y;
}

void hs_index_sort_ids(hs_index_ids *ids) {
  size_t kept = 0;
  if (ids->count) qsort(ids->items, ids->count, sizeof *ids->items, compare_ids);
  for (size_t i = 0; i < ids->count; i++)
    if (!kept || ids->items[kept - 1] != ids->items[i]) ids->items[kept++] = ids->items[i];
  ids->count = kept;
}

/* ---- SQL --------------------------------------------------------------------------------------------------------- */

static bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

/* "@said" becomes the table's name, with its schema. Text in quotation marks stays as it is. */
static char *expand(const hs_index *index, const char *schema, const char *sql) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  char quote = 0;
  for (const char *at = sql; *at;) {
    if (quote && *at == quote)
      quote = 0;
    else if (!quote && (*at == '"' || *at == '\''))
      quote = *at;
    if (*at != '@' || quote) {
      sqlite3_str_appendchar(out, 1, *at++);
      continue;
    }
    const char *end = ++at;
    while (is_letter(*end)) end++;
    if (schema) sqlite3_str_appendf(out, "\"%w\".", schema);
    sqlite3_str_appendf(out, "\"%w%s%.*s\"", index->name, end > at ? "_" : "", (int)(end - at), at);
    at = end;
  }
  return sqlite3_str_finish(out);
}

static char *make_sql(const hs_index *index, const char *format, va_list arguments) {
  char *text = sqlite3_vmprintf(format, arguments);
  char *sql = text ? expand(index, index->schema, text) : NULL;
  sqlite3_free(text);
  return sql;
}

char *hs_index_sql(const hs_index *index, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *sql = make_sql(index, format, arguments);
  va_end(arguments);
  return sql;
}

/* Prepares SQL, which is freed. */
static sqlite3_stmt *prepare(hs_index *index, int *rc, char *sql, unsigned flags) {
  sqlite3_stmt *statement = NULL;
  if (!*rc && !sql) *rc = SQLITE_NOMEM;
  if (!*rc) hs_index_check(index, rc, sqlite3_prepare_v3(index->db, sql, -1, flags, &statement, NULL));
  sqlite3_free(sql);
  return statement;
}

sqlite3_stmt *hs_index_prepare(hs_index *index, int *rc, const char *format, ...) {
  va_list arguments;
  if (*rc) return NULL;
  va_start(arguments, format);
  char *sql = make_sql(index, format, arguments);
  va_end(arguments);
  return prepare(index, rc, sql, 0);
}

/* Steps a statement to its end and finalizes it. */
static void run_once(hs_index *index, int *rc, sqlite3_stmt *statement) {
  int code = SQLITE_ROW;
  while (!*rc && code == SQLITE_ROW) code = sqlite3_step(statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW) hs_index_check(index, rc, code);
  sqlite3_finalize(statement);
}

void hs_index_exec(hs_index *index, int *rc, const char *format, ...) {
  va_list arguments;
  if (*rc) return;
  va_start(arguments, format);
  char *sql = make_sql(index, format, arguments);
  va_end(arguments);
  run_once(index, rc, prepare(index, rc, sql, 0));
}

void hs_index_create_view(hs_index *index, int *rc, const char *name, sqlite3_str *select) {
  char *text = sqlite3_str_finish(select);
  char *body = text ? expand(index, NULL, text) : NULL;
  if (!*rc && !body) *rc = SQLITE_NOMEM;
  if (!*rc)
    run_once(index, rc,
             prepare(index, rc,
                     sqlite3_mprintf("CREATE VIEW \"%w\".\"%w_%s\" AS %s", index->schema, index->name, name, body), 0));
  sqlite3_free(text);
  sqlite3_free(body);
}

sqlite3_int64 hs_index_number(hs_index *index, int *rc, const char *format, ...) {
  va_list arguments;
  sqlite3_int64 number = 0;
  if (*rc) return 0;
  va_start(arguments, format);
  char *sql = make_sql(index, format, arguments);
  va_end(arguments);
  sqlite3_stmt *statement = prepare(index, rc, sql, 0);
  if (hs_index_row(index, rc, statement)) number = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return number;
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

sqlite3_stmt *hs_index_use(hs_index *index, int *rc, hs_index_statement which) {
  if (*rc) return NULL;
  sqlite3_stmt **statement = &index->statements[which];
  if (!*statement)
    *statement = prepare(index, rc, expand(index, index->schema, statements[which]), SQLITE_PREPARE_PERSISTENT);
  if (*rc) return NULL;
  sqlite3_reset(*statement);
  return *statement;
}

bool hs_index_row(hs_index *index, int *rc, sqlite3_stmt *statement) {
  if (*rc || !statement) return false;
  int code = sqlite3_step(statement);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) hs_index_check(index, rc, code);
  sqlite3_reset(statement);
  return false;
}

void hs_index_run(hs_index *index, int *rc, sqlite3_stmt *statement) {
  while (hs_index_row(index, rc, statement)) continue;
}

void hs_index_run_with(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 a) {
  sqlite3_stmt *statement = hs_index_use(index, rc, which);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, a);
  hs_index_run(index, rc, statement);
}

void hs_index_run_with_two(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 a, sqlite3_int64 b) {
  sqlite3_stmt *statement = hs_index_use(index, rc, which);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, a);
  sqlite3_bind_int64(statement, 2, b);
  hs_index_run(index, rc, statement);
}

sqlite3_int64 hs_index_ask(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 a) {
  sqlite3_stmt *row = hs_index_use(index, rc, which);
  if (*rc) return 0;
  sqlite3_bind_int64(row, 1, a);
  sqlite3_int64 number = hs_index_row(index, rc, row) ? sqlite3_column_int64(row, 0) : 0;
  sqlite3_reset(row);
  return number;
}

void hs_index_finalize(hs_index *index) {
  for (int i = 0; i < HS_INDEX_STATEMENTS; i++) {
    sqlite3_finalize(index->statements[i]);
    index->statements[i] = NULL;
  }
  sqlite3_finalize(index->lookup);
  index->lookup = NULL;
}

/* ---- press_config ------------------------------------------------------------------------------------------------ */

sqlite3_int64 hs_index_get_config(hs_index *index, int *rc, const char *key) {
  sqlite3_stmt *statement = hs_index_use(index, rc, HS_INDEX_GET_CONFIG);
  sqlite3_int64 value = 0;
  if (*rc) return 0;
  sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
  if (hs_index_row(index, rc, statement)) value = sqlite3_column_int64(statement, 0);
  sqlite3_reset(statement);
  return value;
}

void hs_index_put_config(hs_index *index, int *rc, const char *key, sqlite3_int64 value) {
  sqlite3_stmt *statement = hs_index_use(index, rc, HS_INDEX_PUT_CONFIG);
  if (*rc) return;
  sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_int64(statement, 2, value);
  hs_index_run(index, rc, statement);
}
