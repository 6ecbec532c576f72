/*
** names.h: proper names. hs_find_names marks every name of a person, organisation, place or other thing in the article,
** by lists, form and the document's own evidence (seen in mid-sentence with a capital, as part of a longer name, after a
** title). It runs after tags and quotation marks are known; the longest name is taken, nothing inside another.
*/
#ifndef HS_NAMES_H
#define HS_NAMES_H

#include "article.h"

typedef struct hs_name {
  hs_range tokens;     /* without titles, leading "the" and 's */
  hs_range title;      /* the titles before it: "Mr", "Foreign Minister"; empty when there is none */
  uint8_t label;       /* hearsay_label */
  uint8_t gender;      /* hearsay_gender: from its title or given name's list; given names alone are weak evidence */
  bool gender_is_sure; /* from a title such as Mrs */
  bool acronym;        /* ECOWAS */
  bool settled;        /* the rules alone decide: a title in quotation marks, "Marsabit fever" */
  uint32_t known;      /* index + 1 in the reader's known names; 0: none */
  uint32_t expands;    /* of "(ECOWAS)" after a name: index + 1 of that name; 0: none */
  uint32_t entity;     /* index of its entity, set by hs_join_names */
  float confidence;
} hs_name;

void hs_find_names(hearsay_article *article);

/* Instead of it, for measuring what comes behind: takes these tokens for the article's names, in order, with their labels. */
void hs_adopt_names(hearsay_article *article, const hs_range *tokens, const uint8_t *labels, uint32_t count);

/* Whether the word is for a part of a country, which its name is often written without: "Turkana | County". */
bool hs_is_district(const hearsay_article *article, uint32_t token);

/* The options' entities, copied into the reader, after its patterns. An empty name is HEARSAY_BAD_OPTION. */
hearsay_status hs_compile_known(hearsay_reader *reader, const hearsay_options *options);
/* The name that the user gave to a known one (hs_name.known - 1); it lives as long as the reader. */
hearsay_text hs_known_text(const hearsay_reader *reader, uint32_t known);

#endif
