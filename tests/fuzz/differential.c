/*
** differential.c: what must be the same for any article.
**
** - What is read in one go, in steps, and in memory that held other bytes before.
** - The rows of an article, and those of it with a paragraph behind that has no words in it. (Words below tell what is a name above.)
** - substr(article, start, length) and the words that a row says are there; the same in bytes.
** - The rows of each function, and hearsay()'s.
*/
#include "fuzz.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* ---- everything that an article says, as bytes -------------------------------------------------------------------- */

typedef struct digest {
  uint8_t *data;
  size_t size, room;
} digest;

static void put(digest *d, const void *data, size_t size) {
  if (d->size + size > d->room) {
    d->room = (d->size + size) * 2;
    d->data = realloc(d->data, d->room);
    if (!d->data) fuzz_fail("out of memory");
  }
  if (size) memcpy(d->data + d->size, data, size);
  d->size += size;
}

#define PUT(d, value) put((d), &(value), sizeof(value))

static void put_text(digest *d, hearsay_text text) {
  PUT(d, text.bytes);
  put(d, text.data, text.bytes);
}

static void put_layout(digest *d, const hearsay_article *article, uint32_t end) {
  for (size_t i = 0; i < hearsay_paragraph_count(article); i++)
    if (hearsay_paragraphs(article)[i].span.start < end) PUT(d, hearsay_paragraphs(article)[i]);
  for (size_t i = 0; i < hearsay_sentence_count(article); i++)
    if (hearsay_sentences(article)[i].span.start < end) PUT(d, hearsay_sentences(article)[i]);
  for (size_t i = 0; i < hearsay_token_count(article); i++) {
    char lemma[HEARSAY_LEMMA_MAX];
    hearsay_token token;
    hearsay_get_token(article, i, lemma, &token);
    if (token.span.start >= end) break;
    PUT(d, token.span);
    PUT(d, token.sentence);
    PUT(d, token.tag);
    put_text(d, token.lemma);
  }
}

static void put_entity(digest *d, const hearsay_entity *entity) {
  put_text(d, entity->name);
  PUT(d, entity->label);
  PUT(d, entity->gender);
  put_text(d, entity->description);
  for (uint32_t i = 0; i < entity->alias_count; i++) put_text(d, entity->aliases[i]);
  PUT(d, entity->mentions);
  PUT(d, entity->quotes);
  PUT(d, entity->words);
}

static void put_quote(digest *d, const hearsay_quote *quote) {
  PUT(d, quote->span);
  put(d, quote->spans, quote->span_count * sizeof *quote->spans);
  put_text(d, quote->words);
  PUT(d, quote->kind);
  PUT(d, quote->speaker);
  PUT(d, quote->mention);
  PUT(d, quote->mention_kind);
  PUT(d, quote->cue);
  PUT(d, quote->cue_class);
  PUT(d, quote->paragraph);
  PUT(d, quote->sentence);
  put(d, quote->rule, strlen(quote->rule));
  PUT(d, quote->confidence);
}

/* What lies before a character. */
static digest digest_of(const hearsay_article *article, uint32_t end) {
  digest d = {0};
  put_layout(&d, article, end);
  for (size_t i = 0; i < hearsay_mention_count(article); i++) {
    const hearsay_mention *mention = &hearsay_mentions(article)[i];
    if (mention->span.start >= end) continue;
    PUT(&d, mention->span);
    PUT(&d, mention->label);
    PUT(&d, mention->kind);
    PUT(&d, mention->entity);
    PUT(&d, mention->confidence);
  }
  for (size_t i = 0; i < hearsay_entity_count(article); i++) put_entity(&d, &hearsay_entities(article)[i]);
  for (size_t i = 0; i < hearsay_quote_count(article); i++) put_quote(&d, &hearsay_quotes(article)[i]);
  return d;
}

/* ---- readings ------------------------------------------------------------------------------------------------------ */

/* Memory of a host that is full of a byte. Blocks know their size, which is kept before them. */
enum { HEAD = 16 };

static void release(void *context, void *block) {
  (void)context;
  if (block) free((char *)block - HEAD);
}

static void *resize(void *context, void *block, size_t bytes) {
  size_t old = 0;
  if (block) memcpy(&old, (char *)block - HEAD, sizeof old);
  char *moved = realloc(block ? (char *)block - HEAD : NULL, bytes + HEAD);
  if (!moved) return NULL;
  memcpy(moved, &bytes, sizeof bytes);
  if (bytes > old) memset(moved + HEAD + old, *(const unsigned char *)context, bytes - old);
  return moved + HEAD;
}

/* The digest of a text without its last characters. */
static digest read_article(const char *text, size_t size, unsigned char fill, bool in_steps, size_t behind) {
  hearsay_host host = {.resize = resize, .release = release, .context = &fill};
  hearsay_reader *reader = NULL;
  hearsay_article *article = NULL;
  hearsay_status status = hearsay_open(&host, NULL, &reader);
  if (!status) status = hearsay_read(reader, text, size, in_steps ? HEARSAY_UPTO_TOKENS : HEARSAY_UPTO_ALL, &article);
  if (!status && in_steps) status = hearsay_read_on(article, HEARSAY_UPTO_SENTENCES);
  if (!status && in_steps) status = hearsay_read_on(article, HEARSAY_UPTO_TAGS);
  if (!status && in_steps) status = hearsay_read_on(article, HEARSAY_UPTO_ALL);
  if (status) fuzz_fail("status %d", status);
  digest d = digest_of(article, hearsay_character_count(article) - (uint32_t)behind);
  hearsay_article_free(article);
  hearsay_close(reader);
  return d;
}

static void compare(const char *what, digest a, digest b) {
  if (a.size != b.size || (a.size && memcmp(a.data, b.data, a.size) != 0)) fuzz_fail("%s gives other rows", what);
  free(b.data);
}

static void compare_readings(const char *text, size_t size) {
  digest whole = read_article(text, size, 0, false, 0);
  compare("reading in steps, in memory that held something,", whole, read_article(text, size, 0xA5, true, 0));
  free(whole.data);
}

/*
** The paragraph is one of several already, as the only one of an article is never its headline, and it is one without words.
*/
static void compare_longer(const char *text, size_t size) {
  static const char more[] = "\n\n5 5.\n", most[] = "\n\n5 5.\n\n\n7 7.\n";
  char *longer = malloc(size + sizeof most);
  if (!longer) fuzz_fail("out of memory");
  memcpy(longer, text, size);
  memcpy(longer + size, most, sizeof most);
  digest d = read_article(longer, size + strlen(more), 0, false, strlen(more));
  compare("a paragraph behind", d, read_article(longer, size + strlen(most), 0, false, strlen(most)));
  free(d.data);
  free(longer);
}

/* ---- through SQL ---------------------------------------------------------------------------------------------------- */

/* Every span of every table, and what the row says is there. */
static const struct {
  const char *table, *said, *start, *length, *byte_start, *byte_length;
} spans[] = {
    {"paragraphs", "text", "start", "length", "byte_start", "byte_length"},
    {"sentences", "text", "start", "length", "byte_start", "byte_length"},
    {"tokens", "token", "start", "length", "byte_start", "byte_length"},
    {"mentions", "mention", "start", "length", "byte_start", "byte_length"},
    {"entities", "NULL", "start", "length", "byte_start", "byte_length"},
    {"speakers", "NULL", "start", "length", "byte_start", "byte_length"},
    {"quotes", "NULL", "start", "length", "byte_start", "byte_length"},
    {"quotes", "mention", "mention_start", "mention_length", "NULL", "NULL"},
    {"quotes", "cue", "cue_start", "cue_length", "NULL", "NULL"},
};

/* Asks for rows whose offsets are not what they say: substr() of a text ends at a NUL, so there only bytes are compared. */
static char *offsets_sql(void) {
  sqlite3_str *sql = sqlite3_str_new(NULL);
  sqlite3_str_appendall(sql, "WITH a(t) AS MATERIALIZED (SELECT CAST(?1 AS TEXT)), "
                             "spans(what, said, start, length, byte_start, byte_length) AS (");
  for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
    sqlite3_str_appendf(sql, "%sSELECT '%s', %s, %s, %s, %s, %s FROM hearsay_%s((SELECT t FROM a))",
                        i ? " UNION ALL " : "", spans[i].table, spans[i].said, spans[i].start, spans[i].length,
                        spans[i].byte_start, spans[i].byte_length, spans[i].table);
  sqlite3_str_appendall(
      sql,
      "), there AS (SELECT spans.*, CAST(substr(t, start, length) AS BLOB) AS characters, substr(CAST(t AS BLOB), "
      "byte_start + 1, byte_length) AS bytes, instr(CAST(t AS BLOB), x'00') AS nul FROM a, spans WHERE start IS "
      "NOT NULL) SELECT what || ' ' || start || ' ' || length FROM there WHERE length < 1 OR start < 1 "
      "OR (bytes IS NOT NULL AND said IS NOT NULL AND bytes <> CAST(said AS BLOB)) OR length(bytes) <> byte_length "
      "OR (NOT nul AND characters <> coalesce(CAST(said AS BLOB), bytes))");
  return sqlite3_str_finish(sql);
}

/* Columns by which the rows in the JSON and those of a table are compared: numbers and names, as malformed text is no JSON. */
static const struct {
  const char *table, *columns;
} rows[] = {
    {"paragraphs", "role start length byte_start byte_length"},
    {"sentences", "paragraph start length byte_start"},
    {"mentions", "start length label mention_kind entity_id sentence"},
    {"entities", "label mentions start"},
    {"speakers", "speaker_id gender quotes words"},
    {"quotes", "start length kind speaker_id mention_start cue_start rule sentence"},
};

/* Asks whether they differ. */
static char *rows_sql(size_t i) {
  sqlite3_str *columns = sqlite3_str_new(NULL), *members = sqlite3_str_new(NULL);
  for (const char *at = rows[i].columns; *at;) {
    int length = (int)strcspn(at, " ");
    sqlite3_str_appendf(columns, "%s%.*s", at == rows[i].columns ? "" : ", ", length, at);
    sqlite3_str_appendf(members, "%sjson_extract(value, '$.%.*s')", at == rows[i].columns ? "" : ", ", length, at);
    at += length + (at[length] == ' ');
  }
  char *left = sqlite3_str_finish(members), *right = sqlite3_str_finish(columns);
  char *sql = sqlite3_mprintf(
      "WITH a(t) AS MATERIALIZED (SELECT CAST(?1 AS TEXT)), j AS MATERIALIZED (SELECT %s FROM a, "
      "json_each(hearsay(t), '$.%s')), r AS MATERIALIZED (SELECT %s FROM a, hearsay_%s(t)) SELECT '%s' WHERE "
      "(SELECT count(*) FROM j) <> (SELECT count(*) FROM r) OR EXISTS (SELECT * FROM j EXCEPT SELECT * FROM r)",
      left, rows[i].table, right, rows[i].table, rows[i].table);
  sqlite3_free(left);
  sqlite3_free(right);
  return sql;
}

static const char *const others[] = {
    "SELECT 'JSON' WHERE NOT json_valid(hearsay(CAST(?1 AS TEXT)))",
    "SELECT 'HTML' WHERE hearsay_html(CAST(?1 AS TEXT)) IS NULL",
};

enum {
  ROWS = sizeof rows / sizeof *rows,
  QUERIES = 1 + ROWS + sizeof others / sizeof *others,
};

static sqlite3_stmt *prepare(sqlite3 *db, int i) {
  sqlite3_stmt *statement = NULL;
  char *sql = i == 0      ? offsets_sql()
              : i <= ROWS ? rows_sql((size_t)i - 1)
                          : sqlite3_mprintf("%s", others[i - 1 - ROWS]);
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) fuzz_fail("%s: %s", sql, sqlite3_errmsg(db));
  sqlite3_free(sql);
  return statement;
}

static void check_sql(const void *data, size_t size) {
  static sqlite3 *db;
  static sqlite3_stmt *queries[QUERIES];
  if (!db) db = fuzz_open();
  for (int i = 0; i < QUERIES; i++) {
    if (!queries[i]) queries[i] = prepare(db, i);
    sqlite3_bind_blob64(queries[i], 1, data, size, SQLITE_STATIC);
    int rc = sqlite3_step(queries[i]);
    if (rc == SQLITE_ROW) fuzz_fail("differs: %s", sqlite3_column_text(queries[i], 0));
    if (rc != SQLITE_DONE) fuzz_fail("query %d: %s", i, sqlite3_errmsg(db));
    sqlite3_reset(queries[i]);
    sqlite3_clear_bindings(queries[i]);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const uint8_t nothing[1];
  compare_readings((const char *)data, size);
  compare_longer((const char *)data, size);
  check_sql(size ? data : nothing, size);
  return 0;
}
