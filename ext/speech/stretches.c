/*
** stretches.c: what a quoted stretch is: speech, or a title, a nickname, a word held at arm's length.
**
**   the meeting on "Member States' Priorities"     a title: capitals throughout, no clause
**   Sam "The Wall" Okoro                           a nickname: inside a name
**   the so-called "reform"; a "reform" package      a scare quote: few words, a determiner before or a noun behind
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/grammar.h"
#include "text/text.h"

enum { LONGEST_NICKNAME = 4, LONGEST_SCARE = 3, LONGEST_TITLE = 16 };

typedef struct look {
  uint32_t words, capitals, long_words, verbs;
} look;

static look look_inside(const hearsay_article *a, const hs_stretch *s) {
  look l = {0};
  for (uint32_t t = s->tokens.first; t < s->tokens.last; t++) {
    const hs_token *token = &a->tokens[t];
    if (token->kind != HS_WORD && token->kind != HS_NUMBER) continue;
    l.words++;
    l.verbs += hs_is_finite_tag(token->tag);
    if (token->kind != HS_WORD || (hs_classes(a, t) & HS_FUNCTION) != 0 || a->fold[token->start] == '\'') continue;
    l.long_words++;
    l.capitals += token->shape != HS_LOWER;
  }
  return l;
}

/* "titled", "the film", "a meeting on", "the song": what stands before a title. */
static bool announces_title(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {
      "titled",   "entitled", "called", "named",   "dubbed",  "film",       "movie",       "book",       "novel",
      "song",     "album",    "series", "show",    "play",    "memoir",     "meeting",     "conference", "paper",
      "article",  "essay",    "poem",   "opera",   "musical", "exhibition", "documentary", "report",     "headlined",
      "campaign", "slogan",   "theme",  "seminar", "forum",   "single",     "hit",         "column",     "podcast",
      "lecture",  "on",       "his",    "her",     "in",      "of",         "with",        "and"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* "named their robot "Robogee."", "a user labelled "Anonymous"": a word of naming shortly before. */
static bool is_named(const hearsay_article *a, uint32_t before) {
  static const char *const words[] = {"name",   "named",  "names",    "labelled", "labeled",
                                      "dubbed", "titled", "entitled", "nicknamed"};
  for (uint32_t t = before; t > 0 && before - t < 5 && a->tokens[t - 1].sentence == a->tokens[before].sentence; t--)
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
      if (hs_is(a, t - 1, words[i])) return true;
  return false;
}

static bool is_nickname(const hearsay_article *a, const hs_stretch *s) {
  uint32_t before = s->tokens.first, after = s->tokens.last;
  if (s->words > LONGEST_NICKNAME || before == 0 || after >= a->token_count) return false;
  const hs_token *first = &a->tokens[before - 1], *last = &a->tokens[after];
  return first->kind == HS_WORD && last->kind == HS_WORD && first->shape >= HS_CAPITALISED &&
         last->shape >= HS_CAPITALISED && first->shape != HS_UNCASED && last->shape != HS_UNCASED &&
         a->tokens[before].sentence == last->sentence && hs_is_name_tag(first->tag) && hs_is_name_tag(last->tag) &&
         !s->ends_clause;
}

static hs_use use_of(const hearsay_article *a, const hs_stretch *s) {
  look l = look_inside(a, s);
  uint32_t before = s->tokens.first;
  bool starts = before == 0 || a->tokens[before - 1].sentence != a->tokens[before].sentence;
  if (is_nickname(a, s)) return HS_USE_NICKNAME;
  if (l.long_words && l.capitals == l.long_words && l.words <= 6 && is_named(a, before)) return HS_USE_TITLE;
  bool capitals = l.long_words >= 2 && l.capitals == l.long_words && l.words <= LONGEST_TITLE;
  if (capitals && !s->ends_clause && !starts) return HS_USE_TITLE;
  if (!starts && l.words <= 6 && l.long_words && l.capitals == l.long_words && !s->ends_clause &&
      announces_title(a, before - 1))
    return HS_USE_TITLE;
  if (capitals && !starts && !l.verbs && announces_title(a, before - 1)) return HS_USE_TITLE;
  /* "Curfew for Cellos" is on at the Almond: the subject of its sentence */
  uint32_t behind = s->tokens.last;
  bool subject =
      behind < a->token_count && hs_is_auxiliary(a, behind) && a->tokens[behind].sentence == a->tokens[before].sentence;
  if (starts && subject && l.long_words && l.capitals == l.long_words && !s->ends_clause) return HS_USE_TITLE;
  if (l.words > LONGEST_SCARE || s->ends_clause || s->comma_behind || starts) return HS_USE_SPEECH;
  const hs_token *previous = &a->tokens[before - 1];
  bool determined = previous->tag == HS_DT || hs_is(a, before - 1, "so-called") || hs_is(a, before - 1, "called") ||
                    hs_is(a, before - 1, "word") || hs_is(a, before - 1, "term") || hs_is(a, before - 1, "phrase") ||
                    hs_is(a, before - 1, "known");
  uint32_t after = s->tokens.last;
  bool noun_behind =
      after < a->token_count && a->tokens[after].sentence == previous->sentence && hs_is_noun_tag(a->tokens[after].tag);
  return determined && (noun_behind || l.words == 1) ? HS_USE_SCARE : HS_USE_SPEECH;
}

void hs_sort_stretches(hearsay_article *article) {
  for (uint32_t i = 0; i < article->stretch_count && hs_tick(article); i++) {
    hs_stretch *s = &article->stretches[i];
    s->use = s->chain != HEARSAY_NONE ? (uint8_t)HS_USE_SPEECH : (uint8_t)use_of(article, s);
  }
}
