/*
** known_names.c: the user's own list of names (the option "entities"). Names and aliases are cut into tokens like an
** article, once a reader, and found by the hash of their first token; the longest one wins. A word that the user wrote
** with a capital is not found in small letters: "Apple" is not an apple.
*/
#include "language/naming.h"
#include "text/text.h"

#include <string.h>

typedef struct form {
  uint32_t *hashes;  /* of its tokens */
  uint64_t capitals; /* bit i: token i has a capital */
  uint32_t count;
  uint32_t known; /* whose form it is */
  uint32_t next;  /* index + 1 of the next form in the same place, longest first */
} form;

typedef struct entry {
  hearsay_text name;
  hearsay_label label;
} entry;

struct hs_known_names {
  entry *entries;
  form *forms;
  uint32_t form_count;
  uint32_t *places;     /* index + 1 of the first form */
  uint32_t place_count; /* a power of two */
};

enum { LONGEST_FORM = 64 };

static uint32_t place_of(const struct hs_known_names *names, uint32_t hash) {
  return (hash * 0x9E3779B1u >> 7) & (names->place_count - 1);
}

static uint32_t token_hash(const hs_token *token) {
  return token->kind == HS_WORD || token->kind == HS_NUMBER ? token->hash : token->fold;
}

static hearsay_status copy_text(hearsay_reader *reader, hearsay_text from, hearsay_text *to) {
  char *copy = hs_arena_allocate(&reader->arena, from.bytes + 1);
  if (!copy) return HEARSAY_NOMEM;
  if (from.bytes) memcpy(copy, from.data, from.bytes);
  *to = (hearsay_text){copy, from.bytes};
  return HEARSAY_OK;
}

/* Where a form goes: by its first two tokens, so that a long list of names with one first word stays fast. */
static uint32_t form_hash(const uint32_t *hashes, uint32_t count) {
  return count > 1 ? hashes[0] * 31 + hashes[1] : hashes[0];
}

/* Puts a form before the shorter ones of its place, behind equally long ones: the first in the list wins. */
static void place_form(struct hs_known_names *names, uint32_t index) {
  form *f = &names->forms[index];
  uint32_t *at = &names->places[place_of(names, form_hash(f->hashes, f->count))];
  while (*at && names->forms[*at - 1].count >= f->count) at = &names->forms[*at - 1].next;
  f->next = *at;
  *at = index + 1;
}

/* The tokens of `text` as a form. The scratch article lends the readers of characters and tokens. */
static hearsay_status add_form(hearsay_reader *reader, uint32_t known, hearsay_text text) {
  if (text.bytes > INT32_MAX) return HEARSAY_BAD_OPTION;
  struct hs_known_names *names = reader->known;
  hearsay_article scratch = {.memory = {.host = reader->memory.host}, .reader = reader};
  scratch.arena.memory = &scratch.memory;
  scratch.bytes = (const unsigned char *)text.data;
  scratch.byte_count = (uint32_t)text.bytes;
  if (text.bytes) {
    hs_read_characters(&scratch);
    hs_read_tokens(&scratch);
    hs_describe_tokens(&scratch);
  }
  hearsay_status status = scratch.status;
  uint32_t count = scratch.token_count < LONGEST_FORM ? scratch.token_count : LONGEST_FORM;
  if (!status && !count) status = HEARSAY_BAD_OPTION;
  form *f = &names->forms[names->form_count];
  if (!status && !(f->hashes = hs_arena_allocate(&reader->arena, count * sizeof *f->hashes))) status = HEARSAY_NOMEM;
  for (uint32_t t = 0; !status && t < count; t++) {
    f->hashes[t] = token_hash(&scratch.tokens[t]);
    if (hs_has_capital(&scratch, t)) f->capitals |= UINT64_C(1) << t;
  }
  hs_arena_free(&scratch.arena);
  if (status) return status;
  f->count = count;
  f->known = known;
  place_form(names, names->form_count++);
  return HEARSAY_OK;
}

hearsay_status hs_compile_known(hearsay_reader *reader, const hearsay_options *options) {
  if (!options->entity_count) return HEARSAY_OK;
  size_t forms = options->entity_count;
  for (size_t i = 0; i < options->entity_count; i++) forms += options->entities[i].alias_count;
  if (forms > UINT32_MAX / 4) return HEARSAY_NOMEM;
  struct hs_known_names *names = hs_arena_allocate(&reader->arena, sizeof *names);
  if (!names) return HEARSAY_NOMEM;
  names->place_count = 16;
  while (names->place_count < 2 * forms) names->place_count *= 2;
  names->entries = hs_arena_allocate(&reader->arena, options->entity_count * sizeof *names->entries);
  names->forms = hs_arena_allocate(&reader->arena, forms * sizeof *names->forms);
  names->places = hs_arena_allocate(&reader->arena, names->place_count * sizeof *names->places);
  if (!names->entries || !names->forms || !names->places) return HEARSAY_NOMEM;
  reader->known = names;
  hearsay_status status = HEARSAY_OK;
  for (uint32_t i = 0; !status && i < options->entity_count; i++) {
    const hearsay_known *known = &options->entities[i];
    names->entries[i].label = known->label;
    status = copy_text(reader, known->name, &names->entries[i].name);
    if (!status) status = add_form(reader, i, known->name);
    for (size_t j = 0; !status && j < known->alias_count; j++) status = add_form(reader, i, known->aliases[j]);
  }
  return status;
}

static bool form_is_at(const hearsay_article *article, uint32_t t, uint32_t limit, const form *f) {
  if (f->count > limit - t) return false;
  for (uint32_t i = 0; i < f->count; i++) {
    if (token_hash(&article->tokens[t + i]) != f->hashes[i]) return false;
    if (f->capitals >> i & 1 && !hs_has_capital(article, t + i)) return false;
  }
  return true;
}

/* The longest form of the place of these one or two hashes that is at token t; NULL. */
static const form *find_form(const hearsay_article *article, uint32_t t, uint32_t limit, const uint32_t *hashes,
                             uint32_t count) {
  const struct hs_known_names *names = article->reader->known;
  for (uint32_t i = names->places[place_of(names, form_hash(hashes, count))]; i; i = names->forms[i - 1].next)
    if (form_is_at(article, t, limit, &names->forms[i - 1])) return &names->forms[i - 1];
  return NULL;
}

uint32_t hs_match_known(const hearsay_article *article, uint32_t token, uint32_t limit, uint32_t *known) {
  if (!article->reader->known) return 0;
  uint32_t hashes[] = {token_hash(&article->tokens[token]), 0};
  const form *found = NULL;
  if (token + 1 < limit) {
    hashes[1] = token_hash(&article->tokens[token + 1]);
    found = find_form(article, token, limit, hashes, 2);
  }
  if (!found) found = find_form(article, token, limit, hashes, 1);
  if (!found) return 0;
  *known = found->known;
  return found->count;
}

hearsay_label hs_known_label(const hearsay_reader *reader, uint32_t known) {
  return reader->known->entries[known].label;
}

hearsay_text hs_known_text(const hearsay_reader *reader, uint32_t known) {
  return reader->known->entries[known].name;
}
