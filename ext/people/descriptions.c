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

#include <string.h>

uint32_t hs_role_of(const hearsay_article *a, uint32_t t) {
  const hs_token *token = &a->tokens[t];
  return token->end - token->start < HEARSAY_LEMMA_MAX ? hs_lemma_hash(a, t) : token->hash;
}

bool hs_has_role(const hs_person *person, uint32_t role) {
  for (uint32_t i = 0; i < person->role_count; i++)
    if (person->roles[i] == role) return true;
  return false;
}

bool hs_is_described_as(const hs_person *person, uint32_t role) {
  for (uint32_t i = 0; i < person->described; i++)
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

/* Whether a noun can say what a name with this label is: "envoy" of a person, "company" of a body, "memoir" of a work. */
static bool describes(const hearsay_article *a, uint32_t t, uint8_t label) {
  static const uint32_t classes[] = {[HEARSAY_PERSON] = HS_PERSON_NOUN | HS_TITLE,
                                     [HEARSAY_ORGANIZATION] = HS_BODY_NOUN,
                                     [HEARSAY_PLACE] = 0,
                                     [HEARSAY_OTHER] = HS_DOCUMENT_NOUN};
  return (hs_classes(a, t) & classes[label]) != 0 && a->tokens[t].kind == HS_WORD;
}

/* The words of a description that are about who is described, not about those behind "'s" and "of": "Mr. Berg's lawyer", "an aunt of
** the king". */
static hs_range own_words(const hearsay_article *a, hs_range r) {
  hs_range own = r;
  for (uint32_t t = r.first; t < r.last; t++)
    if (a->tokens[t].tag == HS_POS) own.first = t + 1;
  for (uint32_t t = own.first; t < own.last; t++)
    if (a->tokens[t].tag == HS_IN) own.last = t;
  return own;
}

/* Adds the nouns of a stretch of text that can describe the name as roles, and their gender. */
static void add_roles(hs_people *people, const hs_name *name, hs_range r) {
  const hearsay_article *a = people->article;
  uint32_t entity = name->entity;
  hs_range own = own_words(a, r);
  for (uint32_t t = r.first; t < r.last; t++) {
    if (!describes(a, t, name->label)) continue;
    hs_add_role(people, entity, t);
    if (name->label != HEARSAY_PERSON || t < own.first || t >= own.last) continue;
    uint32_t gender = hs_classes(a, t) & (HS_FEMALE | HS_MALE);
    if (hs_classes(a, t) & HS_GIVEN_NAME) continue;
    hs_person *person = hs_person_of(people, entity);
    if (!person || person->gender) continue;
    if (gender == HS_FEMALE) person->gender = HEARSAY_FEMALE;
    if (gender == HS_MALE) person->gender = HEARSAY_MALE;
  }
}

static void add_word_as_role(hs_people *people, uint32_t entity, const char *word) {
  hs_person *person = hs_person_of(people, entity);
  uint32_t role = hs_hash((const unsigned char *)word, strlen(word));
  if (!person || hs_has_role(person, role)) return;
  if (person->role_count < HS_MOST_ROLES) person->roles[person->role_count++] = role;
  hs_remember_noun(people, role, entity);
}

/* The age that "17-year-old" or "17" tells; 0: none. */
static uint32_t age_at(const hearsay_article *a, uint32_t t) {
  uint32_t age = 0, digits = 0, start = a->tokens[t].start;
  while (start + digits < a->tokens[t].end && a->fold[start + digits] >= '0' && a->fold[start + digits] <= '9' &&
         digits < 4)
    age = age * 10 + (a->fold[start + digits++] - '0');
  bool alone = start + digits == a->tokens[t].end;
  return digits && digits < 3 && (alone || a->fold[start + digits] == '-') ? age : 0;
}

/* "Callum Reyes, 17," and "Callum Reyes, a 17-year-old who …": "the teenager" */
static void note_age(hs_people *people, const hs_name *name, uint32_t limit) {
  const hearsay_article *a = people->article;
  uint32_t t = name->tokens.last;
  if (t + 1 >= limit || !hs_is_comma(a, t)) return;
  uint32_t age = age_at(a, t + 1);
  if (!age && t + 2 < limit && hs_is(a, t + 1, "a")) age = age_at(a, t + 2);
  if (age >= 13 && age <= 19) add_word_as_role(people, name->entity, "teenager");
}

/* "The inquiry, chaired by Tom Cole", "Ada Reed, who chairs the council": who does it is called so: "the chairman". */
static void note_deed(hs_people *people, const hs_name *name, hs_range sentence) {
  static const struct {
    const char *verb, *noun;
  } deeds[] = {{"chaired", "chairman"}, {"chairs", "chairman"},   {"led", "leader"},       {"leads", "leader"},
               {"headed", "head"},      {"heads", "head"},        {"owned", "owner"},      {"owns", "owner"},
               {"founded", "founder"},  {"coached", "coach"},     {"coaches", "coach"},    {"managed", "manager"},
               {"edited", "editor"},    {"directed", "director"}, {"directs", "director"}, {"represents", "lawyer"}};
  const hearsay_article *a = people->article;
  uint32_t before = name->title.first < name->title.last ? name->title.first : name->tokens.first;
  uint32_t verb = name->tokens.last;
  if (before >= sentence.first + 2 && hs_is(a, before - 1, "by"))
    verb = before - 2;
  else if (verb + 2 < sentence.last && hs_is_comma(a, verb) && hs_is(a, verb + 1, "who"))
    verb += 2;
  for (size_t i = 0; verb < sentence.last && i < sizeof deeds / sizeof *deeds; i++)
    if (hs_is(a, verb, deeds[i].verb)) add_word_as_role(people, name->entity, deeds[i].noun);
}

static hearsay_span span_of(const hearsay_article *a, hs_range r) {
  return (hearsay_span){a->tokens[r.first].start, a->tokens[r.last - 1].end};
}

static bool is_pause(const hearsay_article *a, uint32_t t, uint32_t limit) {
  return t >= limit || a->tokens[t].kind == HS_PUNCT || a->tokens[t].kind == HS_MARK;
}

/* "a son, Daniel Cole, a daughter, …": she is somebody else. */
static bool is_other_sex(const hearsay_article *a, const hs_name *name, uint32_t noun) {
  uint32_t classes = hs_classes(a, noun), sexes = classes & (HS_FEMALE | HS_MALE);
  if (name->label != HEARSAY_PERSON || classes & HS_GIVEN_NAME || !name->gender) return false;
  return sexes == (name->gender == HEARSAY_FEMALE ? HS_MALE : HS_FEMALE);
}

/* An apposition, and the phrase that heads it. */
typedef struct apposition {
  hs_range tokens;
  const hs_phrase *phrase;
} apposition;

/* "Lin Jun, China's permanent representative to the United Nations," and "Smith, 45, a farmer," */
static apposition apposition_behind(const hearsay_article *a, const hs_name *name, uint32_t limit) {
  uint32_t t = name->tokens.last;
  for (int commas = 0; commas < 2 && t + 1 < limit && hs_is_comma(a, t); commas++) {
    const hs_phrase *phrase = hs_phrase_from(a, t + 1);
    if (!phrase || hs_in_stretch(a, t + 1)) break;
    uint32_t end = hs_phrase_reach(a, phrase, limit);
    if (a->tokens[phrase->head].tag == HS_CD) { /* an age */
      t = phrase->tokens.last;
      continue;
    }
    bool ends = is_pause(a, end, limit) || a->tokens[end].tag == HS_WP || a->tokens[end].tag == HS_WDT ||
                hs_is(a, end, "who") || hs_is(a, end, "that");
    if (phrase->kind == HEARSAY_NOMINAL && describes(a, phrase->head, name->label) && ends &&
        !is_other_sex(a, name, phrase->head))
      return (apposition){{t + 1, end}, phrase};
    break;
  }
  return (apposition){0};
}

/* "the mayor of Oslo, Anna Berg,", "a daughter, Esther Cole", "her memoir, “The Long Corridor”" */
static apposition apposition_before(const hearsay_article *a, const hs_name *name, uint32_t first) {
  uint32_t t = name->title.first < name->title.last ? name->title.first : name->tokens.first;
  if (t > first && a->tokens[t - 1].kind == HS_MARK) t--;
  if (t < first + 2 || !hs_is_comma(a, t - 1)) return (apposition){0};
  if (hs_is_finite_tag(a->tokens[name->tokens.last].tag))
    return (apposition){0}; /* "to speak with his mother, Cole was …" */
  const hs_phrase *phrase = hs_phrase_before(a, t - 1);
  if (!phrase || phrase->kind == HEARSAY_PRONOUN) return (apposition){0};
  uint32_t front = phrase->tokens.first;
  for (int links = 0; links < 3 && !describes(a, phrase->head, name->label) && front > first + 1; links++) {
    if (!hs_is(a, front - 1, "of") && !hs_is(a, front - 1, "for") && !hs_is(a, front - 1, "at")) break;
    phrase = hs_phrase_before(a, front - 1);
    if (!phrase) return (apposition){0};
    front = phrase->tokens.first;
  }
  bool one = phrase->definite || hs_is(a, front, "a") || hs_is(a, front, "an");
  bool behind_name = front >= first + 2 && hs_is_comma(a, front - 1) && a->name_at[front - 2] != HEARSAY_NONE;
  if (phrase->kind != HEARSAY_NOMINAL || !one || a->tokens[phrase->head].tag == HS_NNS ||
      !describes(a, phrase->head, name->label) || is_other_sex(a, name, phrase->head))
    return (apposition){0};
  /* "Tom Cole, the mayor, Ada Reed and …": it belongs to the name before */
  if (behind_name && !is_other_sex(a, &a->names[a->name_at[front - 2]], phrase->head) &&
      a->names[a->name_at[front - 2]].label == name->label)
    return (apposition){0};
  return (apposition){{front, t - 1}, phrase};
}

/* "Anna Berg, who is the mayor", "Berg is the mayor of Oslo" */
static hs_range predicate(const hearsay_article *a, const hs_name *name, uint32_t limit) {
  uint32_t t = name->tokens.last;
  if (t + 2 < limit && hs_is_comma(a, t)) t++;
  if (t + 2 < limit && hs_is(a, t, "who")) t++;
  if (t + 1 >= limit || !hs_is_be(a, t)) return (hs_range){0, 0};
  const hs_phrase *phrase = hs_phrase_from(a, t + 1);
  if (!phrase || phrase->kind != HEARSAY_NOMINAL || !describes(a, phrase->head, name->label)) return (hs_range){0, 0};
  return (hs_range){t + 1, hs_phrase_reach(a, phrase, limit)};
}

static void describe(hs_people *people, const hs_name *name) {
  const hearsay_article *a = people->article;
  hs_range sentence = hs_sentence_of(a, name->tokens.first);
  apposition found = apposition_behind(a, name, sentence.last);
  if (!found.phrase) found = apposition_before(a, name, sentence.first);
  hs_person *person = hs_person_of(people, name->entity);
  if (!person) return;
  if (found.phrase) {
    add_roles(people, name, found.tokens);
    people->phrase_entity[found.phrase - a->phrases] = name->entity;
    if (name->label == HEARSAY_PERSON && person->description.start == person->description.end)
      person->description = span_of(a, found.tokens);
  }
  if (name->label == HEARSAY_PERSON) {
    note_age(people, name, sentence.last);
    note_deed(people, name, sentence);
  }
  hs_range predicated = predicate(a, name, sentence.last);
  if (predicated.first < predicated.last) add_roles(people, name, predicated);
  if (name->title.first < name->title.last) add_roles(people, name, name->title);
  uint32_t p = a->phrase_at[name->tokens.first];
  if (p != HEARSAY_NONE && a->phrases[p].head + 1 == name->tokens.last)
    add_roles(people, name, (hs_range){a->phrases[p].tokens.first, name->tokens.first});
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
    if (a->names[i].label != HEARSAY_PLACE && a->names[i].entity != HEARSAY_NONE) describe(people, &a->names[i]);
  for (uint32_t i = 0; i < a->name_count && hs_tick(a); i++)
    if (a->names[i].label == HEARSAY_PERSON && a->names[i].entity != HEARSAY_NONE)
      describe_by_title(people, &a->names[i]);
  for (uint32_t e = 0; e < people->count; e++) people->persons[e].described = people->persons[e].role_count;
}
