"""Share of voice: how much of all that is quoted each has said."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from ..definition import Definition, identifier
from .counts import Person, Press

MOST = 15


@dataclass(frozen=True)
class Voice:
    """Who speaks: quotations, and in how many articles."""

    person: Person
    description: str | None
    quotes: int
    articles: int


@dataclass(frozen=True)
class Voices:
    """Those who speak most, and the rest of all quotations; the numbers together are all of them."""

    voices: list[Voice]
    speakers: int
    others: int  # quotations of all others who have a name
    unnamed: int  # of sources without a name
    nobody: int  # for which no source is given
    half: int  # so many speakers have said half of what those with a name have said
    first: list[Person]  # who has said most; several when they have said as much

    @property
    def named(self) -> int:
        """How many quotations are by somebody with a name."""
        return self.others + sum(voice.quotes for voice in self.voices)

    @property
    def total(self) -> int:
        """How many quotations there are."""
        return self.named + self.unnamed + self.nobody

    @property
    def longest(self) -> int:
        """The number that the longest bar stands for."""
        return max((voice.quotes for voice in self.voices), default=0)


def share_of_voice(connection: sqlite3.Connection, definition: Definition, press: Press) -> Voices:
    """Count who has said how much."""
    people = press.most
    shown = people[:MOST]
    articles: dict[int, set[int]] = {person.id: set() for person in shown}
    for quote in press.quotations:
        if quote.person in articles:
            articles[quote.person].add(quote.article)
    named = sum(press.said.values())
    unnamed = sum(quote.person is None and quote.has_source for quote in press.quotations)
    return Voices(
        voices=[
            Voice(person, _description(connection, definition, person), press.said[person.id], len(articles[person.id]))
            for person in shown
        ],
        speakers=len(people),
        others=named - sum(press.said[person.id] for person in shown),
        unnamed=unnamed,
        nobody=len(press.quotations) - named - unnamed,
        half=_half(sorted(press.said.values(), reverse=True)),
        first=[person for person in people if press.said[person.id] == press.said[people[0].id]],
    )


def _description(connection: sqlite3.Connection, definition: Definition, person: Person) -> str | None:
    row = connection.execute(
        f"SELECT description FROM {identifier(definition.name + '_person')} WHERE person_id = ?", (person.id,)
    ).fetchone()
    return " ".join(row[0].split()) if row and row[0] else None


def _half(numbers: list[int]) -> int:
    """Return how many of the numbers, from the first on, make half of their sum."""
    total, so_far = sum(numbers), 0
    for count, number in enumerate(numbers, start=1):
        so_far += number
        if 2 * so_far >= total:
            return count
    return 0
