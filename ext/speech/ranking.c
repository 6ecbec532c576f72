/*
** ranking.c: whose words: each noun phrase around a cue, and none of them, gets a score by where it stands, what it is and
** what the rules and the window's labels say; the best one is the source (after Prasad et al. 2010 and Almeida, Almeida and
** Martins 2014, who choose among candidates too).
*/
#include "language/lexicon.h"
#include "language/names.h"
#include "language/phrases.h"
#include "language/tags.h"
#include "speech/contents.h"
#include "speech/grammar.h"
#include "speech/scene.h"
#include "text/text.h"

#include <math.h>

static bool contains(hs_range r, uint32_t t) {
  return r.first <= t && t < r.last;
}

/* ---- candidates -------------------------------------------------------------------------------------------------------- */

static void add(hs_sources *sources, hs_range tokens, uint32_t head) {
  if (tokens.first < tokens.last && sources->count < HS_MOST_SOURCES) {
    sources->items[sources->count].tokens = tokens;
    sources->items[sources->count++].head = head;
  }
}

/* "his" of "his claim", "the minister" of "the minister's claim": who owns what the phrase is about. */
static void add_owner(const hearsay_article *a, const hs_phrase *p, hs_sources *sources) {
  if (a->tokens[p->tokens.first].tag == HS_PRPS && p->head != p->tokens.first)
    add(sources, (hs_range){p->tokens.first, p->tokens.first + 1}, p->tokens.first);
  for (uint32_t t = p->tokens.first + 1; t < p->head; t++)
    if (a->tokens[t].tag == HS_POS) {
      add(sources, (hs_range){p->tokens.first, t}, t - 1);
      return;
    }
}

void hs_list_sources(const hs_window *w, const hs_attribution *at, hs_sources *sources) {
  const hearsay_article *a = w->scene->article;
  uint32_t before = HEARSAY_NONE;
  sources->count = 0;
  /* the nearest ones, when there are too many */
  uint32_t first = w->head > 100 ? w->head - 100 : 0;
  for (uint32_t i = first; i < w->count; i++) {
    const hs_element *e = &w->elements[i];
    uint32_t t = e->tokens.first, p = e->stretch ? HEARSAY_NONE : a->phrase_at[t];
    if (p == HEARSAY_NONE || p == before) continue;
    before = p;
    const hs_phrase *phrase = &a->phrases[p];
    if (hs_in_stretch(a, phrase->head)) continue;
    add_owner(a, phrase, sources);
    if (hs_in_content(at, phrase->head) || contains(w->cue->tokens, phrase->head)) continue;
    add(sources, phrase->tokens, phrase->head);
  }
}

/* ---- features ---------------------------------------------------------------------------------------------------------- */

/* 1 inside, 2 the head too, 0 no */
static uint32_t inside(hs_range r, hs_range tokens, uint32_t head) {
  if (contains(r, head)) return 2;
  return r.first < tokens.last && tokens.first < r.last;
}

static uint32_t sort_of(const hearsay_article *a, const hs_sources *s, uint32_t i) {
  hs_range r = s->items[i].tokens;
  uint32_t head = s->items[i].head;
  hs_phrase part = {.tokens = r, .head = head, .kind = HEARSAY_NOMINAL};
  if (a->name_at[head] != HEARSAY_NONE) part.kind = HEARSAY_NAME;
  uint8_t tag = a->tokens[head].tag;
  if (tag == HS_PRP || tag == HS_PRPS || tag == HS_WP || tag == HS_WDT) part.kind = HEARSAY_PRONOUN;
  return hs_phrase_sort(a, &part);
}

typedef struct place {
  bool left;
  uint32_t distance, rank, verbs, commas, relation;
  bool over; /* content lies between it and the cue */
} place;

static place place_of(const hs_window *w, const hs_attribution *at, const hs_sources *s, uint32_t i) {
  const hearsay_article *a = w->scene->article;
  uint32_t cue = w->cue->head, head = s->items[i].head;
  place p = {.left = head < cue};
  uint32_t low = p.left ? head : cue, high = p.left ? cue : head;
  p.distance = hs_few(high - low);
  for (uint32_t j = 0; j < s->count; j++) p.rank += s->items[j].head > low && s->items[j].head < high;
  for (uint32_t t = low + 1; t < high; t++) {
    if (hs_in_content(at, t)) {
      p.over = true;
      continue;
    }
    if (hs_in_stretch(a, t)) continue;
    p.verbs += hs_is_verb_tag(a->tokens[t].tag) || a->tokens[t].tag == HS_MD;
    p.commas += hs_is_comma(a, t);
  }
  p.rank = hs_up_to(p.rank, 4);
  p.verbs = hs_up_to(p.verbs, 3);
  p.commas = hs_up_to(p.commas, 3);
  uint32_t first = at->piece_count ? at->pieces[0].first : 0;
  uint32_t last = at->piece_count ? at->pieces[at->piece_count - 1].last : 0;
  p.relation = !at->piece_count ? 0 : hs_in_content(at, head) ? 1 : head < first ? 2 : head >= last ? 3 : 4;
  return p;
}

static void add_what(const hs_window *w, const hs_sources *s, uint32_t i, uint32_t sort, hs_features *f) {
  const hearsay_article *a = w->scene->article;
  hs_range r = s->items[i].tokens;
  uint32_t head = s->items[i].head, side = head < w->cue->head;
  uint32_t before = r.first > 0 ? hs_word_key(a, r.first - 1) : 0, behind = hs_word_key(a, r.last);
  uint32_t tag_before = r.first > 0 ? a->tokens[r.first - 1].tag : HS_TAGS, tag_behind = a->tokens[r.last].tag;
  hs_add_feature(f, hs_key(22, hs_coarse_class(hs_word_class(a->tokens[head].word), 2)));
  hs_add_feature(f, hs_key2(24, side, before));
  hs_add_feature(f, hs_key2(25, side, behind));
  hs_add_feature(f, hs_key2(26, side, tag_before));
  hs_add_feature(f, hs_key2(27, side, tag_behind));
  hs_add_feature(f, hs_key2(28, before, w->cue->lemma));
  hs_add_feature(f, hs_key3(29, before, side, w->cue->frame));
  hs_add_feature(f, hs_key2(31, sort, a->tokens[head].tag));
  hs_add_feature(f, hs_key2(33, sort, tag_before));
  hs_add_feature(f, hs_key3(34, side, tag_before, tag_behind));
  hs_add_feature(f, hs_key2(35, r.last < a->phrases[a->phrase_at[head]].tokens.last, a->tokens[w->cue->head].tag));
}

static void add_where(const hs_window *w, const hs_sources *s, uint32_t i, const place *p, uint32_t sort,
                      hs_features *f) {
  const hearsay_article *a = w->scene->article;
  hs_range r = s->items[i].tokens, cue = w->cue->tokens;
  uint32_t tag = a->tokens[w->cue->head].tag, lemma = w->cue->lemma, frame = w->cue->frame * 2u + w->cue->passive;
  uint32_t beside = r.last == cue.first ? 1 : r.first == cue.last ? 2 : 0, two = hs_up_to(p->rank, 2);
  hs_add_feature(f, hs_key2(41, p->left, p->rank));
  hs_add_feature(f, hs_key3(43, p->left, hs_up_to(p->rank, 3), sort));
  hs_add_feature(f, hs_key2(44, p->left, p->verbs));
  hs_add_feature(f, hs_key2(45, p->left, p->commas));
  hs_add_feature(f, hs_key3(46, p->left * 4u + two, hs_up_to(p->verbs, 2), hs_up_to(p->commas, 2)));
  hs_add_feature(f, hs_key3(47, p->relation, p->left, p->over));
  hs_add_feature(f, hs_key3(48, p->relation * 2 + p->over, p->left * 4u + two, hs_up_to(p->verbs, 2)));
  hs_add_feature(f, hs_key2(49, lemma, p->left * 4u + two));
  hs_add_feature(f, hs_key2(50, tag, p->left * 4u + two));
  hs_add_feature(f, hs_key(54, beside));
  hs_add_feature(f, hs_key2(55, beside, frame));
  hs_add_feature(f, hs_key3(56, beside, sort, tag));
}

static void add_advice(const hs_window *w, const hs_reading *reading, const hs_sources *s, uint32_t i, uint32_t sort,
                       hs_features *f) {
  hs_range r = s->items[i].tokens;
  uint32_t head = s->items[i].head;
  uint32_t rule = inside(w->rule.source, r, head), label = inside(reading->source, r, head);
  uint32_t first = rule && w->rule.source.first >= r.first && w->rule.source.first < r.last;
  uint32_t front = label && reading->source.first >= r.first && reading->source.first < r.last;
  uint32_t none = (w->rule.source.first >= w->rule.source.last) * 2u + (reading->source.first >= reading->source.last);
  hs_add_feature(f, hs_key2(60, rule, first));
  hs_add_feature(f, hs_key2(61, label, front));
  hs_add_feature(f, hs_key3(62, rule * 2 + first, label * 2 + front, none));
  hs_add_feature(f, hs_key2(65, label * 2 + front, sort));
}

static void add_none(const hs_window *w, const hs_reading *reading, hs_features *f) {
  const hearsay_article *a = w->scene->article;
  uint32_t head = w->cue->head, tag = a->tokens[head].tag, frame = w->cue->frame * 2u + w->cue->passive;
  uint32_t none = (w->rule.source.first >= w->rule.source.last) * 2u + (reading->source.first >= reading->source.last);
  hs_add_feature(f, hs_key(2, w->cue->lemma));
  hs_add_feature(f, hs_key(3, tag));
  hs_add_feature(f, hs_key2(4, w->cue->lemma, tag));
  hs_add_feature(f, hs_key2(8, frame, w->cue->lemma));
  hs_add_feature(f, hs_key2(10, none, frame));
  hs_add_feature(f, hs_key2(11, none, tag));
  hs_add_feature(f, hs_key2(12, none, w->cue->lemma));
  hs_add_feature(f, hs_key(13, head > 0 ? hs_word_key(a, head - 1) : 0));
  hs_add_feature(f, hs_key(14, hs_word_key(a, head + 1)));
}

void hs_source_features(const hs_window *w, const hs_attribution *at, const hs_reading *reading, const hs_sources *s,
                        uint32_t i, hs_features *f) {
  f->count = 0;
  if (i == s->count) {
    add_none(w, reading, f);
    return;
  }
  uint32_t sort = sort_of(w->scene->article, s, i);
  place p = place_of(w, at, s, i);
  add_what(w, s, i, sort, f);
  add_where(w, s, i, &p, sort, f);
  add_advice(w, reading, s, i, sort, f);
}

/* ---- ranking ----------------------------------------------------------------------------------------------------------- */

static bool meets_content(const hs_attribution *at, hs_range r) {
  for (uint8_t i = 0; i < at->piece_count; i++)
    if (at->pieces[i].first < r.last && r.first < at->pieces[i].last) return true;
  return false;
}

/*
** The words of a source: what the window's labels or the rules take for it, when its head is in them and none of the content;
** else its phrase.
*/
static hs_range reach_of(const hs_window *w, const hs_attribution *at, const hs_reading *reading, hs_range tokens,
                         uint32_t head) {
  const hearsay_article *a = w->scene->article;
  if (contains(reading->source, head) && !meets_content(at, reading->source)) return reading->source;
  if (contains(w->rule.source, head) && !meets_content(at, w->rule.source)) return w->rule.source;
  const hs_phrase *p = hs_phrase_from(a, tokens.first);
  if (!p || p->tokens.last != tokens.last) return tokens;
  return (hs_range){tokens.first, hs_phrase_reach(a, p, hs_sentence_of(a, head).last)};
}

void hs_rank_sources(const hs_window *w, hs_attribution *at, hs_reading *reading) {
  hs_sources sources;
  float all = 0, ways[HS_MOST_SOURCES + 1];
  int32_t best = INT32_MIN, scores[HS_MOST_SOURCES + 1];
  uint32_t choice = 0;
  hs_list_sources(w, at, &sources);
  for (uint32_t i = 0; i <= sources.count; i++) {
    hs_features features;
    int32_t score[1] = {0};
    hs_source_features(w, at, reading, &sources, i, &features);
    hs_add_scores(&w->scene->models->sources, &features, score);
    scores[i] = score[0];
    if (score[0] <= best) continue;
    best = score[0];
    choice = i;
  }
  for (uint32_t i = 0; i <= sources.count; i++) all += ways[i] = expf((float)(scores[i] - best) / HS_WEIGHT_UNIT);
  reading->source_chance = ways[choice] / all;
  if (choice == sources.count) {
    at->source = (hs_range){0, 0};
    return;
  }
  at->source = reach_of(w, at, reading, sources.items[choice].tokens, sources.items[choice].head);
}
