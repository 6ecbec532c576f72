/* test_keys.c: hearsay_name_key, hearsay_quote_key, hearsay_quote_similarity: a pair of texts, and what must hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hearsay.h"
#include "people/name_words.h"
#include "people/quote_key.h"

typedef hearsay_status key_function(const hearsay_host *, const char *, size_t, char **, size_t *);

/* The key as a string that the caller frees. */
static char *key_of(key_function *function, const char *text, size_t bytes) {
  char *key = NULL, *copy;
  size_t count = 0;
  assert_int_equal(function(NULL, text, bytes, &key, &count), HEARSAY_OK);
  assert_non_null(key);
  copy = malloc(count + 1);
  assert_non_null(copy);
  memcpy(copy, key, count);
  copy[count] = 0;
  free(key);
  return copy;
}

static void expect_name(const char *name, const char *expected) {
  char *key = key_of(hearsay_name_key, name, strlen(name));
  assert_string_equal(key, expected);
  free(key);
}

static int same_quote(const char *a, const char *b) {
  char *x = key_of(hearsay_quote_key, a, strlen(a)), *y = key_of(hearsay_quote_key, b, strlen(b));
  int same = strcmp(x, y) == 0;
  free(x);
  free(y);
  return same;
}

static double similarity(const char *a, const char *b) {
  double forth = -1, back = -1;
  assert_int_equal(hearsay_quote_similarity(NULL, a, strlen(a), b, strlen(b), &forth), HEARSAY_OK);
  assert_int_equal(hearsay_quote_similarity(NULL, b, strlen(b), a, strlen(a), &back), HEARSAY_OK);
  assert_true(forth == back);
  return forth;
}

/* ---- names ---------------------------------------------------------------------------------------------------------- */

static int same_name(const char *a, const char *b) {
  char *x = key_of(hearsay_name_key, a, strlen(a)), *y = key_of(hearsay_name_key, b, strlen(b));
  int same = strcmp(x, y) == 0;
  free(x);
  free(y);
  return same;
}

/* All names of a list, which ends with NULL, have one key. */
static void expect_one_name(const char *const *names) {
  for (size_t i = 1; names[i]; i++)
    if (!same_name(names[0], names[i])) fail_msg("%s / %s", names[0], names[i]);
}

#define ONE_NAME(...) expect_one_name((const char *const[]){__VA_ARGS__, NULL})
#define TWO_NAMES(a, b)                                                                                                \
  if (same_name(a, b)) fail_msg("%s / %s", a, b)

static void test_order_does_not_matter(void **state) {
  (void)state;
  ONE_NAME("Zhang Jun", "Zhang, Jun", "ZHANG Jun", "Jun Zhang", "  Mr.  Zhang\nJun ", "Zhang Jun's");
  ONE_NAME("Lee Chang-ho", "Lee Chang Ho", "Lee Changho", "Chang-ho Lee", "LEE, Chang-ho");
  ONE_NAME("Orb\xC3\xA1n Viktor", "Viktor Orban", "Orban, Viktor", "Victor Orb\xC3\xA1n");
  ONE_NAME("Ursula von der Leyen", "von der Leyen, Ursula", "Ursula Von Der Leyen");
  TWO_NAMES("Kim Min-jung", "Kim Jung-min"); /* but the order of syllables does */
  TWO_NAMES("Kim Jong-un", "Kim Jong-il");
  TWO_NAMES("Li Na", "Li Ning");
  expect_name("Zhang Jun", "angjunzh"); /* a ring's least reading */
  expect_name("Putin", "putin");        /* one word stays as it is */
}

static void test_marks_of_a_name(void **state) {
  (void)state;
  ONE_NAME("Jean-Luc Picard", "Jean Luc PICARD", "Jean\xE2\x80\x91Luc Picard");
  ONE_NAME("Siobh\xC3\xA1n O\xE2\x80\x99"
           "Brien",
           "Siobhan O'Brien", "Siobha\xCC\x81n O&rsquo;Brien", "Siobhan O' Brien");
  ONE_NAME("\xC5\x81ukasz \xC3\x98re", "Lukasz Ore");
  ONE_NAME("J. K. Rowling", "J.K. Rowling", "JK Rowling", "Rowling, J. K.");
  ONE_NAME("Robert De Niro", "Robert DeNiro", "Robert de Niro");
  ONE_NAME("Dwayne \"The Rock\" Johnson", "Dwayne Johnson", "Dwayne (The Rock) Johnson");
  expect_name("(sic)", "sic");
}

static void test_spellings_of_a_name(void **state) {
  (void)state;
  ONE_NAME("Muammar Gaddafi", "Moammar Qadhafi", "Muammar al-Kadafi", "Mu'ammar el-Gadhafi");
  ONE_NAME("Mohamed ElBaradei", "Mohammed El Baradei", "Mohammad al-Baradei");
  ONE_NAME("Abdel Fattah al-Sisi", "Abdul-Fattah el-Sisi", "Abdelfattah Al Sisi", "Abd al-Fattah al-Sisi");
  ONE_NAME("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Vladimir Zelenskiy", "Wolodymyr Zelenskyi");
  ONE_NAME("Yuri Ushakov", "Yury Ushakov", "Yuriy Ushakov", "Iouri Ushakov");
  ONE_NAME("Gerhard Schr\xC3\xB6"
           "der",
           "Gerhard Schroeder", "Gerhard Schroder");
  ONE_NAME("Bob Woodward", "Robert Woodward");
  TWO_NAMES("Mohamed Salah", "Mohamed Saleh");
  TWO_NAMES("John Smith", "John Smyth");
  TWO_NAMES("Jon Smith", "John Smith");
  TWO_NAMES("Terry Brown", "Terri Brown");
  TWO_NAMES("Will, George", "George William"); /* no short form of a family name */
}

static void test_what_is_left_out(void **state) {
  (void)state;
  ONE_NAME("Ann Lee", "Dr Ann Lee", "Sen. Ann Lee", "Prime Minister Ann Lee", "Former Vice President Ann Lee",
           "Prof. Dr. Ann Lee", "The Right Honourable Ann Lee MP", "Ann Lee, Ph.D.", "Ann Q. Lee", "Lee, Dr. Ann");
  ONE_NAME("Amartya Sen", "Sen, Amartya");               /* a family name */
  ONE_NAME("Tony Hall", "Lord Tony Hall of Birkenhead"); /* and what he is lord of */
  ONE_NAME("Dean Smith", "Smith, Dean");                 /* a given name */
  ONE_NAME("Robert Mueller", "Robert S. Mueller III");
  ONE_NAME("Donald Trump Jr.", "Donald J. Trump, Jr", "Trump Jr., Donald");
  ONE_NAME("King Charles III", "Charles III");
  TWO_NAMES("Charles III", "Charles II");
  TWO_NAMES("Donald Trump", "Donald Trump Jr.");
  TWO_NAMES("George W. Bush", "George H. W. Bush");
  TWO_NAMES("Al Gore", "Gore"); /* no article */
  TWO_NAMES("John Nash", "John Ash");
  TWO_NAMES("Karen Park", "Karen Par");
  expect_name("The President", "president");
  expect_name("MP", "mp");
}

static void test_other_scripts(void **state) {
  (void)state;
  ONE_NAME("\xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD, \xD0\x92\xD0\xBB\xD0\xB0\xD0\xB4\xD0\xB8\xD0\xBC",
           "\xD0\x92\xD0\xBB\xD0\xB0\xD0\xB4\xD0\xB8\xD0\xBC \xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD");
  expect_name("\xE5\xBC\xB5\xE8\xBB\x8D", "\xE5\xBC\xB5\xE8\xBB\x8D");
  expect_name("\xEA\xB9\x80\xEC\xA0\x95\xEC\x9D\x80", "\xEA\xB9\x80\xEC\xA0\x95\xEC\x9D\x80");
}

/* Every spelling of ext/lexicon/name_spellings.tsv has the key of its family, in any place of a name. */
static void test_families_of_spellings(void **state) {
  (void)state;
  for (uint32_t i = 0; i < hs_name_word_count; i++) {
    const hs_name_word *w = &hs_name_words[i];
    char one[64], other[64];
    if (w->kind != HS_NAME_SPELLING) continue;
    snprintf(one, sizeof one, "Quill %s", w->word);
    snprintf(other, sizeof other, "Quill %s", w->to);
    ONE_NAME(one, other);
  }
}

/* Longer than a name: the words as they are. */
static void test_no_name_is_that_long(void **state) {
  char text[4096] = "", words[4096] = "";
  size_t at = 0, end = 0;
  (void)state;
  for (int i = 0; i < 60; i++) {
    at += (size_t)snprintf(text + at, sizeof text - at, "%sMr. B\xC3\xA9la", i ? ", " : "");
    end += (size_t)snprintf(words + end, sizeof words - end, "%smr bela", i ? " " : "");
  }
  expect_name(text, words);
}

static void test_nothing_to_key(void **state) {
  static const char *const empty[] = {"", " ", "...", "\xE2\x80\x9C\xE2\x80\x9D", "\xFF\xFE", "'", "&quot;", ",,"};
  (void)state;
  for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
    expect_name(empty[i], "");
    assert_true(same_quote(empty[i], ""));
    assert_true(similarity(empty[i], "something was said") == 0);
  }
}

/* ---- quotations --------------------------------------------------------------------------------------------------------- */

static void test_quote_keys(void **state) {
  static const char *const same[] = {
      "We will not pay this debt; we don't owe it.",
      "\xE2\x80\x9CWE WILL NOT PAY THIS DEBT \xE2\x80\x93 we don\xE2\x80\x99t owe it\xE2\x80\xA6\xE2\x80\x9D",
      " we  will not pay,\r\nthis debt ... we don&#8217;t owe it",
  };
  (void)state;
  for (size_t i = 0; i < sizeof same / sizeof *same; i++) assert_true(same_quote(same[i], same[0]));
  assert_true(same_quote("The U.S. owes 1,000 dollars.", "The US owes 1000 dollars"));
  assert_true(same_quote("No!", "no"));
  assert_false(same_quote("No!", "Yes!"));
  assert_false(same_quote("We will pay this debt.", "We will not pay this debt."));
  assert_true(same_quote("It's 10% of the harbour's colour.", "It is ten per cent of the harbor\xE2\x80\x99s color"));
  assert_true(same_quote("We [the council] can't organise it.", "We cannot organize it"));
  assert_true(same_quote("They travelled to the centre.", "They traveled to the center"));
  assert_true(same_quote("Never \xE2\x80\xA6 again", "Never again"));
}

/* A trimmed copy often keeps the key: with the share of runs that it has kept. */
static void test_trimmed_quotes_often_keep_their_key(void **state) {
  int same = 0;
  (void)state;
  for (int i = 0; i < 400; i++) {
    char whole[512] = "", trimmed[512] = "";
    size_t at = 0, cut = 0;
    for (int word = 0; word < 30; word++) { /* 27 runs; 24 words keep 21 */
      if (word == 4) cut = at;
      at += (size_t)snprintf(whole + at, sizeof whole - at, "w%dx%d ", i, word);
      if (word == 27) snprintf(trimmed, sizeof trimmed, "%s", whole + cut);
    }
    same += same_quote(whole, trimmed);
  }
  assert_in_range(same, 400 * 21 / 27 - 45, 400 * 21 / 27 + 45);
}

static void test_similarity(void **state) {
  static const char whole[] = "We will not pay this debt, not now and not ever, whatever the court in London decides.";
  (void)state;
  assert_true(similarity(whole, whole) == 1);
  assert_true(similarity(whole, "not now and not ever, whatever the court in London decides") == 1);
  assert_true(similarity(whole, "\xE2\x80\x9CWe will not pay this debt\xE2\x80\x9D") == 1);
  assert_true(similarity(whole, "the weather on the coast will be fine") == 0);
  assert_true(similarity(whole, "we will not pay this bill of theirs") > 0.3);
  assert_true(similarity(whole, "We will not pay [it] this debt ... whatever the court in London decides") == 1);
  assert_true(similarity(whole, "We will not pay this debt [...] whatever the court in London decides") == 1);
  assert_true(similarity("no", "No!") == 1);
  assert_true(similarity("no", "No, never.") < 0.7); /* too little to go by */
  assert_true(similarity("We ... never", "never ... we") == 1);
  assert_true(similarity("a b a b a b", "a b c") < 0.5);
}

/* ---- bad and huge input ----------------------------------------------------------------------------------------------------- */

static int is_utf8(const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at) {
    int more = *at < 0x80 ? 0 : *at >= 0xC2 && *at < 0xE0 ? 1 : *at >= 0xE0 && *at < 0xF0 ? 2 : *at >= 0xF0 ? 3 : -1;
    if (more < 0) return 0;
    for (at++; more > 0; more--, at++)
      if ((*at & 0xC0) != 0x80) return 0;
  }
  return 1;
}

static void test_any_bytes(void **state) {
  unsigned seed = 1;
  (void)state;
  for (int round = 0; round < 3000; round++) {
    char bytes[64];
    size_t count = (size_t)round % sizeof bytes;
    for (size_t i = 0; i < count; i++) {
      seed = seed * 1103515245u + 12345u;
      bytes[i] = (char)(round % 3 ? seed >> 16 : (seed >> 16 & 1 ? '&' : seed >> 18));
    }
    char *exact = malloc(count ? count : 1); /* so that the sanitizer sees a read past the end */
    assert_non_null(exact);
    memcpy(exact, bytes, count);
    char *key = key_of(hearsay_name_key, exact, count);
    assert_true(is_utf8(key));
    free(key);
    free(key_of(hearsay_quote_key, exact, count));
    double result = -1;
    assert_int_equal(hearsay_quote_similarity(NULL, exact, count, exact, count, &result), HEARSAY_OK);
    assert_true(result == 0 || result == 1);
    free(exact);
  }
}

static void test_huge_quotes(void **state) {
  enum { BYTES = 4 << 20 };
  char *text = malloc(BYTES);
  double result = 0;
  size_t at = 0;
  (void)state;
  assert_non_null(text);
  for (unsigned word = 0; at + 16 < BYTES; word++)
    at += (size_t)sprintf(text + at, "w%u ", word * 2654435761u % 500000u);
  assert_int_equal(hearsay_quote_similarity(NULL, text, at, text, at, &result), HEARSAY_OK);
  assert_true(result == 1);
  assert_int_equal(hearsay_quote_similarity(NULL, text, at / 2, text, at, &result), HEARSAY_OK);
  assert_true(result > 0.99);
  assert_int_equal(hearsay_quote_similarity(NULL, text, at / 2, text + at / 4, at / 2, &result), HEARSAY_OK);
  assert_true(result > 0.45 && result < 0.55);
  memset(text, 'a', BYTES);
  free(key_of(hearsay_name_key, text, BYTES));
  free(key_of(hearsay_quote_key, text, BYTES));
  free(text);
}

/* ---- the host ------------------------------------------------------------------------------------------------------------------ */

typedef struct counting {
  int calls, fail_at, held, cancel;
} counting;

static void *resize(void *context, void *block, size_t bytes) {
  counting *c = context;
  if (++c->calls == c->fail_at) return NULL;
  if (!block) c->held++;
  return realloc(block, bytes);
}

static void release(void *context, void *block) {
  if (block) ((counting *)context)->held--;
  free(block);
}

static int cancelled(void *context) {
  return ((counting *)context)->cancel;
}

static void test_out_of_memory(void **state) {
  static char text[4001];
  (void)state;
  for (size_t i = 0; i + 1 < sizeof text; i++) text[i] = (char)(i % 4 == 3 ? ' ' : 'a' + (int)(i * i % 23));
  for (int fail = 1; fail < 4; fail++) {
    counting c = {.fail_at = fail};
    hearsay_host host = {.resize = resize, .release = release, .cancelled = cancelled, .context = &c};
    char *key = (char *)"";
    size_t bytes;
    double result;
    hearsay_status status = hearsay_name_key(&host, "Ann Lee", 7, &key, &bytes);
    assert_int_equal(status, fail == 1 ? HEARSAY_NOMEM : HEARSAY_OK);
    release(&c, key);
    assert_int_equal(c.held, 0);
    c.calls = 0;
    status = hearsay_quote_key(&host, "no", 2, &key, &bytes);
    assert_int_equal(status, fail == 1 ? HEARSAY_NOMEM : HEARSAY_OK);
    release(&c, key);
    c.calls = 0; /* what is long takes memory */
    status = hearsay_quote_similarity(&host, text, sizeof text - 1, text, sizeof text - 1, &result);
    assert_int_equal(status, fail == 1 ? HEARSAY_NOMEM : HEARSAY_OK);
    assert_int_equal(c.held, 0);
  }
}

static void test_cancelled(void **state) {
  enum { BYTES = 1 << 20 };
  counting c = {.cancel = 1};
  hearsay_host host = {.resize = resize, .release = release, .cancelled = cancelled, .context = &c};
  char *text = malloc(BYTES), *key;
  size_t bytes;
  double result;
  (void)state;
  assert_non_null(text);
  memset(text, 'a', BYTES);
  assert_int_equal(hearsay_name_key(&host, text, BYTES, &key, &bytes), HEARSAY_CANCELLED);
  assert_null(key);
  assert_int_equal(hearsay_quote_key(&host, text, BYTES, &key, &bytes), HEARSAY_CANCELLED);
  assert_null(key);
  assert_int_equal(hearsay_quote_similarity(&host, text, BYTES, text, BYTES, &result), HEARSAY_CANCELLED);
  assert_int_equal(c.held, 0);
  free(text);
}

/* ---- outlines ------------------------------------------------------------------------------------------------------- */

static int compare_hashes(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* So many hashes out of `kinds`, some more than once, in their order. */
static void make_runs(uint64_t *runs, size_t count, unsigned kinds, uint64_t *seed) {
  for (size_t i = 0; i < count; i++) {
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    runs[i] = (1 + (*seed >> 33) % kinds) * UINT64_C(0x9E3779B97F4A7C15);
    runs[i] ^= runs[i] >> 29;
  }
  qsort(runs, count, sizeof *runs, compare_hashes);
}

/* Outlines never say that two differ more than they do, and tell apart what has nothing in common. */
static void test_outlines(void **state) {
  uint64_t a[HS_QUOTE_FEW_WORDS], b[HS_QUOTE_FEW_WORDS], seed = 1;
  int apart = 0;
  (void)state;
  for (unsigned round = 0; round < 20000; round++) {
    size_t a_count = 1 + round % 256, b_count = 1 + round / 7 % 256;
    unsigned kinds = 1 + round % 13 * (round % 13) * 40;
    make_runs(a, a_count, kinds, &seed);
    make_runs(b, b_count, kinds, &seed);
    hs_quote_outline x = hs_quote_outline_of(a, a_count), y = hs_quote_outline_of(b, b_count);
    double most = hs_quote_outlines_compare(&x, &y);
    assert_true(most >= hs_quote_runs_compare(a, a_count, b, b_count));
    assert_true(most == hs_quote_outlines_compare(&y, &x));
    assert_true(hs_quote_outlines_compare(&x, &x) == 1);
    if (kinds > 1000 && a_count < 40 && b_count < 40) apart += most < 0.7 ? 1 : -100;
  }
  assert_true(apart > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_order_does_not_matter),
      cmocka_unit_test(test_marks_of_a_name),
      cmocka_unit_test(test_spellings_of_a_name),
      cmocka_unit_test(test_what_is_left_out),
      cmocka_unit_test(test_other_scripts),
      cmocka_unit_test(test_families_of_spellings),
      cmocka_unit_test(test_no_name_is_that_long),
      cmocka_unit_test(test_nothing_to_key),
      cmocka_unit_test(test_quote_keys),
      cmocka_unit_test(test_trimmed_quotes_often_keep_their_key),
      cmocka_unit_test(test_similarity),
      cmocka_unit_test(test_outlines),
      cmocka_unit_test(test_any_bytes),
      cmocka_unit_test(test_huge_quotes),
      cmocka_unit_test(test_out_of_memory),
      cmocka_unit_test(test_cancelled),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
