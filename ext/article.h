/*
** article.h: what the stages of the analyser share: the article being read, its memory, and its tokens.
**
** Text flows one way, and no stage calls back:
**
**     bytes -> characters -> tokens -> paragraphs, sentences -> tags -> phrases -> mentions -> stretches -> cues
**           -> attributions -> entities -> rows
**
** Each stage is one function `void hs_...(hearsay_article *)` that reads what the stages before it have left in the article
** and adds its own arrays. Errors are sticky: when `status` is not HEARSAY_OK, a stage returns at once, so that callers
** check once at the end. Memory comes from the article's arena, or from hs_grow for an array whose length is not known.
*/
#ifndef HS_ARTICLE_H
#define HS_ARTICLE_H

#include "hearsay.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- memory (memory.c) ------------------------------------------------------------------------------------------ */

typedef struct hs_memory {
  hearsay_host host;
  size_t held; /* bytes obtained and not given back */
} hs_memory;

typedef struct hs_arena {
  hs_memory *memory;
  struct hs_block *blocks;
  char *next, *limit;
} hs_arena;

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

typedef enum hs_kind {
  HS_WORD,   /* letters, with inner hyphens; clitics ('s, n't) are tokens of their own */
  HS_NUMBER, /* begins with a digit */
  HS_MARK,   /* a character, or an entity, that can be a quotation mark: `fold` says which */
  HS_PUNCT,  /* anything else that is not a letter or a digit: `fold` is its first character */
  HS_ADDRESS /* a web or mail address, @handle, #topic */
} hs_kind;

typedef enum hs_shape {
  HS_LOWER,        /* envoy */
  HS_CAPITALISED,  /* Envoy, Al-Qaida's first part counts */
  HS_UPPER,        /* UN, U.S., NATO: two letters or more; a single capital letter is HS_INITIAL */
  HS_INITIAL,      /* J. or J */
  HS_MIXED,        /* iPhone, McDonald counts as HS_CAPITALISED */
  HS_UNCASED,      /* scripts without case, numbers, marks */
  HS_NOT_DESCRIBED /* by hs_describe_tokens */
} hs_shape;

/* Penn Treebank parts of speech, which tell the forms of a verb apart. */
typedef enum hs_tag {
  HS_CC,
  HS_CD,
  HS_DT,
  HS_EX,
  HS_FW,
  HS_IN,
  HS_JJ,
  HS_JJR,
  HS_JJS,
  HS_LS,
  HS_MD,
  HS_NN,
  HS_NNP,
  HS_NNPS,
  HS_NNS,
  HS_PDT,
  HS_POS,
  HS_PRP,
  HS_PRPS,
  HS_RB,
  HS_RBR,
  HS_RBS,
  HS_RP,
  HS_SYM,
  HS_TO,
  HS_UH,
  HS_VB,
  HS_VBD,
  HS_VBG,
  HS_VBN,
  HS_VBP,
  HS_VBZ,
  HS_WDT,
  HS_WP,
  HS_WPS,
  HS_WRB,
  HS_PUNCTUATION,
  HS_TAGS
} hs_tag;

typedef struct hs_token {
  uint32_t start, end;    /* characters */
  uint32_t word;          /* index of the lexicon's entry for its lower-case letters, 0: not in the lexicon */
  uint32_t hash;          /* hs_hash of its lower-case folded letters */
  uint32_t sentence;      /* index */
  unsigned kind : 4;      /* hs_kind */
  unsigned shape : 4;     /* hs_shape; HS_NOT_DESCRIBED: word and hash are not known yet, either */
  unsigned tag : 8;       /* hs_tag, set by hs_tag_words */
  unsigned universal : 8; /* hearsay_tag, set by hs_tag_words */
  unsigned fold : 8;      /* folded first character; of an HTML entity the folded character that it stands for */
} hs_token;

/* Tokens first..last-1. */
typedef struct hs_range {
  uint32_t first, last;
} hs_range;

/* ---- the article --------------------------------------------------------------------------------------------------- */

enum { HS_BYTE_STEP = 16 };

struct hearsay_article {
  hs_memory memory;
  hs_arena arena;
  hearsay_reader *reader;
  hearsay_status status;
  hearsay_upto done; /* how far it has been read; meaningful when started */
  bool started;
  uint32_t ticks;

  /* text/characters.c */
  const unsigned char *bytes;
  uint32_t byte_count, char_count;
  const unsigned char *fold; /* one byte a character: see text/text.h */
  /*
  ** Byte offset of every HS_BYTE_STEP-th character, and of the one that would be next if the last ones after it had one byte each;
  ** NULL when every character is one byte.
  */
  uint32_t *byte_at;

  /* text/tokens.c, paragraphs.c, sentences.c */
  hs_token *tokens; /* and one more behind them: empty, punctuation, in no sentence of its own */
  uint32_t token_count;
  hearsay_paragraph *paragraphs;
  hs_range *paragraph_tokens;
  uint32_t paragraph_count;
  hearsay_sentence *sentences;
  hs_range *sentence_tokens;
  uint32_t sentence_count;

  /* language/lemmas.c */
  uint32_t *lemma_hashes; /* of each token: hs_lemma_hash, or 0: not yet asked for. NULL: they are not kept */

  /* language/phrases.c */
  struct hs_phrase *phrases; /* noun phrases, in order, never overlapping */
  uint32_t phrase_count;
  uint32_t *phrase_at; /* of each token and the one behind them: its phrase's index, or HEARSAY_NONE */

  /* language/names.c */
  struct hs_name *names; /* proper names, in order, never overlapping */
  uint32_t name_count;
  uint32_t *name_at; /* of each token and the one behind them: its name's index, or HEARSAY_NONE */

  /* speech/marks.c, stretches.c */
  struct hs_stretch *stretches; /* quoted stretches, in order of their first token; outermost only */
  uint32_t stretch_count;
  uint32_t *stretch_at; /* of each token and the one behind them: its stretch's index, or HEARSAY_NONE */

  /* speech/cues.c, attribution.c */
  struct hs_attribution *attributions;
  uint32_t attribution_count, attribution_room;

  /* people/coreference.c */
  uint32_t *phrase_entity; /* of each phrase: index of the entity it means, or HEARSAY_NONE */

  /* people/entities.c; the rows */
  hearsay_mention *mentions;
  uint32_t mention_count, mention_room;
  hearsay_entity *entities;
  uint32_t entity_count, entity_room;
  hearsay_quote *quotes;
  uint32_t quote_count;
};

struct hearsay_reader {
  hs_memory memory;
  hs_arena arena;               /* the copied options */
  struct hs_patterns *patterns; /* text/tokens.c: compiled pcre2 patterns */
  struct hs_user_words *user;   /* language/lexicon.c: the options' cues and titles; NULL when there are none */
  struct hs_known_names *known; /* language/known_names.c: the options' entities; NULL when there are none */
  double min_confidence;
  size_t max_bytes;
  hearsay_reads reads;
};

/* ---- services ------------------------------------------------------------------------------------------------------ */

/* Zeroed memory for `count` things of `size` bytes that lives as long as the article; NULL sets the status. */
void *hs_allocate(hearsay_article *article, size_t count, size_t size);
/* Grows the array *items from `count` to hold one more; false sets the status. *room starts at 0, *items at NULL. */
bool hs_grow(hearsay_article *article, void **items, uint32_t count, uint32_t *room, size_t size);
/* Gives back what an array of hs_grow has too much; it can grow no more. */
void hs_trim(hearsay_article *article, void **items, uint32_t count, size_t size);
/* An array like hs_allocate's that hs_drop can give back. */
void *hs_allocate_array(hearsay_article *article, size_t count, size_t size);
/* Memory for hs_drop too, but not zeroed: for what a stage works with, which is large and filled as far as it is used. */
void *hs_allocate_scratch(hearsay_article *article, size_t bytes);
/* Such an array of `count` indexes, all HEARSAY_NONE. */
uint32_t *hs_allocate_index(hearsay_article *article, size_t count);
/* Gives an array of hs_grow, hs_allocate_array, hs_allocate_scratch or hs_allocate_index back before the article ends. NULL is ignored. */
void hs_drop(hearsay_article *article, void *items);

/* What the two above are made of, for the reader and the keys. Zeroed; NULL out of memory. */
void *hs_arena_allocate(hs_arena *arena, size_t bytes);
void *hs_resize(hs_memory *memory, void *block, size_t old_bytes, size_t new_bytes);
void hs_release(hs_memory *memory, void *block, size_t bytes);
void hs_arena_free(hs_arena *arena);

/* Asks the host whether to stop. */
bool hs_ask_host(hearsay_article *article);
/* To be called once per token or more seldom in every loop: asks the host from time to time. */
static inline bool hs_tick(hearsay_article *article) {
  return (++article->ticks & 0xFFF) == 0 ? hs_ask_host(article) : article->status == HEARSAY_OK;
}

/* ---- tokens -------------------------------------------------------------------------------------------------------- */

static inline bool hs_is_comma(const hearsay_article *article, uint32_t token) {
  return article->tokens[token].fold == ',' && article->tokens[token].kind == HS_PUNCT;
}

/* ---- for the trainers ---------------------------------------------------------------------------------------------- */

/*
** Reads on from HEARSAY_UPTO_TAGS to marks, names and noun phrases, and keeps them: after HEARSAY_UPTO_ALL they are gone.
*/
void hs_read_language(hearsay_article *article);

#endif /* HS_ARTICLE_H */
