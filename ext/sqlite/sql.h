/*
** sql.h: what the files of ext/sqlite/ share. SQLite's side of hearsay, from the bottom up:
**
**     escape.c     text into JSON and HTML
**     options.c    the options argument, checked
**     state.c      what one connection keeps: readers by their options, the last articles, the interrupt
**     rows.c       the rows and columns of every table, in one place for the tables and the JSON
**     table.c      the one virtual table module behind all table-valued functions
**     json.c       hearsay()
**     html.c       hearsay_html()
**     functions.c  the scalar functions
**
** All memory is sqlite3_malloc64's. Functions that can fail return an SQLite result code; those with a `char **error`
** leave there a message for the user from sqlite3_mprintf, which the caller frees, or NULL when the code says it all.
*/
#ifndef HS_SQL_H
#define HS_SQL_H

#include "hearsay.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT3

/* ---- escape.c ---------------------------------------------------------------------------------------------------- */

/* A JSON string, quotes included, valid whatever the bytes: malformed UTF-8 becomes U+FFFD. */
void hs_sql_json_string(sqlite3_str *out, const char *data, size_t bytes);
/*
** Text for HTML's element content and quoted attributes: no markup can come from it. Malformed UTF-8 and control
** characters that are not white space become U+FFFD.
*/
void hs_sql_html_text(sqlite3_str *out, const char *data, size_t bytes);

/* ---- options.c --------------------------------------------------------------------------------------------------- */

/* The options of one JSON text. `options` points into the blocks, which hs_sql_options_clear frees. */
typedef struct hs_sql_options {
  hearsay_options options;
  hearsay_text *texts;
  hearsay_known *known;
  char *strings;
} hs_sql_options;

/* Reads and checks JSON options. `out` is to be cleared in any case; their mistakes are SQLITE_ERROR with a message. */
int hs_sql_options_read(sqlite3 *db, const char *json, size_t bytes, hs_sql_options *out, char **error);
void hs_sql_options_clear(hs_sql_options *options);

/* ---- state.c ----------------------------------------------------------------------------------------------------- */

/* What the functions and tables of one connection share. Counted: each registration holds it. */
typedef struct hs_sql_state hs_sql_state;

int hs_sql_state_new(sqlite3 *db, hs_sql_state **state); /* counted once */
hs_sql_state *hs_sql_state_hold(hs_sql_state *state);
void hs_sql_state_release(void *state); /* a destructor for SQLite's registrations */

/* Memory and interrupts for the analyser's calls that need no reader; to be followed by hs_sql_done. */
const hearsay_host *hs_sql_host(hs_sql_state *state);
/* Whether the user, or a progress handler, wants the statement to stop. To be followed by hs_sql_done. */
bool hs_sql_interrupted(hs_sql_state *state);
/* Lets go of what the questions above hold on to: an open statement would keep the connection from closing. */
void hs_sql_done(hs_sql_state *state);

/*
** The code of the connection's last call: SQLITE_INTERRUPT where SQLite returns SQLITE_ERROR for what was interrupted, from
** sqlite3_declare_vtab and, in version 3.40, from what has to connect a table.
*/
int hs_sql_code(sqlite3 *db, int code);
/* sqlite3_declare_vtab with such a code and a message. */
int hs_sql_declare(sqlite3 *db, const char *schema, char **error);

/* The result code, and message, for what the analyser returned. */
int hs_sql_status(hearsay_status status, char **error);

/* An article that was read. Read only, except to state.c. */
typedef struct hs_sql_article {
  struct hs_sql_article *next; /* in the cache, last used first */
  struct hs_sql_reader *reader;
  hearsay_article *parsed; /* NULL after reading on has failed, see `failed` */
  uint32_t *first_mention; /* of each entity: index of the mention that names it first, or HEARSAY_NONE */
  int references;          /* holders, the cache among them */
  int failed;              /* why reading on has failed: what its other holders are to return */
  hearsay_upto upto;
  size_t bytes;
  char text[]; /* the article's copy of the text; `bytes` bytes */
} hs_sql_article;

/*
** The article in `text`, not NULL, read at least as far as `upto` under `options` (NULL, or a value that may be NULL):
** from the cache if it is there. The caller gives it back with hs_sql_article_release.
*/
int hs_sql_article_open(hs_sql_state *state, sqlite3_value *text, sqlite3_value *options, hearsay_upto upto,
                        hs_sql_article **article, char **error);
/* How many articles the functions of this connection have read, and how far. */
hearsay_reads hs_sql_reads(const hs_sql_state *state);
void hs_sql_article_release(hs_sql_article *article);               /* NULL is ignored */
hearsay_text hs_sql_article_options(const hs_sql_article *article); /* data NULL when there were none */

/* ---- rows.c ------------------------------------------------------------------------------------------------------ */

/* What one column of one row holds. */
typedef struct hs_sql_value {
  enum { HS_SQL_NULL, HS_SQL_INTEGER, HS_SQL_REAL, HS_SQL_TEXT, HS_SQL_NAME, HS_SQL_TEXTS, HS_SQL_SPANS } type;
  sqlite3_int64 integer;
  double real;
  hearsay_text text;         /* TEXT: in the article or in `lemma`; NAME: constant and terminated */
  const hearsay_text *texts; /* TEXTS: `count` of them, shown as a JSON array */
  const hearsay_span *spans; /* SPANS: the same, as [start, length] in characters from 1 */
  size_t count;
  char lemma[HEARSAY_LEMMA_MAX];
} hs_sql_value;

/*
** A table: rows are numbered from 0 as the analyser numbers them, and the number plus one is the rowid and the id.
** The last of `columns` is followed by NULL; "name TYPE" each. Two hidden columns come after them: article, options.
*/
typedef struct hs_sql_table {
  const char *name;
  const char *key; /* its key in hearsay()'s object, NULL when it is not there */
  const char *const *columns;
  int id_column;             /* the column that is the rowid, -1 when there is none */
  int offset_column;         /* start, length, byte_start, byte_length begin here */
  int expected_rows;         /* in an article as they usually are */
  hearsay_upto upto;         /* what the rows need … */
  uint64_t sentence_columns; /* … and the columns, a bit each, that need HEARSAY_UPTO_SENTENCES, … */
  uint64_t tag_columns;      /* … or HEARSAY_UPTO_TAGS */
  size_t (*count)(const hearsay_article *parsed);
  bool (*has)(const hearsay_article *parsed, size_t row); /* NULL: every number has a row */
  hearsay_span (*span)(const hs_sql_article *article, size_t row);
  void (*column)(const hs_sql_article *article, size_t row, int column, hs_sql_value *value);
} hs_sql_table;

extern const hs_sql_table *const hs_sql_tables[]; /* NULL after the last one */

int hs_sql_column_count(const hs_sql_table *table); /* the hidden ones not counted */
void hs_sql_column(const hs_sql_table *table, const hs_sql_article *article, size_t row, int column,
                   hs_sql_value *value);
/* TEXTS and SPANS as a JSON array. */
void hs_sql_json_array(sqlite3_str *out, const hs_sql_value *value);

/* ---- table.c, json.c, html.c, functions.c ------------------------------------------------------------------------ */

int hs_sql_register_tables(sqlite3 *db, hs_sql_state *state);
int hs_sql_register_functions(sqlite3 *db, hs_sql_state *state);
/*
** A long text that is being written: `piece` takes what comes next, and is added to `text` from time to time. A sqlite3_str alone
** doubles its memory when it is full; this one takes a quarter more. `rc` keeps the first error.
*/
typedef struct hs_sql_text {
  sqlite3_str *piece;
  char *text; /* sqlite3_malloc64 */
  size_t length, room;
  size_t most; /* bytes: SQLITE_LIMIT_LENGTH */
  int rc;
} hs_sql_text;

/* Adds the piece to the text once it is long; `ends`: however short it is. */
void hs_sql_flush(hs_sql_text *out, bool ends);

/* Both stop early when hs_sql_interrupted, and return SQLITE_INTERRUPT then. `out` keeps its own errors. */
int hs_sql_write_json(hs_sql_state *state, const hs_sql_article *article, hs_sql_text *out);
int hs_sql_write_html(hs_sql_state *state, const hs_sql_article *article, hs_sql_text *out);

#endif /* HS_SQL_H */
