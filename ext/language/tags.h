/*
** tags.h: parts of speech. hs_tag_words sets `tag` and `universal` of every token of the article, sentence by sentence: a
** conditional random field over the words around, their endings, their classes and the tags that the dictionary has for
** them (ext/model/README.md).
*/
#ifndef HS_TAGS_H
#define HS_TAGS_H

#include "article.h"
#include "model/sequence.h"

void hs_tag_words(hearsay_article *article);

/* Whether the dictionary has the word, an entry of the lexicon, in small letters with a Penn tag. */
bool hs_word_can_be(uint32_t word, uint8_t tag);
/* With any tag. */
bool hs_is_in_dictionary(uint32_t word);

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

/* ---- for the trainer (ext/train/tags.c) ------------------------------------------------------------------------------ */

/* A token that takes part: its token's index, the labels that it can have, and its features if they are several. */
typedef void hs_tag_visitor(void *data, uint32_t token, uint64_t labels, const hs_features *features);

/* Calls `visit` for every token that hs_tag_words would decide on, in order, without deciding anything. */
void hs_visit_tags(hearsay_article *article, hs_tag_visitor *visit, void *data);

#endif
