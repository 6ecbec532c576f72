/*
** paragraphs.c: where paragraphs begin and what each is for.
**
** A line is a paragraph, unless the text is broken at a fixed width (mails, agency wires: 72 columns); then a blank line
** ends one, or a line that stops early at the end of a sentence.
*/
#include "text/text.h"
#include "language/lexicon.h"

#include <string.h>

enum { WIDEST_WRAPPED_LINE = 90, NARROWEST_WRAPPED_LINE = 45, LONGEST_HEADLINE = 25, LONGEST_CREDIT = 30 };

typedef struct lines {
  uint32_t inner, inner_long, inner_open; /* lines with text right below; of these: long ones, not ending a sentence */
  uint32_t widest;
} lines;

static bool ends_sentence(unsigned char c) {
  return c == '.' || c == '!' || c == '?' || c == '"' || c == HS_F_DOUBLE_CLOSE || c == ':' || c == HS_F_SINGLE_CLOSE;
}

static bool is_line_end(unsigned char c) {
  return c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* One line from `at`: its end, and the first and last characters that are not space (first == end: blank). */
typedef struct line {
  uint32_t first, last, end, next;
} line;

static line read_line(const hearsay_article *a, uint32_t at) {
  line l = {.end = at};
  while (l.end < a->char_count && !is_line_end(a->fold[l.end])) l.end++;
  l.next = l.end;
  if (l.next < a->char_count)
    l.next += a->fold[l.end] == '\r' && l.end + 1 < a->char_count && a->fold[l.end + 1] == '\n' ? 2 : 1;
  l.first = at;
  while (l.first < l.end && a->fold[l.first] <= ' ') l.first++;
  l.last = l.end;
  while (l.last > l.first && a->fold[l.last - 1] <= ' ') l.last--;
  return l;
}

static bool is_blank(line l) {
  return l.first == l.last;
}

/* Whether the text is broken at a fixed width: no line is wide, and the lines inside a block are long and run on. */
static bool is_wrapped(hearsay_article *a) {
  lines n = {0};
  line before = {0};
  for (uint32_t at = 0; at < a->char_count;) {
    line l = read_line(a, at);
    if (!hs_tick(a)) return false;
    uint32_t width = l.last - at;
    if (width > WIDEST_WRAPPED_LINE) return false;
    if (width > n.widest) n.widest = width;
    if (!is_blank(l) && !is_blank(before) && before.next == at) {
      n.inner++;
      n.inner_long += before.last - before.first >= NARROWEST_WRAPPED_LINE;
      n.inner_open += !ends_sentence(a->fold[before.last - 1]);
    }
    before = l;
    at = l.next;
  }
  return n.inner >= 2 && n.inner_long * 10 >= n.inner * 6 && n.inner_open * 10 >= n.inner * 5;
}

/* In wrapped text: whether a line ends its paragraph, by what is below or by stopping early after a sentence. */
static bool ends_wrapped(const hearsay_article *a, line l) {
  if (l.next >= a->char_count) return true;
  line below = read_line(a, l.next);
  if (is_blank(below)) return true;
  if (below.first - l.next >= 2) return true; /* indented */
  return l.last - l.first < NARROWEST_WRAPPED_LINE && ends_sentence(a->fold[l.last - 1]);
}

static void split_paragraphs(hearsay_article *a) {
  uint32_t room = 0;
  bool wrapped = is_wrapped(a);
  uint32_t start = UINT32_MAX;
  for (uint32_t at = 0; at < a->char_count && hs_tick(a);) {
    line l = read_line(a, at);
    at = l.next;
    if (is_blank(l)) continue;
    if (start == UINT32_MAX) start = l.first;
    if (wrapped && !ends_wrapped(a, l)) continue;
    if (!hs_grow(a, (void **)&a->paragraphs, a->paragraph_count, &room, sizeof *a->paragraphs)) return;
    a->paragraphs[a->paragraph_count++] = (hearsay_paragraph){.span = {start, l.last}, .role = HEARSAY_BODY};
    start = UINT32_MAX;
  }
}

/* The tokens of each paragraph. */
static void place_tokens(hearsay_article *a) {
  a->paragraph_tokens = hs_allocate(a, (size_t)a->paragraph_count + 1, sizeof *a->paragraph_tokens);
  if (a->status) return;
  uint32_t t = 0;
  for (uint32_t p = 0; p < a->paragraph_count; p++) {
    a->paragraph_tokens[p].first = t;
    while (t < a->token_count && a->tokens[t].start < a->paragraphs[p].span.end) t++;
    a->paragraph_tokens[p].last = t;
  }
}

/* ---- roles --------------------------------------------------------------------------------------------------------- */

static bool is_word_like(const hs_token *t) {
  return t->kind == HS_WORD || t->kind == HS_NUMBER;
}

static uint32_t count_words(const hearsay_article *a, hs_range r) {
  uint32_t n = 0;
  for (uint32_t t = r.first; t < r.last && n <= LONGEST_CREDIT; t++) n += is_word_like(&a->tokens[t]);
  return n;
}

/* The last token that is not a mark or a bracket. */
static uint32_t last_word_or_stop(const hearsay_article *a, hs_range r) {
  uint32_t t = r.last;
  while (t > r.first && (a->tokens[t - 1].kind == HS_MARK || a->tokens[t - 1].fold == ')')) t--;
  return t > r.first ? t - 1 : r.first;
}

static bool ends_with_stop(const hearsay_article *a, hs_range r) {
  const hs_token *last = &a->tokens[last_word_or_stop(a, r)];
  unsigned char c = a->fold[last->end - 1];
  return c == '.' || c == '!' || c == '?' || c == ':' || c == HS_F_ELLIPSIS;
}

/* "By Ama Boateng", "By JOHN SMITH and ANNE LEE, Associated Press", "Interview by Stefan Marek" */
static bool is_byline(const hearsay_article *a, hs_range r) {
  static const char *const writers[] = {"writer", "reporter", "correspondent", "editor"};
  static const char *const works[] = {"interview", "words", "story", "text", "report", "analysis", "review", "written"};
  if (r.last - r.first < 2 || r.last - r.first > 16 || ends_with_stop(a, r)) return false;
  bool signs =
      count_words(a, r) <= 6 && hs_described(a, r.first)->shape == HS_CAPITALISED; /* "Ana Lima, Staff Writer" */
  for (size_t i = 0; signs && i < sizeof writers / sizeof *writers; i++)
    if (hs_is(a, r.last - 1, writers[i])) return true;
  uint32_t by = r.first;
  for (size_t i = 0; i < sizeof works / sizeof *works && by == r.first; i++) by += hs_is(a, r.first, works[i]);
  if (by + 1 >= r.last || !hs_is(a, by, "by")) return false;
  const hs_token *name = hs_described(a, by + 1);
  return name->kind == HS_WORD && name->shape != HS_LOWER;
}

/*
** "(Xinhua)", "(Photo: Reuters)" at the paragraph's end: an agency in brackets. Above a dateline any name will do, since
** agencies sign their captions ("(Savanna Press)").
*/
static bool ends_with_agency(const hearsay_article *a, hs_range r, bool above_dateline) {
  /* "… on Tuesday. Photo: Ana Lima/Reuters" */
  for (uint32_t t = r.last; t > r.first + 3 && t + 8 > r.last; t--)
    if (a->tokens[t - 1].fold == ':' && (hs_is(a, t - 2, "photo") || hs_is(a, t - 2, "picture"))) return true;
  if (r.last - r.first < 3 || a->tokens[r.last - 1].fold != ')') return false;
  bool capitals = true, agency = false, slash = false; /* "(Ana Lima/Maré)" */
  for (uint32_t t = r.last - 1; t > r.first && t + 8 > r.last; t--) {
    const hs_token *before = hs_described(a, t - 1);
    if (before->fold == '(') return agency || (capitals && t + 1 < r.last && (above_dateline || slash));
    slash = slash || before->fold == '/';
    capitals = capitals && (before->kind != HS_WORD || before->shape != HS_LOWER);
    agency = agency || (hs_classes(a, t - 1) & HS_AGENCY) != 0;
  }
  return false;
}

static bool is_dash(const hs_token *t) {
  return t->fold == HS_F_EM_DASH || t->fold == HS_F_EN_DASH || (t->fold == '-' && t->kind == HS_PUNCT);
}

enum { LONGEST_DATELINE = 20 }; /* tokens */

/* Whether there is a dash, or so little that a dateline may stand by itself: else there is nothing to look at more closely. */
static bool can_have_dateline(const hearsay_article *a, hs_range r) {
  if (r.last - r.first <= LONGEST_DATELINE) return true;
  for (uint32_t t = r.first; t < r.first + LONGEST_DATELINE; t++)
    if (is_dash(&a->tokens[t])) return true;
  return false;
}

/* Where the text after a dateline begins ("UNITED NATIONS, July 10 (Xinhua) -- "); r.first when there is no dateline. */
static uint32_t dateline_end(const hearsay_article *a, hs_range r) {
  if (a->tokens[r.first].kind != HS_WORD || !can_have_dateline(a, r)) return r.first;
  const hs_token *first = hs_described(a, r.first);
  if (r.first == r.last || first->shape == HS_LOWER) return r.first;
  bool place = first->shape == HS_UPPER, evidence = false;
  for (uint32_t t = r.first; t < r.last && t < r.first + LONGEST_DATELINE; t++) {
    const hs_token *token = hs_described(a, t);
    uint32_t classes = hs_classes(a, t);
    if (classes & (HS_CITY | HS_COUNTRY | HS_REGION)) place = true;
    if (classes & (HS_MONTH | HS_AGENCY)) evidence = true;
    if (is_dash(token)) return place && (evidence || (first->shape == HS_UPPER && t - r.first < 8)) ? t + 1 : r.first;
    if (token->kind == HS_WORD && token->shape == HS_LOWER && !(classes & (HS_MONTH | HS_PARTICLE | HS_FUNCTION)))
      return r.first;
    if (token->kind == HS_MARK) return r.first;
    if (t + 1 == r.last && place && evidence) return r.last; /* "LISBON, March 3 (Reuters)" by itself */
  }
  return r.first;
}

/* "FILE PHOTO: …", "Photo: …", "Pictured: …" */
static bool has_photo_label(const hearsay_article *a, hs_range r) {
  static const char *const labels[] = {"photo", "photograph", "picture", "pictured", "caption", "image", "file"};
  for (uint32_t t = r.first; t < r.last && t < r.first + 3; t++) {
    bool label = false;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) label = label || hs_is(a, t, labels[i]);
    if (!label) return false;
    if (t + 1 < r.last && a->tokens[t + 1].fold == ':') return true;
  }
  return false;
}

/* "© 2026 Lisbon Courier. All rights reserved." */
static bool is_copyright(const hearsay_article *a, hs_range r) {
  if (hs_is(a, r.first, "copyright") || a->tokens[r.first].fold == HS_F_SYMBOL)
    return count_words(a, r) <= LONGEST_CREDIT;
  for (uint32_t t = r.first; t + 2 < r.last && t < r.first + LONGEST_CREDIT; t++)
    if (hs_is(a, t, "all") && hs_is(a, t + 1, "rights") && hs_is(a, t + 2, "reserved")) return true;
  return false;
}

/* "Reporting by A; editing by B", "Additional reporting by C", "Writing by D", "Photograph: E/F" */
static bool is_credit(const hearsay_article *a, hs_range r) {
  if (count_words(a, r) > LONGEST_CREDIT) return false;
  uint32_t t = r.first + (a->tokens[r.first].fold == '(');
  if (t + 1 >= r.last) return false;
  static const char *const works[] = {"reporting", "writing", "editing", "photographs"};
  if (hs_is(a, t, "additional") || hs_is(a, t, "with")) t++;
  for (size_t i = 0; t + 1 < r.last && i < sizeof works / sizeof *works; i++)
    if (hs_is(a, t, works[i]) && hs_is(a, t + 1, "by")) return true;
  return count_words(a, r) <= 12 && has_photo_label(a, r);
}

static hearsay_role role_of(const hearsay_article *a, uint32_t p, bool before_dateline, bool had_body) {
  hs_range r = a->paragraph_tokens[p];
  if (r.first == r.last) return HEARSAY_BODY;
  if (is_byline(a, r)) return HEARSAY_BYLINE;
  if (is_credit(a, r) || is_copyright(a, r)) return HEARSAY_CREDIT;
  uint32_t text = dateline_end(a, r);
  if (text > r.first && text + 1 >= r.last) return HEARSAY_DATELINE;
  if (has_photo_label(a, r)) return HEARSAY_CAPTION;
  if (text == r.first && ends_with_agency(a, r, before_dateline)) return HEARSAY_CAPTION;
  if (!had_body && a->paragraph_count > 1 && count_words(a, r) <= LONGEST_HEADLINE && !ends_with_stop(a, r))
    return HEARSAY_HEADLINE;
  return HEARSAY_BODY;
}

static void set_roles(hearsay_article *a) {
  uint32_t dateline = a->paragraph_count; /* the paragraph that begins with one; looked for at the top only */
  for (uint32_t p = 0; p < a->paragraph_count && p < 12; p++)
    if (dateline_end(a, a->paragraph_tokens[p]) > a->paragraph_tokens[p].first) {
      dateline = p;
      break;
    }
  bool had_body = false;
  for (uint32_t p = 0; p < a->paragraph_count && hs_tick(a); p++) {
    bool before = dateline < a->paragraph_count && p < dateline;
    a->paragraphs[p].role = role_of(a, p, before, had_body);
    had_body = had_body || a->paragraphs[p].role == HEARSAY_BODY;
  }
}

uint32_t hs_text_start(const hearsay_article *a, uint32_t paragraph) {
  return dateline_end(a, a->paragraph_tokens[paragraph]);
}

void hs_read_paragraphs(hearsay_article *article) {
  if (article->status) return;
  split_paragraphs(article);
  place_tokens(article);
  if (!article->status) set_roles(article);
}
