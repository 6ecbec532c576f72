"""The SQL functions as a user meets them: text in, rows out."""

import json

import pytest

import database

# The contract: what SELECT * shows, and the two arguments that it does not.
OFFSETS = "start length byte_start byte_length"
COLUMNS = {
    "hearsay_quotes": "quote_id speaker quote kind cue cue_class mention mention_kind speaker_id paragraph "
    "sentence rule confidence %s spans mention_start mention_length cue_start cue_length" % OFFSETS,
    "hearsay_speakers": "speaker_id speaker label description gender quotes words aliases " + OFFSETS,
    "hearsay_mentions": "mention label mention_kind entity entity_id paragraph sentence confidence "
    + OFFSETS,
    "hearsay_entities": "entity_id entity label mentions aliases description " + OFFSETS,
    "hearsay_paragraphs": "paragraph role text " + OFFSETS,
    "hearsay_sentences": "sentence paragraph text " + OFFSETS,
    "hearsay_tokens": "token_id token sentence tag lemma head relation " + OFFSETS,
}
IN_JSON = [table for table in COLUMNS if table != "hearsay_tokens"]
VALUES = {
    "kind": {"direct", "mixed", "indirect"},
    "mention_kind": {"name", "nominal", "pronoun", "none"},
    "cue_class": {"speech", "writing", "belief", "intention", "other", None},
    "label": {"person", "organization", "place", "other"},
    "gender": {"female", "male", None},
    "role": {"headline", "byline", "dateline", "caption", "credit", "body"},
    "tag": set("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()),
}

ARTICLE = """Mayor will not resign

Maria Lopez, the mayor of Springfield, met reporters on Monday.

"We will not pay," Lopez said. "Not now."

The city council said the debt was hers."""


# ---- tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", COLUMNS)
def test_columns(db, table):
    shown = db.rows("SELECT name FROM pragma_table_info(?)", table)
    hidden = db.rows("SELECT name FROM pragma_table_xinfo(?) WHERE hidden", table)
    assert [name for name, in shown] == COLUMNS[table].split()
    assert hidden == [("article",), ("options",)]


def test_a_quote(db):
    """'We will not pay,' … 'Not now.' is one quotation in two pieces."""
    row = db.rows("SELECT * FROM hearsay_quotes(?) WHERE kind = 'direct'", ARTICLE)
    assert len(row) == 1
    quote = dict(zip(COLUMNS["hearsay_quotes"].split(), row[0]))
    start = ARTICLE.index('"We') + 1
    assert quote.pop("rule") and 0 <= quote.pop("confidence") <= 1
    assert quote.pop("sentence") > 1 and quote.pop("quote_id") >= 1 and quote.pop("speaker_id") >= 1
    assert quote == {
        "speaker": "Maria Lopez",
        "quote": "We will not pay, Not now.",
        "kind": "direct",
        "cue": "said",
        "cue_class": "speech",
        "mention": "Lopez",
        "mention_kind": "name",
        "paragraph": 3,
        "start": start,
        "length": len('"We will not pay," Lopez said. "Not now."'),
        "byte_start": start - 1,
        "byte_length": len('"We will not pay," Lopez said. "Not now."'),
        "spans": json.dumps([[start, 18], [start + 31, 10]], separators=(",", ":")),
        "mention_start": ARTICLE.index("Lopez said") + 1,
        "mention_length": 5,
        "cue_start": ARTICLE.index("said") + 1,
        "cue_length": 4,
    }


def test_indirect_speech_of_a_body(db):
    assert db.rows(
        "SELECT speaker, quote, cue, spans FROM hearsay_quotes(?) WHERE kind = 'indirect'", ARTICLE
    ) == [("city council", "the debt was hers", "said", None)]


def test_speakers(db):
    rows = db.rows(
        "SELECT speaker, label, quotes, words, gender FROM hearsay_speakers(?) ORDER BY speaker_id", ARTICLE
    )
    assert ("Maria Lopez", "person", 1, 6) in [row[:4] for row in rows]
    assert "Springfield" not in [row[0] for row in rows], "only who is quoted"


def test_entities_and_their_mentions(db):
    entities = {
        row[0]: row[1:]
        for row in db.rows(
            "SELECT entity, label, mentions, aliases, start, length FROM hearsay_entities(?)", ARTICLE
        )
    }
    label, mentions, aliases, start, length = entities["Maria Lopez"]
    assert label == "person" and mentions >= 2
    assert "Lopez" in json.loads(aliases)
    assert ARTICLE[start - 1 : start - 1 + length] == "Maria Lopez", "where it is named first"
    assert entities["Springfield"][0] == "place"
    counted = db.rows("SELECT entity, count(*) FROM hearsay_mentions(?) GROUP BY entity_id", ARTICLE)
    assert {entity: row[1] for entity, row in entities.items()} == dict(counted)


def test_paragraphs(db):
    rows = db.rows("SELECT paragraph, role, text FROM hearsay_paragraphs(?)", ARTICLE)
    assert [row[1] for row in rows] == ["headline", "body", "body", "body"]
    assert [row[2] for row in rows] == ARTICLE.split("\n\n")
    assert [row[0] for row in rows] == [1, 2, 3, 4]


def test_sentences(db):
    text = "Dr. Smith arrived at 5.30 p.m. on Monday. He left."
    assert db.rows("SELECT sentence, paragraph, text FROM hearsay_sentences(?)", text) == [
        (1, 1, "Dr. Smith arrived at 5.30 p.m. on Monday."),
        (2, 1, "He left."),
    ]


def test_tokens(db):
    rows = db.rows(
        "SELECT token_id, token, sentence, tag, lemma, head, relation, start FROM hearsay_tokens('She went.')"
    )
    assert [row[:3] for row in rows] == [(1, "She", 1), (2, "went", 1), (3, ".", 1)]
    assert [row[3] for row in rows] == ["PRON", "VERB", "PUNCT"]
    assert rows[1][4] == "go"
    assert [row[5:] for row in rows] == [(None, None, 1), (None, None, 5), (None, None, 9)]


def test_offsets_count_characters_and_bytes(db):
    text = "\N{LEFT DOUBLE QUOTATION MARK}Ça va\N{RIGHT DOUBLE QUOTATION MARK} 😀 word."
    rows = db.rows("SELECT token, start, length, byte_start, byte_length FROM hearsay_tokens(?)", text)
    assert ("word", 11, 4, 18, 4) in rows


@pytest.mark.parametrize("column", VALUES)
def test_values_are_the_documented_ones(db, articles, column):
    tables = [table for table, columns in COLUMNS.items() if column in columns.split()]
    assert tables
    for table in tables:
        for article in articles:
            found = db.rows("SELECT DISTINCT %s FROM %s(?)" % (column, table), article["text"])
            assert {value for value, in found} <= VALUES[column]


def test_ids_agree_across_the_tables(db, articles):
    """Every id that a row refers to is a row of the other table, with the same name."""
    for article in articles:
        text = article["text"]
        lost = """SELECT count(*) FROM hearsay_quotes(?1) q LEFT JOIN hearsay_speakers(?1) s USING (speaker_id)
                  LEFT JOIN hearsay_entities(?1) e ON e.entity_id = q.speaker_id
                  LEFT JOIN hearsay_sentences(?1) t ON t.sentence = q.sentence
                  WHERE q.speaker IS NOT s.speaker OR q.speaker IS NOT e.entity OR t.paragraph IS NOT q.paragraph"""
        assert db.one(lost, text) == 0, article["id"]
        lost = """SELECT count(*) FROM hearsay_mentions(?1) m LEFT JOIN hearsay_entities(?1) e USING (entity_id)
                  LEFT JOIN hearsay_sentences(?1) t ON t.sentence = m.sentence
                  WHERE m.entity IS NOT e.entity OR t.paragraph IS NOT m.paragraph"""
        assert db.one(lost, text) == 0, article["id"]
        lost = """SELECT count(*) FROM hearsay_speakers(?1) s
                  LEFT JOIN (SELECT speaker_id, count(*) AS n FROM hearsay_quotes(?1) GROUP BY 1) q USING (speaker_id)
                  WHERE s.quotes IS NOT q.n"""
        assert db.one(lost, text) == 0, article["id"]


# ---- plans -------------------------------------------------------------------------------------------------


def test_looking_up_by_id(db):
    text = "One. Two. Three."
    for where in ("sentence = 2", "rowid = 2", "sentence = '2'", "sentence = 2.0", "sentence IN (2, 9)"):
        assert db.rows("SELECT rowid, text FROM hearsay_sentences(?) WHERE " + where, text) == [(2, "Two.")]
    for where in ("0", "-1", "4", "2.5", "NULL", "'two'", "x'32'", "9223372036854775807"):
        assert db.rows("SELECT text FROM hearsay_sentences(?) WHERE sentence = " + where, text) == []


def test_looking_up_a_speaker_that_is_not_one(db):
    """Ids of hearsay_speakers are entity ids, and not every entity speaks."""
    silent = db.one("SELECT entity_id FROM hearsay_entities(?) WHERE entity = 'Springfield'", ARTICLE)
    assert db.rows("SELECT * FROM hearsay_speakers(?) WHERE speaker_id = ?", ARTICLE, silent) == []


def plan(db, sql, *params):
    return [row[-1] for row in db.rows("EXPLAIN QUERY PLAN " + sql, *params)]


def test_rows_come_in_the_order_of_their_ids(db):
    for order in ("rowid", "token_id"):
        sql = "SELECT token FROM hearsay_tokens('a b c') ORDER BY " + order
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan(db, sql)
        assert db.rows(sql) == [("a",), ("b",), ("c",)]
        assert db.rows(sql + " DESC") == [("c",), ("b",), ("a",)]


def test_joining_two_tables_of_one_article(db):
    assert db.rows(
        "SELECT s.text FROM hearsay_quotes(?1) q JOIN hearsay_sentences(?1) s ON s.sentence = q.sentence "
        "WHERE q.kind = 'indirect'",
        ARTICLE,
    ) == [("The city council said the debt was hers.",)]


def test_articles_in_a_table(db):
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body)")
    for body in ("One. Two.", None, "Three."):
        db.rows("INSERT INTO articles(body) VALUES (?)", body)
    assert db.rows("SELECT id, text FROM articles, hearsay_sentences(body)") == [
        (1, "One."),
        (1, "Two."),
        (3, "Three."),
    ]
    assert db.rows("SELECT id, text FROM hearsay_sentences(body) JOIN articles") == [
        (1, "One."),
        (1, "Two."),
        (3, "Three."),
    ], "in the other order, too"
    assert db.rows("SELECT id, text FROM articles LEFT JOIN hearsay_sentences(body) WHERE id > 1") == [
        (2, None),
        (3, "Three."),
    ]


def test_arguments_in_the_where_clause(db):
    assert db.rows("SELECT text FROM hearsay_sentences WHERE article = 'One. Two.'") == [("One.",), ("Two.",)]
    assert db.rows("SELECT text, article FROM hearsay_sentences WHERE article IN ('One.', 'Two.')") == [
        ("One.", "One."),
        ("Two.", "Two."),
    ]
    assert db.rows("SELECT text FROM hearsay_sentences('One.') WHERE article = 'Two.'") == []
    assert db.rows("SELECT article, options FROM hearsay_sentences('One.', '{}')") == [("One.", "{}")]
    assert db.rows("SELECT article, options FROM hearsay_sentences('One.')") == [("One.", None)]


@pytest.mark.parametrize("table", COLUMNS)
def test_an_article_is_needed(db, table):
    message = "hearsay: %s needs an article, as in %s(article) or %s(article, options)" % (
        table,
        table,
        table,
    )
    assert db.error("SELECT * FROM " + table) == message
    assert db.error("SELECT * FROM %s WHERE options = '{}'" % table) == message
    assert db.error("SELECT * FROM %s()" % table) == message
    assert "too many arguments" in db.error("SELECT * FROM %s('a', '{}', 1)" % table)


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_are_read_only_and_eponymous(db, table):
    assert "may not be modified" in db.error("DELETE FROM " + table)
    assert "may not be modified" in db.error("INSERT INTO %s(article) VALUES ('a')" % table)
    assert "no such module" in db.error("CREATE VIRTUAL TABLE t USING " + table)


# ---- one reading for many calls ----------------------------------------------------------------------------


def test_many_articles_and_options_at_once(db):
    """More than the cache keeps, in both orders, and each gets its own rows."""
    for order in ("i", "-i"):
        rows = db.rows(
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 30) "
            "SELECT i, a.text, b.text FROM n, hearsay_sentences('Article ' || i || '.') a, "
            "hearsay_sentences('Other ' || i || '.', json_object('max_bytes', 100 + i % 7)) b ORDER BY "
            + order
        )
        expected = [(i, "Article %d." % i, "Other %d." % i) for i in range(1, 31)]
        assert rows == (expected if order == "i" else expected[::-1])


def test_an_article_is_read_on_while_a_cursor_is_on_it(db):
    """hearsay_sentences needs less of the article than the functions called for each of its rows."""
    assert db.rows(
        "SELECT s.text, (SELECT count(*) FROM hearsay_tokens(?1) WHERE tag IS NOT NULL), "
        "(SELECT count(*) > 0 FROM hearsay_quotes(?1)), json_valid(hearsay(?1)) FROM hearsay_sentences(?1) s",
        'He left. "No," she said.',
    ) == [("He left.", 10, 1, 1), ('"No," she said.', 10, 1, 1)]


def test_statements_in_turn(db):
    """Two statements of one connection on one article, stepped in turn, while others push it out of the cache."""
    first = db.raw.execute("SELECT text FROM hearsay_sentences('One. Two. Three.')")
    second = db.raw.execute("SELECT text FROM hearsay_sentences('One. Two. Three.')")
    seen = []
    for i in range(3):
        seen.append((next(first)[0], next(second)[0]))
        for j in range(20):
            db.rows("SELECT hearsay(?)", "Filler %d %d." % (i, j))
    assert seen == [("One.", "One."), ("Two.", "Two."), ("Three.", "Three.")]


# ---- scalar functions --------------------------------------------------------------------------------------


def test_json_is_the_tables(db, articles):
    """hearsay() has every table but the tokens, with the same rows, columns and values."""
    for article in articles:
        document = json.loads(db.one("SELECT hearsay(?)", article["text"]))
        assert set(document) == {table.replace("hearsay_", "") for table in IN_JSON}
        for table in IN_JSON:
            rows = [
                dict(zip(COLUMNS[table].split(), row))
                for row in db.rows("SELECT * FROM %s(?)" % table, article["text"])
            ]
            for row in rows:
                for key in {"spans", "aliases"} & set(row):
                    row[key] = row[key] and json.loads(row[key])
            assert document[table.replace("hearsay_", "")] == rows


def test_json_subtype(db):
    assert db.one("SELECT json_type(json_array(hearsay('x')), '$[0]')") == "object"
    assert db.one("SELECT json_extract(hearsay(?), '$.quotes[0].cue')", ARTICLE) == "said"


def test_null_in_null_out(db):
    for call in (
        "hearsay(NULL)",
        "hearsay(NULL, '{}')",
        "hearsay_html(NULL)",
        "hearsay_name_key(NULL)",
        "hearsay_quote_key(NULL)",
        "hearsay_quote_similarity(NULL, 'a')",
        "hearsay_quote_similarity('a', NULL)",
    ):
        assert db.one("SELECT %s IS NULL" % call) == 1, call


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zhang Jun", "ZHANG Jun", "Zhang, Jun", "Mr. Zhang Jun"),
        ("José Muñoz", "Jose\N{COMBINING ACUTE ACCENT} Mun\N{COMBINING TILDE}oz", "JOSÉ MUÑOZ"),
        ("O'Brien", "O\N{RIGHT SINGLE QUOTATION MARK}Brien"),
    ],
)
def test_name_key(db, spellings):
    keys = {db.one("SELECT hearsay_name_key(?)", name) for name in spellings}
    assert len(keys) == 1
    assert keys != {""}
    assert keys != {db.one("SELECT hearsay_name_key('Ann Smith')")}


def test_keys_of_no_letters(db):
    assert db.one("SELECT hearsay_name_key(' ... ')") == ""
    assert db.one("SELECT hearsay_quote_key('')") == ""


def test_quote_key(db):
    same = [
        "We will not pay this debt.",
        "\N{LEFT DOUBLE QUOTATION MARK}We will NOT pay  this debt,\N{RIGHT DOUBLE QUOTATION MARK}",
    ]
    keys = {db.one("SELECT hearsay_quote_key(?)", quote) for quote in same}
    assert len(keys) == 1
    assert keys != {db.one("SELECT hearsay_quote_key('We will pay this debt tomorrow morning.')")}


def test_quote_similarity(db):
    whole = "We will not pay this debt, not now and not ever, whatever the court in London decides."
    trimmed = "not now and not ever, whatever the court in London decides"
    other = "The weather on the coast will be fine until the end of the week."
    sql = "SELECT hearsay_quote_similarity(?, ?)"
    assert db.one(sql, whole, whole) == 1.0
    assert db.one(sql, whole, trimmed) == db.one(sql, trimmed, whole) > 0.9
    assert db.one(sql, whole, other) < 0.2
    assert db.one(sql, "", "") in (0.0, 1.0)


def test_version_and_debug(db):
    version = db.one("SELECT hearsay_version()")
    debug = db.one("SELECT hearsay_debug()")
    assert version.count(".") == 2
    for part in ("hearsay " + version, "model ", "sqlite " + db.version, "pcre2 ", "utf8proc ", "compiler "):
        assert part in debug


# Queries, and how far they read an article that the connection has not seen.
READS = [
    ("SELECT * FROM hearsay_paragraphs(?)", (1, 1, 0, 0)),
    ("SELECT * FROM hearsay_sentences(?)", (1, 1, 0, 0)),
    ("SELECT count(*) FROM hearsay_tokens(?)", (1, 0, 0, 0)),
    ("SELECT token_id, token, start, byte_length FROM hearsay_tokens(?)", (1, 0, 0, 0)),
    ("SELECT token_id, token, sentence, head, relation, start, byte_length FROM hearsay_tokens(?)", (1, 1, 0, 0)),
    ("SELECT token FROM hearsay_tokens(?) WHERE sentence = 1 ORDER BY token", (1, 1, 0, 0)),
    ("SELECT tag FROM hearsay_tokens(?)", (1, 1, 1, 0)),
    ("SELECT lemma FROM hearsay_tokens(?)", (1, 1, 1, 0)),
    ("SELECT token FROM hearsay_tokens(?) WHERE tag = 'VERB'", (1, 1, 1, 0)),
    ("SELECT * FROM hearsay_tokens(?)", (1, 1, 1, 0)),
    ("SELECT quote FROM hearsay_quotes(?)", (1, 1, 1, 1)),
    ("SELECT count(*) FROM hearsay_mentions(?)", (1, 1, 1, 1)),
    ("SELECT hearsay(?)", (1, 1, 1, 1)),
    # One article is read once, and only on where more is wanted of it.
    ("SELECT count(*) FROM (SELECT ? AS text) AS a, hearsay_quotes(a.text), hearsay_mentions(a.text)", (1, 1, 1, 1)),
    ("SELECT (SELECT count(*) FROM hearsay_tokens(t)), (SELECT sentence FROM hearsay_sentences(t)) FROM (SELECT ? AS t)", (1, 1, 0, 0)),
    ("SELECT (SELECT count(*) FROM hearsay_tokens(t)), (SELECT tag FROM hearsay_tokens(t)) FROM (SELECT ? AS t)", (1, 1, 1, 0)),
    ("SELECT hearsay_name_key(?)", (0, 0, 0, 0)),
]


@pytest.mark.parametrize("query, reads", READS)
def test_what_a_query_does_not_need_is_not_run(db, query, reads):
    def counts():
        return list(json.loads(db.one("SELECT hearsay_debug('reads')")).values())

    assert counts() == [0, 0, 0, 0]
    for number in (1, 2):
        assert db.rows(query, 'Mayor Ann Lee said %d boats were late. "We wait," she added.' % number)
        assert counts() == [number * count for count in reads]
        assert db.rows(query, 'Mayor Ann Lee said %d boats were late. "We wait," she added.' % number)
        assert counts() == [number * count for count in reads]


def test_reads_are_for_debugging_only(db):
    assert "takes no argument, or 'reads'" in db.error("SELECT hearsay_debug('writes')")
    assert "takes no argument, or 'reads'" in db.error("SELECT hearsay_debug(NULL)")
    db.rows("CREATE VIEW counted AS SELECT hearsay_debug('reads')")
    assert "unsafe use of hearsay_debug" in db.error("SELECT * FROM counted")


@pytest.mark.parametrize(
    "call",
    [
        "hearsay()",
        "hearsay(1, '{}', 3)",
        "hearsay_html()",
        "hearsay_name_key()",
        "hearsay_quote_similarity('a')",
    ],
)
def test_wrong_number_of_arguments(db, call):
    assert "wrong number of arguments" in db.error("SELECT " + call)


# ---- where pure functions may stand ------------------------------------------------------------------------


def test_in_schemas_that_are_not_trusted(db):
    """A generated column, an index, a trigger, a view and a check, with PRAGMA trusted_schema=0."""
    db.rows("PRAGMA trusted_schema = 0")
    for sql in (
        "CREATE TABLE person(name, key AS (hearsay_name_key(name)) STORED, CHECK (hearsay_name_key(name) <> ''))",
        "CREATE INDEX by_key ON person(hearsay_name_key(name))",
        "CREATE TABLE article(body)",
        "CREATE TABLE said(speaker, quote)",
        "CREATE TRIGGER a AFTER INSERT ON article BEGIN "
        "INSERT INTO said SELECT speaker, quote FROM hearsay_quotes(new.body); END",
        "CREATE VIEW everything AS "
        "SELECT speaker, kind, hearsay_html(body) AS html FROM article, hearsay_quotes(body)",
    ):
        db.rows(sql)
    db.rows("INSERT INTO person(name) VALUES ('Zhang Jun')")
    db.rows("INSERT INTO article VALUES (?)", ARTICLE)
    assert db.rows(
        "SELECT name FROM person WHERE hearsay_name_key(name) = hearsay_name_key('ZHANG, Jun')"
    ) == [("Zhang Jun",)]
    assert any(
        "by_key" in step for step in plan(db, "SELECT 1 FROM person WHERE hearsay_name_key(name) = 'x'")
    )
    assert ("Maria Lopez", "We will not pay, Not now.") in db.rows("SELECT * FROM said")
    assert ("Maria Lopez", "direct") in db.rows("SELECT speaker, kind FROM everything")
    assert "constraint" in db.error("INSERT INTO person(name) VALUES ('...')").lower()


def test_a_database_in_utf16(db):
    db.rows("PRAGMA encoding = 'UTF-16'")
    db.rows("CREATE TABLE article(body)")
    db.rows("INSERT INTO article VALUES (?)", "Élan. 😀 Zwei.")
    rows = db.rows("SELECT substr(body, start, length), text FROM article, hearsay_sentences(body)")
    assert rows and all(left == right for left, right in rows)


def test_loading_twice(db):
    for _ in range(2):
        db.load()
        assert db.rows("SELECT text FROM hearsay_sentences('One.')") == [("One.",)]


def test_another_sqlite_of_the_process_is_refused(db):
    """The file has one pointer to SQLite's functions. A copy of it has another."""
    other = next(kind for name, kind in database.KINDS.items() if name != db.kind)(load=False)
    other.raw.enable_load_extension(True)
    with pytest.raises(Exception, match="hearsay: another SQLite in this process uses this file already, load a copy"):
        other.raw.load_extension(db.extension())
    assert "no such function" in other.error("SELECT hearsay_version()")
    other.load()
    for _ in range(2):
        for one in (db, other):
            assert one.rows("SELECT speaker FROM hearsay_quotes('Ann Lee said no.')") == [("Ann Lee",)]
    other.close()
