/*
** index_rows.c: rows that are in memory, as a table: one statement writes them all, and nothing is bound.
**
**     INSERT OR FAIL INTO press_band(hash, id) SELECT c0, c1 FROM _hearsay_rows(?1)
**
** ?1 is a pointer, which SQL cannot make (sqlite3_bind_pointer): for everybody else the table is empty. OR FAIL, as a statement
** that writes many rows and may be undone alone needs a journal; the command that it belongs to has one, and is undone.
*/
#include "sqlite/index.h"

enum { COLUMNS = 18, ROWS_COLUMN = COLUMNS };

#define POINTER_TYPE "hs_index_rows"

typedef struct rows_cursor {
  sqlite3_vtab_cursor base;
  const hs_index_rows *rows; /* NULL: none */
  size_t row;
} rows_cursor;

static int rows_connect(sqlite3 *db, void *client, int argc, const char *const *argv, sqlite3_vtab **out,
                        char **error) {
  (void)client, (void)argc, (void)argv;
  int rc = hs_sql_declare(db,
                          "CREATE TABLE x(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, "
                          "c15, c16, c17, rows HIDDEN)",
                          error);
  if (!rc) rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  sqlite3_vtab *table = rc ? NULL : sqlite3_malloc64(sizeof *table);
  if (!rc && !table) rc = SQLITE_NOMEM;
  if (table) *table = (sqlite3_vtab){.zErrMsg = NULL};
  *out = table;
  return rc;
}

static int rows_disconnect(sqlite3_vtab *base) {
  sqlite3_free(base);
  return SQLITE_OK;
}

static int rows_best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  (void)base;
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
    if (constraint->iColumn != ROWS_COLUMN || constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (!constraint->usable) return SQLITE_CONSTRAINT;
    info->aConstraintUsage[i].argvIndex = 1;
    info->aConstraintUsage[i].omit = 1;
    break;
  }
  info->estimatedCost = 1;
  return SQLITE_OK;
}

static int rows_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  rows_cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  (void)base;
  if (!cursor) return SQLITE_NOMEM;
  *cursor = (rows_cursor){.rows = NULL};
  *out = &cursor->base;
  return SQLITE_OK;
}

static int rows_close(sqlite3_vtab_cursor *base) {
  sqlite3_free(base);
  return SQLITE_OK;
}

static int rows_filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc, sqlite3_value **argv) {
  rows_cursor *cursor = (rows_cursor *)base;
  (void)number, (void)name;
  cursor->rows = argc ? sqlite3_value_pointer(argv[0], POINTER_TYPE) : NULL;
  cursor->row = 0;
  return SQLITE_OK;
}

static int rows_next(sqlite3_vtab_cursor *base) {
  ((rows_cursor *)base)->row++;
  return SQLITE_OK;
}

static int rows_eof(sqlite3_vtab_cursor *base) {
  const rows_cursor *cursor = (const rows_cursor *)base;
  return !cursor->rows || cursor->row >= cursor->rows->count;
}

static int rows_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
  const rows_cursor *cursor = (const rows_cursor *)base;
  if (column < COLUMNS) cursor->rows->column(cursor->rows, cursor->row, column, context);
  return SQLITE_OK;
}

static int rows_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  *rowid = (sqlite3_int64)((const rows_cursor *)base)->row;
  return SQLITE_OK;
}

static const sqlite3_module rows_module = {.xCreate = NULL, /* eponymous only */
                                           .xConnect = rows_connect,
                                           .xBestIndex = rows_best_index,
                                           .xDisconnect = rows_disconnect,
                                           .xOpen = rows_open,
                                           .xClose = rows_close,
                                           .xFilter = rows_filter,
                                           .xNext = rows_next,
                                           .xEof = rows_eof,
                                           .xColumn = rows_column,
                                           .xRowid = rows_rowid};

int hs_index_register_rows(sqlite3 *db) {
  return sqlite3_create_module_v2(db, "_hearsay_rows", &rows_module, NULL, NULL);
}

sqlite3_stmt *hs_index_use_rows(hs_index *index, int *rc, hs_index_statement which, const hs_index_rows *rows) {
  sqlite3_stmt *statement = hs_index_use(index, rc, which);
  if (statement) hs_index_check(index, rc, sqlite3_bind_pointer(statement, 1, (void *)rows, POINTER_TYPE, NULL));
  return *rc ? NULL : statement;
}

void hs_index_put_rows(hs_index *index, int *rc, hs_index_statement which, const hs_index_rows *rows) {
  if (rows->count) hs_index_run(index, rc, hs_index_use_rows(index, rc, which, rows));
}
