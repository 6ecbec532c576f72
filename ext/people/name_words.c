/* name_words.c: see name_words.h. */
#include "people/name_words.h"

#include <string.h>

enum { LONGEST_RULED = 40 }; /* letters; what is longer stays as it is */

static int compare_entry(const hs_name_word *entry, const char *word, size_t bytes, hs_name_kind kind) {
  int order = (unsigned char)entry->word[0] - (unsigned char)word[0];
  if (!order) order = memcmp(entry->word, word, bytes);
  if (order) return order;
  if (entry->word[bytes]) return 1;
  return (int)entry->kind - (int)kind;
}

const hs_name_word *hs_find_name_word(const char *word, size_t bytes, hs_name_kind kind) {
  uint32_t low = 0, high = hs_name_word_count;
  if (!bytes || bytes > HS_LONGEST_NAME_WORD || *word < 'a' || *word > 'z') return NULL;
  if (!(hs_name_kinds[*word - 'a'][bytes] >> kind & 1)) return NULL;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (compare_entry(&hs_name_words[middle], word, bytes, kind) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  bool found = low < hs_name_word_count && compare_entry(&hs_name_words[low], word, bytes, kind) == 0;
  return found ? &hs_name_words[low] : NULL;
}

/* ---- letters ------------------------------------------------------------------------------------------------------------ */

static bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool matches(const char *word, const char *from, size_t count) {
  for (size_t i = 0; i < count; i++) {
    bool same = from[i] == 'V'   ? is_vowel(word[i])
                : from[i] == 'C' ? word[i] != 'y' && !is_vowel(word[i])
                                 : word[i] == from[i];
    if (!same) return false;
  }
  return true;
}

/* Writes `to` for what matched `from` at `word`; a C or V is the next letter that one stands for. The letters written. */
static size_t replace(const hs_letters_rule *rule, const char *word, char *out) {
  size_t count = 0, next = 0;
  for (const char *to = rule->to; *to; to++) {
    if (*to != 'C' && *to != 'V') {
      out[count++] = *to;
      continue;
    }
    while (rule->from[next] != 'C' && rule->from[next] != 'V') next++;
    out[count++] = word[next++];
  }
  return count;
}

/* One rule, in place: no rule makes a word longer (ext/tools/name_table.c sees to that). */
static size_t apply(const hs_letters_rule *rule, char *word, size_t bytes) {
  size_t length = strlen(rule->from), written = 0, at = 0;
  if (bytes < rule->least || bytes < length) return bytes;
  if (rule->place == HS_AT_END) at = written = bytes - length;
  while (at < bytes) {
    if (at + length <= bytes && matches(word + at, rule->from, length)) {
      char replaced[HS_LONGEST_NAME_LETTERS];
      size_t count = replace(rule, word + at, replaced);
      memcpy(word + written, replaced, count);
      written += count;
      at += length;
    } else {
      word[written++] = word[at++];
    }
    if (rule->place != HS_ANYWHERE) break;
  }
  memmove(word + written, word + at, bytes - at);
  return written + bytes - at;
}

/* Doubled letters are one: Hassan, Hasan. But Lee and Moon are not Le and Mon. */
static size_t undouble(char *word, size_t bytes) {
  size_t written = 0;
  for (size_t at = 0; at < bytes; at++)
    if (!written || word[at] != word[written - 1] || word[at] == 'e' || word[at] == 'o') word[written++] = word[at];
  return written;
}

static size_t look_up(char *word, size_t bytes, hs_name_kind kind) {
  const hs_name_word *entry = hs_find_name_word(word, bytes, kind);
  if (!entry) return 0;
  size_t count = strlen(entry->to);
  memcpy(word, entry->to, count);
  return count;
}

/* Abdelaziz, Abdulaziz: the letters of the first word of two, or 0. */
static size_t servant(const char *word, size_t bytes) {
  enum { ABDEL = 5, LEAST_REST = 4 };
  if (bytes < ABDEL + LEAST_REST) return 0;
  return memcmp(word, "abdel", ABDEL) == 0 || memcmp(word, "abdul", ABDEL) == 0 ? ABDEL : 0;
}

static size_t spell_by_letters(char *word, size_t bytes) {
  bytes = undouble(word, bytes);
  if (bytes > LONGEST_RULED) return bytes;
  uint32_t letters = hs_letters_of(word, bytes);
  for (uint32_t i = 0; i < hs_letters_rule_count; i++) {
    if (hs_letters_rules[i].letters & ~letters) continue;
    bytes = apply(&hs_letters_rules[i], word, bytes);
    letters = hs_letters_of(word, bytes);
  }
  size_t found = look_up(word, bytes, HS_NAME_SPELLING);
  return found ? found : bytes;
}

size_t hs_spell_name_word(const char *word, size_t bytes, bool given, char *spelt) {
  size_t found, first = servant(word, bytes);
  memcpy(spelt, word, bytes);
  if (given && (found = look_up(spelt, bytes, HS_NAME_SHORT))) bytes = found;
  if ((found = look_up(spelt, bytes, HS_NAME_SPELLING))) return found;
  if (!first) return spell_by_letters(spelt, bytes);
  memcpy(spelt, "abd", 3);
  memmove(spelt + 3, word + first, bytes - first);
  bytes -= first;
  found = look_up(spelt + 3, bytes, HS_NAME_SPELLING);
  return 3 + (found ? found : spell_by_letters(spelt + 3, bytes));
}
