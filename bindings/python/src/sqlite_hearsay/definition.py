"""What an index is made of, as the database's schema says it.

    CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=(lede, body), headline=title)

Tables and columns may have been renamed since: the trigger ``press_update`` then has the names of today, of a view's
index the foreign key of ``press_content``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

_QUOTED = r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|`(?:[^`]|``)*`|\[[^\]]*\]'
_CREATED = re.compile(
    rf"\s*CREATE\s+VIRTUAL\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:{_QUOTED}|[^\s(.\"]+)\s+USING\s+"
    rf"(?:\"hearsay\"|\[hearsay\]|`hearsay`|'hearsay'|hearsay)\s*\((.*)\)\s*;?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = re.compile(rf"{_QUOTED}|[(),]|[^(),\"'`\[]+", re.DOTALL)


class Reads(Protocol):
    """A connection, as far as it is needed here."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any:
        """Run a statement and return its cursor."""


@dataclass(frozen=True)
class Definition:
    """An index: the names that its columns have in the article table today, and those that it was made with."""

    name: str
    content: str
    key: str
    texts: tuple[str, ...]
    headline: str | None
    date: str | None
    options: str | None
    made_with: dict[str, str]

    def column_of(self, field: str) -> str:
        """Return what the column is called today that ``field`` of a quotation names."""
        made = [self.made_with["headline"]] if self.headline else []
        names = [*made, *_names(self.made_with["text"])]
        today = [self.headline] if self.headline else []
        return dict(zip(names, [*today, *self.texts])).get(field, field)


def identifier(name: str) -> str:
    """Return the name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def arguments_of(sql: str) -> dict[str, str] | None:
    """Return the options of a CREATE VIRTUAL TABLE … USING hearsay, None for other statements."""
    created = _CREATED.match(sql)
    if not created:
        return None
    arguments, depth = [""], 0
    for piece in _PIECE.findall(created.group(1)):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and depth == 0:
            arguments.append("")
        else:
            arguments[-1] += piece
    pairs = (argument.partition("=") for argument in arguments)
    return {
        key.strip().lower(): value.strip() if value.strip()[:1] == "(" else _plain(value) for key, _, value in pairs
    }


def find_indexes(connection: Reads) -> list[str]:
    """Return the names of all indexes of the database."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'")
    return [name for name, sql in rows if arguments_of(sql) is not None]


def find_definition(connection: Reads, name: str) -> Definition | None:
    """Return the definition of the index, None when there is no table of that name or it is no index."""
    row = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", (name,)
    ).fetchone()
    made = arguments_of(row[1]) if row else None
    if made is None or "content" not in made or "text" not in made:
        return None
    name, content, texts = row[0], made["content"], _names(made["text"])
    headline, date = made.get("headline"), made.get("date")
    key = connection.execute(
        f"SELECT value FROM {identifier(name + '_config')} WHERE name = 'content_rowid'"
    ).fetchone()[0]
    trigger = connection.execute(
        "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (name + "_update",)
    ).fetchone()
    if trigger:
        content = trigger[0]
        today = _columns_of_trigger(trigger[1])
        if today and not _is_rowid(key):
            key = today.pop(0)
        if today and headline:
            headline = today.pop(0)
        if today and date:
            date = today.pop(0)
        texts = today or texts
    else:
        reference = connection.execute(
            'SELECT "table", "to" FROM pragma_foreign_key_list(?)', (name + "_content",)
        ).fetchone()
        if reference:
            content, key = reference[0], reference[1] or key
    return Definition(name, content, key, tuple(texts), headline, date, made.get("options"), made)


def _columns_of_trigger(sql: str) -> list[str]:
    listed = re.search(rf" UPDATE OF ((?:(?:{_QUOTED}), )+)", sql)
    return [_plain(name) for name in re.findall(_QUOTED, listed.group(1))] if listed else []


def _is_rowid(key: str) -> bool:
    return key.lower() in ("rowid", "oid", "_rowid_")


def _names(value: str) -> list[str]:
    """Return the columns of ``text=body`` and ``text=(lede, body)``."""
    if not value.startswith("("):
        return [value]
    pieces = re.findall(rf"{_QUOTED}|[^,\"'`\[]+", value[1:-1])
    return [_plain(piece) for piece in pieces if piece.strip()]


def _plain(value: str) -> str:
    """Return the value without its quotation marks."""
    value = value.strip()
    if len(value) < 2 or not re.fullmatch(_QUOTED, value, re.DOTALL):
        return value
    if value[0] == "[":
        return value[1:-1]
    return value[1:-1].replace(value[0] * 2, value[0])
