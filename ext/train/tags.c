/*
** tags.c: trains the tagger.
**
**     python3 ext/train/tags.py train DATA | build/train/tags ext/model/tags.weights [DEV...]
**
** DEV are files of tokens (gold_tokens.h) to measure on after each epoch. Candidates and features of a token are those of
** ext/language/tags.c.
*/
#include "language/tags.h"
#include "language/tag_labels.h"
#include "train/crf.h"
#include "train/gold_tokens.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#define NAME(identifier, name, tag, universal, open) name,
    HS_TAG_LABELS(NAME)};

/* "IN/ADP IN/SCONJ" as bits; "-": none is known. */
static uint64_t read_labels(const char *column) {
  uint64_t set = 0;
  while (*column && *column != '-') {
    size_t length = strcspn(column, " ");
    for (uint32_t i = 0; i < HS_TAG_LABEL_COUNT; i++)
      if (strlen(names[i]) == length && memcmp(names[i], column, length) == 0) set |= UINT64_C(1) << i;
    column += length;
    column += *column == ' ';
  }
  return set;
}

typedef struct collector {
  const gold_text *gold;
  crf_data *data;
  uint32_t sentence;
} collector;

static void collect(void *into, uint32_t token, uint64_t labels, const hs_features *features) {
  collector *c = into;
  uint32_t sentence = c->gold->article->tokens[token].sentence;
  if (sentence != c->sentence) crf_end_run(c->data, c->gold->weights[c->sentence]);
  c->sentence = sentence;
  uint64_t right = read_labels(c->gold->columns[token]);
  crf_add_item(c->data, labels, right, features, token);
}

/* Items of all sentences; a right label that the dictionary does not allow is no item's label: it cannot be learned. */
static void collect_all(const gold_text *gold, crf_data *data) {
  collector c = {.gold = gold, .data = data};
  hs_visit_tags(gold->article, collect, &c);
  crf_end_run(data, gold->weights[c.sentence]);
}

typedef struct dev_set {
  const char *path;
  gold_text *gold;
  crf_data data;
} dev_set;

typedef struct dev_sets {
  dev_set sets[8];
  int count;
} dev_sets;

/* Counts of a run's tokens whose label, and whose universal tag, is right. */
static void measure_run(const crf_model *model, const dev_set *s, const crf_run *run, uint32_t right[2]) {
  static uint8_t labels[1 << 16];
  crf_label(model, &s->data, run, labels);
  for (size_t i = run->first; i < run->last; i++) {
    const crf_item *item = &s->data.items[i];
    uint8_t label = labels[i - run->first];
    const char *universal = strchr(names[label], '/') + 1, *wanted = strrchr(s->gold->columns[item->tag], '/');
    right[0] += item->right >> label & 1;
    right[1] += wanted && strcmp(wanted + 1, universal) == 0;
  }
}

static void watch(void *data, const crf_model *model, uint32_t epoch) {
  const dev_sets *dev = data;
  if (dev->count) fprintf(stderr, "epoch %u:", epoch);
  for (int d = 0; d < dev->count; d++) {
    const dev_set *s = &dev->sets[d];
    uint32_t all = 0, right[2] = {0};
    for (uint32_t i = 0; i < s->gold->article->token_count; i++) all += s->gold->columns[i][0] != '-';
    for (size_t r = 0; r < s->data.run_count; r++) measure_run(model, s, &s->data.runs[r], right);
    fprintf(stderr, " %s labels %.2f, universal tags %.2f", s->path, 100.0 * right[0] / all, 100.0 * right[1] / all);
  }
  if (dev->count) fprintf(stderr, "\n");
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  static crf_data data;
  static dev_sets dev;
  gold_text *gold = gold_read(stdin);
  collect_all(gold, &data);
  for (int i = 2; i < argc && dev.count < 8; i++) {
    dev_set *s = &dev.sets[dev.count++];
    FILE *in = fopen(argv[i], "r");
    if (!in) return 1;
    s->path = argv[i];
    s->gold = gold_read(in);
    fclose(in);
    collect_all(s->gold, &s->data);
  }
  const crf_options options = {.labels = HS_TAG_LABEL_COUNT,
                               .epochs = 8,
                               .least_count = 3,
                               .rate = 0.06f,
                               .l1 = 1e-5f,
                               .least_weight = 0.05f,
                               .verbose = true};
  crf_model *model = crf_train(&data, &options, watch, &dev);
  bool written = crf_write(model, argv[1]);
  crf_free_model(model);
  return !written;
}
