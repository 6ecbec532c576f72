/*
** sentences.c: where sentences end, inside a paragraph: at . ! ? or an ellipsis, with the closing marks and brackets
** behind it, unless what follows goes on in lower case ("Why?" he asked) or the full stop belongs to a title or an
** initial (Mr. Lin, J. K. Rowling). A number's point and an abbreviation's stop are inside their tokens already.
*/
#include "text/text.h"
#include "language/lexicon.h"

static bool is_closing(const hs_token *t) {
  switch (t->fold) {
  case ')':
  case ']':
  case HS_F_DOUBLE_CLOSE:
  case HS_F_SINGLE_CLOSE:
  case HS_F_GUILLEMET_CLOSE:
  case HS_F_ANGLE_CLOSE:
  case HS_F_CORNER_CLOSE: return true;
  default: return false;
  }
}

/* Straight marks close when nothing but the sentence's end is before them and space or nothing is behind. */
static bool closes_here(const hearsay_article *a, uint32_t t, uint32_t limit) {
  const hs_token *token = &a->tokens[t];
  if (is_closing(token)) return true;
  if (token->kind != HS_MARK || token->fold == '`') return false;
  if (token->fold != '"' && token->fold != '\'') return false;
  if (t == 0 || a->tokens[t - 1].end != token->start) return false;
  return t + 1 >= limit || a->tokens[t + 1].start > token->end || is_closing(&a->tokens[t + 1]);
}

/* The first word from t on, past opening marks and brackets. */
static uint32_t next_word(const hearsay_article *a, uint32_t t, uint32_t limit) {
  while (t < limit && (a->tokens[t].kind == HS_MARK || a->tokens[t].fold == '(' || a->tokens[t].fold == '[')) t++;
  return t;
}

/* Whether a sentence can begin at t: not in lower case. */
static bool can_begin(const hearsay_article *a, uint32_t t, uint32_t limit) {
  uint32_t w = next_word(a, t, limit);
  if (w >= limit) return true;
  const hs_token *token = &a->tokens[w];
  return token->kind != HS_WORD || hs_fold_is_upper(token->fold) || hs_described(a, w)->shape != HS_LOWER;
}

/*
** Whether the full stop inside token t ("Inc.", "U.S.", "p.m.") also ends the sentence: something like "The" or a mark
** follows. Never after titles and initials: "Mr. The" is no sentence end.
*/
static bool abbreviation_ends(const hearsay_article *a, uint32_t t, uint32_t limit) {
  const hs_token *token = hs_described(a, t);
  if (token->end - token->start == 2 || hs_classes(a, t) & HS_TITLE) return false;
  uint32_t w = next_word(a, t + 1, limit);
  if (w >= limit) return true;
  const hs_token *next = hs_described(a, w);
  if (next->kind != HS_WORD || next->shape == HS_LOWER || next->shape == HS_UPPER) return false;
  return (hs_classes(a, w) & HS_FUNCTION) != 0;
}

static bool ends_at(const hearsay_article *a, uint32_t t, uint32_t limit) {
  const hs_token *token = &a->tokens[t];
  if (token->kind == HS_WORD) return a->fold[token->end - 1] == '.' && abbreviation_ends(a, t, limit);
  if (token->kind != HS_PUNCT) return false;
  switch (token->fold) {
  case '.':
  case '!':
  case '?':
  case HS_F_ELLIPSIS: return true;
  default: return false;
  }
}

static bool add_sentence(hearsay_article *a, uint32_t *room, uint32_t *range_room, uint32_t p, hs_range r) {
  if (r.first >= r.last) return true;
  if (!hs_grow(a, (void **)&a->sentences, a->sentence_count, room, sizeof *a->sentences) ||
      !hs_grow(a, (void **)&a->sentence_tokens, a->sentence_count, range_room, sizeof *a->sentence_tokens))
    return false;
  a->sentences[a->sentence_count] =
      (hearsay_sentence){.span = {a->tokens[r.first].start, a->tokens[r.last - 1].end}, .paragraph = p};
  a->sentence_tokens[a->sentence_count] = r;
  for (uint32_t t = r.first; t < r.last; t++) a->tokens[t].sentence = a->sentence_count;
  a->sentence_count++;
  return true;
}

void hs_read_sentences(hearsay_article *article) {
  uint32_t room = 0, range_room = 0;
  for (uint32_t p = 0; !article->status && p < article->paragraph_count; p++) {
    hs_range r = article->paragraph_tokens[p];
    uint32_t start = r.first;
    for (uint32_t t = r.first; t < r.last && hs_tick(article); t++) {
      if (!ends_at(article, t, r.last)) continue;
      uint32_t end = t + 1;
      while (end < r.last && closes_here(article, end, r.last)) end++;
      bool spaced = end >= r.last || article->tokens[end].start > article->tokens[end - 1].end ||
                    article->tokens[end].fold == HS_F_LETTER; /* Chinese has no spaces */
      if (!spaced || !can_begin(article, end, r.last)) continue;
      if (!add_sentence(article, &room, &range_room, p, (hs_range){start, end})) return;
      start = end;
      t = end - 1;
    }
    if (!add_sentence(article, &room, &range_room, p, (hs_range){start, r.last})) return;
  }
}
