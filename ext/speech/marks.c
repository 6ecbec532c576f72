/*
** marks.c: pairs quotation marks, a paragraph at a time. Only the outermost stretch counts; what is quoted inside it is
** part of it. A mark that misses its partner harms its own paragraph only:
**
**   "A," she said, "B.       the second stretch goes to the paragraph's end
**   A and B," she said.      the first one begins with the paragraph
*/
#include "language/lexicon.h"
#include "speech/speech.h"
#include "text/text.h"

typedef enum side { NEITHER, OPENS, CLOSES, EITHER } side;

typedef struct pairing {
  hearsay_article *article;
  hs_range paragraph;
  uint32_t room;
  uint32_t single_closer; /* the next token that can close a single mark, found so far */
  bool balanced;          /* the paragraph has as many opening as closing curly double marks */
} pairing;

static bool space_before(const hearsay_article *a, uint32_t t) {
  return t == 0 || a->tokens[t - 1].end < a->tokens[t].start || a->tokens[t].start == 0;
}

static bool space_after(const hearsay_article *a, uint32_t t) {
  return t + 1 >= a->token_count || a->tokens[t + 1].start > a->tokens[t].end;
}

static bool is_word_token(const hs_token *t) {
  return t->kind == HS_WORD || t->kind == HS_NUMBER || t->kind == HS_ADDRESS;
}

/* Whether the neighbour is something that stands outside the marks: a bracket or a dash before, punctuation behind. */
static bool outside_before(const hearsay_article *a, uint32_t t) {
  if (space_before(a, t)) return true;
  unsigned char c = a->tokens[t - 1].fold;
  return a->tokens[t - 1].kind == HS_PUNCT &&
         (c == '(' || c == '[' || c == '-' || c == HS_F_EM_DASH || c == HS_F_EN_DASH || c == ':' || c == HS_F_BULLET);
}

static bool outside_after(const hearsay_article *a, uint32_t t) {
  if (space_after(a, t)) return true;
  const hs_token *next = &a->tokens[t + 1];
  return next->kind == HS_PUNCT || (next->kind == HS_WORD && a->fold[next->start] == '\''); /* "X"'s */
}

/* What a double mark can do by its form and its neighbours. */
static side double_side(const hearsay_article *a, uint32_t t) {
  switch (a->tokens[t].fold) {
  case HS_F_LOW_DOUBLE:
  case HS_F_CORNER_OPEN:
  case HS_F_ANGLE_OPEN: return OPENS;
  case HS_F_GUILLEMET_OPEN:
  case HS_F_GUILLEMET_CLOSE:
  case HS_F_DOUBLE_OPEN: /* closes after a low mark */
  case HS_F_DOUBLE_CLOSE:
  case '"': break;
  case HS_F_CORNER_CLOSE:
  case HS_F_ANGLE_CLOSE: return CLOSES;
  default: return NEITHER;
  }
  bool before = outside_before(a, t), after = outside_after(a, t);
  if (a->tokens[t].fold == HS_F_DOUBLE_OPEN) return before && !after ? OPENS : EITHER;
  if (a->tokens[t].fold == HS_F_DOUBLE_CLOSE) return CLOSES;
  if (a->tokens[t].fold == HS_F_GUILLEMET_OPEN || a->tokens[t].fold == HS_F_GUILLEMET_CLOSE) {
    bool opens = a->tokens[t].fold == HS_F_GUILLEMET_OPEN;
    if (before == after) return opens ? OPENS : CLOSES;
    return before ? OPENS : CLOSES; /* »so« in German and Danish */
  }
  return before == after ? EITHER : before ? OPENS : CLOSES;
}

/* 'em, 'til, '90s: an apostrophe before a word that has lost its beginning. */
static bool is_elision(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"em", "til", "tis", "twas", "n", "cause", "bout", "round"};
  if (t + 1 >= a->token_count) return false;
  const hs_token *next = &a->tokens[t + 1];
  if (next->kind == HS_NUMBER && next->end - next->start == 3 && a->fold[next->end - 1] == 's') return true;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t + 1, words[i])) return true;
  return false;
}

static bool opens_single(const hearsay_article *a, uint32_t t) {
  unsigned char c = a->tokens[t].fold;
  if (c == HS_F_LOW_SINGLE) return true;
  if (c != HS_F_SINGLE_OPEN && c != '\'' && c != '`') return false;
  return outside_before(a, t) && !space_after(a, t) && !(c != HS_F_SINGLE_OPEN && is_elision(a, t));
}

/* Not the apostrophe of "ministers' decision": after an s, with a lower-case word behind, it may be either. */
static bool closes_single(const hearsay_article *a, uint32_t t) {
  unsigned char c = a->tokens[t].fold;
  if (c != HS_F_SINGLE_CLOSE && c != '\'' && c != HS_F_SINGLE_OPEN) return false;
  return !space_before(a, t) && outside_after(a, t);
}

static bool may_be_possessive(const hearsay_article *a, uint32_t t) {
  const hs_token *before = &a->tokens[t - 1];
  return before->kind == HS_WORD && (a->fold[before->end - 1] | 0x20) == 's' && t + 1 < a->token_count &&
         a->tokens[t + 1].kind == HS_WORD && a->tokens[t + 1].shape == HS_LOWER && space_after(a, t);
}

/* The closing single mark for one that opens at t: the first that is no possessive; else the first. 0: none. */
static uint32_t find_single_closer(pairing *p, uint32_t t) {
  const hearsay_article *a = p->article;
  uint32_t possessive = 0;
  if (p->single_closer <= t) p->single_closer = t + 1;
  for (; p->single_closer < p->paragraph.last; p->single_closer++) {
    uint32_t u = p->single_closer;
    if (a->tokens[u].kind != HS_MARK) continue;
    if (closes_single(a, u)) {
      if (!may_be_possessive(a, u)) return u;
      if (!possessive) possessive = u;
    } else if (possessive && opens_single(a, u)) {
      break;
    }
  }
  return possessive;
}

static bool ends_clause(const hearsay_article *a, uint32_t last) {
  switch (a->tokens[last].fold) {
  case ',':
  case '.':
  case '?':
  case '!':
  case HS_F_ELLIPSIS:
  case HS_F_EM_DASH: return true;
  case '-': return a->tokens[last].kind == HS_PUNCT;
  default: return a->tokens[last].kind == HS_WORD && a->fold[a->tokens[last].end - 1] == '.';
  }
}

/* Adds the stretch first..last, marks included where they are there. */
static void add_stretch(pairing *p, uint32_t first, uint32_t last, bool single, bool opened, bool closed) {
  hearsay_article *a = p->article;
  if (!hs_grow(a, (void **)&a->stretches, a->stretch_count, &p->room, sizeof *a->stretches)) return;
  uint32_t index = a->stretch_count++;
  hs_stretch *s = &a->stretches[index];
  *s = (hs_stretch){.tokens = {first, last + 1}, .closed = closed, .single = single, .chain = HEARSAY_NONE};
  for (uint32_t t = first; t <= last; t++) {
    a->stretch_at[t] = index;
    s->words += is_word_token(&a->tokens[t]);
  }
  uint32_t inside = closed ? last : last + 1;
  uint32_t begin = opened ? first + 1 : first;
  s->ends_clause = inside > begin && ends_clause(a, inside - 1);
  if (closed && last + 1 < p->paragraph.last && !space_after(a, last))
    s->comma_behind = a->tokens[last + 1].fold == ',' || a->tokens[last + 1].fold == '.';
}

/* Where the double mark that opens at t closes; the paragraph's last token when it does not, with *closed false. */
static uint32_t find_double_closer(const pairing *p, uint32_t t, bool *closed) {
  const hearsay_article *a = p->article;
  unsigned char style = a->tokens[t].fold;
  uint32_t depth = 1;
  for (uint32_t u = t + 1; u < p->paragraph.last; u++) {
    if (a->tokens[u].kind != HS_MARK) continue;
    unsigned char c = a->tokens[u].fold;
    side s = double_side(a, u);
    if (style == HS_F_LOW_DOUBLE) {
      if (c != HS_F_DOUBLE_OPEN && c != HS_F_DOUBLE_CLOSE && c != '"') continue;
      s = CLOSES;
    } else if (style == '"' || style == HS_F_DOUBLE_OPEN || style == HS_F_DOUBLE_CLOSE) {
      if (c != '"' && c != HS_F_DOUBLE_OPEN && c != HS_F_DOUBLE_CLOSE) continue;
    } else if (style == HS_F_GUILLEMET_OPEN || style == HS_F_GUILLEMET_CLOSE) {
      if (c != (style == HS_F_GUILLEMET_OPEN ? HS_F_GUILLEMET_CLOSE : HS_F_GUILLEMET_OPEN)) continue;
      s = CLOSES;
    }
    if (s == OPENS) {
      depth += p->balanced && style == HS_F_DOUBLE_OPEN;
    } else if (s == CLOSES || s == EITHER) {
      if (--depth == 0) {
        *closed = true;
        return u;
      }
    }
  }
  *closed = false;
  return p->paragraph.last - 1;
}

static bool is_balanced(const hearsay_article *a, hs_range r) {
  uint32_t open = 0, close = 0;
  for (uint32_t t = r.first; t < r.last; t++) {
    if (a->tokens[t].kind != HS_MARK) continue;
    open += a->tokens[t].fold == HS_F_DOUBLE_OPEN;
    close += a->tokens[t].fold == HS_F_DOUBLE_CLOSE;
  }
  return open == close;
}

/* Whether the paragraph before ends in a stretch that nothing has closed. */
static bool is_left_open(const pairing *p, uint32_t stretches_before) {
  const hs_stretch *s = stretches_before ? &p->article->stretches[stretches_before - 1] : NULL;
  return s && !s->closed && !s->single && s->tokens.last == p->paragraph.first;
}

/* A closing mark that nothing has opened: "A and B," she said; or, at the end, what was opened in the paragraph before. */
static bool misses_opener(const pairing *p, uint32_t t, uint32_t stretches_before) {
  const hearsay_article *a = p->article;
  if (a->stretch_count != stretches_before || t <= p->paragraph.first + 3 || !ends_clause(a, t - 1)) return false;
  if (t + 1 >= p->paragraph.last) return is_left_open(p, stretches_before);
  return double_side(a, t) == CLOSES && a->tokens[t + 1].kind == HS_WORD;
}

static void pair_paragraph(pairing *p) {
  hearsay_article *a = p->article;
  uint32_t before = a->stretch_count;
  p->balanced = is_balanced(a, p->paragraph);
  p->single_closer = p->paragraph.first;
  for (uint32_t t = p->paragraph.first; t < p->paragraph.last && hs_tick(a); t++) {
    if (a->tokens[t].kind != HS_MARK) continue;
    side s = double_side(a, t);
    bool closed = true;
    uint32_t end;
    if (s == OPENS || s == EITHER) {
      end = find_double_closer(p, t, &closed);
      /* a lone mark with nothing open and no partner: only at the front of something */
      if (!closed && s == EITHER && t > p->paragraph.first) continue;
      add_stretch(p, t, end, false, true, closed);
    } else if (s == CLOSES) {
      if (!misses_opener(p, t, before)) continue;
      end = t;
      add_stretch(p, p->paragraph.first, t, false, false, true);
    } else if (opens_single(a, t)) {
      end = find_single_closer(p, t);
      if (!end && (a->tokens[t].fold != HS_F_SINGLE_OPEN || t != p->paragraph.first)) continue;
      closed = end != 0;
      add_stretch(p, t, closed ? end : p->paragraph.last - 1, true, true, closed);
      if (!closed) end = p->paragraph.last - 1;
    } else {
      continue;
    }
    t = end;
  }
}

/* A stretch left open in one paragraph goes on in the next when that begins with a mark again. */
static void chain_stretches(hearsay_article *a) {
  for (uint32_t i = 1; i < a->stretch_count; i++) {
    const hs_stretch *before = &a->stretches[i - 1];
    hs_stretch *s = &a->stretches[i];
    if (before->closed || before->single != s->single) continue;
    uint32_t paragraph = a->sentences[a->tokens[before->tokens.first].sentence].paragraph;
    if (paragraph + 1 < a->paragraph_count && a->paragraph_tokens[paragraph + 1].first == s->tokens.first)
      s->chain = i - 1;
  }
}

void hs_pair_marks(hearsay_article *article) {
  article->stretch_at = hs_allocate_index(article, article->token_count + (size_t)1);
  if (article->status) return;
  pairing p = {.article = article};
  for (uint32_t i = 0; i < article->paragraph_count && !article->status; i++) {
    p.paragraph = article->paragraph_tokens[i];
    pair_paragraph(&p);
  }
  hs_trim(article, (void **)&article->stretches, article->stretch_count, sizeof *article->stretches);
  if (!article->status) chain_stretches(article);
}
