/* forms.c: the different names of an article, and which of them mean the same; see forms.h. */
#include "people/forms.h"
#include "language/lexicon.h"
#include "text/text.h"

#include <string.h>

enum { MOST_PROBES = 24, MOST_WORDS = 24 };

#define PLACES (HS_CITY | HS_COUNTRY | HS_REGION)

/* ---- an index ---------------------------------------------------------------------------------------------------------- */

bool hs_make_index(hearsay_article *article, hs_index *index, uint32_t most) {
  index->room = 64;
  while (index->room < UINT32_MAX / 4 && index->room / 2 < most) index->room *= 2;
  size_t bytes = index->room * 2 * sizeof *index->slots;
  index->slots = article->status ? NULL : hs_resize(&article->memory, NULL, 0, bytes);
  if (!index->slots) {
    index->room = 0;
    if (!article->status) article->status = HEARSAY_NOMEM;
    return false;
  }
  memset(index->slots, 0, bytes);
  return true;
}

void hs_free_index(hearsay_article *article, hs_index *index) {
  hs_release(&article->memory, index->slots, index->room * 2 * sizeof *index->slots);
  *index = (hs_index){0};
}

uint32_t *hs_index_at(const hs_index *index, uint32_t key, bool add) {
  if (!key) key = 1;
  uint32_t slot = (key * 0x9E3779B1u >> 5) & (index->room - 1);
  for (uint32_t i = 0; index->room && i < MOST_PROBES; i++, slot = (slot + 1) & (index->room - 1)) {
    uint32_t *at = &index->slots[2 * slot];
    if (at[0] == key) return at + 1;
    if (at[0]) continue;
    if (!add) return NULL;
    at[0] = key;
    return at + 1;
  }
  return NULL;
}

/* ---- joining ------------------------------------------------------------------------------------------------------------ */

uint32_t hs_root(hs_forms *f, uint32_t form) {
  while (f->forms[form].same != form) {
    f->forms[form].same = f->forms[f->forms[form].same].same; /* halves the path for the next time */
    form = f->forms[form].same;
  }
  return form;
}

/* The earlier form is the root, so that trees are the same whatever the order of the rules. */
void hs_join_forms(hs_forms *f, uint32_t a, uint32_t b) {
  a = hs_root(f, a);
  b = hs_root(f, b);
  if (a == b) return;
  uint32_t root = a < b ? a : b, other = a < b ? b : a;
  f->forms[other].same = root;
  hs_form *r = &f->forms[root];
  if (!r->gender) r->gender = f->forms[other].gender;
  if (!r->likely_gender) r->likely_gender = f->forms[other].likely_gender;
  if (!r->title) r->title = f->forms[other].title;
}

hs_range hs_form_tokens(const hs_forms *f, uint32_t form) {
  return f->article->names[f->forms[form].name].tokens;
}

uint32_t hs_words_key(const hearsay_article *article, hs_range tokens) {
  uint32_t hash = 0;
  for (uint32_t t = tokens.first; t < tokens.last; t++) {
    const hs_token *token = &article->tokens[t];
    if (token->kind == HS_WORD || token->kind == HS_NUMBER) hash = hash * 0x01000193u + token->hash;
  }
  return hash ? hash : 1;
}

/* ---- reading names ------------------------------------------------------------------------------------------------------ */

static uint8_t count_words(const hearsay_article *a, hs_range r) {
  uint32_t words = 0;
  for (uint32_t t = r.first; t < r.last && words < 255; t++) words += a->tokens[t].kind == HS_WORD;
  return (uint8_t)words;
}

/* "The Lantern" and "Lantern" are one form. */
static uint32_t key_of_words(const hearsay_article *a, hs_range tokens) {
  if (tokens.last - tokens.first > 1 && hs_is(a, tokens.first, "the")) tokens.first++;
  return hs_words_key(a, tokens);
}

/* Known names have keys of their own: all forms of one of the user's entities are one form. */
static uint32_t key_of(const hearsay_article *a, const hs_name *name) {
  if (name->known) return name->known * 0x85EBCA6Bu;
  return key_of_words(a, name->tokens) * 2 + (name->label == HEARSAY_PERSON);
}

/* The form of names[n]; a new one when there is none. */
static bool read_name(hs_forms *f, uint32_t n) {
  hearsay_article *a = f->article;
  const hs_name *name = &a->names[n];
  uint32_t *at = hs_index_at(&f->by_words, key_of(a, name), true);
  uint32_t form = at && *at ? *at - 1 : f->count;
  if (form == f->count) {
    if (!hs_grow(a, (void **)&f->forms, f->count, &f->room, sizeof *f->forms)) return false;
    f->forms[f->count++] = (hs_form){.key = key_of_words(a, name->tokens),
                                     .name = n,
                                     .same = form,
                                     .entity = HEARSAY_NONE,
                                     .words = count_words(a, name->tokens),
                                     .person = name->label == HEARSAY_PERSON};
    if (at) *at = form + 1;
  }
  hs_form *r = &f->forms[form];
  if (r->votes[name->label] < UINT16_MAX) r->votes[name->label]++;
  if (name->gender_is_sure && !r->gender && r->words > 1) r->gender = name->gender;
  if (!r->likely_gender && r->words > 1) r->likely_gender = name->gender;
  if (!r->title && r->words > 1 && name->title.first < name->title.last)
    r->title = a->tokens[name->title.last - 1].hash;
  f->form_of[n] = form;
  return true;
}

/* ---- well-known abbreviations, nationalities --------------------------------------------------------------------------- */

/* "UN" and "United Nations", "Chinese" and "China": forms with an entry meet in its full words. */
static void join_aliases(hs_forms *f) {
  for (uint32_t i = 0; i < f->count && hs_tick(f->article); i++) {
    hs_form *form = &f->forms[i];
    if (form->person || f->article->names[form->name].known || hs_root(f, i) != i) continue;
    form->full = hs_find_alias(form->key);
    if (!form->full) continue;
    uint32_t *at = hs_index_at(&f->by_words, hs_alias_key(form->full) * 2, true);
    if (!at) continue;
    if (*at)
      hs_join_forms(f, *at - 1, i);
    else
      *at = i + 1;
  }
}

/* ---- acronyms ------------------------------------------------------------------------------------------------------------- */

/* The key of the initials of a name's words with capitals: "World Vaccine Assembly" -> wva. */
static uint32_t initials_key(const hearsay_article *a, hs_range r, uint32_t *count) {
  unsigned char letters[MOST_WORDS];
  *count = 0;
  for (uint32_t t = r.first; t < r.last && *count < MOST_WORDS; t++) {
    const hs_token *token = &a->tokens[t];
    if (token->kind != HS_WORD || token->shape == HS_LOWER) continue;
    for (uint32_t c = token->start; c < token->end && *count < MOST_WORDS; c++)
      if (hs_fold_is_upper(a->fold[c]) && (c == token->start || a->fold[c - 1] == '-'))
        letters[(*count)++] = hs_fold_lower(a->fold[c]);
  }
  return hs_hash(letters, *count);
}

/* The same key of an acronym: its letters without stops. */
static uint32_t letters_key(const hearsay_article *a, const hs_token *acronym) {
  unsigned char letters[MOST_WORDS];
  uint32_t count = 0;
  for (uint32_t c = acronym->start; c < acronym->end && count < MOST_WORDS; c++)
    if (hs_fold_is_letter(a->fold[c])) letters[count++] = hs_fold_lower(a->fold[c]);
  return hs_hash(letters, count);
}

/* An acronym that is explained in brackets somewhere, or whose letters are the initials of one longer name. */
static void join_acronyms(hs_forms *f) {
  hearsay_article *a = f->article;
  const uint32_t several = UINT32_MAX;
  hs_index initials = {0};
  if (!hs_make_index(a, &initials, f->count)) return;
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++)
    if (a->names[n].expands) {
      hs_join_forms(f, f->form_of[a->names[n].expands - 1], f->form_of[n]);
      f->forms[f->form_of[n]].full = 0;
    }
  for (uint32_t i = 0; i < f->count && hs_tick(a); i++) {
    if (f->forms[i].person || f->forms[i].words < 2) continue;
    uint32_t count, key = initials_key(a, hs_form_tokens(f, i), &count);
    uint32_t *at = count > 1 ? hs_index_at(&initials, key, true) : NULL;
    if (at && *at != several) *at = *at && hs_root(f, *at - 1) != hs_root(f, i) ? several : i + 1;
  }
  for (uint32_t i = 0; i < f->count && hs_tick(a); i++) {
    const hs_name *name = &a->names[f->forms[i].name];
    if (!name->acronym || f->forms[i].person || name->known || hs_root(f, i) != i) continue;
    const uint32_t *at = hs_index_at(&initials, letters_key(a, &a->tokens[name->tokens.first]), false);
    if (at && *at && *at != several) hs_join_forms(f, *at - 1, i);
  }
  hs_free_index(a, &initials);
}

/* ---- short forms of bodies and places ---------------------------------------------------------------------------------- */

static bool is_listed(const hearsay_article *a, hs_range r) {
  uint32_t classes = hs_classes(a, r.first);
  if (r.last - r.first > 1) {
    if (!(classes & HS_PHRASE_START)) return false;
    uint32_t count = hs_find_phrase(a, r.first, r.last, &classes);
    return count == r.last - r.first && classes & (PLACES | HS_ORG_NAME);
  }
  return (classes & (PLACES | HS_ORG_NAME | HS_DEMONYM)) != 0;
}

/* "United Kingdom | Home Office" */
static bool is_country(const hearsay_article *a, hs_range r) {
  uint32_t classes = 0;
  return r.last - r.first > 1 && hs_classes(a, r.first) & HS_PHRASE_START &&
         hs_find_phrase(a, r.first, r.last, &classes) == r.last - r.first && classes & HS_COUNTRY;
}

/* Whether words that a short form leaves out at the end tell nothing of their own: "Huawei | Technologies Co". */
static bool can_drop_tail(const hearsay_article *a, hs_range whole, uint32_t cut, hearsay_label label) {
  if (label == HEARSAY_PLACE) {
    if (!hs_is_district(a, whole.last - 1)) /* "Aleipata Islands" */
      return whole.last - cut == 1 && hs_classes(a, cut) & HS_PLACE_HEAD && !is_listed(a, (hs_range){whole.first, cut});
    return true;
  }
  bool of = hs_is(a, cut, "of") || hs_is(a, cut, "for"); /* "Harbour Trust | for the Arts" */
  if (of && label == HEARSAY_ORGANIZATION && cut - whole.first >= 2) return true;
  bool company =
      (hs_classes(a, whole.last - 1) & HS_ORG_SUFFIX) != 0; /* a listed company, but not "Reuters | Institute" */
  if (!company && is_listed(a, (hs_range){whole.first, cut})) return false;
  if (a->tokens[whole.first].shape == HS_UPPER) return false;
  for (uint32_t t = cut; t < whole.last; t++)
    if (!(hs_classes(a, t) & (HS_ORG_SUFFIX | HS_ORG_HEAD)) || a->tokens[t].kind != HS_WORD) return false;
  return label == HEARSAY_ORGANIZATION;
}

/* "Firefox" of "Mozilla Firefox", "Meridian" of "Space Shuttle Meridian": the last word is the thing's own; not "Prize". */
static bool is_own_word(const hearsay_article *a, hs_range whole, uint32_t cut) {
  const uint32_t common = HS_OTHER_HEAD | HS_DOCUMENT_NOUN | HS_ORG_HEAD | HS_PLACE_HEAD | HS_FUNCTION | HS_DEMONYM;
  const hs_token *last = &a->tokens[cut];
  return whole.last - cut == 1 && cut - whole.first <= 2 && last->kind == HS_WORD && last->shape == HS_CAPITALISED &&
         !(hs_classes(a, cut) & common);
}

/* "Foreign Ministry" of "Chinese Foreign Ministry", "Security Council" of "UN Security Council", "World Cup" of "2022 …". */
static bool can_drop_start(const hearsay_article *a, hs_range whole, uint32_t cut, hearsay_label label) {
  if (label == HEARSAY_OTHER && is_own_word(a, whole, cut)) return true;
  if (label == HEARSAY_PLACE || label == HEARSAY_PERSON || whole.last - cut < 2 || cut - whole.first > 2) return false;
  for (uint32_t t = whole.first; t < cut; t++) {
    const hs_token *token = &a->tokens[t];
    bool extra = token->kind == HS_NUMBER || token->shape == HS_UPPER || hs_classes(a, t) & (HS_DEMONYM | PLACES);
    if (!extra) return is_country(a, (hs_range){whole.first, cut});
  }
  return true;
}

static hearsay_label label_of(const hs_form *form) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < 4; i++)
    if (form->votes[i] > form->votes[best]) best = i;
  return (hearsay_label)best;
}

/* Joins a longer form with the form of the words left after cutting its end or its start off. */
static void join_short_forms(hs_forms *f) {
  const hearsay_article *a = f->article;
  for (uint32_t i = 0; i < f->count && hs_tick(f->article); i++) {
    hs_range whole = hs_form_tokens(f, i);
    if (f->forms[i].person || whole.last - whole.first < 2 || whole.last - whole.first > MOST_WORDS) continue;
    hearsay_label label = label_of(&f->forms[i]);
    for (uint32_t cut = whole.first + 1; cut < whole.last; cut++) {
      hs_range start = {whole.first, cut}, end = {cut, whole.last};
      for (int side = 0; side < 2; side++) {
        if (!(side ? can_drop_start(a, whole, cut, label) : can_drop_tail(a, whole, cut, label))) continue;
        const uint32_t *at = hs_index_at(&f->by_words, hs_words_key(a, side ? end : start) * 2, false);
        if (!at || !*at || label_of(&f->forms[*at - 1]) != label || f->forms[*at - 1].full) continue;
        hs_join_forms(f, *at - 1, i);
      }
    }
  }
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------ */

void hs_read_forms(hearsay_article *article, hs_forms *f) {
  *f = (hs_forms){.article = article};
  size_t bytes = ((size_t)article->name_count + 1) * sizeof *f->form_of;
  if (article->status || !hs_make_index(article, &f->by_words, article->name_count)) return;
  f->form_of = hs_resize(&article->memory, NULL, 0, bytes);
  if (!f->form_of) {
    article->status = HEARSAY_NOMEM;
    return;
  }
  for (uint32_t n = 0; n < article->name_count && hs_tick(article); n++)
    if (!read_name(f, n)) return;
  join_acronyms(f);
  join_aliases(f);
  join_short_forms(f);
  hs_join_full_names(f);
}

void hs_free_forms(hs_forms *f) {
  hearsay_article *a = f->article;
  hs_free_index(a, &f->by_words);
  hs_free_index(a, &f->by_part);
  hs_free_index(a, &f->by_near);
  if (f->form_of) hs_release(&a->memory, f->form_of, ((size_t)a->name_count + 1) * sizeof *f->form_of);
  hs_drop(a, f->forms);
  hs_drop(a, f->parts);
  *f = (hs_forms){.article = a};
}
