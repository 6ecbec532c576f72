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

#include "people/quote_key.h"

#include <stdlib.h>
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

/* A quotation that is in none, or a whole group, comes into a group. */
static void put_into(hs_index *index, int *rc, sqlite3_int64 group, sqlite3_int64 id, sqlite3_int64 old) {
  if (old)
    hs_index_run_with_two(index, rc, HS_INDEX_JOIN_GROUPS, old, group);
  else
    hs_index_run_with_two(index, rc, HS_INDEX_GROUP_QUOTE, id, group);
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

/* ---- words ---------------------------------------------------------------------------------------------------------------- */

/* Quotations that have lately been compared: the first ones with a common band are, again and again. */
enum { KEPT = 64 };

typedef struct kept {
  sqlite3_int64 id; /* 0: empty */
  char *text;
  hs_quote_words words;
} kept;

typedef struct comparison {
  hs_index *index;
  int *rc;
  kept *kept; /* KEPT of them, by id */
} comparison;

static comparison begin_comparison(hs_index *index, int *rc) {
  comparison c = {.index = index, .rc = rc};
  if (*rc) return c;
  c.kept = sqlite3_malloc64(KEPT * sizeof *c.kept);
  if (!c.kept) *rc = SQLITE_NOMEM;
  for (int i = 0; c.kept && i < KEPT; i++) {
    c.kept[i].id = 0;
    c.kept[i].text = NULL;
  }
  return c;
}

static void end_comparison(comparison *c) {
  for (int i = 0; c->kept && i < KEPT; i++) sqlite3_free(c->kept[i].text);
  sqlite3_free(c->kept);
  c->kept = NULL;
}

/* The words of a quotation whose text is in a column of a row; NULL when it has none. */
static const hs_quote_words *words_of(const comparison *c, sqlite3_int64 id, sqlite3_stmt *row, int column) {
  if (*c->rc || !c->kept) return NULL;
  kept *place = &c->kept[(uint64_t)id % KEPT];
  if (place->id == id) return &place->words;
  const char *text = (const char *)sqlite3_column_text(row, column);
  size_t bytes = (size_t)sqlite3_column_bytes(row, column);
  char *error = NULL;
  if (!text) return NULL;
  sqlite3_free(place->text);
  place->id = 0;
  place->text = sqlite3_malloc64(bytes + 1);
  if (!place->text) {
    *c->rc = SQLITE_NOMEM;
    return NULL;
  }
  memcpy(place->text, text, bytes);
  *c->rc = hs_sql_status(
      hs_quote_words_read(hs_sql_host(c->index->state), (hearsay_text){place->text, bytes}, &place->words), &error);
  sqlite3_free(error);
  if (*c->rc) return NULL;
  place->id = id;
  return &place->words;
}

/* Equal words are the same without counting. */
static bool has_equal_words(const hs_quote_words *a, const hs_quote_words *b) {
  return a->count == b->count && a->count <= HS_QUOTE_FEW_WORDS &&
         memcmp(a->hash, b->hash, a->count * sizeof *a->hash) == 0 &&
         memcmp(a->piece, b->piece, a->count * sizeof *a->piece) == 0;
}

static bool is_same(const comparison *c, const hs_quote_words *words, const hs_quote_words *other) {
  char *error = NULL;
  double similarity = 0;
  if (!other) return false;
  if (has_equal_words(words, other)) return true;
  *c->rc = hs_sql_status(hs_quote_words_compare(hs_sql_host(c->index->state), words, other, &similarity), &error);
  sqlite3_free(error);
  return !*c->rc && similarity >= SAME;
}

/* ---- what comes ----------------------------------------------------------------------------------------------------------- */

/* A quotation that looks for those that it repeats. */
typedef struct seeker {
  sqlite3_int64 id, article, group; /* group: 0, when it is in none */
  hs_quote_words words;
} seeker;

/* Loads a quotation with its words; false when it is not there. The text is that of the statement's row. */
static bool load_seeker(const comparison *c, sqlite3_stmt *row, sqlite3_int64 id, seeker *out) {
  if (*c->rc || !row) return false;
  sqlite3_bind_int64(row, 1, id);
  if (!hs_index_row(c->index, c->rc, row)) return false;
  const hs_quote_words *words = words_of(c, id, row, 0);
  if (!words) return false;
  *out = (seeker){
      .id = id, .article = sqlite3_column_int64(row, 1), .group = sqlite3_column_int64(row, 2), .words = *words};
  out->words.text = (hearsay_text){(const char *)sqlite3_column_text(row, 0), (size_t)sqlite3_column_bytes(row, 0)};
  return true;
}

/* Compares it with the first quotations before `before` that have a band. */
static void seek(const comparison *c, seeker *s, sqlite3_int64 hash, sqlite3_int64 before) {
  sqlite3_stmt *row = hs_index_use(c->index, c->rc, HS_INDEX_FIND_BAND);
  if (*c->rc) return;
  sqlite3_bind_int64(row, 1, hash);
  sqlite3_bind_int64(row, 2, s->article);
  sqlite3_bind_int64(row, 3, before);
  sqlite3_bind_int(row, 4, MOST_COMPARED);
  while (hs_index_row(c->index, c->rc, row)) {
    sqlite3_int64 other = sqlite3_column_int64(row, 0), other_group = sqlite3_column_int64(row, 2);
    if (s->group && other_group == s->group) continue;
    if (is_same(c, &s->words, words_of(c, other, row, 1)))
      s->group = join(c->index, c->rc, s->id, s->group, other, other_group);
  }
  sqlite3_reset(row);
}

/* The first quotations with a band, as far as they are kept for those behind them. */
enum { HEADS = 12 };

/* The group a quotation is in now; 0: in none. */
static sqlite3_int64 group_of(const comparison *c, sqlite3_int64 id) {
  sqlite3_stmt *row = hs_index_use(c->index, c->rc, HS_INDEX_GET_GROUP);
  sqlite3_int64 group = 0;
  if (*c->rc) return 0;
  sqlite3_bind_int64(row, 1, id);
  if (hs_index_row(c->index, c->rc, row)) group = sqlite3_column_int64(row, 0);
  sqlite3_reset(row);
  return group;
}

/* What `seek` does, with the first quotations of a band at hand. Whether there were as many as are compared. */
static bool seek_among(const comparison *c, const seeker *s, const seeker *heads, int count) {
  int compared = 0;
  for (int i = 0; !*c->rc && i < count && compared < MOST_COMPARED; i++) {
    const seeker *head = &heads[i];
    if (head->article == s->article) continue;
    compared++;
    if (!is_same(c, &s->words, &head->words)) continue;
    sqlite3_int64 mine = group_of(c, s->id), theirs = group_of(c, head->id);
    if (!mine || mine != theirs) join(c->index, c->rc, s->id, mine, head->id, theirs);
  }
  return compared == MOST_COMPARED;
}

void hs_index_add_bands(hs_index_work *work, int *rc, sqlite3_int64 id, const sqlite3_int64 bands[HS_INDEX_BANDS]) {
  enum { MOST_KEPT_BACK = 512 * 1024 };
  if (work->band_count + HS_INDEX_BANDS > MOST_KEPT_BACK) hs_index_write_bands(work, rc);
  if (*rc) return;
  hs_index_band *items =
      hs_index_room(rc, work->bands, work->band_count, HS_INDEX_BANDS, &work->band_room, sizeof *items);
  if (!items) return;
  work->bands = items;
  for (int i = 0; i < HS_INDEX_BANDS && bands[i]; i++)
    work->bands[work->band_count++] = (hs_index_band){.hash = bands[i], .id = id};
}

static int compare_bands(const void *a, const void *b) {
  const hs_index_band *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

/* Whether a quotation had a band before this command's. */
static bool is_known(hs_index *index, int *rc, const hs_index_band *first) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_HAS_BAND);
  if (*rc) return false;
  sqlite3_bind_int64(row, 1, first->hash);
  sqlite3_bind_int64(row, 2, first->id);
  bool known = hs_index_row(index, rc, row);
  sqlite3_reset(row);
  return known;
}

/*
** New quotations with one band, in the order of their ids. When none was there before, the words of the first ones are kept for
** those behind them; of one with so many words that not all are kept, the text would have to stay: then the tables are asked.
*/
static void compare_run(const comparison *c, const hs_index_band *run, size_t count, seeker heads[HEADS]) {
  bool asks = is_known(c->index, c->rc, run);
  size_t filled = 0;
  for (size_t i = 0; !*c->rc && i < count && (asks || count > 1); i++) {
    seeker here, *s = !asks && filled < HEADS ? &heads[filled] : &here;
    sqlite3_stmt *row = hs_index_use(c->index, c->rc, HS_INDEX_GET_QUOTE);
    if (load_seeker(c, row, run[i].id, s)) {
      if (asks || (!seek_among(c, s, heads, (int)filled) && filled < i)) seek(c, s, run->hash, s->id);
      asks = asks || (s == &heads[filled] && s->words.count > HS_QUOTE_FEW_WORDS);
      if (s == &heads[filled]) heads[filled++].words.text = (hearsay_text){NULL, 0};
    }
    if (row) sqlite3_reset(row);
  }
}

/*
** All new bands are there before the first comparison, so each quotation looks at those before it only, and finds what it
** would have found when it came.
*/
void hs_index_write_bands(hs_index_work *work, int *rc) {
  hs_index *index = work->index;
  hs_index_band *all = work->bands;
  size_t count = work->band_count;
  if (*rc || !count) return;
  seeker *heads = sqlite3_malloc64(HEADS * sizeof *heads);
  if (!heads) {
    *rc = SQLITE_NOMEM;
    return;
  }
  qsort(all, count, sizeof *all, compare_bands);
  for (size_t i = 0; !*rc && i < count; i++)
    hs_index_run_with_two(index, rc, HS_INDEX_PUT_BAND, all[i].hash, all[i].id);
  comparison c = begin_comparison(index, rc);
  for (size_t i = 0, end; !*rc && i < count; i = end) {
    for (end = i + 1; end < count && all[end].hash == all[i].hash;) end++;
    compare_run(&c, &all[i], end - i, heads);
  }
  end_comparison(&c);
  sqlite3_free(heads);
  work->band_count = 0;
}

/* ---- what goes ------------------------------------------------------------------------------------------------------------ */

/* The bands of a row whose columns `text` and `code` are a quotation's words and code. */
static void bands_of_row(hs_index *index, int *rc, sqlite3_stmt *row, int text, int code,
                         sqlite3_int64 bands[HS_INDEX_BANDS]) {
  hearsay_text words = {.data = (const char *)sqlite3_column_text(row, text)};
  char *error = NULL;
  memset(bands, 0, HS_INDEX_BANDS * sizeof *bands);
  if (*rc || !words.data) return;
  words.bytes = (size_t)sqlite3_column_bytes(row, text);
  hearsay_quote_kind kind = hs_index_kind_of(sqlite3_column_int64(row, code));
  *rc = hs_sql_status(hs_index_find_bands(hs_sql_host(index->state), kind, words, bands), &error);
  sqlite3_free(error);
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

sqlite3_int64 *hs_index_leave_groups(hs_index_work *work, int *rc, sqlite3_int64 article, size_t *count) {
  hs_index *index = work->index;
  hs_index_write_bands(work, rc);
  sqlite3_int64 *groups = NULL, bands[HS_INDEX_BANDS];
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_QUOTES_OF);
  *count = 0;
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) {
    bands_of_row(index, rc, row, 1, 3, bands);
    for (int i = 0; i < HS_INDEX_BANDS && bands[i]; i++)
      hs_index_run_with_two(index, rc, HS_INDEX_DELETE_BAND, bands[i], sqlite3_column_int64(row, 0));
    if (sqlite3_column_type(row, 2) != SQLITE_NULL) add_number(rc, &groups, count, sqlite3_column_int64(row, 2));
  }
  sqlite3_reset(row);
  return groups;
}

/* A member of a group that is no more looks for those that it repeats. */
static void find_group_again(const comparison *c, sqlite3_int64 id) {
  sqlite3_int64 bands[HS_INDEX_BANDS];
  seeker s;
  sqlite3_stmt *row = hs_index_use(c->index, c->rc, HS_INDEX_GET_QUOTE);
  if (load_seeker(c, row, id, &s)) {
    bands_of_row(c->index, c->rc, row, 0, 3, bands);
    for (int i = 0; i < HS_INDEX_BANDS && bands[i]; i++) seek(c, &s, bands[i], INT64_MAX);
  }
  if (row) sqlite3_reset(row);
}

static void mend_group(const comparison *c, sqlite3_int64 group) {
  hs_index *index = c->index;
  int *rc = c->rc;
  sqlite3_int64 *members = NULL;
  size_t count = 0;
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_MEMBERS_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, group);
  while (hs_index_row(index, rc, row)) add_number(rc, &members, &count, sqlite3_column_int64(row, 0));
  hs_index_run_with(index, rc, HS_INDEX_UNGROUP_QUOTES, group);
  for (size_t i = 0; i < count; i++) find_group_again(c, members[i]);
  sqlite3_free(members);
}

void hs_index_mend_groups(hs_index *index, int *rc, sqlite3_int64 *groups, size_t count) {
  if (count) {
    comparison c = begin_comparison(index, rc);
    for (size_t i = 0; i < count; i++) mend_group(&c, groups[i]);
    end_comparison(&c);
  }
  sqlite3_free(groups);
}
