/* crf.c: training of conditional random fields; see crf.h. */
#include "train/crf.h"
#include "tools/model_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A feature that does not take part: left out for good (UINT32_MAX), or dropped in this round. */
#define DROPPED 0x80000000u

static void *need(void *block) {
  if (block) return block;
  fprintf(stderr, "out of memory\n");
  exit(1);
}

static void *grow(void *items, size_t count, size_t *room, size_t size) {
  if (count < *room) return items;
  *room = *room ? *room * 2 : 1024;
  return need(realloc(items, *room * size));
}

/* ---- data --------------------------------------------------------------------------------------------------------------- */

void crf_add_item(crf_data *data, uint64_t labels, uint64_t right, const hs_features *features, uint32_t tag) {
  data->items = grow(data->items, data->item_count, &data->item_room, sizeof *data->items);
  data->items[data->item_count++] =
      (crf_item){.labels = labels, .right = right, .first = data->feature_count, .count = features->count, .tag = tag};
  for (uint32_t i = 0; i < features->count; i++) {
    data->features = grow(data->features, data->feature_count, &data->feature_room, sizeof *data->features);
    data->features[data->feature_count++] = hs_key_in_file(features->keys[i]);
  }
}

void crf_end_run(crf_data *data, float weight) {
  size_t first = data->run_count ? data->runs[data->run_count - 1].last : 0;
  if (first == data->item_count) return;
  data->runs = grow(data->runs, data->run_count, &data->run_room, sizeof *data->runs);
  data->runs[data->run_count++] = (crf_run){first, data->item_count, weight};
}

void crf_free_data(crf_data *data) {
  free(data->items);
  free(data->runs);
  free(data->features);
  *data = (crf_data){0};
}

/* ---- features ----------------------------------------------------------------------------------------------------------- */

static uint32_t find_feature(const crf_model *model, uint32_t key) {
  uint32_t slot = key & model->index_mask;
  while (model->index[slot] && model->keys[model->index[slot] - 1] != key) slot = (slot + 1) & model->index_mask;
  return model->index[slot] ? model->index[slot] - 1 : UINT32_MAX;
}

static void make_index(crf_model *model) {
  uint32_t room = 1024;
  while (room < 2 * model->features) room *= 2;
  free(model->index);
  model->index = need(calloc(room, sizeof *model->index));
  model->index_mask = room - 1;
  for (uint32_t i = 0; i < model->features; i++) {
    uint32_t slot = model->keys[i] & model->index_mask;
    while (model->index[slot]) slot = (slot + 1) & model->index_mask;
    model->index[slot] = i + 1;
  }
}

static int by_key(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

/* The features that are seen often enough become numbers, in order of key. */
static void number_features(crf_model *model, crf_data *data, uint32_t least_count) {
  uint32_t *sorted = need(malloc((data->feature_count + 1) * sizeof *sorted));
  memcpy(sorted, data->features, data->feature_count * sizeof *sorted);
  qsort(sorted, data->feature_count, sizeof *sorted, by_key);
  uint32_t kept = 0;
  for (size_t i = 0, end; i < data->feature_count; i = end) {
    for (end = i; end < data->feature_count && sorted[end] == sorted[i];) end++;
    if (end - i >= least_count) sorted[kept++] = sorted[i];
  }
  model->keys = need(realloc(sorted, (kept + (size_t)1) * sizeof *sorted));
  model->features = kept;
  make_index(model);
  for (size_t i = 0; i < data->feature_count; i++) data->features[i] = find_feature(model, data->features[i]);
}

/* ---- one run ------------------------------------------------------------------------------------------------------------- */

typedef struct column {
  uint32_t count;
  uint8_t label[HS_MOST_LABELS];
  bool right[HS_MOST_LABELS];
  float score[HS_MOST_LABELS];                                   /* exp of it, scaled so that the greatest is 1 */
  float forward[2][HS_MOST_LABELS], backward[2][HS_MOST_LABELS]; /* of all ways [0], and of the right ones [1] */
} column;

typedef struct trainer {
  const crf_options *options;
  crf_model *model;
  crf_data *data;
  float *squares; /* sums of squared gradients of the weights */
  uint32_t *seen; /* when a feature was last caught up with */
  float *step_squares;
  float *step_exp; /* exp of the steps */
  uint32_t time;
  column *columns;
  size_t column_room;
  uint32_t random;
} trainer;

static void fill_column(const trainer *t, const crf_item *item, column *c) {
  const crf_model *m = t->model;
  float score[HS_MOST_LABELS] = {0}, most = -1e30f;
  const uint32_t *features = t->data->features + item->first;
  for (uint32_t i = 0; i < item->count; i++) {
    if (features[i] & DROPPED) continue;
    const float *w = m->weights + (size_t)features[i] * m->labels;
    for (uint32_t l = 0; l < m->labels; l++) score[l] += w[l];
  }
  c->count = 0;
  uint64_t right = item->right & item->labels ? item->right : item->labels;
  for (uint32_t l = 0; l < m->labels; l++) {
    if (!(item->labels >> l & 1)) continue;
    c->label[c->count] = (uint8_t)l;
    c->right[c->count] = right >> l & 1;
    c->score[c->count++] = score[l];
    if (score[l] > most) most = score[l];
  }
  for (uint32_t i = 0; i < c->count; i++) c->score[i] = expf(c->score[i] - most);
}

static void normalise(float *values, uint32_t count) {
  float sum = 0;
  for (uint32_t i = 0; i < count; i++) sum += values[i];
  if (!(sum > 0)) sum = 1;
  for (uint32_t i = 0; i < count; i++) values[i] /= sum;
}

static void run_forward(const trainer *t, size_t length, int right) {
  uint32_t n = t->model->labels + 1;
  for (size_t i = 0; i < length; i++) {
    column *c = &t->columns[i], *p = c - 1;
    for (uint32_t j = 0; j < c->count; j++) {
      float sum = 0;
      if (i == 0) sum = t->step_exp[(n - 1) * n + c->label[j]];
      for (uint32_t k = 0; i && k < p->count; k++)
        sum += p->forward[right][k] * t->step_exp[p->label[k] * n + c->label[j]];
      c->forward[right][j] = right && !c->right[j] ? 0 : sum * c->score[j];
    }
    normalise(c->forward[right], c->count);
  }
}

static void run_backward(const trainer *t, size_t length, int right) {
  uint32_t n = t->model->labels + 1;
  for (size_t i = length; i-- > 0;) {
    column *c = &t->columns[i], *s = c + 1;
    for (uint32_t j = 0; j < c->count; j++) {
      float sum = 0;
      if (i + 1 == length) sum = t->step_exp[c->label[j] * n + n - 1];
      for (uint32_t k = 0; i + 1 < length && k < s->count; k++) {
        if (right && !s->right[k]) continue;
        sum += s->backward[right][k] * s->score[k] * t->step_exp[c->label[j] * n + s->label[k]];
      }
      c->backward[right][j] = sum;
    }
    normalise(c->backward[right], c->count);
  }
}

/* ---- steps of the gradient ------------------------------------------------------------------------------------------- */

static float shrink(float w, float by) {
  return w > by ? w - by : w < -by ? w + by : 0;
}

/* The L1 penalty of a feature's weights for the time since it was last seen. */
static void catch_up(trainer *t, uint32_t feature) {
  uint32_t labels = t->model->labels;
  float *w = t->model->weights + (size_t)feature * labels, *g = t->squares + (size_t)feature * labels;
  float by = t->options->rate * t->options->l1 * (float)(t->time - t->seen[feature]);
  if (by > 0)
    for (uint32_t l = 0; l < labels; l++) w[l] = shrink(w[l], by / sqrtf(g[l] + 1e-2f));
  t->seen[feature] = t->time;
}

static void move(float *w, float *square, float gradient, float rate) {
  *square += gradient * gradient;
  *w -= rate * gradient / sqrtf(*square + 1e-2f);
}

/* What the label at i of a column is off by: how likely it is, less how likely among the right ways. */
static void differences(const column *c, float *off) {
  float p[2][HS_MOST_LABELS];
  if (!c) return;
  for (int r = 0; r < 2; r++) {
    for (uint32_t j = 0; j < c->count; j++) p[r][j] = c->forward[r][j] * c->backward[r][j];
    normalise(p[r], c->count);
  }
  for (uint32_t j = 0; j < c->count; j++) off[j] = p[0][j] - p[1][j];
}

static void learn_item(trainer *t, const crf_item *item, const column *c, float weight) {
  float off[HS_MOST_LABELS], most = 0;
  if (c->count < 2) return;
  differences(c, off);
  for (uint32_t j = 0; j < c->count; j++) most = fmaxf(most, fabsf(off[j]));
  if (most < 1e-4f) return;
  const uint32_t *features = t->data->features + item->first;
  uint32_t labels = t->model->labels;
  for (uint32_t i = 0; i < item->count; i++) {
    if (features[i] & DROPPED) continue;
    catch_up(t, features[i]);
    float *w = t->model->weights + (size_t)features[i] * labels, *g = t->squares + (size_t)features[i] * labels;
    for (uint32_t j = 0; j < c->count; j++) move(&w[c->label[j]], &g[c->label[j]], weight * off[j], t->options->rate);
  }
}

static void learn_step(trainer *t, uint32_t from, uint32_t to, float gradient) {
  uint32_t at = from * (t->model->labels + 1) + to;
  if (fabsf(gradient) < 1e-5f) return;
  move(&t->model->steps[at], &t->step_squares[at], gradient, t->options->rate);
  t->step_exp[at] = expf(t->model->steps[at]);
}

/* The steps between two columns: how likely each pair is, in all ways less in the right ones. */
static void learn_steps(trainer *t, const column *p, const column *c, float weight) {
  static float pair[2][HS_MOST_LABELS][HS_MOST_LABELS];
  uint32_t n = t->model->labels + 1;
  if (p->count < 2 && c->count < 2) return;
  for (int r = 0; r < 2; r++) {
    float sum = 0;
    for (uint32_t k = 0; k < p->count; k++)
      for (uint32_t j = 0; j < c->count; j++) {
        float in = r && !c->right[j] ? 0 : c->score[j] * c->backward[r][j];
        sum += pair[r][k][j] = p->forward[r][k] * t->step_exp[p->label[k] * n + c->label[j]] * in;
      }
    for (uint32_t k = 0; k < p->count && sum > 0; k++)
      for (uint32_t j = 0; j < c->count; j++) pair[r][k][j] /= sum;
  }
  for (uint32_t k = 0; k < p->count; k++)
    for (uint32_t j = 0; j < c->count; j++)
      learn_step(t, p->label[k], c->label[j], weight * (pair[0][k][j] - pair[1][k][j]));
}

static void learn_edges(trainer *t, size_t length, float weight) {
  uint32_t edge = t->model->labels;
  const column *first = &t->columns[0], *last = &t->columns[length - 1];
  float off[HS_MOST_LABELS];
  differences(first, off);
  for (uint32_t j = 0; j < first->count; j++) learn_step(t, edge, first->label[j], weight * off[j]);
  differences(last, off);
  for (uint32_t j = 0; j < last->count; j++) learn_step(t, last->label[j], edge, weight * off[j]);
}

static uint32_t random_below(uint32_t *state, uint32_t limit) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return (uint32_t)((uint64_t)*state * limit >> 32);
}

/* Drops some features of a run at random (Hinton et al. 2012), or takes them back in. */
static void drop(trainer *t, const crf_run *run, bool back) {
  uint32_t limit = (uint32_t)(t->options->dropout * 65536);
  if (!limit) return;
  const crf_item *first = &t->data->items[run->first], *last = &t->data->items[run->last - 1];
  for (size_t i = first->first; i < last->first + last->count; i++) {
    uint32_t *feature = &t->data->features[i];
    if (*feature == UINT32_MAX) continue;
    if (back)
      *feature &= ~DROPPED;
    else if (random_below(&t->random, 65536) < limit)
      *feature |= DROPPED;
  }
}

static void learn_sequence(trainer *t, const crf_run *run, size_t length) {
  const crf_item *items = t->data->items + run->first;
  for (size_t i = 0; i < length; i++) fill_column(t, &items[i], &t->columns[i]);
  for (int right = 0; right < 2; right++) {
    run_forward(t, length, right);
    run_backward(t, length, right);
  }
  t->time++;
  for (size_t i = 1; i < length; i++) learn_steps(t, &t->columns[i - 1], &t->columns[i], run->weight);
  learn_edges(t, length, run->weight);
  for (size_t i = 0; i < length; i++) learn_item(t, &items[i], &t->columns[i], run->weight);
}

static float score_alone(const trainer *t, const crf_item *item) {
  float score = 0;
  const uint32_t *features = t->data->features + item->first;
  for (uint32_t i = 0; i < item->count; i++)
    if (!(features[i] & DROPPED)) score += t->model->weights[features[i]];
  return score;
}

static void learn_alone(trainer *t, const crf_item *item, float gradient) {
  const uint32_t *features = t->data->features + item->first;
  if (fabsf(gradient) < 1e-4f) return;
  for (uint32_t i = 0; i < item->count; i++) {
    if (features[i] & DROPPED) continue;
    catch_up(t, features[i]);
    move(&t->model->weights[features[i]], &t->squares[features[i]], gradient, t->options->rate);
  }
}

/* Alternatives: how likely each is, less how likely among the right ones. */
static void learn_choice(trainer *t, const crf_run *run, size_t length) {
  const crf_item *items = t->data->items + run->first;
  float most = -1e30f, all = 0, right = 0;
  for (size_t i = 0; i < length; i++) {
    t->columns[i].score[0] = score_alone(t, &items[i]);
    most = fmaxf(most, t->columns[i].score[0]);
  }
  for (size_t i = 0; i < length; i++) {
    float way = t->columns[i].score[0] = expf(t->columns[i].score[0] - most);
    all += way;
    right += items[i].right ? way : 0;
  }
  t->time++;
  if (!(right > 0)) return;
  for (size_t i = 0; i < length; i++) {
    float way = t->columns[i].score[0];
    learn_alone(t, &items[i], run->weight * (way / all - (items[i].right ? way / right : 0)));
  }
}

static void learn_yes_no(trainer *t, const crf_run *run) {
  const crf_item *item = t->data->items + run->first;
  float chance = 1 / (1 + expf(-score_alone(t, item)));
  t->time++;
  learn_alone(t, item, run->weight * (chance - (item->right ? 1.0f : 0.0f)));
}

static void learn_run(trainer *t, const crf_run *run) {
  size_t length = run->last - run->first;
  if (!length) return;
  if (length > t->column_room) {
    t->column_room = 2 * length;
    free(t->columns);
    t->columns = need(malloc(t->column_room * sizeof *t->columns));
  }
  drop(t, run, false);
  switch (t->options->kind) {
  case CRF_SEQUENCE: learn_sequence(t, run, length); break;
  case CRF_CHOICE: learn_choice(t, run, length); break;
  case CRF_YES_NO: learn_yes_no(t, run); break;
  }
  drop(t, run, true);
}

/* The greatest weight of a feature, either way. */
static float most_of(const crf_model *m, uint32_t feature) {
  float most = 0;
  for (uint32_t l = 0; l < m->labels; l++) most = fmaxf(most, fabsf(m->weights[(size_t)feature * m->labels + l]));
  return most;
}

/* Leaves out the features that speak for nothing; the others have the rest of the epochs to make up for them. */
static void prune(trainer *t) {
  crf_model *m = t->model;
  float least = t->options->least_weight;
  for (size_t i = 0; i < t->data->feature_count; i++) {
    uint32_t *feature = &t->data->features[i];
    if (*feature != UINT32_MAX && most_of(m, *feature) < least) *feature = UINT32_MAX;
  }
  uint32_t kept = 0;
  for (uint32_t f = 0; f < m->features; f++) {
    bool keep = most_of(m, f) >= least;
    kept += keep;
    for (uint32_t l = 0; l < m->labels && !keep; l++) m->weights[(size_t)f * m->labels + l] = 0;
  }
  if (t->options->verbose) fprintf(stderr, "%u features kept\n", kept);
}

/* Adds what the weights are to their sum; in the end the model is the mean of its last epochs. */
static void add_to(float *sum, const float *values, size_t count) {
  for (size_t i = 0; i < count; i++) sum[i] += values[i];
}

static void set_mean(float *values, const float *sum, size_t count, uint32_t of) {
  for (size_t i = 0; i < count; i++) values[i] = sum[i] / (float)of;
}

/* ---- all of it --------------------------------------------------------------------------------------------------------- */

crf_model *crf_train(crf_data *data, const crf_options *options, crf_watcher *watch, void *watch_data) {
  crf_model *m = need(calloc(1, sizeof *m));
  m->labels = options->labels;
  number_features(m, data, options->least_count);
  size_t weights = (size_t)m->features * m->labels, steps = (size_t)(m->labels + 1) * (m->labels + 1);
  m->weights = need(calloc(weights + 1, sizeof *m->weights));
  m->steps = need(calloc(steps, sizeof *m->steps));
  trainer t = {.options = options, .model = m, .data = data, .random = 88675123u};
  t.squares = need(calloc(weights + 1, sizeof *t.squares));
  t.seen = need(calloc(m->features + (size_t)1, sizeof *t.seen));
  t.step_squares = need(calloc(steps, sizeof *t.step_squares));
  t.step_exp = need(malloc(steps * sizeof *t.step_exp));
  for (size_t i = 0; i < steps; i++) t.step_exp[i] = 1;
  float *weight_sum = need(calloc(weights + 1, sizeof *weight_sum)), *step_sum = need(calloc(steps, sizeof *step_sum));
  uint32_t summed = 0;
  uint32_t *order = need(malloc((data->run_count + 1) * sizeof *order)), state = 2463534242u;
  for (uint32_t i = 0; i < data->run_count; i++) order[i] = i;
  if (options->verbose)
    fprintf(stderr, "%zu runs, %zu items, %u features\n", data->run_count, data->item_count, m->features);
  for (uint32_t epoch = 1; epoch <= options->epochs; epoch++) {
    for (uint32_t i = (uint32_t)data->run_count; i > 1; i--) {
      uint32_t j = random_below(&state, i), keep = order[i - 1];
      order[i - 1] = order[j];
      order[j] = keep;
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript): `order` has all runs */
    for (uint32_t i = 0; i < data->run_count; i++) learn_run(&t, &data->runs[order[i]]);
    for (uint32_t f = 0; f < m->features; f++) catch_up(&t, f);
    if (epoch == options->epochs / 2 && options->least_weight > 0) prune(&t);
    if (2 * epoch > options->epochs) {
      add_to(weight_sum, m->weights, weights);
      add_to(step_sum, m->steps, steps);
      summed++;
    }
    if (watch && epoch < options->epochs) watch(watch_data, m, epoch);
  }
  if (summed) {
    set_mean(m->weights, weight_sum, weights, summed);
    set_mean(m->steps, step_sum, steps, summed);
  }
  for (size_t i = 0; i < weights; i++) m->weights[i] *= 1 - options->dropout;
  if (watch) watch(watch_data, m, options->epochs);
  free(weight_sum);
  free(step_sum);
  free(order);
  free(t.squares);
  free(t.seen);
  free(t.step_squares);
  free(t.step_exp);
  free(t.columns);
  return m;
}

void crf_free_model(crf_model *model) {
  free(model->keys);
  free(model->weights);
  free(model->steps);
  free(model->index);
  free(model);
}

/* ---- using a model ------------------------------------------------------------------------------------------------------ */

static void add_scores(const crf_model *model, const uint32_t *keys, uint32_t count, float *scores) {
  for (uint32_t i = 0; i < count; i++) {
    uint32_t feature = find_feature(model, keys[i]);
    if (feature == UINT32_MAX) continue;
    const float *w = model->weights + (size_t)feature * model->labels;
    for (uint32_t l = 0; l < model->labels; l++) scores[l] += w[l];
  }
}

void crf_add_scores(const crf_model *model, const hs_features *features, float *scores) {
  uint32_t keys[HS_MOST_FEATURES];
  for (uint32_t i = 0; i < features->count; i++) keys[i] = hs_key_in_file(features->keys[i]);
  add_scores(model, keys, features->count, scores);
}

void crf_label(const crf_model *model, const crf_data *data, const crf_run *run, uint8_t *labels) {
  size_t length = run->last - run->first;
  uint32_t n = model->labels + 1;
  float(*best)[HS_MOST_LABELS] = need(calloc(length, sizeof *best));
  uint8_t(*before)[HS_MOST_LABELS] = need(calloc(length, sizeof *before));
  for (size_t i = 0; i < length; i++) {
    const crf_item *item = &data->items[run->first + i];
    float scores[HS_MOST_LABELS] = {0};
    add_scores(model, data->features + item->first, item->count, scores);
    for (uint32_t j = 0; j < model->labels; j++) {
      best[i][j] = -1e30f;
      before[i][j] = 0;
      if (!(item->labels >> j & 1)) continue;
      if (i == 0) best[i][j] = scores[j] + model->steps[(n - 1) * n + j];
      for (uint32_t k = 0; i && k < model->labels; k++) {
        float way = best[i - 1][k] + model->steps[k * n + j] + scores[j];
        if (way <= best[i][j]) continue;
        best[i][j] = way;
        before[i][j] = (uint8_t)k;
      }
    }
  }
  uint8_t label = 0;
  float most = -2e30f;
  for (uint32_t j = 0; j < model->labels; j++) {
    float way = best[length - 1][j] + model->steps[j * n + n - 1];
    if (way > most) {
      most = way;
      label = (uint8_t)j;
    }
  }
  for (size_t i = length; i-- > 0;) {
    labels[i] = label;
    label = before[i][label];
  }
  free(best);
  free(before);
}

/* ---- writing ------------------------------------------------------------------------------------------------------------ */

typedef struct writer {
  FILE *out;
  uint32_t crc;
} writer;

static void put(writer *w, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; i++) {
    uint8_t byte = (uint8_t)(value >> (8 * i));
    putc(byte, w->out);
    w->crc ^= byte;
    for (int bit = 0; bit < 8; bit++) w->crc = w->crc >> 1 ^ (w->crc & 1 ? 0xEDB88320u : 0);
  }
}

/* A weight in whole units, cut to a signed byte. */
static int quantise(float weight) {
  float units = roundf(weight * HS_WEIGHT_UNIT);
  return units > 127 ? 127 : units < -127 ? -127 : (int)units;
}

static uint32_t weights_of(const crf_model *model, uint32_t feature) {
  uint32_t count = 0;
  for (uint32_t l = 0; l < model->labels; l++)
    count += quantise(model->weights[(size_t)feature * model->labels + l]) != 0;
  return count;
}

hs_model *crf_make_table(const crf_model *model) {
  hs_model *table = need(calloc(1, sizeof *table));
  uint32_t features = 0, weights = 0, n = model->labels + 1, wide;
  for (uint32_t f = 0; f < model->features; f++) {
    features += weights_of(model, f) > 0;
    weights += weights_of(model, f);
  }
  hs_weighted_feature *list = need(calloc(features + (size_t)1, sizeof *list));
  hs_weight *values = need(calloc(weights + (size_t)1, sizeof *values));
  int8_t *steps = need(calloc((size_t)n * n, sizeof *steps));
  for (uint32_t i = 0; i < n * n; i++) steps[i] = (int8_t)quantise(model->steps[i]);
  features = weights = 0;
  for (uint32_t f = 0; f < model->features; f++) {
    if (!weights_of(model, f)) continue;
    list[features++] = (hs_weighted_feature){hs_key_from_file(model->keys[f]), weights, weights_of(model, f)};
    for (uint32_t l = 0; l < model->labels; l++) {
      int value = quantise(model->weights[(size_t)f * model->labels + l]);
      if (value) values[weights++] = (hs_weight){(uint8_t)l, (int8_t)value};
    }
  }
  *table = hs_make_table(list, features, values, model->labels, &wide);
  table->steps = steps;
  if (!table->pilots) need(NULL);
  free(list);
  free(values);
  return table;
}

void crf_free_table(hs_model *table) {
  hs_free_table(table);
  free((void *)(uintptr_t)table->steps);
  free(table);
}

bool crf_write(const crf_model *model, const char *path) {
  writer w = {.out = fopen(path, "wb"), .crc = UINT32_MAX};
  if (!w.out) {
    perror(path);
    return false;
  }
  uint32_t features = 0, weights = 0;
  for (uint32_t f = 0; f < model->features; f++) {
    uint32_t count = weights_of(model, f);
    features += count > 0;
    weights += count;
  }
  for (const char *c = "hearsay weights\n"; *c; c++) put(&w, (uint8_t)*c, 1);
  put(&w, HS_WEIGHTS_VERSION, 4);
  put(&w, model->labels, 4);
  put(&w, features, 4);
  put(&w, weights, 4);
  for (uint32_t i = 0; i < (model->labels + 1) * (model->labels + 1); i++)
    put(&w, (uint32_t)quantise(model->steps[i]), 1);
  for (uint32_t f = 0; f < model->features; f++) {
    if (!weights_of(model, f)) continue;
    put(&w, model->keys[f], 4);
    put(&w, weights_of(model, f), 1);
    for (uint32_t l = 0; l < model->labels; l++) {
      int value = quantise(model->weights[(size_t)f * model->labels + l]);
      if (!value) continue;
      put(&w, l, 1);
      put(&w, (uint32_t)value, 1);
    }
  }
  put(&w, ~w.crc, 4);
  bool failed = ferror(w.out) != 0;
  if (fclose(w.out) || failed) {
    perror(path);
    return false;
  }
  fprintf(stderr, "%s: %u features, %u weights\n", path, features, weights);
  return true;
}
