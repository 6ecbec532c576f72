/*
** attribution.c: puts cues, sources and contents together, sentence by sentence, and then gives the quoted stretches that
** no cue has claimed to the attribution that they go on from.
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/contents.h"
#include "speech/grammar.h"
#include "speech/sources.h"
#include "text/text.h"

enum { MOST_CUES = 32, SHORTEST_LONE_QUOTE = 5 };

/* A cue with less is not looked at. */
static const float least_cue = 0.15f;
/* The least by class: with these, F1 end to end is about the same on PolNeAR as with less, and best on GUM's news, which
** leaves out most beliefs and intentions. */
static const float least_attribution[] = {[HEARSAY_SPEECH] = 0.55f,
                                          [HEARSAY_WRITING] = 0.55f,
                                          [HEARSAY_BELIEF] = 0.65f,
                                          [HEARSAY_INTENTION] = 0.65f,
                                          [HEARSAY_OTHER_CUE] = 0.65f};
/* An attribution around another one must not be less likely by more. */
static const float doubt = 0.25f;

typedef struct sentence_cues {
  hs_cue items[MOST_CUES];
  uint32_t count;
} sentence_cues;

typedef struct attributing {
  hearsay_article *article;
  uint32_t *owner;                /* of each stretch: index + 1 of the attribution whose content it is in; 0: none */
  uint32_t sentence_attributions; /* how many there are of sentences; those of lone stretches follow them */
  uint32_t passed;                /* attributions of sentences whose cue is before the stretch that is looked at */
  uint32_t turn_end;              /* where the turn of an interview ends ("A: …"): nothing inside it is attributed */
} attributing;

/* "quoted … as saying", "declined to say", "went on to say": two verbs, one cue. The second takes over the first. */
static bool makes_one(const hearsay_article *a, const hs_cue *before, hs_cue *cue) {
  if (cue->word != HS_CUE_VERB || before->word != HS_CUE_VERB) return false;
  if (hs_quoting_verb(a, cue->head) == before->head) return true;
  bool chained = before->frame == HS_FRAME_TO && before->content + 1 == cue->head && cue->cue_class == HEARSAY_SPEECH;
  bool reports = cue->frame == HS_FRAME_THAT || cue->frame == HS_FRAME_WHETHER || cue->frame == HS_FRAME_CLAUSE ||
                 cue->frame == HS_FRAME_QUOTE_AFTER;
  if (!chained || !reports) return false;
  cue->tokens.first = before->tokens.first;
  return true;
}

static void collect_cues(hearsay_article *a, hs_range sentence, sentence_cues *found) {
  found->count = 0;
  for (uint32_t t = sentence.first; t < sentence.last && found->count < MOST_CUES && hs_tick(a); t++) {
    hs_cue *cue = &found->items[found->count];
    if (!hs_look_at_cue(a, t, cue) || cue->probability < least_cue) continue;
    if (found->count && makes_one(a, &found->items[found->count - 1], cue))
      found->items[found->count - 1] = *cue;
    else
      found->count++;
  }
}

static bool is_empty(hs_range r) {
  return r.first >= r.last;
}
static bool contains(hs_range r, uint32_t t) {
  return r.first <= t && t < r.last;
}

static bool content_contains(const hs_attribution *at, uint32_t t) {
  for (uint8_t i = 0; i < at->piece_count; i++)
    if (contains(at->pieces[i], t)) return true;
  return false;
}

static bool build(const hearsay_article *a, const sentence_cues *cues, uint32_t i, hs_range source_before,
                  hs_attribution *at) {
  const hs_cue *cue = &cues->items[i];
  const char *source_rule = "no source given";
  *at = (hs_attribution){
      .cue = cue->tokens, .cue_class = cue->cue_class, .continues = HEARSAY_NONE, .speaker = HEARSAY_NONE};
  at->source = hs_find_source(a, cue, source_before, &source_rule);
  at->rule = is_empty(at->source) ? "no source given" : source_rule;
  at->confidence = cue->probability;
  hs_find_content(a, cues->items, cues->count, cue, at);
  if (!at->piece_count) return false;
  if (at->kind != HEARSAY_INDIRECT && cue->frame <= HS_FRAME_QUOTE_AFTER && !is_empty(at->source) &&
      at->confidence < 0.9f)
    at->confidence = 0.5f + at->confidence / 2;
  if (content_contains(at, cue->head)) return false;
  /* "Referring to the cameras, Faleolo said …": a participle that nobody is the source of attributes nothing */
  bool participle = cue->word == HS_CUE_VERB && a->tokens[cue->head].tag == HS_VBG && cue->tokens.first == cue->head;
  /* "was shown a yellow card": and neither does a passive without an agent or a clause */
  bool bare = cue->passive &&
              (cue->frame == HS_FRAME_OBJECT || cue->frame == HS_FRAME_PREPOSITION || cue->frame == HS_FRAME_NONE);
  if ((participle || bare) && is_empty(at->source)) return false;
  /* "nobody says a word": and nobody is no source */
  if (!is_empty(at->source) && hs_is(a, at->source.first, "nobody")) return false;
  /* "declined to comment": nothing is said */
  uint32_t length = at->pieces[0].last - at->pieces[0].first;
  if (cue->frame == HS_FRAME_TO && length == 2 && (hs_is(a, cue->head, "declined") || hs_is(a, cue->head, "refused")))
    return false;
  /* "believes that the harbour can be saved": a that-clause and its subject leave little doubt of what it is */
  bool whole = cue->frame == HS_FRAME_THAT && cue->word == HS_CUE_VERB && !is_empty(at->source);
  return at->confidence >= least_attribution[whole ? HEARSAY_SPEECH : cue->cue_class];
}

/* How many of the shorter one's tokens two contents share, as a share. */
static float shared(const hs_attribution *x, const hs_attribution *y) {
  uint32_t both = 0, left = 0, right = 0;
  for (uint8_t i = 0; i < x->piece_count; i++) left += x->pieces[i].last - x->pieces[i].first;
  for (uint8_t j = 0; j < y->piece_count; j++) right += y->pieces[j].last - y->pieces[j].first;
  for (uint8_t i = 0; i < x->piece_count; i++)
    for (uint8_t j = 0; j < y->piece_count; j++) {
      uint32_t first = x->pieces[i].first > y->pieces[j].first ? x->pieces[i].first : y->pieces[j].first;
      uint32_t last = x->pieces[i].last < y->pieces[j].last ? x->pieces[i].last : y->pieces[j].last;
      both += last > first ? last - first : 0;
    }
  return (float)both / (float)(left < right ? left : right);
}

/* Only the outermost of nested attributions stays, and of two with one content the likelier. */
static void drop_nested(hs_attribution *items, uint32_t *count) {
  bool out[MOST_CUES] = {false};
  for (uint32_t i = 0; i < *count; i++)
    for (uint32_t j = 0; j < *count; j++) {
      if (i == j || out[i] || out[j]) continue;
      bool inside = content_contains(&items[j], items[i].cue.last - 1);
      bool around = content_contains(&items[i], items[j].cue.last - 1);
      bool weak = items[j].confidence + doubt < items[i].confidence;
      if (inside && weak)
        out[j] = true;
      else if (inside && (!around || items[j].confidence > items[i].confidence))
        out[i] = true;
      else if (!inside && !around && shared(&items[i], &items[j]) > 0.5f && items[j].confidence >= items[i].confidence)
        out[i] = true;
    }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < *count; i++)
    if (!out[i]) items[kept++] = items[i];
  *count = kept;
}

static bool add_attribution(attributing *w, const hs_attribution *at) {
  hearsay_article *a = w->article;
  if (!hs_grow(a, (void **)&a->attributions, a->attribution_count, &a->attribution_room, sizeof *a->attributions))
    return false;
  a->attributions[a->attribution_count++] = *at;
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++)
      if (hs_in_stretch(a, t)) {
        uint32_t s = a->stretch_at[t];
        w->owner[s] = a->attribution_count;
        t = a->stretches[s].tokens.last - 1;
      }
  return true;
}

/* The source of the cue before that neither has token t in what it says nor is part of what another one says. */
static hs_range source_before(const hs_attribution *built, uint32_t count, uint32_t t) {
  for (uint32_t k = count; k > 0; k--) {
    bool nested = content_contains(&built[k - 1], t);
    for (uint32_t j = 0; j < count && !nested; j++)
      nested = j != k - 1 && content_contains(&built[j], built[k - 1].cue.last - 1);
    if (!nested) return built[k - 1].source;
  }
  return (hs_range){0, 0};
}

static void attribute_sentence(attributing *w, uint32_t s, sentence_cues *cues) {
  hearsay_article *a = w->article;
  hs_attribution built[MOST_CUES];
  uint32_t count = 0;
  hs_range source;
  if (a->sentence_tokens[s].first < w->turn_end) return;
  collect_cues(a, a->sentence_tokens[s], cues);
  for (uint32_t i = 0; i < cues->count; i++) {
    source = source_before(built, count, cues->items[i].head);
    count += build(a, cues, i, source, &built[count]);
  }
  drop_nested(built, &count);
  for (uint32_t i = 0; i < count; i++) {
    bool taken = false; /* a stretch that runs over several sentences has its attribution already */
    uint32_t first = built[i].pieces[0].first;
    if (hs_in_stretch(a, first)) taken = w->owner[a->stretch_at[first]] != 0;
    if (taken) continue;
    if (!add_attribution(w, &built[i])) return;
    if (a->tokens[built[i].cue.first].fold == ':') w->turn_end = built[i].pieces[built[i].piece_count - 1].last;
  }
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
    hs_attribution at = {.pieces = {a->stretches[stretch].tokens},
                         .piece_count = 1,
                         .kind = HEARSAY_DIRECT,
                         .cue = cue.tokens,
                         .cue_class = cue.cue_class,
                         .continues = HEARSAY_NONE,
                         .speaker = HEARSAY_NONE,
                         .confidence = 0.9f};
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
                       .confidence = goes_on ? 0.6f : 0.46f};
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

static uint32_t first_token(const hearsay_article *a, uint32_t attribution) {
  return a->attributions[attribution].pieces[0].first;
}

/* Merges the sorted runs order[left..middle-1] and order[middle..right-1]; equal ones stay in order. */
static void merge_runs(const hearsay_article *a, const uint32_t *order, uint32_t left, uint32_t middle, uint32_t right,
                       uint32_t *merged) {
  uint32_t i = left, j = middle;
  for (uint32_t k = left; k < right; k++) {
    bool from_left = i < middle && (j >= right || first_token(a, order[i]) <= first_token(a, order[j]));
    merged[k] = from_left ? order[i++] : order[j++];
  }
}

/* Puts the attributions in the order of their contents: those of lone stretches were added last. */
static void sort_attributions(hearsay_article *a) {
  uint32_t count = a->attribution_count;
  uint32_t *order = hs_allocate_array(a, count + (size_t)1, sizeof *order);
  uint32_t *other = hs_allocate_array(a, count + (size_t)1, sizeof *other);
  if (a->status) return;
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  for (uint32_t width = 1; width < count; width *= 2) {
    for (uint32_t left = 0; left < count && hs_tick(a); left += 2 * width) {
      uint32_t middle = left + width < count ? left + width : count;
      uint32_t right = middle + width < count ? middle + width : count;
      merge_runs(a, order, left, middle, right, other);
    }
    uint32_t *swap = order;
    order = other;
    other = swap;
  }
  if (a->status) return;
  uint32_t *place = other; /* of each attribution: where it goes */
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
  hs_drop(a, other);
}

void hs_attribute(hearsay_article *article) {
  attributing w = {.article = article};
  w.owner = hs_allocate_array(article, article->stretch_count + (size_t)1, sizeof *w.owner);
  sentence_cues *cues = hs_allocate(article, 1, sizeof *cues);
  if (article->status) return;
  for (uint32_t s = 0; s < article->sentence_count && !article->status; s++) attribute_sentence(&w, s, cues);
  w.sentence_attributions = article->attribution_count;
  for (uint32_t i = 0; i < article->stretch_count && hs_tick(article); i++) place_stretch(&w, i);
  if (article->status) return;
  hs_drop(article, w.owner);
  sort_attributions(article);
}
