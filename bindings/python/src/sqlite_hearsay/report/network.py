"""Who is quoted beside whom: names in a column, and an arc for each two that are quoted in the same articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from .counts import Person, Press

MOST_PEOPLE, MOST_ARCS, LISTED = 22, 50, 40
_CANDIDATES = 300  # who speaks less is not looked at: pairs are many
_ROW, _LETTER = 25, 7.6  # pixels; of a letter a little more than most are wide
_LABELS = 6  # arcs that say their number, where no other does
_LABEL_WIDTH, _LABEL_HEIGHT = 40, 14


@dataclass(frozen=True)
class Pair:
    """Two people, and in how many articles both are quoted."""

    one: Person
    other: Person
    articles: int


@dataclass(frozen=True)
class Node:
    """A name on the drawing, in pixels."""

    person: Person
    number: int
    text: str
    y: float
    radius: float
    quotes: int


@dataclass(frozen=True)
class Arc:
    """The line between two names: ``path`` is an SVG path; ``label`` stands at (x, y)."""

    one: int  # numbers of nodes
    other: int
    path: str
    width: float
    opacity: float
    title: str
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """One size of the drawing."""

    name: str
    width: int
    height: float
    names: float  # where they end
    axis: float  # where the dots are
    nodes: list[Node]
    arcs: list[Arc]


@dataclass(frozen=True)
class Network:
    """The drawings, for screens wide and narrow, and the pairs as a table."""

    drawings: list[Drawing]
    pairs: list[Pair]
    shown: int  # pairs that are drawn
    total: int  # pairs of those that were looked at
    alone: int  # articles with one speaker who has a name
    together: int  # articles with several
    is_tie: bool  # the first pairs are in as many articles


def network_of(press: Press) -> Network | None:
    """Draw the network of those who are most often quoted in the same articles; None where nobody is."""
    candidates = {person.id for person in press.most[:_CANDIDATES]}
    speakers: defaultdict[int, set[int]] = defaultdict(set)
    for quote in press.quotations:
        if quote.person is not None:
            speakers[quote.article].add(quote.person)
    counts = Counter(pair for people in speakers.values() for pair in combinations(sorted(people & candidates), 2))
    if not counts:
        return None
    ranked = sorted(counts, key=lambda pair: (-counts[pair], -press.said[pair[0]] - press.said[pair[1]], pair))
    people = _most_connected(ranked)
    drawn = [pair for pair in ranked if pair[0] in people and pair[1] in people][:MOST_ARCS]
    order = _order(people, {pair: counts[pair] for pair in drawn})
    return Network(
        drawings=[
            _draw("wide", 720, 38, press, order, drawn, counts),
            _draw("narrow", 340, 21, press, order, drawn, counts),
        ],
        pairs=[Pair(press.people[one], press.people[other], counts[one, other]) for one, other in ranked[:LISTED]],
        shown=len(drawn),
        total=len(counts),
        alone=sum(len(people) == 1 for people in speakers.values()),
        together=sum(len(people) > 1 for people in speakers.values()),
        is_tie=len(ranked) > 1 and counts[ranked[0]] == counts[ranked[1]],
    )


def _most_connected(ranked: list[tuple[int, int]]) -> list[int]:
    """Return people of the strongest pairs, as many as there is room for."""
    people: dict[int, None] = {}
    for pair in ranked:
        if len({*people, *pair}) <= MOST_PEOPLE:
            people.update(dict.fromkeys(pair))
    return list(people)


def _order(people: list[int], weights: dict[tuple[int, int], int]) -> list[int]:
    """Return the people such that those who belong together are near each other: the arcs are short.

    A name is moved to where the sum of lengths is least, again and again until none moves.
    """
    order = list(people)
    best = _length(order, weights)
    for _ in range(12):
        before = best
        for person in people:
            rest = [other for other in order if other != person]
            places = [[*rest[:at], person, *rest[at:]] for at in range(len(order))]
            nearest = min(places, key=lambda place: _length(place, weights))
            if _length(nearest, weights) < best:
                order, best = nearest, _length(nearest, weights)
        if best == before:
            break
    return order


def _length(order: list[int], weights: dict[tuple[int, int], int]) -> int:
    at = {person: i for i, person in enumerate(order)}
    return sum(weight * abs(at[one] - at[other]) for (one, other), weight in weights.items())


def _draw(
    name: str,
    width: int,
    most_letters: int,
    press: Press,
    order: list[int],
    drawn: list[tuple[int, int]],
    counts: Counter[tuple[int, int]],
) -> Drawing:
    most_said = max(press.said[person] for person in order)
    letters = min(most_letters, max(len(press.people[person].name) for person in order))
    names = letters * _LETTER
    axis = names + 16
    nodes = [
        Node(
            person=press.people[person],
            number=i,
            text=shortened(press.people[person].name, letters),
            y=_ROW * (i + 0.5) + 4,
            radius=2 + 6 * sqrt(press.said[person] / most_said),
            quotes=press.said[person],
        )
        for i, person in enumerate(order)
    ]
    at = {node.person.id: node for node in nodes}
    farthest = max(abs(at[one].y - at[other].y) for one, other in drawn) / 2
    stretch = min(2.5, (width - axis - 30) / farthest)
    strongest = max(counts[pair] for pair in drawn)
    labelled = {pair for pair in drawn[:_LABELS] if counts[pair] > 1}
    arcs: list[Arc] = []
    for pair in drawn:
        upper, lower = sorted((at[pair[0]], at[pair[1]]), key=lambda node: node.y)
        radius = (lower.y - upper.y) / 2
        share = (counts[pair] - 1) / max(strongest - 1, 1)
        x, y = axis + radius * stretch, (upper.y + lower.y) / 2
        fits = all(not arc.label or abs(arc.x - x) > _LABEL_WIDTH or abs(arc.y - y) > _LABEL_HEIGHT for arc in arcs)
        arcs.append(
            Arc(
                one=upper.number,
                other=lower.number,
                path=f"M{axis} {upper.y:.1f}A{radius * stretch:.1f} {radius:.1f} 0 0 1 {axis} {lower.y:.1f}",
                width=1.2 + 5 * share,
                opacity=0.4 + 0.5 * share,
                title=f"{upper.person.name} and {lower.person.name}: {counts[pair]:,}",
                label=f"{counts[pair]:,}" if pair in labelled and fits else "",
                x=x,
                y=y,
            )
        )
    arcs.reverse()  # the strongest on top
    return Drawing(name, width, _ROW * len(order) + 8, names, axis, nodes, arcs)


def shortened(text: str, letters: int) -> str:
    """Return the text with … for what is more than so many letters."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
