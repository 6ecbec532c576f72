/*
** phrases.c: noun phrases by a conditional random field; see phrases.h. Every token is an item of it, quotation marks, too.
** The tag alone says of half of the tokens whether they are in a phrase; features are looked up for the others.
*/
#include "language/phrases.h"
#include "language/lexicon.h"
#include "language/names.h"
#include "language/tags.h"

enum {
  AROUND = 2, /* words on each side that features look at */
  AT = AROUND /* the place of the word itself among them */
};

/* ---- a word in its sentence ------------------------------------------------------------------------------------------ */

typedef struct word {
  uint32_t symbol; /* of its tags; of a sign which it is */
  uint32_t key;    /* of its letters */
  uint32_t word_class;
  bool capital;
} word;

typedef struct chunker {
  hearsay_article *article;
  hs_phrase_visitor *visit; /* NULL: decide */
  void *data;
  hs_range sentence;
  word words[AROUND + 1 + AROUND];
  hs_range open; /* the phrase being read; empty: none */
  uint32_t room;
  hs_sequence sequence;
} chunker;

static uint32_t symbol_of(const hearsay_article *a, uint32_t t) {
  const hs_token *token = &a->tokens[t];
  if (token->tag != HS_PUNCTUATION) return hs_mix(token->tag, token->universal);
  if (token->kind != HS_MARK) return hs_mix(HS_TAGS, token->fold);
  bool opens = t + 1 < a->token_count && a->tokens[t + 1].start == token->end;
  bool closes = t > 0 && a->tokens[t - 1].end == token->start;
  return hs_mix(HS_TAGS + 1, opens + 2u * closes);
}

static uint32_t key_of(const hs_token *token) {
  if (token->kind == HS_WORD) return token->hash;
  return hs_mix(token->kind, token->kind == HS_NUMBER ? token->end - token->start : token->fold);
}

static word describe(const chunker *c, uint32_t t) {
  if (t < c->sentence.first || t >= c->sentence.last) return (word){.symbol = 1, .key = 1};
  const hearsay_article *a = c->article;
  const hs_token *token = &a->tokens[t];
  return (word){.symbol = symbol_of(a, t),
                .key = key_of(token),
                .word_class = token->kind == HS_WORD ? hs_word_class(token->word) : 0,
                .capital = token->shape != HS_LOWER && token->shape != HS_UNCASED};
}

/* ---- features -------------------------------------------------------------------------------------------------------- */

static void add_features(const word *w, hs_features *f) {
  const word *p = w - 1, *pp = w - 2, *n = w + 1;
  uint32_t capitals = pp->capital + 2u * p->capital + 4u * w->capital + 8u * n->capital;
  f->count = 0;
  hs_add_feature(f, hs_key2(1, p->symbol, w->symbol));
  hs_add_feature(f, hs_key3(3, pp->symbol, p->symbol, w->symbol));
  hs_add_feature(f, hs_key(10, w->key));
  hs_add_feature(f, hs_key2(11, p->key, w->symbol));
  hs_add_feature(f, hs_key2(12, w->symbol, n->key));
  hs_add_feature(f, hs_key2(13, w->key, n->symbol));
  hs_add_feature(f, hs_key2(14, p->symbol, w->key));
  hs_add_feature(f, hs_key2(15, p->key, w->key));
  hs_add_feature(f, hs_key2(20, w->word_class, w->symbol));
  hs_add_feature(f, hs_key2(30, capitals, w->symbol));
}

/* ---- what a token can be --------------------------------------------------------------------------------------------- */

enum { OUTSIDE = 1 << HS_PHRASE_OUTSIDE, FIRST = 1 << HS_PHRASE_FIRST, INSIDE = 1 << HS_PHRASE_INSIDE, ANY = 7 };

static uint32_t sign_labels(uint8_t fold) {
  switch (fold) {
  case '.':
  case '!':
  case '?':
  case ';':
  case ':': return OUTSIDE;
  default: return OUTSIDE | INSIDE;
  }
}

/* "Lee, 52, said": the trees see no phrase in an age, who describes people does. */
static bool is_age(const hearsay_article *a, uint32_t t) {
  return a->tokens[t].kind == HS_NUMBER && t > 0 && a->tokens[t - 1].fold == ',' &&
         a->tokens[t - 1].sentence == a->tokens[t].sentence && a->tokens[t + 1].tag == HS_PUNCTUATION;
}

/* What token t can be: a name is never torn. */
static uint32_t labels_at(const hearsay_article *a, uint32_t t) {
  uint32_t name = a->name_at ? a->name_at[t] : HEARSAY_NONE;
  if (name != HEARSAY_NONE) return a->names[name].tokens.first == t ? FIRST | INSIDE : INSIDE;
  const hs_token *token = &a->tokens[t];
  switch (token->tag) {
  case HS_PUNCTUATION: return token->kind == HS_MARK ? ANY : sign_labels(token->fold);
  case HS_EX:
  case HS_MD:
  case HS_VBD:
  case HS_VBP:
  case HS_VBZ: return OUTSIDE;
  case HS_CC:
  case HS_POS:
  case HS_RP: return OUTSIDE | INSIDE;
  case HS_CD: return is_age(a, t) ? FIRST : ANY;
  case HS_PRP: return FIRST;
  case HS_IN: return token->universal == HEARSAY_SCONJ ? OUTSIDE : ANY;
  case HS_TO: return OUTSIDE | INSIDE;
  default: return ANY;
  }
}

/* ---- phrases --------------------------------------------------------------------------------------------------------- */

/* The last noun or name's word of a phrase, else its last word. */
static uint32_t head_of(const hearsay_article *a, hs_range r) {
  uint32_t last = HEARSAY_NONE;
  for (uint32_t t = r.last; t-- > r.first;) {
    if (hs_is_noun_tag(a->tokens[t].tag) || a->name_at[t] != HEARSAY_NONE) return t;
    if (last == HEARSAY_NONE && a->tokens[t].tag != HS_PUNCTUATION) last = t;
  }
  return last;
}

static bool is_definite(const hearsay_article *a, const hs_phrase *phrase) {
  static const char *const words[] = {"the", "this", "that", "these", "those"};
  uint32_t first = phrase->tokens.first;
  if (phrase->kind != HEARSAY_NOMINAL || a->tokens[first].tag == HS_PRPS) return true;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, first, words[i])) return true;
  for (uint32_t t = first; t < phrase->head; t++)
    if (a->tokens[t].tag == HS_POS) return true;
  return false;
}

/* "a", "the", torn from what it belongs to. */
static bool is_bare_article(const hearsay_article *a, hs_range r) {
  return r.last - r.first == 1 && a->tokens[r.first].tag == HS_DT &&
         (hs_is(a, r.first, "a") || hs_is(a, r.first, "an") || hs_is(a, r.first, "the"));
}

static void add_phrase(chunker *c, hs_range r) {
  hearsay_article *a = c->article;
  if (is_bare_article(a, r)) return;
  uint32_t head = head_of(a, r);
  if (head == HEARSAY_NONE || !hs_grow(a, (void **)&a->phrases, a->phrase_count, &c->room, sizeof *a->phrases)) return;
  hs_phrase *phrase = &a->phrases[a->phrase_count];
  *phrase = (hs_phrase){.tokens = r, .head = head, .kind = HEARSAY_NOMINAL};
  if (a->name_at[head] != HEARSAY_NONE)
    phrase->kind = HEARSAY_NAME;
  else if (a->tokens[head].tag == HS_PRP)
    phrase->kind = HEARSAY_PRONOUN;
  phrase->definite = is_definite(a, phrase);
  for (uint32_t t = r.first; t < r.last; t++) a->phrase_at[t] = a->phrase_count;
  a->phrase_count++;
}

/* Adds the phrase that has been open. It does not run over a mark whose partner is outside: a [“short fix” plan], but
** a “[short fix] that …”. */
static void close_phrase(chunker *c) {
  const hearsay_article *a = c->article;
  hs_range r = c->open;
  c->open = (hs_range){0, 0};
  uint32_t marks = 0, mark = 0;
  for (uint32_t t = r.first; t < r.last; t++) {
    if (a->tokens[t].kind != HS_MARK || a->tokens[t].tag != HS_PUNCTUATION) continue;
    marks++;
    mark = t;
  }
  if (marks % 2 && mark + 1 < r.last)
    r.first = mark + 1;
  else if (marks % 2)
    r.last = mark;
  if (r.first < r.last) add_phrase(c, r);
}

static void read_label(chunker *c, uint32_t t, uint8_t label) {
  if (label == HS_PHRASE_INSIDE && c->open.first < c->open.last) {
    c->open.last = t + 1;
    return;
  }
  if (c->open.first < c->open.last) close_phrase(c);
  if (label != HS_PHRASE_OUTSIDE) c->open = (hs_range){t, t + 1};
}

/* ---- deciding -------------------------------------------------------------------------------------------------------- */

static void add_item(chunker *c, uint32_t t) {
  hs_features *features = hs_next_features(&c->sequence);
  uint32_t labels = labels_at(c->article, t);
  if (labels & (labels - 1)) add_features(&c->words[AT], features);
  if (c->visit)
    c->visit(c->data, t, labels, features);
  else
    hs_add_item(&c->sequence, labels, NULL);
}

/* Decides on the tokens up to `last` whose items have been added. */
static void decide(chunker *c, uint32_t last, bool ends) {
  uint32_t first = last - c->sequence.length, count = c->sequence.length;
  hs_decode(&c->sequence, ends);
  for (uint32_t i = 0; i < count; i++) read_label(c, first + i, c->sequence.labels[i]);
}

static void read_sentence(chunker *c, hs_range r) {
  hs_begin_sequence(&c->sequence, HS_MODEL(phrases));
  c->sentence = r;
  for (uint32_t i = 0; i < AROUND; i++) {
    c->words[AT - 1 - i] = (word){.symbol = 1, .key = 1};
    c->words[AT + i + 1] = describe(c, r.first + i);
  }
  for (uint32_t t = r.first; t < r.last && hs_tick(c->article); t++) {
    for (uint32_t i = 0; i < AROUND + AROUND; i++) c->words[i] = c->words[i + 1];
    c->words[AROUND + AROUND] = describe(c, t + AROUND);
    add_item(c, t);
    if (c->sequence.length == HS_WINDOW) decide(c, t + 1, false);
  }
  if (c->visit || c->article->status) return;
  decide(c, r.last, true);
  if (c->open.first < c->open.last) close_phrase(c);
}

void hs_visit_phrases(hearsay_article *article, hs_phrase_visitor *visit, void *data) {
  chunker *c = hs_allocate_scratch(article, sizeof *c);
  if (article->status) return;
  c->open = (hs_range){0, 0};
  c->room = 0;
  for (uint32_t i = 0; i < sizeof c->words / sizeof *c->words; i++) c->words[i] = (word){.symbol = 0};
  c->article = article;
  c->visit = visit;
  c->data = data;
  for (uint32_t s = 0; s < article->sentence_count && !article->status; s++)
    read_sentence(c, article->sentence_tokens[s]);
  hs_drop(article, c);
}

void hs_find_phrases(hearsay_article *article) {
  article->phrase_at = hs_allocate_index(article, article->token_count + (size_t)1);
  if (article->status) return;
  hs_visit_phrases(article, NULL, NULL);
  hs_trim(article, (void **)&article->phrases, article->phrase_count, sizeof *article->phrases);
}

const hs_phrase *hs_phrase_before(const hearsay_article *article, uint32_t token) {
  uint32_t p = token ? article->phrase_at[token - 1] : HEARSAY_NONE;
  return p != HEARSAY_NONE && article->phrases[p].tokens.last == token ? &article->phrases[p] : NULL;
}

const hs_phrase *hs_phrase_from(const hearsay_article *article, uint32_t token) {
  uint32_t p = token < article->token_count ? article->phrase_at[token] : HEARSAY_NONE;
  return p != HEARSAY_NONE && article->phrases[p].tokens.first == token ? &article->phrases[p] : NULL;
}
