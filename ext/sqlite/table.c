/*
** table.c: the table-valued functions.
**
**     SELECT speaker, quote FROM articles, hearsay_quotes(articles.body);
**     SELECT * FROM hearsay_sentences(:text) WHERE sentence = 3;
**     SELECT * FROM hearsay_mentions(:text, '{"titles": ["Alhaji"]}');
**
** They are eponymous, read-only virtual tables that differ only by their description (rows.c). The arguments are hidden
** columns behind the others. The plan that xBestIndex makes for xFilter, in idxNum:
**
**     1   article = ? is given; argv[0]. A plan without any article is made as well, and fails when it is run with a
**         message that names the remedy; where an article is there but not yet known, there is no plan at all
**     2   options = ? is given; the next argument
**     4   rowid = ?, or the id column = ?; the next argument
**     8   columns are used that need parts of speech
**
** Rows come in the order of their ids.
*/
#include "sqlite/sql.h"

#include <string.h>

enum { PLAN_ARTICLE = 1, PLAN_OPTIONS = 2, PLAN_ID = 4, PLAN_SENTENCES = 8, PLAN_TAGS = 16 };

/* What a registration is given. */
typedef struct module {
  hs_sql_state *state;
  const hs_sql_table *table;
} module;

typedef struct table_vtab {
  sqlite3_vtab base;
  hs_sql_state *state;
  const hs_sql_table *table;
  int columns; /* the hidden ones not counted: article is the next, options the one after it */
} table_vtab;

typedef struct table_cursor {
  sqlite3_vtab_cursor base;
  hs_sql_article *article; /* NULL before the first xFilter, and for a NULL article */
  size_t row, end;
} table_cursor;

/* ---- the table --------------------------------------------------------------------------------------------------- */

static char *make_schema(const hs_sql_table *table) {
  sqlite3_str *schema = sqlite3_str_new(NULL);
  sqlite3_str_appendall(schema, "CREATE TABLE x(");
  for (int i = 0; table->columns[i]; i++) sqlite3_str_appendf(schema, "%s, ", table->columns[i]);
  sqlite3_str_appendall(schema, "article HIDDEN, options HIDDEN)");
  return sqlite3_str_finish(schema);
}

static int table_connect(sqlite3 *db, void *client, int argc, const char *const *argv, sqlite3_vtab **out,
                         char **error) {
  const module *with = client;
  char *schema = make_schema(with->table);
  table_vtab *vtab = sqlite3_malloc64(sizeof *vtab);
  int rc = schema && vtab ? hs_sql_declare(db, schema, error) : SQLITE_NOMEM;
  (void)argc, (void)argv;
  sqlite3_free(schema);
  if (!rc) rc = sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  if (rc) {
    sqlite3_free(vtab);
    return rc;
  }
  *vtab = (table_vtab){.state = with->state, .table = with->table, .columns = hs_sql_column_count(with->table)};
  *out = &vtab->base;
  return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *base) {
  sqlite3_free(base);
  return SQLITE_OK;
}

/* ---- plans ------------------------------------------------------------------------------------------------------- */

/* Which constraints give the arguments; -1: none. */
typedef struct plan {
  int article, options, id;
  bool unusable; /* an argument is there, but its value is not known in this order of the join */
} plan;

static plan find_constraints(const table_vtab *vtab, const sqlite3_index_info *info) {
  plan found = {.article = -1, .options = -1, .id = -1, .unusable = false};
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
    bool is_article = constraint->iColumn == vtab->columns, is_options = constraint->iColumn == vtab->columns + 1;
    bool is_id = constraint->iColumn < 0 || constraint->iColumn == vtab->table->id_column;
    if (constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (!constraint->usable)
      found.unusable = found.unusable || is_article || is_options;
    else if (is_article)
      found.article = i;
    else if (is_options)
      found.options = i;
    else if (is_id)
      found.id = i;
  }
  return found;
}

/* Hands one constraint's value to xFilter as the next argument. */
static int use(sqlite3_index_info *info, int constraint, int argument, bool omit) {
  if (constraint < 0) return argument;
  info->aConstraintUsage[constraint].argvIndex = argument + 1;
  info->aConstraintUsage[constraint].omit = omit;
  return argument + 1;
}

static bool rows_are_in_order(const table_vtab *vtab, const sqlite3_index_info *info) {
  if (info->nOrderBy != 1 || info->aOrderBy[0].desc) return false;
  return info->aOrderBy[0].iColumn < 0 || info->aOrderBy[0].iColumn == vtab->table->id_column;
}

/* Costs are in rows, as SQLite's are. An article is read once; to find it again in the cache costs a few rows. */
static int table_best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  const table_vtab *vtab = (const table_vtab *)base;
  const hs_sql_table *table = vtab->table;
  plan found = find_constraints(vtab, info);
  if (found.unusable) return SQLITE_CONSTRAINT;
  int argument = use(info, found.article, 0, true);
  argument = use(info, found.options, argument, true);
  use(info, found.id, argument, false); /* SQLite compares again, with the column's affinity */
  info->idxNum = (found.article >= 0 ? PLAN_ARTICLE : 0) | (found.options >= 0 ? PLAN_OPTIONS : 0) |
                 (found.id >= 0 ? PLAN_ID : 0) | (info->colUsed & table->sentence_columns ? PLAN_SENTENCES : 0) |
                 (info->colUsed & table->tag_columns ? PLAN_TAGS : 0);
  info->orderByConsumed = rows_are_in_order(vtab, info);
  info->estimatedRows = found.id >= 0 ? 1 : table->expected_rows;
  info->estimatedCost = 10 + (double)info->estimatedRows;
  if (found.id >= 0) info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
  if (found.article < 0) info->estimatedCost = 1e30;
  return SQLITE_OK;
}

/* ---- cursors ----------------------------------------------------------------------------------------------------- */

static int table_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  table_cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  (void)base;
  if (!cursor) return SQLITE_NOMEM;
  *cursor = (table_cursor){.article = NULL};
  *out = &cursor->base;
  return SQLITE_OK;
}

static int table_close(sqlite3_vtab_cursor *base) {
  hs_sql_article_release(((table_cursor *)base)->article);
  sqlite3_free(base);
  return SQLITE_OK;
}

/* Moves on to a number that has a row. */
static void skip_to_row(const table_vtab *vtab, table_cursor *cursor) {
  const hs_sql_table *table = vtab->table;
  if (!table->has) return;
  while (cursor->row < cursor->end && !table->has(cursor->article->parsed, cursor->row)) cursor->row++;
}

/*
** Narrows the cursor to the row with the id in `value`. What is not a number equals no id; a fraction is left to
** SQLite's own comparison, like everything else that is compared once more.
*/
static void narrow_to_id(table_cursor *cursor, sqlite3_value *value) {
  int type = sqlite3_value_numeric_type(value);
  sqlite3_int64 id = type == SQLITE_INTEGER || type == SQLITE_FLOAT ? sqlite3_value_int64(value) : 0;
  if (id < 1 || (sqlite3_uint64)id > cursor->end) {
    cursor->end = cursor->row;
  } else {
    cursor->row = (size_t)id - 1;
    cursor->end = (size_t)id;
  }
}

static int open_article(table_vtab *vtab, table_cursor *cursor, sqlite3_value *text, sqlite3_value *options,
                        hearsay_upto upto) {
  char *error = NULL;
  int rc = hs_sql_article_open(vtab->state, text, options, upto, &cursor->article, &error);
  if (error) {
    sqlite3_free(vtab->base.zErrMsg);
    vtab->base.zErrMsg = error;
  }
  return rc;
}

static int no_article(table_vtab *vtab) {
  sqlite3_free(vtab->base.zErrMsg);
  vtab->base.zErrMsg = sqlite3_mprintf("hearsay: %s needs an article, as in %s(article) or %s(article, options)",
                                       vtab->table->name, vtab->table->name, vtab->table->name);
  return vtab->base.zErrMsg ? SQLITE_ERROR : SQLITE_NOMEM;
}

static int table_filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc, sqlite3_value **argv) {
  table_cursor *cursor = (table_cursor *)base;
  table_vtab *vtab = (table_vtab *)base->pVtab;
  hearsay_upto upto = vtab->table->upto;
  (void)name, (void)argc;
  hs_sql_article_release(cursor->article);
  cursor->article = NULL;
  cursor->row = cursor->end = 0;
  if (!(number & PLAN_ARTICLE)) return no_article(vtab);
  sqlite3_value *text = *argv++;
  sqlite3_value *options = number & PLAN_OPTIONS ? *argv++ : NULL;
  if (number & PLAN_SENTENCES && upto < HEARSAY_UPTO_SENTENCES) upto = HEARSAY_UPTO_SENTENCES;
  if (number & PLAN_TAGS && upto < HEARSAY_UPTO_TAGS) upto = HEARSAY_UPTO_TAGS;
  if (sqlite3_value_type(text) == SQLITE_NULL) return SQLITE_OK;
  int rc = open_article(vtab, cursor, text, options, upto);
  if (rc) return rc;
  cursor->end = vtab->table->count(cursor->article->parsed);
  if (number & PLAN_ID) narrow_to_id(cursor, *argv);
  skip_to_row(vtab, cursor);
  return SQLITE_OK;
}

/* Another holder of the article may have tried to read it on, and failed: then nothing is left of it. */
static int table_next(sqlite3_vtab_cursor *base) {
  table_cursor *cursor = (table_cursor *)base;
  if (cursor->article->failed) return cursor->article->failed;
  cursor->row++;
  skip_to_row((table_vtab *)base->pVtab, cursor);
  return SQLITE_OK;
}

static int table_eof(sqlite3_vtab_cursor *base) {
  const table_cursor *cursor = (const table_cursor *)base;
  return cursor->row >= cursor->end;
}

static int table_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  *rowid = (sqlite3_int64)((const table_cursor *)base)->row + 1;
  return SQLITE_OK;
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static void result_array(sqlite3_context *context, const hs_sql_value *value) {
  sqlite3_str *array = sqlite3_str_new(sqlite3_context_db_handle(context));
  hs_sql_json_array(array, value);
  int rc = sqlite3_str_errcode(array), length = sqlite3_str_length(array);
  char *text = sqlite3_str_finish(array);
  if (rc)
    sqlite3_result_error_code(context, rc);
  else
    sqlite3_result_text(context, text, length, sqlite3_free);
}

/* Short texts with the end that SQLite would else make room for afterwards, in a second allocation. */
static void result_words(sqlite3_context *context, hearsay_text text) {
  char terminated[64];
  if (text.bytes >= sizeof terminated || memchr(text.data, 0, text.bytes)) {
    sqlite3_result_text64(context, text.data, text.bytes, SQLITE_TRANSIENT, SQLITE_UTF8);
    return;
  }
  memcpy(terminated, text.data, text.bytes);
  terminated[text.bytes] = 0;
  sqlite3_result_text(context, terminated, -1, SQLITE_TRANSIENT);
}

static void result(sqlite3_context *context, const hs_sql_value *value) {
  switch (value->type) {
  case HS_SQL_INTEGER: sqlite3_result_int64(context, value->integer); break;
  case HS_SQL_REAL: sqlite3_result_double(context, value->real); break;
  case HS_SQL_TEXT: result_words(context, value->text); break;
  case HS_SQL_NAME: sqlite3_result_text(context, value->text.data, (int)value->text.bytes, SQLITE_STATIC); break;
  case HS_SQL_TEXTS:
  case HS_SQL_SPANS: result_array(context, value); break;
  case HS_SQL_NULL:
  default: sqlite3_result_null(context); break;
  }
}

static int table_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
  const table_cursor *cursor = (const table_cursor *)base;
  const table_vtab *vtab = (const table_vtab *)base->pVtab;
  const hs_sql_article *article = cursor->article;
  hs_sql_value value;
  if (article->failed) return article->failed;
  if (column < vtab->columns) {
    hs_sql_column(vtab->table, article, cursor->row, column, &value);
    result(context, &value);
  } else if (column == vtab->columns) {
    sqlite3_result_text64(context, article->text, article->bytes, SQLITE_TRANSIENT, SQLITE_UTF8);
  } else {
    hearsay_text options = hs_sql_article_options(article);
    if (options.data) sqlite3_result_text64(context, options.data, options.bytes, SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return SQLITE_OK;
}

/* ---- registration ------------------------------------------------------------------------------------------------ */

static const sqlite3_module table_module = {.iVersion = 0,
                                            .xCreate = NULL, /* eponymous only */
                                            .xConnect = table_connect,
                                            .xBestIndex = table_best_index,
                                            .xDisconnect = table_disconnect,
                                            .xOpen = table_open,
                                            .xClose = table_close,
                                            .xFilter = table_filter,
                                            .xNext = table_next,
                                            .xEof = table_eof,
                                            .xColumn = table_column,
                                            .xRowid = table_rowid};

static void free_module(void *client) {
  hs_sql_state_release(((module *)client)->state);
  sqlite3_free(client);
}

int hs_sql_register_tables(sqlite3 *db, hs_sql_state *state) {
  for (int i = 0; hs_sql_tables[i]; i++) {
    module *with = sqlite3_malloc64(sizeof *with);
    if (!with) return SQLITE_NOMEM;
    *with = (module){.state = hs_sql_state_hold(state), .table = hs_sql_tables[i]};
    /* SQLite calls free_module also when it fails. */
    int rc = sqlite3_create_module_v2(db, with->table->name, &table_module, with, free_module);
    if (rc) return rc;
  }
  return SQLITE_OK;
}
