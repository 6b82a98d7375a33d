"""Co-citation graph in, positions of its nodes out.

The largest component is drawn by forces, the smaller ones and the documents cited alone stand in rows beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from citegraph.graph.forces import Positions

RADIUS = 6.0
GAP = 6.0  # free space between documents cited alone
MARGIN = 60.0  # free space around a component: room for a label
WIDE = 1.5  # width over height of the whole, that of most screens


def layout(
    graph: nx.Graph[str], *, radii: Mapping[str, float] | None = None, groups: tuple[tuple[str, ...], ...] = ()
) -> dict[str, tuple[float, float]]:
    """Where each node stands: id to (x, y), in the unit of `radii`, y downward, circles never overlapping.

    `radii` are the radii to draw the nodes with (6 where none is given); `groups` are the communities to keep apart.
    Nothing is random: the same graph gives the same positions.
    """
    import networkx as nx
    import numpy as np

    from citegraph.graph.arrange import component

    radii = {node: (radii or {}).get(node, RADIUS) for node in graph}
    group = {node: at for at, nodes in enumerate(groups) for node in nodes}
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    alone = [part[0] for part in parts if len(part) == 1]
    boxes = []
    for part in parts:
        if len(part) > 1:
            size = np.array([radii[node] for node in part])
            boxes.append((part, component(graph, part, size, group)))
    places = _shelve(boxes, radii)
    places.update(_grid(alone, radii, places))
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in sorted(places.items())}


def _shelve(boxes: list[tuple[list[str], Positions]], radii: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The largest component, and the others below it on shelves as wide as it."""
    import numpy as np

    places: dict[str, tuple[float, float]] = {}
    if not boxes:
        return places
    rooms = []
    for part, at in boxes:
        size = np.array([radii[node] for node in part])[:, None]
        low, high = (at - size).min(0), (at + size).max(0)
        rooms.append((part, at - low, high - low))
    width = max(float(rooms[0][2][0]), math.sqrt(sum(float(w * h) for _, _, (w, h) in rooms) * WIDE))
    x = y = shelf = 0.0
    for part, at, (wide, high) in rooms:
        if x > 0 and x + wide > width:
            x, y, shelf = 0.0, y + shelf + MARGIN, 0.0
        places.update((node, (x + float(px), y + float(py))) for node, (px, py) in zip(part, at, strict=True))
        x, shelf = x + float(wide) + MARGIN, max(shelf, float(high))
    return places


def _grid(
    alone: list[str], radii: Mapping[str, float], places: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Documents cited alone: a grid right of the rest where that is high, below it where that is wide."""
    if not alone:
        return {}
    order = sorted(alone, key=lambda node: (-radii[node], node))
    step = 2 * radii[order[0]] + GAP
    right = max((x + radii[node] for node, (x, _) in places.items()), default=0.0)
    bottom = max((y + radii[node] for node, (_, y) in places.items()), default=0.0)
    if not places:
        columns = math.ceil(math.sqrt(len(order) * WIDE))
        left = top = 0.0
    elif right > bottom * WIDE:
        columns, left, top = max(1, int(right // step)), 0.0, bottom + MARGIN
    else:
        rows = max(1, int(bottom // step))
        columns, left, top = math.ceil(len(order) / rows), right + MARGIN, 0.0
    return {
        node: (left + step * (i % columns + 0.5), top + step * (i // columns + 0.5)) for i, node in enumerate(order)
    }
