/* rows.c: from the stages' arrays to what hearsay.h shows: mentions, quotations, counts. */
#include "language/names.h"
#include "language/phrases.h"
#include "people/people.h"
#include "speech/speech.h"

#include <math.h>
#include <string.h>

/* How sure a description's or pronoun's antecedent is; measured by `make eval` on GUM's coreference. */
static const double nominal_confidence = 0.6, pronoun_confidence = 0.75;

/* To three digits: more would be noise. */
static double rounded(double confidence) {
  return floor(confidence * 1000 + 0.5) / 1000;
}

static bool add_mention(hearsay_article *a, hs_range tokens, hearsay_mention_kind kind, hearsay_label label,
                        uint32_t entity, double confidence) {
  if (entity == HEARSAY_NONE || rounded(confidence) < a->reader->min_confidence) return true;
  if (!hs_grow(a, (void **)&a->mentions, a->mention_count, &a->mention_room, sizeof *a->mentions)) return false;
  uint32_t sentence = a->tokens[tokens.first].sentence;
  a->mentions[a->mention_count++] =
      (hearsay_mention){.span = {a->tokens[tokens.first].start, a->tokens[tokens.last - 1].end},
                        .label = label,
                        .kind = kind,
                        .entity = entity,
                        .paragraph = a->sentences[sentence].paragraph,
                        .sentence = sentence,
                        .confidence = rounded(confidence)};
  return true;
}

/* Names, descriptions and pronouns merged in the order of the text. */
static void make_mentions(hearsay_article *a) {
  uint32_t n = 0, p = 0;
  while ((n < a->name_count || p < a->phrase_count) && hs_tick(a)) {
    const hs_name *name = n < a->name_count ? &a->names[n] : NULL;
    const hs_phrase *phrase = p < a->phrase_count ? &a->phrases[p] : NULL;
    if (name && (!phrase || name->tokens.first <= phrase->tokens.first)) {
      hearsay_label label = (hearsay_label)name->label;
      if (!add_mention(a, name->tokens, HEARSAY_NAME, label, name->entity, (double)name->confidence)) return;
      n++;
      continue;
    }
    p++;
    if (!phrase || phrase->kind == HEARSAY_NAME) continue;
    bool pronoun = phrase->kind == HEARSAY_PRONOUN;
    uint32_t entity = a->phrase_entity[p - 1];
    if (entity == HEARSAY_NONE) continue;
    if (!add_mention(a, phrase->tokens, (hearsay_mention_kind)phrase->kind, a->entities[entity].label, entity,
                     pronoun ? pronoun_confidence : nominal_confidence))
      return;
  }
}

static hearsay_span token_span(const hearsay_article *a, hs_range r) {
  if (r.first >= r.last) return (hearsay_span){0, 0};
  return (hearsay_span){a->tokens[r.first].start, a->tokens[r.last - 1].end};
}

/* A piece without its outer marks: they go only when one stretch is the whole of it. */
static hearsay_span words_of(const hearsay_article *a, hs_range piece) {
  uint32_t s = a->stretch_at[piece.first];
  if (s == HEARSAY_NONE) return token_span(a, piece);
  const hs_stretch *stretch = &a->stretches[s];
  if (stretch->tokens.first != piece.first || stretch->tokens.last != piece.last) return token_span(a, piece);
  if (a->tokens[piece.first].kind == HS_MARK) piece.first++;
  if (stretch->closed && piece.last > piece.first) piece.last--;
  return token_span(a, piece);
}

static void make_words(hearsay_article *a, const hs_attribution *at, hearsay_quote *quote) {
  size_t bytes = 0;
  hearsay_text texts[HS_MOST_PIECES];
  for (uint8_t i = 0; i < at->piece_count; i++) {
    texts[i] = hearsay_span_text(a, words_of(a, at->pieces[i]));
    bytes += texts[i].bytes + 1;
  }
  if (at->piece_count == 1) {
    quote->words = texts[0];
    return;
  }
  char *joined = hs_allocate(a, bytes, 1);
  if (!joined) return;
  quote->words.data = joined;
  for (uint8_t i = 0; i < at->piece_count; i++) {
    if (i) joined[quote->words.bytes++] = ' ';
    memcpy(joined + quote->words.bytes, texts[i].data, texts[i].bytes);
    quote->words.bytes += texts[i].bytes;
  }
}

static hearsay_mention_kind kind_of_source(const hearsay_article *a, hs_range source) {
  if (source.first >= source.last) return HEARSAY_NO_MENTION;
  for (uint32_t t = source.first; t < source.last; t++)
    if (a->phrase_at[t] != HEARSAY_NONE) return (hearsay_mention_kind)a->phrases[a->phrase_at[t]].kind;
  return HEARSAY_NOMINAL;
}

static uint32_t count_words(const hearsay_article *a, const hs_attribution *at) {
  uint32_t words = 0;
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++)
      words += a->tokens[t].kind == HS_WORD || a->tokens[t].kind == HS_NUMBER;
  return words;
}

static bool make_quote(hearsay_article *a, const hs_attribution *at, hearsay_quote *quote) {
  hearsay_span *spans = hs_allocate(a, at->piece_count, sizeof *spans);
  if (!spans) return false;
  for (uint8_t i = 0; i < at->piece_count; i++) spans[i] = token_span(a, at->pieces[i]);
  uint32_t sentence = a->tokens[at->pieces[0].first].sentence;
  *quote = (hearsay_quote){.span = {spans[0].start, spans[at->piece_count - 1].end},
                           .spans = spans,
                           .span_count = at->piece_count,
                           .kind = (hearsay_quote_kind)at->kind,
                           .speaker = at->speaker,
                           .mention = token_span(a, at->source),
                           .mention_kind = kind_of_source(a, at->source),
                           .cue = token_span(a, at->cue),
                           .cue_class = (hearsay_cue_class)at->cue_class,
                           .paragraph = a->sentences[sentence].paragraph,
                           .sentence = sentence,
                           .rule = at->rule,
                           .confidence = rounded((double)at->confidence)};
  make_words(a, at, quote);
  if (at->speaker != HEARSAY_NONE) {
    a->entities[at->speaker].quotes++;
    a->entities[at->speaker].words += count_words(a, at);
  }
  return !a->status;
}

static void make_quotes(hearsay_article *a) {
  a->quotes = hs_allocate(a, a->attribution_count + (size_t)1, sizeof *a->quotes);
  for (uint32_t i = 0; i < a->attribution_count && hs_tick(a); i++) {
    const hs_attribution *at = &a->attributions[i];
    if ((double)at->confidence < a->reader->min_confidence) continue;
    if (!make_quote(a, at, &a->quotes[a->quote_count])) return;
    a->quote_count++;
  }
}

/* Leaves out the entities that no mention and no quotation means any more. */
static void drop_unused_entities(hearsay_article *a) {
  uint32_t *place = hs_allocate(a, a->entity_count + (size_t)1, sizeof *place);
  if (!place) return;
  uint32_t kept = 0;
  for (uint32_t e = 0; e < a->entity_count; e++) {
    place[e] = HEARSAY_NONE;
    if (!a->entities[e].mentions && !a->entities[e].quotes) continue;
    place[e] = kept;
    a->entities[kept++] = a->entities[e];
  }
  a->entity_count = kept;
  for (uint32_t m = 0; m < a->mention_count; m++) a->mentions[m].entity = place[a->mentions[m].entity];
  for (uint32_t q = 0; q < a->quote_count; q++)
    if (a->quotes[q].speaker != HEARSAY_NONE) a->quotes[q].speaker = place[a->quotes[q].speaker];
}

void hs_make_rows(hearsay_article *article) {
  if (article->status) return;
  make_mentions(article);
  if (!article->status) make_quotes(article);
  if (article->status) return;
  for (uint32_t m = 0; m < article->mention_count; m++) article->entities[article->mentions[m].entity].mentions++;
  drop_unused_entities(article);
}
