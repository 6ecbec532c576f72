/*
** crf.h: trains a linear-chain conditional random field (model/sequence.h) and writes its weights.
**
** Stochastic gradient on the conditional likelihood, a sequence at a time, with AdaGrad's step for each weight (Duchi,
** Hazan and Singer 2011) and an L1 penalty that is caught up with when a feature is seen again, so that most weights are
** 0 in the end. The same for choices between alternatives, and for yes and no. Where several labels of an item are right, any of them may be. One thread, one seed: same data, same bytes.
*/
#ifndef HS_TRAIN_CRF_H
#define HS_TRAIN_CRF_H

#include "model/sequence.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct crf_item {
  uint64_t labels; /* that it can have, as bits */
  uint64_t right;  /* of those the ones that are right; 0: not known, any */
  size_t first;    /* its first feature */
  uint32_t count;
  uint32_t tag; /* for the caller */
} crf_item;

typedef struct crf_run {
  size_t first, last; /* its items */
  float weight;
} crf_run;

typedef struct crf_data {
  crf_item *items;
  size_t item_count, item_room;
  crf_run *runs;
  size_t run_count, run_room;
  uint32_t *features; /* keys; after crf_train or crf_index numbers of features */
  size_t feature_count, feature_room;
} crf_data;

/* What the items of a run are. */
typedef enum crf_kind {
  CRF_SEQUENCE, /* one behind the other, each with a label */
  CRF_CHOICE, /* alternatives, one of which is right (softmax over them); the model has one label, whose weights are theirs */
  CRF_YES_NO /* one item, right or not (logistic regression); one label */
} crf_kind;

typedef struct crf_options {
  crf_kind kind;
  uint32_t labels; /* 1 for a choice or yes and no */
  uint32_t epochs;
  uint32_t least_count; /* features seen less often are left out */
  float rate, l1;
  float least_weight; /* features whose weights are all smaller after half of the epochs are left out; 0: none are */
  float dropout;      /* 0..1: the share of an item's features that a round of training leaves out */
  bool verbose;
} crf_options;

typedef struct crf_model {
  uint32_t labels, features;
  uint32_t *keys;              /* of each feature */
  float *weights;              /* [feature][label] */
  float *steps;                /* [labels + 1][labels + 1] */
  uint32_t *index, index_mask; /* hash table of features: number + 1 */
} crf_model;

/* Grows the data. A run ends with crf_end_run; runs without items are left out. */
void crf_add_item(crf_data *data, uint64_t labels, uint64_t right, const hs_features *features, uint32_t tag);
void crf_end_run(crf_data *data, float weight);
void crf_free_data(crf_data *data);

/* Called after each epoch with the model as it is. */
typedef void crf_watcher(void *data, const crf_model *model, uint32_t epoch);

/* Trains on the data, whose features become numbers (UINT32_MAX: left out). */
crf_model *crf_train(crf_data *data, const crf_options *options, crf_watcher *watch, void *watch_data);
void crf_free_model(crf_model *model);

/* The likeliest labels of a run of data whose features are keys still. */
void crf_label(const crf_model *model, const crf_data *data, const crf_run *run, uint8_t *labels);

/* Sums the weights of features, as the analyser does. scores: model->labels floats, not cleared. */
void crf_add_scores(const crf_model *model, const hs_features *features, float *scores);

/* The model as the analyser would have it, weights in whole units. Free with crf_free_table. */
hs_model *crf_make_table(const crf_model *model);
void crf_free_table(hs_model *table);

/*
** Writes NAME.weights: the bytes "hearsay weights\n", then little-endian 32-bit numbers: version, labels, features,
** weights; the steps as signed bytes, rows of labels + 1; for each feature, by key: key, number of weights, and a label and
** a value byte for each; last the CRC-32 of all before. False, with a message, when it cannot be written.
*/
bool crf_write(const crf_model *model, const char *path);

#endif
