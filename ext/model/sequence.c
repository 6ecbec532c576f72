/* sequence.c: scoring and decoding; see sequence.h. */
#include "model/sequence.h"

enum { NEVER = -(1 << 28) };

void hs_add_scores(const hs_model *model, const hs_features *features, int32_t *scores) {
  const hs_feature_slot *slots = model->slots;
  uint32_t mask = model->mask;
  for (uint32_t i = 0; i < features->count; i++) {
    uint32_t key = features->keys[i], slot = key & mask;
    while (slots[slot].place && slots[slot].key != key) slot = (slot + 1) & mask;
    const hs_weight *weight = model->weights + slots[slot].place / 64;
    for (uint32_t n = slots[slot].place % 64; n > 0; n--, weight++) scores[weight->label] += weight->value;
  }
}

void hs_set_choices(hs_item *item, uint64_t set, const int32_t *scores) {
  item->count = 0;
  for (uint32_t label = 0; set; label++, set >>= 1) {
    if (!(set & 1)) continue;
    uint32_t at = item->count;
    if (at == HS_MOST_CHOICES) { /* full: the worst one goes, if it is worse */
      for (uint32_t i = at = 0; i < HS_MOST_CHOICES; i++)
        if (item->score[i] < item->score[at]) at = i;
      if (item->score[at] >= scores[label]) continue;
      item->count--;
      for (; at < item->count; at++) {
        item->label[at] = item->label[at + 1];
        item->score[at] = item->score[at + 1];
      }
    }
    item->label[at] = (uint8_t)label;
    item->score[at] = scores[label];
    item->count++;
  }
}

void hs_begin_sequence(hs_sequence *sequence, hs_model model) {
  sequence->model = model;
  sequence->length = 0;
  sequence->edge = (uint8_t)model.labels;
}

/* The best way to each choice of an item. */
static void step(const hs_model *model, const hs_item *from, hs_item *to) {
  for (uint32_t j = 0; j < to->count; j++) {
    int32_t best = NEVER;
    uint8_t before = 0;
    for (uint8_t i = 0; i < from->count; i++) {
      int32_t score = from->score[i] + model->steps[from->label[i] * (model->labels + 1) + to->label[j]];
      if (score <= best) continue;
      best = score;
      before = i;
    }
    to->score[j] += best;
    to->before[j] = before;
  }
}

void hs_decode(hs_sequence *sequence, bool ends) {
  if (!sequence->length) return;
  const hs_model *model = &sequence->model;
  hs_item edge = {.count = 1, .label = {sequence->edge}};
  for (uint32_t i = 0; i < sequence->length; i++)
    step(model, i ? &sequence->items[i - 1] : &edge, &sequence->items[i]);
  const hs_item *last = &sequence->items[sequence->length - 1];
  int32_t best = NEVER;
  uint8_t choice = 0;
  for (uint8_t j = 0; j < last->count; j++) {
    int32_t score = last->score[j];
    if (ends) score += model->steps[last->label[j] * (model->labels + 1) + model->labels];
    if (score <= best) continue;
    best = score;
    choice = j;
  }
  for (uint32_t i = sequence->length; i-- > 0;) {
    sequence->labels[i] = sequence->items[i].label[choice];
    choice = sequence->items[i].before[choice];
  }
  sequence->edge = sequence->labels[sequence->length - 1];
  sequence->length = 0;
}
