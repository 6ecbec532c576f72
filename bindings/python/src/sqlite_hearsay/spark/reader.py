"""What a Spark worker does: record batches of articles in, record batches of rows out. There is no Spark in here.

A worker process has one connection, which all partitions use that it is given, one after the other. Articles go to
SQLite up to 64 a statement, and their rows come back as columns: no Python runs for a row.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import pyarrow as pa
import pyarrow.compute as pc

from ..loading import load, sqlite_module
from .tables import Table

# In one statement, whose rows are in memory together. Before an error is told, its articles are read again, one by one.
MOST_ARTICLES = 64
MOST_BYTES = 1_000_000  # or one article that is longer

Text = Optional[bytes]
Row = tuple[Any, ...]

_ARROW: dict[type, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64()}


class ArticleError(Exception):
    """An article cannot be read; the message says which, and why."""


def connect() -> Any:
    """Return a new connection with the extension loaded; texts come as bytes. Raises LoadError."""
    connection = sqlite_module().connect(":memory:", isolation_level=None)
    connection.text_factory = bytes
    try:
        load(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@functools.lru_cache(maxsize=1)
def connection_of(_process: int) -> Any:
    """Return the connection of this process; a child that was forked gets its own."""
    return connect()


def check_options(connection: Any, options: str | None) -> None:
    """Raise ValueError, with the extension's words, when it does not take the options."""
    try:
        connection.execute("SELECT count(*) FROM hearsay_quotes('', ?)", (options,)).fetchall()
    except sqlite_module().Error as error:
        raise ValueError(str(error)) from error


@dataclass(frozen=True)
class Reader:
    """The function that Spark hands to its workers.

    Takes batches of the ids, in any number of columns, and the text, which is the last: string or binary. Gives batches
    of the ids, as they are, and the table's columns; with ``error_rows`` one more, ``error``, for articles that cannot
    be read: without it they are an ArticleError.
    """

    table: Table
    options: str | None
    error_rows: bool

    @property
    def __name__(self) -> str:
        """What Spark's plans and pages call it."""
        return self.table.function

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Read the articles of one partition."""
        connection = connection_of(os.getpid())
        check_options(connection, self.options)
        for batch in batches:
            for piece in _pieces(batch):
                yield self._read(connection, piece)

    def _read(self, connection: Any, articles: pa.RecordBatch) -> pa.RecordBatch:
        texts = _as_bytes(articles.column(articles.num_columns - 1)).to_pylist()
        try:
            rows = self._rows(connection, texts)
        except sqlite_module().Error:
            rows = self._rows_one_by_one(connection, articles, texts)
        names = [*self.table.columns, *(["error"] if self.error_rows else [])]
        places, *columns = zip(*rows) if rows else [()] * (1 + len(names))
        ids = [_taken(articles.column(i), places) for i in range(articles.num_columns - 1)]
        types = [*self.table.columns.values(), *([str] if self.error_rows else [])]
        found = [_array(values, kind) for values, kind in zip(columns, types)]
        return pa.RecordBatch.from_arrays([*ids, *found], [*articles.schema.names[:-1], *names])

    def _rows(self, connection: Any, texts: Sequence[Text]) -> list[Row]:
        """Return rows that begin with the place of the article in ``texts``, at most ``MOST_ARTICLES`` of them."""
        missing = [None] * (MOST_ARTICLES - len(texts))
        return connection.execute(self._statement, (*texts, *missing, self.options)).fetchall()  # type: ignore[no-any-return]

    def _rows_one_by_one(self, connection: Any, articles: pa.RecordBatch, texts: Sequence[Text]) -> list[Row]:
        rows: list[Row] = []
        for place, text in enumerate(texts):
            try:
                rows += self._rows(connection, [None] * place + [text])
            except sqlite_module().Error as error:
                message = str(error)
                if not self.error_rows:
                    raise ArticleError(_explain(articles.slice(place, 1), message)) from error
                rows.append((place, *[None] * len(self.table.columns), message.encode()))
        return rows

    @property
    def _statement(self) -> str:
        """A NULL article has no rows, so that one statement does for any number of articles."""
        values = ", ".join(f"({place}, ?)" for place in range(MOST_ARTICLES))
        columns = ", ".join(f'found."{name}"' for name in self.table.columns)
        return (
            f"SELECT article.column1, {columns}{', NULL' if self.error_rows else ''} "
            f"FROM (VALUES {values}) AS article CROSS JOIN {self.table.function}(article.column2, ?) AS found"
        )


def _pieces(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Cut a batch, which may be ten thousand articles, into what one statement reads."""
    first = held = 0
    for place, length in enumerate(pc.binary_length(batch.column(batch.num_columns - 1)).to_pylist()):
        held += length or 0
        if place > first and (place - first == MOST_ARTICLES or held > MOST_BYTES):
            yield batch.slice(first, place - first)
            first, held = place, length or 0
    if batch.num_rows > first:
        yield batch.slice(first)


def _as_bytes(texts: pa.Array) -> pa.Array:
    """Return strings as bytes, without a copy: those of Spark need not be UTF-8, and SQLite reads bytes as text."""
    if pa.types.is_string(texts.type):
        return texts.view(pa.binary())
    return texts.view(pa.large_binary()) if pa.types.is_large_string(texts.type) else texts


def _taken(ids: pa.Array, places: Sequence[int]) -> pa.Array:
    return ids.take(pa.array(places, pa.int32()))


def _array(values: Sequence[Any], kind: type) -> pa.Array:
    if kind is not str:
        return pa.array(values, _ARROW[kind])
    try:
        return pa.array(values, pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:  # not UTF-8, as the article is not; readers of Parquet and pandas would fail
        return pa.array([value if value is None else value.decode("utf-8", "replace") for value in values], pa.string())


def _explain(article: pa.RecordBatch, message: str) -> str:
    """Say which article of one the message is about."""
    ids = ", ".join(
        f"{name} {_shown(article.column(i)[0])}"
        for i, name in enumerate(article.schema.names[: article.num_columns - 1])
    )
    return f'hearsay: {ids}: {message.removeprefix("hearsay: ")} (errors="rows" goes on and tells in a column)'


def _shown(value: pa.Scalar) -> str:
    try:
        return repr(value.as_py())
    except ValueError:  # a string that is not UTF-8, a date beyond Python's
        return str(value.cast(pa.binary()).as_py()) if pa.types.is_string(value.type) else value.type.name
