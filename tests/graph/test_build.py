"""Documents are nodes, reports are edges, and no report is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import networkx as nx
import pytest
from corpora import Recipe, corpus

from citegraph.graph import cocitation_graph, cocitation_multigraph, count_cocited_pairs, count_edges
from citegraph.model import Citation, Corpus, Document, Form, Mention, Method, ReportInfo, Scope, Span, Status

CORPUS = corpus(Recipe(documents=60, reports=90))


def _document(name: str) -> Document:
    return Document(id=name, label=f"Nghị quyết {name}", scope=Scope.PARTY, status=Status.KNOWN)


def _citation(report: str, document: str) -> Citation:
    mention = Mention(span=Span(0, 1), surface="x", form=Form.FULL, scope=Scope.PARTY, rule="code")
    return Citation(report=report, mention=mention, document=document, method=Method.EXACT)


def _corpus(cites: dict[str, list[str]]) -> Corpus:
    names = sorted({name for names in cites.values() for name in names if "?" not in name})
    return Corpus(
        documents=tuple(map(_document, names)),
        reports=tuple(ReportInfo(id=report, path=report, sha256="") for report in sorted(cites)),
        citations=tuple(_citation(report, name) for report, names in cites.items() for name in names),
    )


def test_a_report_is_an_edge_between_each_two_of_its_documents() -> None:
    graph = cocitation_multigraph(_corpus({"r": ["a", "b", "c"]}))
    assert sorted(graph.edges(keys=True)) == [("a", "b", "r"), ("a", "c", "r"), ("b", "c", "r")]


def test_a_report_with_one_document_is_a_loop_on_it() -> None:
    assert list(cocitation_multigraph(_corpus({"r": ["a", "a"]})).edges(keys=True)) == [("a", "a", "r")]


def test_a_document_cited_alone_and_one_never_cited_are_nodes() -> None:
    lonely = _corpus({"r": ["a"]})
    graph = cocitation_multigraph(replace(lonely, documents=(*lonely.documents, _document("z"))))
    assert dict(graph.nodes(data="reports")) == {"a": 1, "z": 0}


def test_the_undecided_makes_no_edge() -> None:
    graph = cocitation_multigraph(_corpus({"r": ["a", "18-NQ/TW@?"]}))
    assert list(graph.edges(keys=True)) == [("a", "a", "r")]


def test_fewer_documents_make_the_graph_of_those() -> None:
    whole = _corpus({"r": ["a", "b"], "s": ["b"]})
    graph = cocitation_multigraph(replace(whole, documents=whole.documents[:1]))
    assert list(graph.edges(keys=True)) == [("a", "a", "r")]


def test_the_reports_that_cite_a_document_are_the_keys_at_its_node() -> None:
    graph = cocitation_multigraph(CORPUS)
    cites = {(citation.report, citation.document) for citation in CORPUS.citations if citation.decided}
    for document in CORPUS.documents:
        keys = {key for _, _, key in graph.edges(document.id, keys=True)}
        assert keys == {report for report, name in cites if name == document.id}
        assert graph.nodes[document.id]["reports"] == len(keys)


def test_weight_counts_the_reports_in_common() -> None:
    cited: dict[str, set[str]] = {}
    for citation in CORPUS.citations:
        if citation.decided:
            cited.setdefault(citation.report, set()).add(citation.document)
    expected = Counter(pair for names in cited.values() for pair in combinations(sorted(names), 2))
    graph = cocitation_graph(CORPUS)
    assert {tuple(sorted((one, other))): weight for one, other, weight in graph.edges(data="weight")} == expected
    assert set(graph) == {document.id for document in CORPUS.documents}


@pytest.mark.parametrize("build", [cocitation_multigraph, cocitation_graph])
def test_attributes_are_plain(build: object, tmp_path: object) -> None:
    graph = build(CORPUS)  # type: ignore[operator]
    values = [value for _, facts in graph.nodes(data=True) for value in facts.values()]
    values += [value for *_, facts in graph.edges(data=True) for value in facts.values()]
    assert {type(value) for value in values} <= {str, int}
    list(nx.generate_graphml(graph))
    list(nx.generate_gexf(graph))


@pytest.mark.parametrize(
    "of",
    [
        CORPUS,
        replace(CORPUS, documents=CORPUS.documents[::3]),
        _corpus({"r": ["a"], "s": ["a", "a", "b"], "t": []}),
        corpus(Recipe(documents=600, reports=40, cited=30.0)),
        Corpus(documents=(), reports=(), citations=()),
    ],
)
def test_edges_are_counted_as_they_would_be_made(of: Corpus) -> None:
    assert count_edges(of) == cocitation_multigraph(of).number_of_edges()
    assert count_cocited_pairs(of) == cocitation_graph(of).number_of_edges()


@pytest.mark.parametrize("build", [cocitation_multigraph, cocitation_graph])
def test_an_empty_corpus_is_an_empty_graph(build: object) -> None:
    assert len(build(Corpus(documents=(), reports=(), citations=()))) == 0  # type: ignore[operator]
