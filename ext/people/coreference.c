/*
** coreference.c: hs_resolve_people goes through the article's noun phrases in order and decides who each means; then every
** attribution gets the entity of its source.
*/
#include "language/lexicon.h"
#include "language/names.h"
#include "language/tags.h"
#include "people/people.h"
#include "people/persons.h"
#include "speech/grammar.h"
#include "text/text.h"

#include <string.h>

enum { LEDE_PARAGRAPHS = 3, MOST_BEFORE_SUBJECT = 30 };

hs_person *hs_person_of(hs_people *people, uint32_t entity) {
  hearsay_article *a = people->article;
  while (people->count <= entity) {
    if (!hs_grow(a, (void **)&people->persons, people->count, &people->room, sizeof *people->persons)) return NULL;
    people->persons[people->count++] = (hs_person){.first_token = HEARSAY_NONE,
                                                   .last_token = HEARSAY_NONE,
                                                   .last_subject = HEARSAY_NONE,
                                                   .last_spoke = HEARSAY_NONE};
  }
  return &people->persons[entity];
}

/* ---- mentions in order ----------------------------------------------------------------------------------------------- */

static void touch_recent(hs_people *people, uint32_t entity) {
  uint32_t most = sizeof people->recent / sizeof *people->recent, i = 0;
  while (i < people->recent_count && people->recent[i] != entity) i++;
  if (i == people->recent_count) {
    if (people->recent_count < most) people->recent_count++;
    i = people->recent_count - 1;
  }
  for (; i > 0; i--) people->recent[i] = people->recent[i - 1];
  people->recent[0] = entity;
}

/* "the head of | the office said": not what a preposition leads to. */
static bool is_led_to(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"of",  "by", "in",   "at",   "from",    "with",
                                      "for", "on", "into", "near", "between", "against"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

static bool is_subject(const hearsay_article *a, const hs_phrase *phrase) {
  hs_range sentence = hs_sentence_of(a, phrase->head);
  if (phrase->tokens.first > sentence.first && is_led_to(a, phrase->tokens.first - 1)) return false;
  uint32_t end = hs_phrase_reach(a, phrase, sentence.last);
  while (end < sentence.last && a->tokens[end].tag == HS_RB) end++;
  if (end >= sentence.last) return false;
  if (!hs_is_comma(a, end)) return hs_is_finite_tag(a->tokens[end].tag);
  /* "Rao, who …"; "The secretary, Felix Lamptey, was less patient" */
  return phrase->tokens.first == sentence.first || hs_is_finite_tag(a->tokens[end + 1].tag);
}

/* Whether a subject is that of a main clause: no verb and no conjunction before it in its sentence but a verb of saying's. */
static bool is_in_main_clause(const hearsay_article *a, const hs_phrase *phrase) {
  uint32_t first = hs_sentence_of(a, phrase->head).first;
  if (phrase->tokens.first - first > MOST_BEFORE_SUBJECT) return false;
  for (uint32_t t = first; t < phrase->tokens.first; t++)
    if (hs_is_finite_tag(a->tokens[t].tag) && !hs_in_stretch(a, t)) return false;
  return true;
}

static void note_mention(hs_people *people, const hs_phrase *phrase, uint32_t entity) {
  hearsay_article *a = people->article;
  hs_person *person = hs_person_of(people, entity);
  if (!person) return;
  person->mentions++;
  if (hs_in_stretch(a, phrase->head)) return;
  uint32_t paragraph = a->sentences[a->tokens[phrase->head].sentence].paragraph;
  if (person->first_token == HEARSAY_NONE && a->paragraphs[paragraph].role == HEARSAY_BODY)
    person->first_token = phrase->head;
  person->last_token = phrase->head;
  person->last_is_inner =
      a->phrase_at[phrase->head] != HEARSAY_NONE && a->phrases[a->phrase_at[phrase->head]].head != phrase->head;
  if (is_subject(a, phrase)) {
    bool again = person->last_subject != HEARSAY_NONE &&
                 a->tokens[person->last_subject].sentence == a->tokens[phrase->head].sentence;
    person->last_is_main = (again && person->last_is_main) || is_in_main_clause(a, phrase);
    person->last_subject = phrase->head;
  }
  touch_recent(people, entity);
}

/* The entity of the proper name that is a phrase's head. */
static uint32_t entity_of_name(const hearsay_article *a, const hs_phrase *phrase) {
  uint32_t n = a->name_at[phrase->head];
  return n == HEARSAY_NONE ? HEARSAY_NONE : a->names[n].entity;
}

static uint32_t person_named_at(const hearsay_article *a, const hs_phrase *phrase) {
  uint32_t n = phrase && phrase->kind == HEARSAY_NAME ? a->name_at[phrase->head] : HEARSAY_NONE;
  return n != HEARSAY_NONE && a->names[n].label == HEARSAY_PERSON ? a->names[n].entity : HEARSAY_NONE;
}

static bool is_plural(const hearsay_article *a, const hs_phrase *phrase) {
  return a->tokens[phrase->head].tag == HS_NNS || (hs_classes(a, phrase->head) & HS_PEOPLE_NOUN) != 0;
}

/* "American academic | and professor Marc Hill": two descriptions before one name. */
static uint32_t conjoined_name(const hearsay_article *a, const hs_phrase *phrase) {
  const hs_token *first = &a->tokens[phrase->tokens.first];
  bool bare = !phrase->definite && first->tag != HS_DT && first->tag != HS_CD && !is_plural(a, phrase);
  if (!bare || !(hs_classes(a, phrase->head) & (HS_PERSON_NOUN | HS_TITLE))) return HEARSAY_NONE;
  if (a->tokens[phrase->tokens.last].tag != HS_CC) return HEARSAY_NONE;
  const hs_phrase *next = hs_phrase_from(a, phrase->tokens.last + 1);
  uint32_t named = person_named_at(a, next);
  if (named == HEARSAY_NONE || a->names[a->name_at[next->head]].tokens.first == next->tokens.first) return HEARSAY_NONE;
  return hs_classes(a, next->tokens.first) & (HS_PERSON_NOUN | HS_TITLE) ? named : HEARSAY_NONE;
}

/*
** The name apposed to a description inside a source: "the ministry's spokesman, Lee Chang-ho"; or ending it, when the
** description is a title in capitals: "Governor of Washington Chris Gregoire".
*/
static uint32_t apposed_name(const hearsay_article *a, const hs_phrase *phrase, hs_range source) {
  if (is_plural(a, phrase)) return HEARSAY_NONE; /* "the families of two patients, Ada Reed and Tom Cole" */
  bool title =
      hs_is_name_tag(a->tokens[phrase->head].tag) && (hs_classes(a, phrase->head) & (HS_TITLE | HS_PERSON_NOUN));
  for (uint32_t t = phrase->tokens.last; t + 1 < source.last; t++) {
    const hs_phrase *next = hs_phrase_from(a, t + 1);
    if (!hs_is_comma(a, t) && !(title && next && next->tokens.last == source.last)) continue;
    uint32_t named = person_named_at(a, next);
    if (named != HEARSAY_NONE) return named;
  }
  return HEARSAY_NONE;
}

/* Where the name of an unnamed source ends: before a comma or bracket; "a person who has seen the file" is all of it. */
static uint32_t unnamed_end(const hearsay_article *a, const hs_phrase *phrase, hs_range source) {
  for (uint32_t t = phrase->tokens.last; t < source.last; t++)
    if (hs_is_comma(a, t) || a->tokens[t].fold == '(') return t;
  return source.last;
}

/* The words that introduced what a source takes up: "a note to clients … The note said". The source itself when there are none. */
static hs_range introduced_by(const hs_people *people, const hs_phrase *phrase, hs_range source) {
  const hearsay_article *a = people->article;
  uint32_t p = phrase->definite ? hs_phrase_of_noun(people, hs_role_of(a, phrase->head)) : HEARSAY_NONE;
  if (p == HEARSAY_NONE || a->phrases[p].tokens.first >= phrase->tokens.first) return source;
  if (is_plural(a, &a->phrases[p]) != is_plural(a, phrase)) return source;
  const hs_phrase *first = &a->phrases[p];
  if (phrase->tokens.last - phrase->tokens.first > 2 || source.last > phrase->tokens.last + 1) return source;
  return (hs_range){first->tokens.first, hs_phrase_reach(a, first, hs_sentence_of(a, first->head).last)};
}

/* A source without a name: an entity of its own, named by its words without the article. */
static uint32_t new_unnamed(hs_people *people, const hs_phrase *phrase, hs_range source) {
  hearsay_article *a = people->article;
  hs_range words = introduced_by(people, phrase, source);
  uint32_t first = words.first;
  if (first + 1 < words.last && (hs_is(a, first, "a") || hs_is(a, first, "an") || hs_is(a, first, "the"))) first++;
  uint32_t last = words.first == source.first ? unnamed_end(a, phrase, words) : words.last;
  if (first >= last) first = words.first;
  hearsay_text name = hs_clean_text(a, (hearsay_span){a->tokens[first].start, a->tokens[last - 1].end});
  uint32_t classes = hs_classes(a, phrase->head);
  hearsay_label label = HEARSAY_OTHER;
  if (classes & (HS_PERSON_NOUN | HS_PEOPLE_NOUN) || phrase->kind == HEARSAY_PRONOUN)
    label = HEARSAY_PERSON;
  else if (classes & HS_BODY_NOUN)
    label = HEARSAY_ORGANIZATION;
  uint32_t entity = hs_add_entity(a, name, label);
  hs_person *person = entity == HEARSAY_NONE ? NULL : hs_person_of(people, entity);
  if (!person) return HEARSAY_NONE;
  bool one_of = hs_is(a, phrase->tokens.first, "one");
  person->plural = !one_of && (a->tokens[phrase->head].tag == HS_NNS || (classes & HS_PEOPLE_NOUN) != 0);
  uint32_t sexes = classes & (HS_FEMALE | HS_MALE);
  person->gender = sexes == HS_FEMALE ? HEARSAY_FEMALE : sexes == HS_MALE ? HEARSAY_MALE : HEARSAY_UNKNOWN;
  hs_add_role(people, entity, phrase->head);
  if (one_of && source.first + 3 < source.last) { /* "one of his own officials": an official */
    const hs_phrase *group = hs_phrase_from(a, phrase->tokens.last + 1);
    if (group) hs_add_role(people, entity, group->head);
  }
  return entity;
}

/* "Harrowdale Borough Council" can be "the council" later on. */
static void remember_name(hs_people *people, const hs_phrase *phrase, uint32_t entity) {
  const hearsay_article *a = people->article;
  if (entity == HEARSAY_NONE || a->entities[entity].label != HEARSAY_ORGANIZATION) return;
  hs_range words = a->names[a->name_at[phrase->head]].tokens;
  for (uint32_t t = words.first; t < words.last && t < words.first + 8; t++)
    if (hs_classes(a, t) & (HS_BODY_NOUN | HS_ORG_HEAD)) hs_remember_noun(people, a->tokens[t].hash, entity);
}

/*
** "The Church" after "the Church of Scientology": a body's noun with a capital, standing alone, means the body that last
** had it in its name. The name's own entity otherwise.
*/
static uint32_t entity_of_short_name(hs_people *people, const hs_phrase *phrase) {
  hearsay_article *a = people->article;
  uint32_t own = entity_of_name(a, phrase);
  hs_name *name = &a->names[a->name_at[phrase->head]];
  bool alone = name->tokens.last - name->tokens.first == 1 && name->label == HEARSAY_ORGANIZATION && !name->known;
  if (!alone || !(hs_classes(a, phrase->head) & (HS_BODY_NOUN | HS_ORG_HEAD)) || !hs_is(a, phrase->tokens.first, "the"))
    return own;
  uint32_t body = hs_entity_of_noun(people, a->tokens[phrase->head].hash);
  if (body == HEARSAY_NONE || a->entities[body].label != HEARSAY_ORGANIZATION) return own;
  name->entity = body;
  return body;
}

/* "Yonhap news agency", "Acme company": the body whose name stands first. */
static uint32_t named_in_front(const hearsay_article *a, const hs_phrase *phrase) {
  static const char *const words[] = {"agency",  "newspaper", "magazine", "daily",   "website", "network",
                                      "company", "firm",      "charity",  "airline", "channel", "broadcaster"};
  uint32_t n = a->name_at[phrase->tokens.first];
  if (n == HEARSAY_NONE || a->names[n].label != HEARSAY_ORGANIZATION) return HEARSAY_NONE;
  uint32_t t = a->names[n].tokens.last;
  while (t < phrase->head && (hs_is(a, t, "news") || hs_is(a, t, "press"))) t++;
  if (t != phrase->head) return HEARSAY_NONE;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return a->names[n].entity;
  return HEARSAY_NONE;
}

/* Who a phrase means. Sources always get somebody, except pronouns that nobody fits. */
static uint32_t resolve(hs_people *people, const hs_phrase *phrase, const hs_attribution *spoken) {
  hearsay_article *a = people->article;
  bool speaks = spoken != NULL;
  if (phrase->kind == HEARSAY_NAME) {
    uint32_t named = entity_of_short_name(people, phrase);
    remember_name(people, phrase, named);
    return named;
  }
  if (phrase->kind == HEARSAY_PRONOUN || a->tokens[phrase->head].tag == HS_PRPS)
    return hs_antecedent_of_pronoun(people, phrase, speaks);
  uint32_t front = named_in_front(a, phrase);
  if (front != HEARSAY_NONE) return front;
  if (speaks) {
    uint32_t named = apposed_name(a, phrase, spoken->source);
    if (named == HEARSAY_NONE) named = conjoined_name(a, phrase);
    if (named != HEARSAY_NONE) return named;
  }
  uint32_t antecedent = hs_antecedent_of_nominal(people, phrase, speaks);
  if (antecedent != HEARSAY_NONE || !speaks) return antecedent;
  return new_unnamed(people, phrase, spoken->source);
}

static void note_speaker(hs_people *people, uint32_t entity, const hs_phrase *phrase) {
  hs_person *person = hs_person_of(people, entity);
  if (!person) return;
  person->last_spoke = phrase->head;
  people->last_speaker = entity;
}

/* Names inside a phrase that are not its head: "the council's cabinet", "Ghana's minister". */
static void note_inner_names(hs_people *people, const hs_phrase *phrase) {
  const hearsay_article *a = people->article;
  for (uint32_t t = phrase->tokens.first; t < phrase->head; t++) {
    uint32_t n = a->name_at[t];
    if (n == HEARSAY_NONE || n == a->name_at[phrase->head]) continue;
    hs_range words = a->names[n].tokens;
    t = words.last - 1;
    hs_phrase inner = {.tokens = words, .head = words.last - 1, .kind = HEARSAY_NAME, .definite = true};
    remember_name(people, &inner, a->names[n].entity);
    if (a->names[n].entity != HEARSAY_NONE) note_mention(people, &inner, a->names[n].entity);
  }
}

/* ---- several who speak as one -------------------------------------------------------------------------------------------- */

/* "Osei and Lindholm said", "Both the district and the police": the phrases of names joined by commas and "and"; at least 0. */
static uint32_t joined_names(const hearsay_article *a, const hs_phrase *phrase, hs_range source,
                             const hs_phrase *members[HS_MOST_MEMBERS]) {
  uint32_t count = 0;
  bool joined = false;
  while (phrase && phrase->kind == HEARSAY_NAME && phrase->tokens.last <= source.last && count < HS_MOST_MEMBERS) {
    members[count++] = phrase;
    uint32_t t = phrase->tokens.last;
    if (joined) return t >= source.last || a->tokens[t].kind == HS_PUNCT || hs_is(a, t, "both") ? count : 0;
    if (t < source.last && hs_is_comma(a, t)) t++;
    joined = t < source.last && hs_is(a, t, "and");
    if (joined)
      t++;
    else if (t == phrase->tokens.last)
      return 0;
    phrase = hs_phrase_from(a, t);
  }
  return 0;
}

/* "Kwame Osei and Greta Lindholm", "A, B and C", in the arena. */
static hearsay_text joined_text(hearsay_article *a, const uint32_t *members, uint32_t count) {
  size_t bytes = 0;
  for (uint32_t i = 0; i < count; i++) bytes += a->entities[members[i]].name.bytes + sizeof " and ";
  char *text = hs_allocate(a, bytes, 1);
  if (!text) return (hearsay_text){0};
  size_t at = 0;
  for (uint32_t i = 0; i < count; i++) {
    const char *between = i == 0 ? "" : i + 1 == count ? " and " : ", ";
    memcpy(text + at, between, strlen(between));
    at += strlen(between);
    memcpy(text + at, a->entities[members[i]].name.data, a->entities[members[i]].name.bytes);
    at += a->entities[members[i]].name.bytes;
  }
  return (hearsay_text){text, at};
}

static uint32_t group_of(hs_people *people, const uint32_t *members, uint32_t count) {
  hearsay_article *a = people->article;
  for (uint32_t g = 0; g < people->group_count; g++)
    if (memcmp(people->groups[g].members, members, HS_MOST_MEMBERS * sizeof *members) == 0)
      return people->groups[g].entity;
  uint32_t entity = hs_add_entity(a, joined_text(a, members, count), a->entities[members[0]].label);
  hs_person *person = entity == HEARSAY_NONE ? NULL : hs_person_of(people, entity);
  if (!person) return HEARSAY_NONE;
  person->plural = true;
  if (people->group_count < HS_MOST_GROUPS) {
    hs_group *group = &people->groups[people->group_count++];
    memcpy(group->members, members, sizeof group->members);
    group->entity = entity;
  }
  return entity;
}

/* Who speaks: what the source's first phrase means, or several whom it names. */
static uint32_t speaker_of(hs_people *people, const hs_phrase *phrase, hs_range source, uint32_t entity) {
  const hearsay_article *a = people->article;
  const hs_phrase *phrases[HS_MOST_MEMBERS];
  uint32_t members[HS_MOST_MEMBERS] = {entity}, kept = 1, count = joined_names(a, phrase, source, phrases);
  for (uint32_t i = 1; i < count; i++) {
    uint32_t member = entity_of_name(a, phrases[i]);
    bool known = member == HEARSAY_NONE || a->entities[member].label == HEARSAY_OTHER;
    for (uint32_t k = 0; k < kept; k++) known = known || members[k] == member;
    if (!known) members[kept++] = member;
  }
  if (kept < 2 || kept < count) return entity;
  uint32_t group = group_of(people, members, kept);
  if (group != HEARSAY_NONE) touch_recent(people, group);
  return group == HEARSAY_NONE ? entity : group;
}

/* Somebody or something mentioned for the first time, without a name: "a note", "one of his officials". */
static void introduce(hs_people *people, uint32_t p) {
  const hearsay_article *a = people->article;
  const hs_phrase *phrase = &a->phrases[p];
  const hs_phrase *group = hs_is(a, phrase->head, "one") && hs_is(a, phrase->tokens.last, "of")
                               ? hs_phrase_from(a, phrase->tokens.last + 1)
                               : NULL;
  if (group)
    hs_introduce_noun(people, hs_role_of(a, group->head), p);
  else if (phrase->kind == HEARSAY_NOMINAL && !phrase->definite)
    hs_introduce_noun(people, hs_role_of(a, phrase->head), p);
}

static void read_phrases(hs_people *people) {
  hearsay_article *a = people->article;
  for (uint32_t p = 0; p < a->phrase_count && hs_tick(a); p++) {
    const hs_phrase *phrase = &a->phrases[p];
    hs_attribution *spoken = people->phrase_source[p] ? &a->attributions[people->phrase_source[p] - 1] : NULL;
    if (!spoken && hs_in_stretch(a, phrase->head) && phrase->kind != HEARSAY_NAME) continue;
    note_inner_names(people, phrase);
    uint32_t entity = people->phrase_entity[p];
    if (entity == HEARSAY_NONE) entity = resolve(people, phrase, spoken);
    if (a->status) return;
    people->phrase_entity[p] = entity;
    if (entity == HEARSAY_NONE) {
      introduce(people, p);
      continue;
    }
    note_mention(people, phrase, entity);
    if (!spoken) continue;
    spoken->speaker = speaker_of(people, phrase, spoken->source, entity);
    note_speaker(people, spoken->speaker, phrase);
    if (phrase->kind == HEARSAY_NOMINAL && (hs_classes(a, phrase->head) & (HS_PERSON_NOUN | HS_BODY_NOUN)))
      hs_add_role(people, entity, phrase->head);
  }
}

/* ---- cataphora --------------------------------------------------------------------------------------------------------- */

/* The body paragraphs before a paragraph, headline and caption left out. */
static uint32_t body_place(const hearsay_article *a, uint32_t paragraph) {
  uint32_t n = 0;
  for (uint32_t p = 0; p < paragraph && n < 100; p++) n += a->paragraphs[p].role == HEARSAY_BODY;
  return n;
}

/* Whether the body that a source without a name is can be this one: "A bus company said …", Kitaoji Transit. */
static bool fits_ahead(const hs_people *people, const hs_phrase *phrase, uint32_t unnamed, uint32_t e) {
  const hearsay_article *a = people->article;
  const hs_person *person = &people->persons[e];
  bool body = !(hs_classes(a, phrase->head) & (HS_PERSON_NOUN | HS_TITLE));
  hearsay_label label = body ? HEARSAY_ORGANIZATION : HEARSAY_PERSON;
  hearsay_gender gender = people->persons[unnamed].gender;
  return person->named && !person->plural && a->entities[e].label == label &&
         !(gender && person->gender && gender != person->gender);
}

/* Who a source without a name at the top turns out to be: one with the same description before others; HEARSAY_NONE: nobody. */
static uint32_t named_ahead(const hs_people *people, const hs_phrase *phrase, uint32_t at) {
  const hearsay_article *a = people->article;
  uint32_t unnamed = a->attributions[at].speaker, role = hs_role_of(a, phrase->head);
  /* "A driver was hurt. The driver said": he has been introduced without a name */
  bool introduced = phrase->definite && hs_phrase_of_noun(people, role) != HEARSAY_NONE;
  uint32_t found = introduced ? unnamed : HEARSAY_NONE;
  for (uint32_t i = at + 1; i < a->attribution_count && i < at + 12; i++) {
    uint32_t e = a->attributions[i].speaker;
    if (e == HEARSAY_NONE || e == unnamed || !fits_ahead(people, phrase, unnamed, e)) continue;
    const hs_person *person = &people->persons[e];
    bool before = person->first_token != HEARSAY_NONE && person->first_token < phrase->tokens.first;
    if (!before && hs_is_described_as(person, role)) return e;
    if (found != HEARSAY_NONE) continue;
    found = before || (hs_stays_unnamed(a, phrase->head) && !hs_has_role(person, role)) ? unnamed : e;
  }
  return found == unnamed ? HEARSAY_NONE : found;
}

/*
** "A Chinese envoy said …" in the lede, and Lin Jun named two paragraphs later: the first named person who speaks after
** it, and is not mentioned in the body before it, is the one.
*/
static bool name_ahead(hs_people *people, uint32_t at) {
  hearsay_article *a = people->article;
  const hs_attribution *spoken = &a->attributions[at];
  const hs_phrase *phrase = hs_phrase_from(a, spoken->source.first);
  if (!phrase || phrase->kind == HEARSAY_PRONOUN || people->persons[spoken->speaker].named ||
      people->persons[spoken->speaker].plural || is_plural(a, phrase))
    return false;
  uint32_t classes = hs_classes(a, phrase->head);
  bool body = classes & HS_BODY_NOUN && !phrase->definite;
  if (!body && !(classes & (HS_PERSON_NOUN | HS_TITLE))) return false;
  uint32_t paragraph = a->sentences[a->tokens[phrase->head].sentence].paragraph;
  if (body_place(a, paragraph) >= LEDE_PARAGRAPHS || people->known_count >= HS_MOST_KNOWN) return false;
  uint32_t e = named_ahead(people, phrase, at);
  if (e == HEARSAY_NONE) return false;
  people->known[people->known_count++] = (hs_known_phrase){(uint32_t)(phrase - a->phrases), e};
  return true;
}

/* Whether sources without a name at the top have turned out to be somebody: then the article has to be read again. */
static bool name_ledes(hs_people *people) {
  hearsay_article *a = people->article;
  bool any = false;
  for (uint32_t i = 0; i < a->attribution_count && i < 8; i++) {
    hs_attribution *spoken = &a->attributions[i];
    if (spoken->speaker != HEARSAY_NONE && spoken->source.first < spoken->source.last)
      any = name_ahead(people, i) || any;
  }
  return any;
}

/* ---- the stage ----------------------------------------------------------------------------------------------------------- */

/* Room for the nouns that describe somebody: at most two slots a phrase and a name's word, and never many: it is as many
** as there are nouns, not phrases. What finds no room is forgotten. */
static void prepare_nouns(hs_people *people) {
  hearsay_article *a = people->article;
  uint32_t slots = 64;
  while (slots < 2 * (a->phrase_count + 4 * a->name_count) && slots < (1u << 16)) slots *= 2;
  people->noun_keys = hs_allocate_array(a, slots, sizeof *people->noun_keys);
  people->noun_entities = hs_allocate_index(a, slots);
  people->noun_phrases = hs_allocate_index(a, slots);
  people->noun_mask = slots - 1;
}

static void know_phrases(hs_people *people) {
  for (uint32_t i = 0; i < people->known_count; i++) {
    people->phrase_entity[people->known[i].phrase] = people->known[i].entity;
    hs_add_role(people, people->known[i].entity, people->article->phrases[people->known[i].phrase].head);
  }
}

/* Forgets all but the names and what is known of phrases at the top. */
static void start_again(hs_people *people, uint32_t entities) {
  hearsay_article *a = people->article;
  a->entity_count = entities;
  for (uint32_t i = 0; i < a->attribution_count; i++) a->attributions[i].speaker = HEARSAY_NONE;
  for (uint32_t p = 0; p < a->phrase_count; p++) people->phrase_entity[p] = HEARSAY_NONE;
  for (uint32_t slot = 0; slot <= people->noun_mask; slot++)
    people->noun_entities[slot] = people->noun_phrases[slot] = HEARSAY_NONE;
  people->count = people->noun_count = people->recent_count = people->group_count = 0;
  people->last_speaker = HEARSAY_NONE;
}

/* The person whose name occurs most often. Needs the counts of names in persons[].names. */
static uint32_t topic_of(const hs_people *people) {
  uint32_t topic = HEARSAY_NONE, most = 2;
  for (uint32_t e = 0; e < people->count; e++)
    if (people->article->entities[e].label == HEARSAY_PERSON && people->persons[e].names > most) {
      most = people->persons[e].names;
      topic = e;
    }
  return topic;
}

static void know_names(hs_people *people) {
  hearsay_article *a = people->article;
  for (uint32_t i = 0; i < a->name_count && hs_tick(a); i++) {
    const hs_name *name = &a->names[i];
    hs_person *person = name->entity == HEARSAY_NONE ? NULL : hs_person_of(people, name->entity);
    if (!person) continue;
    person->named = true;
    person->names++;
    if (name->gender_is_sure && !person->gender) person->gender = name->gender;
    if (!person->likely_gender) person->likely_gender = name->gender;
  }
  people->topic = topic_of(people);
  for (uint32_t i = 0; i < a->attribution_count && hs_tick(a); i++) {
    const hs_attribution *at = &a->attributions[i];
    for (uint32_t t = at->source.first; t < at->source.last; t++) {
      if (a->phrase_at[t] == HEARSAY_NONE) continue;
      people->phrase_source[a->phrase_at[t]] = i + 1;
      uint32_t named = entity_of_name(a, &a->phrases[a->phrase_at[t]]);
      hs_person *person = named == HEARSAY_NONE ? NULL : hs_person_of(people, named);
      if (person) person->named_source = true;
      break;
    }
  }
}

static void prepare(hs_people *people) {
  hearsay_article *a = people->article;
  people->phrase_entity = hs_allocate_index(a, a->phrase_count + (size_t)1);
  people->phrase_source = hs_allocate_array(a, a->phrase_count + (size_t)1, sizeof *people->phrase_source);
  prepare_nouns(people);
}

static void read_article(hs_people *people) {
  if (people->article->status) return;
  know_names(people);
  if (!people->article->status) hs_describe_people(people);
  if (!people->article->status) know_phrases(people);
  if (!people->article->status) read_phrases(people);
}

void hs_resolve_people(hearsay_article *article) {
  hs_people people = {.article = article, .last_speaker = HEARSAY_NONE};
  if (article->status) return;
  prepare(&people);
  uint32_t entities = article->entity_count;
  read_article(&people);
  if (!article->status && name_ledes(&people)) {
    start_again(&people, entities);
    read_article(&people);
  }
  if (!article->status) hs_finish_speakers(&people);
  if (article->status) return;
  hs_drop(article, people.phrase_source);
  hs_drop(article, people.noun_keys);
  hs_drop(article, people.noun_entities);
  hs_drop(article, people.noun_phrases);
  article->phrase_entity = people.phrase_entity;
  for (uint32_t e = 0; e < article->entity_count; e++) {
    const hs_person *person = hs_person_of(&people, e);
    if (!person) return;
    hearsay_entity *entity = &article->entities[e];
    if (entity->label == HEARSAY_PERSON && person->gender) entity->gender = (hearsay_gender)person->gender;
    if (person->description.start < person->description.end)
      entity->description = hs_clean_text(article, person->description);
  }
  hs_drop(article, people.persons);
}
