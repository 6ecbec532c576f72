/* sequence.c: scoring and decoding; see sequence.h. */
#include "model/avx2.h"
#include "model/sequence.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { NEVER = -(1 << 28), HOPELESS = 5 * HS_WEIGHT_UNIT };

/* ---- decoding ---------------------------------------------------------------------------------------------------------- */

void hs_set_choices(hs_item *item, uint64_t set, const int32_t *scores) {
  uint32_t count = 0;
  for (; set && count < HS_MOST_CHOICES; set &= set - 1) {
    uint32_t label = (uint32_t)__builtin_ctzll(set);
    item->label[count] = (uint8_t)label;
    item->score[count++] = scores[label];
  }
  for (; set; set &= set - 1) { /* full: the worst one goes, if it is worse */
    uint32_t label = (uint32_t)__builtin_ctzll(set), at = 0;
    for (uint32_t i = 1; i < HS_MOST_CHOICES; i++)
      if (item->score[i] < item->score[at]) at = i;
    if (item->score[at] >= scores[label]) continue;
    uint32_t behind = HS_MOST_CHOICES - 1 - at;
    memmove(&item->label[at], &item->label[at + 1], behind * sizeof *item->label);
    memmove(&item->score[at], &item->score[at + 1], behind * sizeof *item->score);
    item->label[HS_MOST_CHOICES - 1] = (uint8_t)label;
    item->score[HS_MOST_CHOICES - 1] = scores[label];
  }
  item->count = (uint8_t)count;
}

/*
** The labels of a set that can be on a best way: not those that are so much worse than the best one that no step in and out makes up
** for it.
*/
static uint64_t likely_labels(const hs_model *model, uint64_t set, const int32_t *scores) {
  uint32_t best = (uint32_t)__builtin_ctzll(set);
  uint64_t likely = set;
  for (uint64_t left = set & (set - 1); left; left &= left - 1) {
    uint32_t label = (uint32_t)__builtin_ctzll(left);
    best = scores[label] > scores[best] ? label : best;
  }
  const uint16_t *margins = model->margins + best * model->labels;
  for (uint64_t left = set; left; left &= left - 1) {
    uint32_t label = (uint32_t)__builtin_ctzll(left);
    likely ^= (uint64_t)(scores[best] - scores[label] > margins[label]) << label;
  }
  return likely;
}

void hs_set_choice(hs_item *item, uint64_t set) {
  item->count = 1;
  item->label[0] = (uint8_t)__builtin_ctzll(set);
  item->score[0] = 0;
}

/* All labels of a model, which has no more. scores: of so many as fit, those behind the last label are not looked at. */
static void set_all_choices(hs_item *item, uint32_t labels, const int32_t scores[HS_MOST_CHOICES]) {
  static const uint8_t in_order[HS_MOST_CHOICES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  item->count = (uint8_t)labels;
  memcpy(item->label, in_order, sizeof in_order);
  memcpy(item->score, scores, sizeof item->score);
}

void hs_begin_sequence(hs_sequence *sequence, hs_model model) {
  sequence->model = model;
  sequence->length = 0;
  sequence->edge = (uint8_t)model.labels;
  sequence->next = 0;
  sequence->waiting = NULL;
}

/* ---- items ------------------------------------------------------------------------------------------------------------- */

hs_features *hs_next_features(hs_sequence *sequence) {
  hs_features *features = &sequence->features[sequence->next];
  features->count = 0;
  return features;
}

void hs_finish_items(hs_sequence *s) {
  if (!s->waiting) return;
  uint32_t own = !s->next;
  if (s->model.row_count) hs_add_rows(&s->model, &s->features[own], s->rows[own], s->scores);
  if (s->choices)
    hs_set_choices(s->waiting, s->model.margins ? likely_labels(&s->model, s->choices, s->scores) : s->choices,
                   s->scores);
  else
    set_all_choices(s->waiting, s->model.labels, s->scores);
  s->waiting = NULL;
}

void hs_add_item(hs_sequence *s, uint64_t labels, const int16_t *scores) {
  hs_item *item = &s->items[s->length++];
  if (labels && !(labels & (labels - 1))) {
    hs_set_choice(item, labels);
    return;
  }
  if (s->model.row_count) hs_find_rows(&s->model, &s->features[s->next], s->rows[s->next]);
  hs_finish_items(s);
  if (s->model.labels <= HS_MOST_CHOICES) /* a few stores, where the size is known */
    memset(s->scores, 0, HS_MOST_CHOICES * sizeof *s->scores);
  else
    memset(s->scores, 0, sizeof s->scores);
  for (uint32_t i = 0; scores && i < s->model.labels; i++) s->scores[i] = scores[i];
  s->waiting = item;
  s->choices = labels;
  s->next = !s->next;
}

/* The best way to each choice of an item. */
static void step(const hs_model *model, const hs_item *from, hs_item *to) {
  uint32_t row = model->labels + 1;
  for (uint32_t j = 0; j < to->count; j++) {
    const int8_t *steps = model->steps + to->label[j];
    int32_t best = NEVER;
    uint8_t before = 0;
    for (uint32_t i = 0; i < from->count; i++) {
      int32_t way = from->way[i] + steps[from->label[i] * row];
      before = way > best ? (uint8_t)i : before;
      best = way > best ? way : best;
    }
    to->way[j] = best + to->score[j];
    to->before[j] = before;
  }
}

/*
** The same for items that have all labels of a small model: ways to all labels side by side. A way and where it comes from are one
** number, so that the greater is the better one; of equal ones the first label before wins. 256 items' scores fit.
*/
enum { LANES = 12, ORDER = 16 };

typedef struct lanes {
  int32_t steps[HS_MOST_CHOICES][LANES]; /* times ORDER */
} lanes;

static void set_lanes(lanes *l, const hs_model *model) {
  for (uint32_t from = 0; from < model->labels; from++)
    for (uint32_t to = 0; to < LANES; to++)
      l->steps[from][to] = to < model->labels ? model->steps[from * (model->labels + 1) + to] * ORDER : 0;
}

HS_BODY void step_lanes(const lanes *l, uint32_t labels, const hs_item *from, hs_item *to) {
  int32_t best[LANES];
  for (uint32_t j = 0; j < LANES; j++) best[j] = INT32_MIN;
  for (uint32_t i = 0; i < labels; i++) {
    int32_t way = from->way[i] * ORDER + (int32_t)(ORDER - 1 - i);
    for (uint32_t j = 0; j < LANES; j++) {
      int32_t sum = way + l->steps[i][j];
      best[j] = sum > best[j] ? sum : best[j];
    }
  }
  for (uint32_t j = 0; j < labels; j++) {
    to->before[j] = (uint8_t)(ORDER - 1 - (best[j] & (ORDER - 1)));
    to->way[j] = (best[j] >> 4) + to->score[j]; /* without the order, which is never negative */
  }
}

HS_BODY void step_all_lanes_body(const lanes *l, hs_sequence *sequence) {
  for (uint32_t i = 1; i < sequence->length; i++)
    step_lanes(l, sequence->model.labels, &sequence->items[i - 1], &sequence->items[i]);
}

#ifdef HS_AVX2
HS_AVX2 static void step_all_lanes_avx2(const lanes *l, hs_sequence *sequence) {
  step_all_lanes_body(l, sequence);
}
#endif

static void step_all_lanes(hs_sequence *sequence) {
  lanes all;
  set_lanes(&all, &sequence->model);
#ifdef HS_AVX2
  if (hs_has_avx2()) {
    step_all_lanes_avx2(&all, sequence);
    return;
  }
#endif
  step_all_lanes_body(&all, sequence);
}

static bool has_all_labels(const hs_sequence *sequence) {
  if (sequence->model.labels > LANES || sequence->model.labels < 4) return false;
  for (uint32_t i = 0; i < sequence->length; i++)
    if (sequence->items[i].count != sequence->model.labels) return false;
  return true;
}

void hs_decode(hs_sequence *sequence, bool ends) {
  hs_finish_items(sequence);
  if (!sequence->length) return;
  const hs_model *model = &sequence->model;
  hs_item *first = &sequence->items[0];
  for (uint32_t j = 0; j < first->count; j++) {
    first->before[j] = 0;
    first->way[j] = first->score[j] + model->steps[sequence->edge * (model->labels + 1) + first->label[j]];
  }
  if (has_all_labels(sequence)) {
    step_all_lanes(sequence);
  } else {
    for (uint32_t i = 1; i < sequence->length; i++) step(model, &sequence->items[i - 1], &sequence->items[i]);
  }
  const hs_item *last = &sequence->items[sequence->length - 1];
  int32_t best = NEVER;
  uint8_t choice = 0;
  for (uint8_t j = 0; j < last->count; j++) {
    int32_t way = last->way[j];
    if (ends) way += model->steps[last->label[j] * (model->labels + 1) + model->labels];
    if (way <= best) continue;
    best = way;
    choice = j;
  }
  for (uint32_t i = sequence->length; i-- > 0;) {
    sequence->labels[i] = sequence->items[i].label[choice];
    choice = sequence->items[i].before[choice];
  }
  sequence->edge = sequence->labels[sequence->length - 1];
  sequence->length = 0;
}

/* ---- the best ways ---------------------------------------------------------------------------------------------------- */

/*
** Decoding has left the best way to each label of each item. A way that is not the best one leaves a better one, its parent, at some
** item, where it has another label, and has the best way to that one before it. So the next best way is always one of those that leave
** the ways found so far.
*/

/* The label of a way at the item where it leaves its parent, or behind it. */
static uint8_t label_at(const hs_ways *w, const hs_leaving *way, uint32_t item) {
  return item == way->item ? way->label : w->labels[way->parent][item];
}

/* Of ways with the same score: whether one has the lower label at the last item in which they differ. */
static bool comes_first(const hs_ways *w, const hs_leaving *way, const hs_leaving *other) {
  uint32_t last = way->item > other->item ? way->item : other->item;
  if (way->parent != other->parent) {
    uint32_t parents = w->differ[way->parent][other->parent];
    if (parents > last) last = parents;
  }
  return label_at(w, way, last) < label_at(w, other, last);
}

/* The least score of a way that can still be kept. */
static int32_t least_kept(const hs_ways *w) {
  return w->waiting_count < w->room ? w->least : w->waiting[w->room - 1].score;
}

/* Keeps a way that is yet to be found, of at least that score, among the best. */
static void keep_way(hs_ways *w, const hs_leaving *way) {
  uint32_t at = w->waiting_count;
  if (at < w->room)
    w->waiting_count++;
  else if (way->score == w->waiting[--at].score && !comes_first(w, way, &w->waiting[at]))
    return;
  for (; at > 0; at--) {
    const hs_leaving *before = &w->waiting[at - 1];
    if (before->score > way->score || (before->score == way->score && !comes_first(w, way, before))) break;
    w->waiting[at] = *before;
  }
  w->waiting[at] = *way;
}

/* The labels of a way: those of its parent down to where it leaves it, and from there the best way. */
static void follow_way(hs_ways *w, const hs_sequence *s, const hs_leaving *way) {
  uint8_t *labels = w->labels[w->found];
  if (way->item + 1 < s->length) memcpy(labels, w->labels[way->parent], s->length);
  labels[way->item] = way->label;
  for (uint32_t i = way->item; i > 0; i--) labels[i - 1] = s->items[i].before[labels[i]];
  for (uint32_t other = 0; other < w->found; other++) {
    uint32_t last = s->length - 1;
    while (last > 0 && w->labels[other][last] == labels[last]) last--;
    w->differ[other][w->found] = w->differ[w->found][other] = last;
  }
  w->scores[w->found] = way->score;
}

/* The ways that leave the one just found, before the item at which it left its own parent. */
static void leave_way(hs_ways *w, const hs_sequence *s, uint32_t item) {
  const uint8_t *labels = w->labels[w->found];
  uint32_t row = s->model.labels + 1;
  int32_t rest = w->scores[w->found] - s->items[item].way[labels[item]]; /* what is behind the item */
  int32_t least = least_kept(w);
  for (uint32_t i = item; i > 0; i--) {
    const hs_item *before = &s->items[i - 1];
    const int8_t *steps = s->model.steps + labels[i];
    rest += s->items[i].score[labels[i]];
    for (uint32_t label = 0; label < s->model.labels; label++) {
      int32_t own = label == labels[i - 1] ? NEVER : 0; /* which is no branch */
      int32_t score = before->way[label] + steps[label * row] + rest;
      if (score + own < least) continue;
      keep_way(w, &(hs_leaving){.score = score, .item = i - 1, .parent = w->found, .label = (uint8_t)label});
      least = least_kept(w);
    }
    rest += steps[labels[i - 1] * row];
  }
}

uint32_t hs_find_ways(hs_ways *w, const hs_sequence *s) {
  uint32_t labels = s->model.labels, last = s->length - 1;
  w->found = w->waiting_count = 0;
  w->room = HS_MOST_WAYS;
  w->least = NEVER;
  if (!s->length || labels > HS_MOST_CHOICES) return 0;
  for (uint32_t label = 0; label < labels; label++) {
    int32_t score = s->items[last].way[label] + s->model.steps[label * (labels + 1) + labels];
    if (score < least_kept(w)) continue;
    keep_way(w, &(hs_leaving){.score = score, .item = last, .label = (uint8_t)label});
  }
  w->least = w->waiting[0].score - HOPELESS;
  while (w->waiting_count && w->waiting[0].score >= w->least) {
    hs_leaving way = w->waiting[0];
    memmove(&w->waiting[0], &w->waiting[1], --w->waiting_count * sizeof *w->waiting);
    follow_way(w, s, &way);
    w->room--;
    if (w->room) leave_way(w, s, way.item);
    w->found++;
  }
  return w->found;
}

/* ---- chances ---------------------------------------------------------------------------------------------------------- */

void hs_begin_chances(hs_chances *c, const hs_model *model) {
  uint32_t size = (model->labels + 1) * (model->labels + 1);
  if (c->labels == model->labels && memcmp(c->from, model->steps, size) == 0) return;
  memcpy(c->from, model->steps, size);
  c->labels = model->labels;
  for (uint32_t i = 0; i <= model->labels; i++)
    for (uint32_t j = 0; j <= model->labels; j++)
      c->steps[i][j] = c->back[j][i] = expf((float)model->steps[i * (model->labels + 1) + j] / HS_WEIGHT_UNIT);
}

static float exponential_of(int32_t below) {
  return below < HS_EXPONENTIALS ? hs_exponentials[below] : 0;
}

/* Every item has all labels as choices, in order. */
static void weigh_items(hs_chances *c, const hs_sequence *sequence) {
  for (uint32_t i = 0; i < c->length; i++) {
    const hs_item *item = &sequence->items[i];
    int32_t most = item->score[0];
    for (uint32_t j = 1; j < c->labels; j++)
      if (item->score[j] > most) most = item->score[j];
    for (uint32_t j = 0; j < c->labels; j++) c->own[i][j] = exponential_of(most - item->score[j]);
    for (uint32_t j = c->labels; j < HS_MOST_CHOICES; j++) c->own[i][j] = 0;
  }
}

/* What the sums at an item are divided by, so that they stay in range. */
static float scale_of(float *values, uint32_t count) {
  float sum = 0;
  for (uint32_t j = 0; j < count; j++) sum += values[j];
  if (!(sum > 0)) sum = 1;
  for (uint32_t j = 0; j < count; j++) values[j] /= sum;
  return sum;
}

/* The sum of all ways from before an item into its label j. */
static float ways_in(const hs_chances *c, uint32_t i, uint32_t j) {
  if (i == 0) return c->steps[c->edge][j];
  float sum = 0;
  for (uint32_t k = 0; k < c->labels; k++) sum += c->forward[i - 1][k] * c->steps[k][j];
  return sum;
}

/* The sum of all ways out of label j of an item to the end, but for those whose next label is `but`. */
static float ways_out(const hs_chances *c, uint32_t i, uint32_t j, uint32_t but) {
  if (i + 1 == c->length) return c->ends ? c->steps[j][c->labels] : 1;
  float sum = 0;
  for (uint32_t k = 0; k < c->labels; k++)
    if (k != but) sum += c->steps[j][k] * c->own[i + 1][k] * c->backward[i + 1][k];
  return sum / c->scale[i + 1];
}

/*
** The two above for all labels of an item side by side: the same sums in the same order. There are `width` lanes, a constant
** where it is inlined; what the lanes behind the last label hold is never looked at, or times 0.
*/
HS_BODY void weigh_forward(hs_chances *c, uint32_t i, uint32_t width) {
  float sums[HS_MOST_CHOICES] = {0};
  if (i == 0) memcpy(sums, c->steps[c->edge], width * sizeof *sums);
  for (uint32_t k = 0; i > 0 && k < c->labels; k++) {
    float before = c->forward[i - 1][k];
    for (uint32_t j = 0; j < width; j++) sums[j] += before * c->steps[k][j];
  }
  for (uint32_t j = 0; j < width; j++) c->forward[i][j] = sums[j] * c->own[i][j];
  c->scale[i] = scale_of(c->forward[i], c->labels);
}

HS_BODY void weigh_backward(hs_chances *c, uint32_t i, uint32_t width) {
  float sums[HS_MOST_CHOICES] = {0};
  for (uint32_t k = 0; k < c->labels; k++) {
    float own = c->own[i + 1][k], behind = c->backward[i + 1][k];
    for (uint32_t j = 0; j < width; j++) sums[j] += c->back[k][j] * own * behind;
  }
  for (uint32_t j = 0; j < width; j++) c->backward[i][j] = sums[j] / c->scale[i + 1];
}

HS_BODY void weigh_lanes(hs_chances *c, uint32_t width) {
  for (uint32_t i = 0; i < c->length; i++) weigh_forward(c, i, width);
  for (uint32_t j = 0, last = c->length - 1; j < c->labels; j++)
    c->backward[last][j] = ways_out(c, last, j, UINT32_MAX);
  for (uint32_t i = c->length - 1; i-- > 0;) weigh_backward(c, i, width);
}

HS_BODY void weigh_body(hs_chances *c) {
  if (c->labels <= 8)
    weigh_lanes(c, 8);
  else
    weigh_lanes(c, HS_MOST_CHOICES);
}

#ifdef HS_AVX2
HS_AVX2 static void weigh_avx2(hs_chances *c) {
  weigh_body(c);
}
#endif

void hs_weigh(hs_chances *c, const hs_sequence *sequence, bool ends) {
  c->length = sequence->length;
  c->edge = sequence->edge;
  c->ends = ends;
  if (!c->length) return;
  weigh_items(c, sequence);
#ifdef HS_AVX2
  if (hs_has_avx2()) {
    weigh_avx2(c);
    return;
  }
#endif
  weigh_body(c);
}

float hs_chance(const hs_chances *c, const uint8_t *labels, uint32_t first, uint32_t last, uint32_t but) {
  float all = 0, way = ways_in(c, first, labels[first]) * c->own[first][labels[first]] / c->scale[first];
  for (uint32_t j = 0; j < c->labels; j++) all += c->forward[first][j] * c->backward[first][j];
  for (uint32_t i = first + 1; i < last; i++)
    way *= c->steps[labels[i - 1]][labels[i]] * c->own[i][labels[i]] / c->scale[i];
  way *= ways_out(c, last - 1, labels[last - 1], but);
  return all > 0 && way < all ? way / all : all > 0 ? 1 : 0;
}
