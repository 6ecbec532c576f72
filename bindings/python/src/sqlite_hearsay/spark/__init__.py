"""Who said what, in Apache Spark: a DataFrame of articles in, a DataFrame of quotations, mentions or speakers out.

    from sqlite_hearsay import spark as hearsay
    articles = session.read.parquet("articles")
    hearsay.quotes(articles, text="body", id="id").write.parquet("quotes")

The three functions take the same arguments:

``df``
    The articles, one a row.
``text``
    The column to read, by its name or as a Column: string or binary. NULL gives no rows. Bytes that are no UTF-8 are
    read as the SQL functions read them; in the result U+FFFD stands for them, as readers of Parquet would fail.
``id``
    The column that says which article a row is from, or a list of several: any types that Spark can hand to Python.
    They stand first in the result, as they are.
``options``
    The options of the SQL functions, as a dict: ``{"titles": ["Alhaji"], "max_bytes": 1000000}``. Wrong ones are an
    error at once.
``errors``
    What becomes of an article that cannot be read, as one that is longer than ``max_bytes``. ``"raise"``: the job fails
    with a message that names the article by its id. ``"rows"``: the result has one more column, ``error``; such an
    article is one row with its id and the message, other rows have NULL there, and the job goes on.

Behind the ids come the columns of the SQL function, in its order: ``QUOTES``, ``MENTIONS``, ``SPEAKERS``. ``aliases``
and ``spans`` are JSON, as in SQL. Rows of one article stand together and in its order.

Wrong arguments are a ValueError or TypeError, a Python that cannot load the extension a LoadError, both before any job.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from typing import Union

try:
    import pyarrow  # noqa: F401
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import BinaryType, DataType, DoubleType, LongType, StringType, StructField, StructType
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"hearsay: sqlite_hearsay.spark needs {error.name}: pip install 'sqlite-hearsay[spark]'", name=error.name
    ) from error

from . import reader
from .tables import Table, mentions_table, quotes_table, speakers_table

__all__ = ["MENTIONS", "QUOTES", "SPEAKERS", "mentions", "quotes", "speakers"]

Columns = Union[str, Column, list[Union[str, Column]], tuple[Union[str, Column], ...]]
Options = Mapping[str, object]

_TYPES: dict[type, DataType] = {str: StringType(), int: LongType(), float: DoubleType()}


def _schema(table: Table) -> StructType:
    return StructType([StructField(name, _TYPES[kind]) for name, kind in table.columns.items()])


QUOTES: StructType = _schema(quotes_table)
"""What ``quotes`` has behind the ids: a row is a quotation."""

MENTIONS: StructType = _schema(mentions_table)
"""What ``mentions`` has behind the ids: a row is a mention of a person, body or place."""

SPEAKERS: StructType = _schema(speakers_table)
"""What ``speakers`` has behind the ids: a row is somebody who is quoted in the article."""


def quotes(
    df: DataFrame,
    text: str | Column = "body",
    id: Columns = "id",  # noqa: A002
    *,
    options: Options | None = None,
    errors: str = "raise",
) -> DataFrame:
    """Return the quotations in the articles: the ids and ``QUOTES``."""
    return _read(quotes_table, df, text, id, options, errors)


def mentions(
    df: DataFrame,
    text: str | Column = "body",
    id: Columns = "id",  # noqa: A002
    *,
    options: Options | None = None,
    errors: str = "raise",
) -> DataFrame:
    """Return the mentions in the articles: the ids and ``MENTIONS``."""
    return _read(mentions_table, df, text, id, options, errors)


def speakers(
    df: DataFrame,
    text: str | Column = "body",
    id: Columns = "id",  # noqa: A002
    *,
    options: Options | None = None,
    errors: str = "raise",
) -> DataFrame:
    """Return who is quoted in the articles: the ids and ``SPEAKERS``."""
    return _read(speakers_table, df, text, id, options, errors)


def _read(
    table: Table, df: DataFrame, text: str | Column, ids: Columns, options: Options | None, errors: str
) -> DataFrame:
    if errors not in ("raise", "rows"):
        raise ValueError(f'hearsay: errors must be "raise" or "rows", not {errors!r}')
    encoded = _encode(options)
    with closing(reader.connect()) as connection:
        reader.check_options(connection, encoded)
    articles = df.select(*(ids if isinstance(ids, (list, tuple)) else [ids]), text)
    *id_fields, text_field = articles.schema.fields
    if not isinstance(text_field.dataType, (StringType, BinaryType)):
        raise TypeError(
            f'hearsay: the text must be string or binary: cast column "{text_field.name}", '
            f"which is {text_field.dataType.simpleString()}"
        )
    found = [*_schema(table).fields, *([StructField("error", StringType())] if errors == "rows" else [])]
    _check_names(id_fields, found)
    read = reader.Reader(table, encoded, errors == "rows")
    return articles.mapInArrow(read, StructType([*id_fields, *found]))


def _encode(options: Options | None) -> str | None:
    if options is None:
        return None
    if not isinstance(options, Mapping):
        raise TypeError(f"hearsay: options must be a dict, not {type(options).__name__}")
    return json.dumps(dict(options))


def _check_names(id_fields: list[StructField], found: list[StructField]) -> None:
    """Raise ValueError unless all names are different for Spark, which by default does not tell A from a."""
    if not id_fields:
        raise ValueError("hearsay: an id column is needed to tell which article a row is from")
    taken = {field.name.lower() for field in found}
    for field in id_fields:
        if field.name.lower() in taken:
            raise ValueError(
                f'hearsay: the result would have two columns "{field.name}": '
                f'rename the id, as in id=col("{field.name}").alias("article_{field.name}")'
            )
        taken.add(field.name.lower())
