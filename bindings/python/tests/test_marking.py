"""Cutting texts at quotations."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sqlite_hearsay.datasette_plugin.chart import MOST_MONTHS, draw
from sqlite_hearsay.datasette_plugin.speakers import Speaker
from sqlite_hearsay.marking import Piece, cut, pieces_of


def test_pieces_of_a_split_quotation():
    text = '"No," she said. "Never."'
    pieces = pieces_of(1, 1, 24, "[[1,5],[17,8]]")
    assert [(run.text, run.quote) for run in cut(text, pieces)] == [
        ('"No,"', 1),
        (" she said. ", None),
        ('"Never."', 1),
    ]
    assert [(run.is_first, run.is_last) for run in cut(text, pieces)] == [(True, False), (False, False), (False, True)]


def test_the_inner_quotation_has_the_characters():
    assert [(run.text, run.quote) for run in cut("abcdef", [Piece(0, 6, 1), Piece(2, 4, 2)])] == [
        ("ab", 1),
        ("cd", 2),
        ("ef", 1),
    ]


@given(
    st.text(max_size=12), st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 14), st.integers(1, 5)), max_size=6)
)
def test_nothing_is_lost_or_doubled(text, places):
    pieces = [Piece(*place) for place in places]
    runs = list(cut(text, pieces))
    assert "".join(run.text for run in runs) == text
    inside = {at for p in pieces if 0 <= p.start < p.end <= len(text) for at in range(p.start, p.end)}
    at = 0
    for run in runs:
        assert all((place in inside) == (run.quote is not None) for place in range(at, at + len(run.text)))
        at += len(run.text)
    for quote in {run.quote for run in runs} - {None}:
        assert sum(run.is_first for run in runs if run.quote == quote) == 1
        assert sum(run.is_last for run in runs if run.quote == quote) == 1


def test_a_chart_has_months_without_quotations_too():
    ann = Speaker(1, "Ann Lee")
    chart = draw({ann: {"2025-11": 3, "2026-02": 12}})
    assert chart.table == [("2025-11", [3]), ("2025-12", [0]), ("2026-01", [0]), ("2026-02", [12])]
    assert [part.title for part in chart.parts] == ["Ann Lee, 2025-11: 3", "Ann Lee, 2026-02: 12"]
    assert [count.text for count in chart.counts] == ["0", "5", "10", "15"]
    assert chart.parts[1].height == 4 * chart.parts[0].height
    assert draw({ann: {}}) is None


def test_many_months_are_years():
    chart = draw({Speaker(1, "Ann Lee"): {"2001-01": 1, "2020-12": 2, "2020-01": 2}})
    assert len(chart.table) == 20 < MOST_MONTHS
    assert chart.table[0] == ("2001", [1])
    assert chart.table[-1] == ("2020", [4])
