/*
** test_sequence.c: scores, decoding and chances of small models made by hand or at random, beside what all ways of
** labelling them one by one give.
*/
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/sequence.h"
/* NOLINTNEXTLINE(bugprone-suspicious-include) */
#include "tools/model_table.c" /* a part of the tools, which no library has */

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- a model made by hand ---------------------------------------------------------------------------------------- */

enum { LABELS = 3 };

static const hs_weighted_feature features_by_hand[] = {{5, 0, 2}, {13, 2, 1}, {7, 3, 3}, {15, 6, 1}};
static const hs_weight weights[] = {{0, 10}, {2, -20}, {1, 127}, {0, 1}, {1, 2}, {2, 3}, {2, -127}};
static const int8_t steps[(LABELS + 1) * (LABELS + 1)] = {
    0,   -10, 5,  0, /* from label 0 */
    2,   0,   -7, 3, /* from label 1 */
    -30, 8,   1,  0, /* from label 2 */
    4,   0,   0,  0, /* from the edge */
};

/* Three labels and four features. To be freed with hs_free_table. */
static hs_model hand_made(void) {
  uint32_t wide;
  hs_model model = hs_make_table(features_by_hand, (uint32_t)COUNT(features_by_hand), weights, LABELS, &wide);
  model.steps = steps;
  assert_non_null(model.pilots);
  assert_int_equal(wide, 0);
  return model;
}

static void test_scores(void **state) {
  static const struct {
    uint32_t keys[4], count;
    int32_t scores[LABELS];
  } examples[] = {
      {{0}, 0, {0, 0, 0}},
      {{5}, 1, {10, 0, -20}},
      {{13}, 1, {0, 127, 0}},
      {{15}, 1, {0, 0, -127}},
      {{5, 7, 13, 15}, 4, {11, 129, -144}},
      {{7, 7}, 2, {2, 4, 6}},         /* a feature twice counts twice */
      {{21, 23, 6, 0}, 4, {0, 0, 0}}, /* keys that are not there */
      {{21, 5, 0xFFFFFFFF}, 3, {10, 0, -20}},
  };
  hs_model model = hand_made();
  (void)state;
  for (size_t i = 0; i < COUNT(examples); i++) {
    hs_features features = {.count = 0};
    int32_t scores[LABELS] = {0};
    for (uint32_t k = 0; k < examples[i].count; k++) hs_add_feature(&features, examples[i].keys[k]);
    hs_add_scores(&model, &features, scores);
    for (uint32_t l = 0; l < LABELS; l++) assert_int_equal(scores[l], examples[i].scores[l]);
  }
  hs_free_table(&model);
}

static uint32_t random_state;

static uint32_t random_below(uint32_t limit) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 17;
  random_state ^= random_state << 5;
  return (uint32_t)((uint64_t)random_state * limit >> 32);
}

/* Models of every size of row: each feature has its own weights, alone and in sums; other keys have none. */
static void test_models_of_any_size(void **state) {
  enum { FEATURES = 3000 };
  static hs_weighted_feature list[FEATURES];
  static hs_weight all[FEATURES * HS_MOST_LABELS];
  static const uint32_t sizes[] = {1, 2, 3, 4, 5, 6, 8, 9, 12, 13, 62, HS_MOST_LABELS};
  (void)state;
  random_state = 5;
  for (size_t s = 0; s < COUNT(sizes); s++) {
    uint32_t labels = sizes[s], used = 0, wide, more = 0;
    for (uint32_t i = 0; i < FEATURES; i++) {
      list[i] = (hs_weighted_feature){.key = i % 2 ? i << 20 : random_below(UINT32_MAX) | 1, .first = used};
      uint32_t every = 1 + random_below(labels); /* few or many labels have a weight */
      for (uint32_t l = 0; l < labels; l++)
        if (l % every == 0) all[used++] = (hs_weight){(uint8_t)l, (int8_t)(random_below(255) - 127)};
      list[i].count = used - list[i].first;
      more += list[i].count > HS_ROW_PAIRS;
    }
    hs_model model = hs_make_table(list, FEATURES, all, labels, &wide);
    assert_non_null(model.pilots);
    assert_int_equal(wide, labels > 12 ? more : 0);
    for (uint32_t round = 0; round < FEATURES; round++) {
      hs_features features = {.count = 0};
      int32_t scores[HS_MOST_LABELS] = {0}, right[HS_MOST_LABELS] = {0};
      for (uint32_t i = 0; i < round % HS_MOST_FEATURES; i++) {
        const hs_weighted_feature *f = &list[(round + 7 * i) % FEATURES];
        hs_add_feature(&features, i % 3 == 2 ? 2 + 4 * random_below(1 << 16) : f->key);
        for (uint32_t k = 0; i % 3 != 2 && k < f->count; k++) right[all[f->first + k].label] += all[f->first + k].value;
      }
      (round % 2 ? hs_add_scores : hs_add_scores_anywhere)(&model, &features, scores);
      for (uint32_t l = 0; l < HS_MOST_LABELS; l++) assert_int_equal(scores[l], right[l]);
    }
    hs_free_table(&model);
  }
}

/* Keys that are alike in most of their bits, and a model that has no feature. */
static void test_keys_alike(void **state) {
  static const hs_weight one = {0, 1};
  hs_weighted_feature list[4096];
  (void)state;
  for (uint32_t shift = 0; shift <= 20; shift += 5) {
    uint32_t wide;
    for (uint32_t i = 0; i < COUNT(list); i++) list[i] = (hs_weighted_feature){i << shift, 0, 1};
    hs_model model = hs_make_table(list, (uint32_t)COUNT(list), &one, 1, &wide);
    for (uint32_t i = 0; i < COUNT(list); i++) {
      hs_features features = {.count = 1, .keys = {list[i].key}};
      int32_t score = 0;
      hs_add_scores(&model, &features, &score);
      assert_int_equal(score, 1);
    }
    hs_free_table(&model);
    model = hs_make_table(list, 0, &one, 1, &wide);
    hs_features features = {.count = 2, .keys = {0, 7}};
    int32_t score = 0;
    hs_add_scores(&model, &features, &score);
    assert_int_equal(score, 0);
    hs_free_table(&model);
  }
}

static void test_scores_are_added(void **state) {
  hs_model model = hand_made();
  hs_features features = {.count = 1, .keys = {5}};
  int32_t scores[LABELS] = {100, 200, 300};
  (void)state;
  hs_add_scores(&model, &features, scores);
  assert_int_equal(scores[0], 110);
  assert_int_equal(scores[1], 200);
  assert_int_equal(scores[2], 280);
  hs_free_table(&model);
}

/* The list is never full: a count is a byte, and begins again before it would lead outside of the keys. */
static void test_features_stay_inside(void **state) {
  hs_features features = {.count = 0};
  int32_t scores[LABELS] = {0};
  hs_model model = hand_made();
  (void)state;
  for (uint32_t i = 0; i < HS_MOST_FEATURES - 1; i++) hs_add_feature(&features, 13);
  hs_add_scores(&model, &features, scores);
  assert_int_equal(scores[1], 127 * (HS_MOST_FEATURES - 1));
  for (uint32_t i = 0; i < 11; i++) hs_add_feature(&features, 5);
  assert_int_equal(features.count, 10);
  assert_int_equal(features.keys[9], 5);
  assert_int_equal(features.keys[10], 13);
  hs_free_table(&model);
}

/* ---- choices ----------------------------------------------------------------------------------------------------- */

static void test_choices(void **state) {
  static const int32_t scores[] = {5, -1, 0, 7};
  hs_item item;
  (void)state;
  hs_set_choices(&item, 0, scores);
  assert_int_equal(item.count, 0);
  hs_set_choices(&item, 8 | 2 | 1, scores);
  assert_int_equal(item.count, 3);
  assert_int_equal(item.label[0], 0);
  assert_int_equal(item.label[1], 1);
  assert_int_equal(item.label[2], 3);
  assert_int_equal(item.score[2], 7);
}

static int32_t random_score(int32_t most) {
  return (int32_t)random_below(2 * (uint32_t)most + 1) - most;
}

/* How many labels of the set are better than this one. */
static uint32_t better(uint64_t set, const int32_t *scores, uint32_t label) {
  uint32_t count = 0;
  for (uint32_t l = 0; l < HS_MOST_LABELS; l++) count += (set >> l & 1) && scores[l] > scores[label];
  return count;
}

/* Of more labels than there is room for, the best stay: in order of label, each with its own score. */
static void test_more_labels_than_choices(void **state) {
  (void)state;
  random_state = 11;
  for (unsigned round = 0; round < 2000; round++) {
    int32_t scores[HS_MOST_LABELS], most = round % 2 ? 5 : 100000; /* with and without many ties */
    uint64_t set = (uint64_t)random_below(UINT32_MAX) << 32 | random_below(UINT32_MAX);
    uint32_t labels = 0;
    hs_item item;
    set &= (UINT64_C(1) << HS_MOST_LABELS) - 1;
    for (uint32_t l = 0; l < HS_MOST_LABELS; l++) {
      scores[l] = random_score(most);
      labels += (uint32_t)(set >> l & 1);
    }
    hs_set_choices(&item, set, scores);
    assert_int_equal(item.count, labels < HS_MOST_CHOICES ? labels : HS_MOST_CHOICES);
    for (uint32_t i = 0; i < item.count; i++) {
      assert_true(set >> item.label[i] & 1);
      assert_true(i == 0 || item.label[i - 1] < item.label[i]);
      assert_int_equal(item.score[i], scores[item.label[i]]);
      assert_true(better(set, scores, item.label[i]) < HS_MOST_CHOICES);
    }
  }
}

/* Items have the scores that their features have by themselves, and those given besides. */
static void test_items(void **state) {
  static hs_sequence sequence;
  static const uint32_t keys[][2] = {{5, 13}, {7, 99}, {13, 5}, {99, 98}};
  static const int16_t given[LABELS] = {3, 0, -7};
  static const uint64_t sets[] = {0, 6, 2, 5, 7};
  hs_model model = hand_made();
  (void)state;
  hs_begin_sequence(&sequence, model);
  for (uint32_t i = 0; i < 20; i++) {
    hs_features *features = hs_next_features(&sequence);
    assert_int_equal(features->count, 0);
    for (uint32_t k = 0; k < i % 3; k++) hs_add_feature(features, keys[i % 4][k]);
    hs_add_item(&sequence, sets[i % COUNT(sets)], i % 2 ? given : NULL);
  }
  hs_finish_items(&sequence);
  assert_int_equal(sequence.length, 20);
  for (uint32_t i = 0; i < 20; i++) {
    hs_item alone = {0};
    hs_features features = {.count = 0};
    int32_t scores[LABELS] = {0};
    uint64_t set = sets[i % COUNT(sets)];
    for (uint32_t k = 0; k < i % 3; k++) hs_add_feature(&features, keys[i % 4][k]);
    for (uint32_t l = 0; l < LABELS; l++) scores[l] = i % 2 ? given[l] : 0;
    hs_add_scores(&model, &features, scores);
    if (set == 2)
      hs_set_choice(&alone, set);
    else
      hs_set_choices(&alone, set ? set : 7, scores);
    assert_int_equal(sequence.items[i].count, alone.count);
    for (uint32_t c = 0; c < alone.count; c++) {
      assert_int_equal(sequence.items[i].label[c], alone.label[c]);
      assert_int_equal(sequence.items[i].score[c], alone.score[c]);
    }
  }
  hs_free_table(&model);
}

/* ---- random models, and all ways through them -------------------------------------------------------------------- */

enum { MOST_LENGTH = 6 };

static int8_t random_steps[(HS_MOST_LABELS + 1) * (HS_MOST_LABELS + 1)];

/* Of random steps; no features: the items' scores are set by hand. */
static hs_model random_model(uint32_t labels) {
  for (uint32_t i = 0; i < (labels + 1) * (labels + 1); i++) random_steps[i] = (int8_t)random_score(127);
  return (hs_model){.steps = random_steps, .labels = labels};
}

static int32_t step_of(const hs_model *model, uint32_t from, uint32_t to) {
  return model->steps[from * (model->labels + 1) + to];
}

/* The next item has these choices with random scores. */
static void add_random_item(hs_sequence *s, uint64_t set, int32_t most) {
  int32_t scores[HS_MOST_LABELS];
  for (uint32_t l = 0; l < s->model.labels; l++) scores[l] = random_score(most);
  hs_set_choices(&s->items[s->length++], set, scores);
}

static uint64_t all_labels(uint32_t labels) {
  return (UINT64_C(1) << labels) - 1;
}

static uint64_t some_labels(uint32_t labels) {
  return random_below((uint32_t)all_labels(labels)) + 1;
}

/* The score of one way through the items. way: choices. */
static int32_t score_of_way(const hs_sequence *s, uint32_t length, const uint8_t *way, uint8_t edge, bool ends) {
  int32_t sum = 0;
  uint32_t from = edge;
  for (uint32_t i = 0; i < length; i++) {
    uint32_t to = s->items[i].label[way[i]];
    sum += step_of(&s->model, from, to) + s->items[i].score[way[i]];
    from = to;
  }
  return ends ? sum + step_of(&s->model, from, s->model.labels) : sum;
}

/* Counts through all ways: false after the last. */
static bool next_way(const hs_sequence *s, uint32_t length, uint8_t *way) {
  for (uint32_t i = 0; i < length; i++) {
    if (++way[i] < s->items[i].count) return true;
    way[i] = 0;
  }
  return false;
}

static int32_t score_of_best_way(const hs_sequence *s, uint32_t length, uint8_t edge, bool ends) {
  uint8_t way[MOST_LENGTH] = {0};
  int32_t best = INT32_MIN;
  do {
    int32_t score = score_of_way(s, length, way, edge, ends);
    if (score > best) best = score;
  } while (next_way(s, length, way));
  return best;
}

/* The way that has these labels. */
static void way_of_labels(const hs_sequence *s, uint32_t length, const uint8_t *labels, uint8_t *way) {
  for (uint32_t i = 0; i < length; i++) {
    uint8_t choice = 0;
    while (choice < s->items[i].count && s->items[i].label[choice] != labels[i]) choice++;
    assert_true(choice < s->items[i].count);
    way[i] = choice;
  }
}

/* ---- decoding ---------------------------------------------------------------------------------------------------- */

static hs_sequence sequence;

static void test_a_sentence_by_hand(void **state) {
  hs_model model = hand_made();
  static const int32_t scores[] = {0, 0, 0};
  (void)state;
  hs_begin_sequence(&sequence, model);
  assert_int_equal(sequence.edge, LABELS);
  for (int i = 0; i < 3; i++) hs_set_choices(&sequence.items[sequence.length++], 7, scores);
  hs_decode(&sequence, true); /* 4 into 0, 5 into 2, 8 into 1, 3 out */
  assert_int_equal(sequence.labels[0], 0);
  assert_int_equal(sequence.labels[1], 2);
  assert_int_equal(sequence.labels[2], 1);
  assert_int_equal(sequence.length, 0);
  assert_int_equal(sequence.edge, 1);
  hs_free_table(&model);
}

static void test_nothing_to_decode(void **state) {
  (void)state;
  hs_model model = hand_made();
  hs_begin_sequence(&sequence, model);
  hs_decode(&sequence, true);
  assert_int_equal(sequence.length, 0);
  assert_int_equal(sequence.edge, LABELS);
  hs_free_table(&model);
}

static void test_the_best_way(void **state) {
  (void)state;
  random_state = 22;
  for (unsigned round = 0; round < 3000; round++) {
    uint32_t labels = 1 + random_below(6), length = 1 + round % MOST_LENGTH;
    bool ends = random_below(2);
    uint8_t way[MOST_LENGTH];
    hs_begin_sequence(&sequence, random_model(labels));
    for (uint32_t i = 0; i < length; i++)
      add_random_item(&sequence, round % 2 ? some_labels(labels) : all_labels(labels), round % 3 ? 200 : 3);
    if (random_below(2)) sequence.edge = (uint8_t)random_below(labels); /* goes on from a window before */
    uint8_t edge = sequence.edge;
    int32_t best = score_of_best_way(&sequence, length, edge, ends);
    hs_decode(&sequence, ends);
    way_of_labels(&sequence, length, sequence.labels, way);
    assert_int_equal(score_of_way(&sequence, length, way, edge, ends), best);
    assert_int_equal(sequence.edge, sequence.labels[length - 1]);
    assert_int_equal(sequence.length, 0);
  }
}

/* With more labels than choices: the best way of those that are left. */
static void test_the_best_way_of_many_labels(void **state) {
  (void)state;
  random_state = 33;
  for (unsigned round = 0; round < 200; round++) {
    uint8_t way[MOST_LENGTH];
    uint32_t length = 1 + round % 3;
    hs_begin_sequence(&sequence, random_model(HS_MOST_LABELS));
    for (uint32_t i = 0; i < length; i++) add_random_item(&sequence, all_labels(HS_MOST_LABELS), 500);
    int32_t best = score_of_best_way(&sequence, length, HS_MOST_LABELS, true);
    hs_decode(&sequence, true);
    way_of_labels(&sequence, length, sequence.labels, way);
    assert_int_equal(score_of_way(&sequence, length, way, HS_MOST_LABELS, true), best);
  }
}

/*
** A sentence longer than a window. Label 0 and 1 take turns by the steps alone, and only the first item says who begins:
** what follows is right only where the edge is handed on.
*/
static void test_windows_of_one_sentence(void **state) {
  static const int8_t turns[3 * 3] = {-50, 50, 0, 50, -50, 0, 0, 0, 0};
  static const int32_t one[] = {0, 90}, any[] = {0, 0};
  enum { ITEMS = 3 * HS_WINDOW + 17 };
  uint32_t decoded = 0;
  (void)state;
  hs_begin_sequence(&sequence, (hs_model){.steps = turns, .labels = 2});
  for (uint32_t i = 0; i < ITEMS; i++) {
    hs_set_choices(&sequence.items[sequence.length++], 3, i ? any : one);
    if (sequence.length < HS_WINDOW && i + 1 < ITEMS) continue;
    uint32_t length = sequence.length;
    hs_decode(&sequence, i + 1 == ITEMS);
    for (uint32_t k = 0; k < length; k++, decoded++) assert_int_equal(sequence.labels[k], (decoded + 1) % 2);
  }
  assert_int_equal(decoded, ITEMS);
  assert_int_equal(sequence.edge, ITEMS % 2);
}

/* The same sentence in pieces of any length: each piece is the best way from the label before it. */
static void test_pieces(void **state) {
  (void)state;
  random_state = 44;
  for (unsigned round = 0; round < 300; round++) {
    hs_begin_sequence(&sequence, random_model(4));
    for (unsigned piece = 0; piece < 4; piece++) {
      uint8_t way[MOST_LENGTH], edge = sequence.edge;
      uint32_t length = 1 + random_below(MOST_LENGTH);
      for (uint32_t i = 0; i < length; i++) add_random_item(&sequence, all_labels(4), 60);
      int32_t best = score_of_best_way(&sequence, length, edge, piece == 3);
      hs_decode(&sequence, piece == 3);
      way_of_labels(&sequence, length, sequence.labels, way);
      assert_int_equal(score_of_way(&sequence, length, way, edge, piece == 3), best);
    }
  }
}

/* Scores that add up to millions over a window are no trouble. */
static void test_great_scores(void **state) {
  static const int32_t scores[] = {-127 * HS_MOST_FEATURES, -126 * HS_MOST_FEATURES};
  static const int8_t even[3 * 3] = {0};
  (void)state;
  hs_begin_sequence(&sequence, (hs_model){.steps = even, .labels = 2});
  for (uint32_t i = 0; i < HS_WINDOW; i++) hs_set_choices(&sequence.items[sequence.length++], 3, scores);
  hs_decode(&sequence, true);
  for (uint32_t i = 0; i < HS_WINDOW; i++) assert_int_equal(sequence.labels[i], 1);
}

/* ---- chances ----------------------------------------------------------------------------------------------------- */

static hs_chances chances;

/*
** The share of all ways that have these labels from first to last - 1 and another than `but` behind them: sums of exp,
** in double.
*/
static double share_of_ways(const hs_sequence *s, const uint8_t *labels, uint32_t first, uint32_t last, uint32_t but,
                            bool ends) {
  uint8_t way[MOST_LENGTH] = {0};
  double all = 0, these = 0;
  do {
    double weight = exp((double)score_of_way(s, s->length, way, s->edge, ends) / HS_WEIGHT_UNIT);
    bool fits = last == s->length || s->items[last].label[way[last]] != but;
    for (uint32_t i = first; i < last; i++) fits &= s->items[i].label[way[i]] == labels[i];
    all += weight;
    if (fits) these += weight;
  } while (next_way(s, s->length, way));
  return these / all;
}

/* Every stretch of the sequence, with every label that may not follow. */
static void check_chances(const uint8_t *labels, bool ends) {
  uint32_t count = sequence.model.labels;
  for (uint32_t first = 0; first < sequence.length; first++)
    for (uint32_t last = first + 1; last <= sequence.length; last++)
      for (uint32_t but = 0; but <= count; but++) {
        uint32_t label = but < count ? but : UINT32_MAX; /* none */
        float chance = hs_chance(&chances, labels, first, last, label);
        assert_true(chance >= 0 && chance <= 1);
        assert_true(fabs(chance - share_of_ways(&sequence, labels, first, last, label, ends)) < 1e-4);
      }
}

static void test_chances(void **state) {
  (void)state;
  random_state = 55;
  for (unsigned round = 0; round < 600; round++) {
    uint32_t labels = 1 + random_below(4), length = 1 + round % 5;
    bool ends = random_below(2);
    uint8_t best[MOST_LENGTH], any[MOST_LENGTH];
    hs_begin_sequence(&sequence, random_model(labels));
    for (uint32_t i = 0; i < length; i++) add_random_item(&sequence, all_labels(labels), round % 2 ? 40 : 2000);
    if (random_below(2)) sequence.edge = (uint8_t)random_below(labels);
    uint8_t edge = sequence.edge;
    hs_begin_chances(&chances, &sequence.model);
    hs_weigh(&chances, &sequence, ends);
    hs_decode(&sequence, ends);
    memcpy(best, sequence.labels, length);
    for (uint32_t i = 0; i < length; i++) any[i] = (uint8_t)random_below(labels);
    sequence.length = length; /* as it was before hs_decode, for the sums */
    sequence.edge = edge;
    check_chances(best, ends);
    check_chances(any, ends);
  }
}

/* As many labels as there may be. */
static void test_chances_of_most_labels(void **state) {
  (void)state;
  random_state = 66;
  for (unsigned round = 0; round < 20; round++) {
    uint8_t any[3];
    hs_begin_sequence(&sequence, random_model(HS_MOST_CHOICES));
    for (uint32_t i = 0; i < 3; i++) {
      add_random_item(&sequence, all_labels(HS_MOST_CHOICES), 100);
      any[i] = (uint8_t)random_below(HS_MOST_CHOICES);
    }
    hs_begin_chances(&chances, &sequence.model);
    hs_weigh(&chances, &sequence, true);
    check_chances(any, true);
  }
}

/*
** A whole window of strong scores: sums neither overflow nor vanish. The labels of an item add up to 1, and those of two
** neighbours too.
*/
static void test_chances_of_a_window(void **state) {
  static const int32_t most[] = {10, 300, 3000};
  (void)state;
  random_state = 77;
  for (size_t m = 0; m < COUNT(most); m++) {
    hs_begin_sequence(&sequence, random_model(5));
    while (sequence.length < HS_WINDOW) add_random_item(&sequence, all_labels(5), most[m]);
    hs_begin_chances(&chances, &sequence.model);
    hs_weigh(&chances, &sequence, true);
    for (uint32_t i = 0; i < HS_WINDOW; i++) {
      float one = 0, two = 0;
      uint8_t labels[HS_WINDOW] = {0};
      for (labels[i] = 0; labels[i] < 5; labels[i]++) {
        one += hs_chance(&chances, labels, i, i + 1, UINT32_MAX);
        for (uint8_t l = 0; i + 1 < HS_WINDOW && l < 5; l++) {
          labels[i + 1] = l;
          two += hs_chance(&chances, labels, i, i + 2, UINT32_MAX);
        }
      }
      assert_true(fabsf(one - 1) < 1e-3f);
      assert_true(i + 1 == HS_WINDOW || fabsf(two - 1) < 1e-3f);
    }
  }
}

/*
** The best ways, against all ways: as many as there are or fit, in order, each once, and none that is better left out. With
** steps of less than half a unit a way that is far behind at some item cannot catch up.
*/
static void test_ways(void **state) {
  static hs_ways ways;
  (void)state;
  random_state = 88;
  for (unsigned round = 0; round < 600; round++) {
    uint32_t labels = 1 + random_below(HS_MOST_CHOICES), length = 1 + round % 4, better = 0, likely = 0;
    uint8_t way[MOST_LENGTH] = {0};
    hs_model model = random_model(labels);
    for (uint32_t i = 0; i < (labels + 1) * (labels + 1); i++) random_steps[i] = (int8_t)(random_steps[i] / 8);
    hs_begin_sequence(&sequence, model);
    for (uint32_t i = 0; i < length; i++) add_random_item(&sequence, all_labels(labels), round % 2 ? 20 : 150);
    hs_decode(&sequence, true);
    sequence.length = length;
    sequence.edge = (uint8_t)labels;
    uint32_t found = hs_find_ways(&ways, &sequence);
    assert_memory_equal(ways.labels[0], sequence.labels, length);
    assert_true(found > 0 && found <= HS_MOST_WAYS);
    for (uint32_t k = 0; k < found; k++) {
      assert_int_equal(ways.scores[k], score_of_way(&sequence, length, ways.labels[k], sequence.edge, true));
      assert_true(k == 0 || ways.scores[k] <= ways.scores[k - 1]);
      for (uint32_t other = 0; other < k; other++) assert_memory_not_equal(ways.labels[k], ways.labels[other], length);
    }
    do {
      int32_t score = score_of_way(&sequence, length, way, sequence.edge, true);
      better += score > ways.scores[found - 1];
      likely += score >= ways.scores[0] - 5 * HS_WEIGHT_UNIT;
      assert_true(score <= ways.scores[0]);
    } while (next_way(&sequence, length, way));
    assert_true(better < HS_MOST_WAYS);
    assert_int_equal(found, likely < HS_MOST_WAYS ? likely : HS_MOST_WAYS);
  }
  hs_begin_sequence(&sequence, random_model(3));
  assert_int_equal(hs_find_ways(&ways, &sequence), 0);
}

static void test_exponentials(void **state) {
  (void)state;
  assert_true(hs_exponentials[0] == 1);
  for (int i = 1; i < HS_EXPONENTIALS; i++) {
    double exact = exp(-(double)i / HS_WEIGHT_UNIT);
    assert_true(hs_exponentials[i] > 0 && hs_exponentials[i] <= hs_exponentials[i - 1]);
    if (exact > 1e-37) assert_true(fabs(hs_exponentials[i] / exact - 1) < 1e-6); /* below, floats have fewer digits */
  }
}

/* Labels that no step in and out can bring back are dropped before decoding, and the best way is the one that it is with them. */
static void test_hopeless_choices(void **state) {
  static uint16_t margins[HS_MOST_CHOICES * HS_MOST_CHOICES];
  uint32_t all = 0, dropped = 0;
  (void)state;
  random_state = 99;
  for (unsigned round = 0; round < 2000; round++) {
    uint32_t labels = 2 + random_below(HS_MOST_CHOICES - 1), length = 1 + random_below(8);
    hs_model model = random_model(labels);
    for (uint32_t i = 0; i < (labels + 1) * (labels + 1); i++) random_steps[i] = (int8_t)(random_steps[i] / 4);
    for (uint32_t best = 0; best < labels; best++)
      for (uint32_t label = 0; label < labels; label++)
        margins[best * labels + label] = hs_margin(random_steps, labels, best, label);
    uint8_t found[2][8];
    uint32_t from = random_state;
    for (uint32_t with = 0; with < 2; with++) {
      random_state = from; /* the same items */
      model.margins = with ? margins : NULL;
      hs_begin_sequence(&sequence, model);
      for (uint32_t i = 0; i < length; i++) {
        int16_t scores[HS_MOST_CHOICES];
        for (uint32_t l = 0; l < labels; l++) scores[l] = (int16_t)random_score(150);
        (void)hs_next_features(&sequence);
        hs_add_item(&sequence, some_labels(labels), scores);
      }
      hs_finish_items(&sequence);
      for (uint32_t i = 0; i < length; i++) *(with ? &dropped : &all) += sequence.items[i].count;
      hs_decode(&sequence, round % 2);
      memcpy(found[with], sequence.labels, length);
    }
    assert_memory_equal(found[0], found[1], length);
  }
  assert_in_range(dropped, all / 4, all * 3 / 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_scores),
      cmocka_unit_test(test_models_of_any_size),
      cmocka_unit_test(test_keys_alike),
      cmocka_unit_test(test_scores_are_added),

      cmocka_unit_test(test_features_stay_inside),
      cmocka_unit_test(test_choices),
      cmocka_unit_test(test_more_labels_than_choices),
      cmocka_unit_test(test_items),
      cmocka_unit_test(test_a_sentence_by_hand),
      cmocka_unit_test(test_nothing_to_decode),
      cmocka_unit_test(test_the_best_way),
      cmocka_unit_test(test_the_best_way_of_many_labels),
      cmocka_unit_test(test_windows_of_one_sentence),
      cmocka_unit_test(test_pieces),
      cmocka_unit_test(test_great_scores),
      cmocka_unit_test(test_chances),
      cmocka_unit_test(test_chances_of_most_labels),
      cmocka_unit_test(test_chances_of_a_window),
      cmocka_unit_test(test_ways),
      cmocka_unit_test(test_hopeless_choices),
      cmocka_unit_test(test_exponentials),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
