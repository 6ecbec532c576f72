/*
** index_commands.c: commands are inserted into the column that is called like the table, with an optional number.
**
**     INSERT INTO press(press) VALUES ('sync');
**     INSERT INTO press(press, argument) VALUES ('sync', 500);
**
** An INSERT of one row of values gets no statement journal from SQLite: if it failed half-way inside a transaction of the
** user's, what it had written would stay. INSERT … SELECT gets one. So a command is passed on to the same table once
** more in that form, and is undone as a whole when it fails.
*/
#include "sqlite/index.h"

#include <string.h>

typedef struct command {
  const char *name;
  enum { NO_NUMBER, MAY_HAVE_NUMBER, NEEDS_NUMBER } number;
  void (*run)(hs_index *index, int *rc, sqlite3_int64 number); /* number: -1 when it was not given */
} command;

static void rebuild(hs_index *index, int *rc, sqlite3_int64 number) {
  (void)number;
  hs_index_rebuild(index, rc);
}

static void resolve(hs_index *index, int *rc, sqlite3_int64 number) {
  (void)number;
  hs_index_resolve(index, rc);
}

static void delete_all(hs_index *index, int *rc, sqlite3_int64 number) {
  (void)number;
  hs_index_delete_all(index, rc);
}

static void integrity_check(hs_index *index, int *rc, sqlite3_int64 number) {
  (void)number;
  char *fault = hs_index_find_fault(index, rc, true);
  if (fault && !*rc) {
    hs_index_fail(index, rc, "integrity-check of %s: %s", index->name, fault);
    if (*rc == SQLITE_ERROR) *rc = SQLITE_CORRUPT_VTAB;
  }
  sqlite3_free(fault);
}

/* Takes away texts that nothing has any more, and gathers the statistics by which SQLite plans queries on the tables. */
static void optimize(hs_index *index, int *rc, sqlite3_int64 number) {
  static const char *const tables[] = {"article", "said", "place", "text", "name", "appearance"};
  (void)number;
  hs_index_clean_texts(index, rc);
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) hs_index_exec(index, rc, "ANALYZE @%s", tables[i]);
}

static void set_threads(hs_index *index, int *rc, sqlite3_int64 number) {
  if (number < 1 || number > HS_INDEX_MOST_THREADS)
    hs_index_fail(index, rc, "'threads' must be a number from 1 to %d", HS_INDEX_MOST_THREADS);
  hs_index_put_config(index, rc, "threads", number);
}

static const command commands[] = {
    {"rebuild", NO_NUMBER, rebuild},       {"sync", MAY_HAVE_NUMBER, hs_index_sync},
    {"delete-all", NO_NUMBER, delete_all}, {"integrity-check", NO_NUMBER, integrity_check},
    {"optimize", NO_NUMBER, optimize},     {"threads", NEEDS_NUMBER, set_threads},
    {"resolve", NO_NUMBER, resolve},
};

static void check_format(hs_index *index, int *rc) {
  sqlite3_int64 format = hs_index_get_config(index, rc, "format");
  if (!*rc && format != HS_INDEX_FORMAT)
    hs_index_fail(index, rc, "%s is of format %lld, this version has format %d: DROP it and create it again",
                  index->name, format, HS_INDEX_FORMAT);
}

static void run(hs_index *index, int *rc, const char *name, sqlite3_value *argument) {
  int type = sqlite3_value_type(argument);
  sqlite3_int64 number = type == SQLITE_NULL ? -1 : sqlite3_value_int64(argument);
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    const command *c = &commands[i];
    if (strcmp(c->name, name) != 0) continue;
    if (c->number == NO_NUMBER && type != SQLITE_NULL)
      hs_index_fail(index, rc, "'%s' takes no argument", name);
    else if (type == SQLITE_NULL ? c->number == NEEDS_NUMBER : type != SQLITE_INTEGER || number < 0)
      hs_index_fail(index, rc, "'%s' takes a number as its argument, as in VALUES ('%s', 4)", name, name);
    else
      c->run(index, rc, number);
    return;
  }
  hs_index_fail(
      index, rc,
      "unknown command '%.80s': there are rebuild, sync, resolve, integrity-check, optimize, threads and delete-all",
      name);
}

static void pass_on(hs_index *index, int *rc, sqlite3_value *name, sqlite3_value *argument) {
  sqlite3_stmt *statement = hs_index_prepare(index, rc, "INSERT INTO @(\"%w\", argument) SELECT ?1, ?2", index->name);
  if (*rc) return;
  sqlite3_bind_value(statement, 1, name);
  sqlite3_bind_value(statement, 2, argument);
  index->inside = true;
  hs_index_run(index, rc, statement);
  index->inside = false;
  sqlite3_finalize(statement);
}

int hs_index_update(sqlite3_vtab *base, int argc, sqlite3_value **argv, sqlite3_int64 *rowid) {
  hs_index *index = (hs_index *)base;
  int rc = SQLITE_OK;
  sqlite3_int64 last = sqlite3_last_insert_rowid(index->db);
  if (!index->inside) {
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = NULL;
  }
  sqlite3_value *name = argc > 1 && sqlite3_value_type(argv[0]) == SQLITE_NULL ? argv[argc - 2] : NULL;
  sqlite3_value *argument = argv[argc - 1];
  const char *text = name ? (const char *)sqlite3_value_text(name) : NULL;
  if (name && !text && sqlite3_value_type(name) != SQLITE_NULL) return SQLITE_NOMEM;
  if (!text) {
    hs_index_fail(index, &rc, "%s is written by commands only, as in INSERT INTO %s(%s) VALUES ('sync')", index->name,
                  index->name, index->name);
    return rc;
  }
  check_format(index, &rc);
  if (rc) return rc;
  if (strcmp(text, "follow") == 0)
    hs_index_follow_article(index, &rc, sqlite3_value_int64(argument));
  else if (index->inside)
    run(index, &rc, text, argument);
  else
    pass_on(index, &rc, name, argument);
  if (!rc) index->quotes = (double)hs_index_get_config(index, &rc, "quotes");
  hs_sql_done(index->state);
  sqlite3_set_last_insert_rowid(index->db, last);
  *rowid = last;
  return rc;
}
