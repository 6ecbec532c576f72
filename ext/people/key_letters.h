/*
** key_letters.h: a text as the letters of its words, for the keys that articles are joined by (name_key.c, quote_key.c).
**
** Letters and digits come without case and marks, after Unicode's compatibility decomposition. Apostrophes and joiners are
** passed over (don't, O'Brien are one word: dont, obrien); anything else parts words. Scripts other than Latin are kept as
** they are. Malformed bytes part words too. Nothing is allocated.
*/
#ifndef HS_KEY_LETTERS_H
#define HS_KEY_LETTERS_H

#include "article.h"

enum {
  HS_KEY_END = -1,
  HS_KEY_GAP = -2, /* between words; those below are gaps too */
  HS_KEY_COMMA = -3,
  HS_KEY_HYPHEN = -4,
  HS_KEY_MARK = -5,    /* " */
  HS_KEY_OPEN = -6,    /* ( “ « */
  HS_KEY_CLOSE = -7,   /* ) ” » */
  HS_KEY_CUT = -8,     /* … ... [...] */
  HS_KEY_PER_CENT = -9 /* % */
};

enum { HS_KEY_DECOMPOSITION = 32 };

typedef struct hs_key_letters {
  const unsigned char *at, *end;
  hearsay_host host;
  uint32_t steps;                        /* since the host was asked */
  bool cancelled;                        /* by the host: the text seems to end */
  bool quotation;                        /* U.S. is us; what stands in [brackets] is passed over */
  bool capital;                          /* the last letter was an ASCII capital */
  unsigned run;                          /* letters since the last gap */
  unsigned apostrophe;                   /* letters of the last word before its last apostrophe; 0: it has none */
  int32_t waiting[HS_KEY_DECOMPOSITION]; /* of the last character */
  int count, next;
} hs_key_letters;

hs_key_letters hs_key_letters_begin(const hearsay_host *host, const char *text, size_t bytes);

/* The next letter or digit, or one of the negative values above. */
int32_t hs_next_key_letter(hs_key_letters *letters);

/* The same for ASCII letters and digits that come next, `most` of them at most: writes them and returns how many. */
size_t hs_next_ascii_letters(hs_key_letters *letters, char *out, size_t most);

#endif
