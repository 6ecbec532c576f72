/*
** description_words.c: descriptions of people are compared by their content words.
**
** A word with a capital that is no title ("Peru", "Harbour Agency") is what a description is anchored by: there are many
** finance ministers, and one of Peru. Peoples and short names count as what they stand for (Peruvian, UN). Words for
** people and what stands before titles (minister, spokesman, finance) are many people's.
*/
#include "people/description_words.h"

#include "language/hash.h"
#include "language/lexicon.h"
#include "people/forms.h"
#include "people/key_letters.h"
#include "people/name_words.h"
#include "text/text.h"

#include <string.h>
#include <utf8proc.h>

enum { ANCHOR = 1, OFFICE = 2, OTHER = 3 };
enum { LONGEST_WORD = 48 };

typedef struct word {
  char text[LONGEST_WORD];
  uint32_t bytes;
  bool capital;
} word;

static void add_hash(hs_description_words *out, uint32_t hash, uint8_t kind) {
  for (uint32_t i = 0; i < out->count; i++)
    if (out->hash[i] == hash) return;
  if (out->count == HS_MOST_DESCRIPTION_WORDS) return;
  out->hash[out->count] = hash;
  out->kind[out->count++] = kind;
}

static void add_word(hs_description_words *out, const word *w) {
  uint32_t hash = hs_hash((const unsigned char *)w->text, w->bytes);
  uint32_t classes = hs_word_classes(hs_find_word((const unsigned char *)w->text, w->bytes));
  bool office = classes & (HS_TITLE | HS_PERSON_NOUN | HS_PEOPLE_NOUN) ||
                hs_find_name_word(w->text, w->bytes, HS_NAME_BEFORE) ||
                hs_find_name_word(w->text, w->bytes, HS_NAME_TITLE);
  bool anchor = w->capital && !office;
  if ((classes & HS_FUNCTION && !w->capital) || w->bytes < 2 || (w->bytes < 3 && !w->capital)) return;
  add_hash(out, hash, anchor ? ANCHOR : office ? OFFICE : OTHER);
}

/* "UN" is United Nations, "Peruvian" Peru. */
static void add_words_of(hs_description_words *out, hearsay_text text) {
  word w = {.bytes = 0, .capital = true};
  for (size_t i = 0; i <= text.bytes; i++) {
    char c = ' ';
    if (i < text.bytes) c = (char)hs_fold_lower((unsigned char)text.data[i]);
    if (c == ' ' || w.bytes == LONGEST_WORD) {
      add_word(out, &w);
      w.bytes = 0;
    } else {
      w.text[w.bytes++] = c;
    }
  }
}

static void end_word(hs_description_words *out, word *w, const hs_key_letters *l) {
  if (w->bytes > 2 && w->text[w->bytes - 1] == 's' && l->apostrophe + 1 == w->bytes) w->bytes--; /* Peru's */
  uint32_t alias = w->capital ? hs_find_alias(hs_hash((const unsigned char *)w->text, w->bytes)) : 0;
  if (alias)
    add_words_of(out, hs_alias_text(alias));
  else if (w->bytes)
    add_word(out, w);
  w->bytes = 0;
  w->capital = false;
}

hearsay_status hs_read_description(const hearsay_host *host, hearsay_text text, hs_description_words *words) {
  hs_key_letters l = hs_key_letters_begin(host, text.data, text.bytes);
  word w = {.bytes = 0};
  l.quotation = true;
  words->count = 0;
  for (int32_t c; (c = hs_next_key_letter(&l)) != HS_KEY_END;) {
    if (c < 0) {
      end_word(words, &w, &l);
      continue;
    }
    if (w.bytes == 0) w.capital = l.capital;
    if (w.bytes + 4 <= LONGEST_WORD) w.bytes += (uint32_t)utf8proc_encode_char(c, (unsigned char *)w.text + w.bytes);
  }
  end_word(words, &w, &l);
  return l.cancelled ? HEARSAY_CANCELLED : HEARSAY_OK;
}

/* Words of both with one of these kinds. */
static uint32_t count_shared(const hs_description_words *a, const hs_description_words *b, uint8_t kind) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < a->count; i++)
    for (uint32_t j = 0; j < b->count; j++)
      count += a->hash[i] == b->hash[j] && (a->kind[i] == kind || b->kind[j] == kind);
  return count;
}

static bool is_anchored(const hs_description_words *words) {
  for (uint32_t i = 0; i < words->count; i++)
    if (words->kind[i] == ANCHOR) return true;
  return false;
}

hs_agreement hs_compare_descriptions(const hs_description_words *a, const hs_description_words *b) {
  uint32_t anchors = count_shared(a, b, ANCHOR), others = count_shared(a, b, OTHER),
           offices = count_shared(a, b, OFFICE);
  if (!anchors && is_anchored(a) && is_anchored(b)) return HS_CONTRADICT;
  if ((anchors && anchors + others + offices >= 2) || others >= 2) return HS_AGREE;
  return anchors || others || offices ? HS_ALIKE : HS_UNRELATED;
}
