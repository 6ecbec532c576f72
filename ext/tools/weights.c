/*
** weights.c: a host tool that turns the weights of the models into read-only C tables.
**
**     weights OUTPUT_DIR EXT_DIR MODEL_DIR
**
** reads MODEL_DIR/NAME.weights of each model (their form: ext/train/crf.h) and writes OUTPUT_DIR/NAME_weights.c, whose
** declarations are ext/model/weights.h. A file that is cut short, altered, of another version or not in order stops the
** build with a message that names it.
*/
#include "language/tag_labels.h"
#include "tools/model_table.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
** The labels that each model's code has: outside, and first and inside of the four kinds of names and of a phrase; neither,
** first and inside of content and of source, and cue. `shared`: there is one only, EXT_DIR/model's.
*/
static const struct {
  const char *name;
  uint32_t labels;
  bool shared;
} models[] = {{"tags", HS_TAG_LABEL_COUNT, false},
              {"names", 9, false},
              {"phrases", 3, false},
              {"stretches", 1, true},
              {"cues", 1, true},
              {"cues_again", 1, true},
              {"contents", 6, true},
              {"proposals", 1, true},
              {"sources", 1, true},
              {"verdicts", 1, true}};

static char path[1024]; /* of the file being read or written, for messages */

static _Noreturn void fail(const char *format, ...) {
  va_list arguments;
  fprintf(stderr, "%s: ", path);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments); /* NOLINT(clang-analyzer-valist.Uninitialized): va_start is right above */
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

typedef struct file {
  unsigned char *bytes;
  size_t count, at;
} file;

static file read_file(const char *directory, const char *name) {
  file f = {0};
  if (snprintf(path, sizeof path, "%s/%s.weights", directory, name) >= (int)sizeof path) fail("the path is too long");
  FILE *in = fopen(path, "rb");
  if (!in) fail("%s", strerror(errno));
  for (size_t room = 0;;) {
    if (f.count == room) {
      room = room ? room * 2 : 1 << 16;
      f.bytes = realloc(f.bytes, room);
      if (!f.bytes) fail("out of memory");
    }
    size_t got = fread(f.bytes + f.count, 1, room - f.count, in);
    f.count += got;
    if (!got) break;
  }
  if (ferror(in)) fail("%s", strerror(errno));
  fclose(in);
  return f;
}

/* The next number of so many bytes, little-endian. */
static uint32_t take(file *f, int bytes) {
  uint32_t value = 0;
  if (f->count - f->at < (size_t)bytes) fail("the file is cut short");
  for (int i = 0; i < bytes; i++) value |= (uint32_t)f->bytes[f->at++] << (8 * i);
  return value;
}

static uint32_t crc_of(const unsigned char *bytes, size_t count) {
  uint32_t crc = UINT32_MAX;
  for (size_t i = 0; i < count; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */

static FILE *open_output(const char *directory, const char *name) {
  if (snprintf(path, sizeof path, "%s/%s.c", directory, name) >= (int)sizeof path) fail("the path is too long");
  FILE *out = fopen(path, "wb");
  if (!out) fail("%s", strerror(errno));
  return out;
}

static void close_output(FILE *out) {
  bool failed = ferror(out) != 0;
  if (fclose(out) || failed) fail("cannot be written");
}

/* ---- one model -------------------------------------------------------------------------------------------------------- */

typedef struct model {
  uint32_t labels, feature_count, weight_count;
  hs_weighted_feature *features;
  hs_weight *weights;
  int8_t *steps;
  hs_model table;
  uint32_t wide_count;
} model;

static void *allocate(size_t count, size_t size) {
  void *block = calloc(count, size);
  if (!block) fail("out of memory");
  return block;
}

static void read_head(model *m, file *f) {
  static const char magic[] = "hearsay weights\n";
  if (f->count < sizeof magic - 1 + 20 || memcmp(f->bytes, magic, sizeof magic - 1) != 0) fail("no file of weights");
  file tail = {f->bytes, f->count, f->count - 4};
  f->count -= 4;
  if (take(&tail, 4) != crc_of(f->bytes, f->count)) fail("the file is cut short or altered: its checksum is wrong");
  f->at = sizeof magic - 1;
  uint32_t version = take(f, 4);
  if (version != HS_WEIGHTS_VERSION) fail("version %u, not %d", (unsigned)version, HS_WEIGHTS_VERSION);
  m->labels = take(f, 4);
  m->feature_count = take(f, 4);
  m->weight_count = take(f, 4);
  if (m->labels < 1 || m->labels > HS_MOST_LABELS) fail("%u labels: 1..%d", (unsigned)m->labels, HS_MOST_LABELS);
  if (m->feature_count > 1u << 24 || m->weight_count >= 1u << 26) fail("too many features or weights");
}

static void read_model(model *m, file *f, uint32_t labels) {
  read_head(m, f);
  if (m->labels != labels) fail("%u labels, not %u", (unsigned)m->labels, (unsigned)labels);
  uint32_t steps = (m->labels + 1) * (m->labels + 1), used = 0, last = 0;
  m->steps = allocate(steps, 1);
  for (uint32_t i = 0; i < steps; i++) m->steps[i] = (int8_t)take(f, 1);
  m->features = allocate(m->feature_count + (size_t)1, sizeof *m->features);
  m->weights = allocate(m->weight_count + (size_t)1, sizeof *m->weights);
  for (uint32_t i = 0; i < m->feature_count; i++) {
    uint32_t key = take(f, 4), count = take(f, 1);
    if (i && key <= last) fail("features are not in order");
    if (!count || count > m->labels || count > m->weight_count - used) fail("a wrong number of weights");
    last = key;
    m->features[i] = (hs_weighted_feature){hs_key_from_file(key), used, count};
    for (uint32_t first = used; count > 0; count--, used++) {
      m->weights[used].label = (uint8_t)take(f, 1);
      m->weights[used].value = (int8_t)take(f, 1);
      if (m->weights[used].label >= m->labels) fail("label %u of %u", m->weights[used].label, (unsigned)m->labels);
      if (used > first && m->weights[used].label <= m->weights[used - 1].label) fail("labels are not in order");
    }
  }
  if (used != m->weight_count || f->at != f->count) fail("more or less in it than its head says");
  /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): main frees what m points to */
  m->table = hs_make_table(m->features, m->feature_count, m->weights, m->labels, &m->wide_count);
  if (!m->table.pilots) fail("out of memory");
}

static void write_numbers(FILE *out, const char *name, const char *what, const int8_t *numbers, size_t count) {
  fprintf(out, "const int8_t hs_%s_%s[] = {\n", name, what);
  for (size_t i = 0; i < count; i++) fprintf(out, "%d,%s", numbers[i], i % 32 == 31 ? "\n" : "");
  fprintf(out, "};\n");
}

static void write_margins(FILE *out, const char *name, const model *m) {
  fprintf(out, "const uint16_t hs_%s_margins[] = {\n", name);
  for (uint32_t best = 0; best < m->labels; best++) {
    for (uint32_t label = 0; label < m->labels; label++)
      fprintf(out, "%d,", hs_margin(m->steps, m->labels, best, label));
    fputc('\n', out);
  }
  fprintf(out, "};\n");
}

static void write_list(FILE *out, const int8_t *numbers, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) fprintf(out, "%s%d", i ? "," : "{", numbers[i]);
  fputc('}', out);
}

/* The rows, and one of zeros behind the last: vectors are read over the end of a row. */
static void write_rows(FILE *out, const char *name, const model *m) {
  size_t size = hs_row_size(m->labels);
  uint32_t weights = (uint32_t)(size - offsetof(hs_row_4, weights));
  bool pairs = m->labels > sizeof(((hs_row_12 *)0)->weights);
  fprintf(out, "const hs_row_%s hs_%s_rows[] = {\n",
          pairs          ? "pairs"
          : weights == 4 ? "4"
          : weights == 8 ? "8"
                         : "12",
          name);
  for (uint32_t i = 0; i <= m->table.row_count; i++) {
    const char *row = (const char *)m->table.rows + i * size;
    uint32_t key;
    memcpy(&key, row, sizeof key);
    fprintf(out, "{%u,", (unsigned)key);
    if (pairs) { /* labels are small, but for HS_IN_WIDE and the numbers behind it */
      const hs_row_pairs *own = (const hs_row_pairs *)(const void *)row;
      for (uint32_t k = 0; k < HS_ROW_PAIRS; k++) fprintf(out, "%s%u", k ? "," : "{", own->labels[k]);
      fputs("},", out);
      write_list(out, own->weights, HS_ROW_PAIRS);
    } else {
      write_list(out, (const int8_t *)row + offsetof(hs_row_4, weights), weights);
    }
    fputs(i % 4 == 3 ? "},\n" : "},", out);
  }
  fputs("};\n", out);
}

static void write_model(const model *m, const char *directory, const char *name) {
  char file_name[64];
  snprintf(file_name, sizeof file_name, "%s_weights", name); /* of `models`: short */
  FILE *out = open_output(directory, file_name);
  fprintf(out, "/* generated by ext/tools/weights.c from ext/model/%s.weights: do not edit */\n", name);
  fprintf(out, "#include \"model/weights.h\"\n\nconst uint8_t hs_%s_pilots[] = {\n", name);
  for (uint32_t i = 0; i < 1u << (32 - m->table.pilot_shift); i++)
    fprintf(out, "%u,%s", m->table.pilots[i], i % 32 == 31 ? "\n" : "");
  fprintf(out, "};\n");
  write_rows(out, name, m);
  fprintf(out, "const int8_t hs_%s_wide[][HS_WIDE] = {\n", name);
  for (uint32_t i = 0; i < (m->wide_count ? m->wide_count : 1); i++) {
    write_list(out, m->table.wide[i], HS_WIDE);
    fputs(",\n", out);
  }
  fprintf(out, "};\n");
  write_numbers(out, name, "steps", m->steps, (m->labels + (size_t)1) * (m->labels + 1));
  write_margins(out, name, m);
  fprintf(out, "const uint32_t hs_%s_pilot_shift = %u, hs_%s_row_count = %u, hs_%s_labels = %u;\n", name,
          (unsigned)m->table.pilot_shift, name, (unsigned)m->table.row_count, name, (unsigned)m->labels);
  close_output(out);
}

/* exp(-i / HS_WEIGHT_UNIT), of how much worse one score is than another: sums of whole numbers, so that no other ones are asked for. */
static void write_exponentials(const char *directory) {
  FILE *out = open_output(directory, "exponentials");
  fprintf(out, "/* generated by ext/tools/weights.c: do not edit */\n");
  fprintf(out, "#include \"model/weights.h\"\n\nconst float hs_exponentials[HS_EXPONENTIALS] = {\n");
  for (int i = 0; i < HS_EXPONENTIALS; i++)
    fprintf(out, "%af,%s", (double)expf((float)-i / HS_WEIGHT_UNIT), i % 8 == 7 ? "\n" : "");
  fprintf(out, "};\n");
  close_output(out);
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: weights OUTPUT_DIR EXT_DIR MODEL_DIR\n");
    return 2;
  }
  for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
    model m = {0};
    char own[1024];
    if (snprintf(own, sizeof own, "%s/model", argv[2]) >= (int)sizeof own) fail("the path is too long");
    file f = read_file(models[i].shared ? own : argv[3], models[i].name);
    read_model(&m, &f, models[i].labels);
    write_model(&m, argv[1], models[i].name);
    free(f.bytes);
    hs_free_table(&m.table);
    free(m.features);
    free(m.weights);
    free(m.steps);
  }
  write_exponentials(argv[1]);
  return 0;
}
