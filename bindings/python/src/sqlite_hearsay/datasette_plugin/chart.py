"""A chart of stacked bars over time, as numbers that a template makes an SVG of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..scale import step_of
from .speakers import Speaker

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 900, 260, 44, 24, 8
MOST_MONTHS = 60  # more are shown as years
MOST_LABELS = 12


@dataclass(frozen=True)
class Part:
    """One speaker's part of a bar; in pixels, from the top left."""

    x: float
    y: float
    width: float
    height: float
    speaker: Speaker
    title: str


@dataclass(frozen=True)
class Mark:
    """A label on an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """All parts, the labels of both axes, and the same as a table: a row is a period and a number for each speaker."""

    parts: list[Part]
    periods: list[Mark]
    counts: list[Mark]
    speakers: list[Speaker]
    table: list[tuple[str, list[int]]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def draw(said: Mapping[Speaker, Mapping[str, int]]) -> Chart | None:
    """Draw how much each speaker has said by month (``2026-03``). None when there is not one month."""
    months = sorted({month for counts in said.values() for month in counts})
    if not months:
        return None
    periods = list(_months(months[0], months[-1]))
    if len(periods) > MOST_MONTHS:
        periods = [str(year).zfill(4) for year in range(int(months[0][:4]), int(months[-1][:4]) + 1)]
    length = len(periods[0])
    table = [
        (period, [sum(n for month, n in counts.items() if month[:length] == period) for counts in said.values()])
        for period in periods
    ]
    step = step_of(max(sum(numbers) for _, numbers in table))
    top = max(step, -(-max(sum(numbers) for _, numbers in table) // step) * step)
    slot = (WIDTH - LEFT) / len(periods)
    every = -(-len(periods) // MOST_LABELS)
    scale = (HEIGHT - BOTTOM - TOP) / top
    return Chart(
        parts=list(_parts(list(said), table, slot, scale)),
        periods=[Mark(LEFT + slot * (i + 0.5), period) for i, period in enumerate(periods) if i % every == 0],
        counts=[Mark(HEIGHT - BOTTOM - n * scale, f"{n:,}") for n in range(0, top + 1, step)],
        speakers=list(said),
        table=table,
    )


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while f"{year:04}-{month:02}" <= last:
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _parts(
    speakers: Sequence[Speaker], table: list[tuple[str, list[int]]], slot: float, scale: float
) -> Iterator[Part]:
    width = min(slot * 0.8, 48)
    for i, (period, numbers) in enumerate(table):
        y = float(HEIGHT - BOTTOM)
        for speaker, number in zip(speakers, numbers):
            if number:
                y -= number * scale
                x = LEFT + slot * (i + 0.5) - width / 2
                yield Part(x, y, width, number * scale, speaker, f"{speaker.name}, {period}: {number:,}")
