/*
** quote_key.h: quotations whose words are read once, to be compared with several others (quote_key.c says how).
*/
#ifndef HS_QUOTE_KEY_H
#define HS_QUOTE_KEY_H

#include "hearsay.h"

#include <stdbool.h>

enum { HS_QUOTE_FEW_WORDS = 256 };

/* A quotation as its words' hashes; of one with more words than are kept, the text is read again. */
typedef struct hs_quote_words {
  hearsay_text text; /* not owned */
  uint64_t hash[HS_QUOTE_FEW_WORDS];
  uint16_t piece[HS_QUOTE_FEW_WORDS]; /* words since the last cut */
  bool is_long[HS_QUOTE_FEW_WORDS];   /* over three letters */
  size_t count;                       /* in all, kept or not */
  size_t longest_piece;
} hs_quote_words;

/* Reads the words of a text, of 2 GB at most, which has to stay where it is. `host` may be NULL. */
hearsay_status hs_quote_words_read(const hearsay_host *host, hearsay_text text, hs_quote_words *words);

/*
** What hearsay_quote_key is the first of: the `most` least ranks of its runs of four words, of the words kept, each once. When runs have
** three long words, only such. Returns how many.
*/
size_t hs_quote_least_runs(const hs_quote_words *words, uint64_t *least, size_t most);

/*
** The hashes of its runs of three words in their order, to be compared with another's; as many as there are words at most. None
** when it has more words than are kept, or no piece of three words: then the texts have to be compared.
*/
size_t hs_quote_runs(const hs_quote_words *words, uint64_t runs[HS_QUOTE_FEW_WORDS]);
/* hearsay_quote_similarity of two quotations with such runs. */
double hs_quote_runs_compare(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count);

/* Runs at a glance: each sets a bit. */
typedef struct hs_quote_outline {
  uint64_t bits[2];
  uint32_t runs;
} hs_quote_outline;

hs_quote_outline hs_quote_outline_of(const uint64_t *runs, size_t count);
/* What hs_quote_runs_compare would say of two quotations with runs, or more. */
double hs_quote_outlines_compare(const hs_quote_outline *a, const hs_quote_outline *b);

#endif /* HS_QUOTE_KEY_H */
