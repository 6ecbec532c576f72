/*
** index_places.c: how mentions are packed into press_place.
**
** An article has some sixty mentions. As rows they would take more room than the article's quotations, most of it for
** what a row repeats; so PART of them share one, in a text of DIGITS characters each that plain SQL can take apart:
** unicode(substr(places, DIGITS * i + 1, 1)) - 1 is the first number of mention i. The view press_mention does so
** (index_views.c). Characters go up to U+8000, three bytes in UTF-8, below the surrogates; what is larger takes two of
** them, or counts from the row's own start, sentence and paragraph. A part is full when that is not enough, too.
*/
#include "sqlite/index.h"

#include <string.h>

enum { BASE = 32768 };

static bool is_digit(sqlite3_int64 value) {
  return value >= 0 && value < BASE;
}

static void append_digit(hs_index_part *part, sqlite3_int64 value) {
  unsigned character = (unsigned)value + 1;
  char *out = part->places + part->bytes;
  if (character < 0x80) {
    *out = (char)character;
    part->bytes++;
  } else if (character < 0x800) {
    out[0] = (char)(0xC0 | character >> 6);
    out[1] = (char)(0x80 | (character & 0x3F));
    part->bytes += 2;
  } else {
    out[0] = (char)(0xE0 | character >> 12);
    out[1] = (char)(0x80 | (character >> 6 & 0x3F));
    out[2] = (char)(0x80 | (character & 0x3F));
    part->bytes += 3;
  }
}

bool hs_index_part_add(hs_index_part *part, const hs_index_place *place) {
  if (part->count == 0) {
    part->field = place->field;
    part->start = place->start;
    part->sentence = place->sentence;
    part->paragraph = place->paragraph;
    part->bytes = 0;
  }
  const sqlite3_int64 digits[HS_INDEX_DIGITS] = {place->person / BASE,
                                                 place->person % BASE,
                                                 place->text / BASE,
                                                 place->text % BASE,
                                                 place->start - part->start,
                                                 place->sentence - part->sentence,
                                                 place->paragraph - part->paragraph,
                                                 place->code};
  if (part->count == HS_INDEX_PART || place->field != part->field) return false;
  for (int i = 0; i < HS_INDEX_DIGITS; i++)
    if (!is_digit(digits[i])) return false;
  for (int i = 0; i < HS_INDEX_DIGITS; i++) append_digit(part, digits[i]);
  part->count++;
  return true;
}

/* The next character less one; -1 when there is none, or none of ours. */
static sqlite3_int64 next_digit(const char **at, const char *end) {
  const unsigned char *c = (const unsigned char *)*at;
  ptrdiff_t left = end - *at;
  unsigned character;
  if (left >= 1 && c[0] < 0x80) {
    character = c[0];
    *at += 1;
  } else if (left >= 2 && c[0] >> 5 == 0x6 && c[1] >> 6 == 2) {
    character = (c[0] & 0x1Fu) << 6 | (c[1] & 0x3Fu);
    *at += 2;
  } else if (left >= 3 && c[0] >> 4 == 0xE && c[1] >> 6 == 2 && c[2] >> 6 == 2) {
    character = (c[0] & 0xFu) << 12 | (c[1] & 0x3Fu) << 6 | (c[2] & 0x3Fu);
    *at += 3;
  } else {
    return -1;
  }
  return character && character <= BASE ? (sqlite3_int64)character - 1 : -1;
}

bool hs_index_place_next(const char **at, const char *end, hs_index_place *place) {
  sqlite3_int64 digits[HS_INDEX_DIGITS];
  for (int i = 0; i < HS_INDEX_DIGITS; i++) {
    digits[i] = next_digit(at, end);
    if (digits[i] < 0) return false;
  }
  *place = (hs_index_place){.person = digits[0] * BASE + digits[1],
                            .text = digits[2] * BASE + digits[3],
                            .start = digits[4],
                            .sentence = digits[5],
                            .paragraph = digits[6],
                            .code = (int)digits[7]};
  return true;
}
