"""The tests see the installed wheel only, and PySpark beside it. The articles are those of fixtures/."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sqlite_hearsay

ROOT = Path(__file__).parents[4]
sys.path.append(str(ROOT / "tests"))
import fixtures  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """All warnings are errors, but for PySpark's own."""
    config.addinivalue_line("filterwarnings", "ignore:distutils Version classes are deprecated:DeprecationWarning")
    config.addinivalue_line("filterwarnings", "ignore:unclosed <socket:ResourceWarning")


@pytest.fixture(scope="session", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spark's Java stays where it is started; what it writes beside is to go with the tests."""
    before = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("spark"))
    yield
    os.chdir(before)


@pytest.fixture(scope="session")
def articles() -> list[tuple[int, str]]:
    """Numbered articles of our own."""
    texts = [article["text"] for article in fixtures.read_all(str(ROOT / "fixtures"))]
    assert len(texts) > 20
    return list(enumerate(texts, 1))


@pytest.fixture(scope="session")
def said() -> Any:
    """The single-machine functions: ``said("hearsay_quotes", article, options)`` gives the rows."""
    db = sqlite3.connect(":memory:")
    db.text_factory = lambda text: text.decode("utf-8", "replace")  # Python's own stops at what is not UTF-8
    sqlite_hearsay.load(db)

    def rows(function: str, article: str | bytes | None, options: str | None = None) -> list[tuple[Any, ...]]:
        return db.execute(f"SELECT * FROM {function}(?, ?)", (article, options)).fetchall()

    return rows
