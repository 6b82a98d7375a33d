"""Build networkx graphs of a corpus, find communities of documents and lay them out."""

from __future__ import annotations

from citegraph.graph.build import cocitation, edges, incidence, matrix, pairs, projection
from citegraph.graph.communities import Community, communities
from citegraph.graph.layout import layout

__all__ = ["Community", "cocitation", "communities", "edges", "incidence", "layout", "matrix", "pairs", "projection"]
