/*
** index_groups.c: names that 'resolve' has joined, while articles come and go.
**
** press_group has a row for each name that stands for others, with what all of them count together: an article that has
** two of them once. It is kept as the counts of names are (index_people.c), so that it is right between two 'resolve', too.
** What the next one is to look at is noted in press_changed: an article that has changed, with 0 or with a name that it had
** before; and, with article 0, a name that was one with another that is gone.
*/
#include "sqlite/index.h"

void hs_index_count_groups(hs_index_work *work, int *rc, const hs_index_people *all, int sign, sqlite3_value *date) {
  hs_index_people found = {NULL, 0, 0};
  if (!work->resolved) return;
  for (size_t i = 0; !*rc && i < all->count; i++) {
    sqlite3_int64 group = hs_index_ask(work->index, rc, HS_INDEX_GROUP_OF, all->items[i].person);
    hs_index_add_person(rc, &found, group, all->items[i].mentions, all->items[i].quotes);
  }
  hs_index_sum_people(&found);
  hs_index_count(work->index, rc, HS_INDEX_COUNT_GROUP, &found, sign, date);
  for (size_t i = 0; !*rc && sign < 0 && i < found.count; i++)
    hs_index_add_id(rc, &work->groups, found.items[i].person);
  sqlite3_free(found.items);
}

void hs_index_settle_groups(hs_index_work *work, int *rc) {
  hs_index_sort_ids(&work->groups);
  for (size_t i = 0; !*rc && i < work->groups.count; i++) {
    hs_index_run_with(work->index, rc, HS_INDEX_DELETE_GROUP, work->groups.items[i]);
    hs_index_run_with(work->index, rc, HS_INDEX_DATE_GROUP, work->groups.items[i]);
  }
  work->groups.count = 0;
}

void hs_index_note_change(hs_index_work *work, int *rc, sqlite3_int64 article, const hs_index_people *old) {
  if (!work->resolved) return;
  hs_index_run_with_two(work->index, rc, HS_INDEX_NOTE_CHANGE, article, 0);
  for (size_t i = 0; i < old->count; i++)
    hs_index_run_with_two(work->index, rc, HS_INDEX_NOTE_CHANGE, article, old->items[i].person);
}

void hs_index_note_parted(hs_index_work *work, int *rc, sqlite3_int64 person) {
  if (work->resolved) hs_index_run_with(work->index, rc, HS_INDEX_NOTE_PARTED, person);
}
