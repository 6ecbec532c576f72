/*
** hearsay.c: the entry point of the SQLite extension. It registers everything and does nothing else.
**
**     .load ./hearsay
**     SELECT speaker, quote FROM articles, hearsay_quotes(articles.body);
*/
#include "sqlite/index.h"

SQLITE_EXTENSION_INIT1

enum { OLDEST_SQLITE = 3035000 };

#if defined(_WIN32)
__declspec(dllexport)
#elif defined(__GNUC__)
__attribute__((visibility("default")))
#endif
    int sqlite3_hearsay_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

int sqlite3_hearsay_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  hs_sql_state *state;
  SQLITE_EXTENSION_INIT2(api)
  if (sqlite3_libversion_number() < OLDEST_SQLITE) {
    *error = sqlite3_mprintf("hearsay: this is SQLite %s, version 3.35 or newer is needed", sqlite3_libversion());
    return SQLITE_ERROR;
  }
  int rc = hs_sql_state_new(db, &state);
  if (rc) return rc;
  rc = hs_sql_register_functions(db, state);
  if (!rc) rc = hs_sql_register_tables(db, state);
  if (!rc) rc = hs_index_register(db, state);
  hs_sql_state_release(state);
  return rc;
}
