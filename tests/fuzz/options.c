/*
** options.c: any bytes as the options of functions and of the analyser. They are taken, or an error of ours says why not, and
** every function says the same; no row has less than the confidence that was asked for.
*/
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

#define ARTICLE                                                                                                        \
  "'OSLO, May 4 (Fjord News) -- \"We are late,\" Mayor Ann Lee told reporters. Bob Ray, a spokesman for the National " \
  "Roads Agency (NRA), quipped that Alhaji Musa Bello had known. \"No,\" she zorbled.\n\nThe NRA made it plain: \"So " \
  "be it.\" Zhang Jun thinks Lee is right, according to A. Bello.'"

static const char *const queries[] = {
    "SELECT hearsay(" ARTICLE ", ?1)",
    "SELECT hearsay_html(" ARTICLE ", ?1)",
    "SELECT * FROM hearsay_quotes(" ARTICLE ", ?1)",
    "SELECT * FROM hearsay_mentions(" ARTICLE ", ?1)",
    "SELECT * FROM hearsay_tokens(" ARTICLE ", ?1)",
};
enum { QUERIES = sizeof queries / sizeof *queries };

/* The error of a query, empty when it has none. */
static void run(sqlite3 *db, const char *sql, const void *data, size_t size, char *error, size_t room) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) fuzz_fail("%s: %s", sql, sqlite3_errmsg(db));
  sqlite3_bind_text64(statement, 1, data, size, SQLITE_STATIC, SQLITE_UTF8);
  int rc = fuzz_step(db, statement);
  snprintf(error, room, "%s", rc ? sqlite3_errmsg(db) : "");
  if (rc && strncmp(error, "hearsay: ", 9) != 0) fuzz_fail("%s: %s (%d)", sql, error, rc);
  sqlite3_finalize(statement);
}

static void check_confidence(sqlite3 *db, const void *data, size_t size) {
  static const char sql[] = "SELECT count(*) FROM hearsay_quotes(" ARTICLE ", ?1) AS q"
                            " WHERE confidence < json_extract(?1, '$.min_confidence')";
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) fuzz_fail("%s: %s", sql, sqlite3_errmsg(db));
  sqlite3_bind_text64(statement, 1, data, size, SQLITE_STATIC, SQLITE_UTF8);
  if (sqlite3_step(statement) != SQLITE_ROW) fuzz_fail("confidence: %s", sqlite3_errmsg(db));
  if (sqlite3_column_int(statement, 0)) fuzz_fail("a quotation has less than the confidence asked for");
  sqlite3_finalize(statement);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  sqlite3 *db = fuzz_open();
  char first[500], other[500];
  run(db, queries[0], data, size, first, sizeof first);
  for (int i = 1; i < QUERIES; i++) {
    run(db, queries[i], data, size, other, sizeof other);
    if (strcmp(first, other) != 0) fuzz_fail("'%s' and '%s'", first, other);
  }
  if (!first[0]) check_confidence(db, data, size);
  fuzz_close(db);
  return 0;
}
