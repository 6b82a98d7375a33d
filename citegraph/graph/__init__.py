"""Build networkx graphs of a corpus, find communities of documents and lay them out."""

from __future__ import annotations

from citegraph.graph.build import cocitation, cocitation_multigraph, count_edges, count_pairs, projection, sparse_matrix
from citegraph.graph.communities import Community, communities
from citegraph.graph.layout import layout

__all__ = [
    "Community",
    "cocitation",
    "cocitation_multigraph",
    "communities",
    "count_edges",
    "count_pairs",
    "layout",
    "projection",
    "sparse_matrix",
]
