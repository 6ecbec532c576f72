"""The page of an index: who speaks, by month, and what was said."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import NotFound, Response

from ..definition import Definition, identifier
from .chart import draw
from .speakers import NOBODY, Speaker
from .urls import find_index, index_url, rows

SPEAKERS, IN_CHART, QUOTES = 25, 7, 20  # on a page
MONTH = "CASE WHEN date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]*' THEN substr(date, 1, 7) END"


async def index_page(datasette: Any, request: Any) -> Response:
    """Answer ``/-/hearsay/DATABASE/INDEX``, with ``?speaker=`` a person_id and ``?page=`` from 1."""
    database, definition = await find_index(datasette, request)
    page = _number(request, "page") or 1
    chosen = _number(request, "speaker")
    context = {
        "database": database.name,
        "index": definition.name,
        "table_url": datasette.urls.table(database.name, definition.name),
        "url": index_url(datasette, database.name, definition.name),
        "page": page,
        "css": datasette.urls.static_plugins("sqlite_hearsay", "hearsay.css"),
    }
    context |= await (
        _speaker_context(database, definition, chosen, page)
        if chosen
        else _speakers_context(database, definition, page)
    )
    context["titles"] = await titles(database, definition, {quote["article"] for quote in context["quotes"]})
    template = "hearsay/speaker.html" if chosen else "hearsay/index.html"
    return Response.html(await datasette.render_template(template, context, request=request))


def _number(request: Any, name: str) -> int | None:
    """Return a positive number of the query string, None when it is not given."""
    value = request.args.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 2**53):
        raise NotFound(f"?{name}= must be a number from 1")
    return int(value)


async def _speakers_context(database: Any, definition: Definition, page: int) -> dict[str, Any]:
    name = definition.name
    config = dict(await rows(database, f"SELECT name, value FROM {identifier(name + '_config')}"))
    pending = await _pending(database, definition)
    people = await rows(
        database,
        f"""SELECT s.person_id, s.quotes, s.first_date, s.last_date, p.person, p.label FROM
            (SELECT coalesce(same_as, person_id) AS person_id, sum(quotes) AS quotes,
                    min(first_date) AS first_date, max(last_date) AS last_date
             FROM {identifier(name + "_person")} WHERE quotes > 0
             GROUP BY coalesce(same_as, person_id)) AS s JOIN {identifier(name + "_person")} AS p USING (person_id)
            ORDER BY s.quotes DESC, s.person_id LIMIT ? OFFSET ?""",
        SPEAKERS + 1,
        (page - 1) * SPEAKERS,
    )
    return {
        "config": config,
        "pending": pending,
        "people": people[:SPEAKERS],
        "most": max((person["quotes"] for person in people), default=0),
        "more": len(people) > SPEAKERS,
        "first": (page - 1) * SPEAKERS + 1,
        "chart": await _chart(database, definition, people[:IN_CHART]) if page == 1 else None,
        "dated": definition.date is not None,
        "quotes": await _quotes(database, definition, "1", (), 0) if page == 1 else [],
    }


async def _pending(database: Any, definition: Definition) -> int:
    return int((await rows(database, f"SELECT count(*) FROM {identifier(definition.name + '_pending')}"))[0][0])


async def _chart(database: Any, definition: Definition, people: list[Any]) -> Any:
    """Draw what those have said who speak most, and all others together."""
    others = dict(
        await rows(
            database,
            f"SELECT {MONTH} AS month, sum(quotes) FROM {identifier(definition.name + '_article')} "
            "GROUP BY month HAVING month IS NOT NULL AND sum(quotes) > 0",
        )
    )
    said = {}
    for number, person in enumerate(people, start=1):
        ids = await _names_of(database, definition, person["person_id"])
        counts = dict(
            await rows(
                database,
                f"SELECT {MONTH} AS month, count(*) FROM {identifier(definition.name)} "
                f"WHERE speaker_id IN ({', '.join('?' * len(ids))}) GROUP BY month HAVING month IS NOT NULL",
                *ids,
            )
        )
        said[Speaker(number, person["person"], person["person_id"])] = counts
        for month, count in counts.items():
            others[month] = others.get(month, 0) - count
    if any(others.values()):
        said[Speaker(0, "all others")] = {month: count for month, count in others.items() if count > 0}
    return draw(said)


async def _names_of(database: Any, definition: Definition, person_id: int) -> list[int]:
    """Return the ids of all names of a person: those that 'resolve' has joined."""
    found = await rows(
        database,
        f"SELECT person_id FROM {identifier(definition.name + '_person')} WHERE same_as = ?1 OR person_id = ?1",
        person_id,
    )
    return [row[0] for row in found]


async def _speaker_context(database: Any, definition: Definition, person_id: int, page: int) -> dict[str, Any]:
    people = f"{identifier(definition.name + '_person')}"
    found = await rows(database, f"SELECT coalesce(same_as, person_id) FROM {people} WHERE person_id = ?", person_id)
    if not found:
        raise NotFound("There is no such speaker")
    person_id = found[0][0]
    ids = await _names_of(database, definition, person_id)
    marks = ", ".join("?" * len(ids))
    names = await rows(
        database,
        f"SELECT person, label, quotes, first_date, last_date FROM {people} WHERE person_id IN ({marks})",
        *ids,
    )
    main = (await rows(database, f"SELECT person, label FROM {people} WHERE person_id = ?", person_id))[0]
    quotes = await _quotes(database, definition, f"speaker_id IN ({marks})", ids, (page - 1) * QUOTES)
    return {
        "person": main["person"],
        "label": main["label"],
        "person_id": person_id,
        "also": sorted({row["person"] for row in names} - {main["person"]}),
        "count": sum(row["quotes"] for row in names),
        "quotes": quotes[:QUOTES],
        "more": len(quotes) > QUOTES,
        "chart": draw({Speaker(1, main["person"], person_id): await _months(database, definition, ids)}),
    }


async def _months(database: Any, definition: Definition, ids: list[int]) -> dict[str, int]:
    return dict(
        await rows(
            database,
            f"SELECT {MONTH} AS month, count(*) FROM {identifier(definition.name)} "
            f"WHERE speaker_id IN ({', '.join('?' * len(ids))}) GROUP BY month HAVING month IS NOT NULL",
            *ids,
        )
    )


async def _quotes(database: Any, definition: Definition, condition: str, parameters: Any, offset: int) -> list[Any]:
    """Return quotations, the newest first, and one more than a page has when there are more."""
    return await rows(
        database,
        f"SELECT article, date, quote_id, coalesce(speaker, '{NOBODY.name}') AS speaker, speaker_id, quote, cue "
        f"FROM {identifier(definition.name)} WHERE {condition} ORDER BY date DESC, article DESC LIMIT ? OFFSET ?",
        *parameters,
        QUOTES + 1,
        offset,
    )


async def titles(database: Any, definition: Definition, articles: set[int]) -> dict[int, str]:
    """Return what to call the articles: their headline, or their number."""
    named = {article: f"article {article}" for article in articles}
    if definition.headline and articles:
        found = await rows(
            database,
            f"SELECT {identifier(definition.key)}, CAST({identifier(definition.headline)} AS TEXT) "
            f"FROM {identifier(definition.content)} "
            f"WHERE {identifier(definition.key)} IN ({', '.join('?' * len(articles))})",
            *articles,
        )
        named |= {key: " ".join(title.split()) for key, title in found if title and title.strip()}
    return named
