"""Lay out one connected component: each community is a disc, and the discs are packed closely.

Forces alone draw communities as one heap or far apart. So they are applied twice: inside each community, to place its
central documents in the middle, and between communities, to place related ones side by side.
"""

from __future__ import annotations

import networkx as nx
import numpy as np

from citegraph.graph.force_layout import Indices, Numbers, Positions, remove_overlaps, run_steps

GAP = 5.0  # least distance between two circles
MOAT = 26.0  # least distance between two communities
GOLDEN = 2.399963  # radians; points at steps of the golden angle fill a disc evenly
FILL = 1.15  # radius of a disc of circles, relative to one circle of the same total area
WIDE = 1.15  # width over height of the packed discs; other components beside them add to the width
ROOMY = 30.0  # usual distance between neighbors, enough for some labels


def layout_component(graph: nx.Graph[str], part: list[str], radii: Numbers, group: dict[str, int]) -> Positions:
    """Return positions for the nodes of a component, wider than high.

    Args:
        graph: The co-citation graph.
        part: The nodes of the component.
        radii: Their radii, in the same order.
        group: The number of the community of a node.
    """
    at = {node: i for i, node in enumerate(part)}
    links = sorted(
        (min(at[one], at[other]), max(at[one], at[other]), weight)
        for one, other, weight in graph.subgraph(part).edges(data="weight", default=1)
        if one != other
    )
    table = np.array(links)
    sources, targets = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    reports = np.array([max(1, graph.nodes[node].get("reports", 1)) for node in part], dtype=np.float64)
    # Association strength, as for communities; the root keeps one strong link from outweighing all others.
    pull = np.sqrt(table[:, 2] / np.sqrt(reports[sources] * reports[targets]))
    labels, own = np.unique([group.get(node, -1 - i) for i, node in enumerate(part)], return_inverse=True)
    inside = np.zeros((len(part), 2))
    rooms = np.zeros(len(labels))
    for label in range(len(labels)):
        members = np.flatnonzero(own == label)
        kept = (own[sources] == label) & (own[targets] == label)
        seats = np.searchsorted(members, sources[kept]), np.searchsorted(members, targets[kept])
        inside[members] = _layout_community(len(members), *seats, pull[kept], radii[members])
        rooms[label] = float((np.hypot(*inside[members].T) + radii[members]).max())
    middle = _pack_discs(own, sources, targets, pull, rooms)
    return middle[own] + _rotate_discs(inside, middle, own, sources, targets, pull)


def _layout_community(size: int, sources: Indices, targets: Indices, pull: Numbers, radii: Numbers) -> Positions:
    """Return positions for the members of one community around its center."""
    rank = np.arange(size)
    start = np.sqrt(rank + 0.5)[:, None] * 3.0 * np.stack([np.cos(rank * GOLDEN), np.sin(rank * GOLDEN)], axis=1)
    if size == 1:
        return np.zeros((1, 2))
    at = start
    if size > 2:
        at = run_steps(start, sources, targets, 4.0 * pull, steps=300 if size <= 1_500 else 120)
    at = _fill_disc_evenly(at - at.mean(0), np.maximum(radii + GAP, ROOMY / 2))
    at = remove_overlaps(at, radii, gap=GAP)
    centered: Positions = at - (at.min(0) + at.max(0)) / 2
    return centered


def _pack_discs(own: Indices, sources: Indices, targets: Indices, pull: Numbers, rooms: Numbers) -> Positions:
    """Return the centers of the discs: near linked discs, and as close as the radii allow."""
    size = len(rooms)
    if size == 1:
        return np.zeros((1, 2))
    turn = np.arange(size) * GOLDEN
    ring = np.sqrt(np.cumsum(rooms**2))
    start = ring[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    between = own[sources] != own[targets]
    pairs = np.sort(np.stack([own[sources[between]], own[targets[between]]], axis=1), axis=1)
    pairs, number = np.unique(pairs, axis=0, return_inverse=True)
    strength = np.bincount(number, pull[between]) / np.sqrt(rooms[pairs[:, 0]] * rooms[pairs[:, 1]])
    strength /= strength.max()
    middle = run_steps(start / rooms.mean(), pairs[:, 0], pairs[:, 1], 10.0 * strength, steps=300)
    middle = remove_overlaps(_fill_disc_evenly(_make_horizontal(middle), rooms + MOAT / 2), rooms, gap=MOAT)
    # Contract in steps, most along the axis that is too long for a screen.
    for _ in range(30):
        wide, high = np.ptp(middle, axis=0) + 2 * rooms.mean()
        middle = remove_overlaps(middle * ((0.82, 0.95) if wide > WIDE * high else (0.95, 0.82)), rooms, gap=MOAT)
    centered: Positions = middle - (middle.min(0) + middle.max(0)) / 2
    return centered


def _rotate_discs(  # noqa: PLR0917 - columns of one table
    inside: Positions, middle: Positions, own: Indices, sources: Indices, targets: Indices, pull: Numbers
) -> Positions:
    """Return the positions in each disc, rotated so that members face the documents linked with them in other discs."""
    here = inside[:, 0] + 1j * inside[:, 1]
    there = middle[:, 0] + 1j * middle[:, 1]
    wish = np.zeros(len(middle), dtype=np.complex128)
    for one, other in ((sources, targets), (targets, sources)):
        way = there[own[other]] - there[own[one]]
        way = np.divide(way, np.abs(way), out=np.zeros_like(way), where=np.abs(way) > 0)
        np.add.at(wish, own[one], pull * np.conj(here[one]) * way)
    size = np.abs(wish)
    angle = np.divide(wish, size, out=np.ones_like(wish), where=size > 1e-9)
    turned = here * angle[own]
    return np.stack([turned.real, turned.imag], axis=1)


def _fill_disc_evenly(at: Positions, rooms: Numbers) -> Positions:
    """Return points in the same directions, at distances such that circles of radii `rooms` fill a disc.

    Forces place similar nodes at one point and outliers far away. So half of each distance is given by its rank.
    """
    away = np.hypot(*at.T) + 1e-9
    order = np.argsort(away, kind="stable")
    ranked = np.empty_like(away)
    ranked[order] = np.sqrt(np.cumsum(rooms[order] ** 2)) * FILL
    scaled = away * (np.median(ranked) / np.median(away))
    evened: Positions = at * ((ranked + np.minimum(scaled, ranked.max())) / 2 / away)[:, None]
    return evened


def _make_horizontal(at: Positions) -> Positions:
    """Return the points rotated so that the longer axis is horizontal."""
    at = at - at.mean(0)
    _, _, axes = np.linalg.svd(at, full_matrices=False)
    # The sign of a singular vector is arbitrary; fix it, so that all machines rotate the same way.
    signs = np.sign(axes[np.arange(2), np.abs(axes).argmax(1)])
    level: Positions = at @ (axes * signs[:, None]).T
    return level
