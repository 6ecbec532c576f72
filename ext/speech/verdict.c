/*
** verdict.c: whether cue, content and source together make an attribution: its confidence. What the steps before were sure
** of, whether the rules agree with the models, and the shape of the whole.
*/
#include "language/lexicon.h"
#include "language/phrases.h"
#include "language/tags.h"
#include "speech/contents.h"
#include "speech/grammar.h"
#include "speech/scene.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

/*
** About the best F1 end to end on PolNeAR. Beliefs, intentions and reports without a clause ("criticised the plan") have to be
** surer: GUM's news leaves most of them out.
*/
bool hs_is_likely(const hs_cue *cue, const hs_attribution *at) {
  bool says = cue->cue_class == HEARSAY_SPEECH || cue->cue_class == HEARSAY_WRITING;
  bool about = at->kind == HEARSAY_INDIRECT && cue->frame == HS_FRAME_PREPOSITION; /* "referring to the new cameras" */
  bool phrase = at->kind == HEARSAY_INDIRECT &&
                (cue->frame == HS_FRAME_OBJECT || cue->frame == HS_FRAME_TO || cue->frame == HS_FRAME_NONE);
  return at->confidence >= (about ? 0.56f : !says ? 0.53f : phrase ? 0.45f : 0.37f);
}

/* A chance in sixteen steps, finer towards both ends (equal steps of log-odds). */
static uint32_t odds_step(float chance) {
  static const float steps[] = {0.01f, 0.03f, 0.07f, 0.12f, 0.2f,  0.3f,  0.4f, 0.5f,
                                0.6f,  0.7f,  0.8f,  0.88f, 0.93f, 0.97f, 0.99f};
  uint32_t step = 0;
  while (step < 15 && chance >= steps[step]) step++;
  return step;
}

typedef struct content {
  uint32_t tokens, stretches, verbs, in_rule;
  uint8_t chance; /* the best of the cues inside */
} content;

static content look_inside(const hs_window *w, const hs_attribution *at) {
  const hearsay_article *a = w->scene->article;
  content c = {0};
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++) {
      c.tokens++;
      c.in_rule += hs_in_content(&w->rule, t);
      if (hs_in_stretch(a, t))
        c.stretches += a->stretches[a->stretch_at[t]].tokens.first == t;
      else
        c.verbs += hs_is_finite_tag(a->tokens[t].tag);
      if (w->scene->chances[t] > c.chance) c.chance = w->scene->chances[t];
    }
  return c;
}

/* The share of both that content and the rules' content have in common, in fifths. */
static uint32_t agreement(const hs_window *w, const content *c) {
  uint32_t rule = 0;
  for (uint8_t i = 0; i < w->rule.piece_count; i++) rule += w->rule.pieces[i].last - w->rule.pieces[i].first;
  uint32_t both = c->in_rule, all = rule + c->tokens - both;
  return all ? both * 5 / all : 6;
}

/* Whether the two sources are the same: 0 both none, 1 one of them none, 2 apart, 3 in common. */
static uint32_t same_source(hs_range x, hs_range y) {
  bool no_x = x.first >= x.last, no_y = y.first >= y.last;
  if (no_x || no_y) return no_x && no_y ? 0 : 1;
  return x.first < y.last && y.first < x.last ? 3 : 2;
}

/* The best chance of a cue outside of the content, before and behind the cue. */
static void others(const hs_window *w, const hs_attribution *at, uint8_t *before, uint8_t *behind) {
  *before = *behind = 0;
  for (uint32_t i = 0; i < w->count; i++) {
    uint8_t chance = w->elements[i].chance;
    if (i == w->head || !chance || hs_in_content(at, w->elements[i].tokens.first)) continue;
    if (i < w->head && chance > *before) *before = chance;
    if (i > w->head && chance > *behind) *behind = chance;
  }
}

static void add_edges(const hs_window *w, const hs_attribution *at, hs_features *f) {
  const hearsay_article *a = w->scene->article;
  if (!at->piece_count) return;
  hs_range first = at->pieces[0], last = at->pieces[at->piece_count - 1];
  uint32_t before = first.first > 0 ? a->tokens[first.first - 1].tag : HS_TAGS;
  bool front = first.first == hs_sentence_of(a, first.first).first;
  hs_range sentence = hs_sentence_of(a, last.last - 1);
  bool ends = last.last + 1 >= sentence.last;
  hs_add_feature(f, hs_key2(40, hs_word_key(a, first.first), w->cue->word));
  hs_add_feature(f, hs_key2(41, a->tokens[first.first].tag, before));
  hs_add_feature(f, hs_key2(42, front, ends));
  hs_add_feature(f, hs_key2(43, a->tokens[last.last].tag, ends));
  hs_add_feature(f, hs_key2(44, hs_word_key(a, last.last), ends));
  hs_add_feature(f, hs_key2(45, a->tokens[last.last - 1].tag, a->tokens[last.last].tag));
  hs_add_feature(f, hs_key2(46, first.first<w->cue->head, last.last> w->cue->head));
}

static void add_source(const hs_window *w, const hs_attribution *at, hs_features *f) {
  const hearsay_article *a = w->scene->article;
  const hs_cue *cue = w->cue;
  bool none = at->source.first >= at->source.last;
  uint32_t sort = none ? 0 : 1 + hs_phrase_sort(a, hs_phrase_from(a, at->source.first)),
           frame = cue->frame * 2u + cue->passive;
  bool left = at->source.first < cue->head;
  uint32_t gap = none ? 7 : left ? cue->tokens.first - at->source.last : at->source.first - cue->tokens.last;
  bool far = !none && a->tokens[at->source.first].sentence != a->tokens[cue->head].sentence;
  gap = gap > 1u << 30 ? 0 : hs_few(gap);
  hs_add_feature(f, hs_key2(70, sort, cue->word));
  hs_add_feature(f, hs_key2(71, sort, cue->lemma));
  hs_add_feature(f, hs_key2(72, sort, frame));
  hs_add_feature(f, hs_key3(73, sort, cue->cue_class, at->kind));
  hs_add_feature(f, hs_key3(74, gap, left, frame));
  hs_add_feature(f, hs_key3(75, gap, left, far));
  hs_add_feature(f, hs_key2(76, gap, sort));
  hs_add_feature(f, hs_key2(77, none ? 0 : hs_word_key(a, at->source.last - 1), cue->word));
  hs_add_feature(f, hs_key2(78, none ? 0 : a->tokens[at->source.first].tag, left));
  hs_add_feature(f, hs_key2(79, hs_few(at->source.last - at->source.first), left));
}

static void verdict_features(const hs_window *w, const hs_attribution *at, const hs_reading *reading, hs_features *f) {
  const hs_proposal *proposal = &reading->proposals[0];
  const hearsay_article *a = w->scene->article;
  const hs_cue *cue = w->cue;
  content c = look_inside(w, at);
  uint8_t before, behind;
  uint32_t agree = agreement(w, &c), source = same_source(at->source, w->rule.source);
  uint32_t label = same_source(at->source, reading->source), frame = cue->frame * 2u + cue->passive;
  uint32_t sure = odds_step(cue->probability), content_sure = odds_step(proposal->chance);
  uint32_t source_sure = odds_step(reading->source_chance), tag = a->tokens[cue->head].tag;
  bool headline = a->paragraphs[a->sentences[a->tokens[cue->head].sentence].paragraph].role == HEARSAY_HEADLINE;
  bool none = at->source.first >= at->source.last;
  others(w, at, &before, &behind);
  f->count = 0;
  hs_add_feature(f, hs_key(1, at->kind));
  hs_add_feature(f, hs_key(2, sure));
  hs_add_feature(f, hs_key(3, content_sure));
  hs_add_feature(f, hs_key2(4, source_sure, none));
  hs_add_feature(f, hs_key2(5, sure, content_sure));
  hs_add_feature(f, hs_key2(6, sure, source_sure));
  hs_add_feature(f, hs_key2(7, sure, at->kind));
  hs_add_feature(f, hs_key2(8, content_sure, at->kind));
  hs_add_feature(f, hs_key2(9, source_sure, at->kind));
  hs_add_feature(f, hs_key(10, agree));
  hs_add_feature(f, hs_key2(11, agree, at->kind));
  hs_add_feature(f, hs_key2(12, agree, frame));
  hs_add_feature(f, hs_key2(13, source, label));
  hs_add_feature(f, hs_key2(14, source * 4 + label, cue->word));
  hs_add_feature(f, hs_key2(15, none, at->kind));
  hs_add_feature(f, hs_key2(16, none, cue->lemma));
  hs_add_feature(f, hs_key(17, frame));
  hs_add_feature(f, hs_key2(18, frame, at->kind));
  hs_add_feature(f, hs_key(19, cue->lemma));
  hs_add_feature(f, hs_key2(20, cue->lemma, frame));
  hs_add_feature(f, hs_key2(21, cue->cue_class, at->kind));
  hs_add_feature(f, hs_key(22, tag));
  hs_add_feature(f, hs_key2(23, headline, at->kind));
  hs_add_feature(f, hs_key2(24, headline, sure));
  hs_add_feature(f, hs_key2(25, at->kind, hs_few(c.tokens)));
  hs_add_feature(f, hs_key2(26, cue->word, hs_few(c.tokens)));
  hs_add_feature(f, hs_key2(27, at->piece_count, at->kind));
  hs_add_feature(f, hs_key2(28, hs_up_to(c.verbs, 3), frame));
  hs_add_feature(f, hs_key2(29, hs_up_to(c.stretches, 2), at->kind));
  hs_add_feature(f, hs_key2(30, hs_chance_step(c.chance), sure));
  hs_add_feature(f, hs_key2(31, hs_chance_step(before), sure));
  hs_add_feature(f, hs_key2(32, hs_chance_step(behind), sure));
  hs_add_feature(f, hs_key2(33, hs_chance_step(before), hs_chance_step(behind)));
  hs_add_feature(f, hs_key2(34, w->left_quote * 3 + w->right_quote, at->kind));
  hs_add_feature(f, hs_key2(35, w->left_quote * 3 + w->right_quote, frame));
  hs_add_feature(f, hs_key2(36, hs_coarse_class(hs_word_class(a->tokens[cue->head].word), 4), at->kind));
  uint32_t next = reading->proposal_count > 1 ? odds_step(reading->proposals[1].share) : 0;
  uint32_t share = odds_step(proposal->share);
  hs_add_feature(f, hs_key(60, share));
  hs_add_feature(f, hs_key2(61, share, sure));
  hs_add_feature(f, hs_key2(62, share, content_sure));
  hs_add_feature(f, hs_key2(63, share, at->kind));
  hs_add_feature(f, hs_key2(64, share, source_sure));
  hs_add_feature(f, hs_key2(65, share, next));
  hs_add_feature(f, hs_key2(50, proposal->rules, share));
  hs_add_feature(f, hs_key2(51, proposal->rules, frame));
  hs_add_feature(f, hs_key2(52, proposal->rules, at->kind));
  hs_add_feature(f, hs_key2(53, proposal->rules, cue->lemma));
  add_source(w, at, f);
  add_edges(w, at, f);
}

/* ---- judging ----------------------------------------------------------------------------------------------------------- */

/* A source at an end of a piece is no part of it: "Harbour will close, says pilots' union". */
static void cut_source(hs_attribution *at) {
  for (uint8_t i = 0; i < at->piece_count && at->source.first < at->source.last; i++) {
    hs_range *piece = &at->pieces[i];
    if (at->source.first < piece->last && at->source.last >= piece->last && at->source.first >= piece->first)
      piece->last = at->source.first;
    else if (at->source.last > piece->first && at->source.first <= piece->first && at->source.last <= piece->last)
      piece->first = at->source.last;
    if (piece->first >= piece->last) hs_drop_piece(at, i--);
  }
}

/* Verbs whose object is who is spoken to or charged, and no part of what is said: "urged the council to act". */
static bool has_addressee(const hs_cue *cue) {
  static const char *const lemmas[] = {
      "urge",   "ask",     "tell",   "call",  "warn",    "advise", "remind", "order",   "beg",    "implore",  "invite",
      "accuse", "request", "appeal", "press", "command", "exhort", "plead",  "caution", "assure", "instruct", "inform"};
  for (size_t i = 0; i < sizeof lemmas / sizeof *lemmas; i++)
    if (cue->lemma == hs_hash((const unsigned char *)lemmas[i], strlen(lemmas[i]))) return true;
  return false;
}

/* What a content can begin with behind an addressee: to act, of lying, that it is late, whether it is. */
static bool begins_content(const hearsay_article *a, uint32_t t) {
  uint8_t tag = a->tokens[t].tag;
  return tag == HS_TO || tag == HS_WP || tag == HS_WRB || hs_is(a, t, "of") || hs_is(a, t, "that") ||
         hs_is(a, t, "whether") || hs_is(a, t, "if");
}

/* "appealed to the drivers to stay", "accused them of lying": what is said begins behind who it is said to. */
static void cut_addressee(const hs_window *w, hs_attribution *at) {
  const hearsay_article *a = w->scene->article;
  hs_range *piece = &at->pieces[0];
  uint32_t t = w->cue->tokens.last;
  if (hs_is(a, t, "to") || hs_is(a, t, "on") || hs_is(a, t, "with")) t++;
  if ((piece->first != t && piece->first != w->cue->tokens.last) || !has_addressee(w->cue)) return;
  const hs_phrase *who = hs_phrase_from(a, t);
  if (!who || hs_in_stretch(a, t)) return;
  uint32_t end = hs_phrase_reach(a, who, piece->last);
  if (end >= piece->last || !begins_content(a, end)) /* "the head of the council to act", but "the council of lying" */
    end = who->tokens.last;
  if (end < piece->last && begins_content(a, end)) piece->first = end;
}

/* "refused to say whether it was late": the second verb is the cue's, which may have it already ("has refused to say"). */
static void cut_second_verb(const hs_window *w, hs_attribution *at) {
  const hearsay_article *a = w->scene->article;
  hs_range *piece = &at->pieces[0];
  uint32_t t = piece->first, behind = t + 2;
  if (piece->last < t + 4 || a->tokens[t].tag != HS_TO || !hs_is(a, t + 1, "say")) return;
  if (at->cue.last != behind) {
    if (at->cue.last != t || w->cue->word != HS_CUE_VERB) return;
    if (!begins_content(a, behind) || a->tokens[behind].tag == HS_TO) return;
  }
  piece->first = at->cue.last = behind;
}

/* "that it will stay, and that it will be free": the second clause too, when the rules take it in. */
static void add_second_clause(const hs_window *w, hs_attribution *at) {
  const hearsay_article *a = w->scene->article;
  hs_range *piece = &at->pieces[at->piece_count - 1];
  uint32_t t = piece->last, sentence = hs_sentence_of(a, piece->first).last;
  if (t < sentence && hs_is_comma(a, t)) t++;
  if (!hs_is(a, piece->first, "that") || t + 2 >= sentence || a->tokens[t].tag != HS_CC || !hs_is(a, t + 1, "that"))
    return;
  for (uint8_t i = 0; i < w->rule.piece_count; i++)
    if (w->rule.pieces[i].first <= piece->first && w->rule.pieces[i].last > t + 2) piece->last = w->rule.pieces[i].last;
}

/* "…, says nurse": the subject behind a cue that ends what is said is its source and nothing more of what is said. */
static void find_inverted(const hs_window *w, hs_attribution *at) {
  hs_range source = w->rule.source;
  bool behind = w->cue->frame == HS_FRAME_QUOTE_BEFORE || w->cue->frame == HS_FRAME_PARENTHESIS;
  bool other =
      at->source.first < at->source.last && !(source.first <= at->source.first && at->source.last <= source.last);
  if (!behind || other || source.first >= source.last || source.first != w->cue->tokens.last) return;
  if (at->pieces[0].first < w->cue->head && hs_in_content(at, source.last - 1)) at->source = source;
}

/* Those of the likeliest proposal. */
static void set_contents(const hs_reading *r, hs_attribution *at) {
  const hs_proposal *p = &r->proposals[0];
  at->piece_count = p->piece_count;
  for (uint8_t i = 0; i < p->piece_count; i++) at->pieces[i] = p->pieces[i];
  at->cue = r->cue;
}

/* What decided, in words: what is around the cue, and what its source is there. */
static const char *rule_of(const hs_window *w, const hs_attribution *at) {
  static const char *const frames[HS_FRAMES] = {
      [HS_FRAME_QUOTE_BEFORE] = "quotation before the cue",
      [HS_FRAME_QUOTE_AFTER] = "quotation behind the cue",
      [HS_FRAME_THAT] = "that-clause",
      [HS_FRAME_CLAUSE] = "clause behind the cue",
      [HS_FRAME_TO] = "infinitive",
      [HS_FRAME_WHETHER] = "question in a clause",
      [HS_FRAME_PARENTHESIS] = "cue aside",
      [HS_FRAME_PREPOSITION] = "preposition behind the cue",
      [HS_FRAME_OBJECT] = "object of the cue",
      [HS_FRAME_QUOTE_NEAR] = "quotation in the sentence",
      [HS_FRAME_NONE] = "words around the cue",
  };
  bool none = at->source.first >= at->source.last;
  bool agree = none || same_source(at->source, w->rule.source) == 3;
  const char *side = at->source.first < w->cue->head ? "phrase before the cue" : "phrase behind the cue";
  const char *source = none ? "no source given" : agree ? w->rule.rule : side, *frame = frames[w->cue->frame];
  size_t room = strlen(frame) + strlen(source) + sizeof "; ";
  char *text = hs_allocate(w->scene->article, room, 1);
  if (!text) return source;
  snprintf(text, room, "%s; %s", frame, source);
  return text;
}

static void judge_given(hs_bench *b, hs_attribution *at) {
  *at = b->window.rule; /* the rules know */
  at->confidence = b->window.cue->probability;
  if (b->window.cue->word == HS_CUE_COLON) at->kind = HEARSAY_DIRECT; /* transcripts give the words themselves */
}

void hs_judge(hs_bench *b, const hs_scene *scene, uint32_t index, hs_attribution *at, hs_verdict_visitor *visit,
              void *data) {
  hs_window *w = &b->window;
  hs_features features;
  int32_t scores[1] = {0};
  hs_open_window(w, scene, index);
  hs_read_window(b);
  hs_rank_proposals(w, &b->reading);
  if (w->cue->given) {
    judge_given(b, at);
    return;
  }
  *at = w->rule;
  set_contents(&b->reading, at);
  if (!at->piece_count) return;
  add_second_clause(w, at);
  hs_rank_sources(w, at, &b->reading);
  find_inverted(w, at);
  cut_source(at);
  cut_addressee(w, at);
  cut_second_verb(w, at);
  at->kind = (uint8_t)hs_kind_of(scene->article, at);
  if (!at->piece_count) return;
  verdict_features(w, at, &b->reading, &features);
  if (visit) visit(data, at, &features);
  hs_add_scores(&scene->models->verdicts, &features, scores);
  at->confidence = hs_chance_of(scores[0]);
  if (hs_is_likely(w->cue, at)) at->rule = rule_of(w, at);
}
