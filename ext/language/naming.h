/*
** naming.h: what the files of names.h share: the finder of names in one article.
**
**   evidence.c        which words the article writes with a capital, and what their names turned out to be
**   candidates.c      runs of capitalised words, cut into names and titles
**   name_features.c   what the model sees of a word
**   names.c           the two passes and the decision
**   known_names.c     the user's own names
*/
#ifndef HS_NAMING_H
#define HS_NAMING_H

#include "language/names.h"
#include "model/sequence.h"

/* ---- evidence (evidence.c) --------------------------------------------------------------------------------------- */

/* What the article has shown of a word, or of a name of several words (hs_join_hash of its words). Counts stop at 255. */
typedef struct hs_seen {
  uint32_t key;
  uint8_t capital;  /* with a capital where a capital tells something: inside a sentence that is no headline */
  uint8_t lower;    /* without */
  uint8_t votes[4]; /* as a whole name, by hearsay_label; from the first pass, sure names count four */
  uint8_t first[4]; /* as the first word of a longer name, by hearsay_label */
  uint8_t last[4];  /* as the last word */
  uint8_t district; /* before the word that ends a district's name: "Turkana | County" */
} hs_seen;

typedef struct hs_evidence {
  hs_seen *slots;
  uint32_t used, room; /* room is a power of two, or 0 */
} hs_evidence;

/* The entry of a key, or NULL. */
hs_seen *hs_find_seen(const hs_evidence *evidence, uint32_t key);
/* The same, made when there is none; NULL out of memory, or for the few keys that crowd one place of the table. */
hs_seen *hs_add_seen(hearsay_article *article, hs_evidence *evidence, uint32_t key);
void hs_drop_evidence(hearsay_article *article, hs_evidence *evidence);

static inline void hs_count(uint8_t *count, uint8_t by) {
  *count = (uint8_t)(*count > 255 - by ? 255 : *count + by);
}

/* The key of several words in order. Of one word it is its hash. */
uint32_t hs_join_hash(const hearsay_article *article, hs_range tokens);

/* ---- the finder ---------------------------------------------------------------------------------------------------- */

/* How a sentence uses capitals. */
typedef enum hs_style {
  HS_RUNNING,     /* names only */
  HS_HEADING,     /* every word: a capital tells nothing */
  HS_ALL_CAPITALS /* every letter */
} hs_style;

/* What features look at in a token. */
typedef struct hs_name_word {
  uint32_t key;               /* of its letters, or of its sign */
  uint32_t classes;           /* hs_name_classes */
  uint32_t candidate;         /* index + 1 of the candidate that it is in; 0: none */
  uint32_t listed;            /* the classes of the listed name of several words that covers it; 0: none does */
  uint16_t word_class;        /* hs_word_class */
  uint16_t form;              /* capitals, digits, hyphens, by how the sentence uses capitals */
  bool listed_first;          /* it is that listed name's first word */
  bool capital, near_capital; /* near: it, or a word that can belong to a name with it, has one */
} hs_name_word;

typedef struct hs_finder {
  hearsay_article *article;
  hs_evidence evidence;
  uint8_t *styles;     /* of each sentence: its hs_style and 1, or 0: not yet told */
  hs_name *candidates; /* what the rules take for names, in order; label and confidence are theirs, too */
  uint32_t candidate_count, candidate_room;
  uint32_t next_candidate; /* the first one that is not before the sentence */
  hs_name_word *words;     /* of each token of the sentence, from its first */
  uint32_t name_room;
  bool again;        /* the second pass: the evidence has the votes of the first */
  bool votes_only;   /* words are described no further than hs_add_vote_features looks at them */
  hs_range sentence; /* the one being read; a piece of HS_LONGEST_PIECE tokens of a very long one */
  hs_style style;
  uint32_t clause; /* where its text begins: behind a dateline */
  bool dateline;   /* it has a dateline, before `clause` */
} hs_finder;

/* Sets sentence, style, clause and dateline; after hs_gather_evidence. */
void hs_enter_sentence(hs_finder *finder, uint32_t sentence);

/* Counts capitals and small letters of all words. The first thing that a finder is for. */
void hs_gather_evidence(hs_finder *finder);

/* hs_classes without what the word is only in capitals ("Who" is not the WHO). */
uint32_t hs_name_classes(const hearsay_article *article, uint32_t token);

/* A word with a capital, or an acronym: what names are made of, wherever it stands. */
bool hs_has_capital(const hearsay_article *article, uint32_t token);
/* Whether token t begins a sentence, a quotation or what follows a colon, where every word has a capital. */
bool hs_begins_clause(const hs_finder *finder, uint32_t token);

/* Whether evidence says that the words first..last-1 are a name although they begin a clause. */
bool hs_seen_inside(const hs_finder *finder, hs_range tokens);

/* "Beijing-based", "pro-Russian": an adjective with a capital, not a name. */
bool hs_is_hyphened_adjective(const hs_finder *finder, uint32_t token);

/* Fills finder->candidates (candidates.c); after the evidence. */
void hs_find_candidates(hs_finder *finder);

/* ---- rules (name_rules.c) ---------------------------------------------------------------------------------------------- */

enum { HS_MOST_RULES = 48, HS_NOT_A_NAME = 4, HS_VERDICTS = 5 };

/* The rules that hold for a candidate, as indexes of the table of rules. */
typedef struct hs_fired {
  uint8_t rules[HS_MOST_RULES];
  uint32_t count;
} hs_fired;

void hs_fire_rules(const hs_finder *finder, uint32_t index, hs_fired *fired);
const char *hs_rule_name(uint8_t rule); /* NULL behind the last one */
/* The label by the rules, or HS_NOT_A_NAME, and its confidence. */
uint8_t hs_judge_name(const hs_fired *fired, float *confidence);

/* ---- features (name_features.c) ---------------------------------------------------------------------------------------- */

enum { HS_LONGEST_PIECE = 1024 };

/* Memory for the words of a piece of a sentence. */
void hs_begin_words(hs_finder *finder);
/* Sets finder->words for the piece that the finder is in. Pieces are gone through in order, after the candidates are known. */
void hs_describe_words(hs_finder *finder);
void hs_drop_words(hs_finder *finder); /* and the candidates */

static inline const hs_name_word *hs_word_at(const hs_finder *finder, uint32_t token) {
  return &finder->words[token - finder->sentence.first];
}

/* The features of a token of the sentence that the finder is in. */
void hs_name_features(const hs_finder *finder, uint32_t token, hs_features *features);
/* Adds those that only the second pass has: what names the votes say the words are in elsewhere. */
void hs_add_vote_features(const hs_finder *finder, uint32_t token, hs_features *features);

/* ---- labels (names.c) -------------------------------------------------------------------------------------------------- */

/* Labels of the model: outside, and for each hearsay_label its first word and its others. */
enum { HS_OUTSIDE, HS_FIRST_OF, HS_NAME_LABELS = 9 };
static inline uint8_t hs_first_label(uint32_t label) {
  return (uint8_t)(1 + 2 * label);
}
static inline uint8_t hs_inside_label(uint32_t label) {
  return (uint8_t)(2 + 2 * label);
}

/* A name has this label: it votes for the same words elsewhere, in the second pass. */
void hs_vote(hs_finder *finder, hs_range tokens, uint32_t label);

/*
** Calls `visit` for each run of tokens that can be names, in order: the tokens near a capital; and for each name that is
** given, and not for the model to decide on: the user's own, and titles in quotation marks. For the trainer; hs_find_names
** goes the same way.
*/
typedef void hs_name_visitor(void *data, hs_finder *finder, hs_range run, const hs_name *given);
void hs_visit_names(hs_finder *finder, hs_name_visitor *visit, void *data);

/* ---- the user's names (known_names.c) ---------------------------------------------------------------------------- */

/* The longest known name that begins at the token: number of tokens, and its index in *known; 0 when there is none. */
uint32_t hs_match_known(const hearsay_article *article, uint32_t token, uint32_t limit, uint32_t *known);
hearsay_label hs_known_label(const hearsay_reader *reader, uint32_t known);

#endif
