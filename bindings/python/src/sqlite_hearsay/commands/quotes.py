"""``hearsay quotes FILE…``: who says what in text files."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .database import check_options, open_database, shown_errors, sqlite_module

Row = dict[str, Any]
# Prints rows with these columns as they come; returns whether that is something to look at.
Show = Callable[[Iterable[Row], list[str]], bool]
_SHOWN = {"speaker": "speaker", "quote": "quote", "kind": "kind", "cue": "cue", "confidence": "sure"}


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--json", "form", flag_value="json", help="Print a JSON object a line, with all columns.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with all columns.")
@click.option("--options", metavar="JSON", callback=check_options, help="Options of hearsay_quotes().")
@click.option("--encoding", default="utf-8", show_default=True, help="How the files are encoded.")
def quotes(files: tuple[str, ...], form: str | None, options: str | None, encoding: str) -> None:
    """Show who says what in plain text files; - is the standard input.

    A file that cannot be read is told about, the others are read all the same, and the command fails at the end.
    """
    with shown_errors(":memory:"):
        reading = _Reading(options, encoding)
    shown: dict[str | None, Show] = {"json": _show_json, "csv": _show_csv}
    shows_some = shown.get(form, _show_table)(reading.rows(files), reading.columns)
    if reading.failed:
        sys.exit(1)
    if not shows_some:
        click.echo("no quotations", err=True)


class _Reading:
    """Quotations of one file after the other."""

    def __init__(self, options: str | None, encoding: str) -> None:
        self.options, self.encoding, self.failed = options or "{}", encoding, False
        self.database = open_database(":memory:")
        cursor = self.database.execute("SELECT * FROM hearsay_quotes('', ?)", (self.options,))
        self.columns = ["file", *(column[0] for column in cursor.description)]

    def rows(self, files: Iterable[str]) -> Iterator[Row]:
        for file in files:
            try:
                with click.open_file(file, "rb") as opened:
                    text = opened.read().decode(self.encoding)
                yield from self._rows_of(file, text)
            except OSError as error:
                self._fail(f"{file}: {(error.strerror or str(error)).lower()}")
            except UnicodeDecodeError as error:
                self._fail(f"{file}: byte {error.start} is not {self.encoding}: say what it is with --encoding")
            except LookupError as error:
                raise click.BadParameter(str(error), param_hint="--encoding") from error
            except sqlite_module().Error as error:
                self._fail(f"{file}: {str(error).removeprefix('hearsay: ')}")

    def _rows_of(self, file: str, text: str) -> Iterator[Row]:
        for row in self.database.execute("SELECT * FROM hearsay_quotes(?, ?)", (text, self.options)):
            yield dict(zip(self.columns, (file, *row)))

    def _fail(self, message: str) -> None:
        click.echo(f"Error: {message}", err=True)
        self.failed = True


def _show_json(rows: Iterable[Row], _columns: list[str]) -> bool:
    for row in rows:
        spans = row["spans"] and json.loads(row["spans"])
        click.echo(json.dumps({**row, "spans": spans}, ensure_ascii=False))
    return True


def _show_csv(rows: Iterable[Row], columns: list[str]) -> bool:
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return True


def _show_table(rows: Iterable[Row], _columns: list[str]) -> bool:
    console = Console()
    any_row = False
    for file, quotations in groupby(rows, key=lambda row: str(row["file"])):
        any_row = True
        table = _table(file)
        for row in quotations:
            table.add_row(*(_cell(row[column]) for column in _SHOWN))
        console.print(table)
    return any_row


def _table(file: str) -> Table:
    table = Table(title=_cell(file), title_justify="left", title_style="bold")
    for column, heading in _SHOWN.items():
        if column == "confidence":
            table.add_column(heading, justify="right")
        else:
            table.add_column(heading, overflow="fold", ratio=3 if column == "quote" else None)
    return table


def _cell(value: object) -> Text:
    """Return the value without what a terminal would take for a command."""
    text = "–" if value is None else f"{value:.2f}" if isinstance(value, float) else " ".join(str(value).split())
    return Text("".join(letter if letter.isprintable() else "\ufffd" for letter in text))
