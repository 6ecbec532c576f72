"""``hearsay report DB -o report.html``: one HTML file that shows who speaks in an index."""

from __future__ import annotations

import datetime
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..definition import Definition, find_definition, find_indexes, identifier
from ..report import gender, network, repeats, stories, timeline, voices
from ..report.counts import Range, Tick, read_press
from ..report.page import Report, render, story_renderer
from .database import open_database, shown_errors

FORMAT = 4  # of the index: HS_INDEX_FORMAT of ext/sqlite/index.h


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime.date | None:
    """Read a day as 2026-03-02."""
    try:
        return datetime.date.fromisoformat(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no date like 2026-03-02") from error


@click.command()
@click.argument("db", metavar="DB", type=click.Path())
@click.option("-o", "--output", metavar="FILE", default="report.html", show_default=True, help="The file to write.")
@click.option("--index", "name", metavar="NAME", help="The index, when the database has several.")
@click.option("--from", "first", metavar="DATE", callback=_day, help="Leave out articles before this day.")
@click.option("--to", "last", metavar="DATE", callback=_day, help="Leave out articles after this day.")
@click.option("--title", help="The title of the page.")
@click.option(
    "--articles",
    "most",
    metavar="N",
    type=click.IntRange(0),
    help="How many articles to include: those that are named, then those with most quotations.  "
    "[default: as 8 MB have room for]",
)
@click.option(
    "--gender-articles",
    "read",
    metavar="N",
    type=click.IntRange(0),
    default=gender.ARTICLES,
    show_default=True,
    help="How many articles to read again for the gender of sources, which the index does not keep.",
)
def report(
    db: str,
    output: str,
    name: str | None,
    first: datetime.date | None,
    last: datetime.date | None,
    title: str | None,
    most: int | None,
    read: int,
) -> None:
    """Write a page that shows who speaks in the index of the database DB.

    It is one file, which needs no network: share of voice, when and beside whom each is quoted, women and men, what is
    repeated most, and articles with their quotations. Nothing is written to the database.
    """
    if first and last and first > last:
        raise click.UsageError(f"--from {first} is after --to {last}")
    with shown_errors(db):
        connection = open_database(db, is_readonly=True)
        try:
            _check_output(db, output)
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            connection.execute("BEGIN")  # all is read as of one moment
            definition = _find(connection, name)
            _check_in_step(connection, definition)
            if (first or last) and definition.date is None:
                raise click.ClickException(
                    f"{definition.name} keeps no dates: --from and --to need an index made with --date"
                )
            made = _make(connection, definition, Path(db), Range(first, last), title, most, read)
        finally:
            connection.close()
    page = render(made)
    _write(output, page)
    included = len(made.stories.keys)
    click.echo(
        f"{output}: {len(made.press.articles):,} articles, {len(made.press.quotations):,} quotations; "
        f"{included:,} of the articles to read; {len(page.encode()) / 1e6:.1f} MB"
    )


# ---- before anything is read ---------------------------------------------------------------------------------------


def _check_output(db: str, output: str) -> None:
    target = Path(output)
    if target.is_dir():
        raise click.ClickException(f"{output} is a folder: give a file's name with -o")
    if not target.parent.is_dir():
        raise click.ClickException(f"there is no folder {target.parent}")
    if target.exists() and os.path.samefile(db, output):
        raise click.ClickException(f"{output} is the database: give another file's name with -o")


def _find(connection: sqlite3.Connection, name: str | None) -> Definition:
    names = find_indexes(connection)
    if not names:
        raise click.ClickException("there is no index: make one with hearsay index DB TABLE --text COLUMN")
    if name is None and len(names) > 1:
        raise click.ClickException(f"there are several indexes, {', '.join(names)}: say which with --index")
    definition = find_definition(connection, name or names[0])
    if definition is None:
        raise click.ClickException(f"there is no index {name}; there is {', '.join(names)}")
    return definition


def _check_in_step(connection: sqlite3.Connection, definition: Definition) -> None:
    """Raise an error when the index is another version's, or articles have changed since they were read."""
    index = definition.name
    config = dict(connection.execute(f"SELECT name, value FROM {identifier(index + '_config')}"))
    if config.get("format") != FORMAT:
        raise click.ClickException(
            f"{index} is of format {config.get('format')}, this version has format {FORMAT}: "
            "DROP it and create it again"
        )
    queued = _count(connection, index + "_pending")
    fault = f"{queued:,} {'articles are' if queued > 1 else 'article is'} queued" if queued else ""
    if not fault and not _follows(connection, definition):
        read, there = _count(connection, index + "_article"), _count(connection, definition.content)
        fault = f"it has read {read:,} articles, and there are {there:,}" if read != there else ""
    if fault:
        table = identifier(index)
        raise click.ClickException(
            f"{index} is not in step with {definition.content}: {fault}. Read them first, "
            f"with hearsay index or INSERT INTO {table}({table}) VALUES ('sync')"
        )


def _follows(connection: sqlite3.Connection, definition: Definition) -> bool:
    """Say whether triggers tell the index what changes: not with sync=manual, nor when the table was made anew."""
    return bool(
        connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = ?", (definition.name + "_update",)
        ).fetchone()[0]
    )


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {identifier(table)}").fetchone()[0])


# ---- making it -----------------------------------------------------------------------------------------------------


def _make(
    connection: sqlite3.Connection,
    definition: Definition,
    db: Path,
    asked: Range,
    title: str | None,
    most: int | None,
    read: int,
) -> Report:
    config = dict(connection.execute(f"SELECT name, value FROM {identifier(definition.name + '_config')}"))
    with _progress("counting", config["quotes"]) as tick:
        press = read_press(connection, definition, asked, tick)
    repeated = repeats.most_repeated(connection, definition, press)
    listed = {key for repeat in repeated.repeats for key in repeat.keys}
    quoting = sum(article.quotes > 0 for article in press.articles.values())
    with _progress("women and men", min(read, quoting)) as tick:
        by_gender = gender.gender_of(connection, definition, press, read, tick)
    with _progress("articles", len(press.articles) if most is None else min(most, len(press.articles))) as tick:
        packed = stories.write_stories(connection, definition, press, listed, most, story_renderer(), tick)
    return Report(
        title=title or f"Who speaks in {db.stem}",
        database=db.name,
        index=definition.name,
        options=definition.options,
        asked=asked,
        keeps_dates=definition.date is not None,
        model=str(config.get("model")),
        press=press,
        voices=voices.share_of_voice(connection, definition, press),
        timeline=timeline.timeline_of(press),
        network=network.network_of(press),
        gender=by_gender,
        repeats=repeated,
        titles=stories.titles_of(connection, definition, listed),
        stories=packed,
    )


@contextmanager
def _progress(what: str, total: int) -> Iterator[Tick]:
    """Show how far it is; what it gives is called for each of the total."""
    console = Console(stderr=True)
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with progress:
        bar = progress.add_task(what, total=total)
        count = 0

        def tick() -> None:
            nonlocal count
            count += 1
            if count % 64 == 0:
                progress.update(bar, completed=count)

        yield tick


def _write(output: str, page: str) -> None:
    """Write the file as a whole or not at all: aside first, then in the place of the one before."""
    target = Path(output)
    aside = None
    try:
        descriptor, aside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        os.chmod(aside, _mode(target))
        os.replace(aside, target)
    except OSError as error:
        raise click.ClickException(f"{output}: {(error.strerror or str(error)).lower()}") from error
    finally:
        if aside and os.path.exists(aside):
            os.unlink(aside)


def _mode(target: Path) -> int:
    """Return the permissions of the file that is there, or those of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
