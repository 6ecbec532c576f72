/* sources.h: whose words: the noun phrase that a cue makes the source. */
#ifndef HS_SOURCES_H
#define HS_SOURCES_H

#include "speech/speech.h"

/*
** The source of a cue, as tokens with its appositions and relative clauses; empty when the sentence gives none. `*rule`
** says how it was found, in words. `before` is the source of the cue before in the same sentence (empty: none): participles
** and conjoined verbs share it ("said … , adding that …").
*/
hs_range hs_find_source(const hearsay_article *article, const hs_cue *cue, hs_range before, const char **rule);

/*
** The subject that ends before token t (a verb group's first), not before token `first`, with its postmodifiers and
** appositions; empty when there is none.
*/
hs_range hs_subject_before(const hearsay_article *article, uint32_t t, uint32_t first, const char **rule);

#endif
