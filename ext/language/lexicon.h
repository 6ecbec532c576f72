/*
** lexicon.h: what is known of words before an article is read. The lists are ext/lexicon/ (one entry a line, source and
** licence on top); the build turns them into read-only tables (ext/tools/tables.c).
**
** Words are looked up in lower case and folded (text/text.h): "José" is "jose", "Müller" is "muller".
*/
#ifndef HS_LEXICON_H
#define HS_LEXICON_H

#include "article.h"
#include "language/tables.h"

/* What a word can be, as bits of hs_word_classes. A word can be many things. */
enum hs_class {
  HS_GIVEN_NAME = 1u << 0, /* with HS_FEMALE, HS_MALE or both */
  HS_SURNAME = 1u << 1,
  HS_CITY = 1u << 2,
  HS_COUNTRY = 1u << 3,
  HS_REGION = 1u << 4,      /* Africa, Bavaria, Catalonia */
  HS_DEMONYM = 1u << 5,     /* Chinese, Ghanaian, Londoners */
  HS_TITLE = 1u << 6,       /* stands before a name: Mr, Sen., Dame, President */
  HS_PERSON_NOUN = 1u << 7, /* envoy, minister, spokeswoman, farmer: a common noun for one person */
  HS_PEOPLE_NOUN = 1u << 8, /* officials, residents, sources, police: for several */
  HS_FEMALE = 1u << 9,      /* she, Mrs, actress; and given names (not of words that are titles or person nouns too) */
  HS_MALE = 1u << 10,
  HS_BODY_NOUN = 1u << 11,     /* ministry, company, committee: a common noun for a body */
  HS_DOCUMENT_NOUN = 1u << 12, /* report, statement, study, lawsuit */
  HS_ORG_HEAD = 1u << 13,      /* the last or first word of many bodies' names: University, Bank, Ministry, Party */
  HS_ORG_SUFFIX = 1u << 14,    /* Inc, plc, GmbH */
  HS_ORG_NAME = 1u << 15,      /* a body by itself: Reuters, Unesco, Google */
  HS_AGENCY = 1u << 16,        /* a news agency or paper, as in credits and datelines: Xinhua, AP */
  HS_PLACE_HEAD = 1u << 17,    /* River, Street, Province, Airport */
  HS_OTHER_HEAD = 1u << 18,    /* Cup, Act, Treaty, Festival, Prize, War */
  HS_OTHER_NAME = 1u << 19,    /* a name of another kind by itself: Olympics, Islam, Brexit */
  HS_PARTICLE = 1u << 20,      /* inside names: de, van, bin, al */
  HS_MONTH = 1u << 21,
  HS_WEEKDAY = 1u << 22,
  HS_TIME = 1u << 23,         /* yesterday, morning, year, week */
  HS_NUMERAL = 1u << 24,      /* two, hundred, dozen */
  HS_ABBREVIATION = 1u << 25, /* a full stop after it belongs to it: Mr, Gov, Inc, vs */
  HS_COMMON = 1u << 26,       /* occurs in lower case in running text */
  HS_FUNCTION = 1u << 27,     /* a closed-class word: the, of, and, not, which */
  HS_PHRASE_START = 1u << 28, /* begins an entry of several words */
  HS_CAPITALS = 1u << 29      /* as a name it is listed in capitals only: WHO, IS, PA; "who" is none */
};

/* FNV-1a over lower-case folded bytes: the key of every table (language/hash.c). */
uint32_t hs_hash(const unsigned char *folded, size_t count);

/* The entry of a word, 0 if there is none. `folded` is folded text in any case; a full stop behind it does not count
** ("Gov." is "gov"). Constant time. */
uint32_t hs_find_word(const unsigned char *folded, size_t count);
/* The same of a word whose hashes (language/hash.h) are known. */
uint32_t hs_find_hashed_word(uint32_t hash, uint32_t check);
/* hs_class bits; 0 for word 0 */
static inline uint32_t hs_word_classes(uint32_t word) {
  return word ? hs_class_sets[hs_word_slots[word - 1].classes] : 0;
}

/*
** The number of the words that are used alike ("said", "stated", "remarked"), from word vectors: 1..1024, 0: unknown. Words whose
** numbers less one agree but for the last 2, 4 or 6 bits are alike more loosely.
*/
static inline uint32_t hs_word_class(uint32_t word) {
  return word ? hs_word_slots[word - 1].word_class : 0;
}

/* The wider class that a class of words is in, without its last bits; an unknown one stays unknown. */
static inline uint32_t hs_coarse_class(uint32_t word_class, uint32_t bits) {
  return word_class ? ((word_class - 1) >> bits) + 1 : 0;
}

/*
** The longest entry of several words ("New York", "Security Council") that begins at token `first` and ends before
** `limit`: its number of tokens, and its classes in *classes; 0 when there is none.
*/
uint32_t hs_find_phrase(const hearsay_article *article, uint32_t first, uint32_t limit, uint32_t *classes);

uint32_t hs_classes_by_user(const hearsay_article *article, uint32_t token);
/* The classes of a token: its entry's, and the user's titles (HS_TITLE). */
static inline uint32_t hs_classes(const hearsay_article *article, uint32_t token) {
  return article->reader->user ? hs_classes_by_user(article, token) : hs_word_classes(article->tokens[token].word);
}

bool hs_is_letter_by_letter(const hearsay_article *article, uint32_t token, const char *word);
/* Whether the token's lower-case letters are exactly these (ASCII, lower case). Most questions end at the first one. */
static inline bool hs_is(const hearsay_article *article, uint32_t token, const char *word) {
  const hs_token *t = &article->tokens[token];
  unsigned char c = t->fold;
  if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
  if (c < 0x80 && c != (unsigned char)*word && *word != '\'') return false;
  return hs_is_letter_by_letter(article, token, word);
}

/* The options' titles and cues, copied into the reader. An empty one is HEARSAY_BAD_OPTION. */
hearsay_status hs_compile_user_words(hearsay_reader *reader, const hearsay_options *options);

/* The number of tokens of the user's cue that begins at token t, whose lemma (its hash) is given; 0: none does. */
uint32_t hs_user_cue(const hearsay_article *article, uint32_t t, uint32_t lemma);
bool hs_is_user_title(const hearsay_reader *reader, uint32_t word); /* hash of a word */

/*
** The lemma of a token under its tag: "said" -> "say", "ministries" -> "ministry". Written to scratch as folded lower
** case and returned with its length; names and words without a rule are the lower-case word itself.
*/
size_t hs_lemma(const hearsay_article *article, uint32_t token, char scratch[HEARSAY_LEMMA_MAX]);
/* The hash of the lemma of such a word, worked out once. */
uint32_t hs_lemma_hash(const hearsay_article *article, uint32_t token);

#endif
