/*
** phrases_eval.c: for ext/train/phrases_eval.py: the noun phrases that the analyser finds among a treebank's tokens.
**
**     xzcat DATA/treebank/en_ewt-ud-dev.conllu.xz | phrases_eval [-g]
**
** prints a line a sentence: FIRST:LAST:KIND of each phrase, tokens of the sentence from 0, LAST behind it, KIND a
** hearsay_mention_kind. -g puts in the treebank's own tags, which names are found by, too.
*/
#include "language/phrases.h"
#include "language/tags.h"

#include "train/treebank.h"

/* The treebank's tag as ours; the tagger's own where there is none like it. */
static uint8_t tag_of(uint32_t t) {
  static const char *const others[][2] = {{"AFX", "JJ"}, {"GW", "FW"}, {"XX", "FW"}};
  const char *tag = gold[t].tag;
  if (strcmp(tag, "IN") == 0 && hs_is(&article, t, "to")) return HS_TO; /* UD's tag of the preposition */
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strcmp(tag, others[i][0]) == 0) tag = others[i][1];
  for (int i = 0; i < HS_TAGS; i++)
    if (strcmp(penn[i], tag) == 0) return (uint8_t)i;
  return article.tokens[t].tag;
}

static uint8_t universal_of(uint32_t t) {
  for (int i = 0; i <= HEARSAY_X; i++)
    if (strcmp(hearsay_tag_name((hearsay_tag)i), gold[t].universal) == 0) return (uint8_t)i;
  return article.tokens[t].universal;
}

/* Puts the treebank's tags in place of the tagger's. */
static void set_gold_tags(void) {
  for (uint32_t t = 0; t < article.token_count; t++) {
    article.tokens[t].tag = tag_of(t);
    article.tokens[t].universal = universal_of(t);
  }
}

static void print_phrases(hs_range sentence) {
  const char *space = "";
  for (uint32_t p = 0; p < article.phrase_count; p++) {
    const hs_phrase *phrase = &article.phrases[p];
    if (phrase->tokens.first < sentence.first || phrase->tokens.first >= sentence.last) continue;
    printf("%s%u:%u:%s", space, phrase->tokens.first - sentence.first, phrase->tokens.last - sentence.first,
           hearsay_mention_kind_name(phrase->kind));
    space = " ";
  }
  printf("\n");
}

int main(int argc, char **argv) {
  bool gold_tags = argc > 1 && strcmp(argv[1], "-g") == 0;
  while (next_document()) {
    hs_tag_words(&article);
    if (gold_tags) set_gold_tags();
    hs_read_language(&article);
    if (article.status) return 1;
    for (uint32_t s = 0; s < article.sentence_count; s++) print_phrases(article.sentence_tokens[s]);
  }
  return 0;
}
