/*
** lemmas.c: from forms to lemmas: the exceptions of ext/lexicon/irregular.tsv, then rules that ask the lexicon whether
** what they arrive at is a word ("hoping" is of "hope", "visiting" of "visit"), and of words that it does not have go by
** their ends ("colliding" is of "collide"). Of a word with hyphens the last part is inflected, but for "sons-in-law".
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

/* hop, rat, plan, ap: one syllable that would double its last consonant, so that hoping and aping have lost an e. */
static bool would_double(const form *f) {
  const char *end = f->text + f->count;
  if (f->count < 2 || is_vowel(end[-1]) || strchr("wxy", end[-1]) || !is_vowel(end[-2])) return false;
  if (f->count > 2 && is_vowel(end[-3])) return false;
  for (size_t i = 0; i + 2 < f->count; i++)
    if (is_vowel(f->text[i])) return false;
  return true;
}

static bool is_doubled(const form *f) {
  const char *end = f->text + f->count;
  return f->count > 2 && end[-1] == end[-2] && !is_vowel(end[-1]);
}

/* Endings of unknown stems that go with a silent e (+: creat-, argu-, believ-, manag-) or without (-: visit-, develop-). The
** longest one that fits says; where none does there is no e. Those of two letters are for one vowel: "evad-", not "plead-". */
static bool wants_e(const form *f) {
  static const char *const endings[] = {
      "+b",     "-mb",   "-rb",     "+c",     "+ad",     "+id",    "+od",    "+ud",    "+yd",    "+ced",   "+ped",
      "+af",    "+if",   "+g",      "-ng",    "+eng",    "+ung",   "+chang", "+rang",  "+cring", "+fring", "+hing",
      "+mping", "+ting", "-sting",  "+ath",   "+ith",    "+eeth",  "+ooth",  "+ak",    "+ik",    "+ok",    "+uk",
      "+yk",    "+quak", "+bl",     "+cl",    "+dl",     "+fl",    "+gl",    "+kl",    "+pl",    "+sl",    "+tl",
      "+zl",    "+ul",   "+yl",     "+hal",   "+gal",    "+mpal",  "+fil",   "+pil",   "+mil",   "+revil", "+oncil",
      "+sol",   "+jol",  "+am",     "+im",    "+um",     "+ym",    "+com",   "+hem",   "+in",    "-rgin",  "-ffin",
      "-bin",   "+mbin", "+un",     "+hron",  "+lephon", "+clon",  "+aton",  "+tpon",  "+rven",  "+nven",  "+plan",
      "+ap",    "+ip",   "-sip",    "-hip",   "+op",     "-lop",   "+yp",    "+clar",  "+ador",  "+ndol",  "+nhol",
      "+guil",  "+uad",  "+traven", "+inton", "+ofan",   "+rmeat", "+ineat", "+yring", "+twing", "+flang", "+rsever",
      "+glar",  "+flar", "+scar",   "+par",   "+nar",    "+har",   "+quar",  "+ir",    "+quir",  "+ur",    "-rmur",
      "-lfur",  "+plor", "+stor",   "+scor",  "+gnor",   "+dher",  "+oher",  "+rever", "+erfer", "+br",    "+cr",
      "+dr",    "+gr",   "+tr",     "+vr",    "+s",      "-ss",    "-ias",   "-nvas",  "-llis",  "-ocus",  "+at",
      "+iat",   "+uat",  "+creat",  "+ut",    "+yt",     "+nit",   "+vit",   "+quit",  "+writ",  "+spit",  "+xcit",
      "+ncit",  "+ecit", "+pedit",  "+plet",  "+elet",   "+cret",  "+ompet", "+enot",  "+nnot",  "+tnot",  "+mot",
      "+quot",  "+evot", "+u",      "+v",     "+z",      "-tz"};
  const char *end = f->text + f->count;
  bool two_vowels = f->count > 2 && is_vowel(end[-2]) && is_vowel(end[-3]), with_e = false;
  size_t longest = 0;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t count = strlen(endings[i]) - 1;
    if (count <= longest || (count == 2 && two_vowels) || count > f->count ||
        memcmp(end - count, endings[i] + 1, count) != 0)
      continue;
    longest = count;
    with_e = endings[i][0] == '+';
  }
  return with_e;
}

/* Unknown stems in -ll of more than one syllable: pedal(l)-, swivel(l)-, but forestall-, instill-. */
static bool keeps_ll(const form *f) {
  static const char *const endings[] = {"ball",  "fall",  "stall", "thrall", "wall", "fill",
                                        "still", "drill", "grill", "mill",   "roll"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (ends(f, endings[i])) return true;
  return !has_vowel(f, f->count - 3);
}

/* Gives a stem its e, or takes a doubled consonant off, as the lexicon has it; says whether the lexicon has either. */
static bool mend_known(form *f, uint8_t tag, uint8_t to) {
  bool bare = is_known(f, 0, tag, to), with_e = is_known(f, 'e', tag, to);
  form shorter = {f->text, f->count - 1};
  if (is_doubled(f) || ends(f, "ick") || ends(f, "ack")) { /* stopped, picnicked */
    if (!bare && is_known(&shorter, 0, tag, to)) {
      f->count--;
      return true;
    }
    if (is_doubled(f)) return bare;
  }
  if (with_e && (!bare || would_double(f) || wants_e(f))) change(f, 0, "e"); /* hoping; bathing, where both are words */
  return with_e || bare;
}

/* The stem that -ed, -ing, -er or -est has been taken from: whether an e or a single consonant belongs there. */
static void mend_stem(form *f, uint8_t tag, uint8_t to) {
  if (would_double(f)) {
    change(f, 0, "e");
    return;
  }
  if (mend_known(f, tag, to) || (tag == HS_VB && !ends(f, "is") && mend_known(f, HS_NN, HS_NN)))
    return; /* an anchor is anchored; what is emphasised is not of emphasis */
  if (is_doubled(f)) {
    char last = f->text[f->count - 1];
    if (f->count > 3 && !strchr("sfz", last) && (last != 'l' || !keeps_ll(f))) f->count--;
  } else if (wants_e(f))
    change(f, 0, "e");
}

/* -ies: "studies" and "cities", but "zombies" where the lexicon has "zombie" and no "zomby". */
static void undo_ies(form *f, uint8_t tag, uint8_t to) {
  form with_ie = {f->text, f->count - 1};
  bool is_ie = is_known(&with_ie, 0, tag, to);
  change(f, 3, "y");
  if (is_ie && !is_known(f, 0, tag, to)) change(f, 1, "ie");
}

/* Unknown stems before -es that end in an e: caus-, bruis-, headach-; without: focus-, iris-, coach-, glass-. */
static bool keeps_e(const form *f, bool noun) {
  bool vowel = f->count > 2 && is_vowel(f->text[f->count - 3]);
  if (ends(f, "ss") || ends(f, "ias") || ends(f, "zz") || ends(f, "tz")) return false;
  if (ends(f, "us")) return noun ? f->count == 3 || ends(f, "aus") || ends(f, "ous") : !ends(f, "ocus");
  if (ends(f, "is")) return !noun || vowel;
  if (ends(f, "ach")) return noun && f->count > 3 && !is_vowel(f->text[f->count - 4]);
  return ends(f, "s") || ends(f, "z");
}

/* -s: "goes", "watches", "uses", "studies". */
static void undo_s(form *f, uint8_t tag, uint8_t to) {
  if (f->count < 3 || f->text[f->count - 1] != 's' || ends(f, "ss")) return;
  if (ends(f, "ies") && f->count > 4) {
    undo_ies(f, tag, to);
    return;
  }
  f->count--;
  if (f->text[f->count - 1] != 'e' || is_known(f, 0, tag, to)) return;
  if (ends(f, "oe") && (f->count < 4 || ends(f, "shoe") || ends(f, "ptoe"))) return; /* toe, snowshoe, tiptoe */
  if (ends(f, "se") || ends(f, "xe") || ends(f, "che") || ends(f, "she") || ends(f, "ze") || ends(f, "oe")) {
    f->count--;
    form single = {f->text, f->count - 1};
    if (ends(f, "ss") && !is_known(f, 0, tag, to) && is_known(&single, 0, tag, to)) f->count--; /* busses */
    if (!is_known(f, 0, tag, to) && keeps_e(f, tag == HS_NN)) change(f, 0, "e");
  }
}

/* ---- verbs -------------------------------------------------------------------------------------------------------------- */

static void regular_verb(form *f, uint8_t tag) {
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

/* The exception's lemma, if the word is one: `word` is its entry. */
static bool find_irregular(int kind, form *f, uint32_t word) {
  const hs_irregular *r = hs_irregulars; /* at last the last one that is not behind it */
  for (uint32_t count = hs_irregular_count; word && count > 1;) {
    uint32_t half = count / 2;
    const hs_irregular *middle = r + half;
    r = middle->word < word || (middle->word == word && middle->kind <= kind) ? middle : r;
    count -= half;
  }
  if (!word || r->word != word || r->kind != kind) return false;
  f->count = r->bytes;
  memcpy(f->text, hs_lemma_text + r->text, r->bytes);
  return true;
}

static uint32_t entry_of(const form *f) {
  return hs_find_word((const unsigned char *)f->text, f->count);
}

/* "overpaid", "reevaluating": a prefix and a form whose lemma is known. Nothing is changed where there is none. */
static bool prefixed_verb(form *f, uint8_t tag) {
  static const char *const prefixes[] = {"counter", "de",  "dis", "fore", "inter", "mis", "out",
                                         "over",    "pre", "re",  "un",   "under", "up",  "with"};
  char part[HS_LONGEST_WORD];
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
    size_t cut = strlen(prefixes[i]);
    if (f->count < cut + 3 || memcmp(f->text, prefixes[i], cut) != 0) continue;
    form rest = {part, f->count - cut};
    memcpy(part, f->text + cut, rest.count);
    if (!find_irregular(HS_LEMMA_VERB, &rest, entry_of(&rest))) regular_verb(&rest, tag);
    if (!is_known(&rest, 0, HS_VB, HS_VBP) || cut + rest.count > HS_LONGEST_WORD) continue;
    if (rest.count == f->count - cut && memcmp(part, f->text + cut, rest.count) == 0) continue;
    memcpy(f->text + cut, part, rest.count);
    f->count = cut + rest.count;
    return true;
  }
  return false;
}

static void verb_lemma(form *f, uint8_t tag) {
  char letters[HS_LONGEST_WORD];
  form regular = {letters, f->count};
  memcpy(letters, f->text, f->count);
  regular_verb(&regular, tag);
  if (!is_known(&regular, 0, HS_VB, HS_VBP) && prefixed_verb(f, tag)) return;
  memcpy(f->text, letters, regular.count);
  f->count = regular.count;
}

/* ---- nouns and adjectives -------------------------------------------------------------------------------------------------- */

/* What a plural of more than one word may end in that is not inflected: sons-in-law, passers-by, attorneys-general. */
static size_t uninflected_tail(const form *f) {
  static const char *const tails[] = {"-in-law", "-in-chief", "-in-waiting", "-general", "-elect", "-at-large",
                                      "-to-be",  "-of-war",   "-by",         "-up",      "-on",    "-at-arms"};
  for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
    if (ends(f, tails[i])) return strlen(tails[i]);
  return 0;
}

static void noun_lemma(form *f) {
  /* The ends of compounds: grandchildren, housewives, forefeet, tradesmen. */
  static const char *const irregular[][2] = {
      {"children", "child"}, {"wives", "wife"},    {"knives", "knife"}, {"shelves", "shelf"}, {"leaves", "leaf"},
      {"loaves", "loaf"},    {"wolves", "wolf"},   {"teeth", "tooth"},  {"feet", "foot"},     {"men", "man"},
      {"theses", "thesis"},  {"gnoses", "gnosis"}, {"yses", "ysis"},    {"eaux", "eau"},      {"ae", "a"}};
  for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++)
    if (f->count > 4 && ends(f, irregular[i][0])) {
      change(f, strlen(irregular[i][0]), irregular[i][1]);
      return;
    }
  form whole = *f, bare = {f->text, f->count - 1};
  if ((ends(f, "us") || ends(f, "sis") || ends(f, "tis")) && is_known(&whole, 0, HS_NN, HS_NN) &&
      !is_known(&bare, 0, HS_NN, HS_NN))
    return;
  if (!ends(f, "0s")) undo_s(f, HS_NN, HS_NN); /* the 1990s */
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

/* ---- words --------------------------------------------------------------------------------------------------------------- */

static int kind_of(uint8_t tag) {
  switch (tag) {
  case HS_VBZ:
  case HS_VBD:
  case HS_VBN:
  case HS_VBG: return HS_LEMMA_VERB;
  case HS_VB:
  case HS_VBP: return HS_LEMMA_BASE;
  case HS_NNS: return HS_LEMMA_NOUN;
  case HS_JJR:
  case HS_JJS: return HS_LEMMA_ADJECTIVE;
  case HS_RBR:
  case HS_RBS: return HS_LEMMA_ADVERB;
  case HS_PRP: return HS_LEMMA_PRONOUN;
  default: return HS_LEMMA_OTHER;
  }
}

/* "It's been", "he's got": the 's before these is of have. */
static bool is_has(const hearsay_article *a, uint32_t token) {
  static const char *const after[] = {"been", "had", "got", "gotten"};
  const hs_token *t = &a->tokens[token];
  if (t->tag != HS_VBZ || !hs_is(a, token, "'s")) return false;
  for (uint32_t next = token + 1; next < a->token_count && next < token + 3; next++) {
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
      if (hs_is(a, next, after[i])) return true;
    if (a->tokens[next].tag != HS_RB) return false;
  }
  return false;
}

/* The letters of a word with hyphens that come before the part that is inflected: co-founded, mid-1990s. */
static size_t before_hyphen(const form *f) {
  for (size_t i = f->count; i > 1; i--)
    if (f->text[i - 1] == '-') return f->count - i > 1 ? i : 0;
  return 0;
}

/* Of a form whose entry is `word`. */
static void lemma_of(form *f, uint32_t word, int kind, uint8_t tag) {
  if (find_irregular(kind, f, word) || kind == HS_LEMMA_OTHER) return;
  /* "They overpaid": what cannot be present is past, whatever the tag says */
  if (tag == HS_VBP && !is_known(f, 0, HS_VB, HS_VBP) &&
      (find_irregular(HS_LEMMA_VERB, f, word) || prefixed_verb(f, HS_VBD)))
    return;
  if (kind == HS_LEMMA_ADVERB && find_irregular(HS_LEMMA_ADJECTIVE, f, word)) return;
  size_t tail = kind == HS_LEMMA_NOUN ? uninflected_tail(f) : 0, before = tail ? 0 : before_hyphen(f);
  if (tail || before) {
    char letters[HS_LONGEST_WORD], end[HS_LONGEST_WORD];
    form part = {letters, f->count - before - tail};
    memcpy(letters, f->text + before, part.count);
    memcpy(end, f->text + f->count - tail, tail);
    lemma_of(&part, entry_of(&part), kind, tag);
    if (before + part.count + tail > HS_LONGEST_WORD) return;
    memcpy(f->text + before, letters, part.count);
    memcpy(f->text + before + part.count, end, tail);
    f->count = before + part.count + tail;
  } else if (kind == HS_LEMMA_VERB)
    verb_lemma(f, tag);
  else if (kind == HS_LEMMA_NOUN)
    noun_lemma(f);
  else if (kind == HS_LEMMA_ADJECTIVE || kind == HS_LEMMA_ADVERB)
    adjective_lemma(f, tag);
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
  if (is_has(article, token)) {
    memcpy(scratch, "have", 4);
    return 4;
  }
  lemma_of(&f, t->word, kind_of(t->tag), t->tag);
  return f.count;
}

uint32_t hs_lemma_hash(const hearsay_article *article, uint32_t token) {
  uint32_t hash = article->lemma_hashes ? article->lemma_hashes[token] : 0;
  if (hash) return hash;
  char lemma[HEARSAY_LEMMA_MAX];
  hash = hs_hash((const unsigned char *)lemma, hs_lemma(article, token, lemma));
  if (article->lemma_hashes) article->lemma_hashes[token] = hash;
  return hash;
}
