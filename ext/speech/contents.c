/* contents.c: the content of a cue; see contents.h. */
#include "speech/contents.h"
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/grammar.h"
#include "text/text.h"

static const hs_range nothing = {0, 0};

static bool is_stop(const hearsay_article *a, uint32_t t) {
  unsigned char c = a->tokens[t].fold;
  return a->tokens[t].kind == HS_PUNCT && (c == '.' || c == '?' || c == '!' || c == ';');
}

/* Whether another attribution of the sentence begins at t, so that a content before it ends there. */
static bool other_begins(const hearsay_article *a, const hs_cue *cues, uint32_t cue_count, const hs_cue *cue,
                         uint32_t t, uint32_t limit) {
  bool comma = hs_is_comma(a, t) || hs_is_dash(a, t), conjunction = a->tokens[t].tag == HS_CC;
  if (!comma && !conjunction) return false;
  uint32_t after = t + 1;
  if (comma && after < limit &&
      (a->tokens[after].tag == HS_CC || hs_is(a, after, "while") || hs_is(a, after, "although") ||
       hs_is(a, after, "as")))
    after++;
  if (after >= limit) return false;
  for (uint32_t i = 0; i < cue_count; i++) {
    const hs_cue *other = &cues[i];
    if (other == cue || other->head <= cue->head || other->head < after) continue;
    bool parenthesis = other->frame == HS_FRAME_PARENTHESIS || other->word == HS_CUE_ACCORDING;
    if (other->tokens.first == after) {
      uint8_t tag = a->tokens[other->head].tag;
      if (parenthesis && comma) return true;                                               /* …, said the envoy */
      if (comma && tag == HS_VBG) return true;                                             /* …, adding that … */
      if (tag == a->tokens[cue->head].tag && other->frame != HS_FRAME_OBJECT) return true; /* said … and added … */
      continue;
    }
    const hs_phrase *subject = hs_phrase_from(a, after);
    if (!subject || !comma) continue;
    if (hs_phrase_reach(a, subject, limit) == other->tokens.first && (parenthesis || after > t + 1)) return true;
  }
  return false;
}

/*
** A content that begins at `first` and goes on to the right: to the sentence's end, or to where another attribution
** begins. A quoted stretch is taken whole, also when it runs over the sentence's end.
*/
static hs_range run_right(const hearsay_article *a, const hs_cue *cues, uint32_t cue_count, const hs_cue *cue,
                          uint32_t first, uint32_t limit) {
  while (first < limit && hs_is_comma(a, first) && !hs_in_stretch(a, first)) first++;
  uint32_t t = first;
  bool phrasal =
      (cue->word == HS_CUE_NOUN || a->tokens[cue->head].tag == HS_VBG) &&
      (cue->frame == HS_FRAME_PREPOSITION || cue->frame == HS_FRAME_OBJECT || cue->frame == HS_FRAME_QUOTE_NEAR);
  while (t < limit) {
    if (hs_in_stretch(a, t)) {
      const hs_stretch *s = &a->stretches[a->stretch_at[t]];
      t = s->tokens.last;
      if (t >= limit) break;
      continue;
    }
    if (is_stop(a, t)) break;
    /* "Speaking of the new ways, Lin said …", "In a note to clients, the bank …": the main clause is not its content */
    if (phrasal && hs_is_comma(a, t) && hs_clause_begins(a, t + 1, limit)) break;
    if (t > first && other_begins(a, cues, cue_count, cue, t, limit)) break;
    t++;
  }
  while (t > first && !hs_in_stretch(a, t - 1) && (hs_is_comma(a, t - 1) || hs_is_dash(a, t - 1))) t--;
  return (hs_range){first, t};
}

/* A content on the left of `end`, back to the front of the sentence. */
static hs_range run_left(const hearsay_article *a, uint32_t cue, uint32_t end) {
  uint32_t first = hs_sentence_start(a, cue);
  while (end > first && !hs_in_stretch(a, end - 1) && (hs_is_comma(a, end - 1) || hs_is_dash(a, end - 1))) end--;
  if (end <= first) return nothing;
  if (hs_in_stretch(a, first)) first = a->stretches[a->stretch_at[first]].tokens.first;
  return (hs_range){first, end};
}

static void add_piece(hs_attribution *at, hs_range piece) {
  if (piece.first < piece.last && at->piece_count < HS_MOST_PIECES) at->pieces[at->piece_count++] = piece;
}

/* The tokens of cue and source together. */
static hs_range attributing(const hs_cue *cue, const hs_attribution *at) {
  hs_range r = cue->tokens;
  if (at->source.first < at->source.last) {
    if (at->source.first < r.first) r.first = at->source.first;
    if (at->source.last > r.last) r.last = at->source.last;
  }
  return r;
}

/* "…," she said; also what the sentence says before the marks open: The plan is "a disgrace," he said. */
static void quote_before(const hearsay_article *a, const hs_cue *cue, hs_attribution *at) {
  hs_range said = attributing(cue, at);
  uint32_t end = said.first;
  while (end > 0 && !hs_in_stretch(a, end - 1) && (hs_is_comma(a, end - 1) || hs_is_dash(a, end - 1))) end--;
  if (end == 0 || !hs_in_stretch(a, end - 1)) return;
  const hs_stretch *s = &a->stretches[a->stretch_at[end - 1]];
  uint32_t first = hs_sentence_start(a, s->tokens.first);
  /* an unquoted beginning belongs to it, unless the marks stand at the front of the sentence */
  bool led = first < s->tokens.first && !hs_in_stretch(a, first) && !hs_is_comma(a, s->tokens.first - 1) &&
             a->tokens[s->tokens.first - 1].fold != ':';
  add_piece(at, (hs_range){led ? first : s->tokens.first, end});
}

/* Whether the sentence goes on behind the marks as part of what is said: said the plan "was bad" and … */
static bool goes_on(const hearsay_article *a, uint32_t t, uint32_t limit) {
  if (t >= limit || a->tokens[t].kind != HS_WORD) return false;
  return a->tokens[t].shape == HS_LOWER && a->tokens[t].tag != HS_CC;
}

static void content_right(const hearsay_article *a, const hs_cue *cues, uint32_t cue_count, const hs_cue *cue,
                          hs_attribution *at) {
  hs_range sentence = hs_sentence_of(a, cue->head);
  uint32_t first = cue->content;
  if (first < at->source.last && at->source.first >= cue->tokens.last) first = at->source.last;
  if (first >= sentence.last) return;
  if (cue->word == HS_CUE_COLON) {
    add_piece(at, (hs_range){first, a->paragraph_tokens[a->sentences[a->tokens[cue->head].sentence].paragraph].last});
    return;
  }
  if (cue->frame == HS_FRAME_QUOTE_AFTER && hs_in_stretch(a, first)) {
    const hs_stretch *s = &a->stretches[a->stretch_at[first]];
    if (s->tokens.first == first && !goes_on(a, s->tokens.last, sentence.last)) {
      add_piece(at, s->tokens);
      return;
    }
  }
  add_piece(at, run_right(a, cues, cue_count, cue, first, sentence.last));
}

/* …, officials said, …: what is before, and what goes on behind. */
static void parenthesis(const hearsay_article *a, const hs_cue *cues, uint32_t cue_count, const hs_cue *cue,
                        hs_attribution *at) {
  hs_range sentence = hs_sentence_of(a, cue->head), said = attributing(cue, at);
  uint32_t end = said.first;
  if (end > sentence.first && hs_is(a, end - 1, "as")) end--;
  /* "He was sorry, and according to the prosecutor …": what is before is not the prosecutor's */
  bool conjoined = end > sentence.first && a->tokens[end - 1].tag == HS_CC;
  hs_range left = conjoined ? nothing : run_left(a, cue->head, end);
  add_piece(at, left);
  uint32_t after = said.last;
  for (int step = 0; step < 4; step++) after = hs_skip_adverbial(a, after, sentence.last);
  bool comma = after < sentence.last && hs_is_comma(a, after);
  /* According to Okoro the bridge is closed */
  if (left.first == left.last && !comma && cue->word == HS_CUE_ACCORDING &&
      hs_clause_begins(a, said.last, sentence.last))
    add_piece(at, run_right(a, cues, cue_count, cue, said.last, sentence.last));
  if (comma && after + 3 < sentence.last && (left.first == left.last || a->tokens[after + 1].tag != HS_VBG)) {
    bool clause = left.first == left.last || hs_clause_begins(a, after + 1, sentence.last) ||
                  a->tokens[after + 1].tag == HS_CC || a->tokens[after + 1].tag == HS_IN ||
                  hs_is_verb_tag(a->tokens[after + 1].tag) || a->tokens[after + 1].tag == HS_MD;
    if (clause) add_piece(at, run_right(a, cues, cue_count, cue, after + 1, sentence.last));
  }
}

bool hs_in_content(const hs_attribution *at, uint32_t t) {
  for (uint8_t i = 0; i < at->piece_count; i++)
    if (at->pieces[i].first <= t && t < at->pieces[i].last) return true;
  return false;
}

void hs_drop_piece(hs_attribution *at, uint8_t i) {
  at->piece_count--;
  for (; i < at->piece_count; i++) at->pieces[i] = at->pieces[i + 1];
}

hearsay_quote_kind hs_kind_of(const hearsay_article *a, const hs_attribution *at) {
  uint32_t inside = 0, outside = 0;
  for (uint8_t i = 0; i < at->piece_count; i++)
    for (uint32_t t = at->pieces[i].first; t < at->pieces[i].last; t++) {
      if (a->tokens[t].kind != HS_WORD && a->tokens[t].kind != HS_NUMBER) continue;
      bool speech = hs_in_stretch(a, t) && a->stretches[a->stretch_at[t]].use == HS_USE_SPEECH;
      if (speech)
        inside++;
      else
        outside++;
    }
  if (!inside) return HEARSAY_INDIRECT;
  return outside ? HEARSAY_MIXED : HEARSAY_DIRECT;
}

void hs_find_content(const hearsay_article *a, const hs_cue *cues, uint32_t cue_count, const hs_cue *cue,
                     hs_attribution *at) {
  at->piece_count = 0;
  switch (cue->frame) {
  case HS_FRAME_QUOTE_BEFORE: quote_before(a, cue, at); break;
  case HS_FRAME_PARENTHESIS: parenthesis(a, cues, cue_count, cue, at); break;
  case HS_FRAME_NONE: break;
  default: content_right(a, cues, cue_count, cue, at); break;
  }
  at->kind = (uint8_t)hs_kind_of(a, at);
  if (cue->word == HS_CUE_COLON) at->kind = HEARSAY_DIRECT; /* transcripts give the words themselves */
}
