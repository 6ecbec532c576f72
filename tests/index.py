"""What the tests of the index share: a table of articles, an index on it, and what must hold at any time."""

BRIDGE = 'OSLO -- "We are late," Mayor Ann Lee told reporters. "But we are not lost." She said it would open in June.'
ROADS = "Bob Ray, a spokesman for the National Roads Agency, denied that the agency had known of the cracks."
RAIL = 'The minister, Carla Gomez, said on Monday: "The trains will run." Ann Lee said they would not.'
OPTIONS = "content=articles, text=body, headline=title, date=published"


def fill(db, texts=(BRIDGE, ROADS, RAIL)):
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, title TEXT, body TEXT, published TEXT, views INT)")
    for i, text in enumerate(texts):
        db.rows(
            "INSERT INTO articles(title, body, published) VALUES (?, ?, ?)",
            "Story %d" % (i + 1),
            text,
            "2026-07-%02d" % (i % 28 + 1),
        )


def create(db, options=OPTIONS, name="press"):
    db.rows('CREATE VIRTUAL TABLE "%s" USING hearsay(%s)' % (name, options))


def command(db, text, argument=None, name="press", schema="main"):
    db.rows('INSERT INTO "%s"."%s"("%s", argument) VALUES (?, ?)' % (schema, name, name), text, argument)


def config(db, key, name="press"):
    return db.one('SELECT value FROM "%s_config" WHERE name = ?' % name, key)


def contents(db, name="press", schema="main"):
    """All that an index says, without the ids that depend on the order in which articles came."""
    table = '"%s"."%s' % (schema, name)
    columns = [row[1] for row in db.rows('PRAGMA "%s".table_info("%s_quote")' % (schema, name))]
    quote = ", ".join("q." + column for column in columns if column not in ("id", "speaker_id", "same_as"))
    return {
        "article": db.rows(
            'SELECT article, date, hash, bytes, quotes, mentions, error, first_id IS NULL FROM %s_article" ORDER BY article' % table
        ),
        "quote": db.rows(
            'SELECT %s, p.person, p.label FROM %s_quote" AS q '
            'LEFT JOIN %s_person" AS p ON person_id = speaker_id ORDER BY q.article, q.quote_id' % (quote, table, table)
        ),
        "mention": db.rows(
            "SELECT article, mention_id, mention, m.label, mention_kind, p.person, p.label, paragraph, sentence, confidence, "
            'field, start, length FROM %s_mention" AS m LEFT JOIN %s_person" AS p ON person_id = entity_id '
            "ORDER BY article, mention_id" % (table, table)
        ),
        "person": db.rows(
            "SELECT person, label, name_key, articles, mentions, quotes, first_date, last_date "
            'FROM %s_name" ORDER BY 1, 2' % table
        ),
        "appearance": db.rows(
            'SELECT person, label, article, description, names FROM %s_appearance" JOIN %s_name" USING (person_id) '
            "ORDER BY 1, 2, 3" % (table, table)
        ),
        "repeats": sorted(
            db.rows(
                "SELECT group_concat(article || '.' || quote_id, ' ') FROM "
                '(SELECT * FROM %s_quote" WHERE same_as IS NOT NULL ORDER BY article, quote_id) GROUP BY same_as' % table
            )
        ),
        "counts": db.rows(
            "SELECT name, value FROM %s_config\" WHERE name IN ('articles', 'quotes', 'mentions', 'failed')" % table
        ),
    }


def assert_fresh(db, options, name="press", schema="main"):
    """The index says what one that has just been built of the same articles says."""
    command(db, "integrity-check", name=name, schema=schema)
    db.rows('CREATE VIRTUAL TABLE "%s".fresh USING hearsay(%s, sync=manual)' % (schema, options))
    command(db, "rebuild", name="fresh", schema=schema)
    found, expected = contents(db, name, schema), contents(db, "fresh", schema)
    db.rows('DROP TABLE "%s".fresh' % schema)
    for table, rows in expected.items():
        assert found[table] == rows, table
