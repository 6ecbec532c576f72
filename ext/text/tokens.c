/*
** tokens.c: characters to tokens. A pcre2 pattern in byte mode over the folded text finds the pieces; what depends on a
** word list or on the neighbour (clitics, full stops of abbreviations, apostrophes in names) is done here.
**
**   don't -> do n't    ministers' -> ministers '    O'Brien -> O'Brien    Lin's -> Lin 's    U.S. Mr. -> U.S. Mr.
**   counter-terrorism, COVID-19, 19-year-old, 3.5, 1,000, 10:42 are one token each; "..." and "--" too.
*/
#include "text/text.h"
#include "language/hash.h"
#include "language/lexicon.h"
#include "language/tables.h"

#include <string.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct hs_patterns {
  pcre2_general_context *memory;
  pcre2_compile_context *compile;
  pcre2_match_context *match;
  pcre2_code *token;
  pcre2_match_data *found;
  bool compiled; /* to machine code */
};

enum { LONGEST_WORD = 256, LONGEST_ADDRESS = 2000, LONGEST_RUN = 4096, MOST_INITIALS = 8 };

/* Letters and joining marks of the folded text. */
#define L "A-Za-z\\xAA\\xC0\\xE0\\xAD"

/* The groups tell the kinds apart, none is punctuation. Addresses of mail are mail_end's. */
static const char token_pattern[] = "((?:https?://|www\\.)[^\\s\"<>\\x91-\\x94\\xAB\\xBB]{1,2000}+"
                                    "|[@#][" L "0-9_]{1,250}+)"
                                    "|(&(?:\\#[0-9]{1,7}|\\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});)"
                                    "|((?:[A-Za-z]\\.){2,8}+(?![" L "])"
                                    "|[" L "][" L "0-9]{0,255}+(?:-[" L "0-9]{1,64}+){0,8}+)"
                                    "|([0-9](?:[0-9]{1,64}+|[.,:/](?=[0-9])){0,32}+(?:-?[" L "]{1,32}+){0,4}+)"
                                    "|''|``|-{2,4096}+|\\.{2,4096}+"
                                    "|[\\s\\S]";

static void *pcre2_allocate(PCRE2_SIZE bytes, void *data) {
  return hs_resize(data, NULL, 0, bytes);
}

static void pcre2_give_back(void *block, void *data) {
  hs_release(data, block, 0); /* pcre2 does not say how many */
}

hearsay_status hs_compile_patterns(hearsay_reader *reader) {
  struct hs_patterns *p = hs_arena_allocate(&reader->arena, sizeof *p);
  if (!p) return HEARSAY_NOMEM;
  reader->patterns = p;
  p->memory = pcre2_general_context_create(pcre2_allocate, pcre2_give_back, &reader->memory);
  if (!p->memory) return HEARSAY_NOMEM;
  p->compile = pcre2_compile_context_create(p->memory);
  p->match = pcre2_match_context_create(p->memory);
  if (!p->compile || !p->match) return HEARSAY_NOMEM;
  pcre2_set_match_limit(p->match, 1000000);
  pcre2_set_depth_limit(p->match, 10000);
  pcre2_set_heap_limit(p->match, 1024);
  int error;
  PCRE2_SIZE offset;
  p->token = pcre2_compile((PCRE2_SPTR)token_pattern, sizeof token_pattern - 1, PCRE2_ANCHORED | PCRE2_DOTALL, &error,
                           &offset, p->compile);
  if (!p->token) return error == PCRE2_ERROR_HEAP_FAILED ? HEARSAY_NOMEM : HEARSAY_INTERNAL;
  /* Without the just-in-time compiler (not built in, or no executable memory) pcre2 interprets: slower, same result. */
  p->compiled = pcre2_jit_compile(p->token, PCRE2_JIT_COMPLETE) == 0;
  p->found = pcre2_match_data_create_from_pattern(p->token, p->memory);
  return p->found ? HEARSAY_OK : HEARSAY_NOMEM;
}

void hs_free_patterns(hearsay_reader *reader) {
  struct hs_patterns *p = reader->patterns;
  if (!p) return;
  if (p->found) pcre2_match_data_free(p->found);
  if (p->token) pcre2_code_free(p->token);
  if (p->match) pcre2_match_context_free(p->match);
  if (p->compile) pcre2_compile_context_free(p->compile);
  if (p->memory) pcre2_general_context_free(p->memory);
}

/* ---- HTML entities left in the text ---------------------------------------------------------------------------- */

static const struct {
  const char *name;
  int32_t code;
} named_entities[] = {
    {"quot", '"'},      {"apos", '\''},    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},       {"nbsp", ' '},
    {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"bdquo", 0x201E}, {"sbquo", 0x201A},
    {"laquo", 0xAB},    {"raquo", 0xBB},   {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"ndash", 0x2013}, {"mdash", 0x2014},
    {"hellip", 0x2026}, {"bull", 0x2022},  {"shy", 0xAD},      {"prime", '\''},    {"Prime", '"'},
};

/* The folded character of the entity in start..end-1 ("&rsquo;"); an unknown one is a symbol. */
static unsigned char entity_fold(const hearsay_article *article, uint32_t start, uint32_t end) {
  const unsigned char *fold = article->fold + start + 1;
  uint32_t count = end - start - 2;
  if (fold[0] == '#') {
    bool hexadecimal = fold[1] == 'x' || fold[1] == 'X';
    int32_t code = 0;
    for (uint32_t i = hexadecimal ? 2 : 1; i < count; i++) {
      int digit = hs_fold_is_digit(fold[i]) ? fold[i] - '0' : (fold[i] | 0x20) - 'a' + 10;
      code = code * (hexadecimal ? 16 : 10) + digit;
    }
    return code < 0x110000 ? hs_fold_code_point(code) : HS_F_SYMBOL;
  }
  for (size_t i = 0; i < sizeof named_entities / sizeof *named_entities; i++)
    if (strlen(named_entities[i].name) == count && memcmp(named_entities[i].name, fold, count) == 0)
      return hs_fold_code_point(named_entities[i].code);
  return HS_F_SYMBOL;
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

typedef struct reading {
  hearsay_article *article;
  uint32_t at, room;
  uint32_t
      sign; /* the first @ from `at` on, char_count when there is none; what is less than `at` is to be looked for */
} reading;

/* The length of the apostrophe at a character: ' or ’ or an entity for one; 0 when there is none. */
static inline uint32_t apostrophe(const hearsay_article *article, uint32_t at) {
  const unsigned char *fold = article->fold;
  if (at >= article->char_count) return 0;
  if (fold[at] == '\'' || fold[at] == HS_F_SINGLE_CLOSE) return 1;
  if (fold[at] != '&') return 0;
  for (uint32_t end = at + 1; end < article->char_count && end < at + 9; end++)
    if (fold[end] == ';') {
      unsigned char c = end > at + 2 ? entity_fold(article, at, end + 1) : 0;
      return c == '\'' || c == HS_F_SINGLE_CLOSE ? end + 1 - at : 0;
    }
  return 0;
}

static bool letter_at(const hearsay_article *article, uint32_t at) {
  return at < article->char_count && (hs_fold_is_letter(article->fold[at]) || article->fold[at] == HS_F_JOINED);
}

static uint32_t letters_end(const hearsay_article *article, uint32_t at) {
  uint32_t limit = at + LONGEST_WORD;
  while (letter_at(article, at) && at < limit) at++;
  return at;
}

/* Whether start..end-1 are the letters of a clitic: the s of Lin's, the re of we're. */
static bool is_clitic(const hearsay_article *article, uint32_t start, uint32_t end) {
  static const char clitics[][3] = {"s", "re", "ll", "ve", "d", "m", "t"};
  for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
    uint32_t count = (uint32_t)strlen(clitics[i]);
    if (end - start == count && hs_fold_lower(article->fold[start]) == clitics[i][0] &&
        (count == 1 || hs_fold_lower(article->fold[start + 1]) == clitics[i][1]))
      return true;
  }
  return false;
}

static hs_shape shape_of(const hearsay_article *article, uint32_t start, uint32_t end) {
  uint32_t upper = 0, lower = 0;
  bool first_upper = hs_fold_is_upper(article->fold[start]);
  for (uint32_t i = start; i < end; i++) {
    unsigned char c = article->fold[i];
    if (hs_fold_is_upper(c))
      upper++;
    else if (hs_fold_is_letter(c) && c != HS_F_LETTER)
      lower++;
  }
  if (!upper) return lower ? HS_LOWER : HS_UNCASED;
  if (!lower) return upper == 1 ? HS_INITIAL : HS_UPPER;
  return first_upper ? HS_CAPITALISED : HS_MIXED;
}

/* Lower-case letters of a token, apostrophes as ', joining marks left out, into scratch: the form that lists use. */
static uint32_t normal_form(const hearsay_article *article, uint32_t start, uint32_t end, unsigned char *scratch) {
  uint32_t count = 0;
  for (uint32_t i = start; i < end; i++) {
    uint32_t mark = apostrophe(article, i);
    if (mark) {
      scratch[count++] = '\'';
      i += mark - 1;
    } else if (article->fold[i] != HS_F_JOINED) {
      scratch[count++] = hs_fold_lower(article->fold[i]);
    }
  }
  return count;
}

/*
** What lists and features want of a word or a number: its shape, hash and entry. In one pass when all of it is letters, digits
** and hyphens, with or without one full stop behind them; false otherwise.
*/
static bool describe_plain(const hearsay_article *a, hs_token *token) {
  const unsigned char *fold = a->fold;
  uint32_t hash = HS_HASH_START, check = HS_CHECK_START, upper = 0, lower = 0, end = token->end;
  if (end - token->start > 1 && fold[end - 1] == '.') end--;
  if (end - token->start > HS_LONGEST_WORD) return false;
  for (uint32_t i = token->start; i < end; i++) {
    unsigned char c = fold[i];
    if (c >= 'a' && c <= 'z') {
      lower++;
    } else if (c >= 'A' && c <= 'Z') {
      upper++;
      c = (unsigned char)(c + 32);
    } else if (!hs_fold_is_digit(c) && c != '-') {
      return false;
    }
    hash = hs_hash_step(hash, c);
    check = hs_check_step(check, c);
  }
  token->hash = hash;
  token->word = hs_find_hashed_word(hash, check);
  if (!upper)
    token->shape = lower ? HS_LOWER : HS_UNCASED;
  else if (!lower)
    token->shape = upper == 1 ? HS_INITIAL : HS_UPPER;
  else
    token->shape = hs_fold_is_upper(fold[token->start]) ? HS_CAPITALISED : HS_MIXED;
  return true;
}

static void describe(const hearsay_article *a, hs_token *token) {
  unsigned char form[2 * LONGEST_ADDRESS];
  if (token->shape != HS_NOT_DESCRIBED || describe_plain(a, token)) return;
  uint32_t count = normal_form(a, token->start, token->end, form);
  if (count > 1 && form[count - 1] == '.' && !memchr(form, '.', count - 1)) count--; /* "mr." is "mr", "u.s." stays */
  token->hash = hs_hash(form, count);
  token->word = count <= HEARSAY_LEMMA_MAX ? hs_find_word(form, count) : 0;
  token->shape = shape_of(a, token->start, token->end) & 15u;
}

const hs_token *hs_described(const hearsay_article *article, uint32_t token) {
  describe(article, &article->tokens[token]);
  return &article->tokens[token];
}

void hs_describe_tokens(hearsay_article *article) {
  for (uint32_t t = 0; t < article->token_count && hs_tick(article); t++) describe(article, &article->tokens[t]);
}

static hs_token *add_token(reading *r, uint32_t end, hs_kind kind) {
  hearsay_article *a = r->article;
  if (a->token_count == r->room && !hs_grow(a, (void **)&a->tokens, a->token_count, &r->room, sizeof *a->tokens))
    return NULL;
  hs_token *token = &a->tokens[a->token_count++];
  *token = (hs_token){.start = r->at, .end = end, .kind = kind & 15u, .shape = HS_UNCASED, .tag = HS_PUNCTUATION};
  token->fold = a->fold[r->at];
  if (kind == HS_WORD || kind == HS_NUMBER) token->shape = HS_NOT_DESCRIBED;
  r->at = end;
  return token;
}

/* The full stop behind a word belongs to it when the lexicon knows the abbreviation ("Gov.") or it is an initial ("J."). */
static uint32_t abbreviation_end(const hearsay_article *article, uint32_t start, uint32_t end) {
  const unsigned char *fold = article->fold;
  if (end >= article->char_count || fold[end] != '.' || fold[end - 1] == '.') return end;
  if (end + 1 < article->char_count && fold[end + 1] == '.') return end; /* an ellipsis */
  if (end - start == 1 && hs_fold_is_upper(fold[start])) return end + 1;
  unsigned char form[2 * LONGEST_ADDRESS];
  uint32_t count = normal_form(article, start, end, form);
  if (count > 8 || !(hs_word_classes(hs_find_word(form, count)) & HS_ABBREVIATION)) return end;
  return end + 1;
}

/* A word that the pattern ended at `end`: goes on over O'Brien's apostrophe, stops before n't and 's. */
static void read_word(reading *r, uint32_t end) {
  hearsay_article *a = r->article;
  uint32_t start = r->at;
  for (int joins = 0; joins < 4; joins++) {
    uint32_t mark = apostrophe(a, end);
    if (!mark || !letter_at(a, end + mark)) break;
    uint32_t after = letters_end(a, end + mark);
    unsigned char last = hs_fold_lower(a->fold[end - 1]);
    if (is_clitic(a, end + mark, after)) {
      bool not_clitic = last == 'n' && hs_fold_lower(a->fold[end + mark]) == 't' && after - end - mark == 1;
      if (not_clitic && end - start > 1) {
        if (add_token(r, end - 1, HS_WORD)) add_token(r, after, HS_WORD);
      } else if (add_token(r, end, HS_WORD)) {
        add_token(r, after, HS_WORD);
      }
      return;
    }
    if (after - start > LONGEST_WORD) break;
    end = after;
    while (end + 1 < a->char_count && a->fold[end] == '-' && letter_at(a, end + 1) && end - start < LONGEST_WORD)
      end = letters_end(a, end + 1);
  }
  add_token(r, abbreviation_end(a, start, end), HS_WORD);
}

/* Addresses do not take the punctuation of the sentence with them. */
static uint32_t trim_address(const hearsay_article *article, uint32_t start, uint32_t end) {
  while (end > start + 1 && memchr(".,;:!?)'", article->fold[end - 1], 8)) end--;
  return end;
}

static bool is_ascii_letter(unsigned char c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_host_character(unsigned char c) {
  return is_ascii_letter(c) || hs_fold_is_digit(c) || c == '-';
}

static bool is_mail_character(unsigned char c) {
  return is_host_character(c) || c == '.' || c == '_' || c == '%' || c == '+';
}

static void find_sign(reading *r) {
  const unsigned char *fold = r->article->fold, *sign = NULL;
  uint32_t count = r->article->char_count;
  if (r->at < count) sign = memchr(fold + r->at, '@', count - r->at);
  r->sign = sign ? (uint32_t)(sign - fold) : count;
}

/*
** Where the mail address that begins here ends ("ann.lee@example.com"), 0 when there is none. It is looked for from its @: a pattern would
** go over the same letters again from each of "a.a.a.a".
*/
static uint32_t mail_end(reading *r) {
  enum { LONGEST_NAME = 64, LONGEST_HOST = 63 };
  const unsigned char *fold = r->article->fold;
  uint32_t count = r->article->char_count;
  if (r->sign < r->at) find_sign(r);
  if (r->sign == count || r->sign == r->at || r->sign - r->at > LONGEST_NAME) return 0;
  for (uint32_t i = r->sign; i-- > r->at;)
    if (!is_mail_character(fold[i])) return 0;
  uint32_t host = r->sign + 1, end = host;
  while (end < count && end - host < LONGEST_HOST && is_host_character(fold[end])) end++;
  if (end == host || end == count || fold[end] != '.') return 0;
  uint32_t domain = ++end;
  while (end < count && end - domain < LONGEST_HOST && (is_host_character(fold[end]) || fold[end] == '.')) end++;
  return end > domain ? end : 0;
}

/* Reads the mail address that begins here, if there is one. */
static bool read_mail(reading *r) {
  uint32_t end = mail_end(r);
  if (end) add_token(r, trim_address(r->article, r->at, end), HS_ADDRESS);
  return end > 0;
}

static bool is_mark(unsigned char fold) {
  switch (fold) {
  case '"':
  case '\'':
  case '`':
  case HS_F_SINGLE_OPEN:
  case HS_F_SINGLE_CLOSE:
  case HS_F_DOUBLE_OPEN:
  case HS_F_DOUBLE_CLOSE:
  case HS_F_LOW_SINGLE:
  case HS_F_LOW_DOUBLE:
  case HS_F_ANGLE_OPEN:
  case HS_F_ANGLE_CLOSE:
  case HS_F_GUILLEMET_OPEN:
  case HS_F_GUILLEMET_CLOSE:
  case HS_F_CORNER_OPEN:
  case HS_F_CORNER_CLOSE: return true;
  default: return false;
  }
}

/* Three or more of one sign ("!!!", "*****") are one token, and never quotation marks. */
static uint32_t run_end(const hearsay_article *article, uint32_t at, uint32_t end) {
  uint32_t run = at;
  while (run < article->char_count && run - at < LONGEST_RUN && article->fold[run] == article->fold[at]) run++;
  return run - at > 2 ? run : end;
}

static void read_punctuation(reading *r, uint32_t end, bool entity) {
  hearsay_article *a = r->article;
  if (!entity) end = run_end(a, r->at, end);
  unsigned char fold = entity ? entity_fold(a, r->at, end) : a->fold[r->at];
  uint32_t length = end - r->at;
  if (entity && (hs_fold_is_space(fold) || fold == HS_F_JOINED)) { /* &nbsp; &shy; */
    r->at = end;
    return;
  }
  bool doubled = !entity && length == 2 && (fold == '\'' || fold == '`');
  bool mark = is_mark(fold) && (entity || length == 1 || doubled);
  hs_token *token = add_token(r, end, mark ? HS_MARK : HS_PUNCT);
  if (token) token->fold = doubled ? (fold == '`' ? HS_F_DOUBLE_OPEN : '"') : fold;
}

/* What pcre2 returns: one more than the number of the group that took part. */
enum { FOUND_ADDRESS = 2, FOUND_ENTITY, FOUND_WORD, FOUND_NUMBER };

static void read_token(reading *r, const PCRE2_SIZE *group, int groups) {
  uint32_t end = (uint32_t)group[1];
  if (groups == FOUND_NUMBER)
    add_token(r, end, HS_NUMBER);
  else if (groups == FOUND_WORD)
    read_word(r, end);
  else if (groups == FOUND_ADDRESS)
    add_token(r, trim_address(r->article, r->at, end), HS_ADDRESS);
  else
    read_punctuation(r, end, groups == FOUND_ENTITY);
}

/* ---- without the pattern ------------------------------------------------------------------------------------------- */

/*
** Most tokens need no pattern: a run of letters or digits with a space or a sign behind it that cannot belong to it, and most
** signs. What stands here as `ends` can be inside no word or address (but for what begins with "http:" or "www."), and starts none of
** the pattern's other pieces.
*/
static bool ends_plainly(unsigned char c) {
  switch (c) {
  case ' ':
  case '\t':
  case '\n':
  case '\r':
  case ',':
  case ';':
  case '!':
  case '?':
  case '(':
  case ')':
  case '[':
  case ']':
  case '"':
  case '/':
  case HS_F_SINGLE_OPEN:
  case HS_F_SINGLE_CLOSE:
  case HS_F_DOUBLE_OPEN:
  case HS_F_DOUBLE_CLOSE:
  case HS_F_EN_DASH:
  case HS_F_EM_DASH: return true;
  default: return false;
  }
}

/* Whether the full stop at a character is behind everything: a space, the end or a quotation mark comes next. */
static bool is_last_stop(const hearsay_article *a, uint32_t at) {
  if (a->fold[at] != '.') return false;
  if (at + 1 == a->char_count) return true;
  unsigned char c = a->fold[at + 1];
  return hs_fold_is_space(c) || c == '"' || c == HS_F_DOUBLE_CLOSE;
}

/* The first byte of eight that is marked, by its highest bit. */
static uint32_t first_marked(uint64_t marks) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return (uint32_t)__builtin_clzll(marks) / 8;
#else
  return (uint32_t)__builtin_ctzll(marks) / 8;
#endif
}

/* One past the ASCII letters from `at` on, eight at a time: bits of the eight's highest places carry what is at least 'a', and over 'z'. */
static uint32_t ascii_letters_end(const unsigned char *fold, uint32_t at, uint32_t limit) {
  const uint64_t each = UINT64_C(0x0101010101010101), high = 0x80 * each;
  for (uint64_t eight; at + sizeof eight <= limit; at += sizeof eight) {
    memcpy(&eight, fold + at, sizeof eight);
    uint64_t lower = eight | 0x20 * each, low = lower & ~high;
    uint64_t letters = (low + (0x80 - 'a') * each) & ~(low + (0x7F - 'z') * each) & ~lower;
    uint64_t others = ~letters & high;
    if (others) return at + first_marked(others);
  }
  while (at < limit && is_ascii_letter(fold[at])) at++;
  return at;
}

/* Reads the token at a character where that is plain; false: the pattern has to look at it. */
static bool read_plainly(reading *r, unsigned char c) {
  const hearsay_article *a = r->article;
  const unsigned char *fold = a->fold;
  uint32_t end = r->at + 1, limit = a->char_count - r->at < HS_LONGEST_WORD ? a->char_count : r->at + HS_LONGEST_WORD;
  if (is_ascii_letter(c)) {
    end = ascii_letters_end(fold, end, limit);
    if (end == limit && end < a->char_count) return false;
    if (end < a->char_count && !ends_plainly(fold[end]) && fold[end] != '\'' && !is_last_stop(a, end)) return false;
    read_word(r, end);
    return true;
  }
  if (hs_fold_is_digit(c)) {
    while (end < limit && end - r->at < 32 && hs_fold_is_digit(fold[end])) end++;
    if (end == limit || !ends_plainly(fold[end])) return false;
    bool may_go_on = fold[end] == ',' || fold[end] == '/';
    if (may_go_on && end + 1 < a->char_count && hs_fold_is_digit(fold[end + 1])) return false;
    add_token(r, end, HS_NUMBER);
    return true;
  }
  if (!ends_plainly(c) && !is_last_stop(a, r->at)) return false;
  read_punctuation(r, end, false);
  return true;
}

/* Whether a web address may begin here, which comes before one of mail. */
static bool may_be_web(const hearsay_article *a, uint32_t at) {
  return a->char_count - at > 4 && (memcmp(a->fold + at, "http", 4) == 0 || memcmp(a->fold + at, "www.", 4) == 0);
}

/* What pcre2_match returns. */
static int match_token(const struct hs_patterns *p, const hearsay_article *a, uint32_t at) {
  return p->compiled ? pcre2_jit_match(p->token, a->fold, a->char_count, at, PCRE2_NO_UTF_CHECK, p->found, p->match)
                     : pcre2_match(p->token, a->fold, a->char_count, at, PCRE2_NO_UTF_CHECK, p->found, p->match);
}

/* Whether a character that begins no address is a token by itself: nothing of the pattern begins with it, or with one of it. */
static bool is_single(const hearsay_article *a, uint32_t at) {
  unsigned char c = a->fold[at];
  if (letter_at(a, at) || hs_fold_is_digit(c) || c == '@' || c == '#' || c == '&') return false;
  bool may_be_double = c == '.' || c == '-' || c == '\'' || c == '`';
  return !may_be_double || at + 1 == a->char_count || a->fold[at + 1] != c;
}

/* Where the word of ASCII letters ends that begins here and has a full stop behind it; 0 of initials ("U.S.") and of other words. */
static uint32_t stopped_word_end(const hearsay_article *a, uint32_t at) {
  const unsigned char *fold = a->fold;
  uint32_t limit = a->char_count - at < LONGEST_WORD ? a->char_count : at + LONGEST_WORD;
  uint32_t end = ascii_letters_end(fold, at, limit), next = end + 1;
  if (end == at || end == limit || fold[end] != '.') return 0;
  if (end - at > 1) return end;
  for (int pairs = 1; next + 1 < a->char_count; next += 2, pairs++)
    if (pairs == MOST_INITIALS || !is_ascii_letter(fold[next]) || fold[next + 1] != '.')
      return pairs == 1 || letter_at(a, next) ? end : 0;
  return 0;
}

/* What is not plain: an address of mail, a sign, a word before a full stop, or what the pattern says. */
static void read_closely(reading *r) {
  hearsay_article *a = r->article;
  const struct hs_patterns *p = a->reader->patterns;
  bool web = may_be_web(a, r->at);
  if (!web && read_mail(r)) return;
  if (is_single(a, r->at)) {
    read_punctuation(r, r->at + 1, false);
    return;
  }
  uint32_t end = web ? 0 : stopped_word_end(a, r->at);
  if (end) {
    read_word(r, end);
    return;
  }
  int found = match_token(p, a, r->at);
  if (found <= 0)
    a->status = found == PCRE2_ERROR_NOMEMORY || found == PCRE2_ERROR_HEAPLIMIT ? HEARSAY_NOMEM : HEARSAY_INTERNAL;
  else if (!web || found == FOUND_ADDRESS || !read_mail(r))
    read_token(r, pcre2_get_ovector_pointer(p->found), found);
}

void hs_read_tokens(hearsay_article *article) {
  if (article->status) return;
  reading r = {.article = article};
  find_sign(&r);
  while (r.at < article->char_count) {
    unsigned char c = article->fold[r.at];
    if (hs_fold_is_space(c) || c == HS_F_JOINED || c < ' ') {
      r.at++;
      continue;
    }
    if (!hs_tick(article)) return;
    if (!read_plainly(&r, c)) read_closely(&r);
    if (article->status) return;
  }
  /* the sentinel: later stages may look one token too far */
  if (!hs_grow(article, (void **)&article->tokens, article->token_count, &r.room, sizeof *article->tokens)) return;
  article->tokens[article->token_count] = (hs_token){.start = article->char_count,
                                                     .end = article->char_count,
                                                     .kind = HS_PUNCT,
                                                     .shape = HS_UNCASED,
                                                     .tag = HS_PUNCTUATION};
  hs_trim(article, (void **)&article->tokens, article->token_count + 1, sizeof *article->tokens);
}
