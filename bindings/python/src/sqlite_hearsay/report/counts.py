"""What is counted: the articles and quotations of an index, as far as they are of the dates asked for."""

from __future__ import annotations

import datetime
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..definition import Definition, identifier

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?!\d)|(?![-\d]))")
Tick = Callable[[], None]  # called again and again, to show that something goes on


class Quotation(NamedTuple):
    """A quotation. ``person`` stands for all names of who speaks; None where no source has a name."""

    id: int
    article: int
    person: int | None
    has_source: bool
    same_as: int | None
    confidence: float


@dataclass(frozen=True)
class Article:
    """An article; of some dates only the month is known, and then ``date`` is its first day."""

    key: int
    date: datetime.date | None
    is_month: bool
    quotes: int


@dataclass(frozen=True)
class Person:
    """A person or body with a name."""

    id: int
    name: str
    label: str


@dataclass(frozen=True)
class Range:
    """The first and the last day that is asked for; None: from the beginning, to the end."""

    first: datetime.date | None = None
    last: datetime.date | None = None

    def has(self, date: datetime.date | None) -> bool:
        """Say whether the day is in it; no date is in it only when everything is."""
        if date is None:
            return self.first is None and self.last is None
        return (self.first is None or self.first <= date) and (self.last is None or date <= self.last)


@dataclass
class Press:
    """All that is counted. ``people`` are those who speak; ``left_out`` are articles of other dates, or without one."""

    articles: dict[int, Article]
    quotations: list[Quotation]
    people: dict[int, Person]
    failed: int
    left_out: int = 0
    left_out_undated: int = 0
    said: Counter[int] = field(default_factory=Counter)  # quotations of each person

    @property
    def undated(self) -> int:
        """How many of the articles have no date that can be read."""
        return sum(article.date is None for article in self.articles.values())

    @property
    def dates(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last date."""
        dates = [article.date for article in self.articles.values() if article.date]
        return (min(dates), max(dates)) if dates else None

    @property
    def most(self) -> list[Person]:
        """Who speaks, those who speak most first."""
        return sorted(
            (self.people[person] for person in self.said), key=lambda who: (-self.said[who.id], who.name, who.id)
        )


def read_press(connection: sqlite3.Connection, definition: Definition, asked: Range, tick: Tick) -> Press:
    """Read what is counted, within one transaction of the caller's."""
    name = definition.name
    press = Press({}, [], {}, 0)
    for key, date, quotes, has_failed in connection.execute(
        f"SELECT article, CAST(date AS TEXT), quotes, error IS NOT NULL FROM {identifier(name + '_article')}"
    ):
        day, is_month = date_of(date)
        if asked.has(day):
            press.articles[key] = Article(key, day, is_month, quotes or 0)
            press.failed += has_failed
        else:
            press.left_out += 1
            press.left_out_undated += day is None
    main = _main_names(connection, name)
    for id_, article, speaker_id, has_source, same_as, confidence in connection.execute(
        f"SELECT id, article, speaker_id, speaker IS NOT NULL, same_as, confidence FROM {identifier(name + '_quote')}"
    ):
        tick()
        if article in press.articles:
            person = main.get(speaker_id, speaker_id)
            press.quotations.append(Quotation(id_, article, person, bool(has_source), same_as, confidence))
    press.said = Counter(quote.person for quote in press.quotations if quote.person is not None)
    for id_, named, label in connection.execute(f"SELECT person_id, person, label FROM {identifier(name + '_person')}"):
        if id_ in press.said:
            press.people[id_] = Person(id_, named, label)
    namesakes = Counter(person.name for person in press.people.values())
    for person in list(press.people.values()):
        if namesakes[person.name] > 1 and person.label != "person":
            press.people[person.id] = Person(person.id, f"{person.name} ({person.label})", person.label)
    return press


def _main_names(connection: sqlite3.Connection, name: str) -> dict[int, int]:
    """Return the names that stand for others, by those others."""
    return dict(
        connection.execute(
            f"SELECT person_id, same_as FROM {identifier(name + '_person')} WHERE same_as IS NOT NULL"
        ).fetchall()
    )


def date_of(text: str | None) -> tuple[datetime.date | None, bool]:
    """Return the day of ``2026-03-02``, ``2026-03-02T10:00`` and ``2026-03``, and whether it stands for the month."""
    found = _DATE.match(text or "")
    if not found:
        return None, False
    year, month, day = found.groups()
    try:
        return datetime.date(int(year), int(month), int(day or 1)), day is None
    except ValueError:
        return None, False
