/*
** scene.h: what the learned parts of attribution share: an article's likely cues, what is around each of them, and the
** models that decide. The order of the work is in attribution.c:
**
**     scene_cues.c   which words are cues: yes or no for each verb, noun and adjective, in two looks
**     window.c       what a cue may attribute: labels for the words around it (content, source, cue), the best ways
**     proposals.c    which of these contents it is
**     ranking.c      whose words: the best of the noun phrases around it, or none
**     verdict.c      whether what these make together holds: the confidence
**
** The features of each are here for the analyser and the trainer (ext/train/attribution.c) alike. What the rules say
** (cues.c, sources.c, contents.c) is among the features.
*/
#ifndef HS_SCENE_H
#define HS_SCENE_H

#include "language/phrases.h"
#include "model/sequence.h"
#include "speech/speech.h"

typedef struct hs_attribution_models {
  hs_model stretches, cues, cues_again, contents, proposals, sources, verdicts;
} hs_attribution_models;

enum { HS_RECENT = 256 }; /* elements of windows, by the last bits of their tokens */

typedef struct hs_scene {
  hearsay_article *article;
  const hs_attribution_models *models;
  uint8_t *chances; /* of each token: how likely it is a cue, of 255 */
  hs_cue *cues;     /* the likely ones, in order of their heads */
  uint32_t cue_count, cue_room;
  struct hs_element *recent; /* those that windows have had last: the windows of one sentence have most in common */
} hs_scene;

/* The models inside the extension. */
const hs_attribution_models *hs_own_models(hs_attribution_models *models);

/* Sets up a scene without chances. False when the article's status is set. hs_end_scene gives everything back. */
bool hs_begin_scene(hs_scene *scene, hearsay_article *article, const hs_attribution_models *models);
void hs_end_scene(hs_scene *scene);

static inline uint32_t hs_up_to(uint32_t number, uint32_t most) {
  return number < most ? number : most;
}
/* How likely a score of the models for yes and no is, 0..1. */
float hs_chance_of(int32_t score);
/* A number in few steps, for features: 0..3 themselves, then 4 (up to 6), 5 (up to 12), 6. */
uint32_t hs_few(uint32_t number);
/* A chance of 255 in few steps, 0..5. */
uint32_t hs_chance_step(uint8_t chance);
/* The hash of a verb's or noun's lemma; of anything else its word key. */
uint32_t hs_lemma_key(const hearsay_article *article, uint32_t token);
/* A token as a feature: its word, or what kind of thing it is. */
uint32_t hs_word_key(const hearsay_article *article, uint32_t token);
/* What a phrase is, for features: 0 none, person's name, other name, person noun, other noun, pronoun by its word, time. */
uint32_t hs_phrase_sort(const hearsay_article *article, const hs_phrase *phrase);

/* ---- cues -------------------------------------------------------------------------------------------------------------- */

/* The verbs in front of and behind a candidate in its sentence, outside of quotation marks. */
typedef struct hs_verbs {
  uint32_t before, after;
} hs_verbs;

/* Called for each candidate of an article, in order; `again`: in the second look, when the sentence's chances are known. */
typedef void hs_cue_visitor(void *data, hs_scene *scene, const hs_cue *cue, bool again, const hs_features *features);

/*
** Finds the cues of the article: fills chances and cues. With a visitor it is told of every candidate's features in every
** look. `looks` 1: only the first.
*/
void hs_find_cues(hs_scene *scene, int looks, hs_cue_visitor *visit, void *data);

/* ---- windows ----------------------------------------------------------------------------------------------------------- */

/* Labels of the elements of a window. */
enum {
  HS_NEITHER,
  HS_CONTENT_FIRST,
  HS_CONTENT_INSIDE,
  HS_SOURCE_FIRST,
  HS_SOURCE_INSIDE,
  HS_CUE_WORD,
  HS_WINDOW_LABELS
};

/* One token, or a quoted stretch. */
typedef struct hs_element {
  hs_range tokens;
  uint32_t word, lemma;
  uint8_t tag, shape, name, phrase, rule, chance;
  uint8_t sort; /* of the phrase that begins here (hs_phrase_sort, but all pronouns are one); 0: none does */
  bool clause;  /* a clause with its subject begins here */
  bool stretch;
} hs_element;

enum { HS_LONGEST_WINDOW = HS_WINDOW - 2 };

/* What is around a cue: its sentence and the quotations beside it. */
typedef struct hs_window {
  const hs_scene *scene;
  const hs_cue *cue;
  hs_attribution rule;  /* what the rules make of the cue */
  uint32_t count, head; /* elements, and which of them is the cue's head */
  hs_element elements[HS_LONGEST_WINDOW];
  /* up to element i: commas, verbs, stretches, beginnings of sentences */
  uint16_t commas[HS_LONGEST_WINDOW + 1], verbs[HS_LONGEST_WINDOW + 1], stretches[HS_LONGEST_WINDOW + 1],
      sentences[HS_LONGEST_WINDOW + 1];
  uint8_t nearer[HS_LONGEST_WINDOW];   /* the best chance of another cue between the cue and the element */
  uint8_t beyond[HS_LONGEST_WINDOW];   /* and beyond the element */
  uint8_t next_cue[HS_LONGEST_WINDOW]; /* how far the next likely other cue is, 0: at the element; 7: not near */
  uint32_t left_quote, right_quote;    /* what the next stretch on each side is like; 0: there is none near by */
} hs_window;

/* Looks around cue number `index` of the scene. */
void hs_open_window(hs_window *window, const hs_scene *scene, uint32_t index);
/* The features of an element. */
void hs_element_features(const hs_window *window, uint32_t element, hs_features *features);
/* The element that a token is in; window->count when it is in none. */
uint32_t hs_element_of(const hs_window *window, uint32_t token);

/* What the cue may attribute. */
typedef struct hs_proposal {
  hs_range pieces[HS_MOST_PIECES]; /* tokens */
  uint8_t piece_count;
  bool rules;   /* the rules propose it too */
  float chance; /* that the labels of the content are right, 0..1; 0 of what only the rules propose */
  float share;  /* how likely it is the right one of the proposals, 0..1 (hs_rank_proposals) */
} hs_proposal;

enum { HS_MOST_PROPOSALS = HS_MOST_WAYS + 2 };

/* What was read in a window. */
typedef struct hs_reading {
  hs_proposal proposals[HS_MOST_PROPOSALS]; /* the likeliest first */
  uint32_t proposal_count;
  hs_range source;     /* tokens that were labelled as the source: its longest run */
  hs_range cue;        /* the cue with the words beside it that were labelled as of it */
  float source_chance; /* that the source is right, 0..1 */
} hs_reading;

/* What reading a window takes, too large for the stack. */
typedef struct hs_bench {
  hs_window window;
  hs_sequence sequence;
  hs_chances chances;
  hs_ways ways;
  hs_reading reading;
} hs_bench;

/* Labels the window of the bench: fills its reading but for the source's chance. */
void hs_read_window(hs_bench *bench);

/* The features of a proposal beside the others. */
void hs_proposal_features(const hs_window *window, const hs_reading *reading, uint32_t index, hs_features *features);
/* Sets the shares of the proposals and puts the likeliest first. */
void hs_rank_proposals(const hs_window *window, hs_reading *reading);

/* ---- sources ----------------------------------------------------------------------------------------------------------- */

enum { HS_MOST_SOURCES = 64 };

typedef struct hs_sources {
  uint32_t count;
  struct {
    hs_range tokens; /* the base phrase, or the part of it that owns the noun */
    uint32_t head;
  } items[HS_MOST_SOURCES];
} hs_sources;

/* The noun phrases of the window that may be the source of an attribution whose content has been read. */
void hs_list_sources(const hs_window *window, const hs_attribution *at, hs_sources *sources);
/* Features of candidate i; of "none" when i is sources->count. */
void hs_source_features(const hs_window *window, const hs_attribution *at, const hs_reading *reading,
                        const hs_sources *sources, uint32_t i, hs_features *features);
/* Sets at->source, and the chance in the reading. */
void hs_rank_sources(const hs_window *window, hs_attribution *at, hs_reading *reading);

/* ---- verdicts ---------------------------------------------------------------------------------------------------------- */

/* Whether an attribution with its confidence is likely enough to be shown. */
bool hs_is_likely(const hs_cue *cue, const hs_attribution *attribution);

/* Told of a cue's attribution with its features. */
typedef void hs_verdict_visitor(void *data, const hs_attribution *at, const hs_features *features);

/* Reads the window of cue `index`, and makes its likeliest proposal an attribution with its confidence; without pieces: none. */
void hs_judge(hs_bench *bench, const hs_scene *scene, uint32_t index, hs_attribution *at, hs_verdict_visitor *visit,
              void *data);

#endif
