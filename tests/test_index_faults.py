"""The index when memory runs out, and when the file system fails: see faults/memory.c and faults/files.c."""

import os
import re
import shutil
import sqlite3
import subprocess

import pytest

import database
from building import CC
from index import OPTIONS, assert_fresh, command, create, fill

STEP = int(os.environ.get("HEARSAY_MEMORY_STEP", "4001"))  # 1: every allocation
AT_LENGTH = "HEARSAY_MEMORY_STEP" in os.environ
FILE_STEP = int(os.environ.get("HEARSAY_FILE_STEP", "67"))  # 1: every call

needs_compiler = pytest.mark.skipif(not shutil.which(CC.split()[0]), reason="needs a C compiler")


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    if os.environ.get("LD_PRELOAD"):
        pytest.skip("the programs are not built for the sanitizers")

    def program(name):
        path = tmp_path_factory.mktemp("faults") / name
        source = os.path.join(database.ROOT, "tests", "faults", name + ".c")
        flags = ["-Wall", "-Wextra", "-Werror", "-O1"]
        subprocess.run([*CC.split(), *flags, "-o", str(path), source, "-lsqlite3"], check=True)
        return str(path)

    return program


EXTENSION = database.extension_path().rsplit(".", 1)[0]


def fail_allocations(program, record_property, *arguments):
    done = subprocess.run([program, EXTENSION, *arguments], capture_output=True, text=True, timeout=3600, check=False)
    assert (done.stdout, done.returncode) == ("", 0)
    record_property("allocations failed", int(re.fullmatch(r"([0-9]+) allocations\n", done.stderr)[1]))


@needs_compiler
@pytest.mark.parametrize("forever", ["0", "1"])
@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize("mode", ["queue", "trigger", "manual"])
def test_out_of_memory(build, mode, threads, forever, record_property):
    fail_allocations(build("memory"), record_property, "7", str(STEP), forever, mode, threads)


@needs_compiler
@pytest.mark.skipif(not AT_LENGTH, reason="a minute of processor time: make test-index, make coverage")
@pytest.mark.parametrize("forever", ["0", "1"])
def test_out_of_memory_wherever_it_is_asked_for(build, forever, record_property):
    """Of the allocations that the same calls in the extension lead to, one each fails."""
    fail_allocations(build("memory"), record_property, "0", "0", forever, "queue", "1")


@needs_compiler
@pytest.mark.parametrize("forever", ["0", "1"])
@pytest.mark.parametrize("what, step", [("functions", max(1, STEP // 1000)), ("load", 1)])
def test_out_of_memory_in_functions(build, what, step, forever, record_property):
    fail_allocations(build("memory"), record_property, "1", str(step), forever, what)


@needs_compiler
@pytest.mark.parametrize(
    "operation, journal",
    [(operation, journal) for operation in ("read", "write", "full", "sync", "truncate", "open", "lock") for journal in ("truncate", "wal")]
    + [("delete", "delete"), ("delete", "wal")],  # a journal that is truncated is not deleted
)
def test_the_file_system_fails(build, operation, journal, tmp_path, record_property):
    program, points = build("files"), 0
    step = FILE_STEP if operation in ("read", "write", "full") else max(1, FILE_STEP // 8)  # of the others there are few
    for mode in ("queue", "trigger", "manual"):
        # A lock of a log that is never given keeps SQLite waiting for ten seconds a statement.
        for forever in ("0",) if (operation, journal) == ("lock", "wal") else ("0", "1"):
            arguments = [EXTENSION, str(tmp_path / "press.db"), operation, forever, "1", str(step), mode, journal]
            done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=3600, check=False)
            assert (done.stdout, done.returncode) == ("", 0)
            points += int(re.fullmatch(r"([0-9]+) faults\n", done.stderr)[1])
    assert points > 0
    record_property("faults of the file system injected", points)


# ---- other connections ----------------------------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path):
    path = str(tmp_path / "press.db")
    db, other = database.SystemDatabase(path), sqlite3.connect(path, isolation_level=None, timeout=0)
    db.rows("PRAGMA busy_timeout = 0")
    fill(db)
    create(db)
    command(db, "sync")
    db.rows("INSERT INTO articles(body) VALUES ('Zoe Fox said it would rain.')")
    yield db, other
    other.close()
    db.close()


def test_a_locked_database(two):
    db, other = two
    other.execute("BEGIN IMMEDIATE")
    for name in ("sync", "rebuild", "resolve"):
        assert db.error("INSERT INTO press(press) VALUES ('%s')" % name) == "database is locked"
    assert db.one("SELECT count(*) FROM press_pending") == 1
    other.execute("COMMIT")
    command(db, "sync")
    assert_fresh(db, OPTIONS)


def test_a_database_that_is_read_while_it_is_committed(two):
    db, other = two
    other.execute("BEGIN")
    rows = other.execute("SELECT count(*) FROM press_quote").fetchone()
    assert db.error("INSERT INTO press(press) VALUES ('sync')") == "database is locked"
    db.rows("BEGIN")
    command(db, "sync")
    assert db.error("COMMIT") == "database is locked"
    assert other.execute("SELECT count(*) FROM press_quote").fetchone() == rows
    other.execute("COMMIT")
    db.rows("COMMIT")
    assert other.execute("SELECT count(*) FROM press_quote").fetchone() > rows
    assert_fresh(db, OPTIONS)


def test_a_database_that_cannot_be_written(two, tmp_path):
    two[0].close()
    db = database.SystemDatabase("file:%s?mode=ro" % (tmp_path / "press.db"))
    assert db.one("SELECT count(*) FROM press") > 0
    for name in ("sync", "rebuild", "resolve", "optimize", "integrity-check"):
        assert db.error("INSERT INTO press(press) VALUES ('%s')" % name) == "attempt to write a readonly database"
    db.close()


def test_a_full_disk(two):
    db, _ = two
    text = "\n\n".join('"We are late again for the %dth time this year," said Person %d.' % (i, i) for i in range(3000))
    db.rows("INSERT INTO articles(body) VALUES (?)", text)
    articles, quotes = (db.rows("SELECT * FROM " + table) for table in ("articles", "press_quote"))
    db.rows("PRAGMA max_page_count = %d" % (db.one("PRAGMA page_count") + 5))
    for name in ("sync", "rebuild"):
        assert db.error("INSERT INTO press(press) VALUES ('%s')" % name) == "hearsay: database or disk is full"
        assert db.rows("SELECT * FROM press_quote") == quotes
    assert db.rows("SELECT * FROM articles") == articles
    db.rows("PRAGMA max_page_count = 1000000")
    command(db, "sync")
    assert db.one("SELECT count(*) FROM press") > 2000
    assert_fresh(db, OPTIONS)
