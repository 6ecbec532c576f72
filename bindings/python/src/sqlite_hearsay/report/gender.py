"""Women and men among the people quoted, as far as the articles tell.

The index keeps no gender, so the articles are read again for it, by hearsay_speakers.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from ..definition import Definition, identifier
from .counts import Press, Tick

ARTICLES = 2000  # that are read by default


@dataclass(frozen=True)
class Row:
    """Counts of women, of men, and of people whose gender the article does not tell."""

    women: int
    men: int
    not_told: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.women + self.men + self.not_told

    @property
    def told(self) -> int:
        """Those whose gender is told."""
        return self.women + self.men


@dataclass(frozen=True)
class Gender:
    """What was found in ``read`` of ``all`` articles with quotations. A person counts once in each article."""

    people: Row
    quotations: Row
    other: int  # quotations of bodies and places, and those without a source
    read: int
    all: int


def gender_of(
    connection: sqlite3.Connection, definition: Definition, press: Press, most: int, tick: Tick
) -> Gender | None:
    """Read at most so many articles, evenly spread over all that have quotations; None when there is none to read."""
    keys = sorted(article.key for article in press.articles.values() if article.quotes)
    chosen = spread(keys, most)
    if not chosen:
        return None
    people: Counter[str] = Counter()
    quotations: Counter[str] = Counter()
    sql = f"""SELECT coalesce(s.gender, 'not told'), count(*), sum(s.quotes)
              FROM {identifier(definition.content)} AS c, hearsay_speakers({_text(definition)}, ?2) AS s
              WHERE c.{identifier(definition.key)} = ?1 AND s.label = 'person' GROUP BY 1"""
    for key in chosen:
        for gender, count, quotes in connection.execute(sql, (key, definition.options or "{}")):
            people[gender] += count
            quotations[gender] += quotes
        tick()
    return Gender(
        people=_row(people),
        quotations=_row(quotations),
        other=sum(press.articles[key].quotes for key in chosen) - sum(quotations.values()),
        read=len(chosen),
        all=len(keys),
    )


def spread(keys: list[int], most: int) -> list[int]:
    """Return at most so many of the keys, at like distances."""
    if len(keys) <= most:
        return keys
    return [keys[i * len(keys) // most] for i in range(most)]


def _row(counts: Counter[str]) -> Row:
    return Row(counts["female"], counts["male"], counts["not told"])


def _text(definition: Definition) -> str:
    """Return SQL for what the index reads of a row: its texts that are not empty, with an empty line between."""
    columns = [*([definition.headline] if definition.headline else []), *definition.texts]
    pieces = [f"coalesce(char(10, 10) || nullif(CAST(c.{identifier(column)} AS TEXT), ''), '')" for column in columns]
    return f"substr(CAST({' || '.join(pieces)} AS BLOB), 3)"
