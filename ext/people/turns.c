/*
** turns.c: who speaks where the words alone do not say: quotations without a source, "Q:" and "A:", "I" and "you"; see
** persons.h.
*/
#include "language/lexicon.h"
#include "language/names.h"
#include "people/people.h"
#include "people/persons.h"
#include "speech/grammar.h"

enum { MOST_BEFORE_YOU = 40 };

/* ---- interviews ------------------------------------------------------------------------------------------------------------ */

/* The person an interview is with: the one most often named outside the byline. */
static uint32_t interviewee(const hs_people *people, uint32_t interviewer) {
  const hearsay_article *a = people->article;
  uint32_t best = HEARSAY_NONE;
  for (uint32_t e = 0; e < people->count; e++)
    if (e != interviewer && people->persons[e].named && a->entities[e].label == HEARSAY_PERSON &&
        (best == HEARSAY_NONE || people->persons[e].mentions > people->persons[best].mentions))
      best = e;
  return best;
}

/* Who asks: the first person named in the byline. */
static uint32_t interviewer(const hearsay_article *a) {
  for (uint32_t p = 0; p < a->paragraph_count && p < 8; p++) {
    if (a->paragraphs[p].role != HEARSAY_BYLINE) continue;
    for (uint32_t t = a->paragraph_tokens[p].first; t < a->paragraph_tokens[p].last; t++)
      if (a->name_at[t] != HEARSAY_NONE && a->names[a->name_at[t]].label == HEARSAY_PERSON)
        return a->names[a->name_at[t]].entity;
  }
  return HEARSAY_NONE;
}

/* "Q: …" and "A: …" stand for who asks and who answers. */
static bool is_letter_turn(const hearsay_article *a, const hs_attribution *at, const char *letter) {
  return at->source.last == at->source.first + 1 && a->tokens[at->source.first].shape == HS_INITIAL &&
         hs_is(a, at->source.first, letter) && a->tokens[at->cue.first].fold == ':';
}

/* The entity of a source's first phrase: conjoined cues share one source. */
static uint32_t entity_of_source(const hs_people *people, const hs_attribution *at) {
  for (uint32_t t = at->source.first; t < at->source.last; t++) {
    uint32_t p = people->article->phrase_at[t];
    if (p != HEARSAY_NONE) return people->phrase_entity[p];
  }
  return HEARSAY_NONE;
}

/* Whether what is said ends in a question. */
static bool asks(const hearsay_article *a, const hs_attribution *at) {
  uint32_t last = at->pieces[at->piece_count - 1].last;
  for (uint32_t t = last; t > at->pieces[0].first && last - t < 3; t--)
    if (a->tokens[t - 1].fold == '?') return true;
  return false;
}

/* Whether what is said is said to somebody: "you". */
static bool addresses(const hearsay_article *a, const hs_attribution *at) {
  hs_range piece = at->pieces[0];
  for (uint32_t t = piece.first; t < piece.last && t < piece.first + MOST_BEFORE_YOU; t++)
    if (hs_is(a, t, "you") || hs_is(a, t, "your")) return true;
  return false;
}

static uint32_t paragraph_of(const hearsay_article *a, const hs_attribution *at) {
  return a->sentences[a->tokens[at->pieces[0].first].sentence].paragraph;
}

/*
** Who speaks a quotation without a source: who spoke before, except where question and answer alternate between paragraphs
** ("How much is a latch?" / "Four pounds."), or two who speak in turn and to each other ("You like lifts." / "Not with you."):
** then the other one of the last two speakers.
*/
static uint32_t next_speaker(const hearsay_article *a, uint32_t i) {
  const hs_attribution *at = &a->attributions[i], *before = &a->attributions[at->continues];
  bool turn = asks(a, before) != asks(a, at) || addresses(a, before) || addresses(a, at);
  if (!turn || paragraph_of(a, before) == paragraph_of(a, at)) return before->speaker;
  bool asked = asks(a, before) != asks(a, at);
  for (uint32_t k = at->continues; k > 0 && at->continues - k < 6; k--) {
    uint32_t other = a->attributions[k - 1].speaker;
    if (!asked && (a->attributions[k - 1].kind != HEARSAY_DIRECT ||
                   paragraph_of(a, at) - paragraph_of(a, &a->attributions[k - 1]) > 2))
      break;
    if (other != HEARSAY_NONE && other != before->speaker) return other;
  }
  return before->speaker;
}

/* ---- the first person ------------------------------------------------------------------------------------------------------ */

static bool is_first_or_second_person(const hearsay_article *a, hs_range source) {
  if (source.last != source.first + 1) return false;
  return hs_is(a, source.first, "i") || hs_is(a, source.first, "we") || hs_is(a, source.first, "you");
}

static bool has_token(const hs_attribution *at, uint32_t token) {
  for (uint8_t i = 0; i < at->piece_count; i++)
    if (at->pieces[i].first <= token && token < at->pieces[i].last) return true;
  return false;
}

/* Whose words "I" and "we" are in: "I think", inside a quotation. */
static uint32_t speaker_around(const hearsay_article *a, uint32_t i) {
  uint32_t token = a->attributions[i].source.first;
  uint32_t first = i > 8 ? i - 8 : 0, last = i + 4 < a->attribution_count ? i + 4 : a->attribution_count;
  for (uint32_t k = first; k < last; k++)
    if (k != i && a->attributions[k].speaker != HEARSAY_NONE && has_token(&a->attributions[k], token))
      return a->attributions[k].speaker;
  return HEARSAY_NONE;
}

static uint32_t first_person_named(const hearsay_article *a, hs_range tokens) {
  for (uint32_t t = tokens.first; t < tokens.last; t++)
    if (a->name_at[t] != HEARSAY_NONE && a->names[a->name_at[t]].label == HEARSAY_PERSON)
      return a->names[a->name_at[t]].entity;
  return HEARSAY_NONE;
}

/* "Interview with Ada Reed", "The Lantern interviews Ada Reed", "Ada Reed, interviewed by the Lantern": who, at the top. */
static uint32_t interviewed(const hearsay_article *a) {
  for (uint32_t p = 0; p < a->paragraph_count && p < 6; p++) {
    hs_range r = a->paragraph_tokens[p];
    for (uint32_t t = r.first; t < r.last && t < r.first + 200; t++) {
      if (!hs_is(a, t, "interview") && !hs_is(a, t, "interviews") && !hs_is(a, t, "interviewed")) continue;
      uint32_t e = first_person_named(a, (hs_range){t, r.last});
      if (e == HEARSAY_NONE || hs_is(a, t + 1, "by")) e = first_person_named(a, (hs_range){r.first, t});
      if (e != HEARSAY_NONE) return e;
    }
  }
  return HEARSAY_NONE;
}

static bool is_asked(const hearsay_article *a, const hs_attribution *at) {
  hs_range r = a->paragraph_tokens[paragraph_of(a, at)];
  return r.last > r.first && a->tokens[r.last - 1].fold == '?';
}

/*
** "I" outside quotation marks: who answers in an interview ("you", in a question), else who wrote the article. Who asks has
** seldom a name.
*/
static void find_first_persons(hs_people *people) {
  hearsay_article *a = people->article;
  uint32_t answers = HEARSAY_NONE, writes = HEARSAY_NONE;
  bool looked = false;
  for (uint32_t i = 0; i < a->attribution_count && hs_tick(a); i++) {
    hs_attribution *at = &a->attributions[i];
    if (at->speaker != HEARSAY_NONE || !is_first_or_second_person(a, at->source)) continue;
    if (!hs_is(a, at->source.first, "you")) at->speaker = speaker_around(a, i);
    if (at->speaker != HEARSAY_NONE || hs_in_stretch(a, at->source.first)) continue;
    if (!looked) {
      answers = interviewed(a);
      writes = answers == HEARSAY_NONE ? interviewer(a) : answers;
      looked = true;
    }
    bool asked = answers != HEARSAY_NONE && is_asked(a, at);
    if (hs_is(a, at->source.first, "i")) at->speaker = asked ? HEARSAY_NONE : writes;
    if (hs_is(a, at->source.first, "you") && asked) at->speaker = answers;
  }
}

void hs_finish_speakers(hs_people *people) {
  hearsay_article *a = people->article;
  uint32_t asks = HEARSAY_NONE, answers = HEARSAY_NONE;
  bool looked = false;
  for (uint32_t i = 0; i < a->attribution_count && hs_tick(a); i++) {
    hs_attribution *at = &a->attributions[i];
    if (at->speaker == HEARSAY_NONE) at->speaker = entity_of_source(people, at);
    if (at->speaker == HEARSAY_NONE && at->continues != HEARSAY_NONE) at->speaker = next_speaker(a, i);
    bool question = is_letter_turn(a, at, "q"), answer = is_letter_turn(a, at, "a");
    if (!question && !answer) continue;
    if (!looked) {
      asks = interviewer(a);
      answers = interviewee(people, asks);
      looked = true;
    }
    at->speaker = question ? asks : answers;
  }
  find_first_persons(people);
}
