/*
** namesakes.c: people whose name is also a place's. "Valeska Paris, who … Paris said …" is the person, "in Paris" the place;
** see forms.h.
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "people/forms.h"
#include "speech/grammar.h"

/* What a surname of this kind may be besides. */
#define SOMETHING_ELSE                                                                                                 \
  (HS_ORG_NAME | HS_OTHER_NAME | HS_DEMONYM | HS_ORG_HEAD | HS_OTHER_HEAD | HS_PLACE_HEAD | HS_COMMON)

/* What is known of a word, as bits of an index's value. */
enum { MOST_WORDS = 6 };
enum { IS_SURNAME = 1, IS_OTHER_PART = 2, IS_PLACE = 4, IS_UNKNOWN = 8 };

static bool is_one_of(const hearsay_article *a, uint32_t t, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* "in Paris", "visited Paris" */
static bool leads_to_place(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"in",      "at",      "to",       "from",    "near",    "around", "outside",
                                      "across",  "into",    "through",  "toward",  "towards", "via",    "inside",
                                      "visit",   "visits",  "visited",  "leave",   "leaves",  "left",   "leaving",
                                      "reach",   "reached", "visiting", "enter",   "entered", "toured", "central",
                                      "western", "eastern", "northern", "southern"};
  return is_one_of(a, t, words, sizeof words / sizeof *words);
}

static const hs_name *name_at(const hearsay_article *a, uint32_t t) {
  return a->name_at[t] == HEARSAY_NONE ? NULL : &a->names[a->name_at[t]];
}

static bool is_place_at(const hearsay_article *a, uint32_t t) {
  const hs_name *name = name_at(a, t);
  return name && name->label == HEARSAY_PLACE;
}

/* "Paris claims", "Paris also claims", "Paris's father" */
static bool acts(const hearsay_article *a, const hs_name *name) {
  uint32_t t = name->tokens.last;
  if (a->tokens[t].tag == HS_RB) t++;
  uint8_t tag = a->tokens[t].tag;
  return hs_is_finite_tag(tag) || tag == HS_POS;
}

/* Whether the words around say that it is a place: "in Paris", "Paris, Texas"; "from Oslo and Paris", "Oslo, Paris". */
static bool stands_as_place(const hearsay_article *a, const hs_name *name) {
  hs_range sentence = hs_sentence_of(a, name->tokens.first);
  uint32_t first = name->tokens.first, last = name->tokens.last;
  if (last + 1 < sentence.last && hs_is_comma(a, last) && is_place_at(a, last + 1)) return true;
  if (first == sentence.first) return false;
  if (hs_is(a, first - 1, "to") && first - 1 > sentence.first && hs_is(a, first - 2, "according")) return false;
  bool listed_place = (hs_classes(a, first) & (HS_CITY | HS_COUNTRY | HS_REGION)) != 0;
  if (a->tokens[last].tag == HS_POS && !listed_place) return false; /* "an interest in Warden's pictures" */
  if (leads_to_place(a, first - 1)) return true;
  bool listed = hs_is_comma(a, first - 1) || a->tokens[first - 1].tag == HS_CC;
  return listed && !acts(a, name) && first - 1 > sentence.first && is_place_at(a, first - 2);
}

/* "Kenya said": of a person's given name only that is enough. */
static bool speaks(const hearsay_article *a, const hs_name *name) {
  static const char *const words[] = {"said",  "says",    "told",    "added",   "asked",
                                      "wrote", "tweeted", "replied", "recalled"};
  uint32_t next = name->tokens.last;
  bool quoted = name->tokens.first > 0 && a->tokens[name->tokens.first - 1].kind == HS_MARK;
  if (hs_classes(a, name->tokens.first) & HS_COUNTRY && !quoted) return false; /* countries say that they will join */
  return is_one_of(a, next, words, sizeof words / sizeof *words) ||
         (name->tokens.first > 0 && is_one_of(a, name->tokens.first - 1, words, 2));
}

static bool is_full_name(const hs_name *name) {
  return name->label == HEARSAY_PERSON && name->tokens.last - name->tokens.first > 1 && !name->known;
}

static bool is_place(const hs_name *name) {
  return name->label == HEARSAY_PLACE && !name->known;
}

static bool is_no_person(const hs_name *name) {
  return name->label != HEARSAY_PERSON && !name->known && !name->acronym;
}

static bool note_part(const hearsay_article *a, hs_index *parts, hs_range words, uint32_t what) {
  uint32_t *at = hs_index_at(parts, hs_words_key(a, words), true);
  if (at) *at |= what;
  return at != NULL;
}

/* The words of full names that are places' too, and their beginnings and ends of several words: "Sri Wahyuni | Lestari". */
static bool read_full_names(hearsay_article *a, hs_index *parts) {
  bool any = false;
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++) {
    const hs_name *name = &a->names[n];
    hs_range r = name->tokens;
    if (!is_full_name(name) || r.last - r.first > MOST_WORDS) continue;
    for (uint32_t t = r.first; t < r.last; t++) {
      uint32_t classes = hs_classes(a, t);
      if (classes & (HS_CITY | HS_COUNTRY | HS_REGION))
        any = note_part(a, parts, (hs_range){t, t + 1}, t + 1 == r.last ? IS_SURNAME : IS_OTHER_PART) || any;
      else if (t + 1 == r.last && !(classes & SOMETHING_ELSE))
        any = note_part(a, parts, (hs_range){t, t + 1}, IS_UNKNOWN) || any;
      if (t >= r.first + 2) any = note_part(a, parts, (hs_range){r.first, t}, IS_SURNAME) || any;
      if (t > r.first && t + 2 <= r.last) any = note_part(a, parts, (hs_range){t, r.last}, IS_SURNAME) || any;
    }
  }
  return any;
}

static void read_places(hearsay_article *a, const hs_index *parts) {
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++) {
    if (!is_place(&a->names[n])) continue;
    uint32_t *at = hs_index_at(parts, hs_words_key(a, a->names[n].tokens), false);
    if (at && stands_as_place(a, &a->names[n])) *at |= IS_PLACE;
  }
}

static bool is_person(const hearsay_article *a, const hs_name *name, uint32_t known) {
  if (stands_as_place(a, name)) return false;
  if (known & IS_UNKNOWN) return !(known & IS_PLACE); /* "the Warden collection", after Ada Warden */
  if (!is_place(name)) return false;
  if (known & IS_SURNAME && (acts(a, name) || !(known & IS_PLACE))) return true;
  return known & IS_OTHER_PART && !(known & IS_PLACE) && speaks(a, name);
}

void hs_find_namesakes(hearsay_article *article) {
  hs_index parts = {0};
  uint32_t most = 0;
  for (uint32_t n = 0; n < article->name_count; n++) most += is_full_name(&article->names[n]) ? 4 : 0;
  if (article->status || !most || !hs_make_index(article, &parts, most)) return;
  if (read_full_names(article, &parts)) {
    read_places(article, &parts);
    for (uint32_t n = 0; n < article->name_count && hs_tick(article); n++) {
      hs_name *name = &article->names[n];
      const uint32_t *at = is_no_person(name) ? hs_index_at(&parts, hs_words_key(article, name->tokens), false) : NULL;
      if (at && is_person(article, name, *at)) name->label = HEARSAY_PERSON;
    }
  }
  hs_free_index(article, &parts);
}
