/*
** quote_key.c: a fingerprint of a quotation, and how much two quotations have in common.
**
** Both take a quotation as words, as key_letters.h reads them, and words as papers vary them: British and American spelling,
** don't and do not, eight and 8, per cent and %. [What an editor has put in] is passed over.
**
** The fingerprint. 16 hexadecimal digits: the least hash of all runs of four words, those first that have three or more words
** of over three letters, as phrases that everybody uses seldom have ("we will continue to"); of all words where there are
** fewer than four. That is min-wise hashing (Broder 1997) with a sketch of one: equal words give equal keys, and a copy that has
** kept a share s of the runs of the whole has the same key with probability s.
**
** Similarity. After Broder ("On the resemblance and containment of documents", 1997), on runs of three words (fewer when a
** quotation has fewer), as multisets: i of them in both, a in the one, b in the other. Runs do not go over a cut (…), so that
** those of a shortened copy are runs of the whole. Containment, i / min(a, b), finds trimmed copies; but everything contains
** "never again". So the answer lies between resemblance, i / (a + b - i), and containment, the nearer to the second the more
** runs the shorter quotation has: all the way from TRUSTED_RUNS on. Beyond MOST_RUNS different runs it is an estimate from a
** sample of them.
*/
#include "people/quote_key.h"

#include "article.h"
#include "people/key_letters.h"

#include <string.h>

enum {
  KEY_RUN = 4,
  SIMILARITY_RUN = 3,
  TRUSTED_RUNS = 4,
  LONGEST_WORD = 24, /* letters; longer words are not spelt alike */
  MOST_RUNS = 1 << 15
};

/* ---- words --------------------------------------------------------------------------------------------------------------- */

typedef struct quote_word {
  uint64_t hash;
  bool is_long; /* over three letters */
} quote_word;

typedef struct quote_words {
  hs_key_letters letters;
  quote_word waiting[4]; /* that the last word is made of, or that follow it */
  unsigned count, next;
  bool cut; /* behind the waiting words */
} quote_words;

static uint64_t mix(uint64_t hash) {
  hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
  return hash ^ (hash >> 31);
}

static uint64_t add_letter(uint64_t hash, int32_t letter) {
  hash = (hash ^ (uint64_t)(uint32_t)letter) * UINT64_C(0x9E3779B97F4A7C15);
  return hash ^ (hash >> 32);
}

static uint64_t add_letters(uint64_t hash, const char *letters, size_t count) {
  for (size_t i = 0; i < count; i++) hash = add_letter(hash, (unsigned char)letters[i]);
  return hash;
}

static void add_word(quote_words *w, const char *word, size_t count) {
  w->waiting[w->count++] = (quote_word){mix(add_letters(0, word, count)), count > 3};
}

static bool is_text(const char *word, size_t count, const char *text) {
  return count == strlen(text) && memcmp(word, text, count) == 0;
}

static bool ends_with(const char *word, size_t count, const char *end) {
  size_t length = strlen(end);
  return count > length && memcmp(word + count - length, end, length) == 0;
}

/* Papers' house styles, in place: organize and organise, colour and color, centre and center, travelled and traveled, defence and
** defense, programme and program. Words that are no such pair change too, alike everywhere: hour is hor. */
static size_t spell_alike(char *word, size_t count) {
  size_t written = 0;
  if (count < 5) return count;
  if (ends_with(word, count, "tre") || ends_with(word, count, "bre")) memcpy(word + count - 2, "er", 2);
  if (ends_with(word, count, "tres") || ends_with(word, count, "bres")) memcpy(word + count - 3, "ers", 3);
  if (ends_with(word, count, "ence") || ends_with(word, count, "ences"))
    word[count - (word[count - 1] == 's' ? 3 : 2)] = 's';
  if (ends_with(word, count, "amme")) count -= 2;
  if (ends_with(word, count, "ammes")) word[(count -= 2) - 1] = 's';
  for (size_t i = 0; i < count; i++) {
    char c = word[i], after = '\0';
    if (i + 1 < count) after = word[i + 1];
    if (c == 'u' && i && word[i - 1] == 'o' && after == 'r') continue;
    if (c == 'l' && after == 'l') continue;
    if (c == 'z' && i > 1 && (word[i - 1] == 'i' || word[i - 1] == 'y') && after) c = 's';
    word[written++] = c;
  }
  return written;
}

/* Numbers that some papers spell. */
static bool add_number(quote_words *w, const char *word, size_t count) {
  static const char *const numbers[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (word[0] == numbers[i][0] && is_text(word, count, numbers[i])) {
      char digits[2] = {(char)('0' + i / 10), (char)('0' + i % 10)};
      add_word(w, i < 10 ? digits + 1 : digits, i < 10 ? 1 : 2);
      return true;
    }
  return false;
}

/* Of n't, 'll, 're, 've, 'm and the 's of "it's": adds the words that they stand for. `stem`: letters before the apostrophe. */
static bool add_contracted(quote_words *w, const char *word, size_t count, size_t stem) {
  static const char *const endings[][2] = {{"ll", "will"}, {"re", "are"}, {"ve", "have"}, {"m", "am"}};
  static const char *const before_is[] = {"it", "that", "he", "she", "there", "here", "what", "who", "where"};
  if (stem < 1 || stem >= count) return false;
  if (is_text(word + stem, count - stem, "t") && word[stem - 1] == 'n' && stem > 1) {
    if (is_text(word, stem, "won"))
      add_word(w, "will", 4);
    else
      add_word(w, word, is_text(word, stem, "can") ? stem : stem - 1);
    add_word(w, "not", 3);
    return true;
  }
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (is_text(word + stem, count - stem, endings[i][0])) {
      add_word(w, word, stem);
      add_word(w, endings[i][1], strlen(endings[i][1]));
      return true;
    }
  for (size_t i = 0; i < sizeof before_is / sizeof *before_is; i++)
    if (is_text(word + stem, count - stem, "s") && is_text(word, stem, before_is[i])) {
      add_word(w, word, stem);
      add_word(w, "is", 2);
      return true;
    }
  return false;
}

static void add_two(quote_words *w, const char *first, const char *second) {
  add_word(w, first, strlen(first));
  add_word(w, second, strlen(second));
}

static void add_ascii_word(quote_words *w, char *word, size_t count, size_t apostrophe) {
  if (is_text(word, count, "percent"))
    add_two(w, "per", "cent");
  else if (is_text(word, count, "cannot"))
    add_two(w, "can", "not");
  else if (!add_number(w, word, count) && !(apostrophe && add_contracted(w, word, count, apostrophe)))
    add_word(w, word, spell_alike(word, count));
}

/* Reads up to the end of the next word into `waiting`; false at the end of the text. */
static bool read_word(quote_words *w) {
  char ascii[LONGEST_WORD];
  uint64_t hash = 0; /* of a word that is not short and ASCII */
  bool is_ascii = true;
  int32_t c;
  w->count = w->next = 0;
  w->cut = false;
  size_t count = hs_next_ascii_letters(&w->letters, ascii, LONGEST_WORD);
  for (; (c = hs_next_key_letter(&w->letters)) >= 0; count++) {
    if (is_ascii && c <= 0x7F && count < LONGEST_WORD) {
      ascii[count] = (char)c;
      continue;
    }
    if (is_ascii) hash = add_letters(hash, ascii, count);
    is_ascii = false;
    hash = add_letter(hash, c);
  }
  if (count && is_ascii)
    add_ascii_word(w, ascii, count, w->letters.apostrophe);
  else if (count)
    w->waiting[w->count++] = (quote_word){mix(hash), count > 3};
  if (c == HS_KEY_PER_CENT) add_two(w, "per", "cent");
  w->cut = c == HS_KEY_CUT;
  return count || c != HS_KEY_END;
}

/* ---- runs of words ---------------------------------------------------------------------------------------------------------- */

typedef struct runs {
  quote_words words;
  bool over_cuts;           /* cuts part no runs */
  quote_word last[KEY_RUN]; /* the newest first */
  uint32_t length;          /* of a run */
  size_t piece;             /* words since the last cut */
} runs;

static runs begin_runs(const hearsay_host *host, const char *text, size_t bytes, uint32_t length) {
  runs r = {.words.letters = hs_key_letters_begin(host, text, bytes), .length = length};
  r.words.letters.quotation = true;
  return r;
}

/* Reads one word more; false when there is none. */
static bool next_word(runs *r) {
  while (r->words.next == r->words.count) {
    if (r->words.cut && !r->over_cuts) r->piece = 0;
    if (!read_word(&r->words)) return false;
  }
  for (unsigned i = KEY_RUN - 1; i > 0; i--) r->last[i] = r->last[i - 1];
  r->last[0] = r->words.waiting[r->words.next++];
  r->piece++;
  return true;
}

static uint64_t join(uint64_t hash, uint64_t word) {
  return mix(hash * 3 + word);
}

/* The next run of `length` words. */
static bool next_run(runs *r, uint64_t *hash) {
  do {
    if (!next_word(r)) return false;
  } while (r->piece < r->length);
  *hash = r->length;
  for (uint32_t i = r->length; i-- > 0;) *hash = join(*hash, r->last[i].hash);
  return true;
}

/* ---- the fingerprint ---------------------------------------------------------------------------------------------------------- */

/* Runs with more long words come first, three as good as four; then by hash. */
static uint64_t rank(unsigned long_words, uint64_t hash) {
  uint64_t few = long_words < 3 ? 3 - long_words : 0;
  return few << 62 | hash >> 2;
}

static uint64_t rank_of_last(const runs *r) {
  uint64_t hash = KEY_RUN;
  unsigned long_words = 0;
  for (unsigned i = KEY_RUN; i-- > 0;) {
    hash = join(hash, r->last[i].hash);
    long_words += r->last[i].is_long;
  }
  return rank(long_words, hash);
}

/* The least rank of the runs, or the hash of all words when there is no run; false when there is no word. */
static bool fingerprint(runs *r, uint64_t *result) {
  uint64_t all = 0;
  bool any = false, run = false;
  while (next_word(r)) {
    any = true;
    all = join(all, r->last[0].hash);
    if (r->piece < KEY_RUN) continue;
    uint64_t hash = rank_of_last(r);
    if (!run || hash < *result) *result = hash;
    run = true;
  }
  if (!run) *result = all;
  return any;
}

hearsay_status hearsay_quote_key(const hearsay_host *host, const char *quote, size_t bytes, char **key,
                                 size_t *key_bytes) {
  enum { DIGITS = 16 };
  hs_memory memory = {.host = host ? *host : (hearsay_host){0}};
  runs r = begin_runs(host, quote, bytes, KEY_RUN);
  uint64_t least = 0;
  r.over_cuts = true;
  *key = NULL;
  *key_bytes = 0;
  if (bytes > INT32_MAX) return HEARSAY_TOOBIG;
  bool any = fingerprint(&r, &least);
  if (r.words.letters.cancelled) return HEARSAY_CANCELLED;
  char *result = hs_resize(&memory, NULL, 0, DIGITS);
  if (!result) return HEARSAY_NOMEM;
  for (int i = 0; i < DIGITS; i++) result[i] = "0123456789abcdef"[least >> (60 - 4 * i) & 15];
  *key = result;
  *key_bytes = any ? DIGITS : 0;
  return HEARSAY_OK;
}

static bool is_of_long_words(uint64_t rank) {
  return rank >> 62 == 0;
}

/* Puts a number among the least ones, in their order. */
static size_t keep_least(uint64_t *least, size_t count, size_t most, uint64_t number) {
  size_t at = count;
  while (at > 0 && least[at - 1] > number) at--;
  if (at == most || (at > 0 && least[at - 1] == number)) return count;
  if (count < most) count++;
  for (size_t i = count - 1; i > at; i--) least[i] = least[i - 1];
  least[at] = number;
  return count;
}

size_t hs_quote_least_runs(const hs_quote_words *words, uint64_t *least, size_t most) {
  size_t kept = words->count < HS_QUOTE_FEW_WORDS ? words->count : HS_QUOTE_FEW_WORDS, count = 0;
  for (size_t end = KEY_RUN; end <= kept; end++) {
    uint64_t hash = KEY_RUN;
    unsigned long_words = 0;
    for (size_t i = end - KEY_RUN; i < end; i++) {
      hash = join(hash, words->hash[i]);
      long_words += words->is_long[i];
    }
    count = keep_least(least, count, most, rank(long_words, hash));
  }
  while (count > 1 && is_of_long_words(least[0]) && !is_of_long_words(least[count - 1])) count--;
  return count;
}

/* ---- similarity ---------------------------------------------------------------------------------------------------------------- */

typedef struct run_slot {
  uint64_t hash; /* 0: empty */
  uint64_t count;
} run_slot;

/* How often each run of the shorter quotation occurs. When there are too many, only those whose hash has `shift` zeroes at the
** top are in it. */
typedef struct run_table {
  run_slot *slots;
  uint32_t mask; /* slots less one: a power of two, less one */
  uint32_t used;
  unsigned shift;
} run_table;

static bool is_sampled(const run_table *table, uint64_t hash) {
  return !table->shift || hash >> (64 - table->shift) == 0;
}

static run_slot *slot_of(const run_table *table, uint64_t hash) {
  uint32_t slot = (uint32_t)(hash >> 8) & table->mask;
  while (table->slots[slot].hash && table->slots[slot].hash != hash) slot = (slot + 1) & table->mask;
  return &table->slots[slot];
}

static void add_runs(run_table *table, uint64_t hash, uint64_t count) {
  run_slot *slot = slot_of(table, hash);
  if (!slot->hash) table->used++;
  slot->hash = hash;
  slot->count += count;
}

/* Halves the sample, in place: taken out and put back, slot by slot from the end of a cluster of full slots. */
static void halve(run_table *table) {
  uint32_t start = 0;
  while (table->slots[start].hash) start++; /* never full */
  table->shift++;
  table->used = 0;
  for (uint32_t i = 1; i <= table->mask + 1; i++) {
    run_slot *slot = &table->slots[(start + i) & table->mask], old = *slot;
    if (!old.hash) continue;
    *slot = (run_slot){0};
    if (is_sampled(table, old.hash)) add_runs(table, old.hash, old.count);
  }
}

static double between(uint64_t shared, uint64_t one, uint64_t other, bool sampled) {
  uint64_t fewer = one < other ? one : other;
  if (!shared) return 0;
  double containment = (double)shared / (double)fewer;
  double resemblance = (double)shared / (double)(one + other - shared);
  double trust = sampled || fewer >= TRUSTED_RUNS ? 1 : (double)fewer / TRUSTED_RUNS;
  return resemblance + (containment - resemblance) * trust;
}

static double compare(run_table *table, runs *shorter, runs *longer) {
  uint64_t hash, one = 0, other = 0, shared = 0;
  while (next_run(shorter, &hash)) {
    hash |= 1; /* 0 is an empty slot */
    if (!is_sampled(table, hash)) continue;
    add_runs(table, hash, 1);
    while (table->used > MOST_RUNS) halve(table);
  }
  for (uint32_t i = 0; i <= table->mask; i++) one += table->slots[i].count;
  while (next_run(longer, &hash)) {
    hash |= 1;
    if (!is_sampled(table, hash)) continue;
    other++;
    run_slot *slot = slot_of(table, hash);
    if (!slot->count) continue;
    slot->count--;
    shared++;
  }
  return between(shared, one, other, table->shift > 0);
}

hearsay_status hs_quote_words_read(const hearsay_host *host, hearsay_text text, hs_quote_words *words) {
  runs r = begin_runs(host, text.data, text.bytes, 1);
  words->text = text;
  words->count = words->longest_piece = 0;
  while (next_word(&r)) {
    if (words->count < HS_QUOTE_FEW_WORDS) {
      words->hash[words->count] = r.last[0].hash;
      words->piece[words->count] = (uint16_t)r.piece;
      words->is_long[words->count] = r.last[0].is_long;
    }
    words->count++;
    if (r.piece > words->longest_piece) words->longest_piece = r.piece;
  }
  return r.words.letters.cancelled ? HEARSAY_CANCELLED : HEARSAY_OK;
}

/* Insertion: there are a dozen, mostly. */
static void sort_runs(uint64_t *hashes, size_t count) {
  for (size_t i = 1; i < count; i++) {
    uint64_t hash = hashes[i];
    size_t at = i;
    for (; at > 0 && hashes[at - 1] > hash; at--) hashes[at] = hashes[at - 1];
    hashes[at] = hash;
  }
}

static size_t runs_of_length(const hs_quote_words *words, uint32_t length, uint64_t out[HS_QUOTE_FEW_WORDS]) {
  size_t count = 0;
  if (words->count > HS_QUOTE_FEW_WORDS) return 0;
  for (size_t last = 0; last < words->count; last++) {
    if (words->piece[last] < length) continue;
    uint64_t hash = length;
    for (size_t i = last + 1 - length; i <= last; i++) hash = join(hash, words->hash[i]);
    out[count++] = hash;
  }
  sort_runs(out, count);
  return count;
}

size_t hs_quote_runs(const hs_quote_words *words, uint64_t out[HS_QUOTE_FEW_WORDS]) {
  return runs_of_length(words, SIMILARITY_RUN, out);
}

double hs_quote_runs_compare(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count) {
  uint64_t shared = 0;
  for (size_t i = 0, j = 0; i < a_count && j < b_count;) {
    bool is_shared = a[i] == b[j], is_less = a[i] < b[j];
    i += is_shared || is_less;
    j += !is_less;
    shared += is_shared;
  }
  return between(shared, a_count, b_count, false);
}

hs_quote_outline hs_quote_outline_of(const uint64_t *hashes, size_t count) {
  hs_quote_outline outline = {.runs = (uint32_t)count};
  for (size_t i = 0; i < count; i++) outline.bits[hashes[i] >> 6 & 1] |= (uint64_t)1 << (hashes[i] & 63);
  return outline;
}

static unsigned count_bits(uint64_t bits) {
  bits -= bits >> 1 & UINT64_C(0x5555555555555555);
  bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
  bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
  return (unsigned)(bits * UINT64_C(0x0101010101010101) >> 56);
}

/* The runs of the one that the other may have: each bit that only the one has is of a run, or more. */
static unsigned may_share(const hs_quote_outline *one, const hs_quote_outline *other) {
  return one->runs - count_bits(one->bits[0] & ~other->bits[0]) - count_bits(one->bits[1] & ~other->bits[1]);
}

double hs_quote_outlines_compare(const hs_quote_outline *a, const hs_quote_outline *b) {
  unsigned here = may_share(a, b), there = may_share(b, a);
  return between(here < there ? here : there, a->runs, b->runs, false);
}

static uint32_t slots_for(size_t words) {
  uint32_t slots = 16;
  if (words > MOST_RUNS) words = MOST_RUNS + 1;
  while (slots < words + words / 2) slots *= 2;
  return slots;
}

/* Of quotations with many words, those of the one in a table. */
static hearsay_status compare_many(const hearsay_host *host, const hs_quote_words *fewer, const hs_quote_words *more,
                                   uint32_t length, double *similarity) {
  hs_memory memory = {.host = host ? *host : (hearsay_host){0}};
  runs x = begin_runs(host, fewer->text.data, fewer->text.bytes, length);
  runs y = begin_runs(host, more->text.data, more->text.bytes, length);
  uint32_t slots = slots_for(fewer->count);
  run_table table = {.slots = hs_resize(&memory, NULL, 0, slots * sizeof *table.slots), .mask = slots - 1};
  if (!table.slots) return HEARSAY_NOMEM;
  memset(table.slots, 0, slots * sizeof *table.slots);
  *similarity = compare(&table, &x, &y);
  hs_release(&memory, table.slots, slots * sizeof *table.slots);
  return x.words.letters.cancelled || y.words.letters.cancelled ? HEARSAY_CANCELLED : HEARSAY_OK;
}

static hearsay_status compare_words(const hearsay_host *host, const hs_quote_words *fewer, const hs_quote_words *more,
                                    double *similarity) {
  uint64_t a[HS_QUOTE_FEW_WORDS], b[HS_QUOTE_FEW_WORDS];
  size_t piece = fewer->longest_piece < more->longest_piece ? fewer->longest_piece : more->longest_piece;
  uint32_t length = piece < SIMILARITY_RUN ? (uint32_t)piece : SIMILARITY_RUN;
  if (!fewer->count) return HEARSAY_OK;
  if (more->count > HS_QUOTE_FEW_WORDS) return compare_many(host, fewer, more, length, similarity);
  size_t a_count = runs_of_length(fewer, length, a), b_count = runs_of_length(more, length, b);
  *similarity = hs_quote_runs_compare(a, a_count, b, b_count);
  return HEARSAY_OK;
}

hearsay_status hearsay_quote_similarity(const hearsay_host *host, const char *a, size_t a_bytes, const char *b,
                                        size_t b_bytes, double *similarity) {
  hs_quote_words x, y;
  *similarity = 0;
  if (a_bytes > INT32_MAX || b_bytes > INT32_MAX) return HEARSAY_TOOBIG;
  hearsay_status status = hs_quote_words_read(host, (hearsay_text){a, a_bytes}, &x);
  if (!status) status = hs_quote_words_read(host, (hearsay_text){b, b_bytes}, &y);
  if (status) return status;
  return x.count > y.count ? compare_words(host, &y, &x, similarity) : compare_words(host, &x, &y, similarity);
}
