/*
** alias_table.h: well-known short names and the full ones they stand for, nationalities and their countries: the lists
** ext/lexicon/aliases.tsv and demonyms.tsv (made by ext/tools/alias_table.c at build time).
*/
#ifndef HS_ALIAS_TABLE_H
#define HS_ALIAS_TABLE_H

#include <stdint.h>

typedef struct hs_alias {
  uint32_t key;      /* hs_words_key of the short name's words */
  uint32_t full_key; /* and of the full one's */
  const char *full;  /* UTF-8 */
} hs_alias;

extern const hs_alias hs_aliases[]; /* by key */
extern const uint32_t hs_alias_count;

#endif
