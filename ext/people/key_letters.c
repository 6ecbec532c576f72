/* key_letters.c: see key_letters.h. */
#include "people/key_letters.h"

#include <utf8proc.h>

enum { STEPS_A_TICK = 1 << 14, LONGEST_INSERTION = 200 /* bytes in [brackets] */ };

/* Letters that Unicode does not decompose, as two ASCII letters or one and 0. */
static const struct {
  int32_t code;
  char letters[2];
} latin[] = {{0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},  {0x111, "d"}, {0x127, "h"},
             {0x131, "i"}, {0x142, "l"}, {0x14B, "n"}, {0x153, "oe"}, {0x167, "t"}};

static bool is_apostrophe(int32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || (c >= 0x2018 && c <= 0x201B) || c == 0x2BC || c == 0x2BB || c == 0x2B9;
}

static bool is_passed_over(int32_t c) {
  return is_apostrophe(c) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF ||
         (c >= 0x300 && c <= 0x36F) ||                                                         /* accents */
         (c >= 0x591 && c <= 0x5C7) || (c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x640; /* vowel points */
}

static bool is_word_character(int32_t c) {
  switch (utf8proc_category(c)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LT:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO:
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_ND:
  case UTF8PROC_CATEGORY_NL:
  case UTF8PROC_CATEGORY_NO: return true;
  default: return false;
  }
}

static bool is_ascii_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_ascii_digit(int c) {
  return c >= '0' && c <= '9';
}

/* `. . .` behind its first full stop. */
static bool skip_full_stops(hs_key_letters *l) {
  const unsigned char *p = l->at;
  int more = 0;
  while (p < l->end && more < 8 && (*p == '.' || (*p == ' ' && p + 1 < l->end && p[1] == '.')))
    if (*p++ == '.') more++;
  if (!more) return false;
  l->at = p;
  return true;
}

/* Behind `[`: "[the company]" is passed over, with what is left of a sentence on both sides; "[...]" is a cut. */
static int32_t skip_insertion(hs_key_letters *l) {
  int32_t kind = HS_KEY_CUT;
  for (const unsigned char *p = l->at; p < l->end && p - l->at < LONGEST_INSERTION && *p != '['; p++) {
    if (*p == ']') {
      l->at = p + 1;
      return kind;
    }
    if (is_ascii_letter(*p) || is_ascii_digit(*p)) kind = HS_KEY_GAP;
  }
  return HS_KEY_GAP;
}

/* What a character that parts words is. */
static int32_t gap_of(int32_t c) {
  switch (c) {
  case ',':
  case 0x3001:
  case 0xFF0C:
  case 0x60C: return HS_KEY_COMMA;
  case '-':
  case 0x2010:
  case 0x2011:
  case 0x2012:
  case 0x2013: return HS_KEY_HYPHEN;
  case '"': return HS_KEY_MARK;
  case '(':
  case 0xAB:
  case 0x201C:
  case 0x201E:
  case 0xFF08: return HS_KEY_OPEN;
  case ')':
  case 0xBB:
  case 0x201D:
  case 0xFF09: return HS_KEY_CLOSE;
  case 0x2026: return HS_KEY_CUT;
  case '%': return HS_KEY_PER_CENT;
  default: return HS_KEY_GAP;
  }
}

/* What an ASCII character is worth; 0: passed over. */
static int32_t ascii_letter(hs_key_letters *l, unsigned char c) {
  unsigned char after = l->at < l->end ? *l->at : 0;
  l->capital = c >= 'A' && c <= 'Z';
  if (l->capital) return c + 32;
  if ((c >= 'a' && c <= 'z') || is_ascii_digit(c)) return c;
  if (c == '\'' || c == '`') return 0;
  if (c == ',' && l->run && is_ascii_digit(l->at[-2]) && is_ascii_digit(after)) return 0; /* 1,000 */
  if (c == '.' && l->quotation && l->run == 1 && is_ascii_letter(after)) return 0;
  if (c == '.' && skip_full_stops(l)) return HS_KEY_CUT;
  if (c == '[' && l->quotation) return skip_insertion(l);
  return gap_of(c);
}

/* &rsquo; &#8217; and the like, left in the text by a web page: passed over. */
static bool skip_entity(hs_key_letters *l) {
  const unsigned char *p = l->at;
  if (p < l->end && *p == '#') p++;
  const unsigned char *first = p;
  while (p < l->end && p - first < 8 && (is_ascii_letter(*p) || is_ascii_digit(*p))) p++;
  if (p == l->end || *p != ';' || p - first < 2) return false;
  l->at = p + 1;
  return true;
}

/* Puts what a character is made of into `waiting`; false when it parts words. */
static bool decompose(hs_key_letters *l, int32_t code) {
  int last = 0;
  l->count = l->next = 0;
  code = utf8proc_tolower(code);
  if (code >= 0xAC00 && code <= 0xD7A3) { /* Hangul syllables stay whole */
    l->waiting[l->count++] = code;
    return true;
  }
  for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
    if (latin[i].code == code) {
      l->waiting[l->count++] = latin[i].letters[0];
      if (latin[i].letters[1]) l->waiting[l->count++] = latin[i].letters[1];
      return true;
    }
  utf8proc_ssize_t count = utf8proc_decompose_char(
      code, l->waiting, HS_KEY_DECOMPOSITION,
      (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STABLE), &last);
  if (count < 1 || count > HS_KEY_DECOMPOSITION) return false;
  for (utf8proc_ssize_t i = 0; i < count; i++) {
    if (is_passed_over(l->waiting[i])) continue;
    if (!is_word_character(l->waiting[i])) {
      if (!l->count) return false;
      break;
    }
    l->waiting[l->count++] = l->waiting[i];
  }
  return true;
}

hs_key_letters hs_key_letters_begin(const hearsay_host *host, const char *text, size_t bytes) {
  const unsigned char *at = (const unsigned char *)text;
  return (hs_key_letters){.at = at, .end = bytes ? at + bytes : at, .host = host ? *host : (hearsay_host){0}};
}

/* The next character: a letter, what parts words, or 0 when it is passed over or has put its letters into `waiting`. */
static int32_t next_character(hs_key_letters *l) {
  int32_t c;
  if (*l->at < 0x80) {
    unsigned char byte = *l->at++;
    if (byte == '&' && skip_entity(l)) byte = '\'';
    if (is_apostrophe(byte)) l->apostrophe = l->run;
    return ascii_letter(l, byte);
  }
  utf8proc_ssize_t bytes = utf8proc_iterate(l->at, l->end - l->at, &c);
  l->at += bytes > 0 ? bytes : 1;
  l->capital = false;
  if (bytes > 0 && is_apostrophe(c)) l->apostrophe = l->run;
  if (bytes > 0 && (is_passed_over(c) || decompose(l, c))) return 0;
  return bytes > 0 ? gap_of(c) : HS_KEY_GAP;
}

static void count_letter(hs_key_letters *l) {
  if (l->run++ == 0) l->apostrophe = 0;
}

static void tick(hs_key_letters *l) {
  l->steps = 0;
  if (!l->host.cancelled || !l->host.cancelled(l->host.context)) return;
  l->cancelled = true;
  l->at = l->end;
  l->count = 0;
}

int32_t hs_next_key_letter(hs_key_letters *l) {
  for (;;) {
    if (++l->steps >= STEPS_A_TICK) tick(l);
    if (l->next < l->count) {
      count_letter(l);
      return l->waiting[l->next++];
    }
    if (l->at == l->end) return HS_KEY_END;
    int32_t c = next_character(l);
    if (c == 0) continue;
    if (c > 0)
      count_letter(l);
    else
      l->run = 0;
    return c;
  }
}

size_t hs_next_ascii_letters(hs_key_letters *l, char *out, size_t most) {
  const unsigned char *p = l->at;
  size_t left = (size_t)(l->end - p), count = 0;
  if (l->next < l->count) return 0;
  if (most > left) most = left;
  for (; count < most; count++) {
    unsigned char c = p[count], small = c | 0x20;
    if (!(small >= 'a' && small <= 'z') && !is_ascii_digit(c)) break;
    out[count] = (char)(c <= '9' ? c : small);
  }
  if (!count) return 0;
  if (!l->run) l->apostrophe = 0;
  l->run += (unsigned)count;
  l->steps += (uint32_t)count;
  l->capital = p[count - 1] >= 'A' && p[count - 1] <= 'Z';
  l->at += count;
  return count;
}
