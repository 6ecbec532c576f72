/*
** index.h: what the files of the index share: the virtual table that keeps quotations, speakers and people beside the
** articles of a table (README.md, "The index"). From the bottom up:
**
**     index_options.c   the arguments of CREATE VIRTUAL TABLE, checked
**     index_sql.c       statements on the index's own tables, and errors
**     index_schema.c    the tables and triggers: made, renamed, dropped
**     index_content.c   the content table: its key, and where it and its columns are now, whatever they have been renamed to
**     index_views.c     the tables as they are read: press_quote, press_mention, press_person
**     index_places.c    mentions are packed
**     index_rows.c      rows in memory as a table, to be written by one statement
**     index_threads.c   articles are read, on threads or without
**     index_outlines.c  what quotations are like at a glance
**     index_repeats.c   the same quotation in many articles
**     index_texts.c     texts and their numbers
**     index_people.c    people are counted, and where they appear
**     index_groups.c    several names of one person: what they count together, and what 'resolve' is to look at
**     index_write.c     what was read goes into the tables
**     index_sync.c      'rebuild', 'sync', 'delete-all'
**     index_forms.c     what 'resolve' looks names up by
**     index_company.c   which full name a short one stands for
**     index_resolve.c   'resolve'
**     index_check.c     'integrity-check'
**     index_commands.c  INSERT INTO press(press) VALUES (…)
**     index_table.c     the module: plans, cursors, columns
**
** Errors are sticky: functions take `int *rc`, do nothing when it is set, and set it. Where a failure needs words they
** are left in the table's zErrMsg, the first ones stay. Nothing outside the database remembers what is in it: a
** transaction that is rolled back takes the index back with it.
*/
#ifndef HS_INDEX_H
#define HS_INDEX_H

#include "people/quote_key.h"
#include "sqlite/sql.h"

/* For hash tables of ids, whose number of places is a power of two: ids that follow each other in any steps are spread. */
static inline size_t hs_index_spread(sqlite3_int64 id) {
  uint64_t hash = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);
  return (size_t)(hash ^ hash >> 32);
}

/* ---- index_options.c --------------------------------------------------------------------------------------------- */

typedef enum hs_index_mode { HS_INDEX_QUEUE, HS_INDEX_TRIGGER, HS_INDEX_MANUAL } hs_index_mode;

enum { HS_INDEX_MOST_TEXTS = 16, HS_INDEX_MOST_THREADS = 64 };

/* What CREATE VIRTUAL TABLE was given. Strings are sqlite3_malloc's, NULL where nothing was given. */
typedef struct hs_index_options {
  char *content;
  char *key; /* content_rowid */
  char *headline;
  char *date;
  char *json; /* options */
  char *authority;
  char *texts[HS_INDEX_MOST_TEXTS];
  int text_count;
  hs_index_mode mode;
  int threads;
} hs_index_options;

/* Reads `count` arguments. `out` is to be cleared in any case; mistakes are SQLITE_ERROR with a message. */
int hs_index_options_read(const char *const *arguments, int count, hs_index_options *out, char **error);
void hs_index_options_clear(hs_index_options *options);

/* ---- index_sql.c ------------------------------------------------------------------------------------------------- */

/* Statements that are prepared once. Their texts stand in index_sql.c in this order. */
typedef enum hs_index_statement {
  HS_INDEX_GET_ARTICLE,       /* article -> date, hash, error */
  HS_INDEX_PUT_ARTICLE,       /* article, date, hash, bytes, quotes, mentions, error, first_id */
  HS_INDEX_DATE_ARTICLE,      /* article, date */
  HS_INDEX_DELETE_ARTICLE,    /* article */
  HS_INDEX_LAST_SAID,         /* -> the highest id */
  HS_INDEX_PUT_SAID,          /* hs_index_rows of every column */
  HS_INDEX_DELETE_SAID,       /* article */
  HS_INDEX_SPEAKERS_OF,       /* article -> speaker_id, of each quotation */
  HS_INDEX_PUT_PLACES,        /* every column */
  HS_INDEX_PLACES_OF,         /* article -> places */
  HS_INDEX_DELETE_PLACES,     /* article */
  HS_INDEX_PUT_FORMS,         /* hs_index_rows of person_id, kind, form */
  HS_INDEX_PUT_APPEARANCES,   /* hs_index_rows of person_id, article, description, names */
  HS_INDEX_DELETE_APPEARANCE, /* person_id, article */
  HS_INDEX_FIND_TEXT,         /* text -> text_id */
  HS_INDEX_ADD_TEXT,          /* text, length */
  HS_INDEX_FIND_PERSON,       /* name, label -> person_id */
  HS_INDEX_ADD_PERSON,        /* name, label, key */
  HS_INDEX_COUNT_PERSON,      /* person_id, articles, mentions, quotes: to be added; first and last date */
  HS_INDEX_IS_NOWHERE,        /* person_id -> whether it is in no article */
  HS_INDEX_IS_END,            /* person_id, date -> whether it is the first or the last */
  HS_INDEX_DATE_PERSON,       /* person_id: first and last date anew */
  HS_INDEX_DELETE_PERSON,     /* person_id */
  HS_INDEX_PART_PEOPLE,       /* person_id: it stands for nobody any more */
  HS_INDEX_GROUP_OF,          /* person_id -> the one that stands for it and others */
  HS_INDEX_COUNT_GROUP,       /* as HS_INDEX_COUNT_PERSON */
  HS_INDEX_DATE_GROUP,        /* person_id: first and last date anew */
  HS_INDEX_DELETE_GROUP,      /* person_id: when it stands for nobody else */
  HS_INDEX_NOTE_CHANGE,       /* article, person_id */
  HS_INDEX_NOTE_PARTED,       /* person_id: of those that it is one with */
  HS_INDEX_PUT_BANDS,         /* hs_index_rows of hash, id of the quotation */
  HS_INDEX_DELETE_BAND,       /* hash, id */
  HS_INDEX_OLDER_BANDS,       /* hs_index_rows of hash, number; id -> numbers of what lower ids have */
  HS_INDEX_FIND_BAND,         /* hash, id, limit -> id: the first ones below the id */
  HS_INDEX_FIND_BAND_AFTER,   /* the same, above it */
  HS_INDEX_GROUP_OF_QUOTE,    /* id -> same_as */
  HS_INDEX_GET_QUOTE,         /* id -> id, words, code */
  HS_INDEX_IDS_BESIDE,        /* id -> the first and last id of the same article */
  HS_INDEX_QUOTES_OF,         /* article -> the same of its quotations, and same_as */
  HS_INDEX_GROUP_QUOTE,       /* id, same_as: anew */
  HS_INDEX_JOIN_GROUPS,       /* same_as, same_as anew */
  HS_INDEX_MEMBERS_OF,        /* same_as -> id */
  HS_INDEX_LEAVE_GROUP,       /* id */
  HS_INDEX_UNGROUP_QUOTES,    /* same_as */
  HS_INDEX_NEXT_PENDING,      /* article -> the least that is not less */
  HS_INDEX_DELETE_PENDING,    /* article */
  HS_INDEX_REPLACED,          /* -> article */
  HS_INDEX_ADD_CONFIG,        /* key, number to be added */
  HS_INDEX_PUT_CONFIG,        /* key, value */
  HS_INDEX_GET_CONFIG,        /* key -> value */
  HS_INDEX_STATEMENTS
} hs_index_statement;

/* The virtual table of one connection. */
typedef struct hs_index {
  sqlite3_vtab base;
  sqlite3 *db;
  hs_sql_state *state;
  char *schema, *name;
  hs_index_options options;
  sqlite3_stmt *statements[HS_INDEX_STATEMENTS];
  sqlite3_stmt *lookup;   /* of an article, see hs_index_lookup */
  int lookup_schema;      /* that it was prepared for */
  hearsay_reader *reader; /* of the options, for articles that are read one by one; NULL before the first */
  double quotes;          /* as a guess for plans */
  bool inside;            /* a command runs */
} hs_index;

/* Leaves a message, if there is none yet, and SQLITE_ERROR. */
void hs_index_fail(hs_index *index, int *rc, const char *format, ...);
/* Leaves SQLite's own message, with "hearsay: " before it, when `code` is an error. */
void hs_index_check(hs_index *index, int *rc, int code);
/*
** A list of sqlite3_malloc's with room for `more` items of `size` bytes behind `count`: where it is now. NULL when *rc is set, then the
** list stays where it was.
*/
void *hs_index_room(int *rc, void *items, size_t count, size_t more, size_t *room, size_t size);

/* Numbers, of names, articles or groups; the caller frees items. */
typedef struct hs_index_ids {
  sqlite3_int64 *items;
  size_t count, room;
} hs_index_ids;

void hs_index_add_id(int *rc, hs_index_ids *ids, sqlite3_int64 id);
void hs_index_sort_ids(hs_index_ids *ids); /* each stays once */

/*
** SQL in which "@quote" is the table press_quote with its schema, and "@" alone the index itself. The rest is a format
** of sqlite3_mprintf.
*/
char *hs_index_sql(const hs_index *index, const char *format, ...);
sqlite3_stmt *hs_index_prepare(hs_index *index, int *rc, const char *format, ...);
void hs_index_exec(hs_index *index, int *rc, const char *format, ...);
/* CREATE VIEW press_name AS what `select` says, which is taken over: tables without their schema, which may get another name. */
void hs_index_create_view(hs_index *index, int *rc, const char *name, sqlite3_str *select);
/* A statement of the list, reset; NULL when rc is set. */
sqlite3_stmt *hs_index_use(hs_index *index, int *rc, hs_index_statement which);
/* Whether there is a row; resets at the end. NULL statements have none. */
bool hs_index_row(hs_index *index, int *rc, sqlite3_stmt *statement);
/* Steps to the end and resets. */
void hs_index_run(hs_index *index, int *rc, sqlite3_stmt *statement);
/* The same with one or two integers bound. */
void hs_index_run_with(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 a);
void hs_index_run_with_two(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 a, sqlite3_int64 b);
/* The first column of the first row of a statement with one integer bound, 0 when there is none. */
sqlite3_int64 hs_index_ask(hs_index *index, int *rc, hs_index_statement which, sqlite3_int64 a);
/* The same of SQL. */
sqlite3_int64 hs_index_number(hs_index *index, int *rc, const char *format, ...);
void hs_index_finalize(hs_index *index);
/* An integer in press_config, 0 when it is not there. */
sqlite3_int64 hs_index_get_config(hs_index *index, int *rc, const char *key);
void hs_index_put_config(hs_index *index, int *rc, const char *key, sqlite3_int64 value);

/* ---- index_rows.c ------------------------------------------------------------------------------------------------ */

/* Rows that a statement writes. `column` gives a value with sqlite3_result_…; what is not given is NULL. */
typedef struct hs_index_rows hs_index_rows;
struct hs_index_rows {
  void (*column)(const hs_index_rows *rows, size_t row, int column, sqlite3_context *context);
  const void *items;
  size_t count;
  const void *more; /* that `column` needs */
};

int hs_index_register_rows(sqlite3 *db);
/* One of the statements that say so above, with rows that stay until it is reset. NULL when rc is set. */
sqlite3_stmt *hs_index_use_rows(hs_index *index, int *rc, hs_index_statement which, const hs_index_rows *rows);
/* Runs it; not for no rows. */
void hs_index_put_rows(hs_index *index, int *rc, hs_index_statement which, const hs_index_rows *rows);

/* ---- index_content.c --------------------------------------------------------------------------------------------- */

/* The content table as it is now. */
typedef struct hs_index_content {
  char *table;
  char *key, *headline, *date; /* columns; NULL where the index has none */
  char *texts[HS_INDEX_MOST_TEXTS];
  int text_count;
  bool followed;  /* its triggers are there, or it has none by choice; false when they are gone */
  bool generated; /* a column is generated, so that its trigger has no list of columns */
} hs_index_content;

/* Whether a key names the rowid and no column: rowid, oid, _rowid_. */
bool hs_index_is_rowid(const char *key);
/*
** Checks the options against the content table that they name, and finds its key when none was given. `*generated`: a
** column that the index reads is generated, so that UPDATE OF would miss changes. `*anchored`: a foreign key may refer to
** the key.
*/
void hs_index_inspect(hs_index *index, int *rc, bool *generated, bool *anchored);
/* Finds the content table. To be cleared in any case. */
void hs_index_find_content(hs_index *index, int *rc, hs_index_content *content);
void hs_index_content_clear(hs_index_content *content);
/*
** A SELECT of key, date, headline and texts from the content table, `tail` behind it (the key is c."id" there, which
** "#" stands for): columns 0, 1 and from 2.
*/
sqlite3_stmt *hs_index_select_content(hs_index *index, int *rc, const hs_index_content *content, const char *tail);
/* The same for the key ?1, kept for the next time, reset. To be asked for after hs_index_get_config; NULL when rc is set. */
sqlite3_stmt *hs_index_lookup(hs_index *index, int *rc);
/* Whether a row may be replaced because of a column other than the key: REPLACE does not tell its triggers. */
bool hs_index_has_unique(hs_index *index, int *rc, const hs_index_content *content);

/* ---- index_schema.c ---------------------------------------------------------------------------------------------- */

/* Increased when the tables change their meaning: an index of another format says so and asks for a rebuild. */
enum { HS_INDEX_FORMAT = 4 };

void hs_index_create(hs_index *index, int *rc);
void hs_index_drop(hs_index *index, int *rc);
void hs_index_rename(hs_index *index, int *rc, const char *name);
/* Makes the triggers again where they are gone (their table was made anew). */
void hs_index_follow(hs_index *index, int *rc);
/* Whether another model or other options are in use than the articles were read with. */
bool hs_index_is_stale(hs_index *index, int *rc);
void hs_index_put_model(hs_index *index, int *rc);
/* Whether the name of a table that is of the index: "quote" for press_quote. */
int hs_index_is_shadow(const char *name);

/* ---- index_views.c ------------------------------------------------------------------------------------------------ */

void hs_index_create_views(hs_index *index, int *rc);
void hs_index_drop_views(hs_index *index, int *rc);
/* SQL: that an article has a quotation. Either may be looked for first; the + keeps SQLite from making an index of its own. */
#define HS_INDEX_HAS "a.article = +s.article AND s.id >= a.first_id AND s.id < a.first_id + a.quotes"
/* SQL for a column of hearsay_quotes, by its number, and for `field`, in a statement on press_said AS s; quote_id, which is the first
** one, needs press_article AS a, too. */
void hs_index_append_quote_column(sqlite3_str *out, int column);
void hs_index_append_quote_field(const hs_index *index, sqlite3_str *out);
/* SQL for a comparison of the kind with the name that a parameter holds. */
void hs_index_append_kind(sqlite3_str *out, int parameter);
/* What stands in `code`; the kind that does. */
sqlite3_int64 hs_index_quote_code(const hearsay_quote *quote, int field);
int hs_index_mention_code(const hearsay_mention *mention);
hearsay_quote_kind hs_index_kind_of(sqlite3_int64 code);

/* ---- index_places.c ----------------------------------------------------------------------------------------------- */

enum { HS_INDEX_PART = 32, HS_INDEX_DIGITS = 8 };

/* A mention: person_id, 0 of what has no name; text_id, 0: as the person is called; the rest counts from 1. */
typedef struct hs_index_place {
  sqlite3_int64 person, text;
  sqlite3_int64 start, sentence, paragraph; /* start: character in its field */
  int code, field;
} hs_index_place;

/* A row of press_place as it fills up: start, sentence and paragraph of its first mention are kept once. */
typedef struct hs_index_part {
  int count, field;
  sqlite3_int64 start, sentence, paragraph;
  size_t bytes;
  char places[HS_INDEX_PART * HS_INDEX_DIGITS * 3];
} hs_index_part;

/* False when the mention needs a new part; an empty one takes any whose numbers are under 2^30. */
bool hs_index_part_add(hs_index_part *part, const hs_index_place *place);
/*
** Takes the next mention from a text of places: start, sentence and paragraph as far as they are from the part's. False at the
** end, and where the text is broken (then *at is not `end`).
*/
bool hs_index_place_next(const char **at, const char *end, hs_index_place *place);

/* ---- index_threads.c --------------------------------------------------------------------------------------------- */

enum { HS_INDEX_BANDS = 3 };

/* What a quotation is looked for by, and how many runs it is compared by. */
typedef struct hs_index_sketch {
  uint32_t band[HS_INDEX_BANDS];
  uint32_t bands, runs;
} hs_index_sketch;

typedef struct hs_index_field {
  const char *column; /* name of the column */
  int number;         /* of the index's fields, the headline first */
  size_t start, end;  /* bytes in the text */
} hs_index_field;

/* An article on its way through the reader. */
typedef struct hs_index_job {
  sqlite3_int64 article;
  sqlite3_value *date;
  sqlite3_int64 hash;
  char *text; /* the fields with an empty line between them */
  size_t bytes, room;
  hs_index_field fields[HS_INDEX_MOST_TEXTS + 1];
  int field_count;
  hearsay_article *parsed;
  hs_index_sketch *sketches; /* one of each quotation */
  uint64_t *runs;            /* of the quotations, one after the other (people/quote_key.h) */
  size_t run_count, run_room;
  hearsay_status status;
  int stage;
} hs_index_job;

typedef struct hs_index_pool hs_index_pool;

/* For many articles or one, read on so many threads, that of the connection counted. */
hs_index_pool *hs_index_pool_open(hs_index *index, int *rc, int threads, bool many);
/* Stops what is being read; NULL is ignored. */
void hs_index_pool_close(hs_index_pool *pool);
/* A job to be filled in and submitted; NULL when the next result must be taken first. */
hs_index_job *hs_index_pool_free_job(hs_index_pool *pool, size_t bytes);
void hs_index_pool_submit(hs_index_pool *pool, hs_index_job *job);
/* The job submitted first that has not been taken, when it has been read; NULL when there is none. SQLITE_INTERRUPT. */
hs_index_job *hs_index_pool_take(hs_index_pool *pool, int *rc);
/* Gives a job that was taken back. */
void hs_index_pool_release(hs_index_pool *pool, hs_index_job *job);

/* ---- what a command works with ------------------------------------------------------------------------------------ */

/* Who is in which article, and how often it is mentioned and quoted there. */
typedef struct hs_index_appearance {
  sqlite3_int64 person, article, mentions, quotes;
  size_t note;         /* where its description and further names stand in the work's notes; 0: it has neither */
  sqlite3_value *date; /* of the article, one of the work's dates; NULL: it has none */
} hs_index_appearance;

/* The date of an article whose appearances are kept back. */
typedef struct hs_index_date {
  sqlite3_value *value;
} hs_index_date;

typedef struct hs_index_cache hs_index_cache;
typedef struct hs_index_repeats hs_index_repeats;

/*
** A command at work. What would be written all over a b-tree, article by article, is kept back until there is much of it,
** and sorted.
*/
typedef struct hs_index_work {
  hs_index *index;
  hs_index_content content;
  hs_index_pool *pool;
  hs_index_cache *cache;                            /* NULL: nothing is remembered */
  sqlite3_int64 articles, quotes, mentions, failed; /* to be added to what press_config says */
  hs_index_appearance *appearances;
  size_t appearance_count, appearance_room;
  char *notes; /* see index_people.c */
  size_t note_bytes, note_room;
  hs_index_date *dates;
  size_t date_count, date_room;
  bool resolved;             /* names have been joined: groups are counted, and changes noted for the next 'resolve' */
  hs_index_repeats *repeats; /* NULL: there are none */
  /* What articles have lost is settled at the end, once for all of them. */
  hs_index_ids torn;    /* groups of quotations that have lost members */
  hs_index_ids left;    /* people that have lost appearances: they may be in no article any more */
  hs_index_ids undated; /* those that have lost their first or last date */
  hs_index_ids groups;  /* of people that have lost something */
  sqlite3_int64 last;   /* the greatest article that was written: of those behind it nothing is kept back */
} hs_index_work;

/* ---- index_texts.c ------------------------------------------------------------------------------------------------ */

/*
** Numbers that a command has lately found in the tables. They go with the command, since a rollback may take back what they
** are of. NULL when there is no memory: then all are looked up.
*/
hs_index_cache *hs_index_cache_open(bool many);   /* many articles, or one */
void hs_index_cache_close(hs_index_cache *cache); /* NULL is ignored */
/* 0 when it is not there. `kind`: a text may have a number of each. */
sqlite3_int64 hs_index_cache_get(hs_index_cache *cache, char kind, hearsay_text text);
void hs_index_cache_put(hs_index_cache *cache, char kind, hearsay_text text, sqlite3_int64 number);
void hs_index_cache_clear(hs_index_cache *cache);

/* The number of a text in press_text, where it is put if need be; 0 of none. */
sqlite3_int64 hs_index_text_id(hs_index_work *work, int *rc, hearsay_text text);
/* Takes texts from press_text that no row has any more. */
void hs_index_clean_texts(hs_index *index, int *rc);

/* ---- index_people.c ----------------------------------------------------------------------------------------------- */

/* A person of an article, and how often the article mentions and quotes it. */
typedef struct hs_index_counted {
  sqlite3_int64 person, mentions, quotes;
  uint32_t entity; /* number of its first entity in the article, from 1; 0 where it does not matter */
} hs_index_counted;

/* The people of an article: one item each, in the order of their ids, once they are summed up. */
typedef struct hs_index_people {
  hs_index_counted *items; /* to be freed */
  size_t count, room;
} hs_index_people;

void hs_index_add_person(int *rc, hs_index_people *all, sqlite3_int64 person, sqlite3_int64 mentions,
                         sqlite3_int64 quotes); /* person 0: nobody */
void hs_index_sum_people(hs_index_people *all);
/* The people of an article as the tables have them, summed up. */
void hs_index_load_people(hs_index *index, int *rc, sqlite3_int64 article, hs_index_people *all);
/* person_id of each entity, 0 of those without a name; to be freed. */
sqlite3_int64 *hs_index_find_people(hs_index_work *work, int *rc, const hearsay_article *parsed);
/*
** Adds an article to what its people count, by HS_INDEX_COUNT_PERSON or HS_INDEX_COUNT_GROUP, or takes it away (sign -1; date
** NULL). What is new is added with appearances.
*/
void hs_index_count(hs_index *index, int *rc, hs_index_statement which, const hs_index_people *all, int sign,
                    sqlite3_value *date);
/* Notes people that an article had and has no more, or had on another date. */
void hs_index_note_left(hs_index_work *work, int *rc, const hs_index_people *old, const hs_index_people *new,
                        sqlite3_value *date, bool same_date);
/* Those of them that are in no article go, and others get their first and last dates. Appearances have to be written. */
void hs_index_settle_people(hs_index_work *work, int *rc);
/* The people of an article that was read: where they appear, and what this adds to their counts, both kept back. */
void hs_index_add_appearances(hs_index_work *work, int *rc, const hs_index_people *all, const hs_index_job *job);
void hs_index_take_appearances(hs_index_work *work, int *rc, const hs_index_people *all, sqlite3_int64 article);
/* Writes what is kept back: to be called before counts or appearances are asked for. */
void hs_index_write_appearances(hs_index_work *work, int *rc);
void hs_index_close_appearances(hs_index_work *work);

/* ---- index_groups.c ----------------------------------------------------------------------------------------------- */

/* Adds to what press_group counts of the groups of an article's people, or takes away, and notes these groups. */
void hs_index_count_groups(hs_index_work *work, int *rc, const hs_index_people *all, int sign, sqlite3_value *date);
/* When people are settled: groups that have lost somebody, or a date, are put right. */
void hs_index_settle_groups(hs_index_work *work, int *rc);
/* For the next 'resolve': an article has changed, and had these people before. */
void hs_index_note_change(hs_index_work *work, int *rc, sqlite3_int64 article, const hs_index_people *old);
/* Before a name goes. */
void hs_index_note_parted(hs_index_work *work, int *rc, sqlite3_int64 person);

/* ---- index_outlines.c --------------------------------------------------------------------------------------------- */

/* By the ids of quotations, as long as these stay what they are. NULL when there is no memory: then none is known. */
typedef struct hs_index_outlines hs_index_outlines;
hs_index_outlines *hs_index_outlines_open(void);
void hs_index_outlines_close(hs_index_outlines *outlines); /* NULL is ignored */
hs_quote_outline hs_index_outlines_get(const hs_index_outlines *outlines,
                                       sqlite3_int64 id); /* without runs: not known */
void hs_index_outlines_put(hs_index_outlines *outlines, sqlite3_int64 id, const hs_quote_outline *outline);
void hs_index_outlines_take(hs_index_outlines *outlines, sqlite3_int64 id);

/* ---- index_repeats.c ---------------------------------------------------------------------------------------------- */

/* Sketches of what was read; without bands when a quotation is too short, or no direct speech. On any thread. */
hearsay_status hs_index_sketch_quotes(const hearsay_host *host, hs_index_job *job);
/* A new quotation is to be looked for among others: number `quote`, from 0, of an article whose first one has first_id. */
void hs_index_add_sketch(hs_index_work *work, int *rc, sqlite3_int64 first_id, size_t quote,
                         const hs_index_sketch *sketch, const uint64_t *runs);
/*
** Makes the groups anew that have lost members, writes bands, and puts new quotations into the groups of those that they
** repeat.
*/
void hs_index_write_repeats(hs_index_work *work, int *rc);
void hs_index_close_repeats(hs_index_work *work);
/* Before an article's quotations are deleted: takes their bands away, and notes the groups that they were in. */
void hs_index_leave_groups(hs_index_work *work, int *rc, sqlite3_int64 article);

/* ---- index_write.c ------------------------------------------------------------------------------------------------ */

void hs_index_write(hs_index_work *work, int *rc, hs_index_job *job);
void hs_index_forget(hs_index_work *work, int *rc, sqlite3_int64 article);
bool hs_index_same_value(sqlite3_value *a, sqlite3_value *b); /* of one type and equal */
/* Two integers, or two texts or BLOBs of bytes: below 0 when the first is less, 0 when they are equal. */
int hs_index_compare_values(sqlite3_value *a, sqlite3_value *b);
void hs_index_redate(hs_index_work *work, int *rc, sqlite3_int64 article, sqlite3_value *old, sqlite3_value *new);
/* Writes and frees what the work has kept back: to be called at its end, also after an error. */
void hs_index_finish(hs_index_work *work, int *rc);

/* ---- index_sync.c, index_resolve.c, index_check.c, index_commands.c --------------------------------------------------------------- */

/* Fills a job from a row of hs_index_select_content. */
void hs_index_fill_job(hs_index *index, int *rc, sqlite3_stmt *row, hs_index_job *job);
void hs_index_rebuild(hs_index *index, int *rc);
void hs_index_sync(hs_index *index, int *rc, sqlite3_int64 most); /* most < 0: all */
void hs_index_delete_all(hs_index *index, int *rc);
/* Joins the rows of press_person that are one person or body; what was joined before is decided anew. */
void hs_index_resolve(hs_index *index, int *rc);
/* Reads one article in its writer's transaction. */
void hs_index_follow_article(hs_index *index, int *rc, sqlite3_int64 article);
/* The first thing that is wrong, NULL when nothing is; to be freed. */
char *hs_index_find_fault(hs_index *index, int *rc, bool with_articles);
int hs_index_update(sqlite3_vtab *base, int argc, sqlite3_value **argv, sqlite3_int64 *rowid);

int hs_index_register(sqlite3 *db, hs_sql_state *state);

/* ---- index_table.c ----------------------------------------------------------------------------------------------- */

enum {
  HS_INDEX_ARTICLE = 0,
  HS_INDEX_QUOTE = 1
}; /* columns; behind the quotation's come date, field, and hidden ones */
const hs_sql_table *hs_index_quotes(void);

#endif /* HS_INDEX_H */
