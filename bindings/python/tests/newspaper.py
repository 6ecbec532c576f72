"""A newspaper of any length: articles that are made of a few sentences, with people who are quoted often and seldom.

The same seed gives the same articles. About one in ten has no date, and a few have no headline.
"""

from __future__ import annotations

import datetime
import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlite_hearsay

GIVEN = [
    *("Ann", "Bob", "Chidi", "Dana", "Emil", "Farah"),
    *("Goran", "Hana", "Ivo", "Jo", "Karim", "Lena"),
    *("Marta", "Nils", "Olga", "Piotr", "Rosa", "Sven"),
    *("Tara", "Umar"),
]
FAMILY = [
    *("Lee", "Ray", "Okafor", "Lindqvist", "Haddad", "Novak"),
    *("Tanaka", "Brandt", "Oyarzun", "Kaya", "Moss", "Petrov"),
    *("Quist", "Reyes", "Sato", "Tal", "Umeh", "Voss"),
]
SUFFIX = ["", "berg", "son", "field", "ward", "stad", "more", "low", "wick", "holm", "by", "ton"]
OFFICES = ["Mayor", "Minister", "Senator", "Judge", "Captain", "Professor"]
BODIES = ["the Harbour Board", "the Ministry of Works", "the Fjord Council", "the National Roads Agency"]
THINGS = [
    *("bridge", "harbour", "ferry", "school", "budget", "hospital"),
    *("tunnel", "railway", "library", "stadium", "reservoir", "airport"),
]
ENDS = ["would open in June", "was late", "cost too much", "had to close", "needed repair", "was safe"]
REPEATED = [
    "We will not close the harbour, not now and not ever, whatever the council of the port decides.",
    "Nobody told us that the bridge had been closed for a whole week before the inspectors came.",
    "I have asked for every page of that report and I have been given none of them so far.",
]
QUOTES_AN_ARTICLE = 10
# What would be code, were it not escaped; and a name without a place to break.
HOSTILE = "</script></style></title><script>alert(1)</script><img src=x onerror=alert(2)>&amp;'\" --> ]]>"
LONG = "B" + "ob" * 200


def people(count: int) -> list[tuple[str, bool]]:
    """So many names, and whether she is a woman."""
    names = [
        (f"{given} {family}{suffix}", i % 2 == 0)
        for suffix in SUFFIX
        for family in FAMILY
        for i, given in enumerate(GIVEN)
    ]
    return names[:count]


def sentences(choose: random.Random, cast: list[tuple[str, bool]]) -> Iterator[str]:
    """Sentences with ten quotations."""
    (first, is_woman), (second, _), *_ = cast
    she = "she" if is_woman else "he"
    for _ in range(3):
        thing, end = choose.choice(THINGS), choose.choice(ENDS)
        things = " and the ".join(choose.sample(THINGS, 3))
        office, year = choose.choice(OFFICES), choose.randrange(1000, 2000)
        yield f'"The {thing} {end} as the {things} did, in {year}," {office} {first} said.'
        yield f'"It was our {choose.choice(THINGS)}," {she} told reporters.'
    yield f"{second} denied that the {choose.choice(THINGS)} {choose.choice(ENDS)}."
    yield f"{choose.choice(BODIES).capitalize()} said the {choose.choice(THINGS)} {choose.choice(ENDS)}."
    yield f"Two people familiar with the matter said the {choose.choice(THINGS)} {choose.choice(ENDS)}."
    if choose.random() < 0.2:
        yield f'"{choose.choice(REPEATED)}" said {second}.'
    else:
        yield f"{second} warned that the {choose.choice(THINGS)} {choose.choice(ENDS)}."


def articles(quotes: int) -> Iterator[tuple[str | None, str | None, str]]:
    """Title, date and text of articles with about so many quotations."""
    choose = random.Random(1)
    known = people(3000)
    begin = datetime.date(2023, 1, 1)
    for number in range(quotes // QUOTES_AN_ARTICLE):
        cast = [known[min(int(choose.paretovariate(0.6)) - 1, len(known) - 1)] for _ in range(2)]
        if cast[0] == cast[1]:
            cast[1] = choose.choice(known)
        date = str(begin + datetime.timedelta(choose.randrange(1000))) if choose.random() < 0.9 else None
        title = f"The {choose.choice(THINGS)} {choose.choice(ENDS)}, part {number}" if choose.random() < 0.97 else None
        yield title, date, "\n\n".join(sentences(choose, cast))


def make_newspaper(path: Path, quotes: int, threads: int = 2) -> None:
    """A database with an index over so many quotations or a little fewer."""
    db = sqlite3.connect(path, isolation_level=None)
    sqlite_hearsay.load(db)
    db.execute("CREATE TABLE articles(id INTEGER PRIMARY KEY, title TEXT, published TEXT, body TEXT)")
    db.execute("BEGIN")
    db.executemany("INSERT INTO articles(title, published, body) VALUES (?, ?, ?)", articles(quotes))
    db.execute("COMMIT")
    db.execute("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, headline=title, date=published)")
    db.execute("INSERT INTO press(press, argument) VALUES ('threads', ?)", (threads,))
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.execute("INSERT INTO press(press) VALUES ('resolve')")
    db.close()


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def make_hostile(path: Path) -> None:
    """A database whose articles, names, columns, tables and index would all be code, were they not escaped."""
    table, column, index = (quoted(kind + HOSTILE) for kind in "tci")
    body = (
        f'"It was late," said Mayor Ann Lee. "Not so," said Bob Ray.\n\n"It was {HOSTILE} late," said Mayor Ann Lee. '
        f'{HOSTILE} {LONG} "We know," said Bob <script>alert(4)</script> Ray.'
    )
    people = [
        {"name": "<script>alert(5)</script>", "label": "person", "aliases": ["Ann Lee"]},
        {"name": LONG, "label": "person", "aliases": ["Bob Ray"]},
    ]
    options = json.dumps({"entities": people}).replace("'", "''")
    db = sqlite3.connect(path, isolation_level=None)
    sqlite_hearsay.load(db)
    db.execute(f"CREATE TABLE {table}(id INTEGER PRIMARY KEY, {column} TEXT, t TEXT, d TEXT)")
    for title in (HOSTILE, LONG):
        db.execute(f"INSERT INTO {table} VALUES (NULL, ?, ?, ?)", (body, title, "2026-01-01" + HOSTILE))
    db.execute(
        f"CREATE VIRTUAL TABLE {index} USING hearsay(content={table}, text={column}, headline=t, date=d, "
        f"options='{options}')"
    )
    db.execute(f"INSERT INTO {index}({index}) VALUES ('sync')")
    db.close()
