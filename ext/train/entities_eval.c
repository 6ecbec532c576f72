/*
** entities_eval.c: which names hearsay takes for one entity when the names are given, for ext/train/entities_eval.py.
**
** Input: articles as those of ext/train/names.c. Output: a line a name, `ARTICLE START END ENTITY`; a name that is not exactly
** tokens of ours is widened to the tokens that it touches.
*/
#include "language/names.h"
#include "language/phrases.h"
#include "people/people.h"
#include "speech/speech.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_NAMES = 20000 };

typedef struct gold_name {
  uint32_t start, end, label;
} gold_name;

static gold_name names[MOST_NAMES];

static void print_entities(hearsay_article *a, unsigned count, unsigned number) {
  hs_range tokens[MOST_NAMES];
  uint8_t labels[MOST_NAMES];
  uint32_t kept = 0, t = 0;
  for (unsigned n = 0; n < count; n++) {
    while (t < a->token_count && a->tokens[t].end <= names[n].start) t++;
    uint32_t first = t;
    while (t < a->token_count && a->tokens[t].start < names[n].end) t++;
    if (first == t) continue;
    labels[kept] = (uint8_t)names[n].label;
    names[kept] = names[n];
    tokens[kept++] = (hs_range){first, t};
  }
  hs_pair_marks(a);
  hs_adopt_names(a, tokens, labels, kept);
  hs_find_phrases(a);
  hs_sort_stretches(a);
  hs_join_names(a);
  for (uint32_t n = 0; n < a->name_count; n++)
    printf("%u %u %u %u\n", number, names[n].start, names[n].end, a->names[n].entity);
}

int main(void) {
  hearsay_reader *reader;
  size_t bytes;
  unsigned count, fold;
  float weight;
  if (hearsay_open(NULL, NULL, &reader)) return 1;
  for (unsigned number = 0; scanf("%zu %u %f %u", &bytes, &count, &weight, &fold) == 4; number++) {
    char *text = malloc(bytes + 1);
    hearsay_article *article;
    bool whole = text && count <= MOST_NAMES && getchar() == '\n' && fread(text, 1, bytes, stdin) == bytes;
    for (unsigned n = 0; n < count && whole; n++)
      whole = scanf("%u %u %u", &names[n].start, &names[n].end, &names[n].label) == 3;
    if (!whole || hearsay_read(reader, text, bytes, HEARSAY_UPTO_TAGS, &article)) {
      free(text);
      return 1;
    }
    print_entities(article, count, number);
    hearsay_article_free(article);
    free(text);
  }
  hearsay_close(reader);
  return 0;
}
