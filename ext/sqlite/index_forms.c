/*
** index_forms.c: press_form, what 'resolve' looks names up by: the further names that articles give somebody, and the keys of
** shorter forms that would fit a name: of a person its family name, a name without the middle one, an initial; of a body its
** acronym.
*/
#include "sqlite/index_resolve.h"

#include <string.h>

enum { MOST_WORDS = 8, LONGEST_NAME = 200 }; /* bytes; a longer name has no shorter forms */

char *hs_resolver_key(hs_resolver *r, const char *name, size_t bytes) {
  char *key = NULL, *error = NULL;
  size_t key_bytes = 0;
  if (*r->rc) return NULL;
  *r->rc = hs_sql_status(hearsay_name_key(hs_sql_host(r->index->state), name, bytes, &key, &key_bytes), &error);
  sqlite3_free(error);
  char *text = *r->rc ? NULL : sqlite3_realloc64(key, key_bytes + 1);
  if (!text) {
    if (!*r->rc) *r->rc = SQLITE_NOMEM;
    sqlite3_free(key);
    return NULL;
  }
  text[key_bytes] = 0;
  return text;
}

/* person_id, kind, form */
static void form_column(const hs_index_rows *rows, size_t row, int column, sqlite3_context *context) {
  const hs_resolver_form *form = (const hs_resolver_form *)rows->items + row;
  const char *texts = rows->more;
  if (column == 2)
    sqlite3_result_text64(context, texts + form->start, form->bytes, SQLITE_STATIC, SQLITE_UTF8);
  else
    sqlite3_result_int64(context, column ? form->kind : form->id);
}

void hs_resolver_write_forms(hs_resolver *r) {
  hs_index_rows rows = {form_column, r->forms, r->form_count, r->form_texts};
  hs_index_put_rows(r->index, r->rc, HS_INDEX_PUT_FORMS, &rows);
  r->form_count = r->form_bytes = 0;
}

static void add_form(hs_resolver *r, sqlite3_int64 id, int kind, const char *form, size_t bytes) {
  enum { MOST_FORMS = 4096 };
  if (r->form_count == MOST_FORMS) hs_resolver_write_forms(r);
  hs_resolver_form *forms = hs_index_room(r->rc, r->forms, r->form_count, 1, &r->form_room, sizeof *forms);
  if (forms) r->forms = forms;
  char *texts = hs_index_room(r->rc, r->form_texts, r->form_bytes, bytes, &r->form_text_room, 1);
  if (texts) r->form_texts = texts;
  if (!forms || !texts) return;
  memcpy(texts + r->form_bytes, form, bytes);
  forms[r->form_count++] = (hs_resolver_form){id, kind, r->form_bytes, bytes};
  r->form_bytes += bytes;
}

/* The key of a shorter form, unless it is the name's own. */
static void add_short(hs_resolver *r, sqlite3_int64 id, const char *own, const char *form) {
  char *key = hs_resolver_key(r, form, strlen(form));
  if (key && *key && strcmp(key, own) != 0) add_form(r, id, HS_FORM_SHORT, key, strlen(key));
  sqlite3_free(key);
}

/* The words of a name, in a copy of it; 0 when it has too many, or is too long. */
static int split(char copy[LONGEST_NAME + 1], const char *name, const char *words[MOST_WORDS]) {
  size_t bytes = strlen(name);
  int count = 0;
  if (bytes > LONGEST_NAME) return 0;
  memcpy(copy, name, bytes + 1);
  for (char *at = copy; *at;) {
    if (count == MOST_WORDS) return 0;
    words[count++] = at;
    at += strcspn(at, " ");
    if (*at) *at++ = 0;
  }
  return count;
}

/* "Lee" and "Ann" of Ann Lee, which is Ann in Lee An; "A. Lee"; of Ann Maria Lee "Ann Lee", "Ann Maria", "Maria Lee". */
static void add_short_names(hs_resolver *r, sqlite3_int64 id, const char *name, const char *own) {
  char copy[LONGEST_NAME + 1], form[LONGEST_NAME + 8];
  const char *words[MOST_WORDS];
  int count = split(copy, name, words);
  if (count < 2) return;
  const char *first = words[0], *last = words[count - 1];
  add_short(r, id, own, first);
  add_short(r, id, own, last);
  if (first[0] >= 'A' && first[0] <= 'Z' && first[1] && first[1] != '.') {
    sqlite3_snprintf(sizeof form, form, "%c. %s", first[0], last);
    add_short(r, id, own, form);
  }
  if (count < 3) return;
  sqlite3_snprintf(sizeof form, form, "%s %s", first, last);
  add_short(r, id, own, form);
  sqlite3_snprintf(sizeof form, form, "%s %s", first, words[1]);
  add_short(r, id, own, form);
  add_short(r, id, own, name + (words[1] - copy));
}

/* "NRA" of National Roads Agency: the capitals that its words begin with, three or more. */
static void add_acronym(hs_resolver *r, sqlite3_int64 id, const char *name, const char *own) {
  char copy[LONGEST_NAME + 1], acronym[MOST_WORDS + 1];
  const char *words[MOST_WORDS];
  int count = split(copy, name, words), length = 0;
  for (int i = 0; i < count; i++)
    if (words[i][0] >= 'A' && words[i][0] <= 'Z') acronym[length++] = words[i][0];
  acronym[length] = 0;
  if (length >= 3) add_short(r, id, own, acronym);
}

void hs_resolver_add_short_forms(hs_resolver *r, const hs_resolver_name *name, sqlite3_stmt *row) {
  const char *text = (const char *)sqlite3_column_text(row, 0), *key = (const char *)sqlite3_column_text(row, 2);
  if (text && key && name->label == HS_NAME_OF_PERSON && name->full)
    add_short_names(r, name->id, text, key);
  else if (text && key && name->label == HS_NAME_OF_BODY)
    add_acronym(r, name->id, text, key);
}

void hs_resolver_add_further_names(hs_resolver *r, const hs_resolver_name *name, sqlite3_stmt *row) {
  const char *at = name->exists && name->label != HS_NAME_OF_OTHER ? (const char *)sqlite3_column_text(row, 0) : NULL;
  while (at && *at) {
    size_t bytes = strcspn(at, "\n");
    if (bytes) add_form(r, name->id, HS_FORM_NAME, at, bytes);
    at += bytes + (at[bytes] != 0);
  }
}

void hs_resolver_refresh_forms(hs_resolver *r, size_t number) {
  const hs_resolver_name name = r->names[number];
  bool anew = !name.exists || name.seen < 0;
  hs_resolver_run(r, HS_RESOLVER_DELETE_FORMS, name.id, HS_FORM_NAME);
  if (anew) hs_resolver_run(r, HS_RESOLVER_DELETE_FORMS, name.id, HS_FORM_SHORT);
  if (*r->rc || !name.exists || name.label == HS_NAME_OF_OTHER) return;
  sqlite3_stmt *row = anew ? hs_resolver_use(r, HS_RESOLVER_LOAD, name.id) : NULL;
  if (row && hs_index_row(r->index, r->rc, row)) hs_resolver_add_short_forms(r, &name, row);
  if (row) sqlite3_reset(row);
  row = hs_resolver_use(r, HS_RESOLVER_NOTES, name.id);
  while (hs_index_row(r->index, r->rc, row)) hs_resolver_add_further_names(r, &name, row);
  if (row) sqlite3_reset(row);
}
