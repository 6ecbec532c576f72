"""The tests see the installed wheel only: the sources are not on their path.

`press` is a database file with articles of our own and an index over them, as a user would have it.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

# sqlite-utils and Datasette take pysqlite3 where it is installed; here they are to have Python's own sqlite3.
sys.modules["pysqlite3"] = None  # type: ignore[assignment]

import sqlite_hearsay  # noqa: E402

ARTICLES = [
    (
        "Bridge late, mayor admits",
        "2026-03-02",
        'The harbour bridge will not open in June, Mayor Ann Lee said on Monday. "We are late," she told reporters. '
        '"But we are not lost."\n\nBob Ray of the roads agency denied that the agency had known of the cracks.',
    ),
    (
        "Roads agency: <b>no cracks</b>",
        "2026-03-20",
        '"There is <script>alert(1)</script> no crack at all," said Bob Ray. Two people familiar with the matter said '
        "the steel came from Oslo.",
    ),
    ("", "2026-05-04", 'Ann Lee called the report "a work of fiction". It was raining in Oslo.'),
]


def make(
    path: Path, arguments: str = "content=articles, text=body, headline=title, date=published"
) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    sqlite_hearsay.load(db)
    db.execute("CREATE TABLE articles(id INTEGER PRIMARY KEY, title TEXT, published TEXT, body TEXT)")
    db.executemany("INSERT INTO articles(title, published, body) VALUES (?, ?, ?)", ARTICLES)
    if arguments:
        db.execute(f"CREATE VIRTUAL TABLE press USING hearsay({arguments})")
        db.execute("INSERT INTO press(press) VALUES ('sync')")
    return db


@pytest.fixture
def press(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    make(path).close()
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """The same without an index."""
    path = tmp_path / "news.db"
    make(path, arguments="").close()
    return path


@pytest.fixture(scope="module")  # its event loop is in the way of other modules' own
def browser():
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert program, (
        "there is no Chromium: tests/setup python-test installs it; make test-python BROWSER=none does without"
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()
