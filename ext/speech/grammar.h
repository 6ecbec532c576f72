/*
** grammar.h: what cues, contents and sources all ask of a sentence: its verb groups, its small adverbials, its clauses.
*/
#ifndef HS_GRAMMAR_H
#define HS_GRAMMAR_H

#include "language/phrases.h"
#include "speech/speech.h"

/* The tokens of the sentence that token t is in. */
hs_range hs_sentence_of(const hearsay_article *article, uint32_t t);
/* Where its text begins, behind a dateline when it is the first of its paragraph. */
uint32_t hs_sentence_start(const hearsay_article *article, uint32_t t);

bool hs_is_dash(const hearsay_article *article, uint32_t t);
/* Inside quotation marks that hold speech; titles and scare quotes are part of the sentence around them. */
static inline bool hs_in_stretch(const hearsay_article *article, uint32_t t) {
  uint32_t stretch = article->stretch_at[t];
  return stretch != HEARSAY_NONE && article->stretches[stretch].use == HS_USE_SPEECH;
}

/* A form of be, have or do, or a modal. */
bool hs_is_auxiliary(const hearsay_article *article, uint32_t t);
bool hs_is_be(const hearsay_article *article, uint32_t t);

/* Where the verb group that ends in the verb t begins: "would not have said". */
uint32_t hs_verb_group_start(const hearsay_article *article, uint32_t t);

/* Whether a clause with a subject and a finite verb begins at t: "it was …", "the two sides have …". */
bool hs_clause_begins(const hearsay_article *article, uint32_t t, uint32_t limit);

/* Skips one small adverbial at t: "on Tuesday", "also", "earlier this week", "in a statement", "at a news conference". t if none. */
uint32_t hs_skip_adverbial(const hearsay_article *article, uint32_t t, uint32_t limit);
/* Whether a phrase is about time: "Tuesday", "this week", "July 10". */
bool hs_is_time_phrase(const hearsay_article *article, const hs_phrase *phrase);
/* The end of a noun phrase with its of-, for-, at- … phrases and conjuncts: "the head of the office in Geneva". */
uint32_t hs_phrase_reach(const hearsay_article *article, const hs_phrase *phrase, uint32_t limit);

#endif
