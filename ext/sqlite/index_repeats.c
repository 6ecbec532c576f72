/*
** index_repeats.c: the same quotation in many articles: agency copy, speeches, what papers trim.
**
** Two quotations of different articles are the same when hearsay_quote_similarity says 0.7 or more. So that not all are
** compared with all, each has a few bands: the least of the keys (hearsay_quote_key) of all its runs of four words. A copy
** that has kept a share s of the runs has each of the whole's least ones with probability s, and then it is among its own
** least ones, too: so it has a band in common with the whole with probability 1 - (1 - s)^3, and only quotations with a common
** band are compared. Runs count that have three words of over three letters, as phrases that everybody uses seldom have.
** Direct and mixed quotations of LEAST_WORDS words or more have bands.
**
** Groups are what hangs together by such pairs; same_as is the least id in the group, NULL outside of groups. When a member
** goes, its group is made anew, so the order of articles does not matter (beyond MOST_COMPARED quotations with one band, of
** which the first ones are compared).
*/
#include "sqlite/index.h"

#include <string.h>

enum { RUN = 4, LEAST_WORDS = 8, MOST_WORDS = 400, LEAST_LETTERS = 4, LEAST_LONG = 3, MOST_COMPARED = 8 };
#define SAME 0.7

/* ---- bands ---------------------------------------------------------------------------------------------------------------- */

typedef struct run_word {
  const char *data, *end;
} run_word;

static bool is_gap(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The words between white space, of a long quotation the first ones. */
static size_t find_words(hearsay_text text, run_word words[MOST_WORDS]) {
  const char *at = text.data, *end = text.data + text.bytes;
  size_t count = 0;
  while (count < MOST_WORDS) {
    while (at < end && is_gap(*at)) at++;
    if (at == end) break;
    words[count].data = at;
    while (at < end && !is_gap(*at)) at++;
    words[count++].end = at;
  }
  return count;
}

/* The number that a key of 16 digits says, of which 31 bits are kept: small integers take less room. 0: no key. */
static sqlite3_int64 number_of(const char *key, size_t bytes) {
  sqlite3_int64 number = 0;
  for (size_t i = 0; i < bytes && i < 8; i++) number = number * 16 + (key[i] <= '9' ? key[i] - '0' : key[i] - 'a' + 10);
  return number >> 1;
}

/* Puts a number among the least ones. 0 is an empty place. */
static void keep_least(sqlite3_int64 bands[HS_INDEX_BANDS], sqlite3_int64 number) {
  for (int i = 0; number && i < HS_INDEX_BANDS; i++) {
    if (number == bands[i]) return;
    if (bands[i] && bands[i] < number) continue;
    sqlite3_int64 moved = bands[i];
    bands[i] = number;
    number = moved;
  }
}

static bool has_long_words(const run_word *words) {
  int count = 0;
  for (int i = 0; i < RUN; i++) count += words[i].end - words[i].data >= LEAST_LETTERS;
  return count >= LEAST_LONG;
}

static hearsay_status add_run(const hearsay_host *host, const run_word *words, sqlite3_int64 bands[HS_INDEX_BANDS]) {
  char *key = NULL;
  size_t bytes = 0;
  hearsay_status status =
      hearsay_quote_key(host, words[0].data, (size_t)(words[RUN - 1].end - words[0].data), &key, &bytes);
  if (!status) keep_least(bands, number_of(key, bytes));
  sqlite3_free(key);
  return status;
}

hearsay_status hs_index_find_bands(const hearsay_host *host, hearsay_quote_kind kind, hearsay_text text,
                                   sqlite3_int64 bands[HS_INDEX_BANDS]) {
  run_word words[MOST_WORDS];
  hearsay_status status = HEARSAY_OK;
  memset(bands, 0, HS_INDEX_BANDS * sizeof *bands);
  size_t count = kind == HEARSAY_INDIRECT ? 0 : find_words(text, words);
  if (count < LEAST_WORDS) return HEARSAY_OK;
  for (size_t i = 0; !status && i + RUN <= count; i++)
    if (has_long_words(&words[i])) status = add_run(host, &words[i], bands);
  for (size_t i = 0; !status && !bands[0] && i + RUN <= count; i++) status = add_run(host, &words[i], bands);
  return status;
}

/* ---- groups --------------------------------------------------------------------------------------------------------------- */

static void change_band(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 hash, sqlite3_int64 id) {
  sqlite3_stmt *statement = hs_index_use(index, rc, which);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, hash);
  sqlite3_bind_int64(statement, 2, id);
  hs_index_run(index, rc, statement);
}

/* A quotation, or a whole group (0: none), comes into a group. */
static void put_into(hs_index *index, int *rc, sqlite3_int64 group, sqlite3_int64 id, sqlite3_int64 members_of) {
  sqlite3_stmt *statement = hs_index_use(index, rc, HS_INDEX_GROUP_QUOTES);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, group);
  sqlite3_bind_int64(statement, 2, id);
  sqlite3_bind_int64(statement, 3, members_of);
  hs_index_run(index, rc, statement);
}

/* The new group of a quotation in `group` (0: none) that is the same as another. */
static sqlite3_int64 join(hs_index *index, int *rc, sqlite3_int64 id, sqlite3_int64 group, sqlite3_int64 other,
                          sqlite3_int64 other_group) {
  sqlite3_int64 mine = group ? group : id, theirs = other_group ? other_group : other;
  sqlite3_int64 least = mine < theirs ? mine : theirs;
  if (group != least) put_into(index, rc, least, id, group);
  if (other_group != least) put_into(index, rc, least, other, other_group);
  return least;
}

static bool is_same(hs_index *index, int *rc, hearsay_text words, sqlite3_stmt *row) {
  const char *other = (const char *)sqlite3_column_text(row, 1);
  size_t bytes = (size_t)sqlite3_column_bytes(row, 1);
  char *error = NULL;
  double similarity = 0;
  if (!other) return false;
  if (bytes == words.bytes && memcmp(other, words.data, bytes) == 0) return true;
  hearsay_status status =
      hearsay_quote_similarity(hs_sql_host(index->state), words.data, words.bytes, other, bytes, &similarity);
  *rc = hs_sql_status(status, &error);
  sqlite3_free(error);
  return !*rc && similarity >= SAME;
}

/* Whether a number is in a list that has room for it; it is afterwards. */
static bool is_listed(sqlite3_int64 *list, size_t *count, sqlite3_int64 number) {
  for (size_t i = 0; i < *count; i++)
    if (list[i] == number) return true;
  list[(*count)++] = number;
  return false;
}

/* Puts a quotation into the group of those that it repeats. */
static void find_group(hs_index *index, int *rc, sqlite3_int64 id, sqlite3_int64 article, hearsay_text words,
                       const sqlite3_int64 bands[HS_INDEX_BANDS], sqlite3_int64 group) {
  sqlite3_int64 compared[HS_INDEX_BANDS * MOST_COMPARED];
  size_t count = 0;
  for (int i = 0; i < HS_INDEX_BANDS && bands[i]; i++) {
    sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_FIND_BAND);
    if (*rc) return;
    sqlite3_bind_int64(row, 1, bands[i]);
    sqlite3_bind_int64(row, 2, article);
    sqlite3_bind_int64(row, 3, MOST_COMPARED);
    while (hs_index_row(index, rc, row)) {
      sqlite3_int64 other_group = sqlite3_column_int64(row, 2);
      if ((group && other_group == group) || is_listed(compared, &count, sqlite3_column_int64(row, 0))) continue;
      if (is_same(index, rc, words, row)) group = join(index, rc, id, group, sqlite3_column_int64(row, 0), other_group);
    }
    sqlite3_reset(row);
  }
}

void hs_index_add_repeat(hs_index *index, int *rc, sqlite3_int64 id, sqlite3_int64 article, hearsay_text words,
                         const sqlite3_int64 bands[HS_INDEX_BANDS]) {
  for (int i = 0; i < HS_INDEX_BANDS && bands[i]; i++) change_band(index, rc, HS_INDEX_PUT_BAND, bands[i], id);
  find_group(index, rc, id, article, words, bands, 0);
}

/* ---- what goes ------------------------------------------------------------------------------------------------------------ */

/* The bands of a row whose columns `text` and `code` are a quotation's words and code. */
static hearsay_text bands_of_row(hs_index *index, int *rc, sqlite3_stmt *row, int text, int code,
                                 sqlite3_int64 bands[HS_INDEX_BANDS]) {
  hearsay_text words = {.data = (const char *)sqlite3_column_text(row, text)};
  char *error = NULL;
  memset(bands, 0, HS_INDEX_BANDS * sizeof *bands);
  if (*rc || !words.data) return words;
  words.bytes = (size_t)sqlite3_column_bytes(row, text);
  *rc = hs_sql_status(
      hs_index_find_bands(hs_sql_host(index->state), hs_index_kind_of(sqlite3_column_int64(row, code)), words, bands),
      &error);
  sqlite3_free(error);
  return words;
}

static void add_number(int *rc, sqlite3_int64 **list, size_t *count, sqlite3_int64 number) {
  if (*rc) return;
  if (*count % 64 == 0) {
    sqlite3_int64 *more = sqlite3_realloc64(*list, (*count + 64) * sizeof *more);
    if (!more) {
      *rc = SQLITE_NOMEM;
      return;
    }
    *list = more;
  }
  (*list)[(*count)++] = number;
}

sqlite3_int64 *hs_index_leave_groups(hs_index *index, int *rc, sqlite3_int64 article, size_t *count) {
  sqlite3_int64 *groups = NULL, bands[HS_INDEX_BANDS];
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_QUOTES_OF);
  *count = 0;
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) {
    bands_of_row(index, rc, row, 1, 3, bands);
    for (int i = 0; i < HS_INDEX_BANDS && bands[i]; i++)
      change_band(index, rc, HS_INDEX_DELETE_BAND, bands[i], sqlite3_column_int64(row, 0));
    if (sqlite3_column_type(row, 2) != SQLITE_NULL) add_number(rc, &groups, count, sqlite3_column_int64(row, 2));
  }
  sqlite3_reset(row);
  return groups;
}

/* A member of a group that is no more looks for those that it repeats. */
static void find_group_again(hs_index *index, int *rc, sqlite3_int64 id) {
  sqlite3_int64 bands[HS_INDEX_BANDS];
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_QUOTE);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, id);
  if (hs_index_row(index, rc, row)) {
    hearsay_text words = bands_of_row(index, rc, row, 0, 3, bands);
    if (words.data) find_group(index, rc, id, sqlite3_column_int64(row, 1), words, bands, sqlite3_column_int64(row, 2));
  }
  sqlite3_reset(row);
}

static void mend_group(hs_index *index, int *rc, sqlite3_int64 group) {
  sqlite3_int64 *members = NULL;
  size_t count = 0;
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_MEMBERS_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, group);
  while (hs_index_row(index, rc, row)) add_number(rc, &members, &count, sqlite3_column_int64(row, 0));
  hs_index_run_with(index, rc, HS_INDEX_UNGROUP_QUOTES, group);
  for (size_t i = 0; i < count; i++) find_group_again(index, rc, members[i]);
  sqlite3_free(members);
}

void hs_index_mend_groups(hs_index *index, int *rc, sqlite3_int64 *groups, size_t count) {
  for (size_t i = 0; i < count; i++) mend_group(index, rc, groups[i]);
  sqlite3_free(groups);
}
