/*
** index_resolve.c: 'resolve' joins the rows of press_person that are one person or body.
**
** A row of press_person is a name with its label. 'resolve' puts such rows into groups, and in each lets the one that is in
** most articles stand for the others: their same_as. It goes by, in this order:
**
**   1. the user's decisions: the names that the authority table gives to one person are one group, those that it gives to
**      two are never in one, whatever follows
**   2. spellings: the same name key and the same label ("LIU Bing", "Liu, Bing"). One word is not enough for a person
**   3. what articles say themselves: a name that one entity goes by beside its fullest one. Of a body any name ("the
**      International Energy Agency (IEA)" … "IEA"), of a person one of two words or more. A name that several groups go by
**      ("ADB", two banks) joins none of them
**
** So "Liu" alone is joined to nobody. Every 'resolve' decides anew from what is in the tables, so that the order in which
** articles have come does not matter, and writes only what has changed.
*/
#include "sqlite/index.h"

#include <string.h>

/* Rows of press_person, in the order of their ids. */
typedef struct person {
  sqlite3_int64 id;
  size_t group;    /* index of another of its group, or its own: a forest */
  size_t decision; /* of the group: number of the user's person, 0: none */
} person;

typedef struct people {
  hs_index *index;
  int *rc;
  person *items;
  size_t count, room;
} people;

static void load(people *all) {
  sqlite3_stmt *row = hs_index_prepare(all->index, all->rc, "SELECT person_id FROM @person ORDER BY person_id");
  while (hs_index_row(all->index, all->rc, row)) {
    if (all->count == all->room) {
      size_t room = all->room ? all->room * 2 : 256;
      person *items = sqlite3_realloc64(all->items, room * sizeof *items);
      if (!items) {
        *all->rc = SQLITE_NOMEM;
        break;
      }
      all->items = items;
      all->room = room;
    }
    all->items[all->count] = (person){.id = sqlite3_column_int64(row, 0), .group = all->count};
    all->count++;
  }
  sqlite3_finalize(row);
}

/* Index of a row by its id; `count` when it is not there. */
static size_t find(const people *all, sqlite3_int64 id) {
  size_t low = 0, high = all->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (all->items[middle].id < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < all->count && all->items[low].id == id ? low : all->count;
}

/* The first row of a row's group; the way there is shortened. */
static size_t root_of(people *all, size_t i) {
  while (all->items[i].group != i) {
    all->items[i].group = all->items[all->items[i].group].group;
    i = all->items[i].group;
  }
  return i;
}

/* Puts two groups together, unless the user has decided that they are two. */
static void join(people *all, sqlite3_int64 a, sqlite3_int64 b) {
  size_t x = find(all, a), y = find(all, b);
  if (x == all->count || y == all->count) return;
  x = root_of(all, x);
  y = root_of(all, y);
  size_t decision = all->items[x].decision, other = all->items[y].decision;
  if (x == y || (decision && other && decision != other)) return;
  if (y < x) {
    size_t less = y;
    y = x;
    x = less;
  }
  all->items[y].group = x;
  all->items[x].decision = decision ? decision : other;
}

/* ---- what joins ----------------------------------------------------------------------------------------------------------- */

/* The rows with the key of a name are the user's person. One that a decision has already is left to it. */
static void decide(people *all, const char *name, size_t number, sqlite3_int64 *first) {
  sqlite3_stmt *row = hs_index_prepare(
      all->index, all->rc,
      "SELECT person_id FROM @person WHERE name_key = hearsay_name_key(?1) AND name_key <> '' ORDER BY person_id");
  if (!*all->rc) sqlite3_bind_text(row, 1, name, -1, SQLITE_TRANSIENT);
  while (hs_index_row(all->index, all->rc, row)) {
    sqlite3_int64 id = sqlite3_column_int64(row, 0);
    size_t i = find(all, id);
    if (i == all->count) continue;
    person *found = &all->items[root_of(all, i)];
    if (found->decision && found->decision != number) continue;
    found->decision = number;
    if (*first) join(all, *first, id);
    *first = id;
  }
  sqlite3_finalize(row);
}

static void join_decisions(people *all) {
  hs_index *index = all->index;
  if (!all->items) return; /* nobody to decide about */
  char *last = NULL;
  size_t number = 0;
  sqlite3_int64 first = 0;
  if (!index->options.authority || *all->rc) return;
  sqlite3_stmt *row = hs_index_prepare(
      index, all->rc,
      "SELECT name, person FROM \"%w\".\"%w\" WHERE name IS NOT NULL AND person IS NOT NULL ORDER BY person, name",
      index->schema, index->options.authority);
  while (hs_index_row(index, all->rc, row)) {
    const char *user_person = (const char *)sqlite3_column_text(row, 1);
    if (!user_person) {
      *all->rc = SQLITE_NOMEM;
      break;
    }
    if (!last || strcmp(last, user_person) != 0) {
      sqlite3_free(last);
      last = sqlite3_mprintf("%s", user_person);
      if (!last) *all->rc = SQLITE_NOMEM;
      number++;
      first = 0;
      decide(all, last ? last : "", number, &first); /* the person's own name, too */
    }
    decide(all, (const char *)sqlite3_column_text(row, 0), number, &first);
  }
  sqlite3_finalize(row);
  sqlite3_free(last);
}

/* SQL: whether a row's name is more than a family name, with or without Mr. before it. */
#define IS_FULL(row)                                                                                                   \
  "(instr(" row ".person, ' ') AND " row ".name_key <> "                                                               \
  "hearsay_name_key(replace(" row ".person, rtrim(" row ".person, replace(" row ".person, ' ', '')), '')))"

static void join_spellings(people *all) {
  sqlite3_stmt *row = hs_index_prepare(
      all->index, all->rc,
      "SELECT p.person_id, min(o.person_id) FROM @person AS p JOIN @person AS o ON o.name_key = p.name_key AND "
      "o.label = p.label WHERE p.name_key <> '' AND (p.label <> 'person' OR " IS_FULL(
          "p") ") "
               "GROUP BY p.person_id HAVING min(o.person_id) < p.person_id ORDER BY p.person_id");
  while (hs_index_row(all->index, all->rc, row)) join(all, sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1));
  sqlite3_finalize(row);
}

/*
** A row that is another's further name in some article. They come in the order of the further name, so that all groups that
** go by it are seen before it joins the one.
*/
static void join_further_names(people *all) {
  sqlite3_stmt *row = hs_index_prepare(
      all->index, all->rc,
      "SELECT DISTINCT f.person_id, m.entity_id FROM @mention AS m JOIN @person AS f ON f.person = m.mention "
      "AND f.label = m.label WHERE m.mention_kind = 'name' AND m.entity_id <> f.person_id "
      "AND (m.label = 'organization' OR (m.label = 'person' AND " IS_FULL("f") ")) ORDER BY 1, 2");
  sqlite3_int64 name = 0, candidate = 0;
  bool several = false, more = true;
  while (more) {
    more = hs_index_row(all->index, all->rc, row);
    sqlite3_int64 next = more ? sqlite3_column_int64(row, 0) : 0, other = more ? sqlite3_column_int64(row, 1) : 0;
    if (!more || next != name) {
      if (name && !several) join(all, name, candidate);
      name = next;
      candidate = other;
      several = false;
      continue;
    }
    size_t x = find(all, candidate), y = find(all, other);
    if (x < all->count && y < all->count && root_of(all, x) != root_of(all, y)) several = true;
  }
  sqlite3_finalize(row);
}

/* ---- what is written -------------------------------------------------------------------------------------------------------- */

/* Of each group the row that is in most articles, then the one mentioned most, then the first by name. */
static size_t *choose(people *all) {
  size_t *chosen = *all->rc ? NULL : sqlite3_malloc64((all->count + 1) * sizeof *chosen);
  if (!chosen) {
    if (!*all->rc) *all->rc = SQLITE_NOMEM;
    return NULL;
  }
  for (size_t i = 0; i < all->count; i++) chosen[i] = all->count;
  sqlite3_stmt *row = hs_index_prepare(
      all->index, all->rc, "SELECT person_id FROM @person ORDER BY articles DESC, mentions DESC, person, label");
  while (hs_index_row(all->index, all->rc, row)) {
    size_t i = find(all, sqlite3_column_int64(row, 0));
    if (i < all->count && chosen[root_of(all, i)] == all->count) chosen[root_of(all, i)] = i;
  }
  sqlite3_finalize(row);
  return chosen;
}

static void write(people *all) {
  size_t *chosen = choose(all);
  sqlite3_stmt *put = hs_index_prepare(all->index, all->rc,
                                       "UPDATE @person SET same_as = ?2 WHERE person_id = ?1 AND same_as IS NOT ?2");
  for (size_t i = 0; !*all->rc && i < all->count; i++) {
    size_t main = chosen[root_of(all, i)];
    sqlite3_bind_int64(put, 1, all->items[i].id);
    if (main == i)
      sqlite3_bind_null(put, 2);
    else
      sqlite3_bind_int64(put, 2, all->items[main].id);
    hs_index_run(all->index, all->rc, put);
  }
  sqlite3_finalize(put);
  sqlite3_free(chosen);
}

void hs_index_resolve(hs_index *index, int *rc) {
  people all = {.index = index, .rc = rc};
  load(&all);
  join_decisions(&all);
  join_spellings(&all);
  join_further_names(&all);
  write(&all);
  hs_index_put_config(index, rc, "resolved", 1);
  sqlite3_free(all.items);
}
