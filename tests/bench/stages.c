/*
** stages.c: what the stages of the analyser cost, in microseconds a token and as shares of the whole.
**
**     stages TEXT...
**
** Each text is read many times; the least time of several rounds counts. Tags, names and noun phrases are the language
** layer, whose share is printed besides.
*/
#define _POSIX_C_SOURCE 200809L
#include "article.h"
#include "language/names.h"
#include "language/phrases.h"
#include "speech/speech.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 7, TIMES = 5 };
enum { TEXT, TAGS, NAMES, PHRASES, REST, STAGES };

static const char *const names[STAGES] = {"characters, tokens, sentences", "tags", "names", "noun phrases",
                                          "quotations, people, rows"};

typedef struct text {
  char *data;
  size_t bytes;
} text;

static _Noreturn void stop(const char *what) {
  fprintf(stderr, "stages: %s\n", what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static text read_file(const char *path) {
  text t = {NULL, 0};
  FILE *file = fopen(path, "rb");
  if (!file) stop(path);
  for (size_t got = 1; got > 0; t.bytes += got) {
    t.data = realloc(t.data, t.bytes + 65536);
    if (!t.data) stop("out of memory");
    got = fread(t.data + t.bytes, 1, 65536, file);
  }
  fclose(file);
  return t;
}

/* Adds the seconds since *from to a stage. */
static void lap(double *from, double *stage) {
  double time = now();
  *stage += time - *from;
  *from = time;
}

/* One reading of a text, stage by stage, and one as a whole; the rest is the difference. */
static size_t read_once(hearsay_reader *reader, const text *t, double seconds[STAGES]) {
  hearsay_article *article, *whole;
  double from = now(), start = from, all = 0;
  if (hearsay_read(reader, t->data, t->bytes, HEARSAY_UPTO_SENTENCES, &article)) stop("cannot read");
  lap(&from, &seconds[TEXT]);
  hearsay_read_on(article, HEARSAY_UPTO_TAGS);
  lap(&from, &seconds[TAGS]);
  hs_pair_marks(article);
  hs_find_names(article);
  lap(&from, &seconds[NAMES]);
  hs_find_phrases(article);
  lap(&from, &seconds[PHRASES]);
  size_t tokens = hearsay_token_count(article);
  double language = from - start;
  hearsay_article_free(article);
  from = now();
  if (hearsay_read(reader, t->data, t->bytes, HEARSAY_UPTO_ALL, &whole)) stop("cannot read");
  lap(&from, &all);
  hearsay_article_free(whole);
  seconds[REST] += all - language;
  return tokens;
}

int main(int argc, char **argv) {
  hearsay_reader *reader;
  double least[STAGES] = {0}, best = 0;
  size_t tokens = 0, bytes = 0;
  if (argc < 2 || hearsay_open(NULL, NULL, &reader)) stop("usage: stages TEXT...");
  text *texts = calloc((size_t)argc, sizeof *texts);
  if (!texts) stop("out of memory");
  for (int i = 1; i < argc; i++) texts[i] = read_file(argv[i]);
  for (int round = 0; round < ROUNDS; round++) {
    double seconds[STAGES] = {0}, all = 0;
    tokens = bytes = 0;
    for (int time = 0; time < TIMES; time++)
      for (int i = 1; i < argc; i++) {
        tokens += read_once(reader, &texts[i], seconds);
        bytes += texts[i].bytes;
      }
    for (int s = 0; s < STAGES; s++) all += seconds[s];
    if (round > 0 && all >= best) continue;
    best = all;
    memcpy(least, seconds, sizeof least);
  }
  printf("\n%-44s %10s %12s\n", "the analyser alone, by stage", "us/token", "share");
  for (int s = 0; s < STAGES; s++)
    printf("%-44s %10.3f %11.1f%%\n", names[s], least[s] * 1e6 / (double)tokens, 100 * least[s] / best);
  double language = least[TAGS] + least[NAMES] + least[PHRASES];
  printf("%-44s %10.3f %11.1f%%\n", "the language layer (tags, names, phrases)", language * 1e6 / (double)tokens,
         100 * language / best);
  printf("%-44s %10.2f\n", "all of it, MB/s", (double)bytes / best / 1e6);
  for (int i = 1; i < argc; i++) free(texts[i].data);
  free(texts);
  hearsay_close(reader);
  return 0;
}
