/*
** surnames.c: persons who are named in full once and by one word later. "Lin" is Lin Jun, "Kamau" is Paul Murithi
** Kamau; of two people with one surname a title tells which ("Mrs Otieno"), or who was mentioned last.
*/
#include "language/lexicon.h"
#include "people/forms.h"
#include "text/text.h"

enum { MOST_TRIED = 32, MOST_NAME_WORDS = 12 };

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

static bool add_part(hs_forms *f, uint32_t form, uint32_t token, bool strong) {
  hearsay_article *a = f->article;
  uint32_t *at = hs_index_at(&f->by_part, a->tokens[token].hash, true);
  if (!at) return true;
  if (!hs_grow(a, (void **)&f->parts, f->part_count, &f->part_room, sizeof *f->parts)) return false;
  f->parts[f->part_count++] = (hs_word_of){.form = form, .next = *at, .strong = strong};
  *at = f->part_count;
  return true;
}

static bool has_word(const hearsay_article *a, hs_range r, uint32_t token) {
  const hs_token *word = &a->tokens[token];
  for (uint32_t t = r.first; t < r.last; t++) {
    const hs_token *other = &a->tokens[t];
    if (other->hash == word->hash) return true;
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
    const uint32_t *at = hs_index_at(&f->by_part, a->tokens[ends[i]].hash, false);
    uint32_t tried = 0;
    for (uint32_t p = at ? *at : 0; p && tried < MOST_TRIED; p = f->parts[p - 1].next, tried++) {
      uint32_t other = f->parts[p - 1].form;
      if (other == form || !is_within(a, r, hs_form_tokens(f, other))) continue;
      hs_join_forms(f, form, other);
      return;
    }
  }
}

void hs_join_full_names(hs_forms *f) {
  hearsay_article *a = f->article;
  uint32_t words = 0;
  for (uint32_t i = 0; i < f->count; i++)
    if (f->forms[i].person && f->forms[i].words > 1) words += f->forms[i].words;
  if (!hs_make_index(a, &f->by_part, words)) return;
  for (uint32_t i = 0; i < f->count && hs_tick(a); i++) {
    if (!f->forms[i].person || f->forms[i].words < 2) continue;
    hs_range r = hs_form_tokens(f, i);
    join_full_name(f, i);
    bool family_first = is_family_first(a, r);
    uint32_t surname = family_first ? r.first : last_name_word(a, r);
    for (uint32_t t = r.first; t < r.last && t < r.first + MOST_NAME_WORDS; t++)
      if (is_name_word(a, t) && !add_part(f, i, t, t == surname)) return;
  }
}

/* ---- one word ------------------------------------------------------------------------------------------------------------ */

static bool genders_clash(uint8_t a, uint8_t b) {
  return a && b && a != b;
}

/* Better is higher: the surname rather than a given name, who was mentioned before rather than later, the latest. */
static uint64_t rank(hs_forms *f, const hs_word_of *part, uint32_t root) {
  uint64_t last = f->forms[root].last;
  return ((uint64_t)part->strong << 40) | (last << 1) | (last ? 1 : 0);
}

uint32_t hs_person_of_word(hs_forms *f, uint32_t n) {
  const hearsay_article *a = f->article;
  const hs_name *name = &a->names[n];
  const uint32_t *at = hs_index_at(&f->by_part, a->tokens[last_name_word(a, name->tokens)].hash, false);
  uint32_t best = HEARSAY_NONE, tried = 0;
  uint64_t best_rank = 0;
  for (uint32_t p = at ? *at : 0; p && tried < MOST_TRIED; p = f->parts[p - 1].next, tried++) {
    uint32_t root = hs_root(f, f->parts[p - 1].form);
    const hs_form *form = &f->forms[root];
    if (name->gender_is_sure && genders_clash(name->gender, form->gender ? form->gender : form->likely_gender))
      continue;
    uint64_t r = rank(f, &f->parts[p - 1], root);
    /* the list has the latest first: of equals, all yet to come, the earliest is meant */
    if (best != HEARSAY_NONE && r < best_rank) continue;
    best = root;
    best_rank = r;
  }
  return best;
}
