/* contents.h: which words a cue attributes. */
#ifndef HS_CONTENTS_H
#define HS_CONTENTS_H

#include "speech/speech.h"

/*
** Fills the pieces and kind of an attribution from its cue and source. `cues` are the sentence's likely cues in order, of
** which `cue` is one: a content ends where another attribution of the sentence begins. No pieces: nothing is attributed.
*/
void hs_find_content(const hearsay_article *article, const hs_cue *cues, uint32_t cue_count, const hs_cue *cue,
                     hs_attribution *attribution);

/* Whether a token is in the content. */
bool hs_in_content(const hs_attribution *attribution, uint32_t token);
/* Takes piece i out of the content. */
void hs_drop_piece(hs_attribution *attribution, uint8_t i);

/* Direct, mixed or indirect: how many of the content's words are inside quotation marks. */
hearsay_quote_kind hs_kind_of(const hearsay_article *article, const hs_attribution *attribution);

#endif
