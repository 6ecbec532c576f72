/*
** index_people.c: the people and bodies of press_person, and in which articles they appear.
**
** They are counted as differences: what an article's old rows have counted is taken off, what its new rows count is added.
** Who is in no article any more goes at the end of a command, when it is known that no other article has them; first and last
** dates are then looked for anew, of those who have lost the article that had them.
*/
#include "sqlite/index.h"

#include <stdlib.h>
#include <string.h>

/* ---- counting --------------------------------------------------------------------------------------------------------------- */

void hs_index_add_person(int *rc, hs_index_people *all, sqlite3_int64 person, sqlite3_int64 mentions,
                         sqlite3_int64 quotes) {
  if (*rc || !person) return;
  hs_index_counted *items = hs_index_room(rc, all->items, all->count, 1, &all->room, sizeof *items);
  if (!items) return;
  all->items = items;
  all->items[all->count++] = (hs_index_counted){.person = person, .mentions = mentions, .quotes = quotes};
}

static int compare_people(const void *a, const void *b) {
  sqlite3_int64 x = ((const hs_index_counted *)a)->person, y = ((const hs_index_counted *)b)->person;
  return x < y ? -1 : x > y;
}

void hs_index_sum_people(hs_index_people *all) {
  size_t kept = 0;
  if (all->count) qsort(all->items, all->count, sizeof *all->items, compare_people);
  for (size_t i = 0; i < all->count; i++) {
    hs_index_counted *last = kept ? &all->items[kept - 1] : NULL;
    if (last && last->person == all->items[i].person) {
      last->mentions += all->items[i].mentions;
      last->quotes += all->items[i].quotes;
      if (!last->entity || (all->items[i].entity && all->items[i].entity < last->entity))
        last->entity = all->items[i].entity;
    } else {
      all->items[kept++] = all->items[i];
    }
  }
  all->count = kept;
}

static bool has_person(const hs_index_people *all, sqlite3_int64 person) {
  hs_index_counted wanted = {.person = person};
  return all->count && bsearch(&wanted, all->items, all->count, sizeof wanted, compare_people);
}

/* What articles add to the counts of a person or group. */
typedef struct addition {
  sqlite3_int64 person, articles, mentions, quotes;
  sqlite3_value *first, *last; /* dates; NULL: none has one */
} addition;

static void bind_date(sqlite3_stmt *statement, int parameter, sqlite3_value *date) {
  if (date)
    sqlite3_bind_value(statement, parameter, date);
  else
    sqlite3_bind_null(statement, parameter);
}

static void add_to_counts(hs_index *index, int *rc, hs_index_statement which, const addition *a) {
  sqlite3_stmt *count = hs_index_use(index, rc, which);
  if (*rc) return;
  sqlite3_bind_int64(count, 1, a->person);
  sqlite3_bind_int64(count, 2, a->articles);
  sqlite3_bind_int64(count, 3, a->mentions);
  sqlite3_bind_int64(count, 4, a->quotes);
  bind_date(count, 5, a->first);
  bind_date(count, 6, a->last);
  hs_index_run(index, rc, count);
}

void hs_index_count(hs_index *index, int *rc, hs_index_statement which, const hs_index_people *all, int sign,
                    sqlite3_value *date) {
  for (size_t i = 0; !*rc && i < all->count; i++) {
    const hs_index_counted *item = &all->items[i];
    addition a = {item->person, sign, sign * item->mentions, sign * item->quotes, date, date};
    add_to_counts(index, rc, which, &a);
  }
}

/* People of a row of press_place. */
static void add_places(hs_index *index, int *rc, sqlite3_stmt *row, sqlite3_int64 article, hs_index_people *all) {
  const char *at = (const char *)sqlite3_column_text(row, 0);
  const char *end = at ? at + sqlite3_column_bytes(row, 0) : NULL;
  hs_index_place place;
  while (at && at < end && hs_index_place_next(&at, end, &place)) hs_index_add_person(rc, all, place.person, 1, 0);
  if (at == end && at) return;
  hs_index_fail(index, rc, "press_place has a broken row of article %lld: run 'rebuild'", article);
  if (*rc == SQLITE_ERROR) *rc = SQLITE_CORRUPT_VTAB;
}

void hs_index_load_people(hs_index *index, int *rc, sqlite3_int64 article, hs_index_people *all) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_PLACES_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) add_places(index, rc, row, article, all);
  sqlite3_reset(row);
  row = hs_index_use(index, rc, HS_INDEX_SPEAKERS_OF);
  if (*rc) return;
  sqlite3_bind_int64(row, 1, article);
  while (hs_index_row(index, rc, row)) hs_index_add_person(rc, all, sqlite3_column_int64(row, 0), 0, 1);
  sqlite3_reset(row);
  hs_index_sum_people(all);
}

/* ---- appearances ---------------------------------------------------------------------------------------------------------- */

/* They lie in the order of people, as names do: each article's would be written all over both, so many are sorted first. */
enum { MOST_APPEARANCES = 512 * 1024 };

static int compare_appearances(const void *a, const void *b) {
  const hs_index_appearance *x = a, *y = b;
  if (x->person != y->person) return x->person < y->person ? -1 : 1;
  return x->article < y->article ? -1 : x->article > y->article;
}

/*
** Notes: the description and the further names of a person in an article, each as a text that ends with a NUL, empty when there
** is none. Names are parted by line feeds; what has one, or a NUL, is left out, as are names that 'resolve' can do nothing with:
** of a person those of one word.
*/
enum { LONGEST_NOTE = 2000, MOST_NOTES = 8 * 1024 * 1024 };

static bool is_notable(hearsay_text text) {
  return text.data && text.bytes && text.bytes < LONGEST_NOTE && !memchr(text.data, 0, text.bytes) &&
         !memchr(text.data, '\n', text.bytes);
}

static bool is_notable_name(const hearsay_entity *entity, hearsay_text name) {
  if (!is_notable(name)) return false;
  return entity->label == HEARSAY_ORGANIZATION ||
         (entity->label == HEARSAY_PERSON && memchr(name.data, ' ', name.bytes));
}

static void add_note_text(hs_index_work *work, hearsay_text text, char end) {
  memcpy(work->notes + work->note_bytes, text.data, text.bytes);
  work->note_bytes += text.bytes;
  work->notes[work->note_bytes++] = end;
}

/* Where the note is; 0 when there is nothing to note. */
static size_t add_note(hs_index_work *work, int *rc, const hearsay_entity *entity) {
  bool described = is_notable(entity->description);
  size_t bytes = 2 + (described ? entity->description.bytes : 0), named = 0;
  for (uint32_t i = 0; i < entity->alias_count; i++)
    if (is_notable_name(entity, entity->aliases[i])) named += entity->aliases[i].bytes + 1;
  if (*rc || (!described && !named)) return 0;
  if (!work->note_bytes) work->note_bytes = 1;
  char *notes = hs_index_room(rc, work->notes, work->note_bytes, bytes + named, &work->note_room, 1);
  if (!notes) return 0;
  work->notes = notes;
  size_t start = work->note_bytes;
  add_note_text(work, described ? entity->description : (hearsay_text){"", 0}, 0);
  for (uint32_t i = 0; i < entity->alias_count; i++)
    if (is_notable_name(entity, entity->aliases[i])) add_note_text(work, entity->aliases[i], '\n');
  if (named) work->note_bytes--;
  work->notes[work->note_bytes++] = 0;
  return start;
}

/* person_id, article, description, names */
static void appearance_column(const hs_index_rows *rows, size_t row, int column, sqlite3_context *context) {
  const hs_index_appearance *appearance = (const hs_index_appearance *)rows->items + row;
  const char *note = appearance->note ? (const char *)rows->more + appearance->note : "\0";
  if (column < 2) {
    sqlite3_result_int64(context, column ? appearance->article : appearance->person);
  } else {
    if (column == 3) note += strlen(note) + 1;
    if (*note) sqlite3_result_text(context, note, -1, SQLITE_STATIC);
  }
}

/* Puts the date among those of an addition; false when C does not know which is earlier: SQLite then has to compare. */
static bool add_date(addition *a, sqlite3_value *date) {
  if (!date) return true;
  if (!a->first) {
    a->first = a->last = date;
    return true;
  }
  int type = sqlite3_value_type(date);
  if (type != sqlite3_value_type(a->first) || (type != SQLITE_TEXT && type != SQLITE_INTEGER)) return false;
  if (hs_index_compare_values(date, a->first) < 0) a->first = date;
  if (hs_index_compare_values(date, a->last) > 0) a->last = date;
  return true;
}

/* What the appearances of one person count together. Returns the number of them. */
static size_t count_appearances(hs_index_work *work, int *rc, const hs_index_appearance *all, size_t count) {
  addition sum = {.person = all[0].person};
  size_t i = 0;
  for (; !*rc && i < count && all[i].person == sum.person; i++) {
    if (!add_date(&sum, all[i].date)) {
      add_to_counts(work->index, rc, HS_INDEX_COUNT_PERSON, &sum);
      sum = (addition){.person = all[i].person, .first = all[i].date, .last = all[i].date};
    }
    sum.articles++;
    sum.mentions += all[i].mentions;
    sum.quotes += all[i].quotes;
  }
  add_to_counts(work->index, rc, HS_INDEX_COUNT_PERSON, &sum);
  return i;
}

/* Nothing is kept back any more. */
static void drop_appearances(hs_index_work *work) {
  for (size_t i = 0; i < work->date_count; i++) sqlite3_value_free(work->dates[i].value);
  work->appearance_count = work->note_bytes = work->date_count = 0;
}

void hs_index_write_appearances(hs_index_work *work, int *rc) {
  hs_index_appearance *all = work->appearances;
  size_t count = work->appearance_count;
  if (count) qsort(all, count, sizeof *all, compare_appearances);
  hs_index_put_rows(work->index, rc, HS_INDEX_PUT_APPEARANCES,
                    &(hs_index_rows){appearance_column, all, count, work->notes});
  for (size_t i = 0; !*rc && i < count;) i += count_appearances(work, rc, all + i, count - i);
  drop_appearances(work);
}

void hs_index_close_appearances(hs_index_work *work) {
  drop_appearances(work);
  sqlite3_free(work->appearances);
  sqlite3_free(work->notes);
  sqlite3_free(work->dates);
  work->appearances = NULL;
  work->notes = NULL;
  work->dates = NULL;
  work->appearance_room = work->note_room = work->date_room = 0;
}

/* The article's date, for as long as its appearances are kept back; NULL when it has none. */
static sqlite3_value *keep_date(hs_index_work *work, int *rc, sqlite3_value *date) {
  if (*rc || sqlite3_value_type(date) == SQLITE_NULL) return NULL;
  hs_index_date *dates = hs_index_room(rc, work->dates, work->date_count, 1, &work->date_room, sizeof *dates);
  if (!dates) return NULL;
  work->dates = dates;
  sqlite3_value *kept = sqlite3_value_dup(date);
  if (kept)
    work->dates[work->date_count++].value = kept;
  else
    *rc = SQLITE_NOMEM;
  return kept;
}

static void add_appearance(hs_index_work *work, int *rc, const hs_index_counted *person, const hs_index_job *job,
                           sqlite3_value *date) {
  hs_index_appearance *items =
      hs_index_room(rc, work->appearances, work->appearance_count, 1, &work->appearance_room, sizeof *items);
  if (!items) return;
  work->appearances = items;
  size_t note = person->entity ? add_note(work, rc, &hearsay_entities(job->parsed)[person->entity - 1]) : 0;
  work->appearances[work->appearance_count++] =
      (hs_index_appearance){person->person, job->article, person->mentions, person->quotes, note, date};
}

void hs_index_add_appearances(hs_index_work *work, int *rc, const hs_index_people *all, const hs_index_job *job) {
  if (work->appearance_count + all->count > MOST_APPEARANCES || work->note_bytes > MOST_NOTES)
    hs_index_write_appearances(work, rc);
  sqlite3_value *date = all->count ? keep_date(work, rc, job->date) : NULL;
  for (size_t i = 0; !*rc && i < all->count; i++) add_appearance(work, rc, &all->items[i], job, date);
}

void hs_index_take_appearances(hs_index_work *work, int *rc, const hs_index_people *all, sqlite3_int64 article) {
  for (size_t i = 0; i < all->count; i++)
    hs_index_run_with_two(work->index, rc, HS_INDEX_DELETE_APPEARANCE, all->items[i].person, article);
}

/* ---- names ---------------------------------------------------------------------------------------------------------------- */

/* Whether a date is the first or the last of a person. */
static bool is_end(hs_index *index, int *rc, sqlite3_int64 person, sqlite3_value *date) {
  sqlite3_stmt *row = sqlite3_value_type(date) == SQLITE_NULL ? NULL : hs_index_use(index, rc, HS_INDEX_IS_END);
  if (!row) return false;
  sqlite3_bind_int64(row, 1, person);
  sqlite3_bind_value(row, 2, date);
  bool found = hs_index_row(index, rc, row) && sqlite3_column_int(row, 0);
  sqlite3_reset(row);
  return found;
}

void hs_index_note_left(hs_index_work *work, int *rc, const hs_index_people *old, const hs_index_people *new,
                        sqlite3_value *date, bool same_date) {
  for (size_t i = 0; !*rc && i < old->count; i++) {
    sqlite3_int64 person = old->items[i].person;
    bool stays = has_person(new, person);
    if (stays && same_date) continue;
    if (!stays) hs_index_add_id(rc, &work->left, person);
    if (is_end(work->index, rc, person, date)) hs_index_add_id(rc, &work->undated, person);
  }
}

static void remove_person(hs_index_work *work, int *rc, sqlite3_int64 person) {
  hs_index_note_parted(work, rc, person);
  hs_index_run_with(work->index, rc, HS_INDEX_PART_PEOPLE, person);
  hs_index_run_with(work->index, rc, HS_INDEX_DELETE_PERSON, person);
  hs_index_cache_clear(work->cache);
}

void hs_index_settle_people(hs_index_work *work, int *rc) {
  hs_index_sort_ids(&work->left);
  hs_index_sort_ids(&work->undated);
  for (size_t i = 0; !*rc && i < work->left.count; i++)
    if (hs_index_ask(work->index, rc, HS_INDEX_IS_NOWHERE, work->left.items[i]))
      remove_person(work, rc, work->left.items[i]);
  for (size_t i = 0; !*rc && i < work->undated.count; i++)
    hs_index_run_with(work->index, rc, HS_INDEX_DATE_PERSON, work->undated.items[i]);
  work->left.count = work->undated.count = 0;
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

static sqlite3_int64 look_up_person(hs_index *index, int *rc, const hearsay_entity *entity) {
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

static sqlite3_int64 find_person(hs_index_work *work, int *rc, const hearsay_entity *entity) {
  char kind = (char)('0' + (int)entity->label);
  sqlite3_int64 id = hs_index_cache_get(work->cache, kind, entity->name);
  if (id) return id;
  id = look_up_person(work->index, rc, entity);
  if (!*rc) hs_index_cache_put(work->cache, kind, entity->name, id);
  return id;
}

sqlite3_int64 *hs_index_find_people(hs_index_work *work, int *rc, const hearsay_article *parsed) {
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
      ids[mention->entity] = find_person(work, rc, &hearsay_entities(parsed)[mention->entity]);
  }
  return ids;
}
