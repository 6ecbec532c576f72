/*
** weights.h: the weights of a linear model, as the tables that ext/tools/weights.c makes of ext/model/NAME.weights.
**
** A feature is a 32-bit key. Its row holds the key and its weights, so that finding them costs one line of memory. Which row
** is said by a perfect hash (Belazzougui, Botelho and Dietzfelbinger 2009): keys fall into small buckets, and each bucket has
** a pilot, a byte that sends its keys to rows of their own. A key that is not in the table is sent to some row, too, and
** differs from the one there. Weights and steps are whole numbers of 1/HS_WEIGHT_UNIT of a natural-log unit.
*/
#ifndef HS_WEIGHTS_H
#define HS_WEIGHTS_H

#include <stdint.h>

enum { HS_WEIGHT_UNIT = 32, HS_MOST_LABELS = 63, HS_WEIGHTS_VERSION = 1, HS_EXPONENTIALS = 104 * HS_WEIGHT_UNIT };

/* The rows of models with up to so many labels: a weight for each. What is behind the last label is 0. */
typedef struct hs_row_4 {
  uint32_t key;
  int8_t weights[4];
} hs_row_4;
typedef struct hs_row_8 {
  uint32_t key;
  int8_t weights[8];
} hs_row_8;
typedef struct hs_row_12 {
  uint32_t key;
  int8_t weights[12];
} hs_row_12;

/*
** The rows of a model with more labels: few weights stand in the row itself, behind their labels; empty places have a
** label of their own each, HS_WIDE and the place, so that none has to wait for the sum of another. More have a row of all labels in `wide`: labels[0] is HS_IN_WIDE, and the wide row's number the next
** three bytes, the lowest first.
*/
enum { HS_ROW_PAIRS = 6, HS_IN_WIDE = 255, HS_WIDE = HS_MOST_LABELS + 1 };
typedef struct hs_row_pairs {
  uint32_t key;
  uint8_t labels[HS_ROW_PAIRS];
  int8_t weights[HS_ROW_PAIRS];
} hs_row_pairs;

/* Of pointers into the tables: made where it is used (HS_MODEL), so that nothing is relocated when hearsay is loaded. */
typedef struct hs_model {
  const uint8_t *pilots;
  const void *rows; /* of the kind that the number of labels says */
  const int8_t (*wide)[HS_WIDE];
  const int8_t
      *steps; /* [labels + 1][labels + 1]: from a label to the next one; the last row and column are the edge */
  const uint16_t *margins; /* [best][label]: by how much a label's steps can be better (hs_margin). NULL: not known */
  uint32_t pilot_shift;    /* how far a key's hash is shifted to say its bucket; 1..31 */
  uint32_t row_count;      /* 0: no features */
  uint32_t labels;
} hs_model;

static inline uint32_t hs_key_hash(uint32_t key) {
  return key * 0x2C1B3C6Du;
}
/* The row that a pilot sends a key with this hash to. */
static inline uint32_t hs_row_of(uint32_t hash, uint32_t pilot, uint32_t row_count) {
  uint32_t place = (hash ^ pilot * 0xC2B2AE35u) * 0x85EBCA6Bu;
  return (uint32_t)((uint64_t)place * row_count >> 32);
}

#define HS_DECLARE_MODEL(name, row)                                                                                    \
  extern const uint8_t hs_##name##_pilots[];                                                                           \
  extern const row hs_##name##_rows[];                                                                                 \
  extern const int8_t hs_##name##_wide[][HS_WIDE], hs_##name##_steps[];                                                \
  extern const uint16_t hs_##name##_margins[];                                                                         \
  extern const uint32_t hs_##name##_pilot_shift, hs_##name##_row_count, hs_##name##_labels
#define HS_MODEL(name)                                                                                                 \
  ((hs_model){hs_##name##_pilots, hs_##name##_rows, hs_##name##_wide, hs_##name##_steps, hs_##name##_margins,          \
              hs_##name##_pilot_shift, hs_##name##_row_count, hs_##name##_labels})

HS_DECLARE_MODEL(tags, hs_row_pairs);
HS_DECLARE_MODEL(names, hs_row_12);
HS_DECLARE_MODEL(phrases, hs_row_4);
HS_DECLARE_MODEL(stretches, hs_row_4);
HS_DECLARE_MODEL(cues, hs_row_4);
HS_DECLARE_MODEL(cues_again, hs_row_4);
HS_DECLARE_MODEL(contents, hs_row_8);
HS_DECLARE_MODEL(proposals, hs_row_4);
HS_DECLARE_MODEL(sources, hs_row_4);
HS_DECLARE_MODEL(verdicts, hs_row_4);

/* exp(-i / HS_WEIGHT_UNIT): as far as a float is not 0. */
extern const float hs_exponentials[HS_EXPONENTIALS];

/*
** Features: the number of the template and what is in it, as 32 bits. The files of weights have them mixed once more: what a
** table does not need, as the mixing loses nothing.
*/
static inline uint32_t hs_mix(uint32_t key, uint32_t value) {
  key = (key ^ value) * 0x85EBCA6Bu;
  return key ^ (key >> 15);
}
static inline uint32_t hs_key(uint32_t template_number, uint32_t value) {
  return template_number * 0x9E3779B1u ^ value;
}
static inline uint32_t hs_key2(uint32_t template_number, uint32_t a, uint32_t b) {
  return hs_key(template_number, hs_mix(a * 0x9E3779B1u + 1, b));
}
static inline uint32_t hs_key3(uint32_t template_number, uint32_t a, uint32_t b, uint32_t c) {
  return hs_key(template_number, hs_mix(hs_mix(a * 0x9E3779B1u + 1, b), c));
}

/* A feature as the files have it, and back. */
static inline uint32_t hs_key_in_file(uint32_t key) {
  key = hs_mix(key, 0) * 0xC2B2AE35u;
  return key ^ (key >> 16);
}
static inline uint32_t hs_key_from_file(uint32_t key) {
  key = (key ^ (key >> 16)) * 0x7ED1B41Du; /* what the factors are undone by, modulo 2^32 */
  return (key ^ (key >> 15) ^ (key >> 30)) * 0xA5CB9243u;
}

#endif
