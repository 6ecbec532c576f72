/*
** state.c: what the functions of one connection share.
**
** A row often calls several functions with the same article: it is read once and kept with the last few others. A key
** is the reader (that is, the options' text) and the whole article's text. No hash stands for the text: the analyser
** needs a copy of it in any case, comparing bytes of equal length costs less than hashing them, and nothing can
** collide.
**
** Everything here runs under the connection's mutex. A cursor holds its article, so the cache may let go of it at any
** time; an article that several hold may be read on, since what has been read stays as it was.
*/
#include "sqlite/sql.h"

#include <limits.h>
#include <string.h>

enum { MOST_READERS = 4, MOST_ARTICLES = 8 };
#define MOST_BYTES ((size_t)128 * 1024 * 1024) /* of text and what was read from it: an article of 10 MB fits */

/* A reader and the options that it was made from. */
typedef struct hs_sql_reader {
  struct hs_sql_reader *next; /* last used first */
  hearsay_reader *reader;
  int references;
  size_t max_bytes;
  bool plain; /* no options: not the same as an empty text, which is an error */
  size_t bytes;
  char options[];
} hs_sql_reader;

struct hs_sql_state {
  sqlite3 *db;
  int references;
  hearsay_host host;
  sqlite3_stmt *poll;
  hs_sql_reader *readers;
  hs_sql_article *articles;
  hearsay_reads reads;
};

/* ---- memory and interrupts --------------------------------------------------------------------------------------- */

static void *resize(void *context, void *block, size_t bytes) {
  (void)context;
  return sqlite3_realloc64(block, bytes);
}

static void release(void *context, void *block) {
  (void)context;
  sqlite3_free(block);
}

/*
** Steps a statement of our own, which returns SQLITE_INTERRUPT when the connection was interrupted, and asks progress
** handlers, by which Python and Datasette set time limits. sqlite3_is_interrupted (SQLite 3.41) would do only the
** first.
*/
bool hs_sql_interrupted(hs_sql_state *state) {
  int rc = SQLITE_OK;
  if (!state->poll) rc = sqlite3_prepare_v2(state->db, "SELECT 1", -1, &state->poll, NULL);
  if (!rc) rc = sqlite3_step(state->poll);
  sqlite3_reset(state->poll);
  return rc == SQLITE_INTERRUPT;
}

static int cancelled(void *context) {
  return hs_sql_interrupted(context);
}

void hs_sql_done(hs_sql_state *state) {
  sqlite3_finalize(state->poll);
  state->poll = NULL;
}

const hearsay_host *hs_sql_host(hs_sql_state *state) {
  return &state->host;
}

int hs_sql_code(sqlite3 *db, int code) {
  bool interrupted = code == SQLITE_ERROR && strcmp(sqlite3_errmsg(db), sqlite3_errstr(SQLITE_INTERRUPT)) == 0;
  return interrupted ? SQLITE_INTERRUPT : code;
}

int hs_sql_declare(sqlite3 *db, const char *schema, char **error) {
  int rc = sqlite3_declare_vtab(db, schema);
  if (rc != SQLITE_ERROR) return rc;
  rc = hs_sql_code(db, rc);
  *error = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  return *error ? rc : SQLITE_NOMEM;
}

int hs_sql_status(hearsay_status status, char **error) {
  switch (status) {
  case HEARSAY_OK: return SQLITE_OK;
  case HEARSAY_NOMEM: return SQLITE_NOMEM;
  case HEARSAY_CANCELLED: return SQLITE_INTERRUPT;
  case HEARSAY_TOOBIG: return SQLITE_TOOBIG;
  case HEARSAY_BAD_OPTION:
    *error = sqlite3_mprintf("hearsay: a string in the options is blank or too long, or a number out of its range");
    break;
  case HEARSAY_INTERNAL:
  default: *error = sqlite3_mprintf("hearsay: matching failed inside pcre2; please report the article"); break;
  }
  return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* ---- readers ----------------------------------------------------------------------------------------------------- */

static void reader_release(hs_sql_reader *reader) {
  if (!reader || --reader->references > 0) return;
  hearsay_close(reader->reader);
  sqlite3_free(reader);
}

static int reader_new(hs_sql_state *state, const char *json, size_t bytes, hs_sql_reader **out, char **error) {
  hs_sql_options options = {0};
  hs_sql_reader *reader = sqlite3_malloc64(sizeof *reader + bytes);
  int rc = reader ? SQLITE_OK : SQLITE_NOMEM;
  if (!rc && json) rc = hs_sql_options_read(state->db, json, bytes, &options, error);
  if (!rc) {
    *reader = (hs_sql_reader){.references = 1, .plain = !json, .bytes = bytes};
    if (json) memcpy(reader->options, json, bytes);
    reader->max_bytes = options.options.max_bytes ? options.options.max_bytes : HEARSAY_DEFAULT_MAX_BYTES;
    rc = hs_sql_status(hearsay_open(&state->host, &options.options, &reader->reader), error);
  }
  hs_sql_options_clear(&options);
  if (rc)
    sqlite3_free(reader);
  else
    *out = reader;
  return rc;
}

static void keep_reader(hs_sql_state *state, hs_sql_reader *reader) {
  hs_sql_reader **at = &state->readers;
  reader->next = state->readers;
  state->readers = reader;
  for (int kept = 0; *at && kept < MOST_READERS; kept++) at = &(*at)->next;
  if (*at) { /* at most one too many */
    hs_sql_reader *oldest = *at;
    *at = oldest->next;
    reader_release(oldest);
  }
}

/* The reader for an options argument; borrowed from the list, where it is now the first. */
static int reader_for(hs_sql_state *state, sqlite3_value *options, hs_sql_reader **out, char **error) {
  const char *json = NULL;
  size_t bytes = 0;
  if (options && sqlite3_value_type(options) != SQLITE_NULL) {
    json = (const char *)sqlite3_value_text(options);
    if (!json) return SQLITE_NOMEM;
    bytes = (size_t)sqlite3_value_bytes(options);
  }
  hs_sql_reader **at = &state->readers;
  for (; *at; at = &(*at)->next)
    if ((*at)->plain == !json && (*at)->bytes == bytes && (!json || memcmp((*at)->options, json, bytes) == 0)) break;
  hs_sql_reader *reader = *at;
  if (reader) {
    *at = reader->next;
  } else {
    int rc = reader_new(state, json, bytes, &reader, error);
    if (rc) return rc;
  }
  keep_reader(state, reader);
  *out = reader;
  return SQLITE_OK;
}

/* ---- articles ---------------------------------------------------------------------------------------------------- */

static void article_release(hs_sql_article *article) {
  if (!article || --article->references > 0) return;
  hearsay_article_free(article->parsed);
  reader_release(article->reader);
  sqlite3_free(article->first_mention);
  sqlite3_free(article);
}

void hs_sql_article_release(hs_sql_article *article) {
  article_release(article);
}

hearsay_text hs_sql_article_options(const hs_sql_article *article) {
  const hs_sql_reader *reader = article->reader;
  return (hearsay_text){.data = reader->plain ? NULL : reader->options, .bytes = reader->bytes};
}

static size_t held_by(const hs_sql_article *article) {
  return article->bytes + (article->parsed ? hearsay_article_bytes(article->parsed) : 0);
}

/* Puts an article that is in no list first, and lets go of the last ones until the bounds are kept. */
static void keep_article(hs_sql_state *state, hs_sql_article *article) {
  hs_sql_article **at = &state->articles;
  size_t bytes = 0;
  article->next = state->articles;
  state->articles = article;
  for (int kept = 0; *at && kept < MOST_ARTICLES && bytes + held_by(*at) <= MOST_BYTES; kept++) {
    bytes += held_by(*at);
    at = &(*at)->next;
  }
  hs_sql_article *rest = *at;
  *at = NULL;
  while (rest) {
    hs_sql_article *next = rest->next;
    article_release(rest);
    rest = next;
  }
}

/* Takes an article out of the cache, which held it, when it is there. */
static hs_sql_article *take_article(hs_sql_state *state, const hs_sql_reader *reader, const char *text, size_t bytes) {
  for (hs_sql_article **at = &state->articles; *at; at = &(*at)->next) {
    hs_sql_article *article = *at;
    if (article->reader == reader && article->bytes == bytes && memcmp(article->text, text, bytes) == 0) {
      *at = article->next;
      return article;
    }
  }
  return NULL;
}

static int article_new(hs_sql_reader *reader, const char *text, size_t bytes, hs_sql_article **out) {
  hs_sql_article *article = sqlite3_malloc64(sizeof *article + bytes);
  if (!article) return SQLITE_NOMEM;
  *article = (hs_sql_article){.references = 1, .reader = reader, .bytes = bytes};
  if (bytes) memcpy(article->text, text, bytes);
  reader->references++;
  *out = article;
  return SQLITE_OK;
}

/* Which mention names each entity first: by name if there is one, as that is where a reader looks for it. */
static int find_first_mentions(hs_sql_article *article) {
  size_t entities = hearsay_entity_count(article->parsed), mentions = hearsay_mention_count(article->parsed);
  const hearsay_mention *mention = hearsay_mentions(article->parsed);
  uint32_t *first = sqlite3_malloc64((entities + 1) * sizeof *first);
  if (!first) return SQLITE_NOMEM;
  for (size_t i = 0; i < entities; i++) first[i] = HEARSAY_NONE;
  for (size_t i = 0; i < mentions; i++) {
    uint32_t *known = &first[mention[i].entity];
    if (*known == HEARSAY_NONE || (mention[*known].kind != HEARSAY_NAME && mention[i].kind == HEARSAY_NAME))
      *known = (uint32_t)i;
  }
  article->first_mention = first;
  return SQLITE_OK;
}

/* Reads an article as far as asked, from the start or from where it was left. */
static int read_article(hs_sql_article *article, hearsay_upto upto, char **error) {
  hearsay_status status = HEARSAY_OK;
  if (!article->parsed)
    status = hearsay_read(article->reader->reader, article->text, article->bytes, upto, &article->parsed);
  else if (article->upto < upto)
    status = hearsay_read_on(article->parsed, upto);
  int rc = hs_sql_status(status, error);
  if (!rc && upto > article->upto) article->upto = upto;
  if (!rc && article->upto == HEARSAY_UPTO_ALL && !article->first_mention) rc = find_first_mentions(article);
  if (rc) { /* other holders may not look at what is left of it */
    hearsay_article_free(article->parsed);
    article->parsed = NULL;
    article->failed = rc;
  }
  return rc;
}

/* The analyser's own limit, with the numbers in the message. */
static int too_big(size_t bytes, size_t max_bytes, char **error) {
  *error = sqlite3_mprintf("hearsay: article of %llu bytes is longer than max_bytes (%llu)", (sqlite3_uint64)bytes,
                           (sqlite3_uint64)max_bytes);
  return *error ? SQLITE_TOOBIG : SQLITE_NOMEM;
}

/* Readers come and go: the connection counts for itself. */
static void count_reads(hs_sql_state *state, hearsay_reads before, hearsay_reads after) {
  state->reads.tokens += after.tokens - before.tokens;
  state->reads.sentences += after.sentences - before.sentences;
  state->reads.tags += after.tags - before.tags;
  state->reads.all += after.all - before.all;
}

hearsay_reads hs_sql_reads(const hs_sql_state *state) {
  return state->reads;
}

int hs_sql_article_open(hs_sql_state *state, sqlite3_value *text, sqlite3_value *options, hearsay_upto upto,
                        hs_sql_article **out, char **error) {
  hs_sql_reader *reader = NULL;
  hs_sql_article *article;
  int rc = reader_for(state, options, &reader, error);
  if (rc) return rc;
  const char *data = (const char *)sqlite3_value_text(text);
  if (!data) return SQLITE_NOMEM;
  size_t bytes = (size_t)sqlite3_value_bytes(text);
  if (bytes > reader->max_bytes) return too_big(bytes, reader->max_bytes, error);
  article = take_article(state, reader, data, bytes);
  if (!article) rc = article_new(reader, data, bytes, &article);
  if (rc) return rc;
  hearsay_reads before = hearsay_reader_reads(reader->reader);
  rc = read_article(article, upto, error);
  count_reads(state, before, hearsay_reader_reads(reader->reader));
  hs_sql_done(state);
  if (rc) {
    article_release(article);
    return rc;
  }
  article->references++; /* the cache's, and the caller's */
  keep_article(state, article);
  *out = article;
  return SQLITE_OK;
}

/* ---- the state --------------------------------------------------------------------------------------------------- */

/* How this SQLite counts characters in malformed text, so that substr() agrees with our offsets: see hearsay_host. */
static int ask_loose_runs(sqlite3 *db, int *loose_runs) {
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2(db, "SELECT length(CAST(x'8080' AS TEXT)) = 1", -1, &statement, NULL);
  if (!rc && sqlite3_step(statement) == SQLITE_ROW) *loose_runs = sqlite3_column_int(statement, 0);
  int finalized = sqlite3_finalize(statement);
  return rc ? rc : finalized;
}

int hs_sql_state_new(sqlite3 *db, hs_sql_state **out) {
  int loose_runs = 0, rc = ask_loose_runs(db, &loose_runs);
  hs_sql_state *state = rc ? NULL : sqlite3_malloc64(sizeof *state);
  if (!state) return rc ? rc : SQLITE_NOMEM;
  *state = (hs_sql_state){.db = db, .references = 1};
  state->host = (hearsay_host){
      .resize = resize, .release = release, .cancelled = cancelled, .context = state, .loose_runs = loose_runs};
  *out = state;
  return SQLITE_OK;
}

hs_sql_state *hs_sql_state_hold(hs_sql_state *state) {
  state->references++;
  return state;
}

void hs_sql_state_release(void *pointer) {
  hs_sql_state *state = pointer;
  if (--state->references > 0) return;
  while (state->articles) {
    hs_sql_article *article = state->articles;
    state->articles = article->next;
    article_release(article);
  }
  while (state->readers) {
    hs_sql_reader *reader = state->readers;
    state->readers = reader->next;
    reader_release(reader);
  }
  sqlite3_free(state);
}
