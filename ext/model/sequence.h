/*
** sequence.h: linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001): the labels of a sequence of
** items, each with features of its own, and a weight for each step from one label to the next.
**
** The callers (tags, names, phrases) say what the items and their features are; the trainer (ext/train/crf.c) calls the
** same code of theirs.
*/
#ifndef HS_SEQUENCE_H
#define HS_SEQUENCE_H

#include "model/weights.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  HS_MOST_FEATURES = 256, /* of one item: names have most, 180 */
  HS_MOST_CHOICES = 12,   /* labels of one item that are decided between */
  HS_WINDOW = 256 /* items decoded at once: a sentence of a million words takes no more memory than a short one */
};

typedef struct hs_features {
  uint8_t count;
  uint32_t keys[HS_MOST_FEATURES];
} hs_features;
_Static_assert(HS_MOST_FEATURES > UINT8_MAX, "whatever the count, adding a feature stays inside the keys");

static inline void hs_add_feature(hs_features *features, uint32_t key) {
  features->keys[features->count++] = key;
}

typedef struct hs_item {
  uint8_t count;
  uint8_t label[HS_MOST_CHOICES], before[HS_MOST_CHOICES]; /* before: the choice of the item before that led here */
  int32_t score[HS_MOST_CHOICES];                          /* its own */
  int32_t way[HS_MOST_CHOICES];                            /* of the best way to it */
} hs_item;

typedef struct hs_sequence {
  hs_model model;
  uint32_t length;
  uint8_t edge; /* the label before the first item; model.labels: none */
  hs_item items[HS_WINDOW];
  uint8_t labels[HS_WINDOW]; /* the result */
  hs_features features[2];   /* of the item that waits to be scored, and of the next one */
  uint32_t rows[2][HS_MOST_FEATURES];
  uint32_t next;                  /* of these two */
  hs_item *waiting;               /* NULL: none is */
  uint64_t choices;               /* of that item, as hs_add_item has them */
  int32_t scores[HS_MOST_LABELS]; /* of that item, besides its features */
} hs_sequence;

/* Which rows of the model the features would be in; the memory is asked for. */
void hs_find_rows(const hs_model *model, const hs_features *features, uint32_t *rows);
/* Adds the weights of the features in these rows to scores[0..labels-1]. */
void hs_add_rows(const hs_model *model, const hs_features *features, const uint32_t *rows, int32_t *scores);
/* Both: adds the weights of the features to scores[0..labels-1]. */
void hs_add_scores(const hs_model *model, const hs_features *features, int32_t *scores);
/* The same without what only some machines have; for tests. */
void hs_add_scores_anywhere(const hs_model *model, const hs_features *features, int32_t *scores);

/* Sets the choices of an item: of the labels in `set` (bits) those with the best scores, in order of label. */
void hs_set_choices(hs_item *item, uint64_t set, const int32_t *scores);

/* The same of one label, whose score says nothing. */
void hs_set_choice(hs_item *item, uint64_t set);

/*
** The next item. hs_next_features gives the place for its features, empty; hs_add_item adds it, with its labels, as bits: those with the
** best scores, at most HS_MOST_CHOICES, are its choices (0: all of the model, in order). `scores` (NULL: none) are added to what the
** features say. An item has its scores when the next one is added, or hs_finish_items or hs_decode is called: what memory is asked
** for its features has come by then.
*/
hs_features *hs_next_features(hs_sequence *sequence);
void hs_add_item(hs_sequence *sequence, uint64_t labels, const int16_t *scores);
void hs_finish_items(hs_sequence *sequence);

/* Empties the sequence, at the beginning of a sentence. */
void hs_begin_sequence(hs_sequence *sequence, hs_model model);

/*
** Viterbi: sets labels[] for the items. `ends`: the sentence ends behind the last one. The last label stays as the edge,
** and the sequence is empty, for the next window of the same sentence. 
*/
void hs_decode(hs_sequence *sequence, bool ends);

/*
** The best ways through a whole sequence that has been decoded, and has its length and edge again, best first (Lawler 1972); of those
** with the same score first the one with the lower label at the last item in which they differ. Every item has all labels of the model
** as choices, in order. Fills labels[way][item] and scores[way], both for as many ways as it returns, at most HS_MOST_WAYS; those that are
** more than e^5 times less likely than the best one are left out. The sequence stays as it is.
*/
enum { HS_MOST_WAYS = 5 };

/* A way that leaves another one, `parent`, at an item. */
typedef struct hs_leaving {
  int32_t score;
  uint32_t item, parent;
  uint8_t label;
} hs_leaving;

typedef struct hs_ways {
  uint8_t labels[HS_MOST_WAYS][HS_WINDOW];
  int32_t scores[HS_MOST_WAYS];
  uint32_t found;
  uint32_t differ[HS_MOST_WAYS][HS_MOST_WAYS]; /* the last item in which two ways that are found differ */
  hs_leaving waiting[HS_MOST_WAYS];            /* the next ones to be found, best first */
  uint32_t waiting_count, room;                /* room: how many are yet to be found, at most */
  int32_t least;                               /* the score of what is not left out */
} hs_ways;

uint32_t hs_find_ways(hs_ways *ways, const hs_sequence *sequence);

/*
** How likely a stretch of labels is, 0..1: forward and backward sums over all ways (Rabiner 1989), for models with at most
** HS_MOST_CHOICES labels. hs_weigh works out the sums of a sequence that is about to be decoded; hs_chance gives the
** probability that items first..last-1 have the labels that hs_decode gave them, and that the label behind them is not
** `but`.
*/
typedef struct hs_chances {
  /* exp of the model's steps; and the other way round, [to][from]. Set by hs_begin_chances */
  float steps[HS_MOST_CHOICES + 1][HS_MOST_CHOICES + 1], back[HS_MOST_CHOICES + 1][HS_MOST_CHOICES + 1];
  int8_t from[(HS_MOST_CHOICES + 1) * (HS_MOST_CHOICES + 1)]; /* the steps that these are of */
  float own[HS_WINDOW][HS_MOST_CHOICES];                      /* exp of the items' scores */
  float forward[HS_WINDOW][HS_MOST_CHOICES], backward[HS_WINDOW][HS_MOST_CHOICES], scale[HS_WINDOW];
  uint32_t length, labels;
  uint8_t edge;
  bool ends;
} hs_chances;

/* For chances whose `labels` is 0 or that have been used; does nothing when they are of the model already. */
void hs_begin_chances(hs_chances *chances, const hs_model *model);
void hs_weigh(hs_chances *chances, const hs_sequence *sequence, bool ends);
float hs_chance(const hs_chances *chances, const uint8_t *labels, uint32_t first, uint32_t last, uint32_t but);

#endif
