/*
** phrases.h: base noun phrases ("the Chinese envoy", "China's permanent representative", "he"), found by a conditional
** random field over the tags and words (ext/model/README.md). What is one is written down in ext/train/trees.py. A name
** and the words before it that belong to it are one phrase ("spokesman Lee Chang-ho"), and every name is in one.
** Prepositional phrases, appositions and relative clauses are added by who needs them (speech/sources.c).
*/
#ifndef HS_PHRASES_H
#define HS_PHRASES_H

#include "article.h"
#include "model/sequence.h"

typedef struct hs_phrase {
  hs_range tokens; /* quotation marks inside are in pairs */
  uint32_t head;   /* its last noun, name's last word, or the pronoun; its last word when it has none */
  uint8_t kind;    /* hearsay_mention_kind: name when the head is part of a proper name */
  bool definite;   /* the, this, that, a possessive; a name */
} hs_phrase;

/* Needs tags, names and paired marks. */
void hs_find_phrases(hearsay_article *article);

/* The phrase that ends right before `token`, or that begins at it; NULL when there is none. */
const hs_phrase *hs_phrase_before(const hearsay_article *article, uint32_t token);
const hs_phrase *hs_phrase_from(const hearsay_article *article, uint32_t token);

/* ---- for the trainer (ext/train/phrases.c) ---------------------------------------------------------------------------- */

/* The labels of a token. HS_PHRASE_INSIDE behind HS_PHRASE_OUTSIDE is read as HS_PHRASE_FIRST. */
enum { HS_PHRASE_OUTSIDE, HS_PHRASE_FIRST, HS_PHRASE_INSIDE, HS_PHRASE_LABELS };

/* A token, the labels that it can have, and its features if they are several. */
typedef void hs_phrase_visitor(void *data, uint32_t token, uint64_t labels, const hs_features *features);

/* Calls `visit` for every token of a tagged article, in order, without deciding anything. Names count when there are any. */
void hs_visit_phrases(hearsay_article *article, hs_phrase_visitor *visit, void *data);

#endif
