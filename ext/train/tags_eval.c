/*
** tags_eval.c: how good the tagger and the lemmas are. Reads CoNLL-U with gold tokens:
**
**     xzcat DATA/treebank/en_ewt-ud-dev.conllu.xz | tags_eval [-v]
**
** prints accuracy of Penn and universal tags and of lemmas, and the speed; -v also what is taken for what.
*/
#include "language/tags.h"

#include "train/treebank.h"

#include <time.h>

static uint32_t confusion[64][64][2];
static char names[64][8];

static uint32_t name_place(const char *name) {
  for (uint32_t i = 0; i < 64; i++) {
    if (!names[i][0]) snprintf(names[i], sizeof names[i], "%s", name);
    if (strcmp(names[i], name) == 0) return i;
  }
  return 63;
}

static void print_confusions(uint32_t kind) {
  for (int shown = 0; shown < 22; shown++) {
    uint32_t best = 0, x = 0, y = 0;
    for (uint32_t i = 0; i < 64; i++)
      for (uint32_t j = 0; j < 64; j++)
        if (i != j && confusion[i][j][kind] > best) best = confusion[x = i][y = j][kind];
    if (!best) return;
    printf("%6u  %s taken for %s\n", best, names[x], names[y]);
    confusion[x][y][kind] = 0;
  }
}

typedef struct tally {
  uint32_t count, right;
} tally;

static void add(tally *t, bool right) {
  t->count++;
  t->right += right;
}

static double per_cent(tally t) {
  return t.count ? 100.0 * t.right / t.count : 0;
}

/* The five words on each side of a token, which is marked. */
static void print_context(uint32_t i) {
  for (uint32_t t = i > 5 ? i - 5 : 0; t < i + 6 && t < article.token_count; t++)
    printf(t == i ? " [%.*s/%s]" : " %.*s", (int)(treebank_bytes[t][1] - treebank_bytes[t][0]),
           treebank_text + treebank_bytes[t][0], penn[article.tokens[t].tag]);
  printf("\n");
}

static bool score_tag(uint32_t i) {
  const char *tag = penn[article.tokens[i].tag], *wanted = gold[i].tag;
  if (strcmp(wanted, "IN") == 0 && strcmp(tag, "TO") == 0) wanted = "TO"; /* UD's tag of the preposition */
  confusion[name_place(wanted)][name_place(tag)][0]++;
  return strcmp(tag, wanted) == 0;
}

static bool score_universal(uint32_t i, bool verbose) {
  const char *tag = hearsay_tag_name(article.tokens[i].universal);
  bool right = strcmp(tag, gold[i].universal) == 0;
  confusion[name_place(gold[i].universal)][name_place(tag)][1]++;
  if (!right && verbose) {
    printf("%s>%s:", gold[i].universal, tag);
    print_context(i);
  }
  return right;
}

/* The lemma under the gold tag. */
static bool score_lemma(uint32_t i, bool verbose) {
  char scratch[HEARSAY_LEMMA_MAX];
  uint8_t own = article.tokens[i].tag;
  for (int t = 0; t < HS_TAGS; t++)
    if (strcmp(penn[t], gold[i].tag) == 0) article.tokens[i].tag = (uint8_t)t;
  size_t count = hs_lemma(&article, i, scratch);
  article.tokens[i].tag = own;
  for (char *c = gold[i].lemma; *c; c++) *c = (char)tolower((unsigned char)*c);
  bool right = count == strlen(gold[i].lemma) && memcmp(scratch, gold[i].lemma, count) == 0;
  if (!right && verbose) printf("lemma %.*s, not %s:", (int)count, scratch, gold[i].lemma);
  if (!right && verbose) print_context(i);
  return right;
}

static tally tags, universal, lemmas, verbs, nouns;

static void score(bool verbose) {
  for (uint32_t i = 0; i < article.token_count; i++) {
    add(&tags, score_tag(i));
    add(&universal, score_universal(i, verbose));
    if (article.tokens[i].kind != HS_WORD || strcmp(gold[i].universal, "PROPN") == 0) continue;
    bool right = score_lemma(i, verbose);
    add(&lemmas, right);
    if (gold[i].tag[0] == 'V') add(&verbs, right);
    if (gold[i].tag[0] == 'N') add(&nouns, right);
  }
}

int main(int argc, char **argv) {
  enum { TIMES = 20 };
  bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
  clock_t taken = 0;
  while (next_document()) {
    clock_t start = clock();
    for (int i = 0; i < TIMES; i++) hs_tag_words(&article);
    taken += clock() - start;
    score(verbose);
  }
  printf("%u tokens: Penn %.2f%%, universal %.2f%%; lemmas of %u words %.2f%%, of verbs %.2f%%, of nouns %.2f%%\n",
         tags.count, per_cent(tags), per_cent(universal), lemmas.count, per_cent(lemmas), per_cent(verbs),
         per_cent(nouns));
  if (verbose) {
    print_confusions(0);
    print_confusions(1);
  }
  printf("%.2f million tokens a second\n", TIMES * tags.count / ((double)taken / CLOCKS_PER_SEC) / 1e6);
  return 0;
}
