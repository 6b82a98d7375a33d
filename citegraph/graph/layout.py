"""Lay out a whole co-citation graph.

The largest component is drawn by forces. Smaller components, and documents that are cited alone, are placed in a strip
beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from citegraph.graph.force_layout import Positions

    Places = dict[str, tuple[float, float]]
    Box = tuple[list[str], Positions, float, float]  # nodes, positions relative to the corner, width, height

RADIUS = 6.0
ROW = 9.0  # distance between documents in a row
MARGIN = 36.0  # distance around a component
NARROW = 14.0  # distance around a pair
LABEL = 20.0  # room for names beside small components
APART = 8.0  # distance between documents cited alone; with more, they would squeeze the graph into a corner
WIDE = 1.45  # width over height of the whole, as on most screens


def layout(
    graph: nx.Graph[str], *, radii: Mapping[str, float] | None = None, groups: tuple[tuple[str, ...], ...] = ()
) -> Places:
    """Return a position for each node, so that no circles overlap.

    Nothing is random: the same graph gives the same positions.

    Args:
        graph: The co-citation graph.
        radii: The radius of each node; 6 by default.
        groups: The communities, whose members are kept together.

    Returns:
        (x, y) by id, in the unit of the radii. y points down.
    """
    import networkx as nx

    radii = {node: (radii or {}).get(node, RADIUS) for node in graph}
    group = {node: at for at, nodes in enumerate(groups) for node in nodes}
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    linked = [_component_box(graph, part, radii, group) for part in parts if len(part) > 1]
    alone = sorted((part[0] for part in parts if len(part) == 1), key=lambda node: (-radii[node], node))
    places, wide, high = _place_on_shelves({}, 0.0, 0.0, linked[:1], MARGIN)
    small = [box for box in linked[1:] if len(box[0]) > 2]
    pairs = [box for box in linked[1:] if len(box[0]) == 2]
    places, wide, high = _place_on_shelves(places, wide, high, _with_margin(small, LABEL), MARGIN)
    places, wide, high = _place_on_shelves(places, wide, high, pairs, NARROW)
    places, *_ = _place_on_shelves(places, wide, high, _with_margin(_boxes_of_singles(alone, radii), APART), ROW)
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in sorted(places.items())}


def _component_box(graph: nx.Graph[str], part: list[str], radii: Mapping[str, float], group: Mapping[str, int]) -> Box:
    import numpy as np

    from citegraph.graph.component_layout import layout_component

    size = np.array([radii[node] for node in part])
    if len(part) == 2:
        at = np.array([[0.0, 0.0], [0.0, float(size.sum()) + ROW]])
    else:
        at = layout_component(graph, part, size, dict(group))
    low = (at - size[:, None]).min(0)
    wide, high = ((at + size[:, None]).max(0) - low).tolist()
    return part, at - low, wide, high


def _boxes_of_singles(alone: list[str], radii: Mapping[str, float]) -> list[Box]:
    """Return boxes of equal size around single documents, so that they line up as a list."""
    import numpy as np

    side = 2 * max((radii[node] for node in alone), default=0.0)
    return [([node], np.full((1, 2), side / 2), side, side) for node in alone]


def _with_margin(boxes: list[Box], room: float) -> list[Box]:
    return [(part, at, wide + room, high) for part, at, wide, high in boxes]


def _place_on_shelves(
    places: Places, wide: float, high: float, boxes: list[Box], margin: float
) -> tuple[Places, float, float]:
    """Place boxes on shelves below or right of the placed nodes; return all positions with their width and height.

    The side is chosen that brings the total shape closer to that of a screen.
    """
    if not boxes:
        return places, wide, high
    area = sum((w + margin) * (h + margin) for *_, w, h in boxes)
    widest = max(w for *_, w, _ in boxes)
    below = wide > high * WIDE
    if not places:
        room, left, top = math.sqrt(area * WIDE), 0.0, 0.0
    elif below:
        room, left, top = wide, 0.0, high + 2 * margin
    else:
        room, left, top = area / high, wide + 2 * margin, 0.0
    room = max(room, widest)
    while places and not below and _shelves_height(boxes, room, margin) > max(high, room / WIDE):
        room *= 1.1
    placed = dict(places)
    x = y = shelf = 0.0
    right = bottom = 0.0
    for part, at, w, h in boxes:
        if x > 0 and x + w > room:
            x, y, shelf = 0.0, y + shelf + margin, 0.0
        for node, (dx, dy) in zip(part, at.tolist(), strict=True):
            placed[node] = (left + x + dx, top + y + dy)
        right, bottom = max(right, left + x + w), max(bottom, top + y + h)
        x, shelf = x + w + margin, max(shelf, h)
    return placed, max(wide, right), max(high, bottom)


def _shelves_height(boxes: list[Box], room: float, margin: float) -> float:
    """Return the height of shelves that are `room` wide."""
    x = y = shelf = 0.0
    for *_, wide, high in boxes:
        if x > 0 and x + wide > room:
            x, y, shelf = 0.0, y + shelf + margin, 0.0
        x, shelf = x + wide + margin, max(shelf, high)
    return y + shelf
