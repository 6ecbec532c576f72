/*
** options.c: the options argument, one JSON object, checked strictly:
**
**     {"cues": ["quipped"], "titles": ["Alhaji"], "min_confidence": 0.5, "max_bytes": 1000000,
**      "entities": [{"name": "Lin Jun", "label": "person", "aliases": ["the envoy"]}]}
**
** SQLite's own parser reads it: json_tree gives one row for each value, parents before their children, and what a value
** means follows from its parent's row.
*/
#include "sqlite/sql.h"

#include <string.h>

/* The options, and the keys of an entity, in the order of their bits in `seen`. */
enum { CUES, TITLES, ENTITIES, MIN_CONFIDENCE, MAX_BYTES, OPTIONS };
enum { NAME, LABEL, ALIASES, ENTITY_KEYS };
static const char *const option_names[OPTIONS] = {"cues", "titles", "entities", "min_confidence", "max_bytes"};
static const char *const entity_keys[ENTITY_KEYS] = {"name", "label", "aliases"};

/* One row of json_tree. */
typedef struct node {
  sqlite3_int64 id, parent;
  const char *type;
  sqlite3_stmt *row;
} node;
enum { COLUMN_ID, COLUMN_PARENT, COLUMN_KEY, COLUMN_TYPE, COLUMN_ATOM };

typedef struct options_reader {
  hs_sql_options *out;
  char **error;
  size_t string_room, text_room, known_room;           /* what is left of the blocks */
  char *string;                                        /* where the next string goes */
  hearsay_text *text;                                  /* where the next text of a list goes */
  sqlite3_int64 root, list, entities, entity, aliases; /* ids of the values whose children are expected; -1: none */
  unsigned list_option;
  hearsay_known *known; /* the entity that is being read */
  unsigned seen, seen_in_entity;
} options_reader;

/* Leaves a message and returns the code to return. */
static int fail(char **error, char *message) {
  *error = message;
  return message ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* Index of a string among `count` names, `count` when it is none of them. */
static unsigned find_name(const char *const *names, unsigned count, const char *data, size_t bytes) {
  unsigned i = 0;
  while (i < count && (strlen(names[i]) != bytes || memcmp(names[i], data, bytes) != 0)) i++;
  return i;
}

static bool is(const node *value, const char *type) {
  return strcmp(value->type, type) == 0;
}

/* The text of a column; SQLITE_NOMEM. */
static int column_text(sqlite3_stmt *row, int column, hearsay_text *text) {
  text->data = (const char *)sqlite3_column_text(row, column);
  if (!text->data) return SQLITE_NOMEM;
  text->bytes = (size_t)sqlite3_column_bytes(row, column);
  return SQLITE_OK;
}

/* A copy of a string value; `what` names it when it is no string, or empty. */
static int read_string(options_reader *reader, const node *value, const char *what, hearsay_text *text) {
  hearsay_text found;
  if (!is(value, "text")) return fail(reader->error, sqlite3_mprintf("hearsay: option %s", what));
  int rc = column_text(value->row, COLUMN_ATOM, &found);
  if (rc) return rc;
  if (found.bytes == 0) return fail(reader->error, sqlite3_mprintf("hearsay: option %s, none of them empty", what));
  if (found.bytes > reader->string_room) return SQLITE_INTERNAL; /* cannot be: decoding makes strings shorter */
  memcpy(reader->string, found.data, found.bytes);
  *text = (hearsay_text){.data = reader->string, .bytes = found.bytes};
  reader->string += found.bytes;
  reader->string_room -= found.bytes;
  return SQLITE_OK;
}

/* The next string of a list that lies in `texts`. */
static int read_list_string(options_reader *reader, const node *value, const char *what, size_t *count) {
  if (reader->text_room == 0) return SQLITE_INTERNAL; /* cannot be: see make_room */
  int rc = read_string(reader, value, what, reader->text);
  if (rc) return rc;
  reader->text++;
  reader->text_room--;
  ++*count;
  return SQLITE_OK;
}

/* ---- the values, by their parents -------------------------------------------------------------------------------- */

static int read_list_item(options_reader *reader, const node *value) {
  hearsay_options *options = &reader->out->options;
  return reader->list_option == CUES
             ? read_list_string(reader, value, "\"cues\" must be an array of strings", &options->cue_count)
             : read_list_string(reader, value, "\"titles\" must be an array of strings", &options->title_count);
}

/* The entity that is being read has come to its end. */
static int finish_entity(options_reader *reader) {
  static const char *const needed[] = {"name", "label"};
  if (!reader->known) return SQLITE_OK;
  for (unsigned key = NAME; key <= LABEL; key++)
    if (!(reader->seen_in_entity & 1U << key))
      return fail(reader->error,
                  sqlite3_mprintf("hearsay: every entity in option \"entities\" must have a \"%s\"", needed[key]));
  reader->known = NULL;
  return SQLITE_OK;
}

static int begin_entity(options_reader *reader, const node *value) {
  int rc = finish_entity(reader);
  if (rc) return rc;
  if (!is(value, "object"))
    return fail(reader->error, sqlite3_mprintf("hearsay: option \"entities\" must be an array of objects"));
  if (reader->known_room == 0) return SQLITE_INTERNAL; /* cannot be: see make_room */
  reader->known_room--;
  reader->known = &reader->out->known[reader->out->options.entity_count++];
  *reader->known = (hearsay_known){.label = HEARSAY_OTHER};
  reader->seen_in_entity = 0;
  reader->entity = value->id;
  reader->aliases = -1;
  return SQLITE_OK;
}

static int read_label(options_reader *reader, const node *value) {
  hearsay_text label = {NULL, 0};
  int rc = is(value, "text") ? column_text(value->row, COLUMN_ATOM, &label) : SQLITE_OK;
  if (rc) return rc;
  for (int i = HEARSAY_PERSON; i <= HEARSAY_OTHER; i++) {
    const char *name = hearsay_label_name((hearsay_label)i);
    if (label.data && find_name(&name, 1, label.data, label.bytes) == 0) {
      reader->known->label = (hearsay_label)i;
      return SQLITE_OK;
    }
  }
  return fail(reader->error, sqlite3_mprintf("hearsay: \"label\" in option \"entities\" must be person, organization, "
                                             "place or other"));
}

static int read_entity_key(options_reader *reader, const node *value) {
  hearsay_text key;
  int rc = column_text(value->row, COLUMN_KEY, &key);
  if (rc) return rc;
  unsigned which = find_name(entity_keys, ENTITY_KEYS, key.data, key.bytes);
  if (which == ENTITY_KEYS)
    return fail(reader->error, sqlite3_mprintf("hearsay: unknown key \"%!.80s\" in option \"entities\"", key.data));
  if (reader->seen_in_entity & 1U << which)
    return fail(reader->error,
                sqlite3_mprintf("hearsay: an entity in option \"entities\" has \"%s\" twice", entity_keys[which]));
  reader->seen_in_entity |= 1U << which;
  if (which == NAME) return read_string(reader, value, "\"entities\" must have strings as names", &reader->known->name);
  if (which == LABEL) return read_label(reader, value);
  if (!is(value, "array"))
    return fail(reader->error,
                sqlite3_mprintf("hearsay: \"aliases\" in option \"entities\" must be an array of strings"));
  reader->known->aliases = reader->text;
  reader->aliases = value->id;
  return SQLITE_OK;
}

static int read_min_confidence(options_reader *reader, const node *value) {
  double number = sqlite3_column_double(value->row, COLUMN_ATOM);
  if ((!is(value, "integer") && !is(value, "real")) || !(number >= 0 && number <= 1))
    return fail(reader->error, sqlite3_mprintf("hearsay: option \"min_confidence\" must be a number from 0 to 1"));
  reader->out->options.min_confidence = number;
  return SQLITE_OK;
}

static int read_max_bytes(options_reader *reader, const node *value) {
  sqlite3_int64 number = sqlite3_column_int64(value->row, COLUMN_ATOM);
  if (!is(value, "integer") || sqlite3_column_type(value->row, COLUMN_ATOM) != SQLITE_INTEGER || number < 1)
    return fail(reader->error, sqlite3_mprintf("hearsay: option \"max_bytes\" must be a positive integer"));
  reader->out->options.max_bytes = (sqlite3_uint64)number > SIZE_MAX ? SIZE_MAX : (size_t)number;
  return SQLITE_OK;
}

static int read_array(options_reader *reader, const node *value, unsigned which) {
  if (!is(value, "array"))
    return fail(reader->error, sqlite3_mprintf("hearsay: option \"%s\" must be an array of %s", option_names[which],
                                               which == ENTITIES ? "objects" : "strings"));
  if (which == ENTITIES) {
    reader->entities = value->id;
    return SQLITE_OK;
  }
  if (which == CUES)
    reader->out->options.cues = reader->text;
  else
    reader->out->options.titles = reader->text;
  reader->list = value->id;
  reader->list_option = which;
  return SQLITE_OK;
}

static int read_option(options_reader *reader, const node *value) {
  hearsay_text key;
  int rc = column_text(value->row, COLUMN_KEY, &key);
  if (rc) return rc;
  unsigned which = find_name(option_names, OPTIONS, key.data, key.bytes);
  if (which == OPTIONS) return fail(reader->error, sqlite3_mprintf("hearsay: unknown option \"%!.80s\"", key.data));
  if (reader->seen & 1U << which)
    return fail(reader->error, sqlite3_mprintf("hearsay: option \"%s\" is given twice", option_names[which]));
  reader->seen |= 1U << which;
  if (which == MIN_CONFIDENCE) return read_min_confidence(reader, value);
  if (which == MAX_BYTES) return read_max_bytes(reader, value);
  return read_array(reader, value, which);
}

static int read_node(options_reader *reader, const node *value) {
  if (reader->root < 0) {
    reader->root = value->id;
    return is(value, "object") ? SQLITE_OK
                               : fail(reader->error, sqlite3_mprintf("hearsay: options must be a JSON object"));
  }
  if (value->parent == reader->root) return read_option(reader, value);
  if (value->parent == reader->list) return read_list_item(reader, value);
  if (value->parent == reader->entities) return begin_entity(reader, value);
  if (value->parent == reader->entity) return read_entity_key(reader, value);
  if (value->parent == reader->aliases)
    return read_list_string(reader, value, "\"entities\" must have arrays of strings as aliases",
                            &reader->known->alias_count);
  return SQLITE_INTERNAL; /* cannot be: other values' parents were errors */
}

/* ---- the statements ---------------------------------------------------------------------------------------------- */

/*
** Room for all that a JSON text of this length can hold, so that nothing moves while it is read: a string of a list
** takes three bytes at least ("a" and a comma are four), an entity with its name and label, which all but the last must
** have, more than twenty.
*/
static int make_room(options_reader *reader, size_t bytes) {
  hs_sql_options *out = reader->out;
  reader->string_room = bytes;
  reader->text_room = bytes / 3 + 1;
  reader->known_room = bytes / 20 + 1;
  out->strings = sqlite3_malloc64(bytes + 1);
  out->texts = sqlite3_malloc64(reader->text_room * sizeof *out->texts);
  out->known = sqlite3_malloc64(reader->known_room * sizeof *out->known);
  reader->string = out->strings;
  reader->text = out->texts;
  out->options.entities = out->known;
  return out->strings && out->texts && out->known ? SQLITE_OK : SQLITE_NOMEM;
}

static int prepare(sqlite3 *db, const char *sql, const char *json, size_t bytes, sqlite3_stmt **statement,
                   char **error) {
  int rc = sqlite3_prepare_v2(db, sql, -1, statement, NULL);
  if (rc == SQLITE_ERROR)
    return fail(error, sqlite3_mprintf("hearsay: options need SQLite's JSON functions: %s", sqlite3_errmsg(db)));
  if (!rc) rc = sqlite3_bind_text64(*statement, 1, json, bytes, SQLITE_STATIC, SQLITE_UTF8);
  return rc;
}

/*
** json_valid says no also when it runs out of memory; json fails properly, but takes JSON5. So both are asked, the
** first twice (and its argument written in two ways, or SQLite would ask it once). Older versions stop at a NUL, which
** JSON does not allow anywhere.
*/
static int check_json(sqlite3 *db, const char *json, size_t bytes, char **error) {
  static const char sql[] = "SELECT CASE WHEN json_valid(?1) THEN 1 WHEN json(?1) IS NULL THEN 0 "
                            "ELSE json_valid(?1 || '') END";
  sqlite3_stmt *statement = NULL;
  bool valid = false;
  int rc = prepare(db, sql, json, bytes, &statement, error);
  if (!rc && sqlite3_step(statement) == SQLITE_ROW)
    valid = sqlite3_column_int(statement, 0) != 0 && !memchr(json, 0, bytes);
  int finalized = sqlite3_finalize(statement);
  if (!rc && finalized != SQLITE_ERROR) rc = finalized; /* SQLITE_ERROR is json's: malformed */
  if (!rc && !valid) rc = fail(error, sqlite3_mprintf("hearsay: options are not valid JSON"));
  return rc;
}

static int read_tree(sqlite3 *db, const char *json, size_t bytes, options_reader *reader) {
  sqlite3_stmt *statement = NULL;
  int rc = prepare(db, "SELECT id, parent, key, type, atom FROM json_tree(?1)", json, bytes, &statement, reader->error);
  while (!rc && sqlite3_step(statement) == SQLITE_ROW) {
    node value = {.id = sqlite3_column_int64(statement, COLUMN_ID),
                  .parent = sqlite3_column_int64(statement, COLUMN_PARENT),
                  .type = (const char *)sqlite3_column_text(statement, COLUMN_TYPE),
                  .row = statement};
    rc = value.type ? read_node(reader, &value) : SQLITE_NOMEM;
  }
  int finalized = sqlite3_finalize(statement);
  if (!rc) rc = finalized;
  return rc ? rc : finish_entity(reader);
}

int hs_sql_options_read(sqlite3 *db, const char *json, size_t bytes, hs_sql_options *out, char **error) {
  options_reader reader = {
      .out = out, .error = error, .root = -1, .list = -1, .entities = -1, .entity = -1, .aliases = -1};
  int rc = check_json(db, json, bytes, error);
  if (!rc) rc = make_room(&reader, bytes);
  if (!rc) rc = read_tree(db, json, bytes, &reader);
  return rc;
}

void hs_sql_options_clear(hs_sql_options *options) {
  sqlite3_free(options->strings);
  sqlite3_free(options->texts);
  sqlite3_free(options->known);
  *options = (hs_sql_options){0};
}
