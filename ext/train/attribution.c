/*
** attribution.c: trains the models of attribution (ext/speech/scene.h): cues, contents, sources and verdicts.
**
**     python3 ext/train/attribution.py TRAIN.jsonl | build/train/attribution ext/model [DEV]
**
** Standard input and DEV: the articles that ext/train/attribution.py writes. Each step is trained on what the steps before
** it find in articles that they were not trained on: models of three quarters of the articles read the fourth.
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/grammar.h"
#include "speech/scene.h"
#include "train/crf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDS = 6, MOST_PARTS = 64 };

typedef struct gold_quote {
  hs_range content[MOST_PARTS], cue[MOST_PARTS], source[MOST_PARTS]; /* characters */
  uint32_t contents, cues, sources;
  uint32_t head; /* token, or HEARSAY_NONE */
} gold_quote;

typedef struct document {
  hearsay_article *article;
  hs_scene scene;
  hs_attribution_models models; /* of the other folds */
  gold_quote *quotes;
  uint32_t *gold_at; /* of each token: 1 + the quote whose head it is; 0 */
  unsigned count, fold;
  char *text;
} document;

typedef struct corpus {
  document *documents;
  size_t count, room;
} corpus;

static hearsay_reader *reader;
static hs_model *blank;

static _Noreturn void fail(const char *message) {
  fprintf(stderr, "%s\n", message);
  exit(1);
}

static void *need(void *block) {
  if (!block) fail("out of memory");
  return block;
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

static void read_spans(FILE *in, hs_range *spans, uint32_t count) {
  if (count > MOST_PARTS) fail("a quotation has too many pieces");
  for (uint32_t i = 0; i < count; i++)
    if (fscanf(in, "%u %u", &spans[i].first, &spans[i].last) != 2) fail("a quotation is cut short");
}

static bool within(const hs_range *spans, uint32_t count, const hs_token *token) {
  for (uint32_t i = 0; i < count; i++)
    if (token->start < spans[i].last && spans[i].first < token->end &&
        (token->start >= spans[i].first || token->end <= spans[i].last))
      return true;
  return false;
}

/* The cue's first verb that is no auxiliary, else its first noun or adjective, else a colon or such. */
static uint32_t head_of(const hearsay_article *a, const gold_quote *q) {
  uint32_t best = HEARSAY_NONE, best_rank = 9;
  for (uint32_t t = 0; t < a->token_count; t++) {
    if (!within(q->cue, q->cues, &a->tokens[t])) continue;
    hs_cue cue;
    if (!hs_look_at_cue(a, t, &cue)) continue;
    uint32_t rank = cue.word == HS_CUE_VERB ? 0 : cue.word <= HS_CUE_ACCORDING ? 1 : 2;
    if (rank >= best_rank) continue;
    best_rank = rank;
    best = t;
  }
  return best;
}

static bool read_document(FILE *in, document *d) {
  size_t bytes;
  *d = (document){0};
  if (fscanf(in, "%zu %u %u", &bytes, &d->count, &d->fold) != 3) return false;
  d->text = need(malloc(bytes + 1));
  if (getc(in) != '\n' || fread(d->text, 1, bytes, in) != bytes) fail("an article is cut short");
  if (hearsay_read(reader, d->text, bytes, HEARSAY_UPTO_TAGS, &d->article)) fail("an article cannot be read");
  hs_read_language(d->article);
  d->quotes = need(calloc(d->count + 1, sizeof *d->quotes));
  d->gold_at = need(calloc(d->article->token_count + (size_t)1, sizeof *d->gold_at));
  for (unsigned i = 0; i < d->count; i++) {
    gold_quote *q = &d->quotes[i];
    if (fscanf(in, "%u %u %u", &q->contents, &q->cues, &q->sources) != 3) fail("a quotation is cut short");
    read_spans(in, q->content, q->contents);
    read_spans(in, q->cue, q->cues);
    read_spans(in, q->source, q->sources);
    q->head = head_of(d->article, q);
    if (q->head != HEARSAY_NONE) d->gold_at[q->head] = i + 1;
  }
  return d->article->status == HEARSAY_OK;
}

static void read_corpus(FILE *in, corpus *c) {
  for (bool more = true; more;) {
    if (c->count == c->room) {
      c->room = c->room ? 2 * c->room : 256;
      c->documents = need(realloc(c->documents, c->room * sizeof *c->documents));
    }
    more = read_document(in, &c->documents[c->count]);
    c->count += more;
  }
  for (size_t i = 0; i < c->count; i++) {
    document *e = &c->documents[i];
    e->models = (hs_attribution_models){*blank, *blank, *blank, *blank, *blank, *blank, *blank};
    if (!hs_begin_scene(&e->scene, e->article, &e->models)) fail("out of memory");
  }
}

/* ---- folds ------------------------------------------------------------------------------------------------------------ */

/* Adds a document's items of a step to the data. */
typedef void collector(document *d, crf_data *data);

static crf_model *train_on(corpus *c, unsigned but, collector *collect, const crf_options *options) {
  crf_data data = {0};
  for (size_t i = 0; i < c->count; i++)
    if (c->documents[i].fold != but) collect(&c->documents[i], &data);
  crf_model *model = crf_train(&data, options, NULL, NULL);
  crf_free_data(&data);
  return model;
}

/*
** Trains a step on everything, writes it, and gives every training article the model of the other folds and every dev
** article the whole one. `at` is the model's place in hs_attribution_models.
*/
static void train_step(corpus *train, corpus *dev, collector *collect, crf_options options, const char *directory,
                       const char *name, size_t at) {
  char path[1024];
  fprintf(stderr, "%s\n", name);
  options.rate = 0.1f;
  for (unsigned fold = 0; fold <= FOLDS; fold++) {
    options.verbose = fold == FOLDS;
    crf_model *model = train_on(train, fold, collect, &options);
    hs_model *table = crf_make_table(model);
    if (fold == FOLDS) {
      snprintf(path, sizeof path, "%s/%s.weights", directory, name);
      if (!crf_write(model, path)) exit(1);
      for (size_t i = 0; i < dev->count; i++) memcpy((char *)&dev->documents[i].models + at, table, sizeof *table);
    }
    crf_free_model(model);
    /* only when all folds are through: the others' items must not change under way */
    static hs_model *tables[FOLDS];
    if (fold < FOLDS) tables[fold] = table;
    for (size_t i = 0; fold == FOLDS && i < train->count; i++)
      memcpy((char *)&train->documents[i].models + at, tables[train->documents[i].fold], sizeof *table);
  }
}

/* ---- stretches -------------------------------------------------------------------------------------------------------- */

typedef struct stretch_collector {
  const document *document;
  crf_data *data;
  uint32_t right[2], all[2]; /* of the stretches that are no speech [0] and that are [1] */
} stretch_collector;

/* Whether most of a stretch is some quotation's content. */
static bool is_speech(const document *d, hs_range tokens) {
  uint32_t inside = 0;
  for (uint32_t t = tokens.first; t < tokens.last; t++) {
    bool in = false;
    for (unsigned i = 0; i < d->count && !in; i++)
      in = within(d->quotes[i].content, d->quotes[i].contents, &d->article->tokens[t]);
    inside += in;
  }
  return 2 * inside > tokens.last - tokens.first;
}

static void collect_stretch(void *into, const hearsay_article *a, uint32_t stretch, const hs_features *features) {
  stretch_collector *c = into;
  crf_add_item(c->data, 1, is_speech(c->document, a->stretches[stretch].tokens), features, stretch);
  crf_end_run(c->data, 1);
}

static void collect_stretches(document *d, crf_data *data) {
  stretch_collector c = {.document = d, .data = data};
  hs_sort_stretches_by(d->article, &d->models.stretches, collect_stretch, &c);
}

static void sort_stretches(corpus *c) {
  for (size_t i = 0; i < c->count; i++)
    hs_sort_stretches_by(c->documents[i].article, &c->documents[i].models.stretches, NULL, NULL);
}

static void report_stretches(corpus *c, const char *who) {
  uint32_t right[2] = {0}, all[2] = {0}, found = 0;
  for (size_t i = 0; i < c->count; i++) {
    const document *d = &c->documents[i];
    for (uint32_t s = 0; s < d->article->stretch_count; s++) {
      bool speech = is_speech(d, d->article->stretches[s].tokens);
      bool taken = d->article->stretches[s].use == HS_USE_SPEECH;
      all[speech]++;
      right[speech] += taken == speech;
      found += !taken;
    }
  }
  fprintf(stderr, "  dev, %s: %u of %u stretches with speech, %u of %u others of %u found\n", who, right[1], all[1],
          right[0], all[0], found);
}

/* ---- cues ------------------------------------------------------------------------------------------------------------- */

typedef struct cue_collector {
  document *document;
  crf_data *data;
  bool again;
} cue_collector;

static void collect_cue(void *into, hs_scene *scene, const hs_cue *cue, bool again, const hs_features *features) {
  cue_collector *c = into;
  (void)scene;
  if (again != c->again || cue->given) return;
  crf_add_item(c->data, 1, c->document->gold_at[cue->head] ? 1 : 0, features, cue->head);
  crf_end_run(c->data, 1);
}

static void find_cues(document *d, int looks, hs_cue_visitor *visit, void *data) {
  memset(d->scene.chances, 0, d->article->token_count);
  d->scene.cue_count = 0;
  hs_find_cues(&d->scene, looks, visit, data);
}

static void collect_first_look(document *d, crf_data *data) {
  find_cues(d, 1, collect_cue, &(cue_collector){d, data, false});
}

static void collect_second_look(document *d, crf_data *data) {
  find_cues(d, 2, collect_cue, &(cue_collector){d, data, true});
}

static void report_cues(corpus *c, int looks) {
  float best = 0, best_at = 0, precision = 0, recall = 0;
  for (int step = 20; step < 200; step += 5) {
    uint32_t right = 0, found = 0, gold = 0;
    for (size_t i = 0; i < c->count; i++) {
      document *d = &c->documents[i];
      if (step == 20) find_cues(d, looks, NULL, NULL);
      gold += d->count;
      for (uint32_t t = 0; t < d->article->token_count; t++) {
        if (d->scene.chances[t] < step) continue;
        found++;
        right += d->gold_at[t] > 0;
      }
    }
    float f1 = 200.0f * (float)right / (float)(found + gold);
    if (f1 <= best) continue;
    best = f1;
    best_at = (float)step / 255;
    precision = 100.0f * (float)right / (float)found;
    recall = 100.0f * (float)right / (float)gold;
  }
  fprintf(stderr, "  dev: cues %.1f/%.1f F1 %.1f at %.2f\n", precision, recall, best, best_at);
}

/* ---- contents --------------------------------------------------------------------------------------------------------- */

static hs_bench bench;

static bool gold_content(const document *d, const gold_quote *q, hs_range tokens) {
  uint32_t inside = 0;
  for (uint32_t t = tokens.first; t < tokens.last; t++)
    inside += within(q->content, q->contents, &d->article->tokens[t]);
  return 2 * inside > tokens.last - tokens.first;
}

static uint8_t gold_label(const document *d, const gold_quote *q, const hs_element *e, uint8_t before) {
  const hs_token *token = &d->article->tokens[e->tokens.first];
  if (!e->stretch && within(q->cue, q->cues, token)) return HS_CUE_WORD;
  if (gold_content(d, q, e->tokens))
    return before == HS_CONTENT_FIRST || before == HS_CONTENT_INSIDE ? HS_CONTENT_INSIDE : HS_CONTENT_FIRST;
  if (!e->stretch && within(q->source, q->sources, token))
    return before == HS_SOURCE_FIRST || before == HS_SOURCE_INSIDE ? HS_SOURCE_INSIDE : HS_SOURCE_FIRST;
  return HS_NEITHER;
}

static const gold_quote *gold_of(const document *d, uint32_t cue) {
  uint32_t quote = d->gold_at[d->scene.cues[cue].head];
  return quote ? &d->quotes[quote - 1] : NULL;
}

static void collect_contents(document *d, crf_data *data) {
  for (uint32_t i = 0; i < d->scene.cue_count; i++) {
    const gold_quote *q = gold_of(d, i);
    if (!q || d->scene.cues[i].given) continue;
    hs_open_window(&bench.window, &d->scene, i);
    uint8_t label = HS_NEITHER;
    for (uint32_t e = 0; e < bench.window.count; e++) {
      hs_features features;
      hs_element_features(&bench.window, e, &features);
      label = e == bench.window.head ? HS_CUE_WORD : gold_label(d, q, &bench.window.elements[e], label);
      uint64_t labels = e == bench.window.head ? 1u << HS_CUE_WORD : (1u << HS_WINDOW_LABELS) - 1;
      crf_add_item(data, labels, UINT64_C(1) << label, &features, e);
    }
    crf_end_run(data, 1);
  }
}

/* How much of the content is the quotation's: tokens in common by tokens in either. */
static float content_match(const document *d, const gold_quote *q, const hs_attribution *at) {
  uint32_t both = 0, gold = 0, found = 0;
  uint32_t first = at->piece_count ? at->pieces[0].first : 0;
  uint32_t last = at->piece_count ? at->pieces[at->piece_count - 1].last : 0;
  for (uint32_t t = 0; t < d->article->token_count; t++) {
    bool in = within(q->content, q->contents, &d->article->tokens[t]), mine = false;
    for (uint8_t i = 0; t >= first && t < last && i < at->piece_count; i++)
      mine = mine || (at->pieces[i].first <= t && t < at->pieces[i].last);
    uint32_t letters = d->article->tokens[t].end - d->article->tokens[t].start;
    both += in && mine ? letters : 0;
    gold += in ? letters : 0;
    found += mine ? letters : 0;
  }
  return gold + found ? (float)both / (float)(gold + found - both) : 0;
}

/* A proposal of what was read as an attribution. */
static void take_proposal(uint32_t index, hs_attribution *at) {
  const hs_proposal *p = &bench.reading.proposals[index];
  *at = bench.window.rule;
  at->piece_count = p->piece_count;
  for (uint8_t i = 0; i < p->piece_count; i++) at->pieces[i] = p->pieces[i];
}

static void report_contents(corpus *c) {
  uint32_t right = 0, exact = 0, some = 0, all = 0;
  for (size_t i = 0; i < c->count; i++) {
    document *d = &c->documents[i];
    for (uint32_t k = 0; k < d->scene.cue_count; k++) {
      const gold_quote *q = gold_of(d, k);
      hs_attribution at;
      float most = 0;
      if (!q) continue;
      hs_open_window(&bench.window, &d->scene, k);
      hs_read_window(&bench);
      hs_rank_proposals(&bench.window, &bench.reading);
      for (uint32_t p = 0; p < bench.reading.proposal_count; p++) {
        take_proposal(p, &at);
        float match = content_match(d, q, &at);
        most = fmaxf(most, match);
        if (p) continue;
        right += match >= 0.5f;
        exact += match > 0.99f;
      }
      all++;
      some += most >= 0.5f;
    }
  }
  fprintf(stderr, "  dev: contents of %u cues %.1f, exact %.1f; among the proposals %.1f\n", all,
          100.0 * right / (all + 1e-9), 100.0 * exact / (all + 1e-9), 100.0 * some / (all + 1e-9));
}

/* The one with the most in common with the quotation is right, when it is half of it. */
static void collect_proposals(document *d, crf_data *data) {
  for (uint32_t k = 0; k < d->scene.cue_count; k++) {
    const gold_quote *q = gold_of(d, k);
    float match[HS_MOST_PROPOSALS] = {0}, most = 0.5f;
    if (!q || d->scene.cues[k].given) continue;
    hs_open_window(&bench.window, &d->scene, k);
    hs_read_window(&bench);
    for (uint32_t i = 0; i < bench.reading.proposal_count; i++) {
      hs_attribution at;
      take_proposal(i, &at);
      match[i] = content_match(d, q, &at);
      most = fmaxf(most, match[i]);
    }
    for (uint32_t i = 0; i < bench.reading.proposal_count; i++) {
      hs_features features;
      hs_proposal_features(&bench.window, &bench.reading, i, &features);
      crf_add_item(data, 1, match[i] >= most - 0.01f, &features, i);
    }
    crf_end_run(data, 1);
  }
}

/* ---- sources ---------------------------------------------------------------------------------------------------------- */

/* The characters in common by the characters in either, of a range of tokens and the gold source. */
static float source_match(const document *d, const gold_quote *q, hs_range tokens) {
  const hearsay_article *a = d->article;
  uint32_t both = 0, found = 0, gold = 0;
  if (tokens.first >= tokens.last) return 0;
  hs_range r = {a->tokens[tokens.first].start, a->tokens[tokens.last - 1].end};
  found = r.last - r.first;
  for (uint32_t i = 0; i < q->sources; i++) {
    uint32_t first = r.first > q->source[i].first ? r.first : q->source[i].first;
    uint32_t last = r.last < q->source[i].last ? r.last : q->source[i].last;
    gold += q->source[i].last - q->source[i].first;
    if (last > first) both += last - first;
  }
  return (float)both / (float)(gold + found - both);
}

/* The candidate whose head is nearest to the front of the gold source and in it; count when there is none. */
static uint32_t gold_source(const document *d, const gold_quote *q, const hs_sources *s) {
  uint32_t best = s->count;
  float most = 0;
  for (uint32_t i = 0; i < s->count; i++) {
    const hs_token *head = &d->article->tokens[s->items[i].head];
    float match = source_match(d, q, s->items[i].tokens);
    if (!within(q->source, q->sources, head)) match *= 0.2f;
    /* of "the head of the agency" the first phrase, of "the minister, Ann Lee" too */
    hs_range r = s->items[i].tokens;
    if (within(q->source, 1, &d->article->tokens[r.first]) &&
        d->article->tokens[r.first].start <= q->source[0].first + 4)
      match += 1;
    if (match <= most) continue;
    most = match;
    best = i;
  }
  return most > 0.1f ? best : s->count;
}

/* On the likeliest content. */
static void collect_sources(document *d, crf_data *data) {
  for (uint32_t k = 0; k < d->scene.cue_count; k++) {
    const gold_quote *q = gold_of(d, k);
    hs_attribution at;
    hs_sources sources;
    if (!q || d->scene.cues[k].given) continue;
    hs_open_window(&bench.window, &d->scene, k);
    hs_read_window(&bench);
    hs_rank_proposals(&bench.window, &bench.reading);
    if (!bench.reading.proposal_count) continue;
    take_proposal(0, &at);
    hs_list_sources(&bench.window, &at, &sources);
    uint32_t gold = gold_source(d, q, &sources);
    if (gold == sources.count && q->sources) continue;
    for (uint32_t i = 0; i <= sources.count; i++) {
      hs_features features;
      hs_source_features(&bench.window, &at, &bench.reading, &sources, i, &features);
      crf_add_item(data, 1, i == gold, &features, i);
    }
    crf_end_run(data, 1);
  }
}

static void report_sources(corpus *c) {
  uint32_t right = 0, all = 0, none = 0, none_right = 0;
  for (size_t i = 0; i < c->count; i++) {
    document *d = &c->documents[i];
    for (uint32_t k = 0; k < d->scene.cue_count; k++) {
      const gold_quote *q = gold_of(d, k);
      hs_attribution at;
      if (!q) continue;
      hs_judge(&bench, &d->scene, k, &at, NULL, NULL);
      if (q->sources) {
        all++;
        right += source_match(d, q, at.source) > 0;
      } else {
        none++;
        none_right += at.source.first >= at.source.last;
      }
    }
  }
  fprintf(stderr, "  dev: sources %.1f of %u, none %u of %u\n", 100.0 * right / (all + 1e-9), all, none_right, none);
}

/* ---- verdicts --------------------------------------------------------------------------------------------------------- */

/* Whether some quotation has this content and this source. */
static bool is_right(const document *d, const hs_attribution *at) {
  for (unsigned i = 0; i < d->count; i++) {
    const gold_quote *q = &d->quotes[i];
    if (content_match(d, q, at) < 0.5f) continue;
    bool none = at->source.first >= at->source.last;
    if (q->sources ? source_match(d, q, at->source) > 0 : none) return true;
  }
  return false;
}

typedef struct verdict_collector {
  const document *document;
  crf_data *data;
} verdict_collector;

static void collect_verdict(void *into, const hs_attribution *at, const hs_features *features) {
  verdict_collector *c = into;
  crf_add_item(c->data, 1, is_right(c->document, at), features, 0);
  crf_end_run(c->data, 1);
}

static void collect_verdicts(document *d, crf_data *data) {
  for (uint32_t k = 0; k < d->scene.cue_count; k++) {
    hs_attribution at;
    hs_judge(&bench, &d->scene, k, &at, collect_verdict, &(verdict_collector){d, data});
  }
}

static void report_verdicts(corpus *c) {
  uint32_t count[10] = {0}, right[10] = {0}, all = 0, gold = 0, contents = 0;
  double sum[10] = {0}, off = 0;
  for (size_t i = 0; i < c->count; i++) {
    document *d = &c->documents[i];
    for (uint32_t k = 0; k < d->scene.cue_count; k++) {
      const gold_quote *q = gold_of(d, k);
      hs_attribution at;
      if (d->scene.cues[k].given) continue;
      hs_judge(&bench, &d->scene, k, &at, NULL, NULL);
      if (!at.piece_count) continue;
      uint32_t bin = at.confidence < 1 ? (uint32_t)(at.confidence * 10) : 9;
      count[bin]++;
      sum[bin] += at.confidence;
      right[bin] += is_right(d, &at);
      all++;
      gold += q != NULL;
      contents += q && content_match(d, q, &at) >= 0.5f;
    }
  }
  for (int b = 0; b < 10; b++) {
    off += fabs(sum[b] - right[b]) / (all + 1e-9);
    fprintf(stderr, "  dev: %.2f %5u right %.2f\n", sum[b] / (count[b] + 1e-9), count[b], right[b] / (count[b] + 1e-9));
  }
  fprintf(stderr, "  dev: contents of %u cues %.1f; calibration error %.3f\n", gold, 100.0 * contents / (gold + 1e-9),
          off);
}

/* ---- all of it --------------------------------------------------------------------------------------------------------- */

int main(int argc, char **argv) {
  static corpus train, dev;
  if (argc < 2 || hearsay_open(NULL, NULL, &reader)) return 2;
  crf_model *nothing = need(calloc(1, sizeof *nothing));
  *nothing = (crf_model){.labels = HS_WINDOW_LABELS};
  nothing->steps = need(calloc((HS_WINDOW_LABELS + 1) * (HS_WINDOW_LABELS + 1), sizeof(float)));
  blank = crf_make_table(nothing);
  crf_free_model(nothing);
  read_corpus(stdin, &train);
  if (argc > 2) {
    FILE *in = fopen(argv[2], "rb");
    if (!in) fail(argv[2]);
    read_corpus(in, &dev);
    fclose(in);
  }
  uint32_t quotes = 0, headless = 0;
  for (size_t i = 0; i < train.count; i++)
    for (unsigned k = 0; k < train.documents[i].count; k++) {
      quotes++;
      headless += train.documents[i].quotes[k].head == HEARSAY_NONE;
    }
  fprintf(stderr, "%zu articles, %u quotations, %u without a word that can be a cue\n", train.count, quotes, headless);

  crf_options yes_no = {.kind = CRF_YES_NO, .labels = 1, .epochs = 8, .least_count = 3, .l1 = 1e-5f, .dropout = 0.5f};
  crf_options content = {.kind = CRF_SEQUENCE,
                         .labels = HS_WINDOW_LABELS,
                         .epochs = 8,
                         .least_count = 3,
                         .l1 = 1e-6f,
                         .dropout = 0.5f,
                         .least_weight = 0.25f};
  crf_options proposal = {
      .kind = CRF_CHOICE, .labels = 1, .epochs = 12, .least_count = 3, .l1 = 1e-5f, .dropout = 0.5f};
  crf_options source = {.kind = CRF_CHOICE, .labels = 1, .epochs = 6, .least_count = 3, .l1 = 3e-5f, .dropout = 0.1f};
  crf_options verdict = {.kind = CRF_YES_NO, .labels = 1, .epochs = 8, .least_count = 5, .l1 = 5e-5f, .dropout = 0.3f};
  sort_stretches(&dev);
  report_stretches(&dev, "rules");
  train_step(&train, &dev, collect_stretches, yes_no, argv[1], "stretches", offsetof(hs_attribution_models, stretches));
  sort_stretches(&train);
  sort_stretches(&dev);
  report_stretches(&dev, "model");
  train_step(&train, &dev, collect_first_look, yes_no, argv[1], "cues", offsetof(hs_attribution_models, cues));
  report_cues(&dev, 1);
  train_step(&train, &dev, collect_second_look, yes_no, argv[1], "cues_again",
             offsetof(hs_attribution_models, cues_again));
  report_cues(&dev, 2);
  for (size_t i = 0; i < train.count; i++) find_cues(&train.documents[i], 2, NULL, NULL);
  train_step(&train, &dev, collect_contents, content, argv[1], "contents", offsetof(hs_attribution_models, contents));
  report_contents(&dev);
  train_step(&train, &dev, collect_proposals, proposal, argv[1], "proposals",
             offsetof(hs_attribution_models, proposals));
  report_contents(&dev);
  train_step(&train, &dev, collect_sources, source, argv[1], "sources", offsetof(hs_attribution_models, sources));
  report_sources(&dev);
  train_step(&train, &dev, collect_verdicts, verdict, argv[1], "verdicts", offsetof(hs_attribution_models, verdicts));
  report_verdicts(&dev);
  return 0;
}
