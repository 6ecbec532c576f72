/*
** index_check.c: 'integrity-check', also for PRAGMA integrity_check: the tables agree with each other, and with the
** articles that are not pending.
*/
#include "sqlite/index.h"

/* Each is a query for something wrong: a number, and what is said about it. Those without a query are found by the one
** before them, which looks for several things at once: its second column says for which, 0 for its own. */
static const struct {
  const char *fault, *sql;
} checks[] = {
    {"press_said has rows of article %lld, press_article none",
     "SELECT article FROM @said WHERE article NOT IN (SELECT article FROM @article)"},
    {"press_place has rows of article %lld, press_article none",
     "SELECT article FROM @place WHERE article NOT IN (SELECT article FROM @article)"},
    {"article %lld has not the quotations that press_article says",
     "SELECT article FROM @article AS a LEFT JOIN (SELECT article, count(*) AS quotes, min(id) AS first_id, max(id) AS "
     "last_id FROM @said GROUP BY article) AS q USING (article) WHERE a.quotes IS NOT coalesce(q.quotes, 0) OR "
     "a.first_id "
     "IS NOT q.first_id OR q.last_id <> q.first_id + q.quotes - 1"},
    {"article %lld has not as many mentions as press_article says",
     "SELECT article FROM @article AS a WHERE mentions IS NOT (SELECT coalesce(sum(m.mentions), 0) FROM @place AS m "
     "WHERE "
     "m.article = a.article) OR mentions IS NOT (SELECT coalesce(max(m.part + m.mentions - 1), 0) FROM @place AS m "
     "WHERE "
     "m.article = a.article)"},
    {"press_place has a broken row of article %lld",
     "SELECT article FROM @place WHERE mentions NOT BETWEEN 1 AND 32 OR length(places) IS NOT 8 * mentions"},
    {"press_said %lld has a speaker_id that press_person has not",
     "SELECT id FROM @said WHERE speaker_id IS NOT NULL AND speaker_id NOT IN (SELECT person_id FROM @name)"},
    {"press_said %lld has a text that press_text has not",
     "SELECT s.id FROM @said AS s, json_each(json_array(s.source_id, nullif(s.mention, 0), s.cue_id, s.rule_id)) AS t "
     "WHERE "
     "t.type = 'integer' AND t.value NOT IN (SELECT text_id FROM @text)"},
    {"press_said %lld has a kind or code that no quotation has",
     "SELECT id FROM @quote WHERE kind IS NULL OR mention_kind IS NULL OR field IS NULL"},
    {"a mention in article %lld has an entity_id that press_person has not",
     "WITH seen AS (SELECT person_id, article, sum(mentions) AS mentions, sum(quotes) AS quotes FROM"
     " (SELECT entity_id AS person_id, article, 1 AS mentions, 0 AS quotes FROM @mention WHERE entity_id IS NOT NULL"
     " UNION ALL SELECT speaker_id, article, 0, 1 FROM @said WHERE speaker_id IS NOT NULL) GROUP BY person_id, "
     "article) "
     "SELECT article, 0 FROM seen WHERE person_id NOT IN (SELECT person_id FROM @name) "
     "UNION ALL SELECT article, 1 FROM seen AS s WHERE NOT EXISTS"
     " (SELECT * FROM @appearance AS w WHERE w.person_id = s.person_id AND w.article = s.article) "
     "UNION ALL SELECT article, 1 FROM @appearance WHERE (SELECT count(*) FROM @appearance) <> (SELECT count(*) FROM "
     "seen) AND (person_id, article) NOT IN (SELECT person_id, article FROM seen) "
     "UNION ALL SELECT person_id, 2 FROM (SELECT person_id, articles, mentions, quotes, first_date, last_date FROM "
     "@name EXCEPT SELECT person_id, count(*), sum(s.mentions), sum(s.quotes), min(date), max(date) FROM seen AS s "
     "JOIN @article USING (article) GROUP BY person_id)" /* a join would look through all of them for each */},
    {"press_appearance has not who is in article %lld, or others", NULL},
    {"person_id %lld is not counted as its quotations and mentions are", NULL},
    {"a mention in article %lld has a text, label or kind that there is not",
     "SELECT article FROM @mention WHERE mention IS NULL OR label IS NULL OR mention_kind IS NULL OR field IS NULL"},
    {"person_id %lld is the same as one that is not there, or not the first of its kind",
     "SELECT p.person_id FROM @name AS p LEFT JOIN @name AS o ON o.person_id = p.same_as "
     "WHERE p.same_as IS NOT NULL AND (o.person_id IS NULL OR o.same_as IS NOT NULL)"},
    {"person_id %lld does not count what its names do",
     "SELECT person_id FROM (SELECT * FROM @group AS g EXCEPT SELECT n.same_as, (SELECT count(DISTINCT w.article) FROM "
     "@name AS m JOIN @appearance AS w USING (person_id) WHERE m.person_id = n.same_as OR m.same_as = n.same_as), "
     "sum(o.mentions), sum(o.quotes), min(o.first_date), max(o.last_date) FROM (SELECT DISTINCT same_as FROM @name "
     "WHERE same_as IS NOT NULL) AS n JOIN @name AS o ON o.person_id = n.same_as OR o.same_as = n.same_as GROUP BY 1) "
     "UNION ALL SELECT same_as FROM @name WHERE same_as IS NOT NULL AND same_as NOT IN (SELECT person_id FROM @group)"},
    {"press_repeat has the quotation %lld, press_said has not",
     "SELECT id FROM @repeat WHERE id NOT IN (SELECT id FROM @said)"},
    {"press_repeat: %lld is in a group of its own, or in one whose first it is not",
     "SELECT r.id FROM @repeat AS r WHERE r.same_as IS NOT (SELECT min(o.id) FROM @repeat AS o WHERE o.same_as = "
     "r.same_as) "
     "OR NOT EXISTS (SELECT * FROM @repeat AS o WHERE o.same_as = r.same_as AND o.id <> r.id)"},
    {"press_band has the quotation %lld, press_said has not",
     "SELECT id FROM @band WHERE id NOT IN (SELECT id FROM @said)"},
    {"press_config counts other articles, quotations or mentions than there are (%lld articles)",
     "SELECT count(*) FROM @article HAVING count(*) IS NOT (SELECT value FROM @config WHERE name = 'articles')"
     " OR coalesce(sum(quotes), 0) IS NOT (SELECT value FROM @config WHERE name = 'quotes')"
     " OR coalesce(sum(mentions), 0) IS NOT (SELECT value FROM @config WHERE name = 'mentions')"
     " OR count(error) IS NOT (SELECT value FROM @config WHERE name = 'failed')"},
};

static char *check_tables(hs_index *index, int *rc) {
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    if (!checks[i].sql) continue;
    char *fault = NULL;
    sqlite3_stmt *row = hs_index_prepare(index, rc, "%s LIMIT 1", checks[i].sql);
    if (hs_index_row(index, rc, row)) {
      size_t found = i + (sqlite3_data_count(row) > 1 ? (size_t)sqlite3_column_int(row, 1) : 0);
      fault = sqlite3_mprintf(checks[found].fault, sqlite3_column_int64(row, 0));
      if (!fault) *rc = SQLITE_NOMEM;
    }
    sqlite3_finalize(row);
    if (fault || *rc) return fault;
  }
  return NULL;
}

/* Whether the article is to be looked at by 'sync' anyway. */
static bool is_pending(hs_index *index, int *rc, sqlite3_int64 article) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_NEXT_PENDING);
  if (*rc) return false;
  sqlite3_bind_int64(row, 1, article);
  bool found = hs_index_row(index, rc, row) && sqlite3_column_int64(row, 0) == article;
  sqlite3_reset(row);
  return found;
}

static char *check_article(hs_index *index, int *rc, const hs_index_job *job) {
  sqlite3_stmt *row = hs_index_use(index, rc, HS_INDEX_GET_ARTICLE);
  const char *fault = NULL;
  if (*rc) return NULL;
  sqlite3_bind_int64(row, 1, job->article);
  if (!hs_index_row(index, rc, row))
    fault = "article %lld has not been read: run 'sync'";
  else if (sqlite3_column_type(row, 1) != SQLITE_NULL && sqlite3_column_int64(row, 1) != job->hash)
    fault = "the text of article %lld has changed since it was read: run 'sync'";
  else if (!hs_index_same_value(sqlite3_column_value(row, 0), job->date))
    fault = "the date of article %lld has changed since it was read: run 'sync'";
  sqlite3_reset(row);
  if (*rc || !fault || is_pending(index, rc, job->article)) return NULL;
  char *message = sqlite3_mprintf(fault, job->article);
  if (!message) *rc = SQLITE_NOMEM;
  return message;
}

static char *check_articles(hs_index *index, int *rc) {
  hs_index_content content;
  hs_index_job job = {.text = NULL};
  char *fault = NULL;
  hs_index_find_content(index, rc, &content);
  if (!*rc && !content.followed) fault = sqlite3_mprintf("the triggers on %s are gone: run 'sync'", content.table);
  sqlite3_stmt *row = fault ? NULL : hs_index_select_content(index, rc, &content, "");
  while (!fault && hs_index_row(index, rc, row)) {
    hs_index_fill_job(index, rc, row, &job);
    if (!*rc) fault = check_article(index, rc, &job);
  }
  sqlite3_finalize(row);
  if (!fault && !*rc) {
    row =
        hs_index_prepare(index, rc,
                         "SELECT article FROM @article WHERE article NOT IN (SELECT c.\"%w\" FROM \"%w\".\"%w\" AS c) "
                         "AND article NOT IN (SELECT article FROM @pending) LIMIT 1",
                         content.key, index->schema, content.table);
    if (hs_index_row(index, rc, row))
      fault = sqlite3_mprintf("article %lld is in the index and no longer in %s: run 'sync'",
                              sqlite3_column_int64(row, 0), content.table);
    sqlite3_finalize(row);
  }
  sqlite3_value_free(job.date);
  sqlite3_free(job.text);
  hs_index_content_clear(&content);
  return fault;
}

char *hs_index_find_fault(hs_index *index, int *rc, bool with_articles) {
  char *fault = check_tables(index, rc);
  if (!fault && !*rc && with_articles) fault = check_articles(index, rc);
  return fault;
}
