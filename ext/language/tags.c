/*
** tags.c: parts of speech by a conditional random field. Most words can be one thing only, by the dictionary or by their
** form; features are looked up for the others. A sentence is decoded in windows of HS_WINDOW words.
*/
#include "language/tags.h"
#include "language/lexicon.h"
#include "language/tables.h"
#include "language/tag_labels.h"
#include "text/text.h"

#include <string.h>

enum {
  AROUND = 2,        /* words on each side that features look at */
  HEADING_LOOK = 60, /* words looked at to tell a headline */
  LONGEST_ENDING = 5
};

/* ---- labels --------------------------------------------------------------------------------------------------------- */

static const uint8_t penn_of[] = {
#define PENN(identifier, name, tag, universal, open) tag,
    HS_TAG_LABELS(PENN)};
static const uint8_t universal_of[] = {
#define UNIVERSAL(identifier, name, tag, universal, open) universal,
    HS_TAG_LABELS(UNIVERSAL)};

#define OPEN(identifier, name, tag, universal, open) | ((open) ? HS_LABEL(identifier) : 0)
static const uint64_t open_labels = 0 HS_TAG_LABELS(OPEN);

static const uint64_t name_labels = HS_LABEL(NNP_PROPN) | HS_LABEL(NNP_ADJ) | HS_LABEL(NNP_VERB);

bool hs_word_can_be(uint32_t word, uint8_t tag) {
  uint64_t labels = word ? hs_label_sets[hs_word_slots[word - 1].small] & ~HS_OPEN_SET : 0;
  for (uint32_t i = 0; labels; i++, labels >>= 1)
    if (labels & 1 && penn_of[i] == tag) return true;
  return false;
}

/* ---- a word in its sentence ------------------------------------------------------------------------------------------ */

typedef struct word {
  uint32_t token;
  uint32_t key;        /* of its letters, or of its sign */
  uint64_t labels;     /* what it can be; HS_OPEN_SET: any open class, too */
  uint32_t labels_key; /* of that set */
  uint32_t word_class; /* hs_word_class, by which alike words are one */
  uint32_t form;       /* capitals, digits, hyphens; where a capital says nothing */
} word;

typedef struct tagger {
  hearsay_article *article;
  hs_tag_visitor *visit; /* NULL: decide */
  void *data;
  bool heading;                            /* capitals say nothing in this sentence */
  bool at_start;                           /* no word of the sentence has come yet */
  bool in_single;                          /* a single quotation mark has opened */
  uint32_t count;                          /* words in the buffer, the first AROUND of them have been decided */
  word words[AROUND + HS_WINDOW + AROUND]; /* the window with the words around it */
  hs_sequence sequence;
} tagger;

static bool has_hyphen(const hearsay_article *a, const hs_token *token) {
  return token->end - token->start > 2 &&
         memchr(a->fold + token->start + 1, '-', token->end - token->start - 2) != NULL;
}

static bool has_capital(const hearsay_article *a, const hs_token *token) {
  return token->shape != HS_LOWER && token->shape != HS_UNCASED && hs_fold_is_upper(a->fold[token->start]);
}

/* Whether the letters before the token's end are these (lower case). */
static bool ends_with(const hearsay_article *a, const hs_token *token, const char *letters) {
  uint32_t count = (uint32_t)strlen(letters);
  if (token->end - token->start < count) return false;
  for (uint32_t i = 0; i < count; i++)
    if (hs_fold_lower(a->fold[token->end - count + i]) != (unsigned char)letters[i]) return false;
  return true;
}

/* ---- what a word can be ---------------------------------------------------------------------------------------------- */

/* The dictionary's labels of a word as it is written here. */
static uint64_t word_labels(const tagger *t, const hs_token *token) {
  const hearsay_article *a = t->article;
  uint64_t small = 0, capital = 0, plural_name = 0;
  if (token->word) {
    small = hs_label_sets[hs_word_slots[token->word - 1].small];
    capital = hs_label_sets[hs_word_slots[token->word - 1].capital];
  }
  if (token->shape == HS_UNCASED) return HS_OPEN_SET | small;
  if (!has_capital(a, token)) return small ? small : HS_OPEN_SET | capital;
  if (ends_with(a, token, "s")) plural_name = HS_LABEL(NNPS_PROPN);
  if (t->heading || t->at_start) return (small || capital ? small | capital : HS_OPEN_SET) | name_labels | plural_name;
  if (capital) return capital;
  return (small ? small : HS_OPEN_SET) | name_labels | plural_name;
}

static uint64_t number_labels(const tagger *t, const hs_token *token) {
  const hearsay_article *a = t->article;
  if (!hs_fold_is_letter(a->fold[token->end - 1])) return HS_LABEL(CD_NUM);
  return HS_LABEL(JJ_ADJ) | HS_LABEL(NN_NOUN) | HS_LABEL(CD_NUM) | HS_LABEL(NNS_NOUN) | HS_LABEL(SYM_SYM);
}

static bool touches(const hearsay_article *a, uint32_t token) {
  return token > 0 && token + 1 < a->token_count && a->tokens[token - 1].end == a->tokens[token].start &&
         a->tokens[token + 1].start == a->tokens[token].end;
}

/* ":-)" and its like, where they are one token. */
static bool is_smiley(const hearsay_article *a, const hs_token *token) {
  return token->end - token->start > 1 && memchr(":;=", token->fold, 3) && memchr("()/|]*", a->fold[token->end - 1], 6);
}

static uint64_t sign_labels(const tagger *t, uint32_t at) {
  const hearsay_article *a = t->article;
  const hs_token *token = &a->tokens[at];
  if (is_smiley(a, token)) return HS_LABEL(COLON_PUNCT) | HS_LABEL(NFP_SYM);
  if (token->end - token->start > 1) /* "...", "?!" */
    return memchr("!?", token->fold, 2) ? HS_LABEL(STOP_PUNCT) : HS_LABEL(COLON_PUNCT);
  switch (token->fold) {
  case ',': return HS_LABEL(COMMA_PUNCT);
  case '.':
  case '!':
  case '?': return HS_LABEL(STOP_PUNCT);
  case '(':
  case ')':
  case '[':
  case ']':
  case '{':
  case '}': return HS_LABEL(BRACKET_PUNCT);
  case '-':
  case '/':
  case HS_F_EN_DASH:
    return touches(a, at) || token->fold == '/' ? HS_LABEL(HYPH_PUNCT) | HS_LABEL(SYM_SYM) : HS_LABEL(COLON_PUNCT);
  case '<':
  case '>': return HS_LABEL(BRACKET_PUNCT) | HS_LABEL(SYM_SYM);
  case '&': return HS_LABEL(CC_CCONJ);
  case '%': return HS_LABEL(NN_SYM);
  case '$':
  case HS_F_SYMBOL:
  case '+':
  case '=':
  case '#':
  case '@': return HS_LABEL(SYM_SYM);
  default: return HS_LABEL(COLON_PUNCT);
  }
}

/* The mark of "the ministers' plan", when no single mark is open: not a quotation mark. */
static bool is_possessive_mark(const tagger *t, uint32_t at) {
  const hearsay_article *a = t->article;
  const hs_token *token = &a->tokens[at];
  if (t->in_single || (token->fold != '\'' && token->fold != HS_F_SINGLE_CLOSE) || !at) return false;
  const hs_token *before = token - 1;
  return before->kind == HS_WORD && before->end == token->start && hs_fold_lower(a->fold[before->end - 1]) == 's' &&
         token->end < a->char_count && hs_fold_is_space(a->fold[token->end]);
}

/* What token `at` can be; 0 when it is left out of the sequence: quotation marks are. */
static uint64_t labels_at(tagger *t, uint32_t at) {
  const hs_token *token = &t->article->tokens[at];
  switch (token->kind) {
  case HS_MARK:
    if (is_possessive_mark(t, at)) return HS_LABEL(POS_PART);
    if (token->fold == '\'' || token->fold == '`' || token->fold == HS_F_SINGLE_OPEN ||
        token->fold == HS_F_SINGLE_CLOSE)
      t->in_single = !t->in_single;
    return 0;
  case HS_PUNCT: return sign_labels(t, at);
  case HS_ADDRESS:
    return token->fold == '@' || token->fold == '#' ? HS_LABEL(NNP_PROPN) : HS_LABEL(ADD_X) | HS_LABEL(ADD_PROPN);
  case HS_NUMBER: return number_labels(t, token);
  default: return word_labels(t, token);
  }
}

/* ---- features -------------------------------------------------------------------------------------------------------- */

enum {
  FORM_CAPITAL = 1,
  FORM_UPPER = 2,
  FORM_MIXED = 4,
  FORM_INITIAL = 8,
  FORM_DIGIT = 16,
  FORM_HYPHEN = 32,
  FORM_FREE = 64, /* a capital says nothing here */
  FORM_HEADING = 128,
  FORM_STOP = 256 /* ends with a full stop */
};

static uint32_t form_of(const tagger *t, const hs_token *token) {
  const hearsay_article *a = t->article;
  uint32_t form = 0;
  if (has_capital(a, token)) form |= FORM_CAPITAL | (t->at_start ? FORM_FREE : 0);
  if (token->shape == HS_UPPER) form |= FORM_UPPER;
  if (token->shape == HS_MIXED) form |= FORM_MIXED;
  if (token->shape == HS_INITIAL) form |= FORM_INITIAL;
  if (token->kind == HS_NUMBER) form |= FORM_DIGIT;
  if (has_hyphen(a, token)) form |= FORM_HYPHEN;
  if (a->fold[token->end - 1] == '.') form |= FORM_STOP;
  if (t->heading) form |= FORM_HEADING;
  return form;
}

static word describe(const tagger *t, uint32_t at, uint64_t labels) {
  const hs_token *token = &t->article->tokens[at];
  word w = {.token = at, .labels = labels, .form = form_of(t, token)};
  w.key = token->kind == HS_WORD ? token->hash
                                 : hs_mix(token->kind + (token->end - token->start > 1 ? 16u : 0), token->fold);
  w.labels_key = hs_mix((uint32_t)labels, (uint32_t)(labels >> 32));
  w.word_class = token->kind == HS_WORD ? hs_word_class(token->word) : 0;
  return w;
}

/* Adds the endings of up to LONGEST_ENDING letters and the beginnings of up to three. */
static void add_affixes(const hearsay_article *a, const word *w, hs_features *f) {
  const hs_token *token = &a->tokens[w->token];
  uint32_t key = w->form & (FORM_CAPITAL | FORM_FREE), letters = 0;
  for (uint32_t i = token->end; i > token->start && letters < LONGEST_ENDING; i--) {
    unsigned char c = hs_fold_lower(a->fold[i - 1]);
    if (c == HS_F_JOINED) continue;
    key = hs_mix(key, c);
    hs_add_feature(f, hs_key2(1, ++letters, key));
  }
  key = letters = 0;
  for (uint32_t i = token->start; i < token->end && letters < 3; i++) {
    unsigned char c = hs_fold_lower(a->fold[i]);
    if (c == HS_F_JOINED) continue;
    key = hs_mix(key, c);
    hs_add_feature(f, hs_key2(2, ++letters, key));
  }
  if (!(w->form & FORM_HYPHEN)) return;
  for (uint32_t i = token->end; i > token->start && a->fold[i - 1] != '-'; i--) /* three-year-old: "old" */
    key = hs_mix(key, hs_fold_lower(a->fold[i - 1]));
  hs_add_feature(f, hs_key(3, key));
}

/* The last letters of a neighbour. */
static uint32_t ending(const hearsay_article *a, const word *w, uint32_t count) {
  const hs_token *token = &a->tokens[w->token];
  uint32_t key = token->kind;
  for (uint32_t i = token->end; i > token->start && count > 0; i--, count--)
    key = hs_mix(key, hs_fold_lower(a->fold[i - 1]));
  return key;
}

/* Features of words[i], which has two words on each side. */
static void add_features(const tagger *t, const word *w, hs_features *f) {
  const hearsay_article *a = t->article;
  const word *p = w - 1, *pp = w - 2, *n = w + 1, *nn = w + 2;
  const uint32_t capital = FORM_CAPITAL | FORM_UPPER | FORM_FREE | FORM_HEADING;
  const uint32_t names = HS_GIVEN_NAME | HS_SURNAME | HS_CITY | HS_COUNTRY | HS_REGION | HS_ORG_NAME | HS_OTHER_NAME |
                         HS_DEMONYM | HS_TITLE | HS_PERSON_NOUN | HS_BODY_NOUN | HS_MONTH | HS_WEEKDAY;
  f->count = 0;
  hs_add_feature(f, hs_key(12, p->key));
  hs_add_feature(f, hs_key(14, pp->key));
  hs_add_feature(f, hs_key(15, nn->key));
  hs_add_feature(f, hs_key2(17, w->key, n->key));
  hs_add_feature(f, hs_key(20, w->labels_key));
  hs_add_feature(f, hs_key2(21, p->labels_key, w->labels_key));
  hs_add_feature(f, hs_key2(23, p->labels_key, n->labels_key));
  hs_add_feature(f, hs_key(24, p->labels_key));
  hs_add_feature(f, hs_key(25, n->labels_key));
  hs_add_feature(f, hs_key2(28, pp->labels_key, p->labels_key));
  hs_add_feature(f, hs_key2(29, w->key, n->labels_key));
  hs_add_feature(f, hs_key(32, w->form));
  hs_add_feature(f, hs_key3(33, p->form & capital, w->form & capital, n->form & capital));
  for (uint32_t shift = 0; shift <= 6; shift += 2)
    hs_add_feature(f, hs_key2(40, shift, hs_coarse_class(w->word_class, shift)));
  hs_add_feature(f, hs_key(42, p->word_class));
  hs_add_feature(f, hs_key(43, n->word_class));
  hs_add_feature(f, hs_key(53, ending(a, p, 3)));
  hs_add_feature(f, hs_key(54, ending(a, n, 3)));
  hs_add_feature(f, hs_key2(55, w->labels_key, ending(a, n, 2)));
  hs_add_feature(f, hs_key2(56, hs_word_classes(a->tokens[w->token].word) & names, w->form & capital));
  add_affixes(a, w, f);
}

/* ---- deciding -------------------------------------------------------------------------------------------------------- */

static void add_item(tagger *t, const word *w) {
  hs_features *features = hs_next_features(&t->sequence);
  uint64_t labels = w->labels & HS_OPEN_SET ? (w->labels & ~HS_OPEN_SET) | open_labels : w->labels;
  if (labels & (labels - 1)) add_features(t, w, features);
  if (t->visit)
    t->visit(t->data, w->token, labels, features);
  else
    hs_add_item(&t->sequence, labels, NULL);
}

/* Decides on the words of the buffer but for the last AROUND, which the next ones' features need; at the end on all. */
static void decide(tagger *t, bool ends) {
  const word edge = {.key = 1, .labels_key = 1};
  hearsay_article *a = t->article;
  uint32_t last = ends ? t->count : t->count - AROUND;
  if (ends) t->words[t->count] = t->words[t->count + 1] = edge;
  for (uint32_t i = AROUND; i < last; i++) add_item(t, &t->words[i]);
  if (!t->visit) {
    hs_decode(&t->sequence, ends);
    for (uint32_t i = AROUND; i < last; i++) {
      hs_token *token = &a->tokens[t->words[i].token];
      token->tag = penn_of[t->sequence.labels[i - AROUND]];
      token->universal = universal_of[t->sequence.labels[i - AROUND]];
    }
  }
  t->count = 0;
  for (uint32_t i = last - AROUND; i < last + (ends ? 0 : AROUND); i++) t->words[t->count++] = t->words[i];
}

/* Nothing but capitals, or a capital on nearly every longer word: a headline. */
static bool is_heading(const hearsay_article *a, hs_range r) {
  uint32_t longer = 0, capitals = 0;
  uint32_t last = r.last - r.first > HEADING_LOOK ? r.first + HEADING_LOOK : r.last;
  for (uint32_t i = r.first; i < last; i++) {
    const hs_token *token = &a->tokens[i];
    if (token->kind != HS_WORD || token->end - token->start < 4 || token->shape == HS_UNCASED) continue;
    longer++;
    capitals += token->shape == HS_CAPITALISED || token->shape == HS_UPPER;
  }
  return longer > 2 && capitals * 5 >= longer * 4;
}

static void tag_sentence(tagger *t, hs_range r) {
  const word edge = {.key = 1, .labels_key = 1};
  hearsay_article *a = t->article;
  t->heading = is_heading(a, r);
  t->at_start = true;
  t->in_single = false;
  t->count = AROUND;
  t->words[0] = t->words[1] = edge;
  hs_begin_sequence(&t->sequence, HS_MODEL(tags));
  for (uint32_t i = r.first; i < r.last && hs_tick(a); i++) {
    a->tokens[i].tag = HS_PUNCTUATION;
    a->tokens[i].universal = HEARSAY_PUNCT;
    uint64_t labels = labels_at(t, i);
    if (!labels) continue;
    t->words[t->count++] = describe(t, i, labels);
    if (a->tokens[i].kind != HS_PUNCT) t->at_start = false;
    if (t->count == AROUND + HS_WINDOW) decide(t, false);
  }
  if (!a->status) decide(t, true);
}

void hs_visit_tags(hearsay_article *article, hs_tag_visitor *visit, void *data) {
  tagger *t = hs_allocate_scratch(article, sizeof *t);
  if (article->status) return;
  t->article = article;
  t->visit = visit;
  t->data = data;
  for (uint32_t s = 0; s < article->sentence_count && !article->status; s++)
    tag_sentence(t, article->sentence_tokens[s]);
  hs_drop(article, t);
}

void hs_tag_words(hearsay_article *article) {
  hs_visit_tags(article, NULL, NULL);
}
