-- What `make demo` shows; :width is the terminal's, :color is 1 when it can show colour (tests/demo sets both).
.load ./hearsay

-- The headline is the title, where an article has one.
UPDATE articles SET title = coalesce(
  (SELECT text FROM hearsay_paragraphs(body) WHERE role = 'headline' ORDER BY paragraph LIMIT 1), title);

CREATE TEMP VIEW said AS
SELECT a.id AS article, a.title, q.*
FROM articles AS a, hearsay_quotes(a.body) AS q;

.mode list
SELECT char(10) || 'Who said what';
.mode box
WITH shown AS (
  SELECT article, title, start, speaker, kind, replace(replace(quote, char(13), ''), char(10), ' ') AS quote,
         row_number() OVER (PARTITION BY article ORDER BY start) AS nth
  FROM said
  WHERE speaker IS NOT NULL)
SELECT CASE WHEN length(speaker) > 26 THEN rtrim(substr(speaker, 1, 25)) || '…' ELSE speaker END AS speaker,
       kind,
       CASE WHEN length(quote) > :width - 48 THEN rtrim(substr(quote, 1, :width - 49)) || '…' ELSE quote END AS quote
FROM shown
WHERE nth <= 2
ORDER BY article, start
LIMIT 24;
.mode list
SELECT 'and ' || (count(*) - 24) || ' more in ' || count(DISTINCT article) || ' articles.' FROM said;

SELECT char(10) || 'Who speaks most';
.mode box
SELECT s.speaker, s.label, s.quotes, s.words,
       CASE WHEN length(s.description) > :width - 66 THEN rtrim(substr(s.description, 1, :width - 67)) || '…'
            ELSE coalesce(s.description, '') END AS description
FROM articles AS a, hearsay_speakers(a.body) AS s
ORDER BY s.quotes DESC, s.words DESC
LIMIT 8;

.mode list
SELECT char(10) || 'Who is mentioned';
.mode box
SELECT entity, label, count(DISTINCT a.id) AS articles, count(*) AS mentions
FROM articles AS a, hearsay_mentions(a.body) AS m
GROUP BY entity, label
ORDER BY mentions DESC, entity
LIMIT 10;

-- One article as its readers see it: what is said in colour, its cue and source underlined, names bold, and behind each
-- quotation who speaks. Marks are put in where spans start and end; between two marks stands the text.
.mode list
SELECT char(10) || 'One article, marked up: ' || title || char(10) FROM articles WHERE id = 1;
.separator "" ""
WITH
  article AS (SELECT body FROM articles WHERE id = 1),
  quote AS (SELECT q.* FROM article, hearsay_quotes(body) AS q),
  name AS (SELECT m.* FROM article, hearsay_mentions(body) AS m WHERE mention_kind = 'name'),
  stretch(start, length, first, last) AS ( -- with the terminal's codes that start and end it
    SELECT json_extract(piece.value, '$[0]'), json_extract(piece.value, '$[1]'), '36', '39'
    FROM quote, json_each(coalesce(spans, json_array(json_array(start, length)))) AS piece
    UNION ALL SELECT mention_start, mention_length, '4', '24' FROM quote WHERE mention_start IS NOT NULL
    UNION ALL SELECT cue_start, cue_length, '4', '24' FROM quote WHERE cue_start IS NOT NULL
    UNION ALL SELECT start, length, '1', '22' FROM name),
  -- at a place, what ends there comes before who spoke, and that before what starts there
  mark(place, turn, code, words) AS (
    SELECT start + length, 1, last, '' FROM stretch
    UNION ALL SELECT start + length, 2, '2', ' [' || coalesce(speaker, '?') || ']' FROM quote
    UNION ALL SELECT start + length, 3, '22', '' FROM quote
    UNION ALL SELECT start, 4, first, '' FROM stretch
    UNION ALL SELECT length(body) + 1, 5, '0', char(10) FROM article),
  piece AS (SELECT *, lag(place, 1, 1) OVER (ORDER BY place, turn) AS start FROM mark)
SELECT substr(body, start, place - start) || iif(:color, char(27) || '[' || code || 'm', '') || words
FROM piece, article
ORDER BY place, turn;

.print ''
.print 'Try next'
.print '  sqlite3 demo.db < sql/quickstart.sql'
.print '  sqlite3 demo.db < sql/reports.sql'
.print '  sqlite3 demo.db ".load ./hearsay" "SELECT hearsay_html(body) FROM articles WHERE id = 1" > article.html'
