/*
** test_lemmas.c: every line of tests/data/lemmas.tsv (form, Penn tag, lemma) through hs_lemma: as it stands, with a capital,
** and in capitals. Run from the root of the repository, as `make unit` does.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "article.h"
#include "language/lexicon.h"
#include "language/tags.h"
#include "text/text.h"

enum { LONGEST_LINE = 256, MOST_SHOWN = 20 };

static const char *const penn[HS_TAGS] = {"CC",  "CD",  "DT",  "EX",   "FW",  "IN",  "JJ",   "JJR", "JJS",  "LS",
                                          "MD",  "NN",  "NNP", "NNPS", "NNS", "PDT", "POS",  "PRP", "PRP$", "RB",
                                          "RBR", "RBS", "RP",  "SYM",  "TO",  "UH",  "VB",   "VBD", "VBG",  "VBN",
                                          "VBP", "VBZ", "WDT", "WP",   "WP$", "WRB", "PUNCT"};

static uint8_t tag_of(const char *name) {
  for (int tag = 0; tag < HS_TAGS; tag++)
    if (strcmp(penn[tag], name) == 0) return (uint8_t)tag;
  fail_msg("no tag %s", name);
  return 0;
}

/* Whether the lemma of a text that is taken as one word with this tag is `lemma`; `got` has it. */
static bool has_lemma(hearsay_reader *reader, const char *form, uint8_t tag, const char *lemma, char *got) {
  hearsay_article *article;
  char scratch[HEARSAY_LEMMA_MAX];
  assert_int_equal(hearsay_read(reader, form, strlen(form), HEARSAY_UPTO_TAGS, &article), HEARSAY_OK);
  hs_token *token = &article->tokens[0];
  assert_true(article->token_count > 0);
  article->token_count = 1; /* n't and its like are parts of words: they come as two */
  token->end = article->char_count;
  token->word = hs_find_word(article->fold, article->char_count);
  token->tag = tag;
  size_t count = hs_lemma(article, 0, scratch);
  memcpy(got, scratch, count);
  got[count] = 0;
  hearsay_article_free(article);
  return strcmp(got, lemma) == 0;
}

static char upper(char c) {
  if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
  return c;
}

/* The number of ways to write the form, of three, that have another lemma. */
static unsigned check_word(hearsay_reader *reader, const char *form, const char *tag, const char *lemma, bool show) {
  char letters[LONGEST_LINE], got[HEARSAY_LEMMA_MAX + 1];
  unsigned wrong = 0;
  for (int capitals = 0; capitals < 3; capitals++) {
    snprintf(letters, sizeof letters, "%s", form);
    for (size_t i = 0; letters[i] && (capitals == 2 || (capitals == 1 && i == 0)); i++) letters[i] = upper(letters[i]);
    if (has_lemma(reader, letters, tag_of(tag), lemma, got)) continue;
    if (show && !wrong) print_error("%s %s: %s, not %s\n", letters, tag, got, lemma);
    wrong++;
  }
  return wrong;
}

static void test_list(void **state) {
  char line[LONGEST_LINE];
  unsigned lines = 0, wrong = 0;
  hearsay_reader *reader;
  FILE *in = fopen("tests/data/lemmas.tsv", "r");
  (void)state;
  assert_non_null(in);
  assert_int_equal(hearsay_open(NULL, NULL, &reader), HEARSAY_OK);
  while (fgets(line, sizeof line, in)) {
    line[strcspn(line, "\n")] = 0;
    if (line[0] == '#' || !line[0]) continue;
    char *tag = strchr(line, '\t'), *lemma = tag ? strchr(tag + 1, '\t') : NULL;
    if (!lemma) {
      fail_msg("not three columns: %s", line);
      break;
    }
    *tag++ = *lemma++ = 0;
    lines++;
    wrong += check_word(reader, line, tag, lemma, wrong < MOST_SHOWN) > 0;
  }
  fclose(in);
  hearsay_close(reader);
  assert_true(lines > 10000);
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_list)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
