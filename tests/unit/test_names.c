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

static void test_names(void **state) {
  static const example examples[] = {
#include "names_examples.h"
  };
  (void)state;
  CHECK(examples, NULL, list_names);
}
