/*
** hearsay.c: the entry point of the SQLite extension. It registers everything and does nothing else.
**
**     .load ./hearsay
**     SELECT speaker, quote FROM articles, hearsay_quotes(articles.body);
*/
#include "sqlite/index.h"

#ifndef SQLITE_CORE
#include <stdatomic.h>
#endif

SQLITE_EXTENSION_INIT1

enum { OLDEST_SQLITE = 3035000 };

#ifndef SQLITE_CORE
/*
** SQLite's functions are reached through one pointer in the memory of the loaded file. A process may have two SQLites (Python's
** and apsw's, Node's and better-sqlite3's): were the second to load the same file, the connections of the first would call the
** functions of the second. The system takes a copy of the file for another one, with a pointer of its own.
*/
static int is_taken(const sqlite3_api_routines *api) {
  static _Atomic(const sqlite3_api_routines *) first;
  const sqlite3_api_routines *before = NULL;
  return !atomic_compare_exchange_strong(&first, &before, api) && before != api;
}
#endif

#if defined(_WIN32)
__declspec(dllexport)
#elif defined(__GNUC__)
__attribute__((visibility("default")))
#endif
    int sqlite3_hearsay_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

int sqlite3_hearsay_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  hs_sql_state *state;
#ifndef SQLITE_CORE
  if (is_taken(api)) {
    *error =
        api->mprintf("hearsay: another SQLite in this process uses this file already, load a copy of the file instead");
    return SQLITE_ERROR;
  }
#endif
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
