/*
** speech.h: quotation marks, cues and attributions: which words are somebody's, and whose.
**
** The annotation follows PolNeAR (Newell, Margolin and Ruths 2018): an attribution is a source, a cue and a content.
*/
#ifndef HS_SPEECH_H
#define HS_SPEECH_H

#include "article.h"
#include "model/sequence.h"

/* ---- quoted stretches (marks.c, stretches.c) --------------------------------------------------------------------- */

typedef enum hs_use {
  HS_USE_SPEECH,  /* somebody's words */
  HS_USE_TITLE,   /* the meeting on "Member States' Priorities" */
  HS_USE_SCARE,   /* a so-called "reform" */
  HS_USE_WORD,    /* the word "reform" */
  HS_USE_NICKNAME /* Sam "The Wall" Okoro */
} hs_use;

typedef struct hs_stretch {
  hs_range tokens;   /* marks included */
  uint32_t words;    /* words and numbers inside */
  uint32_t chain;    /* index of the stretch of the paragraph before that goes on here ("… / "…), or HEARSAY_NONE */
  uint8_t use;       /* hs_use */
  bool closed;       /* has its closing mark */
  bool single;       /* single marks */
  bool ends_clause;  /* the last thing inside is , . ? ! … or a dash */
  bool comma_behind; /* a comma or full stop stands right behind the closing mark, as in British papers */
} hs_stretch;

/* Pairs marks, a paragraph at a time, so that a missing one harms that paragraph only. Fills stretches, stretch_at. */
void hs_pair_marks(hearsay_article *article);
/* Sets `use` of every stretch. Needs names and noun phrases. */
void hs_sort_stretches(hearsay_article *article);

/* The same with a model of the caller's, who is told of every stretch and its features. For the trainer. */
typedef void hs_stretch_visitor(void *data, const hearsay_article *article, uint32_t stretch,
                                const hs_features *features);
void hs_sort_stretches_by(hearsay_article *article, const hs_model *model, hs_stretch_visitor *visit, void *data);

/* ---- cues (cues.c) --------------------------------------------------------------------------------------------------- */

/* What a word that may be a cue has around it. The cue table (ext/lexicon/cues.tsv) has figures for each. */
typedef enum hs_frame {
  HS_FRAME_QUOTE_BEFORE, /* "…," she said; "…," said the envoy */
  HS_FRAME_QUOTE_AFTER,  /* she said: "…" */
  HS_FRAME_THAT,         /* said on Friday that … */
  HS_FRAME_CLAUSE,       /* said it was … */
  HS_FRAME_TO,           /* plans to …, urged the government to … */
  HS_FRAME_WHETHER,      /* asked whether …, explained how … */
  HS_FRAME_PARENTHESIS,  /* …, officials said. */
  HS_FRAME_PREPOSITION,  /* warned of …, accused them of …, called for … */
  HS_FRAME_OBJECT,       /* rejected the accusation */
  HS_FRAME_QUOTE_NEAR,   /* a quoted stretch further on in the sentence: called it a "disgrace" */
  HS_FRAME_NONE,
  HS_FRAMES
} hs_frame;

/* The figures of the cue table: one a frame, and one for passives ("is expected to", "was listed in"). */
enum { HS_PASSIVE_FIGURE = HS_FRAMES, HS_CUE_FIGURES };

typedef enum hs_cue_word {
  HS_CUE_VERB,
  HS_CUE_NOUN,      /* his claim that … */
  HS_CUE_ADJECTIVE, /* is confident that … */
  HS_CUE_ACCORDING, /* according to */
  HS_CUE_COLON,     /* Q: …; SMITH: … */
  HS_CUE_DASH       /* "…" — Commissioner X */
} hs_cue_word;

typedef struct hs_cue {
  hs_range tokens;   /* with auxiliaries and negation: "would not say" */
  uint32_t head;     /* the token that decides */
  uint32_t content;  /* where a content to the right begins */
  uint32_t lemma;    /* hs_hash of the head's lemma; 0 for according to, a colon, a dash */
  uint8_t word;      /* hs_cue_word */
  uint8_t frame;     /* hs_frame */
  uint8_t cue_class; /* hearsay_cue_class */
  bool passive;      /* was accused, is expected */
  bool given;        /* by the user or a rule that leaves no doubt (a turn of an interview): nothing else decides */
  float probability; /* that it is one, 0..1 */
} hs_cue;

/* Looks at token t as a cue. False when its word is in no table and no form makes it one. probability: the table's figure. */
bool hs_look_at_cue(const hearsay_article *article, uint32_t token, hs_cue *cue);

/*
** The same for any verb, noun or adjective outside quotation marks, known or not, without class and probability. The
** trainer calls it (ext/train/cue_counts.c): the figures are counted with the same code that uses them.
*/
bool hs_describe_cue(const hearsay_article *article, uint32_t token, hs_cue *cue);

/* "quoted Kim as saying": the verb that the participle at a token belongs to; HEARSAY_NONE when there is none. */
uint32_t hs_quoting_verb(const hearsay_article *article, uint32_t token);

/* Which of the cue table's figures is the cue's. */
uint32_t hs_figure_of(const hs_cue *cue);

/* ---- attributions -------------------------------------------------------------------------------------------------- */

enum { HS_MOST_PIECES = 8 }; /* longer ones are continued by a further attribution */

typedef struct hs_attribution {
  hs_range pieces[HS_MOST_PIECES]; /* tokens of the content, in order, outer marks included */
  uint8_t piece_count;
  uint8_t kind;       /* hearsay_quote_kind */
  uint8_t cue_class;  /* hearsay_cue_class */
  hs_range cue;       /* empty: none */
  hs_range source;    /* tokens; empty: none */
  uint32_t continues; /* index of the attribution whose speaker this one has, or HEARSAY_NONE */
  uint32_t speaker;   /* entity, set by hs_resolve_people; HEARSAY_NONE: nobody */
  const char *rule;
  float confidence;
} hs_attribution;

/* Finds every attribution of the article, in order of their contents. */
void hs_attribute(hearsay_article *article);

#endif
