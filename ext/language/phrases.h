/*
** phrases.h: base noun phrases ("the Chinese envoy", "China's permanent representative", "he"), found by tags. A name and
** the words before it that belong to it are one phrase ("spokesman Lee Chang-ho"). Prepositional phrases, appositions
** and relative clauses are added by who needs them (speech/sources.c).
*/
#ifndef HS_PHRASES_H
#define HS_PHRASES_H

#include "article.h"

typedef struct hs_phrase {
  hs_range tokens;
  uint32_t head; /* its last noun, name's last word, or the pronoun */
  uint8_t kind;  /* hearsay_mention_kind: name when the head is part of a proper name */
  bool definite; /* the, this, that, a possessive; a name */
} hs_phrase;

void hs_find_phrases(hearsay_article *article);

/* The phrase that ends right before `token`, or that begins at it; NULL when there is none. */
const hs_phrase *hs_phrase_before(const hearsay_article *article, uint32_t token);
const hs_phrase *hs_phrase_from(const hearsay_article *article, uint32_t token);

#endif
