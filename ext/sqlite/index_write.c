/*
** index_write.c: what was read in an article goes into the tables, in place of what was there of it.
*/
#include "sqlite/index.h"

#include <string.h>

/* ---- rows ----------------------------------------------------------------------------------------------------------------- */

enum { LONG_MENTION = 20 }; /* bytes */

/* An article whose rows are being written. */
typedef struct writer {
  hs_index_work *work;
  hs_index *index;
  int *rc;
  const hs_index_job *job;
  const hearsay_article *parsed;
  sqlite3_int64 first_id;                   /* of the article's quotations */
  const sqlite3_int64 *people;              /* person_id of each entity, 0 of those without a name */
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

/* Whether words are an entity's own name, and so need no text of their own. */
static bool is_name(const writer *w, hearsay_text words, uint32_t entity) {
  if (entity == HEARSAY_NONE) return false;
  hearsay_text name = hearsay_entities(w->parsed)[entity].name;
  return words.bytes == name.bytes && memcmp(words.data, name.data, name.bytes) == 0 &&
         !memchr(name.data, 0, name.bytes);
}

static hearsay_text words_of(const writer *w, hearsay_span span) {
  return span.start < span.end ? hearsay_span_text(w->parsed, span) : (hearsay_text){NULL, 0};
}

/* A quotation as its row is written. Numbers of texts and people: 0 for none. */
typedef struct said {
  const hearsay_quote *quote;
  int field;
  size_t byte, bytes; /* in the article's text */
  sqlite3_int64 person, source, cue, rule;
  hearsay_text mention; /* words that stand in the row itself; NULL: mention_id says which */
  sqlite3_int64 mention_id;
  bool mentioned;
  char *spans; /* to be freed */
} said;

/* The pieces of a quotation in their field: "3,14;30,9", start and length of each. NULL: there is one. */
static char *make_spans(const writer *w, const hearsay_quote *quote, uint32_t start) {
  if (quote->span_count < 2) return NULL;
  sqlite3_str *spans = sqlite3_str_new(w->index->db);
  for (size_t i = 0; i < quote->span_count; i++)
    sqlite3_str_appendf(spans, "%s%u,%u", i ? ";" : "", quote->spans[i].start - start + 1,
                        quote->spans[i].end - quote->spans[i].start);
  hs_index_check(w->index, w->rc, sqlite3_str_errcode(spans));
  return sqlite3_str_finish(spans);
}

/*
** Who is quoted: a person, or the words of a source without a name. Long mentions ("Ann Lee, who has led the harbour board
** since May") seldom come again, and stand in the row itself.
*/
static void find_speaker(const writer *w, said *s) {
  const hearsay_quote *quote = s->quote;
  hearsay_text words = words_of(w, quote->mention);
  if (quote->speaker != HEARSAY_NONE) {
    s->person = w->people[quote->speaker];
    if (!s->person) s->source = hs_index_text_id(w->work, w->rc, hearsay_entities(w->parsed)[quote->speaker].name);
  }
  s->mentioned = words.data;
  if (!words.data || is_name(w, words, quote->speaker)) return;
  if (words.bytes > LONG_MENTION && !memchr(words.data, 0, words.bytes))
    s->mention = words;
  else
    s->mention_id = hs_index_text_id(w->work, w->rc, words);
}

static void find_said(const writer *w, const hearsay_quote *quote, said *s) {
  *s = (said){.quote = quote, .field = field_of(w, quote->span.start)};
  s->byte = hearsay_byte_offset(w->parsed, quote->span.start);
  s->bytes = hearsay_byte_offset(w->parsed, quote->span.end) - s->byte;
  find_speaker(w, s);
  s->cue = hs_index_text_id(w->work, w->rc, words_of(w, quote->cue));
  if (quote->rule) s->rule = hs_index_text_id(w->work, w->rc, (hearsay_text){quote->rule, strlen(quote->rule)});
  s->spans = make_spans(w, quote, w->starts[s->field]);
}

static void result_id(sqlite3_context *context, sqlite3_int64 id) {
  if (id) sqlite3_result_int64(context, id);
}

static void result_number(sqlite3_context *context, uint32_t number) {
  if (number != HEARSAY_NONE) sqlite3_result_int64(context, (sqlite3_int64)number + 1);
}

static void result_mention(sqlite3_context *context, const said *s) {
  if (s->mention.data)
    sqlite3_result_text64(context, s->mention.data, s->mention.bytes, SQLITE_STATIC, SQLITE_UTF8);
  else if (s->mentioned)
    sqlite3_result_int64(context, s->mention_id);
}

/* Where a span of a quotation begins, from where the quotation does; NULL when there is none in the same field. */
static void result_distance(sqlite3_context *context, const writer *w, const said *s, hearsay_span span) {
  if (span.start < span.end && field_of(w, span.start) == s->field)
    sqlite3_result_int64(context, (sqlite3_int64)span.start - (sqlite3_int64)s->quote->span.start);
}

/* The columns of press_said (index_schema.c). */
static void said_column(const hs_index_rows *rows, size_t row, int column, sqlite3_context *context) {
  const writer *w = rows->more;
  const said *s = (const said *)rows->items + row;
  const hearsay_quote *quote = s->quote;
  const hs_index_field *field = &w->job->fields[s->field];
  sqlite3_int64 start = quote->span.start - w->starts[s->field], length = quote->span.end - quote->span.start;
  switch (column) {
  case 0: sqlite3_result_int64(context, w->first_id + (sqlite3_int64)row); break;
  case 1: sqlite3_result_int64(context, w->job->article); break;
  case 2: sqlite3_result_text64(context, quote->words.data, quote->words.bytes, SQLITE_STATIC, SQLITE_UTF8); break;
  case 3: result_id(context, s->person); break;
  case 4: result_id(context, s->source); break;
  case 5: result_mention(context, s); break;
  case 6: result_distance(context, w, s, quote->mention); break;
  case 7: result_id(context, s->cue); break;
  case 8: result_distance(context, w, s, quote->cue); break;
  case 9: sqlite3_result_int64(context, hs_index_quote_code(quote, field->number)); break;
  case 10: result_number(context, quote->paragraph); break;
  case 11: result_number(context, quote->sentence); break;
  case 12: result_id(context, s->rule); break;
  case 13: sqlite3_result_int64(context, start + 1); break;
  case 14: sqlite3_result_int64(context, length); break;
  case 15: sqlite3_result_int64(context, (sqlite3_int64)(s->byte - field->start) - start); break;
  case 16: sqlite3_result_int64(context, (sqlite3_int64)s->bytes - length); break;
  case 17:
    if (s->spans) sqlite3_result_text(context, s->spans, -1, SQLITE_STATIC);
    break;
  default: break;
  }
}

static void write_quotes(const writer *w) {
  const uint64_t *runs = w->job->runs;
  size_t count = hearsay_quote_count(w->parsed), found = 0;
  if (*w->rc) return;
  said *all = sqlite3_malloc64((count + 1) * sizeof *all);
  if (!all) {
    *w->rc = SQLITE_NOMEM;
    return;
  }
  for (; !*w->rc && found < count; found++) {
    const hs_index_sketch *sketch = &w->job->sketches[found];
    find_said(w, &hearsay_quotes(w->parsed)[found], &all[found]);
    hs_index_add_sketch(w->work, w->rc, w->first_id, found, sketch, runs);
    if (sketch->runs) runs += sketch->runs;
  }
  hs_index_put_rows(w->index, w->rc, HS_INDEX_PUT_SAID, &(hs_index_rows){said_column, all, found, w});
  for (size_t i = 0; i < found; i++) sqlite3_free(all[i].spans);
  sqlite3_free(all);
}

/* `first`: number of the part's first mention, from 0. */
static void write_part(const writer *w, const hs_index_part *part, size_t first) {
  sqlite3_stmt *put = part->count ? hs_index_use(w->index, w->rc, HS_INDEX_PUT_PLACES) : NULL;
  if (*w->rc || !put) return;
  sqlite3_bind_int64(put, 1, w->job->article);
  sqlite3_bind_int64(put, 2, (sqlite3_int64)first + 1);
  sqlite3_bind_int(put, 3, part->count);
  sqlite3_bind_int(put, 4, part->field);
  sqlite3_bind_int64(put, 5, part->start);
  sqlite3_bind_int64(put, 6, part->sentence);
  sqlite3_bind_int64(put, 7, part->paragraph);
  sqlite3_bind_text64(put, 8, part->places, part->bytes, SQLITE_STATIC, SQLITE_UTF8);
  hs_index_run(w->index, w->rc, put);
}

static hs_index_place place_of(const writer *w, const hearsay_mention *mention) {
  int field = field_of(w, mention->span.start);
  hearsay_text words = hearsay_span_text(w->parsed, mention->span);
  sqlite3_int64 person = w->people[mention->entity];
  return (hs_index_place){
      .person = person,
      .text = person && is_name(w, words, mention->entity) ? 0 : hs_index_text_id(w->work, w->rc, words),
      .start = (sqlite3_int64)mention->span.start + 1 - w->starts[field],
      .sentence = (sqlite3_int64)mention->sentence + 1,
      .paragraph = (sqlite3_int64)mention->paragraph + 1,
      .code = hs_index_mention_code(mention),
      .field = w->job->fields[field].number};
}

static void write_mentions(const writer *w) {
  size_t count = hearsay_mention_count(w->parsed), first = 0;
  hs_index_part part = {.count = 0};
  for (size_t i = 0; !*w->rc && i < count; i++) {
    hs_index_place place = place_of(w, &hearsay_mentions(w->parsed)[i]);
    if (hs_index_part_add(&part, &place)) continue;
    write_part(w, &part, first);
    part.count = 0;
    first = i;
    if (!hs_index_part_add(&part, &place)) hs_index_fail(w->index, w->rc, "there are too many people or texts");
  }
  write_part(w, &part, first);
}

/* Who is mentioned and quoted in the article that was read. */
static void find_counts(const writer *w, hs_index_people *all) {
  for (size_t i = 0; i < hearsay_mention_count(w->parsed); i++) {
    uint32_t entity = hearsay_mentions(w->parsed)[i].entity;
    hs_index_add_person(w->rc, all, w->people[entity], 1, 0);
    if (!*w->rc && w->people[entity]) all->items[all->count - 1].entity = entity + 1;
  }
  for (size_t i = 0; i < hearsay_quote_count(w->parsed); i++) {
    uint32_t speaker = hearsay_quotes(w->parsed)[i].speaker;
    if (speaker != HEARSAY_NONE) hs_index_add_person(w->rc, all, w->people[speaker], 0, 1);
  }
  hs_index_sum_people(all);
}

/* The id of the article's first quotation. */
static sqlite3_int64 next_id(hs_index *index, int *rc, sqlite3_int64 quotes) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_LAST_SAID);
  sqlite3_int64 last = hs_index_row(index, rc, row) ? sqlite3_column_int64(row, 0) : 0;
  if (row) sqlite3_reset(row);
  if (last < 0 || last > INT64_MAX - quotes - 1)
    hs_index_fail(index, rc, "press_said has a quotation %lld: run 'rebuild'", last);
  return *rc ? 0 : last + 1;
}

static void write_rows(hs_index_work *work, int *rc, const hs_index_job *job, sqlite3_int64 first_id,
                       hs_index_people *all) {
  sqlite3_int64 *ids = hs_index_find_people(work, rc, job->parsed);
  writer w = {.work = work, .index = work->index, .rc = rc, .job = job, .parsed = job->parsed, .people = ids};
  w.first_id = first_id;
  for (int i = 1; !*rc && i < job->field_count; i++) w.starts[i] = character_at(job->parsed, job->fields[i].start);
  write_quotes(&w);
  if (!*rc) write_mentions(&w);
  if (!*rc) find_counts(&w, all);
  sqlite3_free(ids);
}

/* ---- articles ------------------------------------------------------------------------------------------------------------- */

/* A count in a row; whatever somebody has put there, it can be added up. */
static sqlite3_int64 count_at(sqlite3_stmt *row, int column) {
  sqlite3_int64 count = sqlite3_column_int64(row, column);
  return count < 0 || count > INT32_MAX ? 0 : count;
}

/* People and groups as they are after all that was taken away and put there. */
static void settle(hs_index_work *work, int *rc) {
  hs_index_write_appearances(work, rc);
  hs_index_settle_people(work, rc);
  hs_index_settle_groups(work, rc);
}

/* Before an article of the index changes: what is kept back and may be of it, or is too much, is written. */
static void make_way(hs_index_work *work, int *rc, sqlite3_int64 article) {
  enum { MOST_NOTED = 1024 * 1024 };
  bool again = article <= work->last;
  if (again || work->left.count > MOST_NOTED || work->groups.count > MOST_NOTED) settle(work, rc);
  if (again || work->torn.count > MOST_NOTED) hs_index_write_repeats(work, rc);
}

/* Takes away what the tables have of an article, its row in press_article aside. Returns the date it had. */
static sqlite3_value *take_away(hs_index_work *work, int *rc, sqlite3_int64 article, hs_index_people *old) {
  hs_index *index = work->index;
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_ARTICLE);
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, article);
  if (!hs_index_row(index, rc, row)) return NULL;
  sqlite3_value *date = sqlite3_value_dup(sqlite3_column_value(row, 0));
  if (!date) *rc = SQLITE_NOMEM;
  work->articles--;
  work->failed -= sqlite3_column_int(row, 2);
  work->quotes -= count_at(row, 3);
  work->mentions -= count_at(row, 4);
  sqlite3_reset(row);
  make_way(work, rc, article);
  hs_index_load_people(index, rc, article, old);
  hs_index_count(index, rc, HS_INDEX_COUNT_PERSON, old, -1, NULL);
  hs_index_count_groups(work, rc, old, -1, NULL);
  hs_index_take_appearances(work, rc, old, article);
  hs_index_leave_groups(work, rc, article);
  hs_index_run_with(index, rc, HS_INDEX_DELETE_SAID, article);
  hs_index_run_with(index, rc, HS_INDEX_DELETE_PLACES, article);
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

/* The row comes before the quotations: those who look at them find their article. Returns the id of the first quotation. */
static sqlite3_int64 put_article(hs_index_work *work, int *rc, const hs_index_job *job, const char *error) {
  sqlite3_int64 quotes = *rc || error ? 0 : (sqlite3_int64)hearsay_quote_count(job->parsed);
  sqlite3_int64 mentions = *rc || error ? 0 : (sqlite3_int64)hearsay_mention_count(job->parsed);
  sqlite3_int64 first_id = quotes ? next_id(work->index, rc, quotes) : 0;
  sqlite3_stmt *put = hs_index_use(work->index, rc, HS_INDEX_PUT_ARTICLE);
  if (*rc) return 0;
  sqlite3_bind_int64(put, 1, job->article);
  sqlite3_bind_value(put, 2, job->date);
  sqlite3_bind_int64(put, 3, job->hash);
  sqlite3_bind_int64(put, 4, (sqlite3_int64)job->bytes);
  sqlite3_bind_int64(put, 5, quotes);
  sqlite3_bind_int64(put, 6, mentions);
  sqlite3_bind_text(put, 7, error, -1, SQLITE_STATIC);
  if (quotes)
    sqlite3_bind_int64(put, 8, first_id);
  else
    sqlite3_bind_null(put, 8);
  hs_index_run(work->index, rc, put);
  work->articles++;
  work->failed += error ? 1 : 0;
  work->quotes += quotes;
  work->mentions += mentions;
  return first_id;
}

int hs_index_compare_values(sqlite3_value *a, sqlite3_value *b) {
  if (sqlite3_value_type(a) == SQLITE_INTEGER) {
    sqlite3_int64 x = sqlite3_value_int64(a), y = sqlite3_value_int64(b);
    return x < y ? -1 : x > y;
  }
  const void *x = sqlite3_value_blob(a), *y = sqlite3_value_blob(b);
  int bytes = sqlite3_value_bytes(a), others = sqlite3_value_bytes(b), least = bytes < others ? bytes : others;
  int order = least ? memcmp(x, y, (size_t)least) : 0;
  return order ? order : (bytes > others) - (bytes < others);
}

bool hs_index_same_value(sqlite3_value *a, sqlite3_value *b) {
  int type = sqlite3_value_type(a);
  if (type != sqlite3_value_type(b)) return false;
  if (type == SQLITE_NULL) return true;
  if (type == SQLITE_FLOAT) return sqlite3_value_double(a) == sqlite3_value_double(b);
  return hs_index_compare_values(a, b) == 0;
}

void hs_index_write(hs_index_work *work, int *rc, hs_index_job *job) {
  hs_index_people old = {NULL, 0, 0}, new = {NULL, 0, 0};
  const char *error = failure(rc, job->status);
  sqlite3_value *date = take_away(work, rc, job->article, &old);
  sqlite3_int64 first_id = put_article(work, rc, job, error);
  if (!*rc && !error) write_rows(work, rc, job, first_id, &new);
  hs_index_count_groups(work, rc, &new, 1, job->date);
  hs_index_add_appearances(work, rc, &new, job);
  hs_index_note_change(work, rc, job->article, &old);
  if (date) hs_index_note_left(work, rc, &old, &new, date, hs_index_same_value(date, job->date));
  if (job->article > work->last) work->last = job->article;
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_PENDING, job->article);
  sqlite3_value_free(date);
  sqlite3_free(old.items);
  sqlite3_free(new.items);
}

void hs_index_forget(hs_index_work *work, int *rc, sqlite3_int64 article) {
  hs_index_people old = {NULL, 0, 0}, none = {NULL, 0, 0};
  sqlite3_value *date = take_away(work, rc, article, &old);
  hs_index_note_change(work, rc, article, &old);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_ARTICLE, article);
  if (date) hs_index_note_left(work, rc, &old, &none, date, false);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_PENDING, article);
  sqlite3_value_free(date);
  sqlite3_free(old.items);
}

/* The article stays as it was read, on another date. */
void hs_index_redate(hs_index_work *work, int *rc, sqlite3_int64 article, sqlite3_value *old, sqlite3_value *new) {
  hs_index_people all = {NULL, 0, 0};
  if (hs_index_same_value(old, new)) return;
  make_way(work, rc, article);
  sqlite3_stmt *statement = hs_index_use(work->index, rc, HS_INDEX_DATE_ARTICLE);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, article);
  sqlite3_bind_value(statement, 2, new);
  hs_index_run(work->index, rc, statement);
  hs_index_load_people(work->index, rc, article, &all);
  hs_index_count(work->index, rc, HS_INDEX_COUNT_PERSON, &all, -1, NULL);
  hs_index_count(work->index, rc, HS_INDEX_COUNT_PERSON, &all, 1, new);
  hs_index_count_groups(work, rc, &all, -1, NULL);
  hs_index_count_groups(work, rc, &all, 1, new);
  hs_index_note_left(work, rc, &all, &all, old, false);
  sqlite3_free(all.items);
}

static void write_counts(hs_index_work *work, int *rc) {
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

void hs_index_finish(hs_index_work *work, int *rc) {
  settle(work, rc);
  hs_index_write_repeats(work, rc);
  write_counts(work, rc);
  hs_index_close_appearances(work);
  hs_index_close_repeats(work);
  sqlite3_free(work->torn.items);
  sqlite3_free(work->left.items);
  sqlite3_free(work->undated.items);
  sqlite3_free(work->groups.items);
  hs_index_cache_close(work->cache);
  work->cache = NULL;
}
