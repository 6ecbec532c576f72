/*
** escape.c: text of any bytes into JSON strings and HTML. Both are written in runs: what needs no change is copied as
** it is, up to the next byte that does.
*/
#include "sqlite/sql.h"

#include <limits.h>
#include <string.h>

/* Bytes of the well-formed UTF-8 sequence at `at` (RFC 3629: no surrogates, nothing overlong), 0 when there is none. */
static size_t well_formed(const unsigned char *at, size_t left) {
  unsigned char low = 0x80, high = 0xBF;
  size_t length;
  if (at[0] < 0x80) return 1;
  if (at[0] < 0xC2 || at[0] > 0xF4) return 0;
  length = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
  if (left < length) return 0;
  if (at[0] == 0xE0) low = 0xA0;
  if (at[0] == 0xED) high = 0x9F;
  if (at[0] == 0xF0) low = 0x90;
  if (at[0] == 0xF4) high = 0x8F;
  if (at[1] < low || at[1] > high) return 0;
  for (size_t i = 2; i < length; i++)
    if ((at[i] & 0xC0) != 0x80) return 0;
  return length;
}

/* sqlite3_str counts in int. */
static void append(sqlite3_str *out, const char *data, size_t bytes) {
  while (bytes > 0) {
    int part = bytes > INT_MAX / 2 ? INT_MAX / 2 : (int)bytes;
    sqlite3_str_append(out, data, part);
    data += part;
    bytes -= (size_t)part;
  }
}

/* What replaces an ASCII character, NULL when it stays. The result may be written to `scratch`. */
typedef const char *replacement(unsigned char character, char scratch[8]);

static const char *json_replacement(unsigned char character, char scratch[8]) {
  switch (character) {
  case '"': return "\\\"";
  case '\\': return "\\\\";
  case '\n': return "\\n";
  case '\r': return "\\r";
  case '\t': return "\\t";
  default: break;
  }
  if (character >= 0x20) return NULL;
  return sqlite3_snprintf(8, scratch, "\\u%04x", (unsigned)character);
}

static const char *html_replacement(unsigned char character, char scratch[8]) {
  (void)scratch;
  switch (character) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\'': return "&#39;";
  case '\t':
  case '\n':
  case '\f':
  case '\r': return NULL;
  default: return character < 0x20 || character == 0x7F ? "&#xFFFD;" : NULL;
  }
}

static void escape(sqlite3_str *out, const char *data, size_t bytes, replacement *replace, const char *malformed) {
  char scratch[8];
  size_t run = 0, i = 0;
  while (i < bytes) {
    size_t length = well_formed((const unsigned char *)data + i, bytes - i);
    const char *other = length == 0 ? malformed : length == 1 ? replace((unsigned char)data[i], scratch) : NULL;
    if (other) {
      append(out, data + run, i - run);
      sqlite3_str_appendall(out, other);
      run = i + 1;
    }
    i += length ? length : 1;
  }
  append(out, data + run, bytes - run);
}

void hs_sql_json_string(sqlite3_str *out, const char *data, size_t bytes) {
  sqlite3_str_appendchar(out, 1, '"');
  escape(out, data, bytes, json_replacement, "\xEF\xBF\xBD");
  sqlite3_str_appendchar(out, 1, '"');
}

void hs_sql_html_text(sqlite3_str *out, const char *data, size_t bytes) {
  escape(out, data, bytes, html_replacement, "&#xFFFD;");
}
