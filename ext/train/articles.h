/*
** articles.h: what the trainers' programs read: articles on standard input, each "BYTES\n" and then so many bytes.
*/
#ifndef HS_TRAIN_ARTICLES_H
#define HS_TRAIN_ARTICLES_H

#include <stdio.h>
#include <stdlib.h>

/* The next article, to be freed, and its length; NULL at the end. Ends the program when the input is cut short. */
static inline char *next_article(size_t *bytes) {
  if (scanf("%zu", bytes) != 1) return NULL;
  char *text = malloc(*bytes + 1);
  if (!text || getchar() != '\n' || fread(text, 1, *bytes, stdin) != *bytes) {
    fprintf(stderr, "an article is cut short\n");
    exit(1);
  }
  return text;
}

#endif
