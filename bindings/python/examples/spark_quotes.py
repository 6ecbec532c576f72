"""Reads articles from Parquet and writes their quotations to Parquet, on any Spark.

    spark-submit spark_quotes.py articles/ quotes/ --text body --id id
    spark-submit --master spark://HOST:7077 spark_quotes.py s3a://press/articles s3a://press/quotes --partitions 4000

An article that cannot be read is a row with an ``error``. They are counted at the end, and the program then fails, with
all the others' quotations written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pyspark.sql import SparkSession

from sqlite_hearsay import spark as hearsay


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", help="Parquet files to read")
    parser.add_argument("quotes", help="folder to write, which must not be there yet")
    parser.add_argument("--text", default="body", help="column of the articles' text")
    parser.add_argument("--id", default=["id"], nargs="+", help="columns that say which article it is")
    parser.add_argument("--partitions", type=int, help="cut the articles into so many tasks")
    given = parser.parse_args(arguments)

    session = SparkSession.builder.appName("hearsay").getOrCreate()
    articles = session.read.parquet(given.articles).select(*given.id, given.text)
    if given.partitions:
        articles = articles.repartition(given.partitions)
    hearsay.quotes(articles, text=given.text, id=given.id, errors="rows").write.parquet(given.quotes)

    failed = session.read.parquet(given.quotes).where("error IS NOT NULL")
    count = failed.count()
    if count:
        failed.select(*given.id, "error").show(20, truncate=False)
        sys.exit(f"hearsay: {count} articles could not be read; their rows in {given.quotes} have an error")


if __name__ == "__main__":
    main()
