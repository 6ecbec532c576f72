/*
** name_table.c: a host tool that turns ext/lexicon/name_words.tsv, name_spellings.tsv, short_names.tsv and name_letters.tsv into the
** read-only tables of ext/people/name_words.h.
**
**     name_table OUTPUT_DIR EXT_DIR MODEL_DIR
**
** Strict: a line that is not understood, a word that is not of ASCII small letters or is there twice stops with its file and line.
*/
#define _POSIX_C_SOURCE 200809L

#include "people/name_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 1024, MOST_WORDS = 8000, MOST_RULES = 255, MOST_COLUMNS = 4 };

static hs_name_word words[MOST_WORDS];
static uint32_t word_count;
static hs_letters_rule rules[MOST_RULES];
static uint32_t rule_count;

static char path[4096]; /* being read, for messages */
static unsigned line_number;

static _Noreturn void fail(const char *what, const char *which) {
  fprintf(stderr, "%s:%u: %s%s\n", path, line_number, what, which);
  exit(1);
}

static void copy_letters(char *to, const char *from, size_t most, const char *letters) {
  size_t bytes = strlen(from);
  if (!bytes || bytes > most || strspn(from, letters) != bytes) fail("no ASCII small letters, or too many: ", from);
  memcpy(to, from, bytes + 1);
}

static const char small[] = "abcdefghijklmnopqrstuvwxyz", classes[] = "abcdefghijklmnopqrstuvwxyzCV";

static void add_word(const char *word, hs_name_kind kind, const char *to) {
  if (word_count == MOST_WORDS) fail("too many words", "");
  hs_name_word *w = &words[word_count++];
  copy_letters(w->word, word, HS_LONGEST_NAME_WORD, small);
  w->kind = (uint8_t)kind;
  if (to) copy_letters(w->to, to, HS_LONGEST_NAME_WORD, small);
}

/* Calls `read` with the columns of each line of a list. */
static void read_list(const char *directory, const char *name, void (*read)(char **columns, int count)) {
  char text[LONGEST_LINE];
  snprintf(path, sizeof path, "%s/lexicon/%s", directory, name);
  line_number = 0;
  FILE *in = fopen(path, "r");
  if (!in) fail("cannot be read", "");
  while (fgets(text, sizeof text, in)) {
    line_number++;
    if (!strchr(text, '\n') && !feof(in)) fail("too long a line", "");
    text[strcspn(text, "\r\n")] = 0;
    if (text[0] == '#') continue;
    char *columns[MOST_COLUMNS], *rest = text;
    int count = 0;
    while (rest && count < MOST_COLUMNS) {
      columns[count++] = rest;
      rest = strchr(rest, '\t');
      if (rest) *rest++ = 0;
    }
    if (rest) fail("too many columns", "");
    read(columns, count);
  }
  fclose(in);
}

static void read_word(char **columns, int count) {
  static const char *const kinds[] = {"before", "title",   "peer",   "behind", "generation",
                                      "late",   "article", "prefix", "son"};
  for (unsigned kind = 0; count > 1 && kind < sizeof kinds / sizeof *kinds; kind++)
    if (strcmp(columns[1], kinds[kind]) == 0) {
      if ((kind == HS_NAME_GENERATION || kind == HS_NAME_LATE) != (count == 3) || count > 3)
        fail("a column too many or missing", "");
      add_word(columns[0], (hs_name_kind)kind, count == 3 ? columns[2] : NULL);
      return;
    }
  fail("no kind of word: ", count > 1 ? columns[1] : columns[0]);
}

static void read_family(char **columns, int count, hs_name_kind kind) {
  char *rest;
  if (count != 2) fail("two columns expected", "");
  for (char *word = strtok_r(columns[1], " ", &rest); word; word = strtok_r(NULL, " ", &rest))
    add_word(word, kind, columns[0]);
}

static void read_spelling(char **columns, int count) {
  add_word(columns[0], HS_NAME_SPELLING, columns[0]); /* no rule may change it */
  read_family(columns, count, HS_NAME_SPELLING);
}

static void read_short(char **columns, int count) {
  read_family(columns, count, HS_NAME_SHORT);
}

static void read_rule(char **columns, int count) {
  static const char *const places[] = {"start", "in", "end"};
  unsigned place = 0;
  if (count != 4 || rule_count == MOST_RULES) fail("four columns expected, or too many lines", "");
  while (place < 3 && strcmp(columns[0], places[place]) != 0) place++;
  if (place == 3) fail("no place: ", columns[0]);
  hs_letters_rule *rule = &rules[rule_count++];
  rule->place = (uint8_t)place;
  copy_letters(rule->from, columns[1], HS_LONGEST_NAME_LETTERS, classes);
  copy_letters(rule->to, columns[2], HS_LONGEST_NAME_LETTERS, classes);
  size_t from = 0, to = 0;
  for (const char *c = rule->from; *c; c++) from += *c == 'C' || *c == 'V';
  for (const char *c = rule->to; *c; c++) to += *c == 'C' || *c == 'V';
  if (strlen(rule->to) > strlen(rule->from) || to > from) fail("becomes longer: ", columns[1]);
  unsigned long least = strtoul(columns[3], NULL, 10);
  if (least < strlen(rule->from) || least > 99) fail("no number of letters: ", columns[3]);
  rule->least = (uint8_t)least;
  rule->letters = hs_letters_of(rule->from, strlen(rule->from));
}

static int by_word(const void *left, const void *right) {
  const hs_name_word *x = left, *y = right;
  int order = strcmp(x->word, y->word);
  return order ? order : x->kind - y->kind;
}

static void sort_words(const char *directory) {
  snprintf(path, sizeof path, "%s/lexicon", directory);
  line_number = 0;
  qsort(words, word_count, sizeof *words, by_word);
  for (uint32_t i = 1; i < word_count; i++)
    if (by_word(&words[i], &words[i - 1]) == 0) fail("there twice as the same kind: ", words[i].word);
}

/* hs_name_kinds */
static void write_kinds(FILE *out) {
  unsigned kinds[26][HS_LONGEST_NAME_WORD + 1] = {{0}};
  for (uint32_t i = 0; i < word_count; i++) kinds[*words[i].word - 'a'][strlen(words[i].word)] |= 1u << words[i].kind;
  fprintf(out, "const uint16_t hs_name_kinds[26][HS_LONGEST_NAME_WORD + 1] = {\n");
  for (int letter = 0; letter < 26; letter++) {
    fprintf(out, "  {");
    for (int bytes = 0; bytes <= HS_LONGEST_NAME_WORD; bytes++) fprintf(out, "%#x, ", kinds[letter][bytes]);
    fprintf(out, "},\n");
  }
  fprintf(out, "};\n\n");
}

static void write_tables(const char *directory) {
  snprintf(path, sizeof path, "%s/name_table.c", directory);
  line_number = 0;
  FILE *out = fopen(path, "w");
  if (!out) fail("cannot be written", "");
  fprintf(out,
          "/* generated by ext/tools/name_table.c from ext/lexicon/name_words.tsv, name_spellings.tsv, short_names.tsv "
          "and\n** name_letters.tsv: do not edit */\n#include \"people/name_words.h\"\n\n"
          "const hs_name_word hs_name_words[] = {\n");
  for (uint32_t i = 0; i < word_count; i++) {
    fprintf(out, "  {\"%s\", %u, \"%s\"},\n", words[i].word, words[i].kind, words[i].to);
  }
  fprintf(out, "};\nconst uint32_t hs_name_word_count = %u;\n\n", word_count);
  write_kinds(out);
  fprintf(out, "const hs_letters_rule hs_letters_rules[] = {\n");
  for (uint32_t i = 0; i < rule_count; i++)
    fprintf(out, "  {%u, %u, %#x, \"%s\", \"%s\"},\n", rules[i].place, rules[i].least, (unsigned)rules[i].letters,
            rules[i].from, rules[i].to);
  fprintf(out, "};\nconst uint32_t hs_letters_rule_count = %u;\n", rule_count);
  if (ferror(out) || fclose(out)) fail("cannot be written", "");
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: name_table OUTPUT_DIR EXT_DIR MODEL_DIR\n");
    return 2;
  }
  read_list(argv[2], "name_words.tsv", read_word);
  read_list(argv[2], "name_spellings.tsv", read_spelling);
  read_list(argv[2], "short_names.tsv", read_short);
  read_list(argv[2], "name_letters.tsv", read_rule);
  sort_words(argv[2]);
  write_tables(argv[1]);
  return 0;
}
