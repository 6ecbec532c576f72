/*
** json.c: hearsay(), an article as one JSON object:
**
**     {"paragraphs": [{"paragraph": 1, "role": "headline", …}, …], "sentences": […], "mentions": […],
**      "entities": […], "speakers": […], "quotes": […]}
**
** Keys and values are the columns of the tables (rows.c). The tokens are left out to keep it small.
*/
#include "sqlite/sql.h"

#include <math.h>
#include <string.h>

enum { ROWS_BETWEEN_POLLS = 1024 };

void hs_sql_json_array(sqlite3_str *out, const hs_sql_value *value) {
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; i < value->count; i++) {
    if (i) sqlite3_str_appendchar(out, 1, ',');
    if (value->type == HS_SQL_TEXTS)
      hs_sql_json_string(out, value->texts[i].data, value->texts[i].bytes);
    else
      sqlite3_str_appendf(out, "[%lld,%lld]", (sqlite3_int64)value->spans[i].start + 1,
                          (sqlite3_int64)value->spans[i].end - value->spans[i].start);
  }
  sqlite3_str_appendchar(out, 1, ']');
}

static void write_value(sqlite3_str *out, const hs_sql_value *value) {
  switch (value->type) {
  case HS_SQL_INTEGER: sqlite3_str_appendf(out, "%lld", value->integer); break;
  case HS_SQL_REAL: /* infinity is not JSON */
    if (isfinite(value->real)) {
      sqlite3_str_appendf(out, "%!.15g", value->real);
      break;
    }
    sqlite3_str_appendall(out, "null");
    break;
  case HS_SQL_TEXT:
  case HS_SQL_NAME: hs_sql_json_string(out, value->text.data, value->text.bytes); break;
  case HS_SQL_TEXTS:
  case HS_SQL_SPANS: hs_sql_json_array(out, value); break;
  case HS_SQL_NULL:
  default: sqlite3_str_appendall(out, "null"); break;
  }
}

/* A column's declaration is "name TYPE". */
static void write_row(sqlite3_str *out, const hs_sql_table *table, const hs_sql_article *article, size_t row) {
  for (int i = 0; table->columns[i]; i++) {
    const char *declaration = table->columns[i];
    hs_sql_value value;
    sqlite3_str_appendf(out, "%s\"%.*s\":", i ? "," : "{", (int)strcspn(declaration, " "), declaration);
    hs_sql_column(table, article, row, i, &value);
    write_value(out, &value);
  }
  sqlite3_str_appendchar(out, 1, '}');
}

static int write_table(hs_sql_state *state, const hs_sql_table *table, const hs_sql_article *article,
                       hs_sql_text *out) {
  size_t count = table->count(article->parsed);
  bool first = true;
  sqlite3_str_appendf(out->piece, "\"%s\":[", table->key);
  for (size_t row = 0; row < count && !out->rc; row++) {
    if (row % ROWS_BETWEEN_POLLS == 0 && hs_sql_interrupted(state)) return SQLITE_INTERRUPT;
    if (table->has && !table->has(article->parsed, row)) continue;
    if (!first) sqlite3_str_appendchar(out->piece, 1, ',');
    first = false;
    write_row(out->piece, table, article, row);
    hs_sql_flush(out, false);
  }
  sqlite3_str_appendchar(out->piece, 1, ']');
  return SQLITE_OK;
}

int hs_sql_write_json(hs_sql_state *state, const hs_sql_article *article, hs_sql_text *out) {
  int rc = SQLITE_OK;
  bool first = true;
  for (int i = 0; hs_sql_tables[i] && !rc; i++) {
    if (!hs_sql_tables[i]->key) continue;
    sqlite3_str_appendchar(out->piece, 1, first ? '{' : ',');
    first = false;
    rc = write_table(state, hs_sql_tables[i], article, out);
  }
  sqlite3_str_appendchar(out->piece, 1, '}');
  hs_sql_done(state);
  return rc;
}
