/* test_lexicon.c: words, phrases, tags and lemmas of small texts, as the lexicon and the tagger give them. */
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

static uint32_t classes_of(const char *word) {
  return hs_word_classes(hs_find_word((const unsigned char *)word, strlen(word)));
}

static hearsay_article *read_tags(hearsay_reader *reader, const char *text, size_t bytes) {
  hearsay_article *article;
  assert_int_equal(hearsay_read(reader, text, bytes, HEARSAY_UPTO_TAGS, &article), HEARSAY_OK);
  return article;
}

static hearsay_reader *open_reader(void) {
  hearsay_reader *reader;
  assert_int_equal(hearsay_open(NULL, NULL, &reader), HEARSAY_OK);
  return reader;
}

/* ---- words -------------------------------------------------------------------------------------------------------------- */

static void test_words(void **state) {
  static const struct {
    const char *word;
    uint32_t has, has_not;
  } words[] = {
      {"mary", HS_GIVEN_NAME | HS_FEMALE, HS_MALE | HS_TITLE},
      {"Zhang", HS_SURNAME, HS_COMMON},
      {"beijing", HS_CITY, 0},
      {"Ghana", HS_COUNTRY, 0},
      {"xinjiang", HS_REGION, 0},
      {"Ghanaian", HS_DEMONYM, 0},
      {"mr.", HS_TITLE | HS_MALE | HS_ABBREVIATION, HS_FEMALE},
      {"dame", HS_TITLE | HS_FEMALE, HS_MALE},
      {"major", HS_TITLE | HS_GIVEN_NAME, HS_MALE}, /* a title's gender, not the given name's */
      {"envoy", HS_PERSON_NOUN | HS_COMMON, HS_FEMALE | HS_MALE},
      {"spokeswoman", HS_PERSON_NOUN | HS_FEMALE, HS_MALE},
      {"officials", HS_PEOPLE_NOUN, 0},
      {"ministry", HS_BODY_NOUN | HS_ORG_HEAD, 0},
      {"report", HS_DOCUMENT_NOUN | HS_COMMON, 0},
      {"plc", HS_ORG_SUFFIX, 0},
      {"unesco", HS_ORG_NAME, HS_CAPITALS},
      {"who", HS_ORG_NAME | HS_FUNCTION | HS_CAPITALS, 0},
      {"us", HS_COUNTRY | HS_CAPITALS, 0},
      {"U.S.", HS_COUNTRY, 0},
      {"xinhua", HS_AGENCY | HS_ORG_NAME, 0},
      {"airport", HS_PLACE_HEAD, 0},
      {"treaty", HS_OTHER_HEAD, 0},
      {"brexit", HS_OTHER_NAME, 0},
      {"van", HS_PARTICLE, 0},
      {"july", HS_MONTH, 0},
      {"sunday", HS_WEEKDAY, 0},
      {"yesterday", HS_TIME, 0},
      {"dozen", HS_NUMERAL, 0},
      {"which", HS_FUNCTION, 0},
      {"she", HS_FUNCTION | HS_FEMALE, HS_MALE},
      {"new", HS_PHRASE_START | HS_COMMON, 0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    uint32_t classes = classes_of(words[i].word);
    if ((classes & words[i].has) != words[i].has || classes & words[i].has_not)
      fail_msg("%s has classes 0x%x", words[i].word, (unsigned)classes);
  }
  assert_int_equal(classes_of("qzxwvk"), 0);
  assert_int_equal(classes_of(""), 0);
  assert_int_equal(classes_of("."), 0);
  assert_int_equal(hs_word_classes(0), 0);
}

static void test_no_name_is_found_by_chance(void **state) {
  unsigned found = 0;
  (void)state;
  for (unsigned i = 0; i < 200000; i++) {
    char word[32];
    int count = snprintf(word, sizeof word, "zq%ukx", i);
    found += hs_find_word((unsigned char *)word, (size_t)count) != 0;
  }
  assert_int_equal(found, 0);
}

/* ---- phrases ---------------------------------------------------------------------------------------------------------------- */

static void test_phrases(void **state) {
  static const struct {
    const char *text;
    uint32_t tokens, classes;
  } phrases[] = {
      {"New York is big.", 2, HS_CITY},
      {"Security Council members", 2, HS_ORG_NAME},
      {"United Nations Security Council members", 4, HS_ORG_NAME},
      {"Burkina Faso's president", 2, HS_COUNTRY},
      {"Goldman Sachs said", 2, HS_ORG_NAME},
      {"Marks & Spencer said", 3, HS_ORG_NAME},
      {"McDonald's said", 2, HS_ORG_NAME},
      {"McDonald\xE2\x80\x99s said", 2, HS_ORG_NAME},
      {"S\xC3\xA3o Paulo is big", 2, HS_CITY},
      {"St. Louis is big", 2, HS_CITY},
      {"South Korean officials", 2, HS_DEMONYM},
      {"Prime Minister Lee", 2, HS_TITLE},
      {"crown princess Mary", 2, HS_TITLE | HS_FEMALE},
      {"New ideas", 0, 0},
      {"envoy said", 0, 0},
  };
  hearsay_reader *reader = open_reader();
  (void)state;
  for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
    hearsay_article *article = read_tags(reader, phrases[i].text, strlen(phrases[i].text));
    uint32_t classes, tokens = hs_find_phrase(article, 0, article->token_count, &classes);
    if (tokens != phrases[i].tokens || (classes & phrases[i].classes) != phrases[i].classes)
      fail_msg("%s: %u tokens, classes 0x%x", phrases[i].text, (unsigned)tokens, (unsigned)classes);
    if (tokens > 1) assert_true(hs_find_phrase(article, 0, tokens - 1, &classes) < tokens);
    hearsay_article_free(article);
  }
  hearsay_close(reader);
}

static void test_is(void **state) {
  static const char text[] = "He DIDN\xE2\x80\x99T say Caf\xC3\xA9.";
  hearsay_reader *reader = open_reader();
  hearsay_article *article = read_tags(reader, text, sizeof text - 1);
  (void)state;
  assert_true(hs_is(article, 0, "he"));
  assert_false(hs_is(article, 0, "h"));
  assert_false(hs_is(article, 0, "her"));
  assert_true(hs_is(article, 1, "did"));
  assert_true(hs_is(article, 2, "n't"));
  assert_true(hs_is(article, 4, "cafe"));
  hearsay_article_free(article);
  hearsay_close(reader);
}

/* The options' titles are titles, with and without a full stop. */
static void test_user_titles(void **state) {
  static const char text[] = "Qzx. Lee and qzx Lee met Vwk Lee.";
  hearsay_text title = {"Qzx.", 4};
  hearsay_options options = {.titles = &title, .title_count = 1};
  hearsay_reader *reader;
  (void)state;
  assert_int_equal(hearsay_open(NULL, &options, &reader), HEARSAY_OK);
  hearsay_article *article = read_tags(reader, text, sizeof text - 1);
  for (uint32_t t = 0; t < article->token_count; t++)
    assert_int_equal((hs_classes(article, t) & HS_TITLE) != 0, hs_is(article, t, "qzx") || hs_is(article, t, "qzx."));
  assert_true(hs_classes(article, 0) & HS_TITLE);
  hearsay_article_free(article);
  hearsay_close(reader);
}

/* ---- tags, lemmas ----------------------------------------------------------------------------------------------------------- */

/* The words of a text as "word/TAG/lemma", marks and other punctuation left out. */
static void describe(hearsay_reader *reader, const char *text, char *out, size_t room) {
  hearsay_article *article = read_tags(reader, text, strlen(text));
  size_t at = 0;
  out[0] = 0;
  for (size_t i = 0; i < hearsay_token_count(article); i++) {
    char scratch[HEARSAY_LEMMA_MAX];
    hearsay_token token;
    hearsay_get_token(article, i, scratch, &token);
    if (token.tag == HEARSAY_PUNCT) continue;
    hearsay_text word = hearsay_span_text(article, token.span);
    at += (size_t)snprintf(out + at, room - at, "%s%.*s/%s/%.*s", at ? " " : "", (int)word.bytes, word.data,
                           hearsay_tag_name(token.tag), (int)token.lemma.bytes, token.lemma.data);
  }
  hearsay_article_free(article);
}

static void test_tags_and_lemmas(void **state) {
  static const char *const texts[][2] = {
      {"The envoy said on Monday that the talks had failed.",
       "The/DET/the envoy/NOUN/envoy said/VERB/say on/ADP/on Monday/PROPN/Monday that/SCONJ/that the/DET/the "
       "talks/NOUN/talk "
       "had/AUX/have failed/VERB/fail"},
      {"\"We won't pay,\" she told Reuters.",
       "We/PRON/we wo/AUX/will n't/PART/not pay/VERB/pay she/PRON/she told/VERB/tell Reuters/PROPN/Reuters"},
      {"Zhang's plan to rebuild was praised by ministers in Beijing.",
       "Zhang/PROPN/Zhang 's/PART/'s plan/NOUN/plan to/PART/to rebuild/VERB/rebuild was/AUX/be praised/VERB/praise "
       "by/ADP/by ministers/NOUN/minister in/ADP/in Beijing/PROPN/Beijing"},
      {"The ministers' offices were closed, she's told, and he's leaving.",
       "The/DET/the ministers/NOUN/minister '/PART/' offices/NOUN/office were/AUX/be closed/VERB/close she/PRON/she "
       "'s/AUX/be told/VERB/tell and/CCONJ/and he/PRON/he 's/AUX/be leaving/VERB/leave"},
      {"He denied stopping, hoping, dying and lying.",
       "He/PRON/he denied/VERB/deny stopping/VERB/stop hoping/VERB/hope dying/VERB/die and/CCONJ/and lying/VERB/lie"},
      {"The bigger countries' worst analyses",
       "The/DET/the bigger/ADJ/big countries/NOUN/country '/PART/' worst/ADJ/bad analyses/NOUN/analysis"},
  };
  hearsay_reader *reader = open_reader();
  char out[1024];
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    describe(reader, texts[i][0], out, sizeof out);
    assert_string_equal(out, texts[i][1]);
  }
  hearsay_close(reader);
}

/* Every word has a tag and a lemma that is UTF-8, also in other scripts, in capitals, and of malformed bytes. */
static void test_any_text_has_tags(void **state) {
  static const char *const texts[] = {
      "THE MINISTER SAID NO",
      "\xD0\x92\xD0\xBB\xD0\xB0\xD0\xB4 \xE5\xBC\xB5\xE8\xBB\x8D \xD8\xB9\xD9\x84\xD9\x8A",
      "a\xFF\xFE"
      "b \xC3 said \x80\x80",
      "https://example.com/a?b @handle #topic mail@example.com",
      "' ' '' `` x' 'y s' 's",
      "supercalifragilisticexpialidocioussupercalifragilisticexpialidocioussupercalifragilisticing",
  };
  hearsay_reader *reader = open_reader();
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    hearsay_article *article = read_tags(reader, texts[i], strlen(texts[i]));
    for (uint32_t t = 0; t < hearsay_token_count(article); t++) {
      char scratch[HEARSAY_LEMMA_MAX];
      assert_in_range(article->tokens[t].tag, 0, HS_TAGS - 1);
      assert_in_range((hearsay_tag)article->tokens[t].universal, 0, HEARSAY_X);
      assert_in_range(hs_lemma(article, t, scratch), 0, HEARSAY_LEMMA_MAX);
    }
    hearsay_article_free(article);
  }
  hearsay_close(reader);
}

/* A sentence of many windows is tagged as a short one is. */
static void test_endless_sentence(void **state) {
  enum { TIMES = 20000 };
  static const char piece[] = "the envoy said that he had seen it and ";
  size_t bytes = (sizeof piece - 1) * TIMES;
  char *text = malloc(bytes);
  hearsay_reader *reader = open_reader();
  uint32_t wrong = 0;
  (void)state;
  assert_non_null(text);
  for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof piece - 1), piece, sizeof piece - 1);
  hearsay_article *article = read_tags(reader, text, bytes);
  assert_int_equal(article->token_count, 9 * TIMES);
  for (uint32_t t = 0; t < article->token_count; t++) wrong += article->tokens[t].tag != article->tokens[t % 9].tag;
  assert_in_range(wrong, 0, TIMES / 50);
  hearsay_article_free(article);
  hearsay_close(reader);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_no_name_is_found_by_chance),
      cmocka_unit_test(test_phrases),
      cmocka_unit_test(test_is),
      cmocka_unit_test(test_user_titles),
      cmocka_unit_test(test_tags_and_lemmas),
      cmocka_unit_test(test_any_text_has_tags),
      cmocka_unit_test(test_endless_sentence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
