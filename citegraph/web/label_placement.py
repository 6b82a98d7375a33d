"""Place the names in a picture so that they cover neither circles nor each other.

A name without a free position is left out; the page shows it when the pointer is on its circle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from citegraph.web.text_width import text_width

SIZE = 12.0
"""The size of the font, in units of the picture."""
ASCENT, DESCENT = 0.95, 0.27
"""How far letters extend above and below the baseline, over the size of the font."""
GAP = 5.0
"""The space between a circle and its name."""

Anchor = Literal["start", "middle", "end"]
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
    """The position of a name: a point on its baseline, relative to the center of the circle, and which end is there."""

    dx: float
    dy: float
    anchor: Anchor


def position_labels(
    circles: Sequence[Circle], limit: Bounds = EVERYWHERE, *, only_named: bool = False
) -> list[Label | None]:
    """Return the position of the name of each circle.

    Args:
        circles: The circles; earlier ones have priority.
        limit: The bounds that names must not leave.
        only_named: Whether circles without a name are not drawn. Then a circle keeps its place free only if its name
            has one, and does not cover the name of an earlier circle.

    Returns:
        A label for each circle, or None if there is no free position.

    >>> position_labels([Circle(0, 0, 10, "35-NQ/TW"), Circle(60, 0, 10, "37-QĐ/TW")])
    [Label(dx=-15.0, dy=4.0, anchor='end'), Label(dx=15.0, dy=4.0, anchor='start')]
    """
    rounds = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius, _ in circles]
    taken = [] if only_named else [*rounds]
    middle = sum(circle.x for circle in circles) / max(len(circles), 1)
    found: list[Label | None] = []
    for circle, own in zip(circles, rounds, strict=True):
        label = None
        if not only_named or _is_free(own, taken):
            others = [*taken, own] if only_named else taken
            label = _free_label(circle, others, limit, outward=circle.x >= middle)
        if label is not None:
            taken += [own] if only_named else []
            taken.append(_label_box(circle, label, text_width(circle.name, SIZE)))
        found.append(label)
    return found


def _free_label(circle: Circle, taken: Sequence[Bounds], limit: Bounds, *, outward: bool) -> Label | None:
    """Return the best label of a circle that stays within the limit and covers nothing; None if there is none."""
    width = text_width(circle.name, SIZE)
    for label in _candidate_positions(circle, outward=outward):
        box = _label_box(circle, label, width)
        if _is_inside(box, limit) and _is_free(box, taken):
            return label
    return None


def bounds(circles: Sequence[Circle], labels: Sequence[Label | None]) -> Bounds:
    """Return the left, upper, right and lower bound of circles and their names; zeros for none."""
    boxes = [(c.x - c.radius, c.y - c.radius, c.x + c.radius, c.y + c.radius) for c in circles]
    boxes += [
        _label_box(circle, label, text_width(circle.name, SIZE))
        for circle, label in zip(circles, labels, strict=True)
        if label is not None
    ]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True) if boxes else ((0.0,),) * 4
    return min(lefts), min(tops), max(rights), max(bottoms)


def _candidate_positions(circle: Circle, *, outward: bool) -> Iterator[Label]:
    """Yield the places around a circle, the best first: away from the middle of the picture, below, above."""
    side = circle.radius + GAP
    right, left = Label(side, 4.0, "start"), Label(-side, 4.0, "end")
    yield from (right, left) if outward else (left, right)
    lower, upper = circle.radius + 2.0 + SIZE * ASCENT, -circle.radius - 1.0 - SIZE * DESCENT
    yield Label(0.0, lower, "middle")
    yield Label(0.0, upper, "middle")
    slant = 0.7 * circle.radius + GAP
    for y in (slant + SIZE * 0.5, -slant):
        yield Label(slant, y, "start")
        yield Label(-slant, y, "end")
    for y in (lower, upper):
        yield Label(-circle.radius, y, "start")
        yield Label(circle.radius, y, "end")


def _label_box(circle: Circle, label: Label, width: float) -> Bounds:
    """Return the left, upper, right and lower bound of a name of this width."""
    start = {"start": 0.0, "middle": -width / 2, "end": -width}[label.anchor]
    left, base = circle.x + label.dx + start, circle.y + label.dy
    return left, base - SIZE * ASCENT, left + width, base + SIZE * DESCENT


def _is_inside(box: Bounds, limit: Bounds) -> bool:
    left, top, right, bottom = limit
    return box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom


def _is_free(box: Bounds, taken: Iterable[Bounds]) -> bool:
    """Whether a box meets none of those that are taken."""
    left, top, right, bottom = box
    for x1, y1, x2, y2 in taken:  # noqa: SIM110 - a generator takes half as long again
        if x1 < right and x2 > left and y1 < bottom and y2 > top:
            return False
    return True
