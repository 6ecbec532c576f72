"""Tests that are tables: rows of a name, a text and what is found in it."""

import pytest


def cases(table):
    return pytest.mark.parametrize("text, expected", [pytest.param(*row[1:], id=row[0]) for row in table])
