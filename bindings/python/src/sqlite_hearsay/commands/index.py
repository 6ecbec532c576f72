"""``hearsay index DB TABLE --text COLUMN``: makes an index over a table of articles, or reads what is new for it."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..definition import Definition, find_definition, identifier
from .database import check_options, open_database, shown_errors, sqlite_module

_FIRST_STEP, _LAST_STEP = 20, 10_000  # articles
_STEP_SECONDS = 0.5  # that a step should take: each is committed


@dataclass(frozen=True)
class _Wish:
    """The index as the user asks for it."""

    name: str
    table: str
    texts: tuple[str, ...]
    headline: str | None
    date: str | None
    options: str | None

    def sql(self) -> str:
        texts = ", ".join(map(identifier, self.texts))
        arguments = [f"content={identifier(self.table)}", f"text=({texts})"]
        if self.headline:
            arguments.append(f"headline={identifier(self.headline)}")
        if self.date:
            arguments.append(f"date={identifier(self.date)}")
        if self.options:
            arguments.append("options='{}'".format(self.options.replace("'", "''")))
        return f"CREATE VIRTUAL TABLE {identifier(self.name)} USING hearsay({', '.join(arguments)})"


@click.command()
@click.argument("db", metavar="DB", type=click.Path())
@click.argument("table")
@click.option(
    "--text",
    "texts",
    metavar="COLUMN",
    multiple=True,
    required=True,
    help="The column that is read; may be given again.",
)
@click.option("--headline", metavar="COLUMN", help="A column that is read before it.")
@click.option("--date", metavar="COLUMN", help="A column that is kept as the article's date.")
@click.option("--name", default="press", show_default=True, help="What the index is called.")
@click.option("--threads", type=click.IntRange(1), help="How many threads read.  [default: 1]")
@click.option("--options", metavar="JSON", callback=check_options, help="Options of the functions.")
def index(
    db: str,
    table: str,
    texts: tuple[str, ...],
    headline: str | None,
    date: str | None,
    name: str,
    threads: int | None,
    options: str | None,
) -> None:
    """Make an index over the articles in TABLE of the database DB, and read them.

    It may be stopped at any time: what was read is kept, and the same command goes on. Run again later, it reads what
    has come new.
    """
    connection = open_database(db)
    with shown_errors(db):
        try:
            _make(connection, _Wish(name, table, texts, headline, date, options))
            if threads:
                _command(connection, name, "threads", threads)
            stopped = _read_all(connection, name)
            _report(connection, name, stopped)
        finally:
            connection.close()
    if stopped:
        sys.exit(130)


# ---- making it -----------------------------------------------------------------------------------------------------


def _make(connection: sqlite3.Connection, wish: _Wish) -> None:
    there = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE", (wish.name,)
    ).fetchone()
    if not there:
        _check_table(connection, wish)
        connection.execute(wish.sql())
        return
    made = find_definition(connection, wish.name)
    if made is None:
        raise click.ClickException(f"{wish.name} is a table already, and no index: give the index another --name")
    if made.content.lower() != wish.table.lower():
        _check_table(connection, wish)
    _check_same(made, wish)


def _check_table(connection: sqlite3.Connection, wish: _Wish) -> None:
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
    ]
    if wish.table.lower() not in map(str.lower, tables):
        raise click.ClickException(f"there is no table {wish.table}{_there_are(tables)}")
    columns = [row[0] for row in connection.execute("SELECT name FROM pragma_table_xinfo(?)", (wish.table,))]
    for column in filter(None, [*wish.texts, wish.headline, wish.date]):
        if column.lower() not in map(str.lower, columns):
            raise click.ClickException(f"{wish.table} has no column {column}{_there_are(columns)}")


def _there_are(names: list[str]) -> str:
    more = ", …" if len(names) > 20 else ""
    return f"; there are {', '.join(names[:20])}{more}" if names else ""


def _check_same(made: Definition, wish: _Wish) -> None:
    """Raise an error when the index that is there is another one than is asked for."""
    differences = []
    for what, there, asked in [
        ("the table", made.content, wish.table),
        ("--text", ", ".join(made.texts), ", ".join(wish.texts)),
        ("--headline", made.headline, wish.headline),
        ("--date", made.date, wish.date),
    ]:
        if (there or "").lower() != (asked or "").lower():
            differences.append(f"{what} {there or 'not given'}, not {asked or 'without'}")
    if json.loads(made.options or "{}") != json.loads(wish.options or "{}"):
        differences.append(f"--options {made.options or 'not given'}, not {wish.options or 'without'}")
    if differences:
        raise click.ClickException(
            f"the index {made.name} is there already, made with {'; '.join(differences)}. "
            f"Give the new one another --name, or take the old one away with: DROP TABLE {identifier(made.name)}"
        )


# ---- reading -------------------------------------------------------------------------------------------------------


def _read_all(connection: sqlite3.Connection, name: str) -> bool:
    """Read what is left in steps, each of which is committed. Return whether Ctrl-C has ended it."""
    rate = _Rate(connection, name)
    step = _FIRST_STEP
    left = _count(connection, f"SELECT count(*) FROM {identifier(name + '_pending')}")
    done, total = 0, left
    with _interruptible(connection) as interrupt, _progress() as progress:
        bar = progress.add_task("reading", total=total, rate="")
        while True:
            begun = time.monotonic()
            try:
                _command(connection, name, "sync", step)
            except sqlite_module().OperationalError:
                if interrupt.asked:
                    return True
                raise
            seconds = time.monotonic() - begun
            left = _count(connection, f"SELECT value FROM {identifier(name + '_config')} WHERE name = 'left'")
            total = max(total, left)
            done = total - left
            progress.update(bar, completed=done, total=total, rate=rate.text())
            if left == 0:
                return False
            if interrupt.asked:
                return True
            wanted = step * _STEP_SECONDS / max(seconds, 1e-3)
            step = int(min(max(wanted, step / 4, 1), step * 4, _LAST_STEP))


def _command(connection: sqlite3.Connection, name: str, command: str, number: int) -> None:
    table = identifier(name)
    connection.execute(f"INSERT INTO {table}({table}, argument) VALUES (?, ?)", (command, number))


def _count(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


@dataclass
class _Rate:
    """Megabytes a second since the beginning. Adding them up goes over all articles, and so is done rarely."""

    connection: sqlite3.Connection
    name: str
    shown: str = field(init=False, default="")
    next: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.begun, self.before = time.monotonic(), self._bytes()

    def _bytes(self) -> int:
        return _count(self.connection, f"SELECT coalesce(sum(bytes), 0) FROM {identifier(self.name + '_article')}")

    def text(self) -> str:
        now = time.monotonic()
        if now >= self.next:
            read = max(0, self._bytes() - self.before)
            self.shown = f"{read / 1e6 / max(now - self.begun, 1e-3):.2f} MB/s"
            self.next = now + 50 * (time.monotonic() - now)
        return self.shown


@dataclass
class _Interrupt:
    asked: bool = False


@contextmanager
def _interruptible(connection: sqlite3.Connection) -> Iterator[_Interrupt]:
    """Let Ctrl-C stop the statement that runs, which SQLite then takes back as a whole."""
    interrupt = _Interrupt()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        interrupt.asked = True

    before = signal.signal(signal.SIGINT, ask)
    connection.set_progress_handler(lambda: int(interrupt.asked), 10_000)
    try:
        yield interrupt
    finally:
        connection.set_progress_handler(None, 0)
        signal.signal(signal.SIGINT, before)


# ---- what has come of it -------------------------------------------------------------------------------------------


def _report(connection: sqlite3.Connection, name: str, stopped: bool) -> None:
    config = dict(connection.execute(f"SELECT name, value FROM {identifier(name + '_config')}"))
    click.echo(f"{name}: {config['articles']:,} articles, {config['quotes']:,} quotations")
    if stopped:
        click.echo(f"stopped; {config['left']:,} articles are left: run the same command to go on", err=True)
    if config["failed"]:
        click.echo(f"{config['failed']:,} articles could not be read; {name}_article says why:", err=True)
        articles = identifier(name + "_article")
        for article, error in connection.execute(
            f"SELECT article, error FROM {articles} WHERE error IS NOT NULL ORDER BY article LIMIT 5"
        ):
            click.echo(f"  {article}: {error}", err=True)
