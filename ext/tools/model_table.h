/*
** model_table.h: makes the tables of a model (model/weights.h) from its features; for ext/tools/weights.c, which prints them,
** and for the trainers, which use them at once.
*/
#ifndef HS_MODEL_TABLE_H
#define HS_MODEL_TABLE_H

#include "model/weights.h"

#include <stddef.h>

typedef struct hs_weight {
  uint8_t label;
  int8_t value;
} hs_weight;

/* Weights first..first+count-1 are a feature's. */
typedef struct hs_weighted_feature {
  uint32_t key, first, count;
} hs_weighted_feature;

/* The size of a row of a model with so many labels. */
size_t hs_row_size(uint32_t labels);

/*
** The tables of features with different keys, without steps. Rows are followed by one of zeros. NULL in pilots:
** out of memory. *wide_count: the number of wide rows. To be freed with hs_free_table.
*/
hs_model hs_make_table(const hs_weighted_feature *features, uint32_t count, const hs_weight *weights, uint32_t labels,
                       uint32_t *wide_count);
void hs_free_table(hs_model *table);

/*
** By how much the steps into `label` and out of it can be better than those of `best`, at least 0. A way may end behind it: then there
** is no step out. steps: [labels + 1][labels + 1].
*/
uint16_t hs_margin(const int8_t *steps, uint32_t labels, uint32_t best, uint32_t label);

#endif
