"""Find communities of documents in a co-citation graph."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citegraph.graph.topic_names import topic_names

if TYPE_CHECKING:
    import networkx as nx

SMALLEST = 3
"""The fewest documents of a community: two documents do not make a topic."""


@dataclass(frozen=True, slots=True)
class Community:
    """Documents that reports cite together, and the topic they share."""

    name: str
    documents: tuple[str, ...]  # most cited first


def communities(graph: nx.Graph[str], *, seed: int = 0) -> tuple[Community, ...]:
    """Return the communities of a co-citation graph, largest first, by Louvain's method on association strength.

    The weight of a link is the number of reports in common over the geometric mean of the reports that cite either end,
    so that a document cited everywhere does not absorb its neighbors. The same graph and seed give the same
    communities, whatever the order of its nodes. Documents without a link, and communities smaller than `SMALLEST`, are
    left out.

    Args:
        graph: The co-citation graph.
        seed: The seed of Louvain's method.
    """
    import networkx as nx

    names = sorted(graph)
    at = {name: i for i, name in enumerate(names)}
    reports = [max(1, int(graph.nodes[name].get("reports", 1))) for name in names]
    links = sorted(
        (*sorted((at[one], at[other])), weight) for one, other, weight in graph.edges(data="weight", default=1)
    )
    # Nodes are numbers: the iteration order of a set of strings changes from one process to the next.
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(sorted({end for link in links for end in link[:2]}))
    plain.add_weighted_edges_from(
        (i, j, weight / math.sqrt(reports[i] * reports[j])) for i, j, weight in links if i != j
    )
    found = nx.community.louvain_communities(plain, weight="weight", seed=seed) if links else []
    groups = [sorted(group, key=lambda i: (-reports[i], i)) for group in found if len(group) >= SMALLEST]
    groups.sort(key=lambda group: (-len(group), group))
    members = [tuple(names[i] for i in group) for group in groups]
    return tuple(Community(name, group) for name, group in zip(topic_names(members, graph), members, strict=True))
