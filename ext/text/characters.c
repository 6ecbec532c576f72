/*
** characters.c: bytes to characters. What counts as one character is what SQLite's substr() counts: a lead byte (0xC0 or
** more; with host.loose_runs 0x80 or more) with all the continuation bytes behind it, or any other single byte. For
** well-formed UTF-8 that is a code point; anything else is a malformed character, so all texts have exact offsets.
*/
#include "text/text.h"

#include <string.h>
#include <utf8proc.h>

static bool eight_are_ascii(const unsigned char *bytes, uint32_t at, uint32_t count) {
  uint64_t eight;
  if (at + sizeof eight > count) return false;
  memcpy(&eight, bytes + at, sizeof eight);
  return !(eight & UINT64_C(0x8080808080808080));
}

static bool all_ascii(const unsigned char *bytes, size_t count) {
  size_t i = 0;
  for (; i + sizeof(uint64_t) <= count; i += sizeof(uint64_t)) {
    uint64_t eight;
    memcpy(&eight, bytes + i, sizeof eight);
    if (eight & UINT64_C(0x8080808080808080)) return false;
  }
  for (; i < count; i++)
    if (bytes[i] >= 0x80) return false;
  return true;
}

/* The least byte that takes continuation bytes with it: see hearsay_host.loose_runs. */
static unsigned char first_lead(const hearsay_article *article) {
  return article->memory.host.loose_runs ? 0x80 : 0xC0;
}

/* One past the end of the character that begins at `at`. */
static uint32_t character_end(const unsigned char *bytes, uint32_t at, uint32_t count, unsigned char lead) {
  if (bytes[at++] >= lead)
    while (at < count && (bytes[at] & 0xC0) == 0x80) at++;
  return at;
}

static unsigned char fold_character(const unsigned char *bytes, uint32_t at, uint32_t end) {
  int32_t code = -1;
  if (end - at <= 4 &&
      utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(end - at), &code) != (utf8proc_ssize_t)(end - at))
    code = -1;
  return hs_fold_code_point(code);
}

/* The byte offset of the character that is `step` behind the one at byte `at`. */
static uint32_t byte_behind(const hearsay_article *article, uint32_t at, uint32_t step) {
  while (step > 0)
    if (step >= 8 && eight_are_ascii(article->bytes, at, article->byte_count)) {
      at += 8;
      step -= 8;
    } else {
      at = character_end(article->bytes, at, article->byte_count, first_lead(article));
      step--;
    }
  return at;
}

/* Whether the characters from *at on, up to the next step, have one byte each: as many bytes as characters. */
static bool is_plain(const uint32_t *at) {
  return at[1] - at[0] == HS_BYTE_STEP;
}

size_t hs_byte_of(const hearsay_article *article, uint32_t character) {
  if (!article->byte_at) return character;
  const uint32_t *at = &article->byte_at[character / HS_BYTE_STEP];
  uint32_t step = character % HS_BYTE_STEP;
  return is_plain(at) ? *at + step : byte_behind(article, *at, step);
}

size_t hs_bytes_between(const hearsay_article *article, uint32_t first, uint32_t last, size_t byte) {
  if (!article->byte_at) return last - first;
  const uint32_t *at = &article->byte_at[first / HS_BYTE_STEP];
  if (last <= first / HS_BYTE_STEP * HS_BYTE_STEP + HS_BYTE_STEP && is_plain(at)) return last - first;
  if (last - first > HS_BYTE_STEP / 2 || is_plain(&article->byte_at[last / HS_BYTE_STEP]))
    return hs_byte_of(article, last) - byte;
  return byte_behind(article, (uint32_t)byte, last - first) - byte;
}

/* The number of characters; 0 also when the host says stop. */
static uint32_t count_characters(hearsay_article *article) {
  uint32_t characters = 0, rounds = 0;
  for (uint32_t at = 0; at < article->byte_count; characters++) {
    if ((rounds++ & 0x3F) == 0 && !hs_tick(article)) return 0;
    if (eight_are_ascii(article->bytes, at, article->byte_count)) {
      at += 8;
      characters += 7;
      continue;
    }
    at = character_end(article->bytes, at, article->byte_count, first_lead(article));
  }
  return characters;
}

void hs_read_characters(hearsay_article *article) {
  const unsigned char *bytes = article->bytes;
  uint32_t count = article->byte_count;
  if (article->status) return;
  if (all_ascii(bytes, count)) { /* ASCII folds to itself */
    article->char_count = count;
    article->fold = bytes;
    return;
  }
  uint32_t characters = count_characters(article);
  unsigned char *fold = hs_allocate(article, (size_t)characters + 1, 1);
  uint32_t *byte_at = hs_allocate(article, characters / HS_BYTE_STEP + (size_t)2, sizeof *byte_at);
  if (article->status) return;
  const unsigned char lead = first_lead(article);
  uint32_t at = 0;
  for (uint32_t i = 0; i < characters;) {
    if (i % HS_BYTE_STEP == 0) {
      if (!hs_tick(article)) return;
      byte_at[i / HS_BYTE_STEP] = at;
    }
    if (i % 8 == 0 && eight_are_ascii(bytes, at, count)) { /* up to the next step at most */
      memcpy(fold + i, bytes + at, 8);
      i += 8;
      at += 8;
    } else if (bytes[at] < 0x80) {
      fold[i++] = bytes[at++];
    } else {
      uint32_t end = character_end(bytes, at, count, lead);
      fold[i++] = fold_character(bytes, at, end);
      at = end;
    }
  }
  if (characters % HS_BYTE_STEP == 0) byte_at[characters / HS_BYTE_STEP] = count;
  byte_at[characters / HS_BYTE_STEP + 1] = count + HS_BYTE_STEP - characters % HS_BYTE_STEP;
  article->char_count = characters;
  article->fold = fold;
  article->byte_at = byte_at;
}
