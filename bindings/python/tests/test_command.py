"""The command `hearsay`, as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import make

import sqlite_hearsay

PROGRAM = Path(sys.executable).with_name("hearsay")
TEXT = '"We are late," Mayor Ann Lee told reporters. "But we are not lost."'


def hearsay(*arguments, stdin="", **environment):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", **environment},
    )


def error_of(*arguments, **environment):
    """What the command says when it fails."""
    done = hearsay(*arguments, **environment)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def rows(path, sql):
    db = sqlite3.connect(path)
    sqlite_hearsay.load(db)
    found = db.execute(sql).fetchall()
    db.close()
    return found


def count(path):
    """How many quotations the index has; never none."""
    [(quotations,)] = rows(path, "SELECT count(*) FROM press")
    assert quotations > 3
    return quotations


# ---- hearsay quotes ------------------------------------------------------------------------------------------------


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_table(story):
    done = hearsay("quotes", story)
    assert (done.returncode, done.stderr) == (0, "")
    title, _, heading, _, row, *_ = done.stdout.splitlines()
    assert title.strip().startswith(str(story)[:20])
    assert [cell.strip() for cell in heading.strip("┃").split("┃")] == ["speaker", "quote", "kind", "cue", "sure"]
    assert [cell.strip() for cell in row.strip("│").split("│")][:4] == [
        "Ann Lee",
        "We are late, But we are not lost.",
        "direct",
        "told",
    ]


def test_json_has_all_columns(story):
    done = hearsay("quotes", story, "--json")
    [row] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["file"], row["speaker"], row["kind"], row["start"], row["length"]) == (
        str(story),
        "Ann Lee",
        "direct",
        1,
        len(TEXT),
    )
    assert [TEXT[start - 1 : start - 1 + length] for start, length in row["spans"]] == [
        '"We are late,"',
        '"But we are not lost."',
    ]


def test_csv_and_standard_input():
    done = hearsay("quotes", "-", "--csv", stdin=TEXT)
    [row] = csv.DictReader(io.StringIO(done.stdout))
    assert (row["file"], row["speaker"], row["quote"]) == ("-", "Ann Lee", "We are late, But we are not lost.")


def test_options(story):
    options = '{"entities": [{"name": "Lee, Ann (Q42)", "label": "person", "aliases": ["Ann Lee"]}]}'
    assert json.loads(hearsay("quotes", story, "--json", "--options", options).stdout)["speaker"] == "Lee, Ann (Q42)"
    assert error_of("quotes", story, "--options", '{"cuse": []}') == 'Error: unknown option "cuse"'
    assert "not valid JSON" in error_of("quotes", story, "--options", "{cues}")


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
def test_a_file_that_cannot_be_read_is_told_about_and_the_others_are_read(tmp_path, story, form):
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Mayor José Ray said it was late.".encode("latin-1"))
    done = hearsay("quotes", tmp_path / "none.txt", latin, tmp_path, story, *form)
    assert done.returncode == 1
    assert "Ann Lee" in done.stdout
    assert done.stderr.splitlines() == [
        f"Error: {tmp_path / 'none.txt'}: no such file or directory",
        f"Error: {latin}: byte 9 is not utf-8: say what it is with --encoding",
        f"Error: {tmp_path}: is a directory",
    ]
    assert "José Ray" in hearsay("quotes", latin, "--encoding", "latin-1").stdout
    assert "unknown encoding: klingon" in error_of("quotes", latin, "--encoding", "klingon")


def test_no_quotations_and_no_text():
    done = hearsay("quotes", "-", stdin="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no quotations\n")


def test_an_article_has_no_power_over_the_terminal():
    text = '"It was [bold red]so\x1b[2J late[/bold red]\x07 today," said Mayor Ann Lee.'
    shown = hearsay("quotes", "-", stdin=text).stdout
    assert "It was [bold red]so\ufffd[2J late[/bold red]\ufffd today" in shown
    assert "\x1b" not in shown


# ---- hearsay index -------------------------------------------------------------------------------------------------

FULL = ["--text", "body", "--headline", "title", "--date", "published"]


def test_an_index_is_made(articles):
    done = hearsay("index", articles, "articles", *FULL, "--threads", "2")
    assert (done.returncode, done.stdout) == (0, f"press: 3 articles, {count(articles)} quotations\n")
    assert "3/3 articles" in done.stderr
    assert "MB/s" in done.stderr
    assert rows(articles, "SELECT DISTINCT speaker FROM press WHERE speaker LIKE 'B%'") == [("Bob Ray",)]
    assert rows(articles, "SELECT value FROM press_config WHERE name = 'threads'") == [(2,)]
    assert rows(articles, "PRAGMA integrity_check") == [("ok",)]


def test_run_again_it_reads_what_is_new(articles):
    hearsay("index", articles, "articles", *FULL)
    rows_before = rows(articles, "SELECT article, hash FROM press_article")
    db = sqlite3.connect(articles)
    db.execute("INSERT INTO articles(body) VALUES ('Jo Tan said no.')")
    db.commit()
    db.close()
    done = hearsay("index", articles, "ARTICLES", *FULL)
    assert (done.returncode, done.stdout) == (0, f"press: 4 articles, {count(articles)} quotations\n")
    assert "1/1 articles" in done.stderr
    assert rows(articles, "SELECT article, hash FROM press_article")[:3] == rows_before


def test_awkward_names(tmp_path):
    db = sqlite3.connect(tmp_path / "news.db")
    db.execute("""CREATE TABLE "my ""news"", 2026"(id INTEGER PRIMARY KEY, "the text" TEXT, "it's" TEXT)""")
    db.execute("""INSERT INTO "my ""news"", 2026" VALUES (1, 'Ann Lee said no.', 'Jo Tan said yes.')""")
    db.commit()
    db.close()
    asked = [
        "index",
        tmp_path / "news.db",
        'my "news", 2026',
        "--text",
        "the text",
        "--text",
        "it's",
        "--name",
        'who "says"',
        "--options",
        '{"titles": ["Maire d\'Or"]}',
    ]
    for _ in range(2):
        assert hearsay(*asked).stdout == 'who "says": 1 articles, 2 quotations\n'
    assert rows(tmp_path / "news.db", """SELECT speaker, field FROM "who ""says""\"""") == [
        ("Ann Lee", "the text"),
        ("Jo Tan", "it's"),
    ]


def test_ctrl_c_keeps_what_was_read(tmp_path):
    path = tmp_path / "news.db"
    db = make(path, arguments="")
    text = "\n\n".join(f"Mayor Ann Lee said the number was {i}. Jo Tan denied it." for i in range(60))
    db.executemany("INSERT INTO articles(body) VALUES (?)", [(f"{text} {i}",) for i in range(600)])
    db.close()
    asked = [PROGRAM, "index", path, "articles", "--text", "body"]
    running = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (path.exists() and read_so_far(path)):
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert running.returncode == 130
    kept = read_so_far(path)
    assert f"stopped; {603 - kept} articles are left: run the same command to go on" in told
    assert 0 < kept < 603
    done = hearsay(*asked[1:])
    assert done.returncode == 0
    assert done.stdout.startswith("press: 603 articles, ")
    assert f"{603 - kept}/{603 - kept} articles" in done.stderr
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def read_so_far(path):
    db = sqlite3.connect(path, timeout=30)
    try:
        return db.execute("SELECT count(*) FROM press_article").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        db.close()


def test_articles_that_cannot_be_read_are_told_about(articles):
    done = hearsay("index", articles, "articles", "--text", "body", "--options", '{"max_bytes": 200}')
    assert done.returncode == 0
    assert "1 articles could not be read; press_article says why:\n  1: longer than max_bytes\n" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["artcles", "--text", "body"], "Error: there is no table artcles; there are articles"),
        (["articles", "--text", "bdy"], "Error: articles has no column bdy; there are id, title, published, body"),
        (
            ["articles", "--text", "body", "--headline", "head"],
            "Error: articles has no column head; there are id, title, published, body",
        ),
        (
            ["articles", "--text", "body", "--date", "day"],
            "Error: articles has no column day; there are id, title, published, body",
        ),
        (
            ["articles", "--text", "body", "--name", "articles"],
            "Error: articles is a table already, and no index: give the index another --name",
        ),
        (["articles", "--text", "body", "--options", '{"cuse": 1}'], 'Error: unknown option "cuse"'),
        (["articles", "--text", "body", "--options", "[]"], "Error: options must be a JSON object"),
        (["articles", "--text", "body", "--threads", "9999"], "Error: 'threads' must be a number from 1 to "),
        (["articles"], "Error: Missing option '--text'."),
    ],
)
def test_errors_name_the_thing_and_change_nothing(articles, arguments, expected):
    before = rows(articles, "SELECT name, sql FROM sqlite_master")
    assert error_of("index", articles, *arguments).startswith(expected)
    assert "--threads" in arguments or rows(articles, "SELECT name, sql FROM sqlite_master") == before


def test_an_index_with_other_options_is_left_alone(press):
    before = press.read_bytes()
    for arguments, difference in [
        (["--text", "body"], "--headline title, not without; --date published, not without"),
        (["--text", "title", "--date", "published", "--headline", "title"], "--text body, not title"),
        ([*FULL, "--options", '{"titles": ["X"]}'], """--options not given, not {"titles": ["X"]}"""),
    ]:
        said = error_of("index", press, "articles", *arguments)
        assert said.startswith(
            f"Error: the index press is there already, made with {difference}. Give the new one another --name"
        )
    assert press.read_bytes() == before


def test_files_that_are_no_databases(tmp_path):
    missing, text = tmp_path / "none.db", tmp_path / "text.db"
    text.write_text("This is no database, Ann Lee said. " * 100, encoding="utf-8")
    assert error_of("index", missing, "articles", "--text", "body") == f"Error: there is no file {missing}"
    assert error_of("index", text, "articles", "--text", "body") == f"Error: {text}: file is not a database"
    assert not missing.exists()


def test_a_locked_database(articles):
    db = sqlite3.connect(articles, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    said = error_of("index", articles, "articles", "--text", "body", HEARSAY_BUSY_SECONDS="0.2")
    locked = "database is locked by another program for 0.2 seconds; what was read before is kept: try again"
    assert said == f"Error: {articles}: {locked}"
    db.execute("ROLLBACK")
    assert hearsay("index", articles, "articles", "--text", "body").returncode == 0


def test_without_click_it_says_what_to_install():
    code = "import sys; sys.modules['rich'] = None; from sqlite_hearsay.commands import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "hearsay: the command needs rich: pip install 'sqlite-hearsay[cli]'\n")


def test_version_and_module():
    assert hearsay("--version").stdout == f"hearsay, version {sqlite_hearsay.__version__}\n"
    done = subprocess.run(
        [sys.executable, "-m", "sqlite_hearsay", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"hearsay, version {sqlite_hearsay.__version__}\n"
