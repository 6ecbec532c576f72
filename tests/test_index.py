"""The index: CREATE VIRTUAL TABLE press USING hearsay(…), what it is made of, its queries and commands."""

import itertools
import os
import re
import sqlite3
import subprocess
import sys

import pytest

import database
from index import BRIDGE, OPTIONS, RAIL, ROADS, command, config, create, fill


@pytest.fixture
def press(db):
    """Three articles and an index that has read them."""
    fill(db)
    create(db)
    command(db, "rebuild")
    return db


# ---- creation -----------------------------------------------------------------------------------------------------

MISTAKES = [
    ("", 'option "content" is needed, as in content=articles'),
    ("content=articles", 'option "text" is needed, as in text=body'),
    ("text=body", 'option "content" is needed, as in content=articles'),
    ("content=articles, text=body, cuntent=x", 'unknown option "cuntent"'),
    ("content=articles, text=body, articles", "expected an option as in content=articles, not: articles"),
    ("content=articles, text=body, text=title", 'option "text" is given twice'),
    ("content=articles, text=body, CONTENT=articles", 'option "content" is given twice'),
    ("content=articles, text=", 'option "text" is not understood: text='),
    ("content=articles, text='body", None),
    ("content=articles, text=(body", None),
    ("content=articles, text=body title", 'option "text" is not understood: text=body title'),
    ("content=articles, text=(body title)", 'option "text" is not understood: text=(body title)'),
    ("content=a b, text=body", 'option "content" is not understood: content=a b'),
    ("content=articles, text=body, sync=always", 'option "sync" must be queue, trigger or manual'),
    ("content=articles, text=body, threads=0", 'option "threads" must be a number from 1 to 64'),
    ("content=articles, text=body, threads=65", 'option "threads" must be a number from 1 to 64'),
    ("content=articles, text=body, threads=two", 'option "threads" must be a number from 1 to 64'),
    ("content=nothing, text=body", 'option "content": there is no table main.nothing'),
    ("content=articles, text=words", 'option "text": articles has no column "words"'),
    ("content=articles, text=(body, words)", 'option "text": articles has no column "words"'),
    ("content=articles, text=body, headline=head", 'option "headline": articles has no column "head"'),
    ("content=articles, text=body, date=day", 'option "date": articles has no column "day"'),
    (
        "content=articles, text=body, content_rowid=views",
        'option "content_rowid": "views" is not the INTEGER PRIMARY KEY of articles, nor its rowid',
    ),
    ("content=articles, text=body, options='{\"cuse\": []}'", 'unknown option "cuse"'),
    ("content=articles, text=body, options='{'", "options are not valid JSON"),
    (
        "content=articles, text=body, authority=who",
        'option "authority": there is no table main.who with the columns name and person',
    ),
    (
        "content=articles, text=body, authority=words",
        'option "authority": there is no table main.words with the columns name and person',
    ),
    ("content=seen, text=body", "seen is no plain table and cannot have triggers: it needs sync=manual"),
    (
        "content=seen, text=body, sync=manual",
        "seen is no plain table: name its integer key with content_rowid",
    ),
    ("content=seen, text=body, sync=manual, content_rowid=key", 'option "content_rowid": seen has no column "key"'),
    ("content=loose, text=body", "loose has no INTEGER PRIMARY KEY: name its key with content_rowid, which may be rowid"),
    ("content=words, text=body", "words has no INTEGER PRIMARY KEY: name its key with content_rowid, which may be rowid"),
]


@pytest.mark.parametrize("options, message", MISTAKES)
def test_mistakes_in_options_are_told_and_leave_nothing(db, options, message):
    fill(db)
    db.rows("CREATE VIEW seen AS SELECT id, body FROM articles")
    db.rows("CREATE TABLE loose(body TEXT)")
    db.rows("CREATE TABLE words(word TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")
    before = db.rows("SELECT * FROM sqlite_schema")
    db.rows("BEGIN")
    error = db.error("CREATE VIRTUAL TABLE press USING hearsay(%s)" % options)
    assert message is None or error == "hearsay: " + message
    db.rows("COMMIT")
    assert db.rows("SELECT * FROM sqlite_schema") == before


@pytest.mark.parametrize("name", ["speaker", "Quote", "article", "date", "argument"])
def test_a_table_cannot_be_called_like_its_columns(db, name):
    fill(db)
    message = "hearsay: a table cannot be called %s, which is a column of it" % name
    assert db.error("CREATE VIRTUAL TABLE %s USING hearsay(%s)" % (name, OPTIONS)) == message


@pytest.mark.parametrize(
    "there",
    ["CREATE TABLE press_quote(a)", "CREATE VIEW press_config AS SELECT 1", "CREATE TABLE Press_Pending(a)"],
)
def test_tables_in_the_way_are_named_and_kept(db, there):
    fill(db)
    db.rows(there)
    error = db.error("CREATE VIRTUAL TABLE press USING hearsay(%s)" % OPTIONS)
    assert error.startswith("hearsay: there is already a ")
    assert len(db.rows("SELECT * FROM sqlite_schema")) == 2


def test_quoted_options(db):
    db.rows('CREATE TABLE "my ""articles"""("the id" INTEGER PRIMARY KEY, "bo\'dy" TEXT, "pub, lished" TEXT)')
    db.rows('INSERT INTO "my ""articles""" VALUES (7, ?, 2026)', BRIDGE)
    create(
        db,
        'content = "my ""articles""", content_rowid = [the id], text = ("bo\'dy"), date = `pub, lished`,'
        " options = '{\"titles\": [\"Alhaji\"]}'",
        "the press",
    )
    command(db, "sync", name="the press")
    assert db.rows('SELECT DISTINCT article, speaker, date FROM "the press"') == [(7, "Ann Lee", "2026")]
    db.rows('UPDATE "my ""articles""" SET "bo\'dy" = ?', ROADS)
    command(db, "sync", name="the press")
    assert db.rows('SELECT DISTINCT speaker FROM "the press"') == [("Bob Ray",)]
    command(db, "integrity-check", name="the press")


def test_drop_removes_all_that_creation_made(db):
    fill(db)
    for sync in ("queue", "trigger", "manual"):
        create(db, OPTIONS + ", sync=" + sync)
        assert len(db.rows("SELECT * FROM sqlite_schema")) > 10
        command(db, "rebuild")
        db.rows("DROP TABLE press")
        assert db.rows("SELECT name FROM sqlite_schema") == [("articles",)]


# ---- rows ---------------------------------------------------------------------------------------------------------


def test_rows_are_those_of_hearsay_quotes(db, articles):
    fill(db, [article["text"] for article in articles])
    create(db, "content=articles, text=body")
    command(db, "rebuild")
    columns = [row[1] for row in db.rows("PRAGMA table_info(press)") if row[1] not in ("article", "date", "field", "same_as")]
    assert columns == [row[1] for row in db.rows("PRAGMA table_info(hearsay_quotes)")]
    columns.remove("speaker_id")
    same = ", ".join(columns)
    expected = db.rows(
        "SELECT id, %s FROM articles, hearsay_quotes(body) ORDER BY id, quote_id" % ", ".join("hearsay_quotes." + c for c in columns)
    )
    assert len(expected) > 500
    assert db.rows("SELECT article, %s FROM press ORDER BY article, quote_id" % same) == expected
    columns = "mention, label, mention_kind, paragraph, sentence, start, length"
    mentions = db.rows("SELECT article, %s, confidence FROM press_mention" % columns)
    expected = db.rows("SELECT id, %s, confidence FROM articles, hearsay_mentions(body) ORDER BY id" % columns)
    assert [row[:-1] for row in mentions] == [row[:-1] for row in expected]
    assert all(abs(kept[-1] - read[-1]) < 0.0051 for kept, read in zip(mentions, expected))  # two digits are kept
    assert db.rows("SELECT id, article, %s FROM press_quote" % same) == db.rows("SELECT rowid, article, %s FROM press" % same)


def test_people_are_those_who_are_named(db, articles):
    fill(db, [article["text"] for article in articles])
    create(db, "content=articles, text=body, date=published")
    command(db, "rebuild")
    expected = db.rows(
        """WITH named AS (SELECT DISTINCT id, entity_id FROM articles, hearsay_mentions(body) WHERE mention_kind = 'name')
        SELECT e.entity, e.label, count(DISTINCT id), sum(e.mentions), min(published), max(published)
        FROM articles, hearsay_entities(body) AS e WHERE (id, e.entity_id) IN named GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    assert expected == db.rows(
        "SELECT person, label, articles, mentions, first_date, last_date FROM press_person ORDER BY 1, 2"
    )
    assert db.rows(
        "SELECT DISTINCT p.person, q.speaker FROM press_quote AS q JOIN press_person AS p ON person_id = speaker_id "
        "WHERE p.person <> q.speaker"
    ) == []
    assert db.one("SELECT count(*) FROM press_person WHERE name_key IS NOT hearsay_name_key(person)") == 0


def test_a_source_without_a_name_is_nobody_across_articles(db):
    fill(db, ["Two people familiar with the matter said the bank would close."] * 2)
    create(db)
    command(db, "rebuild")
    assert db.rows("SELECT lower(speaker), speaker_id FROM press") == [("two people familiar with the matter", None)] * 2
    assert db.rows("SELECT * FROM press_person WHERE quotes > 0") == []


def test_fields_have_offsets_of_their_own(db):
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, title TEXT, lede TEXT, body TEXT)")
    db.rows("INSERT INTO articles VALUES (1, 'Bridge is late, says méyor', ?, ?)", "Ünder way. " + ROADS, "Ça va. " + BRIDGE)
    db.rows("INSERT INTO articles VALUES (2, NULL, '', ?), (3, NULL, NULL, NULL), (4, x'41', 12, ?)", BRIDGE, BRIDGE)
    create(db, "content=articles, headline=title, text=(lede, body)")
    command(db, "rebuild")
    text = "CASE field WHEN 'title' THEN title WHEN 'lede' THEN lede ELSE body END"
    for row in db.rows(
        "SELECT quote, substr(%s, start, length), substr(CAST(%s AS BLOB), byte_start + 1, byte_length),"
        " mention, substr(%s, mention_start, mention_length), cue, substr(%s, cue_start, cue_length), spans,"
        " substr(%s, json_extract(spans, '$[1][0]'), json_extract(spans, '$[1][1]'))"
        " FROM press JOIN articles ON id = article" % ((text,) * 5)
    ):
        quote, span, span_bytes, mention, mention_span, cue, cue_span, spans, piece = row
        assert span.encode() == span_bytes
        assert mention == mention_span and cue == cue_span
        if spans is None:
            assert quote in span
        else:
            assert piece.strip('"').rstrip('.') in quote and piece in span
    assert {row[0] for row in db.rows("SELECT field FROM press WHERE article = 1")} >= {"lede", "body"}
    assert db.rows("SELECT article, count(*) > 0 FROM press GROUP BY 1") == [(1, 1), (2, 1), (4, 1)]
    for mention, span in db.rows(
        "SELECT mention, substr(%s, start, length) FROM press_mention JOIN articles ON id = article" % text
    ):
        assert mention == span
    command(db, "integrity-check")


def test_words_with_a_nul_in_them(db):
    """SQLite's length() and substr() of a text end at a NUL; names and mentions go on behind it."""
    text = b"Mayor T\xc3\xb6m\0Reed said it was late. Ann Lee, a pilot of Tvedal\0Air, said it was over."
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body)")
    db.rows("INSERT INTO articles(body) VALUES (CAST(? AS TEXT))", text)
    create(db, "content=articles, text=body")
    command(db, "sync")
    assert db.rows("SELECT speaker, mention FROM press") == [
        ("Töm Reed", "Mayor Töm\0Reed"),
        ("Ann Lee", "Ann Lee, a pilot of Tvedal\0Air"),
    ]
    command(db, "integrity-check")


def test_dates_of_several_types(db):
    """They are compared as SQLite does: numbers before texts."""
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body, day)")
    for day in ("2026-01-01", 5, 7, 2.5, None):
        db.rows("INSERT INTO articles(body, day) VALUES ('Mayor Ann Lee said it was late.', ?)", day)
    create(db, "content=articles, text=body, date=day")
    command(db, "sync")
    counted = "SELECT person, articles, quotes, first_date, last_date FROM press_person"
    assert db.rows(counted) == [("Ann Lee", 5, 5, 2.5, "2026-01-01")]
    command(db, "integrity-check")


def test_thousands_of_names(db):
    """More than the index keeps numbers of in memory at first."""
    names = ["".join(letters) + " Reed" for letters in itertools.product("BDFGHKLMNPRSTVW", "aeiou", "bdglmnrst", "aeio", "nlr")]
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body)")
    db.rows("INSERT INTO articles(body) VALUES (?)", "\n\n".join("Mayor %s said it was late." % name for name in names))
    create(db, "content=articles, text=body")
    command(db, "sync")
    assert db.one("SELECT count(*) FROM press") == len(names)
    assert db.one("SELECT count(DISTINCT speaker) FROM press") > 0.9 * len(names)
    command(db, "integrity-check")


# ---- plans --------------------------------------------------------------------------------------------------------

BY_SPEAKER = (
    '(s.speaker_id IN (SELECT p.person_id FROM "main"."press_name" AS p WHERE p.person = ?1) '
    'OR s.source_id = (SELECT t.text_id FROM "main"."press_text" AS t WHERE t.text = ?1))'
)
BY_KIND = "s.code / 1001 / 6 / 4 / 17 = CASE ?1 WHEN 'direct' THEN 0 WHEN 'mixed' THEN 1 WHEN 'indirect' THEN 2 END"
PLANS = [
    ("article = 2", "WHERE a.article = ?1"),
    ("speaker = 'Ann Lee'", "WHERE " + BY_SPEAKER),
    (
        "speaker_id = 1",
        'WHERE s.speaker_id IN (SELECT person_id FROM "main"."press_name" WHERE person_id = ?1 OR same_as = ?1)',
    ),
    ("kind = 'direct'", "WHERE " + BY_KIND),
    ("rowid = 2", "WHERE s.id = ?1"),
    ("rowid > 2 AND rowid <= 4", "WHERE s.id > ?1 AND s.id <= ?2"),
    ("date >= '2026-07-02'", "WHERE a.date >= ?1"),
    ("date BETWEEN '2026-07-01' AND '2026-07-02'", "WHERE a.date >= ?1 AND a.date <= ?2"),
    ("speaker = 'Ann Lee' AND date < '2026-07-03'", "WHERE " + BY_SPEAKER + " AND a.date < ?2"),
    ("article IN (1, 3)", "WHERE a.article = ?1"),
    ("speaker IN ('Ann Lee', 'Bob Ray')", "WHERE " + BY_SPEAKER),
    ("speaker = 'ANN LEE' COLLATE NOCASE", ""),
    ("1 ORDER BY article", "ORDER BY a.article"),
    ("1 ORDER BY date DESC, article, quote_id LIMIT 3", "ORDER BY a.date DESC, a.article, s.id - a.first_id + 1"),
    ("article = 1 ORDER BY start DESC", "WHERE a.article = ?1 ORDER BY s.start DESC"),
    ("speaker IS NULL", ""),
    ("quote LIKE '%%late%%'", ""),
    ("quote = 'We are late,'", "WHERE s.quote = ?1"),
    ("same_as = 3", 'WHERE s.id IN (SELECT r.id FROM "main"."press_repeat" AS r WHERE r.same_as = ?1)'),
    ("field = 'body'", None),
    ("field = 'lead'", None),
    ("rule = 'name before a colon' ORDER BY rule", None),
]


@pytest.mark.parametrize("condition, plan", PLANS)
def test_plans(press, condition, plan):
    """What is pushed down, and that it gives what SQLite gets from the same rows itself."""
    query = "SELECT rowid, article, quote_id, speaker, date FROM %s WHERE " + condition
    press.rows("CREATE TABLE copy AS SELECT rowid AS id, * FROM press")
    press.rows("CREATE VIEW plain AS SELECT id AS rowid, * FROM copy")
    detail = press.rows("EXPLAIN QUERY PLAN " + query % "press")[0][-1]
    assert detail.startswith("SCAN press VIRTUAL TABLE INDEX ")
    assert plan is None or detail.split(":", 1)[1] == plan
    rows, expected = press.rows(query % "press"), press.rows(query % "plain")
    assert (rows if "ORDER" in condition else sorted(rows)) == (expected if "ORDER" in condition else sorted(expected))
    assert "TEMP B-TREE" not in str(press.rows("EXPLAIN QUERY PLAN " + query % "press"))


def inner_plan(db, condition):
    detail = db.rows("EXPLAIN QUERY PLAN SELECT date, quote FROM press WHERE " + condition)[0][-1]
    tail = detail.split(":", 1)[1]
    number = int(detail.split("INDEX ", 1)[1].split(":")[0])
    tables = "press_article AS a CROSS JOIN press_said AS s" if number >> 26 else "press_said AS s JOIN press_article AS a"
    join = " ON a.article = +s.article AND s.id >= a.first_id AND s.id < a.first_id + a.quotes "
    sql = "EXPLAIN QUERY PLAN SELECT s.*, a.date FROM " + tables + join + tail.replace("?", "1 + ")
    return " / ".join(row[-1] for row in db.rows(sql))


@pytest.mark.parametrize(
    "condition, index",
    [
        ("article = 2", "SEARCH a USING INTEGER PRIMARY KEY (rowid=?) / SEARCH s USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        ("speaker = 'Ann Lee'", "press_said_speaker_id (speaker_id=?)"),
        ("speaker_id = 1", "press_said_speaker_id (speaker_id=?)"),
        ("kind = 'direct'", "SCAN s"),
        ("same_as = 3", "press_repeat_same_as (same_as=?)"),
        ("rowid = 2", "(rowid=?)"),
        ("date > '2026-07-02'", "press_article_date (date>?)"),
        ("speaker = 'Ann Lee' AND date > '2026-07-02'", "press_said_speaker_id (speaker_id=?)"),
    ],
)
def test_b_trees_are_used(press, condition, index):
    assert index in inner_plan(press, condition)


def test_order_by_article_needs_no_sorting(press):
    assert "TEMP B-TREE" not in inner_plan(press, "1 ORDER BY article")


def test_joins(press):
    rows = press.rows("SELECT a.title, p.quote FROM articles AS a JOIN press AS p ON p.article = a.id ORDER BY a.id, p.start")
    assert rows[0] == ("Story 1", "We are late, But we are not lost.")
    assert len(rows) == press.one("SELECT count(*) FROM press")
    plan = str(press.rows("EXPLAIN QUERY PLAN SELECT * FROM articles AS a CROSS JOIN press AS p ON p.article = a.id"))
    assert "a.article = ?1" in plan
    assert press.one(
        "SELECT count(*) FROM press AS p JOIN press AS q ON p.speaker = q.speaker AND p.article < q.article"
    ) == press.one(
        "SELECT count(*) FROM press_quote AS p JOIN press_quote AS q ON p.speaker = q.speaker AND p.article < q.article"
    )
    press.rows("CREATE VIRTUAL TABLE words USING fts5(body, content=articles, content_rowid=id)")
    press.rows("INSERT INTO words(words) VALUES ('rebuild')")
    assert press.rows(
        "SELECT DISTINCT speaker FROM words JOIN press ON press.article = words.rowid WHERE words MATCH 'trains' AND speaker LIKE 'C%'"
    ) == [("Carla Gomez",)]


# ---- commands -----------------------------------------------------------------------------------------------------

BAD_COMMANDS = [
    ("INSERT INTO press(press) VALUES ('synch')", "unknown command 'synch': there are rebuild, sync, resolve, "),
    ("INSERT INTO press(press) VALUES (NULL)", "press is written by commands only, as in INSERT INTO press(press) VALUES ('sync')"),
    ("INSERT INTO press(article, quote) VALUES (1, 'a')", "press is written by commands only"),
    ("DELETE FROM press", "press is written by commands only"),
    ("UPDATE press SET speaker = 'X'", "press is written by commands only"),
    ("INSERT INTO press(press, argument) VALUES ('sync', 'many')", "'sync' takes a number as its argument"),
    ("INSERT INTO press(press, argument) VALUES ('sync', -1)", "'sync' takes a number as its argument"),
    ("INSERT INTO press(press, argument) VALUES ('rebuild', 1)", "'rebuild' takes no argument"),
    ("INSERT INTO press(press) VALUES ('threads')", "'threads' takes a number as its argument"),
    ("INSERT INTO press(press, argument) VALUES ('threads', 0)", "'threads' must be a number from 1 to 64"),
    ("INSERT INTO press(press, argument) VALUES ('threads', 65)", "'threads' must be a number from 1 to 64"),
]


@pytest.mark.parametrize("sql, message", BAD_COMMANDS)
def test_bad_commands(press, sql, message):
    assert press.error(sql).startswith("hearsay: " + message)
    command(press, "integrity-check")


def test_commands_leave_the_last_rowid_alone(press):
    press.rows("INSERT INTO articles(id, body) VALUES (1000, 'Ann said no.')")
    command(press, "rebuild")
    assert press.one("SELECT last_insert_rowid()") == 1000
    assert press.one("PRAGMA cache_size") in (-2000, -32000)


def test_sync_in_steps_says_what_is_left(db):
    fill(db, [BRIDGE] * 10)
    create(db)
    assert config(db, "left") == 10
    for left in (7, 4, 1, 0, 0):
        command(db, "sync", 3)
        assert config(db, "left") == left
        assert config(db, "articles") == 10 - left
        command(db, "integrity-check")
    db.rows("UPDATE articles SET body = ? WHERE id = 4", ROADS)
    command(db, "sync", 0)
    assert config(db, "left") == 1


def test_delete_all_and_again(press):
    rows = press.rows("SELECT article, quote FROM press")
    command(press, "delete-all")
    assert press.rows("SELECT * FROM press") == [] and press.rows("SELECT * FROM press_person") == []
    assert config(press, "left") == 3
    command(press, "integrity-check")
    command(press, "sync")
    assert press.rows("SELECT article, quote FROM press") == rows


def test_optimize_gives_statistics(press):
    command(press, "optimize")
    assert {row[0] for row in press.rows("SELECT tbl FROM sqlite_stat1")} == {
        "press_article",
        "press_said",
        "press_place",
        "press_text",
        "press_name",
        "press_appearance",
    }


def test_unchanged_articles_are_not_read_again(press):
    ids = press.rows("SELECT rowid FROM press")
    press.rows("UPDATE articles SET body = body || ''")
    press.rows("UPDATE articles SET published = '2026-08-01' WHERE id = 1")
    command(press, "sync")
    assert press.rows("SELECT rowid FROM press") == ids
    assert press.one("SELECT DISTINCT date FROM press WHERE article = 1") == "2026-08-01"
    assert press.rows("SELECT first_date, last_date FROM press_person WHERE person = 'Ann Lee'") == [
        ("2026-07-03", "2026-08-01")
    ]
    command(press, "integrity-check")


def test_another_model_marks_articles_stale(press):
    press.rows("UPDATE press_config SET value = 'older' WHERE name = 'model'")
    last = press.one("SELECT max(rowid) FROM press")
    command(press, "sync", 1)
    assert config(press, "left") == 2
    command(press, "sync")
    assert press.one("SELECT min(rowid) FROM press") > last - 3
    assert config(press, "model") in press.one("SELECT hearsay_debug()")
    command(press, "integrity-check")


def test_other_options_mark_articles_stale(press):
    press.rows("UPDATE press_config SET value = '{\"cues\": [\"zorbled\"]}' WHERE name = 'options'")
    command(press, "sync", 0)
    assert config(press, "left") == 3


def test_another_format_is_an_error(press):
    press.rows("UPDATE press_config SET value = 99 WHERE name = 'format'")
    message = "hearsay: press is of format 99, this version has format 4: DROP it and create it again"
    assert press.error("INSERT INTO press(press) VALUES ('sync')") == message


def test_options_of_the_functions(db):
    fill(db, ["Ann Lee zorbled that it was late."])
    create(db, OPTIONS + ", options='{\"cues\": [\"zorble\"]}'")
    command(db, "rebuild")
    assert db.rows("SELECT speaker, cue FROM press") == [("Ann Lee", "zorbled")]


def test_an_article_that_is_too_long_is_kept_as_an_error(db):
    fill(db, [BRIDGE, BRIDGE * 50, ROADS])
    create(db, OPTIONS + ", options='{\"max_bytes\": 1000}'")
    command(db, "sync")
    assert db.rows("SELECT article, error FROM press_article WHERE error IS NOT NULL") == [(2, "longer than max_bytes")]
    assert config(db, "failed") == 1 and config(db, "articles") == 3
    db.rows("UPDATE articles SET body = ? WHERE id = 2", RAIL)
    command(db, "sync")
    assert config(db, "failed") == 0
    command(db, "integrity-check")


# ---- integrity ----------------------------------------------------------------------------------------------------

FAULTS = [
    ("UPDATE press_said SET speaker_id = 777 WHERE speaker_id IS NOT NULL", "press_said [0-9]+ has a speaker_id that press_person has not"),
    ("UPDATE press_said SET cue_id = 777 WHERE id = 2", "press_said 2 has a text that press_text has not"),
    ("UPDATE press_said SET code = 10000000 WHERE id = 2", "press_said 2 has a kind or code that no quotation has"),
    ("DELETE FROM press_said WHERE article = 2", "article 2 has not the quotations that press_article says"),
    ("UPDATE press_article SET first_id = 1 WHERE article = 2", "article 2 has not the quotations that press_article says"),
    ("UPDATE press_said SET id = 900 WHERE id = (SELECT max(id) FROM press_said WHERE article = 1)", "article 1 has not the quotations"),
    ("DELETE FROM press_place WHERE article = 2", "article 2 has not as many mentions"),
    ("UPDATE press_place SET places = places || 'x' WHERE article = 2", "press_place has a broken row of article 2"),
    ("UPDATE press_place SET places = substr(places, 1, 3) || char(30000) || substr(places, 5)", "a mention in article [0-9]+ has a text, label or kind that there is not"),
    ("DELETE FROM press_article WHERE article = 2", "press_said has rows of article 2, press_article none"),
    ("DELETE FROM press_appearance WHERE article = 2", "press_appearance has not who is in article 2, or others"),
    ("INSERT INTO press_appearance VALUES (1, 2, NULL, NULL)", "press_appearance has not who is in article 2, or others"),
    ("UPDATE press_name SET quotes = quotes + 1 WHERE person = 'Ann Lee'", "person_id [0-9]+ is not counted"),
    ("UPDATE press_name SET last_date = 'x' WHERE person = 'Ann Lee'", "person_id [0-9]+ is not counted"),
    ("INSERT INTO press_name(person, articles, mentions, quotes) VALUES ('Nobody', 0, 0, 0)", "person_id [0-9]+ is not counted"),
    ("UPDATE press_place SET places = char(30000) || substr(places, 2) WHERE article = 1", "a mention in article [0-9]+ has an entity_id"),
    ("INSERT INTO press_repeat VALUES (5, 5)", "press_repeat: 5 is in a group of its own, or in one whose first it is not"),
    ("INSERT INTO press_band VALUES (1, 1000)", "press_band has the quotation 1000, press_said has not"),
    ("UPDATE press_name SET same_as = 1000 WHERE person = 'Ann Lee'", "person_id [0-9]+ is the same as one that is not there"),
    ("UPDATE press_config SET value = 500 WHERE name = 'quotes'", "press_config counts other articles"),
    ("UPDATE press_article SET hash = 5 WHERE article = 3", "the text of article 3 has changed since it was read: run 'sync'"),
    ("UPDATE press_article SET date = 5 WHERE article = 3", None),
    ("DROP TRIGGER press_update", "the triggers on articles are gone: run 'sync'"),
    ("DROP TRIGGER press_insert", "the triggers on articles are gone: run 'sync'"),
    ("DROP TRIGGER press_delete", "the triggers on articles are gone: run 'sync'"),
    ("UPDATE articles SET body = 'b' WHERE id = 2; DELETE FROM press_pending", "the text of article 2 has changed"),
    ("UPDATE articles SET published = 'b' WHERE id = 2; DELETE FROM press_pending", "the date of article 2 has changed"),
    ("INSERT INTO articles(id) VALUES (9); DELETE FROM press_pending", "article 9 has not been read: run 'sync'"),
    ("DELETE FROM articles WHERE id = 3; DELETE FROM press_pending", "article 3 is in the index and no longer in articles"),
]


@pytest.mark.parametrize("change, message", FAULTS)
def test_integrity_check_finds(press, change, message):
    command(press, "integrity-check")
    for sql in change.split("; "):
        press.rows(sql)
    error = press.error("INSERT INTO press(press) VALUES ('integrity-check')")
    assert re.match("hearsay: integrity-check of press: " + (message or ""), error)
    if press.kind == "new":
        assert re.match("hearsay: press: " + (message or ""), press.rows("PRAGMA integrity_check")[0][0])
    command(press, "rebuild")
    command(press, "integrity-check")
    if press.kind == "new":
        assert press.rows("PRAGMA integrity_check") == [("ok",)]


def test_integrity_check_allows_what_is_pending(press):
    press.rows("UPDATE articles SET body = 'b' WHERE id = 2")
    press.rows("DELETE FROM articles WHERE id = 3")
    press.rows("INSERT INTO articles(body) VALUES ('c')")
    command(press, "integrity-check")
    assert press.rows("PRAGMA integrity_check") == [("ok",)]


# ---- safety -------------------------------------------------------------------------------------------------------


def test_what_the_index_writes_its_rows_from_is_empty_for_others(db):
    for table in ("_hearsay_rows", "_hearsay_rows(1)", "_hearsay_rows('hs_index_rows')"):
        assert db.rows("SELECT c0 FROM " + table) == []
    db.rows("CREATE VIEW said AS SELECT c0 FROM _hearsay_rows")
    assert "unsafe use" in db.error("SELECT * FROM said")


def test_defensive_mode_and_untrusted_schema(tmp_path):
    """In defensive mode users cannot write to shadow tables, and everything else works."""
    import apsw

    db = database.NewDatabase(str(tmp_path / "press.db"))
    for sync in ("queue", "trigger", "manual"):
        db.raw.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        db.rows("PRAGMA trusted_schema = 0")
        fill(db)
        create(db, OPTIONS + ", sync=" + sync)
        command(db, "rebuild")
        db.rows("INSERT INTO articles(body) VALUES (?)", ROADS)
        command(db, "sync")
        assert config(db, "articles") == 4
        for table in ("article", "said", "place", "text", "person", "appearance", "band", "config", "quote", "mention"):
            assert db.error("DELETE FROM press_" + table) == "table press_%s may not be modified" % table
            assert db.one("SELECT count(*) FROM press_" + table) > 0
        db.rows("ALTER TABLE press RENAME TO news")
        db.rows("INSERT INTO articles(body) VALUES (?)", ROADS)
        command(db, "sync", name="news")
        assert config(db, "articles", "news") == 5
        command(db, "integrity-check", name="news")
        db.rows("CREATE VIEW said AS SELECT speaker, quote FROM news")
        assert db.one("SELECT count(*) FROM said") > 5
        db.rows("DROP VIEW said")
        db.rows("DROP TABLE news")
        db.rows("DROP TABLE articles")
        assert db.rows("SELECT * FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'") == []
    db.close()


def test_the_tables_are_read_without_the_extension(tmp_path):
    path = str(tmp_path / "press.db")
    db = database.SystemDatabase(path)
    fill(db)
    create(db)
    command(db, "rebuild")
    expected = db.rows("SELECT article, speaker, quote FROM press ORDER BY rowid")
    db.close()
    plain = sqlite3.connect(path)
    assert plain.execute("SELECT article, speaker, quote FROM press_quote ORDER BY id").fetchall() == expected
    assert plain.execute("SELECT person FROM press_person WHERE quotes > 0 ORDER BY quotes DESC").fetchone() == ("Ann Lee",)
    plain.close()


def test_a_failed_command_is_undone_as_a_whole(db):
    """Also inside a transaction, which goes on."""
    fill(db, [BRIDGE, ROADS, RAIL])
    db.rows("CREATE VIEW seen AS SELECT id, body FROM articles UNION ALL SELECT 3, 'Ann Lee said no.'")
    create(db, "content=seen, content_rowid=id, text=body, sync=manual")
    db.rows("BEGIN")
    db.rows("INSERT INTO articles(id) VALUES (50)")
    assert db.error("INSERT INTO press(press) VALUES ('rebuild')") == "hearsay: seen has the key 3 twice"
    db.rows("COMMIT")
    assert db.one("SELECT count(*) FROM articles") == 4
    assert db.rows("SELECT * FROM press") == [] and config(db, "articles") == 0
    assert db.rows("SELECT * FROM press_article") == [] and db.rows("SELECT * FROM press_mention") == []


def test_keys_must_be_integers(db):
    fill(db)
    db.rows("CREATE VIEW seen AS SELECT 'k' || id AS id, body FROM articles")
    create(db, "content=seen, content_rowid=id, text=body, sync=manual")
    assert db.error("INSERT INTO press(press) VALUES ('rebuild')") == "hearsay: a key of seen is no integer: k1"
    assert db.error("INSERT INTO press(press) VALUES ('sync')") == "hearsay: a key of seen is no integer: k1"


@pytest.mark.parametrize("threads", [1, 3])
def test_interrupts(db, threads, articles):
    text = "\n\n".join(article["text"] for article in articles)
    fill(db, [text] * 6)
    create(db, OPTIONS + ", threads=%d" % threads)
    calls = []

    def stop():
        calls.append(1)
        return len(calls) > 5

    db.raw.set_progress_handler(stop, 1)
    assert db.error("INSERT INTO press(press) VALUES ('rebuild')") == "interrupted"
    db.raw.set_progress_handler(None, 0)
    assert config(db, "articles") == 0
    command(db, "sync")
    command(db, "integrity-check")


# ---- threads ------------------------------------------------------------------------------------------------------


def test_threads_make_the_same_bytes(db, articles):
    fill(db, [article["text"] for article in articles] * 3)
    dumps = []
    for threads in (1, 2, 5):
        create(db, OPTIONS + ", threads=%d" % threads)
        command(db, "sync", 50)
        db.rows("UPDATE articles SET body = substr(body, 1, 1000) WHERE id % 7 = 0")
        db.rows("DELETE FROM articles WHERE id % 11 = 0")
        command(db, "sync")
        dumps.append([db.rows("SELECT * FROM press_" + table) for table in ("article", "said", "place", "text", "person", "appearance", "band", "repeat")])
        db.rows("DROP TABLE press")
        db.rows("DROP TABLE articles")
        fill(db, [article["text"] for article in articles] * 3)
    assert dumps[0] == dumps[1] == dumps[2]


WITHOUT_THREADS = """if True:
    import sys, threading, database
    from index import OPTIONS, command, create, fill
    try:
        threading.Thread(target=int).start()
        sys.exit("there are threads")
    except RuntimeError:
        db = database.KINDS[sys.argv[1]](":memory:")
    fill(db, ["The bridge is safe, Ann Lee said."] * 300)
    create(db, OPTIONS + ", threads=4")
    command(db, "rebuild")
    print(db.rows("SELECT count(*) FROM press"))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc takes the size of stacks from the limit")
@pytest.mark.parametrize("kind", list(database.KINDS))
def test_a_system_that_starts_no_thread(kind):
    environment = {**os.environ, "PYTHONPATH": os.path.join(database.ROOT, "tests")}
    done = subprocess.run(
        ["prlimit", "--stack=%d:" % (1 << 47), sys.executable, "-c", WITHOUT_THREADS, kind],
        env=environment, capture_output=True, text=True, check=False,
    )
    assert (done.stdout, done.stderr) == ("[(300,)]\n", "")


def test_threads_can_be_set(press):
    command(press, "threads", 4)
    rows = press.rows("SELECT * FROM press")
    command(press, "rebuild")
    assert press.rows("SELECT * FROM press") == rows
