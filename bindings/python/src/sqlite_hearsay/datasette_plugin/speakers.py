"""Speakers have numbers on a page, and by them colours."""

from __future__ import annotations

from dataclasses import dataclass

COLOURS = 8  # in hearsay.css
STYLES = 3  # of underlining, when there are more speakers than colours


@dataclass(frozen=True)
class Speaker:
    """Who speaks: ``number`` counts from 1 in the order of a page; 0 is nobody in particular."""

    number: int
    name: str
    person_id: int | None = None

    @property
    def css(self) -> str:
        """The classes of what the speaker has said."""
        if not self.number:
            return "hearsay-speaker-0"
        turn, colour = divmod(self.number - 1, COLOURS)
        return f"hearsay-speaker-{colour + 1} hearsay-style-{turn % STYLES}"


NOBODY = Speaker(0, "nobody given")
