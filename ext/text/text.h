/*
** text.h: from bytes to characters, tokens, paragraphs and sentences.
**
** Folded text. hs_read_characters gives every character one byte in `fold`, so that all later stages (and pcre2, in
** byte mode) work on a small alphabet, at character offsets, whatever the bytes are. ASCII is itself. Letters with marks
** are their base letter in their case (É -> E). The rest, after Windows-1252 where it has the sign:
*/
#ifndef HS_TEXT_H
#define HS_TEXT_H

#include "article.h"

enum hs_fold {
  HS_F_BAD = 0x81,          /* a byte sequence that is not UTF-8 */
  HS_F_LOW_SINGLE = 0x82,   /* ‚ */
  HS_F_LOW_DOUBLE = 0x84,   /* „ */
  HS_F_ELLIPSIS = 0x85,     /* … */
  HS_F_CORNER_OPEN = 0x86,  /* 「 『 */
  HS_F_CORNER_CLOSE = 0x87, /* 」 』 */
  HS_F_ANGLE_OPEN = 0x8B,   /* ‹ */
  HS_F_SINGLE_OPEN = 0x91,  /* ‘ */
  HS_F_SINGLE_CLOSE = 0x92, /* ’ */
  HS_F_DOUBLE_OPEN = 0x93,  /* “ */
  HS_F_DOUBLE_CLOSE = 0x94, /* ” */
  HS_F_BULLET = 0x95,
  HS_F_EN_DASH = 0x96,
  HS_F_EM_DASH = 0x97,
  HS_F_ANGLE_CLOSE = 0x9B, /* › */
  HS_F_PUNCT = 0xA1,       /* other punctuation */
  HS_F_SYMBOL = 0xA4,
  HS_F_LETTER = 0xAA, /* a letter without case: Arabic, Chinese, … */
  HS_F_GUILLEMET_OPEN = 0xAB,
  HS_F_JOINED = 0xAD, /* combining marks, soft hyphens, joiners: part of the word around them */
  HS_F_GUILLEMET_CLOSE = 0xBB,
  HS_F_UPPER = 0xC0, /* other capital letters: Greek, Cyrillic */
  HS_F_LOWER = 0xE0  /* and their small ones */
};

void hs_read_characters(hearsay_article *article);
/* The byte offset of a character, at most char_count; after hs_read_characters. */
size_t hs_byte_of(const hearsay_article *article, uint32_t character);
/* How many bytes are in characters first..last-1, of which the first begins at `byte`: cheap when they are few. */
size_t hs_bytes_between(const hearsay_article *article, uint32_t first, uint32_t last, size_t byte);
/* Where tokens are, and of what kind. */
void hs_read_tokens(hearsay_article *article);
/* Finds shape, hash and entry of all words and numbers: what every stage behind the sentences asks for. */
void hs_describe_tokens(hearsay_article *article);
/* A token whose shape, hash and entry are known; for the stages before. */
const hs_token *hs_described(const hearsay_article *article, uint32_t token);
void hs_read_paragraphs(hearsay_article *article); /* and their roles; needs tokens */
void hs_read_sentences(hearsay_article *article);  /* needs paragraphs */

/* The token behind a paragraph's dateline ("UNITED NATIONS, July 10 (Xinhua) -- "), or its first token. */
uint32_t hs_text_start(const hearsay_article *article, uint32_t paragraph);

/* The patterns of hs_read_tokens, compiled once a reader. */
hearsay_status hs_compile_patterns(hearsay_reader *reader);
void hs_free_patterns(hearsay_reader *reader);

/* Folded letters: classes and case. */
static inline bool hs_fold_is_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == HS_F_LETTER || c == HS_F_UPPER || c == HS_F_LOWER;
}
static inline bool hs_fold_is_upper(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || c == HS_F_UPPER;
}
static inline bool hs_fold_is_space(unsigned char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool hs_fold_is_digit(unsigned char c) {
  return c >= '0' && c <= '9';
}
static inline unsigned char hs_fold_lower(unsigned char c) {
  return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c == HS_F_UPPER ? (unsigned char)HS_F_LOWER : c;
}

/* The code point's folded byte; `code` < 0 is malformed. */
unsigned char hs_fold_code_point(int32_t code);

#endif
