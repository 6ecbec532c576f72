"""An index whose tables somebody has damaged: every column of every table, with every wrong kind of value.

Whatever is in the tables, nothing crashes and no command but a failing one changes articles; 'rebuild' makes the index right
again. Damage in the file itself is at the end.
"""

import os
import random
import shutil
import sqlite3

import pytest

import database
from index import BRIDGE, OPTIONS, RAIL, ROADS, assert_fresh, command, create, fill

TABLES = (
    "article",
    "said",
    "place",
    "text",
    "name",
    "group",
    "appearance",
    "form",
    "link",
    "company",
    "decision",
    "changed",
    "band",
    "repeat",
    "config",
    "pending",
)
VALUES = (
    "NULL",
    "'x'",
    "''",
    "x'00ff'",
    "-1",
    "0",
    "1.5",
    "9223372036854775807",
    "-9223372036854775808",
    "zeroblob(100000)",
    "char(0, 55296, 1114111)",
)
ALL = "HEARSAY_DAMAGED" in os.environ
REPEATED = '"We are late and nobody knows what to do about the harbour bridge," Mayor Ann Lee told reporters.'
COMMANDS = ("integrity-check", "resolve", "optimize", "sync")
QUERIES = (
    "SELECT * FROM press",
    "SELECT * FROM press WHERE speaker = 'Ann Lee' AND date > '2026-07-01' ORDER BY date",
    "SELECT * FROM press WHERE speaker_id = 1 OR kind = 'direct' OR same_as = 1",
    "SELECT * FROM press_quote",
    "SELECT * FROM press_mention",
    "PRAGMA integrity_check",
)


def make(db):
    fill(db, [BRIDGE, ROADS, RAIL, REPEATED, REPEATED + " She said it would open."])
    create(db)
    command(db, "sync")
    command(db, "resolve")


def columns():
    db = database.SystemDatabase()
    make(db)
    found = [(table, row[1]) for table in TABLES for row in db.rows("PRAGMA table_info(press_%s)" % table)]
    db.close()
    return found


def attempt(db, sql):
    """Its error, None when there is none. Any error of SQLite's will do, a crash will not."""
    try:
        db.rows(sql)
    except Exception as error:  # the two SQLites have different classes
        assert str(error)
        return str(error)
    return None


def use(db):
    """Everything a user may do."""
    for query in QUERIES:
        attempt(db, query)
    for name in COMMANDS:
        attempt(db, "INSERT INTO press(press) VALUES ('%s')" % name)
    db.rows("BEGIN")
    for change in (
        "UPDATE articles SET body = 'Zoe Fox said it would rain.' WHERE id = 1",
        "DELETE FROM articles WHERE id = 4",
        "INSERT INTO articles(body) VALUES ('%s')" % REPEATED,
    ):
        attempt(db, change)
    attempt(db, "INSERT INTO press(press) VALUES ('sync')")
    db.rows("ROLLBACK")


@pytest.mark.parametrize("table, column", columns())
def test_damaged_columns(db, table, column, record_property):
    make(db)
    tried = 0
    articles = db.rows("SELECT * FROM articles")
    for number, value in enumerate(VALUES):
        for where in ("", " WHERE rowid = (SELECT max(rowid) FROM press_%s)" % table):
            if not ALL and number % 2 == (not where):
                continue  # every other value in one row, the others in all
            if where and table in ("place", "appearance", "form", "company", "changed", "band", "config"):
                where = " WHERE %s = (SELECT max(%s) FROM press_%s)" % (column, column, table)
            tried += 1
            db.rows("SAVEPOINT whole")
            if attempt(db, "UPDATE press_%s SET %s = %s%s" % (table, column, value, where)) is None:
                db.rows("RELEASE whole")
                use(db)
                assert db.rows("SELECT * FROM articles") == articles
            else:  # a constraint
                db.rows("ROLLBACK TO whole")
                db.rows("RELEASE whole")
            if (table, column) != ("config", "name") and (table, column) != ("config", "value"):
                command(db, "rebuild")
                command(db, "integrity-check")
            else:
                db.rows("DROP TABLE press")
                create(db)
                command(db, "sync")
                command(db, "resolve")
    assert_fresh(db, OPTIONS)
    record_property("corrupt databases tried", tried)


@pytest.mark.parametrize("table", TABLES)
def test_lost_tables_and_rows(db, table):
    make(db)
    db.rows("DELETE FROM press_" + table)
    use(db)
    if table == "config":
        assert "format" in attempt(db, "INSERT INTO press(press) VALUES ('rebuild')")
    else:
        command(db, "rebuild")
        assert_fresh(db, OPTIONS)
    db.rows("DROP TABLE press_" + table)
    use(db)
    assert "no such table: main.press_" + table in attempt(db, "INSERT INTO press(press) VALUES ('rebuild')")
    db.rows("DROP TABLE press")
    assert db.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'press%'") == []
    create(db)
    command(db, "sync")
    assert_fresh(db, OPTIONS)


def damage(path, seed):
    """Flips bits of a database file, or cuts it off."""
    chance = random.Random(seed)
    with open(path, "rb") as file:
        data = bytearray(file.read())
    if seed % 8 == 0:
        data = data[: chance.randrange(100, len(data))]
    else:
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)  # the header is SQLite's own matter
    with open(path, "wb") as file:
        file.write(data)


def test_damaged_files(tmp_path, record_property):
    """HEARSAY_DAMAGED=5000 for more of them (make test-index)."""
    whole = str(tmp_path / "whole.db")
    db = database.SystemDatabase(whole)
    make(db)
    db.rows("VACUUM")
    db.close()
    path = str(tmp_path / "damaged.db")
    count = int(os.environ.get("HEARSAY_DAMAGED", "60"))
    for seed in range(count):
        shutil.copy(whole, path)
        damage(path, seed)
        db = database.SystemDatabase(path)
        try:
            use(db)
            attempt(db, "INSERT INTO press(press) VALUES ('rebuild')")
            attempt(db, "DROP TABLE press")
        except sqlite3.DatabaseError:  # BEGIN or ROLLBACK of a file that is none any more
            pass
        db.close()
    record_property("corrupt databases tried", count)
