"""Build networkx graphs of a corpus, find communities of documents and lay them out."""

from __future__ import annotations

from citegraph.graph.build import cocitation, count_edges, count_pairs, incidence, projection, sparse_matrix
from citegraph.graph.communities import Community, communities
from citegraph.graph.layout import layout

__all__ = [
    "Community",
    "cocitation",
    "communities",
    "count_edges",
    "count_pairs",
    "incidence",
    "layout",
    "projection",
    "sparse_matrix",
]
