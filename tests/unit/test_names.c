/* test_names.c: proper names and whose they are: a text, and beside it the names that must be found in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "article.h"
#include "language/names.h"
#include "people/people.h"
#include "speech/speech.h"

enum { LONGEST_LIST = 4096 };

typedef struct example {
  const char *text, *names;
} example;

static hearsay_reader *open_reader(const hearsay_options *options) {
  hearsay_reader *reader;
  assert_int_equal(hearsay_open(NULL, options, &reader), HEARSAY_OK);
  return reader;
}

/* Reads as far as names and their entities. */
static hearsay_article *read_names(hearsay_reader *reader, const char *text, size_t bytes) {
  hearsay_article *article;
  assert_int_equal(hearsay_read(reader, text, bytes, HEARSAY_UPTO_TAGS, &article), HEARSAY_OK);
  hs_pair_marks(article);
  hs_find_names(article);
  hs_join_names(article);
  assert_int_equal(article->status, HEARSAY_OK);
  return article;
}

static void append(char *list, const char *format, int bytes, const char *data) {
  size_t used = strlen(list);
  snprintf(list + used, LONGEST_LIST - used, format, bytes, data);
}

static hearsay_text text_of(const hearsay_article *a, hs_range r) {
  if (r.first >= r.last) return (hearsay_text){"", 0};
  return hearsay_span_text(a, (hearsay_span){a->tokens[r.first].start, a->tokens[r.last - 1].end});
}

/* "P Zhang Jun, L China": each name with the first letter of its label (L: place), in order. */
static void list_names(const hearsay_article *a, char *list) {
  *list = 0;
  for (uint32_t n = 0; n < a->name_count; n++) {
    hearsay_text text = text_of(a, a->names[n].tokens);
    static const char *const letters[] = {"P", "B", "L", "O"};
    append(list, n ? ", %.*s " : "%.*s ", 1, letters[a->names[n].label]);
    append(list, "%.*s", (int)text.bytes, text.data);
  }
}

/* "Zhang Jun = Zhang Jun, Zhang; China": each entity with its names, in order. */
static void list_entities(const hearsay_article *a, char *list) {
  *list = 0;
  for (uint32_t e = 0; e < a->entity_count; e++) {
    append(list, e ? "; %.*s =" : "%.*s =", (int)a->entities[e].name.bytes, a->entities[e].name.data);
    for (uint32_t n = 0; n < a->name_count; n++) {
      if (a->names[n].entity != e) continue;
      hearsay_text text = text_of(a, a->names[n].tokens);
      append(list, " [%.*s]", (int)text.bytes, text.data);
    }
  }
}

static void check(const example *examples, size_t count, const hearsay_options *options,
                  void (*list_all)(const hearsay_article *, char *)) {
  hearsay_reader *reader = open_reader(options);
  for (size_t i = 0; i < count; i++) {
    char list[LONGEST_LIST];
    hearsay_article *article = read_names(reader, examples[i].text, strlen(examples[i].text));
    list_all(article, list);
    assert_string_equal(list, examples[i].names);
    hearsay_article_free(article);
  }
  hearsay_close(reader);
}
#define CHECK(examples, options, list_all) check(examples, sizeof examples / sizeof *examples, options, list_all)

/* ---- names ------------------------------------------------------------------------------------------------------------ */

static void test_where_names_begin_and_end(void **state) {
  static const example examples[] = {
      {"The talks in Nairobi ended on Friday, Foreign Minister Retno Marsudi said.", "L Nairobi, P Retno Marsudi"},
      {"Chinese Foreign Minister Wang Yi met FBI Director Christopher Wray in Beijing.",
       "O Chinese, P Wang Yi, B FBI, P Christopher Wray, L Beijing"},
      {"Tharaka Nithi County Commissioner Nobert Komora called off the search.",
       "L Tharaka Nithi County, P Nobert Komora"},
      {"She studied at the University of Cape Town and joined the Ministry of Agriculture and Food.",
       "B University of Cape Town, B Ministry of Agriculture and Food"},
      {"Officials in Washington and London said the Senate would vote.", "L Washington, L London, B Senate"},
      {"The Plan of Action to Prevent Violent Extremism was adopted, and Security Council Resolution 2532 too.",
       "O Plan of Action to Prevent Violent Extremism, O Security Council Resolution 2532"},
      {"Through the China-UN Peace and Development Fund, we have sponsored projects in Africa.",
       "B China-UN Peace and Development Fund, L Africa"},
      {"Women in Kenya's Parliament want a Women's World Cup.", "L Kenya, B Parliament, O Women's World Cup"},
      {"Superintendent of Police Nidhi Rathore denied it.", "P Nidhi Rathore"},
      {"The striker Sam \"The Wall\" Okoro scored twice.", "P Sam \"The Wall\" Okoro"},
      {"Ursula von der Leyen spoke with Ban Ki-moon and J. K. Rowling.",
       "P Ursula von der Leyen, P Ban Ki-moon, P J. K. Rowling"},
      {"Prominent lawyers met in St Anne's Road on Sunday.", "L St Anne's Road"},
      {"They met at the Chilean WVA pavilion. Chilean WVA staff sang.", "O Chilean, B WVA, O Chilean, B WVA"},
      {"Marsabit fever and Cyclone Hettie came in one year.", "O Marsabit fever, O Cyclone Hettie"},
      {"They adopted the Charter for Mobile Clinics and the Declaration on Lagoons.",
       "O Charter for Mobile Clinics, O Declaration on Lagoons"},
      {"The Committee on Fisheries met the Committee against Torture and the Bank for International Settlements.",
       "B Committee on Fisheries, B Committee against Torture, B Bank for International Settlements"},
      {"The firm Thwaites and Daughters sells cheese, and so does Reed & Sons.",
       "B Thwaites and Daughters, B Reed & Sons"},
      {"They signed with Ernst & Young and Tom Reed & Ada Cruz.", "B Ernst & Young, P Tom Reed, P Ada Cruz"},
      {"The Freedom of Expression prize went to the Farmers' Union.", "O Freedom of Expression, B Farmers' Union"},
      {"They flew a Boeing 737 as Rovers 1 Albion 2 was the score.", "O Boeing 737, B Rovers, B Albion"},
      {"Then Kestrel Foods plc lost money, and the Banco de los Trabajadores did not.",
       "B Kestrel Foods plc, B Banco de los Trabajadores"},
      {"She met King Abdullah in King Abdullah University.", "P Abdullah, B King Abdullah University"},
      {"They met the UN Secretary-General and the World Bank President Tom Reed.", "B UN, B World Bank, P Tom Reed"},
      {"President of the Republic Pedro Castillo was late.", "P Pedro Castillo"},
      {"The South African Christian Sandoval met the Chinese Communist Party.",
       "O South African, P Christian Sandoval, B Chinese Communist Party"},
      {"The Thai Hotels Association and the African Union met the Chinese UN mission.",
       "B Thai Hotels Association, B African Union, O Chinese, B UN"},
      {"Deputy Foreign Minister Ana Lima met Indonesian Energy Minister Joko Arif.",
       "P Ana Lima, O Indonesian, P Joko Arif"},
      {"Kestrel Foods Director Tom Reed spoke.", "B Kestrel Foods, P Tom Reed"},
      {"Bank of England's Andrew Cole spoke.", "B Bank of England, P Andrew Cole"},
      {"Stephen King wrote. Tom Bishop sang. A. Bishop read.", "P Stephen King, P Tom Bishop, P A. Bishop"},
      {"He met J. Smith, and Malcolm X was late.", "P J. Smith, P Malcolm X"},
  };
  (void)state;
  CHECK(examples, NULL, list_names);
}

static void test_capitals_that_are_no_names(void **state) {
  static const example examples[] = {
      {"The Beijing-based company, the US-led coalition and the pro-Russian rebels agreed.", ""},
      {"Rock is rock. We like a rock.", ""},
      {"I think that I am right, said he. Poachers do not rest.", ""},
      {"In May she went to Lagos; on 3 June she met May Otieno.", "L Lagos, P May Otieno"},
      {"COUNCIL TO VOTE ON NEW BUDGET IN NAIROBI", "L NAIROBI"},
      {"Sen. Margaret Tolliver, R-Ohio, told reporters in Marlow.", "P Margaret Tolliver, L Marlow"},
      {"Today Kenya voted. Two Israelis were held. Tomorrow Ghana will vote.", "L Kenya, O Israelis, L Ghana"},
      {"April Reed met Lin Jun on 5 Jan, and Mar Lopez on Mar 3.", "P April Reed, P Lin Jun, P Mar Lopez"},
      {"Former Arsenal striker Tom Reed was late. Prominent Vokkaliga leaders met.",
       "B Arsenal, P Tom Reed, O Vokkaliga"},
      {"He works for eBay and the Tokyo-listed company, an ex-President said in mid-July.", "B eBay"},
  };
  (void)state;
  CHECK(examples, NULL, list_names);
}

static void test_names_in_their_places(void **state) {
  static const example examples[] = {
      {"UNITED NATIONS, July 10 (Xinhua) -- A Chinese envoy said Friday that talks went on.",
       "B UNITED NATIONS, B Xinhua, O Chinese"},
      {"The film \"The Night Sister\" opens on Friday.", "O The Night Sister"},
      {"Zhang Jun, China's permanent representative to the United Nations, said at the meeting on \"Member States' "
       "Counter-Terrorism Priorities\" that he agreed.",
       "P Zhang Jun, L China, B United Nations, O Member States' Counter-Terrorism Priorities"},
      {"The UN Office of Counter-Terrorism (UNOCT) has a new chief.", "B UN Office of Counter-Terrorism, B UNOCT"},
  };
  (void)state;
  CHECK(examples, NULL, list_names);
}

static void test_titles_and_genders(void **state) {
  static const struct {
    const char *text, *title;
    hearsay_gender gender;
    bool sure;
  } examples[] = {
      {"Then Mrs Otieno left.", "Mrs", HEARSAY_FEMALE, true},
      {"Then spokeswoman Maria Zakharova left.", "spokeswoman", HEARSAY_FEMALE, true},
      {"Then Foreign Minister Maria Zakharova left.", "Foreign Minister", HEARSAY_FEMALE, false},
      {"Then Mr. Zhang left.", "Mr.", HEARSAY_MALE, true},
  };
  (void)state;
  hearsay_reader *reader = open_reader(NULL);
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
    hearsay_article *a = read_names(reader, examples[i].text, strlen(examples[i].text));
    assert_int_equal(a->name_count, 1);
    hearsay_text title = text_of(a, a->names[0].title);
    assert_int_equal(title.bytes, strlen(examples[i].title));
    assert_memory_equal(title.data, examples[i].title, title.bytes);
    assert_int_equal(a->names[0].gender, examples[i].gender);
    assert_int_equal(a->names[0].gender_is_sure, examples[i].sure);
    hearsay_article_free(a);
  }
  hearsay_close(reader);
}

/* ---- entities ----------------------------------------------------------------------------------------------------------- */

static void test_people(void **state) {
  static const example examples[] = {
      {"Zhang said so. Zhang Jun is an envoy. Mr. Zhang left.", "Zhang Jun = [Zhang] [Zhang Jun] [Zhang]"},
      {"John Smith and Jane Smith married. Mrs Smith smiled. Mr Smith did not.",
       "John Smith = [John Smith] [Smith]; Jane Smith = [Jane Smith] [Smith]"},
      {"Kim Jong-un spoke. Kim left. Viktor Orbán spoke. Orbán left.",
       "Kim Jong-un = [Kim Jong-un] [Kim]; Viktor Orbán = [Viktor Orbán] [Orbán]"},
      {"Reporter George W. Bush met George Bush and a Mr Bush.",
       "George W. Bush = [George W. Bush] [George Bush] [Bush]"},
      {"Mayor Ann Lee and Bob Lee spoke. Mr Lee left. Ann smiled.",
       "Ann Lee = [Ann Lee] [Ann]; Bob Lee = [Bob Lee] [Lee]"},
      {"A judge told Ms Otieno and Mr Otieno to sit.", "Otieno = [Otieno]; Otieno = [Otieno]"},
  };
  (void)state;
  CHECK(examples, NULL, list_entities);
}

static void test_bodies_and_places(void **state) {
  static const example examples[] = {
      {"The African National Congress (ANC) won. ANC members sang.",
       "African National Congress = [African National Congress] [ANC] [ANC]"},
      {"The World Vaccine Assembly met. The WVA voted.", "World Vaccine Assembly = [World Vaccine Assembly] [WVA]"},
      {"U.S. officials met the British. American diplomats smiled.",
       "United States = [U.S.] [American]; Britain = [British]"},
      {"Huawei Technologies Co said so. Huawei fell.", "Huawei Technologies Co = [Huawei Technologies Co] [Huawei]"},
      {"The Chinese Foreign Ministry replied. The Foreign Ministry was late.",
       "Chinese Foreign Ministry = [Chinese Foreign Ministry] [Foreign Ministry]"},
      {"Turkana County was dry. Turkana had no rain.", "Turkana County = [Turkana County] [Turkana]"},
      {"GENEVA (Reuters) - The hall in Geneva was full.", "Geneva = [GENEVA] [Geneva]; Reuters = [Reuters]"},
  };
  (void)state;
  CHECK(examples, NULL, list_entities);
}

static void test_clean_text(void **state) {
  static const char text[] = "She met Ann\n   Lee.";
  (void)state;
  hearsay_reader *reader = open_reader(NULL);
  hearsay_article *a = read_names(reader, text, sizeof text - 1);
  hearsay_text clean = hs_clean_text(a, (hearsay_span){8, 18});
  assert_int_equal(clean.bytes, 7);
  assert_memory_equal(clean.data, "Ann Lee", 7);
  hearsay_article_free(a);
  hearsay_close(reader);
}

/* ---- the user's names --------------------------------------------------------------------------------------------------- */

#define TEXT(string)                                                                                                   \
  { string, sizeof string - 1 }

static void test_known_names(void **state) {
  static const hearsay_text aliases[] = {TEXT("the envoy"), TEXT("Zhang")};
  static const hearsay_known known[] = {
      {TEXT("Zhang Jun"), HEARSAY_PERSON, aliases, 2},
      {TEXT("Apple"), HEARSAY_ORGANIZATION, NULL, 0},
      {TEXT("New Dawn of Hope"), HEARSAY_OTHER, NULL, 0},
  };
  static const hearsay_options options = {.entities = known, .entity_count = 3};
  static const example examples[] = {
      {"Zhang met Okafor. The envoy left, and so did the envoy's wife.",
       "Zhang Jun = [Zhang] [The envoy] [the envoy]; Okafor = [Okafor]"},
      {"She ate an apple, and Apple fell.", "Apple = [Apple]"},
      {"They read NEW DAWN OF HOPE and New Dawn.", "New Dawn of Hope = [NEW DAWN OF HOPE]; New Dawn = [New Dawn]"},
  };
  (void)state;
  CHECK(examples, &options, list_entities);
  hearsay_reader *reader = open_reader(&options);
  hearsay_article *a = read_names(reader, "Then Zhang left.", 16);
  assert_int_equal(a->names[0].label, HEARSAY_PERSON);
  assert_true(a->names[0].confidence == 1);
  hearsay_article_free(a);
  hearsay_close(reader);
}

static void test_bad_known_names(void **state) {
  static const hearsay_known bad[] = {{TEXT(""), HEARSAY_PERSON, NULL, 0}, {TEXT(" \n"), HEARSAY_PERSON, NULL, 0}};
  (void)state;
  for (size_t i = 0; i < 2; i++) {
    hearsay_options options = {.entities = &bad[i], .entity_count = 1};
    hearsay_reader *reader;
    assert_int_equal(hearsay_open(NULL, &options, &reader), HEARSAY_BAD_OPTION);
    assert_null(reader);
  }
}

/* ---- any text ------------------------------------------------------------------------------------------------------------ */

/* A million names must not take more than linear time: this would run for hours. */
static void test_many_names(void **state) {
  enum { NAMES = 200000 };
  (void)state;
  char *text = malloc(NAMES * 16);
  assert_non_null(text);
  size_t bytes = 0;
  for (unsigned i = 0; i < NAMES; i++)
    bytes += (size_t)sprintf(text + bytes, "%c%c%c%c Smith, ", 'A' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26,
                             'a' + i / 17576 % 26);
  hearsay_reader *reader = open_reader(NULL);
  hearsay_article *a = read_names(reader, text, bytes);
  assert_true(a->name_count > NAMES / 2);
  hearsay_article_free(a);
  hearsay_close(reader);
  free(text);
}

static void test_strange_texts(void **state) {
  static const char *const texts[] = {"",       "A",        "A.",       "'s 's",    "\"\"",    "\"A\"",
                                      "(A",     "&",        "A & B & ", "Of of Of", "The The", "Bank of of of",
                                      "St A's", "X-",       "-X-Y-",    "UN (",     "A (B",    "B's's's",
                                      "1 2 3",  "Mr Mr Mr", "Jun",      "May",      "D-D",     "\xff\xfe A"};
  (void)state;
  hearsay_reader *reader = open_reader(NULL);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    hearsay_article *a = read_names(reader, texts[i], strlen(texts[i]));
    for (uint32_t n = 0; n < a->name_count; n++) {
      assert_true(a->names[n].tokens.first < a->names[n].tokens.last);
      assert_true(a->names[n].tokens.last <= a->token_count);
      assert_true(a->names[n].entity < a->entity_count);
      assert_true(n == 0 || a->names[n - 1].tokens.last <= a->names[n].tokens.first);
    }
    hearsay_article_free(a);
  }
  hearsay_close(reader);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_where_names_begin_and_end),
      cmocka_unit_test(test_capitals_that_are_no_names),
      cmocka_unit_test(test_names_in_their_places),
      cmocka_unit_test(test_titles_and_genders),
      cmocka_unit_test(test_people),
      cmocka_unit_test(test_bodies_and_places),
      cmocka_unit_test(test_clean_text),
      cmocka_unit_test(test_known_names),
      cmocka_unit_test(test_bad_known_names),
      cmocka_unit_test(test_many_names),
      cmocka_unit_test(test_strange_texts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
