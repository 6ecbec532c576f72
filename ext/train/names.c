/*
** names.c: trains the model of names (ext/language/names.c), or writes what it would find.
**
**     python3 ext/train/names.py train DATA | build/train/names ext/model/names.weights [DEV...]
**
** Standard input and DEV: articles, each `BYTES NAMES WEIGHT FOLD` and a newline, so many bytes of text and a newline, and
** for each name a line `START END LABEL` (characters from 0, hearsay_label's number).
**
** Two passes, one model. Each article is trained on twice: without votes, as the first pass sees it, and with the votes of
** names that a model found which was trained on the other folds only: the second pass must not trust the first too much.
*/
#include "language/naming.h"
#include "language/tags.h"
#include "speech/speech.h"
#include "train/crf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDS = 4, FOLD_EPOCHS = 2, EPOCHS = 6 };

typedef struct gold_name {
  uint32_t start, end, label;
} gold_name;

typedef struct document {
  hearsay_article *article;
  gold_name *names;
  unsigned count, fold;
  float weight;
  uint8_t *labels; /* of each token */
  char *text;
} document;

typedef struct corpus {
  document *documents;
  size_t count, room;
} corpus;

static hearsay_reader *reader;

static _Noreturn void fail(const char *message) {
  fprintf(stderr, "%s\n", message);
  exit(1);
}

static void *need(void *block) {
  if (!block) fail("out of memory");
  return block;
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

/* The label of each token: of a name that covers more than half of it. */
static void label_tokens(document *d) {
  const hearsay_article *a = d->article;
  d->labels = need(calloc(a->token_count + (size_t)1, 1));
  unsigned n = 0, last = UINT32_MAX;
  for (uint32_t t = 0; t < a->token_count; t++) {
    const hs_token *token = &a->tokens[t];
    while (n < d->count && d->names[n].end <= token->start) n++;
    if (n == d->count) break;
    uint32_t from = token->start > d->names[n].start ? token->start : d->names[n].start;
    uint32_t to = token->end < d->names[n].end ? token->end : d->names[n].end;
    if (to <= from || 2 * (to - from) <= token->end - token->start) continue;
    d->labels[t] = n == last ? hs_inside_label(d->names[n].label) : hs_first_label(d->names[n].label);
    last = n;
  }
}

static bool read_document(FILE *in, document *d) {
  size_t bytes;
  if (fscanf(in, "%zu %u %f %u", &bytes, &d->count, &d->weight, &d->fold) != 4) return false;
  d->text = need(malloc(bytes + 1));
  if (getc(in) != '\n' || fread(d->text, 1, bytes, in) != bytes) fail("an article is cut short");
  d->names = need(calloc(d->count + 1, sizeof *d->names));
  for (unsigned i = 0; i < d->count; i++)
    if (fscanf(in, "%u %u %u", &d->names[i].start, &d->names[i].end, &d->names[i].label) != 3 ||
        d->names[i].label > HEARSAY_OTHER)
      fail("a name is cut short");
  if (hearsay_read(reader, d->text, bytes, HEARSAY_UPTO_TAGS, &d->article)) fail("an article cannot be read");
  hs_pair_marks(d->article);
  label_tokens(d);
  return true;
}

static void read_corpus(FILE *in, corpus *c) {
  document d;
  while (read_document(in, &d)) {
    if (c->count == c->room) {
      c->room = c->room ? 2 * c->room : 256;
      c->documents = need(realloc(c->documents, c->room * sizeof d));
    }
    c->documents[c->count++] = d;
  }
}

/* ---- items ------------------------------------------------------------------------------------------------------------ */

typedef struct collector {
  const document *document;
  crf_data *data;
} collector;

static void collect(void *into, hs_finder *f, hs_range run, const hs_name *given) {
  collector *c = into;
  if (given) return;
  for (uint32_t t = run.first; t < run.last; t++) {
    hs_features features;
    hs_name_features(f, t, &features);
    if (f->again) hs_add_vote_features(f, t, &features);
    crf_add_item(c->data, (1u << HS_NAME_LABELS) - 1, UINT64_C(1) << c->document->labels[t], &features, t);
  }
  crf_end_run(c->data, c->document->weight);
}

static void begin(hs_finder *f, const document *d) {
  *f = (hs_finder){.article = d->article};
  hs_gather_evidence(f);
  hs_find_candidates(f);
  hs_begin_words(f);
}

static void end(hs_finder *f) {
  hs_drop_words(f);
  hs_drop_evidence(f->article, &f->evidence);
}

/* ---- a pass with a model ---------------------------------------------------------------------------------------------- */

typedef struct found {
  hs_range tokens;
  uint32_t label;
} found;

typedef struct pass {
  const crf_model *model;
  found names[1 << 15];
  size_t count;
} pass;

static void find_in_run(void *into, hs_finder *f, hs_range run, const hs_name *given) {
  static crf_data data;
  static uint8_t labels[1 << 16];
  pass *p = into;
  if (given && p->count < sizeof p->names / sizeof *p->names)
    p->names[p->count++] = (found){given->tokens, given->label};
  if (given) return;
  data.item_count = data.run_count = data.feature_count = 0;
  for (uint32_t t = run.first; t < run.last; t++) {
    hs_features features;
    hs_name_features(f, t, &features);
    if (f->again) hs_add_vote_features(f, t, &features);
    crf_add_item(&data, (1u << HS_NAME_LABELS) - 1, 0, &features, t);
  }
  crf_end_run(&data, 1);
  crf_label(p->model, &data, &data.runs[0], labels);
  for (uint32_t i = 0; i < run.last - run.first; i++) {
    if (labels[i] == HS_OUTSIDE || p->count == sizeof p->names / sizeof *p->names) continue;
    uint32_t label = (labels[i] - HS_FIRST_OF) / 2u, from = i;
    while (i + 1 < run.last - run.first && labels[i + 1] == hs_inside_label(label)) i++;
    p->names[p->count++] = (found){{run.first + from, run.first + i + 1}, label};
  }
}

/* The names that the model finds; with `votes` in two passes. */
static void find_names(const crf_model *model, hs_finder *f, pass *p, bool votes) {
  p->model = model;
  p->count = 0;
  hs_visit_names(f, find_in_run, p);
  if (!votes) return;
  for (size_t i = 0; i < p->count; i++) hs_vote(f, p->names[i].tokens, p->names[i].label);
  p->count = 0;
  f->again = true;
  hs_visit_names(f, find_in_run, p);
}

/* ---- measuring -------------------------------------------------------------------------------------------------------- */

static const char *const label_names[] = {"person", "organization", "place", "other"};

static void measure(const crf_model *model, const corpus *dev, const char *name, bool votes) {
  static pass p;
  uint32_t gold[5] = {0}, guessed[5] = {0}, right[5] = {0};
  for (size_t i = 0; i < dev->count; i++) {
    const document *d = &dev->documents[i];
    hs_finder f;
    begin(&f, d);
    find_names(model, &f, &p, votes);
    for (unsigned n = 0; n < d->count; n++) gold[d->names[n].label]++;
    for (size_t n = 0; n < p.count; n++) {
      uint32_t start = d->article->tokens[p.names[n].tokens.first].start;
      uint32_t stop = d->article->tokens[p.names[n].tokens.last - 1].end;
      guessed[p.names[n].label]++;
      for (unsigned g = 0; g < d->count; g++)
        right[p.names[n].label] +=
            d->names[g].start == start && d->names[g].end == stop && d->names[g].label == p.names[n].label;
    }
    end(&f);
  }
  for (int l = 0; l < 4; l++) {
    gold[4] += gold[l];
    guessed[4] += guessed[l];
    right[4] += right[l];
  }
  fprintf(stderr, "  %s: F1 %.2f", name, 200.0 * right[4] / (gold[4] + guessed[4] + 1e-9));
  for (int l = 0; l < 4; l++)
    fprintf(stderr, " %s %.2f", label_names[l], 200.0 * right[l] / (gold[l] + guessed[l] + 1e-9));
  fprintf(stderr, "\n");
}

/* ---- training --------------------------------------------------------------------------------------------------------- */

/* Items of the first pass of all documents but those of a fold. */
static void collect_first(const corpus *c, unsigned fold, crf_data *data) {
  for (size_t i = 0; i < c->count; i++) {
    const document *d = &c->documents[i];
    hs_finder f;
    if (d->fold == fold) continue;
    begin(&f, d);
    hs_visit_names(&f, collect, &(collector){d, data});
    end(&f);
  }
}

/* Items of the second pass of a fold's documents, with the votes of what the model finds in them. */
static void collect_second(const corpus *c, unsigned fold, const crf_model *model, crf_data *data) {
  static pass p;
  for (size_t i = 0; i < c->count; i++) {
    const document *d = &c->documents[i];
    hs_finder f;
    if (d->fold != fold) continue;
    begin(&f, d);
    find_names(model, &f, &p, false);
    for (size_t n = 0; n < p.count; n++) hs_vote(&f, p.names[n].tokens, p.names[n].label);
    f.again = true;
    hs_visit_names(&f, collect, &(collector){d, data});
    end(&f);
  }
}

typedef struct dev_sets {
  corpus sets[8];
  const char *paths[8];
  int count;
} dev_sets;

static void watch(void *data, const crf_model *model, uint32_t epoch) {
  dev_sets *dev = data;
  if (!dev->count) return;
  fprintf(stderr, "epoch %u\n", epoch);
  for (int i = 0; i < dev->count; i++) measure(model, &dev->sets[i], dev->paths[i], true);
}

int main(int argc, char **argv) {
  if (argc < 2 || hearsay_open(NULL, NULL, &reader)) return 2;
  static corpus train;
  static dev_sets dev;
  static crf_data all;
  read_corpus(stdin, &train);
  for (int i = 2; i < argc && dev.count < 8; i++) {
    FILE *in = fopen(argv[i], "rb");
    if (!in) fail(argv[i]);
    read_corpus(in, &dev.sets[dev.count]);
    dev.paths[dev.count++] = argv[i];
    fclose(in);
  }
  crf_options options = {
      .labels = HS_NAME_LABELS, .least_count = 2, .rate = 0.1f, .l1 = 1e-6f, .dropout = 0.5f, .verbose = true};
  options.epochs = FOLD_EPOCHS;
  for (unsigned fold = 0; fold < FOLDS; fold++) {
    crf_data data = {0};
    collect_first(&train, fold, &data);
    crf_model *model = crf_train(&data, &options, NULL, NULL);
    collect_second(&train, fold, model, &all);
    crf_free_model(model);
    crf_free_data(&data);
  }
  collect_first(&train, FOLDS, &all);
  options.epochs = EPOCHS;
  options.least_weight = 0.25f;
  crf_model *model = crf_train(&all, &options, watch, &dev);
  bool written = crf_write(model, argv[1]);
  crf_free_model(model);
  return !written;
}
