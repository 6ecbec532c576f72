/*
** descriptions.c: what the article calls a person besides the name: "Lin Jun, China's permanent representative to the
** United Nations, …", "the mayor, Anna Berg", "Foreign Minister Retno Marsudi".
*/
#include "language/lexicon.h"
#include "language/names.h"
#include "language/tags.h"
#include "people/people.h"
#include "people/persons.h"
#include "speech/grammar.h"

uint32_t hs_role_of(const hearsay_article *a, uint32_t t) {
  char lemma[HEARSAY_LEMMA_MAX];
  if (a->tokens[t].end - a->tokens[t].start >= HEARSAY_LEMMA_MAX) return a->tokens[t].hash;
  size_t count = hs_lemma(a, t, lemma);
  return hs_hash((const unsigned char *)lemma, count);
}

bool hs_has_role(const hs_person *person, uint32_t role) {
  for (uint32_t i = 0; i < person->role_count; i++)
    if (person->roles[i] == role) return true;
  return false;
}

void hs_add_role(hs_people *people, uint32_t entity, uint32_t token) {
  hs_person *person = hs_person_of(people, entity);
  if (!person) return;
  uint32_t role = hs_role_of(people->article, token);
  if (person->role_count < HS_MOST_ROLES && !hs_has_role(person, role)) person->roles[person->role_count++] = role;
  hs_remember_noun(people, role, entity);
}

static bool describes_person(const hearsay_article *a, uint32_t t) {
  return (hs_classes(a, t) & (HS_PERSON_NOUN | HS_TITLE)) != 0 && a->tokens[t].kind == HS_WORD;
}

/* Adds the person nouns of a stretch of text as roles, and their gender. */
static void add_roles(hs_people *people, uint32_t entity, hs_range r) {
  const hearsay_article *a = people->article;
  for (uint32_t t = r.first; t < r.last; t++) {
    if (!describes_person(a, t)) continue;
    hs_add_role(people, entity, t);
    uint32_t gender = hs_classes(a, t) & (HS_FEMALE | HS_MALE);
    if (hs_classes(a, t) & HS_GIVEN_NAME) continue;
    hs_person *person = hs_person_of(people, entity);
    if (!person || person->gender) continue;
    if (gender == HS_FEMALE) person->gender = HEARSAY_FEMALE;
    if (gender == HS_MALE) person->gender = HEARSAY_MALE;
  }
}

static hearsay_span span_of(const hearsay_article *a, hs_range r) {
  return (hearsay_span){a->tokens[r.first].start, a->tokens[r.last - 1].end};
}

static bool is_pause(const hearsay_article *a, uint32_t t, uint32_t limit) {
  return t >= limit || a->tokens[t].kind == HS_PUNCT || a->tokens[t].kind == HS_MARK;
}

/* "Lin Jun, China's permanent representative to the United Nations," and "Smith, 45, a farmer," */
static hs_range apposition_behind(const hearsay_article *a, const hs_name *name, uint32_t limit) {
  uint32_t t = name->tokens.last;
  for (int commas = 0; commas < 2 && t + 1 < limit && hs_is_comma(a, t); commas++) {
    const hs_phrase *phrase = hs_phrase_from(a, t + 1);
    if (!phrase || hs_in_stretch(a, t + 1)) break;
    uint32_t end = hs_phrase_reach(a, phrase, limit);
    if (a->tokens[phrase->head].tag == HS_CD) { /* an age */
      t = phrase->tokens.last;
      continue;
    }
    if (phrase->kind == HEARSAY_NOMINAL && describes_person(a, phrase->head) &&
        (is_pause(a, end, limit) || a->tokens[end].tag == HS_WP || hs_is(a, end, "who")))
      return (hs_range){t + 1, end};
    break;
  }
  return (hs_range){0, 0};
}

/* "the mayor of Oslo, Anna Berg," */
static hs_range apposition_before(const hearsay_article *a, const hs_name *name, uint32_t first) {
  uint32_t t = name->title.first < name->title.last ? name->title.first : name->tokens.first;
  if (t < first + 2 || !hs_is_comma(a, t - 1)) return (hs_range){0, 0};
  const hs_phrase *phrase = hs_phrase_before(a, t - 1);
  if (!phrase || phrase->kind == HEARSAY_PRONOUN) return (hs_range){0, 0};
  uint32_t front = phrase->tokens.first;
  for (int links = 0; links < 3 && !describes_person(a, phrase->head) && front > first + 1; links++) {
    if (!hs_is(a, front - 1, "of") && !hs_is(a, front - 1, "for") && !hs_is(a, front - 1, "at")) break;
    phrase = hs_phrase_before(a, front - 1);
    if (!phrase) return (hs_range){0, 0};
    front = phrase->tokens.first;
  }
  if (phrase->kind != HEARSAY_NOMINAL || !phrase->definite || !describes_person(a, phrase->head))
    return (hs_range){0, 0};
  return (hs_range){front, t - 1};
}

/* "Anna Berg, who is the mayor", "Berg is the mayor of Oslo" */
static hs_range predicate(const hearsay_article *a, const hs_name *name, uint32_t limit) {
  uint32_t t = name->tokens.last;
  if (t + 2 < limit && hs_is_comma(a, t)) t++;
  if (t + 2 < limit && hs_is(a, t, "who")) t++;
  if (t + 1 >= limit || !hs_is_be(a, t)) return (hs_range){0, 0};
  const hs_phrase *phrase = hs_phrase_from(a, t + 1);
  if (!phrase || phrase->kind != HEARSAY_NOMINAL || !describes_person(a, phrase->head)) return (hs_range){0, 0};
  return (hs_range){t + 1, hs_phrase_reach(a, phrase, limit)};
}

static void describe(hs_people *people, const hs_name *name) {
  const hearsay_article *a = people->article;
  hs_range sentence = hs_sentence_of(a, name->tokens.first);
  hs_range found = apposition_behind(a, name, sentence.last);
  if (found.first == found.last) found = apposition_before(a, name, sentence.first);
  hs_person *person = hs_person_of(people, name->entity);
  if (!person) return;
  if (found.first < found.last) {
    add_roles(people, name->entity, found);
    if (person->description.start == person->description.end) person->description = span_of(a, found);
  }
  hs_range predicated = predicate(a, name, sentence.last);
  if (predicated.first < predicated.last) add_roles(people, name->entity, predicated);
  if (name->title.first < name->title.last) add_roles(people, name->entity, name->title);
  uint32_t p = a->phrase_at[name->tokens.first];
  if (p != HEARSAY_NONE && a->phrases[p].head + 1 == name->tokens.last)
    add_roles(people, name->entity, (hs_range){a->phrases[p].tokens.first, name->tokens.first});
}

/* A title that is also a description: "Foreign Minister", not "Mr". */
static void describe_by_title(hs_people *people, const hs_name *name) {
  const hearsay_article *a = people->article;
  hs_person *person = hs_person_of(people, name->entity);
  if (!person || person->description.start != person->description.end) return;
  uint32_t p = a->phrase_at[name->tokens.first];
  hs_range words = name->title;
  if (p != HEARSAY_NONE && a->phrases[p].head + 1 == name->tokens.last &&
      a->phrases[p].tokens.first < name->tokens.first)
    words = (hs_range){a->phrases[p].tokens.first, name->tokens.first};
  bool noun = false;
  for (uint32_t t = words.first; t < words.last; t++) noun = noun || (hs_classes(a, t) & HS_PERSON_NOUN) != 0;
  if (noun) person->description = span_of(a, words);
}

void hs_describe_people(hs_people *people) {
  hearsay_article *a = people->article;
  for (uint32_t i = 0; i < a->name_count && hs_tick(a); i++)
    if (a->names[i].label == HEARSAY_PERSON && a->names[i].entity != HEARSAY_NONE) describe(people, &a->names[i]);
  for (uint32_t i = 0; i < a->name_count && hs_tick(a); i++)
    if (a->names[i].label == HEARSAY_PERSON && a->names[i].entity != HEARSAY_NONE)
      describe_by_title(people, &a->names[i]);
}
