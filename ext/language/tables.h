/*
** tables.h: the read-only tables that ext/tools/tables.c makes of ext/lexicon/ and ext/model/, and what their maker and
** their readers have to agree on.
*/
#ifndef HS_TABLES_H
#define HS_TABLES_H

#include "article.h"

/* ---- words (lexicon.c) ---------------------------------------------------------------------------------------------- */

enum { HS_LONGEST_WORD = HEARSAY_LEMMA_MAX - 1, HS_LONGEST_PHRASE = 9 };

typedef struct hs_word_slot {
  uint32_t check;   /* the word's second hash; 0: nothing here */
  uint16_t classes; /* place in hs_class_sets */
  uint16_t tags;    /* HS_WORD_FORMS times the place in hs_word_tags */
} hs_word_slot;

extern const hs_word_slot hs_word_slots[]; /* open addressing: linear probing */
extern const uint32_t hs_word_mask;        /* number of slots less one */
extern const uint32_t hs_class_sets[];     /* hs_class bits */

/* Phrases: a trie in order of breadth; node 0 is the root. A node's children end where the next one's begin. */
extern const uint32_t hs_phrase_words[];    /* the word that leads to a node */
extern const uint32_t hs_phrase_children[]; /* its first child */
extern const uint16_t hs_phrase_classes[];  /* place in hs_class_sets; 0: no phrase ends here */

/* ---- tags (tags.c) ---------------------------------------------------------------------------------------------------- */

/* A word in small letters; with a capital or in capitals; where a capital says nothing (a sentence's start, a headline). */
enum { HS_FORM_SMALL, HS_FORM_CAPITAL, HS_FORM_ANY, HS_WORD_FORMS };

/* Endings of words that are not in the lexicon, by their form. */
enum { HS_ENDING_SMALL, HS_ENDING_CAPITAL, HS_ENDING_HYPHEN, HS_ENDING_ANY, HS_SUFFIX_KINDS };

/* States of the model: hs_tag up to HS_WRB, then kinds of punctuation, the sentence's edge, and some words by themselves. */
enum {
  HS_STATE_COMMA = HS_PUNCTUATION,
  HS_STATE_STOP,
  HS_STATE_COLON, /* and dashes, semicolons */
  HS_STATE_BRACKET,
  HS_STATE_HYPHEN, /* inside a word */
  HS_STATE_EDGE,
  HS_STATE_BE, /* finite auxiliaries: the form tells which tag it is */
  HS_STATE_HAVE,
  HS_STATE_DO,
  HS_STATE_SUB, /* that, if, because: HS_IN */
  HS_TAG_STATES
};

enum { HS_MOST_TAGS = 10, HS_SUFFIX_SLOTS = 1 << 15, HS_LONGEST_SUFFIX = 5 };

/* Costs are negative logarithms, 16 to the natural unit. A list: a count, then tag and cost in turn; list 0 is empty. */
extern const uint16_t hs_word_tags[]; /* HS_WORD_FORMS lists for each combination */
extern const uint32_t hs_tag_list_at[];
extern const unsigned char hs_tag_lists[];
extern const unsigned char hs_sequences[]; /* [before][last][next] */
extern const uint32_t hs_suffix_checks[];
extern const uint16_t hs_suffix_tags[]; /* 0: an empty slot */

/* Keys of endings are hashed from the last letter backwards. */
static inline uint32_t hs_suffix_start(uint32_t kind) {
  return 0x811C9DC5u ^ (kind * 0x9E3779B1u);
}
static inline uint32_t hs_suffix_step(uint32_t key, unsigned char c) {
  return ((key ^ c) * 0x01000193u) ^ (key >> 16);
}
static inline uint32_t hs_suffix_slot(uint32_t key) {
  return (key * 0x9E3779B1u) >> 17;
}

/* ---- lemmas (lemmas.c) -------------------------------------------------------------------------------------------------- */

enum { HS_LEMMA_VERB, HS_LEMMA_NOUN, HS_LEMMA_ADJECTIVE, HS_LEMMA_OTHER, HS_LEMMA_KINDS };

typedef struct hs_irregular {
  uint32_t word, text; /* index of the form; offset in hs_lemma_text */
  uint16_t kind, bytes;
} hs_irregular;

extern const hs_irregular hs_irregulars[]; /* by word, then kind */
extern const uint32_t hs_irregular_count;
extern const char hs_lemma_text[];

extern const char hs_model_id[];

#endif
