/*
** surnames.c: persons who are named in full once and by one word later. "Lin" is Lin Jun, "Kamau" is Paul Murithi
** Kamau; of two people with one surname a title tells which ("Mrs Otieno"), or who was mentioned last.
*/
#include "language/lexicon.h"
#include "language/tables.h"
#include "people/forms.h"
#include "text/text.h"

#include <string.h>

enum { MOST_TRIED = 32, MOST_NAME_WORDS = 12, MOST_LETTERS = 20, LEAST_LETTERS = 5 };

static bool is_name_word(const hearsay_article *a, uint32_t t) {
  const hs_token *token = &a->tokens[t];
  if (token->kind != HS_WORD || token->shape == HS_LOWER || token->shape == HS_INITIAL) return false;
  return !hs_is(a, t, "jr.") && !hs_is(a, t, "sr.") && !hs_is(a, t, "jr") && !hs_is(a, t, "ii") && !hs_is(a, t, "iii");
}

/* The last word that can be a surname: Robert Downey of "Robert Downey Jr." */
static uint32_t last_name_word(const hearsay_article *a, hs_range r) {
  for (uint32_t t = r.last; t > r.first; t--)
    if (is_name_word(a, t - 1)) return t - 1;
  return r.last - 1;
}

/*
** Whether the family name comes first: "Lin Jun", "Kim Jong-un", "Orbán Viktor". By lists: the first word is a surname
** and no given name, and the last is not a surname, or the last has a hyphen with a small letter behind ("Jae-in").
*/
static bool is_family_first(const hearsay_article *a, hs_range r) {
  uint32_t first = hs_classes(a, r.first), last = hs_classes(a, last_name_word(a, r));
  const hs_token *end = &a->tokens[r.last - 1];
  for (uint32_t c = end->start + 1; c + 1 < end->end; c++)
    if (a->fold[c] == '-' && !hs_fold_is_upper(a->fold[c + 1])) return true;
  if (!(first & HS_SURNAME)) return false;
  return !(first & HS_GIVEN_NAME) && !(last & HS_SURNAME);
}

/* The letters of a name's word, small; of "al-Assad" those behind the Arabic article, with which it is the same name. */
static uint32_t letters_of(const hearsay_article *a, uint32_t token, unsigned char letters[HS_LONGEST_WORD]) {
  static const char *const prefixes[] = {"al-", "el-", "as-", "ad-", "ar-", "at-", "an-", "az-", "ash-", "ul-"};
  uint32_t start = a->tokens[token].start, count = a->tokens[token].end - start;
  if (count > HS_LONGEST_WORD) count = HS_LONGEST_WORD;
  for (uint32_t i = 0; i < count; i++) letters[i] = hs_fold_lower(a->fold[start + i]);
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
    uint32_t length = (uint32_t)strlen(prefixes[i]);
    if (count < length + 3 || memcmp(letters, prefixes[i], length) != 0) continue;
    memmove(letters, letters + length, count - length);
    return count - length;
  }
  return count;
}

static uint32_t part_key(const hearsay_article *a, uint32_t token) {
  unsigned char letters[HS_LONGEST_WORD];
  const hs_token *word = &a->tokens[token];
  if (word->end - word->start > HS_LONGEST_WORD || word->end - word->start < 6) return word->hash;
  uint32_t count = letters_of(a, token, letters);
  return count == word->end - word->start ? word->hash : hs_hash(letters, count);
}

static bool add_part(hs_forms *f, uint32_t form, uint32_t token, uint8_t strength) {
  hearsay_article *a = f->article;
  uint32_t *at = hs_index_at(&f->by_part, part_key(a, token), true);
  if (!at) return true;
  if (!hs_grow(a, (void **)&f->parts, f->part_count, &f->part_room, sizeof *f->parts)) return false;
  f->parts[f->part_count++] = (hs_word_of){.form = form, .next = *at, .strength = strength};
  *at = f->part_count;
  return true;
}

static bool has_word(const hearsay_article *a, hs_range r, uint32_t token) {
  const hs_token *word = &a->tokens[token];
  uint32_t key = part_key(a, token);
  for (uint32_t t = r.first; t < r.last; t++) {
    const hs_token *other = &a->tokens[t];
    if (other->hash == word->hash || part_key(a, t) == key) return true;
    /* "J. Otieno" and "James Otieno" */
    bool initial = word->shape == HS_INITIAL || other->shape == HS_INITIAL;
    if (initial && other->kind == HS_WORD && hs_fold_lower(other->fold) == hs_fold_lower(word->fold) && t + 1 < r.last)
      return true;
  }
  return false;
}

/* Whether all words of the shorter name are in the longer one: "George Bush", "George W. Bush"; "Fumio Kishida". */
static bool is_within(const hearsay_article *a, hs_range shorter, hs_range longer) {
  if (shorter.last - shorter.first > longer.last - longer.first) return is_within(a, longer, shorter);
  if (shorter.last - shorter.first > MOST_NAME_WORDS || longer.last - longer.first > MOST_NAME_WORDS) return false;
  for (uint32_t t = shorter.first; t < shorter.last; t++)
    if (a->tokens[t].kind == HS_WORD && !has_word(a, longer, t)) return false;
  return true;
}

/* The earlier full name that this one is a fuller or shorter writing of. */
static void join_full_name(hs_forms *f, uint32_t form) {
  hearsay_article *a = f->article;
  hs_range r = hs_form_tokens(f, form);
  uint32_t ends[] = {last_name_word(a, r), r.first};
  for (int i = 0; i < 2; i++) {
    const uint32_t *at = hs_index_at(&f->by_part, part_key(a, ends[i]), false);
    uint32_t tried = 0;
    for (uint32_t p = at ? *at : 0; p && tried < MOST_TRIED; p = f->parts[p - 1].next, tried++) {
      uint32_t other = f->parts[p - 1].form;
      if (other == form || !is_within(a, r, hs_form_tokens(f, other))) continue;
      hs_join_forms(f, form, other);
      return;
    }
  }
}

/* "Vargas de Condori": the surname is her own, before the husband's; her own is not a given name ("Ana Lucia de Souza"). */
static bool is_married_name(const hearsay_article *a, hs_range r, uint32_t surname) {
  return surname >= r.first + 3 && hs_is(a, surname - 1, "de") && !(hs_classes(a, surname - 2) & HS_GIVEN_NAME);
}

static uint8_t strength_of(const hearsay_article *a, hs_range r, uint32_t token, uint32_t surname) {
  bool married = is_married_name(a, r, surname);
  if (token == surname) return married ? HS_WEAK_WORD : HS_SURNAME_WORD;
  if (married && token == surname - 2) return HS_SURNAME_WORD;
  return token == r.first || hs_classes(a, token) & HS_GIVEN_NAME ? HS_GIVEN_WORD : HS_MIDDLE_WORD;
}

static bool is_full_name(const hs_form *form) {
  return form->person && form->words > 1;
}

static bool make_indexes(hs_forms *f) {
  hearsay_article *a = f->article;
  uint32_t words = 0, letters = 0;
  for (uint32_t i = 0; i < f->count; i++) {
    if (!is_full_name(&f->forms[i])) continue;
    const hs_token *last = &a->tokens[last_name_word(a, hs_form_tokens(f, i))];
    words += f->forms[i].words;
    if (last->end - last->start <= MOST_LETTERS) letters += last->end - last->start;
  }
  return hs_make_index(a, &f->by_part, words) && hs_make_index(a, &f->by_near, letters);
}

/* ---- spellings ------------------------------------------------------------------------------------------------------------ */

/*
** The keys of a word less one letter, first letters excepted. Words that have one in common differ in a letter: "Buchtmann",
** "Bauchtman" and "Buchtman". Returns how many; 0 when the word is too short for that.
*/
static uint32_t near_keys(const hearsay_article *a, uint32_t token, uint32_t keys[MOST_LETTERS]) {
  unsigned char letters[HS_LONGEST_WORD], less[HS_LONGEST_WORD];
  if (a->tokens[token].end - a->tokens[token].start > MOST_LETTERS) return 0;
  uint32_t count = letters_of(a, token, letters), kept = 0;
  if (count < LEAST_LETTERS) return 0;
  for (uint32_t i = 1; i < count; i++) {
    if (letters[i] == letters[i - 1]) continue;
    memcpy(less, letters, i);
    memcpy(less + i, letters + i + 1, count - i - 1);
    keys[kept++] = hs_hash(less, count - 1);
  }
  keys[kept++] = hs_hash(letters, count);
  return kept;
}

static void add_near(hs_forms *f, uint32_t form, uint32_t surname) {
  uint32_t keys[MOST_LETTERS], count = near_keys(f->article, surname, keys);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t *at = hs_index_at(&f->by_near, keys[i], true);
    if (at) *at = *at && (*at == HEARSAY_NONE || hs_root(f, *at - 1) != hs_root(f, form)) ? HEARSAY_NONE : form + 1;
  }
}

/* The only person whose surname is nearly this word, which is none that anybody is known by: a slip. */
static uint32_t person_of_slip(hs_forms *f, uint32_t token) {
  const hearsay_article *a = f->article;
  uint32_t keys[MOST_LETTERS], count = 0, found = HEARSAY_NONE;
  if (!(hs_classes(a, token) & (HS_SURNAME | HS_GIVEN_NAME | HS_COMMON))) count = near_keys(a, token, keys);
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t *at = hs_index_at(&f->by_near, keys[i], false);
    if (!at || !*at) continue;
    if (*at == HEARSAY_NONE) return HEARSAY_NONE;
    uint32_t root = hs_root(f, *at - 1);
    if (found != HEARSAY_NONE && found != root) return HEARSAY_NONE;
    found = root;
  }
  return found;
}

/* ---- full names ------------------------------------------------------------------------------------------------------------ */

void hs_join_full_names(hs_forms *f) {
  hearsay_article *a = f->article;
  if (!make_indexes(f)) return;
  for (uint32_t i = 0; i < f->count && hs_tick(a); i++) {
    if (!is_full_name(&f->forms[i])) continue;
    hs_range r = hs_form_tokens(f, i);
    join_full_name(f, i);
    bool family_first = is_family_first(a, r);
    uint32_t surname = family_first ? r.first : last_name_word(a, r);
    for (uint32_t t = r.first; t < r.last && t < r.first + MOST_NAME_WORDS; t++)
      if (is_name_word(a, t) && !add_part(f, i, t, strength_of(a, r, t, surname))) return;
    add_near(f, i, surname);
  }
}

/* ---- one word ------------------------------------------------------------------------------------------------------------ */

static bool genders_clash(uint8_t a, uint8_t b) {
  return a && b && a != b;
}

/*
** Better is higher: the surname rather than a given name, who has the same title ("Dr Brennan", not the nurse), who is called by one word already rather than a relative of whom the
** full name was said once, who has a title at all ("President Joe Cole", not his son), who was mentioned before rather than later, the latest.
*/
static uint64_t rank(hs_forms *f, const hs_word_of *part, uint32_t root, const hs_name *name) {
  bool titled = name->title.first < name->title.last;
  uint64_t same_title = titled && f->forms[root].title == f->article->tokens[name->title.last - 1].hash;
  uint64_t last = f->forms[root].last, alone = f->forms[root].alone > 0, office = f->forms[root].title != 0;
  return ((uint64_t)part->strength << 40) | (same_title << 36) | (alone << 35) | ((uint64_t)(last != 0) << 34) |
         (office << 33) | last;
}

uint32_t hs_person_of_word(hs_forms *f, uint32_t n) {
  const hearsay_article *a = f->article;
  const hs_name *name = &a->names[n];
  uint32_t word = last_name_word(a, name->tokens);
  const uint32_t *at = hs_index_at(&f->by_part, part_key(a, word), false);
  uint32_t best = HEARSAY_NONE, tried = 0;
  uint64_t best_rank = 0;
  for (uint32_t p = at ? *at : 0; p && tried < MOST_TRIED; p = f->parts[p - 1].next, tried++) {
    uint32_t root = hs_root(f, f->parts[p - 1].form);
    const hs_form *form = &f->forms[root];
    if (name->gender_is_sure && genders_clash(name->gender, form->gender ? form->gender : form->likely_gender))
      continue;
    uint64_t r = rank(f, &f->parts[p - 1], root, name);
    /* the list has the latest first: of equals, all yet to come, the earliest is meant */
    if (best != HEARSAY_NONE && r < best_rank) continue;
    best = root;
    best_rank = r;
  }
  return at && *at ? best : person_of_slip(f, word);
}
