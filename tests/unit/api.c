/* api.c: the analyser's C interface (ext/hearsay.h) as a host sees it: what comes back, units, ownership, failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hearsay.h"

/* ---- a host that counts, and fails or stops on demand ------------------------------------------------------------ */

typedef struct counting {
  long blocks;    /* obtained and not given back */
  long calls;     /* of resize */
  long fail_at;   /* the call that fails, from 1; 0: none */
  int fail_after; /* every later call fails too */
  int stop;       /* cancelled() says so */
} counting;

static void *counting_resize(void *context, void *block, size_t bytes) {
  counting *c = context;
  c->calls++;
  if (c->fail_at && (c->calls == c->fail_at || (c->fail_after && c->calls > c->fail_at))) return NULL;
  void *grown = realloc(block, bytes);
  if (grown && !block) c->blocks++;
  return grown;
}

static void counting_release(void *context, void *block) {
  counting *c = context;
  if (block) c->blocks--;
  free(block);
}

static int counting_cancelled(void *context) {
  return ((counting *)context)->stop;
}

static hearsay_host host_of(counting *c) {
  hearsay_host host = {
      .resize = counting_resize, .release = counting_release, .cancelled = counting_cancelled, .context = c};
  return host;
}

static const char ARTICLE[] =
    "OSLO, May 4 (Reuters) - The bridge will open in June, Mayor Ann Lee said on Monday.\n\n"
    "\xE2\x80\x9CWe are late,\xE2\x80\x9D she told reporters. \xE2\x80\x9C"
    "But we are not lost.\xE2\x80\x9D\n\n"
    "The National Roads Agency (NRA) denied that it had known. Bob Ray, a spokesman for the NRA, said: "
    "\"Nobody asked us.\"\n";

static hearsay_article *read_text(hearsay_reader *reader, const char *text) {
  hearsay_article *article;
  assert_int_equal(hearsay_read(reader, text, strlen(text), HEARSAY_UPTO_ALL, &article), HEARSAY_OK);
  assert_non_null(article);
  return article;
}

static hearsay_reader *open_plain(void) {
  hearsay_reader *reader;
  assert_int_equal(hearsay_open(NULL, NULL, &reader), HEARSAY_OK);
  return reader;
}

static int same(hearsay_text text, const char *words) {
  return text.data && text.bytes == strlen(words) && memcmp(text.data, words, text.bytes) == 0;
}

/* ---- what is read -------------------------------------------------------------------------------------------------- */

static void finds_who_said_what(void **state) {
  (void)state;
  hearsay_reader *reader = open_plain();
  hearsay_article *article = read_text(reader, "\"We will win,\" said Ann Lee, the mayor of Oslo.");
  assert_int_equal(hearsay_quote_count(article), 1);
  const hearsay_quote *quote = hearsay_quotes(article);
  assert_int_equal(quote->kind, HEARSAY_DIRECT);
  assert_int_equal(quote->span.start, 0);
  assert_int_equal(quote->span.end, 14);
  assert_true(same(quote->words, "We will win,"));
  assert_true(same(hearsay_span_text(article, quote->cue), "said"));
  assert_int_equal(quote->cue_class, HEARSAY_SPEECH);
  assert_true(quote->speaker < hearsay_entity_count(article));
  assert_true(same(hearsay_entities(article)[quote->speaker].name, "Ann Lee"));
  assert_int_equal(hearsay_entities(article)[quote->speaker].label, HEARSAY_PERSON);
  hearsay_article_free(article);
  hearsay_close(reader);
}

/* Every span of an article lies in it, every index is one, and bytes and characters agree. */
static void check_consistent(const hearsay_article *article, const char *text, size_t bytes) {
  uint32_t characters = hearsay_character_count(article);
  assert_int_equal(hearsay_byte_offset(article, 0), 0);
  assert_int_equal(hearsay_byte_offset(article, characters), bytes);
  for (size_t i = 0; i < hearsay_sentence_count(article); i++) {
    const hearsay_sentence *sentence = hearsay_sentences(article) + i;
    assert_true(sentence->span.start < sentence->span.end && sentence->span.end <= characters);
    assert_true(sentence->paragraph < hearsay_paragraph_count(article));
  }
  for (size_t i = 0; i < hearsay_token_count(article); i++) {
    char scratch[HEARSAY_LEMMA_MAX];
    hearsay_token token;
    hearsay_get_token(article, i, scratch, &token);
    assert_true(token.span.start < token.span.end && token.span.end <= characters);
    assert_true(token.sentence < hearsay_sentence_count(article));
    assert_non_null(hearsay_tag_name(token.tag));
    hearsay_text words = hearsay_span_text(article, token.span);
    assert_ptr_equal(words.data, text + hearsay_byte_offset(article, token.span.start));
  }
  for (size_t i = 0; i < hearsay_mention_count(article); i++) {
    const hearsay_mention *mention = hearsay_mentions(article) + i;
    assert_true(mention->span.start < mention->span.end && mention->span.end <= characters);
    assert_true(mention->entity < hearsay_entity_count(article));
    assert_int_not_equal(mention->kind, HEARSAY_NO_MENTION);
    assert_true(mention->confidence >= 0 && mention->confidence <= 1);
  }
  for (size_t i = 0; i < hearsay_quote_count(article); i++) {
    const hearsay_quote *quote = hearsay_quotes(article) + i;
    assert_true(quote->span.start < quote->span.end && quote->span.end <= characters);
    assert_true(quote->span_count >= 1);
    assert_int_equal(quote->spans[0].start, quote->span.start);
    assert_int_equal(quote->spans[quote->span_count - 1].end, quote->span.end);
    assert_true(quote->mention.start <= quote->mention.end && quote->mention.end <= characters);
    assert_int_equal(quote->mention.start == quote->mention.end, quote->mention_kind == HEARSAY_NO_MENTION);
    assert_true(quote->cue.start <= quote->cue.end && quote->cue.end <= characters);
    assert_true(quote->speaker == HEARSAY_NONE || quote->speaker < hearsay_entity_count(article));
    assert_non_null(quote->rule);
    assert_true(quote->confidence >= 0 && quote->confidence <= 1);
    if (i > 0) assert_true(quote[-1].span.start <= quote->span.start);
  }
}

static void spans_and_indices_hold(void **state) {
  (void)state;
  hearsay_reader *reader = open_plain();
  hearsay_article *article = read_text(reader, ARTICLE);
  assert_true(hearsay_quote_count(article) >= 3);
  assert_true(hearsay_mention_count(article) >= 4);
  check_consistent(article, ARTICLE, strlen(ARTICLE));
  assert_true(hearsay_article_bytes(article) > 0);
  hearsay_article_free(article);
  hearsay_close(reader);
}

/* Malformed text is counted as substr() counts it; NULs are characters like others. */
static void any_bytes_are_text(void **state) {
  (void)state;
  static const char TEXT[] = "\xEF\xBB\xBF"
                             "a\0b \xFF\xC3 \xED\xA0\x80 \"\xF0\x9F\x98\x80 yes,\" he said\xE2\x80";
  size_t bytes = sizeof TEXT - 1;
  hearsay_reader *reader = open_plain();
  hearsay_article *article;
  assert_int_equal(hearsay_read(reader, TEXT, bytes, HEARSAY_UPTO_ALL, &article), HEARSAY_OK);
  /* as SQLite counts: FF and C3 are one each, ED A0 80 is one, and so is the E2 80 at the end */
  assert_int_equal(hearsay_character_count(article), 27);
  check_consistent(article, TEXT, bytes);
  hearsay_article_free(article);
  hearsay_close(reader);
}

static void nothing_to_read(void **state) {
  (void)state;
  hearsay_reader *reader = open_plain();
  const char *texts[] = {"", " ", "\n\r\n\t", "\"", "\xC2\xA0"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    hearsay_article *article = read_text(reader, texts[i]);
    assert_int_equal(hearsay_quote_count(article), 0);
    assert_int_equal(hearsay_mention_count(article), 0);
    check_consistent(article, texts[i], strlen(texts[i]));
    hearsay_article_free(article);
  }
  hearsay_close(reader);
}

static void reading_on_is_reading_at_once(void **state) {
  (void)state;
  hearsay_reader *reader = open_plain();
  hearsay_article *whole = read_text(reader, ARTICLE), *steps;
  hearsay_token token;
  assert_int_equal(hearsay_read(reader, ARTICLE, strlen(ARTICLE), HEARSAY_UPTO_TOKENS, &steps), HEARSAY_OK);
  assert_int_equal(hearsay_token_count(steps), hearsay_token_count(whole));
  assert_int_equal(hearsay_sentence_count(steps), 0);
  hearsay_get_token(steps, 0, NULL, &token);
  assert_int_equal(token.sentence, HEARSAY_NONE);
  assert_int_equal(hearsay_read_on(steps, HEARSAY_UPTO_SENTENCES), HEARSAY_OK);
  assert_int_equal(hearsay_sentence_count(steps), hearsay_sentence_count(whole));
  hearsay_get_token(steps, 0, NULL, &token);
  assert_int_equal(token.sentence, 0);
  assert_int_equal(hearsay_quote_count(steps), 0);
  assert_int_equal(hearsay_read_on(steps, HEARSAY_UPTO_TAGS), HEARSAY_OK);
  assert_int_equal(hearsay_read_on(steps, HEARSAY_UPTO_ALL), HEARSAY_OK);
  assert_int_equal(hearsay_read_on(steps, HEARSAY_UPTO_SENTENCES), HEARSAY_OK);
  assert_int_equal(hearsay_quote_count(steps), hearsay_quote_count(whole));
  assert_int_equal(hearsay_mention_count(steps), hearsay_mention_count(whole));
  assert_int_equal(hearsay_entity_count(steps), hearsay_entity_count(whole));
  hearsay_article_free(steps);
  hearsay_article_free(whole);
  hearsay_close(reader);
}

static void assert_reads(const hearsay_reader *reader, uint64_t tokens, uint64_t sentences, uint64_t tags,
                         uint64_t all) {
  hearsay_reads reads = hearsay_reader_reads(reader);
  assert_int_equal(reads.tokens, tokens);
  assert_int_equal(reads.sentences, sentences);
  assert_int_equal(reads.tags, tags);
  assert_int_equal(reads.all, all);
}

/* A step that nobody asks for is not run, and none is run twice. */
static void what_is_not_asked_for_is_not_run(void **state) {
  (void)state;
  hearsay_reader *reader = open_plain();
  hearsay_article *article, *other;
  assert_reads(reader, 0, 0, 0, 0);
  assert_int_equal(hearsay_read(reader, ARTICLE, strlen(ARTICLE), HEARSAY_UPTO_TOKENS, &article), HEARSAY_OK);
  assert_reads(reader, 1, 0, 0, 0);
  assert_int_equal(hearsay_read_on(article, HEARSAY_UPTO_SENTENCES), HEARSAY_OK);
  assert_int_equal(hearsay_read_on(article, HEARSAY_UPTO_SENTENCES), HEARSAY_OK);
  assert_reads(reader, 1, 1, 0, 0);
  assert_int_equal(hearsay_read_on(article, HEARSAY_UPTO_TAGS), HEARSAY_OK);
  assert_reads(reader, 1, 1, 1, 0);
  assert_int_equal(hearsay_read_on(article, HEARSAY_UPTO_ALL), HEARSAY_OK);
  assert_int_equal(hearsay_read_on(article, HEARSAY_UPTO_TAGS), HEARSAY_OK);
  assert_reads(reader, 1, 1, 1, 1);
  assert_int_equal(hearsay_read(reader, "Late.", 5, HEARSAY_UPTO_ALL, &other), HEARSAY_OK);
  assert_reads(reader, 2, 2, 2, 2);
  hearsay_article_free(other);
  hearsay_article_free(article);
  hearsay_close(reader);
}

/* ---- options --------------------------------------------------------------------------------------------------------- */

static void options_are_checked(void **state) {
  (void)state;
  hearsay_reader *reader;
  const hearsay_text empty = {"", 0};
  const hearsay_known nameless = {{"", 0}, HEARSAY_PERSON, NULL, 0};
  const hearsay_options bad[] = {
      {.cues = &empty, .cue_count = 1},
      {.titles = &empty, .title_count = 1},
      {.entities = &nameless, .entity_count = 1},
      {.min_confidence = -0.1},
      {.min_confidence = 1.1},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    assert_int_equal(hearsay_open(NULL, bad + i, &reader), HEARSAY_BAD_OPTION);
    assert_null(reader);
  }
}

static void a_cue_of_one_s_own(void **state) {
  (void)state;
  const char *text = "\"Nine,\" flooped Ann Lee.";
  const hearsay_text cue = {"floop", 5};
  const hearsay_options options = {.cues = &cue, .cue_count = 1};
  hearsay_reader *reader;
  assert_int_equal(hearsay_open(NULL, &options, &reader), HEARSAY_OK);
  hearsay_article *article = read_text(reader, text);
  assert_int_equal(hearsay_quote_count(article), 1);
  assert_true(same(hearsay_span_text(article, hearsay_quotes(article)->cue), "flooped"));
  hearsay_article_free(article);
  hearsay_close(reader);
}

static void a_name_of_one_s_own(void **state) {
  (void)state;
  const hearsay_text alias = {"the Blob", 8};
  const hearsay_known known = {{"Foreign Policy Club", 19}, HEARSAY_ORGANIZATION, &alias, 1};
  const hearsay_options options = {.entities = &known, .entity_count = 1};
  hearsay_reader *reader;
  assert_int_equal(hearsay_open(NULL, &options, &reader), HEARSAY_OK);
  hearsay_article *article = read_text(reader, "\"Never,\" said the Blob on Monday.");
  assert_int_equal(hearsay_quote_count(article), 1);
  uint32_t speaker = hearsay_quotes(article)->speaker;
  assert_true(speaker < hearsay_entity_count(article));
  assert_true(same(hearsay_entities(article)[speaker].name, "Foreign Policy Club"));
  assert_int_equal(hearsay_entities(article)[speaker].label, HEARSAY_ORGANIZATION);
  hearsay_article_free(article);
  hearsay_close(reader);
}

static void too_long_a_text(void **state) {
  (void)state;
  const hearsay_options options = {.max_bytes = 10};
  hearsay_reader *reader;
  hearsay_article *article;
  assert_int_equal(hearsay_open(NULL, &options, &reader), HEARSAY_OK);
  assert_int_equal(hearsay_read(reader, "0123456789", 10, HEARSAY_UPTO_ALL, &article), HEARSAY_OK);
  hearsay_article_free(article);
  assert_int_equal(hearsay_read(reader, "0123456789a", 11, HEARSAY_UPTO_ALL, &article), HEARSAY_TOOBIG);
  assert_null(article);
  hearsay_close(reader);
}

/* ---- the host -------------------------------------------------------------------------------------------------------- */

static void stops_when_told(void **state) {
  (void)state;
  counting c = {0};
  hearsay_host host = host_of(&c);
  hearsay_reader *reader;
  hearsay_article *article;
  assert_int_equal(hearsay_open(&host, NULL, &reader), HEARSAY_OK);
  c.stop = 1;
  size_t bytes = 1 << 20;
  char *text = malloc(bytes);
  assert_non_null(text);
  for (size_t i = 0; i < bytes; i++) text[i] = ARTICLE[i % (sizeof ARTICLE - 1)];
  assert_int_equal(hearsay_read(reader, text, bytes, HEARSAY_UPTO_ALL, &article), HEARSAY_CANCELLED);
  assert_null(article);
  c.stop = 0;
  assert_int_equal(hearsay_read(reader, ARTICLE, strlen(ARTICLE), HEARSAY_UPTO_ALL, &article), HEARSAY_OK);
  hearsay_article_free(article);
  hearsay_close(reader);
  free(text);
  assert_int_equal(c.blocks, 0);
}

static hearsay_status whole_path(const hearsay_host *host) {
  const hearsay_text word = {"floop", 5};
  const hearsay_known known = {{"Foreign Policy Club", 19}, HEARSAY_ORGANIZATION, &word, 1};
  const hearsay_options options = {
      .cues = &word, .cue_count = 1, .titles = &word, .title_count = 1, .entities = &known, .entity_count = 1};
  hearsay_reader *reader;
  hearsay_article *article = NULL;
  hearsay_status status = hearsay_open(host, &options, &reader);
  assert_int_equal(status == HEARSAY_OK, reader != NULL);
  if (status == HEARSAY_OK) {
    status = hearsay_read(reader, ARTICLE, strlen(ARTICLE), HEARSAY_UPTO_ALL, &article);
    assert_int_equal(status == HEARSAY_OK, article != NULL);
  }
  hearsay_article_free(article);
  hearsay_close(reader);
  return status;
}

static hearsay_status keys(const hearsay_host *host) {
  char *key = NULL;
  size_t bytes;
  double similarity;
  hearsay_status status = hearsay_name_key(host, "Zhang, Jun", 10, &key, &bytes);
  if (status == HEARSAY_OK) {
    host->release(host->context, key);
    status = hearsay_quote_key(host, "We are late, but not lost.", 26, &key, &bytes);
  }
  if (status == HEARSAY_OK) {
    host->release(host->context, key);
    status = hearsay_quote_similarity(host, "We are late, but not lost.", 26, "We are late", 11, &similarity);
  }
  return status;
}

/*
** Memory fails at every call in turn, once and from there on: it is said, and all of it comes back. What can do without
** (pcre2's just-in-time compiler) may go on, and the result is whole.
*/
static void memory_may_fail_anywhere(void **state) {
  (void)state;
  hearsay_status (*const paths[])(const hearsay_host *) = {whole_path, keys};
  for (size_t p = 0; p < sizeof paths / sizeof *paths; p++) {
    for (int after = 0; after < 2; after++) {
      long failures = 0;
      for (long at = 1;; at++) {
        counting c = {.fail_at = at, .fail_after = after};
        hearsay_host host = host_of(&c);
        hearsay_status status = paths[p](&host);
        assert_int_equal(c.blocks, 0);
        if (c.calls < at) {
          assert_int_equal(status, HEARSAY_OK);
          break;
        }
        if (status != HEARSAY_OK) assert_int_equal(status, HEARSAY_NOMEM);
        failures += status == HEARSAY_NOMEM;
      }
      assert_true(failures > 0);
    }
  }
}

static void null_is_no_reader(void **state) {
  (void)state;
  hearsay_close(NULL);
  hearsay_article_free(NULL);
}

/* ---- names and keys -------------------------------------------------------------------------------------------------- */

static void values_have_names(void **state) {
  (void)state;
  assert_string_equal(hearsay_label_name(HEARSAY_PERSON), "person");
  assert_string_equal(hearsay_label_name(HEARSAY_ORGANIZATION), "organization");
  assert_string_equal(hearsay_label_name(HEARSAY_PLACE), "place");
  assert_string_equal(hearsay_label_name(HEARSAY_OTHER), "other");
  assert_string_equal(hearsay_mention_kind_name(HEARSAY_NO_MENTION), "none");
  assert_string_equal(hearsay_mention_kind_name(HEARSAY_NOMINAL), "nominal");
  assert_string_equal(hearsay_quote_kind_name(HEARSAY_MIXED), "mixed");
  assert_string_equal(hearsay_cue_class_name(HEARSAY_OTHER_CUE), "other");
  assert_string_equal(hearsay_cue_class_name(HEARSAY_BELIEF), "belief");
  assert_string_equal(hearsay_gender_name(HEARSAY_FEMALE), "female");
  assert_null(hearsay_gender_name(HEARSAY_UNKNOWN));
  assert_string_equal(hearsay_role_name(HEARSAY_DATELINE), "dateline");
  assert_string_equal(hearsay_tag_name(HEARSAY_PROPN), "PROPN");
  assert_string_equal(hearsay_tag_name(HEARSAY_X), "X");
  assert_true(strlen(hearsay_model_id()) > 0);
}

typedef hearsay_status make_key(const hearsay_host *, const char *, size_t, char **, size_t *);

static int same_key(make_key *make, const char *a, const char *b) {
  char *keys_of[2];
  size_t bytes[2];
  assert_int_equal(make(NULL, a, strlen(a), &keys_of[0], &bytes[0]), HEARSAY_OK);
  assert_int_equal(make(NULL, b, strlen(b), &keys_of[1], &bytes[1]), HEARSAY_OK);
  int equal = bytes[0] == bytes[1] && memcmp(keys_of[0], keys_of[1], bytes[0]) == 0;
  free(keys_of[0]);
  free(keys_of[1]);
  return equal;
}

static void spellings_of_one_name(void **state) {
  (void)state;
  assert_true(same_key(hearsay_name_key, "Zhang Jun", "Zhang, Jun"));
  assert_true(same_key(hearsay_name_key, "Zhang Jun", "ZHANG Jun"));
  assert_true(same_key(hearsay_name_key, "Zhang Jun", "Mr. Zhang  Jun"));
  assert_false(same_key(hearsay_name_key, "Zhang Jun", "Zhang Wei"));
  assert_true(same_key(hearsay_name_key, "", "..."));
}

static void one_quotation_in_two_papers(void **state) {
  (void)state;
  double similarity;
  const char *whole = "We are late, but we are not lost, and we will finish.",
             *part = "We are late, but we are not lost";
  assert_true(
      same_key(hearsay_quote_key, "We are late, but not lost.", "\xE2\x80\x9CWe are late but not lost\xE2\x80\x9D"));
  assert_int_equal(hearsay_quote_similarity(NULL, whole, strlen(whole), part, strlen(part), &similarity), HEARSAY_OK);
  assert_true(similarity > 0.99);
  assert_int_equal(hearsay_quote_similarity(NULL, whole, strlen(whole), "Bananas", 7, &similarity), HEARSAY_OK);
  assert_true(similarity < 0.01);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds_who_said_what),
      cmocka_unit_test(spans_and_indices_hold),
      cmocka_unit_test(any_bytes_are_text),
      cmocka_unit_test(nothing_to_read),
      cmocka_unit_test(reading_on_is_reading_at_once),
      cmocka_unit_test(what_is_not_asked_for_is_not_run),
      cmocka_unit_test(options_are_checked),
      cmocka_unit_test(a_cue_of_one_s_own),
      cmocka_unit_test(a_name_of_one_s_own),
      cmocka_unit_test(too_long_a_text),
      cmocka_unit_test(stops_when_told),
      cmocka_unit_test(memory_may_fail_anywhere),
      cmocka_unit_test(null_is_no_reader),
      cmocka_unit_test(values_have_names),
      cmocka_unit_test(spellings_of_one_name),
      cmocka_unit_test(one_quotation_in_two_papers),
  };
  return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
