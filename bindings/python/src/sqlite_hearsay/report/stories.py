"""Articles with their quotations marked: the first in the page as it is, the others packed.

A pack is a JSON array of HTML fragments, compressed as zlib does and in base64: so nothing of an article is ever taken
for the page's own code, and a browser opens a pack only when somebody asks for an article of it.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..definition import Definition, identifier
from ..marking import Run, cut, is_sound, pieces_of
from .counts import Press, Tick
from .timeline import long_date

SIZE = 8_000_000  # bytes of all packs, unless a number of articles is asked for
_PACK = 400_000  # characters of a pack, or a little more
COLOURS, STYLES = 8, 3  # in report.css
_COLUMNS = "speaker, speaker_id, mention, mention_kind, cue, kind, confidence, rule, field, start, length, spans"


@dataclass(frozen=True)
class Quote:
    """A quotation of an article, with its number there and the CSS classes of its speaker."""

    number: int
    css: str
    speaker: str | None
    mention: str | None
    cue: str | None
    kind: str
    confidence: float
    rule: str


@dataclass(frozen=True)
class Story:
    """An article to be shown. ``title`` and ``texts`` are cut at its quotations."""

    key: int
    title: list[Run]
    date: str
    texts: list[list[Run]]
    quotes: dict[int, Quote]
    speakers: list[tuple[str, str, int]]  # name, CSS classes, quotations
    note: str | None = None

    @property
    def name(self) -> str:
        """What the article is called."""
        return "".join(run.text for run in self.title)


@dataclass
class Stories:
    """The articles of the page: ``first`` as HTML, and packs."""

    first: str = ""
    packs: list[str] = field(default_factory=list)
    catalogue: str = ""  # a pack too: [key, title, date, quotations, pack, place in it] of each
    keys: set[int] = field(default_factory=set)
    left_out: int = 0


def write_stories(
    connection: sqlite3.Connection,
    definition: Definition,
    press: Press,
    named: set[int],
    most: int | None,
    render: Callable[[Story], str],
    tick: Tick,
) -> Stories:
    """Pack articles, so many or as many as SIZE has room for.

    The one with most quotations is the first, then come those that the page names, then the others by their quotations.
    """
    order = sorted(press.articles.values(), key=lambda article: (-article.quotes, article.key))
    stories, packer = Stories(), _Packer()
    catalogue: list[tuple[int, str, str, int, int, int]] = []
    wanted = order[:1] + sorted(order[1:], key=lambda article: article.key not in named)
    for article in wanted if most is None else wanted[:most]:
        story = _story(connection, definition, article.key, long_date(article.date) if article.date else "")
        tick()
        if story is None:
            continue
        if most is None and packer.size >= SIZE:
            break
        html = render(story)
        if most is None and len(html) > SIZE:  # a whole archive in one article
            continue
        if not stories.first:
            stories.first = html
        catalogue.append((article.key, story.name, story.date, len(story.quotes), *packer.add(html)))
        stories.keys.add(article.key)
    stories.packs = packer.finish()
    stories.catalogue = _packed(sorted(catalogue, key=lambda entry: (-entry[3], entry[0])))
    stories.left_out = len(press.articles) - len(stories.keys)
    return stories


class _Packer:
    """Puts fragments into packs."""

    def __init__(self) -> None:
        self.packs: list[str] = []
        self.open: list[str] = []
        self.length = self.size = 0

    def add(self, html: str) -> tuple[int, int]:
        """Return the number of the pack, and the place in it."""
        place = len(self.packs), len(self.open)
        self.open.append(html)
        self.length += len(html)
        if self.length >= _PACK:
            self._close()
        return place

    def _close(self) -> None:
        self.packs.append(_packed(self.open))
        self.size += len(self.packs[-1])
        self.open, self.length = [], 0

    def finish(self) -> list[str]:
        if self.open:
            self._close()
        return self.packs


def _packed(value: object) -> str:
    return base64.b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode())).decode()


# ---- an article ----------------------------------------------------------------------------------------------------


def title_of(key: int, headline: str | None) -> str:
    """Return what to call an article: its headline in one line, or its number."""
    return " ".join((headline or "").split()) or f"Article {key}"


def titles_of(connection: sqlite3.Connection, definition: Definition, keys: set[int]) -> dict[int, str]:
    """Return what to call the articles."""
    headline = f"CAST({identifier(definition.headline)} AS TEXT)" if definition.headline else "NULL"
    sql = f"SELECT {headline} FROM {identifier(definition.content)} WHERE {identifier(definition.key)} = ?"
    found = ((key, connection.execute(sql, (key,)).fetchone()) for key in keys)
    return {key: title_of(key, row[0] if row else None) for key, row in found}


def _story(connection: sqlite3.Connection, definition: Definition, key: int, date: str) -> Story | None:
    """Read an article; None when the table has it no more."""
    columns = [*([definition.headline] if definition.headline else []), *definition.texts]
    texts = [f"CAST({identifier(column)} AS TEXT)" for column in columns]
    row = connection.execute(
        f"SELECT {', '.join(f'{text}, length({text}), length(CAST({text} AS BLOB))' for text in texts)} "
        f"FROM {identifier(definition.content)} WHERE {identifier(definition.key)} = ?",
        (key,),
    ).fetchone()
    if row is None:
        return None
    found = list(_quotes(connection, definition, key))
    order = {column: i for i, column in enumerate(columns)}
    found.sort(key=lambda quote: (order.get(definition.column_of(quote["field"]), len(order)), quote["start"]))
    css, speakers = _speakers(found)
    read = connection.execute(
        f"SELECT bytes FROM {identifier(definition.name + '_article')} WHERE article = ?", (key,)
    ).fetchone()[0]
    parts = [
        len(text.encode()) if is_sound(text, characters, size) else size
        for text, characters, size in zip(row[::3], row[1::3], row[2::3])
        if text
    ]
    has_changed = read is not None and read != sum(parts) + 2 * max(len(parts) - 1, 0)
    broken = has_changed
    runs: dict[str, list[Run]] = {}
    for column, text, characters, size in zip(columns, row[::3], row[1::3], row[2::3]):
        if not text:
            continue
        sound = not has_changed and is_sound(text, characters, size)
        broken |= not sound
        pieces = [
            piece
            for number, quote in enumerate(found, start=1)
            if sound and definition.column_of(quote["field"]) == column
            for piece in pieces_of(number, quote["start"], quote["length"], quote["spans"])
        ]
        runs[column] = list(cut(text, pieces))
    title = runs.pop(definition.headline, []) if definition.headline else []
    if not "".join(run.text for run in title).strip():
        title = [Run(f"Article {key}", None)]
    return Story(
        key=key,
        title=title,
        date=date,
        texts=list(runs.values()),
        quotes={
            number: Quote(
                number,
                css[_who(quote)],
                quote["speaker"],
                quote["mention"] if quote["mention"] != quote["speaker"] else None,
                quote["cue"],
                quote["kind"],
                quote["confidence"],
                quote["rule"],
            )
            for number, quote in enumerate(found, start=1)
        },
        speakers=speakers,
        note=_note(has_changed, broken),
    )


def _note(has_changed: bool, is_broken: bool) -> str | None:
    if has_changed:
        return "The article has changed since it was read, so its quotations are not marked in it."
    return "Some of the text is malformed, so quotations are not marked there." if is_broken else None


def _quotes(connection: sqlite3.Connection, definition: Definition, key: int) -> Iterator[dict[str, Any]]:
    names = _COLUMNS.split(", ")
    sql = f"SELECT {_COLUMNS} FROM {identifier(definition.name + '_quote')} WHERE article = ?"
    for row in connection.execute(sql, (key,)):
        yield dict(zip(names, row))


def _who(quote: dict[str, Any]) -> tuple[int | None, str | None]:
    """Return what tells speakers apart: their person_id, or the words for those without a name."""
    return (quote["speaker_id"], None) if quote["speaker_id"] is not None else (None, quote["speaker"])


def _speakers(quotes: list[dict[str, Any]]) -> tuple[dict[Any, str], list[tuple[str, str, int]]]:
    """Give the speakers colours, the first to who speaks most; grey is nobody."""
    counts = Counter(_who(quote) for quote in quotes)
    names = {_who(quote): quote["speaker"] for quote in quotes}
    css: dict[Any, str] = {(None, None): "s0"}
    for who, _ in counts.most_common():
        if who not in css:
            turn, colour = divmod(len(css) - 1, COLOURS)
            css[who] = f"s{colour + 1} u{turn % STYLES}"
    ranked = sorted(counts.items(), key=lambda count: (count[0] == (None, None), -count[1]))
    return css, [(names[who] or "nobody given", css[who], count) for who, count in ranked]
