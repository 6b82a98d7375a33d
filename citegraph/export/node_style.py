"""Compute the position, size and color of each document, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from citegraph.model import Corpus
from citegraph.page.drawing import drawing

# The light palette of the page, one color per community in order; NEUTRAL is for documents without one.
COLORS = (
    *("#2f6bb3", "#b5500f", "#23793a", "#b3363e", "#7850a8", "#826200", "#0f7676", "#b23a80", "#566472", "#7d5236"),
)
NEUTRAL = "#68727d"


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """How a document is drawn. y points down; the size is a radius, in the same unit as the position."""

    x: float
    y: float
    size: float
    color: str  # "#2f6bb3"
    community: str | None


def node_styles(corpus: Corpus) -> dict[str, NodeStyle]:
    """Return the style of every document, by id."""
    drawn = drawing(corpus)
    group = {name: at for at, one in enumerate(drawn.groups) for name in one.documents}
    styles = {}
    for name, place in drawn.places.items():
        at = group.get(name)
        color = NEUTRAL if at is None else COLORS[at % len(COLORS)]
        topic = None if at is None else drawn.groups[at].name
        styles[name] = NodeStyle(*place, drawn.size(name), color, topic)
    return styles
