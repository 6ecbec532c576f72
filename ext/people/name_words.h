/*
** name_words.h: what keys of names know of words: the lists ext/lexicon/name_words.tsv, name_spellings.tsv, short_names.tsv and
** name_letters.tsv (made into a table by ext/tools/name_table.c at build time).
*/
#ifndef HS_NAME_WORDS_H
#define HS_NAME_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HS_LONGEST_NAME_WORD = 20, HS_LONGEST_NAME_LETTERS = 6 };

typedef enum hs_name_kind { /* as name_words.tsv has them */
                            HS_NAME_BEFORE,
                            HS_NAME_TITLE,
                            HS_NAME_PEER,
                            HS_NAME_BEHIND,
                            HS_NAME_GENERATION, /* `to`: jr or sr */
                            HS_NAME_LATE,
                            HS_NAME_ARTICLE,
                            HS_NAME_PREFIX,
                            HS_NAME_SON,
                            HS_NAME_SPELLING, /* `to`: the spelling that keys have */
                            HS_NAME_SHORT     /* `to`: the full name */
} hs_name_kind;

typedef struct hs_name_word {
  char word[HS_LONGEST_NAME_WORD + 1];
  uint8_t kind;
  char to[HS_LONGEST_NAME_WORD + 1];
} hs_name_word;

typedef enum hs_letters_place { HS_AT_START, HS_ANYWHERE, HS_AT_END } hs_letters_place;

typedef struct hs_letters_rule {
  uint8_t place, least; /* letters of the word */
  uint32_t letters;     /* that `from` has, bit 0 for a: no word without them matches */
  char from[HS_LONGEST_NAME_LETTERS + 1], to[HS_LONGEST_NAME_LETTERS + 1];
} hs_letters_rule;

extern const hs_name_word hs_name_words[]; /* by word, then kind */
extern const uint32_t hs_name_word_count;
/* A bit for each kind that words of a first letter and a length have: most words are of none, and need not be looked up. */
extern const uint16_t hs_name_kinds[26][HS_LONGEST_NAME_WORD + 1];
extern const hs_letters_rule hs_letters_rules[];
extern const uint32_t hs_letters_rule_count;

/* The ASCII small letters of a text, bit 0 for a. */
static inline uint32_t hs_letters_of(const char *text, size_t bytes) {
  uint32_t letters = 0;
  for (size_t i = 0; i < bytes; i++)
    if (text[i] >= 'a' && text[i] <= 'z') letters |= UINT32_C(1) << (text[i] - 'a');
  return letters;
}

/* The entry of a word in ASCII small letters as this kind, or NULL. */
const hs_name_word *hs_find_name_word(const char *word, size_t bytes, hs_name_kind kind);

/* Writes the spelling that keys have for a word of ASCII small letters into `spelt`, which has room for `bytes` and for
** HS_LONGEST_NAME_WORD; the bytes. `given`: it is a given name, which may be short (Bob). */
size_t hs_spell_name_word(const char *word, size_t bytes, bool given, char *spelt);

#endif
