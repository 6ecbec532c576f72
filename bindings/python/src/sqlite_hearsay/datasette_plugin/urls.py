"""Addresses of the pages, and what their parts stand for."""

from __future__ import annotations

from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound
from datasette.views.base import DatasetteError

from ..definition import Definition, find_definition


def index_url(datasette: Any, database: str, index: str, article: int | None = None) -> str:
    """Return the address of an index's page, or of one of its articles."""
    route = datasette.get_database(database).route
    path = f"-/hearsay/{tilde_encode(route)}/{tilde_encode(index)}"
    return str(datasette.urls.path(path if article is None else f"{path}/{article}"))


async def find_index(datasette: Any, request: Any) -> tuple[Any, Definition]:
    """Return the database and the index that the address names.

    Raises NotFound when they are not there, Forbidden when the visitor may not see the index or the articles.
    """
    try:
        database = datasette.get_database(route=tilde_decode(request.url_vars["database"]))
    except KeyError as error:
        raise NotFound("There is no such database") from error
    name = tilde_decode(request.url_vars["index"])
    # Before anything is said about the database: whether the index is there is nobody's business who may not see it.
    await _ensure_visible(datasette, request, database, name)
    definition = await database.execute_fn(lambda connection: find_definition(connection, name))
    if definition is None:
        raise NotFound("There is no such index")
    for table in {definition.name, definition.content} - {name}:
        await _ensure_visible(datasette, request, database, table)
    return database, definition


async def _ensure_visible(datasette: Any, request: Any, database: Any, table: str) -> None:
    await datasette.ensure_permissions(
        request.actor,
        [("view-table", (database.name, table)), ("view-database", database.name), "view-instance"],
    )


async def rows(database: Any, sql: str, *parameters: object) -> list[Any]:
    """Run a query under Datasette's time limit."""
    try:
        result = await database.execute(sql, parameters)
    except QueryInterrupted as error:
        raise DatasetteError(
            "The index took longer to answer than sql_time_limit_ms allows", title="Out of time", status=503
        ) from error
    return list(result.rows)
