/* model_table.c: see model_table.h. */
#include "tools/model_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PILOTS = 256 };

size_t hs_row_size(uint32_t labels) {
  if (labels <= 4) return sizeof(hs_row_4);
  if (labels <= 8) return sizeof(hs_row_8);
  return labels <= 12 ? sizeof(hs_row_12) : sizeof(hs_row_pairs);
}

/* ---- which row ----------------------------------------------------------------------------------------------------- */

/* Features in the order of their buckets, the largest buckets first: they find room while there is most. */
typedef struct placing {
  uint32_t *order, *starts; /* features by bucket: order[starts[b]..starts[b+1]-1] */
  uint32_t *by_size, *rows; /* buckets, largest first; of each feature its row */
  bool *taken;              /* rows */
} placing;

static void sort_into_buckets(placing *p, const hs_weighted_feature *features, uint32_t count, uint32_t shift) {
  uint32_t buckets = 1u << (32 - shift), at = 0, most = 0;
  for (uint32_t i = 0; i < count; i++) p->starts[(hs_key_hash(features[i].key) >> shift) + 1]++;
  for (uint32_t b = 0; b < buckets; b++) {
    if (p->starts[b + 1] > most) most = p->starts[b + 1];
    p->starts[b + 1] += p->starts[b];
  }
  uint32_t *next = p->by_size; /* not used yet */
  memcpy(next, p->starts, buckets * sizeof *next);
  for (uint32_t i = 0; i < count; i++) p->order[next[hs_key_hash(features[i].key) >> shift]++] = i;
  for (uint32_t size = most + 1; size-- > 0;)
    for (uint32_t b = 0; b < buckets; b++)
      if (p->starts[b + 1] - p->starts[b] == size) p->by_size[at++] = b;
}

/* Sends the features of a bucket to free rows of their own by this pilot; false, and nothing is taken, when it cannot. */
static bool try_pilot(placing *p, const hs_weighted_feature *features, uint32_t bucket, uint32_t pilot,
                      uint32_t row_count) {
  for (uint32_t i = p->starts[bucket]; i < p->starts[bucket + 1]; i++) {
    uint32_t feature = p->order[i], row = hs_row_of(hs_key_hash(features[feature].key), pilot, row_count);
    if (p->taken[row]) {
      while (i-- > p->starts[bucket]) p->taken[p->rows[p->order[i]]] = false;
      return false;
    }
    p->taken[row] = true;
    p->rows[feature] = row;
  }
  return true;
}

static bool find_pilots(placing *p, const hs_weighted_feature *features, uint32_t shift, uint32_t row_count,
                        uint8_t *pilots) {
  memset(p->taken, 0, row_count * sizeof *p->taken);
  for (uint32_t i = 0; i < 1u << (32 - shift); i++) {
    uint32_t pilot = 0;
    while (pilot < PILOTS && !try_pilot(p, features, p->by_size[i], pilot, row_count)) pilot++;
    if (pilot == PILOTS) return false;
    pilots[p->by_size[i]] = (uint8_t)pilot;
  }
  return true;
}

/* Sets the pilots and row_count of the table, and rows of the placing; false out of memory. */
static bool place_features(placing *p, const hs_weighted_feature *features, uint32_t count, hs_model *table) {
  uint32_t shift = 31;
  while (shift > 8 && 1u << (32 - shift) < count / 3) shift--;
  size_t buckets = (size_t)1 << (32 - shift);
  uint8_t *pilots = calloc(buckets, 1);
  table->pilots = pilots;
  table->pilot_shift = shift;
  p->starts = calloc(buckets + 1, sizeof *p->starts);
  p->by_size = calloc(buckets, sizeof *p->by_size);
  p->order = calloc(count + (size_t)1, sizeof *p->order);
  p->rows = calloc(count + (size_t)1, sizeof *p->rows);
  if (!pilots || !p->starts || !p->by_size || !p->order || !p->rows) return false;
  sort_into_buckets(p, features, count, shift);
  for (table->row_count = count + count / 32;; table->row_count += table->row_count / 32 + 1) {
    free(p->taken);
    p->taken = calloc(table->row_count + (size_t)1, sizeof *p->taken);
    if (!p->taken) return false;
    if (find_pilots(p, features, shift, table->row_count, pilots)) return true;
  }
}

/* ---- what is in it ------------------------------------------------------------------------------------------------- */

static void empty_pairs(hs_row_pairs *row) {
  for (uint32_t i = 0; i < HS_ROW_PAIRS; i++) row->labels[i] = (uint8_t)(HS_WIDE + i);
}

static void fill_pairs(hs_row_pairs *row, const hs_weight *weights, uint32_t count, int8_t (*wide)[HS_WIDE],
                       uint32_t *wide_count) {
  empty_pairs(row);
  if (count <= HS_ROW_PAIRS) {
    for (uint32_t i = 0; i < count; i++) {
      row->labels[i] = weights[i].label;
      row->weights[i] = weights[i].value;
    }
    return;
  }
  row->labels[0] = HS_IN_WIDE;
  for (uint32_t i = 0; i < 3; i++) row->labels[1 + i] = (uint8_t)(*wide_count >> 8 * i);
  for (uint32_t i = 0; i < count; i++) wide[*wide_count][weights[i].label] = weights[i].value;
  ++*wide_count;
}

static void fill_row(char *row, uint32_t key, const hs_weight *weights, uint32_t count) {
  memcpy(row, &key, sizeof key);
  for (uint32_t i = 0; i < count; i++) row[offsetof(hs_row_4, weights) + weights[i].label] = (char)weights[i].value;
}

hs_model hs_make_table(const hs_weighted_feature *features, uint32_t count, const hs_weight *weights, uint32_t labels,
                       uint32_t *wide_count) {
  placing p = {0};
  hs_model table = {.labels = labels};
  size_t size = hs_row_size(labels), most_wide = 1;
  bool pairs = labels > 12, placed = place_features(&p, features, count, &table);
  for (uint32_t i = 0; pairs && i < count; i++) most_wide += features[i].count > HS_ROW_PAIRS;
  char *rows = placed ? calloc(table.row_count + (size_t)1, size) : NULL;
  int8_t(*wide)[HS_WIDE] = rows ? calloc(most_wide, sizeof *wide) : NULL;
  table.rows = rows;
  table.wide = (const int8_t(*)[HS_WIDE])wide;
  *wide_count = 0;
  for (uint32_t i = 0; wide && pairs && i <= table.row_count; i++) /* rows of no feature */
    empty_pairs(&((hs_row_pairs *)(void *)rows)[i]);
  for (uint32_t i = 0; wide && i < count; i++) {
    char *row = rows + p.rows[i] * size;
    const hs_weight *own = weights + features[i].first;
    fill_row(row, features[i].key, own, pairs ? 0 : features[i].count);
    if (pairs) fill_pairs((hs_row_pairs *)(void *)row, own, features[i].count, wide, wide_count);
  }
  free(p.order);
  free(p.starts);
  free(p.by_size);
  free(p.rows);
  free(p.taken);
  if (!wide) hs_free_table(&table);
  return table;
}

void hs_free_table(hs_model *table) {
  free((void *)(uintptr_t)table->pilots);
  free((void *)(uintptr_t)table->rows);
  free((void *)(uintptr_t)table->wide);
  table->pilots = NULL;
  table->rows = NULL;
  table->wide = NULL;
}

uint16_t hs_margin(const int8_t *steps, uint32_t labels, uint32_t best, uint32_t label) {
  int in = INT8_MIN * 2, out = 0;
  uint32_t row = labels + 1;
  for (uint32_t i = 0; i < row; i++) {
    int more_in = steps[i * row + label] - steps[i * row + best];
    int more_out = steps[label * row + i] - steps[best * row + i];
    if (more_in > in) in = more_in;
    if (more_out > out) out = more_out;
  }
  return (uint16_t)(in + out > 0 ? in + out : 0);
}
