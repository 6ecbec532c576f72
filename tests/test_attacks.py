"""Articles of an adversary cost little more than others: see attacks.py, which `make attacks` runs at length."""

import statistics
import time

import pytest

import attacks
import database

SIZE = 60 * 1000  # long enough to be measured, and for what is quadratic to show
CALLS = ("quotes", "JSON", "index")


@pytest.fixture(scope="module")
def limits():
    db = database.NewDatabase()
    build = db.one("SELECT hearsay_debug()")
    db.close()
    if " asan" in build:
        pytest.skip("the sanitizers have costs of their own")
    return attacks.Limits(SIZE)


@pytest.mark.parametrize("name", attacks.ATTACKS)
def test_cost(limits, name):
    data = attacks.ATTACKS[name](SIZE)
    for call in CALLS:
        slow, large = limits.ratios(call, data)
        assert large < attacks.MOST_MEMORY or call == "index", call  # whose statements are larger than so short a text
        assert slow < attacks.MOST_TIME, call


@pytest.mark.parametrize("name", ["one address", "one mail address"])
def test_cost_of_letters_that_could_begin_an_address(limits, name):
    size = 10 * SIZE
    attack, plain = attacks.ATTACKS[name](size), b"a," * (size // 2)  # of as many tokens
    ratios = [attacks.measure("words", attack)[0] / attacks.measure("words", plain)[0] for _ in range(9)]
    assert statistics.median(ratios) < 1.6


def seconds_to_delete_copies(copies):
    db = database.NewDatabase()
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    text = "“The harbour will open again before the winter comes, whatever it costs,” Ann Lee said."
    db.raw.executemany("INSERT INTO articles(body) VALUES (?)", ((text,) for _ in range(copies)))
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)")
    db.rows("INSERT INTO press(press) VALUES ('sync')")
    assert db.one("SELECT count(*) FROM press WHERE same_as = 1") == copies
    db.rows("DELETE FROM articles WHERE id % 2")
    started = time.process_time()
    db.rows("INSERT INTO press(press) VALUES ('sync')")
    seconds = time.process_time() - started
    assert db.one("SELECT count(*) FROM press WHERE same_as = 2") == copies / 2
    db.close()
    return seconds


def test_cost_of_copies_that_are_deleted_together():
    ratios = [seconds_to_delete_copies(1600) / seconds_to_delete_copies(400) for _ in range(5)]
    assert statistics.median(ratios) < 8  # four is what they are more; sixteen when each is compared with the rest again and again
