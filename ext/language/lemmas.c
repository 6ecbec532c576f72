/*
** lemmas.c: from forms to lemmas: the exceptions of ext/lexicon/irregular.tsv, then rules that ask the lexicon whether
** what they arrive at is a word ("hoping" is of "hope", "visiting" of "visit").
*/
#include "language/lexicon.h"
#include "language/tables.h"
#include "language/tags.h"
#include "text/text.h"

#include <string.h>
#include <utf8proc.h>

/* A form being cut back to its lemma. */
typedef struct form {
  char *text;
  size_t count;
} form;

static bool ends(const form *f, const char *letters) {
  size_t count = strlen(letters);
  return f->count > count && memcmp(f->text + f->count - count, letters, count) == 0;
}

/* Takes `cut` letters off and puts `letters` on. */
static void change(form *f, size_t cut, const char *letters) {
  f->count -= cut;
  for (; *letters && f->count < HS_LONGEST_WORD; letters++) f->text[f->count++] = *letters;
}

/* Whether the text with `last` behind it (0: nothing) can have the tag `tag`, or `to`, in small letters. */
static bool is_known(const form *f, char last, uint8_t tag, uint8_t to) {
  unsigned char word[HS_LONGEST_WORD + 1];
  if (f->count + 1 > HS_LONGEST_WORD) return false;
  memcpy(word, f->text, f->count);
  word[f->count] = (unsigned char)last;
  uint32_t entry = hs_find_word(word, f->count + (last != 0));
  return entry && (hs_word_can_be(entry, tag) || hs_word_can_be(entry, to));
}

static bool is_vowel(char c) {
  return c && strchr("aeiou", c) != NULL;
}

static bool has_vowel(const form *f, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (is_vowel(f->text[i]) || f->text[i] == 'y') return true;
  return false;
}

/* hop, rat, plan: one syllable that would double its last consonant. */
static bool would_double(const form *f) {
  const char *end = f->text + f->count;
  if (f->count < 3 || is_vowel(end[-1]) || strchr("wxy", end[-1]) || !is_vowel(end[-2]) || is_vowel(end[-3]))
    return false;
  for (size_t i = 0; i + 2 < f->count; i++)
    if (is_vowel(f->text[i])) return false;
  return true;
}

static bool is_doubled(const form *f) {
  const char *end = f->text + f->count;
  return f->count > 2 && end[-1] == end[-2] && !is_vowel(end[-1]);
}

/* Endings of unknown stems that go with a silent e: creat-, argu-, believ-, announc-, judg-, manag-, organiz-, handl-. */
static bool wants_e(const form *f) {
  static const char *const endings[] = {
      "at", "v",  "c",  "dg", "rg", "ng", "ag", "z",  "iz", "is", "us", "os", "as", "ls", "ns", "rs", "bl", "pl", "dl",
      "tl", "gl", "cl", "fl", "kl", "zl", "u",  "ir", "ur", "ar", "or", "id", "od", "ud", "ad", "ak", "ik", "ok", "in",
      "un", "ut", "it", "ot", "im", "um", "am", "om", "ip", "op", "yp", "al", "il", "ol", "ul", "yz", "th", "eas"};
  static const char *const plain[] = {"it", "or", "on", "al", "om", "op", "ip", "ar", "ng",
                                      "ss", "ak", "ok", "ad", "id", "th", "am", "um", "ul",
                                      "ol", "un", "ot", "ud", "od", "ik", "im", "ac", "oc"};
  const char *end = f->text + f->count;
  bool two_vowels = f->count > 2 && is_vowel(end[-2]) && is_vowel(end[-3]); /* explain, reveal, repeat */
  if (two_vowels && !ends(f, "v") && !ends(f, "c") && !ends(f, "s") && !ends(f, "z") && !ends(f, "u")) return false;
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (ends(f, plain[i])) return false;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (ends(f, endings[i])) return true;
  return false;
}

/* The stem that -ed, -ing, -er or -est has been taken from: whether an e or a single consonant belongs there. */
static void mend_stem(form *f, uint8_t tag, uint8_t to) {
  bool with_e = is_known(f, 'e', tag, to), bare = is_known(f, 0, tag, to);
  if (is_doubled(f)) {
    form single = {f->text, f->count - 1};
    bool once = is_known(&single, 0, tag, to);
    if ((once && !bare) || (!bare && !strchr("lsfz", f->text[f->count - 1]))) f->count--;
    return;
  }
  if (would_double(f) || (with_e && !bare) || (!with_e && !bare && wants_e(f))) change(f, 0, "e");
}

/* -s: "goes", "watches", "uses", "studies". */
static void undo_s(form *f, uint8_t tag, uint8_t to) {
  if (f->count < 3 || f->text[f->count - 1] != 's' || ends(f, "ss")) return;
  if (ends(f, "ies") && f->count > 4) {
    change(f, 3, "y");
    return;
  }
  f->count--;
  if (f->text[f->count - 1] != 'e' || is_known(f, 0, tag, to)) return;
  if (ends(f, "se") || ends(f, "xe") || ends(f, "che") || ends(f, "she") || ends(f, "ze") || ends(f, "oe")) {
    f->count--;
    bool bare = is_known(f, 0, tag, to) || !ends(f, "s") || ends(f, "ss") || ends(f, "us") || ends(f, "is");
    if (!bare || ends(f, "is") || (ends(f, "z") && !ends(f, "zz"))) change(f, 0, "e");
  }
}

static void verb_lemma(form *f, uint8_t tag) {
  if (tag == HS_VBZ) {
    undo_s(f, HS_VB, HS_VBP);
    return;
  }
  size_t cut = tag == HS_VBG ? 3 : 2;
  if (tag == HS_VBG ? !ends(f, "ing") && !ends(f, "in'") : tag == HS_VB || tag == HS_VBP || !ends(f, "ed")) return;
  if (!has_vowel(f, f->count - cut)) return;
  if (ends(f, "ied") && f->count > 4) {
    change(f, 3, "y");
    return;
  }
  f->count -= cut;
  if (cut == 2 && f->text[f->count - 1] == 'e') { /* agreed */
    change(f, 0, "e");
    return;
  }
  mend_stem(f, HS_VB, HS_VBP);
}

static void noun_lemma(form *f) {
  if (f->count > 4 && ends(f, "men")) {
    change(f, 2, "an");
    return;
  }
  undo_s(f, HS_NN, HS_NN);
}

static void adjective_lemma(form *f, uint8_t tag) {
  size_t cut = tag == HS_JJS || tag == HS_RBS ? 3 : 2;
  if (!ends(f, cut == 3 ? "est" : "er") || f->count - cut < 2 || !has_vowel(f, f->count - cut)) return;
  f->count -= cut;
  if (f->text[f->count - 1] == 'i') {
    change(f, 1, "y");
    return;
  }
  mend_stem(f, HS_JJ, HS_JJ);
}

static int kind_of(uint8_t tag) {
  if (hs_is_verb_tag(tag)) return HS_LEMMA_VERB;
  if (tag == HS_NNS) return HS_LEMMA_NOUN;
  if (tag == HS_JJR || tag == HS_JJS || tag == HS_RBR || tag == HS_RBS) return HS_LEMMA_ADJECTIVE;
  return HS_LEMMA_OTHER;
}

/* The exception's lemma, if the word is one. */
static bool find_irregular(uint32_t word, int kind, form *f) {
  uint32_t low = 0, high = hs_irregular_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const hs_irregular *r = &hs_irregulars[middle];
    if (r->word == word && r->kind == kind) {
      f->count = r->bytes;
      memcpy(f->text, hs_lemma_text + r->text, r->bytes);
      return true;
    }
    if (r->word < word || (r->word == word && r->kind < kind))
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

/* A word in a script that is not folded to ASCII: its own characters in lower case, as many as there is room for. */
static size_t own_letters(const hearsay_article *a, const hs_token *t, char scratch[HEARSAY_LEMMA_MAX]) {
  size_t count = 0;
  for (uint32_t i = t->start; i < t->end; i++) {
    size_t at = hearsay_byte_offset(a, i), end = hearsay_byte_offset(a, i + 1);
    int32_t code = -1;
    if (utf8proc_iterate(a->bytes + at, (utf8proc_ssize_t)(end - at), &code) != (utf8proc_ssize_t)(end - at)) continue;
    unsigned char letter[4];
    utf8proc_ssize_t bytes = utf8proc_encode_char(utf8proc_tolower(code), letter);
    if (count + (size_t)bytes > HS_LONGEST_WORD) break;
    memcpy(scratch + count, letter, (size_t)bytes);
    count += (size_t)bytes;
  }
  return count;
}

size_t hs_lemma(const hearsay_article *article, uint32_t token, char scratch[HEARSAY_LEMMA_MAX]) {
  const hs_token *t = &article->tokens[token];
  form f = {scratch, 0};
  for (uint32_t i = t->start; i < t->end && f.count < HS_LONGEST_WORD; i++) {
    unsigned char c = hs_fold_lower(article->fold[i]);
    if (c == HS_F_SINGLE_CLOSE) c = '\'';
    if (c >= 0x80 && c != HS_F_JOINED) return own_letters(article, t, scratch);
    if (c != HS_F_JOINED) f.text[f.count++] = (char)c;
  }
  if (hs_is_name_tag(t->tag)) return f.count;
  int kind = kind_of(t->tag);
  if (t->word && find_irregular(t->word, kind, &f)) return f.count;
  if (kind == HS_LEMMA_VERB)
    verb_lemma(&f, t->tag);
  else if (kind == HS_LEMMA_NOUN)
    noun_lemma(&f);
  else if (kind == HS_LEMMA_ADJECTIVE)
    adjective_lemma(&f, t->tag);
  return f.count;
}
