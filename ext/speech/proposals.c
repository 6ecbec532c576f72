/*
** proposals.c: which of the contents that a window may have is the cue's: the labels decide word by word; here each content
** is seen as a whole, with its ends, what is between it and the cue, and what it leaves out.
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/grammar.h"
#include "speech/scene.h"
#include "text/text.h"

#include <math.h>

/* Equal steps of log-odds. */
static uint32_t odds_step(float chance) {
  static const float steps[] = {0.005f, 0.02f, 0.05f, 0.1f, 0.18f, 0.3f, 0.45f, 0.6f, 0.75f, 0.88f, 0.96f};
  uint32_t step = 0;
  while (step < 11 && chance >= steps[step]) step++;
  return step;
}

/* One piece, as a run of elements. */
typedef struct run {
  uint32_t first, last; /* elements, both inside */
  bool left;            /* of the cue */
} run;

static const hs_element *at(const hs_window *w, int64_t i) {
  static const hs_element edge = {.word = 3, .tag = HS_TAGS + 1};
  return i >= 0 && i < w->count ? &w->elements[i] : &edge;
}

static uint32_t sentence_of(const hs_window *w, uint32_t i) {
  return w->scene->article->tokens[w->elements[i].tokens.first].sentence;
}

static void add_ends(const hs_window *w, const run *r, uint32_t where, hs_features *f) {
  const hs_element *first = at(w, r->first), *before = at(w, (int64_t)r->first - 1);
  const hs_element *last = at(w, r->last), *behind = at(w, (int64_t)r->last + 1), *next = at(w, (int64_t)r->last + 2);
  uint32_t lemma = w->cue->lemma, coming = r->last + 1 < w->count ? w->next_cue[r->last + 1] : 7;
  bool begins = r->first == 0 || sentence_of(w, r->first) != sentence_of(w, r->first - 1);
  bool ends = r->last + 1 >= w->count || sentence_of(w, r->last) != sentence_of(w, r->last + 1) ||
              (r->last + 2 >= w->count && behind->tag == HS_PUNCTUATION);
  hs_add_feature(f, hs_key2(20, where, first->word));
  hs_add_feature(f, hs_key3(21, where, before->tag, first->tag));
  hs_add_feature(f, hs_key3(22, where, before->word, first->tag));
  hs_add_feature(f, hs_key2(23, first->word, lemma));
  hs_add_feature(f, hs_key2(24, where, before->word));
  hs_add_feature(f, hs_key2(25, where, last->word));
  hs_add_feature(f, hs_key3(26, where, last->tag, behind->tag));
  hs_add_feature(f, hs_key3(30, last->tag, behind->word, next->word));
  hs_add_feature(f, hs_key3(31, where, begins, ends));
  hs_add_feature(f, hs_key3(33, where, behind->tag * 8u + coming, next->clause));
  hs_add_feature(f, hs_key3(37, where, next->sort, behind->word));
  hs_add_feature(f, hs_key3(38, w->cue->frame, first->tag, before->word));
  hs_add_feature(f, hs_key3(39, first->stretch, before->stretch * 4u + last->stretch * 2u + behind->stretch, where));
}

static void add_middle(const hs_window *w, const run *r, uint32_t where, hs_features *f) {
  uint32_t low = r->left ? r->last + 1 : w->head + 1, high = r->left ? w->head : r->first;
  if (high < low) high = low;
  uint32_t verbs = hs_up_to((uint32_t)w->verbs[high] - w->verbs[low], 2),
           commas = hs_up_to((uint32_t)w->commas[high] - w->commas[low], 2);
  uint32_t inside_verbs = hs_up_to((uint32_t)w->verbs[r->last + 1] - w->verbs[r->first], 3);
  uint32_t inside_commas = hs_up_to((uint32_t)w->commas[r->last + 1] - w->commas[r->first], 4);
  uint32_t length = hs_few(r->last - r->first + 1);
  bool other = sentence_of(w, r->first) != sentence_of(w, w->head);
  uint8_t chance = 0;
  for (uint32_t i = r->first; i <= r->last; i++)
    if (w->elements[i].chance > chance) chance = w->elements[i].chance;
  hs_add_feature(f, hs_key2(50, where, hs_few(high - low)));
  hs_add_feature(f, hs_key2(51, w->cue->lemma, hs_few(high - low)));
  hs_add_feature(f, hs_key3(52, where, verbs, commas));
  hs_add_feature(f, hs_key3(53, w->cue->frame, verbs, commas));
  hs_add_feature(f, hs_key2(54, where, length));
  hs_add_feature(f, hs_key3(55, w->cue->word, length, w->cue->frame));
  hs_add_feature(f, hs_key2(56, where, inside_verbs));
  hs_add_feature(f, hs_key2(57, w->cue->lemma, inside_verbs));
  hs_add_feature(f, hs_key3(58, w->cue->frame, inside_verbs, hs_up_to(inside_commas, 2)));
  hs_add_feature(f, hs_key2(59, where, inside_commas));
  hs_add_feature(f, hs_key3(61, where, other, r->left));
  hs_add_feature(f, hs_key2(62, where, hs_chance_step(chance)));
  hs_add_feature(f, hs_key3(63, hs_chance_step(chance), inside_verbs, w->cue->frame));
}

/* What the content has and leaves out. */
static void add_whole(const hs_window *w, const hs_reading *reading, uint32_t index, const run *runs, uint32_t count,
                      hs_features *f) {
  const hs_proposal *p = &reading->proposals[index];
  uint32_t quotes = 0, words = 0, sides = 1, all = w->stretches[w->count];
  for (uint32_t i = 0; i < count; i++) {
    quotes += (uint32_t)w->stretches[runs[i].last + 1] - w->stretches[runs[i].first];
    words += runs[i].last - runs[i].first + 1;
    sides = sides * 3 + (runs[i].left ? 1 : 2);
  }
  bool pure = quotes == words, source = false;
  for (uint32_t i = 0; i < count; i++)
    source = source || (reading->source.first < reading->source.last &&
                        w->elements[runs[i].first].tokens.first < reading->source.last &&
                        reading->source.first < w->elements[runs[i].last].tokens.last);
  uint32_t step = odds_step(p->chance), frame = w->cue->frame * 2u + w->cue->passive;
  hs_add_feature(f, hs_key(1, step));
  hs_add_feature(f, hs_key2(2, hs_up_to(index, 6), p->rules));
  hs_add_feature(f, hs_key3(3, step, p->rules, index == 0));
  hs_add_feature(f, hs_key2(4, p->rules, frame));
  hs_add_feature(f, hs_key2(5, p->rules, w->cue->lemma));
  hs_add_feature(f, hs_key2(6, count, sides));
  hs_add_feature(f, hs_key2(7, sides, w->cue->lemma));
  hs_add_feature(f, hs_key2(8, sides, frame));
  hs_add_feature(f, hs_key3(9, hs_up_to(quotes, 3), hs_up_to(all - quotes, 3), pure));
  hs_add_feature(f, hs_key3(10, hs_up_to(quotes, 2), hs_up_to(all - quotes, 2), sides));
  hs_add_feature(f, hs_key2(11, pure, sides));
  hs_add_feature(f, hs_key3(12, pure, frame, w->left_quote * 3 + w->right_quote));
  hs_add_feature(f, hs_key2(13, source, sides));
  hs_add_feature(f, hs_key2(14, hs_few(words), frame));
}

void hs_proposal_features(const hs_window *w, const hs_reading *reading, uint32_t index, hs_features *f) {
  const hs_proposal *p = &reading->proposals[index];
  run runs[HS_MOST_PIECES];
  uint32_t count = 0;
  f->count = 0;
  for (uint8_t i = 0; i < p->piece_count; i++) {
    uint32_t first = hs_element_of(w, p->pieces[i].first), last = hs_element_of(w, p->pieces[i].last - 1);
    if (first < w->count && last < w->count) runs[count++] = (run){first, last, first < w->head};
  }
  add_whole(w, reading, index, runs, count, f);
  for (uint32_t i = 0; i < count && i < 3; i++) {
    uint32_t where = runs[i].left + 2 * hs_up_to(count, 2) + (i > 0 ? 8u : 0);
    add_ends(w, &runs[i], where, f);
    add_middle(w, &runs[i], where, f);
  }
}

void hs_rank_proposals(const hs_window *w, hs_reading *reading) {
  int32_t scores[HS_MOST_PROPOSALS], best = INT32_MIN;
  float all = 0;
  for (uint32_t i = 0; i < reading->proposal_count; i++) {
    hs_features features;
    int32_t score[1] = {0};
    hs_proposal_features(w, reading, i, &features);
    hs_add_scores(&w->scene->models->proposals, &features, score);
    scores[i] = score[0];
    if (score[0] > best) best = score[0];
  }
  for (uint32_t i = 0; i < reading->proposal_count; i++)
    all += reading->proposals[i].share = expf((float)(scores[i] - best) / HS_WEIGHT_UNIT);
  for (uint32_t i = 0; i < reading->proposal_count; i++) {
    hs_proposal p = reading->proposals[i];
    uint32_t to = i;
    p.share /= all;
    for (; to > 0 && reading->proposals[to - 1].share < p.share; to--)
      reading->proposals[to] = reading->proposals[to - 1];
    reading->proposals[to] = p;
  }
}
