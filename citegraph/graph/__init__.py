"""Build networkx graphs of a corpus, find communities of documents and lay them out."""

from __future__ import annotations

from citegraph.graph.communities import Community, communities
from citegraph.graph.layout import layout
from citegraph.graph.networkx_graphs import (
    cocitation_graph,
    cocitation_multigraph,
    count_cocited_pairs,
    count_edges,
    projection,
    sparse_matrix,
)

__all__ = [
    "Community",
    "cocitation_graph",
    "cocitation_multigraph",
    "communities",
    "count_cocited_pairs",
    "count_edges",
    "layout",
    "projection",
    "sparse_matrix",
]
