"""The plugin of sqlite-utils: every connection that it opens has hearsay's functions.

sqlite-utils press.db "SELECT speaker, quote FROM articles, hearsay_quotes(body)"
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import hookimpl

from .loading import load_or_warn


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Load the extension. Commands that do not need it go on without, with a warning that says why."""
    load_or_warn(conn)
