/*
** index_check.c: 'integrity-check', also for PRAGMA integrity_check: the tables agree with each other, and with the
** articles that are not pending.
*/
#include "sqlite/index.h"

/* Each is a query for something wrong: a number, and what is said about it. */
static const struct {
  const char *fault, *sql;
} checks[] = {
    {"press_quote has rows of article %lld, press_article none",
     "SELECT article FROM @quote WHERE article NOT IN (SELECT article FROM @article)"},
    {"press_mention has rows of article %lld, press_article none",
     "SELECT article FROM @mention WHERE article NOT IN (SELECT article FROM @article)"},
    {"article %lld has not as many quotations as press_article says",
     "SELECT article FROM @article AS a WHERE quotes IS NOT (SELECT count(*) FROM @quote AS q WHERE q.article = "
     "a.article)"
     " OR quotes IS NOT (SELECT coalesce(max(quote_id), 0) FROM @quote AS q WHERE q.article = a.article)"},
    {"article %lld has not as many mentions as press_article says",
     "SELECT article FROM @article AS a WHERE mentions IS NOT (SELECT count(*) FROM @mention AS m WHERE m.article = "
     "a.article)"
     " OR mentions IS NOT (SELECT coalesce(max(mention_id), 0) FROM @mention AS m WHERE m.article = a.article)"},
    {"press_quote %lld has a speaker_id that press_person has not, or with another name",
     "SELECT q.id FROM @quote AS q LEFT JOIN @person AS p ON p.person_id = q.speaker_id "
     "WHERE q.speaker_id IS NOT NULL AND (p.person_id IS NULL OR p.person IS NOT q.speaker)"},
    {"a mention in article %lld has an entity_id that press_person has not",
     "SELECT article FROM @mention WHERE entity_id IS NOT NULL AND entity_id NOT IN (SELECT person_id FROM @person)"},
    {"person_id %lld is not counted as its quotations and mentions are",
     "WITH seen AS (SELECT entity_id AS person_id, article, 1 AS mentions, 0 AS quotes FROM @mention"
     " UNION ALL SELECT speaker_id, article, 0, 1 FROM @quote), "
     "counted AS (SELECT person_id, count(DISTINCT article) AS articles, sum(seen.mentions) AS mentions,"
     " sum(seen.quotes) AS quotes, min(date) AS first_date, max(date) AS last_date"
     " FROM seen JOIN @article USING (article) WHERE person_id IS NOT NULL GROUP BY person_id) "
     "SELECT p.person_id FROM @person AS p LEFT JOIN counted AS c USING (person_id) WHERE p.articles IS NOT c.articles "
     "OR"
     " p.mentions IS NOT c.mentions OR p.quotes IS NOT c.quotes OR p.first_date IS NOT c.first_date OR"
     " p.last_date IS NOT c.last_date"},
    {"person_id %lld is the same as one that is not there, or not the first of its kind",
     "SELECT p.person_id FROM @person AS p LEFT JOIN @person AS o ON o.person_id = p.same_as "
     "WHERE p.same_as IS NOT NULL AND (o.person_id IS NULL OR o.same_as IS NOT NULL)"},
    {"press_quote %lld is in a group of its own, or in one whose first it is not",
     "SELECT q.id FROM @quote AS q WHERE q.same_as IS NOT NULL AND (q.same_as IS NOT "
     "(SELECT min(o.id) FROM @quote AS o WHERE o.same_as = q.same_as) OR "
     "(SELECT count(*) FROM @quote AS o WHERE o.same_as = q.same_as) < 2)"},
    {"press_band has the quotation %lld, press_quote has not",
     "SELECT id FROM @band WHERE id NOT IN (SELECT id FROM @quote)"},
    {"press_config counts other articles, quotations or mentions than there are (%lld articles)",
     "SELECT count(*) FROM @article HAVING count(*) IS NOT (SELECT value FROM @config WHERE name = 'articles')"
     " OR coalesce(sum(quotes), 0) IS NOT (SELECT value FROM @config WHERE name = 'quotes')"
     " OR coalesce(sum(mentions), 0) IS NOT (SELECT value FROM @config WHERE name = 'mentions')"
     " OR count(error) IS NOT (SELECT value FROM @config WHERE name = 'failed')"},
};

static char *check_tables(hs_index *index, int *rc) {
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    char *fault = NULL;
    sqlite3_stmt *row = hs_index_prepare(index, rc, "%s LIMIT 1", checks[i].sql);
    if (hs_index_row(index, rc, row)) {
      fault = sqlite3_mprintf(checks[i].fault, sqlite3_column_int64(row, 0));
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
