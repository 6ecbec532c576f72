/*
** tags.h: parts of speech. hs_tag_words sets `tag` of every token of the article, sentence by sentence: a hidden Markov
** model over the lexicon's tag counts and, for unknown words, their endings and shapes (Brants 2000, "TnT").
*/
#ifndef HS_TAGS_H
#define HS_TAGS_H

#include "article.h"

void hs_tag_words(hearsay_article *article);

/* The universal tag of a token that hs_tag_words has been over ("to" is PART or ADP, "that" SCONJ or PRON, be is AUX). */
hearsay_tag hs_universal_tag(const hearsay_article *article, uint32_t token);

static inline bool hs_is_verb_tag(uint8_t tag) {
  return tag >= HS_VB && tag <= HS_VBZ;
}
static inline bool hs_is_finite_tag(uint8_t tag) {
  return tag == HS_VBD || tag == HS_VBP || tag == HS_VBZ || tag == HS_MD;
}
static inline bool hs_is_noun_tag(uint8_t tag) {
  return tag >= HS_NN && tag <= HS_NNS;
}
static inline bool hs_is_name_tag(uint8_t tag) {
  return tag == HS_NNP || tag == HS_NNPS;
}

#endif
