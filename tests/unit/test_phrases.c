/* test_phrases.c: noun phrases of small texts, in brackets; a bracket's sign says what the head is: [nominal] <name> {pronoun}. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "article.h"
#include "language/phrases.h"

static hearsay_article *read_phrases(hearsay_reader *reader, const char *text, size_t bytes) {
  hearsay_article *article;
  assert_int_equal(hearsay_read(reader, text, bytes, HEARSAY_UPTO_TAGS, &article), HEARSAY_OK);
  hs_read_language(article);
  assert_int_equal(article->status, HEARSAY_OK);
  return article;
}

static char bracket(const hs_phrase *phrase, bool closes) {
  if (phrase->kind == HEARSAY_NAME) return "<>"[closes];
  if (phrase->kind == HEARSAY_PRONOUN) return "{}"[closes];
  return "[]"[closes];
}

/* The text of an article in ASCII with brackets around its phrases. */
static void write_phrases(const hearsay_article *a, const char *text, char *out) {
  for (uint32_t t = 0, at = 0; t < a->token_count; t++) {
    const hs_phrase *from = hs_phrase_from(a, t), *to = hs_phrase_before(a, t + 1);
    while (at < a->tokens[t].start) *out++ = text[at++];
    if (from) *out++ = bracket(from, false);
    while (at < a->tokens[t].end) *out++ = text[at++];
    if (to) *out++ = bracket(to, true);
  }
  *out = 0;
}

static void test_phrases(void **state) {
  static const char *const texts[] = {
      "[Oslo's deputy mayor] told {him}.",
      "[The mayor] told [the city's 20 most senior officials] that {he} would leave.",
      "[The spokesman] for [the ministry], <Anna Berg>, said [the plan] was [a lie].",
      "[Foreign Ministry spokesman] said",
      "<Spokesman Lee Chang-ho> said {it} was [the largest fire] in [30 years].",
      "<Anna Berg>, [52], said {she} left <Norway> [last week].",
      "[The envoy] said on [Tuesday] that [the meeting] of [legal and political advisers] had ended.",
      "[Officials] familiar with [the talks] said [a \"short-term\" plan] was on [the table].",
      "{He} called {it} a \"[disaster] for [the region]\".",
      "[Many] of {them} stayed.",
  };
  hearsay_reader *reader;
  (void)state;
  assert_int_equal(hearsay_open(NULL, NULL, &reader), HEARSAY_OK);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char text[256], found[512];
    size_t bytes = 0;
    for (const char *c = texts[i]; *c; c++)
      if (!strchr("[]<>{}", *c)) text[bytes++] = *c;
    hearsay_article *article = read_phrases(reader, text, bytes);
    write_phrases(article, text, found);
    assert_string_equal(found, texts[i]);
    hearsay_article_free(article);
  }
  hearsay_close(reader);
}

/* Longer than the window that is decided on at once. */
static void test_endless_sentence(void **state) {
  enum { TIMES = 20000 };
  static const char piece[] = "the old mayor met him and ";
  size_t bytes = (sizeof piece - 1) * TIMES;
  char *text = malloc(bytes + 1);
  hearsay_reader *reader;
  (void)state;
  assert_non_null(text);
  assert_int_equal(hearsay_open(NULL, NULL, &reader), HEARSAY_OK);
  for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof piece - 1), piece, sizeof piece);
  hearsay_article *article = read_phrases(reader, text, bytes);
  assert_in_range(article->phrase_count, 2 * TIMES - TIMES / 50, 2 * TIMES + TIMES / 50);
  hearsay_article_free(article);
  hearsay_close(reader);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_phrases),
      cmocka_unit_test(test_endless_sentence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
