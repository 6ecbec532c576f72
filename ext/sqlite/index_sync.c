/*
** index_sync.c: the index comes to say what the articles say: 'rebuild', 'sync', 'delete-all', and what triggers ask for.
**
** An article is read again when the hash of its text differs, or its hash is NULL: then the model or the options have
** changed. press_pending says which ones to look at. Without triggers (sync=manual), or when they have been lost with the
** table that they stood on, every article is looked at and those that differ are put there first. So a 'sync' that may
** read only some goes on where the one before has stopped.
*/
#include "sqlite/index.h"

#include <string.h>

/* ---- from rows to jobs ---------------------------------------------------------------------------------------------------- */

static uint64_t hash_bytes(uint64_t hash, const char *data, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 8) {
    uint64_t word = 0;
    memcpy(&word, data + i, bytes - i < 8 ? bytes - i : 8);
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 29;
  }
  return hash;
}

/* Of the text and of where its fields end. */
static sqlite3_int64 hash_job(const hs_index_job *job) {
  uint64_t hash = hash_bytes(job->bytes, job->text, job->bytes);
  for (int i = 0; i < job->field_count; i++) {
    uint64_t place[2] = {job->fields[i].start, job->fields[i].end};
    hash = hash_bytes(hash, (const char *)place, sizeof place);
    hash = hash_bytes(hash, job->fields[i].column, strlen(job->fields[i].column));
  }
  sqlite3_int64 result;
  memcpy(&result, &hash, sizeof result);
  return result;
}

static const char *field_name(const hs_index_options *options, int field) {
  if (options->headline && field == 0) return options->headline;
  return options->texts[field - (options->headline ? 1 : 0)];
}

static size_t row_bytes(sqlite3_stmt *row) {
  size_t bytes = 0;
  for (int i = 2; i < sqlite3_column_count(row); i++) bytes += (size_t)sqlite3_column_bytes(row, i) + 2;
  return bytes;
}

/* Fields are parted by an empty line; what is NULL or empty is left out. */
static void add_field(int *rc, hs_index_job *job, sqlite3_stmt *row, int column, const char *name) {
  if (sqlite3_column_type(row, column) == SQLITE_NULL) return;
  const char *data = (const char *)sqlite3_column_text(row, column);
  if (!data) {
    *rc = SQLITE_NOMEM;
    return;
  }
  size_t bytes = (size_t)sqlite3_column_bytes(row, column);
  if (!bytes) return;
  size_t needed = job->bytes + bytes + 2;
  if (needed > job->room) {
    char *text = sqlite3_realloc64(job->text, needed + needed / 4);
    if (!text) {
      *rc = SQLITE_NOMEM;
      return;
    }
    job->text = text;
    job->room = needed + needed / 4;
  }
  if (job->field_count) {
    memcpy(job->text + job->bytes, "\n\n", 2);
    job->bytes += 2;
  }
  memcpy(job->text + job->bytes, data, bytes);
  job->fields[job->field_count++] = (hs_index_field){name, column - 2, job->bytes, job->bytes + bytes};
  job->bytes += bytes;
}

void hs_index_fill_job(hs_index *index, int *rc, sqlite3_stmt *row, hs_index_job *job) {
  if (*rc) return;
  if (sqlite3_column_type(row, 0) != SQLITE_INTEGER) {
    hs_index_fail(index, rc, "a key of %s is no integer: %.80s", index->options.content, sqlite3_column_text(row, 0));
    return;
  }
  job->article = sqlite3_column_int64(row, 0);
  sqlite3_value_free(job->date);
  job->date = sqlite3_value_dup(sqlite3_column_value(row, 1));
  if (!job->date) *rc = SQLITE_NOMEM;
  job->bytes = 0;
  job->field_count = 0;
  for (int i = 2; !*rc && i < sqlite3_column_count(row); i++)
    add_field(rc, job, row, i, field_name(&index->options, i - 2));
  if (!job->text && !*rc) { /* nothing to read, but a text */
    job->text = sqlite3_malloc64(1);
    job->room = 1;
    if (!job->text) *rc = SQLITE_NOMEM;
  }
  if (!*rc) job->hash = hash_job(job);
}

static void clear_job(hs_index_job *job) {
  sqlite3_value_free(job->date);
  sqlite3_free(job->text);
  *job = (hs_index_job){.text = NULL};
}

/* ---- the pool ------------------------------------------------------------------------------------------------------------- */

/* Writes the next result; false when there is none. */
static bool write_one(hs_index_work *work, int *rc) {
  hs_index_job *job = hs_index_pool_take(work->pool, rc);
  if (!job) return false;
  hs_index_write(work, rc, job);
  hs_index_pool_release(work->pool, job);
  return !*rc;
}

static void write_all(hs_index_work *work, int *rc) {
  while (write_one(work, rc)) continue;
}

/* A job for the row, when there is room for it. */
static hs_index_job *job_for(hs_index_work *work, int *rc, sqlite3_stmt *row) {
  hs_index_job *job = NULL;
  while (!*rc && !(job = hs_index_pool_free_job(work->pool, row_bytes(row)))) write_one(work, rc);
  if (*rc) return NULL;
  hs_index_fill_job(work->index, rc, row, job);
  return *rc ? NULL : job;
}

static void begin(hs_index_work *work, int *rc, hs_index *index, int threads, bool many) {
  *work = (hs_index_work){.index = index, .last = INT64_MIN};
  work->resolved = hs_index_get_config(index, rc, "resolved_size") > 0;
  work->pool = hs_index_pool_open(index, rc, threads, many);
  if (!*rc) work->cache = hs_index_cache_open(many);
}

/* Many articles will be written. */
static void begin_many(hs_index_work *work, int *rc, hs_index *index, int threads) {
  begin(work, rc, index, threads, true);
  hs_index_find_content(index, rc, &work->content);
}

static void end(hs_index_work *work, int *rc) {
  hs_index_pool_close(work->pool);
  hs_index_finish(work, rc);
  hs_index_content_clear(&work->content);
}

/*
** Rows of people, speakers and bands lie all over their b-trees; while many articles are written, more of them than SQLite's
** usual 2 MB are kept in memory. Returns what was before, 0 when that was enough.
*/
static sqlite3_int64 widen_cache(hs_index *index, int *rc) {
  enum { KILOBYTES = 48000, PAGES = KILOBYTES / 4 };
  sqlite3_int64 before = hs_index_number(index, rc, "PRAGMA \"%w\".cache_size", index->schema);
  if (*rc || before <= -KILOBYTES || before >= PAGES) return 0;
  hs_index_exec(index, rc, "PRAGMA \"%w\".cache_size = %d", index->schema, -KILOBYTES);
  return before;
}

static void narrow_cache(hs_index *index, sqlite3_int64 before) {
  int rc = SQLITE_OK; /* also after an error */
  if (before) hs_index_exec(index, &rc, "PRAGMA \"%w\".cache_size = %lld", index->schema, before);
}

static int threads_of(hs_index *index, int *rc) {
  sqlite3_int64 set = hs_index_get_config(index, rc, "threads");
  return set ? (int)set : index->options.threads;
}

/* ---- commands ------------------------------------------------------------------------------------------------------------- */

static void empty_tables(hs_index *index, int *rc) {
  static const char *const tables[] = {"said",       "place",    "text",    "name",   "group",
                                       "appearance", "article",  "band",    "form",   "link",
                                       "company",    "decision", "changed", "repeat", "pending"};
  static const char *const counts[] = {"articles", "quotes", "mentions", "failed", "left"};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) hs_index_exec(index, rc, "DELETE FROM @%s", tables[i]);
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) hs_index_put_config(index, rc, counts[i], 0);
  hs_index_put_config(index, rc, "resolved_size", 0); /* the next 'resolve' begins from nothing */
}

static void put_left(hs_index *index, int *rc) {
  hs_index_put_config(index, rc, "left", hs_index_number(index, rc, "SELECT count(*) FROM @pending"));
}

/* Everything is yet to be read. */
void hs_index_delete_all(hs_index *index, int *rc) {
  hs_index_content content;
  empty_tables(index, rc);
  hs_index_find_content(index, rc, &content);
  if (!*rc)
    hs_index_exec(index, rc, "INSERT INTO @pending(article) SELECT \"%w\" FROM \"%w\".\"%w\"", content.key,
                  index->schema, content.table);
  put_left(index, rc);
  hs_index_content_clear(&content);
}

void hs_index_rebuild(hs_index *index, int *rc) {
  hs_index_work work;
  int threads = threads_of(index, rc);
  sqlite3_int64 last = 0, cache = widen_cache(index, rc);
  hs_index_follow(index, rc);
  empty_tables(index, rc);
  hs_index_put_model(index, rc);
  begin_many(&work, rc, index, threads);
  sqlite3_stmt *row = hs_index_select_content(index, rc, &work.content, "ORDER BY #");
  for (bool first = true; hs_index_row(index, rc, row); first = false) {
    hs_index_job *job = job_for(&work, rc, row);
    if (!job) break;
    if (!first && job->article == last) hs_index_fail(index, rc, "%s has the key %lld twice", work.content.table, last);
    if (*rc) break;
    last = job->article;
    hs_index_pool_submit(work.pool, job);
  }
  sqlite3_finalize(row);
  write_all(&work, rc);
  end(&work, rc);
  narrow_cache(index, cache);
  if (hs_index_get_config(index, rc, "resolved")) hs_index_resolve(index, rc);
}

/* The article's row in press_article; its hash is the same and its date may be another. */
static bool is_unchanged(hs_index *index, int *rc, const hs_index_job *job, sqlite3_value **date) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_ARTICLE);
  if (*rc) return false;
  sqlite3_bind_int64(row, 1, job->article);
  bool same = hs_index_row(index, rc, row) && sqlite3_column_type(row, 1) != SQLITE_NULL &&
              sqlite3_column_int64(row, 1) == job->hash;
  if (same && date) {
    *date = sqlite3_value_dup(sqlite3_column_value(row, 0));
    if (!*date) *rc = SQLITE_NOMEM;
  }
  sqlite3_reset(row);
  return same && !*rc;
}

/* Looks at one article; whether it had to be read or forgotten. */
static bool look_at(hs_index_work *work, int *rc, sqlite3_stmt *lookup, sqlite3_int64 article) {
  hs_index *index = work->index;
  sqlite3_value *date = NULL;
  sqlite3_reset(lookup);
  sqlite3_bind_int64(lookup, 1, article);
  if (!hs_index_row(index, rc, lookup)) {
    write_all(work, rc);
    hs_index_forget(work, rc, article);
    return true;
  }
  hs_index_job *job = job_for(work, rc, lookup);
  if (!job) return false;
  bool unchanged = is_unchanged(index, rc, job, &date);
  if (unchanged) {
    hs_index_job looked_at = {.date = job->date};
    job->date = NULL;
    write_all(work, rc);
    hs_index_redate(work, rc, article, date, looked_at.date);
    hs_index_run_with(index, rc, HS_INDEX_DELETE_PENDING, article);
    clear_job(&looked_at);
  } else if (!*rc) {
    hs_index_pool_submit(work->pool, job);
  }
  sqlite3_value_free(date);
  sqlite3_reset(lookup);
  return !unchanged;
}

static void read_pending(hs_index_work *work, int *rc, sqlite3_int64 most) {
  hs_index *index = work->index;
  sqlite3_int64 article = INT64_MIN;
  sqlite3_stmt *lookup = hs_index_select_content(index, rc, &work->content, "WHERE # = ?1");
  while (!*rc && most != 0) {
    sqlite3_stmt *next = hs_index_use(index, rc, HS_INDEX_NEXT_PENDING);
    if (*rc) break;
    sqlite3_bind_int64(next, 1, article);
    if (!hs_index_row(index, rc, next)) break;
    article = sqlite3_column_int64(next, 0);
    sqlite3_reset(next);
    if (look_at(work, rc, lookup, article) && most > 0) most--;
    if (article == INT64_MAX) break;
    article++;
  }
  sqlite3_finalize(lookup);
  write_all(work, rc);
}

/* Puts articles that are no longer there into press_pending. */
static void note_missing(hs_index *index, int *rc, const hs_index_content *content) {
  hs_index_exec(index, rc,
                "INSERT INTO @pending(article) SELECT article FROM @article WHERE article NOT IN (SELECT c.\"%w\" FROM "
                "\"%w\".\"%w\" AS c) AND article NOT IN (SELECT article FROM @pending)",
                content->key, index->schema, content->table);
}

static void note(hs_index *index, int *rc, sqlite3_stmt *put, sqlite3_int64 article) {
  if (*rc) return;
  sqlite3_reset(put);
  sqlite3_bind_int64(put, 1, article);
  hs_index_run(index, rc, put);
}

/* Looks at every article and puts those that differ into press_pending. */
static void note_changes(hs_index *index, int *rc, const hs_index_content *content) {
  hs_index_job job = {.text = NULL};
  sqlite3_stmt *row = hs_index_select_content(index, rc, content, "");
  sqlite3_stmt *put = hs_index_prepare(
      index, rc, "INSERT INTO @pending(article) SELECT ?1 WHERE ?1 NOT IN (SELECT article FROM @pending)");
  while (hs_index_row(index, rc, row)) {
    sqlite3_value *date = NULL;
    hs_index_fill_job(index, rc, row, &job);
    bool unchanged = is_unchanged(index, rc, &job, &date);
    if (!unchanged || !hs_index_same_value(date, job.date)) note(index, rc, put, job.article);
    sqlite3_value_free(date);
  }
  sqlite3_finalize(row);
  sqlite3_finalize(put);
  clear_job(&job);
  note_missing(index, rc, content);
}

/* What a REPLACE has removed without telling: then there are more articles in the index than in the table. */
static void find_replaced(hs_index_work *work, int *rc) {
  hs_index *index = work->index;
  const hs_index_content *content = &work->content;
  if (!hs_index_has_unique(index, rc, content)) return;
  sqlite3_int64 there = hs_index_number(index, rc, "SELECT count(*) FROM \"%w\".\"%w\"", index->schema, content->table);
  if (there == hs_index_number(index, rc, "SELECT count(*) FROM @article")) return;
  note_missing(index, rc, content);
  read_pending(work, rc, -1);
}

static void mark_stale(hs_index *index, int *rc) {
  if (!hs_index_is_stale(index, rc)) return;
  hs_index_exec(index, rc, "UPDATE @article SET hash = NULL");
  hs_index_exec(
      index, rc,
      "INSERT INTO @pending(article) SELECT article FROM @article WHERE article NOT IN (SELECT article FROM @pending)");
  hs_index_put_model(index, rc);
}

void hs_index_sync(hs_index *index, int *rc, sqlite3_int64 most) {
  hs_index_work work;
  bool manual = index->options.mode == HS_INDEX_MANUAL;
  int threads = threads_of(index, rc);
  sqlite3_int64 cache = widen_cache(index, rc);
  begin_many(&work, rc, index, threads);
  mark_stale(index, rc);
  if (!*rc && !work.content.followed) {
    hs_index_follow(index, rc);
    note_changes(index, rc, &work.content);
  } else if (manual && (most < 0 || !hs_index_number(index, rc, "SELECT count(*) FROM @pending"))) {
    note_changes(index, rc, &work.content);
  }
  read_pending(&work, rc, most);
  put_left(index, rc);
  if (!*rc && !manual && hs_index_get_config(index, rc, "left") == 0) find_replaced(&work, rc);
  end(&work, rc);
  narrow_cache(index, cache);
}

/* ---- triggers ------------------------------------------------------------------------------------------------------------- */

/* Articles that a REPLACE may have removed: those that are gone are forgotten. */
static void forget_replaced(hs_index_work *work, int *rc, sqlite3_stmt *lookup) {
  hs_index *index = work->index;
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_REPLACED);
  bool any = false;
  while (hs_index_row(index, rc, row)) {
    sqlite3_int64 article = sqlite3_column_int64(row, 0);
    any = true;
    sqlite3_reset(lookup);
    sqlite3_bind_int64(lookup, 1, article);
    if (!hs_index_row(index, rc, lookup)) hs_index_forget(work, rc, article);
    sqlite3_reset(lookup);
  }
  if (row) sqlite3_reset(row);
  if (any) hs_index_exec(index, rc, "DELETE FROM @replaced");
}

void hs_index_follow_article(hs_index *index, int *rc, sqlite3_int64 article) {
  hs_index_work work;
  begin(&work, rc, index, 1, false);
  sqlite3_stmt *lookup = hs_index_lookup(index, rc);
  if (!*rc) look_at(&work, rc, lookup, article);
  write_all(&work, rc);
  if (index->options.mode == HS_INDEX_TRIGGER) forget_replaced(&work, rc, lookup);
  if (lookup) sqlite3_reset(lookup);
  end(&work, rc);
}
