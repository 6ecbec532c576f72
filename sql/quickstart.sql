-- Who said what, in one article and in a table of them.
--     sqlite3 demo.db < sql/quickstart.sql         (`make demo` makes demo.db)
.load ./hearsay
.mode box

-- An article is any text. One row a quotation.
SELECT speaker, kind, cue, quote
FROM hearsay_quotes('The bridge will open in May, the mayor, Ann Lee, said. "We are late," she added, "but not lost."');

-- A column of articles: the function stands in FROM, after the table that it reads.
SELECT a.title, q.speaker, q.quote
FROM articles AS a, hearsay_quotes(a.body) AS q
WHERE q.kind = 'direct'
ORDER BY a.id, q.start
LIMIT 5;

-- Offsets count as substr() does; the words are always the article's own.
SELECT substr(a.body, q.start, q.length) AS "as printed", substr(a.body, q.mention_start, q.mention_length) AS source
FROM articles AS a, hearsay_quotes(a.body) AS q
WHERE q.mention_start IS NOT NULL
ORDER BY a.id, q.start
LIMIT 3;

-- A view keeps the query short.
CREATE TEMP VIEW said AS
SELECT a.id AS article, a.title, a.published, q.*
FROM articles AS a, hearsay_quotes(a.body) AS q;

SELECT speaker, count(*) AS quotes FROM said WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY quotes DESC LIMIT 5;
