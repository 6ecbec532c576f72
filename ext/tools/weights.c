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
#include "model/weights.h"

#include <errno.h>
#include <inttypes.h>
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

/* ---- one model -------------------------------------------------------------------------------------------------------- */

typedef struct model {
  uint32_t labels, features, weight_count, mask;
  uint32_t filter_mask;
  uint64_t *filter;
  hs_feature_slot *slots;
  hs_weight *weights; /* one more in front: places start at 1 */
  int8_t *steps;
  uint32_t stride;
  int8_t *rows; /* [features + 1][stride] when it has rows: hs_model */
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
  m->features = take(f, 4);
  m->weight_count = take(f, 4);
  if (m->labels < 1 || m->labels > HS_MOST_LABELS) fail("%u labels: 1..%d", (unsigned)m->labels, HS_MOST_LABELS);
  if (m->features > 1u << 24 || m->weight_count >= 1u << 26) fail("too many features or weights");
}

static void read_model(model *m, file *f, uint32_t labels) {
  read_head(m, f);
  if (m->labels != labels) fail("%u labels, not %u", (unsigned)m->labels, (unsigned)labels);
  uint32_t steps = (m->labels + 1) * (m->labels + 1), last = 0, used = 1;
  m->steps = allocate(steps, 1);
  for (uint32_t i = 0; i < steps; i++) m->steps[i] = (int8_t)take(f, 1);
  for (m->mask = 1024; m->mask < m->features + m->features / 2; m->mask *= 2) {
  }
  m->filter_mask = 8 * m->mask - 1; /* at most one bit in twelve is set */
  m->filter = allocate(m->filter_mask / 64 + 1, sizeof *m->filter);
  m->slots = allocate(m->mask--, sizeof *m->slots);
  m->weights = allocate(m->weight_count + (size_t)1, sizeof *m->weights);
  for (uint32_t i = 0; i < m->features; i++) {
    uint32_t key = take(f, 4), count = take(f, 1), slot = key & m->mask;
    if (i && key <= last) fail("features are not in order");
    if (!count || count > m->labels || count > m->weight_count + 1 - used) fail("a wrong number of weights");
    last = key;
    uint32_t bit = hs_filter_bit(key) & m->filter_mask;
    m->filter[bit / 64] |= UINT64_C(1) << (bit % 64);
    while (m->slots[slot].place) slot = (slot + 1) & m->mask;
    m->slots[slot] = (hs_feature_slot){key, used * 64 + count};
    for (uint32_t first = used; count > 0; count--, used++) {
      m->weights[used].label = (uint8_t)take(f, 1);
      m->weights[used].value = (int8_t)take(f, 1);
      if (m->weights[used].label >= m->labels) fail("label %u of %u", m->weights[used].label, (unsigned)m->labels);
      if (used >= first + 1 && m->weights[used].label <= m->weights[used - 1].label) fail("labels are not in order");
    }
  }
  if (used != m->weight_count + 1 || f->at != f->count) fail("more or less in it than its head says");
}

/* Turns the weights into rows, when the labels are few. */
static void make_rows(model *m) {
  uint32_t row = 0;
  m->stride = hs_row_stride(m->labels);
  m->rows = allocate((m->features + (size_t)1) * (m->stride ? m->stride : 1), 1);
  for (uint32_t slot = 0; m->stride && slot <= m->mask; slot++) {
    uint32_t place = m->slots[slot].place;
    if (!place) continue;
    m->slots[slot].place = ++row;
    for (uint32_t i = 0; i < place % 64; i++) {
      hs_weight weight = m->weights[place / 64 + i];
      m->rows[(size_t)row * m->stride + weight.label] = weight.value;
    }
  }
  if (m->stride) m->weight_count = 0;
}

static void write_numbers(FILE *out, const char *name, const char *what, const int8_t *numbers, size_t count) {
  fprintf(out, "const int8_t hs_%s_%s[] = {\n", name, what);
  for (size_t i = 0; i < count; i++) fprintf(out, "%d,%s", numbers[i], i % 32 == 31 ? "\n" : "");
  fprintf(out, "};\n");
}

static void write_model(const model *m, const char *directory, const char *name) {
  if (snprintf(path, sizeof path, "%s/%s_weights.c", directory, name) >= (int)sizeof path) fail("the path is too long");
  FILE *out = fopen(path, "wb");
  if (!out) fail("%s", strerror(errno));
  fprintf(out, "/* generated by ext/tools/weights.c from ext/model/%s.weights: do not edit */\n", name);
  fprintf(out, "#include \"model/weights.h\"\n\nconst uint64_t hs_%s_filter[] = {\n", name);
  for (uint32_t i = 0; i <= m->filter_mask / 64; i++)
    fprintf(out, "0x%" PRIx64 ",%s", m->filter[i], i % 8 == 7 ? "\n" : "");
  fprintf(out, "};\nconst hs_feature_slot hs_%s_slots[] = {\n", name);
  for (uint32_t i = 0; i <= m->mask; i++)
    fprintf(out, "{%u,%u},%s", (unsigned)m->slots[i].key, (unsigned)m->slots[i].place, i % 12 == 11 ? "\n" : "");
  fprintf(out, "};\nconst hs_weight hs_%s_weights[] = {\n", name);
  for (uint32_t i = 0; i <= m->weight_count; i++)
    fprintf(out, "{%u,%d},%s", m->weights[i].label, m->weights[i].value, i % 16 == 15 ? "\n" : "");
  fprintf(out, "};\n");
  write_numbers(out, name, "steps", m->steps, (m->labels + (size_t)1) * (m->labels + 1));
  write_numbers(out, name, "rows", m->rows, m->stride ? (m->features + (size_t)1) * m->stride : 1);
  fprintf(out, "const uint32_t hs_%s_filter_mask = %u, hs_%s_mask = %u, hs_%s_labels = %u, hs_%s_stride = %u;\n", name,
          (unsigned)m->filter_mask, name, (unsigned)m->mask, name, (unsigned)m->labels, name, (unsigned)m->stride);
  bool failed = ferror(out) != 0;
  if (fclose(out) || failed) fail("cannot be written");
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
    make_rows(&m);
    write_model(&m, argv[1], models[i].name);
    free(f.bytes);
    free(m.filter);
    free(m.slots);
    free(m.weights);
    free(m.steps);
    free(m.rows);
  }
  return 0;
}
