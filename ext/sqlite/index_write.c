/*
** index_write.c: what was read in an article goes into the tables, in place of what was there of it.
**
** People are counted as differences: what the article's old rows have counted is taken off, what its new rows count is
** added. First and last dates are looked for anew only when the article that had them has lost the person.
*/
#include "sqlite/index.h"

#include <string.h>

/* ---- people --------------------------------------------------------------------------------------------------------------- */

/* The people of an article, in the order of their ids. */
typedef struct people {
  sqlite3_int64 *ids;
  bool *stayed;
  size_t count;
} people;

static void free_people(people *all) {
  sqlite3_free(all->ids);
  sqlite3_free(all->stayed);
}

static void add_id(int *rc, people *all, sqlite3_int64 id) {
  if (all->count % 64 == 0) {
    sqlite3_int64 *ids = sqlite3_realloc64(all->ids, (all->count + 64) * sizeof *ids);
    if (ids) all->ids = ids;
    bool *stayed = ids ? sqlite3_realloc64(all->stayed, (all->count + 64) * sizeof *stayed) : NULL;
    if (stayed) all->stayed = stayed;
    if (!stayed) {
      *rc = SQLITE_NOMEM;
      return;
    }
  }
  all->ids[all->count] = id;
  all->stayed[all->count++] = false;
}

static void mark_stayed(people *all, sqlite3_int64 id) {
  size_t low = 0, high = all->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (all->ids[middle] < id)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < all->count && all->ids[low] == id) all->stayed[low] = true;
}

/* Adds `sign` times what the article's rows count to its people. Going off they are listed, coming in they are marked. */
static void count_people(hs_index *index, int *rc, sqlite3_int64 article, int sign, sqlite3_value *date, people *all) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_PEOPLE_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) {
    sqlite3_int64 id = sqlite3_column_int64(row, 0);
    sqlite3_stmt *count = hs_index_use(index, rc, HS_INDEX_COUNT_PERSON);
    if (*rc) break;
    sqlite3_bind_int64(count, 1, id);
    sqlite3_bind_int64(count, 2, sign);
    sqlite3_bind_int64(count, 3, sign * sqlite3_column_int64(row, 1));
    sqlite3_bind_int64(count, 4, sign * sqlite3_column_int64(row, 2));
    if (date)
      sqlite3_bind_value(count, 5, date);
    else
      sqlite3_bind_null(count, 5);
    hs_index_run(index, rc, count);
    if (sign < 0)
      add_id(rc, all, id);
    else
      mark_stayed(all, id);
  }
  sqlite3_reset(row);
}

/* People that an article has lost: those that are in no other go, and others may have lost their first or last date. */
static void settle_people(hs_index *index, int *rc, const people *all, sqlite3_value *date, bool same_date) {
  for (size_t i = 0; !*rc && i < all->count; i++) {
    if (all->stayed[i] && same_date) continue;
    sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_PERSON);
    if (*rc) return;
    sqlite3_bind_int64(row, 1, all->ids[i]);
    sqlite3_bind_value(row, 2, date);
    if (!hs_index_row(index, rc, row)) continue;
    bool is_gone = sqlite3_column_int64(row, 0) <= 0;
    bool had_end = sqlite3_column_int(row, 1) && sqlite3_value_type(date) != SQLITE_NULL;
    sqlite3_reset(row);
    if (is_gone) {
      hs_index_run_with(index, rc, HS_INDEX_PART_PEOPLE, all->ids[i]);
      hs_index_run_with(index, rc, HS_INDEX_DELETE_PERSON, all->ids[i]);
    } else if (had_end)
      hs_index_run_with(index, rc, HS_INDEX_DATE_PERSON, all->ids[i]);
  }
}

static void bind_key(hs_index *index, int *rc, sqlite3_stmt *statement, int parameter, hearsay_text name) {
  char *key = NULL, *error = NULL;
  size_t bytes = 0;
  if (*rc) return;
  *rc = hs_sql_status(hearsay_name_key(hs_sql_host(index->state), name.data, name.bytes, &key, &bytes), &error);
  sqlite3_free(error);
  if (*rc)
    sqlite3_free(key);
  else
    sqlite3_bind_text64(statement, parameter, key ? key : "", key ? bytes : 0, key ? sqlite3_free : SQLITE_STATIC,
                        SQLITE_UTF8);
}

static void bind_person(sqlite3_stmt *statement, const hearsay_entity *entity) {
  sqlite3_bind_text64(statement, 1, entity->name.data, entity->name.bytes, SQLITE_STATIC, SQLITE_UTF8);
  sqlite3_bind_text(statement, 2, hearsay_label_name(entity->label), -1, SQLITE_STATIC);
}

static sqlite3_int64 find_person(hs_index *index, int *rc, const hearsay_entity *entity) {
  sqlite3_stmt *find = hs_index_use(index, rc, HS_INDEX_FIND_PERSON);
  sqlite3_int64 id = 0;
  if (*rc) return 0;
  bind_person(find, entity);
  if (hs_index_row(index, rc, find)) id = sqlite3_column_int64(find, 0);
  sqlite3_reset(find);
  if (id || *rc) return id;
  sqlite3_stmt *add = hs_index_use(index, rc, HS_INDEX_ADD_PERSON);
  if (*rc) return 0;
  bind_person(add, entity);
  bind_key(index, rc, add, 3, entity->name);
  hs_index_run(index, rc, add);
  return sqlite3_last_insert_rowid(index->db);
}

/* person_id of each entity, 0 of those without a name; to be freed. */
static sqlite3_int64 *find_people(hs_index *index, int *rc, const hearsay_article *parsed) {
  size_t count = hearsay_entity_count(parsed);
  sqlite3_int64 *ids = *rc ? NULL : sqlite3_malloc64((count + 1) * sizeof *ids);
  if (!ids) {
    if (!*rc) *rc = SQLITE_NOMEM;
    return NULL;
  }
  memset(ids, 0, count * sizeof *ids);
  for (size_t i = 0; !*rc && i < hearsay_mention_count(parsed); i++) {
    const hearsay_mention *mention = &hearsay_mentions(parsed)[i];
    if (mention->kind == HEARSAY_NAME && !ids[mention->entity])
      ids[mention->entity] = find_person(index, rc, &hearsay_entities(parsed)[mention->entity]);
  }
  return ids;
}

/* ---- rows ----------------------------------------------------------------------------------------------------------------- */

/* An article whose rows are being written. */
typedef struct writer {
  hs_index *index;
  int *rc;
  const hs_index_job *job;
  const hs_sql_article *article; /* for rows.c */
  const sqlite3_int64 *people;
  uint32_t starts[HS_INDEX_MOST_TEXTS + 1]; /* of fields, in characters */
} writer;

/* The character at a byte offset, by bisection. */
static uint32_t character_at(const hearsay_article *parsed, size_t byte) {
  uint32_t low = 0, high = hearsay_character_count(parsed);
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (hearsay_byte_offset(parsed, middle) < byte)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The field in which a character lies. */
static int field_of(const writer *w, uint32_t character) {
  int field = w->job->field_count - 1;
  while (field > 0 && w->starts[field] > character) field--;
  return field;
}

static void bind_spans(const writer *w, sqlite3_stmt *statement, int parameter, const hs_sql_value *value,
                       uint32_t start) {
  hearsay_span *spans = sqlite3_malloc64(value->count * sizeof *spans);
  hs_sql_value shifted = *value;
  sqlite3_str *json = sqlite3_str_new(w->index->db);
  if (!spans) *w->rc = SQLITE_NOMEM;
  for (size_t i = 0; spans && i < value->count; i++)
    spans[i] = (hearsay_span){value->spans[i].start - start, value->spans[i].end - start};
  shifted.spans = spans;
  if (spans) hs_sql_json_array(json, &shifted);
  int code = sqlite3_str_errcode(json);
  char *text = sqlite3_str_finish(json);
  hs_index_check(w->index, w->rc, code);
  if (*w->rc)
    sqlite3_free(text);
  else
    sqlite3_bind_text(statement, parameter, text, -1, sqlite3_free);
  sqlite3_free(spans);
}

static void bind(const writer *w, sqlite3_stmt *statement, int parameter, const hs_sql_value *value, uint32_t start) {
  switch (value->type) {
  case HS_SQL_INTEGER: sqlite3_bind_int64(statement, parameter, value->integer); break;
  case HS_SQL_REAL: sqlite3_bind_double(statement, parameter, value->real); break;
  case HS_SQL_TEXT:
  case HS_SQL_NAME:
    sqlite3_bind_text64(statement, parameter, value->text.data, value->text.bytes, SQLITE_STATIC, SQLITE_UTF8);
    break;
  case HS_SQL_SPANS: bind_spans(w, statement, parameter, value, start); break;
  case HS_SQL_TEXTS:
  case HS_SQL_NULL:
  default: sqlite3_bind_null(statement, parameter); break;
  }
}

/* A position in the text becomes one in a field; NULL when it lies in another field. */
static void shift(const writer *w, hs_sql_value *value, int field, bool in_bytes) {
  if (value->type != HS_SQL_INTEGER) return;
  if (in_bytes)
    value->integer -= (sqlite3_int64)w->job->fields[field].start;
  else if (field_of(w, (uint32_t)value->integer - 1) != field)
    value->type = HS_SQL_NULL;
  else
    value->integer -= w->starts[field];
}

/* Columns of hearsay_quotes with a place in them. */
enum {
  SPEAKER_ID = 8,
  RULE = 11,
  START = 13,
  BYTE_START = 15,
  MENTION_START = 18,
  MENTION_LENGTH,
  CUE_START,
  CUE_LENGTH
};

/* The number of a rule; its text is kept once. */
static sqlite3_int64 rule_id(const writer *w, const char *rule) {
  sqlite3_stmt *find = hs_index_use(w->index, w->rc, HS_INDEX_FIND_RULE);
  sqlite3_int64 id = 0;
  if (*w->rc) return 0;
  sqlite3_bind_text(find, 1, rule, -1, SQLITE_STATIC);
  if (hs_index_row(w->index, w->rc, find)) id = sqlite3_column_int64(find, 0);
  sqlite3_reset(find);
  if (id) return id;
  sqlite3_stmt *add = hs_index_use(w->index, w->rc, HS_INDEX_ADD_RULE);
  if (*w->rc) return 0;
  sqlite3_bind_text(add, 1, rule, -1, SQLITE_STATIC);
  hs_index_run(w->index, w->rc, add);
  return sqlite3_last_insert_rowid(w->index->db);
}

/* The name of a field, unless the index has only one. */
static void bind_field(const writer *w, sqlite3_stmt *statement, int parameter, int field) {
  const hs_index_options *options = &w->index->options;
  if (options->headline || options->text_count > 1)
    sqlite3_bind_text(statement, parameter, w->job->fields[field].column, -1, SQLITE_STATIC);
  else
    sqlite3_bind_null(statement, parameter);
}

static void write_quote(writer *w, size_t row) {
  const hs_sql_table *table = hs_index_quotes();
  const hearsay_quote *quote = &hearsay_quotes(w->article->parsed)[row];
  sqlite3_stmt *put = hs_index_use(w->index, w->rc, HS_INDEX_PUT_QUOTE);
  int columns = hs_sql_column_count(table), field = field_of(w, quote->span.start);
  if (*w->rc) return;
  sqlite3_bind_int64(put, 1, w->job->article);
  for (int i = 0; i < columns; i++) {
    hs_sql_value value;
    hs_sql_column(table, w->article, row, i, &value);
    if (i == SPEAKER_ID && value.type == HS_SQL_INTEGER) {
      value.integer = w->people[quote->speaker];
      if (!value.integer) value.type = HS_SQL_NULL;
    }
    if (i == RULE && quote->rule) value = (hs_sql_value){.type = HS_SQL_INTEGER, .integer = rule_id(w, quote->rule)};
    if (i == START || i == BYTE_START || i == MENTION_START || i == CUE_START) shift(w, &value, field, i == BYTE_START);
    if (i == MENTION_LENGTH && field_of(w, quote->mention.start) != field) value.type = HS_SQL_NULL;
    if (i == CUE_LENGTH && field_of(w, quote->cue.start) != field) value.type = HS_SQL_NULL;
    bind(w, put, i + 2, &value, w->starts[field]);
  }
  bind_field(w, put, columns + 2, field);
  hs_index_run(w->index, w->rc, put);
  if (!*w->rc)
    hs_index_add_repeat(w->index, w->rc, sqlite3_last_insert_rowid(w->index->db), w->job->article, quote->words,
                        w->job->bands + row * HS_INDEX_BANDS);
}

static void write_mention(writer *w, size_t row) {
  const hearsay_mention *mention = &hearsay_mentions(w->article->parsed)[row];
  sqlite3_stmt *put = hs_index_use(w->index, w->rc, HS_INDEX_PUT_MENTION);
  int field = field_of(w, mention->span.start);
  if (*w->rc) return;
  hearsay_text words = hearsay_span_text(w->article->parsed, mention->span);
  sqlite3_int64 person = w->people[mention->entity];
  sqlite3_bind_int64(put, 1, w->job->article);
  sqlite3_bind_int64(put, 2, (sqlite3_int64)row + 1);
  sqlite3_bind_text64(put, 3, words.data, words.bytes, SQLITE_STATIC, SQLITE_UTF8);
  sqlite3_bind_text(put, 4, hearsay_label_name(mention->label), -1, SQLITE_STATIC);
  sqlite3_bind_text(put, 5, hearsay_mention_kind_name(mention->kind), -1, SQLITE_STATIC);
  if (person)
    sqlite3_bind_int64(put, 6, person);
  else
    sqlite3_bind_null(put, 6);
  sqlite3_bind_int64(put, 7, (sqlite3_int64)mention->paragraph + 1);
  sqlite3_bind_int64(put, 8, (sqlite3_int64)mention->sentence + 1);
  sqlite3_bind_double(put, 9, mention->confidence);
  bind_field(w, put, 10, field);
  sqlite3_bind_int64(put, 11, (sqlite3_int64)mention->span.start + 1 - w->starts[field]);
  sqlite3_bind_int64(put, 12, (sqlite3_int64)mention->span.end - mention->span.start);
  hs_index_run(w->index, w->rc, put);
}

static void write_rows(hs_index *index, int *rc, const hs_index_job *job) {
  const hs_sql_article article = {.parsed = job->parsed};
  writer w = {.index = index, .rc = rc, .job = job, .article = &article};
  sqlite3_int64 *ids = find_people(index, rc, job->parsed);
  w.people = ids;
  for (int i = 1; !*rc && i < job->field_count; i++) w.starts[i] = character_at(job->parsed, job->fields[i].start);
  for (size_t i = 0; !*rc && i < hearsay_quote_count(job->parsed); i++) write_quote(&w, i);
  for (size_t i = 0; !*rc && i < hearsay_mention_count(job->parsed); i++) write_mention(&w, i);
  sqlite3_free(ids);
}

/* ---- articles ------------------------------------------------------------------------------------------------------------- */

/* Takes away what the tables have of an article, its row in press_article aside. */
static sqlite3_value *take_away(hs_index_work *work, int *rc, sqlite3_int64 article, people *lost) {
  sqlite3_stmt *row = hs_index_use(work->index, rc, HS_INDEX_GET_ARTICLE);
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, article);
  if (!hs_index_row(work->index, rc, row)) return NULL;
  sqlite3_value *date = sqlite3_value_dup(sqlite3_column_value(row, 0));
  if (!date) *rc = SQLITE_NOMEM;
  work->articles--;
  work->failed -= sqlite3_column_int(row, 2);
  work->quotes -= sqlite3_column_int64(row, 3);
  work->mentions -= sqlite3_column_int64(row, 4);
  sqlite3_reset(row);
  count_people(work->index, rc, article, -1, NULL, lost);
  size_t count = 0;
  sqlite3_int64 *groups = hs_index_leave_groups(work->index, rc, article, &count);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_QUOTES, article);
  hs_index_mend_groups(work->index, rc, groups, count);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_MENTIONS, article);
  return date;
}

static const char *failure(int *rc, hearsay_status status) {
  switch (status) {
  case HEARSAY_OK: return NULL;
  case HEARSAY_TOOBIG: return "longer than max_bytes";
  case HEARSAY_INTERNAL: return "matching failed inside pcre2";
  case HEARSAY_CANCELLED: *rc = SQLITE_INTERRUPT; return NULL;
  case HEARSAY_NOMEM:
  case HEARSAY_BAD_OPTION:
  default: *rc = SQLITE_NOMEM; return NULL;
  }
}

static void put_article(hs_index_work *work, int *rc, const hs_index_job *job, const char *error) {
  sqlite3_stmt *put = hs_index_use(work->index, rc, HS_INDEX_PUT_ARTICLE);
  if (*rc) return;
  sqlite3_int64 quotes = error ? 0 : (sqlite3_int64)hearsay_quote_count(job->parsed);
  sqlite3_int64 mentions = error ? 0 : (sqlite3_int64)hearsay_mention_count(job->parsed);
  sqlite3_bind_int64(put, 1, job->article);
  sqlite3_bind_value(put, 2, job->date);
  sqlite3_bind_int64(put, 3, job->hash);
  sqlite3_bind_int64(put, 4, (sqlite3_int64)job->bytes);
  sqlite3_bind_int64(put, 5, quotes);
  sqlite3_bind_int64(put, 6, mentions);
  sqlite3_bind_text(put, 7, error, -1, SQLITE_STATIC);
  hs_index_run(work->index, rc, put);
  work->articles++;
  work->failed += error ? 1 : 0;
  work->quotes += quotes;
  work->mentions += mentions;
}

bool hs_index_same_value(sqlite3_value *a, sqlite3_value *b) {
  int type = sqlite3_value_type(a), bytes;
  if (type != sqlite3_value_type(b)) return false;
  if (type == SQLITE_NULL) return true;
  if (type == SQLITE_INTEGER) return sqlite3_value_int64(a) == sqlite3_value_int64(b);
  if (type == SQLITE_FLOAT) return sqlite3_value_double(a) == sqlite3_value_double(b);
  const void *x = sqlite3_value_blob(a), *y = sqlite3_value_blob(b);
  bytes = sqlite3_value_bytes(a);
  return bytes == sqlite3_value_bytes(b) && (!bytes || memcmp(x, y, (size_t)bytes) == 0);
}

void hs_index_write(hs_index_work *work, int *rc, hs_index_job *job) {
  people lost = {NULL, NULL, 0};
  const char *error = failure(rc, job->status);
  sqlite3_value *date = take_away(work, rc, job->article, &lost);
  if (!*rc && !error) write_rows(work->index, rc, job);
  put_article(work, rc, job, error);
  count_people(work->index, rc, job->article, 1, job->date, &lost);
  if (date) settle_people(work->index, rc, &lost, date, hs_index_same_value(date, job->date));
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_PENDING, job->article);
  sqlite3_value_free(date);
  free_people(&lost);
}

void hs_index_forget(hs_index_work *work, int *rc, sqlite3_int64 article) {
  people lost = {NULL, NULL, 0};
  sqlite3_value *date = take_away(work, rc, article, &lost);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_ARTICLE, article);
  if (date) settle_people(work->index, rc, &lost, date, false);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_PENDING, article);
  sqlite3_value_free(date);
  free_people(&lost);
}

/* The article stays as it was read, on another date. */
void hs_index_redate(hs_index_work *work, int *rc, sqlite3_int64 article, sqlite3_value *old, sqlite3_value *new) {
  people all = {NULL, NULL, 0};
  if (hs_index_same_value(old, new)) return;
  sqlite3_stmt *statement = hs_index_use(work->index, rc, HS_INDEX_DATE_ARTICLE);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, article);
  sqlite3_bind_value(statement, 2, new);
  hs_index_run(work->index, rc, statement);
  count_people(work->index, rc, article, -1, NULL, &all);
  count_people(work->index, rc, article, 1, new, &all);
  settle_people(work->index, rc, &all, old, false);
  free_people(&all);
}

void hs_index_write_counts(hs_index_work *work, int *rc) {
  const struct {
    const char *key;
    sqlite3_int64 number;
  } counts[] = {
      {"articles", work->articles}, {"quotes", work->quotes}, {"mentions", work->mentions}, {"failed", work->failed}};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    sqlite3_stmt *add = counts[i].number ? hs_index_use(work->index, rc, HS_INDEX_ADD_CONFIG) : NULL;
    if (*rc || !add) continue;
    sqlite3_bind_text(add, 1, counts[i].key, -1, SQLITE_STATIC);
    sqlite3_bind_int64(add, 2, counts[i].number);
    hs_index_run(work->index, rc, add);
  }
  work->articles = work->quotes = work->mentions = work->failed = 0;
}
