"""One component of the co-citation graph in, its nodes' positions out."""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

from citegraph.graph.forces import Indices, Numbers, Positions, settle, spread

GAP = 3.0  # least free space between two circles
GOLDEN = 2.399963  # radians; steps of the golden angle fill a disc evenly


def component(graph: nx.Graph[str], part: list[str], radii: Numbers, group: dict[str, int]) -> Positions:
    """Positions of one component around its middle, its longer axis across."""
    if len(part) == 2:
        reach = float(radii.sum()) + 4 * GAP
        return np.array([[0.0, 0.0], [reach, 0.0]])
    at = {node: i for i, node in enumerate(part)}
    links = sorted(
        (min(at[one], at[other]), max(at[one], at[other]), weight)
        for one, other, weight in graph.subgraph(part).edges(data="weight", default=1)
        if one != other
    )
    table = np.array(links)
    sources, targets = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    reports = np.array([max(1, graph.nodes[node].get("reports", 1)) for node in part], dtype=np.float64)
    own = np.array([group.get(node, -1 - i) for i, node in enumerate(part)])
    # Association strength, as in the communities; links between communities pull less, so that these stand apart.
    pull = table[:, 2] / np.sqrt(reports[sources] * reports[targets])
    pull = np.sqrt(pull) * np.where(own[sources] == own[targets], 1.0, 0.35)
    start = _start(own, sources, targets)
    steps = 300 if len(part) <= 1_000 else 150 if len(part) <= 4_000 else 80
    at_rest = settle(start, sources, targets, 4.0 * pull, steps=steps)
    return spread(_scale(_level(at_rest), radii), radii, gap=GAP)


def _start(own: Indices, sources: Indices, targets: Indices) -> Positions:
    """Starting positions: communities as the forces between them alone would have them, members in a spiral within."""
    labels, member = np.unique(own, return_inverse=True)
    sizes = np.bincount(member)
    room = np.sqrt(sizes) * 4.0
    turn = np.arange(len(labels)) * GOLDEN
    ring = np.sqrt(np.cumsum(sizes)) * 6.0
    middle = np.stack([ring * np.cos(turn), ring * np.sin(turn)], axis=1)
    between = member[sources] != member[targets]
    if 2 < len(labels) <= 400 and between.any():
        pairs = np.sort(np.stack([member[sources[between]], member[targets[between]]], axis=1), axis=1)
        pairs, count = np.unique(pairs, axis=0, return_counts=True)
        strength = count / np.sqrt(sizes[pairs[:, 0]] * sizes[pairs[:, 1]])
        middle = settle(middle, pairs[:, 0], pairs[:, 1], strength, steps=200)
        middle = spread(middle * 4.0, room, gap=0.0)
    rank = np.zeros(len(own))
    for label in range(len(labels)):
        mine = np.flatnonzero(member == label)
        rank[mine] = np.arange(len(mine))
    away, turn = np.sqrt(rank + 0.5) * 3.0, rank * GOLDEN
    start: Positions = middle[member] + np.stack([away * np.cos(turn), away * np.sin(turn)], axis=1)
    return start


def _level(at: Positions) -> Positions:
    """Turned so that its longer axis lies across: screens are wider than high."""
    at = at - np.median(at, axis=0)
    _, _, axes = np.linalg.svd(at, full_matrices=False)
    # A singular vector's sign is free; fix it, so that every machine turns the picture the same way.
    signs = np.sign(axes[np.arange(2), np.abs(axes).argmax(1)])
    level: Positions = at @ (axes * signs[:, None]).T
    return level


def _scale(at: Positions, radii: Numbers) -> Positions:
    """In the unit of `radii`, tight enough to read and wide enough to part; strays are drawn in towards the rest."""
    nearest = cKDTree(at).query(at, 2)[0][:, 1]
    at = at * (3.2 * float(np.median(radii)) / max(float(np.median(nearest)), 1e-9))
    away = np.sqrt((at**2).sum(1))
    edge = float(np.percentile(away, 92))
    stray = away > edge
    at[stray] *= ((edge + (away[stray] - edge) * 0.3) / away[stray])[:, None]
    return at
