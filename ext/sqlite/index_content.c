/*
** index_content.c: the table of articles.
**
** ALTER TABLE may rename it and its columns, and SQLite cannot know that the arguments of the virtual table speak of
** them. It does rewrite triggers. So the table is the one that the trigger press_update stands on, and the columns are
** those in its list:
**
**     CREATE TRIGGER "press_update" AFTER UPDATE OF "id", "body", rowid, oid, _rowid_ ON "articles" …
**
** The columns in quotation marks are, as hs_index_create writes them, the key (when it is a column), headline, date,
** texts. Without triggers (sync=manual) SQLite keeps the reference of an empty table, press_content, up to date.
*/
#include "sqlite/index.h"

#include <string.h>

bool hs_index_is_rowid(const char *key) {
  return sqlite3_stricmp(key, "rowid") == 0 || sqlite3_stricmp(key, "oid") == 0 || sqlite3_stricmp(key, "_rowid_") == 0;
}

/* ---- when the index is made ---------------------------------------------------------------------------------------- */

/* A column of the content table, as table_xinfo tells. */
typedef struct column {
  char *name, *type;
  int key_part; /* from 1; 0: not of the primary key */
  bool generated;
} column;

typedef struct columns {
  column *items;
  int count;
} columns;

static void free_columns(columns *all) {
  for (int i = 0; i < all->count; i++) {
    sqlite3_free(all->items[i].name);
    sqlite3_free(all->items[i].type);
  }
  sqlite3_free(all->items);
}

static void add_column(int *rc, columns *all, sqlite3_stmt *row) {
  column *items = sqlite3_realloc64(all->items, (sqlite3_uint64)(all->count + 1) * sizeof *items);
  if (!items) {
    *rc = SQLITE_NOMEM;
    return;
  }
  all->items = items;
  column *new = &items[all->count++];
  *new = (column){.name = sqlite3_mprintf("%s", sqlite3_column_text(row, 0)),
                  .type = sqlite3_mprintf("%s", sqlite3_column_text(row, 1)),
                  .key_part = sqlite3_column_int(row, 2),
                  .generated = sqlite3_column_int(row, 3) > 1};
  if (!new->name || !new->type) *rc = SQLITE_NOMEM;
}

static void read_columns(hs_index *index, int *rc, columns *all) {
  sqlite3_stmt *row = hs_index_prepare(index, rc, "SELECT name, type, pk, hidden FROM pragma_table_xinfo(%Q, %Q)",
                                       index->options.content, index->schema);
  while (hs_index_row(index, rc, row)) add_column(rc, all, row);
  sqlite3_finalize(row);
}

static const column *find_column(const columns *all, const char *name) {
  for (int i = 0; i < all->count; i++)
    if (sqlite3_stricmp(all->items[i].name, name) == 0) return &all->items[i];
  return NULL;
}

/* The one column that is the primary key and an integer; NULL. */
static const column *integer_key(const columns *all) {
  const column *key = NULL;
  for (int i = 0; i < all->count; i++) {
    if (!all->items[i].key_part) continue;
    if (key) return NULL;
    key = &all->items[i];
  }
  return key && sqlite3_stricmp(key->type, "INTEGER") == 0 ? key : NULL;
}

static bool check_column(hs_index *index, int *rc, const columns *all, const char *option, const char *name) {
  const column *found = name ? find_column(all, name) : NULL;
  if (name && !found)
    hs_index_fail(index, rc, "option \"%s\": %s has no column \"%s\"", option, index->options.content, name);
  return found && found->generated;
}

/* Settles the key: a rowid that is a column too goes by the column's name, as only that is in the triggers' lists. */
static void check_key(hs_index *index, int *rc, const columns *all, bool is_table, bool *anchored) {
  hs_index_options *options = &index->options;
  const column *key = integer_key(all);
  bool rowid = options->key && hs_index_is_rowid(options->key) && !find_column(all, options->key);
  *anchored = is_table && key && (!options->key || rowid || sqlite3_stricmp(options->key, key->name) == 0);
  if ((!options->key || rowid) && is_table && key) {
    sqlite3_free(options->key);
    options->key = sqlite3_mprintf("%s", key->name);
    if (!options->key) *rc = SQLITE_NOMEM;
    return;
  }
  if (!options->key)
    hs_index_fail(index, rc,
                  is_table ? "%s has no INTEGER PRIMARY KEY: name its key with content_rowid, which may be rowid"
                           : "%s is no plain table: name its integer key with content_rowid",
                  options->content);
  else if (is_table && !*anchored && (!hs_index_is_rowid(options->key) || find_column(all, options->key)))
    hs_index_fail(index, rc, "option \"content_rowid\": \"%s\" is not the INTEGER PRIMARY KEY of %s, nor its rowid",
                  options->key, options->content);
  else if (!is_table)
    check_column(index, rc, all, "content_rowid", options->key);
}

/* Whether the content is an ordinary table; it must be there. */
static bool is_plain_table(hs_index *index, int *rc) {
  bool is_table = false;
  sqlite3_stmt *row =
      hs_index_prepare(index, rc,
                       "SELECT type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%%' FROM \"%w\".sqlite_schema "
                       "WHERE type IN ('table', 'view') AND lower(name) = lower(%Q)",
                       index->schema, index->options.content);
  if (hs_index_row(index, rc, row))
    is_table = sqlite3_column_int(row, 0);
  else
    hs_index_fail(index, rc, "option \"content\": there is no table %s.%s", index->schema, index->options.content);
  sqlite3_finalize(row);
  return is_table;
}

/* The table of the user's decisions has its two columns. */
static void check_authority(hs_index *index, int *rc) {
  const char *table = index->options.authority;
  if (!table || *rc) return;
  if (hs_index_number(index, rc,
                      "SELECT count(*) FROM pragma_table_info(%Q, %Q) WHERE lower(name) IN ('name', 'person')", table,
                      index->schema) != 2)
    hs_index_fail(index, rc, "option \"authority\": there is no table %s.%s with the columns name and person",
                  index->schema, table);
}

void hs_index_inspect(hs_index *index, int *rc, bool *generated, bool *anchored) {
  hs_index_options *options = &index->options;
  columns all = {NULL, 0};
  bool is_table = is_plain_table(index, rc);
  *generated = *anchored = false;
  if (!*rc && !is_table && options->mode != HS_INDEX_MANUAL)
    hs_index_fail(index, rc, "%s is no plain table and cannot have triggers: it needs sync=manual", options->content);
  read_columns(index, rc, &all);
  if (!*rc) check_key(index, rc, &all, is_table, anchored);
  *generated |= check_column(index, rc, &all, "headline", options->headline);
  *generated |= check_column(index, rc, &all, "date", options->date);
  for (int i = 0; i < options->text_count; i++) *generated |= check_column(index, rc, &all, "text", options->texts[i]);
  free_columns(&all);
  check_authority(index, rc);
}

/* ---- where it is now ------------------------------------------------------------------------------------------------ */

static void copy(int *rc, char **to, const char *from) {
  if (*rc || !from) return;
  *to = sqlite3_mprintf("%s", from);
  if (!*to) *rc = SQLITE_NOMEM;
}

/* The key that creation has found, when the option does not say, or says rowid. */
static void read_key(hs_index *index, int *rc) {
  char *key = NULL;
  sqlite3_stmt *row = hs_index_prepare(index, rc, "SELECT value FROM @config WHERE name = 'content_rowid'");
  if (hs_index_row(index, rc, row)) copy(rc, &key, (const char *)sqlite3_column_text(row, 0));
  if (key) {
    sqlite3_free(index->options.key);
    index->options.key = key;
  }
  if (!index->options.key) hs_index_fail(index, rc, "%s_config has no content_rowid", index->name);
  sqlite3_finalize(row);
}

/* The names that the index was made with. */
static void copy_options(hs_index *index, int *rc, hs_index_content *content) {
  const hs_index_options *options = &index->options;
  if (!options->key || hs_index_is_rowid(options->key)) read_key(index, rc);
  copy(rc, &content->table, options->content);
  copy(rc, &content->key, options->key);
  copy(rc, &content->headline, options->headline);
  copy(rc, &content->date, options->date);
  content->text_count = options->text_count;
  for (int i = 0; i < options->text_count; i++) copy(rc, &content->texts[i], options->texts[i]);
}

/* Replaces a name by the next one in quotation marks at *at, which moves behind it; false when there is none. */
static bool read_name(int *rc, const char **at, char **name) {
  const char *start = strchr(*at, '"'), *end = start ? start + 1 : NULL;
  const char *list_end = strstr(*at, " ON ");
  if (*rc || !start || (list_end && list_end < start)) return false;
  while (*end && (*end != '"' || end[1] == '"')) end += *end == '"' ? 2 : 1;
  if (!*end) return false;
  char *read = sqlite3_malloc64((sqlite3_uint64)(end - start)), *to = read;
  if (!read) {
    *rc = SQLITE_NOMEM;
    return false;
  }
  for (const char *from = start + 1; from < end; from++) {
    *to++ = *from;
    if (*from == '"') from++;
  }
  *to = 0;
  *at = end + 1;
  sqlite3_free(*name);
  *name = read;
  return true;
}

/* The columns as the trigger's list has them. */
static void read_trigger(hs_index *index, int *rc, const char *sql, hs_index_content *content) {
  const char *list = strstr(sql, " UPDATE OF ");
  content->generated = !list;
  if (!list) return;
  bool ok = hs_index_is_rowid(index->options.key) || read_name(rc, &list, &content->key);
  if (ok && content->headline) ok = read_name(rc, &list, &content->headline);
  if (ok && content->date) ok = read_name(rc, &list, &content->date);
  for (int i = 0; ok && i < content->text_count; i++) ok = read_name(rc, &list, &content->texts[i]);
  if (!ok)
    hs_index_fail(index, rc, "trigger %s_update is not as it was made: DROP TRIGGER it, and 'rebuild'", index->name);
}

void hs_index_find_content(hs_index *index, int *rc, hs_index_content *content) {
  sqlite3_stmt *row;
  *content = (hs_index_content){.followed = false};
  copy_options(index, rc, content);
  bool manual = index->options.mode == HS_INDEX_MANUAL;
  if (manual)
    row = hs_index_prepare(index, rc, "SELECT \"table\", \"to\" FROM pragma_foreign_key_list('%q_content', %Q)",
                           index->name, index->schema);
  else
    row = hs_index_prepare(
        index, rc,
        "SELECT tbl_name, sql, (SELECT count(*) FROM \"%w\".sqlite_schema AS o WHERE o.type = 'trigger' AND o.tbl_name "
        "= u.tbl_name AND "
        "o.name IN ('%q_insert', '%q_delete', '%q_update_replaced')) "
        "FROM \"%w\".sqlite_schema AS u WHERE type = 'trigger' AND name = '%q_update'",
        index->schema, index->name, index->name, index->name, index->schema, index->name);
  content->followed = manual;
  if (hs_index_row(index, rc, row)) {
    content->followed = manual || sqlite3_column_int(row, 2) == (index->options.mode == HS_INDEX_TRIGGER ? 3 : 2);
    sqlite3_free(content->table);
    content->table = NULL;
    copy(rc, &content->table, (const char *)sqlite3_column_text(row, 0));
    const char *more = (const char *)sqlite3_column_text(row, 1);
    if (manual && more) {
      sqlite3_free(content->key);
      content->key = NULL;
      copy(rc, &content->key, more);
    } else if (more) {
      read_trigger(index, rc, more, content);
    }
  }
  sqlite3_finalize(row);
}

void hs_index_content_clear(hs_index_content *content) {
  sqlite3_free(content->table);
  sqlite3_free(content->key);
  sqlite3_free(content->headline);
  sqlite3_free(content->date);
  for (int i = 0; i < content->text_count; i++) sqlite3_free(content->texts[i]);
  *content = (hs_index_content){.followed = false};
}

/* ---- reading it ------------------------------------------------------------------------------------------------------ */

sqlite3_stmt *hs_index_select_content(hs_index *index, int *rc, const hs_index_content *content, const char *tail) {
  if (*rc) return NULL;
  sqlite3_str *sql = sqlite3_str_new(NULL);
  sqlite3_str_appendf(sql, "SELECT c.\"%w\"", content->key);
  if (content->date)
    sqlite3_str_appendf(sql, ", c.\"%w\"", content->date);
  else
    sqlite3_str_appendall(sql, ", NULL");
  if (content->headline) sqlite3_str_appendf(sql, ", c.\"%w\"", content->headline);
  for (int i = 0; i < content->text_count; i++) sqlite3_str_appendf(sql, ", c.\"%w\"", content->texts[i]);
  sqlite3_str_appendf(sql, " FROM \"%w\".\"%w\" AS c ", index->schema, content->table);
  for (const char *at = tail; *at; at++) {
    if (*at == '#')
      sqlite3_str_appendf(sql, "c.\"%w\"", content->key);
    else
      sqlite3_str_appendchar(sql, 1, *at);
  }
  char *text = sqlite3_str_finish(sql);
  sqlite3_stmt *statement = NULL;
  if (!text) *rc = SQLITE_NOMEM;
  if (!*rc) hs_index_check(index, rc, sqlite3_prepare_v2(index->db, text, -1, &statement, NULL));
  sqlite3_free(text);
  return statement;
}

/* How often SQLite has prepared a statement anew, since the schema had changed: it looks at every run. */
static int count_schemas(hs_index *index) {
  return sqlite3_stmt_status(index->statements[HS_INDEX_GET_CONFIG], SQLITE_STMTSTATUS_REPREPARE, 0);
}

sqlite3_stmt *hs_index_lookup(hs_index *index, int *rc) {
  hs_index_content content;
  if (*rc) return NULL;
  if (index->lookup && index->lookup_schema == count_schemas(index)) {
    sqlite3_reset(index->lookup);
    return index->lookup;
  }
  sqlite3_finalize(index->lookup);
  index->lookup_schema = count_schemas(index);
  hs_index_find_content(index, rc, &content);
  index->lookup = hs_index_select_content(index, rc, &content, "WHERE # = ?1");
  hs_index_content_clear(&content);
  return index->lookup;
}

bool hs_index_has_unique(hs_index *index, int *rc, const hs_index_content *content) {
  return hs_index_number(index, rc,
                         "SELECT count(*) FROM pragma_index_list(%Q, %Q) WHERE \"unique\" AND (origin <> 'pk' OR %d)",
                         content->table, index->schema, hs_index_is_rowid(content->key)) > 0;
}
