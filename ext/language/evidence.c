/*
** evidence.c: what an article shows of its own words. A word that is written with a capital in the middle of a sentence
** is part of a name at the beginning of another; a word that also occurs in small letters may not be.
**
** One hash table for an article: it grows with the different words in it, and a look-up looks at a bounded number of
** places, so that no text can make it slow; the words that do not fit are not known, which is the usual case anyway.
*/
#include "language/naming.h"
#include "language/lexicon.h"
#include "text/text.h"

#include <string.h>

enum { FIRST_ROOM = 256, MOST_PROBES = 24, SHORTEST_TELLING_WORD = 4, FEWEST_TELLING_WORDS = 3 };

static uint32_t slot_of(const hs_evidence *e, uint32_t key) {
  return (key * 0x9E3779B1u >> 7) & (e->room - 1);
}

/* The slot with the key, or the empty one where it belongs; NULL when the neighbourhood is full. */
static hs_seen *probe(const hs_evidence *e, uint32_t key) {
  uint32_t slot = slot_of(e, key);
  for (uint32_t i = 0; i < MOST_PROBES; i++) {
    hs_seen *seen = &e->slots[(slot + i) & (e->room - 1)];
    if (seen->key == key || !seen->key) return seen;
  }
  return NULL;
}

hs_seen *hs_find_seen(const hs_evidence *e, uint32_t key) {
  if (!e->room || !key) return NULL;
  hs_seen *seen = probe(e, key);
  return seen && seen->key ? seen : NULL;
}

static bool grow(hearsay_article *article, hs_evidence *e) {
  hs_evidence bigger = {.room = e->room ? 2 * e->room : FIRST_ROOM};
  size_t bytes = bigger.room * sizeof *bigger.slots;
  bigger.slots = hs_resize(&article->memory, NULL, 0, bytes);
  if (!bigger.slots) {
    article->status = HEARSAY_NOMEM;
    return false;
  }
  memset(bigger.slots, 0, bytes);
  for (uint32_t i = 0; i < e->room; i++) {
    hs_seen *to = e->slots[i].key ? probe(&bigger, e->slots[i].key) : NULL;
    if (!to) continue;
    *to = e->slots[i];
    bigger.used++;
  }
  hs_drop_evidence(article, e);
  *e = bigger;
  return true;
}

hs_seen *hs_add_seen(hearsay_article *article, hs_evidence *e, uint32_t key) {
  if (article->status || !key) return NULL;
  if (e->used >= e->room / 2 && !grow(article, e)) return NULL;
  hs_seen *seen = probe(e, key);
  if (seen && !seen->key) {
    seen->key = key;
    e->used++;
  }
  return seen;
}

void hs_drop_evidence(hearsay_article *article, hs_evidence *e) {
  hs_release(&article->memory, e->slots, e->room * sizeof *e->slots);
  *e = (hs_evidence){0};
}

uint32_t hs_join_hash(const hearsay_article *article, hs_range tokens) {
  uint32_t hash = 0;
  for (uint32_t t = tokens.first; t < tokens.last; t++) {
    const hs_token *token = &article->tokens[t];
    if (token->kind == HS_WORD || token->kind == HS_NUMBER) hash = hash * 0x01000193u + token->hash;
  }
  return hash;
}

/* ---- how a sentence uses capitals ------------------------------------------------------------------------------------ */

/*
** Words that tell: long enough to have a capital in a headline ("Council to Vote on New Budget"), not in a quotation.
** A line is a heading when nearly all of them have one and it does not end like a sentence. Bylines and credits have
** little but names.
*/
static hs_style style_of(const hearsay_article *a, hs_range r, hearsay_role role) {
  uint32_t capital = 0, upper = 0, lower = 0;
  if (role == HEARSAY_BYLINE || role == HEARSAY_CREDIT || a->tokens[r.first].fold == '(') return HS_RUNNING;
  for (uint32_t t = r.first; t < r.last; t++) {
    const hs_token *token = &a->tokens[t];
    if (token->kind != HS_WORD || token->end - token->start < SHORTEST_TELLING_WORD) continue;
    if (hs_classes(a, t) & HS_FUNCTION && token->shape != HS_UPPER) continue;
    capital += token->shape == HS_CAPITALISED;
    upper += token->shape == HS_UPPER;
    lower += token->shape == HS_LOWER;
  }
  uint32_t all = capital + upper + lower;
  if (all < FEWEST_TELLING_WORDS) return HS_RUNNING;
  if (upper * 10 >= all * 8) return HS_ALL_CAPITALS;
  bool line = role == HEARSAY_HEADLINE || a->tokens[r.last - 1].fold != '.';
  return line && (capital + upper) * 10 >= all * 8 && all > FEWEST_TELLING_WORDS ? HS_HEADING : HS_RUNNING;
}

void hs_enter_sentence(hs_finder *f, uint32_t sentence) {
  const hearsay_article *a = f->article;
  f->sentence = a->sentence_tokens[sentence];
  uint32_t p = a->sentences[sentence].paragraph;
  f->clause = f->sentence.first;
  f->dateline = false;
  if (f->sentence.first == a->paragraph_tokens[p].first) {
    uint32_t start = hs_text_start(a, p);
    f->dateline = start > f->sentence.first;
    f->clause = start < f->sentence.last ? start : f->sentence.last;
  }
  if (!f->styles[sentence])
    f->styles[sentence] = (uint8_t)(style_of(a, (hs_range){f->clause, f->sentence.last}, a->paragraphs[p].role) + 1);
  f->style = (hs_style)(f->styles[sentence] - 1);
}

uint32_t hs_name_classes(const hearsay_article *article, uint32_t t) {
  uint32_t classes = hs_classes(article, t);
  if (!(classes & HS_CAPITALS) || article->tokens[t].shape == HS_UPPER) return classes;
  return classes & ~(uint32_t)(HS_ORG_NAME | HS_OTHER_NAME | HS_AGENCY | HS_COUNTRY | HS_REGION | HS_CITY);
}

bool hs_has_capital(const hearsay_article *article, uint32_t t) {
  const hs_token *token = &article->tokens[t];
  return token->kind == HS_WORD && token->shape >= HS_CAPITALISED && token->shape <= HS_MIXED;
}

/* The first word behind a dateline too, and after an opening mark, a colon, a bullet or dots. */
bool hs_begins_clause(const hs_finder *f, uint32_t t) {
  if (t == f->sentence.first || t == f->clause) return true;
  const hs_token *before = &f->article->tokens[t - 1];
  switch (before->kind) {
  case HS_MARK: return before->end >= f->article->tokens[t].start;
  case HS_PUNCT:
    switch (before->fold) {
    case ':':
    case ';':
    case HS_F_BULLET:
    case HS_F_ELLIPSIS: return true;
    case '*':
    case '(':
    case '[':
    case '-': return t - 1 == f->sentence.first;
    default: return before->fold == '.' && before->end - before->start > 1;
    }
  default: return false;
  }
}

/* ---- gathering ------------------------------------------------------------------------------------------------------- */

/* Capitals of one sentence, of single words and of neighbours: "Foreign Ministry" at the beginning of another is a name. */
static void gather_capitals(hs_finder *f) {
  hearsay_article *a = f->article;
  for (uint32_t t = f->clause; t < f->sentence.last && hs_tick(a); t++) {
    if (!hs_has_capital(a, t)) continue;
    hs_seen *seen = hs_add_seen(a, &f->evidence, a->tokens[t].hash); /* the first word of a sentence too: for `lower` */
    if (hs_begins_clause(f, t)) continue;
    if (seen) hs_count(&seen->capital, 1);
    if (!hs_has_capital(a, t - 1) || t - 1 < f->clause || hs_begins_clause(f, t - 1)) continue;
    seen = hs_add_seen(a, &f->evidence, hs_join_hash(a, (hs_range){t - 1, t + 1}));
    if (seen) hs_count(&seen->capital, 1);
  }
}

void hs_gather_evidence(hs_finder *f) {
  hearsay_article *a = f->article;
  f->styles = hs_allocate(a, a->sentence_count + (size_t)1, 1);
  for (uint32_t s = 0; s < a->sentence_count && !a->status; s++) {
    hs_enter_sentence(f, s);
    if (f->style == HS_RUNNING) gather_capitals(f);
  }
  for (uint32_t t = 0; t < a->token_count && hs_tick(a); t++) {
    if (a->tokens[t].shape != HS_LOWER) continue;
    hs_seen *seen = hs_find_seen(&f->evidence, a->tokens[t].hash);
    if (seen) hs_count(&seen->lower, 1);
  }
}

bool hs_seen_inside(const hs_finder *f, hs_range tokens) {
  const hs_seen *seen = hs_find_seen(&f->evidence, hs_join_hash(f->article, tokens));
  return seen && seen->capital > seen->lower;
}
