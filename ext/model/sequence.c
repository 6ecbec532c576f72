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

typedef struct list_lanes {
  int32_t steps[HS_LIST_LABELS][HS_LIST_LANES]; /* [to][from] */
} list_lanes;

/* The best way on from each label of each item to the end, without the item's own score: of all labels side by side. */
HS_BODY void find_rests_body(hs_ways *w, const hs_sequence *s, const list_lanes *l) {
  for (uint32_t i = s->length - 1; i-- > 0;) {
    int32_t best[HS_LIST_LANES];
    for (uint32_t from = 0; from < HS_LIST_LANES; from++) best[from] = NEVER;
    for (uint32_t to = 0; to < s->model.labels; to++) {
      int32_t rest = s->items[i + 1].score[to] + w->rest[i + 1][to];
      for (uint32_t from = 0; from < HS_LIST_LANES; from++) {
        int32_t sum = rest + l->steps[to][from];
        best[from] = sum > best[from] ? sum : best[from];
      }
    }
    memcpy(w->rest[i], best, sizeof best);
  }
}

#ifdef HS_AVX2
HS_AVX2 static void find_rests_avx2(hs_ways *w, const hs_sequence *s, const list_lanes *l) {
  find_rests_body(w, s, l);
}
#endif

static void find_rests(hs_ways *w, const hs_sequence *s) {
  uint32_t labels = s->model.labels;
  list_lanes l = {{{0}}};
  for (uint32_t from = 0; from < labels; from++) {
    for (uint32_t to = 0; to < labels; to++) l.steps[to][from] = s->model.steps[from * (labels + 1) + to];
    w->rest[s->length - 1][from] = s->model.steps[from * (labels + 1) + labels];
  }
#ifdef HS_AVX2
  if (hs_has_avx2()) {
    find_rests_avx2(w, s, &l);
    return;
  }
#endif
  find_rests_body(w, s, &l);
}

/*
** The least score that is of interest. Through each label of each item there is a best way, and those of different scores are
** different ways: HS_MOST_WAYS have at least the score that is found here.
*/
static int32_t least_score(const hs_ways *w, const hs_sequence *s) {
  int32_t most[HS_MOST_WAYS];
  for (uint32_t k = 0; k < HS_MOST_WAYS; k++) most[k] = NEVER;
  for (uint32_t i = 0; i < s->length; i++)
    for (uint32_t label = 0; label < s->model.labels; label++) {
      int32_t score = s->items[i].way[label] + w->rest[i][label];
      uint32_t at = 0;
      if (score <= most[HS_MOST_WAYS - 1]) continue;
      while (most[at] > score) at++;
      if (most[at] == score) continue;
      memmove(&most[at + 1], &most[at], (HS_MOST_WAYS - 1 - at) * sizeof *most);
      most[at] = score;
    }
  return most[HS_MOST_WAYS - 1] > most[0] - HOPELESS ? most[HS_MOST_WAYS - 1] : most[0] - HOPELESS;
}

/* The ways to an item, in the order of labels and, to one label, from the best one on. */
static uint32_t list_ways(const hs_ways *w, uint32_t item, uint32_t labels, hs_way *list) {
  uint32_t count = 0;
  for (uint32_t label = 0; label < labels; label++)
    for (uint32_t rank = 0; rank < w->count[item][label]; rank++)
      list[count++] = (hs_way){w->to[item][label][rank].score, (uint8_t)label, (uint8_t)rank};
  return count;
}

/*
** The best ways to a label of an item, out of the list of those to the item before, as far as they can become ways with a score of
** `least`; of equal ones the first stands first.
*/
static void extend_ways(hs_ways *w, const hs_sequence *s, uint32_t item, uint32_t to, int32_t least, const hs_way *list,
                        uint32_t listed) {
  uint32_t row = s->model.labels + 1, count = 0;
  const int8_t *steps = s->model.steps + to;
  hs_way *best = w->to[item][to];
  int32_t own = s->items[item].score[to];
  w->count[item][to] = 0;
  if (s->items[item].way[to] + w->rest[item][to] < least) return;
  least -= own + w->rest[item][to];
  for (uint32_t i = 0; i < listed; i++) {
    int32_t score = list[i].score + steps[list[i].label * row];
    if (score < least || (count == HS_MOST_WAYS && best[HS_MOST_WAYS - 1].score >= score)) continue;
    uint32_t at = count < HS_MOST_WAYS ? count++ : HS_MOST_WAYS - 1u;
    for (; at > 0 && best[at - 1].score < score; at--) best[at] = best[at - 1];
    best[at] = (hs_way){score, list[i].label, list[i].rank};
  }
  for (uint32_t i = 0; i < count; i++) best[i].score += own;
  w->count[item][to] = (uint8_t)count;
}

uint32_t hs_find_ways(hs_ways *w, const hs_sequence *s) {
  uint32_t labels = s->model.labels, found = 0, last = s->length - 1;
  uint8_t end[HS_MOST_WAYS][2];
  if (!s->length || labels > HS_LIST_LABELS) return 0;
  find_rests(w, s);
  int32_t least = least_score(w, s);
  for (uint32_t i = 0; i <= last; i++) {
    hs_way list[HS_LIST_LABELS * HS_MOST_WAYS] = {{.label = (uint8_t)labels}}; /* before the first item: the edge */
    uint32_t listed = i ? list_ways(w, i - 1, labels, list) : 1;
    for (uint32_t to = 0; to < labels; to++) extend_ways(w, s, i, to, least, list, listed);
  }
  for (uint32_t label = 0; label < labels; label++)
    for (uint32_t rank = 0; rank < w->count[last][label]; rank++) {
      int32_t score = w->to[last][label][rank].score + s->model.steps[label * (labels + 1) + labels];
      if (found == HS_MOST_WAYS && w->scores[found - 1] >= score) break;
      uint32_t at = found < HS_MOST_WAYS ? found++ : HS_MOST_WAYS - 1u;
      for (; at > 0 && w->scores[at - 1] < score; at--) {
        w->scores[at] = w->scores[at - 1];
        end[at][0] = end[at - 1][0];
        end[at][1] = end[at - 1][1];
      }
      w->scores[at] = score;
      end[at][0] = (uint8_t)label;
      end[at][1] = (uint8_t)rank;
    }
  for (uint32_t way = 0; way < found; way++) {
    uint8_t label = end[way][0], rank = end[way][1];
    for (uint32_t i = s->length; i-- > 0;) {
      w->labels[way][i] = label;
      uint8_t before = w->to[i][label][rank].label;
      rank = w->to[i][label][rank].rank;
      label = before;
    }
  }
  return found;
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
