"""SIGKILL at random moments of 'rebuild', 'sync' and writing: the database opens, the index is whole, 'sync' completes
it, and no article that was committed is lost. HEARSAY_KILLS sets how many times (`make test-index` sets it to 200).
"""

import os
import random
import subprocess
import sys
import time

import pytest

import database
from index import OPTIONS, assert_fresh, command, create

KILLS = int(os.environ.get("HEARSAY_KILLS", "6"))

WRITER = """if True:
    import sys, itertools, database
    from index import command
    kind, path, first = sys.argv[1:]
    db = database.KINDS[kind](path)
    db.rows("PRAGMA busy_timeout = 10000")
    text = ' '.join('Person %s said the number was %d.' % (chr(65 + i % 26) * 3, i) for i in range(60))
    for id in itertools.count(int(first)):
        db.rows("INSERT INTO articles(id, body, published) VALUES (?, ?, '2026-01-01')", id, text[id % 50:])
        print(id, flush=True)
        db.rows("UPDATE articles SET body = body || ' Ann Lee said so.' WHERE id = ?", id // 2)
        db.rows("DELETE FROM articles WHERE id = ? AND id % 3 = 0", id - 5)
        command(db, 'sync', 3)
        if id % 4 == 0: command(db, 'rebuild')
"""


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("kind", list(database.KINDS))
def test_kills(kind, journal, tmp_path):
    path = str(tmp_path / "press.db")
    db = database.KINDS[kind](path)
    db.rows("PRAGMA journal_mode = " + journal)
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, title TEXT, body TEXT, published TEXT)")
    create(db, OPTIONS + ", threads=2")
    db.close()
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    environment = {**os.environ, "PYTHONPATH": os.path.join(database.ROOT, "tests")}
    written, last = set(), 0
    for _ in range(max(1, KILLS // 4)):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, kind, path, str(last + 1)], stdout=subprocess.PIPE, env=environment, text=True
        )
        ids = [int(writer.stdout.readline())]
        time.sleep(chance.random() * 0.5)
        writer.kill()
        ids += [int(line) for line in writer.stdout.read().split()]
        writer.wait()
        written.update(ids)
        last = max(ids) + 1  # one more may have been committed and not told
        db = database.KINDS[kind](path)
        assert db.rows("PRAGMA integrity_check") == [("ok",)], seed
        command(db, "integrity-check")
        there = {row[0] for row in db.rows("SELECT id FROM articles")}
        assert {id for id in written if id % 3} <= there, seed
        command(db, "sync")
        assert_fresh(db, OPTIONS)
        db.close()
