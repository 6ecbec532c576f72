/*
** cue_table.h: the figures of ext/lexicon/cues.tsv (made by ext/tools/cue_table.c at build time): how likely a word is a
** cue in each frame, out of 255, and what kind of cue it is.
*/
#ifndef HS_CUE_TABLE_H
#define HS_CUE_TABLE_H

#include "speech/speech.h"

typedef struct hs_cue_entry {
  uint32_t hash;                  /* hs_hash of the lemma; 0: the row for verbs that are in no other row */
  uint8_t word;                   /* hs_cue_word: verb, noun or adjective */
  uint8_t cue_class;              /* hearsay_cue_class */
  uint8_t chance[HS_CUE_FIGURES]; /* of 255 */
} hs_cue_entry;

extern const hs_cue_entry hs_cue_entries[]; /* by hash, then word */
extern const uint32_t hs_cue_entry_count;

#endif
