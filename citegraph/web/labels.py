"""Place the names of a picture so that they cover neither circles nor one another.

A name for which no free place is found is left out; the page shows it when its circle is pointed at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from citegraph.web.text_width import text_width

SIZE = 12.0
"""The size of the font, in units of the picture."""
ASCENT, DESCENT = 0.95, 0.27
"""How far letters extend above and below the baseline, over the size of the font."""
GAP = 5.0
"""The space between a circle and its name."""

Anchor = Literal["start", "middle", "end"]
ANCHORS: tuple[Anchor, Anchor, Anchor] = ("start", "middle", "end")
Bounds = tuple[float, float, float, float]
"""Left, upper, right and lower bound."""
EVERYWHERE: Bounds = (-math.inf, -math.inf, math.inf, math.inf)


class Circle(NamedTuple):
    """A circle and its name."""

    x: float
    y: float
    radius: float
    name: str


class Label(NamedTuple):
    """Where a name stands, relative to the center of its circle: the baseline, and which end of the text is there."""

    dx: float
    dy: float
    anchor: Anchor


def position_labels(circles: Sequence[Circle], limit: Bounds = EVERYWHERE) -> list[Label | None]:
    """Return where the name of each circle stands.

    Args:
        circles: The circles; an earlier one gets its place first.
        limit: What no name leaves.

    Returns:
        A label for each circle; None where there is no free place.

    >>> position_labels([Circle(0, 0, 10, "35-NQ/TW"), Circle(60, 0, 10, "37-QĐ/TW")])
    [Label(dx=-15.0, dy=4.0, anchor='end'), Label(dx=15.0, dy=4.0, anchor='start')]
    """
    count = len(circles)
    taken = np.empty((2 * count, 4))
    for at, (x, y, radius, _) in enumerate(circles):
        taken[at] = x - radius, y - radius, x + radius, y + radius
    middle, held = sum(circle.x for circle in circles) / max(count, 1), count
    found: list[Label | None] = []
    for circle in circles:
        candidates = _candidate_positions(circle, outward=circle.x >= middle)
        boxes = np.array([_box(circle, candidate) for candidate in candidates])
        inside = np.all(boxes[:, :2] >= limit[:2], axis=1) & np.all(boxes[:, 2:] <= limit[2:], axis=1)
        free = np.flatnonzero(inside & ~_overlapping(boxes, taken[:held]))
        if free.size:
            taken[held] = boxes[free[0]]
            held += 1
        found.append(candidates[free[0]] if free.size else None)
    return found


def bounds(circles: Sequence[Circle], labels: Sequence[Label | None]) -> Bounds:
    """Return the left, upper, right and lower bound of circles and their names; zeros for none."""
    boxes = [(c.x - c.radius, c.y - c.radius, c.x + c.radius, c.y + c.radius) for c in circles]
    boxes += [_box(circle, label) for circle, label in zip(circles, labels, strict=True) if label is not None]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True) if boxes else ((0.0,),) * 4
    return min(lefts), min(tops), max(rights), max(bottoms)


def _candidate_positions(circle: Circle, *, outward: bool) -> tuple[Label, ...]:
    """Return the places around a circle, the best first: away from the middle of the picture, below, above."""
    side, slant = circle.radius + GAP, 0.7 * circle.radius + GAP
    right, left = Label(side, 4.0, "start"), Label(-side, 4.0, "end")
    lower, upper = circle.radius + 2.0 + SIZE * ASCENT, -circle.radius - 1.0 - SIZE * DESCENT
    below, above = Label(0.0, lower, "middle"), Label(0.0, upper, "middle")
    low, high = slant + SIZE * 0.5, -slant
    corners = (
        Label(slant, low, "start"),
        Label(-slant, low, "end"),
        Label(slant, high, "start"),
        Label(-slant, high, "end"),
    )
    edges = tuple(
        Label(x, y, anchor)
        for y in (lower, upper)
        for x, anchor in ((-circle.radius, ANCHORS[0]), (circle.radius, ANCHORS[2]))
    )
    sides = (right, left) if outward else (left, right)
    return (*sides, below, above, *corners, *edges)


def _box(circle: Circle, label: Label) -> Bounds:
    """Return the left, upper, right and lower bound of a name."""
    width = text_width(circle.name, SIZE)
    start = {"start": 0.0, "middle": -width / 2, "end": -width}[label.anchor]
    left, base = circle.x + label.dx + start, circle.y + label.dy
    return left, base - SIZE * ASCENT, left + width, base + SIZE * DESCENT


def _overlapping(boxes: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Return which of the boxes meet any that is taken."""
    one, other = boxes[:, None, :], taken[None, :, :]
    apart = (other[..., :2] >= one[..., 2:]) | (other[..., 2:] <= one[..., :2])
    meeting: np.ndarray = np.any(~np.any(apart, axis=2), axis=1)
    return meeting
