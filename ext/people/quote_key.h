/*
** quote_key.h: quotations whose words are read once, to be compared with several others (quote_key.c says how).
*/
#ifndef HS_QUOTE_KEY_H
#define HS_QUOTE_KEY_H

#include "hearsay.h"

enum { HS_QUOTE_FEW_WORDS = 256 };

/* A quotation as its words' hashes; of one with more words than are kept, the text is read again. */
typedef struct hs_quote_words {
  hearsay_text text; /* not owned */
  uint64_t hash[HS_QUOTE_FEW_WORDS];
  uint16_t piece[HS_QUOTE_FEW_WORDS]; /* words since the last cut */
  size_t count;                       /* in all, kept or not */
  size_t longest_piece;
} hs_quote_words;

/* Reads the words of a text, of 2 GB at most, which has to stay where it is. `host` may be NULL. */
hearsay_status hs_quote_words_read(const hearsay_host *host, hearsay_text text, hs_quote_words *words);
/* hearsay_quote_similarity of two quotations that have been read. */
hearsay_status hs_quote_words_compare(const hearsay_host *host, const hs_quote_words *a, const hs_quote_words *b,
                                      double *similarity);

#endif /* HS_QUOTE_KEY_H */
