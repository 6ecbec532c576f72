/*
** index_table.c: the module `hearsay`: an index of who said what in a table of articles.
**
**     CREATE VIRTUAL TABLE press USING hearsay(content=articles, content_rowid=id, text=body, date=published);
**     INSERT INTO press(press) VALUES ('rebuild');
**     SELECT article, quote FROM press WHERE speaker MATCH 'Liu Bing' AND date >= '2026-07-01' ORDER BY date;
**
** A row is a row of press_said, its rowid the id there. Columns: article, those of hearsay_quotes, date, field, same_as, and two
** hidden ones for commands: one with the table's name, and argument.
**
** Plans. xBestIndex writes the end of a statement on press_said s and press_article a, with a parameter for each
** argument, and xFilter runs it; EXPLAIN QUERY PLAN shows it. Comparisons are passed on of what is a column there, of speaker
** and of kind, where they are made by bytes, as those columns are compared, and SQLite makes them once more. So is every
** ORDER BY. `speaker MATCH name` is everybody who has that name, in any spelling, with all names that 'resolve' has joined;
** only a plan can answer it. idxNum has a bit for each column that the query uses: the statement reads no others.
*/
#include "sqlite/index.h"

#include <math.h>
#include <string.h>

typedef struct index_cursor {
  sqlite3_vtab_cursor base;
  char *plan; /* of the statement */
  int used;   /* columns that it reads */
  sqlite3_stmt *statement;
  bool at_end;
} index_cursor;

/* ---- columns ------------------------------------------------------------------------------------------------------------ */

static const hs_sql_table *find_table(const char *name) {
  const hs_sql_table *const *table = hs_sql_tables;
  while (strcmp((*table)->name, name) != 0) table++;
  return *table;
}

const hs_sql_table *hs_index_quotes(void) {
  return find_table("hearsay_quotes");
}

/* Columns behind those of a quotation. */
static int date_column(void) {
  return HS_INDEX_QUOTE + hs_sql_column_count(hs_index_quotes());
}
static int field_column(void) {
  return date_column() + 1;
}
static int last_column(void) { /* same_as */
  return date_column() + 2;
}

static bool is_column(int column, const char *name) {
  const char *const *columns = hs_index_quotes()->columns;
  size_t length = strlen(name);
  return column >= HS_INDEX_QUOTE && column < date_column() &&
         strncmp(columns[column - HS_INDEX_QUOTE], name, length) == 0 &&
         columns[column - HS_INDEX_QUOTE][length] == ' ';
}

/* Who speaks is the row of press_person that stands for the person, of those that 'resolve' has joined. */
static const char resolved_id[] =
    "coalesce((SELECT p.same_as FROM @name AS p WHERE p.person_id = s.speaker_id), s.speaker_id)";

/* A column in a plan's statement: s.quote. */
static void append_column(const hs_index *index, sqlite3_str *out, int column) {
  if (column < 0)
    sqlite3_str_appendall(out, "s.id");
  else if (column == HS_INDEX_ARTICLE)
    sqlite3_str_appendall(out, "a.article");
  else if (column == date_column())
    sqlite3_str_appendall(out, "a.date");
  else if (column == field_column())
    hs_index_append_quote_field(index, out);
  else if (column == last_column())
    sqlite3_str_appendall(out, "(SELECT r.same_as FROM @repeat AS r WHERE r.id = s.id)");
  else
    hs_index_append_quote_column(out, column - HS_INDEX_QUOTE);
}

/* Whether it is a column of press_said or press_article, which has an affinity. */
static bool is_stored(int column) {
  static const char *const stored[] = {"quote", "speaker_id", "paragraph", "sentence", "start", "length", "spans"};
  if (column < HS_INDEX_QUOTE || column == date_column()) return true;
  for (size_t i = 0; i < sizeof stored / sizeof *stored; i++)
    if (is_column(column, stored[i])) return true;
  return false;
}

/* ---- the table ------------------------------------------------------------------------------------------------------------ */

static char *make_schema(const char *name, char **error) {
  sqlite3_str *schema = sqlite3_str_new(NULL);
  const char *const *columns = hs_index_quotes()->columns;
  bool taken = sqlite3_stricmp(name, "article") == 0 || sqlite3_stricmp(name, "date") == 0 ||
               sqlite3_stricmp(name, "field") == 0 || sqlite3_stricmp(name, "same_as") == 0 ||
               sqlite3_stricmp(name, "argument") == 0;
  sqlite3_str_appendall(schema, "CREATE TABLE x(article INTEGER, ");
  for (int i = 0; columns[i]; i++) {
    size_t length = strcspn(columns[i], " ");
    taken = taken || (strlen(name) == length && sqlite3_strnicmp(name, columns[i], (int)length) == 0);
    sqlite3_str_appendf(schema, "%s, ", columns[i]);
  }
  sqlite3_str_appendf(schema, "date, field TEXT, same_as INTEGER, \"%w\" HIDDEN, argument HIDDEN)", name);
  if (taken) *error = sqlite3_mprintf("hearsay: a table cannot be called %s, which is a column of it", name);
  return sqlite3_str_finish(schema);
}

static void index_free(hs_index *index) {
  if (!index) return;
  hs_index_finalize(index);
  hearsay_close(index->reader);
  hs_index_options_clear(&index->options);
  sqlite3_free(index->schema);
  sqlite3_free(index->name);
  sqlite3_free(index->base.zErrMsg);
  sqlite3_free(index);
}

static int index_open(sqlite3 *db, void *client, int argc, const char *const *argv, hs_index **out, char **error) {
  char *schema = make_schema(argv[2], error);
  hs_index *index = sqlite3_malloc64(sizeof *index);
  int rc = schema && index ? SQLITE_OK : SQLITE_NOMEM;
  if (index) {
    *index = (hs_index){.db = db, .state = client, .quotes = -1};
    index->schema = sqlite3_mprintf("%s", argv[1]);
    index->name = sqlite3_mprintf("%s", argv[2]);
    if (!index->schema || !index->name) rc = SQLITE_NOMEM;
  }
  if (!rc && *error) rc = SQLITE_ERROR;
  if (!rc) rc = hs_index_options_read(argv + 3, argc - 3, &index->options, error);
  if (!rc) rc = hs_sql_declare(db, schema, error);
  if (!rc) rc = sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  sqlite3_free(schema);
  if (rc) {
    index_free(index);
    return rc;
  }
  *out = index;
  return SQLITE_OK;
}

static int index_create(sqlite3 *db, void *client, int argc, const char *const *argv, sqlite3_vtab **out,
                        char **error) {
  hs_index *index = NULL;
  int rc = index_open(db, client, argc, argv, &index, error);
  if (rc) return rc;
  hs_index_create(index, &rc);
  if (rc) {
    *error = index->base.zErrMsg;
    index->base.zErrMsg = NULL;
    index_free(index);
    return rc;
  }
  *out = &index->base;
  return SQLITE_OK;
}

static int index_connect(sqlite3 *db, void *client, int argc, const char *const *argv, sqlite3_vtab **out,
                         char **error) {
  hs_index *index = NULL;
  int rc = index_open(db, client, argc, argv, &index, error);
  if (!rc) *out = &index->base;
  return rc;
}

static int index_disconnect(sqlite3_vtab *base) {
  index_free((hs_index *)base);
  return SQLITE_OK;
}

static int index_destroy(sqlite3_vtab *base) {
  int rc = SQLITE_OK;
  hs_index_drop((hs_index *)base, &rc);
  if (!rc) index_free((hs_index *)base);
  return rc;
}

static int index_rename(sqlite3_vtab *base, const char *name) {
  int rc = SQLITE_OK;
  hs_index_rename((hs_index *)base, &rc, name);
  return rc;
}

/* ---- plans ---------------------------------------------------------------------------------------------------------------- */

static const char *operator_of(int op) {
  switch (op) {
  case SQLITE_INDEX_CONSTRAINT_EQ: return "=";
  case SQLITE_INDEX_CONSTRAINT_GT: return ">";
  case SQLITE_INDEX_CONSTRAINT_GE: return ">=";
  case SQLITE_INDEX_CONSTRAINT_LT: return "<";
  case SQLITE_INDEX_CONSTRAINT_LE: return "<=";
  default: return NULL;
  }
}

/*
** What share of the rows a comparison leaves, and whether an index finds them. A speaker says a few hundredths of a per
** cent, an article has twenty quotations; each end of a range leaves a quarter. There is no index on the three kinds: each
** has quotations on nearly every page, so reading all pages in turn is faster than looking its rows up.
*/
static double share(double rows, int column, bool is_equal, bool *indexed) {
  *indexed = true;
  if (column < 0) return is_equal ? 1 / rows : 0.25;
  if (column == HS_INDEX_ARTICLE) return is_equal ? fmin(20 / rows, 1) : 0.25;
  if (column == last_column()) return is_equal ? fmin(4 / rows, 1) : 0.1;
  if (column == date_column()) return is_equal ? fmax(0.002, 1 / rows) : 0.25;
  if (is_column(column, "speaker") || is_column(column, "speaker_id")) return is_equal ? fmax(0.0005, 1 / rows) : 0.25;
  *indexed = false;
  if (is_column(column, "kind")) return 0.4;
  return is_equal ? 0.1 : 0.5;
}

/* How many rows there are, as the last command has counted them. Only a guess: an index that cannot be read fails later. */
static double count_rows(hs_index *index) {
  if (index->quotes < 0) {
    int rc = SQLITE_OK;
    index->quotes = (double)hs_index_get_config(index, &rc, "quotes");
    if (rc) index->quotes = 10000;
    sqlite3_free(index->base.zErrMsg);
    index->base.zErrMsg = NULL;
  }
  return fmax(index->quotes, 1);
}

static bool is_binary(sqlite3_index_info *info, int constraint) {
  const char *collation = sqlite3_vtab_collation(info, constraint);
  return !collation || sqlite3_stricmp(collation, "BINARY") == 0;
}

typedef struct plan {
  const hs_index *index;
  sqlite3_str *sql;
  double rows;   /* that come out */
  double looked; /* at, by the best index */
  bool article;  /* its key or date is compared, or is what is sorted by */
  bool other;    /* so is something else with an index */
  int arguments;
  bool one;
} plan;

static bool is_match(const struct sqlite3_index_constraint *constraint) {
  return constraint->op == SQLITE_INDEX_CONSTRAINT_MATCH && is_column(constraint->iColumn, "speaker");
}

/*
** Whether a comparison can be made by a plan's statement: one of bytes with a column. Of the speaker, the kind and same_as
** only equality.
*/
static bool is_comparable(sqlite3_index_info *info, int i) {
  const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
  if (is_match(constraint)) return constraint->usable;
  if (!constraint->usable || !operator_of(constraint->op) || constraint->iColumn > last_column()) return false;
  bool is_rewritten = is_column(constraint->iColumn, "speaker_id") || is_column(constraint->iColumn, "speaker") ||
                      is_column(constraint->iColumn, "kind") || constraint->iColumn == last_column();
  if (is_rewritten ? constraint->op != SQLITE_INDEX_CONSTRAINT_EQ : !is_stored(constraint->iColumn)) return false;
  return is_binary(info, i);
}

/* All names of those that have one of this spelling, and sources without a name that are called so. */
static const char matching[] =
    "(s.speaker_id IN (WITH found(id) AS (SELECT coalesce(p.same_as, p.person_id) FROM @name AS p WHERE p.person = ?%d "
    "UNION SELECT coalesce(p.same_as, p.person_id) FROM @name AS p WHERE p.name_key = nullif(hearsay_name_key(?%d), "
    "'')) "
    "SELECT f.id FROM found AS f UNION ALL SELECT p.person_id FROM found AS f CROSS JOIN @name AS p ON p.same_as = "
    "f.id) "
    "OR s.source_id = (SELECT t.text_id FROM @text AS t WHERE t.text = ?%d))";

static void append_comparison(plan *p, int column, int op) {
  int n = ++p->arguments;
  sqlite3_str_appendall(p->sql, n > 1 ? " AND " : "WHERE ");
  if (op == SQLITE_INDEX_CONSTRAINT_MATCH) {
    sqlite3_str_appendf(p->sql, matching, n, n, n);
    return;
  }
  if (is_column(column, "speaker")) {
    sqlite3_str_appendf(p->sql,
                        "(s.speaker_id IN (SELECT p.person_id FROM @name AS p WHERE p.person = ?%d) OR s.source_id = "
                        "(SELECT t.text_id FROM @text AS t WHERE t.text = ?%d))",
                        n, n);
  } else if (is_column(column, "speaker_id")) {
    sqlite3_str_appendf(p->sql, "s.speaker_id IN (SELECT person_id FROM @name WHERE person_id = ?%d OR same_as = ?%d)",
                        n, n);
  } else if (is_column(column, "kind")) {
    hs_index_append_kind(p->sql, n);
  } else if (column == last_column()) {
    sqlite3_str_appendf(p->sql, "s.id IN (SELECT r.id FROM @repeat AS r WHERE r.same_as = ?%d)", n);
  } else {
    append_column(p->index, p->sql, column);
    sqlite3_str_appendf(p->sql, " %s ?%d", operator_of(op), n);
  }
}

static void plan_constraints(plan *p, sqlite3_index_info *info, double all) {
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
    bool is_equal = constraint->op == SQLITE_INDEX_CONSTRAINT_EQ || is_match(constraint), indexed;
    if (!is_comparable(info, i)) continue;
    append_comparison(p, constraint->iColumn, constraint->op);
    info->aConstraintUsage[i].argvIndex = p->arguments;
    info->aConstraintUsage[i].omit = is_match(constraint);
    double left = share(all, constraint->iColumn, is_equal, &indexed);
    p->rows *= left;
    if (indexed && all * left < p->looked) p->looked = all * left;
    bool article = constraint->iColumn == HS_INDEX_ARTICLE || constraint->iColumn == date_column();
    p->article = p->article || article;
    p->other = p->other || (indexed && !article);
    if (constraint->iColumn < 0 && is_equal) p->one = true;
  }
}

/* A column as the user sees it. */
static void append_resolved(const hs_index *index, sqlite3_str *out, int column) {
  if (is_column(column, "speaker_id"))
    sqlite3_str_appendall(out, resolved_id);
  else
    append_column(index, out, column);
}

static void plan_order(plan *p, sqlite3_index_info *info) {
  for (int i = 0; i < info->nOrderBy; i++)
    if (info->aOrderBy[i].iColumn > last_column()) return;
  for (int i = 0; i < info->nOrderBy; i++) {
    sqlite3_str_appendall(p->sql, i ? ", " : p->arguments ? " ORDER BY " : "ORDER BY ");
    append_resolved(p->index, p->sql, info->aOrderBy[i].iColumn);
    if (info->aOrderBy[i].desc) sqlite3_str_appendall(p->sql, " DESC");
  }
  int first = info->nOrderBy ? info->aOrderBy[0].iColumn : -1;
  if (first == HS_INDEX_ARTICLE || first == date_column()) p->article = true;
  info->orderByConsumed = info->nOrderBy > 0;
}

/* A bit for each column that the statement has to read; what is compared or sorted by is among them. */
static int columns_used(const sqlite3_index_info *info) {
  return (int)(info->colUsed & (((sqlite3_uint64)1 << (last_column() + 1)) - 1));
}

static bool uses(int columns, int column) {
  return columns >> column & 1;
}

/* Another bit of idxNum: articles are looked for first, by key or date, and their quotations follow. */
static int by_article(void) {
  return 1 << (last_column() + 1);
}

/* Whether a column that press_article has, or helps to tell, is among them. */
static bool needs_article(int columns) {
  return uses(columns, HS_INDEX_ARTICLE) || uses(columns, HS_INDEX_QUOTE) || uses(columns, date_column());
}

/* Costs are in rows; to find the first one in a b-tree costs a few. */
static int index_best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  double all = count_rows((hs_index *)base);
  plan p = {.index = (const hs_index *)base, .sql = sqlite3_str_new(NULL), .rows = all, .looked = all};
  for (int i = 0; i < info->nConstraint; i++)
    if (is_match(&info->aConstraint[i]) && !info->aConstraint[i].usable) {
      sqlite3_free(sqlite3_str_finish(p.sql));
      return SQLITE_CONSTRAINT;
    }
  plan_constraints(&p, info, all);
  plan_order(&p, info);
  info->idxNum = columns_used(info);
  if (p.article && !p.other) info->idxNum |= by_article();
  info->estimatedRows = p.rows < 1 ? 1 : (sqlite3_int64)p.rows;
  info->estimatedCost = 2 * log2(all + 2) + p.looked * (needs_article(info->idxNum) ? 3 : 2);
  if (info->orderByConsumed && p.arguments) info->estimatedCost += p.rows * log2(p.rows + 2) / 8;
  if (p.one) info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
  if (sqlite3_str_errcode(p.sql)) {
    sqlite3_free(sqlite3_str_finish(p.sql));
    return SQLITE_NOMEM;
  }
  char *sql = sqlite3_str_finish(p.sql); /* NULL when there is nothing to say */
  if (!sql) return SQLITE_OK;
  info->idxStr = hs_index_sql((const hs_index *)base, "%s", sql);
  info->needToFreeIdxStr = 1;
  sqlite3_free(sql);
  return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

/* ---- cursors -------------------------------------------------------------------------------------------------------------- */

static int index_cursor_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  index_cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  (void)base;
  if (!cursor) return SQLITE_NOMEM;
  *cursor = (index_cursor){.at_end = true};
  *out = &cursor->base;
  return SQLITE_OK;
}

static int index_cursor_close(sqlite3_vtab_cursor *base) {
  index_cursor *cursor = (index_cursor *)base;
  sqlite3_finalize(cursor->statement);
  sqlite3_free(cursor->plan);
  sqlite3_free(cursor);
  return SQLITE_OK;
}

static void prepare_plan(index_cursor *cursor, int *rc, int used, const char *tail) {
  hs_index *index = (hs_index *)cursor->base.pVtab;
  sqlite3_str *list = sqlite3_str_new(NULL);
  sqlite3_str_appendall(list, "s.id");
  for (int column = 0; column <= last_column(); column++) {
    sqlite3_str_appendall(list, ", ");
    if (uses(used, column))
      append_resolved(index, list, column);
    else
      sqlite3_str_appendall(list, "NULL");
  }
  char *columns = sqlite3_str_finish(list);
  sqlite3_finalize(cursor->statement);
  sqlite3_free(cursor->plan);
  cursor->statement = NULL;
  cursor->used = used;
  cursor->plan = sqlite3_mprintf("%s", tail);
  if (!columns || !cursor->plan) *rc = SQLITE_NOMEM;
  const char *from = used & by_article()   ? "@article AS a CROSS JOIN @said AS s ON " HS_INDEX_HAS
                     : needs_article(used) ? "@said AS s JOIN @article AS a ON " HS_INDEX_HAS
                                           : "@said AS s";
  cursor->statement = hs_index_prepare(index, rc, "SELECT %s FROM %s %s", columns, from, tail);
  sqlite3_free(columns);
}

static int index_next(sqlite3_vtab_cursor *base) {
  index_cursor *cursor = (index_cursor *)base;
  int rc = SQLITE_OK;
  cursor->at_end = !hs_index_row((hs_index *)base->pVtab, &rc, cursor->statement);
  return rc;
}

static int index_filter(sqlite3_vtab_cursor *base, int used, const char *tail, int argc, sqlite3_value **argv) {
  index_cursor *cursor = (index_cursor *)base;
  int rc = SQLITE_OK;
  if (!tail) tail = "";
  cursor->at_end = true;
  if (!cursor->plan || cursor->used != used || strcmp(cursor->plan, tail) != 0) prepare_plan(cursor, &rc, used, tail);
  if (rc) return rc;
  sqlite3_reset(cursor->statement);
  for (int i = 0; !rc && i < argc; i++) rc = sqlite3_bind_value(cursor->statement, i + 1, argv[i]);
  return rc ? rc : index_next(base);
}

static int index_eof(sqlite3_vtab_cursor *base) {
  return ((const index_cursor *)base)->at_end;
}

static int index_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  *rowid = sqlite3_column_int64(((index_cursor *)base)->statement, 0);
  return SQLITE_OK;
}

static int index_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
  if (column <= last_column())
    sqlite3_result_value(context, sqlite3_column_value(((index_cursor *)base)->statement, column + 1));
  return SQLITE_OK;
}

/* ---- the module ------------------------------------------------------------------------------------------------------------ */

/* For PRAGMA integrity_check and quick_check, which leaves the articles alone. Where nothing follows the articles (sync=
** manual) it is no fault that they have changed. */
static int index_integrity(sqlite3_vtab *base, const char *schema, const char *name, int flags, char **error) {
  hs_index *index = (hs_index *)base;
  int rc = SQLITE_OK;
  (void)schema;
  char *fault = hs_index_find_fault(index, &rc, !(flags & 1) && index->options.mode != HS_INDEX_MANUAL);
  if (fault) *error = sqlite3_mprintf("hearsay: %s: %s", name, fault);
  if (fault && !*error) rc = SQLITE_NOMEM;
  sqlite3_free(fault);
  return rc;
}

/* sqlite3_module as it is since SQLite 3.44, whichever the header is of. */
typedef struct module {
  sqlite3_module base;
#if SQLITE_VERSION_NUMBER < 3044000
  int (*xIntegrity)(sqlite3_vtab *, const char *, const char *, int, char **);
#endif
} module;

static const module index_module = {
    .base = {.iVersion = 4, /* older versions of SQLite look at no more than they know */
             .xCreate = index_create,
             .xConnect = index_connect,
             .xBestIndex = index_best_index,
             .xDisconnect = index_disconnect,
             .xDestroy = index_destroy,
             .xOpen = index_cursor_open,
             .xClose = index_cursor_close,
             .xFilter = index_filter,
             .xNext = index_next,
             .xEof = index_eof,
             .xColumn = index_column,
             .xRowid = index_rowid,
             .xUpdate = hs_index_update,
             .xRename = index_rename,
             .xShadowName = hs_index_is_shadow
#if SQLITE_VERSION_NUMBER >= 3044000
             ,
             .xIntegrity = index_integrity},
#else
    },
    .xIntegrity = index_integrity
#endif
};

int hs_index_register(sqlite3 *db, hs_sql_state *state) {
  int rc = hs_index_register_rows(db);
  if (rc) return rc;
  /* SQLite lets go of the state also when it fails. */
  return sqlite3_create_module_v2(db, "hearsay", &index_module.base, hs_sql_state_hold(state), hs_sql_state_release);
}
