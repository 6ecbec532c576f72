/*
** entities.c: from names to entities; see people.h. What is joined by the words alone is joined in forms.c; a single word
** of a person's name is looked at each time it occurs, in surnames.c.
*/
#include "language/lexicon.h"
#include "people/forms.h"
#include "people/people.h"
#include "text/text.h"

#include <string.h>

enum { MOST_ALIASES = 32 };

/* The other names of an entity, while they are gathered: a list, newest first. */
typedef struct alias {
  uint32_t form, next; /* next: index + 1 */
} alias;

typedef struct joining {
  hs_forms forms;
  alias *aliases;
  uint32_t alias_count, alias_room;
  uint32_t *alias_of; /* of each entity: index + 1 of its first alias */
  uint32_t *best;     /* of each entity: the form of its name */
  uint32_t alias_of_room, best_room;
} joining;

/* ---- texts --------------------------------------------------------------------------------------------------------------- */

static bool is_blank(const hearsay_article *a, uint32_t c) {
  unsigned char fold = a->fold[c];
  return hs_fold_is_space(fold) || fold < ' ';
}

hearsay_text hs_clean_text(hearsay_article *article, hearsay_span span) {
  hearsay_text text = hearsay_span_text(article, span);
  bool clean = true;
  for (uint32_t c = span.start; c < span.end && clean; c++) {
    uint32_t at = (uint32_t)hearsay_byte_offset(article, c);
    bool blank = is_blank(article, c);
    clean = !blank || (article->bytes[at] == ' ' && (c + 1 >= span.end || !is_blank(article, c + 1)));
  }
  char *copy = clean ? NULL : hs_allocate(article, text.bytes + 1, 1);
  if (!copy) return text;
  size_t bytes = 0;
  bool space = false;
  for (uint32_t c = span.start; c < span.end; c++) {
    if (is_blank(article, c)) {
      space = bytes > 0;
      continue;
    }
    if (space) copy[bytes++] = ' ';
    space = false;
    size_t from = hearsay_byte_offset(article, c), to = hearsay_byte_offset(article, c + 1);
    memcpy(copy + bytes, article->bytes + from, to - from);
    bytes += to - from;
  }
  return (hearsay_text){copy, bytes};
}

uint32_t hs_add_entity(hearsay_article *article, hearsay_text name, hearsay_label label) {
  if (!hs_grow(article, (void **)&article->entities, article->entity_count, &article->entity_room,
               sizeof *article->entities))
    return HEARSAY_NONE;
  article->entities[article->entity_count] = (hearsay_entity){.name = name, .label = label};
  return article->entity_count++;
}

static hearsay_text form_text(joining *j, uint32_t form) {
  hearsay_article *a = j->forms.article;
  hs_range r = hs_form_tokens(&j->forms, form);
  return hs_clean_text(a, (hearsay_span){a->tokens[r.first].start, a->tokens[r.last - 1].end});
}

/* ---- entities from forms ------------------------------------------------------------------------------------------------- */

static uint32_t new_entity(joining *j, uint32_t form) {
  hearsay_article *a = j->forms.article;
  uint32_t count = a->entity_count;
  if (!hs_grow(a, (void **)&j->alias_of, count, &j->alias_of_room, sizeof *j->alias_of) ||
      !hs_grow(a, (void **)&j->best, count, &j->best_room, sizeof *j->best))
    return HEARSAY_NONE;
  j->alias_of[count] = 0;
  j->best[count] = form;
  return hs_add_entity(a, (hearsay_text){0}, HEARSAY_OTHER);
}

/* Notes that the entity goes by this form. */
static void add_alias(joining *j, uint32_t entity, uint32_t form) {
  hearsay_article *a = j->forms.article;
  uint32_t tried = 0;
  for (uint32_t i = j->alias_of[entity]; i; i = j->aliases[i - 1].next)
    if (j->aliases[i - 1].form == form || ++tried >= MOST_ALIASES) return;
  if (!hs_grow(a, (void **)&j->aliases, j->alias_count, &j->alias_room, sizeof *j->aliases)) return;
  j->aliases[j->alias_count] = (alias){.form = form, .next = j->alias_of[entity]};
  j->alias_of[entity] = ++j->alias_count;
}

/* A single word of a person that no full name has: one entity for each gender that titles give it. */
static uint32_t orphan_of(joining *j, uint32_t form, const hs_name *name) {
  uint32_t gender = name->gender_is_sure ? name->gender : HEARSAY_UNKNOWN;
  uint32_t *orphan = j->forms.forms[form].orphan;
  if (!gender && !orphan[0]) gender = orphan[HEARSAY_FEMALE] ? HEARSAY_FEMALE : orphan[HEARSAY_MALE] ? HEARSAY_MALE : 0;
  if (!orphan[gender] && gender && orphan[0] && !orphan[3 - gender]) orphan[gender] = orphan[0]; /* Otieno, Mr Otieno */
  if (!orphan[gender]) {
    uint32_t entity = new_entity(j, form);
    j->forms.forms[form].orphan[gender] = entity + 1;
    return entity;
  }
  return orphan[gender] - 1;
}

/* The entity of names[n], made when it is the first name of it. */
static uint32_t entity_of(joining *j, uint32_t n) {
  hs_forms *f = &j->forms;
  const hs_name *name = &f->article->names[n];
  uint32_t form = f->form_of[n], root = hs_root(f, form);
  if (f->forms[form].person && f->forms[form].words < 2 && !name->known) {
    uint32_t person = hs_person_of_word(f, n);
    if (person == HEARSAY_NONE) return orphan_of(j, form, name);
    root = person;
    f->forms[root].alone++;
  }
  f->forms[root].last = n + 1;
  if (f->forms[root].entity == HEARSAY_NONE) f->forms[root].entity = new_entity(j, form);
  return f->forms[root].entity;
}

/* ---- the name of an entity ------------------------------------------------------------------------------------------------ */

static bool is_upper(const hearsay_article *a, hs_range r) {
  for (uint32_t t = r.first; t < r.last; t++)
    if (a->tokens[t].kind == HS_WORD && a->tokens[t].shape != HS_UPPER && a->tokens[t].shape != HS_INITIAL)
      return false;
  return true;
}

/* Fuller is higher: the user's own, not a nationality, not in capitals throughout, more words, more letters. */
static uint64_t fullness(joining *j, uint32_t form) {
  const hearsay_article *a = j->forms.article;
  hs_range r = hs_form_tokens(&j->forms, form);
  uint32_t last = hs_classes(a, r.last - 1); /* "Chinese", "South Korean" */
  bool demonym = r.last - r.first <= 2 && last & HS_DEMONYM && !(last & HS_COUNTRY);
  uint64_t length = a->tokens[r.last - 1].end - a->tokens[r.first].start;
  bool known = a->names[j->forms.forms[form].name].known != 0; /* the user's own entity wins */
  return ((uint64_t)known << 52) | ((uint64_t)!demonym << 50) | ((uint64_t)!is_upper(a, r) << 48) |
         ((uint64_t)j->forms.forms[form].words << 32) | length;
}

/* The first name of a form may be the one in capitals; a later one is written better. */
static void prefer_small_letters(joining *j) {
  hs_forms *f = &j->forms;
  const hearsay_article *a = f->article;
  for (uint32_t n = 0; n < a->name_count && hs_tick(f->article); n++) {
    hs_form *form = &f->forms[f->form_of[n]];
    if (form->name != n && is_upper(a, hs_form_tokens(f, f->form_of[n])) && !is_upper(a, a->names[n].tokens))
      form->name = n;
  }
}

static uint32_t find_full(joining *j, uint32_t entity) {
  for (uint32_t i = j->alias_of[entity]; i; i = j->aliases[i - 1].next) {
    const hs_form *form = &j->forms.forms[j->aliases[i - 1].form];
    if (form->full) return form->full;
  }
  return 0;
}

static bool is_country_form(const hearsay_article *a, const hs_name *name) {
  bool demonym = name->label == HEARSAY_OTHER && hs_classes(a, name->tokens.first) & HS_DEMONYM;
  return demonym || (name->label == HEARSAY_PLACE && is_upper(a, name->tokens));
}

/*
** A country's full name stands for "U.S." or "Ugandan" when the article does not write it out; a body goes by what the
** article calls it ("FBI"). The user's own name wins.
*/
static void name_entity(joining *j, uint32_t entity) {
  hearsay_article *a = j->forms.article;
  uint32_t best = j->best[entity];
  for (uint32_t i = j->alias_of[entity]; i; i = j->aliases[i - 1].next)
    if (fullness(j, j->aliases[i - 1].form) >= fullness(j, best)) best = j->aliases[i - 1].form;
  const hs_form *form = &j->forms.forms[best];
  const hs_name *name = &a->names[form->name];
  uint32_t full = find_full(j, entity);
  if (name->known)
    a->entities[entity].name = hs_known_text(a->reader, name->known - 1);
  else if (full && form->key != hs_alias_key(full) && is_country_form(a, name))
    a->entities[entity].name = hs_alias_text(full);
  else
    a->entities[entity].name = form_text(j, best);
  j->best[entity] = best;
}

static bool same_text(hearsay_text a, hearsay_text b) {
  return a.bytes == b.bytes && (!a.bytes || memcmp(a.data, b.data, a.bytes) == 0);
}

/* The list is newest first; the entity's aliases are in order of appearance. */
static void list_aliases(joining *j, uint32_t entity) {
  hearsay_article *a = j->forms.article;
  uint32_t count = 0;
  for (uint32_t i = j->alias_of[entity]; i; i = j->aliases[i - 1].next) count++;
  if (count < 1) return;
  hearsay_text texts[MOST_ALIASES + 1];
  uint32_t kept = 0;
  for (uint32_t i = j->alias_of[entity]; i; i = j->aliases[i - 1].next) {
    hearsay_text text = form_text(j, j->aliases[i - 1].form);
    if (!same_text(text, a->entities[entity].name)) texts[kept++] = text;
  }
  hearsay_text *list = kept ? hs_allocate(a, kept, sizeof *list) : NULL;
  if (!list) return;
  for (uint32_t i = 0; i < kept; i++) list[i] = texts[kept - 1 - i];
  a->entities[entity].aliases = list;
  a->entities[entity].alias_count = kept;
}

/* ---- labels and genders ------------------------------------------------------------------------------------------------------ */

static bool is_demonym(const hearsay_article *a, const hs_name *name) {
  return name->label == HEARSAY_OTHER && name->tokens.last - name->tokens.first <= 2 &&
         hs_classes(a, name->tokens.last - 1) & HS_DEMONYM;
}

/* The label that most of its names have, by confidence; nationalities keep their own. */
static void agree_on_labels(joining *j) {
  hearsay_article *a = j->forms.article;
  float *sums = hs_resize(&a->memory, NULL, 0, ((size_t)a->entity_count + 1) * 4 * sizeof *sums);
  if (!sums) {
    a->status = HEARSAY_NOMEM;
    return;
  }
  memset(sums, 0, ((size_t)a->entity_count + 1) * 4 * sizeof *sums);
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++) {
    const hs_name *name = &a->names[n];
    float weight = name->known ? 1e6f : is_demonym(a, name) ? 1e-6f : name->confidence;
    sums[4 * name->entity + name->label] += weight;
  }
  for (uint32_t e = 0; e < a->entity_count; e++) {
    uint32_t best = 0;
    for (uint32_t label = 1; label < 4; label++)
      if (sums[4 * e + label] > sums[4 * e + best]) best = label;
    a->entities[e].label = (hearsay_label)best;
  }
  hs_release(&a->memory, sums, ((size_t)a->entity_count + 1) * 4 * sizeof *sums);
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++) {
    hs_name *name = &a->names[n];
    hearsay_entity *entity = &a->entities[name->entity];
    if (name->gender_is_sure && entity->label == HEARSAY_PERSON && !entity->gender)
      entity->gender = (hearsay_gender)name->gender;
  }
}

void hs_join_names(hearsay_article *article) {
  if (article->status) return;
  joining j = {0};
  hs_find_namesakes(article);
  hs_read_forms(article, &j.forms);
  for (uint32_t n = 0; n < article->name_count && hs_tick(article); n++) {
    uint32_t entity = entity_of(&j, n);
    if (entity == HEARSAY_NONE) break;
    article->names[n].entity = entity;
    add_alias(&j, entity, j.forms.form_of[n]);
  }
  if (!article->status) prefer_small_letters(&j);
  for (uint32_t e = 0; e < article->entity_count && hs_tick(article); e++) {
    name_entity(&j, e);
    list_aliases(&j, e);
  }
  if (!article->status) agree_on_labels(&j);
  hs_drop(article, j.aliases);
  hs_drop(article, j.alias_of);
  hs_drop(article, j.best);
  hs_free_forms(&j.forms);
}
