/*
** keys.c: keys to join articles by: of names, of quotations, and how much two quotations have in common.
**
** All three read their text as words: letters and digits without case and marks, after Unicode's compatibility
** decomposition. Apostrophes and joiners are passed over (don't, O'Brien are one word: dont, obrien); anything else parts
** words. Scripts other than Latin are kept as they are. Malformed bytes part words too. Nothing is allocated but the
** result of the first two, and one bounded table of the third.
**
** Name key. The words of a name, sorted, with a space between: "Lin, Jun", "LIN Jun" and "Mr. Jun Lin" are "jun
** lin", "Jean-Luc Picard" is "jean luc picard". Titles in front are left out unless a comma follows or they are given
** names too ("Dean", "Major"), Jr, MP, PhD and their like behind; at least one word stays. Initials stay, so "J. K.
** Rowling" and "Joanne Rowling" differ. The price of sorting: "James Thomas" and "Thomas James" are equal.
**
** Quotation key. 16 hexadecimal digits: the least hash of all runs of four words (of the words, when there are fewer).
** Equal words give equal keys, however they are marked and spelt. A copy that has kept a share s of the runs of the
** whole has the same key with probability s; quotations without a common run of four words have different ones.
**
** Similarity. Runs of three words (fewer when there are fewer), as multisets: how many of the shorter one's are in the
** longer one. Beyond MOST_RUNS different runs it is an estimate from a sample of them.
*/
#include "article.h"
#include "language/hash.h"
#include "language/lexicon.h"

#include <string.h>
#include <utf8proc.h>

enum {
  LONGEST_DECOMPOSITION = 32,
  MOST_NAME_WORDS = 48, /* a longer "name" is none: its words stay in order, with the titles */
  KEY_RUN = 4,
  SIMILARITY_RUN = 3,
  MOST_RUNS = 1 << 15,
  RUN_SLOTS = 1 << 16,
  STEPS_A_TICK = 1 << 14
};

/* ---- from bytes to letters of words ---------------------------------------------------------------------------------- */

enum { END = -1, GAP = -2, COMMA = -3 }; /* between words; a comma is a gap that titles do not reach over */

typedef struct letters {
  const unsigned char *at, *end;
  hearsay_host host;
  uint32_t steps;
  bool cancelled;                         /* by the host: the text seems to end */
  bool join_initials;                     /* U.S. is us */
  unsigned run;                           /* letters since the last gap */
  int32_t waiting[LONGEST_DECOMPOSITION]; /* of the last character */
  int count, next;
} letters;

/* Letters that Unicode does not decompose, as two ASCII letters or one and 0. */
static const struct {
  int32_t code;
  char letters[2];
} latin[] = {{0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},  {0x111, "d"}, {0x127, "h"},
             {0x131, "i"}, {0x142, "l"}, {0x14B, "n"}, {0x153, "oe"}, {0x167, "t"}};

static bool is_passed_over(int32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0xAD || (c >= 0x2018 && c <= 0x201B) || c == 0x2BC || c == 0x2BB ||
         (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || (c >= 0x300 && c <= 0x36F) || /* accents */
         (c >= 0x591 && c <= 0x5C7) || (c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x640;       /* vowel points */
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

/* What an ASCII character is worth; 0: passed over. */
static int32_t ascii_letter(const letters *l, unsigned char c) {
  unsigned char after = l->at < l->end ? *l->at : 0;
  if (c >= 'A' && c <= 'Z') return c + 32;
  if ((c >= 'a' && c <= 'z') || is_ascii_digit(c)) return c;
  if (c == '\'' || c == '`') return 0;
  if (c == ',' && l->run && is_ascii_digit(l->at[-2]) && is_ascii_digit(after)) return 0; /* 1,000 */
  if (c == '.' && l->join_initials && l->run == 1 && is_ascii_letter(after)) return 0;
  return c == ',' ? COMMA : GAP;
}

/* &rsquo; &#8217; and the like, left in the text by a web page: passed over. */
static bool skip_entity(letters *l) {
  const unsigned char *p = l->at;
  if (p < l->end && *p == '#') p++;
  const unsigned char *first = p;
  while (p < l->end && p - first < 8 && (is_ascii_letter(*p) || is_ascii_digit(*p))) p++;
  if (p == l->end || *p != ';' || p - first < 2) return false;
  l->at = p + 1;
  return true;
}

/* Puts what a character is made of into `waiting`; false when it parts words. */
static bool decompose(letters *l, int32_t code) {
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
      code, l->waiting, LONGEST_DECOMPOSITION,
      (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STABLE), &last);
  if (count < 1 || count > LONGEST_DECOMPOSITION) return false;
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

static letters begin_letters(const hearsay_host *host, const char *text, size_t bytes) {
  const unsigned char *at = (const unsigned char *)text;
  return (letters){.at = at, .end = bytes ? at + bytes : at, .host = host ? *host : (hearsay_host){0}};
}

/* The next letter or digit, or END, GAP, COMMA. */
static int32_t next_letter(letters *l) {
  for (;;) {
    if (++l->steps % STEPS_A_TICK == 0 && l->host.cancelled && l->host.cancelled(l->host.context)) {
      l->cancelled = true;
      l->at = l->end;
      l->count = 0;
    }
    if (l->next < l->count) {
      l->run++;
      return l->waiting[l->next++];
    }
    if (l->at == l->end) return END;
    int32_t c;
    if (*l->at < 0x80) {
      unsigned char byte = *l->at++;
      if (byte == '&' && skip_entity(l)) continue;
      c = ascii_letter(l, byte);
      if (c == 0) continue;
    } else {
      utf8proc_ssize_t bytes = utf8proc_iterate(l->at, l->end - l->at, &c);
      l->at += bytes > 0 ? bytes : 1;
      if (bytes > 0 && is_passed_over(c)) continue;
      if (bytes > 0 && decompose(l, c)) continue;
      c = GAP;
    }
    l->run = c < 0 ? 0 : l->run + 1;
    return c;
  }
}

/* ---- names -------------------------------------------------------------------------------------------------------------- */

typedef struct name_word {
  uint32_t start, bytes;
  bool comma; /* follows */
} name_word;

typedef struct name {
  char *text; /* the words in order, a space between */
  size_t bytes;
  name_word words[MOST_NAME_WORDS];
  uint32_t count; /* words; one more than MOST_NAME_WORDS: too many */
} name;

static void end_word(name *n, size_t start, bool comma) {
  if (n->bytes == start) {
    if (comma && n->count && n->count <= MOST_NAME_WORDS) n->words[n->count - 1].comma = true;
    return;
  }
  if (n->count < MOST_NAME_WORDS)
    n->words[n->count] = (name_word){(uint32_t)start, (uint32_t)(n->bytes - start), comma};
  if (n->count <= MOST_NAME_WORDS) n->count++;
  n->text[n->bytes++] = ' ';
}

static void read_name(name *n, letters *l) {
  size_t start = 0;
  for (int32_t c; (c = next_letter(l)) != END;) {
    if (c < 0) {
      end_word(n, start, c == COMMA);
      start = n->bytes;
    } else {
      n->bytes += (size_t)utf8proc_encode_char(c, (unsigned char *)n->text + n->bytes);
    }
  }
  end_word(n, start, false);
}

static bool is_one_of(const name *n, uint32_t i, const char *const *words, size_t count) {
  for (size_t w = 0; w < count; w++)
    if (n->words[i].bytes == strlen(words[w]) && memcmp(n->text + n->words[i].start, words[w], n->words[i].bytes) == 0)
      return true;
  return false;
}

/* Words of titles that are none by themselves: the "prime" of "prime minister". */
static bool is_before_title(const name *n, uint32_t i) {
  static const char *const words[] = {"prime", "vice",      "deputy",  "former",  "acting", "interim",  "assistant",
                                      "chief", "foreign",   "defence", "defense", "home",   "finance",  "interior",
                                      "first", "associate", "crown",   "rear",    "ex",     "the",      "his",
                                      "her",   "right",     "most",    "very",    "rt",     "attorney", "secretary"};
  return is_one_of(n, i, words, sizeof words / sizeof *words);
}

static bool is_title(const name *n, uint32_t i) {
  uint32_t classes =
      hs_word_classes(hs_find_word((const unsigned char *)n->text + n->words[i].start, n->words[i].bytes));
  return classes & HS_TITLE && (!(classes & HS_GIVEN_NAME) || classes & HS_ABBREVIATION) && !n->words[i].comma;
}

/* The first word behind the article and the titles in front. */
static uint32_t first_word(const name *n) {
  static const char *const article = "the";
  uint32_t first = 0;
  for (uint32_t i = 0; i + 1 < n->count; i++) {
    if (is_title(n, i) || (i == 0 && is_one_of(n, 0, &article, 1)))
      first = i + 1;
    else if (!is_before_title(n, i) || n->words[i].comma)
      break;
  }
  return first;
}

/* One past the last word before Jr, MP, PhD. */
static uint32_t last_word(const name *n, uint32_t first) {
  static const char *const behind[] = {"jr", "sr",  "mp",  "mep", "msp", "mla", "qc",  "kc",  "sc",  "esq",
                                       "md", "phd", "obe", "mbe", "cbe", "kbe", "dbe", "frs", "cpa", "junior"};
  uint32_t last = n->count;
  while (last > first + 1 && is_one_of(n, last - 1, behind, sizeof behind / sizeof *behind)) last--;
  return last;
}

static int compare_words(const name *n, const name_word *a, const name_word *b) {
  size_t shorter = a->bytes < b->bytes ? a->bytes : b->bytes;
  int order = memcmp(n->text + a->start, n->text + b->start, shorter);
  return order ? order : a->bytes < b->bytes ? -1 : a->bytes > b->bytes;
}

static void sort_words(name *n, uint32_t first, uint32_t last) {
  for (uint32_t i = first + 1; i < last; i++) {
    name_word word = n->words[i];
    uint32_t j = i;
    for (; j > first && compare_words(n, &word, &n->words[j - 1]) < 0; j--) n->words[j] = n->words[j - 1];
    n->words[j] = word;
  }
}

/* The key, made from the words into `key`, which has room for n->bytes; its length. */
static size_t write_name(name *n, char *key) {
  size_t bytes = 0;
  if (n->count > MOST_NAME_WORDS) {
    memcpy(key, n->text, n->bytes);
    return n->bytes - 1; /* without the last space */
  }
  uint32_t first = first_word(n), last = last_word(n, first);
  sort_words(n, first, last);
  for (uint32_t i = first; i < last; i++) {
    if (i > first) key[bytes++] = ' ';
    memcpy(key + bytes, n->text + n->words[i].start, n->words[i].bytes);
    bytes += n->words[i].bytes;
  }
  return bytes;
}

hearsay_status hearsay_name_key(const hearsay_host *host, const char *text, size_t bytes, char **key,
                                size_t *key_bytes) {
  hs_memory memory = {.host = host ? *host : (hearsay_host){0}};
  letters l = begin_letters(host, text, bytes), count = l;
  name n = {0};
  *key = NULL;
  *key_bytes = 0;
  if (bytes > INT32_MAX) return HEARSAY_TOOBIG;
  size_t room = 2;
  for (int32_t c; (c = next_letter(&count)) != END;) room += c < 0x80 ? 1 : 4; /* as UTF-8 */
  if (count.cancelled) return HEARSAY_CANCELLED;
  n.text = hs_resize(&memory, NULL, 0, room);
  char *result = n.text ? hs_resize(&memory, NULL, 0, room) : NULL;
  hearsay_status status = result ? HEARSAY_OK : HEARSAY_NOMEM;
  if (!status) read_name(&n, &l);
  if (!status && l.cancelled) status = HEARSAY_CANCELLED;
  hs_release(&memory, status ? result : NULL, room);
  if (!status) *key_bytes = n.count ? write_name(&n, result) : 0;
  if (!status) *key = result;
  hs_release(&memory, n.text, room);
  return status;
}

/* ---- hashes of words and of runs of words --------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash) {
  hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
  return hash ^ (hash >> 31);
}

typedef struct runs {
  letters letters;
  uint64_t last[KEY_RUN]; /* hashes of the last words, the newest first */
  uint32_t length;        /* of a run */
  size_t words;           /* read so far */
} runs;

static runs begin_runs(const hearsay_host *host, const char *text, size_t bytes, uint32_t length) {
  runs r = {.letters = begin_letters(host, text, bytes), .length = length};
  r.letters.join_initials = true;
  return r;
}

/* Reads one word more; false when there is none. */
static bool next_word(runs *r) {
  uint64_t hash = 0;
  for (size_t count = 0;;) {
    int32_t c = next_letter(&r->letters);
    if (c >= 0) {
      hash = (hash ^ (uint64_t)(uint32_t)c) * UINT64_C(0x9E3779B97F4A7C15);
      hash ^= hash >> 32;
      count++;
      continue;
    }
    if (count) break;
    if (c == END) return false;
  }
  memmove(r->last + 1, r->last, sizeof r->last - sizeof *r->last);
  r->last[0] = mix(hash);
  r->words++;
  return true;
}

/* The hash of the last `count` words, in order. */
static uint64_t run_hash(const runs *r, size_t count) {
  uint64_t hash = count;
  for (size_t i = count; i-- > 0;) hash = mix(hash * 3 + r->last[i]);
  return hash;
}

/* The next run of `length` words. */
static bool next_run(runs *r, uint64_t *hash) {
  do {
    if (!next_word(r)) return false;
  } while (r->words < r->length);
  *hash = run_hash(r, r->length);
  return true;
}

static hearsay_status count_words(const hearsay_host *host, const char *text, size_t bytes, size_t *words) {
  runs r = begin_runs(host, text, bytes, 1);
  while (next_word(&r)) continue;
  *words = r.words;
  return r.letters.cancelled ? HEARSAY_CANCELLED : HEARSAY_OK;
}

/* ---- quotations --------------------------------------------------------------------------------------------------------------- */

hearsay_status hearsay_quote_key(const hearsay_host *host, const char *quote, size_t bytes, char **key,
                                 size_t *key_bytes) {
  enum { DIGITS = 16 };
  hs_memory memory = {.host = host ? *host : (hearsay_host){0}};
  runs r = begin_runs(host, quote, bytes, KEY_RUN);
  uint64_t least = UINT64_MAX, hash;
  *key = NULL;
  *key_bytes = 0;
  if (bytes > INT32_MAX) return HEARSAY_TOOBIG;
  while (next_run(&r, &hash))
    if (hash < least) least = hash;
  if (r.letters.cancelled) return HEARSAY_CANCELLED;
  if (r.words < KEY_RUN) least = run_hash(&r, r.words);
  char *result = hs_resize(&memory, NULL, 0, DIGITS);
  if (!result) return HEARSAY_NOMEM;
  for (int i = 0; i < DIGITS; i++) result[i] = "0123456789abcdef"[least >> (60 - 4 * i) & 15];
  *key = result;
  *key_bytes = r.words ? DIGITS : 0;
  return HEARSAY_OK;
}

/* How often each run occurs. When there are too many, only those whose hash has `shift` zeroes at the top. */
typedef struct run_table {
  uint64_t hash[RUN_SLOTS]; /* 0: empty */
  uint32_t count[RUN_SLOTS];
  uint32_t used;
  unsigned shift;
} run_table;

static bool is_sampled(const run_table *table, uint64_t hash) {
  return !table->shift || hash >> (64 - table->shift) == 0;
}

static uint32_t slot_of(const run_table *table, uint64_t hash) {
  uint32_t slot = (uint32_t)(hash >> 8) & (RUN_SLOTS - 1);
  while (table->hash[slot] && table->hash[slot] != hash) slot = (slot + 1) & (RUN_SLOTS - 1);
  return slot;
}

static void add_runs(run_table *table, uint64_t hash, uint32_t count) {
  uint32_t slot = slot_of(table, hash);
  if (!table->hash[slot]) table->used++;
  table->hash[slot] = hash;
  table->count[slot] += count;
}

/* Halves the sample, in place: taken out and put back, slot by slot from the end of a cluster of full slots. */
static void halve(run_table *table) {
  uint32_t start = 0;
  while (table->hash[start]) start++; /* never full */
  table->shift++;
  table->used = 0;
  for (uint32_t i = 1; i <= RUN_SLOTS; i++) {
    uint32_t slot = (start + i) & (RUN_SLOTS - 1);
    uint64_t hash = table->hash[slot];
    uint32_t count = table->count[slot];
    if (!hash) continue;
    table->hash[slot] = 0;
    table->count[slot] = 0;
    if (is_sampled(table, hash)) add_runs(table, hash, count);
  }
}

static hearsay_status compare(run_table *table, runs shorter, runs longer, double *similarity) {
  uint64_t hash, total = 0, found = 0;
  while (next_run(&shorter, &hash)) {
    hash |= 1; /* 0 is an empty slot */
    if (!is_sampled(table, hash)) continue;
    add_runs(table, hash, 1);
    while (table->used > MOST_RUNS) halve(table);
  }
  for (uint32_t i = 0; i < RUN_SLOTS; i++) total += table->count[i];
  while (next_run(&longer, &hash)) {
    hash |= 1;
    if (!is_sampled(table, hash)) continue;
    uint32_t slot = slot_of(table, hash);
    if (!table->count[slot]) continue;
    table->count[slot]--;
    found++;
  }
  *similarity = total ? (double)found / (double)total : 0;
  return shorter.letters.cancelled || longer.letters.cancelled ? HEARSAY_CANCELLED : HEARSAY_OK;
}

hearsay_status hearsay_quote_similarity(const hearsay_host *host, const char *a, size_t a_bytes, const char *b,
                                        size_t b_bytes, double *similarity) {
  hs_memory memory = {.host = host ? *host : (hearsay_host){0}};
  size_t a_words, b_words;
  *similarity = 0;
  if (a_bytes > INT32_MAX || b_bytes > INT32_MAX) return HEARSAY_TOOBIG;
  hearsay_status status = count_words(host, a, a_bytes, &a_words);
  if (!status) status = count_words(host, b, b_bytes, &b_words);
  if (status || !a_words || !b_words) return status;
  size_t fewer = a_words < b_words ? a_words : b_words;
  uint32_t length = fewer < SIMILARITY_RUN ? (uint32_t)fewer : SIMILARITY_RUN;
  runs x = begin_runs(host, a, a_bytes, length), y = begin_runs(host, b, b_bytes, length);
  run_table *table = hs_resize(&memory, NULL, 0, sizeof *table);
  if (!table) return HEARSAY_NOMEM;
  memset(table, 0, sizeof *table);
  status = a_words <= b_words ? compare(table, x, y, similarity) : compare(table, y, x, similarity);
  hs_release(&memory, table, sizeof *table);
  return status;
}
