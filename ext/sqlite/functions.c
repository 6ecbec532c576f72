/*
** functions.c: the scalar functions.
**
**     hearsay(article [, options])          everything about an article as a JSON object
**     hearsay_html(article [, options])     the article as an HTML fragment, quotes and mentions marked up
**     hearsay_name_key(name)                a key under which spellings of one name are equal
**     hearsay_quote_key(quote)              a fingerprint of a quotation's words
**     hearsay_quote_similarity(a, b)        0..1, how much of the shorter quotation is in the longer one
**     hearsay_version(), hearsay_debug()
**
** All depend on their arguments only, and return NULL for a NULL article, name or quotation.
*/
#define PCRE2_CODE_UNIT_WIDTH 8
#include "sqlite/sql.h"

#include <pcre2.h>
#include <string.h>
#include <utf8proc.h>

#ifndef SQLITE_RESULT_SUBTYPE /* SQLite before 3.45, which ignores it */
#define SQLITE_RESULT_SUBTYPE 0x001000000
#endif
enum { JSON_SUBTYPE = 'J' };

static bool is_null(sqlite3_value *value) {
  return sqlite3_value_type(value) == SQLITE_NULL;
}

/* The text of a value that is not NULL; SQLITE_NOMEM. */
static int value_text(sqlite3_value *value, hearsay_text *text) {
  text->data = (const char *)sqlite3_value_text(value);
  if (!text->data) return SQLITE_NOMEM;
  text->bytes = (size_t)sqlite3_value_bytes(value);
  return SQLITE_OK;
}

/* Makes a failure the function's result; takes the message. */
static void result_failure(sqlite3_context *context, int rc, char *error) {
  if (error) sqlite3_result_error(context, error, -1);
  sqlite3_free(error);
  sqlite3_result_error_code(context, rc); /* the message stays */
}

/* ---- whole articles ---------------------------------------------------------------------------------------------- */

enum { LONG_PIECE = 64 * 1024 };

static int take_piece(hs_sql_text *out) {
  size_t bytes = (size_t)sqlite3_str_length(out->piece);
  int rc = sqlite3_str_errcode(out->piece);
  if (rc) return rc;
  if (out->length + bytes > out->most) return SQLITE_TOOBIG;
  if (out->length + bytes >= out->room) {
    size_t room = out->length + bytes + 1 + out->length / 4;
    char *text = sqlite3_realloc64(out->text, room);
    if (!text) return SQLITE_NOMEM;
    out->text = text;
    out->room = room;
  }
  if (bytes) memcpy(out->text + out->length, sqlite3_str_value(out->piece), bytes);
  out->length += bytes;
  out->text[out->length] = 0;
  return SQLITE_OK;
}

void hs_sql_flush(hs_sql_text *out, bool ends) {
  if (out->rc || (!ends && sqlite3_str_length(out->piece) < LONG_PIECE && !sqlite3_str_errcode(out->piece))) return;
  out->rc = take_piece(out);
  sqlite3_str_reset(out->piece);
}

typedef int write_article(hs_sql_state *state, const hs_sql_article *article, hs_sql_text *out);

/* The result is what `write` makes of the article in argv[0] with the options in argv[1] if any; false: no result. */
static bool result_article(sqlite3_context *context, int argc, sqlite3_value **argv, write_article *write) {
  hs_sql_state *state = sqlite3_user_data(context);
  hs_sql_article *article = NULL;
  char *error = NULL;
  if (is_null(argv[0])) return false;
  int rc = hs_sql_article_open(state, argv[0], argc > 1 ? argv[1] : NULL, HEARSAY_UPTO_ALL, &article, &error);
  if (!rc) {
    sqlite3 *db = sqlite3_context_db_handle(context);
    hs_sql_text out = {.piece = sqlite3_str_new(db), .most = (size_t)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1)};
    rc = write(state, article, &out);
    hs_sql_flush(&out, true);
    if (!rc) rc = out.rc;
    sqlite3_free(sqlite3_str_finish(out.piece));
    if (rc)
      sqlite3_free(out.text);
    else
      sqlite3_result_text64(context, out.text, out.length, sqlite3_free, SQLITE_UTF8);
  }
  hs_sql_article_release(article);
  if (rc) result_failure(context, rc, error);
  return rc == SQLITE_OK;
}

static void hearsay_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  if (result_article(context, argc, argv, hs_sql_write_json)) sqlite3_result_subtype(context, JSON_SUBTYPE);
}

static void html_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  result_article(context, argc, argv, hs_sql_write_html);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

typedef hearsay_status make_key(const hearsay_host *host, const char *text, size_t bytes, char **key, size_t *length);

static void result_key(sqlite3_context *context, sqlite3_value *value, make_key *make) {
  hs_sql_state *state = sqlite3_user_data(context);
  hearsay_text text;
  char *key = NULL, *error = NULL;
  size_t length = 0;
  if (is_null(value)) return;
  int rc = value_text(value, &text);
  if (!rc) rc = hs_sql_status(make(hs_sql_host(state), text.data, text.bytes, &key, &length), &error);
  hs_sql_done(state);
  if (rc)
    result_failure(context, rc, error);
  else if (key)
    sqlite3_result_text64(context, key, length, sqlite3_free, SQLITE_UTF8);
  else
    sqlite3_result_text(context, "", 0, SQLITE_STATIC);
}

static void name_key_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  result_key(context, argv[0], hearsay_name_key);
}

static void quote_key_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  result_key(context, argv[0], hearsay_quote_key);
}

static void similarity_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  hs_sql_state *state = sqlite3_user_data(context);
  hearsay_text a = {NULL, 0}, b = {NULL, 0};
  char *error = NULL;
  double similarity = 0;
  (void)argc;
  if (is_null(argv[0]) || is_null(argv[1])) return;
  int rc = value_text(argv[0], &a);
  if (!rc) rc = value_text(argv[1], &b);
  if (!rc)
    rc = hs_sql_status(hearsay_quote_similarity(hs_sql_host(state), a.data, a.bytes, b.data, b.bytes, &similarity),
                       &error);
  hs_sql_done(state);
  if (rc)
    result_failure(context, rc, error);
  else
    sqlite3_result_double(context, similarity);
}

/* ---- about this build -------------------------------------------------------------------------------------------- */

static void version_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc, (void)argv;
  sqlite3_result_text(context, HEARSAY_VERSION, -1, SQLITE_STATIC);
}

static const char *build_flags(void) {
  return ""
#ifdef SQLITE_CORE
         " core"
#else
         " loadable"
#endif
#ifdef NDEBUG
         " ndebug"
#endif
#ifdef __OPTIMIZE__
         " optimized"
#endif
#ifdef __SANITIZE_ADDRESS__
         " asan"
#endif
#ifdef PCRE2_STATIC
         " static-pcre2"
#endif
      ;
}

static void debug_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  char pcre2_version[64] = "", jit[64] = "none";
  uint32_t has_jit = 0;
  (void)argc, (void)argv;
  if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof pcre2_version)
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2_version);
  pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
  if (has_jit && pcre2_config(PCRE2_CONFIG_JITTARGET, NULL) <= (int)sizeof jit)
    pcre2_config(PCRE2_CONFIG_JITTARGET, jit);
  char *text = sqlite3_mprintf("hearsay %s\n"
                               "model %s\n"
                               "sqlite %s, built with %s\n"
                               "pcre2 %s, jit %s\n"
                               "utf8proc %s, unicode %s\n"
                               "compiler %s\n"
                               "build%s",
                               HEARSAY_VERSION, hearsay_model_id(), sqlite3_libversion(), SQLITE_VERSION, pcre2_version,
                               jit, utf8proc_version(), utf8proc_unicode_version(),
#ifdef __VERSION__
                               __VERSION__,
#else
                               "unknown",
#endif
                               build_flags());
  if (text)
    sqlite3_result_text(context, text, -1, sqlite3_free);
  else
    sqlite3_result_error_nomem(context);
}

/* hearsay_debug('reads'): how many articles this connection has read, and how far. It changes, so no schema may call it. */
static void reads_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  const char *what = (const char *)sqlite3_value_text(argv[0]);
  (void)argc;
  if (!what || strcmp(what, "reads") != 0) {
    sqlite3_result_error(context, "hearsay: hearsay_debug takes no argument, or 'reads'", -1);
    return;
  }
  hearsay_reads reads = hs_sql_reads(sqlite3_user_data(context));
  char *text =
      sqlite3_mprintf("{\"tokens\":%llu,\"sentences\":%llu,\"tags\":%llu,\"all\":%llu}", (sqlite3_uint64)reads.tokens,
                      (sqlite3_uint64)reads.sentences, (sqlite3_uint64)reads.tags, (sqlite3_uint64)reads.all);
  if (text)
    sqlite3_result_text(context, text, -1, sqlite3_free);
  else
    sqlite3_result_error_nomem(context);
}

/* ---- registration ------------------------------------------------------------------------------------------------ */

typedef struct function {
  const char *name;
  int arguments;
  int flags; /* besides UTF-8 */
  void (*call)(sqlite3_context *context, int argc, sqlite3_value **argv);
} function;

enum { PURE = SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };

static const function functions[] = {
    {"hearsay", 1, PURE | SQLITE_RESULT_SUBTYPE, hearsay_function},
    {"hearsay", 2, PURE | SQLITE_RESULT_SUBTYPE, hearsay_function},
    {"hearsay_html", 1, PURE, html_function},
    {"hearsay_html", 2, PURE, html_function},
    {"hearsay_name_key", 1, PURE, name_key_function},
    {"hearsay_quote_key", 1, PURE, quote_key_function},
    {"hearsay_quote_similarity", 2, PURE, similarity_function},
    {"hearsay_version", 0, PURE, version_function},
    {"hearsay_debug", 0, PURE, debug_function},
    {"hearsay_debug", 1, SQLITE_DIRECTONLY, reads_function},
};

int hs_sql_register_functions(sqlite3 *db, hs_sql_state *state) {
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    const function *f = &functions[i];
    int flags = SQLITE_UTF8 | f->flags;
    /* SQLite lets go of the state also when it fails. */
    int rc = sqlite3_create_function_v2(db, f->name, f->arguments, flags, hs_sql_state_hold(state), f->call, NULL, NULL,
                                        hs_sql_state_release);
    if (rc) return rc;
  }
  return SQLITE_OK;
}
