/*
** description_words.h: whether two descriptions of people ("Peru's finance minister", "the finance minister of Peru") are of one.
*/
#ifndef HS_DESCRIPTION_WORDS_H
#define HS_DESCRIPTION_WORDS_H

#include "hearsay.h"

enum { HS_MOST_DESCRIPTION_WORDS = 32 };

/* A description as its content words; further ones are passed over. */
typedef struct hs_description_words {
  uint32_t hash[HS_MOST_DESCRIPTION_WORDS];
  uint8_t kind[HS_MOST_DESCRIPTION_WORDS]; /* see description_words.c */
  uint32_t count;
} hs_description_words;

typedef enum hs_agreement {
  HS_CONTRADICT, /* minister of Peru, minister of Chile */
  HS_UNRELATED,
  HS_ALIKE, /* minister, minister of Peru */
  HS_AGREE  /* Peruvian minister, minister of Peru */
} hs_agreement;

/* `host` may be NULL. */
hearsay_status hs_read_description(const hearsay_host *host, hearsay_text text, hs_description_words *words);
hs_agreement hs_compare_descriptions(const hs_description_words *a, const hs_description_words *b);

#endif /* HS_DESCRIPTION_WORDS_H */
