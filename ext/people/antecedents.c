/*
** antecedents.c: who "he" and "the envoy" mean. Candidates are the entities mentioned or heard last; the score adds what
** speaks for each: agreement, turn-taking (who spoke last goes on), being a subject, nearness, and a shared description.
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "people/people.h"
#include "people/persons.h"
#include "speech/grammar.h"

enum { FURTHEST_SENTENCES = 12, MOST_PROBES = 24 };
/* What speaks for a candidate, each found by trying values around it on the fixtures; none of them matters much alone. */
static const double main_subject = 1.0, other_subject = 0.4, inside_a_phrase = -0.8, same_paragraph = 1.0,
                    has_the_floor = 1.5, spoke_last = 1.0, spoke_last_and_speaks = 2.0, speaks_by_name = 0.5,
                    several = 1.0, other_role = 2.5, topic_opens = 2.0, each_mention = 0.1, each_later = 0.15;

bool hs_is_person_pronoun(const hearsay_article *a, uint32_t t, hearsay_gender *gender) {
  static const struct {
    const char *word;
    hearsay_gender gender;
  } pronouns[] = {{"he", HEARSAY_MALE},      {"him", HEARSAY_MALE},      {"his", HEARSAY_MALE},
                  {"she", HEARSAY_FEMALE},   {"her", HEARSAY_FEMALE},    {"hers", HEARSAY_FEMALE},
                  {"himself", HEARSAY_MALE}, {"herself", HEARSAY_FEMALE}};
  for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
    if (hs_is(a, t, pronouns[i].word)) {
      *gender = pronouns[i].gender;
      return true;
    }
  return false;
}

static uint32_t sentences_between(const hearsay_article *a, uint32_t from, uint32_t to) {
  return from == HEARSAY_NONE || from > to ? UINT32_MAX : a->tokens[to].sentence - a->tokens[from].sentence;
}

/* Agreement: -100 against the article's own words, -5 against the given name's usual gender. */
static double agreement(const hs_person *person, uint8_t gender) {
  if (!gender) return 0;
  if (person->gender) return person->gender == gender ? 0.5 : -100;
  if (person->likely_gender) return person->likely_gender == gender ? 0.3 : -5;
  return 0;
}

static uint32_t paragraph_at(const hearsay_article *a, uint32_t token) {
  return a->sentences[a->tokens[token].sentence].paragraph;
}

static bool in_paragraph(const hearsay_article *a, uint32_t token, uint32_t other) {
  return token != HEARSAY_NONE && paragraph_at(a, token) == paragraph_at(a, other);
}

/* What being the last one's subject adds: "Tessaro left. He …"; "Reyes slid in when Cole fell" is less Cole's. */
static double subjecthood(const hs_people *people, uint32_t entity) {
  const hs_person *person = &people->persons[entity];
  if (sentences_between(people->article, person->last_subject, person->last_token) != 0)
    return person->last_is_inner ? inside_a_phrase : 0;
  double score = person->last_is_main ? main_subject : other_subject;
  /* "…," said Rhodes. Tessaro felt … He said: somebody new has the floor */
  if (people->last_speaker != HEARSAY_NONE && entity != people->last_speaker &&
      people->persons[people->last_speaker].last_token < person->last_subject)
    score += person->last_is_main ? has_the_floor : 0.5;
  return score;
}

/* Nearness, turn-taking and grammatical role, the same for pronouns and descriptions. */
static double salience(const hs_people *people, uint32_t entity, uint32_t token, bool speaks) {
  const hearsay_article *a = people->article;
  const hs_person *person = &people->persons[entity];
  uint32_t distance = sentences_between(a, person->last_token, token);
  uint32_t spoke = sentences_between(a, person->last_spoke, token);
  if (distance > FURTHEST_SENTENCES && spoke > FURTHEST_SENTENCES) return -100;
  double score = 3.0 - 0.5 * (distance < 6 ? distance : 6);
  if (entity == people->last_speaker && spoke <= FURTHEST_SENTENCES)
    score += speaks ? spoke_last_and_speaks : spoke_last;
  score += subjecthood(people, entity);
  if (in_paragraph(a, person->last_token, token)) score += same_paragraph;
  if (speaks && person->named_source) score += speaks_by_name;
  score += each_mention * (person->mentions < 8 ? person->mentions : 8);
  return score;
}

/* Whether the paragraph has not mentioned anybody yet that a pronoun could mean, but who the article is about. */
static bool is_first_of_its_kind(const hs_people *people, uint32_t token, uint8_t gender) {
  for (uint32_t i = 0; i < people->recent_count; i++) {
    const hs_person *person = &people->persons[people->recent[i]];
    bool other =
        people->recent[i] != people->topic && people->article->entities[people->recent[i]].label == HEARSAY_PERSON;
    if (other && in_paragraph(people->article, person->last_token, token) && agreement(person, gender) > -1)
      return false;
  }
  return true;
}

uint32_t hs_antecedent_of_pronoun(hs_people *people, const hs_phrase *phrase, bool speaks) {
  const hearsay_article *a = people->article;
  hearsay_gender gender = HEARSAY_UNKNOWN;
  bool person_pronoun = hs_is_person_pronoun(a, phrase->head, &gender);
  bool plural = hs_is(a, phrase->head, "they"), neuter = hs_is(a, phrase->head, "it");
  if (!person_pronoun && !((plural || neuter) && speaks)) return HEARSAY_NONE;
  uint32_t best = HEARSAY_NONE;
  double best_score = -1;
  bool opens = is_first_of_its_kind(people, phrase->head, (uint8_t)gender);
  for (uint32_t i = 0; i < people->recent_count; i++) {
    uint32_t e = people->recent[i];
    const hs_person *person = &people->persons[e];
    uint8_t label = (uint8_t)a->entities[e].label;
    if (person_pronoun && (label != HEARSAY_PERSON || person->plural)) continue;
    if (neuter && label == HEARSAY_PERSON) continue;
    if (plural && label == HEARSAY_PERSON && !person->plural && person->named) continue;
    if (label == HEARSAY_OTHER && ((person->named && !person->named_source) || (plural && !person->plural)))
      continue; /* but "the study": it */
    double score = salience(people, e, phrase->head, speaks) + agreement(person, (uint8_t)gender) - each_later * i;
    if (label == HEARSAY_PLACE) score -= 1.5;
    if (plural && person->plural) score += several;
    if (e == people->topic && opens) score += topic_opens;
    if (score > best_score) {
      best_score = score;
      best = e;
    }
  }
  if (best != HEARSAY_NONE && gender && !people->persons[best].gender) people->persons[best].gender = (uint8_t)gender;
  return best;
}

/* Whether a body's name has the noun: "the ministry" of "Ministry of Health", "the council" of "Leeds City Council". */
static bool name_has_word(hs_people *people, uint32_t entity, uint32_t token) {
  const hearsay_article *a = people->article;
  hearsay_text name = a->entities[entity].name;
  uint32_t start = a->tokens[token].start, length = a->tokens[token].end - start;
  if (!length || name.bytes < length) return false;
  for (size_t i = 0; i + length <= name.bytes; i++) {
    bool bounded = (i == 0 || name.data[i - 1] == ' ') && (i + length == name.bytes || name.data[i + length] == ' ');
    size_t k = 0;
    while (bounded && k < length && (name.data[i + k] | 0x20) == (a->fold[start + k] | 0x20)) k++;
    if (bounded && k == length) return true;
  }
  return false;
}

bool hs_stays_unnamed(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"spokesman", "spokeswoman", "spokesperson", "official", "source", "witness",
                                      "resident",  "diplomat",    "neighbour",    "neighbor", "aide",   "insider"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* Nouns for any body at all; others ("the police") mean a body only when its name has the noun. */
static bool is_general_body(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {
      "company",     "firm",     "group",    "agency",  "organisation", "organization", "charity",   "body",
      "institution", "retailer", "carmaker", "airline", "manufacturer", "operator",     "publisher", "club",
      "union",       "bank",     "lender",   "party",   "newspaper",    "paper",        "network",   "giant"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* "One of his officials gave another account … the official said": he was introduced behind the last mention of others. */
static bool was_introduced_since(const hs_people *people, uint32_t role, uint32_t token) {
  uint32_t p = hs_phrase_of_noun(people, role);
  return p != HEARSAY_NONE && token != HEARSAY_NONE && people->article->phrases[p].tokens.first > token;
}

static double fit_person(hs_people *people, uint32_t e, const hs_phrase *phrase, uint32_t role, uint32_t classes,
                         bool speaks) {
  const hs_person *person = &people->persons[e];
  if (people->article->entities[e].label != HEARSAY_PERSON) return -100;
  bool plural = people->article->tokens[phrase->head].tag == HS_NNS || (classes & HS_PEOPLE_NOUN) != 0;
  if (person->plural != plural) return -100;
  uint32_t sexes = classes & (HS_FEMALE | HS_MALE);
  uint8_t gender = sexes == HS_FEMALE ? HEARSAY_FEMALE : sexes == HS_MALE ? HEARSAY_MALE : HEARSAY_UNKNOWN;
  double score = salience(people, e, phrase->head, speaks) + agreement(person, gender);
  if (hs_has_role(person, role)) return score + 5;
  if (was_introduced_since(people, role, person->last_token)) return -100;
  if (!person->named && (e != people->last_speaker || plural || hs_phrase_of_noun(people, role) != HEARSAY_NONE))
    return -100;
  return score - (person->role_count && e != people->last_speaker ? other_role : 0);
}

static double fit_body(hs_people *people, uint32_t e, const hs_phrase *phrase, uint32_t role, bool speaks) {
  const hearsay_article *a = people->article;
  const hs_person *person = &people->persons[e];
  if (a->entities[e].label != HEARSAY_ORGANIZATION) return -100;
  double score = salience(people, e, phrase->head, speaks);
  if (name_has_word(people, e, phrase->head)) return score + 5;
  if (hs_has_role(person, role)) return score + (hs_is_described_as(person, role) ? 6 : 4);
  if (!is_general_body(a, phrase->head) || !person->named) return -100;
  return score + (person->named_source ? 1.5 : 0);
}

/* ---- nouns ------------------------------------------------------------------------------------------------------------ */

static bool is_free(const hs_people *people, uint32_t slot) {
  return people->noun_entities[slot] == HEARSAY_NONE && people->noun_phrases[slot] == HEARSAY_NONE;
}

/* The slot of a noun, or the free one where it would be; HEARSAY_NONE when the neighbourhood is full: no text makes it slow. */
static uint32_t slot_of(const hs_people *people, uint32_t role) {
  uint32_t slot = (role * 0x9E3779B1u >> 7) & people->noun_mask;
  for (uint32_t i = 0; i < MOST_PROBES; i++, slot = (slot + 1) & people->noun_mask)
    if (is_free(people, slot) || people->noun_keys[slot] == role) return slot;
  return HEARSAY_NONE;
}

/* The same, taken for the noun; HEARSAY_NONE when the table is full enough. */
static uint32_t take_slot(hs_people *people, uint32_t role) {
  uint32_t slot = slot_of(people, role);
  if (slot == HEARSAY_NONE || (is_free(people, slot) && people->noun_count++ > people->noun_mask / 2))
    return HEARSAY_NONE;
  people->noun_keys[slot] = role;
  return slot;
}

uint32_t hs_entity_of_noun(const hs_people *people, uint32_t role) {
  uint32_t slot = slot_of(people, role);
  return slot == HEARSAY_NONE ? HEARSAY_NONE : people->noun_entities[slot];
}

void hs_remember_noun(hs_people *people, uint32_t role, uint32_t entity) {
  uint32_t slot = take_slot(people, role);
  if (slot != HEARSAY_NONE) people->noun_entities[slot] = entity;
}

uint32_t hs_phrase_of_noun(const hs_people *people, uint32_t role) {
  uint32_t slot = slot_of(people, role);
  return slot == HEARSAY_NONE ? HEARSAY_NONE : people->noun_phrases[slot];
}

void hs_introduce_noun(hs_people *people, uint32_t role, uint32_t phrase) {
  uint32_t slot = take_slot(people, role);
  if (slot != HEARSAY_NONE) people->noun_phrases[slot] = phrase;
}

/* Nobody near fits: "the council" far from "Harrowdale Borough Council", "the study" of some paragraphs ago. */
static uint32_t distant_antecedent(const hs_people *people, const hs_phrase *phrase, uint32_t role, bool person) {
  uint32_t e = hs_entity_of_noun(people, role);
  if (e == HEARSAY_NONE) return HEARSAY_NONE;
  bool plural = people->article->tokens[phrase->head].tag == HS_NNS;
  bool is_person = people->article->entities[e].label == HEARSAY_PERSON;
  return is_person == person && people->persons[e].plural == plural ? e : HEARSAY_NONE;
}

/* "The city said": the place near that is mentioned most. */
static uint32_t place_called(const hs_people *people, const hs_phrase *phrase) {
  static const char *const words[] = {"city", "town", "village", "island"};
  const hearsay_article *a = people->article;
  uint32_t best = HEARSAY_NONE;
  bool place = false;
  if (phrase->tokens.last - phrase->tokens.first != 2) return HEARSAY_NONE;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) place = place || hs_is(a, phrase->head, words[i]);
  for (uint32_t i = 0; place && i < people->recent_count; i++) {
    uint32_t e = people->recent[i];
    if (a->entities[e].label != HEARSAY_PLACE) continue;
    if (best == HEARSAY_NONE || people->persons[e].mentions > people->persons[best].mentions) best = e;
  }
  return best;
}

uint32_t hs_antecedent_of_nominal(hs_people *people, const hs_phrase *phrase, bool speaks) {
  const hearsay_article *a = people->article;
  uint32_t classes = hs_classes(a, phrase->head);
  bool person = (classes & (HS_PERSON_NOUN | HS_PEOPLE_NOUN | HS_TITLE)) != 0, body = (classes & HS_BODY_NOUN) != 0;
  bool document = (classes & HS_DOCUMENT_NOUN) != 0;
  if (!phrase->definite) return HEARSAY_NONE;
  uint32_t place = speaks ? place_called(people, phrase) : HEARSAY_NONE;
  if (place != HEARSAY_NONE || (!person && !body && !document)) return place;
  uint32_t role = hs_role_of(a, phrase->head), best = HEARSAY_NONE;
  double best_score = speaks ? 2.9 : 4.9;
  /* "The brunette said": nobody was introduced by that word, and it is no office: it is somebody known */
  if (speaks && person && !body && hs_is(a, phrase->tokens.first, "the") && !(classes & HS_TITLE) &&
      !hs_stays_unnamed(a, phrase->head) && hs_phrase_of_noun(people, role) == HEARSAY_NONE)
    best_score = 1.5;
  for (uint32_t i = 0; i < people->recent_count; i++) {
    uint32_t e = people->recent[i];
    double score = person ? fit_person(people, e, phrase, role, classes, speaks) : -100;
    if (body) {
      double as_body = fit_body(people, e, phrase, role, speaks);
      if (as_body > score) score = as_body;
    }
    score -= 0.1 * i;
    if (score > best_score) {
      best_score = score;
      best = e;
    }
  }
  if (best == HEARSAY_NONE) best = distant_antecedent(people, phrase, role, person && !body);
  /* "a draft … The text says": any document may be called so */
  bool any = document && (hs_is(a, phrase->head, "text") || hs_is(a, phrase->head, "document"));
  if (best != HEARSAY_NONE || !speaks || !any || people->last_speaker == HEARSAY_NONE) return best;
  return a->entities[people->last_speaker].label == HEARSAY_OTHER ? people->last_speaker : HEARSAY_NONE;
}
