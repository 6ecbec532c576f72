"""The scales of charts."""

from __future__ import annotations


def step_of(most: int) -> int:
    """Return the distance of lines such that there are at most five up to ``most``: 1, 2, 5, 10 and so on."""
    step, factors = 1, [2, 2.5, 2]
    while most > 5 * step:
        step = int(step * factors[0])
        factors.append(factors.pop(0))
    return step
