/*
** forms.h: names that are written alike are one form; forms are joined to entities. Inside ext/people/ only.
**
**   forms.c      the forms of an article, and which of them are one thing by themselves: equal words, well-known
**                abbreviations and nationalities, acronyms, short forms of bodies and places, fuller and shorter full names
**   surnames.c   who is meant by a single word of a person's name, each time it occurs
**   namesakes.c  which names of places are people's: "Paris" of Valeska Paris
**   entities.c   entities from forms
*/
#ifndef HS_FORMS_H
#define HS_FORMS_H

#include "article.h"
#include "language/names.h"

/* A hash index from a key to a number, of fixed size. A key that finds its neighbourhood full is left out. */
typedef struct hs_index {
  uint32_t *slots; /* key, value; key 0 is empty */
  uint32_t room;   /* a power of two */
} hs_index;

bool hs_make_index(hearsay_article *article, hs_index *index, uint32_t most);
void hs_free_index(hearsay_article *article, hs_index *index);
/* The value of a key; made with `value` 0 when there is none and `add`. NULL: no such key, or no room. */
uint32_t *hs_index_at(const hs_index *index, uint32_t key, bool add);

/* All names with the same words, persons apart from everything else. */
typedef struct hs_form {
  uint32_t key;       /* hash of its words */
  uint32_t name;      /* index of the first name */
  uint32_t same;      /* index of a form that is the same entity, towards the root of a tree; its own at the root */
  uint32_t entity;    /* of a root: index of the entity; HEARSAY_NONE until there is one */
  uint32_t full;      /* index + 1 in the table of well-known abbreviations; 0: none */
  uint32_t last;      /* persons: the name that mentioned it last, index + 1; of a root */
  uint32_t orphan[3]; /* single words of persons that nobody else has: entities by hearsay_gender, index + 1 */
  uint16_t votes[4];  /* names by hearsay_label */
  uint32_t title;     /* persons: the hash of the last word of its title, "Dr"; of a root; 0: none */
  uint32_t alone;     /* persons: how often one word has meant it; of a root */
  uint8_t words;
  uint8_t gender; /* hearsay_gender by a sure title, of a root */
  uint8_t likely_gender;
  bool person;
} hs_form;

/* A word of a full name: the list of full names that have it. */
typedef struct hs_word_of {
  uint32_t form, next; /* next: index + 1 */
  uint8_t strength;    /* how likely it stands for the whole person */
} hs_word_of;

/* A husband's name behind "de", a given name, one between given name and surname, the surname. */
enum { HS_WEAK_WORD, HS_GIVEN_WORD, HS_MIDDLE_WORD, HS_SURNAME_WORD };

typedef struct hs_forms {
  hearsay_article *article;
  hs_form *forms;
  uint32_t count, room;
  uint32_t *form_of; /* of each name */
  hs_index by_words; /* key of the words and person or not -> form + 1 */
  hs_index by_part;  /* word -> first hs_word_of + 1 */
  hs_index by_near;  /* a surname less one letter -> its form + 1; HEARSAY_NONE: of several people */
  hs_word_of *parts;
  uint32_t part_count, part_room;
} hs_forms;

/* namesakes.c: makes persons of the names that the names' stage took for places of the same name. */
void hs_find_namesakes(hearsay_article *article);

/* Reads all names into forms and joins forms; hs_free_forms in any case. */
void hs_read_forms(hearsay_article *article, hs_forms *forms);
void hs_free_forms(hs_forms *forms);

uint32_t hs_root(hs_forms *forms, uint32_t form);
void hs_join_forms(hs_forms *forms, uint32_t a, uint32_t b);

/* The tokens of the form's first name. */
hs_range hs_form_tokens(const hs_forms *forms, uint32_t form);

/* surnames.c: fills by_part from all full names of persons, and joins those that are one person. */
void hs_join_full_names(hs_forms *forms);
/* The root form that a single word of a person's name means here; HEARSAY_NONE when no full name has it. */
uint32_t hs_person_of_word(hs_forms *forms, uint32_t name);

/* ---- well-known abbreviations and nationalities (ext/lexicon/aliases.tsv, demonyms.tsv) ------------------------------ */

/* Index + 1 of the entry for words with this hash (hs_words_key): "UN", "Chinese"; 0: none. */
uint32_t hs_find_alias(uint32_t key);
hearsay_text hs_alias_text(uint32_t alias); /* "United Nations"; alias is an index + 1 */
uint32_t hs_alias_key(uint32_t alias);      /* the key of that text */

/* The hash of the words of a name, whatever their case: FNV-1a of each, joined in order. */
uint32_t hs_words_key(const hearsay_article *article, hs_range tokens);

#endif
