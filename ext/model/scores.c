/* scores.c: sums of the weights of features, for any machine and for those with AVX2. */
#include "model/avx2.h"
#include "model/sequence.h"

#include <stddef.h>
#include <string.h>

#ifdef HS_AVX2
#include <immintrin.h>
#endif

/* ---- any machine --------------------------------------------------------------------------------------------------- */

/* Vectors of the compilers; where the machine has none, they make do without. Sums of 16 bits hold: HS_MOST_FEATURES times 127. */
typedef int16_t sums_of_8 __attribute__((vector_size(16)));
typedef int8_t bytes_of_8 __attribute__((vector_size(8)));

static sums_of_8 weights_at(const int8_t *weights, int16_t mask) {
  bytes_of_8 eight;
  memcpy(&eight, weights, sizeof eight);
  return __builtin_convertvector(eight, sums_of_8) & mask;
}

static inline void find_rows(const hs_model *model, const hs_features *features, size_t size, uint32_t *restrict rows) {
  const uint8_t *pilots = model->pilots;
  const char *all = model->rows;
  uint32_t count = features->count, shift = model->pilot_shift, row_count = model->row_count;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t hash = hs_key_hash(features->keys[i]);
    rows[i] = hs_row_of(hash, pilots[hash >> shift], row_count);
    __builtin_prefetch(all + rows[i] * size);
  }
}

void hs_find_rows(const hs_model *model, const hs_features *features, uint32_t *rows) {
  if (model->labels <= 4)
    find_rows(model, features, sizeof(hs_row_4), rows);
  else if (model->labels <= 8)
    find_rows(model, features, sizeof(hs_row_8), rows);
  else if (model->labels <= 12)
    find_rows(model, features, sizeof(hs_row_12), rows);
  else
    find_rows(model, features, sizeof(hs_row_pairs), rows);
}

/* For models with one label. Whether a feature is there is no branch: it would be guessed wrong as often as not. */
static void add_one(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  const hs_row_4 *all = model->rows;
  int32_t sum = 0;
  for (uint32_t i = 0; i < features->count; i++) {
    const hs_row_4 *row = &all[rows[i]];
    sum += row->weights[0] & -(int32_t)(row->key == features->keys[i]);
  }
  scores[0] += sum;
}

static void add_rows_of_4(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  const hs_row_4 *all = model->rows;
  sums_of_8 sum = {0};
  for (uint32_t i = 0; i < features->count; i++) { /* all of the row: its key is in the first four lanes */
    const hs_row_4 *row = &all[rows[i]];
    sum += weights_at((const int8_t *)row, row->key == features->keys[i] ? -1 : 0);
  }
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += sum[4 + l];
}

static void add_rows_of_8(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  const hs_row_8 *all = model->rows;
  sums_of_8 sum = {0};
  for (uint32_t i = 0; i < features->count; i++) {
    const hs_row_8 *row = &all[rows[i]];
    sum += weights_at(row->weights, row->key == features->keys[i] ? -1 : 0);
  }
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += sum[l];
}

static void add_rows_of_12(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  const hs_row_12 *all = model->rows;
  sums_of_8 first = {0}, last = {0}; /* weights 0..7 and 4..11 */
  for (uint32_t i = 0; i < features->count; i++) {
    const hs_row_12 *row = &all[rows[i]];
    int16_t mask = row->key == features->keys[i] ? -1 : 0;
    first += weights_at(row->weights, mask);
    last += weights_at(row->weights + 4, mask);
  }
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += l < 8 ? first[l] : last[l - 4];
}

/*
** Adds the pairs of the rows whose features are there to sums, and gives the wide rows of the others. The rows are sorted first, without
** branches: which of the three a row is would be guessed wrong as often as not.
*/
static inline uint32_t add_narrow(const hs_model *model, const hs_features *features, const uint32_t *rows,
                                  int16_t sums[HS_WIDE + HS_ROW_PAIRS], const int8_t **wide) {
  const hs_row_pairs *all = model->rows;
  uint32_t narrow[HS_MOST_FEATURES], others[HS_MOST_FEATURES], narrow_count = 0, count = 0;
  for (uint32_t i = 0; i < features->count; i++) {
    const hs_row_pairs *row = &all[rows[i]];
    uint32_t is_there = row->key == features->keys[i], is_wide = row->labels[0] == HS_IN_WIDE;
    narrow[narrow_count] = others[count] = rows[i];
    narrow_count += is_there & ~is_wide;
    count += is_there & is_wide;
  }
  for (uint32_t i = 0; i < count; i++) {
    const hs_row_pairs *row = &all[others[i]];
    wide[i] = model->wide[row->labels[1] | (uint32_t)row->labels[2] << 8 | (uint32_t)row->labels[3] << 16];
    __builtin_prefetch(wide[i]);
  }
  for (uint32_t i = 0; i < narrow_count; i++) {
    const hs_row_pairs *row = &all[narrow[i]];
    for (uint32_t k = 0; k < HS_ROW_PAIRS; k++)
      sums[row->labels[k]] = (int16_t)(sums[row->labels[k]] + row->weights[k]);
  }
  return count;
}

static void add_pairs(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  const int8_t *wide[HS_MOST_FEATURES];
  int16_t sums[HS_WIDE + HS_ROW_PAIRS] = {0};
  uint32_t wide_count = add_narrow(model, features, rows, sums, wide);
  for (uint32_t l = 0; l < HS_WIDE; l += 16) {
    sums_of_8 first, last;
    memcpy(&first, sums + l, sizeof first);
    memcpy(&last, sums + l + 8, sizeof last);
    for (uint32_t i = 0; i < wide_count; i++) {
      first += weights_at(wide[i] + l, -1);
      last += weights_at(wide[i] + l + 8, -1);
    }
    memcpy(sums + l, &first, sizeof first);
    memcpy(sums + l + 8, &last, sizeof last);
  }
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += sums[l];
}

/* ---- AVX2 ---------------------------------------------------------------------------------------------------------- */

#ifdef HS_AVX2

/* All ones when the row is the feature's. */
HS_AVX2 static inline __m128i mask_of(uint32_t key, uint32_t own) {
  return _mm_cmpeq_epi32(_mm_set1_epi32((int)key), _mm_set1_epi32((int)own));
}

HS_AVX2 static void add_rows_of_4_avx2(const hs_model *model, const hs_features *features, const uint32_t *rows,
                                       int32_t *scores) {
  const hs_row_4 *all = model->rows;
  int16_t lanes[8];
  __m128i sum = _mm_setzero_si128();
  for (uint32_t i = 0; i < features->count; i++) {
    __m128i row = _mm_loadl_epi64((const __m128i *)(const void *)&all[rows[i]]);
    __m128i mask = _mm_cmpeq_epi32(_mm_broadcastd_epi32(row), _mm_set1_epi32((int)features->keys[i]));
    sum = _mm_add_epi16(sum, _mm_and_si128(_mm_cvtepi8_epi16(row), mask));
  }
  _mm_storeu_si128((__m128i *)(void *)lanes, sum);
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += lanes[4 + l];
}

HS_AVX2 static void add_rows_of_8_avx2(const hs_model *model, const hs_features *features, const uint32_t *rows,
                                       int32_t *scores) {
  const hs_row_8 *all = model->rows;
  int16_t lanes[8];
  __m128i sum = _mm_setzero_si128();
  for (uint32_t i = 0; i < features->count; i++) {
    const hs_row_8 *row = &all[rows[i]];
    __m128i weights = _mm_cvtepi8_epi16(_mm_loadl_epi64((const __m128i *)(const void *)row->weights));
    sum = _mm_add_epi16(sum, _mm_and_si128(weights, mask_of(features->keys[i], row->key)));
  }
  _mm_storeu_si128((__m128i *)(void *)lanes, sum);
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += lanes[l];
}

HS_AVX2 static void add_rows_of_12_avx2(const hs_model *model, const hs_features *features, const uint32_t *rows,
                                        int32_t *scores) {
  const hs_row_12 *all = model->rows;
  int16_t lanes[16];
  __m256i sum = _mm256_setzero_si256();
  for (uint32_t i = 0; i < features->count; i++) { /* all of the row: its key is in the first four lanes */
    __m128i row = _mm_loadu_si128((const __m128i *)(const void *)&all[rows[i]]);
    __m256i mask = _mm256_cmpeq_epi32(_mm256_broadcastd_epi32(row), _mm256_set1_epi32((int)features->keys[i]));
    sum = _mm256_add_epi16(sum, _mm256_and_si256(_mm256_cvtepi8_epi16(row), mask));
  }
  _mm256_storeu_si256((__m256i *)(void *)lanes, sum);
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += lanes[4 + l];
}

HS_AVX2 static void add_pairs_avx2(const hs_model *model, const hs_features *features, const uint32_t *rows,
                                   int32_t *scores) {
  const int8_t *wide[HS_MOST_FEATURES];
  int16_t sums[HS_WIDE + HS_ROW_PAIRS] = {0};
  uint32_t wide_count = add_narrow(model, features, rows, sums, wide);
  __m256i *all = (__m256i *)(void *)sums, sum[HS_WIDE / 16];
  for (uint32_t k = 0; k < HS_WIDE / 16; k++) sum[k] = _mm256_loadu_si256(&all[k]);
  for (uint32_t i = 0; i < wide_count; i++) {
    const __m128i *row = (const __m128i *)(const void *)wide[i];
    for (uint32_t k = 0; k < HS_WIDE / 16; k++)
      sum[k] = _mm256_add_epi16(sum[k], _mm256_cvtepi8_epi16(_mm_loadu_si128(&row[k])));
  }
  for (uint32_t k = 0; k < HS_WIDE / 16; k++) _mm256_storeu_si256(&all[k], sum[k]);
  for (uint32_t l = 0; l < model->labels; l++) scores[l] += sums[l];
}

static bool add_rows_avx2(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  if (!hs_has_avx2()) return false;
  if (model->labels <= 4)
    add_rows_of_4_avx2(model, features, rows, scores);
  else if (model->labels <= 8)
    add_rows_of_8_avx2(model, features, rows, scores);
  else if (model->labels <= 12)
    add_rows_of_12_avx2(model, features, rows, scores);
  else
    add_pairs_avx2(model, features, rows, scores);
  return true;
}
#else
static bool add_rows_avx2(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  (void)model, (void)features, (void)rows, (void)scores;
  return false;
}
#endif

/* ---- either -------------------------------------------------------------------------------------------------------- */

static void add_rows_anywhere(const hs_model *model, const hs_features *features, const uint32_t *rows,
                              int32_t *scores) {
  if (model->labels == 1)
    add_one(model, features, rows, scores);
  else if (model->labels <= 4)
    add_rows_of_4(model, features, rows, scores);
  else if (model->labels <= 8)
    add_rows_of_8(model, features, rows, scores);
  else if (model->labels <= 12)
    add_rows_of_12(model, features, rows, scores);
  else
    add_pairs(model, features, rows, scores);
}

void hs_add_rows(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores) {
  if (model->labels == 1)
    add_one(model, features, rows, scores);
  else if (!add_rows_avx2(model, features, rows, scores))
    add_rows_anywhere(model, features, rows, scores);
}

void hs_add_scores_anywhere(const hs_model *model, const hs_features *features, int32_t *scores) {
  uint32_t rows[HS_MOST_FEATURES];
  if (!model->row_count || !features->count) return;
  hs_find_rows(model, features, rows);
  add_rows_anywhere(model, features, rows, scores);
}

void hs_add_scores(const hs_model *model, const hs_features *features, int32_t *scores) {
  uint32_t rows[HS_MOST_FEATURES];
  if (!model->row_count || !features->count) return;
  hs_find_rows(model, features, rows);
  hs_add_rows(model, features, rows, scores);
}
