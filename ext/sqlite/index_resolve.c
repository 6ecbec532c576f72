/*
** index_resolve.c: 'resolve' joins the names that are one person or body.
**
** A row of press_name is a name with its label. 'resolve' puts such rows into groups, and in each lets the one that is in
** most articles stand for the others: their same_as. It goes by, in this order:
**
**   1. the user's decisions: the names that the authority table gives to one person are one group, those that it gives to
**      two are never in one, whatever follows
**   2. spellings: the same name key and the same label ("LIU Bing", "Liu, Bing"). One word is not enough for a person
**   3. what articles say themselves: a name that one entity goes by beside its fullest one. Of a body any name ("the
**      International Energy Agency (IEA)" … "IEA"), of a person one of two words or more. A name that several groups go by
**      ("ADB", two banks) joins none of them
**   4. shorter names ("Liu" alone, "B. Liu", "IEA" for the agency's initials) where descriptions and company point to one full
**      name: index_company.c. What the user has decided stays where it is
**
** The first three make names one ("expand"), the last makes links between them; both together are the groups. A group depends
** on what the tables have and not on the order in which it came. So 'resolve' only looks again at what has changed since the
** last one (press_changed) and at what that may reach: names with the key or a further name of one that has changed, those
** that were one with it, short names that would fit it or that are in articles of like company. It finds what it would find from
** nothing. It does begin from nothing the first time, when much has changed, and when there are four times as many articles, since
** what is rare depends on how many there are.
*/
#include "sqlite/index_resolve.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CALLED = 16 }; /* of so many who go by a name nobody is it */

/* What load_row() reads. */
#define NAMES(decision)                                                                                                \
  "SELECT n.person, n.label, n.name_key, n.articles, n.mentions, n.same_as, n.seen, " decision                         \
  ", n.person_id FROM @name AS n "
#define DECISION                                                                                                       \
  "(SELECT (SELECT min(o.decision_id) FROM @decision AS o WHERE o.person = d.person) "                                 \
  "FROM @decision AS d WHERE d.name_key = n.name_key)"
#define ALL_NAMES(decision) NAMES(decision) "ORDER BY n.person_id"

static const char *const statements[HS_RESOLVER_STATEMENTS] = {
    [HS_RESOLVER_LOAD] = NAMES(DECISION) "WHERE n.person_id = ?1",
    [HS_RESOLVER_SPELT] = "SELECT o.person_id FROM @name AS n CROSS JOIN @name AS o ON o.name_key = n.name_key AND "
                          "+o.label = n.label WHERE n.person_id = ?1 AND n.name_key <> ''",
    [HS_RESOLVER_DECIDED] = "SELECT o.person_id FROM @name AS n CROSS JOIN @decision AS d ON d.name_key = n.name_key "
                            "CROSS JOIN @decision AS e ON e.person = d.person CROSS JOIN @name AS o ON "
                            "o.name_key = e.name_key WHERE n.person_id = ?1",
    [HS_RESOLVER_GOES_BY] = "SELECT f.person_id FROM @form AS t CROSS JOIN @name AS n CROSS JOIN @name AS f ON "
                            "f.person = t.form AND f.label = n.label WHERE t.person_id = ?1 AND t.kind = 1 AND "
                            "n.person_id = ?1",
    [HS_RESOLVER_CALLED] = "SELECT n.person_id FROM @name AS f CROSS JOIN @form AS t ON t.form = f.person AND "
                           "t.kind = 1 CROSS JOIN @name AS n ON n.person_id = t.person_id AND n.label = f.label "
                           "WHERE f.person_id = ?1 AND n.person_id <> ?1 LIMIT 17",
    [HS_RESOLVER_FITTING] = "SELECT n.person_id FROM @form AS t CROSS JOIN @name AS n ON n.name_key = t.form "
                            "WHERE t.person_id = ?1 AND t.kind = 2",
    [HS_RESOLVER_FITS] = "SELECT n.person_id FROM @name AS s CROSS JOIN @form AS t ON t.form = s.name_key AND "
                         "t.kind = 2 CROSS JOIN @name AS n ON n.person_id = t.person_id AND n.label = s.label "
                         "WHERE s.person_id = ?1 AND s.name_key <> '' AND n.person_id <> ?1",
    [HS_RESOLVER_WENT_BY] = "SELECT f.person_id FROM @form AS t CROSS JOIN @name AS f ON f.person = t.form "
                            "WHERE t.person_id = ?1 AND t.kind = 1",
    [HS_RESOLVER_PEERS] = "SELECT person_id FROM @name WHERE same_as = ?1",
    [HS_RESOLVER_LINK] = "SELECT full_id FROM @link WHERE person_id = ?1",
    [HS_RESOLVER_LINKED] = "SELECT person_id FROM @link WHERE full_id = ?1",
    [HS_RESOLVER_ARTICLES] = "SELECT article FROM @appearance WHERE person_id = ?1 LIMIT ?2",
    [HS_RESOLVER_SIBLINGS] = "SELECT o.person_id FROM @name AS n CROSS JOIN @name AS o ON o.name_key = n.name_key "
                             "WHERE n.person_id = ?1 AND n.name_key <> ''",
    [HS_RESOLVER_SIBLING_ARTICLES] =
        "SELECT w.article FROM @name AS n CROSS JOIN @name AS o ON o.name_key = n.name_key CROSS JOIN @appearance AS w "
        "ON w.person_id = o.person_id WHERE n.person_id = ?1 AND n.name_key <> ''",
    [HS_RESOLVER_NOTES] = "SELECT names FROM @appearance WHERE person_id = ?1 AND names IS NOT NULL",
    [HS_RESOLVER_DESCRIPTIONS] = "SELECT description FROM @appearance WHERE person_id = ?1 AND description IS NOT "
                                 "NULL GROUP BY description ORDER BY count(*) DESC, description LIMIT 16",
    [HS_RESOLVER_DESCRIBED] = "SELECT description FROM @appearance WHERE person_id = ?1 AND article = ?2",
    [HS_RESOLVER_MEET] = "SELECT 1 FROM @appearance AS a CROSS JOIN @appearance AS b ON b.person_id = ?2 AND "
                         "b.article = a.article WHERE a.person_id = ?1 LIMIT 1",
    [HS_RESOLVER_DELETE_FORMS] = "DELETE FROM @form WHERE person_id = ?1 AND kind = ?2",
    [HS_RESOLVER_PUT_LINK] = "REPLACE INTO @link(person_id, full_id) VALUES (?1, ?2)",
    [HS_RESOLVER_DELETE_LINK] = "DELETE FROM @link WHERE person_id = ?1",
    [HS_RESOLVER_ADD_COMPANY] = "INSERT OR IGNORE INTO @company(article, person_id) VALUES (?2, ?1)",
    [HS_RESOLVER_DELETE_COMPANY] = "DELETE FROM @company WHERE person_id = ?1",
    [HS_RESOLVER_COMPANY] = "SELECT person_id FROM @company WHERE article = ?1",
    [HS_RESOLVER_JOIN] = "UPDATE @name SET same_as = nullif(?2, 0) WHERE person_id = ?1",
    [HS_RESOLVER_SEE] = "UPDATE @name SET seen = articles WHERE person_id = ?1 AND seen IS NOT articles",
    [HS_RESOLVER_UNGROUP] = "DELETE FROM @group WHERE person_id = ?1",
    [HS_RESOLVER_GROUP] =
        "INSERT INTO @group(person_id, articles, mentions, quotes, first_date, last_date) SELECT ?1, "
        "(SELECT count(DISTINCT w.article) FROM @name AS m CROSS JOIN @appearance AS w ON w.person_id = m.person_id "
        "WHERE m.person_id = ?1 OR m.same_as = ?1), sum(mentions), sum(quotes), min(first_date), max(last_date) "
        "FROM @name WHERE person_id = ?1 OR same_as = ?1 HAVING count(*) > 1",
    [HS_RESOLVER_FIRST] = "SELECT (a.person, a.label) < (b.person, b.label) FROM @name AS a, @name AS b "
                          "WHERE a.person_id = ?1 AND b.person_id = ?2",
    [HS_RESOLVER_KEYED] = "SELECT person_id FROM @name WHERE name_key = ?1",
};

/*
** Most names have no rows of these statements. When all names are looked at, one query finds those that may have some, and
** the others are not asked about. Links are made meanwhile: link_short_name().
*/
static const struct {
  hs_resolver_statement which;
  const char *names;
} seldom[] = {
    {HS_RESOLVER_SPELT, "SELECT n.person_id FROM @name AS n WHERE EXISTS (SELECT 1 FROM @name AS o WHERE o.name_key = "
                        "n.name_key AND o.person_id <> n.person_id) ORDER BY n.name_key"},
    {HS_RESOLVER_DECIDED, "SELECT n.person_id FROM @decision AS d CROSS JOIN @name AS n ON n.name_key = d.name_key"},
    {HS_RESOLVER_GOES_BY, "SELECT DISTINCT person_id FROM @form WHERE kind = 1"},
    {HS_RESOLVER_CALLED,
     "SELECT f.person_id FROM @form AS t CROSS JOIN @name AS f ON f.person = t.form WHERE t.kind = 1"},
    {HS_RESOLVER_FITS, "SELECT s.person_id FROM @name AS s WHERE EXISTS (SELECT 1 FROM @form AS t WHERE t.form = "
                       "s.name_key AND t.kind = 2) ORDER BY s.name_key"},
    {HS_RESOLVER_PEERS, "SELECT DISTINCT same_as FROM @name WHERE same_as IS NOT NULL"},
};

/* ---- statements ----------------------------------------------------------------------------------------------------------- */

sqlite3_stmt *hs_resolver_use(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id) {
  if (*r->rc) return NULL;
  sqlite3_stmt **statement = &r->statements[which];
  if (!*statement) *statement = hs_index_prepare(r->index, r->rc, "%s", statements[which]);
  if (*r->rc) return NULL;
  sqlite3_reset(*statement);
  sqlite3_bind_int64(*statement, 1, id);
  return *statement;
}

static sqlite3_stmt *use_two(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id, sqlite3_int64 second) {
  sqlite3_stmt *statement = hs_resolver_use(r, which, id);
  if (statement && sqlite3_bind_parameter_count(statement) > 1) sqlite3_bind_int64(statement, 2, second);
  return statement;
}

void hs_resolver_run(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id, sqlite3_int64 second) {
  hs_index_run(r->index, r->rc, use_two(r, which, id, second));
}

sqlite3_int64 hs_resolver_number(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id, sqlite3_int64 second) {
  sqlite3_stmt *statement = use_two(r, which, id, second);
  sqlite3_int64 number = 0;
  if (hs_index_row(r->index, r->rc, statement)) number = sqlite3_column_int64(statement, 0);
  if (statement) sqlite3_reset(statement);
  return number;
}

static bool may_have(const hs_resolver *r, size_t name, hs_resolver_statement which) {
  return !r->whole || r->names[name].has >> which & 1;
}

static void note_some(hs_resolver *r, sqlite3_int64 id, hs_resolver_statement which) {
  size_t name = hs_resolver_name_of(r, id);
  if (!*r->rc) r->names[name].has |= UINT64_C(1) << which;
}

void hs_resolver_list_some(hs_resolver *r, hs_resolver_statement which, size_t name, hs_index_ids *ids) {
  if (!*r->rc && may_have(r, name, which)) hs_resolver_list(r, which, r->names[name].id, ids);
}

void hs_resolver_list(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id, hs_index_ids *ids) {
  sqlite3_stmt *statement = hs_resolver_use(r, which, id);
  while (hs_index_row(r->index, r->rc, statement)) hs_index_add_id(r->rc, ids, sqlite3_column_int64(statement, 0));
  if (statement) sqlite3_reset(statement);
}

/* ---- names ---------------------------------------------------------------------------------------------------------------- */

static uint64_t hash_bytes(uint64_t hash, const char *text) {
  for (; text && *text; text++) hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
  return hash;
}

static size_t slot_of(const hs_resolver *r, sqlite3_int64 id) {
  size_t at = hs_index_spread(id) & (r->slot_count - 1);
  while (r->slots[at] && r->names[r->slots[at] - 1].id != id) at = (at + 1) & (r->slot_count - 1);
  return at;
}

/* Room for one name more. */
static void make_room(hs_resolver *r) {
  if (*r->rc || r->count < r->room) return;
  size_t room = r->room ? r->room * 2 : 128;
  hs_resolver_name *names = sqlite3_realloc64(r->names, room * sizeof *names);
  if (names) r->names = names;
  size_t *slots = names ? sqlite3_malloc64(room * 2 * sizeof *slots) : NULL;
  if (!slots) {
    *r->rc = SQLITE_NOMEM;
    return;
  }
  sqlite3_free(r->slots);
  memset(slots, 0, room * 2 * sizeof *slots);
  r->slots = slots;
  r->slot_count = room * 2;
  r->room = room;
  for (size_t i = 0; i < r->count; i++) r->slots[slot_of(r, r->names[i].id)] = i + 1;
}

/* Whether a name has more than one word, and its key is not that of the last one alone. */
static bool is_full(hs_resolver *r, const char *name, const char *key) {
  const char *last = name ? strrchr(name, ' ') : NULL;
  if (!last || !key) return false;
  char *family = hs_resolver_key(r, last + 1, strlen(last + 1));
  bool full = family && strcmp(family, key) != 0;
  sqlite3_free(family);
  return full;
}

static void load_row(hs_resolver *r, hs_resolver_name *name, sqlite3_stmt *row) {
  const char *text = (const char *)sqlite3_column_text(row, 0), *label = (const char *)sqlite3_column_text(row, 1);
  name->exists = true;
  name->label = !label                                                         ? HS_NAME_OF_OTHER
                : strcmp(label, hearsay_label_name(HEARSAY_PERSON)) == 0       ? HS_NAME_OF_PERSON
                : strcmp(label, hearsay_label_name(HEARSAY_ORGANIZATION)) == 0 ? HS_NAME_OF_BODY
                                                                               : HS_NAME_OF_OTHER;
  name->order = hash_bytes(hash_bytes(0xCBF29CE484222325u, text) * 31, label);
  name->articles = sqlite3_column_int64(row, 3);
  name->mentions = sqlite3_column_int64(row, 4);
  name->same_as = sqlite3_column_int64(row, 5);
  name->seen = sqlite3_column_type(row, 6) == SQLITE_NULL ? -1 : sqlite3_column_int64(row, 6);
  name->decision = sqlite3_column_int64(row, 7);
  if (name->label == HS_NAME_OF_PERSON) name->full = is_full(r, text, (const char *)sqlite3_column_text(row, 2));
}

/* Number of the name; `row` is its row of NAMES, NULL: it is looked up. */
static size_t find_name(hs_resolver *r, sqlite3_int64 id, sqlite3_stmt *row) {
  make_room(r);
  if (*r->rc) return 0;
  size_t at = slot_of(r, id), i = r->count;
  if (r->slots[at]) return r->slots[at] - 1;
  hs_resolver_name *name = &r->names[i];
  *name = (hs_resolver_name){.id = id, .seen = -1, .named = i, .next = i, .group = i, .label = HS_NAME_OF_OTHER};
  if (row) {
    load_row(r, name, row);
  } else {
    row = hs_resolver_use(r, HS_RESOLVER_LOAD, id);
    if (hs_index_row(r->index, r->rc, row)) load_row(r, name, row);
    if (row) sqlite3_reset(row);
  }
  if (*r->rc) return 0;
  r->slots[at] = ++r->count;
  return i;
}

size_t hs_resolver_name_of(hs_resolver *r, sqlite3_int64 id) {
  return find_name(r, id, NULL);
}

static void touch(hs_resolver *r, sqlite3_int64 id) {
  size_t i = hs_resolver_name_of(r, id);
  if (!*r->rc && r->names[i].exists) r->names[i].touched = true;
}

static void judge(hs_resolver *r, sqlite3_int64 id) {
  size_t i = hs_resolver_name_of(r, id);
  if (!*r->rc && r->names[i].exists) r->names[i].judged = true;
}

/* Does something with each row of a statement. */
static void for_each(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id,
                     void (*act)(hs_resolver *, sqlite3_int64)) {
  hs_index_ids ids = {NULL, 0, 0};
  hs_resolver_list(r, which, id, &ids);
  for (size_t i = 0; !*r->rc && i < ids.count; i++) act(r, ids.items[i]);
  sqlite3_free(ids.items);
}

/* ---- names that are one ------------------------------------------------------------------------------------------------------ */

static size_t root_of(hs_resolver *r, size_t i) {
  while (r->names[i].named != i) {
    r->names[i].named = r->names[r->names[i].named].named;
    i = r->names[i].named;
  }
  return i;
}

static void unite(hs_resolver *r, size_t a, size_t b) {
  size_t x = root_of(r, a), y = root_of(r, b);
  if (x == y) return;
  if (!r->names[x].decision) r->names[x].decision = r->names[y].decision;
  size_t next = r->names[x].next;
  r->names[x].next = r->names[y].next;
  r->names[y].next = next;
  r->names[y].named = x;
}

/* That somebody goes by a further name. */
typedef struct further_name {
  uint64_t order; /* of the name */
  size_t name, person;
} further_name;

/* What expanding has reached. */
typedef struct region {
  hs_index_ids queue; /* numbers of names */
  further_name *further;
  size_t further_count, further_room;
} region;

static void reach(hs_resolver *r, region *all, size_t name) {
  if (*r->rc || r->names[name].expanded || !r->names[name].exists) return;
  r->names[name].expanded = true;
  hs_index_add_id(r->rc, &all->queue, (sqlite3_int64)name);
}

static void add_further_name(hs_resolver *r, region *all, size_t name, size_t person) {
  if (*r->rc) return;
  further_name *further =
      hs_index_room(r->rc, all->further, all->further_count, 1, &all->further_room, sizeof *further);
  if (!further) return;
  all->further = further;
  all->further[all->further_count++] = (further_name){r->names[name].order, name, person};
}

/* Names that it is one with for sure: the user's decisions and spellings. */
static void reach_same(hs_resolver *r, region *all, size_t name, hs_resolver_statement which) {
  hs_index_ids ids = {NULL, 0, 0};
  hs_resolver_list_some(r, which, name, &ids);
  for (size_t i = 0; i < ids.count; i++) {
    size_t other = hs_resolver_name_of(r, ids.items[i]);
    if (*r->rc) break;
    bool is_bare = r->names[other].label == HS_NAME_OF_PERSON && !r->names[other].full;
    if (which == HS_RESOLVER_SPELT && is_bare) continue;
    reach(r, all, other);
    if (r->names[other].exists) unite(r, name, other);
  }
  sqlite3_free(ids.items);
}

static void reach_further_names(hs_resolver *r, region *all, size_t name) {
  hs_index_ids ids = {NULL, 0, 0};
  hs_resolver_list_some(r, HS_RESOLVER_CALLED, name, &ids);
  for (size_t i = 0; i < ids.count && ids.count <= MOST_CALLED; i++) {
    size_t other = hs_resolver_name_of(r, ids.items[i]);
    if (*r->rc) break;
    reach(r, all, other);
    add_further_name(r, all, name, other);
  }
  ids.count = 0;
  hs_resolver_list_some(r, HS_RESOLVER_GOES_BY, name, &ids);
  for (size_t i = 0; !*r->rc && i < ids.count; i++) reach(r, all, hs_resolver_name_of(r, ids.items[i]));
  sqlite3_free(ids.items);
}

static int compare_further_names(const void *a, const void *b) {
  const further_name *x = a, *y = b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  if (x->name != y->name) return x->name < y->name ? -1 : 1;
  return x->person < y->person ? -1 : x->person > y->person;
}

/* Joins a name to those who go by it, when they are one; whether it has. */
static bool join_further_name(hs_resolver *r, const further_name *first, size_t count) {
  size_t own = root_of(r, first->name), root = root_of(r, first->person);
  for (size_t i = 1; i < count; i++)
    if (root_of(r, first[i].person) != root) return false;
  sqlite3_int64 a = r->names[own].decision, b = r->names[root].decision;
  if (own == root || (a && b && a != b)) return false;
  unite(r, root, own);
  return true;
}

/* Until nothing more is joined: those who go by a name may have become one. */
static void join_further_names(hs_resolver *r, region *all) {
  if (all->further_count) qsort(all->further, all->further_count, sizeof *all->further, compare_further_names);
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0, end; i < all->further_count; i = end) {
      for (end = i + 1; end < all->further_count && all->further[end].name == all->further[i].name;) end++;
      more = join_further_name(r, all->further + i, end - i) || more;
    }
  }
}

void hs_resolver_expand(hs_resolver *r, size_t name) {
  region all = {.further = NULL};
  reach(r, &all, name);
  for (size_t i = 0; !*r->rc && i < all.queue.count; i++) {
    size_t one = (size_t)all.queue.items[i];
    const hs_resolver_name *n = &r->names[one];
    bool is_bare = n->label == HS_NAME_OF_PERSON && !n->full, may_go_by = n->label != HS_NAME_OF_OTHER;
    if (r->decisions) reach_same(r, &all, one, HS_RESOLVER_DECIDED);
    if (!is_bare) reach_same(r, &all, one, HS_RESOLVER_SPELT);
    if (!is_bare && may_go_by) reach_further_names(r, &all, one);
  }
  if (!*r->rc) join_further_names(r, &all);
  sqlite3_free(all.queue.items);
  sqlite3_free(all.further);
}

size_t hs_resolver_root(hs_resolver *r, size_t name) {
  if (*r->rc) return name;
  if (!r->names[name].expanded) hs_resolver_expand(r, name);
  return root_of(r, name);
}

/* ---- groups --------------------------------------------------------------------------------------------------------------- */

/* The name that all short names among those that are one stand for, as they are linked; `name` itself when there is none. */
static size_t full_name_of(hs_resolver *r, size_t name) {
  size_t found = name, i = name;
  do {
    bool linked = may_have(r, i, HS_RESOLVER_LINK);
    sqlite3_int64 id = linked ? hs_resolver_number(r, HS_RESOLVER_LINK, r->names[i].id, 0) : 0;
    size_t other = id ? hs_resolver_name_of(r, id) : 0;
    if (*r->rc) return name;
    if (id && r->names[other].exists) {
      size_t root = hs_resolver_root(r, other);
      if (root != name && found != name && found != root) return name;
      if (root != name) found = root;
    }
    i = r->names[i].next;
  } while (i != name && !*r->rc);
  return found;
}

static size_t group_of(hs_resolver *r, size_t i) {
  while (r->names[i].group != i) {
    r->names[i].group = r->names[r->names[i].group].group;
    i = r->names[i].group;
  }
  return i;
}

static void group(hs_resolver *r, size_t a, size_t b) {
  size_t x = group_of(r, a), y = group_of(r, b);
  if (x != y) r->names[y].group = x;
}

static void gather(hs_resolver *r, hs_index_ids *queue, size_t name) {
  if (*r->rc || r->names[name].reached || !r->names[name].exists) return;
  r->names[name].reached = true;
  hs_index_add_id(r->rc, queue, (sqlite3_int64)name);
}

static void gather_ids(hs_resolver *r, hs_index_ids *queue, hs_resolver_statement which, size_t name) {
  hs_index_ids ids = {NULL, 0, 0};
  hs_resolver_list_some(r, which, name, &ids);
  for (size_t i = 0; !*r->rc && i < ids.count; i++) gather(r, queue, hs_resolver_name_of(r, ids.items[i]));
  sqlite3_free(ids.items);
}

/* Everything that is, or was, in a group with what is in the queue. */
static void gather_group(hs_resolver *r, hs_index_ids *queue) {
  for (size_t i = 0; !*r->rc && i < queue->count; i++) {
    size_t name = (size_t)queue->items[i];
    sqlite3_int64 old = r->names[name].same_as;
    hs_resolver_root(r, name);
    for (size_t one = r->names[name].next; one != name; one = r->names[one].next) gather(r, queue, one);
    if (old) gather(r, queue, hs_resolver_name_of(r, old));
    gather_ids(r, queue, HS_RESOLVER_PEERS, name);
    gather_ids(r, queue, HS_RESOLVER_LINK, name);
    gather_ids(r, queue, HS_RESOLVER_LINKED, name);
  }
}

/* Whether a name is to stand for another: in more articles, mentioned more, the first by its letters. */
static bool stands_before(hs_resolver *r, size_t a, size_t b) {
  const hs_resolver_name *x = &r->names[a], *y = &r->names[b];
  if (x->articles != y->articles) return x->articles > y->articles;
  if (x->mentions != y->mentions) return x->mentions > y->mentions;
  return hs_resolver_number(r, HS_RESOLVER_FIRST, x->id, y->id);
}

/* Writes who stands for whom, and lists the names whose groups have changed. */
static void write_group(hs_resolver *r, const hs_index_ids *members, hs_index_ids *changed) {
  for (size_t i = 0; i < members->count; i++) {
    size_t name = (size_t)members->items[i];
    r->names[group_of(r, name)].chosen = name;
  }
  for (size_t i = 0; !*r->rc && i < members->count; i++) {
    size_t name = (size_t)members->items[i], *best = &r->names[group_of(r, name)].chosen;
    if (*best != name && stands_before(r, name, *best)) *best = name;
  }
  for (size_t i = 0; !*r->rc && i < members->count; i++) {
    hs_resolver_name *name = &r->names[members->items[i]];
    size_t best = r->names[group_of(r, (size_t)members->items[i])].chosen;
    sqlite3_int64 same_as = r->names[best].id == name->id ? 0 : r->names[best].id;
    if (same_as) r->names[best].stands = true;
    if (same_as == name->same_as) continue;
    hs_index_add_id(r->rc, changed, name->id);
    if (same_as) hs_index_add_id(r->rc, changed, same_as);
    if (name->same_as) hs_index_add_id(r->rc, changed, name->same_as);
    hs_resolver_run(r, HS_RESOLVER_JOIN, name->id, same_as);
    name->same_as = same_as;
  }
}

static void resolve_group(hs_resolver *r, size_t name, hs_index_ids *changed) {
  hs_index_ids members = {NULL, 0, 0};
  gather(r, &members, name);
  gather_group(r, &members);
  for (size_t i = 0; !*r->rc && i < members.count; i++) {
    size_t one = (size_t)members.items[i], root = hs_resolver_root(r, one);
    group(r, root, one);
    if (root == one && !r->names[one].decision) group(r, full_name_of(r, one), one);
  }
  if (!*r->rc) write_group(r, &members, changed);
  sqlite3_free(members.items);
}

static void resolve_groups(hs_resolver *r) {
  hs_index_ids changed = {NULL, 0, 0};
  for (size_t i = 0; !*r->rc && i < r->count; i++)
    if (r->names[i].touched && !r->names[i].reached) resolve_group(r, i, &changed);
  hs_index_sort_ids(&changed);
  for (size_t i = 0; !*r->rc && i < changed.count; i++) {
    size_t name = hs_resolver_name_of(r, changed.items[i]);
    if (may_have(r, name, HS_RESOLVER_PEERS)) hs_resolver_run(r, HS_RESOLVER_UNGROUP, changed.items[i], 0);
    if (!*r->rc && r->names[name].stands) hs_resolver_run(r, HS_RESOLVER_GROUP, changed.items[i], 0);
  }
  sqlite3_free(changed.items);
}

/* ---- the user's decisions ------------------------------------------------------------------------------------------------------ */

/* Names with a key whose decision has changed are to be looked at. Of several decisions about a name the first by person holds. */
static void read_decisions(hs_resolver *r) {
  hs_index *index = r->index;
  char *table = index->options.authority ? sqlite3_mprintf("\"%w\".\"%w\"", index->schema, index->options.authority)
                                         : sqlite3_mprintf("(SELECT NULL AS name, NULL AS person)");
  char *now = table ? sqlite3_mprintf("SELECT name_key, min(person) AS person FROM ("
                                      "SELECT hearsay_name_key(name) AS name_key, CAST(person AS TEXT) AS person "
                                      "FROM %s WHERE name IS NOT NULL UNION ALL "
                                      "SELECT hearsay_name_key(person), CAST(person AS TEXT) FROM %s) "
                                      "WHERE person IS NOT NULL AND name_key <> '' GROUP BY name_key",
                                      table, table)
                    : NULL;
  if (!*r->rc && !now) *r->rc = SQLITE_NOMEM;
  bool changes = false;
  sqlite3_stmt *row = hs_index_prepare(index, r->rc,
                                       "SELECT name_key FROM (%s EXCEPT SELECT name_key, person FROM @decision) UNION "
                                       "SELECT name_key FROM (SELECT name_key, person FROM @decision EXCEPT %s)",
                                       now, now);
  while (hs_index_row(index, r->rc, row)) {
    sqlite3_stmt *named = hs_resolver_use(r, HS_RESOLVER_KEYED, 0);
    changes = true;
    if (!named) break;
    sqlite3_bind_value(named, 1, sqlite3_column_value(row, 0));
    while (hs_index_row(index, r->rc, named)) hs_index_add_id(r->rc, &r->scratch, sqlite3_column_int64(named, 0));
    sqlite3_reset(named);
  }
  sqlite3_finalize(row);
  if (changes) {
    hs_index_exec(index, r->rc, "DELETE FROM @decision");
    hs_index_exec(index, r->rc, "INSERT INTO @decision(name_key, person) %s", now);
  }
  r->decisions = hs_index_number(index, r->rc, "SELECT 1 FROM @decision LIMIT 1");
  for (size_t i = 0; !*r->rc && i < r->scratch.count; i++) touch(r, r->scratch.items[i]);
  r->scratch.count = 0;
  sqlite3_free(now);
  sqlite3_free(table);
}

/* ---- what is looked at ----------------------------------------------------------------------------------------------------------- */

/* An index of few articles is looked at as if it had 64. */
static int size_of(sqlite3_int64 articles) {
  int size = 3;
  while (size < 30 && (sqlite3_int64)1 << (2 * size) < articles) size++;
  return size;
}

static bool is_much(hs_resolver *r) {
  enum { MUCH = 2000 };
  sqlite3_int64 changed =
      hs_index_number(r->index, r->rc, "SELECT count(*) FROM (SELECT DISTINCT article FROM @changed)");
  return changed > MUCH && changed > hs_index_get_config(r->index, r->rc, "articles") / 2;
}

static void begin(hs_resolver *r) {
  static const char *const tables[] = {"form", "link", "company", "changed"};
  r->size = size_of(hs_index_get_config(r->index, r->rc, "articles"));
  r->whole = hs_index_get_config(r->index, r->rc, "resolved_size") != r->size || is_much(r);
  for (size_t i = 0; r->whole && i < sizeof tables / sizeof *tables; i++)
    hs_index_exec(r->index, r->rc, "DELETE FROM @%s", tables[i]);
  if (r->whole) hs_index_exec(r->index, r->rc, "UPDATE @name SET seen = NULL WHERE seen IS NOT NULL");
}

static void mark_changed(hs_resolver *r, size_t name) {
  if (!*r->rc) r->names[name].changed = r->names[name].touched = r->names[name].judged = true;
}

/* All names, and their forms; one statement for all of them. */
static void mark_all(hs_resolver *r) {
  sqlite3_stmt *row = hs_index_prepare(r->index, r->rc, "%s", r->decisions ? ALL_NAMES(DECISION) : ALL_NAMES("0"));
  while (hs_index_row(r->index, r->rc, row)) {
    size_t name = find_name(r, sqlite3_column_int64(row, 8), row);
    mark_changed(r, name);
    if (!*r->rc) hs_resolver_add_short_forms(r, &r->names[name], row);
  }
  sqlite3_finalize(row);
  row = hs_index_prepare(r->index, r->rc, "SELECT names, person_id FROM @appearance WHERE names IS NOT NULL");
  while (hs_index_row(r->index, r->rc, row)) {
    size_t name = hs_resolver_name_of(r, sqlite3_column_int64(row, 1));
    if (!*r->rc) hs_resolver_add_further_names(r, &r->names[name], row);
  }
  sqlite3_finalize(row);
  hs_resolver_write_forms(r);
  for (size_t i = 0; i < sizeof seldom / sizeof *seldom; i++) {
    row = hs_index_prepare(r->index, r->rc, "%s", seldom[i].names);
    while (hs_index_row(r->index, r->rc, row)) note_some(r, sqlite3_column_int64(row, 0), seldom[i].which);
    sqlite3_finalize(row);
  }
}

/* Names of articles that have changed, before and now; the articles go into `articles`. */
static void mark_changes(hs_resolver *r, hs_index_ids *articles) {
  sqlite3_stmt *row = hs_index_prepare(r->index, r->rc, "SELECT article, person_id FROM @changed");
  while (hs_index_row(r->index, r->rc, row)) {
    if (sqlite3_column_int64(row, 1)) mark_changed(r, hs_resolver_name_of(r, sqlite3_column_int64(row, 1)));
    hs_index_add_id(r->rc, articles, sqlite3_column_int64(row, 0));
  }
  sqlite3_finalize(row);
  hs_index_sort_ids(articles);
  for (size_t i = 0; !*r->rc && i < articles->count; i++) {
    hs_index_people people = {NULL, 0, 0};
    hs_index_load_people(r->index, r->rc, articles->items[i], &people);
    for (size_t j = 0; !*r->rc && j < people.count; j++)
      mark_changed(r, hs_resolver_name_of(r, people.items[j].person));
    sqlite3_free(people.items);
  }
}

/* What a name was before, it may be no more; then its forms are written anew. */
static void refresh(hs_resolver *r, size_t name) {
  const hs_resolver_name n = r->names[name];
  for_each(r, HS_RESOLVER_WENT_BY, n.id, touch);
  for_each(r, HS_RESOLVER_FITTING, n.id, judge);
  hs_resolver_refresh_forms(r, name);
  if (!n.exists) hs_resolver_run(r, HS_RESOLVER_DELETE_LINK, n.id, 0);
  if (!n.exists) hs_resolver_run(r, HS_RESOLVER_DELETE_COMPANY, n.id, 0);
}

/* What was one with a name that is looked at is looked at as well, and what expanding reaches: it may be one with another now. */
static void spread(hs_resolver *r) {
  for (bool more = true; more && !*r->rc;) {
    more = false;
    for (size_t i = 0; !*r->rc && i < r->count; i++) {
      if (r->names[i].spread || !r->names[i].exists || !(r->names[i].touched || r->names[i].expanded)) continue;
      more = r->names[i].spread = r->names[i].touched = true;
      hs_resolver_root(r, i);
      if (r->whole) continue; /* all are looked at */
      if (r->names[i].same_as) touch(r, r->names[i].same_as);
      for_each(r, HS_RESOLVER_PEERS, r->names[i].id, touch);
    }
  }
}

/* Short names that may stand for others than before. */
static void judge_again(hs_resolver *r, const hs_index_ids *articles) {
  size_t count = r->count;
  for (size_t i = 0; !*r->rc && i < count; i++) {
    const hs_resolver_name n = r->names[i];
    if (!n.exists) continue;
    if (n.expanded) for_each(r, HS_RESOLVER_FITTING, n.id, judge);
    if (!n.changed || n.seen < 0 || hs_resolver_weight(r, n.articles) == hs_resolver_weight(r, n.seen)) continue;
    hs_resolver_judge_company(r, n.id);
  }
  for (size_t i = 0; !*r->rc && i < articles->count; i++) {
    for_each(r, HS_RESOLVER_COMPANY, articles->items[i], judge);
    hs_resolver_judge_neighbours(r, articles->items[i]);
  }
}

static void link_short_name(hs_resolver *r, size_t name) {
  sqlite3_int64 id = r->names[name].id, full = hs_resolver_full_name(r, name);
  sqlite3_int64 before = r->whole ? 0 : hs_resolver_number(r, HS_RESOLVER_LINK, id, 0);
  if (*r->rc || full == before) return;
  touch(r, id);
  if (before) touch(r, before);
  if (full) {
    hs_resolver_run(r, HS_RESOLVER_PUT_LINK, id, full);
    touch(r, full);
    note_some(r, id, HS_RESOLVER_LINK);
    note_some(r, full, HS_RESOLVER_LINKED);
  } else {
    hs_resolver_run(r, HS_RESOLVER_DELETE_LINK, id, 0);
  }
}

/* The next 'resolve' compares with what these names count now. */
static void see(hs_resolver *r) {
  if (r->whole) hs_index_exec(r->index, r->rc, "UPDATE @name SET seen = articles WHERE seen IS NOT articles");
  for (size_t i = 0; !r->whole && !*r->rc && i < r->count; i++)
    if (r->names[i].changed && r->names[i].exists) hs_resolver_run(r, HS_RESOLVER_SEE, r->names[i].id, 0);
}

static void look(hs_resolver *r) {
  hs_index_ids articles = {NULL, 0, 0};
  read_decisions(r);
  if (r->whole)
    mark_all(r);
  else
    mark_changes(r, &articles);
  for (size_t i = 0; !r->whole && !*r->rc && i < r->count; i++)
    if (r->names[i].changed) refresh(r, i);
  hs_resolver_write_forms(r);
  spread(r);
  if (!r->whole) judge_again(r, &articles);
  for (size_t i = 0; !*r->rc && i < r->count; i++)
    if (r->names[i].judged && r->names[i].exists) link_short_name(r, i);
  resolve_groups(r);
  see(r);
  sqlite3_free(articles.items);
}

void hs_index_resolve(hs_index *index, int *rc) {
  hs_resolver r = {.index = index, .rc = rc};
  begin(&r);
  look(&r);
  hs_index_exec(index, rc, "DELETE FROM @changed");
  hs_index_put_config(index, rc, "resolved", 1);
  hs_index_put_config(index, rc, "resolved_size", r.size);
  for (size_t i = 0; i < HS_RESOLVER_STATEMENTS; i++) sqlite3_finalize(r.statements[i]);
  hs_resolver_forget_articles(&r);
  sqlite3_free(r.names);
  sqlite3_free(r.slots);
  sqlite3_free(r.scratch.items);
  sqlite3_free(r.forms);
  sqlite3_free(r.form_texts);
}
