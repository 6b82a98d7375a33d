"""Force-directed layout (ForceAtlas2) in numpy.

The forces are those of Jacomy, Venturini, Heymann and Bastian, "ForceAtlas2, a continuous graph layout algorithm"
(PLoS ONE 9(6), 2014): nodes repel by the product of their degrees over their distance, links attract, and gravity holds
the graph together. Repulsion is exact between near nodes and approximate between far ones: space is divided into cells
with equal numbers of nodes, and a far cell acts as one mass at its center. Equal numbers make every step a dense array
operation, which is faster in numpy than walking a tree.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Positions = NDArray[np.float64]  # one row per node: x, y
Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

CELL = 24  # nodes per cell; with fewer nodes, exact pairs are cheaper than another center
SOFTENING = 1e-2  # added to each squared distance, so that the force between nodes on one point is finite


def run_steps(at: Positions, sources: Indices, targets: Indices, weights: Numbers, *, steps: int) -> Positions:
    """Return the positions after some steps of ForceAtlas2.

    Args:
        at: The initial positions, in units in which a free link is about 1 to 10 long.
        sources: One end of each link.
        targets: The other end of each link.
        weights: A link pulls with its weight times the logarithm of its length. This LinLog energy contracts dense
            groups and separates them from each other.
        steps: How many steps to take.
    """
    nodes = len(at)
    at = at.copy()
    mass = np.ones(nodes) + np.bincount(sources, minlength=nodes) + np.bincount(targets, minlength=nodes)
    before = np.zeros_like(at)
    speed, efficiency = 1.0, 1.0
    for _ in range(steps):
        force = _repulsion(at, mass)
        _attract(force, at, sources, targets, weights)
        away = np.sqrt((at**2).sum(1)) + 1e-9
        force -= at * (mass / away)[:, None]
        swing = np.sqrt(((force - before) ** 2).sum(1))
        swinging = float((mass * swing).sum())
        pulling = float((mass * np.sqrt(((force + before) ** 2).sum(1))).sum()) / 2
        speed, efficiency = _next_speed(nodes, swinging, pulling, speed, efficiency)
        at += force * (speed / (1 + np.sqrt(speed * mass * swing)))[:, None]
        before = force
    return at


def _next_speed(nodes: int, swinging: float, pulling: float, speed: float, efficiency: float) -> tuple[float, float]:
    """Return speed and efficiency of the next step: higher while nodes keep moving, lower while they oscillate."""
    guess = 0.05 * math.sqrt(nodes)
    tolerance = max(math.sqrt(guess), min(10.0, guess * pulling / nodes**2))
    if swinging > 2 * pulling:
        efficiency = max(0.05, efficiency / 2)
        tolerance = max(tolerance, 1.0)
    target = tolerance * efficiency * pulling / max(swinging, 1e-9)
    if swinging > tolerance * pulling:
        efficiency = max(0.05, efficiency * 0.7)
    elif speed < 1000:
        efficiency *= 1.3
    return speed + min(target - speed, speed / 2), efficiency


def _attract(force: Positions, at: Positions, sources: Indices, targets: Indices, weights: Numbers) -> None:
    apart = at[sources] - at[targets]
    length = np.sqrt((apart**2).sum(1)) + 1e-9
    pull = apart * (weights * np.log1p(length) / length)[:, None]
    for axis in (0, 1):
        force[:, axis] += np.bincount(targets, pull[:, axis], len(at)) - np.bincount(sources, pull[:, axis], len(at))


def _repulsion(at: Positions, mass: Numbers) -> Positions:
    nodes = len(at)
    strips = max(1, round(math.sqrt(nodes / CELL)))
    order, real = _spatial_cells(at, strips)
    cells, depth = order.shape
    inside, masses = at[order], np.where(real, mass[order], 0.0)
    total = masses.sum(1)
    center = (inside * masses[:, :, None]).sum(1) / np.maximum(total, 1e-9)[:, None]
    own = np.empty(nodes, dtype=np.int64)
    own[order[real]] = np.repeat(np.arange(cells), depth).reshape(cells, depth)[real]
    force = np.empty_like(at)
    block = max(1, 100_000 // cells)  # rows that fit into the processor's cache
    for start in range(0, nodes, block):
        here = at[start : start + block]
        push = (here[:, 0, None] - center[:, 0]) ** 2
        push += (here[:, 1, None] - center[:, 1]) ** 2
        push += SOFTENING
        np.divide(total, push, out=push)
        push[np.arange(len(here)), own[start : start + block]] = 0.0
        # The sum over cells of push * (here - center), computed as two products instead of one difference per pair.
        force[start : start + block] = here * push.sum(1)[:, None] - push @ center
    near = inside[:, :, None, :] - inside[:, None, :, :]
    push = masses[:, None, :] / ((near**2).sum(-1) + SOFTENING)
    beside = (near * push[..., None]).sum(2)
    force[order[real]] += beside[real]
    repelled: Positions = force * (2.0 * mass)[:, None]
    return repelled


def _spatial_cells(at: Positions, strips: int) -> tuple[Indices, NDArray[np.bool_]]:
    """Return nodes by cell, `strips` by x times `strips` by y, and a mask of the entries that are not padding."""
    nodes = len(at)
    depth = -(-nodes // strips**2)
    padding = strips**2 * depth - nodes
    order = np.argsort(at[:, 0], kind="stable")
    order = np.concatenate([order, np.repeat(order[-1:], padding)]).reshape(strips, -1)
    real = (np.arange(strips**2 * depth) < nodes).reshape(strips, -1)
    rows = np.argsort(at[order, 1], axis=1, kind="stable")
    shape = (strips**2, depth)
    return np.take_along_axis(order, rows, 1).reshape(shape), np.take_along_axis(real, rows, 1).reshape(shape)


def remove_overlaps(at: Positions, radii: Numbers, *, gap: float, rounds: int = 200) -> Positions:
    """Return positions moved as little as possible so that circles are at least `gap` apart.

    Overlapping circles push each other half the missing distance per round. If overlaps remain after `rounds`, the
    points are scaled outward and the rounds repeated, so that no overlap remains.

    Args:
        at: The positions.
        radii: The radii of the circles, in the same unit.
        gap: The least distance between two circles.
        rounds: The maximum number of rounds before scaling.
    """
    at = at.copy()
    for _ in range(rounds):
        pairs = cKDTree(at).query_pairs(2 * float(radii.max()) + gap, output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        apart = at[pairs[:, 0]] - at[pairs[:, 1]]
        length = np.sqrt((apart**2).sum(1))
        missing = radii[pairs[:, 0]] + radii[pairs[:, 1]] + gap - length
        close = missing > 1e-6
        if not close.any():
            return at
        pairs, apart, length, missing = pairs[close], apart[close], length[close], missing[close]
        same = length < 1e-9
        turn = pairs[same, 0] * 2.399963  # the golden angle: nodes at one point leave it in different directions
        apart[same], length[same] = np.stack([np.cos(turn), np.sin(turn)], axis=1), 1.0
        # The smaller circle moves more, so that hubs keep their position.
        share = radii[pairs[:, 1]] ** 2 / (radii[pairs[:, 0]] ** 2 + radii[pairs[:, 1]] ** 2)
        step = apart / length[:, None] * (missing * 1.02)[:, None]
        for axis in (0, 1):
            at[:, axis] += np.bincount(pairs[:, 0], step[:, axis] * share, len(at))
            at[:, axis] -= np.bincount(pairs[:, 1], step[:, axis] * (1 - share), len(at))
    return remove_overlaps(at * 1.1, radii, gap=gap, rounds=rounds)
