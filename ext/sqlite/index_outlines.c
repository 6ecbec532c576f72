/*
** index_outlines.c: outlines of quotations that others have been compared with, while a command runs. Another one that differs is
** found to do so by its outline, most often, and is not read from the tables again.
**
** A hash table of buckets, which grows while there are many. What is there stays: the first quotations with a band are those that are
** asked for again.
*/
#include "sqlite/index.h"

#include <string.h>

enum { BUCKET = 4, FIRST_BUCKETS = 16, MOST_BUCKETS = 128 * 1024 };

typedef struct place {
  sqlite3_int64 id;
  hs_quote_outline outline; /* without runs: empty */
} place;

struct hs_index_outlines {
  place *places;
  size_t buckets, count; /* buckets: a power of two */
};

static place *make_places(size_t buckets) {
  place *places = sqlite3_malloc64(buckets * BUCKET * sizeof *places);
  if (places) memset(places, 0, buckets * BUCKET * sizeof *places);
  return places;
}

hs_index_outlines *hs_index_outlines_open(void) {
  hs_index_outlines *outlines = sqlite3_malloc64(sizeof *outlines);
  if (!outlines) return NULL;
  *outlines = (hs_index_outlines){.places = make_places(FIRST_BUCKETS), .buckets = FIRST_BUCKETS};
  if (outlines->places) return outlines;
  sqlite3_free(outlines);
  return NULL;
}

void hs_index_outlines_close(hs_index_outlines *outlines) {
  if (outlines) sqlite3_free(outlines->places);
  sqlite3_free(outlines);
}

static place *bucket_of(const hs_index_outlines *outlines, sqlite3_int64 id) {
  return &outlines->places[(hs_index_spread(id) & (outlines->buckets - 1)) * BUCKET];
}

static place *find(const hs_index_outlines *outlines, sqlite3_int64 id) {
  place *bucket = bucket_of(outlines, id);
  for (size_t i = 0; i < BUCKET; i++)
    if (bucket[i].id == id && bucket[i].outline.runs) return &bucket[i];
  return NULL;
}

hs_quote_outline hs_index_outlines_get(const hs_index_outlines *outlines, sqlite3_int64 id) {
  const place *found = outlines ? find(outlines, id) : NULL;
  return found ? found->outline : (hs_quote_outline){.runs = 0};
}

/* Where there is no room it is left out. */
static void put(hs_index_outlines *outlines, sqlite3_int64 id, const hs_quote_outline *outline) {
  place *bucket = bucket_of(outlines, id);
  size_t at = 0;
  while (at < BUCKET && bucket[at].outline.runs) at++;
  if (at == BUCKET) return;
  bucket[at] = (place){id, *outline};
  outlines->count++;
}

/* Without memory it stays as it is. */
static void grow(hs_index_outlines *outlines) {
  place *old = outlines->places, *new = make_places(outlines->buckets * 2);
  size_t count = outlines->buckets * BUCKET;
  outlines->count = 0; /* also without memory: it is not tried again at once */
  if (!new) return;
  outlines->places = new;
  outlines->buckets *= 2;
  for (size_t i = 0; i < count; i++)
    if (old[i].outline.runs) put(outlines, old[i].id, &old[i].outline);
  sqlite3_free(old);
}

void hs_index_outlines_put(hs_index_outlines *outlines, sqlite3_int64 id, const hs_quote_outline *outline) {
  if (!outlines || !outline->runs || find(outlines, id)) return;
  if (outlines->count > outlines->buckets * BUCKET / 2 && outlines->buckets < MOST_BUCKETS) grow(outlines);
  put(outlines, id, outline);
}

void hs_index_outlines_take(hs_index_outlines *outlines, sqlite3_int64 id) {
  place *found = outlines ? find(outlines, id) : NULL;
  if (found) found->outline.runs = 0;
}
