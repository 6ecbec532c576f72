"""Spark on this machine: the same rows as from SQL, whatever is in the columns."""

from __future__ import annotations

import datetime
import io
import os
import re
import runpy
from contextlib import redirect_stdout
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from cluster import open_session
from pyspark.errors import AnalysisException, PythonException
from pyspark.sql import Row
from pyspark.sql.functions import col, expr
from pyspark.sql.types import LongType, StructField, StructType

import sqlite_hearsay
from sqlite_hearsay import spark as hearsay

ROOT = Path(__file__).parents[4]
LATE = "Mayor Ann Lee said it was late."


@pytest.fixture(scope="module")
def spark():
    session = open_session("local[2]")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def wire(spark, articles):
    return spark.createDataFrame(articles, "id long, body string").repartition(3).cache()


def one(spark, body, kind="string"):
    return spark.createDataFrame([(1, body)], f"id int, body {kind}")


# ---- the same rows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", ["quotes", "mentions", "speakers"])
def test_rows_are_those_of_the_sql_function(wire, articles, said, function):
    found = [tuple(row) for row in getattr(hearsay, function)(wire).collect()]
    expected = [(number, *row) for number, text in articles for row in said(f"hearsay_{function}", text)]
    assert len(expected) > 100
    assert sorted(found, key=lambda row: row[0]) == expected  # a stable sort: rows of an article are in their order


def test_columns_are_the_id_and_the_schema(wire):
    assert hearsay.quotes(wire).schema == StructType([StructField("id", LongType()), *hearsay.QUOTES])
    assert hearsay.mentions(wire).schema == StructType([StructField("id", LongType()), *hearsay.MENTIONS])
    assert hearsay.speakers(wire).schema == StructType([StructField("id", LongType()), *hearsay.SPEAKERS])
    assert hearsay.quotes(wire, errors="rows").schema.names == ["id", *hearsay.QUOTES.names, "error"]


def test_options_are_those_of_the_sql_function(spark, said):
    options = {"cues": ["whisper"], "entities": [{"name": "Lee, Ann (Q42)", "label": "person", "aliases": ["Ann Lee"]}]}
    article = "Mayor Ann Lee whispered that it was late."
    [row] = hearsay.quotes(one(spark, article), options=options).collect()
    assert (row.speaker, row.cue) == ("Lee, Ann (Q42)", "whispered")
    assert hearsay.quotes(one(spark, LATE), options={"min_confidence": 1}).count() == 0


# ---- ids and texts of all types --------------------------------------------------------------------------------------


def test_ids_come_back_as_they_are(spark):
    kinds = (
        "long long, int int, short short, byte byte, boolean boolean, float float, double double, "
        "decimal decimal(38, 10), string string, binary binary, date date, timestamp timestamp, local timestamp_ntz, "
        "array array<string>, struct struct<source: string, number: int>, map map<string, long>"
    )
    when = datetime.datetime(2026, 3, 2, 23, 59, 59, 123456)
    values = (
        *(2**62, -(2**31), -7, 3, True, 0.5, 1e300),
        *(Decimal("12345678901234567890.0123456789"), "naïve ☃", b"\x00\xff", when.date(), when, when),
        *(["a", None], Row(source="wire", number=1), {"a": 1}),
    )
    names = [field.split()[0] for field in re.split(r", (?=\w+ )(?![^<(]*[>)])", kinds)]
    df = spark.createDataFrame(
        [(*values, LATE), (*[None] * len(values), LATE), (*values, None)], f"{kinds}, body string"
    )
    found = hearsay.quotes(df, id=names)
    assert found.schema.fields[: len(names)] == df.schema.fields[:-1]
    assert [tuple(row)[: len(names)] for row in found.collect()] == [values, (None,) * len(names)]


def test_columns_are_named_as_spark_names_them(spark):
    df = one(spark, LATE).selectExpr("struct(id AS `n`, body AS `the text`) AS doc", "id AS `a.b`")
    assert hearsay.quotes(df, text="doc.`the text`", id="doc.n").select("n", "speaker").collect() == [(1, "Ann Lee")]
    assert hearsay.quotes(df, text=col("doc.the text"), id=col("`a.b`").alias("speaker id")).columns[0] == "speaker id"


@pytest.mark.parametrize(
    "junk", [b"", b"\x00\xff\xfe\x80", b'"We are l\xffte," Mayor Ann Lee said.\x00', bytes(range(256)) * 40]
)
def test_junk_is_read_as_sql_reads_it(spark, said, junk):
    """As binary and as a string, which in Spark need not be UTF-8 either."""
    df = spark.createDataFrame([(1, junk), (2, LATE.encode())], "id int, body binary")
    expected = [
        (number, *row) for number, body in ((1, junk), (2, LATE.encode())) for row in said("hearsay_mentions", body)
    ]
    for text in (col("body"), expr("CAST(body AS STRING)")):
        assert [tuple(row) for row in hearsay.mentions(df, text=text).collect()] == expected
    assert ("Ann Lee", 2) in [(row[4], row[0]) for row in expected]


def test_null_and_empty_articles_have_no_rows(spark):
    df = spark.createDataFrame([(1, None), (2, ""), (3, LATE), (None, LATE)], "id int, body string")
    assert [row.id for row in hearsay.quotes(df).collect()] == [3, None]


def test_no_articles(spark):
    empty = spark.createDataFrame([], "id int, body string")
    assert hearsay.quotes(empty).collect() == []
    assert hearsay.quotes(one(spark, LATE).repartition(8)).count() == 1  # most partitions are empty


# ---- what is wrong ---------------------------------------------------------------------------------------------------


def test_an_article_that_cannot_be_read_fails_the_job_and_is_named(wire):
    with pytest.raises(
        PythonException, match=r"ArticleError: hearsay: id \d+: article of \d+ bytes is longer than max_bytes"
    ):
        hearsay.quotes(wire, options={"max_bytes": 3000}).collect()


def test_or_is_a_row(wire, articles, said):
    """No article is lost, and no row of another one."""
    options = '{"max_bytes": 3000}'
    found = sorted(map(tuple, hearsay.quotes(wire, options={"max_bytes": 3000}, errors="rows").collect()))
    expected, failed = [], 0
    for number, text in articles:
        if len(text.encode()) > 3000:
            message = f"hearsay: article of {len(text.encode())} bytes is longer than max_bytes (3000)"
            expected.append((number, *[None] * len(hearsay.QUOTES), message))
            failed += 1
        else:
            expected += [(number, *row, None) for row in said("hearsay_quotes", text, options)]
    assert found == expected
    assert 0 < failed < len(articles)


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"options": {"cuse": []}}, ValueError, '^hearsay: unknown option "cuse"$'),
        ({"options": {"max_bytes": 0}}, ValueError, '^hearsay: option "max_bytes" must be a positive integer$'),
        ({"options": '{"cues": []}'}, TypeError, "^hearsay: options must be a dict, not str$"),
        ({"options": {"cues": {1, 2}}}, TypeError, "set is not JSON serializable"),
        ({"errors": "skip"}, ValueError, """^hearsay: errors must be "raise" or "rows", not 'skip'$"""),
        ({"text": "id"}, TypeError, '^hearsay: the text must be string or binary: cast column "id", which is int$'),
        ({"text": "boddy"}, AnalysisException, "boddy"),
        ({"id": []}, ValueError, "^hearsay: an id column is needed"),
        ({"id": ["id", "ID"]}, ValueError, 'two columns "ID"'),
        ({"id": "Speaker"}, ValueError, r'rename the id, as in id=col\("Speaker"\).alias\("article_Speaker"\)'),
        ({"id": "error", "errors": "rows"}, ValueError, 'two columns "error"'),
    ],
)
def test_wrong_arguments_are_errors_before_any_job(spark, wrong, error, message):
    with pytest.raises(error, match=message):
        hearsay.quotes(one(spark, LATE).selectExpr("*", "id AS Speaker", "id AS error"), **wrong)


def test_a_python_that_cannot_load_extensions_says_so(spark, monkeypatch):
    monkeypatch.setattr(sqlite_hearsay.loading, "_FILE", "nothing.so")
    monkeypatch.setattr(sqlite_hearsay.loading, "_paths", {})
    with pytest.raises(sqlite_hearsay.LoadError, match=r"there is no .*nothing\.so: install the wheel again"):
        hearsay.quotes(one(spark, LATE))


# ---- workers ---------------------------------------------------------------------------------------------------------


def test_a_worker_process_has_one_connection_for_all_its_partitions(spark, wire):
    def connections(batches):
        from sqlite_hearsay.spark.reader import connection_of

        for _ in batches:
            info = connection_of.cache_info()
            yield pa.RecordBatch.from_pydict({"process": [os.getpid()], "made": [info.misses], "used": [info.hits]})

    assert hearsay.quotes(wire.repartition(9)).count() > 100
    found = spark.range(0, 8, 1, 8).mapInArrow(connections, "process long, made long, used long").distinct().collect()
    readers = [row for row in found if row.made]
    assert readers
    assert {row.made for row in readers} == {1}
    assert sum(row.used for row in readers) >= 9 - len(readers)


def test_what_spark_shows_names_the_function(wire, capsys):
    hearsay.quotes(wire).explain()
    assert "hearsay_quotes" in capsys.readouterr().out


# ---- what is written about it ----------------------------------------------------------------------------------------


def test_the_example_reads_and_writes_parquet(spark, wire, tmp_path, said, articles):
    example = runpy.run_path(str(ROOT / "bindings" / "python" / "examples" / "spark_quotes.py"))
    wire.write.parquet(str(tmp_path / "articles"))
    example["main"]([str(tmp_path / "articles"), str(tmp_path / "quotes")])
    quotes = spark.read.parquet(str(tmp_path / "quotes"))
    assert quotes.count() == sum(len(said("hearsay_quotes", text)) for _, text in articles)
    assert {"id", "speaker", "quote", "error"} <= set(quotes.columns)


def test_the_page_runs(spark):
    """The Python blocks of docs/pages/spark.md, one after the other; comments at a line's start are what is printed."""
    page = (ROOT / "docs" / "pages" / "spark.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names = {}
    shown = expected = ""
    for block in blocks:
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile(block, "docs/pages/spark.md", "exec"), names)
        shown += re.sub(r"\n+", "\n", printed.getvalue())
        expected += "".join(line + "\n" for line in re.findall(r"^# (.*)$", block, re.MULTILINE))
    assert shown == expected
    assert len(blocks) > 5
    assert {row.month for row in spark.read.parquet("quotes").select("month").collect()} == {"2026-03"}
