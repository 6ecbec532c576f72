"""Quotations over time: all of them, and a strip for each of those who speak most."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..scale import step_of
from .counts import Press

STRIPS = 8
HEIGHT, STRIP_HEIGHT = 150, 26  # pixels
_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 62, 62, 96
_TICKS, _FEW_TICKS = 7, 3
# Not the locale's: the report is in English.
_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


@dataclass(frozen=True)
class Bar:
    """A bar: from where and how wide, in per cent; how high, in pixels; what it stands for."""

    x: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Tick:
    """A label of the axis of time, in per cent; where there is little room only the few are shown."""

    x: float
    text: str
    anchor: str
    is_few: bool


@dataclass(frozen=True)
class Strip:
    """What one speaker has said."""

    name: str
    total: int
    bars: list[Bar]


@dataclass(frozen=True)
class Timeline:
    """The chart, and the same as a table: a row is a period, with the number of all and of each of the strips."""

    unit: str
    bars: list[Bar]
    lines: list[tuple[float, str]]  # how high, in pixels, and the number there
    ticks: list[Tick]
    strips: list[Strip]
    table: list[tuple[str, list[int]]]
    peak: tuple[str, int]
    peak_at: tuple[float, float]  # per cent from the left, pixels high
    is_tie: bool  # another period has as many
    strip_most: int
    undated: int  # quotations in articles without a date


def timeline_of(press: Press) -> Timeline | None:
    """Draw the chart; None when no quotation has a date."""
    dates = {key: article for key, article in press.articles.items() if article.date and article.quotes}
    days = [article.date for article in dates.values() if article.date]
    if not days:
        return None
    unit = _unit(min(days), max(days), any(article.is_month for article in dates.values()))
    period_of = {key: _start(unit, article.date) for key, article in dates.items() if article.date}
    periods = list(_periods(unit, min(days), max(days)))
    shown = press.most[:STRIPS]
    counts: dict[int | None, Counter[datetime.date]] = {person: Counter() for person in [None, *(p.id for p in shown)]}
    undated = 0
    for quote in press.quotations:
        period = period_of.get(quote.article)
        if period is None:
            undated += 1
            continue
        counts[None][period] += 1
        if quote.person is not None and quote.person in counts:
            counts[quote.person][period] += 1
    total = counts[None]
    step = step_of(max(total.values()))
    top = -(-max(total.values()) // step) * step
    strip_most = max((max(counts[person.id].values(), default=0) for person in shown), default=0)
    peak = max(periods, key=lambda period: total[period])
    return Timeline(
        unit=unit,
        bars=_bars(unit, periods, total, HEIGHT / top),
        lines=[(number * HEIGHT / top, f"{number:,}") for number in range(0, top + 1, step)],
        ticks=list(_ticks(unit, periods)),
        strips=[
            Strip(
                person.name,
                sum(counts[person.id].values()),
                _bars(unit, periods, counts[person.id], STRIP_HEIGHT / max(strip_most, 1)),
            )
            for person in shown
        ],
        table=[
            (label_of(unit, period), [total[period], *(counts[person.id][period] for person in shown)])
            for period in periods
        ],
        peak=(label_of(unit, peak), total[peak]),
        peak_at=(100 * (periods.index(peak) + 0.5) / len(periods), total[peak] * HEIGHT / top),
        is_tie=sum(count == total[peak] for count in total.values()) > 1,
        strip_most=strip_most,
        undated=undated,
    )


# ---- periods -------------------------------------------------------------------------------------------------------


def _unit(first: datetime.date, last: datetime.date, has_months: bool) -> str:
    days = (last - first).days + 1
    if days <= _MOST_DAYS and not has_months:
        return "day"
    if days <= 7 * _MOST_WEEKS and not has_months:
        return "week"
    return "month" if days <= 30 * _MOST_MONTHS else "year"


def _start(unit: str, day: datetime.date) -> datetime.date:
    if unit == "week":
        return day - datetime.timedelta(min(day.weekday(), day.toordinal() - 1))
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _periods(unit: str, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    at, end = _start(unit, first).toordinal(), last.toordinal()
    while at <= end:
        period = datetime.date.fromordinal(at)
        yield _start(unit, period)
        at = _start(unit, period).toordinal() + {"day": 1, "week": 7, "month": 32, "year": 367}[unit]
        if unit in ("month", "year") and at <= datetime.date.max.toordinal():
            at = _start(unit, datetime.date.fromordinal(at)).toordinal()


def long_date(day: datetime.date) -> str:
    """Return the date as it is written in English: 2 March 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def label_of(unit: str, period: datetime.date) -> str:
    """Return what a period is called in a sentence and in the table."""
    if unit == "month":
        return f"{_MONTHS[period.month - 1]} {period.year}"
    if unit == "year":
        return str(period.year)
    return f"week of {long_date(period)}" if unit == "week" else long_date(period)


def _short_label(unit: str, period: datetime.date, has_year: bool) -> str:
    month = _MONTHS[period.month - 1][:3]
    if unit == "year":
        return str(period.year)
    if unit == "month":
        return f"{month} {period.year}"
    return f"{period.day} {month} {period.year}" if has_year else f"{period.day} {month}"


# ---- drawing -------------------------------------------------------------------------------------------------------


def _bars(unit: str, periods: list[datetime.date], numbers: Counter[datetime.date], scale: float) -> list[Bar]:
    slot = 100 / len(periods)
    width = slot * (0.86 if len(periods) > 20 else 0.7)
    return [
        Bar(
            slot * (i + 0.5) - width / 2,
            width,
            max(numbers[period] * scale, 1.5),
            f"{label_of(unit, period)}: {numbers[period]:,}",
        )
        for i, period in enumerate(periods)
        if numbers[period]
    ]


def _ticks(unit: str, periods: list[datetime.date]) -> Iterator[Tick]:
    """Label some periods at like distances, from the first on; the first and each new year say which year it is."""
    every = -(-len(periods) // _TICKS)
    few = every * -(-len(range(0, len(periods), every)) // _FEW_TICKS)
    year = None
    for i in range(0, len(periods), every):
        text = _short_label(unit, periods[i], periods[i].year != year)
        year = periods[i].year
        x = 100 * (i + 0.5) / len(periods)
        anchor = "start" if x < 8 else "end" if x > 94 else "middle"
        yield Tick(0 if anchor == "start" else 100 if anchor == "end" else x, text, anchor, i % few == 0)
