/*
** tables.h: the read-only tables that ext/tools/tables.c makes of ext/lexicon/ and ext/model/, and what their maker and
** their readers have to agree on.
*/
#ifndef HS_TABLES_H
#define HS_TABLES_H

#include "article.h"

/* ---- words (lexicon.c) ---------------------------------------------------------------------------------------------- */

enum { HS_LONGEST_WORD = HEARSAY_LEMMA_MAX - 1, HS_LONGEST_PHRASE = 9, HS_WORD_CLASSES = 1024 };

typedef struct hs_word_slot {
  uint16_t classes;    /* place in hs_class_sets */
  uint16_t word_class; /* 1 more than its number in ext/model/word_classes.tsv; 0: none */
  uint16_t small;      /* places in hs_label_sets: what the tag dictionary has for it in small letters, */
  uint16_t capital;    /* with a capital or in capitals */
} hs_word_slot;

/* Open addressing with linear probing. The checks are apart: to look for a word, they are all that is read. */
extern const uint32_t hs_word_checks[]; /* of each slot the word's second hash; 0: nothing here */
extern const hs_word_slot hs_word_slots[];
extern const uint32_t hs_word_mask;    /* number of slots less one */
extern const uint32_t hs_class_sets[]; /* hs_class bits */

/* Phrases: a trie in order of breadth; node 0 is the root. A node's children end where the next one's begin. */
extern const uint32_t hs_phrase_words[];    /* the word that leads to a node */
extern const uint32_t hs_phrase_children[]; /* its first child */
extern const uint16_t hs_phrase_classes[];  /* place in hs_class_sets; 0: no phrase ends here */

/* ---- tags (tags.c) ---------------------------------------------------------------------------------------------------- */

/* Sets of labels (language/tag_labels.h): bit i is label i, the last bit HS_OPEN_SET. Set 0 is empty: not in the dictionary. */
extern const uint64_t hs_label_sets[];

/* ---- lemmas (lemmas.c) -------------------------------------------------------------------------------------------------- */

/* Kinds of exceptions: VBZ, VBD, VBN and VBG; VB and VBP; NNS; JJR and JJS; RBR and RBS; PRP; the rest. */
enum {
  HS_LEMMA_VERB,
  HS_LEMMA_BASE,
  HS_LEMMA_NOUN,
  HS_LEMMA_ADJECTIVE,
  HS_LEMMA_ADVERB,
  HS_LEMMA_PRONOUN,
  HS_LEMMA_OTHER,
  HS_LEMMA_KINDS
};

typedef struct hs_irregular {
  uint32_t word, text; /* index of the form; offset in hs_lemma_text */
  uint16_t kind, bytes;
} hs_irregular;

extern const hs_irregular hs_irregulars[]; /* by word, then kind */
extern const uint32_t hs_irregular_count;
extern const char hs_lemma_text[];

extern const char hs_model_id[];

#endif
