"""The plugin of sqlite-utils: every connection that it opens has hearsay's functions.

sqlite-utils press.db "SELECT speaker, quote FROM articles, hearsay_quotes(body)"
"""

from __future__ import annotations

import sqlite3
import warnings

from sqlite_utils import hookimpl

from .loading import LoadError, load


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Load the extension. Commands that do not need it go on without, with a warning that says why."""
    try:
        load(conn)
    except LoadError as error:
        warnings.warn(str(error), RuntimeWarning, stacklevel=2)
