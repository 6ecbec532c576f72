/*
** attribution.c: puts cues, sources and contents together. Every likely cue of the article makes a proposal; the surest ones
** that can stand beside each other stay. Then the quoted stretches that none of them has go to the attribution that they go
** on from.
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/contents.h"
#include "speech/grammar.h"
#include "speech/scene.h"
#include "speech/sources.h"
#include "text/text.h"

enum { SHORTEST_LONE_QUOTE = 5 };

/* A cue with less, by the table, announces no quotation on the next line. */
static const float least_cue = 0.15f;
/* How often lone quotations have the right speaker, and are right without one: counted on the dev sets and our own articles. */
static const float goes_on_right = 0.47f, no_source_right = 0.25f;
typedef struct attributing {
  hearsay_article *article;
  hs_scene scene;
  hs_attribution *proposals;      /* of each cue; without pieces: none */
  uint32_t *taken;                /* of each token: index + 1 of the proposal whose content it is in; 0: none */
  uint32_t *owner;                /* of each stretch: index + 1 of the attribution whose content it is in; 0: none */
  uint32_t sentence_attributions; /* how many there are of cues; those of lone stretches follow them */
  uint32_t passed;                /* attributions of cues before the stretch that is looked at */
} attributing;

static bool is_empty(hs_range r) {
  return r.first >= r.last;
}

/* ---- proposals --------------------------------------------------------------------------------------------------------- */

/* "declined to comment", "disliked it": nothing is said, or nothing that the row would tell. */
static bool says_nothing(const hearsay_article *a, const hs_cue *cue, const hs_attribution *at) {
  uint32_t length = at->pieces[0].last - at->pieces[0].first;
  uint8_t tag = a->tokens[at->pieces[0].first].tag;
  if (at->piece_count == 1 && length == 1 && at->kind == HEARSAY_INDIRECT && (tag == HS_PRP || tag == HS_DT))
    return true;
  return at->piece_count == 1 && length <= 2 && cue->frame == HS_FRAME_TO &&
         (hs_is(a, cue->head, "declined") || hs_is(a, cue->head, "refused"));
}

/* "a river known as "the Snake"", "was shown a yellow card": a passive with neither an agent nor a clause. */
static bool is_bare_passive(const hs_cue *cue, const hs_attribution *at) {
  return cue->passive && is_empty(at->source) &&
         (cue->frame == HS_FRAME_OBJECT || cue->frame == HS_FRAME_PREPOSITION || cue->frame == HS_FRAME_NONE ||
          cue->frame == HS_FRAME_QUOTE_NEAR);
}

/* "speaks at the meeting on …", "spoke to reporters in Oslo": where or to whom, and not of what. */
static bool names_occasion(const hearsay_article *a, const hs_cue *cue, const hs_attribution *at) {
  static const char *const verbs[] = {"speaks", "spoke",  "speaking", "spoken", "speak",
                                      "talks",  "talked", "talking",  "talk"};
  static const char *const words[] = {"at", "in", "during", "to", "with", "from", "before", "after", "by", "near"};
  bool speaks = false, occasion = false;
  uint32_t next = cue->head + 1;
  if (at->kind != HEARSAY_INDIRECT || cue->frame != HS_FRAME_PREPOSITION || at->pieces[0].first < cue->head)
    return false;
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) speaks = speaks || hs_is(a, cue->head, verbs[i]);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) occasion = occasion || hs_is(a, next, words[i]);
  return speaks && occasion;
}

/* "Photograph: Ann Lee", "The quiet house: a season of films": what stands before the colon is nobody who speaks. */
static bool is_label(const hearsay_article *a, const hs_cue *cue, const hs_attribution *at) {
  const uint32_t speakers = HS_PERSON_NOUN | HS_PEOPLE_NOUN | HS_BODY_NOUN | HS_DOCUMENT_NOUN;
  static const char *const credits[] = {"photograph", "photo",  "photos", "picture", "pictures",
                                        "image",      "images", "video",  "credit"};
  if (cue->word != HS_CUE_COLON || cue->given) return false;
  for (size_t i = 0; i < sizeof credits / sizeof *credits; i++)
    if (at->source.last > 0 && hs_is(a, at->source.last - 1, credits[i])) return true;
  for (uint32_t t = at->source.first; t < at->source.last; t++)
    if (a->name_at[t] != HEARSAY_NONE || (hs_classes(a, t) & speakers) || a->tokens[t].tag == HS_PRP) return false;
  return true;
}

/* "" she said: marks with nothing between them. */
static bool is_blank(const hearsay_article *a, const hs_attribution *at) {
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++)
      if (a->tokens[t].kind != HS_MARK) return false;
  return true;
}

/* What is no attribution whatever the models say: "nobody says a word". */
static bool is_void(const hearsay_article *a, const hs_cue *cue, const hs_attribution *at) {
  return is_blank(a, at) || (!is_empty(at->source) && hs_is(a, at->source.first, "nobody")) ||
         says_nothing(a, cue, at) || is_bare_passive(cue, at) || names_occasion(a, cue, at) || is_label(a, cue, at);
}

static void propose(attributing *w, hs_bench *bench, uint32_t index) {
  hs_attribution *at = &w->proposals[index];
  hs_judge(bench, &w->scene, index, at, NULL, NULL);
  if (is_void(w->article, bench->window.cue, at) || !hs_is_likely(bench->window.cue, at)) at->piece_count = 0;
}

/* ---- which of them stay ------------------------------------------------------------------------------------------------ */

/* Sorts order[left..right-1] by a rank, the least first; equal ones stay in order. `other` is as long. */
typedef uint32_t rank_of(const attributing *w, uint32_t item);

static void merge_runs(const attributing *w, rank_of *rank, const uint32_t *order, hs_range left, hs_range right,
                       uint32_t *merged) {
  uint32_t i = left.first, j = right.first;
  for (uint32_t k = left.first; k < right.last; k++) {
    bool from_left = i < left.last && (j >= right.last || rank(w, order[i]) <= rank(w, order[j]));
    merged[k] = from_left ? order[i++] : order[j++];
  }
}

/* The numbers 0..count-1 in order of rank, to be dropped; NULL when the status is set. */
static uint32_t *sorted(attributing *w, uint32_t count, rank_of *rank) {
  hearsay_article *a = w->article;
  uint32_t *order = hs_allocate_array(a, count + (size_t)1, sizeof *order);
  uint32_t *other = hs_allocate_array(a, count + (size_t)1, sizeof *other);
  if (a->status) return NULL;
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  for (uint32_t width = 1; width < count; width *= 2) {
    for (uint32_t left = 0; left < count && hs_tick(a); left += 2 * width) {
      uint32_t middle = left + width < count ? left + width : count;
      uint32_t right = middle + width < count ? middle + width : count;
      merge_runs(w, rank, order, (hs_range){left, middle}, (hs_range){middle, right}, other);
    }
    uint32_t *swap = order;
    order = other;
    other = swap;
  }
  hs_drop(a, other);
  return a->status ? NULL : order;
}

/* Turns of interviews first, then the surest. */
static uint32_t by_confidence(const attributing *w, uint32_t proposal) {
  if (w->scene.cues[proposal].given) return 0;
  return 1 + (uint32_t)((1 - w->proposals[proposal].confidence) * 1e6f);
}

/* How many of a proposal's tokens are in other contents already, and in all. */
static uint32_t count_taken(const attributing *w, const hs_attribution *at, uint32_t *all) {
  uint32_t taken = *all = 0;
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++, ++*all) taken += w->taken[t] > 0;
  return taken;
}

/* A content takes the tokens that no surer one has. */
static void take(attributing *w, const hs_attribution *at, uint32_t number) {
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++) w->taken[t] = number;
}

static uint32_t sentence_of(const hearsay_article *a, uint32_t t) {
  return a->tokens[t].sentence;
}

/*
** "You are late," Lima told him. "The tide was late," Reed said: a quotation is its own sentence's cue's. Gives up the pieces
** of `at` in other sentences that another proposal has, and takes those in its own that it has from another sentence.
*/
static void share_pieces(attributing *w, uint32_t proposal) {
  const hearsay_article *a = w->article;
  hs_attribution *at = &w->proposals[proposal];
  uint32_t home = sentence_of(a, w->scene.cues[proposal].head);
  for (uint8_t i = 0; i < at->piece_count; i++) {
    hs_range piece = at->pieces[i];
    uint32_t owner = w->taken[piece.first];
    if (!owner || owner != w->taken[piece.last - 1]) continue;
    hs_attribution *other = &w->proposals[owner - 1];
    bool here = sentence_of(a, piece.first) == home;
    bool there = sentence_of(a, piece.first) == sentence_of(a, w->scene.cues[owner - 1].head);
    if (!here && there && at->piece_count > 1) hs_drop_piece(at, i--);
    if (!here || there || other->piece_count < 2) continue;
    for (uint8_t k = 0; k < other->piece_count; k++)
      if (other->pieces[k].first == piece.first && other->pieces[k].last == piece.last) {
        hs_drop_piece(other, k);
        for (uint32_t t = piece.first; t < piece.last; t++) w->taken[t] = 0;
        break;
      }
  }
}

/* Of contents in each other's way the surest stays; of nested attributions the outermost. */
static void choose(attributing *w) {
  hearsay_article *a = w->article;
  uint32_t *order = sorted(w, w->scene.cue_count, by_confidence);
  for (uint32_t i = 0; !a->status && i < w->scene.cue_count && hs_tick(a); i++) {
    hs_attribution *at = &w->proposals[order[i]];
    if (w->taken[w->scene.cues[order[i]].head]) at->piece_count = 0;
    share_pieces(w, order[i]);
    uint32_t all, taken = count_taken(w, at, &all);
    if (2 * taken > all) at->piece_count = 0;
    take(w, at, order[i] + 1);
  }
  for (uint32_t i = 0; i < w->scene.cue_count && !a->status; i++) {
    uint32_t by = w->taken[w->scene.cues[i].head];
    if (by && by != i + 1) w->proposals[i].piece_count = 0;
  }
  hs_drop(a, order);
}

/* Notes whose the stretches in the contents of the last attribution are. */
static void own_stretches(attributing *w) {
  const hearsay_article *a = w->article;
  const hs_attribution *at = &a->attributions[a->attribution_count - 1];
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++)
      if (hs_in_stretch(a, t)) {
        uint32_t s = a->stretch_at[t];
        w->owner[s] = a->attribution_count;
        t = a->stretches[s].tokens.last - 1;
      }
}

static bool add_attribution(attributing *w, const hs_attribution *at) {
  hearsay_article *a = w->article;
  if (!hs_grow(a, (void **)&a->attributions, a->attribution_count, &a->attribution_room, sizeof *a->attributions))
    return false;
  a->attributions[a->attribution_count++] = *at;
  own_stretches(w);
  return true;
}

/* The proposals that stay move to the front: there are many in some articles, and they are large. */
static void keep_chosen(attributing *w) {
  hearsay_article *a = w->article;
  a->attributions = w->proposals;
  a->attribution_room = w->scene.cue_count;
  for (uint32_t i = 0; i < w->scene.cue_count; i++) {
    if (is_blank(a, &w->proposals[i])) continue;
    a->attributions[a->attribution_count++] = w->proposals[i];
    own_stretches(w);
  }
}

static void judge_cues(attributing *w) {
  hearsay_article *a = w->article;
  w->proposals = hs_allocate_array(a, w->scene.cue_count, sizeof *w->proposals);
  w->taken = hs_allocate_array(a, a->token_count + (size_t)1, sizeof *w->taken);
  hs_bench *bench = hs_allocate_scratch(a, sizeof *bench);
  if (bench) bench->chances.labels = 0; /* of no model yet */
  for (uint32_t i = 0; bench && i < w->scene.cue_count && hs_tick(a); i++) propose(w, bench, i);
  hs_drop(a, bench);
  if (!a->status) choose(w);
  if (!a->status) keep_chosen(w);
  hs_drop(a, w->taken);
}

static void attribute_cues(attributing *w) {
  hs_attribution_models models;
  if (!hs_begin_scene(&w->scene, w->article, hs_own_models(&models))) return;
  hs_find_cues(&w->scene, 2, NULL, NULL);
  if (w->scene.cue_count && !w->article->status) judge_cues(w);
  hs_end_scene(&w->scene);
}

/* ---- stretches without a cue of their own ---------------------------------------------------------------------------- */

static void add_piece(attributing *w, uint32_t attribution, uint32_t stretch) {
  hearsay_article *a = w->article;
  hs_attribution *at = &a->attributions[attribution];
  at->pieces[at->piece_count++] = a->stretches[stretch].tokens;
  w->owner[stretch] = attribution + 1;
}

static uint32_t paragraph_of(const hearsay_article *a, uint32_t t) {
  return a->sentences[a->tokens[t].sentence].paragraph;
}

/* Whether nothing but the end of what attributes is between the attribution and the stretch: "A," he said on Friday. "B." */
static bool follows_attribution(const hearsay_article *a, const hs_attribution *at, const hs_stretch *s) {
  uint32_t t = s->tokens.first;
  if (is_empty(at->cue) || at->cue.last > t || at->kind == HEARSAY_INDIRECT) return false;
  if (at->pieces[at->piece_count - 1].last > t || at->pieces[0].first > at->cue.first) return false;
  if (paragraph_of(a, at->cue.first) != paragraph_of(a, t)) return false;
  uint32_t sentence = a->tokens[at->cue.last - 1].sentence;
  if (a->tokens[t].sentence == sentence)
    return hs_is_comma(a, t - 1) || a->tokens[t - 1].fold == ':' || hs_is_dash(a, t - 1);
  return a->tokens[t].sentence == sentence + 1 && a->sentence_tokens[sentence + 1].first == t;
}

static bool begins_sentence(const hearsay_article *a, const hs_stretch *s) {
  return a->sentence_tokens[a->tokens[s->tokens.first].sentence].first == s->tokens.first;
}

/* "Lantern House said:" at the end of one paragraph, the quotation in the next: the last cue of the sentence has it. */
static bool announced(attributing *w, uint32_t stretch) {
  hearsay_article *a = w->article;
  uint32_t first = a->stretches[stretch].tokens.first;
  if (first == 0 || a->tokens[first - 1].kind != HS_PUNCT) return false;
  if (a->tokens[first - 1].fold != ':' && a->tokens[first - 1].fold != ',') return false;
  hs_range sentence = hs_sentence_of(a, first - 1);
  hs_cue cue;
  for (uint32_t t = first - 1; t > sentence.first; t--) {
    if (!hs_look_at_cue(a, t - 1, &cue) || cue.probability < least_cue) continue;
    if (cue.word != HS_CUE_VERB || (cue.cue_class != HEARSAY_SPEECH && cue.cue_class != HEARSAY_WRITING)) continue;
    hs_attribution at = {.pieces = {a->stretches[stretch].tokens},
                         .piece_count = 1,
                         .kind = HEARSAY_DIRECT,
                         .cue = cue.tokens,
                         .cue_class = cue.cue_class,
                         .continues = HEARSAY_NONE,
                         .speaker = HEARSAY_NONE,
                         .confidence = 0.8f};
    at.source = hs_find_source(a, &cue, (hs_range){0, 0}, &at.rule);
    if (is_empty(at.source)) continue;
    return add_attribution(w, &at);
  }
  return false;
}

/* A new attribution without source and cue. `before` is the attribution it continues, or HEARSAY_NONE. */
static void add_lone(attributing *w, uint32_t stretch, uint32_t before) {
  hearsay_article *a = w->article;
  bool goes_on = before != HEARSAY_NONE;
  hs_attribution at = {.pieces = {a->stretches[stretch].tokens},
                       .piece_count = 1,
                       .kind = HEARSAY_DIRECT,
                       .cue_class = HEARSAY_SPEECH,
                       .continues = before,
                       .speaker = HEARSAY_NONE,
                       .rule = goes_on ? "goes on from the quotation before" : "quotation without a source",
                       .confidence = goes_on ? goes_on_right : no_source_right};
  add_attribution(w, &at);
}

/* The last attribution with speech in the paragraph of token t or the one before; HEARSAY_NONE when there is none. */
static uint32_t attribution_before(const hearsay_article *a, const attributing *w, uint32_t stretch) {
  uint32_t paragraph = paragraph_of(a, a->stretches[stretch].tokens.first);
  for (uint32_t i = stretch; i > 0 && stretch - i < 8; i--) {
    if (!w->owner[i - 1]) continue;
    uint32_t at = w->owner[i - 1] - 1;
    uint32_t there = paragraph_of(a, a->stretches[i - 1].tokens.first);
    return paragraph - there <= 1 ? at : HEARSAY_NONE;
  }
  return HEARSAY_NONE;
}

/* Ana Lima said the harbour was too shallow. "The sea does not …": the attribution before it in the paragraph. */
static uint32_t indirect_before(attributing *w, const hs_stretch *s) {
  const hearsay_article *a = w->article;
  while (w->passed < w->sentence_attributions && a->attributions[w->passed].cue.first < s->tokens.first) w->passed++;
  if (!w->passed) return HEARSAY_NONE;
  const hs_attribution *at = &a->attributions[w->passed - 1];
  bool says = at->cue_class == HEARSAY_SPEECH && !is_empty(at->source);
  return says && paragraph_of(a, at->cue.first) == paragraph_of(a, s->tokens.first) ? w->passed - 1 : HEARSAY_NONE;
}

static void place_stretch(attributing *w, uint32_t i) {
  hearsay_article *a = w->article;
  const hs_stretch *s = &a->stretches[i];
  if (w->owner[i] || s->use != HS_USE_SPEECH || !s->words) return;
  uint32_t before = i > 0 && w->owner[i - 1] ? w->owner[i - 1] - 1 : HEARSAY_NONE;
  if (before != HEARSAY_NONE) {
    const hs_attribution *at = &a->attributions[before];
    bool room = at->piece_count < HS_MOST_PIECES;
    if (s->chain == i - 1) {
      if (room)
        add_piece(w, before, i);
      else
        add_lone(w, i, before);
      return;
    }
    if (room && follows_attribution(a, at, s)) {
      add_piece(w, before, i);
      return;
    }
  }
  if (announced(w, i)) return;
  bool clause = s->ends_clause || s->comma_behind || !s->closed;
  if (s->words < 2 || !clause || !begins_sentence(a, s)) return;
  if (a->paragraphs[paragraph_of(a, s->tokens.first)].role != HEARSAY_BODY) return;
  uint32_t source = attribution_before(a, w, i);
  if (source == HEARSAY_NONE) source = indirect_before(w, s);
  if (source == HEARSAY_NONE && s->words < SHORTEST_LONE_QUOTE) return;
  add_lone(w, i, source);
}

/* ---- order ------------------------------------------------------------------------------------------------------------ */

static uint32_t by_content(const attributing *w, uint32_t attribution) {
  return w->article->attributions[attribution].pieces[0].first;
}

/* Puts the attributions in the order of their contents: those of lone stretches were added last. */
static void sort_attributions(attributing *w) {
  hearsay_article *a = w->article;
  uint32_t count = a->attribution_count, *order = sorted(w, count, by_content);
  uint32_t *place = hs_allocate_array(a, count + (size_t)1, sizeof *place); /* of each attribution: where it goes */
  if (a->status) return;
  for (uint32_t i = 0; i < count; i++) place[order[i]] = i;
  for (uint32_t i = 0; i < count; i++)
    if (a->attributions[i].continues != HEARSAY_NONE)
      a->attributions[i].continues = place[a->attributions[i].continues];
  for (uint32_t i = 0; i < count; i++)
    while (place[i] != i) { /* one more is where it belongs after each exchange */
      uint32_t to = place[i];
      hs_attribution moved = a->attributions[to];
      a->attributions[to] = a->attributions[i];
      a->attributions[i] = moved;
      place[i] = place[to];
      place[to] = to;
    }
  hs_drop(a, order);
  hs_drop(a, place);
}

void hs_attribute(hearsay_article *article) {
  attributing w = {.article = article};
  w.owner = hs_allocate_array(article, article->stretch_count + (size_t)1, sizeof *w.owner);
  if (!article->status) attribute_cues(&w);
  w.sentence_attributions = article->attribution_count;
  for (uint32_t i = 0; i < article->stretch_count && hs_tick(article); i++) place_stretch(&w, i);
  if (article->status) return;
  hs_drop(article, w.owner);
  hs_trim(article, (void **)&article->attributions, article->attribution_count, sizeof *article->attributions);
  sort_attributions(&w);
}
