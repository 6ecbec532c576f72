/*
** treebank.h: for the programs that score stages on a treebank: reads CoNLL-U from standard input, a document at a time,
** into an article that looks as if text/ had read it: its tokens, sentences and paragraphs are the treebank's.
*/
#ifndef HS_TRAIN_TREEBANK_H
#define HS_TRAIN_TREEBANK_H

#include "article.h"
#include "language/lexicon.h"
#include "text/text.h"
#include "train/gold_tokens.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TOKENS = 100000, LONGEST_DOCUMENT = 1 << 21 };

static const char *const penn[HS_TAGS] = {"CC",  "CD",  "DT",  "EX",   "FW",  "IN",  "JJ",   "JJR", "JJS",  "LS",
                                          "MD",  "NN",  "NNP", "NNPS", "NNS", "PDT", "POS",  "PRP", "PRP$", "RB",
                                          "RBR", "RBS", "RP",  "SYM",  "TO",  "UH",  "VB",   "VBD", "VBG",  "VBN",
                                          "VBP", "VBZ", "WDT", "WP",   "WP$", "WRB", "PUNCT"};

/* What the treebank says of a token; tags as in `penn`, or one that it does not have (AFX, GW, XX, ADD). */
typedef struct gold_word {
  char tag[8], universal[8], lemma[64];
} gold_word;

static gold_word gold[MOST_TOKENS];
static hearsay_article article;

/* Its parts; one more token than there can be, for the empty one at the end. */
static char treebank_text[LONGEST_DOCUMENT];
static hs_token treebank_tokens[MOST_TOKENS + 1];
static uint32_t treebank_bytes[MOST_TOKENS][2]; /* where a token begins and ends */
static hs_range treebank_sentences[MOST_TOKENS], treebank_paragraphs[MOST_TOKENS];
static hearsay_sentence treebank_sentence_spans[MOST_TOKENS];
static hearsay_paragraph treebank_paragraph_spans[MOST_TOKENS];

static inline const char *penn_of(const char *tag) {
  static const char *const punctuation[] = {",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP"};
  for (size_t i = 0; i < sizeof punctuation / sizeof *punctuation; i++)
    if (strcmp(tag, punctuation[i]) == 0) return "PUNCT";
  if (strcmp(tag, "$") == 0 || strcmp(tag, "#") == 0) return "SYM";
  return tag;
}

/* Adds the word of a line; `spaced`: a space follows it. */
static inline void add_word(char **column, bool spaced) {
  uint32_t n = article.token_count++;
  if (n + 1 == MOST_TOKENS || article.byte_count > LONGEST_DOCUMENT / 2) {
    fprintf(stderr, "a document is too long\n");
    exit(1);
  }
  treebank_bytes[n][0] = article.byte_count;
  article.byte_count += (uint32_t)sprintf(treebank_text + article.byte_count, "%s", column[1]);
  treebank_bytes[n][1] = article.byte_count;
  if (spaced) treebank_text[article.byte_count++] = ' ';
  snprintf(gold[n].lemma, sizeof gold[n].lemma, "%s", column[2]);
  snprintf(gold[n].universal, sizeof gold[n].universal, "%s", column[3]);
  snprintf(gold[n].tag, sizeof gold[n].tag, "%s", penn_of(column[4]));
  treebank_tokens[n] = (hs_token){.sentence = article.sentence_count};
}

/* Ends a sentence, or a paragraph, that began at token `first`. */
static inline void add_range(hs_range *ranges, uint32_t *count, uint32_t first) {
  if (article.token_count == first) return;
  ranges[(*count)++] = (hs_range){first, article.token_count};
  treebank_text[article.byte_count++] = '\n';
}

static inline uint32_t first_behind(const hs_range *ranges, uint32_t count) {
  return count ? ranges[count - 1].last : 0;
}

/* The lines of the next document; false at the end. The line of the next one's name is read, too. */
static inline bool read_document_lines(void) {
  static char line[1 << 16];
  unsigned long joined = 0; /* the last word of "don't", which has a line of its own before its words' */
  bool joined_spaced = false;
  while (fgets(line, sizeof line, stdin)) {
    if (strncmp(line, "# newdoc", 8) == 0 && article.token_count) break;
    if (strncmp(line, "# newpar", 8) == 0)
      add_range(treebank_paragraphs, &article.paragraph_count,
                first_behind(treebank_paragraphs, article.paragraph_count));
    char *column[10], *at = line;
    int columns = 0;
    for (; columns < 10 && at; columns++) {
      column[columns] = at;
      at = strpbrk(at, "\t\n");
      if (at) *at++ = 0;
    }
    if (columns < 10 && !line[0]) {
      add_range(treebank_sentences, &article.sentence_count, first_behind(treebank_sentences, article.sentence_count));
      joined = 0;
    }
    if (columns < 10 || !isdigit((unsigned char)line[0]) || strchr(column[0], '.')) continue;
    bool spaced = !strstr(column[9], "SpaceAfter=No");
    char *end;
    unsigned long number = strtoul(column[0], &end, 10);
    if (*end == '-') {
      joined = strtoul(end + 1, NULL, 10);
      joined_spaced = spaced;
    } else {
      add_word(column, number > joined ? spaced : number == joined && joined_spaced);
    }
  }
  add_range(treebank_paragraphs, &article.paragraph_count, first_behind(treebank_paragraphs, article.paragraph_count));
  return article.token_count > 0;
}

static inline uint32_t treebank_character(uint32_t byte, uint32_t *character) {
  if (!article.byte_at) return byte;
  while (hs_byte_of(&article, *character) < byte) ++*character;
  return *character;
}

static inline hearsay_span treebank_span(hs_range r) {
  return (hearsay_span){treebank_tokens[r.first].start, treebank_tokens[r.last - 1].end};
}

/* The next document in `article` and `gold`; false at the end. What the stages have made of the one before is freed. */
static inline bool next_document(void) {
  static hearsay_reader reader;
  hs_arena_free(&article.arena);
  article = (hearsay_article){.reader = &reader, .started = true, .done = HEARSAY_UPTO_SENTENCES};
  article.arena.memory = &article.memory;
  article.bytes = (const unsigned char *)treebank_text;
  article.tokens = treebank_tokens;
  article.sentences = treebank_sentence_spans;
  article.sentence_tokens = treebank_sentences;
  article.paragraphs = treebank_paragraph_spans;
  article.paragraph_tokens = treebank_paragraphs;
  if (!read_document_lines()) return false;
  hs_read_characters(&article);
  uint32_t character = 0;
  for (uint32_t i = 0; i < article.token_count; i++) {
    treebank_tokens[i].start = treebank_character(treebank_bytes[i][0], &character);
    treebank_tokens[i].end = treebank_character(treebank_bytes[i][1], &character);
    gold_describe(&article, &treebank_tokens[i]);
  }
  treebank_tokens[article.token_count] = (hs_token){.start = article.char_count,
                                                    .end = article.char_count,
                                                    .kind = HS_PUNCT,
                                                    .shape = HS_UNCASED,
                                                    .tag = HS_PUNCTUATION,
                                                    .sentence = HEARSAY_NONE};
  uint32_t s = 0;
  for (uint32_t p = 0; p < article.paragraph_count; p++) {
    treebank_paragraph_spans[p] = (hearsay_paragraph){treebank_span(treebank_paragraphs[p]), HEARSAY_BODY};
    for (; s < article.sentence_count && treebank_sentences[s].last <= treebank_paragraphs[p].last; s++)
      treebank_sentence_spans[s] = (hearsay_sentence){treebank_span(treebank_sentences[s]), p};
  }
  return true;
}

#endif
