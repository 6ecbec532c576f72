-- An index: what was said is read once, kept beside the articles, and follows them.
--     sqlite3 demo.db < sql/index.sql              (`make demo` makes demo.db)
.load ./hearsay
.mode box

DROP TABLE IF EXISTS press;
CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, headline=title, date=published);

-- In steps, so that a program can show how far it is: 'sync' without a number reads all that is left.
INSERT INTO press(press, argument) VALUES ('sync', 10);
SELECT value AS "articles left" FROM press_config WHERE name = 'left';
INSERT INTO press(press) VALUES ('sync');

-- One row a quotation.
SELECT article, speaker, kind, quote FROM press ORDER BY date DESC LIMIT 5;
SELECT date, quote FROM press WHERE speaker = 'Marta Oyarzún' AND date >= '2026-03-01' ORDER BY date LIMIT 3;

-- It follows the articles. This needs no extension; the next 'sync' reads what has changed.
BEGIN;
UPDATE articles SET body = 'The harbour is closed, Ann Lee said.' WHERE id = 1;
SELECT article AS "to be read again" FROM press_pending;
INSERT INTO press(press) VALUES ('sync');
SELECT speaker, quote FROM press WHERE article = 1;
ROLLBACK;

-- With the article: offsets count in the column that `field` names.
SELECT a.title, substr(a.body, p.start, p.length) AS "as printed"
FROM articles AS a JOIN press AS p ON p.article = a.id
WHERE p.field = 'body'
ORDER BY a.id, p.start
LIMIT 3;

-- People and bodies across articles: 'resolve' finds the spellings and short forms of one.
INSERT INTO press(press) VALUES ('resolve');
SELECT person, label, articles, quotes, first_date, last_date
FROM press_person
WHERE same_as IS NULL
ORDER BY quotes DESC
LIMIT 5;

-- Everything that somebody said, under any name or spelling.
SELECT date, speaker, quote FROM press WHERE speaker MATCH 'Oyarzun, Marta' ORDER BY date LIMIT 3;

-- Is all of it right?
INSERT INTO press(press) VALUES ('integrity-check');
