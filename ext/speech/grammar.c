/* grammar.c: small questions about a sentence; see grammar.h. */
#include "speech/grammar.h"
#include "language/lexicon.h"
#include "language/tags.h"
#include "text/text.h"

hs_range hs_sentence_of(const hearsay_article *a, uint32_t t) {
  return a->sentence_tokens[a->tokens[t].sentence];
}

uint32_t hs_sentence_start(const hearsay_article *a, uint32_t t) {
  hs_range r = hs_sentence_of(a, t);
  uint32_t p = a->sentences[a->tokens[t].sentence].paragraph;
  if (a->paragraph_tokens[p].first != r.first) return r.first;
  uint32_t start = hs_text_start(a, p);
  return start < r.last && start <= t ? start : r.first;
}

bool hs_is_dash(const hearsay_article *a, uint32_t t) {
  const hs_token *token = &a->tokens[t];
  return token->kind == HS_PUNCT && (token->fold == HS_F_EM_DASH || token->fold == HS_F_EN_DASH || token->fold == '-');
}

bool hs_is_be(const hearsay_article *a, uint32_t t) {
  static const char *const forms[] = {"is", "was", "are", "were", "be", "been", "being", "'s", "'re", "'m", "am"};
  if (!hs_is_verb_tag(a->tokens[t].tag)) return false;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (hs_is(a, t, forms[i])) return true;
  return false;
}

bool hs_is_auxiliary(const hearsay_article *a, uint32_t t) {
  static const char *const forms[] = {"has", "have", "had", "having", "does", "do", "did", "'ve", "'d", "get", "got"};
  if (a->tokens[t].tag == HS_MD || hs_is_be(a, t)) return true;
  if (!hs_is_verb_tag(a->tokens[t].tag)) return false;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (hs_is(a, t, forms[i])) return true;
  return false;
}

static bool is_adverb(const hearsay_article *a, uint32_t t) {
  return a->tokens[t].tag == HS_RB || a->tokens[t].tag == HS_RBR;
}

uint32_t hs_verb_group_start(const hearsay_article *a, uint32_t t) {
  uint32_t first = hs_sentence_of(a, t).first, start = t;
  for (uint32_t u = t; u > first && t - u < 6; u--) {
    if (hs_in_stretch(a, u - 1)) break;
    if (hs_is_auxiliary(a, u - 1))
      start = u - 1;
    else if (!is_adverb(a, u - 1))
      break;
  }
  return start;
}

bool hs_is_time_phrase(const hearsay_article *a, const hs_phrase *phrase) {
  return (hs_classes(a, phrase->head) & (HS_WEEKDAY | HS_MONTH | HS_TIME)) != 0 ||
         (a->tokens[phrase->tokens.first].tag == HS_CD && phrase->tokens.last - phrase->tokens.first == 1 &&
          a->tokens[phrase->head].kind == HS_NUMBER);
}

/* The prepositions that tie a further phrase to a source: "head of …", "spokesman for …". */
static bool ties_phrases(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"of", "for", "at", "from", "in", "with", "to", "on"};
  if (a->tokens[t].kind != HS_WORD) return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* "(WFP)", "(Labour)", "(R-Ohio)" behind a phrase: the token behind the bracket; t when there is none. */
static uint32_t skip_bracket(const hearsay_article *a, uint32_t t, uint32_t limit) {
  if (t >= limit || a->tokens[t].fold != '(') return t;
  for (uint32_t u = t + 1; u < limit && u < t + 8; u++)
    if (a->tokens[u].fold == ')') return u + 1;
  return t;
}

/*
** Where the phrase is that a link at `t` leads to: behind a preposition ("of Oslo"), or an adjective or participle with
** one ("familiar with the matter", "published on Wednesday in the journal"). NULL when there is none.
*/
static const hs_phrase *linked_phrase(const hearsay_article *a, const hs_phrase *head, uint32_t t, uint32_t limit) {
  bool document = (hs_classes(a, head->head) & HS_DOCUMENT_NOUN) != 0;
  uint8_t tag = a->tokens[t].tag;
  bool modifier = (tag == HS_JJ || tag == HS_VBN) && t + 2 < limit &&
                  (a->tokens[t + 1].tag == HS_IN || a->tokens[t + 1].tag == HS_TO);
  if (modifier && !hs_in_stretch(a, t + 2)) return hs_phrase_from(a, t + 2);
  if (!ties_phrases(a, t) && !(document && (hs_is(a, t, "by") || hs_is(a, t, "into")))) return NULL;
  return hs_in_stretch(a, t + 1) ? NULL : hs_phrase_from(a, t + 1);
}

uint32_t hs_phrase_reach(const hearsay_article *a, const hs_phrase *phrase, uint32_t limit) {
  uint32_t end = skip_bracket(a, phrase->tokens.last, limit);
  bool participle = false; /* time belongs to "published on Wednesday in …", not to "the envoy on Wednesday" */
  for (int links = 0; links < 6 && end + 1 < limit; links++) {
    bool conjunction = a->tokens[end].tag == HS_CC && !hs_is(a, end, "but");
    const hs_phrase *next = conjunction ? hs_phrase_from(a, end + 1) : linked_phrase(a, phrase, end, limit);
    if (!next || next->tokens.last > limit || hs_in_stretch(a, next->head)) break;
    participle = participle || a->tokens[end].tag == HS_VBN;
    if (hs_is_time_phrase(a, next) && !participle) break;
    /* "… in the town and the police said": the second conjunct has a verb of its own */
    if (conjunction && next->tokens.last < limit && hs_is_finite_tag(a->tokens[next->tokens.last].tag) && links > 0)
      break;
    if (next->kind == HEARSAY_PRONOUN && !conjunction) break;
    end = skip_bracket(a, next->tokens.last, limit);
  }
  return end;
}

bool hs_clause_begins(const hearsay_article *a, uint32_t t, uint32_t limit) {
  if (t >= limit) return false;
  if (hs_is(a, t, "there") && t + 1 < limit && hs_is_finite_tag(a->tokens[t + 1].tag)) return true;
  const hs_phrase *subject = hs_phrase_from(a, t);
  if (!subject) return false;
  uint32_t end = hs_phrase_reach(a, subject, limit);
  for (int words = 0; words < 4 && end < limit && !hs_is_finite_tag(a->tokens[end].tag); words++) {
    if (is_adverb(a, end))
      end++;
    else if (hs_is_comma(a, end) || a->tokens[end].tag == HS_WP || a->tokens[end].tag == HS_WDT)
      return end + 2 < limit && words == 0 && !hs_is_comma(a, end) ? true : false;
    else
      break;
  }
  return end < limit && hs_is_finite_tag(a->tokens[end].tag);
}

/* "on Tuesday", "this week", "July 10", "late Friday" */
static uint32_t skip_time(const hearsay_article *a, uint32_t t, uint32_t limit) {
  uint32_t u = t;
  if (u < limit && a->tokens[u].tag == HS_IN && !hs_is(a, u, "that") && !hs_is(a, u, "if")) u++;
  const hs_phrase *phrase = u < limit ? hs_phrase_from(a, u) : NULL;
  if (!phrase || phrase->tokens.last > limit) return t;
  return hs_is_time_phrase(a, phrase) && phrase->kind != HEARSAY_PRONOUN ? phrase->tokens.last : t;
}

/* "in a statement", "at a news conference", "to reporters", "during a visit to Oslo", "through a spokesman" */
static uint32_t skip_occasion(const hearsay_article *a, uint32_t t, uint32_t limit) {
  static const char *const words[] = {"in",      "at",  "to",     "during", "after", "by",
                                      "through", "via", "before", "from",   "with",  "on"};
  bool preposition = false;
  for (size_t i = 0; t < limit && i < sizeof words / sizeof *words; i++)
    preposition = preposition || hs_is(a, t, words[i]);
  if (!preposition || t + 1 >= limit) return t;
  if (a->tokens[t].tag == HS_TO && hs_is_verb_tag(a->tokens[t + 1].tag)) return t;
  const hs_phrase *phrase = hs_phrase_from(a, t + 1);
  if (!phrase || phrase->tokens.last > limit || hs_in_stretch(a, t + 1)) return t;
  return hs_phrase_reach(a, phrase, limit);
}

uint32_t hs_skip_adverbial(const hearsay_article *a, uint32_t t, uint32_t limit) {
  if (t >= limit || hs_in_stretch(a, t)) return t;
  if ((is_adverb(a, t) || a->tokens[t].tag == HS_RP) && !hs_is(a, t, "not") && !hs_is(a, t, "n't")) return t + 1;
  uint32_t time = skip_time(a, t, limit);
  return time > t ? time : skip_occasion(a, t, limit);
}
