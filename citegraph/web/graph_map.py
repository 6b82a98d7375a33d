"""Place every document on a map: the most cited by forces, the others level by level next to their nearest document.

Each level has four times as many documents as the one before, on a grid of half the width. So a view enlarged by two
shows about as many documents as before, without overlaps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from citegraph.graph import layout
from citegraph.page.node_drawing import Radius

FIRST = 80
"""Documents of the first level: the backbone, whose names fit on a screen."""
LEVELS = 4
MOST = FIRST * 4 ** (LEVELS - 1)
"""Documents that have a place. All others are cited less than these, and have pages."""
SPREAD = 1.7
"""The layout leaves no room for names; its places are moved apart by this."""
CELL = (104.0, 44.0)
"""The width and height that a circle and its name need, in pixels."""
ALONE = (190.0, 80.0)
"""The same for documents of the first level without links, as the whole is shown reduced."""
MARGIN = 60.0

Links = Sequence[tuple[str, str, int]]


class Box(NamedTuple):
    """A rectangle of the map, in pixels of the first level."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The left, upper, right and lower bound."""
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclass(frozen=True, slots=True)
class Map:
    """Documents, most cited first, with their positions."""

    names: tuple[str, ...]
    reports: tuple[int, ...]
    places: np.ndarray  # one row per document: x, y
    box: Box

    def documents_in_view(self, box: Box, scale: float, most: int) -> list[int]:
        """Return the documents to be shown in a view, the most cited first.

        Args:
            box: The part of the map.
            scale: Pixels per pixel of the first level; zooming in by two shows one more level.
            most: The maximum number of documents.
        """
        places = self.places[: FIRST * 4 ** level_of_scale(scale)]
        low, high = np.array(box[:2]), np.array(box[:2]) + box[2:]
        found = np.flatnonzero(np.all((places >= low) & (places <= high), axis=1))
        return [int(at) for at in found[:most]]


def is_crowded(box: Box, scale: float, documents: int) -> bool:
    """Whether a reduced view, such as the whole map on a phone, lacks room for so many circles and names."""
    return scale < 1 and documents > box.width * box.height * scale**2 / (CELL[0] * CELL[1])


def level_of_scale(scale: float) -> int:
    """Return the level that is shown at a scale.

    >>> level_of_scale(0.3), level_of_scale(1.0), level_of_scale(2.1), level_of_scale(50.0)
    (0, 0, 1, 3)
    """
    return min(max(round(math.log2(scale)), 0), LEVELS - 1)


def make_map(ranking: Sequence[tuple[str, int]], nearest: Mapping[str, Sequence[str]], backbone: Links) -> Map:
    """Return the map of documents.

    Args:
        ranking: Documents with the number of reports that cite each, the most cited first.
        nearest: For each document those cited together with it, nearest first.
        backbone: The strongest links between documents of the first level.
    """
    names = [name for name, _ in ranking[:MOST]]
    rank = {name: at for at, name in enumerate(names)}
    places = np.zeros((len(names), 2))
    first = names[:FIRST]
    places[: len(first)] = _place_first_level(ranking[:FIRST], backbone)
    for step in range(1, LEVELS):
        grid = _Grid(CELL[0] / 2**step, CELL[1] / 2**step)
        begin, end = FIRST * 4 ** (step - 1), min(FIRST * 4**step, len(names))
        for at in range(min(begin, len(names))):
            grid.occupy(*places[at])
        for at in range(begin, end):
            parent = next((rank[near] for near in nearest.get(names[at], ()) if rank.get(near, at) < at), 0)
            places[at] = grid.occupy_free_cell(parent, *places[parent])
    low, high = (places.min(0), places.max(0)) if names else (np.zeros(2), np.zeros(2))
    left, top = (low - MARGIN).tolist()
    width, height = (high - low + 2 * MARGIN).tolist()
    return Map(tuple(names), tuple(n for _, n in ranking[:MOST]), places, Box(left, top, width, height))


class _Grid:
    """Cells that hold one document each."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken: set[tuple[int, int]] = set()
        self._round: dict[int, int] = {}  # the first ring of cells around a document that is not full

    def occupy(self, x: float, y: float) -> None:
        """Occupy the cell at a position."""
        self._taken.add(self._cell_at(x, y))

    def occupy_free_cell(self, parent: int, x: float, y: float) -> tuple[float, float]:
        """Occupy a free cell near a document, and return its center."""
        column, row = self._cell_at(x, y)
        away = self._round.get(parent, 1)
        while True:
            for cell in _ring_cells(column, row, away):
                if cell not in self._taken:
                    self._taken.add(cell)
                    self._round[parent] = away
                    return (cell[0] + 0.5) * self._width, (cell[1] + 0.5) * self._height
            away += 1

    def _cell_at(self, x: float, y: float) -> tuple[int, int]:
        return int(x // self._width), int(y // self._height)


def _ring_cells(column: int, row: int, away: int) -> list[tuple[int, int]]:
    """Return the cells at a distance, those at the sides first, where names have most room."""
    across = range(-away, away + 1)
    cells = {(column + dx, row + dy) for dx in across for dy in across if max(abs(dx), abs(dy)) == away}
    return sorted(cells, key=lambda cell: (abs(cell[0] - column) + abs(cell[1] - row), cell))


def _place_first_level(ranking: Sequence[tuple[str, int]], links: Links) -> np.ndarray:
    """Place linked documents by forces, and those without links in rows below."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from(links)
    radius = Radius.scale_for_most_cited(max((reports for _, reports in ranking), default=0))
    found = layout(graph, radii={name: radius.radius_of(reports) for name, reports in ranking})
    places = {name: (SPREAD * x, SPREAD * y) for name, (x, y) in found.items()}
    wide = max((x for x, _ in places.values()), default=0.0)
    below = max((y + ALONE[1] for _, y in places.values()), default=0.0)
    alone = [name for name, _ in ranking if name not in places]
    square = math.ceil(math.sqrt(len(alone)))
    columns = max(int(wide // ALONE[0]) + 1, square)
    for at, name in enumerate(alone):
        places[name] = (ALONE[0] * (at % columns), below + ALONE[1] * (at // columns))
    return np.array([places[name] for name, _ in ranking]).reshape(-1, 2)
