/*
** index_write.c: what was read in an article goes into the tables, in place of what was there of it.
**
** People are counted as differences: what the article's old rows have counted is taken off, what its new rows count is
** added. First and last dates are looked for anew only when the article that had them has lost the person.
*/
#include "sqlite/index.h"

#include <stdlib.h>
#include <string.h>

/* ---- people --------------------------------------------------------------------------------------------------------------- */

/* A person of an article, and how often the article mentions and quotes it. */
typedef struct counted {
  sqlite3_int64 person;
  sqlite3_int64 mentions, quotes;
} counted;

/* The people of an article, in the order of their ids once they are settled. */
typedef struct people {
  counted *items;
  size_t count, room;
} people;

static void add_person(int *rc, people *all, sqlite3_int64 person, int mentions, int quotes) {
  if (*rc || !person) return;
  if (all->count == all->room) {
    size_t room = all->room ? all->room * 2 : 64;
    counted *items = sqlite3_realloc64(all->items, room * sizeof *items);
    if (!items) {
      *rc = SQLITE_NOMEM;
      return;
    }
    all->items = items;
    all->room = room;
  }
  all->items[all->count++] = (counted){person, mentions, quotes};
}

static int compare_people(const void *a, const void *b) {
  sqlite3_int64 x = ((const counted *)a)->person, y = ((const counted *)b)->person;
  return x < y ? -1 : x > y;
}

/* One item a person. */
static void sum_people(people *all) {
  size_t kept = 0;
  if (all->count) qsort(all->items, all->count, sizeof *all->items, compare_people);
  for (size_t i = 0; i < all->count; i++) {
    counted *last = kept ? &all->items[kept - 1] : NULL;
    if (last && last->person == all->items[i].person) {
      last->mentions += all->items[i].mentions;
      last->quotes += all->items[i].quotes;
    } else {
      all->items[kept++] = all->items[i];
    }
  }
  all->count = kept;
}

static bool has_person(const people *all, sqlite3_int64 person) {
  counted wanted = {.person = person};
  return all->count && bsearch(&wanted, all->items, all->count, sizeof wanted, compare_people);
}

/* Adds `sign` times what an article counts to its people. */
static void count_people(hs_index *index, int *rc, const people *all, int sign, sqlite3_value *date) {
  for (size_t i = 0; !*rc && i < all->count; i++) {
    sqlite3_stmt *count = hs_index_use(index, rc, HS_INDEX_COUNT_PERSON);
    if (*rc) break;
    sqlite3_bind_int64(count, 1, all->items[i].person);
    sqlite3_bind_int64(count, 2, sign);
    sqlite3_bind_int64(count, 3, sign * all->items[i].mentions);
    sqlite3_bind_int64(count, 4, sign * all->items[i].quotes);
    if (date)
      sqlite3_bind_value(count, 5, date);
    else
      sqlite3_bind_null(count, 5);
    hs_index_run(index, rc, count);
  }
}

/* People of a row of press_place. */
static void add_places(hs_index *index, int *rc, sqlite3_stmt *row, sqlite3_int64 article, people *all) {
  const char *at = (const char *)sqlite3_column_text(row, 0);
  const char *end = at ? at + sqlite3_column_bytes(row, 0) : NULL;
  hs_index_place place;
  while (at && at < end && hs_index_place_next(&at, end, &place)) add_person(rc, all, place.person, 1, 0);
  if (at == end && at) return;
  hs_index_fail(index, rc, "press_place has a broken row of article %lld: run 'rebuild'", article);
  if (*rc == SQLITE_ERROR) *rc = SQLITE_CORRUPT_VTAB;
}

/* The people of an article as the tables have them. */
static void load_people(hs_index *index, int *rc, sqlite3_int64 article, people *all) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_PLACES_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) add_places(index, rc, row, article, all);
  sqlite3_reset(row);
  row = hs_index_use(index, rc, HS_INDEX_SPEAKERS_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) add_person(rc, all, sqlite3_column_int64(row, 0), 0, 1);
  sqlite3_reset(row);
  sum_people(all);
}

/* ---- appearances ---------------------------------------------------------------------------------------------------------- */

/* They lie in the order of people, so that each article's would be written all over the table: many are sorted first. */
enum { MOST_APPEARANCES = 512 * 1024 };

static int compare_appearances(const void *a, const void *b) {
  const hs_index_appearance *x = a, *y = b;
  if (x->person != y->person) return x->person < y->person ? -1 : 1;
  return x->article < y->article ? -1 : x->article > y->article;
}

static void change_appearance(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 person,
                              sqlite3_int64 article) {
  sqlite3_stmt *statement = hs_index_use(index, rc, which);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, person);
  sqlite3_bind_int64(statement, 2, article);
  hs_index_run(index, rc, statement);
}

static void write_appearances(hs_index_work *work, int *rc) {
  hs_index_appearance *all = work->appearances;
  if (work->appearance_count) qsort(all, work->appearance_count, sizeof *all, compare_appearances);
  for (size_t i = 0; !*rc && i < work->appearance_count; i++)
    change_appearance(work->index, rc, HS_INDEX_PUT_APPEARANCE, all[i].person, all[i].article);
  work->appearance_count = 0;
}

static void add_appearance(hs_index_work *work, int *rc, sqlite3_int64 person, sqlite3_int64 article) {
  if (work->appearance_count == MOST_APPEARANCES) write_appearances(work, rc);
  if (*rc) return;
  if (work->appearance_count == work->appearance_room) {
    size_t room = work->appearance_room ? work->appearance_room * 2 : 256;
    hs_index_appearance *more = sqlite3_realloc64(work->appearances, room * sizeof *more);
    if (!more) {
      *rc = SQLITE_NOMEM;
      return;
    }
    work->appearances = more;
    work->appearance_room = room;
  }
  work->appearances[work->appearance_count++] = (hs_index_appearance){person, article};
}

/*
** People that an article had and has no more, or has on another date: those that are in no other go, and others may have
** lost their first or last date.
*/
static void settle_people(hs_index_work *work, int *rc, const people *old, const people *new, sqlite3_value *date,
                          bool same_date) {
  hs_index *index = work->index;
  for (size_t i = 0; !*rc && i < old->count; i++) {
    sqlite3_int64 person = old->items[i].person;
    if (same_date && has_person(new, person)) continue;
    sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_PERSON);
    if (*rc) return;
    sqlite3_bind_int64(row, 1, person);
    sqlite3_bind_value(row, 2, date);
    if (!hs_index_row(index, rc, row)) continue;
    bool is_gone = sqlite3_column_int64(row, 0) <= 0;
    bool had_end = sqlite3_column_int(row, 1) && sqlite3_value_type(date) != SQLITE_NULL;
    sqlite3_reset(row);
    if (is_gone) {
      hs_index_run_with(index, rc, HS_INDEX_PART_PEOPLE, person);
      hs_index_run_with(index, rc, HS_INDEX_DELETE_PERSON, person);
    } else if (had_end) {
      write_appearances(work, rc);
      hs_index_run_with(index, rc, HS_INDEX_DATE_PERSON, person);
    }
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

enum { LONG_MENTION = 20 }; /* bytes */

/* An article whose rows are being written. */
typedef struct writer {
  hs_index *index;
  int *rc;
  const hs_index_job *job;
  const hearsay_article *parsed;
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

/* Characters as SQLite's substr counts them. */
static sqlite3_int64 count_characters(hearsay_text text) {
  sqlite3_int64 count = 0;
  for (size_t i = 0; i < text.bytes; count++)
    if ((unsigned char)text.data[i++] >= 0xC0)
      while (i < text.bytes && ((unsigned char)text.data[i] & 0xC0) == 0x80) i++;
  return count;
}

/* The number of a text in press_text; 0 of none. */
static sqlite3_int64 text_id(const writer *w, hearsay_text text) {
  sqlite3_stmt *find = text.data ? hs_index_use(w->index, w->rc, HS_INDEX_FIND_TEXT) : NULL;
  sqlite3_int64 id = 0;
  if (*w->rc || !find) return 0;
  sqlite3_bind_text64(find, 1, text.data, text.bytes, SQLITE_STATIC, SQLITE_UTF8);
  if (hs_index_row(w->index, w->rc, find)) id = sqlite3_column_int64(find, 0);
  sqlite3_reset(find);
  if (id) return id;
  sqlite3_stmt *add = hs_index_use(w->index, w->rc, HS_INDEX_ADD_TEXT);
  if (*w->rc) return 0;
  sqlite3_bind_text64(add, 1, text.data, text.bytes, SQLITE_STATIC, SQLITE_UTF8);
  if (memchr(text.data, 0, text.bytes))
    sqlite3_bind_int64(add, 2, count_characters(text));
  else
    sqlite3_bind_null(add, 2);
  hs_index_run(w->index, w->rc, add);
  return sqlite3_last_insert_rowid(w->index->db);
}

static void bind_text_id(const writer *w, sqlite3_stmt *statement, int parameter, hearsay_text text) {
  sqlite3_int64 id = text_id(w, text);
  if (id)
    sqlite3_bind_int64(statement, parameter, id);
  else
    sqlite3_bind_null(statement, parameter);
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

static void bind_id(sqlite3_stmt *statement, int parameter, uint32_t number) {
  if (number == HEARSAY_NONE)
    sqlite3_bind_null(statement, parameter);
  else
    sqlite3_bind_int64(statement, parameter, (sqlite3_int64)number + 1);
}

/* Where a span of a quotation begins, from where the quotation does; NULL when there is none in the same field. */
static void bind_distance(const writer *w, sqlite3_stmt *statement, int parameter, hearsay_span span,
                          const hearsay_quote *quote) {
  if (span.start >= span.end || field_of(w, span.start) != field_of(w, quote->span.start))
    sqlite3_bind_null(statement, parameter);
  else
    sqlite3_bind_int64(statement, parameter, (sqlite3_int64)span.start - (sqlite3_int64)quote->span.start);
}

/* The pieces of a quotation in their field: "3,14;30,9", start and length of each. */
static void bind_spans(const writer *w, sqlite3_stmt *statement, int parameter, const hearsay_quote *quote,
                       uint32_t start) {
  if (quote->span_count < 2) {
    sqlite3_bind_null(statement, parameter);
    return;
  }
  sqlite3_str *spans = sqlite3_str_new(w->index->db);
  for (size_t i = 0; i < quote->span_count; i++)
    sqlite3_str_appendf(spans, "%s%u,%u", i ? ";" : "", quote->spans[i].start - start + 1,
                        quote->spans[i].end - quote->spans[i].start);
  int code = sqlite3_str_errcode(spans);
  char *text = sqlite3_str_finish(spans);
  hs_index_check(w->index, w->rc, code);
  if (*w->rc)
    sqlite3_free(text);
  else
    sqlite3_bind_text(statement, parameter, text, -1, sqlite3_free);
}

/*
** Who is quoted: a person, or the words of a source without a name. Long mentions ("Ann Lee, who has led the harbour board
** since May") seldom come again, and stand in the row itself.
*/
static void bind_speaker(const writer *w, sqlite3_stmt *put, const hearsay_quote *quote) {
  hearsay_text words = words_of(w, quote->mention), name = {NULL, 0};
  sqlite3_int64 person = 0;
  if (quote->speaker != HEARSAY_NONE) {
    name = hearsay_entities(w->parsed)[quote->speaker].name;
    person = w->people[quote->speaker];
  }
  if (person) {
    sqlite3_bind_int64(put, 4, person);
    sqlite3_bind_null(put, 5);
  } else {
    sqlite3_bind_null(put, 4);
    bind_text_id(w, put, 5, name);
  }
  if (words.data && is_name(w, words, quote->speaker))
    sqlite3_bind_int64(put, 6, 0);
  else if (words.bytes > LONG_MENTION && !memchr(words.data, 0, words.bytes))
    sqlite3_bind_text64(put, 6, words.data, words.bytes, SQLITE_STATIC, SQLITE_UTF8);
  else
    bind_text_id(w, put, 6, words);
}

static void write_quote(writer *w, size_t row) {
  const hearsay_quote *quote = &hearsay_quotes(w->parsed)[row];
  sqlite3_stmt *put = hs_index_use(w->index, w->rc, HS_INDEX_PUT_SAID);
  if (*w->rc) return;
  int field = field_of(w, quote->span.start);
  sqlite3_int64 start = quote->span.start - w->starts[field], length = quote->span.end - quote->span.start;
  size_t byte = hearsay_byte_offset(w->parsed, quote->span.start);
  size_t bytes = hearsay_byte_offset(w->parsed, quote->span.end) - byte;
  sqlite3_bind_int64(put, 1, w->job->article);
  sqlite3_bind_int64(put, 2, (sqlite3_int64)row + 1);
  sqlite3_bind_text64(put, 3, quote->words.data, quote->words.bytes, SQLITE_STATIC, SQLITE_UTF8);
  bind_speaker(w, put, quote);
  bind_distance(w, put, 7, quote->mention, quote);
  bind_text_id(w, put, 8, words_of(w, quote->cue));
  bind_distance(w, put, 9, quote->cue, quote);
  sqlite3_bind_int64(put, 10, hs_index_quote_code(quote, w->job->fields[field].number));
  bind_id(put, 11, quote->paragraph);
  bind_id(put, 12, quote->sentence);
  bind_text_id(w, put, 13, quote->rule ? (hearsay_text){quote->rule, strlen(quote->rule)} : (hearsay_text){NULL, 0});
  sqlite3_bind_int64(put, 14, start + 1);
  sqlite3_bind_int64(put, 15, length);
  sqlite3_bind_int64(put, 16, (sqlite3_int64)(byte - w->job->fields[field].start) - start);
  sqlite3_bind_int64(put, 17, (sqlite3_int64)bytes - length);
  bind_spans(w, put, 18, quote, w->starts[field]);
  hs_index_run(w->index, w->rc, put);
  if (!*w->rc)
    hs_index_add_repeat(w->index, w->rc, sqlite3_last_insert_rowid(w->index->db), w->job->article, quote->words,
                        w->job->bands + row * HS_INDEX_BANDS);
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
  return (hs_index_place){.person = person,
                          .text = person && is_name(w, words, mention->entity) ? 0 : text_id(w, words),
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
static void find_counts(const writer *w, people *all) {
  for (size_t i = 0; i < hearsay_mention_count(w->parsed); i++)
    add_person(w->rc, all, w->people[hearsay_mentions(w->parsed)[i].entity], 1, 0);
  for (size_t i = 0; i < hearsay_quote_count(w->parsed); i++) {
    uint32_t speaker = hearsay_quotes(w->parsed)[i].speaker;
    if (speaker != HEARSAY_NONE) add_person(w->rc, all, w->people[speaker], 0, 1);
  }
  sum_people(all);
}

static void write_rows(hs_index *index, int *rc, const hs_index_job *job, people *all) {
  sqlite3_int64 *ids = find_people(index, rc, job->parsed);
  writer w = {.index = index, .rc = rc, .job = job, .parsed = job->parsed, .people = ids};
  for (int i = 1; !*rc && i < job->field_count; i++) w.starts[i] = character_at(job->parsed, job->fields[i].start);
  for (size_t i = 0; !*rc && i < hearsay_quote_count(job->parsed); i++) write_quote(&w, i);
  if (!*rc) write_mentions(&w);
  if (!*rc) find_counts(&w, all);
  sqlite3_free(ids);
}

/* ---- articles ------------------------------------------------------------------------------------------------------------- */

/* Takes away what the tables have of an article, its row in press_article aside. Returns the date it had. */
static sqlite3_value *take_away(hs_index_work *work, int *rc, sqlite3_int64 article, people *old) {
  hs_index *index = work->index;
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_ARTICLE);
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, article);
  if (!hs_index_row(index, rc, row)) return NULL;
  sqlite3_value *date = sqlite3_value_dup(sqlite3_column_value(row, 0));
  if (!date) *rc = SQLITE_NOMEM;
  work->articles--;
  work->failed -= sqlite3_column_int(row, 2);
  work->quotes -= sqlite3_column_int64(row, 3);
  work->mentions -= sqlite3_column_int64(row, 4);
  sqlite3_reset(row);
  write_appearances(work, rc);
  load_people(index, rc, article, old);
  count_people(index, rc, old, -1, NULL);
  for (size_t i = 0; i < old->count; i++)
    change_appearance(index, rc, HS_INDEX_DELETE_APPEARANCE, old->items[i].person, article);
  size_t count = 0;
  sqlite3_int64 *groups = hs_index_leave_groups(index, rc, article, &count);
  hs_index_run_with(index, rc, HS_INDEX_DELETE_SAID, article);
  hs_index_mend_groups(index, rc, groups, count);
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

static void add_appearances(hs_index_work *work, int *rc, const people *all, sqlite3_int64 article) {
  for (size_t i = 0; !*rc && i < all->count; i++) add_appearance(work, rc, all->items[i].person, article);
}

void hs_index_write(hs_index_work *work, int *rc, hs_index_job *job) {
  people old = {NULL, 0, 0}, new = {NULL, 0, 0};
  const char *error = failure(rc, job->status);
  sqlite3_value *date = take_away(work, rc, job->article, &old);
  if (!*rc && !error) write_rows(work->index, rc, job, &new);
  put_article(work, rc, job, error);
  count_people(work->index, rc, &new, 1, job->date);
  add_appearances(work, rc, &new, job->article);
  if (date) settle_people(work, rc, &old, &new, date, hs_index_same_value(date, job->date));
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_PENDING, job->article);
  sqlite3_value_free(date);
  sqlite3_free(old.items);
  sqlite3_free(new.items);
}

void hs_index_forget(hs_index_work *work, int *rc, sqlite3_int64 article) {
  people old = {NULL, 0, 0}, none = {NULL, 0, 0};
  sqlite3_value *date = take_away(work, rc, article, &old);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_ARTICLE, article);
  if (date) settle_people(work, rc, &old, &none, date, false);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_PENDING, article);
  sqlite3_value_free(date);
  sqlite3_free(old.items);
}

/* The article stays as it was read, on another date. */
void hs_index_redate(hs_index_work *work, int *rc, sqlite3_int64 article, sqlite3_value *old, sqlite3_value *new) {
  people all = {NULL, 0, 0};
  if (hs_index_same_value(old, new)) return;
  sqlite3_stmt *statement = hs_index_use(work->index, rc, HS_INDEX_DATE_ARTICLE);
  if (*rc) return;
  sqlite3_bind_int64(statement, 1, article);
  sqlite3_bind_value(statement, 2, new);
  hs_index_run(work->index, rc, statement);
  load_people(work->index, rc, article, &all);
  count_people(work->index, rc, &all, -1, NULL);
  count_people(work->index, rc, &all, 1, new);
  settle_people(work, rc, &all, &all, old, false);
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
  write_appearances(work, rc);
  write_counts(work, rc);
  sqlite3_free(work->appearances);
  work->appearances = NULL;
  work->appearance_count = work->appearance_room = 0;
}

/* ---- texts ---------------------------------------------------------------------------------------------------------------- */

/* Bits of the texts that rows have. */
typedef struct used {
  unsigned char *bits;
  sqlite3_int64 most;
} used;

static void use_text(const used *all, sqlite3_int64 id) {
  if (id > 0 && id <= all->most) all->bits[id / 8] |= (unsigned char)(1 << id % 8);
}

static void use_said(hs_index *index, int *rc, const used *all) {
  sqlite3_stmt *row = hs_index_prepare(index, rc, "SELECT source_id, mention, cue_id, rule_id FROM @said");
  while (hs_index_row(index, rc, row))
    for (int i = 0; i < 4; i++)
      if (sqlite3_column_type(row, i) == SQLITE_INTEGER) use_text(all, sqlite3_column_int64(row, i));
  sqlite3_finalize(row);
}

static void use_places(hs_index *index, int *rc, const used *all) {
  sqlite3_stmt *row = hs_index_prepare(index, rc, "SELECT places FROM @place");
  while (hs_index_row(index, rc, row)) {
    const char *at = (const char *)sqlite3_column_text(row, 0);
    const char *end = at ? at + sqlite3_column_bytes(row, 0) : NULL;
    hs_index_place place;
    while (at && at < end && hs_index_place_next(&at, end, &place)) use_text(all, place.text);
  }
  sqlite3_finalize(row);
}

void hs_index_clean_texts(hs_index *index, int *rc) {
  used all = {.most = hs_index_number(index, rc, "SELECT max(text_id) FROM @text")};
  if (*rc || all.most <= 0) return;
  size_t bytes = (size_t)(all.most / 8 + 1);
  all.bits = sqlite3_malloc64(bytes);
  if (!all.bits) {
    *rc = SQLITE_NOMEM;
    return;
  }
  memset(all.bits, 0, bytes);
  use_said(index, rc, &all);
  use_places(index, rc, &all);
  sqlite3_stmt *take = hs_index_prepare(index, rc, "DELETE FROM @text WHERE text_id = ?1");
  for (sqlite3_int64 id = 1; !*rc && id <= all.most; id++) {
    if (all.bits[id / 8] >> id % 8 & 1) continue;
    sqlite3_bind_int64(take, 1, id);
    hs_index_run(index, rc, take);
  }
  sqlite3_finalize(take);
  sqlite3_free(all.bits);
}
