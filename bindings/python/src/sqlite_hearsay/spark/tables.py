"""The SQL functions that Spark has, with their columns in the order of ``SELECT *``.

A column that the extension does not have is an error of SQLite; a test compares them all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table-valued function: what SQL calls it, and its columns with their Python types."""

    function: str
    columns: dict[str, type]


_OFFSETS: dict[str, type] = {"start": int, "length": int, "byte_start": int, "byte_length": int}

quotes_table = Table(
    "hearsay_quotes",
    {
        "quote_id": int,
        "speaker": str,
        "quote": str,
        "kind": str,
        "cue": str,
        "cue_class": str,
        "mention": str,
        "mention_kind": str,
        "speaker_id": int,
        "paragraph": int,
        "sentence": int,
        "rule": str,
        "confidence": float,
        **_OFFSETS,
        "spans": str,
        "mention_start": int,
        "mention_length": int,
        "cue_start": int,
        "cue_length": int,
    },
)

mentions_table = Table(
    "hearsay_mentions",
    {
        "mention": str,
        "label": str,
        "mention_kind": str,
        "entity": str,
        "entity_id": int,
        "paragraph": int,
        "sentence": int,
        "confidence": float,
        **_OFFSETS,
    },
)

speakers_table = Table(
    "hearsay_speakers",
    {
        "speaker_id": int,
        "speaker": str,
        "label": str,
        "description": str,
        "gender": str,
        "quotes": int,
        "words": int,
        "aliases": str,
        **_OFFSETS,
    },
)
