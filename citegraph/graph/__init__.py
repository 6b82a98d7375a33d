"""Corpus in, networkx graphs, groups and positions out."""

from __future__ import annotations

from citegraph.graph.build import cocitation, incidence, projection
from citegraph.graph.communities import Community, communities
from citegraph.graph.layout import layout

__all__ = ["Community", "cocitation", "communities", "incidence", "layout", "projection"]
