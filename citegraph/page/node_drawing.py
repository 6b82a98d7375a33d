"""Compute the position, size and topic of each document, for the page and for graph files."""

from __future__ import annotations

import math
from dataclasses import dataclass

from citegraph.graph import Community, cocitation_graph, communities, layout
from citegraph.graph.corpus_cache import once_per_corpus
from citegraph.model import Corpus


@dataclass(frozen=True, slots=True)
class Radius:
    """The radius of a node in the units of the layout. Its area grows with the number of citing reports."""

    least: float
    span: float
    most: int

    @classmethod
    def scale_for_most_cited(cls, most: int) -> Radius:
        """Return the scale for a graph in which the most cited document has `most` citing reports."""
        return cls(least=4.0, span=min(26.0, 4.0 * math.sqrt(most)), most=max(1, most))

    def radius_of(self, reports: int) -> float:
        """Return the radius of a document with this many reports."""
        return self.least + self.span * math.sqrt(reports / self.most)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing of a corpus, by document id."""

    reports: dict[str, int]  # number of reports that cite a document
    radius: Radius
    groups: tuple[Community, ...]
    places: dict[str, tuple[float, float]]  # y points down

    def document_radius(self, document: str) -> float:
        """Return the radius of a document."""
        return round(self.radius.radius_of(self.reports[document]), 1)


@once_per_corpus
def drawing_of_corpus(corpus: Corpus) -> Drawing:
    """Return the drawing of a corpus; the page and every graph file show the same."""
    graph = cocitation_graph(corpus)
    reports = {name: int(graph.nodes[name]["reports"]) for name in graph}
    radius = Radius.scale_for_most_cited(max(reports.values(), default=0))
    groups = communities(graph)
    places = layout(
        graph,
        radii={name: math.ceil(radius.radius_of(count)) for name, count in reports.items()},
        groups=tuple(group.documents for group in groups),
    )
    return Drawing(reports, radius, groups, places)
