"""Random histories of a table of articles: after each the index must say what one that is built anew says.

HEARSAY_EXAMPLES sets how many histories each SQLite goes through (`make test-index` sets it high).
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import database
from index import OPTIONS, assert_fresh, command, create

EXAMPLES = int(os.environ.get("HEARSAY_EXAMPLES", "40"))

NAMES = ["Ann Lee", "ANN Lee", "A. Lee, the mayor of Oslo,", "Ann Lee, Oslo's mayor,", "Lee", "Bob Ray", "the ministry", "Two officials"]
WORDS = ["it would rain", "the bridge was late", "they knew of the cracks"]
# The first is the same as the second, and the second as the third, but the first is not the third.
QUOTED = [
    'Ann Lee said: "The harbour bridge will never close again before summer ends this year."',
    'Bob Ray said: "The harbour bridge will never close again before summer ends this year, because nobody could '
    'afford another winter without proper repairs around here."',
    'The mayor said: "nobody could afford another winter without proper repairs around here."',
]
text = st.builds(
    lambda parts: " ".join("%s said %s." % (name, words) for name, words in parts),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(WORDS)), max_size=3),
) | st.sampled_from(QUOTED) | st.sampled_from([None, "", 'Ann Lee told reporters: "We are late. We are not lost."'])
key = st.integers(1, 6)
date = st.sampled_from([None, "2026-01-01", "2026-01-02", "2026-03-01", 20260401])
url = st.sampled_from([None, "u1", "u2", "u3"])
step = st.one_of(
    st.tuples(st.sampled_from(["INSERT OR IGNORE", "REPLACE", "INSERT OR FAIL"]), key, url, text, date),
    st.tuples(st.just("UPSERT"), key, url, text, date),
    st.tuples(st.sampled_from(["UPDATE", "UPDATE OR REPLACE"]), key, key, text),
    st.tuples(st.sampled_from(["URL", "URL OR REPLACE"]), key, url),
    st.tuples(st.just("DATE"), key, date),
    st.tuples(st.just("DELETE"), key),
    st.tuples(st.sampled_from(["SAVEPOINT", "ROLLBACK TO", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT"])),
    st.tuples(st.just("SYNC"), st.none() | st.integers(0, 3)),
    st.tuples(st.sampled_from(["REBUILD", "RESOLVE", "DELETE-ALL", "RECURSIVE", "VACUUM"])),
    st.tuples(st.sampled_from(["RENAME CONTENT", "RENAME INDEX"])),
)


class History:
    """One database, changed step by step; what SQLite refuses changes nothing."""

    def __init__(self, kind, mode):
        self.db = database.KINDS[kind]()
        self.content, self.name, self.recursive = "articles", "press", 0
        self.marks = 0
        self.db.rows(
            "CREATE TABLE articles(id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, body TEXT, published)"
        )
        create(self.db, OPTIONS + ", sync=" + mode)
        self.mode = mode

    def run(self, sql, *params):
        try:
            self.db.rows(sql, *params)
        except self.db.Error as error:
            message = str(error)
            expected = ("UNIQUE", "no such savepoint", "no transaction", "within a transaction", "VACUUM", "datatype", "safety")
            assert any(word in message for word in expected), message

    def command(self, *args):
        command(self.db, *args, name=self.name)

    def rename(self, what):
        """A rollback takes a name back as well: so renames are made outside of transactions."""
        if self.in_transaction():
            return
        if what == "content":
            new = "news" if self.content == "articles" else "articles"
            self.db.rows("ALTER TABLE %s RENAME TO %s" % (self.content, new))
            self.content = new
        else:
            new = "said" if self.name == "press" else "press"
            self.db.rows("ALTER TABLE %s RENAME TO %s" % (self.name, new))
            self.name = new

    def in_transaction(self):
        return self.db.raw.in_transaction

    def step(self, step):
        what, table = step[0], self.content
        if what in ("INSERT OR IGNORE", "REPLACE", "INSERT OR FAIL"):
            self.run("%s INTO %s(id, url, body, published) VALUES (?, ?, ?, ?)" % (what, table), *step[1:])
        elif what == "UPSERT":
            self.run(
                "INSERT INTO %s(id, url, body, published) VALUES (?, ?, ?, ?) "
                "ON CONFLICT(id) DO UPDATE SET body = excluded.body" % table,
                *step[1:],
            )
        elif what.startswith("UPDATE"):
            self.run("%s %s SET id = ?2, body = ?3 WHERE id = ?1" % (what, table), *step[1:])
        elif what.startswith("URL"):
            self.run("UPDATE%s %s SET url = ?2 WHERE id = ?1" % (what[3:], table), *step[1:])
        elif what == "DATE":
            self.run("UPDATE %s SET published = ?2 WHERE id = ?1" % table, *step[1:])
        elif what == "DELETE":
            self.run("DELETE FROM %s WHERE id = ?" % table, *step[1:])
        elif what in ("SAVEPOINT", "ROLLBACK TO", "RELEASE"):
            self.run(what + " mark")
        elif what in ("ROLLBACK", "BEGIN", "COMMIT", "VACUUM"):
            self.run(what)
        elif what == "RECURSIVE":
            self.recursive = 1 - self.recursive
            self.run("PRAGMA recursive_triggers = %d" % self.recursive)
        elif what == "SYNC":
            self.command("sync", step[1])
        elif what.startswith("RENAME"):
            self.rename(what.split()[1].lower())
        else:
            self.command(what.lower())

    def check(self):
        if self.mode != "trigger":
            self.command("sync")
        assert_fresh(self.db, OPTIONS.replace("content=articles", "content=" + self.content), self.name)


@pytest.mark.parametrize("mode", ["queue", "trigger", "manual"])
@pytest.mark.parametrize("kind", list(database.KINDS))
def test_histories(kind, mode):
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(step, max_size=25))
    def follow(steps):
        history = History(kind, mode)
        if mode == "trigger":
            history.command("sync")
        for one in steps:
            history.step(one)
        if mode == "trigger" and any(one[0] == "DELETE-ALL" for one in steps):
            history.command("sync")
        history.check()
        if history.in_transaction():
            history.run("ROLLBACK")
            if mode == "trigger":
                history.command("sync")
            history.check()
        history.db.close()

    follow()
