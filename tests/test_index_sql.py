"""The files of sql/ run one after the other on the demo's table of articles."""

import os
import shutil
import subprocess

import pytest

import database
from index import assert_fresh, command

SHELL = shutil.which("sqlite3")


@pytest.fixture(scope="module")
def demo(tmp_path_factory, articles):
    """A database like the demo's, in a folder from which `.load ./hearsay` works."""
    folder = tmp_path_factory.mktemp("demo")
    extension = database.extension_path()
    shutil.copy(extension, folder / ("hearsay" + os.path.splitext(extension)[1]))
    db = database.connect(str(folder / "demo.db"))
    with open(os.path.join(database.ROOT, "sql", "schema.sql"), encoding="utf-8") as file:
        db.rows(file.read().split(";")[0])
    for i, article in enumerate(articles):
        db.rows(
            "INSERT INTO articles(title, published, body) VALUES (?, date('2026-03-01', '+' || ? || ' days'), ?)",
            "Story %d" % i,
            i,
            article["text"],
        )
    db.close()
    return folder


def run(folder, name):
    with open(os.path.join(database.ROOT, "sql", name), encoding="utf-8") as file:
        done = subprocess.run([SHELL, "-bail", "demo.db"], cwd=folder, stdin=file, capture_output=True, text=True, check=False)
    assert done.stderr == "" and done.returncode == 0
    return done.stdout


@pytest.mark.skipif(SHELL is None, reason="needs the sqlite3 shell")
def test_the_files_run(demo):
    if os.environ.get("LD_PRELOAD"):
        pytest.skip("the shell is not built for the sanitizers")
    assert "articles left" in (shown := run(demo, "index.sql")) and "│ Ann Lee │ The harbour is closed" in shown
    for name, columns in [
        ("quickstart.sql", ["as printed"]),
        ("views.sql", ["share", "beside", "first"]),
        ("fts.sql", ["words"]),
    ]:
        shown = run(demo, name)
        assert all(column in shown for column in columns), shown
        assert "┌" in shown
    db = database.connect(str(demo / "demo.db"))
    command(db, "integrity-check")
    db.rows("DELETE FROM articles WHERE id = 3")
    db.rows("INSERT INTO articles(title, body) VALUES ('', 'The zorbles are late, Ann Lee said.')")
    command(db, "sync")
    assert db.rows("SELECT speaker FROM quote_words WHERE quote_words MATCH 'zorbles'") == [("Ann Lee",)]
    db.rows("INSERT INTO quote_words(quote_words, rank) VALUES ('integrity-check', 1)")
    assert_fresh(db, "content=articles, text=body, headline=title, date=published")
    db.close()
