/*
** name_key.c: a key under which spellings of one name are equal.
**
** The words of a name, as key_letters.h reads them, without what papers add or leave out: titles in front, MP, PhD and their like
** behind, "nicknames" and (brackets) inside, "of Birkenhead" of a lord, the article of al-Assad, one middle initial, a possessive
** 's. Each word that is left gets one of its spellings (name_words.h): Mohammed, Mohamed; Zelensky, Zelenskyy; Bob, Robert. What
** stands behind a comma comes in front.
**
** The order of family name and given names, hyphens, and joined or parted syllables must not matter ("Liu Bing", "Bing Liu";
** "Lee Chang-ho", "Chang Ho Lee", "Lee Changho"), but the order of syllables must ("Kim Min-jung", "Kim Jung-min"). So the
** letters are taken as a ring, and the key of several words is the ring read from where it comes first in the alphabet:
** "junzhang" and "zhangjun" are both "angjunzh". Jr, Sr and II follow it.
**
** The price: "James Thomas" and "Thomas James" are equal. Initials that stand for given names are not guessed: "J. K.
** Rowling" and "Joanne Rowling" differ.
*/
#include "language/lexicon.h"
#include "people/key_letters.h"
#include "people/name_words.h"

#include <string.h>
#include <utf8proc.h>

enum {
  MOST_WORDS = 48,  /* a longer "name" is none: its words stay as they are */
  MOST_BYTES = 512, /* of all words, with a space behind each */
  MOST_SPELT = MOST_BYTES + MOST_WORDS * HS_LONGEST_NAME_WORD
};

typedef struct name_word {
  const char *text;
  uint32_t bytes;
  bool comma, hyphen; /* follows */
  bool aside;         /* in quotation marks or brackets */
} name_word;

typedef struct name {
  char text[MOST_BYTES];
  uint32_t bytes, start; /* filled; where the word being read starts */
  name_word words[MOST_WORDS];
  uint32_t count;
  int32_t opened; /* the first word behind a mark that is not closed; -1: none */
  bool too_long;
  bool peer;              /* has a title of one */
  const char *generation; /* jr, sr or NULL */
} name;

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

/* "Liu Bing's": true when the word ends with an apostrophe and an s. */
static bool is_possessive(const name *n, const hs_key_letters *l) {
  uint32_t bytes = n->bytes - n->start;
  return bytes > 2 && n->text[n->bytes - 1] == 's' && l->apostrophe + 1 == bytes;
}

static void end_word(name *n, const hs_key_letters *l, int32_t gap) {
  if (n->bytes == n->start) {
    if (gap == HS_KEY_COMMA && n->count) n->words[n->count - 1].comma = true;
    return;
  }
  if (n->bytes - n->start == 1 && l->apostrophe == 1 && gap == HS_KEY_GAP) return; /* D' Alema */
  if (is_possessive(n, l)) n->bytes--;
  if (n->count == MOST_WORDS || n->bytes == MOST_BYTES) {
    n->too_long = true;
    return;
  }
  n->words[n->count++] = (name_word){.text = n->text + n->start,
                                     .bytes = n->bytes - n->start,
                                     .comma = gap == HS_KEY_COMMA,
                                     .hyphen = gap == HS_KEY_HYPHEN};
  n->text[n->bytes++] = ' ';
  n->start = n->bytes;
}

/* Opens or closes what stands aside: Dwayne "The Rock" Johnson. */
static void read_mark(name *n, int32_t mark) {
  if (mark == HS_KEY_MARK) mark = n->opened < 0 ? HS_KEY_OPEN : HS_KEY_CLOSE;
  if (mark == HS_KEY_OPEN) n->opened = (int32_t)n->count;
  if (mark != HS_KEY_CLOSE || n->opened < 0) return;
  for (uint32_t i = (uint32_t)n->opened; i < n->count; i++) n->words[i].aside = true;
  n->opened = -1;
}

/* "ElBaradei" is el-Baradei. */
static bool is_article_before_capital(const name *n, const hs_key_letters *l, bool after_capital) {
  return l->capital && !after_capital && n->bytes - n->start == 2 &&
         hs_find_name_word(n->text + n->start, 2, HS_NAME_ARTICLE);
}

static void read_name(name *n, hs_key_letters *l) {
  bool after_capital = false;
  n->opened = -1;
  for (int32_t c; !n->too_long && (c = hs_next_key_letter(l)) != HS_KEY_END;) {
    if (c < 0) {
      end_word(n, l, c);
      if (c == HS_KEY_MARK || c == HS_KEY_OPEN || c == HS_KEY_CLOSE) read_mark(n, c);
      continue;
    }
    if (is_article_before_capital(n, l, after_capital)) end_word(n, l, HS_KEY_HYPHEN);
    after_capital = l->capital;
    if (n->bytes + 4 > MOST_BYTES)
      n->too_long = true;
    else
      n->bytes += (uint32_t)utf8proc_encode_char(c, (unsigned char *)n->text + n->bytes);
  }
  end_word(n, l, HS_KEY_END);
}

/* ---- words that are left out -------------------------------------------------------------------------------------------- */

static const hs_name_word *find(const name_word *word, hs_name_kind kind) {
  return hs_find_name_word(word->text, word->bytes, kind);
}

static bool is_word(const name_word *word, const char *text) {
  return word->bytes == strlen(text) && memcmp(word->text, text, word->bytes) == 0;
}

static bool is_initial(const name_word *word) {
  return word->bytes == 1 && word->text[0] >= 'a' && word->text[0] <= 'z';
}

static void remove_words(name *n, uint32_t first, uint32_t count) {
  memmove(n->words + first, n->words + first + count, (n->count - first - count) * sizeof *n->words);
  n->count -= count;
}

/* What stands aside goes, unless there is nothing else. */
static void drop_asides(name *n) {
  uint32_t aside = 0;
  for (uint32_t i = 0; i < n->count; i++) aside += n->words[i].aside;
  for (uint32_t i = n->count; aside < n->count && i-- > 0;)
    if (n->words[i].aside) remove_words(n, i, 1);
}

/* "J. K." is "JK": they stand one behind the other in n->text, a space between. */
static void join_initials(name *n) {
  for (uint32_t i = 0; i + 1 < n->count; i++) {
    name_word *word = &n->words[i];
    if (!is_initial(word)) continue;
    char *text = n->text + (word->text - n->text);
    while (i + 1 < n->count && !word->comma && is_initial(word + 1)) {
      text[word->bytes++] = *word[1].text;
      word->comma = word[1].comma;
      remove_words(n, i + 1, 1);
    }
  }
}

/* Jr, at the end or before a comma, is set aside; III behind a whole name is left out. */
static void take_generation(name *n) {
  for (uint32_t i = n->count; i-- > 1;) {
    const hs_name_word *generation = find(&n->words[i], HS_NAME_GENERATION);
    const hs_name_word *late = find(&n->words[i], HS_NAME_LATE);
    if ((!generation && !late) || (i + 1 < n->count && !n->words[i].comma)) continue;
    if (generation || i == 1) n->generation = generation ? generation->to : late->to;
    n->words[i - 1].comma = n->words[i].comma;
    remove_words(n, i, 1);
  }
}

static void drop_behind(name *n) {
  for (;;) {
    uint32_t last = n->count - 1;
    if (n->count > 1 && find(&n->words[last], HS_NAME_BEHIND))
      n->count--;
    else if (n->count > 2 && is_word(&n->words[last], "d") && is_word(&n->words[last - 1], "ph")) /* Ph.D. */
      n->count -= 2;
    else
      break;
  }
}

static bool is_title(const name_word *word) {
  if (word->comma) return false; /* "Sen, Amartya" */
  if (find(word, HS_NAME_TITLE) || find(word, HS_NAME_PEER)) return true;
  uint32_t classes = hs_word_classes(hs_find_word((const unsigned char *)word->text, word->bytes));
  return classes & HS_TITLE && (!(classes & HS_GIVEN_NAME) || classes & HS_ABBREVIATION); /* Dean is a name */
}

static void drop_titles(name *n) {
  uint32_t first = 0;
  for (uint32_t i = 0; i + 1 < n->count; i++) {
    const name_word *word = &n->words[i];
    if (is_title(word) || (i == 0 && is_word(word, "the"))) {
      first = i + 1;
      n->peer = n->peer || find(word, HS_NAME_PEER);
    } else if (!find(word, HS_NAME_BEFORE) || word->comma) {
      break;
    }
  }
  remove_words(n, 0, first);
}

/* "Hall of Birkenhead" */
static void drop_territory(name *n) {
  for (uint32_t i = 1; n->peer && i < n->count; i++)
    if (is_word(&n->words[i], "of")) n->count = i;
}

/* "Liu, Bing": what stands behind the first comma comes in front. */
static void turn_at_comma(name *n) {
  name_word behind[MOST_WORDS];
  uint32_t comma = 0;
  while (comma < n->count && !n->words[comma].comma) comma++;
  if (comma + 1 >= n->count) return;
  uint32_t count = n->count - comma - 1;
  memcpy(behind, n->words + comma + 1, count * sizeof *behind);
  memmove(n->words + count, n->words, (comma + 1) * sizeof *n->words);
  memcpy(n->words, behind, count * sizeof *behind);
  for (uint32_t i = 0; i < n->count; i++) n->words[i].comma = false;
}

/* al-Assad, bin Mohamad, Robert S. Mueller; the first and the last word stay, but for an article with a hyphen. */
static void drop_inside(name *n) {
  for (uint32_t i = 0; i + 1 < n->count;) {
    const name_word *word = &n->words[i];
    bool article = (i || word->hyphen) && find(word, HS_NAME_ARTICLE);
    bool prefix = word->hyphen && find(word, HS_NAME_PREFIX);
    bool inside = i && n->count > 2 && (is_initial(word) || find(word, HS_NAME_SON));
    if (article || prefix || inside)
      remove_words(n, i, 1);
    else
      i++;
  }
}

/* ---- the key ------------------------------------------------------------------------------------------------------------ */

static bool is_small_ascii(const name_word *word) {
  for (uint32_t i = 0; i < word->bytes; i++)
    if (word->text[i] < 'a' || word->text[i] > 'z') return false;
  return true;
}

/* Letters that meet at a hyphen are one as well: Jonggeun, Jong-geun. But John Nash is not John Ash. */
static bool is_doubled(char a, char b) {
  return a == b && a >= 'a' && a <= 'z' && a != 'e' && a != 'o';
}

/* Writes the words as they are to be spelt, nothing between; the bytes. */
static size_t spell(const name *n, char *spelt) {
  size_t count = 0;
  for (uint32_t i = 0; i < n->count; i++) {
    const name_word *word = &n->words[i];
    char own[MOST_BYTES + HS_LONGEST_NAME_WORD];
    size_t bytes = word->bytes;
    if (is_small_ascii(word))
      bytes = hs_spell_name_word(word->text, bytes, i == 0 && n->count > 1, own);
    else
      memcpy(own, word->text, bytes);
    if (i && word[-1].hyphen && bytes && is_doubled(spelt[count - 1], own[0])) count--;
    memcpy(spelt + count, own, bytes);
    count += bytes;
  }
  return count;
}

/* Where the least of the ring's readings starts, by the method of Shiloach (1981): two candidates, and how far they agree. */
static size_t least_reading(const int32_t *ring, size_t count) {
  size_t i = 0, j = 1, same = 0;
  while (i < count && j < count && same < count) {
    int32_t a = ring[(i + same) % count], b = ring[(j + same) % count];
    if (a == b) {
      same++;
      continue;
    }
    if (a > b)
      i += same + 1;
    else
      j += same + 1;
    if (i == j) j++;
    same = 0;
  }
  return i < j ? i : j;
}

/* Writes the ring's least reading; the bytes, which are as many. */
static size_t read_ring(const char *spelt, size_t bytes, char *key) {
  int32_t ring[MOST_SPELT];
  size_t count = 0, written = 0;
  for (size_t at = 0; at < bytes; count++)
    at += (size_t)utf8proc_iterate((const unsigned char *)spelt + at, (utf8proc_ssize_t)(bytes - at), &ring[count]);
  size_t start = least_reading(ring, count);
  for (size_t i = 0; i < count; i++)
    written += (size_t)utf8proc_encode_char(ring[(start + i) % count], (unsigned char *)key + written);
  return written;
}

static size_t write_key(name *n, char *key) {
  char spelt[MOST_SPELT];
  if (!n->count) return 0;
  drop_asides(n);
  join_initials(n);
  drop_behind(n);
  drop_titles(n);
  take_generation(n);
  drop_territory(n);
  turn_at_comma(n);
  drop_titles(n); /* "Putin, Mr Vladimir" */
  drop_inside(n);
  size_t bytes = spell(n, spelt);
  if (n->count > 1)
    bytes = read_ring(spelt, bytes, key);
  else
    memcpy(key, spelt, bytes);
  if (n->generation) {
    key[bytes++] = ' ';
    memcpy(key + bytes, n->generation, strlen(n->generation));
    bytes += strlen(n->generation);
  }
  return bytes;
}

/* Of what is too long for a name: its words in order, a space between. The bytes; `key` may be NULL. */
static size_t write_words(hs_key_letters *l, char *key) {
  size_t bytes = 0;
  bool gap = false;
  for (int32_t c; (c = hs_next_key_letter(l)) != HS_KEY_END;) {
    unsigned char encoded[4];
    if (c < 0) {
      gap = bytes > 0;
      continue;
    }
    if (gap && key) key[bytes] = ' ';
    bytes += gap;
    gap = false;
    size_t count = (size_t)utf8proc_encode_char(c, encoded);
    if (key) memcpy(key + bytes, encoded, count);
    bytes += count;
  }
  return bytes;
}

hearsay_status hearsay_name_key(const hearsay_host *host, const char *text, size_t bytes, char **key,
                                size_t *key_bytes) {
  hs_memory memory = {.host = host ? *host : (hearsay_host){0}};
  hs_key_letters l = hs_key_letters_begin(host, text, bytes), again = l, twice = l;
  name n = {.too_long = false};
  char made[MOST_SPELT + 1 + HS_LONGEST_NAME_WORD];
  size_t count;
  *key = NULL;
  *key_bytes = 0;
  if (bytes > INT32_MAX) return HEARSAY_TOOBIG;
  read_name(&n, &l);
  count = n.too_long ? write_words(&again, NULL) : write_key(&n, made);
  if (l.cancelled || again.cancelled) return HEARSAY_CANCELLED;
  char *result = hs_resize(&memory, NULL, 0, count ? count : 1);
  if (!result) return HEARSAY_NOMEM;
  if (n.too_long)
    write_words(&twice, result);
  else
    memcpy(result, made, count);
  if (twice.cancelled) {
    hs_release(&memory, result, count);
    return HEARSAY_CANCELLED;
  }
  *key = result;
  *key_bytes = count;
  return HEARSAY_OK;
}
