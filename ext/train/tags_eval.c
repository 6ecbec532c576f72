/*
** tags_eval.c: how good the tagger and the lemmas are. Reads CoNLL-U with gold tokens:
**
**     xzcat DATA/treebank/en_ewt-ud-dev.conllu.xz | tags_eval [-v]
**
** prints accuracy of Penn and universal tags and of lemmas, and the speed; -v also what is taken for what.
*/
#include "article.h"
#include "language/lexicon.h"
#include "language/tags.h"
#include "text/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_TOKENS = 400000, LONGEST_TEXT = 1 << 23 };

static const char *const penn[HS_TAGS] = {"CC",  "CD",  "DT",  "EX",   "FW",  "IN",  "JJ",   "JJR", "JJS",  "LS",
                                          "MD",  "NN",  "NNP", "NNPS", "NNS", "PDT", "POS",  "PRP", "PRP$", "RB",
                                          "RBR", "RBS", "RP",  "SYM",  "TO",  "UH",  "VB",   "VBD", "VBG",  "VBN",
                                          "VBP", "VBZ", "WDT", "WP",   "WP$", "WRB", "PUNCT"};

static struct gold {
  char tag[8], universal[8], lemma[64];
  bool known_tag;
} gold[MOST_TOKENS];

static char text[LONGEST_TEXT];
static hearsay_article article;
static hearsay_reader reader;

static const char *penn_of(const char *tag) {
  static const char *const punctuation[] = {",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP"};
  for (size_t i = 0; i < sizeof punctuation / sizeof *punctuation; i++)
    if (strcmp(tag, punctuation[i]) == 0) return "PUNCT";
  if (strcmp(tag, "$") == 0 || strcmp(tag, "#") == 0) return "SYM";
  return tag;
}

/* Kind, shape and entry of a gold token, as text/tokens.c would give them. */
static void describe(hs_token *t) {
  const unsigned char *fold = article.fold;
  unsigned char c = t->fold = fold[t->start], next = t->end - t->start > 1 ? fold[t->start + 1] : 0;
  uint32_t upper = 0, lower = 0;
  for (uint32_t i = t->start; i < t->end; i++) {
    upper += hs_fold_is_upper(fold[i]);
    lower += hs_fold_is_letter(fold[i]) && !hs_fold_is_upper(fold[i]) && fold[i] != HS_F_LETTER;
  }
  t->kind = HS_PUNCT;
  if (strncmp((const char *)fold + t->start, "http", 4) == 0 ||
      strncmp((const char *)fold + t->start, "www.", 4) == 0 || ((c == '@' || c == '#') && next))
    t->kind = HS_ADDRESS;
  else if (hs_fold_is_letter(c) || ((c == '\'' || c == HS_F_SINGLE_CLOSE) && hs_fold_is_letter(next)))
    t->kind = HS_WORD;
  else if (hs_fold_is_digit(c))
    t->kind = HS_NUMBER;
  else if (strchr("\"'`\x91\x92\x93\x94", c))
    t->kind = HS_MARK;
  t->shape = (uint8_t)(!upper                ? (lower ? HS_LOWER : HS_UNCASED)
                       : !lower              ? (upper == 1 ? HS_INITIAL : HS_UPPER)
                       : hs_fold_is_upper(c) ? HS_CAPITALISED
                                             : HS_MIXED);
  if (t->kind == HS_WORD || t->kind == HS_NUMBER) t->word = hs_find_word(fold + t->start, t->end - t->start);
}

static hs_token tokens[MOST_TOKENS];
static hs_range sentences[MOST_TOKENS];
static uint32_t byte_ends[MOST_TOKENS][2];

/* Reads everything; tokens are joined by a space where the treebank has one. */
static void read_gold(void) {
  static char line[1 << 16];
  uint32_t bytes = 0, first = 0;
  while (fgets(line, sizeof line, stdin)) {
    char *column[10], *at = line;
    int columns = 0;
    for (; columns < 10 && at; columns++) {
      column[columns] = at;
      at = strpbrk(at, "\t\n");
      if (at) *at++ = 0;
    }
    if (columns < 10) {
      if (article.token_count > first && !line[0]) {
        sentences[article.sentence_count++] = (hs_range){first, article.token_count};
        first = article.token_count;
        text[bytes++] = '\n';
      }
      continue;
    }
    if (!isdigit((unsigned char)line[0]) || strpbrk(column[0], "-.")) continue;
    uint32_t n = article.token_count++;
    if (n + 1 == MOST_TOKENS || bytes > LONGEST_TEXT / 2) exit(1);
    byte_ends[n][0] = bytes;
    bytes += (uint32_t)sprintf(text + bytes, "%s", column[1]);
    byte_ends[n][1] = bytes;
    if (!strstr(column[9], "SpaceAfter=No")) text[bytes++] = ' ';
    snprintf(gold[n].lemma, sizeof gold[n].lemma, "%s", column[2]);
    snprintf(gold[n].universal, sizeof gold[n].universal, "%s", column[3]);
    snprintf(gold[n].tag, sizeof gold[n].tag, "%s", penn_of(column[4]));
    tokens[n].sentence = article.sentence_count;
  }
  article.bytes = (const unsigned char *)text;
  article.byte_count = bytes;
}

static uint32_t character_of(uint32_t byte) {
  static uint32_t at;
  if (!article.byte_at) return byte;
  while (article.byte_at[at] < byte) at++;
  return at;
}

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
    printf(t == i ? " [%.*s/%s]" : " %.*s", (int)(byte_ends[t][1] - byte_ends[t][0]), text + byte_ends[t][0],
           penn[article.tokens[t].tag]);
  printf("\n");
}

static bool score_tag(uint32_t i) {
  const char *tag = penn[article.tokens[i].tag], *wanted = gold[i].tag;
  if (strcmp(wanted, "IN") == 0 && strcmp(tag, "TO") == 0) wanted = "TO"; /* UD's tag of the preposition */
  confusion[name_place(wanted)][name_place(tag)][0]++;
  return strcmp(tag, wanted) == 0;
}

static bool score_universal(uint32_t i, bool verbose) {
  const char *tag = hearsay_tag_name(hs_universal_tag(&article, i));
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

static void score(bool verbose) {
  tally tags = {0}, universal = {0}, lemmas = {0}, verbs = {0}, nouns = {0};
  for (uint32_t i = 0; i < article.token_count; i++) {
    add(&tags, score_tag(i));
    add(&universal, score_universal(i, verbose));
    if (article.tokens[i].kind != HS_WORD || strcmp(gold[i].universal, "PROPN") == 0) continue;
    bool right = score_lemma(i, verbose);
    add(&lemmas, right);
    if (gold[i].tag[0] == 'V') add(&verbs, right);
    if (gold[i].tag[0] == 'N') add(&nouns, right);
  }
  printf("%u tokens: Penn %.2f%%, universal %.2f%%; lemmas of %u words %.2f%%, of verbs %.2f%%, of nouns %.2f%%\n",
         tags.count, per_cent(tags), per_cent(universal), lemmas.count, per_cent(lemmas), per_cent(verbs),
         per_cent(nouns));
  if (!verbose) return;
  print_confusions(0);
  print_confusions(1);
}

int main(int argc, char **argv) {
  article.memory = (hs_memory){0};
  article.arena.memory = &article.memory;
  article.reader = &reader;
  article.tokens = tokens;
  article.sentence_tokens = sentences;
  read_gold();
  hs_read_characters(&article);
  for (uint32_t i = 0; i < article.token_count; i++) {
    tokens[i].start = character_of(byte_ends[i][0]);
    tokens[i].end = character_of(byte_ends[i][1]);
    describe(&tokens[i]);
  }
  clock_t start = clock();
  enum { TIMES = 20 };
  for (int i = 0; i < TIMES; i++) hs_tag_words(&article);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  score(argc > 1 && strcmp(argv[1], "-v") == 0);
  printf("%.2f million tokens a second\n", TIMES * article.token_count / seconds / 1e6);
  return 0;
}
