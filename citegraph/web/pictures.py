"""Place the documents around a document in rings, each in the sector of the one that brought it.

The picture is SVG. It is the same each time, is drawn before any script runs, and can be saved for a slide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from citegraph.export.node_style import COLORS, NEUTRAL
from citegraph.ids import DocumentId
from citegraph.model import Document
from citegraph.page.drawing import Radius
from citegraph.query.neighborhood import Neighborhood

RING = 150.0
"""The distance between two rings, in pixels: room for a code between them."""
FLAT = 0.72
"""The height of a ring over its width, as on most screens."""
MARGIN = 110.0
STEEP = 0.7
"""Nearer to the vertical than this slope, a name stands above or below its circle, else beside it."""
ROW = 14.0
TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Dot:
    """A document in a picture."""

    document: Document
    reports: int
    x: float
    y: float
    radius: float
    color: int  # place in the palette, which has a last color for all others
    name: str
    anchor: str  # of the name: "start", "middle" or "end"
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Line:
    """A link in a picture."""

    ends: tuple[Dot, Dot]
    reports: int
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, and the rectangle that holds it."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    box: tuple[float, float, float, float]
    kinds: tuple[tuple[int, str], ...]  # the colors and what they stand for

    @property
    def palette(self) -> tuple[str, ...]:
        """The colors, the last for all kinds that have none of their own."""
        return (*COLORS, NEUTRAL)


def rings(around: Neighborhood) -> Picture:
    """Return the picture of a neighborhood.

    Args:
        around: The documents by ring.

    Returns:
        The picture, with the document itself in its middle.
    """
    parents = {node.document.id: node.parent for node in around.nodes}
    angles = _angles(parents)
    places = {}
    for node in around.nodes:
        angle, away = angles[node.document.id], RING * node.ring
        places[node.document.id] = (away * math.cos(angle), FLAT * away * math.sin(angle))
    documents = [(node.document, node.reports) for node in around.nodes]
    return drawn(documents, places, around.links, rows=2)


def drawn(
    documents: Sequence[tuple[Document, int]],
    places: Mapping[str, tuple[float, float]],
    links: Iterable[tuple[str, str, int]],
    *,
    rows: int = 1,
) -> Picture:
    """Return the picture of documents at given places.

    Args:
        documents: The documents, each with the number of reports that cite it.
        places: Where each stands, by its id.
        links: Pairs of ids with the number of reports that cite both.
        rows: In how many rows names stand above or below neighboring documents, so that they do not overlap.

    Returns:
        The picture.
    """
    radius = Radius.fitting(max((reports for _, reports in documents), default=0))
    kinds = _kinds(documents)
    middle = sum(x for x, _ in places.values()) / max(len(places), 1)
    dots = {}
    for at, (document, reports) in enumerate(documents):
        x, y = places[document.id]
        size = round(radius.of(reports), 1)
        right = x - middle
        side = 0 if abs(right) <= STEEP * abs(y) or abs(right) < 1 else int(math.copysign(1, right))
        away = size + 6 + ROW * (at % rows)
        dots[document.id] = Dot(
            document=document,
            reports=reports,
            x=round(x, 1),
            y=round(y, 1),
            radius=size,
            color=kinds.get(document.kind or "", len(COLORS)),
            name=DocumentId.parse(document.id).name,
            anchor=("middle", "start", "end")[side],
            dx=side * (size + 5),
            dy=4 if side else (-away if y < 0 else away + 9),
        )
    held = [link for link in links if link[0] in dots and link[1] in dots]
    most = max((reports for *_, reports in held), default=1)
    lines = tuple(
        Line((dots[one], dots[two]), reports, round(0.8 + 4 * reports / most, 1)) for one, two, reports in held
    )
    xs, ys = [dot.x for dot in dots.values()] or [0.0], [dot.y for dot in dots.values()] or [0.0]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN / 2
    box = (left, top, max(xs) + MARGIN - left, max(ys) + MARGIN / 2 - top)
    return Picture(tuple(dots.values()), lines, box, tuple((at, kind) for kind, at in kinds.items()))


def _angles(parents: Mapping[str, str | None]) -> dict[str, float]:
    """Return the direction of each document: a sector as wide as the number of documents that it brought."""
    children: dict[str | None, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    leaves: dict[str, int] = {}
    for name in reversed(list(parents)):  # those further out come later
        leaves[name] = max(1, sum(leaves[child] for child in children.get(name, ())))
    angles: dict[str, float] = {}
    waiting = [(name, -TURN / 4, TURN) for name in children.get(None, ())]
    for name, start, sector in waiting:
        angles[name] = start + sector / 2
        at = start
        for child in children.get(name, ()):
            share = sector * leaves[child] / leaves[name]
            waiting.append((child, at, share))
            at += share
    return angles


def _kinds(documents: Iterable[tuple[Document, int]]) -> dict[str, int]:
    """Return the kinds with a color of their own, by the number of documents."""
    counts: dict[str, int] = {}
    for document, _ in documents:
        if document.kind:
            counts[document.kind] = counts.get(document.kind, 0) + 1
    ranked = sorted(counts, key=lambda kind: (-counts[kind], kind))[: len(COLORS)]
    return {kind: at for at, kind in enumerate(ranked)}
