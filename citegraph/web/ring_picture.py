"""Place the documents around a document in rings, each in the sector of the document that connects it to the center.

The picture is SVG. It is always the same, needs no script, and can be saved for a slide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from citegraph.model import Document
from citegraph.page.node_drawing import Radius
from citegraph.query.neighborhood import Neighborhood
from citegraph.web.kind_colors import OTHERS
from citegraph.web.label_placement import EVERYWHERE, Bounds, Circle, Label, bounds, position_labels
from citegraph.web.short_document_names import short_document_names

RING = 150.0
"""The distance between two rings, in pixels: room for a code between them."""
FLAT = 0.72
"""The height of a ring over its width, as on most screens."""
MARGIN = 30.0
"""The space around circles and names."""
EDGE = 4.0
"""The least space between a name and the edge of the view."""
TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Dot:
    """A document in a picture."""

    document: Document
    reports: int
    x: float
    y: float
    radius: float
    color: int  # index in the palette; the last color is for all other kinds
    name: str
    label: Label | None  # position of the name; None if there is no room for it


@dataclass(frozen=True, slots=True)
class Line:
    """A link in a picture."""

    ends: tuple[Dot, Dot]
    reports: int
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The content of a picture, and its bounds."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    box: tuple[float, float, float, float]
    kinds: tuple[tuple[int, str], ...]  # the colors and what they stand for

    @property
    def other_color(self) -> int:
        """The color of kinds without a color of their own, and of unknown kinds."""
        return OTHERS

    @property
    def used_colors(self) -> frozenset[int]:
        """The colors in use."""
        return frozenset(dot.color for dot in self.dots)


def ring_picture(
    around: Neighborhood, kinds: Sequence[str], *, scale: float = 1.0, limit: Bounds = EVERYWHERE
) -> Picture:
    """Return the picture of a neighborhood.

    Args:
        around: The documents by ring.
        kinds: The kinds that have colors, in the order of the palette.
        scale: How much places are moved apart.
        limit: What no name leaves, before places are moved apart.

    Returns:
        The picture, with the document itself in the center.
    """
    parents = {node.document.id: node.parent for node in around.nodes}
    angles = _directions_by_document(parents)
    places = {}
    for node in around.nodes:
        angle, away = angles[node.document.id], RING * node.ring
        places[node.document.id] = (away * math.cos(angle), FLAT * away * math.sin(angle))
    documents = [(node.document, node.reports) for node in around.nodes]
    return picture_of_places(documents, places, around.links, kinds, scale=scale, limit=limit)


def picture_of_places(
    documents: Sequence[tuple[Document, int]],
    places: Mapping[str, tuple[float, float]],
    links: Iterable[tuple[str, str, int]],
    kinds: Sequence[str],
    *,
    scale: float = 1.0,
    limit: Bounds = EVERYWHERE,
    most: int | None = None,
    only_named: bool = False,
) -> Picture:
    """Return the picture of documents at given places.

    Args:
        documents: The documents, each with the number of reports that cite it.
        places: The position of each, by id.
        links: Pairs of ids with the number of reports that cite both.
        kinds: The kinds that have colors, in the order of the palette.
        scale: How much places are moved apart. Names keep their size; circles do not grow.
        limit: What no name leaves, before places are moved apart.
        most: The number of reports of the largest circle; by default that of the most cited document.
        only_named: Whether documents are left out for whose names there is no room.

    Returns:
        The picture.
    """
    radius = Radius.scale_for_most_cited(
        max((reports for _, reports in documents), default=0) if most is None else most
    )
    places = {name: (scale * x, scale * y) for name, (x, y) in places.items()}
    palette = {kind: at for at, kind in enumerate(kinds)}
    names = short_document_names(document.id for document, _ in documents)
    circles = {
        document.id: Circle(
            *places[document.id], radius.radius_of(reports) * min(scale, 1.0) ** 0.5, names[document.id]
        )
        for document, reports in sorted(documents, key=lambda each: (-each[1], each[0].id))
    }
    left, top, right, bottom = (scale * value for value in limit)
    inner = (left + EDGE, top + EDGE, right - EDGE, bottom - EDGE)
    labels = dict(zip(circles, position_labels([*circles.values()], inner, only_named=only_named), strict=True))
    if only_named:
        documents = [one for one in documents if labels[one[0].id]]
        circles = {name: circle for name, circle in circles.items() if labels[name]}
        labels = {name: labels[name] for name in circles}
    dots = {}
    for document, reports in documents:
        circle = circles[document.id]
        dots[document.id] = Dot(
            document=document,
            reports=reports,
            x=round(circle.x, 1),
            y=round(circle.y, 1),
            radius=round(circle.radius, 1),
            color=palette.get(document.kind or "", OTHERS),
            name=circle.name,
            label=labels[document.id],
        )
    held = [link for link in links if link[0] in dots and link[1] in dots]
    strongest = max((reports for *_, reports in held), default=1)
    lines = tuple(
        Line((dots[one], dots[two]), reports, round(0.8 + 4 * reports / strongest, 1)) for one, two, reports in held
    )
    left, top, right, bottom = bounds([*circles.values()], [*labels.values()])
    box = (left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN)
    return Picture(tuple(dots.values()), lines, box, tuple((at, kind) for kind, at in palette.items()))


def _directions_by_document(parents: Mapping[str, str | None]) -> dict[str, float]:
    """Return the direction of each document; the width of its sector is proportional to the documents below it."""
    children: dict[str | None, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    leaves: dict[str, int] = {}
    for name in reversed(list(parents)):  # documents farther out come later
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
