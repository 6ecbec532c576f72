-- The table that the other files of sql/ read: one row an article. Yours may have more columns.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  published TEXT, -- YYYY-MM-DD
  body TEXT NOT NULL
);
