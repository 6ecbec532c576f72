/*
** index_views.c: the views press_quote, press_mention and press_person, which show the dense tables as people want to read them, and the
** same expressions for the plans of index_table.c.
**
** Texts that come again and again stand once in press_text, and the rows have their numbers: who an unnamed source is, the
** words of cues and mentions, rules. (press_said.mention is such a number, 0 for the speaker's own name, or a long text
** itself.) What has few values is a number in `code`, whose parts are taken from it by division: of press_said
** (((kind * FIELDS + field) * MENTION_KINDS + mention_kind) * CUE_CLASSES + cue_class) * THOUSANDTHS + confidence, of a mention
** (label * MENTION_KINDS + mention_kind) * HUNDREDTHS + confidence.
*/
#include "sqlite/index.h"

#include <string.h>

#define THOUSANDTHS 1001
#define HUNDREDTHS 101
#define CUE_CLASSES 6
#define MENTION_KINDS 4
#define FIELDS 17
enum { NO_CUE = CUE_CLASSES - 1, QUOTE_KINDS = 3, LABELS = 4 };
#define STRINGIFY(x) #x
#define STRING(x) STRINGIFY(x)
/* SQL: the parts of a code, the last one first. */
#define OVER(n) " / " STRING(n)
#define OF(n) " % " STRING(n)
#define QUOTE_CONFIDENCE "s.code" OF(THOUSANDTHS) " / 1000.0"
#define QUOTE_CUE_CLASS "s.code" OVER(THOUSANDTHS) OF(CUE_CLASSES)
#define QUOTE_MENTION_KIND "s.code" OVER(THOUSANDTHS) OVER(CUE_CLASSES) OF(MENTION_KINDS)
#define QUOTE_FIELD "s.code" OVER(THOUSANDTHS) OVER(CUE_CLASSES) OVER(MENTION_KINDS) OF(FIELDS)
#define QUOTE_KIND(code) code OVER(THOUSANDTHS) OVER(CUE_CLASSES) OVER(MENTION_KINDS) OVER(FIELDS)
#define MENTION_CONFIDENCE(code) code OF(HUNDREDTHS) " / 100.0"
#define MENTION_KIND(code) code OVER(HUNDREDTHS) OF(MENTION_KINDS)
#define LABEL(code) code OVER(HUNDREDTHS) OVER(MENTION_KINDS)
_Static_assert(FIELDS == HS_INDEX_MOST_TEXTS + 1, "a headline and the texts");

/* ---- codes ---------------------------------------------------------------------------------------------------------------- */

/* A confidence in steps of 1 / parts. */
static int steps(double confidence, int parts) {
  return confidence <= 0 ? 0 : confidence >= 1 ? parts : (int)(confidence * parts + 0.5);
}

sqlite3_int64 hs_index_quote_code(const hearsay_quote *quote, int field) {
  int cue = quote->cue.start < quote->cue.end ? (int)quote->cue_class : NO_CUE;
  sqlite3_int64 code = (int)quote->kind * FIELDS + field;
  code = code * MENTION_KINDS + (int)quote->mention_kind;
  code = code * CUE_CLASSES + cue;
  return code * THOUSANDTHS + steps(quote->confidence, THOUSANDTHS - 1);
}

hearsay_quote_kind hs_index_kind_of(sqlite3_int64 code) {
  return (hearsay_quote_kind)(code / THOUSANDTHS / CUE_CLASSES / MENTION_KINDS / FIELDS);
}

int hs_index_mention_code(const hearsay_mention *mention) {
  return ((int)mention->label * MENTION_KINDS + (int)mention->kind) * HUNDREDTHS +
         steps(mention->confidence, HUNDREDTHS - 1);
}

static const char *quote_kind(int value) {
  return hearsay_quote_kind_name((hearsay_quote_kind)value);
}
static const char *mention_kind(int value) {
  return hearsay_mention_kind_name((hearsay_mention_kind)value);
}
static const char *cue_class(int value) {
  return value == NO_CUE ? NULL : hearsay_cue_class_name((hearsay_cue_class)value);
}
static const char *label(int value) {
  return hearsay_label_name((hearsay_label)value);
}

/* CASE number WHEN 0 THEN 'direct' … END */
static void append_names(sqlite3_str *out, const char *number, const char *(*name)(int), int count) {
  sqlite3_str_appendf(out, "CASE %s", number);
  for (int i = 0; i < count; i++)
    if (name(i)) sqlite3_str_appendf(out, " WHEN %d THEN %Q", i, name(i));
  sqlite3_str_appendall(out, " END");
}

void hs_index_append_kind(sqlite3_str *out, int parameter) {
  sqlite3_str_appendf(out, "%s = CASE ?%d", QUOTE_KIND("s.code"), parameter);
  for (int i = 0; i < QUOTE_KINDS; i++) sqlite3_str_appendf(out, " WHEN %Q THEN %d", quote_kind(i), i);
  sqlite3_str_appendall(out, " END");
}

static void append_field(const hs_index *index, sqlite3_str *out, const char *number) {
  const hs_index_options *options = &index->options;
  int first = options->headline ? 1 : 0;
  sqlite3_str_appendf(out, "CASE %s", number);
  if (first) sqlite3_str_appendf(out, " WHEN 0 THEN %Q", options->headline);
  for (int i = 0; i < options->text_count; i++)
    sqlite3_str_appendf(out, " WHEN %d THEN %Q", first + i, options->texts[i]);
  sqlite3_str_appendall(out, " END");
}

/* ---- quotations ------------------------------------------------------------------------------------------------------------ */

#define TEXT_OF(id) "(SELECT t.text FROM @text AS t WHERE t.text_id = " id ")"
/* SQLite's length() stops at a NUL: of such texts the length is kept. */
#define LENGTH_OF(id) "(SELECT coalesce(t.length, length(t.text)) FROM @text AS t WHERE t.text_id = " id ")"
#define PERSON_OF(id) "(SELECT p.person FROM @name AS p WHERE p.person_id = " id ")"
#define SPEAKER "coalesce(" PERSON_OF("s.speaker_id") ", " TEXT_OF("s.source_id") ")"

/* The columns of hearsay_quotes in their order; NULL: see below. */
static const char *const quote_columns[] = {
    "s.id - a.first_id + 1",
    SPEAKER,
    "s.quote",
    NULL,
    TEXT_OF("s.cue_id"),
    NULL,
    "CASE WHEN typeof(s.mention) = 'text' THEN s.mention WHEN s.mention = 0 THEN " SPEAKER
    " ELSE " TEXT_OF("s.mention") " END",
    NULL,
    "s.speaker_id",
    "s.paragraph",
    "s.sentence",
    TEXT_OF("s.rule_id"),
    QUOTE_CONFIDENCE,
    "s.start",
    "s.length",
    "s.start - 1 + s.byte_start",
    "s.length + s.byte_length",
    "'[[' || replace(s.spans, ';', '],[') || ']]'",
    "s.start + s.mention_start",
    "CASE WHEN s.mention_start IS NULL THEN NULL WHEN typeof(s.mention) = 'text' THEN length(s.mention) WHEN s.mention "
    "= 0 THEN length(" SPEAKER ") ELSE " LENGTH_OF("s.mention") " END",
    "s.start + s.cue_start",
    "CASE WHEN s.cue_start IS NOT NULL THEN " LENGTH_OF("s.cue_id") " END"};
enum { KIND_COLUMN = 3, CUE_CLASS_COLUMN = 5, MENTION_KIND_COLUMN = 7 };

void hs_index_append_quote_column(sqlite3_str *out, int column) {
  switch (column) {
  case KIND_COLUMN: append_names(out, QUOTE_KIND("s.code"), quote_kind, QUOTE_KINDS); break;
  case CUE_CLASS_COLUMN: append_names(out, QUOTE_CUE_CLASS, cue_class, CUE_CLASSES); break;
  case MENTION_KIND_COLUMN: append_names(out, QUOTE_MENTION_KIND, mention_kind, MENTION_KINDS); break;
  default: sqlite3_str_appendall(out, quote_columns[column]); break;
  }
}

void hs_index_append_quote_field(const hs_index *index, sqlite3_str *out) {
  append_field(index, out, QUOTE_FIELD);
}

static void create_quotes(hs_index *index, int *rc) {
  const char *const *columns = hs_index_quotes()->columns;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "SELECT s.id AS id, a.article AS article");
  for (int i = 0; columns[i]; i++) {
    sqlite3_str_appendall(out, ", ");
    hs_index_append_quote_column(out, i);
    sqlite3_str_appendf(out, " AS %.*s", (int)strcspn(columns[i], " "), columns[i]);
  }
  sqlite3_str_appendall(out, ", ");
  hs_index_append_quote_field(index, out);
  sqlite3_str_appendall(out, " AS field, (SELECT r.same_as FROM @repeat AS r WHERE r.id = s.id) AS same_as FROM @said "
                             "AS s JOIN @article AS a ON " HS_INDEX_HAS);
  hs_index_create_view(index, rc, "quote", out);
}

/* ---- mentions -------------------------------------------------------------------------------------------------------------- */

_Static_assert(HS_INDEX_DIGITS == 8 && HS_INDEX_PART == 32, "as the view of mentions and integrity-check say");
/* Number `n` of mention j.key of a part: see index_places.c. */
#define DIGIT(n) "(unicode(substr(m.places, 8 * j.key + " #n ", 1)) - 1)"
#define PERSON "nullif(" DIGIT(1) " * 32768 + " DIGIT(2) ", 0)"
#define WORDS "(" DIGIT(3) " * 32768 + " DIGIT(4) ")"

static void create_mentions(hs_index *index, int *rc) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out,
                        "SELECT m.article AS article, m.part + j.key AS mention_id, "
                        "CASE " WORDS " WHEN 0 THEN " PERSON_OF(PERSON) " ELSE " TEXT_OF(WORDS) " END AS mention, ");
  append_names(out, LABEL(DIGIT(8)), label, LABELS);
  sqlite3_str_appendall(out, " AS label, ");
  append_names(out, MENTION_KIND(DIGIT(8)), mention_kind, MENTION_KINDS);
  sqlite3_str_appendall(out, " AS mention_kind, " PERSON
                             " AS entity_id, m.paragraph + " DIGIT(7) " AS paragraph, m.sentence + " DIGIT(
                                 6) " AS sentence, " MENTION_CONFIDENCE(DIGIT(8)) " AS confidence, ");
  append_field(index, out, "m.field");
  sqlite3_str_appendall(out,
                        " AS field, m.start + " DIGIT(
                            5) " AS start, CASE " WORDS
                               " WHEN 0 THEN length(" PERSON_OF(PERSON) ") ELSE " LENGTH_OF(
                                   WORDS) " END AS length FROM @place AS m, json_each('[' || "
                                          "replace(hex(zeroblob(min(m.mentions, 32) - 1)), '00', '0,') || '0]') AS j");
  hs_index_create_view(index, rc, "mention", out);
}

/* ---- people ---------------------------------------------------------------------------------------------------------------- */

/* A column of a name that stands for others is its group's. */
#define GROUPED(column)                                                                                                \
  "coalesce((SELECT g." column " FROM @group AS g WHERE g.person_id = n.person_id), n." column ") AS " column ", "

/* The description that most articles give, of the names of the person; the longest of several, then the first by its letters. */
static void create_people(hs_index *index, int *rc) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(
      out, "SELECT n.person_id AS person_id, n.person AS person, n.label AS label, n.name_key AS name_key, "
           "(SELECT w.description FROM @appearance AS w WHERE w.person_id IN (SELECT n.person_id UNION ALL SELECT "
           "o.person_id FROM @name AS o WHERE o.same_as = n.person_id) AND w.description IS NOT NULL GROUP BY "
           "w.description ORDER BY count(*) DESC, length(w.description) DESC, w.description LIMIT 1) AS "
           "description, " GROUPED("articles") GROUPED("mentions") GROUPED("quotes") GROUPED("first_date")
               GROUPED("last_date") "n.same_as AS same_as FROM @name AS n");
  hs_index_create_view(index, rc, "person", out);
}

void hs_index_create_views(hs_index *index, int *rc) {
  create_quotes(index, rc);
  create_mentions(index, rc);
  create_people(index, rc);
}

void hs_index_drop_views(hs_index *index, int *rc) {
  hs_index_exec(index, rc, "DROP VIEW IF EXISTS @quote");
  hs_index_exec(index, rc, "DROP VIEW IF EXISTS @mention");
  hs_index_exec(index, rc, "DROP VIEW IF EXISTS @person");
}
