/*
** mutate.c: libFuzzer's mutator for articles, linked into the targets that read one: it moves paragraphs, changes quotation marks
** and line breaks, and puts in words and bytes that mean something to a stage; else bytes are changed at random.
*/
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

static const char *const marks[] = {"\"",
                                    "'",
                                    "``",
                                    "''",
                                    "\xE2\x80\x9C",
                                    "\xE2\x80\x9D",
                                    "\xE2\x80\x98",
                                    "\xE2\x80\x99",
                                    "\xE2\x80\x9E",
                                    "\xC2\xAB",
                                    "\xC2\xBB",
                                    "\xE3\x80\x8C",
                                    "\xE3\x80\x8D",
                                    "&quot;",
                                    "&#8220;",
                                    "&rsquo;",
                                    "\"\"",
                                    "(",
                                    ")",
                                    "[",
                                    "]",
                                    "\xE2\x80\xB9"};
static const char *const breaks[] = {"\n",           "\n\n",     "\r\n", "\r",   "\f",    "\v",
                                     "\xE2\x80\xA8", "\xC2\x85", " ",    "\n  ", "\n\n\n"};
static const char *const words[] = {" said ",
                                    " said",
                                    " told ",
                                    " according to ",
                                    " she ",
                                    " he ",
                                    " they ",
                                    " her ",
                                    " who ",
                                    " that ",
                                    " whether ",
                                    ", who said ",
                                    " added that ",
                                    " asked",
                                    " denied ",
                                    " quoted ",
                                    " as saying ",
                                    " Mr. ",
                                    " Dr ",
                                    " Sen. ",
                                    " Ann Lee",
                                    " LEE",
                                    " Lee's ",
                                    " A. ",
                                    " J.K. ",
                                    " the mayor ",
                                    " the envoy ",
                                    " a spokesman for ",
                                    " the Agency (NRA) ",
                                    " NRA ",
                                    " U.N. ",
                                    " Oslo ",
                                    "OSLO, May 4 (Reuters) -- ",
                                    "By Ann Lee\n",
                                    "Photo: ",
                                    "Q: ",
                                    "A: ",
                                    "\n- ",
                                    " -- ",
                                    "\xE2\x80\x94",
                                    "\xE2\x80\xA6",
                                    "...",
                                    ". ",
                                    "? ",
                                    "! ",
                                    ": ",
                                    "; ",
                                    ", ",
                                    " 3.5 ",
                                    " @lee ",
                                    " #late ",
                                    " http://a.b/c ",
                                    " a@b.cd ",
                                    " don't ",
                                    " can't ",
                                    " of ",
                                    " and ",
                                    " not ",
                                    " of the ",
                                    " &amp; ",
                                    " von ",
                                    " al-",
                                    "-",
                                    "/",
                                    " Jr.",
                                    " III",
                                    "\xC2\xA0",
                                    "\xC2\xAD",
                                    "\xCC\x81",
                                    "\xE2\x80\x8B",
                                    "\xE2\x80\x8D",
                                    "\xEF\xBB\xBF",
                                    "\xF0\x9F\x98\x80",
                                    "\xC3\x89",
                                    "\xE4\xB8\xAD",
                                    "\xD0\x96",
                                    "\xC4\xB0",
                                    "\xE1\xBA\x9E",
                                    "\xEF\xAC\x81",
                                    "\x80",
                                    "\xC3",
                                    "\xE2\x82",
                                    "\xF0\x9F",
                                    "\xFF",
                                    "\xED\xA0\x80",
                                    "\xC0\x80",
                                    "\xF4\x90\x80\x80"};

typedef struct text {
  uint8_t *data;
  size_t size, room;
} text;

static uint32_t random_state;

static size_t below(size_t count) {
  random_state = random_state * 1664525u + 1013904223u;
  return count ? (random_state >> 8) % count : 0;
}

#define ANY(strings) ((strings)[below(sizeof(strings) / sizeof *(strings))])

/* Bytes at..end become others; nothing happens where there is no room. */
static void replace(text *t, size_t at, size_t end, const void *bytes, size_t count) {
  if (t->size - (end - at) + count > t->room) return;
  memmove(t->data + at + count, t->data + end, t->size - end);
  memcpy(t->data + at, bytes, count);
  t->size = t->size - (end - at) + count;
}

static void insert(text *t, size_t at, const char *string) {
  replace(t, at, at, string, strlen(string));
}

/* The first of the strings at or behind a random place, from there on around; false: there is none. */
static bool find(const text *t, const char *const *strings, size_t count, size_t *at, size_t *end) {
  size_t from = below(t->size);
  for (size_t n = 0; n < t->size; n++) {
    *at = (from + n) % t->size;
    for (size_t i = 0; i < count; i++) {
      *end = *at + strlen(strings[i]);
      if (*end <= t->size && memcmp(t->data + *at, strings[i], *end - *at) == 0) return true;
    }
  }
  return false;
}

/* From the beginning of a random line to the end of it or of one below. */
static void some_lines(const text *t, size_t *at, size_t *end) {
  *at = below(t->size);
  while (*at > 0 && t->data[*at - 1] != '\n') --*at;
  *end = *at;
  for (size_t lines = below(3) + 1; lines && *end < t->size; lines--) {
    while (*end < t->size && t->data[*end] != '\n') ++*end;
    if (*end < t->size) ++*end;
  }
}

static void move_lines(text *t) {
  uint8_t *copy = malloc(t->room + 1);
  size_t at, end;
  if (!copy) return;
  some_lines(t, &at, &end);
  size_t count = end - at;
  memcpy(copy, t->data + at, count);
  switch (below(4)) {
  case 0: replace(t, at, end, copy, 0); break;      /* gone */
  case 1: replace(t, end, end, copy, count); break; /* twice */
  default:                                          /* elsewhere */
    replace(t, at, end, copy, 0);
    some_lines(t, &at, &end);
    replace(t, at, at, copy, count);
  }
  free(copy);
}

/* A few bytes, many times. */
static void repeat(text *t) {
  uint8_t piece[64];
  size_t at = below(t->size), count = below(sizeof piece) + 1, times = below(below(2) ? 8 : 300) + 1;
  if (count > t->size - at) count = t->size - at;
  memcpy(piece, t->data + at, count);
  while (times--) replace(t, at, at, piece, count);
}

static void change_case(text *t) {
  size_t at = below(t->size), end = at + below(below(4) ? 12 : 400);
  uint8_t bit = below(2) ? 0x20 : 0;
  for (; at < end && at < t->size; at++)
    if ((t->data[at] | 0x20) >= 'a' && (t->data[at] | 0x20) <= 'z')
      t->data[at] = (uint8_t)((t->data[at] & ~0x20) | bit);
}

static void change(text *t) {
  size_t at, end;
  if (t->size == 0) {
    insert(t, 0, ANY(words));
    return;
  }
  switch (below(8)) {
  case 0: move_lines(t); break;
  case 1:
    if (find(t, marks, sizeof marks / sizeof *marks, &at, &end)) {
      const char *mark = below(3) ? ANY(marks) : "";
      replace(t, at, end, mark, strlen(mark));
    }
    break;
  case 2: insert(t, below(t->size + 1), ANY(marks)); break;
  case 3:
    if (find(t, breaks, sizeof breaks / sizeof *breaks, &at, &end)) {
      const char *other = ANY(breaks);
      replace(t, at, end, other, strlen(other));
    }
    break;
  case 4: change_case(t); break;
  case 5: repeat(t); break;
  default: insert(t, below(t->size + 1), ANY(words)); break;
  }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
  text t = {data, size, max_size};
  random_state = seed;
  if (below(3) == 0) return LLVMFuzzerMutate(data, size, max_size);
  for (size_t changes = below(4) + 1; changes; changes--) change(&t);
  return t.size;
}
