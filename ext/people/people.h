/*
** people.h: from names to people, bodies and places: who is who in one article.
*/
#ifndef HS_PEOPLE_H
#define HS_PEOPLE_H

#include "article.h"

/*
** entities.c: one entity for all names of one thing: equal names, name parts ("Lin" after "Lin Jun"), titles,
** acronyms ("ECOWAS"), short forms of bodies, nationalities with their country, the user's own entities. Two people with one
** surname stay apart. Sets hs_name.entity; fills article->entities with name, label, gender, aliases, and the fields of
** struct hs_person beside it.
*/
void hs_join_names(hearsay_article *article);

/* Makes a new entity that has no proper name; its index, HEARSAY_NONE out of memory. */
uint32_t hs_add_entity(hearsay_article *article, hearsay_text name, hearsay_label label);

/* The characters of a span with white space as single spaces, in the arena (or in place when nothing has to change). */
hearsay_text hs_clean_text(hearsay_article *article, hearsay_span span);

/*
** coreference.c: what every noun phrase means ("the envoy", "he"), the speaker of every attribution, and each entity's
** gender and description. Makes entities for sources without a name.
*/
void hs_resolve_people(hearsay_article *article);

/* rows.c: the article's mentions and quotations as hearsay.h shows them, and the entities' counts. */
void hs_make_rows(hearsay_article *article);

#endif
