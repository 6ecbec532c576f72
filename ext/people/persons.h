/*
** persons.h: what is known of each entity while the article is read for who is meant: when it was last mentioned, when it
** last spoke, and the nouns that describe it. Inside ext/people/ only.
*/
#ifndef HS_PERSONS_H
#define HS_PERSONS_H

#include "article.h"
#include "language/phrases.h"

enum { HS_MOST_ROLES = 8, HS_MOST_MEMBERS = 4, HS_MOST_GROUPS = 8, HS_MOST_KNOWN = 8 };

typedef struct hs_person {
  uint32_t roles[HS_MOST_ROLES];  /* hashes of the lemmas of nouns that describe it: "envoy", "representative" */
  uint32_t role_count, described; /* the first ones are from appositions and titles, the others from mentions */
  uint32_t first_token;           /* first mention in the body */
  uint32_t last_token;            /* last mention outside quotation marks; HEARSAY_NONE: none yet */
  uint32_t last_subject;          /* last mention as a subject */
  bool last_is_main;              /* of a main clause: not "when Cole fell" */
  bool last_is_inner;             /* the last mention is inside another phrase: "the envoy" of "the envoy's car" */
  bool named_source;              /* is a source by name somewhere in the article */
  uint32_t last_spoke;            /* token of its last source */
  uint32_t mentions, names;       /* so far; in the whole article */
  uint8_t gender;                 /* hearsay_gender, of its own words: he, Mrs, spokeswoman */
  uint8_t likely_gender;          /* by its given name */
  bool named, plural;
  hearsay_span description;
} hs_person;

/* Several who speak as one: "Osei and Lindholm". */
typedef struct hs_group {
  uint32_t members[HS_MOST_MEMBERS]; /* entities; 0 behind the last */
  uint32_t entity;
} hs_group;

/* A phrase at the top whose entity is named further on. */
typedef struct hs_known_phrase {
  uint32_t phrase, entity;
} hs_known_phrase;

typedef struct hs_people {
  hearsay_article *article;
  hs_person *persons; /* one an entity */
  uint32_t count, room;
  uint32_t *phrase_entity; /* of each phrase: its entity, or HEARSAY_NONE */
  uint32_t *phrase_source; /* of each phrase: index + 1 of the attribution whose source it heads; 0: none */
  uint32_t recent[16];     /* entities mentioned last, newest first */
  uint32_t recent_count;
  hs_group groups[HS_MOST_GROUPS];
  uint32_t group_count;
  hs_known_phrase known[HS_MOST_KNOWN];
  uint32_t known_count;
  /* hash table: a noun -> the last entity that it named or described, the phrase that introduced it in passing */
  uint32_t *noun_keys, *noun_entities, *noun_phrases;
  uint32_t noun_mask, noun_count;
  uint32_t topic;        /* the person named most often in the article, or HEARSAY_NONE */
  uint32_t last_speaker; /* entity that spoke last, or HEARSAY_NONE */
} hs_people;

/* The person's record; makes new ones up to the article's number of entities. NULL out of memory. */
hs_person *hs_person_of(hs_people *people, uint32_t entity);

/* descriptions.c: titles, appositions and the nouns in them, for every named person. */
void hs_describe_people(hs_people *people);
void hs_add_role(hs_people *people, uint32_t entity, uint32_t token);
/* The entity that a noun's lemma (its hash) last described or named, however long ago; HEARSAY_NONE when there is none. */
uint32_t hs_entity_of_noun(const hs_people *people, uint32_t role);
void hs_remember_noun(hs_people *people, uint32_t role, uint32_t entity);
/* The same for the last phrase without "the" that had the noun and meant nobody known: "a note to clients". */
uint32_t hs_phrase_of_noun(const hs_people *people, uint32_t role);
void hs_introduce_noun(hs_people *people, uint32_t role, uint32_t phrase);
bool hs_has_role(const hs_person *person, uint32_t role);
bool hs_is_described_as(const hs_person *person, uint32_t role);
/* The hash of a noun's lemma. */
uint32_t hs_role_of(const hearsay_article *article, uint32_t token);

/* antecedents.c: who a pronoun or description means; HEARSAY_NONE when nobody fits. */
uint32_t hs_antecedent_of_pronoun(hs_people *people, const hs_phrase *phrase, bool speaks);
uint32_t hs_antecedent_of_nominal(hs_people *people, const hs_phrase *phrase, bool speaks);
/* Whether the noun is one for sources that papers leave without a name on purpose: "official". */
bool hs_stays_unnamed(const hearsay_article *article, uint32_t token);

/* turns.c: the speakers of attributions that coreference.c has left without one. */
void hs_finish_speakers(hs_people *people);

bool hs_is_person_pronoun(const hearsay_article *article, uint32_t token, hearsay_gender *gender);

#endif
