/*
** tables.c: a host tool that turns the word lists and the tagger's figures into read-only C tables.
**
**     tables OUTPUT_DIR EXT_DIR MODEL_DIR
**
** reads EXT_DIR/lexicon/, EXT_DIR/model/word_classes.tsv and MODEL_DIR/ and writes OUTPUT_DIR/lexicon_tables.c, whose declarations are
** ext/language/tables.h. The tables have no pointers in them: nothing is relocated at load, and processes share them.
**
** Word table. A word is found by open addressing; its slot is its index. A slot keeps a second hash of the word instead
** of the word itself; two words that agree in both are an error here, so listed words are never mistaken for each other.
** Phrase table. A trie over words, in order of breadth, the children of a node side by side and sorted by word.
**
** Strict: a line that is not understood, an unknown tag or a duplicate stops with its file and line.
*/
#define _POSIX_C_SOURCE 200809L

#include "language/hash.h"
#include "language/lexicon.h"
#include "language/tables.h"
#include "language/tag_labels.h"
#include "text/text.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { LONGEST_LINE = 4096, SLOT_BITS = 19, SLOTS = 1 << SLOT_BITS, MOST_WORDS = SLOTS / 5 * 4 };

/* ---- errors, memory ----------------------------------------------------------------------------------------------- */

static char current_path[1024]; /* the file being read, for messages */
static unsigned current_line;

static _Noreturn void fail(const char *format, ...) {
  va_list arguments;
  if (current_path[0]) fprintf(stderr, "%s:%u: ", current_path, current_line);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments); /* NOLINT(clang-analyzer-valist.Uninitialized): va_start is right above */
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

static void *grow(void *items, uint32_t count, uint32_t *room, size_t size) {
  if (count < *room) return items;
  *room = *room ? *room * 2 : 1024;
  items = realloc(items, *room * size);
  if (!items) fail("out of memory");
  return items;
}

static char *keep(const char *text) {
  size_t bytes = strlen(text) + 1;
  char *copy = malloc(bytes);
  if (!copy) fail("out of memory");
  return memcpy(copy, text, bytes);
}

/* ---- words ----------------------------------------------------------------------------------------------------------- */

typedef struct word {
  char *text; /* folded, lower case; NULL: an empty slot */
  uint32_t check;
  uint32_t classes;
  uint32_t own_gender;        /* of a title or a person noun: wins over a given name's ("Dean", "Major") */
  bool in_capitals, in_small; /* its entries as a name: NATO; Nato */
  uint32_t labels[2];         /* sets of labels, in small letters and with a capital */
  uint32_t word_class;
  const char *lemma[HS_LEMMA_KINDS];
} word;

static word words[SLOTS]; /* at the slot, which is index - 1 */
static uint32_t word_count;

static uint32_t check_of(const char *text) {
  uint32_t check = HS_CHECK_START;
  for (; *text; text++) check = hs_check_step(check, (unsigned char)*text);
  return check ? check : 1;
}

/* The entry of a folded word, made if there is none. */
static word *get_word(const char *text) {
  uint32_t check = check_of(text);
  uint32_t slot = hs_hash((const unsigned char *)text, strlen(text)) & (SLOTS - 1);
  while (words[slot].text && words[slot].check != check) slot = (slot + 1) & (SLOTS - 1);
  word *w = &words[slot];
  if (w->text && strcmp(w->text, text) != 0) fail("\"%s\" and \"%s\" have equal hashes", w->text, text);
  if (!w->text) {
    if (++word_count > MOST_WORDS) fail("more than %d words: enlarge SLOT_BITS", (int)MOST_WORDS);
    w->text = keep(text);
    w->check = check;
  }
  return w;
}

static uint32_t index_of(const word *w) {
  return (uint32_t)(w - words) + 1;
}

/* ---- phrases ----------------------------------------------------------------------------------------------------------- */

typedef struct phrase {
  uint32_t words[HS_LONGEST_PHRASE];
  uint32_t count, classes;
} phrase;

static phrase *phrases;
static uint32_t phrase_count, phrase_room;

static void add_phrase(char pieces[][HS_LONGEST_WORD + 1], uint32_t count, uint32_t classes) {
  phrases = grow(phrases, phrase_count, &phrase_room, sizeof *phrases);
  phrase *p = &phrases[phrase_count++];
  *p = (phrase){.count = count, .classes = classes};
  for (uint32_t i = 0; i < count; i++) p->words[i] = index_of(get_word(pieces[i]));
  words[p->words[0] - 1].classes |= HS_PHRASE_START;
}

/* ---- from an entry to words, as hs_read_tokens cuts them ------------------------------------------------------------- */

/* Folds UTF-8 to one byte a character, in lower case, joining marks left out. False when it is malformed or too long. */
static bool fold_entry(const char *text, char *folded, size_t room) {
  size_t bytes = strlen(text), count = 0;
  for (size_t at = 0; at < bytes;) {
    int32_t code;
    utf8proc_ssize_t step = utf8proc_iterate((const unsigned char *)text + at, (utf8proc_ssize_t)(bytes - at), &code);
    if (step < 1 || count + 1 >= room) return false;
    unsigned char c = hs_fold_lower(hs_fold_code_point(code));
    if (c == HS_F_SINGLE_CLOSE || c == HS_F_SINGLE_OPEN) c = '\'';
    if (c != HS_F_JOINED) folded[count++] = (char)c;
    at += (size_t)step;
  }
  folded[count] = 0;
  return true;
}

static bool is_letter(char c) {
  return hs_fold_is_letter((unsigned char)c);
}
static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* Letters that make a word of their own behind an apostrophe: the s of Lowe's. */
static bool is_clitic(const char *at) {
  static const char *const clitics[] = {"s", "re", "ll", "ve", "d", "m", "t"};
  for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
    size_t count = strlen(clitics[i]);
    if (strncmp(at, clitics[i], count) == 0 && !is_letter(at[count])) return true;
  }
  return false;
}

/* u.s. */
static size_t dotted_letters(const char *at) {
  size_t count = 0;
  while (is_letter(at[count]) && (unsigned char)at[count] < 0x80 && at[count + 1] == '.') count += 2;
  return count >= 4 && !is_letter(at[count]) ? count : 0;
}

static const char *word_end(const char *at) {
  for (;;) {
    while (is_letter(*at)) at++;
    while (*at == '-' && (is_letter(at[1]) || is_digit(at[1])))
      for (at++; is_letter(*at) || is_digit(*at);) at++;
    if (*at != '\'' || !is_letter(at[1]) || is_clitic(at + 1)) return at;
    at++; /* o'brien */
  }
}

static const char *number_end(const char *at) {
  while (is_digit(*at) || (strchr(".,:/", *at) && *at && is_digit(at[1]))) at++;
  while (is_letter(*at) || (*at == '-' && is_letter(at[1]))) at++;
  return at;
}

/* One piece from `at`; where it ends. A full stop that belongs to a word is not kept (hs_find_word passes it over). */
static const char *next_piece(const char *at, char piece[HS_LONGEST_WORD + 1]) {
  const char *end = at + 1, *stop;
  if (dotted_letters(at))
    end = at + dotted_letters(at);
  else if (is_letter(*at) || (*at == '\'' && is_clitic(at + 1)))
    end = word_end(*at == '\'' ? at + 1 : at);
  else if (is_digit(*at))
    end = number_end(at);
  stop = end;
  if (end - at > 1 && end[-1] == '.') stop = end - 1;
  if (*end == '.' && (end[1] == ' ' || !end[1])) end++;
  if (stop - at > HS_LONGEST_WORD) fail("a word is longer than %d letters", HS_LONGEST_WORD);
  memcpy(piece, at, (size_t)(stop - at));
  piece[stop - at] = 0;
  return end;
}

static uint32_t cut_entry(const char *folded, char pieces[][HS_LONGEST_WORD + 1]) {
  uint32_t count = 0;
  for (const char *at = folded; *at;) {
    if (*at == ' ') {
      at++;
      continue;
    }
    if (count == HS_LONGEST_PHRASE) fail("more than %d words in \"%s\"", HS_LONGEST_PHRASE, folded);
    at = next_piece(at, pieces[count++]);
  }
  return count;
}

/* ---- the word lists ---------------------------------------------------------------------------------------------------- */

typedef struct word_list {
  const char *file;
  uint32_t classes;
  enum { NO_GENDER, NAME_GENDER, OWN_GENDER } gender; /* what a second column means */
  bool names;                                         /* entries in capitals count in capitals only */
} word_list;

static const word_list lists[] = {
    {"given_names.tsv", HS_GIVEN_NAME, NAME_GENDER, false},
    {"surnames.txt", HS_SURNAME, NO_GENDER, false},
    {"cities.txt", HS_CITY, NO_GENDER, true},
    {"countries.txt", HS_COUNTRY, NO_GENDER, true},
    {"regions.txt", HS_REGION, NO_GENDER, true},
    {"demonyms.tsv", HS_DEMONYM, NO_GENDER, true},
    {"titles.tsv", HS_TITLE, OWN_GENDER, false},
    {"person_nouns.tsv", HS_PERSON_NOUN | HS_COMMON, OWN_GENDER, false},
    {"people_nouns.txt", HS_PEOPLE_NOUN, NO_GENDER, false},
    {"body_nouns.txt", HS_BODY_NOUN | HS_COMMON, NO_GENDER, false},
    {"document_nouns.txt", HS_DOCUMENT_NOUN | HS_COMMON, NO_GENDER, false},
    {"org_heads.txt", HS_ORG_HEAD, NO_GENDER, false},
    {"org_suffixes.txt", HS_ORG_SUFFIX, NO_GENDER, false},
    {"organizations.txt", HS_ORG_NAME, NO_GENDER, true},
    {"agencies.txt", HS_AGENCY | HS_ORG_NAME, NO_GENDER, true},
    {"place_heads.txt", HS_PLACE_HEAD, NO_GENDER, false},
    {"other_heads.txt", HS_OTHER_HEAD, NO_GENDER, false},
    {"other_names.txt", HS_OTHER_NAME, NO_GENDER, true},
    {"particles.txt", HS_PARTICLE, NO_GENDER, false},
    {"months.txt", HS_MONTH, NO_GENDER, false},
    {"weekdays.txt", HS_WEEKDAY, NO_GENDER, false},
    {"times.txt", HS_TIME | HS_COMMON, NO_GENDER, false},
    {"numerals.txt", HS_NUMERAL | HS_COMMON, NO_GENDER, false},
    {"abbreviations.txt", HS_ABBREVIATION, NO_GENDER, false},
    {"function_words.tsv", HS_FUNCTION | HS_COMMON, OWN_GENDER, false},
};

static FILE *open_list(const char *ext, const char *directory, const char *file) {
  const char *slash = directory ? "/" : "";
  if (snprintf(current_path, sizeof current_path, "%s%s%s/%s", ext, slash, directory ? directory : "", file) >=
      (int)sizeof current_path)
    fail("the path is too long");
  current_line = 0;
  FILE *in = fopen(current_path, "rb");
  if (!in) fail("%s", strerror(errno));
  return in;
}

/* The next line that is no comment, without its end; false at the end of the file, which is closed. */
static bool next_line(FILE *in, char line[LONGEST_LINE]) {
  while (fgets(line, LONGEST_LINE, in)) {
    current_line++;
    size_t bytes = strlen(line);
    if (!bytes || line[bytes - 1] != '\n')
      fail("the line is longer than %d bytes, has no end or has a NUL", LONGEST_LINE);
    line[--bytes] = 0;
    if (line[0] == '#') continue;
    if (!bytes || line[0] == ' ' || line[bytes - 1] == ' ' || strstr(line, "  ") || strchr(line, '\r'))
      fail("an empty line, or white space too many");
    return true;
  }
  if (ferror(in)) fail("%s", strerror(errno));
  fclose(in);
  return false;
}

static uint32_t gender_of(const char *column) {
  if (strcmp(column, "f") == 0) return HS_FEMALE;
  if (strcmp(column, "m") == 0) return HS_MALE;
  if (strcmp(column, "fm") == 0) return HS_FEMALE | HS_MALE;
  fail("\"%s\" is no gender: f, m or fm", column);
  return 0;
}

/* NATO, U.S., COVID-19; but not a single letter. */
static bool is_in_capitals(const char *text) {
  uint32_t capitals = 0;
  for (; *text; text++) {
    if ((unsigned char)*text >= 0x80 || (*text >= 'a' && *text <= 'z')) return false;
    capitals += *text >= 'A' && *text <= 'Z';
  }
  return capitals > 1;
}

static void add_word(const word_list *from, const char *entry, const char *folded, uint32_t gender) {
  word *w = get_word(folded);
  w->classes |= from->classes;
  if (from->gender == NAME_GENDER) w->classes |= gender;
  if (from->gender == OWN_GENDER) w->own_gender |= gender;
  if (!from->names) return;
  if (is_in_capitals(entry))
    w->in_capitals = true;
  else
    w->in_small = true;
}

static void add_entry(const word_list *from, char *line) {
  static char pieces[HS_LONGEST_PHRASE][HS_LONGEST_WORD + 1];
  char folded[LONGEST_LINE];
  char *column = strchr(line, '\t');
  if (column) *column++ = 0;
  uint32_t gender = column && from->gender != NO_GENDER ? gender_of(column) : 0;
  if (column && from->gender == NO_GENDER && from->classes != HS_DEMONYM) fail("a column too many");
  if (!fold_entry(line, folded, sizeof folded)) fail("malformed UTF-8");
  if (strpbrk(folded, ",;:\"")) fail("punctuation in \"%s\"", line);
  uint32_t count = cut_entry(folded, pieces);
  if (count == 1)
    add_word(from, line, pieces[0], gender);
  else
    add_phrase(pieces, count, from->classes | gender);
}

static int compare_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_list(const char *ext, const word_list *from) {
  char line[LONGEST_LINE];
  char **seen = NULL;
  uint32_t count = 0, room = 0;
  FILE *in = open_list(ext, "lexicon", from->file);
  while (next_line(in, line)) {
    seen = grow(seen, count, &room, sizeof *seen);
    add_entry(from, line); /* cuts the line at its tab */
    seen[count++] = keep(line);
  }
  if (count) qsort(seen, count, sizeof *seen, compare_text);
  for (uint32_t i = 1; i < count; i++)
    if (strcmp(seen[i - 1], seen[i]) == 0) fail("\"%s\" twice", seen[i]);
  for (uint32_t i = 0; i < count; i++) free(seen[i]);
  free(seen);
}

/* Splits a line at its tabs: exactly `count` columns. */
static void columns_of(char *line, char **columns, int count) {
  for (int i = 0; i < count; i++) {
    columns[i] = line;
    char *tab = strchr(line, '\t');
    if ((tab == NULL) != (i == count - 1)) fail("%d columns expected", count);
    if (tab) *tab = 0;
    line = tab ? tab + 1 : line;
  }
}

static int place_of(const char *name, const char *const *names, int count, const char *what) {
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0) return i;
  fail("\"%s\" is no %s", name, what);
  return -1;
}

/* ---- the tag dictionary and the classes of words ---------------------------------------------------------------------- */

static const char *const label_names[] = {
#define LABEL_NAME(identifier, name, tag, universal, open) name,
    HS_TAG_LABELS(LABEL_NAME)};

static uint64_t *label_sets; /* set 0 is empty */
static uint32_t label_set_count, label_set_room;

static uint32_t add_label_set(uint64_t set) {
  for (uint32_t i = 0; i < label_set_count; i++)
    if (label_sets[i] == set) return i;
  label_sets = grow(label_sets, label_set_count, &label_set_room, sizeof *label_sets);
  if (label_set_count > UINT16_MAX) fail("more than 65535 sets of labels");
  label_sets[label_set_count] = set;
  return label_set_count++;
}

/* "NN/NOUN VB/VERB +": labels; + says that others of the open classes are possible. */
static uint32_t read_label_set(char *text) {
  uint64_t set = 0;
  for (char *name = strtok(text, " "); name; name = strtok(NULL, " "))
    set |=
        strcmp(name, "+") == 0 ? HS_OPEN_SET : UINT64_C(1) << place_of(name, label_names, HS_TAG_LABEL_COUNT, "label");
  if (!(set & ~HS_OPEN_SET)) fail("no labels");
  return add_label_set(set);
}

/* tag_dictionary.tsv: word, form (small, capital), labels. A word that is seen in small letters as more than a name is common. */
static void read_dictionary(const char *model) {
  static const char *const forms[] = {"small", "capital"};
  const uint64_t names = HS_LABEL(NNP_PROPN) | HS_LABEL(NNPS_PROPN) | HS_LABEL(FW_X) | HS_OPEN_SET;
  char line[LONGEST_LINE], *column[3];
  FILE *in = open_list(model, NULL, "tag_dictionary.tsv");
  while (next_line(in, line)) {
    columns_of(line, column, 3);
    int form = place_of(column[1], forms, 2, "form");
    word *w = get_word(column[0]);
    if (w->labels[form]) fail("\"%s\" twice", column[0]);
    w->labels[form] = read_label_set(column[2]);
    if (form == 0 && label_sets[w->labels[0]] & ~names) w->classes |= HS_COMMON;
  }
}

/* word_classes.tsv: word, number. */
static void read_word_classes(const char *ext) {
  char line[LONGEST_LINE], *column[2], *end;
  FILE *in = open_list(ext, "model", "word_classes.tsv");
  while (next_line(in, line)) {
    columns_of(line, column, 2);
    word *w = get_word(column[0]);
    unsigned long number = strtoul(column[1], &end, 10);
    if (!*column[1] || *end || number >= HS_WORD_CLASSES)
      fail("\"%s\" is no class: 0..%d", column[1], HS_WORD_CLASSES - 1);
    if (w->word_class) fail("\"%s\" twice", column[0]);
    w->word_class = (uint32_t)number + 1;
  }
}

/* ---- lemmas ------------------------------------------------------------------------------------------------------------ */

/* irregular.tsv: form, kind, lemma. */
static void read_lemmas(const char *ext) {
  static const char *const kinds[HS_LEMMA_KINDS] = {"verb", "base", "noun", "adjective", "adverb", "pronoun", "other"};
  char line[LONGEST_LINE], *column[3];
  FILE *in = open_list(ext, "lexicon", "irregular.tsv");
  while (next_line(in, line)) {
    columns_of(line, column, 3);
    word *w = get_word(column[0]);
    int kind = place_of(column[1], kinds, HS_LEMMA_KINDS, "kind");
    if (w->lemma[kind]) fail("\"%s\" twice", column[0]);
    if (!column[2][0] || strlen(column[2]) > HS_LONGEST_WORD) fail("the lemma is empty or too long");
    for (const char *c = column[2]; *c; c++)
      if ((unsigned char)*c >= 0x80) fail("the lemma is not ASCII");
    w->lemma[kind] = keep(column[2]);
  }
}

/* ---- writing ------------------------------------------------------------------------------------------------------------- */

static FILE *out;

/* Numbers of distinct values, for tables of 16 bits: place of `value` in `set`, added when it is new. */
static uint32_t place_in(uint32_t *set, uint32_t *count, uint32_t room, uint32_t value) {
  for (uint32_t i = 0; i < *count; i++)
    if (set[i] == value) return i;
  if (*count == room) fail("more than %u combinations", (unsigned)room);
  set[*count] = value;
  return (*count)++;
}

static uint32_t class_sets[UINT16_MAX], class_set_count;

static uint32_t class_set(uint32_t classes) {
  return place_in(class_sets, &class_set_count, UINT16_MAX, classes);
}

static uint32_t classes_of(const word *w) {
  uint32_t classes = w->classes;
  if (classes & (HS_TITLE | HS_PERSON_NOUN)) classes &= ~(uint32_t)(HS_FEMALE | HS_MALE);
  classes |= w->own_gender;
  if (w->in_capitals && !w->in_small) classes |= HS_CAPITALS;
  return classes;
}

static void write_words(void) {
  fprintf(out, "const uint32_t hs_word_checks[%d] = {\n", SLOTS);
  for (uint32_t i = 0; i < SLOTS; i++)
    fprintf(out, "0x%x,%s", words[i].text ? (unsigned)words[i].check : 0, i % 16 == 15 ? "\n" : "");
  fprintf(out, "};\nconst hs_word_slot hs_word_slots[%d] = {\n", SLOTS);
  for (uint32_t i = 0; i < SLOTS; i++) {
    const word *w = &words[i];
    if (w->text)
      fprintf(out, "{%u,%u,%u,%u},%s", (unsigned)class_set(classes_of(w)), (unsigned)w->word_class,
              (unsigned)w->labels[0], (unsigned)w->labels[1], i % 8 == 7 ? "\n" : "");
    else
      fprintf(out, "{0},%s", i % 8 == 7 ? "\n" : "");
  }
  fprintf(out, "};\n");
}

/* An array of numbers: get(i) is the i-th. */
static void write_numbers(const char *type, const char *name, uint32_t count, uint32_t (*get)(uint32_t)) {
  fprintf(out, "const %s %s[%u] = {\n", type, name, (unsigned)(count ? count : 1));
  for (uint32_t i = 0; i < count; i++) fprintf(out, "%u,%s", (unsigned)get(i), i % 20 == 19 ? "\n" : "");
  fprintf(out, "%s};\n", count ? "" : "0");
}

static uint32_t get_class_set(uint32_t i) {
  return class_sets[i];
}
/* ---- the trie of phrases --------------------------------------------------------------------------------------------------- */

static int compare_phrase(const void *a, const void *b) {
  const phrase *x = a, *y = b;
  for (uint32_t i = 0; i < x->count && i < y->count; i++)
    if (x->words[i] != y->words[i]) return x->words[i] < y->words[i] ? -1 : 1;
  return x->count < y->count ? -1 : x->count > y->count;
}

typedef struct node {
  uint32_t word, classes, first_child;
  uint32_t from, to; /* the phrases below it */
} node;

static node *nodes;
static uint32_t node_count, node_room;

/* The children of node `parent` at depth `depth`: one for each word that comes next in its phrases. */
static void add_children(uint32_t parent, uint32_t depth) {
  uint32_t to = nodes[parent].to;
  nodes[parent].first_child = node_count;
  for (uint32_t i = nodes[parent].from; i < to;) {
    if (phrases[i].count == depth) { /* ends in the parent */
      nodes[parent].classes |= phrases[i++].classes;
      continue;
    }
    uint32_t end = i, next = phrases[i].words[depth];
    while (end < to && phrases[end].count > depth && phrases[end].words[depth] == next) end++;
    nodes = grow(nodes, node_count, &node_room, sizeof *nodes);
    nodes[node_count++] = (node){.word = next, .from = i, .to = end};
    i = end;
  }
}

static void build_trie(void) {
  qsort(phrases, phrase_count, sizeof *phrases, compare_phrase);
  nodes = grow(nodes, 0, &node_room, sizeof *nodes);
  nodes[node_count++] = (node){.from = 0, .to = phrase_count};
  for (uint32_t depth = 0, level = 0; level < node_count; depth++) {
    uint32_t end = node_count;
    for (; level < end; level++) add_children(level, depth);
  }
  nodes = grow(nodes, node_count, &node_room, sizeof *nodes);
  nodes[node_count] = (node){.first_child = node_count}; /* where the last node's children end */
  node_count++;
}

static uint32_t get_node_word(uint32_t i) {
  return nodes[i].word;
}
static uint32_t get_node_child(uint32_t i) {
  return nodes[i].first_child;
}
static uint32_t get_node_classes(uint32_t i) {
  return class_set(nodes[i].classes);
}

/* ---- irregular forms -------------------------------------------------------------------------------------------------------- */

static char *lemma_text;
static uint32_t lemma_bytes, lemma_room;

static uint32_t get_lemma_byte(uint32_t i) {
  return (uint32_t)lemma_text[i];
}

/* Sorted by word, then kind: the look-up bisects. */
static void write_lemmas(void) {
  uint32_t count = 0;
  fprintf(out, "const hs_irregular hs_irregulars[] = {\n");
  for (uint32_t i = 0; i < SLOTS; i++)
    for (uint32_t kind = 0; kind < HS_LEMMA_KINDS; kind++) {
      const char *lemma = words[i].lemma[kind];
      if (!lemma) continue;
      uint32_t bytes = (uint32_t)strlen(lemma);
      while (lemma_bytes + bytes > lemma_room) lemma_text = grow(lemma_text, lemma_room, &lemma_room, 1);
      memcpy(lemma_text + lemma_bytes, lemma, bytes);
      fprintf(out, "{%u,%u,%u,%u},%s", i + 1, (unsigned)lemma_bytes, (unsigned)kind, (unsigned)bytes,
              ++count % 6 == 0 ? "\n" : "");
      lemma_bytes += bytes;
    }
  fprintf(out, "};\nconst uint32_t hs_irregular_count = %u;\n", (unsigned)count);
  write_numbers("char", "hs_lemma_text", lemma_bytes, get_lemma_byte);
}

/* ---- the model's id: a hash of every file that tables are made of ------------------------------------------------------------ */

static uint32_t id_parts[2] = {HS_HASH_START, HS_CHECK_START};

static void add_to_id(const char *path) {
  FILE *in = fopen(path, "rb");
  if (!in) fail("%s: %s", path, strerror(errno));
  for (int c; (c = getc(in)) != EOF;) {
    id_parts[0] = hs_hash_step(id_parts[0], (unsigned char)c);
    id_parts[1] = hs_check_step(id_parts[1], (unsigned char)c);
  }
  fclose(in);
}

static void add_file_to_id(const char *directory, const char *file) {
  char path[2048];
  if (snprintf(path, sizeof path, "%s/%s", directory, file) >= (int)sizeof path) fail("the path is too long");
  add_to_id(path);
}

static int is_data(const struct dirent *entry) {
  static const char *const endings[] = {".tsv", ".txt", ".weights", ".h"};
  size_t bytes = strlen(entry->d_name);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t ending = strlen(endings[i]);
    if (bytes > ending && entry->d_name[0] != '.' && strcmp(entry->d_name + bytes - ending, endings[i]) == 0) return 1;
  }
  return 0;
}

static int by_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_directory_to_id(const char *parent, const char *directory) {
  char path[2048];
  struct dirent **entries;
  if (snprintf(path, sizeof path, "%s/%s", parent, directory) >= (int)sizeof path) fail("the path is too long");
  int count = scandir(path, &entries, is_data, by_name);
  if (count < 0) fail("%s: %s", path, strerror(errno));
  for (int i = 0; i < count; i++) {
    add_file_to_id(path, entries[i]->d_name);
    free(entries[i]);
  }
  free(entries);
}

/* ---- all of it -------------------------------------------------------------------------------------------------------------------- */

static void write_tables(const char *directory) {
  char path[2048];
  current_path[0] = 0;
  snprintf(path, sizeof path, "%s/lexicon_tables.c", directory);
  out = fopen(path, "wb");
  if (!out) fail("%s: %s", path, strerror(errno));
  fprintf(out, "/* generated by ext/tools/tables.c from ext/lexicon/ and ext/model/: do not edit */\n"
               "#include \"language/tables.h\"\n\n");
  build_trie();
  write_words();
  fprintf(out, "const uint32_t hs_word_mask = %u;\n", (unsigned)(SLOTS - 1));
  write_numbers("uint32_t", "hs_phrase_words", node_count, get_node_word);
  write_numbers("uint32_t", "hs_phrase_children", node_count, get_node_child);
  write_numbers("uint16_t", "hs_phrase_classes", node_count, get_node_classes);
  write_numbers("uint32_t", "hs_class_sets", class_set_count, get_class_set);
  fprintf(out, "const uint64_t hs_label_sets[] = {\n");
  for (uint32_t i = 0; i < label_set_count; i++)
    fprintf(out, "0x%" PRIx64 ",%s", label_sets[i], i % 8 == 7 ? "\n" : "");
  fprintf(out, "};\n");
  write_lemmas();
  fprintf(out, "const char hs_model_id[] = \"en-%08x%08x\";\n", (unsigned)id_parts[0], (unsigned)id_parts[1]);
  if (ferror(out) | fclose(out)) fail("%s cannot be written", path);
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: tables OUTPUT_DIR EXT_DIR MODEL_DIR\n");
    return 2;
  }
  add_label_set(0);
  class_set(0);
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) read_list(argv[2], &lists[i]);
  read_dictionary(argv[3]);
  read_word_classes(argv[2]);
  read_lemmas(argv[2]);
  add_directory_to_id(argv[2], "lexicon");
  add_directory_to_id(argv[3], ".");
  add_directory_to_id(argv[2], "model"); /* what all variants share */
  write_tables(argv[1]);
  return 0;
}
