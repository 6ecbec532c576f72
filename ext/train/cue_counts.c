/*
** cue_counts.c: for ext/train/cues.py: every word that could be a cue, with its lemma and frame as the analyser sees them.
**
** Standard input: articles (articles.h). Standard output: a line a candidate: number of the
** article, first and last character of the word, lemma, hs_cue_word, figure.
*/
#include "language/lexicon.h"
#include "language/names.h"
#include "language/tags.h"
#include "people/people.h"
#include "speech/speech.h"

#include "train/articles.h"

static void print_candidates(hearsay_article *a, unsigned number) {
  char lemma[HEARSAY_LEMMA_MAX];
  for (uint32_t t = 0; t < a->token_count; t++) {
    hs_cue cue;
    if (!hs_describe_cue(a, t, &cue)) continue;
    size_t count = hs_lemma(a, t, lemma);
    printf("%u\t%u\t%u\t%.*s\t%d\t%u\n", number, a->tokens[t].start, a->tokens[t].end, (int)count, lemma, cue.word,
           hs_figure_of(&cue));
  }
}

int main(void) {
  hearsay_reader *reader;
  if (hearsay_open(NULL, NULL, &reader)) return 1;
  size_t bytes;
  char *text;
  for (unsigned number = 0; (text = next_article(&bytes)) != NULL; number++) {
    hearsay_article *article;
    if (hearsay_read(reader, text, bytes, HEARSAY_UPTO_TAGS, &article)) return 1;
    hs_read_language(article);
    if (article->status) return 1;
    print_candidates(article, number);
    hearsay_article_free(article);
    free(text);
  }
  hearsay_close(reader);
  return 0;
}
