"""Databases for the commands, and errors as the commands show them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click

from ..loading import LoadError, load
from ..loading import sqlite_module as sqlite_module

# How long a database may be locked by another program.
BUSY_SECONDS = float(os.environ.get("HEARSAY_BUSY_SECONDS", "10"))


def open_database(path: str, *, is_readonly: bool = False) -> sqlite3.Connection:
    """Open a database with the extension loaded; without transactions of Python's own."""
    if path != ":memory:" and not Path(path).is_file():
        raise click.ClickException(f"there is no file {path}")
    address = Path(path).absolute().as_uri() + "?mode=ro" if is_readonly else path
    connect = sqlite_module().connect
    connection = cast(sqlite3.Connection, connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=is_readonly))
    try:
        load(connection)
    except LoadError as error:
        connection.close()
        raise click.ClickException(str(error).removeprefix("hearsay: ")) from error
    return connection


@contextmanager
def shown_errors(path: str) -> Iterator[None]:
    """Show the errors of SQLite and of the extension in their own words, with the file's name where that helps."""
    try:
        yield
    except sqlite_module().Error as error:
        message = str(error)
        if "locked" in message or "file is not a database" in message or "readonly" in message:
            message = f"{path}: {message}"
        if "locked" in message:
            message += f" by another program for {BUSY_SECONDS:g} seconds; what was read before is kept: try again"
        raise click.ClickException(message.removeprefix("hearsay: ")) from error


def check_options(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Say early that the options are not JSON; the extension says what is wrong with those that are."""
    if value is not None:
        try:
            json.loads(value)
        except ValueError as error:
            raise click.BadParameter(f"not valid JSON: {error}") from error
    return value
