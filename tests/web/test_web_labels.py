"""Names in pictures cover neither circles nor one another."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from citegraph.web.label_placement import ASCENT, DESCENT, SIZE, Circle, Label, bounds, position_labels
from citegraph.web.text_width import text_width

pytestmark = pytest.mark.unit


def box(circle: Circle, label: Label | None) -> tuple[float, float, float, float]:
    assert label is not None
    width = text_width(circle.name, SIZE)
    left = circle.x + label.dx - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    base = circle.y + label.dy
    return left, base - ASCENT * SIZE, left + width, base + DESCENT * SIZE


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("seed", range(5))
def test_names_cover_nothing(seed: int) -> None:
    rng = random.Random(seed)
    circles = [Circle(rng.uniform(0, 900), rng.uniform(0, 600), rng.uniform(5, 20), f"{n}-NQ/TW") for n in range(80)]
    labels = position_labels(circles)
    boxes = [box(circle, label) for circle, label in zip(circles, labels, strict=True) if label is not None]
    assert len(boxes) > len(circles) / 2
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    rounds = [(c.x - c.radius, c.y - c.radius, c.x + c.radius, c.y + c.radius) for c in circles]
    assert all(apart(name, circle) for name in boxes for circle in rounds)
    left, top, right, bottom = bounds(circles, labels)
    assert all(left <= b[0] and top <= b[1] and b[2] <= right and b[3] <= bottom for b in (*boxes, *rounds))


def test_where_only_named_circles_are_drawn_the_first_ones_keep_their_names() -> None:
    rng = random.Random(4)
    circles = [Circle(rng.uniform(20, 310), rng.uniform(20, 220), rng.uniform(4, 16), f"{n}-NQ/TW") for n in range(80)]
    limit = (0.0, 0.0, 330.0, 240.0)
    crowded, sparse = position_labels(circles, limit), position_labels(circles, limit, only_named=True)
    assert sparse[0] is not None
    drawn = [(circle, label) for circle, label in zip(circles, sparse, strict=True) if label is not None]
    assert len(drawn) > 2 * sum(label is not None for label in crowded)
    boxes = [box(circle, label) for circle, label in drawn]
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    rounds = [(c.x - c.radius, c.y - c.radius, c.x + c.radius, c.y + c.radius) for c, _ in drawn]
    assert all(apart(name, circle) for name in boxes for circle in rounds)


def test_no_name_leaves_the_view() -> None:
    name, limit = "Luật Đất đai 2024", (0.0, 0.0, 200.0, 100.0)
    circles = [Circle(x, y, 8, name) for x in (10, 190) for y in (10, 90)]
    labels = position_labels(circles, limit)
    assert all(labels)
    for circle, label in zip(circles, labels, strict=True):
        left, top, right, bottom = box(circle, label)
        assert left >= 0
        assert top >= 0
        assert right <= 200
        assert bottom <= 100
    assert position_labels([Circle(50, 50, 8, name)], (0.0, 0.0, 100.0, 100.0)) == [None]


def test_an_earlier_circle_gets_its_place_first() -> None:
    here = Circle(0, 0, 10, "35-NQ/TW")
    labels = position_labels([here] * 12)
    assert labels[0] is not None
    assert labels[-1] is None


def test_no_circles_need_no_room() -> None:
    assert (position_labels([]), bounds([], [])) == ([], (0.0, 0.0, 0.0, 0.0))
