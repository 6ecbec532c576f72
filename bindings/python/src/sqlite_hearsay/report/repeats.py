"""The quotations that most articles have."""

from __future__ import annotations

import datetime
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from ..definition import Definition, identifier
from .counts import Press, Quotation

MOST, LISTED = 10, 4


@dataclass(frozen=True)
class Repeat:
    """A quotation in several articles, in the words of the first; ``keys`` are some of them, by date."""

    quote: str
    speaker: str | None
    articles: int
    first: datetime.date | None
    last: datetime.date | None
    keys: list[int]


@dataclass(frozen=True)
class Repeats:
    """Those that most articles have, and how many are repeated at all."""

    repeats: list[Repeat]
    total: int


def most_repeated(connection: sqlite3.Connection, definition: Definition, press: Press) -> Repeats:
    """Find the quotations that are in most articles."""
    groups: defaultdict[int, list[Quotation]] = defaultdict(list)
    for quote in press.quotations:
        if quote.same_as is not None:
            groups[quote.same_as].append(quote)
    counts = {group: len({quote.article for quote in quotes}) for group, quotes in groups.items()}
    ranked = sorted((group for group in counts if counts[group] > 1), key=lambda group: (-counts[group], group))
    repeats = []
    for group in ranked[:MOST]:

        def age(quote: Quotation) -> tuple[bool, datetime.date, int]:
            date = press.articles[quote.article].date
            return date is None, date or datetime.date.min, quote.id

        quotes = sorted(groups[group], key=age)
        words, speaker = connection.execute(
            f"SELECT quote, speaker FROM {identifier(definition.name + '_quote')} WHERE id = ?", (quotes[0].id,)
        ).fetchone()
        dates = [date for date in (press.articles[quote.article].date for quote in quotes) if date]
        repeats.append(
            Repeat(
                quote=words.rstrip(", "),  # the comma before "she said"
                speaker=speaker,
                articles=counts[group],
                first=min(dates, default=None),
                last=max(dates, default=None),
                keys=list(dict.fromkeys(quote.article for quote in quotes))[:LISTED],
            )
        )
    return Repeats(repeats, len(ranked))
