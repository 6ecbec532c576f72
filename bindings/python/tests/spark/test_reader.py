"""What a worker does with record batches. No Java is needed here."""

from __future__ import annotations

import os
import sqlite3

import pyarrow as pa
import pytest

import sqlite_hearsay
from sqlite_hearsay.spark import MENTIONS, QUOTES, SPEAKERS, reader
from sqlite_hearsay.spark.tables import mentions_table, quotes_table, speakers_table

LATE = "Mayor Ann Lee said it was late."
SPARK_TYPES = {"INTEGER": "bigint", "TEXT": "string", "REAL": "double"}


def batch(texts, ids=None, kind=pa.string):
    ids = list(range(1, len(texts) + 1)) if ids is None else ids
    return pa.RecordBatch.from_arrays([pa.array(ids), pa.array(texts, kind())], ["id", "body"])


def read(batches, options=None, error_rows=False, table=quotes_table):
    return list(reader.Reader(table, options, error_rows)(iter(batches)))


def column(batches, name):
    return [value for found in batches for value in found.column(found.schema.get_field_index(name)).to_pylist()]


@pytest.fixture
def statements(monkeypatch):
    """The statements that the reader runs; the extension has some of its own."""
    traced = []
    connection = reader.connect()
    connection.set_trace_callback(lambda sql: traced.append(sql) if "hearsay_quotes" in sql else None)
    monkeypatch.setattr(reader, "connection_of", lambda _process: connection)
    return traced


@pytest.mark.parametrize(
    ("table", "schema"), [(quotes_table, QUOTES), (mentions_table, MENTIONS), (speakers_table, SPEAKERS)]
)
def test_the_schemas_are_those_of_the_extension(table, schema):
    db = sqlite3.connect(":memory:")
    sqlite_hearsay.load(db)
    columns = db.execute("SELECT name, type FROM pragma_table_info(?)", (table.function,)).fetchall()
    assert [(field.name, field.dataType.simpleString()) for field in schema] == [
        (name, SPARK_TYPES[kind]) for name, kind in columns
    ]


def test_many_articles_are_one_statement(statements):
    [*found] = read([batch([LATE] * 130), batch([LATE])])
    assert [rows.num_rows for rows in found] == [64, 64, 2, 1]
    assert column(found, "id") == [*range(1, 131), 1]
    assert column(found, "speaker") == ["Ann Lee"] * 131
    assert len(statements) == 1 + 4  # the first one looks at the options


def test_long_articles_are_fewer_in_a_statement(statements):
    long = LATE + " " * 600_000
    found = read([batch([LATE, long, long, LATE, long * 3, LATE])])
    assert column(found, "id") == [1, 2, 3, 4, 5, 5, 5, 6]
    assert len(statements) == 1 + 4  # 1 and 2; 3 and 4; 5, which is longer than they may be together; 6


def test_a_process_has_one_connection():
    connection = reader.connection_of(os.getpid())
    read([batch([LATE])])
    read([batch([LATE])])
    assert reader.connection_of(os.getpid()) is connection
    assert reader.connection_of(os.getpid() + 1) is not connection


def test_no_articles_no_rows():
    assert read([]) == []
    assert read([batch([])]) == []
    [found] = read([batch([None, "", "It rained."])])
    assert found.num_rows == 0
    assert found.schema.names == ["id", *QUOTES.names]


@pytest.mark.parametrize("kind", [pa.string, pa.binary, pa.large_string, pa.large_binary])
def test_text_is_of_any_type_that_arrow_has_for_it(kind):
    texts = [LATE, None, LATE] if kind in (pa.string, pa.large_string) else [LATE.encode(), None, LATE.encode()]
    assert column(read([batch(texts, kind=kind)]), "id") == [1, 3]


def test_part_of_a_batch_is_read_as_such():
    sliced = batch(["It rained.", LATE, LATE]).slice(1, 1)
    assert column(read([sliced]), "id") == [2]


def test_bytes_that_are_not_utf8_come_back_as_such_characters():
    junk = b'"We are l\xffte," Mayor Ann Lee said.'
    found = read([batch([junk], kind=pa.binary)])
    assert column(found, "quote") == ["We are l\ufffdte,"]
    assert column(found, "speaker") == ["Ann Lee"]


def test_an_article_that_is_an_error_is_named():
    with pytest.raises(reader.ArticleError) as raised:
        read([batch([LATE, LATE * 2, LATE], ids=["x", "y", "z"])], options='{"max_bytes": 40}')
    assert str(raised.value) == (
        "hearsay: id 'y': article of 62 bytes is longer than max_bytes (40) "
        '(errors="rows" goes on and tells in a column)'
    )


def test_an_error_is_a_row_and_costs_no_other(statements):
    found = read([batch([LATE, None, LATE * 2, LATE])], options='{"max_bytes": 40}', error_rows=True)
    assert column(found, "id") == [1, 3, 4]
    assert column(found, "speaker") == ["Ann Lee", None, "Ann Lee"]
    assert column(found, "error") == [None, "hearsay: article of 62 bytes is longer than max_bytes (40)", None]


def test_an_id_that_cannot_be_shown_does_not_hide_the_error():
    junk = pa.array([b"\xff"]).view(pa.string())
    article = pa.RecordBatch.from_arrays([junk, pa.array([LATE])], ["id", "body"])
    with pytest.raises(reader.ArticleError, match=r"id b'\\xff': article of 31 bytes"):
        read([article], options='{"max_bytes": 4}')


def test_wrong_options_are_not_an_articles_error():
    with pytest.raises(ValueError, match=r'^hearsay: unknown option "cuse"$'):
        read([batch([LATE])], options='{"cuse": []}', error_rows=True)
