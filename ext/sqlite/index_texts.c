/*
** index_texts.c: texts that come again and again, once each in press_text, and their numbers.
*/
#include "sqlite/index.h"

#include <stdlib.h>
#include <string.h>

/* ---- what has lately been looked up ---------------------------------------------------------------------------------------- */

/*
** A hash table of pairs, which grows while there are many texts: the second of a pair is the last text put there, the first one
** has been asked for since. So what comes once does not push out what comes again and again.
*/
enum { PAIRS_OF_ONE = 128, FIRST_PAIRS = 2 * 1024, MOST_PAIRS = 128 * 1024, LONGEST_CACHED = 50 };

typedef struct cached {
  sqlite3_int64 number;
  uint32_t age; /* as the cache's, or it is empty */
  char kind;
  unsigned char bytes;
  char text[LONGEST_CACHED];
} cached;

struct hs_index_cache {
  cached *places;
  size_t pairs, puts; /* a power of two; texts put since there are so many */
  uint32_t age;       /* how often it has been cleared, from 1 */
};

static cached *make_places(size_t pairs) {
  cached *places = sqlite3_malloc64(pairs * 2 * sizeof *places);
  if (places) memset(places, 0, pairs * 2 * sizeof *places);
  return places;
}

hs_index_cache *hs_index_cache_open(bool many) {
  hs_index_cache *cache = sqlite3_malloc64(sizeof *cache);
  size_t pairs = many ? FIRST_PAIRS : PAIRS_OF_ONE;
  if (!cache) return NULL;
  *cache = (hs_index_cache){.places = make_places(pairs), .pairs = pairs, .age = 1};
  if (cache->places) return cache;
  sqlite3_free(cache);
  return NULL;
}

void hs_index_cache_close(hs_index_cache *cache) {
  if (cache) sqlite3_free(cache->places);
  sqlite3_free(cache);
}

void hs_index_cache_clear(hs_index_cache *cache) {
  if (cache) cache->age++;
}

static cached *pair_of(const hs_index_cache *cache, char kind, hearsay_text text) {
  uint32_t hash = (unsigned char)kind; /* FNV-1a */
  for (size_t i = 0; i < text.bytes; i++) hash = (hash ^ (unsigned char)text.data[i]) * 16777619u;
  return &cache->places[((hash ^ hash >> 15) & (cache->pairs - 1)) * 2];
}

static bool is_at(const hs_index_cache *cache, const cached *place, char kind, hearsay_text text) {
  return place->age == cache->age && place->kind == kind && place->bytes == text.bytes &&
         memcmp(place->text, text.data, text.bytes) == 0;
}

sqlite3_int64 hs_index_cache_get(hs_index_cache *cache, char kind, hearsay_text text) {
  if (!cache || text.bytes > LONGEST_CACHED) return 0;
  cached *pair = pair_of(cache, kind, text);
  if (is_at(cache, &pair[0], kind, text)) return pair[0].number;
  if (!is_at(cache, &pair[1], kind, text)) return 0;
  cached found = pair[1];
  pair[1] = pair[0];
  pair[0] = found;
  return found.number;
}

/* Without memory it stays as it is. */
static void grow(hs_index_cache *cache) {
  cached *old = cache->places, *new = make_places(cache->pairs * 4);
  size_t count = cache->pairs * 2;
  cache->puts = 0;
  if (!new) return;
  cache->places = new;
  cache->pairs *= 4;
  for (size_t i = 0; i < count; i++) {
    if (old[i].age != cache->age) continue;
    cached *pair = pair_of(cache, old[i].kind, (hearsay_text){old[i].text, old[i].bytes});
    pair[pair->age == cache->age] = old[i];
  }
  sqlite3_free(old);
}

void hs_index_cache_put(hs_index_cache *cache, char kind, hearsay_text text, sqlite3_int64 number) {
  if (!cache || text.bytes > LONGEST_CACHED) return;
  if (++cache->puts > cache->pairs * 2 && cache->pairs < MOST_PAIRS) grow(cache);
  cached *place = &pair_of(cache, kind, text)[1];
  *place = (cached){.number = number, .age = cache->age, .kind = kind, .bytes = (unsigned char)text.bytes};
  memcpy(place->text, text.data, text.bytes);
}

/* ---- numbers --------------------------------------------------------------------------------------------------------------- */

/* Characters as SQLite's substr counts them. */
static sqlite3_int64 count_characters(hearsay_text text) {
  sqlite3_int64 count = 0;
  for (size_t i = 0; i < text.bytes; count++)
    if ((unsigned char)text.data[i++] >= 0xC0)
      while (i < text.bytes && ((unsigned char)text.data[i] & 0xC0) == 0x80) i++;
  return count;
}

static sqlite3_int64 look_up_text(hs_index *index, int *rc, hearsay_text text) {
  sqlite3_stmt *find = hs_index_use(index, rc, HS_INDEX_FIND_TEXT);
  sqlite3_int64 id = 0;
  if (*rc) return 0;
  sqlite3_bind_text64(find, 1, text.data, text.bytes, SQLITE_STATIC, SQLITE_UTF8);
  if (hs_index_row(index, rc, find)) id = sqlite3_column_int64(find, 0);
  sqlite3_reset(find);
  if (id) return id;
  sqlite3_stmt *add = hs_index_use(index, rc, HS_INDEX_ADD_TEXT);
  if (*rc) return 0;
  sqlite3_bind_text64(add, 1, text.data, text.bytes, SQLITE_STATIC, SQLITE_UTF8);
  if (memchr(text.data, 0, text.bytes))
    sqlite3_bind_int64(add, 2, count_characters(text));
  else
    sqlite3_bind_null(add, 2);
  hs_index_run(index, rc, add);
  return sqlite3_last_insert_rowid(index->db);
}

sqlite3_int64 hs_index_text_id(hs_index_work *work, int *rc, hearsay_text text) {
  enum { KIND = 't' };
  if (!text.data) return 0;
  sqlite3_int64 id = hs_index_cache_get(work->cache, KIND, text);
  if (id) return id;
  id = look_up_text(work->index, rc, text);
  if (!*rc) hs_index_cache_put(work->cache, KIND, text, id);
  return id;
}

/* ---- texts that nothing has ---------------------------------------------------------------------------------------------------------------- */

/* All texts by their numbers, in order, and whether some row has them. */
typedef struct used_text {
  sqlite3_int64 id;
  bool used;
} used_text;

typedef struct used {
  used_text *items;
  size_t count, room;
} used;

static void load_texts(hs_index *index, int *rc, used *all) {
  sqlite3_stmt *row = hs_index_prepare(index, rc, "SELECT text_id FROM @text ORDER BY text_id");
  while (hs_index_row(index, rc, row)) {
    used_text *items = hs_index_room(rc, all->items, all->count, 1, &all->room, sizeof *items);
    if (!items) break;
    all->items = items;
    all->items[all->count++] = (used_text){.id = sqlite3_column_int64(row, 0)};
  }
  sqlite3_finalize(row);
}

static int compare_texts(const void *a, const void *b) {
  sqlite3_int64 x = ((const used_text *)a)->id, y = ((const used_text *)b)->id;
  return x < y ? -1 : x > y;
}

static void use_text(const used *all, sqlite3_int64 id) {
  used_text wanted = {.id = id};
  used_text *found = all->count ? bsearch(&wanted, all->items, all->count, sizeof wanted, compare_texts) : NULL;
  if (found) found->used = true;
}

static void use_said(hs_index *index, int *rc, const used *all) {
  sqlite3_stmt *row = hs_index_prepare(index, rc, "SELECT source_id, mention, cue_id, rule_id FROM @said");
  while (hs_index_row(index, rc, row))
    for (int i = 0; i < 4; i++)
      if (sqlite3_column_type(row, i) == SQLITE_INTEGER) use_text(all, sqlite3_column_int64(row, i));
  sqlite3_finalize(row);
}

static void use_places(hs_index *index, int *rc, const used *all) {
  sqlite3_stmt *row = hs_index_prepare(index, rc, "SELECT places FROM @place");
  while (hs_index_row(index, rc, row)) {
    const char *at = (const char *)sqlite3_column_text(row, 0);
    const char *end = at ? at + sqlite3_column_bytes(row, 0) : NULL;
    hs_index_place place;
    while (at && at < end && hs_index_place_next(&at, end, &place)) use_text(all, place.text);
  }
  sqlite3_finalize(row);
}

void hs_index_clean_texts(hs_index *index, int *rc) {
  used all = {NULL, 0, 0};
  load_texts(index, rc, &all);
  use_said(index, rc, &all);
  use_places(index, rc, &all);
  sqlite3_stmt *take = hs_index_prepare(index, rc, "DELETE FROM @text WHERE text_id = ?1");
  for (size_t i = 0; !*rc && i < all.count; i++) {
    if (all.items[i].used) continue;
    sqlite3_bind_int64(take, 1, all.items[i].id);
    hs_index_run(index, rc, take);
  }
  sqlite3_finalize(take);
  sqlite3_free(all.items);
}
