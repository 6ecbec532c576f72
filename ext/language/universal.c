/* universal.c: from Penn Treebank tags to universal ones, after the habits of the English UD treebanks. */
#include "language/lexicon.h"
#include "language/tables.h"
#include "language/tags.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { LOOK = 8 }; /* words looked ahead to tell a clause from a phrase, an auxiliary from a verb */

static bool is_any(const hearsay_article *a, uint32_t t, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

static uint32_t sentence_end(const hearsay_article *a, uint32_t t) {
  return a->sentence_tokens[a->tokens[t].sentence].last;
}

/* The tag of a token of the same sentence, HS_PUNCTUATION past its end. */
static uint8_t tag_at(const hearsay_article *a, uint32_t t, uint32_t end) {
  return t < end ? a->tokens[t].tag : (uint8_t)HS_PUNCTUATION;
}

static bool is_adverb_tag(uint8_t tag) {
  return tag == HS_RB || tag == HS_RBR || tag == HS_RBS;
}
static bool is_adjective_tag(uint8_t tag) {
  return tag == HS_JJ || tag == HS_JJR || tag == HS_JJS;
}

/* ---- verbs --------------------------------------------------------------------------------------------------------------- */

/* "there is", "there will have been": be as a verb of its own. */
static bool is_existential(const hearsay_article *a, uint32_t t) {
  uint32_t first = a->sentence_tokens[a->tokens[t].sentence].first;
  for (uint32_t i = t, steps = 0; i-- > first && steps < 4; steps++) {
    uint8_t tag = a->tokens[i].tag;
    if (tag == HS_EX) return true;
    if (!hs_is_verb_tag(tag) && tag != HS_MD && !is_adverb_tag(tag)) return false;
  }
  return tag_at(a, t + 1, sentence_end(a, t)) == HS_EX;
}

/* Whether the word helps a verb of the given form further on: "has not yet said", "did the president say". */
static bool helps(const hearsay_article *a, uint32_t t, bool participle) {
  uint32_t end = sentence_end(a, t);
  uint32_t limit = end - t > LOOK ? t + LOOK : end;
  for (uint32_t i = t + 1; i < limit; i++) {
    uint8_t tag = a->tokens[i].tag;
    if (participle ? tag == HS_VBN || tag == HS_VBD : tag == HS_VB) return true;
    if (hs_is_verb_tag(tag) || tag == HS_MD || tag == HS_IN || tag == HS_TO || tag == HS_CC || tag == HS_PUNCTUATION)
      return false;
    if (participle && !is_adverb_tag(tag) && tag != HS_PRP) return false;
  }
  return false;
}

static hearsay_tag verb_tag(const hearsay_article *a, uint32_t t) {
  static const char *const be[] = {"be", "is",  "was", "are", "were", "been", "being", "am",
                                   "'m", "'re", "ai",  "'s",  "s",    "m",    "re"};
  static const char *const have[] = {"have", "has", "had", "having"};
  static const char *const do_[] = {"do", "does", "did"};
  static const char *const always[] = {"'ve", "'d", "'ll", "ve"};
  const hs_token *token = &a->tokens[t];
  if (token->end - token->start > 6) return HEARSAY_VERB;
  if (is_any(a, t, be, COUNT(be))) return is_existential(a, t) ? HEARSAY_VERB : HEARSAY_AUX;
  if (is_any(a, t, always, COUNT(always))) return HEARSAY_AUX;
  if (is_any(a, t, have, COUNT(have))) return helps(a, t, true) ? HEARSAY_AUX : HEARSAY_VERB;
  if (is_any(a, t, do_, COUNT(do_))) return helps(a, t, false) ? HEARSAY_AUX : HEARSAY_VERB;
  return HEARSAY_VERB;
}

/* ---- "after", "that", "to" --------------------------------------------------------------------------------------------------- */

/* Whether a clause with a subject and a finite verb follows: "after he left", "as prices rose". */
static bool begins_clause(const hearsay_article *a, uint32_t t) {
  uint32_t end = sentence_end(a, t);
  uint32_t limit = end - t > LOOK ? t + LOOK : end;
  bool subject = false;
  for (uint32_t i = t + 1; i < limit; i++) {
    uint8_t tag = a->tokens[i].tag;
    if (hs_is_finite_tag(tag)) return subject;
    if (tag == HS_PRP || tag == HS_DT || tag == HS_EX || hs_is_noun_tag(tag) || tag == HS_CD || tag == HS_VBG)
      subject = true;
    else if (tag == HS_WDT || tag == HS_WP || tag == HS_WRB || tag == HS_TO || tag == HS_CC)
      return false;
    else if (tag == HS_PUNCTUATION && a->tokens[i].kind != HS_MARK)
      return false;
  }
  return false;
}

/* "for the council to act" */
static bool begins_infinitive(const hearsay_article *a, uint32_t t) {
  uint32_t end = sentence_end(a, t);
  uint32_t limit = end - t > LOOK ? t + LOOK : end;
  for (uint32_t i = t + 1; i + 1 < limit; i++) {
    uint8_t tag = a->tokens[i].tag;
    if (tag == HS_TO) return i > t + 1 && tag_at(a, i + 1, end) == HS_VB;
    if (tag != HS_DT && tag != HS_PRP && tag != HS_PRPS && tag != HS_CD && !hs_is_noun_tag(tag) &&
        !is_adjective_tag(tag))
      return false;
  }
  return false;
}

/* "by saying", "without ever meeting", "about how": a clause without a subject. */
static bool begins_participle(const hearsay_article *a, uint32_t t) {
  uint32_t end = sentence_end(a, t);
  uint8_t next = tag_at(a, t + 1, end);
  if (is_adverb_tag(next)) next = tag_at(a, t + 2, end);
  if (next == HS_WRB || next == HS_WP) return true;
  if (next != HS_VBG) return false;
  uint8_t after = tag_at(a, t + 2, end); /* "of leading officials" */
  return after != HS_NNS && after != HS_NN && after != HS_NNP;
}

static hearsay_tag in_tag(const hearsay_article *a, uint32_t t) {
  static const char *const always[] = {"that",   "if",       "because", "whether", "although", "though",
                                       "unless", "while",    "whilst",  "whereas", "lest",     "once",
                                       "so",     "provided", "'cause",  "cause"};
  static const char *const clause[] = {"as", "after", "before", "since", "until", "till", "than", "like"};
  if (is_any(a, t, always, COUNT(always)))
    return hs_is(a, t, "because") && t + 1 < a->token_count && hs_is(a, t + 1, "of") ? HEARSAY_ADP : HEARSAY_SCONJ;
  if (begins_participle(a, t)) return HEARSAY_SCONJ;
  if (hs_is(a, t, "for")) return begins_infinitive(a, t) ? HEARSAY_SCONJ : HEARSAY_ADP;
  return is_any(a, t, clause, COUNT(clause)) && begins_clause(a, t) ? HEARSAY_SCONJ : HEARSAY_ADP;
}

static hearsay_tag to_tag(const hearsay_article *a, uint32_t t) {
  uint32_t end = sentence_end(a, t), next = t + 1;
  while (next < end && is_adverb_tag(a->tokens[next].tag)) next++;
  if (tag_at(a, next, end) == HS_VB) return HEARSAY_PART;
  return begins_participle(a, t) ? HEARSAY_SCONJ : HEARSAY_ADP;
}

/* ---- determiners, pronouns, names --------------------------------------------------------------------------------------------- */

static bool begins_noun(const hearsay_article *a, uint32_t t) {
  uint32_t end = sentence_end(a, t), next = t + 1;
  while (next < end && a->tokens[next].kind == HS_MARK) next++;
  uint8_t tag = tag_at(a, next, end);
  if (is_adverb_tag(tag) && is_adjective_tag(tag_at(a, next + 1, end))) return true;
  if ((tag == HS_VBG || tag == HS_VBN) && hs_is_noun_tag(tag_at(a, next + 1, end))) return true;
  return hs_is_noun_tag(tag) || is_adjective_tag(tag) || tag == HS_CD || tag == HS_SYM;
}

static hearsay_tag determiner_tag(const hearsay_article *a, uint32_t t) {
  static const char *const pronouns[] = {"this", "that", "these", "those"};
  return is_any(a, t, pronouns, COUNT(pronouns)) && !begins_noun(a, t) ? HEARSAY_PRON : HEARSAY_DET;
}

static hearsay_tag noun_tag(const hearsay_article *a, uint32_t t) {
  static const char *const pronouns[] = {"something", "anything", "nothing", "everything", "someone", "anyone",
                                         "everyone",  "somebody", "anybody", "everybody",  "nobody",  "none"};
  if (a->tokens[t].kind == HS_PUNCT) return HEARSAY_SYM;
  return is_any(a, t, pronouns, COUNT(pronouns)) ? HEARSAY_PRON : HEARSAY_NOUN;
}

/* Names keep the parts of speech of their words: "National/ADJ Assembly/PROPN". */
static hearsay_tag name_tag(const hearsay_article *a, uint32_t t) {
  uint32_t word = a->tokens[t].word;
  uint8_t next = tag_at(a, t + 1, sentence_end(a, t));
  if (!word || (next != HS_NNP && next != HS_NNPS)) return HEARSAY_PROPN;
  uint32_t list = hs_word_tags[hs_word_slots[word - 1].tags * HS_WORD_FORMS + HS_FORM_SMALL];
  const unsigned char *tags = hs_tag_lists + hs_tag_list_at[list];
  return tags[0] && tags[1] == HS_JJ ? HEARSAY_ADJ : HEARSAY_PROPN;
}

static const uint8_t plain[HS_TAGS] = {
    [HS_CC] = HEARSAY_CCONJ,         [HS_CD] = HEARSAY_NUM,   [HS_EX] = HEARSAY_PRON,    [HS_FW] = HEARSAY_X,
    [HS_JJ] = HEARSAY_ADJ,           [HS_JJR] = HEARSAY_ADJ,  [HS_JJS] = HEARSAY_ADJ,    [HS_LS] = HEARSAY_NUM,
    [HS_MD] = HEARSAY_AUX,           [HS_NNS] = HEARSAY_NOUN, [HS_NNPS] = HEARSAY_PROPN, [HS_PDT] = HEARSAY_DET,
    [HS_POS] = HEARSAY_PART,         [HS_PRP] = HEARSAY_PRON, [HS_PRPS] = HEARSAY_PRON,  [HS_RB] = HEARSAY_ADV,
    [HS_RBR] = HEARSAY_ADV,          [HS_RBS] = HEARSAY_ADV,  [HS_RP] = HEARSAY_ADP,     [HS_SYM] = HEARSAY_SYM,
    [HS_UH] = HEARSAY_INTJ,          [HS_WP] = HEARSAY_PRON,  [HS_WPS] = HEARSAY_PRON,   [HS_WRB] = HEARSAY_ADV,
    [HS_PUNCTUATION] = HEARSAY_PUNCT};

hearsay_tag hs_universal_tag(const hearsay_article *article, uint32_t token) {
  uint8_t tag = article->tokens[token].tag;
  if (article->tokens[token].kind == HS_ADDRESS) return HEARSAY_PROPN;
  switch (tag) {
  case HS_DT: return determiner_tag(article, token);
  case HS_IN: return in_tag(article, token);
  case HS_NN: return noun_tag(article, token);
  case HS_NNP: return name_tag(article, token);
  case HS_TO: return to_tag(article, token);
  case HS_WDT: return !hs_is(article, token, "that") && begins_noun(article, token) ? HEARSAY_DET : HEARSAY_PRON;
  case HS_RB: return hs_is(article, token, "not") || hs_is(article, token, "n't") ? HEARSAY_PART : HEARSAY_ADV;
  case HS_VB:
  case HS_VBD:
  case HS_VBG:
  case HS_VBN:
  case HS_VBP:
  case HS_VBZ: return verb_tag(article, token);
  default: return tag < HS_TAGS ? (hearsay_tag)plain[tag] : HEARSAY_X;
  }
}
