"""The picture is the same every time, no circle hides another, and topics stand apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from corpora import Recipe, corpus
from scipy.spatial import cKDTree

from citegraph.graph import cocitation_graph, communities, layout

GRAPH = cocitation_graph(corpus(Recipe(documents=240, reports=320)))
GROUPS = communities(GRAPH)
RADII = {name: 4 + 3 * count**0.5 for name, count in GRAPH.nodes(data="reports")}
PLACES = layout(GRAPH, radii=RADII, groups=tuple(group.documents for group in GROUPS))


def _overlaps(places: dict[str, tuple[float, float]], radii: dict[str, float]) -> int:
    names = list(places)
    at = np.array([places[name] for name in names])
    size = np.array([radii[name] for name in names])
    pairs = cKDTree(at).query_pairs(2 * size.max(), output_type="ndarray")
    apart = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T)
    return int((apart < size[pairs[:, 0]] + size[pairs[:, 1]] - 0.2).sum())  # positions are rounded to 0.1


def test_every_node_has_a_finite_place_and_none_overlaps() -> None:
    assert set(PLACES) == set(GRAPH)
    assert np.isfinite(list(PLACES.values())).all()
    assert _overlaps(PLACES, RADII) == 0


def test_communities_stand_apart() -> None:
    middles = {group.name: np.mean([PLACES[name] for name in group.documents], axis=0) for group in GROUPS}
    at_home = 0
    for group in GROUPS:
        for name in group.documents:
            nearest = min(middles, key=lambda other: float(np.hypot(*(middles[other] - PLACES[name]))))
            at_home += nearest == group.name
    assert at_home / sum(len(group.documents) for group in GROUPS) > 0.9


def test_a_link_is_shorter_than_a_chance_pair() -> None:
    at = np.array(list(PLACES.values()))
    number = {name: i for i, name in enumerate(PLACES)}
    ends = np.array([(number[one], number[other]) for one, other in GRAPH.edges])
    linked = np.hypot(*(at[ends[:, 0]] - at[ends[:, 1]]).T).mean()
    chance = np.hypot(*(at[:, None] - at[None]).reshape(-1, 2).T).mean()
    assert linked < 0.7 * chance


def test_documents_cited_alone_line_up_beside_the_rest() -> None:
    alone = [name for name in GRAPH if not GRAPH.degree(name)]
    rest = np.array([PLACES[name] for name in GRAPH if GRAPH.degree(name)])
    assert len(alone) > 5
    places = np.array([PLACES[name] for name in alone])
    low, high = rest.min(0), rest.max(0)
    outside = (places < low).any(1) | (places > high).any(1)
    assert outside.all()
    assert len(set(places[:, 0])) * len(set(places[:, 1])) < 3 * len(alone)
    everything = np.array(list(PLACES.values()))
    wide, tall = np.ptp(everything, axis=0)
    assert 0.5 < wide / tall < 4  # not flung to infinity


@pytest.mark.parametrize(
    "graph",
    [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(9), nx.path_graph(2), nx.path_graph(3), nx.star_graph(40)],
    ids=["nothing", "one", "isolates", "pair", "path", "star"],
)
def test_small_and_odd_graphs(graph: nx.Graph[int]) -> None:
    named = nx.relabel_nodes(graph, str)
    places = layout(named)
    assert set(places) == set(named)
    if len(places) > 1:
        assert _overlaps(places, dict.fromkeys(places, 6.0)) == 0


def test_the_order_of_nodes_and_the_hash_seed_change_nothing() -> None:
    program = (
        "import json; from corpora import Recipe, corpus; from citegraph.graph import cocitation_graph, communities, layout;"
        "import networkx as nx; whole = cocitation_graph(corpus(Recipe(documents=90, reports=120)));"
        "graph = nx.Graph(); graph.add_nodes_from(sorted(whole.nodes(data=True), reverse=True));"
        "graph.add_edges_from(sorted(whole.edges(data=True), key=lambda edge: edge[:2], reverse=True));"
        "groups = communities(graph); print(json.dumps([[[g.name, g.documents] for g in groups],"
        "layout(graph, groups=tuple(g.documents for g in groups))]))"
    )
    path = str(Path(__file__).parent.parent)
    found = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "12345")
    ]
    assert found[0] == found[1]
    graph = cocitation_graph(corpus(Recipe(documents=90, reports=120)))
    groups = communities(graph)
    assert json.loads(found[0])[0] == [[group.name, list(group.documents)] for group in groups]


def test_a_thousand_nodes_take_two_seconds() -> None:
    graph = cocitation_graph(corpus(Recipe(documents=1_000, reports=1_500, cited=3.0)))
    start = time.process_time()
    groups = communities(graph)
    layout(graph, groups=tuple(group.documents for group in groups))
    assert time.process_time() - start < 4  # of both processors; 2 s on the clock of an idle machine


def test_communities_part_the_linked_documents() -> None:
    members = [name for group in GROUPS for name in group.documents]
    assert len(members) == len(set(members))
    assert all(GRAPH.degree(name) for name in members)
    assert [len(group.documents) for group in GROUPS] == sorted((len(g.documents) for g in GROUPS), reverse=True)


def test_names_of_communities_differ_and_come_from_titles() -> None:
    names = [group.name for group in GROUPS]
    assert len(set(names)) == len(names)
    for group in GROUPS:
        titles = " ".join(GRAPH.nodes[name].get("title", "") for name in group.documents).casefold()
        assert all(part in titles for part in group.name.casefold().split(" · "))


def test_a_community_without_titles_is_called_after_its_most_cited_document() -> None:
    graph: nx.Graph[str] = nx.complete_graph(4)
    graph = nx.relabel_nodes(graph, str)
    nx.set_node_attributes(graph, {"0": 1, "1": 5, "2": 1, "3": 1}, "reports")
    nx.set_node_attributes(graph, {name: f"Quy định {name}" for name in graph}, "label")
    nx.set_edge_attributes(graph, 1, "weight")
    assert [group.name for group in communities(graph)] == ["Quy định 1"]
