"""The page of an article: its text with the quotations in their speakers' colours, and all of them as a list."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import NotFound, Response

from ..definition import Definition, identifier
from ..marking import Run, cut, is_sound, pieces_of
from .index_page import titles
from .speakers import NOBODY, Speaker
from .urls import find_index, index_url, rows


async def article_page(datasette: Any, request: Any) -> Response:
    """Answer ``/-/hearsay/DATABASE/INDEX/ARTICLE``."""
    database, definition = await find_index(datasette, request)
    article = _key(request.url_vars["article"])
    fields = await _fields(database, definition, article)
    state = await rows(
        database,
        "SELECT date, error, "
        f"EXISTS (SELECT 1 FROM {identifier(definition.name + '_pending')} WHERE article = ?1) AS changed "
        f"FROM {identifier(definition.name + '_article')} WHERE article = ?1",
        article,
    )
    quotes = await rows(
        database, f"SELECT * FROM {identifier(definition.name)} WHERE article = ? ORDER BY start", article
    )
    order = {column: i for i, column in enumerate(fields)}
    quotes.sort(key=lambda quote: (order.get(definition.column_of(quote["field"]), len(order)), quote["start"]))
    speakers = _speakers(quotes)
    changed = bool(state and state[0]["changed"])
    context = {
        "database": database.name,
        "index": definition.name,
        "article": article,
        "title": (await titles(database, definition, {article}))[article],
        "headline": definition.headline,
        "date": state[0]["date"] if state else None,
        "error": state[0]["error"] if state else None,
        "is_read": bool(state),
        "changed": changed,
        "fields": {} if changed else _marked(definition, fields, quotes),
        "plain": {column: field.text for column, field in fields.items()} if changed else {},
        "broken": [column for column, field in fields.items() if not field.is_sound],
        "quotes": [(number, quote, speakers[_who(quote)]) for number, quote in enumerate(quotes, start=1)],
        "said": sorted(
            Counter(speakers[_who(quote)] for quote in quotes).items(),
            key=lambda said: (not said[0].number, said[0].number),
        ),
        "index_url": index_url(datasette, database.name, definition.name),
        "row_url": datasette.urls.row(database.name, definition.content, article),
        "css": datasette.urls.static_plugins("sqlite_hearsay", "hearsay.css"),
    }
    return Response.html(await datasette.render_template("hearsay/article.html", context, request=request))


def _key(text: str) -> int:
    """Return the number; what is none, or larger than SQLite's, is no article."""
    if not re.fullmatch("-?[0-9]{1,19}", text) or not -(2**63) <= int(text) < 2**63:
        raise NotFound("There is no such article")
    return int(text)


@dataclass(frozen=True)
class _Field:
    """A column's text; sound when SQLite and Python count the same characters in it."""

    text: str
    is_sound: bool


async def _fields(database: Any, definition: Definition, article: int) -> dict[str, _Field]:
    """Return the article's texts by their columns, without those that are NULL or empty."""
    columns = [*([definition.headline] if definition.headline else []), *definition.texts]
    texts = [f"CAST({identifier(column)} AS TEXT)" for column in columns]
    found = await rows(
        database,
        f"SELECT {', '.join(f'{text}, length({text}), length(CAST({text} AS BLOB))' for text in texts)} "
        f"FROM {identifier(definition.content)} WHERE {identifier(definition.key)} = ?",
        article,
    )
    if not found:
        raise NotFound("There is no such article")
    values = list(found[0])
    return {
        column: _Field(text, is_sound(text, characters, size))
        for column, text, characters, size in zip(columns, values[::3], values[1::3], values[2::3])
        if text
    }


def _is_sound(text: str, characters: int, size: int) -> bool:
    """Say whether Datasette has replaced nothing in the text, and SQLite has not stopped at a NUL."""
    return len(text) == characters and size in (len(text.encode()), len(text.encode("utf-16-le")))


def _who(quote: Any) -> tuple[int | None, str | None]:
    """Return what tells speakers apart: their person_id, or the words for those without a name."""
    return (quote["speaker_id"], None) if quote["speaker_id"] is not None else (None, quote["speaker"])


def _speakers(quotes: list[Any]) -> dict[tuple[int | None, str | None], Speaker]:
    """Give the speakers numbers, 1 to who speaks most."""
    counts = Counter(_who(quote) for quote in quotes)
    names = {_who(quote): quote["speaker"] for quote in quotes}
    speakers: dict[tuple[int | None, str | None], Speaker] = {(None, None): NOBODY}
    for who, _ in counts.most_common():
        if who not in speakers:
            speakers[who] = Speaker(len(speakers), names[who], who[0])
    return speakers


def _marked(definition: Definition, fields: dict[str, _Field], quotes: list[Any]) -> dict[str, list[Run]]:
    """Cut each text at its quotations.

    In a text that is not well-formed, or has a NUL, SQLite and Python count characters differently: it is left whole.
    """
    marked = {}
    for column, field in fields.items():
        pieces = [
            piece
            for number, quote in enumerate(quotes, start=1)
            if definition.column_of(quote["field"]) == column and field.is_sound
            for piece in pieces_of(number, quote["start"], quote["length"], quote["spans"])
        ]
        marked[column] = list(cut(field.text, pieces))
    return marked
