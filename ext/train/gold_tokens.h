/*
** gold_tokens.h: an article made of tokens that people have cut, for the trainers and for measuring.
**
** Input: a line a token, `form TAB 1 if a space follows, else 0 TAB columns`; an empty line behind a sentence; a line
** `= WEIGHT` before a sentence that does not count 1.
*/
#ifndef HS_TRAIN_GOLD_TOKENS_H
#define HS_TRAIN_GOLD_TOKENS_H

#include "article.h"

#include <stdio.h>

typedef struct gold_text {
  hearsay_article *article; /* with characters, tokens, one paragraph and sentences; not tagged */
  char **columns;           /* of each token: what stands behind the second tab */
  float *weights;           /* of each sentence */
} gold_text;

/* Sets kind, shape, hash and entry of a token whose characters are known, as text/tokens.c would. */
void gold_describe(const hearsay_article *article, hs_token *token);

/* Reads all of a file. Ends the program with a message when a line is not understood. Free with gold_free. */
gold_text *gold_read(FILE *in);
void gold_free(gold_text *gold);

#endif
