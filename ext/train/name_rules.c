/*
** name_rules.c: for ext/train/names.py: every candidate for a name, with the rules that hold for it as the analyser sees
** them (ext/language/name_rules.c).
**
**     name_rules 1|2       the rules of the first or the second pass
**     name_rules names     the rules' names, in order
**
** Standard input: articles (articles.h). Standard output: a line a candidate: number of the
** article, first and last character, and the numbers of the rules.
*/
#include "language/naming.h"
#include "speech/speech.h"

#include "train/articles.h"
#include <string.h>

static void print_candidates(hearsay_article *a, unsigned number, bool again) {
  hs_finder f = {.article = a};
  hs_gather_evidence(&f);
  hs_find_candidates(&f);
  if (again) hs_judge_first(&f);
  for (uint32_t n = 0; n < a->name_count; n++) {
    hs_range r = a->names[n].tokens;
    hs_enter_sentence(&f, a->tokens[r.first].sentence);
    hs_fired fired;
    hs_fire_rules(&f, n, again, &fired);
    printf("%u %u %u", number, a->tokens[r.first].start, a->tokens[r.last - 1].end);
    for (uint32_t i = 0; i < fired.count; i++) printf(" %d", fired.rules[i]);
    printf("\n");
  }
  hs_drop_evidence(a, &f.evidence);
}

int main(int argc, char **argv) {
  hearsay_reader *reader;
  if (argc != 2 || hearsay_open(NULL, NULL, &reader)) return 1;
  if (strcmp(argv[1], "names") == 0)
    for (uint8_t i = 0; hs_rule_name(i); i++) printf("%s\n", hs_rule_name(i));
  size_t bytes;
  char *text;
  for (unsigned number = 0; (text = next_article(&bytes)) != NULL; number++) {
    hearsay_article *article;
    if (hearsay_read(reader, text, bytes, HEARSAY_UPTO_TAGS, &article)) return 1;
    hs_pair_marks(article);
    print_candidates(article, number, argv[1][0] == '2');
    hearsay_article_free(article);
    free(text);
  }
  hearsay_close(reader);
  return 0;
}
