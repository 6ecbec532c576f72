/*
** phrases.c: trains the model of noun phrases (ext/language/phrases.c).
**
**     python3 ext/train/phrases.py train DATA | build/train/tag_folds | build/train/phrases ext/model/phrases.weights [DEV...]
**
** Standard input and DEV are tokens (gold_tokens.h) with a tag and a label, B, I or O. The training's tags are taken as they
** are: of models that have not seen the sentence, as they will be in articles. A DEV is measured on, after each round, with
** the tags that the analyser gives it.
*/
#include "language/phrases.h"
#include "language/tag_labels.h"
#include "language/tags.h"
#include "train/crf.h"
#include "train/gold_tokens.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  uint8_t tag, universal;
} tag_labels[] = {
#define LABEL(identifier, name, tag, universal, open) {name, tag, universal},
    HS_TAG_LABELS(LABEL)};

/* Sets the tag of a token as its column has it; "-", a quotation mark, is no label of the tagger. */
static void set_tag(hs_token *token, const char *column) {
  size_t length = strcspn(column, " ");
  token->tag = HS_PUNCTUATION;
  token->universal = HEARSAY_PUNCT;
  for (size_t i = 0; i < sizeof tag_labels / sizeof *tag_labels; i++) {
    if (strlen(tag_labels[i].name) != length || memcmp(tag_labels[i].name, column, length) != 0) continue;
    token->tag = tag_labels[i].tag;
    token->universal = tag_labels[i].universal;
  }
}

static uint8_t label_of(const char *column) {
  switch (column[strlen(column) - 1]) {
  case 'B': return HS_PHRASE_FIRST;
  case 'I': return HS_PHRASE_INSIDE;
  default: return HS_PHRASE_OUTSIDE;
  }
}

typedef struct set {
  const char *path;
  gold_text *gold;
  crf_data data;
  uint32_t sentence;
} set;

static void collect(void *into, uint32_t token, uint64_t labels, const hs_features *features) {
  set *s = into;
  uint32_t sentence = s->gold->article->tokens[token].sentence;
  if (sentence != s->sentence) crf_end_run(&s->data, s->gold->weights[s->sentence]);
  s->sentence = sentence;
  crf_add_item(&s->data, labels, UINT64_C(1) << label_of(s->gold->columns[token]), features, token);
}

static void read_set(set *s, FILE *in, bool own_tags) {
  s->gold = gold_read(in);
  hearsay_article *a = s->gold->article;
  if (own_tags) hs_tag_words(a);
  for (uint32_t t = 0; t < a->token_count && !own_tags; t++) set_tag(&a->tokens[t], s->gold->columns[t]);
  hs_visit_phrases(a, collect, s);
  crf_end_run(&s->data, s->gold->weights[s->sentence]);
}

/* Where the phrase that begins at i ends; i when none does. */
static size_t phrase_end(const uint8_t *labels, size_t i, size_t count) {
  bool begins =
      labels[i] == HS_PHRASE_FIRST || (labels[i] == HS_PHRASE_INSIDE && (i == 0 || labels[i - 1] == HS_PHRASE_OUTSIDE));
  if (!begins) return i;
  for (i++; i < count && labels[i] == HS_PHRASE_INSIDE;) i++;
  return i;
}

typedef struct dev_sets {
  set sets[8];
  int count;
} dev_sets;

static void watch(void *data, const crf_model *model, uint32_t epoch) {
  static uint8_t own[1 << 16], right[1 << 16];
  dev_sets *dev = data;
  fprintf(stderr, "epoch %u:", epoch);
  for (int d = 0; d < dev->count; d++) {
    const set *s = &dev->sets[d];
    uint32_t found = 0, wanted = 0, both = 0;
    for (size_t r = 0; r < s->data.run_count; r++) {
      const crf_run *run = &s->data.runs[r];
      size_t count = run->last - run->first;
      crf_label(model, &s->data, run, own);
      for (size_t i = 0; i < count; i++) right[i] = label_of(s->gold->columns[s->data.items[run->first + i].tag]);
      for (size_t i = 0; i < count; i++) {
        size_t end = phrase_end(own, i, count), right_end = phrase_end(right, i, count);
        found += end > i;
        wanted += right_end > i;
        both += end > i && end == right_end;
      }
    }
    fprintf(stderr, " %s F1 %.2f", s->path, 200.0 * both / (found + wanted));
  }
  fprintf(stderr, "\n");
}

int main(int argc, char **argv) {
  static set training;
  static dev_sets dev;
  if (argc < 2) return 2;
  read_set(&training, stdin, false);
  for (int i = 2; i < argc && dev.count < 8; i++) {
    set *s = &dev.sets[dev.count++];
    FILE *in = fopen(argv[i], "r");
    if (!in) return 1;
    s->path = argv[i];
    read_set(s, in, true);
    fclose(in);
  }
  crf_options options = {
      .labels = HS_PHRASE_LABELS, .epochs = 12, .least_count = 3, .rate = 0.1f, .l1 = 2e-5f, .verbose = true};
  crf_model *model = crf_train(&training.data, &options, watch, &dev);
  bool written = crf_write(model, argv[1]);
  crf_free_model(model);
  return !written;
}
