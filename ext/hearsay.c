/*
** hearsay.c: the entry point of the SQLite extension. It registers everything and does nothing else.
**
**     .load ./hearsay
**     SELECT speaker, quote FROM articles, hearsay_quotes(articles.body);
*/
#include "sqlite/index.h"

#include <pthread.h>

SQLITE_EXTENSION_INIT1

enum { OLDEST_SQLITE = 3035000 };

#ifdef SQLITE_CORE
static bool belongs_to(const sqlite3_api_routines *api) {
  (void)api;
  return true;
}
#else
/*
** SQLite's functions are reached by one pointer in the memory of the loaded file, set by whoever loads it first, in whatever
** thread. A process may have two SQLites (Python's and apsw's, Node's and better-sqlite3's): were the second to set it
** too, connections of the first would call functions of the second. A copy of the file has a pointer of its own.
*/
static bool belongs_to(const sqlite3_api_routines *api) {
  static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&loading);
  if (!sqlite3_api) sqlite3_api = api;
  bool same = sqlite3_api == api;
  pthread_mutex_unlock(&loading);
  return same;
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
  if (!belongs_to(api)) {
    *error =
        api->mprintf("hearsay: another SQLite in this process uses this file already, load a copy of the file instead");
    return SQLITE_ERROR;
  }
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
