/*
** index_company.c: which full name a short one stands for, by what articles say beside it.
**
** "Brandt" alone may be anybody. But where each article that has only "Brandt" points to one Nils Brandt, and to no other
** full name that it would fit, it is him. An article points to a full name
**
**   by its description    "Finance Minister Brandt" of Peru, and Nils Brandt, the Peruvian finance minister:
**                         people/description_words.h
**   by its company        other names of the article are together with the full name in another article, too. Each counts the
**                         more, the fewer articles it is in; names that are everywhere count nothing
**
** or by a little of both. It points away where both names stand in it, or descriptions contradict each other. Short names in
** many articles are left alone: they are many people's. A short name of several words ("A. Lee", "Ann Lee" for Ann Maria Lee)
** goes by the descriptions that most articles give.
*/
#include "sqlite/index_resolve.h"

#include "people/description_words.h"

#include <stdlib.h>
#include <string.h>

enum {
  MOST_ARTICLES = 12,  /* of a short name */
  MOST_DESCRIBED = 32, /* full names that may be told apart by descriptions */
  RAREST = 256,        /* articles of a name that says anything as company */
  MOST_COMPANY = 512   /* names of an article that is company: a list of all who were elected is none */
};
/* Company: so many names, and so much weight in all. Two of the rarest do when there are many articles. */
enum { SOME_NAMES = 2, SOME_WEIGHT = 5, MUCH_NAMES = 3, MUCH_WEIGHT = 9, RAREST_WEIGHT = 8, MANY_ARTICLES = 6 };

typedef enum evidence { NO_EVIDENCE, SOME, MUCH } evidence;

/* A full name that a short one may stand for. */
typedef struct candidate {
  sqlite3_int64 id;
  size_t root;
  hs_agreement agreement; /* with the description in an article */
  evidence company;
} candidate;

/* That a candidate is in an article. */
typedef struct appearance {
  sqlite3_int64 article;
  size_t candidate;
} appearance;

typedef struct candidates {
  candidate *items; /* by id */
  size_t count;
  appearance *appearances; /* by article; of a bare name's */
  size_t appearance_count, appearance_room;
} candidates;

/* ---- people of articles --------------------------------------------------------------------------------------------------- */

/* Until HS_RESOLVER_ARTICLES_KEPT other articles are asked for. */
static const hs_index_people *people_of(hs_resolver *r, sqlite3_int64 article) {
  for (size_t i = 0; i < HS_RESOLVER_ARTICLES_KEPT; i++)
    if (r->kept[i].is_loaded && r->kept[i].article == article) return &r->kept[i].people;
  hs_resolver_article *next = &r->kept[r->next_kept++ % HS_RESOLVER_ARTICLES_KEPT];
  sqlite3_free(next->people.items);
  *next = (hs_resolver_article){.article = article, .is_loaded = true};
  hs_index_load_people(r->index, r->rc, article, &next->people);
  return &next->people;
}

void hs_resolver_forget_articles(hs_resolver *r) {
  for (size_t i = 0; i < HS_RESOLVER_ARTICLES_KEPT; i++) sqlite3_free(r->kept[i].people.items);
}

/* ---- company -------------------------------------------------------------------------------------------------------------- */

int hs_resolver_weight(const hs_resolver *r, sqlite3_int64 articles) {
  sqlite3_int64 most = RAREST;
  int weight = 4;
  if (r->size < 6) most = ((sqlite3_int64)1 << (2 * r->size)) / 8; /* of few articles an eighth is everywhere */
  if (articles > most) return 0;
  for (sqlite3_int64 edge = 4; articles > edge; edge *= 4) weight--;
  return weight;
}

/* That a name of some weight is in an article. Names of one key are one here, whatever their labels are. */
typedef struct place {
  sqlite3_int64 article, name; /* name: the first of them */
  int weight, names;
} place;

typedef struct places {
  place *items;
  size_t count, room;
} places;

static int compare_places(const void *a, const void *b) {
  const place *x = a, *y = b;
  if (x->article != y->article) return x->article < y->article ? -1 : 1;
  if (x->name != y->name) return x->name < y->name ? -1 : 1;
  return y->weight - x->weight;
}

static void add_place(int *rc, places *all, sqlite3_int64 article, sqlite3_int64 name, int weight) {
  if (*rc) return;
  place *items = hs_index_room(rc, all->items, all->count, 1, &all->room, sizeof *items);
  if (!items) return;
  all->items = items;
  all->items[all->count++] = (place){.article = article, .name = name, .weight = weight, .names = 1};
}

static void add_articles_of(hs_resolver *r, places *all, sqlite3_int64 id, sqlite3_int64 name, int weight) {
  sqlite3_stmt *row = hs_resolver_use(r, HS_RESOLVER_ARTICLES, id);
  if (!row) return;
  sqlite3_bind_int(row, 2, RAREST + 1);
  while (hs_index_row(r->index, r->rc, row)) add_place(r->rc, all, sqlite3_column_int64(row, 0), name, weight);
  sqlite3_reset(row);
}

static bool is_bare(const hs_resolver_name *name) {
  return name->label == HS_NAME_OF_PERSON && !name->full;
}

/* A bare family name is no company: it is not known whose it is. With another label it may be the name of a place. */
static int weight_of(const hs_resolver *r, const hs_resolver_name *here, const hs_resolver_name *there) {
  if (!here->exists || !there->exists || (is_bare(here) && is_bare(there))) return 0;
  return hs_resolver_weight(r, here->articles > there->articles ? here->articles : there->articles);
}

/* Adds the articles that a name of an article is in, with this label or another. */
static void add_company_of(hs_resolver *r, places *all, sqlite3_int64 id) {
  hs_index_ids same = {NULL, 0, 0};
  hs_resolver_list(r, HS_RESOLVER_SIBLINGS, id, &same);
  hs_index_sort_ids(&same);
  for (size_t i = 0; !*r->rc && i < same.count; i++) {
    size_t here = hs_resolver_name_of(r, id), there = hs_resolver_name_of(r, same.items[i]);
    int weight = *r->rc ? 0 : weight_of(r, &r->names[here], &r->names[there]);
    if (weight) add_articles_of(r, all, same.items[i], same.items[0], weight);
  }
  sqlite3_free(same.items);
}

static evidence evidence_of(const hs_resolver *r, const place *p) {
  if (p->names >= MUCH_NAMES && p->weight >= MUCH_WEIGHT) return MUCH;
  if (p->names >= SOME_NAMES && p->weight >= RAREST_WEIGHT && r->size >= MANY_ARTICLES) return MUCH;
  return p->names >= SOME_NAMES && p->weight >= SOME_WEIGHT ? SOME : NO_EVIDENCE;
}

/* Articles that share some company with this one, `except` aside. To be freed. */
static places find_company(hs_resolver *r, sqlite3_int64 article, const hs_index_people *people, sqlite3_int64 except) {
  places all = {NULL, 0, 0};
  size_t kept = 0;
  if (people->count > MOST_COMPANY) return all;
  for (size_t i = 0; i < people->count; i++)
    if (people->items[i].person != except) add_company_of(r, &all, people->items[i].person);
  if (all.count) qsort(all.items, all.count, sizeof *all.items, compare_places);
  for (size_t i = 0, end; i < all.count; i = end) {
    place sum = all.items[i];
    for (end = i + 1; end < all.count && all.items[end].article == sum.article; end++) {
      if (all.items[end].name == all.items[end - 1].name) continue;
      sum.weight += all.items[end].weight;
      sum.names++;
    }
    if (sum.article != article && evidence_of(r, &sum) != NO_EVIDENCE) all.items[kept++] = sum;
  }
  all.count = kept;
  return all;
}

static void judge_bare(hs_resolver *r, const hs_index_people *people) {
  for (size_t i = 0; i < people->count; i++) {
    size_t name = hs_resolver_name_of(r, people->items[i].person);
    if (!*r->rc && !r->names[name].full) r->names[name].judged = true;
  }
}

static void judge_article(hs_resolver *r, sqlite3_int64 article) {
  judge_bare(r, people_of(r, article));
}

void hs_resolver_judge_company(hs_resolver *r, sqlite3_int64 name) {
  hs_index_ids articles = {NULL, 0, 0};
  hs_resolver_list(r, HS_RESOLVER_SIBLING_ARTICLES, name, &articles);
  for (size_t i = 0; !*r->rc && i < articles.count; i++) judge_article(r, articles.items[i]);
  sqlite3_free(articles.items);
}

void hs_resolver_judge_neighbours(hs_resolver *r, sqlite3_int64 article) {
  places near = find_company(r, article, people_of(r, article), 0);
  for (size_t i = 0; !*r->rc && i < near.count; i++) judge_article(r, near.items[i].article);
  sqlite3_free(near.items);
}

/* ---- descriptions --------------------------------------------------------------------------------------------------------- */

static bool read_description(hs_resolver *r, sqlite3_stmt *row, hs_description_words *words) {
  hearsay_text text = {.data = (const char *)sqlite3_column_text(row, 0)};
  char *error = NULL;
  words->count = 0;
  if (*r->rc || !text.data) return false;
  text.bytes = (size_t)sqlite3_column_bytes(row, 0);
  *r->rc = hs_sql_status(hs_read_description(hs_sql_host(r->index->state), text, words), &error);
  sqlite3_free(error);
  return !*r->rc && words->count;
}

/* How a description agrees with those of a name: best with one, at worst with another. */
static hs_agreement compare_with(hs_resolver *r, const hs_description_words *words, sqlite3_int64 id) {
  hs_agreement best = HS_UNRELATED;
  bool contradicts = false;
  sqlite3_stmt *row = hs_resolver_use(r, HS_RESOLVER_DESCRIPTIONS, id);
  while (hs_index_row(r->index, r->rc, row)) {
    hs_description_words other;
    if (!read_description(r, row, &other)) continue;
    hs_agreement agreement = hs_compare_descriptions(words, &other);
    if (agreement > best) best = agreement;
    contradicts = contradicts || agreement == HS_CONTRADICT;
  }
  if (row) sqlite3_reset(row);
  return contradicts && best != HS_AGREE ? HS_CONTRADICT : best;
}

/* ---- short names ---------------------------------------------------------------------------------------------------------- */

static candidates find_candidates(hs_resolver *r, size_t name) {
  candidates all = {.items = NULL};
  hs_index_ids ids = {NULL, 0, 0};
  hs_resolver_list_some(r, HS_RESOLVER_FITS, name, &ids);
  hs_index_sort_ids(&ids);
  all.items = *r->rc || !ids.count ? NULL : sqlite3_malloc64(ids.count * sizeof *all.items);
  if (!*r->rc && ids.count && !all.items) *r->rc = SQLITE_NOMEM;
  for (size_t i = 0; !*r->rc && i < ids.count; i++) {
    size_t root = hs_resolver_root(r, hs_resolver_name_of(r, ids.items[i]));
    all.items[all.count++] = (candidate){.id = ids.items[i], .root = root, .agreement = HS_UNRELATED};
  }
  sqlite3_free(ids.items);
  return all;
}

static int compare_appearances(const void *a, const void *b) {
  const appearance *x = a, *y = b;
  if (x->article != y->article) return x->article < y->article ? -1 : 1;
  return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

static void find_appearances(hs_resolver *r, candidates *all) {
  for (size_t i = 0; !*r->rc && i < all->count; i++) {
    sqlite3_stmt *row = hs_resolver_use(r, HS_RESOLVER_ARTICLES, all->items[i].id);
    if (row) sqlite3_bind_int(row, 2, -1); /* all of them */
    while (hs_index_row(r->index, r->rc, row)) {
      appearance *items =
          hs_index_room(r->rc, all->appearances, all->appearance_count, 1, &all->appearance_room, sizeof *items);
      if (!items) break;
      all->appearances = items;
      all->appearances[all->appearance_count++] = (appearance){sqlite3_column_int64(row, 0), i};
    }
    if (row) sqlite3_reset(row);
  }
  if (all->appearance_count)
    qsort(all->appearances, all->appearance_count, sizeof *all->appearances, compare_appearances);
}

/* The candidates that are in an article: the first of their appearances, and in *count how many there are. */
static const appearance *candidates_in(const candidates *all, sqlite3_int64 article, size_t *count) {
  size_t low = 0, high = all->appearance_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (all->appearances[middle].article < article)
      low = middle + 1;
    else
      high = middle;
  }
  for (high = low; high < all->appearance_count && all->appearances[high].article == article;) high++;
  *count = high - low;
  return all->appearances + low;
}

static void add_company(hs_resolver *r, const candidates *all, sqlite3_int64 id, const place *near) {
  size_t count;
  const appearance *found = candidates_in(all, near->article, &count);
  if (!count || people_of(r, near->article)->count > MOST_COMPANY) return;
  for (size_t i = 0; i < count; i++) {
    candidate *one = &all->items[found[i].candidate];
    if (evidence_of(r, near) > one->company) one->company = evidence_of(r, near);
  }
  hs_resolver_run(r, HS_RESOLVER_ADD_COMPANY, id, near->article);
}

/* Fills in what an article says about each candidate; false when one stands in it beside the short name. */
static bool look_at_article(hs_resolver *r, const candidates *all, sqlite3_int64 id, sqlite3_int64 article) {
  hs_description_words words;
  for (size_t i = 0; i < all->count; i++) {
    all->items[i].agreement = HS_UNRELATED;
    all->items[i].company = NO_EVIDENCE;
  }
  sqlite3_stmt *row = hs_resolver_use(r, HS_RESOLVER_DESCRIBED, id);
  if (!row) return false;
  sqlite3_bind_int64(row, 2, article);
  bool described = hs_index_row(r->index, r->rc, row) && read_description(r, row, &words);
  sqlite3_reset(row);
  size_t beside;
  candidates_in(all, article, &beside);
  bool alone = !beside;
  for (size_t i = 0; alone && described && all->count <= MOST_DESCRIBED && i < all->count; i++)
    all->items[i].agreement = compare_with(r, &words, all->items[i].id);
  places near = {NULL, 0, 0};
  if (alone) near = find_company(r, article, people_of(r, article), id);
  for (size_t i = 0; !*r->rc && i < near.count; i++) add_company(r, all, id, &near.items[i]);
  sqlite3_free(near.items);
  return alone;
}

static bool is_supported(const candidate *c) {
  if (c->agreement == HS_CONTRADICT) return false;
  return c->agreement == HS_AGREE || c->company == MUCH || (c->agreement == HS_ALIKE && c->company == SOME);
}

/* The candidate that an article points to, NULL when it points to none, or might to another. */
static const candidate *pointed_to(const candidates *all) {
  const candidate *found = NULL;
  for (size_t i = 0; i < all->count; i++) {
    const candidate *c = &all->items[i];
    if (!is_supported(c)) continue;
    if (found && found->root != c->root) return NULL;
    if (!found) found = c;
  }
  for (size_t i = 0; found && i < all->count; i++)
    if (all->items[i].root != found->root && all->items[i].company != NO_EVIDENCE &&
        all->items[i].agreement != HS_CONTRADICT)
      return NULL;
  return found;
}

static sqlite3_int64 bare_name(hs_resolver *r, sqlite3_int64 id, candidates *all) {
  hs_index_ids articles = {NULL, 0, 0};
  sqlite3_int64 full = 0;
  size_t root = 0;
  sqlite3_stmt *row = hs_resolver_use(r, HS_RESOLVER_ARTICLES, id);
  if (!row) return 0;
  sqlite3_bind_int(row, 2, MOST_ARTICLES + 1);
  while (hs_index_row(r->index, r->rc, row)) hs_index_add_id(r->rc, &articles, sqlite3_column_int64(row, 0));
  sqlite3_reset(row);
  bool sure = articles.count > 0 && articles.count <= MOST_ARTICLES;
  if (sure) find_appearances(r, all);
  for (size_t i = 0; sure && !*r->rc && i < articles.count; i++) {
    const candidate *found = look_at_article(r, all, id, articles.items[i]) ? pointed_to(all) : NULL;
    sure = found && (!full || found->root == root);
    if (!sure) break;
    full = found->id;
    root = found->root;
  }
  sqlite3_free(articles.items);
  return sure && !*r->rc ? full : 0;
}

static void agree_with_all(hs_resolver *r, const candidates *all, const hs_description_words *words) {
  for (size_t i = 0; i < all->count; i++) {
    hs_agreement agreement = compare_with(r, words, all->items[i].id);
    if (agreement == HS_AGREE || (agreement == HS_CONTRADICT && all->items[i].agreement != HS_AGREE))
      all->items[i].agreement = agreement;
  }
}

static sqlite3_int64 name_of_words(hs_resolver *r, sqlite3_int64 id, const candidates *all) {
  enum { MOST_DESCRIPTIONS = 16 };
  hs_description_words words[MOST_DESCRIPTIONS];
  size_t count = 0;
  if (all->count > MOST_DESCRIBED) return 0;
  sqlite3_stmt *row = hs_resolver_use(r, HS_RESOLVER_DESCRIPTIONS, id);
  while (hs_index_row(r->index, r->rc, row) && count < MOST_DESCRIPTIONS)
    count += read_description(r, row, &words[count]);
  if (row) sqlite3_reset(row);
  for (size_t i = 0; i < count; i++) agree_with_all(r, all, &words[i]);
  const candidate *found = pointed_to(all);
  for (size_t i = 0; found && i < all->count; i++)
    if (all->items[i].root == found->root && hs_resolver_number(r, HS_RESOLVER_MEET, id, all->items[i].id)) return 0;
  return found ? found->id : 0;
}

sqlite3_int64 hs_resolver_full_name(hs_resolver *r, size_t number) {
  const hs_resolver_name name = r->names[number];
  sqlite3_int64 full = 0;
  if (!r->whole) hs_resolver_run(r, HS_RESOLVER_DELETE_COMPANY, name.id, 0);
  if (*r->rc || !name.exists || name.label == HS_NAME_OF_OTHER) return 0;
  candidates all = find_candidates(r, number);
  if (all.count) full = name.full ? name_of_words(r, name.id, &all) : bare_name(r, name.id, &all);
  sqlite3_free(all.items);
  sqlite3_free(all.appearances);
  return *r->rc ? 0 : full;
}
