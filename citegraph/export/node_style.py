"""Compute the position, size and color of each document, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from citegraph.model import Corpus
from citegraph.page.node_drawing import drawing_of_corpus

# The light palette of the page, one color per community in order; NEUTRAL is for documents without one.
COLORS = (
    *("#2f6bb3", "#df6e1b", "#9c1f56", "#30a47b", "#6b4195", "#8f6d19", "#7686f5", "#803200", "#aa6857", "#1c565d"),
    *("#a774cb", "#91934f", "#568c81", "#0a257c", "#8c4d9a", "#6f0419", "#464eb8", "#715b13", "#93504b", "#540763"),
    *("#4d5f77", "#1c360a", "#7468d8", "#572f3c", "#8776a7", "#492995", "#614637", "#56326e", "#3b2848", "#8293ae"),
)
NEUTRAL = "#68727d"


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """How a document is drawn. y points down. The size is a radius in the unit of the position."""

    x: float
    y: float
    size: float
    color: str  # "#2f6bb3"
    community: str | None


def node_styles(corpus: Corpus) -> dict[str, NodeStyle]:
    """Return the style of every document, by id."""
    drawn = drawing_of_corpus(corpus)
    group = {name: at for at, one in enumerate(drawn.groups) for name in one.documents}
    styles = {}
    for name, place in drawn.places.items():
        at = group.get(name)
        color = NEUTRAL if at is None else COLORS[at % len(COLORS)]
        topic = None if at is None else drawn.groups[at].name
        styles[name] = NodeStyle(*place, drawn.document_radius(name), color, topic)
    return styles
