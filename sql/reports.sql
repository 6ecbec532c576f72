-- Questions for a newsroom, asked of a table of articles.
--     sqlite3 demo.db < sql/reports.sql            (`make demo` makes demo.db)
.load ./hearsay
.mode box

-- Reading an article takes a moment; what several reports ask for is read once.
CREATE TEMP TABLE said AS
SELECT a.id AS article, a.title, q.quote, q.kind, q.speaker, q.speaker_id, q.mention_kind, q.cue, q.cue_class
FROM articles AS a, hearsay_quotes(a.body) AS q;
CREATE TEMP TABLE source AS
SELECT a.id AS article, a.title, s.*
FROM articles AS a, hearsay_speakers(a.body) AS s;

.print 'Whom do we let speak? People and bodies by words quoted'
SELECT speaker, label, count(*) AS articles, sum(quotes) AS quotes, sum(words) AS words
FROM source
GROUP BY hearsay_name_key(speaker), label
ORDER BY words DESC
LIMIT 10;

.print 'Women and men among the people quoted, as far as the articles say'
SELECT coalesce(gender, 'not said') AS gender, count(*) AS people, sum(quotes) AS quotes, sum(words) AS words
FROM source
WHERE label = 'person'
GROUP BY 1
ORDER BY 2 DESC;

.print 'Articles that rest on one voice'
SELECT title, max(speaker) AS "the voice", sum(quotes) AS quotes
FROM source
GROUP BY article
HAVING count(*) = 1;

.print 'Sources without a name'
SELECT title, speaker, count(*) AS quotes
FROM said
WHERE mention_kind = 'nominal' AND NOT EXISTS (
  SELECT 1 FROM said AS other
  WHERE other.article = said.article AND other.speaker_id = said.speaker_id AND other.mention_kind = 'name')
GROUP BY article, speaker
ORDER BY quotes DESC, title
LIMIT 10;

.print 'How speech is reported'
SELECT kind, cue, cue_class, count(*) AS times
FROM said
WHERE cue IS NOT NULL
GROUP BY kind, cue, cue_class
ORDER BY times DESC, kind, cue
LIMIT 12;

.print 'The same words in two articles (a key that is shared, and most of the shorter one in the longer)'
SELECT a.title AS first, b.title AS second, a.speaker, a.quote
FROM said AS a JOIN said AS b ON a.article < b.article AND hearsay_quote_key(a.quote) = hearsay_quote_key(b.quote)
WHERE length(a.quote) > 40 AND hearsay_quote_similarity(a.quote, b.quote) >= 0.7
LIMIT 5;
