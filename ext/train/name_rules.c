/*
** name_rules.c: for ext/train/name_rules.py: every candidate for a name, with the rules that hold for it as the analyser sees
** them (ext/language/name_rules.c).
**
**     name_rules           candidates of the articles on standard input (articles.h): a line each, with the number of the
**                          article, first and last character, and the numbers of the rules
**     name_rules names     the rules' names, in order
*/
#include "language/naming.h"
#include "speech/speech.h"

#include "train/articles.h"
#include <string.h>

static void print_candidates(hearsay_article *a, unsigned number) {
  hs_finder f = {.article = a};
  hs_gather_evidence(&f);
  hs_find_candidates(&f);
  for (uint32_t c = 0; c < f.candidate_count; c++) {
    hs_range r = f.candidates[c].tokens;
    hs_enter_sentence(&f, a->tokens[r.first].sentence);
    hs_fired fired;
    hs_fire_rules(&f, c, &fired);
    printf("%u %u %u", number, a->tokens[r.first].start, a->tokens[r.last - 1].end);
    for (uint32_t i = 0; i < fired.count; i++) printf(" %d", fired.rules[i]);
    printf("\n");
  }
  hs_drop_words(&f);
  hs_drop_evidence(a, &f.evidence);
}

int main(int argc, char **argv) {
  hearsay_reader *reader;
  if (argc > 2 || hearsay_open(NULL, NULL, &reader)) return 1;
  if (argc == 2 && strcmp(argv[1], "names") == 0) {
    for (uint8_t i = 0; hs_rule_name(i); i++) printf("%s\n", hs_rule_name(i));
    return 0;
  }
  size_t bytes;
  char *text;
  for (unsigned number = 0; (text = next_article(&bytes)) != NULL; number++) {
    hearsay_article *article;
    if (hearsay_read(reader, text, bytes, HEARSAY_UPTO_TAGS, &article)) return 1;
    hs_pair_marks(article);
    print_candidates(article, number);
    hearsay_article_free(article);
    free(text);
  }
  hearsay_close(reader);
  return 0;
}
