/*
** index_options.c: the arguments of CREATE VIRTUAL TABLE press USING hearsay(…).
**
**     content=articles            the table (or view, with sync=manual) of articles, in the schema of the index
**     content_rowid=id            its integer key; where it has an INTEGER PRIMARY KEY, that is the default
**     text=body                   the column that is read, or text=(lede, body): several, in that order
**     headline=title              a column that is read before them
**     date=published              a column that is kept as the date of the article
**     options='{"titles": […]}'   the options of the functions
**     sync=queue                  how it follows the articles: queue, trigger, manual
**     authority=decisions         a table (name, person) of the user's, whose decisions win in 'resolve'
**     threads=1                   how many threads read articles in 'rebuild' and 'sync'
**
** A value is a word, or quoted as SQL quotes names and strings.
*/
#include "sqlite/index.h"

#include <stdlib.h>
#include <string.h>

static int fail(char **error, char *message) {
  *error = message;
  return message ? SQLITE_ERROR : SQLITE_NOMEM;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static const char *skip_spaces(const char *at) {
  while (is_space(*at)) at++;
  return at;
}

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         (unsigned char)c >= 0x80;
}

/* The end of a quoted value that begins at `at`; NULL when it has none. */
static const char *quoted_end(const char *at) {
  char close = *at;
  if (close == '[') close = ']';
  for (at++; *at; at++) {
    if (*at != close) continue;
    if (close == ']' || at[1] != close) return at + 1;
    at++;
  }
  return NULL;
}

/* A copy of a value without its quotes; SQLITE_ERROR without a message when it is none. `*at` moves behind it. */
static int read_value(const char **at, char **out) {
  const char *start = *at, *end = start;
  if (*start == '\'' || *start == '"' || *start == '`' || *start == '[') {
    end = quoted_end(start);
    if (!end) return SQLITE_ERROR;
  } else {
    while (is_word(*end)) end++;
    if (end == start) return SQLITE_ERROR;
  }
  *at = end;
  char *copy = sqlite3_malloc64((sqlite3_uint64)(end - start) + 1), *to = copy;
  if (!copy) return SQLITE_NOMEM;
  bool is_quoted = !is_word(*start);
  char close = *start;
  if (close == '[') close = ']';
  const char *from = start;
  if (is_quoted) from++, end--;
  while (from < end) {
    if (is_quoted && *from == close) from++;
    *to++ = *from++;
  }
  *to = 0;
  *out = copy;
  return SQLITE_OK;
}

/* ---- the options, one by one ------------------------------------------------------------------------------------- */

enum { CONTENT, CONTENT_ROWID, TEXT, HEADLINE, DATE, OPTIONS, SYNC, THREADS, AUTHORITY, KEYS };
static const char *const keys[KEYS] = {"content", "content_rowid", "text",    "headline", "date",
                                       "options", "sync",          "threads", "authority"};

static int bad_value(char **error, int key, const char *argument) {
  return fail(error, sqlite3_mprintf("hearsay: option \"%s\" is not understood: %.200s", keys[key], argument));
}

/* text=body, text=(lede, body) */
static int read_texts(const char *at, const char *argument, hs_index_options *out, char **error) {
  bool in_list = *at == '(';
  int rc = SQLITE_OK;
  if (in_list) at++;
  do {
    at = skip_spaces(at);
    if (out->text_count == HS_INDEX_MOST_TEXTS)
      return fail(error, sqlite3_mprintf("hearsay: option \"text\" has more than %d columns", HS_INDEX_MOST_TEXTS));
    rc = read_value(&at, &out->texts[out->text_count]);
    if (rc == SQLITE_ERROR) return bad_value(error, TEXT, argument);
    if (rc) return rc;
    out->text_count++;
    at = skip_spaces(at);
  } while (in_list && *at == ',' && *at++);
  if (in_list && *at++ != ')') return bad_value(error, TEXT, argument);
  return *skip_spaces(at) ? bad_value(error, TEXT, argument) : SQLITE_OK;
}

static int read_mode(const char *value, hs_index_options *out, char **error) {
  static const char *const modes[] = {"queue", "trigger", "manual"};
  for (int mode = HS_INDEX_QUEUE; mode <= HS_INDEX_MANUAL; mode++)
    if (sqlite3_stricmp(value, modes[mode]) == 0) {
      out->mode = (hs_index_mode)mode;
      return SQLITE_OK;
    }
  return fail(error, sqlite3_mprintf("hearsay: option \"sync\" must be queue, trigger or manual"));
}

static int read_threads(const char *value, hs_index_options *out, char **error) {
  char *end;
  long number = strtol(value, &end, 10);
  if (!*value || *end || number < 1 || number > HS_INDEX_MOST_THREADS)
    return fail(error,
                sqlite3_mprintf("hearsay: option \"threads\" must be a number from 1 to %d", HS_INDEX_MOST_THREADS));
  out->threads = (int)number;
  return SQLITE_OK;
}

static int read_option(int key, const char *at, const char *argument, hs_index_options *out, char **error) {
  char **const places[KEYS] = {&out->content, &out->key, NULL, &out->headline, &out->date,
                               &out->json,    NULL,      NULL, &out->authority};
  char *value = NULL;
  if (key == TEXT) return read_texts(at, argument, out, error);
  int rc = read_value(&at, &value);
  if (rc == SQLITE_ERROR || (!rc && *skip_spaces(at))) rc = bad_value(error, key, argument);
  if (!rc && key == SYNC) rc = read_mode(value, out, error);
  if (!rc && key == THREADS) rc = read_threads(value, out, error);
  if (!rc && places[key])
    *places[key] = value;
  else
    sqlite3_free(value);
  return rc;
}

static int read_argument(const char *argument, unsigned *seen, hs_index_options *out, char **error) {
  const char *start = skip_spaces(argument), *end = start;
  while (is_word(*end)) end++;
  const char *at = skip_spaces(end);
  if (end == start || *at != '=')
    return fail(error, sqlite3_mprintf("hearsay: expected an option as in content=articles, not: %.200s", argument));
  for (int key = 0; key < KEYS; key++) {
    if (strlen(keys[key]) != (size_t)(end - start) || sqlite3_strnicmp(keys[key], start, (int)(end - start)) != 0)
      continue;
    if (*seen & 1U << key) return fail(error, sqlite3_mprintf("hearsay: option \"%s\" is given twice", keys[key]));
    *seen |= 1U << key;
    return read_option(key, skip_spaces(at + 1), argument, out, error);
  }
  return fail(error, sqlite3_mprintf("hearsay: unknown option \"%.*s\"", (int)(end - start), start));
}

int hs_index_options_read(const char *const *arguments, int count, hs_index_options *out, char **error) {
  unsigned seen = 0;
  *out = (hs_index_options){.threads = 1};
  for (int i = 0; i < count; i++) {
    int rc = read_argument(arguments[i], &seen, out, error);
    if (rc) return rc;
  }
  if (!out->content)
    return fail(error, sqlite3_mprintf("hearsay: option \"content\" is needed, as in content=articles"));
  if (!out->text_count) return fail(error, sqlite3_mprintf("hearsay: option \"text\" is needed, as in text=body"));
  return SQLITE_OK;
}

void hs_index_options_clear(hs_index_options *options) {
  sqlite3_free(options->content);
  sqlite3_free(options->key);
  sqlite3_free(options->headline);
  sqlite3_free(options->date);
  sqlite3_free(options->json);
  sqlite3_free(options->authority);
  for (int i = 0; i < options->text_count; i++) sqlite3_free(options->texts[i]);
  *options = (hs_index_options){.threads = 1};
}
