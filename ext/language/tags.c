/*
** tags.c: parts of speech by a hidden Markov model of second order, as TnT's: Viterbi over the tags that the lexicon
** gives a word. A sentence is decoded in windows, so that one of a million words takes no more memory than a short one.
*/
#include "language/tags.h"
#include "language/lexicon.h"
#include "language/tables.h"
#include "text/text.h"

#include <string.h>

enum {
  MOST = HS_MOST_TAGS + 1, /* tags of one word */
  WINDOW = 256,            /* words decoded at once */
  HEADING_LOOK = 60,       /* words looked at to tell a headline */
  FAR = 1 << 28
};

/* Costs that are not counted: of a name where a word is known in small letters only, and of that word's own tags. */
enum { COST_NEW_NAME = 14, COST_CAPITAL_COMMON = 10, COST_SECOND = 24 };

typedef struct choices {
  uint8_t count;
  uint8_t tag[MOST], cost[MOST];
} choices;

typedef struct tagger {
  hearsay_article *article;
  bool heading;   /* capitals say nothing in this sentence */
  bool at_start;  /* no word of the sentence has come yet */
  bool in_single; /* a single quotation mark has opened */
  uint32_t length;
  uint32_t token[WINDOW];
  choices at[WINDOW];
  uint8_t back[WINDOW][MOST][MOST]; /* best tag two before, given the last two */
  uint8_t edge[2];                  /* the two tags before the window */
} tagger;

/* ---- what a word can be ------------------------------------------------------------------------------------------------ */

static void add_choice(choices *c, uint8_t tag, uint32_t cost) {
  if (cost > UINT8_MAX) cost = UINT8_MAX;
  for (uint8_t i = 0; i < c->count; i++) {
    if (c->tag[i] != tag) continue;
    if (cost < c->cost[i]) c->cost[i] = (uint8_t)cost;
    return;
  }
  if (c->count == MOST) return;
  c->tag[c->count] = tag;
  c->cost[c->count++] = (uint8_t)cost;
}

static void only(choices *c, uint8_t tag) {
  c->count = 1;
  c->tag[0] = tag;
  c->cost[0] = 0;
}

static void add_list(choices *c, uint32_t list, uint32_t extra) {
  const unsigned char *at = hs_tag_lists + hs_tag_list_at[list];
  for (uint32_t i = 0; i < at[0]; i++) add_choice(c, at[1 + 2 * i], at[2 + 2 * i] + extra);
}

/* The tags of the longest known ending. */
static uint32_t ending_tags(const hearsay_article *a, const hs_token *token, uint32_t kind) {
  uint32_t key = hs_suffix_start(kind), found = 0, letters = 0;
  for (uint32_t i = token->end;; i--) {
    uint32_t slot = hs_suffix_slot(key);
    while (hs_suffix_tags[slot] && hs_suffix_checks[slot] != key) slot = (slot + 1) & (HS_SUFFIX_SLOTS - 1);
    if (hs_suffix_tags[slot]) found = hs_suffix_tags[slot];
    if (letters == HS_LONGEST_SUFFIX || i == token->start) return found;
    unsigned char c = hs_fold_lower(a->fold[i - 1]);
    if (c == HS_F_JOINED) continue;
    key = hs_suffix_step(key, c == HS_F_SINGLE_CLOSE ? '\'' : c);
    letters++;
  }
}

static bool has_hyphen(const hearsay_article *a, const hs_token *token) {
  return token->end - token->start > 2 &&
         memchr(a->fold + token->start + 1, '-', token->end - token->start - 2) != NULL;
}

/* MPs, NGOs, 1990s: the plural of capitals or digits. */
static bool is_plural_of_capitals(const hearsay_article *a, const hs_token *token) {
  return token->end - token->start > 2 && a->fold[token->end - 1] == 's' &&
         !(a->fold[token->end - 2] >= 'a' && a->fold[token->end - 2] <= 'z');
}

/* A word that the tagger has no figures for: what the word lists know of it, else its ending. */
static void choose_unknown(const tagger *t, const hs_token *token, bool capital, choices *c) {
  const hearsay_article *a = t->article;
  uint32_t classes = hs_word_classes(token->word);
  const uint32_t names = HS_GIVEN_NAME | HS_SURNAME | HS_CITY | HS_COUNTRY | HS_REGION | HS_ORG_NAME | HS_OTHER_NAME;
  if (is_plural_of_capitals(a, token)) {
    add_choice(c, HS_NNS, 0);
    add_choice(c, HS_NNPS, COST_SECOND);
  } else if (capital && classes & HS_DEMONYM) {
    add_choice(c, HS_JJ, 0);
    add_choice(c, a->fold[token->end - 1] == 's' ? HS_NNPS : HS_NNP, 0);
  } else if (classes & (HS_PERSON_NOUN | HS_BODY_NOUN | HS_PEOPLE_NOUN | HS_DOCUMENT_NOUN)) {
    add_choice(c, classes & HS_PEOPLE_NOUN ? HS_NNS : HS_NN, 0);
    if (capital) add_choice(c, HS_NNP, t->at_start ? COST_SECOND : COST_NEW_NAME);
  } else if (capital && classes & names) {
    only(c, HS_NNP);
  } else if (token->shape == HS_UPPER && !t->heading) {
    add_choice(c, HS_NNP, 0);
    add_choice(c, HS_NN, COST_SECOND);
  } else if (token->shape == HS_UNCASED) {
    only(c, HS_FW);
  } else {
    uint32_t kind = has_hyphen(a, token) && !capital ? HS_ENDING_HYPHEN : capital ? HS_ENDING_CAPITAL : HS_ENDING_SMALL;
    if (capital && (t->at_start || t->heading)) kind = HS_ENDING_ANY;
    add_list(c, ending_tags(a, token, kind), 0);
  }
}

static void choose_word(const tagger *t, const hs_token *token, choices *c) {
  const hearsay_article *a = t->article;
  const uint16_t *tags = hs_word_tags;
  bool capital = token->shape != HS_LOWER && token->shape != HS_UNCASED && hs_fold_is_upper(a->fold[token->start]);
  bool free = capital && (t->at_start || t->heading); /* the capital says nothing */
  if (token->shape == HS_INITIAL && token->end - token->start == 2 && a->fold[token->end - 1] == '.') {
    only(c, HS_NNP);
    return;
  }
  if (token->word) tags += hs_word_slots[token->word - 1].tags * HS_WORD_FORMS;
  uint32_t small = tags[HS_FORM_SMALL], big = tags[HS_FORM_CAPITAL], any = tags[HS_FORM_ANY];
  if (free && any)
    add_list(c, any, 0);
  else if (capital && big)
    add_list(c, big, 0);
  else if (!capital && small)
    add_list(c, small, 0);
  else if (capital && small) {
    add_list(c, small, free ? 0 : COST_CAPITAL_COMMON);
    if (!free) add_choice(c, HS_NNP, 0);
  } else if (big)
    add_list(c, big, 0);
  else
    choose_unknown(t, token, capital, c);
}

static void choose_number(const tagger *t, const hs_token *token, choices *c) {
  const hearsay_article *a = t->article;
  unsigned char last = a->fold[token->end - 1];
  if (!hs_fold_is_letter(last)) {
    only(c, HS_CD);
  } else if (is_plural_of_capitals(a, token)) {
    add_choice(c, HS_NNS, 0);
    add_choice(c, HS_CD, COST_SECOND);
  } else if (has_hyphen(a, token)) { /* 19-year-old */
    add_choice(c, HS_JJ, 0);
    add_choice(c, HS_NN, 8);
  } else if (last == 't' || last == 'd' || last == 'h') { /* 1st, 2nd, 3rd, 4th */
    add_choice(c, HS_JJ, 0);
    add_choice(c, HS_NN, COST_SECOND);
  } else {
    add_choice(c, HS_CD, 0);
    add_choice(c, HS_NN, COST_SECOND);
  }
}

static bool touches(const hearsay_article *a, uint32_t token) {
  return token > 0 && token + 1 < a->token_count && a->tokens[token - 1].end == a->tokens[token].start &&
         a->tokens[token + 1].start == a->tokens[token].end;
}

static void choose_punctuation(const tagger *t, uint32_t at, choices *c) {
  const hs_token *token = &t->article->tokens[at];
  switch (token->fold) {
  case ',': only(c, HS_STATE_COMMA); break;
  case '.': only(c, token->end - token->start > 1 ? HS_STATE_COLON : HS_STATE_STOP); break;
  case '!':
  case '?': only(c, HS_STATE_STOP); break;
  case '(':
  case ')':
  case '[':
  case ']':
  case '{':
  case '}': only(c, HS_STATE_BRACKET); break;
  case '-':
  case '/': only(c, touches(t->article, at) ? HS_STATE_HYPHEN : HS_STATE_COLON); break;
  case '&': only(c, HS_CC); break;
  case '%': only(c, HS_NN); break;
  case '$':
  case HS_F_SYMBOL:
  case '+':
  case '#':
  case '@': only(c, HS_SYM); break;
  default: only(c, HS_STATE_COLON); break;
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

/* What token `at` can be; false when it is left out of the sequence. */
static bool choose(tagger *t, uint32_t at, choices *c) {
  const hs_token *token = &t->article->tokens[at];
  c->count = 0;
  switch (token->kind) {
  case HS_MARK:
    if (is_possessive_mark(t, at)) {
      only(c, HS_POS);
      return true;
    }
    if (token->fold == '\'' || token->fold == '`' || token->fold == HS_F_SINGLE_OPEN ||
        token->fold == HS_F_SINGLE_CLOSE)
      t->in_single = !t->in_single;
    return false;
  case HS_PUNCT: choose_punctuation(t, at, c); break;
  case HS_ADDRESS: only(c, token->fold == '@' || token->fold == '#' ? HS_NNP : HS_SYM); break;
  case HS_NUMBER: choose_number(t, token, c); break;
  default: choose_word(t, token, c); break;
  }
  if (!c->count) only(c, HS_NN);
  if (token->kind != HS_PUNCT) t->at_start = false;
  return true;
}

/* ---- decoding ---------------------------------------------------------------------------------------------------------- */

typedef struct grid {
  int32_t cost[MOST][MOST]; /* of the best way to the last two tags */
} grid;

static const choices *choices_at(const tagger *t, uint32_t position, choices *before, uint8_t edge) {
  if (position < t->length) return &t->at[position];
  only(before, edge);
  return before;
}

/* One step of Viterbi: from tags (i, j) to (j, k). */
static void step(tagger *t, const grid *from, grid *to, uint32_t position) {
  choices one, two;
  const choices *x = position >= 2 ? &t->at[position - 2] : choices_at(t, UINT32_MAX, &one, t->edge[position]);
  const choices *y = position >= 1 ? &t->at[position - 1] : choices_at(t, UINT32_MAX, &two, t->edge[1]);
  const choices *z = &t->at[position];
  for (uint8_t j = 0; j < y->count; j++)
    for (uint8_t k = 0; k < z->count; k++) {
      int32_t best = FAR;
      uint8_t from_tag = 0;
      for (uint8_t i = 0; i < x->count; i++) {
        const unsigned char *row = hs_sequences + (x->tag[i] * HS_TAG_STATES + y->tag[j]) * HS_TAG_STATES;
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): set for all of x and y by the step before */
        int32_t cost = from->cost[i][j] + row[z->tag[k]];
        if (cost < best) {
          best = cost;
          from_tag = i;
        }
      }
      to->cost[j][k] = best + z->cost[k];
      t->back[position][j][k] = from_tag;
    }
}

/* The tag of a state. "was", "were", "had", "did", "'d"; "is", "has", "does", "'s"; the others. */
static uint8_t tag_of_state(const hearsay_article *a, const hs_token *token, uint8_t state) {
  if (state < HS_PUNCTUATION) return state;
  if (state < HS_STATE_BE) return HS_PUNCTUATION;
  if (state == HS_STATE_SUB) return HS_IN;
  unsigned char last = hs_fold_lower(a->fold[token->end - 1]);
  if (last == 'd' || hs_fold_lower(a->fold[token->start]) == 'w') return HS_VBD;
  return last == 's' ? HS_VBZ : HS_VBP;
}

/* Sets the tags of the window from the best last pair backwards, and its end as the next window's edge. */
static void finish(tagger *t, const grid *last, bool at_end) {
  if (!t->length) return;
  choices edge;
  uint32_t n = t->length;
  const choices *y = n >= 2 ? &t->at[n - 2] : choices_at(t, UINT32_MAX, &edge, t->edge[1]);
  const choices *z = &t->at[n - 1];
  int32_t best = FAR + FAR;
  uint8_t j = 0, k = 0;
  for (uint8_t b = 0; b < y->count; b++)
    for (uint8_t c = 0; c < z->count; c++) {
      /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): set for all of y and z by the last step */
      int32_t cost = last->cost[b][c];
      if (at_end) cost += hs_sequences[(y->tag[b] * HS_TAG_STATES + z->tag[c]) * HS_TAG_STATES + HS_STATE_EDGE];
      if (cost >= best) continue;
      best = cost;
      j = b;
      k = c;
    }
  t->edge[0] = y->tag[j];
  t->edge[1] = z->tag[k];
  for (uint32_t p = n; p-- > 0;) {
    hs_token *token = &t->article->tokens[t->token[p]];
    uint8_t before = t->back[p][j][k];
    token->tag = tag_of_state(t->article, token, t->at[p].tag[k]);
    k = j;
    j = before;
  }
  t->length = 0;
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
  grid grids[2];
  uint32_t now = 0;
  t->heading = is_heading(t->article, r);
  t->at_start = true;
  t->in_single = false;
  t->length = 0;
  t->edge[0] = t->edge[1] = HS_STATE_EDGE;
  grids[0].cost[0][0] = 0;
  for (uint32_t i = r.first; i < r.last; i++) {
    if (!hs_tick(t->article)) return;
    t->article->tokens[i].tag = HS_PUNCTUATION;
    if (!choose(t, i, &t->at[t->length])) continue;
    t->token[t->length] = i;
    step(t, &grids[now], &grids[1 - now], t->length++);
    now = 1 - now;
    if (t->length < WINDOW) continue;
    finish(t, &grids[now], false);
    grids[now].cost[0][0] = 0;
  }
  finish(t, &grids[now], true);
}

void hs_tag_words(hearsay_article *article) {
  tagger *t = hs_allocate(article, 1, sizeof *t);
  if (article->status) return;
  t->article = article;
  for (uint32_t s = 0; s < article->sentence_count && !article->status; s++)
    tag_sentence(t, article->sentence_tokens[s]);
}
