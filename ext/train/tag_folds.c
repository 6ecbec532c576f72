/*
** tag_folds.c: tags of sentences by a tagger that has not seen them: as good as they will be in articles, and no better.
**
**     python3 ext/train/phrases.py train DATA | build/train/tag_folds > TOKENS
**
** Reads tokens (gold_tokens.h) whose columns begin with a label of the tagger, "-" for quotation marks, and writes them
** again with the label that the model trained on the other folds gives. A fold is every FOLDS-th block of sentences.
*/
#include "language/tag_labels.h"
#include "language/tags.h"
#include "train/crf.h"
#include "train/gold_tokens.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

enum { FOLDS = 4, BLOCK = 50 /* sentences, so that most of a document is in one fold */, EPOCHS = 5 };

static const char *const names[] = {
#define NAME(identifier, name, tag, universal, open) name,
    HS_TAG_LABELS(NAME)};

static uint64_t read_label(const char *column) {
  size_t length = strcspn(column, " ");
  for (uint32_t i = 0; i < HS_TAG_LABEL_COUNT; i++)
    if (strlen(names[i]) == length && memcmp(names[i], column, length) == 0) return UINT64_C(1) << i;
  return 0;
}

static uint32_t fold_of(uint32_t sentence) {
  return sentence / BLOCK % FOLDS;
}

typedef struct collector {
  const gold_text *gold;
  crf_data data;
  uint32_t fold;
  bool held_out; /* the fold itself; otherwise the others */
  uint32_t sentence;
} collector;

static void collect(void *into, uint32_t token, uint64_t labels, const hs_features *features) {
  collector *c = into;
  uint32_t sentence = c->gold->article->tokens[token].sentence;
  if ((fold_of(sentence) == c->fold) != c->held_out) return;
  if (sentence != c->sentence) crf_end_run(&c->data, 1);
  c->sentence = sentence;
  crf_add_item(&c->data, labels, read_label(c->gold->columns[token]), features, token);
}

static void collect_all(const gold_text *gold, collector *c) {
  c->gold = gold;
  hs_visit_tags(gold->article, collect, c);
  crf_end_run(&c->data, 1);
}

/* Sets the labels of a fold's tokens; those that take no part keep UINT8_MAX. */
static void tag_fold(const gold_text *gold, uint32_t fold, uint8_t *labels) {
  static uint8_t run_labels[1 << 16];
  collector others = {.fold = fold}, own = {.fold = fold, .held_out = true};
  collect_all(gold, &others);
  collect_all(gold, &own);
  crf_options options = {.labels = HS_TAG_LABEL_COUNT, .epochs = EPOCHS, .least_count = 3, .rate = 0.2f, .l1 = 1e-6f};
  crf_model *model = crf_train(&others.data, &options, NULL, NULL);
  uint32_t right = 0;
  for (size_t r = 0; r < own.data.run_count; r++) {
    const crf_run *run = &own.data.runs[r];
    crf_label(model, &own.data, run, run_labels);
    for (size_t i = run->first; i < run->last; i++) {
      labels[own.data.items[i].tag] = run_labels[i - run->first];
      right += own.data.items[i].right >> run_labels[i - run->first] & 1;
    }
  }
  fprintf(stderr, "fold %u: %.2f%% of %zu\n", fold, 100.0 * right / (double)own.data.item_count, own.data.item_count);
  crf_free_model(model);
  crf_free_data(&others.data);
  crf_free_data(&own.data);
}

static void print_token(const gold_text *gold, uint32_t t, uint8_t label) {
  const hearsay_article *a = gold->article;
  const hs_token *token = &a->tokens[t];
  size_t start = hs_byte_of(a, token->start), end = hs_byte_of(a, token->end);
  const char *rest = strchr(gold->columns[t], ' ');
  printf("%.*s\t%d\t%s%s\n", (int)(end - start), (const char *)a->bytes + start, token[1].start > token->end,
         label == UINT8_MAX ? "-" : names[label], rest ? rest : "");
}

int main(void) {
  gold_text *gold = gold_read(stdin);
  const hearsay_article *a = gold->article;
  uint8_t *labels = malloc(a->token_count);
  if (!labels) return 1;
  memset(labels, UINT8_MAX, a->token_count);
  for (uint32_t fold = 0; fold < FOLDS; fold++) tag_fold(gold, fold, labels);
  for (uint32_t t = 0; t < a->token_count; t++) {
    print_token(gold, t, labels[t]);
    if (a->tokens[t + 1].sentence != a->tokens[t].sentence || t + 1 == a->token_count) printf("\n");
  }
  free(labels);
  gold_free(gold);
  return 0;
}
