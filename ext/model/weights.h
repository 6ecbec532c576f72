/*
** weights.h: the weights of a linear model, as the tables that ext/tools/weights.c makes of ext/model/NAME.weights.
**
** A feature is a 32-bit key. Its weights, one for each label that it speaks for or against, stand side by side; a label
** that is not among them has 0. A model with few labels has a row of all weights for each feature instead: no loop of unknown
** length, which costs more than the zeros. Weights and steps are whole numbers of 1/HS_WEIGHT_UNIT of a natural-log unit.
*/
#ifndef HS_WEIGHTS_H
#define HS_WEIGHTS_H

#include <stdint.h>

enum { HS_WEIGHT_UNIT = 32, HS_MOST_LABELS = 63, HS_WEIGHTS_VERSION = 1 };

typedef struct hs_feature_slot {
  uint32_t key;
  uint32_t place; /* its row; or of its first weight, times 64, plus their number; 0: an empty slot */
} hs_feature_slot;

typedef struct hs_weight {
  uint8_t label;
  int8_t value;
} hs_weight;

/* Of pointers into the tables: made where it is used (HS_MODEL), so that nothing is relocated when hearsay is loaded. */
typedef struct hs_model {
  const uint64_t *filter;       /* bit hs_filter_bit(key) & filter_mask is set for each feature's key */
  const hs_feature_slot *slots; /* open addressing: linear probing from key & mask */
  const hs_weight *weights;
  const int8_t
      *steps; /* [labels + 1][labels + 1]: from a label to the next one; the last row and column are the edge */
  uint32_t filter_mask;
  uint32_t mask; /* number of slots less one */
  uint32_t labels;
  uint32_t stride;    /* of rows; 0: the model has weights and no rows */
  const int8_t *rows; /* of models with few labels: all weights of a feature, [row][stride]; row 0 is of no feature */
} hs_model;

/* How long the rows of a model with so many labels are; 0: it has none. */
static inline uint32_t hs_row_stride(uint32_t labels) {
  return labels == 1 ? 1 : labels <= 8 ? 8 : labels <= 16 ? 16 : 0;
}

#define HS_DECLARE_MODEL(name)                                                                                         \
  extern const uint64_t hs_##name##_filter[];                                                                          \
  extern const hs_feature_slot hs_##name##_slots[];                                                                    \
  extern const hs_weight hs_##name##_weights[];                                                                        \
  extern const int8_t hs_##name##_steps[], hs_##name##_rows[];                                                         \
  extern const uint32_t hs_##name##_filter_mask, hs_##name##_mask, hs_##name##_labels, hs_##name##_stride
#define HS_MODEL(name)                                                                                                 \
  ((hs_model){hs_##name##_filter, hs_##name##_slots, hs_##name##_weights, hs_##name##_steps, hs_##name##_filter_mask,  \
              hs_##name##_mask, hs_##name##_labels, hs_##name##_stride, hs_##name##_rows})

HS_DECLARE_MODEL(tags);
HS_DECLARE_MODEL(names);
HS_DECLARE_MODEL(phrases);
HS_DECLARE_MODEL(stretches);
HS_DECLARE_MODEL(cues);
HS_DECLARE_MODEL(cues_again);
HS_DECLARE_MODEL(contents);
HS_DECLARE_MODEL(proposals);
HS_DECLARE_MODEL(sources);
HS_DECLARE_MODEL(verdicts);

/* Where a key is in the filter: other bits than those that say its slot. */
static inline uint32_t hs_filter_bit(uint32_t key) {
  return (key * 0x9E3779B1u) >> 7;
}

/* Keys of features: the number of the template and what is in it. */
static inline uint32_t hs_mix(uint32_t key, uint32_t value) {
  key = (key ^ value) * 0x85EBCA6Bu;
  return key ^ (key >> 15);
}
static inline uint32_t hs_key(uint32_t template_number, uint32_t value) {
  uint32_t key = hs_mix(template_number * 0x9E3779B1u, value) * 0xC2B2AE35u;
  return key ^ (key >> 16);
}
static inline uint32_t hs_key2(uint32_t template_number, uint32_t a, uint32_t b) {
  return hs_key(template_number, hs_mix(a * 0x9E3779B1u + 1, b));
}
static inline uint32_t hs_key3(uint32_t template_number, uint32_t a, uint32_t b, uint32_t c) {
  return hs_key(template_number, hs_mix(hs_mix(a * 0x9E3779B1u + 1, b), c));
}

#endif
