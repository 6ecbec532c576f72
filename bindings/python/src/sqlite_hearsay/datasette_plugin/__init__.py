"""The plugin of Datasette.

Every connection has hearsay's functions. ``/-/hearsay/DATABASE/INDEX`` shows who speaks, by month, and
``/-/hearsay/DATABASE/INDEX/ARTICLE`` an article with its quotations.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

from ..definition import find_definition
from ..loading import load_or_warn
from .article_page import article_page
from .index_page import index_page
from .urls import index_url


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Load the extension. Pages that do not need it go on without, with a warning that says why."""
    load_or_warn(conn)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Register the two pages."""
    return [
        (r"^/-/hearsay/(?P<database>[^/]+)/(?P<index>[^/]+)$", index_page),
        (r"^/-/hearsay/(?P<database>[^/]+)/(?P<index>[^/]+)/(?P<article>[^/]+)$", article_page),
    ]


@hookimpl
def table_actions(datasette: Any, database: str, table: str) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """Link from the page of an index as a table to the page that shows who speaks."""

    async def actions() -> list[dict[str, str]]:
        definition = await datasette.get_database(database).execute_fn(lambda db: find_definition(db, table))
        if definition is None:
            return []
        return [{"href": index_url(datasette, database, definition.name), "label": "Who speaks, by month"}]

    return actions
