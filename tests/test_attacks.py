"""Articles of an adversary cost little more than others: see attacks.py, which `make attacks` runs at length."""

import statistics

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
def test_letters_that_could_begin_an_address_are_not_gone_over_again(limits, name):
    size = 10 * SIZE
    attack, plain = attacks.ATTACKS[name](size), b"a," * (size // 2)  # of as many tokens
    ratios = [attacks.measure("words", attack)[0] / attacks.measure("words", plain)[0] for _ in range(9)]
    assert statistics.median(ratios) < 1.6
