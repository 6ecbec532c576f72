"""The index follows the articles, whatever is done to them, in every mode."""

import sqlite3
import subprocess
import sys

import pytest

import database
from index import BRIDGE, OPTIONS, RAIL, ROADS, assert_fresh, command, config, contents, create, fill

MODES = ["queue", "trigger", "manual"]


@pytest.fixture(params=MODES)
def mode(request):
    return request.param


@pytest.fixture
def press(db, mode):
    fill(db)
    create(db, OPTIONS + ", sync=" + mode)
    command(db, "rebuild")
    db.mode = mode
    return db


def begin(db, mode, options):
    """An index in a mode, of which all articles have been read."""
    db.mode = mode
    create(db, options + ", sync=" + mode)
    command(db, "sync")


def settle(db, options=OPTIONS, name="press"):
    """In the mode trigger there is nothing to do."""
    if db.mode != "trigger":
        command(db, "sync", name=name)
    assert_fresh(db, options, name)


CHANGES = [
    ["INSERT INTO articles(body) VALUES ('Dan Moe said it would rain.')"],
    ["INSERT INTO articles(id, body) VALUES (-5, 'Dan Moe said it would rain.'), (9223372036854775807, 'Ann Lee said no.')"],
    ["INSERT INTO articles(body) SELECT body FROM articles"],
    ["UPDATE articles SET body = 'Ann Lee said it was over.' WHERE id = 2"],
    ["UPDATE articles SET body = NULL"],
    ["UPDATE articles SET title = 'Ann Lee says: \"No.\"'"],
    ["UPDATE articles SET published = NULL WHERE id = 1"],
    ["UPDATE articles SET published = 20260101 WHERE id = 3"],
    ["UPDATE articles SET id = id + 10"],
    ["UPDATE articles SET rowid = 77 WHERE id = 1"],
    ["UPDATE articles SET id = -id, body = body || ' He said so.'"],
    ["UPDATE OR REPLACE articles SET id = 2 WHERE id = 3"],
    ["DELETE FROM articles WHERE id = 1"],
    ["DELETE FROM articles"],
    ["DELETE FROM articles", "INSERT INTO articles(body) VALUES ('Ann Lee said no.')"],
    ["REPLACE INTO articles(id, body) VALUES (2, 'Ann Lee said no.'), (8, 'Bob Ray said yes.')"],
    ["INSERT OR IGNORE INTO articles(id, body) VALUES (2, 'Ann Lee said no.'), (8, 'Bob Ray said yes.')"],
    [
        "INSERT INTO articles(id, body) VALUES (2, 'Ann Lee said no.'), (8, 'Bob Ray said yes.') "
        "ON CONFLICT(id) DO UPDATE SET body = excluded.body"
    ],
    ["INSERT INTO articles(id, body) VALUES (2, 'Ann Lee said no.') ON CONFLICT DO NOTHING"],
    ["BEGIN", "DELETE FROM articles", "ROLLBACK"],
    ["BEGIN", "UPDATE articles SET body = 'Ann said no.'", "INSERT INTO press(press) VALUES ('sync')", "ROLLBACK"],
    [
        "SAVEPOINT a",
        "UPDATE articles SET body = 'Ann Lee said no.' WHERE id = 1",
        "SAVEPOINT b",
        "DELETE FROM articles WHERE id = 2",
        "INSERT INTO press(press) VALUES ('sync')",
        "ROLLBACK TO b",
        "UPDATE articles SET body = 'Bob Ray said no.' WHERE id = 3",
        "RELEASE a",
    ],
    ["BEGIN", "DELETE FROM articles WHERE id = 3", "INSERT INTO press(press) VALUES ('rebuild')", "COMMIT"],
    ["INSERT OR FAIL INTO articles(id, body) VALUES (7, 'Ann Lee said no.')", "REPLACE INTO articles(id, body) VALUES (7, 'b')"],
    ["UPDATE articles SET views = 5"],
    ["VACUUM"],
    ["DELETE FROM articles WHERE id = 1", "VACUUM", "INSERT INTO articles(body) VALUES ('Ann Lee said no.')"],
    ["CREATE TEMP TRIGGER more AFTER INSERT ON articles WHEN new.body = 'a' BEGIN UPDATE articles SET body = 'Ann Lee said no.' WHERE id = new.id; END", "INSERT INTO articles(body) VALUES ('a')"],
]


@pytest.mark.parametrize("recursive", [0, 1])
@pytest.mark.parametrize("statements", CHANGES, ids=lambda s: s[-1][:40])
def test_changes(press, statements, recursive):
    press.rows("PRAGMA recursive_triggers = %d" % recursive)
    for sql in statements:
        press.rows(sql)
    settle(press)


def test_only_changes_of_named_columns_are_noted(db):
    fill(db)
    create(db)
    command(db, "sync")
    db.rows("UPDATE articles SET views = 1")
    assert db.rows("SELECT * FROM press_pending") == []
    db.rows("UPDATE articles SET title = 'a' WHERE id = 2")
    assert db.rows("SELECT * FROM press_pending") == [(2,)]


REPLACING = [
    "REPLACE INTO articles(url, body) VALUES ('u1', 'Ann Lee said no.')",
    "INSERT OR REPLACE INTO articles(id, url, body) VALUES (3, 'u2', 'Ann Lee said no.')",
    "UPDATE OR REPLACE articles SET url = 'u1' WHERE id = 3",
    "REPLACE INTO articles(url, part, body) VALUES ('x', 'P1', 'Ann Lee said no.')",
    "INSERT OR IGNORE INTO articles(url, body) VALUES ('u1', 'Ann Lee said no.')",
    "INSERT INTO articles(url, body) VALUES ('u1', 'Ann Lee said no.') ON CONFLICT(url) DO UPDATE SET body = excluded.body",
]


@pytest.mark.parametrize("recursive", [0, 1])
@pytest.mark.parametrize("sql", REPLACING)
def test_rows_that_are_replaced_because_of_other_columns(db, mode, sql, recursive):
    db.rows(
        "CREATE TABLE articles(id INTEGER PRIMARY KEY, url TEXT UNIQUE, part TEXT COLLATE NOCASE, body TEXT);"
        if db.kind == "new"
        else "CREATE TABLE articles(id INTEGER PRIMARY KEY, url TEXT UNIQUE, part TEXT COLLATE NOCASE, body TEXT)"
    )
    db.rows("CREATE UNIQUE INDEX parts ON articles(part)")
    for i, text in enumerate((BRIDGE, ROADS, RAIL)):
        db.rows("INSERT INTO articles(url, part, body) VALUES (?, ?, ?)", "u%d" % i, "p%d" % i, text)
    options = "content=articles, text=body"
    create(db, options + ", sync=" + mode)
    command(db, "rebuild")
    db.mode = mode
    db.rows("PRAGMA recursive_triggers = %d" % recursive)
    db.rows(sql)
    settle(db, options)


def test_a_unique_expression_that_was_made_later(db):
    fill(db)
    create(db)
    command(db, "sync")
    db.rows("CREATE UNIQUE INDEX bodies ON articles(length(body), substr(body, 1, 9))")
    db.rows("REPLACE INTO articles(id, body) SELECT 50, body FROM articles WHERE id = 1")
    assert db.one("SELECT count(*) FROM articles") == 3
    command(db, "sync")
    assert_fresh(db, OPTIONS)


def test_foreign_keys_cascade(db, mode):
    db.mode = mode
    db.rows("PRAGMA foreign_keys = 1")
    db.rows("CREATE TABLE papers(id INTEGER PRIMARY KEY)")
    db.rows("INSERT INTO papers VALUES (1), (2)")
    db.rows(
        "CREATE TABLE articles(id INTEGER PRIMARY KEY, paper REFERENCES papers ON DELETE CASCADE ON UPDATE CASCADE, body)"
    )
    for i, text in enumerate((BRIDGE, ROADS, RAIL)):
        db.rows("INSERT INTO articles(paper, body) VALUES (?, ?)", i % 2 + 1, text)
    options = "content=articles, text=body"
    create(db, options + ", sync=" + mode)
    command(db, "rebuild")
    db.rows("DELETE FROM papers WHERE id = 1")
    assert db.one("SELECT count(*) FROM articles") == 1
    settle(db, options)
    db.rows("DELETE FROM articles")
    settle(db, options)
    db.rows("DROP TABLE press")
    db.rows("DROP TABLE articles")


def test_renames(press):
    press.rows("ALTER TABLE articles RENAME TO \"the news\"")
    press.rows("UPDATE \"the news\" SET body = 'Ann Lee said no.' WHERE id = 2")
    settle(press, OPTIONS.replace("content=articles", "content='the news'"))
    press.rows("ALTER TABLE press RENAME TO \"my \"\"press\"")
    press.rows("DELETE FROM \"the news\" WHERE id = 1")
    press.rows("INSERT INTO \"the news\"(body) VALUES ('Dan Moe said yes.')")
    name = 'my ""press'
    if press.mode != "trigger":
        press.rows('INSERT INTO "my ""press"("my ""press") VALUES (\'sync\')')
    assert_fresh(press, OPTIONS.replace("content=articles", "content='the news'"), name)
    assert press.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'press!_%' ESCAPE '!' AND type <> 'index'") == []
    press.rows("ALTER TABLE \"the news\" RENAME TO articles")
    create(press)
    command(press, "rebuild")
    assert_fresh(press, OPTIONS)
    press.rows('DROP TABLE "my ""press"')
    press.rows("DROP TABLE press")
    assert press.rows("SELECT name FROM sqlite_schema") == [("articles",)]


def test_columns_are_renamed(press):
    if press.mode == "manual":
        pytest.skip("nothing tells an index without triggers")
    press.rows("ALTER TABLE articles RENAME COLUMN body TO \"the \"\"body\"")
    press.rows("ALTER TABLE articles RENAME COLUMN id TO key")
    press.rows("ALTER TABLE articles RENAME COLUMN published TO day")
    press.rows("UPDATE articles SET \"the \"\"body\" = 'Ann Lee said no.' WHERE key = 2")
    press.rows("UPDATE articles SET day = '2000-01-01' WHERE key = 3")
    if press.mode == "queue":
        command(press, "sync")
    command(press, "integrity-check")
    assert press.rows("SELECT DISTINCT speaker FROM press WHERE article = 2") == [("Ann Lee",)]
    assert press.one("SELECT DISTINCT date FROM press WHERE article = 3") == "2000-01-01"


def test_a_renamed_column_that_is_there_again(press):
    """A new table has the names that the index was made with, and the later ones too."""
    if press.mode == "manual":
        pytest.skip("nothing tells an index without triggers")
    press.rows("ALTER TABLE articles RENAME COLUMN body TO words")
    press.rows("INSERT INTO articles(words) VALUES ('Ann Lee said no.')")
    press.rows("DROP TABLE articles")
    press.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, title, body, published, words)")
    command(press, "sync")
    press.rows("INSERT INTO articles(body, words) VALUES ('Dan Moe said yes.', 'Ann Lee said no.')")
    settle(press)
    assert press.rows("SELECT speaker FROM press") == [("Dan Moe",)]


def test_a_lost_column_is_named(press):
    press.rows("DROP TABLE articles")
    press.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, text TEXT, title, published)")
    assert "no such column" in (error := press.error("INSERT INTO press(press) VALUES ('sync')")) or "no column" in error
    press.rows("ROLLBACK") if press.raw.in_transaction else None
    assert press.one("SELECT count(*) FROM press") > 0


def test_a_table_that_was_made_anew(press):
    """As ALTER TABLE's twelve steps, sqlite-utils and Django do it: the triggers go with the old table."""
    press.rows("BEGIN")
    press.rows("CREATE TABLE new(id INTEGER PRIMARY KEY, title, body, published, extra)")
    press.rows("INSERT INTO new SELECT id, title, body || ' He said so.', published, 1 FROM articles WHERE id <> 2")
    press.rows("DROP TABLE articles")
    press.rows("ALTER TABLE new RENAME TO articles")
    press.rows("COMMIT")
    command(press, "sync")
    assert_fresh(press, OPTIONS)
    press.rows("UPDATE articles SET body = 'Ann Lee said no.' WHERE id = 1")
    settle(press)


def test_views(db):
    fill(db)
    db.mode = "manual"
    db.rows("CREATE VIEW seen AS SELECT id * 2 AS id, body FROM articles WHERE body IS NOT NULL")
    options = "content=seen, content_rowid=id, text=body"
    create(db, options + ", sync=manual")
    command(db, "sync", 2)
    command(db, "sync")
    assert_fresh(db, options)
    db.rows("DELETE FROM articles WHERE id = 2")
    db.rows("UPDATE articles SET body = 'Ann Lee said no.' WHERE id = 1")
    settle(db, options)


def test_generated_columns(db, mode):
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, raw TEXT, body TEXT AS (replace(raw, 'Mr. ', '')))")
    db.rows("INSERT INTO articles(raw) VALUES (?), ('Mr. Ray said no.')", BRIDGE)
    options = "content=articles, text=body"
    begin(db, mode, options)
    db.rows("UPDATE articles SET raw = 'Mr. Dan Moe said no.' WHERE id = 1")
    settle(db, options)
    db.rows("ALTER TABLE articles RENAME TO news")
    db.rows("UPDATE news SET raw = 'Mr. Dan Moe said yes.' WHERE id = 2")
    settle(db, options.replace("articles", "news"))


def test_without_rowid(db, mode):
    db.rows("CREATE TABLE articles(body TEXT, number INTEGER PRIMARY KEY) WITHOUT ROWID")
    db.rows("INSERT INTO articles VALUES (?, 5), (?, 7)", BRIDGE, ROADS)
    options = "content=articles, text=body"
    begin(db, mode, options)
    db.rows("REPLACE INTO articles VALUES ('Dan Moe said no.', 5), ('Ann Lee said yes.', 8)")
    db.rows("UPDATE articles SET number = 100 WHERE number = 7")
    settle(db, options)


def test_a_plain_rowid(db, mode):
    db.rows("CREATE TABLE articles(url TEXT PRIMARY KEY, body TEXT)")
    db.rows("INSERT INTO articles VALUES ('a', ?), ('b', ?)", BRIDGE, ROADS)
    options = "content=articles, content_rowid=rowid, text=body"
    begin(db, mode, options)
    db.rows("REPLACE INTO articles VALUES ('a', 'Dan Moe said no.'), ('c', 'Ann Lee said yes.')")
    db.rows("UPDATE articles SET rowid = 100 WHERE url = 'b'")
    settle(db, options)


def test_a_rowid_that_is_a_column_too(db, mode):
    """SQLite fires UPDATE OF rowid for no column, not even for the one that is the rowid."""
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.rows("INSERT INTO articles VALUES (1, ?), (2, ?)", BRIDGE, ROADS)
    options = "content=articles, content_rowid=rowid, text=body"
    begin(db, mode, options)
    db.rows("UPDATE articles SET id = 3 WHERE id = 1")
    db.rows("ALTER TABLE articles RENAME COLUMN id TO number")
    db.rows("UPDATE articles SET number = 4 WHERE number = 2")
    settle(db, options)


def test_attached_databases(db, tmp_path, mode):
    db.mode = mode
    db.rows("ATTACH ? AS other", str(tmp_path / "other.db"))
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.rows("CREATE TABLE other.articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.rows("INSERT INTO other.articles(body) VALUES (?), (?)", BRIDGE, ROADS)
    db.rows("CREATE VIRTUAL TABLE other.press USING hearsay(content=articles, text=body, sync=%s)" % mode)
    command(db, "sync", schema="other")
    db.rows("UPDATE other.articles SET body = 'Dan Moe said no.' WHERE id = 1")
    db.rows("INSERT INTO articles(body) VALUES ('Zoe Fox said no.')")
    command(db, "sync", schema="other")
    assert_fresh(db, "content=articles, text=body", schema="other")
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, sync=%s)" % mode)
    command(db, "sync")
    assert db.rows("SELECT DISTINCT speaker FROM main.press") == [("Zoe Fox",)]
    db.rows("ALTER TABLE other.press RENAME TO news")
    db.rows("DROP TABLE other.news")
    assert db.rows("SELECT name FROM other.sqlite_schema") == [("articles",)]


def test_temporary_tables(db, mode):
    db.mode = mode
    db.rows("CREATE TEMP TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.rows("INSERT INTO articles(body) VALUES (?)", BRIDGE)
    db.rows("CREATE VIRTUAL TABLE temp.press USING hearsay(content=articles, text=body, sync=%s)" % mode)
    db.rows("UPDATE articles SET body = 'Dan Moe said no.'")
    command(db, "sync", schema="temp")
    assert db.rows("SELECT speaker FROM press") == [("Dan Moe",)]
    db.rows("DROP TABLE press")
    assert db.rows("SELECT name FROM sqlite_temp_schema") == [("articles",)]


# ---- several programs ---------------------------------------------------------------------------------------------


@pytest.fixture(params=list(database.KINDS))
def connect(request, tmp_path):
    return lambda load=True: database.KINDS[request.param](str(tmp_path / "press.db"), load)


def test_a_program_without_the_extension_writes_articles(connect, tmp_path):
    db = connect()
    fill(db)
    create(db)
    command(db, "sync")
    plain = sqlite3.connect(str(tmp_path / "press.db"))
    plain.execute("INSERT INTO articles(body) VALUES ('Dan Moe said it would rain.')")
    plain.execute("UPDATE articles SET body = 'Zoe Fox said no.' WHERE id = 1")
    plain.execute("DELETE FROM articles WHERE id = 2")
    plain.execute("REPLACE INTO articles(id, body) VALUES (3, 'Ann Lee said no.')")
    plain.commit()
    plain.close()
    shell = subprocess.run(
        ["sqlite3", str(tmp_path / "press.db"), "INSERT INTO articles(body) VALUES ('Kim Yu said yes.')"], check=False
    )
    assert shell.returncode == 0
    command(db, "sync")
    assert_fresh(db, OPTIONS)
    assert db.one("SELECT count(*) FROM press WHERE speaker IN ('Dan Moe', 'Zoe Fox', 'Ann Lee', 'Kim Yu')") == 4
    db.close()


def test_readers_see_a_whole_index(connect):
    """In WAL mode a reader goes on with what it had while another connection builds."""
    db, reader = connect(), connect()
    db.rows("PRAGMA journal_mode = WAL")
    fill(db)
    create(db)
    command(db, "rebuild")
    before = contents(reader)
    reader.rows("BEGIN")
    assert contents(reader) == before
    db.rows("BEGIN")
    db.rows("DELETE FROM articles WHERE id = 1")
    command(db, "rebuild")
    assert contents(reader) == before
    db.rows("COMMIT")
    assert contents(reader) == before
    reader.rows("COMMIT")
    assert contents(reader) == contents(db) != before
    command(reader, "integrity-check")
    reader.close()
    db.close()


def test_a_second_connection_goes_on(connect):
    """Statements that one has prepared live through what the other changes, the name of the index too."""
    one, two = connect(), connect()
    fill(one)
    create(one)
    command(one, "sync")
    two.rows("UPDATE articles SET body = 'Dan Moe said no.' WHERE id = 1")
    command(two, "sync")
    assert one.one("SELECT speaker FROM press WHERE article = 1") == "Dan Moe"
    two.rows("ALTER TABLE press RENAME TO news")
    one.rows("UPDATE articles SET body = 'Zoe Fox said no.' WHERE id = 1")
    command(one, "sync", name="news")
    assert two.one("SELECT speaker FROM news WHERE article = 1") == "Zoe Fox"
    assert_fresh(two, OPTIONS, "news")
    one.rows("DROP TABLE news")
    assert "no such table" in two.error("SELECT * FROM news")
    one.close()
    two.close()


def test_dump_and_restore(tmp_path, mode):
    path, copy = str(tmp_path / "press.db"), str(tmp_path / "copy.db")
    db = database.SystemDatabase(path)
    fill(db)
    create(db, OPTIONS + ", sync=" + mode)
    command(db, "rebuild")
    expected = contents(db)
    db.close()
    load = ".load " + database.extension_path().rsplit(".", 1)[0]
    dump = subprocess.run(["sqlite3", path, load, ".dump"], check=True, capture_output=True, text=True).stdout
    subprocess.run(["sqlite3", copy], input=load + "\n" + dump, check=True, text=True)
    db = database.SystemDatabase(copy)
    db.mode = mode
    assert contents(db) == expected
    db.rows("UPDATE articles SET body = 'Dan Moe said no.' WHERE id = 1")
    settle(db)
    db.close()


def test_backup(connect, tmp_path):
    db = connect()
    fill(db)
    create(db)
    command(db, "sync")
    db.rows("UPDATE articles SET body = 'Dan Moe said no.' WHERE id = 1")
    db.rows("VACUUM INTO ?", str(tmp_path / "copy.db"))
    db.close()
    copy = database.NewDatabase(str(tmp_path / "copy.db"))
    assert copy.rows("SELECT * FROM press_pending") == [(1,)]
    command(copy, "sync")
    assert_fresh(copy, OPTIONS)
    copy.close()


def test_writers_need_the_extension_in_mode_trigger_only(connect):
    db, plain = connect(), connect(load=False)
    fill(db)
    create(db, OPTIONS + ", sync=trigger")
    command(db, "sync")
    assert "no such module: hearsay" in plain.error("INSERT INTO articles(body) VALUES ('a')")
    plain.close()
    db.close()


def test_a_failing_trigger_undoes_its_statement(db):
    """What the index cannot take does not stay in the articles either."""
    fill(db)
    create(db, OPTIONS + ", sync=trigger")
    command(db, "sync")
    before = contents(db)
    db.rows("CREATE TRIGGER no BEFORE INSERT ON press_name WHEN new.person = 'Zoe Fox' BEGIN SELECT raise(ABORT, 'not her'); END")
    db.rows("BEGIN")
    error = db.error("INSERT INTO articles(body) VALUES ('Dan Moe said yes.'), ('Ann Lee said it was late. Zoe Fox said it would rain.')")
    assert error == "hearsay: not her"
    db.rows("COMMIT")
    assert contents(db) == before and db.one("SELECT count(*) FROM articles") == 3
    command(db, "integrity-check")


def test_a_failing_command_inside_a_transaction_leaves_what_was(db):
    fill(db)
    create(db)
    command(db, "sync")
    db.rows("INSERT INTO articles(body) VALUES ('Dan Moe said yes.'), ('Ann Lee said it was late. Zoe Fox said it would rain.')")
    before = contents(db)
    db.rows("CREATE TRIGGER no BEFORE INSERT ON press_name WHEN new.person = 'Zoe Fox' BEGIN SELECT raise(ABORT, 'not her'); END")
    for text in ("sync", "rebuild"):
        db.rows("BEGIN")
        db.rows("INSERT INTO articles(body) VALUES ('Kim Yu said yes.')")
        assert db.error("INSERT INTO press(press) VALUES ('%s')" % text) == "hearsay: not her"
        db.rows("COMMIT")
        assert contents(db) == before
        command(db, "integrity-check")
    db.rows("DROP TRIGGER no")
    command(db, "sync")
    assert_fresh(db, OPTIONS)
    assert config(db, "articles") == 7


def test_old_ways_of_alter_table(press):
    """With this pragma SQLite does not look into the bodies of triggers and views."""
    press.rows("PRAGMA legacy_alter_table = 1")
    press.rows("ALTER TABLE press RENAME TO news_index")
    press.rows("UPDATE articles SET body = 'Dan Moe said no.' WHERE id = 1")
    if press.mode != "manual":
        press.rows("ALTER TABLE articles RENAME TO news")
        press.rows("DELETE FROM news WHERE id = 2")
        press.rows("ALTER TABLE news RENAME TO articles")
    settle(press, name="news_index")


def test_a_database_in_utf_16(db, mode):
    db.mode = mode
    db.rows("PRAGMA encoding = 'UTF-16'")
    fill(db, ["„Wir sind späte Gäste,“ said Zoë Ünal, ‘Mayor’.", BRIDGE])
    assert db.one("PRAGMA encoding").startswith("UTF-16")
    create(db, OPTIONS + ", sync=" + mode)
    command(db, "sync")
    db.rows("UPDATE articles SET body = body || ' Zoë Ünal said no.'")
    settle(db)
    assert db.rows("SELECT 1 FROM press JOIN articles ON id = article WHERE cue <> substr(body, cue_start, cue_length)") == []


def test_two_indexes_of_one_table(db, mode):
    db.mode = mode
    fill(db)
    create(db, OPTIONS + ", sync=" + mode)
    create(db, "content=articles, text=title", "titles")
    command(db, "sync")
    command(db, "sync", name="titles")
    db.rows("UPDATE articles SET body = 'Dan Moe said no.', title = 'Zoe Fox: \"No\"' WHERE id = 1")
    command(db, "sync", name="titles")
    settle(db)
    assert_fresh(db, "content=articles, text=title", "titles")
    db.rows("DROP TABLE titles")
    db.rows("DELETE FROM articles")
    settle(db)


def test_an_index_is_not_renamed_under_a_view_of_the_user_s(press):
    press.rows("CREATE VIEW mine AS SELECT speaker FROM press_quote")
    rows = press.rows("SELECT * FROM mine")
    assert press.error("ALTER TABLE press RENAME TO news") == "error in view mine after rename: no such table: main.press_quote"
    assert press.rows("SELECT * FROM mine") == rows
    press.rows("DROP VIEW mine")
    press.rows("ALTER TABLE press RENAME TO news")
    command(press, "integrity-check", name="news")


@pytest.mark.parametrize("mode", ["queue", "trigger"])
@pytest.mark.parametrize("trigger", ["insert", "update", "delete"])
def test_a_trigger_that_is_gone(db, mode, trigger):
    """Found by fuzzing: only that of UPDATE was missed. The next 'sync' looks at all articles and makes them again."""
    fill(db)
    create(db, OPTIONS + ", sync=" + mode)
    command(db, "sync")
    db.rows("DROP TRIGGER press_" + trigger)
    db.rows("INSERT INTO articles(body) VALUES ('Zoe Fox said it would rain.')")
    db.rows("UPDATE articles SET body = 'Zoe Fox said it would snow.' WHERE id = 1")
    db.rows("DELETE FROM articles WHERE id = 2")
    assert "the triggers on articles are gone: run 'sync'" in db.error("INSERT INTO press(press) VALUES ('integrity-check')")
    command(db, "sync")
    assert_fresh(db, OPTIONS)
    db.rows("INSERT INTO articles(body) VALUES ('Zoe Fox said it would hail.')")
    command(db, "sync")
    assert_fresh(db, OPTIONS)
