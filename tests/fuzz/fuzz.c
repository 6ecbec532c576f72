/*
** fuzz.c: see fuzz.h. SQLite's memory is the C library's, block by block, so that the sanitizers see its bounds.
*/
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int sqlite3_hearsay_init(sqlite3 *db, char **error, const struct sqlite3_api_routines *api);

_Noreturn void fuzz_fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("fuzz: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  abort();
}

uint32_t fuzz_number(fuzz_input *input, unsigned bytes) {
  uint32_t number = 0;
  while (bytes-- && input->data < input->end) number = number << 8 | *input->data++;
  return number;
}

uint32_t fuzz_choose(fuzz_input *input, uint32_t count) {
  return fuzz_number(input, count > 256 ? 2 : 1) % count;
}

static int opened;
static sqlite3_int64 used_before;

sqlite3 *fuzz_open(void) {
  static bool ready;
  sqlite3 *db = NULL;
  if (!ready) {
    ready = true;
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    sqlite3_auto_extension((void (*)(void))sqlite3_hearsay_init);
    used_before = sqlite3_memory_used();
  }
  if (sqlite3_open(":memory:", &db)) fuzz_fail("open: %s", sqlite3_errmsg(db));
  opened++;
  return db;
}

void fuzz_close(sqlite3 *db) {
  if (sqlite3_close(db)) fuzz_fail("close: %s", sqlite3_errmsg(db));
  if (--opened == 0 && sqlite3_memory_used() != used_before)
    fuzz_fail("%lld bytes are not given back", sqlite3_memory_used() - used_before);
}

static volatile unsigned char seen;

static void read_row(sqlite3_stmt *row) {
  for (int i = 0; i < sqlite3_column_count(row); i++) {
    const unsigned char *bytes = sqlite3_column_blob(row, i);
    for (int n = sqlite3_column_bytes(row, i); n > 0; n--) seen = seen ^ bytes[n - 1];
  }
}

/* Codes that say that the program is wrong, not what it was given. */
static void check_code(sqlite3 *db, int rc, const char *sql) {
  int plain = rc & 0xff;
  if (plain == SQLITE_INTERNAL || plain == SQLITE_MISUSE || plain == SQLITE_NOMEM)
    fuzz_fail("%s: %s (%d)", sql, sqlite3_errmsg(db), rc);
}

int fuzz_step(sqlite3 *db, sqlite3_stmt *statement) {
  int rc;
  while ((rc = sqlite3_step(statement)) == SQLITE_ROW) read_row(statement);
  check_code(db, rc, sqlite3_sql(statement));
  sqlite3_reset(statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int fuzz_try(sqlite3 *db, const char *sql) {
  while (*sql) {
    sqlite3_stmt *statement = NULL;
    const char *rest = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, &rest);
    check_code(db, rc, sql);
    if (!rc && statement) rc = fuzz_step(db, statement);
    sqlite3_finalize(statement);
    if (rc) return rc;
    sql = rest;
  }
  return SQLITE_OK;
}

void fuzz_must(sqlite3 *db, const char *sql) {
  int rc = fuzz_try(db, sql);
  if (rc) fuzz_fail("%s: %s (%d)", sql, sqlite3_errmsg(db), rc);
}

sqlite3_int64 fuzz_integer(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) || sqlite3_step(statement) != SQLITE_ROW)
    fuzz_fail("%s: %s", sql, sqlite3_errmsg(db));
  sqlite3_int64 value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return value;
}
