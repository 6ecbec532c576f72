"""Memory: all of it is SQLite's, little for each byte of an article, and given back."""

import json
import os
import subprocess
import sys

import apsw
import pytest

import database

MB = 1000 * 1000
TABLES = ["quotes", "speakers", "mentions", "entities", "paragraphs", "sentences", "tokens"]
MOST = 40  # bytes for each byte of the article


def peak(text, *calls):
    """SQLite's highest memory use while the calls run on the text, over what it was before."""
    db = database.NewDatabase()
    before = apsw.memory_used()
    apsw.memory_high_water(True)
    for call in calls:
        db.rows(call, text)
    highest = apsw.memory_high_water(False) - before
    db.close()
    return highest


KINDS = {
    "marks": '"' * MB,
    "opened marks": "\N{LEFT DOUBLE QUOTATION MARK}" * (MB // 3),
    "small quotes": '"a" ' * (MB // 4),
    "no space": "a" * MB,
    "names": "A " * (MB // 2),
    "short words": "a " * (MB // 2),
    "full stops": "a. " * (MB // 3),
    "empty lines": "a\n\n" * (MB // 3),
    "said": "he said a. " * (MB // 11),
    "wide characters": "\N{GRINNING FACE} " * (MB // 5),
}


@pytest.mark.parametrize("kind", KINDS)
def test_memory_for_strange_articles(kind):
    text = KINDS[kind]
    for table in ("tokens", "mentions", "quotes"):
        assert peak(text, "SELECT count(*) FROM hearsay_%s(?)" % table) < MOST * len(text.encode()), table


def test_memory_for_news(articles):
    text = "\n\n".join(article["text"] for article in articles)
    text *= 4 * MB // len(text)
    for call in ["SELECT count(*) FROM hearsay_%s(?)" % table for table in TABLES] + [
        "SELECT length(hearsay(?))",
        "SELECT length(hearsay_html(?))",
    ]:
        assert peak(text, call) < MOST * len(text.encode()), call


def test_memory_of_the_whole_process(tmp_path, articles):
    """Nothing is taken past SQLite's allocator either."""
    db = database.NewDatabase()
    debug = db.one("SELECT hearsay_debug()")
    db.close()
    if " asan" in debug:
        pytest.skip("the sanitizer takes memory of its own")
    text = "\n\n".join(article["text"] for article in articles)
    text *= 10 * MB // len(text)
    path = tmp_path / "article.txt"
    path.write_text(text, encoding="utf-8")
    program = """if True:
        import resource, sys, database
        text = open(sys.argv[1], encoding="utf-8").read()
        db = database.connect()
        db.rows("SELECT * FROM hearsay_quotes('Ann said no.')")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        db.rows("SELECT count(*) FROM hearsay_quotes(?)", text)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"""
    environment = {**os.environ, "PYTHONPATH": os.path.join(database.ROOT, "tests")}
    grown = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(grown.stdout) * unit < MOST * path.stat().st_size


def test_the_cache_is_bounded():
    """A thousand articles leave no more behind than a few do."""
    db = database.NewDatabase()
    text = 'Ann Smith said "no" again. ' * 2000
    used = []
    for i in range(200):
        db.rows("SELECT count(*) FROM hearsay_quotes(?)", "%d %s" % (i, text))
        used.append(apsw.memory_used())
    db.close()
    assert max(used) < 1.5 * used[10] + MB


def test_large_articles_are_not_kept(articles):
    db = database.NewDatabase()
    text = "\n\n".join(article["text"] for article in articles)
    text *= 20 * MB // len(text)
    before = apsw.memory_used()
    assert db.one("SELECT count(*) FROM hearsay_tokens(?)", text) > 0
    assert apsw.memory_used() - before < 80 * MB
    db.close()


def test_everything_is_given_back(articles):
    """After errors, interrupts, open cursors and many options, closing the connection leaves nothing."""
    apsw.Connection(":memory:").close()
    before = apsw.memory_used()
    db = database.NewDatabase()
    for i, article in enumerate(articles):
        text = article["text"]
        for table in TABLES:
            db.rows("SELECT * FROM hearsay_%s(?)" % table, text)
            db.rows("SELECT * FROM hearsay_%s(?) LIMIT 1" % table, text)
        options = {
            "cues": ["zorble%d" % i],
            "titles": ["T"],
            "entities": [{"name": "A", "label": "person", "aliases": ["B"]}],
        }
        db.rows("SELECT hearsay(?, ?), hearsay_html(?)", text, json.dumps(options), text)
        db.rows(
            "SELECT hearsay_name_key(?), hearsay_quote_key(?), hearsay_quote_similarity(?, 'a')",
            text,
            text,
            text,
        )
        db.error("SELECT hearsay(?, '{\"max_bytes\": 5}')", text)
        db.error('SELECT * FROM hearsay_quotes(?, \'{"entities": [{"name": "A"}]}\')', text)
    db.raw.set_progress_handler(lambda: True, 1)
    db.error("SELECT * FROM hearsay_quotes(?)", "\n\n".join(article["text"] for article in articles))
    db.raw.set_progress_handler(None)
    cursor = db.raw.execute("SELECT * FROM hearsay_tokens(?)", (articles[0]["text"],))
    next(cursor)
    cursor.close()
    del cursor
    db.close()
    assert apsw.memory_used() - before < 1000
