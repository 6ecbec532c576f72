"""The page of an article: its text with the quotations in their speakers' colours, and all of them as a list."""

from __future__ import annotations

from collections import Counter
from typing import Any

from datasette.utils.asgi import NotFound, Response

from ..definition import Definition, identifier
from .index_page import titles
from .marking import Run, cut, pieces_of
from .speakers import NOBODY, Speaker
from .urls import find_index, index_url, rows


async def article_page(datasette: Any, request: Any) -> Response:
    """Answer ``/-/hearsay/DATABASE/INDEX/ARTICLE``."""
    database, definition = await find_index(datasette, request)
    article = int(request.url_vars["article"])
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
        "plain": {column: text for column, (text, _) in fields.items()} if changed else {},
        "broken": [column for column, (text, length) in fields.items() if len(text) != length],
        "quotes": [(number, quote, speakers[_who(quote)]) for number, quote in enumerate(quotes, start=1)],
        "said": Counter(speakers[_who(quote)] for quote in quotes).items(),
        "index_url": index_url(datasette, database.name, definition.name),
        "row_url": datasette.urls.row(database.name, definition.content, article),
        "css": datasette.urls.static_plugins("sqlite_hearsay", "hearsay.css"),
    }
    return Response.html(await datasette.render_template("hearsay/article.html", context, request=request))


async def _fields(database: Any, definition: Definition, article: int) -> dict[str, tuple[str, int]]:
    """Return the article's texts by their columns, each with its length as SQLite counts it."""
    columns = [*([definition.headline] if definition.headline else []), *definition.texts]
    listed = ", ".join(
        f"CAST({identifier(column)} AS TEXT), length(CAST({identifier(column)} AS TEXT))" for column in columns
    )
    found = await rows(
        database,
        f"SELECT {listed} FROM {identifier(definition.content)} WHERE {identifier(definition.key)} = ?",
        article,
    )
    if not found:
        raise NotFound("There is no such article")
    texts = dict(zip(columns, zip(found[0][::2], found[0][1::2])))
    return {column: (text, length) for column, (text, length) in texts.items() if text}


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


def _marked(definition: Definition, fields: dict[str, tuple[str, int]], quotes: list[Any]) -> dict[str, list[Run]]:
    """Cut each text at its quotations.

    In a text that is not well-formed, or has a NUL, SQLite and Python count characters differently: it is left whole.
    """
    marked = {}
    for column, (text, length) in fields.items():
        pieces = [
            piece
            for number, quote in enumerate(quotes, start=1)
            if definition.column_of(quote["field"]) == column and len(text) == length
            for piece in pieces_of(number, quote["start"], quote["length"], quote["spans"])
        ]
        marked[column] = list(cut(text, pieces))
    return marked
