"""The page: all that was counted and drawn, in one HTML file that asks nothing of the network."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .counts import Press, Range
from .gender import Gender
from .network import Network
from .repeats import Repeats
from .stories import Stories, Story
from .timeline import Timeline, long_date
from .voices import Voices

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]"
)  # HTML has no place for them
_SURE = 0.8


@dataclass(frozen=True)
class Report:
    """What the page shows."""

    title: str
    database: str
    index: str
    options: str | None
    asked: Range
    keeps_dates: bool
    model: str
    press: Press
    voices: Voices
    timeline: Timeline | None
    network: Network | None
    gender: Gender | None
    repeats: Repeats
    titles: dict[int, str]
    stories: Stories


def story_renderer() -> Callable[[Story], str]:
    """Return what makes an article HTML."""
    template = _environment().get_template("story.html")
    return lambda story: template.render(story=story)


def render(report: Report) -> str:
    """Return the page."""
    css, script = _read("report.css"), _read("report.js")
    press = report.press
    confidences = [quote.confidence for quote in press.quotations]
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            press=press,
            css=Markup(css),  # noqa: S704
            script=Markup(script),  # noqa: S704
            policy=f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(css)}'; "
            "base-uri 'none'; form-action 'none'",
            sure=sum(confidence >= _SURE for confidence in confidences),
            right=100 * sum(confidences) / len(confidences) if confidences else None,
            version=version("sqlite-hearsay"),
            today=long_date(datetime.date.today()),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sqlite_hearsay.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters |= {"n": _number, "share": _share, "date": long_date, "span": _span, "count": _count}
    return environment


def _read(name: str) -> str:
    return (files("sqlite_hearsay.report") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the source expression of Content-Security-Policy that allows this text alone."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# ---- words ---------------------------------------------------------------------------------------------------------


def _printable(value: object) -> object:
    if type(value) is str:
        return _UNPRINTABLE.sub("\ufffd", value)
    return value


def _number(value: int) -> str:
    return f"{value:,}"


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _share(number: int, total: int) -> str:
    """Return a share in per cent; small ones with a digit behind the point."""
    if not total:
        return "–"
    share = 100 * number / total
    return f"{share:.0f}%" if share >= 9.95 or not share else "under 0.1%" if share < 0.05 else f"{share:.1f}%"


def _span(first: datetime.date | None, last: datetime.date | None) -> str:
    """Return ``2–14 March 2026``, with no more of the first date than is needed."""
    if first is None or last is None:
        return ""
    if first == last:
        return long_date(last)
    begin = long_date(first)
    if first.year == last.year:
        begin = begin.rsplit(" ", 1)[0]
        if first.month == last.month:
            return f"{first.day}–{long_date(last)}"
    return f"{begin} – {long_date(last)}"
