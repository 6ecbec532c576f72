/*
** index_repeats.c: the same quotation in many articles: agency copy, speeches, what papers trim.
**
** Two quotations of different articles are the same when hearsay_quote_similarity says 0.7 or more. So that not all are
** compared with all, each has a few bands: the least of its runs of four words, ranked as hearsay_quote_key ranks them. A copy
** that has kept a share s of the runs has each of the whole's least ones with probability s, and then it is among its own
** least ones, too: so it has a band in common with the whole with probability 1 - (1 - s)^3, and only quotations with a common
** band are compared. Direct and mixed quotations of LEAST_WORDS words or more have bands.
**
** Groups are what hangs together by such pairs; same_as is the least id in the group, NULL outside of groups. When members
** go, their groups are made anew, once for all that a command takes away, so the order of articles does not matter (beyond
** MOST_COMPARED quotations with one band, of which the first ones are compared).
**
** What new quotations are compared by stays in memory until there is much of it. Then each is compared with those before it
** that have a band of its, new ones and those of the tables, and what hangs together is found by union and find: a quotation
** that is in the group of another already is not compared with it. Most of those with a common band differ, and the first ones with
** a band are asked for again and again: so outlines of them are remembered (index_outlines.c), and few are read once more.
*/
#include "sqlite/index.h"

#include "people/quote_key.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_WORDS = 8, MOST_COMPARED = 8 };
#define SAME 0.7

/* ---- bands ---------------------------------------------------------------------------------------------------------------- */

/* Of a rank 31 bits are kept, without those that say how many words are long: small integers take less room. */
static uint32_t band_of(uint64_t rank) {
  return (uint32_t)(rank >> 31 & 0x7FFFFFFF);
}

/* The bands of a quotation's words; returns how many. */
static size_t find_bands(const hs_quote_words *words, uint32_t bands[HS_INDEX_BANDS]) {
  uint64_t least[HS_INDEX_BANDS];
  size_t count = words->count < LEAST_WORDS ? 0 : hs_quote_least_runs(words, least, HS_INDEX_BANDS), kept = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t band = band_of(least[i]);
    if (kept == 0 || bands[kept - 1] != band) bands[kept++] = band;
  }
  return kept;
}

static hearsay_status add_runs(hs_index_job *job, const hs_quote_words *words, hs_index_sketch *sketch) {
  int rc = SQLITE_OK;
  uint64_t *runs = hs_index_room(&rc, job->runs, job->run_count, HS_QUOTE_FEW_WORDS, &job->run_room, sizeof *runs);
  if (!runs) return HEARSAY_NOMEM;
  job->runs = runs;
  sketch->runs = (uint32_t)hs_quote_runs(words, runs + job->run_count);
  job->run_count += sketch->runs;
  return HEARSAY_OK;
}

hearsay_status hs_index_sketch_quotes(const hearsay_host *host, hs_index_job *job) {
  hearsay_status status = HEARSAY_OK;
  size_t count = hearsay_quote_count(job->parsed);
  hs_quote_words words;
  job->sketches = sqlite3_malloc64((count + 1) * sizeof *job->sketches);
  if (!job->sketches) return HEARSAY_NOMEM;
  for (size_t i = 0; !status && i < count; i++) {
    const hearsay_quote *quote = &hearsay_quotes(job->parsed)[i];
    hs_index_sketch *sketch = &job->sketches[i];
    *sketch = (hs_index_sketch){.bands = 0};
    if (quote->kind == HEARSAY_INDIRECT) continue;
    status = hs_quote_words_read(host, quote->words, &words);
    if (!status) sketch->bands = (uint32_t)find_bands(&words, sketch->band);
    if (!status && sketch->bands) status = add_runs(job, &words, sketch);
  }
  return status;
}

/* ---- what is kept back ------------------------------------------------------------------------------------------------------ */

/* A new quotation with bands. */
typedef struct fresh {
  sqlite3_int64 id, first_id; /* its own, and of its article's first quotation */
  size_t runs;                /* where they begin in the list of all */
  hs_quote_outline outline;
} fresh;

typedef struct fresh_band {
  uint32_t hash, fresh;
} fresh_band;

struct hs_index_repeats {
  fresh *fresh;
  fresh_band *bands;
  uint64_t *runs;
  size_t fresh_count, fresh_room, band_count, band_room, run_count, run_room;
  hs_index_outlines *outlines; /* NULL: there is no memory for them */
};

static hs_index_repeats *repeats_of(hs_index_work *work, int *rc) {
  enum { MOST_BANDS = 512 * 1024, MOST_RUNS = 4 * 1024 * 1024 };
  hs_index_repeats *repeats = work->repeats;
  if (*rc) return NULL;
  if (!repeats) {
    work->repeats = repeats = sqlite3_malloc64(sizeof *repeats);
    if (repeats) {
      memset(repeats, 0, sizeof *repeats);
      repeats->outlines = hs_index_outlines_open();
    } else {
      *rc = SQLITE_NOMEM;
    }
  } else if (repeats->band_count > MOST_BANDS || repeats->run_count > MOST_RUNS) {
    hs_index_write_repeats(work, rc);
  }
  return *rc ? NULL : repeats;
}

void hs_index_add_sketch(hs_index_work *work, int *rc, sqlite3_int64 first_id, size_t quote,
                         const hs_index_sketch *sketch, const uint64_t *runs) {
  hs_index_repeats *r = sketch->bands ? repeats_of(work, rc) : NULL;
  if (!r) return;
  fresh *all = hs_index_room(rc, r->fresh, r->fresh_count, 1, &r->fresh_room, sizeof *all);
  if (all) r->fresh = all;
  fresh_band *bands = hs_index_room(rc, r->bands, r->band_count, HS_INDEX_BANDS, &r->band_room, sizeof *bands);
  if (bands) r->bands = bands;
  uint64_t *kept = hs_index_room(rc, r->runs, r->run_count, sketch->runs, &r->run_room, sizeof *kept);
  if (kept) r->runs = kept;
  if (!all || !bands || !kept) return;
  uint32_t number = (uint32_t)r->fresh_count++;
  all[number] = (fresh){.id = first_id + (sqlite3_int64)quote,
                        .first_id = first_id,
                        .runs = r->run_count,
                        .outline = hs_quote_outline_of(runs, sketch->runs)};
  for (uint32_t i = 0; i < sketch->bands; i++) bands[r->band_count++] = (fresh_band){sketch->band[i], number};
  if (sketch->runs) memcpy(kept + r->run_count, runs, sketch->runs * sizeof *runs);
  r->run_count += sketch->runs;
}

void hs_index_close_repeats(hs_index_work *work) {
  if (!work->repeats) return;
  sqlite3_free(work->repeats->fresh);
  sqlite3_free(work->repeats->bands);
  sqlite3_free(work->repeats->runs);
  hs_index_outlines_close(work->repeats->outlines);
  sqlite3_free(work->repeats);
  work->repeats = NULL;
}

/* ---- quotations of the tables ------------------------------------------------------------------------------------------------ */

static hearsay_text text_of(sqlite3_stmt *row) {
  const char *text = (const char *)sqlite3_column_text(row, 1);
  return (hearsay_text){text, text ? (size_t)sqlite3_column_bytes(row, 1) : 0};
}

static void check_status(int *rc, hearsay_status status) {
  char *error = NULL;
  if (*rc || !status) return;
  *rc = hs_sql_status(status, &error);
  sqlite3_free(error);
}

/* A row of id, words and code of a quotation, to be reset; NULL when it is not there. */
static sqlite3_stmt *find_quote(hs_index *index, int *rc, sqlite3_int64 id) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_QUOTE);
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, id);
  return hs_index_row(index, rc, row) ? row : NULL;
}

/* The group of a quotation; 0 when it is in none. */
static sqlite3_int64 group_of(hs_index *index, int *rc, sqlite3_int64 id) {
  return hs_index_ask(index, rc, HS_INDEX_GROUP_OF_QUOTE, id);
}

/* The runs of a quotation of the tables; 0 when it has none that can be compared. */
static size_t load_runs(hs_index *index, int *rc, sqlite3_int64 id, uint64_t runs[HS_QUOTE_FEW_WORDS]) {
  sqlite3_stmt *row = find_quote(index, rc, id);
  hs_quote_words words = {.count = 0};
  if (!row) return 0;
  check_status(rc, hs_quote_words_read(hs_sql_host(index->state), text_of(row), &words));
  sqlite3_reset(row);
  return *rc ? 0 : hs_quote_runs(&words, runs);
}

/* Of quotations without runs, or with too many of them, the texts are compared. */
static bool has_same_text(hs_index *index, int *rc, sqlite3_int64 one, sqlite3_int64 other) {
  double similarity = 0;
  sqlite3_stmt *row = find_quote(index, rc, one);
  if (!row) return false;
  hearsay_text text = text_of(row);
  char *kept = sqlite3_malloc64(text.bytes + 1);
  if (kept && text.bytes) memcpy(kept, text.data, text.bytes);
  sqlite3_reset(row);
  if (!kept && !*rc) *rc = SQLITE_NOMEM;
  row = kept ? find_quote(index, rc, other) : NULL;
  if (row) {
    hearsay_text more = text_of(row);
    check_status(rc, hearsay_quote_similarity(hs_sql_host(index->state), kept, text.bytes, more.data ? more.data : "",
                                              more.bytes, &similarity));
    sqlite3_reset(row);
  }
  sqlite3_free(kept);
  return !*rc && similarity >= SAME;
}

/* A quotation and its runs, as far as they are known. */
typedef struct side {
  sqlite3_int64 id;
  const uint64_t *runs; /* NULL: not loaded */
  size_t count;
} side;

static bool is_same(hs_index *index, int *rc, const side *a, const side *b) {
  if (*rc) return false;
  if (a->count && b->count) return hs_quote_runs_compare(a->runs, a->count, b->runs, b->count) >= SAME;
  return has_same_text(index, rc, a->id, b->id);
}

/* ---- what hangs together --------------------------------------------------------------------------------------------------- */

/* A new quotation, or what new ones have been found to repeat: a group of the tables, or a quotation of theirs in none. */
typedef struct node {
  sqlite3_int64 id; /* the least of a group */
  uint32_t above;   /* a node of its group nearer to the root, which is above itself */
  bool is_group, repeats;
} node;

/* A new quotation that is to be compared with one of the tables. */
typedef struct pair {
  sqlite3_int64 older;
  uint32_t fresh;
} pair;

typedef struct comparison {
  hs_index *index;
  int *rc;
  const hs_index_repeats *new;
  node *nodes; /* the new quotations first, by their numbers */
  size_t node_count, node_room;
  uint32_t *slots; /* an open hash table of the numbers of the other nodes; 0: empty */
  size_t slot_count;
  pair *pairs;
  size_t pair_count, pair_room;
} comparison;

enum { NOWHERE = -1, UNKNOWN = -1 };

static void add_node(comparison *c, sqlite3_int64 id, bool is_group) {
  node *nodes = hs_index_room(c->rc, c->nodes, c->node_count, 1, &c->node_room, sizeof *nodes);
  if (!nodes) return;
  c->nodes = nodes;
  nodes[c->node_count] = (node){.id = id, .above = (uint32_t)c->node_count, .is_group = is_group};
  c->node_count++;
}

static void begin_comparison(comparison *c, hs_index *index, int *rc, const hs_index_repeats *new) {
  *c = (comparison){.index = index, .rc = rc, .new = new};
  for (size_t i = 0; !*rc && i < new->fresh_count; i++) add_node(c, new->fresh[i].id, false);
}

static void end_comparison(comparison *c) {
  sqlite3_free(c->nodes);
  sqlite3_free(c->slots);
  sqlite3_free(c->pairs);
}

static uint32_t root_of(const comparison *c, uint32_t number) {
  while (c->nodes[number].above != number) number = c->nodes[number].above = c->nodes[c->nodes[number].above].above;
  return number;
}

/* The root is what has the least id. */
static void unite(const comparison *c, uint32_t a, uint32_t b) {
  uint32_t x = root_of(c, a), y = root_of(c, b);
  if (c->nodes[x].id < c->nodes[y].id)
    c->nodes[y].above = x;
  else
    c->nodes[x].above = y;
  c->nodes[a].repeats = c->nodes[b].repeats = true;
}

static uint32_t *slot_of(const comparison *c, sqlite3_int64 id) {
  size_t at = hs_index_spread(id) & (c->slot_count - 1);
  while (c->slots[at] && c->nodes[c->slots[at]].id != id) at = (at + 1) & (c->slot_count - 1);
  return &c->slots[at];
}

static void widen_slots(comparison *c) {
  size_t count = c->slot_count ? c->slot_count * 2 : 64;
  uint32_t *slots = sqlite3_malloc64(count * sizeof *slots);
  if (!slots) {
    *c->rc = SQLITE_NOMEM;
    return;
  }
  memset(slots, 0, count * sizeof *slots);
  sqlite3_free(c->slots);
  c->slots = slots;
  c->slot_count = count;
  for (size_t i = c->new->fresh_count; i < c->node_count; i++) *slot_of(c, c->nodes[i].id) = (uint32_t)i;
}

static int64_t find_older(const comparison *c, sqlite3_int64 id) {
  uint32_t number = c->slot_count ? *slot_of(c, id) : 0;
  return number ? (int64_t)number : NOWHERE;
}

/* Its number; 0 when there is no memory. */
static uint32_t add_older(comparison *c, sqlite3_int64 id, bool is_group) {
  if (c->node_count - c->new->fresh_count >= c->slot_count / 2) widen_slots(c);
  if (!*c->rc) add_node(c, id, is_group);
  if (*c->rc) return 0;
  return *slot_of(c, id) = (uint32_t)c->node_count - 1;
}

/* ---- comparing ------------------------------------------------------------------------------------------------------------- */

/* One of the first quotations with a band. */
typedef struct head {
  sqlite3_int64 id;
  int64_t fresh;            /* its number; NOWHERE: it is in the tables */
  hs_quote_outline outline; /* without runs: it is not known, or there are none */
} head;

/* The outlines tell apart what differs, most often. */
static bool is_other(const hs_quote_outline *a, const hs_quote_outline *b) {
  return a->runs && b->runs && hs_quote_outlines_compare(a, b) < SAME;
}

static bool are_together(const comparison *c, uint32_t number, int64_t other) {
  return other != NOWHERE && root_of(c, (uint32_t)other) == root_of(c, number);
}

static side side_of(const comparison *c, uint32_t number) {
  const fresh *f = &c->new->fresh[number];
  return (side){f->id, f->outline.runs ? c->new->runs + f->runs : NULL, f->outline.runs};
}

static int compare_pairs(const void *a, const void *b) {
  const pair *x = a, *y = b;
  if (x->older != y->older) return x->older < y->older ? -1 : 1;
  return x->fresh < y->fresh ? -1 : x->fresh > y->fresh;
}

/* The group of a quotation of the tables, 0 for none, and its number, NOWHERE for none; not when they are known. */
static void find_node(const comparison *c, sqlite3_int64 id, sqlite3_int64 *group, int64_t *number) {
  if (*group != UNKNOWN) return;
  *group = group_of(c->index, c->rc, id);
  *number = find_older(c, *group ? *group : id);
}

/*
** The new ones that are to be compared with one of the tables, which is looked at once: its words when the outline is not known
** or does not tell, its group when there is something to be joined.
*/
static void compare_with_older(comparison *c, const pair *pairs, size_t count) {
  hs_index_outlines *outlines = c->new->outlines;
  uint64_t runs[HS_QUOTE_FEW_WORDS];
  side there = {pairs->older, NULL, 0};
  hs_quote_outline outline = hs_index_outlines_get(outlines, there.id);
  sqlite3_int64 group = UNKNOWN;
  int64_t other = NOWHERE;
  for (size_t i = 0; !*c->rc && i < count; i++) {
    uint32_t number = pairs[i].fresh;
    const hs_quote_outline *new = &c->new->fresh[number].outline;
    if ((i && number == pairs[i - 1].fresh) || is_other(new, &outline)) continue;
    if (c->nodes[number].repeats) find_node(c, there.id, &group, &other);
    if (are_together(c, number, other)) continue;
    if (!there.runs) {
      there.count = load_runs(c->index, c->rc, there.id, runs);
      there.runs = runs;
      outline = hs_quote_outline_of(runs, there.count);
      hs_index_outlines_put(outlines, there.id, &outline);
      if (is_other(new, &outline)) continue;
    }
    side here = side_of(c, number);
    if (!is_same(c->index, c->rc, &here, &there)) continue;
    find_node(c, there.id, &group, &other);
    if (other == NOWHERE) other = add_older(c, group ? group : there.id, group != 0);
    if (!*c->rc) unite(c, number, (uint32_t)other);
  }
}

/* In the order of the tables, whose pages are read one after the other then. */
static void compare_with_tables(comparison *c) {
  size_t count = c->pair_count;
  if (count) qsort(c->pairs, count, sizeof *c->pairs, compare_pairs);
  for (size_t i = 0, end; !*c->rc && i < count; i = end) {
    for (end = i + 1; end < count && c->pairs[end].older == c->pairs[i].older;) end++;
    compare_with_older(c, &c->pairs[i], end - i);
  }
  c->pair_count = 0;
}

static void add_pair(comparison *c, uint32_t number, sqlite3_int64 older) {
  enum { MOST_PAIRS = 256 * 1024 };
  if (c->pair_count == MOST_PAIRS) compare_with_tables(c);
  pair *pairs = hs_index_room(c->rc, c->pairs, c->pair_count, 1, &c->pair_room, sizeof *pairs);
  if (!pairs) return;
  c->pairs = pairs;
  pairs[c->pair_count++] = (pair){older, number};
}

/* At once when both are new. */
static void compare_with(comparison *c, uint32_t number, const head *h) {
  if (is_other(&c->new->fresh[number].outline, &h->outline)) return;
  if (h->fresh == NOWHERE) {
    add_pair(c, number, h->id);
    return;
  }
  if (are_together(c, number, h->fresh)) return;
  side here = side_of(c, number), there = side_of(c, (uint32_t)h->fresh);
  if (is_same(c->index, c->rc, &here, &there)) unite(c, number, (uint32_t)h->fresh);
}

static void fill_head(const comparison *c, head *h, uint32_t number) {
  const fresh *f = &c->new->fresh[number];
  *h = (head){.id = f->id, .fresh = number, .outline = f->outline};
}

/* The first quotations with a band before an id, or after it. */
static sqlite3_stmt *find_first(hs_index *index, int *rc, hs_index_statement which, uint32_t band, sqlite3_int64 id,
                                int most) {
  sqlite3_stmt *row = hs_index_use(index, rc, which);
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, band);
  sqlite3_bind_int64(row, 2, id);
  sqlite3_bind_int(row, 3, most);
  return row;
}

static void fill_head_from_row(const comparison *c, head *h, sqlite3_stmt *row) {
  const hs_index_repeats *new = c->new;
  sqlite3_int64 id = sqlite3_column_int64(row, 0);
  *h = (head){.id = id, .fresh = NOWHERE, .outline = hs_index_outlines_get(new->outlines, id)};
  if (id < new->fresh[0].id) return;
  size_t low = 0, high = new->fresh_count;
  while (low + 1 < high) {
    size_t middle = low + (high - low) / 2;
    *(new->fresh[middle].id <= id ? &low : &high) = middle;
  }
  if (new->fresh[low].id == id) fill_head(c, h, (uint32_t)low);
}

enum { HEADS = 12 }; /* that are kept for the new quotations with a band */

/* The new quotations with one band, in the order of their ids. `older`: older ones have it, too */
static void compare_run(comparison *c, const fresh_band *run, size_t count, bool older) {
  head heads[HEADS], next;
  int filled = 0;
  bool any_left = false; /* out of heads */
  sqlite3_stmt *row = NULL;
  if (older) row = find_first(c->index, c->rc, HS_INDEX_FIND_BAND, run->hash, c->new->fresh[0].id, MOST_COMPARED + 1);
  while (hs_index_row(c->index, c->rc, row)) fill_head_from_row(c, &heads[filled++], row);
  if (row) sqlite3_reset(row);
  if (filled > MOST_COMPARED) any_left = filled-- > 0;
  for (size_t i = 0; !*c->rc && i < count && (filled || count > 1); i++) {
    sqlite3_int64 first_id = c->new->fresh[run[i].fresh].first_id;
    int compared = 0;
    for (int k = 0; k < filled && compared < MOST_COMPARED; k++)
      if (heads[k].id < first_id) {
        compare_with(c, run[i].fresh, &heads[k]);
        compared++;
      }
    if (compared < MOST_COMPARED && any_left) {
      row = find_first(c->index, c->rc, HS_INDEX_FIND_BAND, run->hash, first_id, MOST_COMPARED);
      while (hs_index_row(c->index, c->rc, row)) {
        fill_head_from_row(c, &next, row);
        compare_with(c, run[i].fresh, &next);
      }
      if (row) sqlite3_reset(row);
    }
    if (filled < HEADS)
      fill_head(c, &heads[filled++], run[i].fresh);
    else
      any_left = true;
  }
}

static int compare_bands(const void *a, const void *b) {
  const fresh_band *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return x->fresh < y->fresh ? -1 : x->fresh > y->fresh;
}

static void write_groups(const comparison *c) {
  for (uint32_t i = 0; !*c->rc && i < c->node_count; i++) {
    const node *n = &c->nodes[i];
    sqlite3_int64 least = c->nodes[root_of(c, i)].id;
    if (n->repeats && (!n->is_group || n->id != least))
      hs_index_run_with_two(c->index, c->rc, n->is_group ? HS_INDEX_JOIN_GROUPS : HS_INDEX_GROUP_QUOTE, n->id, least);
  }
}

/* hash, id */
static void band_column(const hs_index_rows *rows, size_t row, int column, sqlite3_context *context) {
  const hs_index_repeats *repeats = rows->more;
  const fresh_band *band = (const fresh_band *)rows->items + row;
  sqlite3_result_int64(context, column ? repeats->fresh[band->fresh].id : band->hash);
}

/* hash, number of the row */
static void numbered_column(const hs_index_rows *rows, size_t row, int column, sqlite3_context *context) {
  const fresh_band *band = (const fresh_band *)rows->items + row;
  sqlite3_result_int64(context, column ? (sqlite3_int64)row : band->hash);
}

/* Goes over the new bands that older quotations have, too. NULL: there are no older ones. */
static sqlite3_stmt *find_older_bands(hs_index *index, int *rc, const hs_index_rows *bands, const fresh *first) {
  sqlite3_stmt *row = first->first_id > 1 ? hs_index_use_rows(index, rc, HS_INDEX_OLDER_BANDS, bands) : NULL;
  if (row) sqlite3_bind_int64(row, 2, first->id);
  return row;
}

static void compare_all(comparison *c, const fresh_band *all, size_t count) {
  hs_index_rows bands = {numbered_column, all, count, NULL};
  sqlite3_stmt *row = find_older_bands(c->index, c->rc, &bands, &c->new->fresh[0]);
  size_t older = 0; /* the next band that they have, from 1; 0: not known */
  for (size_t i = 0, end; !*c->rc && i < count; i = end) {
    for (end = i; end < count && all[end].hash == all[i].hash;) end++;
    while (older <= i)
      older = hs_index_row(c->index, c->rc, row) ? (size_t)sqlite3_column_int64(row, 0) + 1 : count + 1;
    compare_run(c, &all[i], end - i, older <= end);
  }
  if (row) sqlite3_reset(row);
}

static void write_repeats(hs_index *index, int *rc, hs_index_repeats *repeats) {
  comparison c;
  fresh_band *all = repeats->bands;
  size_t count = repeats->band_count;
  if (*rc || !count) return;
  begin_comparison(&c, index, rc, repeats);
  qsort(all, count, sizeof *all, compare_bands);
  hs_index_put_rows(index, rc, HS_INDEX_PUT_BANDS, &(hs_index_rows){band_column, all, count, repeats});
  compare_all(&c, all, count);
  compare_with_tables(&c);
  write_groups(&c);
  end_comparison(&c);
  repeats->band_count = repeats->fresh_count = repeats->run_count = 0;
}

/* ---- what goes ------------------------------------------------------------------------------------------------------------ */

/* The bands of a row that begins with id, words and code. Returns how many. */
static size_t bands_of_row(hs_index *index, int *rc, sqlite3_stmt *row, uint32_t bands[HS_INDEX_BANDS]) {
  hs_quote_words words = {.count = 0};
  if (*rc || hs_index_kind_of(sqlite3_column_int64(row, 2)) == HEARSAY_INDIRECT) return 0;
  check_status(rc, hs_quote_words_read(hs_sql_host(index->state), text_of(row), &words));
  return *rc ? 0 : find_bands(&words, bands);
}

void hs_index_leave_groups(hs_index_work *work, int *rc, sqlite3_int64 article) {
  hs_index *index = work->index;
  hs_index_outlines *outlines = work->repeats ? work->repeats->outlines : NULL;
  uint32_t bands[HS_INDEX_BANDS];
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_QUOTES_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) {
    sqlite3_int64 id = sqlite3_column_int64(row, 0);
    size_t band_count = bands_of_row(index, rc, row, bands);
    hs_index_outlines_take(outlines, id);
    for (size_t i = 0; i < band_count; i++) hs_index_run_with_two(index, rc, HS_INDEX_DELETE_BAND, bands[i], id);
    if (sqlite3_column_type(row, 3) == SQLITE_NULL) continue;
    hs_index_add_id(rc, &work->torn, sqlite3_column_int64(row, 3));
    hs_index_run_with(index, rc, HS_INDEX_LEAVE_GROUP, id);
  }
  sqlite3_reset(row);
}

/* A quotation that is in none, or a whole group, comes into a group. */
static void put_into(hs_index *index, int *rc, sqlite3_int64 group, sqlite3_int64 id, sqlite3_int64 old) {
  if (old)
    hs_index_run_with_two(index, rc, HS_INDEX_JOIN_GROUPS, old, group);
  else
    hs_index_run_with_two(index, rc, HS_INDEX_GROUP_QUOTE, id, group);
}

/* A member of a group that is no more, and what it is compared by. */
typedef struct member {
  side side;
  sqlite3_int64 group;       /* anew; 0: none yet */
  sqlite3_int64 first, last; /* ids of its article's quotations */
  uint64_t runs[HS_QUOTE_FEW_WORDS];
} member;

static void compare_member(hs_index *index, int *rc, member *m, sqlite3_int64 id, sqlite3_int64 group) {
  uint64_t runs[HS_QUOTE_FEW_WORDS];
  if (*rc || (m->group && group == m->group)) return;
  side other = {id, runs, load_runs(index, rc, id, runs)};
  if (!is_same(index, rc, &m->side, &other)) return;
  sqlite3_int64 mine = m->group ? m->group : m->side.id, theirs = group ? group : id;
  sqlite3_int64 least = mine < theirs ? mine : theirs;
  if (m->group != least) put_into(index, rc, least, m->side.id, m->group);
  if (group != least) put_into(index, rc, least, id, group);
  m->group = least;
}

/* Reads what it is compared by; returns how many bands it has. */
static size_t load_member(hs_index *index, int *rc, sqlite3_int64 id, member *m, uint32_t bands[HS_INDEX_BANDS]) {
  size_t count = 0;
  sqlite3_stmt *row = find_quote(index, rc, id);
  if (!row) return 0;
  count = bands_of_row(index, rc, row, bands);
  sqlite3_reset(row);
  m->group = group_of(index, rc, id);
  m->side = (side){id, m->runs, load_runs(index, rc, id, m->runs)};
  row = hs_index_use(index, rc, HS_INDEX_IDS_BESIDE);
  if (*rc) return 0;
  sqlite3_bind_int64(row, 1, id);
  m->first = m->last = id;
  if (hs_index_row(index, rc, row)) {
    m->first = sqlite3_column_int64(row, 0);
    m->last = sqlite3_column_int64(row, 1);
  }
  sqlite3_reset(row);
  return *rc ? 0 : count;
}

/* It looks for those that it repeats. */
static void find_group_again(hs_index *index, int *rc, sqlite3_int64 id) {
  uint32_t bands[HS_INDEX_BANDS];
  member m;
  size_t count = load_member(index, rc, id, &m, bands);
  for (size_t i = 0; i < count; i++) {
    int left = MOST_COMPARED;
    for (int after = 0; after < 2 && left > 0; after++) {
      sqlite3_stmt *row = find_first(index, rc, after ? HS_INDEX_FIND_BAND_AFTER : HS_INDEX_FIND_BAND, bands[i],
                                     after ? m.last : m.first, left);
      for (; hs_index_row(index, rc, row); left--) {
        sqlite3_int64 other = sqlite3_column_int64(row, 0);
        compare_member(index, rc, &m, other, group_of(index, rc, other));
      }
      if (row) sqlite3_reset(row);
    }
  }
}

/* All of them are taken apart before any is made again: what is still together may be so by a member that is gone. */
static void mend_groups(hs_index_work *work, int *rc) {
  hs_index *index = work->index;
  hs_index_ids members = {NULL, 0, 0};
  hs_index_sort_ids(&work->torn);
  for (size_t i = 0; !*rc && i < work->torn.count; i++) {
    sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_MEMBERS_OF);
    if (row) sqlite3_bind_int64(row, 1, work->torn.items[i]);
    while (hs_index_row(index, rc, row)) hs_index_add_id(rc, &members, sqlite3_column_int64(row, 0));
    hs_index_run_with(index, rc, HS_INDEX_UNGROUP_QUOTES, work->torn.items[i]);
  }
  for (size_t i = 0; !*rc && i < members.count; i++) find_group_again(index, rc, members.items[i]);
  sqlite3_free(members.items);
  work->torn.count = 0;
}

void hs_index_write_repeats(hs_index_work *work, int *rc) {
  mend_groups(work, rc);
  if (work->repeats) write_repeats(work->index, rc, work->repeats);
}
