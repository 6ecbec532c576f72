/* gold_tokens.c: see gold_tokens.h. */
#include "train/gold_tokens.h"
#include "language/hash.h"
#include "language/lexicon.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 1 << 16 };

static _Noreturn void fail(const char *message, const char *line) {
  fprintf(stderr, "%s%s\n", message, line);
  exit(1);
}

static void *need(void *block) {
  if (!block) fail("out of memory", "");
  return block;
}

static void *grow(void *items, size_t count, size_t *room, size_t size) {
  if (count < *room) return items;
  *room = *room ? *room * 2 : 1024;
  return need(realloc(items, *room * size));
}

static char *keep(const char *text) {
  size_t bytes = strlen(text) + 1;
  return memcpy(need(malloc(bytes)), text, bytes);
}

/* Lower-case letters of a token as text/tokens.c hashes and looks them up. */
static uint32_t normal_form(const hearsay_article *a, const hs_token *t, unsigned char *form) {
  uint32_t count = 0;
  for (uint32_t i = t->start; i < t->end && count < LONGEST_LINE; i++) {
    unsigned char c = hs_fold_lower(a->fold[i]);
    if (c != HS_F_JOINED) form[count++] = c == HS_F_SINGLE_CLOSE ? '\'' : c;
  }
  if (count > 1 && form[count - 1] == '.' && !memchr(form, '.', count - 1)) count--;
  return count;
}

void gold_describe(const hearsay_article *a, hs_token *t) {
  static unsigned char form[LONGEST_LINE];
  const unsigned char *fold = a->fold;
  unsigned char c = t->fold = fold[t->start], next = t->end - t->start > 1 ? fold[t->start + 1] : 0;
  uint32_t upper = 0, lower = 0;
  for (uint32_t i = t->start; i < t->end; i++) {
    upper += hs_fold_is_upper(fold[i]);
    lower += hs_fold_is_letter(fold[i]) && !hs_fold_is_upper(fold[i]) && fold[i] != HS_F_LETTER;
  }
  t->kind = HS_PUNCT;
  t->shape = HS_UNCASED;
  t->tag = HS_PUNCTUATION;
  if (strncmp((const char *)fold + t->start, "http", 4) == 0 ||
      strncmp((const char *)fold + t->start, "www.", 4) == 0 || ((c == '@' || c == '#') && next) ||
      (memchr(fold + t->start, '@', t->end - t->start) && hs_fold_is_letter(fold[t->end - 1])))
    t->kind = HS_ADDRESS;
  else if (hs_fold_is_letter(c) || ((c == '\'' || c == HS_F_SINGLE_CLOSE) && hs_fold_is_letter(next)))
    t->kind = HS_WORD;
  else if (hs_fold_is_digit(c) || (hs_fold_is_digit(next) && strchr("+-.", c)))
    t->kind = HS_NUMBER;
  else if (memchr("\"'`\x91\x92\x93\x94", c, 7))
    t->kind = HS_MARK;
  if (t->kind == HS_MARK && next && t->end - t->start == 2) t->fold = c == '`' ? HS_F_DOUBLE_OPEN : '"';
  if (t->kind != HS_WORD && t->kind != HS_NUMBER) return;
  t->shape = (uint8_t)(!upper                ? (lower ? HS_LOWER : HS_UNCASED)
                       : !lower              ? (upper == 1 ? HS_INITIAL : HS_UPPER)
                       : hs_fold_is_upper(c) ? HS_CAPITALISED
                                             : HS_MIXED);
  uint32_t count = normal_form(a, t, form);
  t->hash = hs_hash(form, count);
  t->word = count <= HEARSAY_LEMMA_MAX ? hs_find_word(form, count) : 0;
}

static uint32_t character_of(const hearsay_article *a, uint32_t byte, uint32_t from) {
  while (hs_byte_of(a, from) < byte) from++;
  return from;
}

gold_text *gold_read(FILE *in) {
  static char line[LONGEST_LINE];
  gold_text *g = need(calloc(1, sizeof *g));
  hearsay_article *a = g->article = need(calloc(1, sizeof *a));
  hearsay_reader *reader;
  if (hearsay_open(NULL, NULL, &reader)) fail("no reader", "");
  *a = (hearsay_article){.reader = reader};
  a->arena.memory = &a->memory;
  size_t text_room = LONGEST_LINE, token_room = 0, column_room = 0, sentence_room = 0, weight_room = 0;
  char *text = need(malloc(LONGEST_LINE));
  uint32_t bytes = 0, first = 0;
  float weight = 1;
  while (fgets(line, sizeof line, in)) {
    line[strcspn(line, "\n")] = 0;
    if (line[0] == '=' && line[1] == ' ') {
      weight = strtof(line + 2, NULL);
      continue;
    }
    if (!line[0]) {
      if (first == a->token_count) continue;
      a->sentence_tokens = grow(a->sentence_tokens, a->sentence_count, &sentence_room, sizeof *a->sentence_tokens);
      g->weights = grow(g->weights, a->sentence_count, &weight_room, sizeof *g->weights);
      g->weights[a->sentence_count] = weight;
      a->sentence_tokens[a->sentence_count++] = (hs_range){first, a->token_count};
      first = a->token_count;
      weight = 1;
      continue;
    }
    char *space = strchr(line, '\t'), *column = space ? strchr(space + 1, '\t') : NULL;
    if (!column) fail("not a token: ", line);
    *space++ = *column++ = 0;
    uint32_t length = (uint32_t)strlen(line);
    while (bytes + length + 2 > text_room) text = grow(text, text_room, &text_room, 1);
    a->tokens = grow(a->tokens, a->token_count + (size_t)1, &token_room, sizeof *a->tokens);
    g->columns = grow(g->columns, a->token_count, &column_room, sizeof *g->columns);
    g->columns[a->token_count] = keep(column);
    a->tokens[a->token_count++] = (hs_token){.start = bytes, .end = bytes + length, .sentence = a->sentence_count};
    memcpy(text + bytes, line, length);
    bytes += length;
    if (*space == '1') text[bytes++] = ' ';
  }
  if (first < a->token_count) fail("no empty line at the end", "");
  if (!a->token_count) fail("no tokens", "");
  a->bytes = (const unsigned char *)text;
  a->byte_count = bytes;
  hs_read_characters(a);
  if (a->status) fail("characters", "");
  for (uint32_t i = 0, at = 0; i < a->token_count; i++) {
    hs_token *t = &a->tokens[i];
    t->start = at = character_of(a, t->start, at);
    t->end = at = character_of(a, t->end, at);
    gold_describe(a, t);
  }
  a->tokens[a->token_count] =
      (hs_token){.start = a->char_count, .end = a->char_count, .kind = HS_PUNCT, .tag = HS_PUNCTUATION};
  return g;
}

void gold_free(gold_text *g) {
  hearsay_article *a = g->article;
  for (uint32_t i = 0; i < a->token_count; i++) free(g->columns[i]);
  free(g->columns);
  free(g->weights);
  free(a->tokens);
  free(a->sentence_tokens);
  free((void *)(uintptr_t)a->bytes);
  hearsay_close(a->reader);
  hs_arena_free(&a->arena);
  free(a);
  free(g);
}
