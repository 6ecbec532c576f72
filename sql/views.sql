-- Views on an index, which read plain tables and need no extension.
--     sqlite3 demo.db < sql/index.sql && sqlite3 demo.db < sql/views.sql
.mode box

-- Names of one person or body are one row.
CREATE TEMP VIEW who AS
SELECT p.person_id AS name_id, coalesce(p.same_as, p.person_id) AS person_id, m.person, m.label
FROM press_person AS p JOIN press_person AS m ON m.person_id = coalesce(p.same_as, p.person_id);

CREATE TEMP VIEW said AS
SELECT q.*, w.person_id, w.person, w.label, a.date
FROM press_quote AS q JOIN who AS w ON w.name_id = q.speaker_id JOIN press_article AS a USING (article);

-- Who speaks.
CREATE TEMP VIEW speakers AS
SELECT person, label, count(DISTINCT article) AS articles, count(*) AS quotes, min(date) AS first, max(date) AS last
FROM said GROUP BY person_id ORDER BY quotes DESC, person;

-- Share of voice: of all quotations of a month, in per cent.
CREATE TEMP VIEW share_of_voice AS
SELECT substr(date, 1, 7) AS month, person, count(*) AS quotes,
       round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY substr(date, 1, 7)), 1) AS share
FROM said GROUP BY month, person_id ORDER BY month, share DESC, person;

-- What each said first.
CREATE TEMP VIEW first_said AS
SELECT person, date, quote
FROM (SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY date, article, quote_id) AS nth FROM said)
WHERE nth = 1 ORDER BY date, person;

-- The same words in several articles, also trimmed: as they were printed first.
CREATE TEMP VIEW quotes_in_common AS
SELECT person, quote, articles, date AS first
FROM (SELECT *, count(*) OVER (PARTITION BY same_as) AS articles,
             row_number() OVER (PARTITION BY same_as ORDER BY date, article, quote_id) AS nth
      FROM said WHERE same_as IS NOT NULL)
WHERE nth = 1 ORDER BY articles DESC, quote;

-- Who is quoted beside whom.
CREATE TEMP VIEW beside AS
SELECT a.person AS person, b.person AS beside, count(DISTINCT a.article) AS articles
FROM said AS a JOIN said AS b ON b.article = a.article AND a.person_id < b.person_id
GROUP BY a.person_id, b.person_id ORDER BY articles DESC, person, beside;

SELECT * FROM speakers LIMIT 5;
SELECT * FROM share_of_voice LIMIT 5;
SELECT * FROM first_said LIMIT 5;
SELECT * FROM quotes_in_common LIMIT 5;
SELECT * FROM beside LIMIT 5;
