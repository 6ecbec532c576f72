-- Full-text search in what was said, over the quotations of an index.
--     sqlite3 demo.db < sql/index.sql && sqlite3 demo.db < sql/fts.sql
.mode box

-- It reads the words from press_quote and keeps none itself. press_quote is a view of press_said: the triggers stand there, and
-- follow whatever the index does.
DROP TABLE IF EXISTS quote_words;
CREATE VIRTUAL TABLE quote_words USING fts5(quote, speaker, content=press_quote, content_rowid=id, tokenize='porter unicode61');
INSERT INTO quote_words(quote_words) VALUES ('rebuild');

DROP TRIGGER IF EXISTS quote_words_insert;
DROP TRIGGER IF EXISTS quote_words_delete;
CREATE TRIGGER quote_words_insert AFTER INSERT ON press_said BEGIN
  INSERT INTO quote_words(rowid, quote, speaker) SELECT id, quote, speaker FROM press_quote WHERE id = new.id;
END;
CREATE TRIGGER quote_words_delete BEFORE DELETE ON press_said BEGIN
  INSERT INTO quote_words(quote_words, rowid, quote, speaker)
  SELECT 'delete', id, quote, speaker FROM press_quote WHERE id = old.id;
END;

-- Who spoke of ships or harbours?
SELECT q.speaker, snippet(quote_words, 0, '[', ']', '…', 12) AS words, a.date
FROM quote_words JOIN press_quote AS q ON q.id = quote_words.rowid JOIN press_article AS a USING (article)
WHERE quote_words MATCH 'quote: (ship OR harbour OR port)'
ORDER BY rank
LIMIT 5;

-- What did one person say about money?
SELECT speaker, quote FROM quote_words WHERE quote_words MATCH 'speaker: minister AND quote: (money OR budget OR pay)' LIMIT 5;
