"""Cutting a text where quotations begin and end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Some characters of a text, from 0, that belong to the quotation of that number."""

    start: int
    end: int
    quote: int


@dataclass(frozen=True)
class Run:
    """Characters in a row; ``quote`` is the innermost quotation that they belong to, None outside."""

    text: str
    quote: int | None
    is_first: bool = False  # of the quotation
    is_last: bool = False


def pieces_of(quote: int, start: int, length: int, spans: str | None) -> list[Piece]:
    """Return the pieces of a quotation as the index has it: offsets from 1, ``spans`` JSON when it is in pieces."""
    pairs = json.loads(spans) if spans else [[start, length]]
    return [Piece(at - 1, at - 1 + count, quote) for at, count in pairs]


def cut(text: str, pieces: Iterable[Piece]) -> Iterator[Run]:
    """Cut the text into runs, which together are the text.

    Where quotations overlap, the one that begins last has the characters.
    """
    inside = [piece for piece in pieces if 0 <= piece.start < piece.end <= len(text)]
    runs = _merged(_cut(text, inside))
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for i, (_, quote) in enumerate(runs):
        if quote is not None:
            first.setdefault(quote, i)
            last[quote] = i
    for i, (part, quote) in enumerate(runs):
        yield Run(part, quote, quote is not None and first[quote] == i, quote is not None and last[quote] == i)


def _cut(text: str, pieces: list[Piece]) -> Iterator[tuple[str, int | None]]:
    waiting = sorted(pieces, key=lambda piece: (piece.start, -piece.end), reverse=True)
    ends = {piece.end for piece in pieces} | {piece.start for piece in pieces} | {0, len(text)}
    edges = sorted(ends)
    open_pieces: list[Piece] = []
    for start, end in zip(edges, edges[1:]):
        while waiting and waiting[-1].start <= start:
            open_pieces.append(waiting.pop())
        while open_pieces and open_pieces[-1].end <= start:
            open_pieces.pop()
        covering = next((piece for piece in reversed(open_pieces) if piece.end > start), None)
        yield text[start:end], covering.quote if covering else None


def _merged(runs: Iterable[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    merged: list[tuple[str, int | None]] = []
    for text, quote in runs:
        if merged and merged[-1][1] == quote:
            merged[-1] = (merged[-1][0] + text, quote)
        else:
            merged.append((text, quote))
    return merged


def is_sound(text: str, characters: int, size: int) -> bool:
    """Say whether offsets count the same in the text as in SQLite, which has so many characters and bytes of it.

    They do not where Python has replaced malformed bytes, and where SQLite stops at a NUL.
    """
    return len(text) == characters and size in (len(text.encode()), len(text.encode("utf-16-le")))
