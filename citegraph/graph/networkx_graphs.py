"""Build the networkx graphs. Documents are nodes, reports are edges."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from citegraph.graph.corpus_cache import once_per_corpus
from citegraph.model import Corpus, Document, Omitted, ReportInfo

if TYPE_CHECKING:
    import networkx as nx

BLOCK = 256
"""Documents whose pairs are counted at once."""

Plain = str | int
"""Values that both GraphML and GEXF can hold. An unknown value is left out, not written as empty."""


@once_per_corpus
def reports_with_cited_ids(corpus: Corpus) -> list[tuple[ReportInfo, list[str]]]:
    """Return the reports with the ids of the documents each cites, both sorted by id.

    Only decided citations of documents in `corpus.documents` count, so removing documents narrows the corpus. A report
    without such a citation has an empty list.
    """
    known = {document.id for document in corpus.documents}
    ids: dict[str, set[str]] = {report.id: set() for report in corpus.reports}
    for citation in corpus.citations:
        if citation.decided and citation.document in known and citation.report in ids:
            ids[citation.report].add(citation.document)
    return [(report, sorted(ids[report.id])) for report in sorted(corpus.reports, key=lambda report: report.id)]


def cocitation_multigraph(corpus: Corpus) -> nx.MultiGraph[str]:
    """Return the citation graph: one node per document, one edge per report and pair of documents it cites.

    A report that cites a single document is a loop on it. So the keys of a node's edges are the reports that cite it.
    Nodes have the known fields of the document and `reports`, the number of reports that cite it. Edges have `report`
    and the report's `title`, `date` and `publisher`. The graph of a narrowed corpus has `omitted_documents` and
    `omitted_reports`.

    Args:
        corpus: The reports, documents and citations.

    Returns:
        A graph whose nodes are canonical ids and whose edge keys are report ids.
    """
    import networkx as nx

    graph: nx.MultiGraph[str] = nx.MultiGraph()
    rows = reports_with_cited_ids(corpus)
    _add_documents(graph, corpus, rows)
    if corpus.omitted != Omitted():
        graph.graph.update(omitted_documents=corpus.omitted.documents, omitted_reports=corpus.omitted.reports)
    for report, ids in rows:
        facts = dict(_without_none(("report", report.id), *_report_facts(report)))
        pairs = combinations(ids, 2) if len(ids) > 1 else ((only, only) for only in ids)
        for one, other in pairs:
            graph.add_edge(one, other, key=report.id, **facts)
    return graph


def count_edges(corpus: Corpus) -> int:
    """Return the number of edges of `cocitation_multigraph` without building it, because there may be very many."""
    return sum(len(ids) * (len(ids) - 1) // 2 or len(ids) for _, ids in reports_with_cited_ids(corpus))


def count_cocited_pairs(corpus: Corpus) -> int:
    """Return the number of edges of `cocitation_graph` without building it. Memory depends only on the documents."""
    found = sparse_matrix(
        [document.id for document in corpus.documents], (ids for _, ids in reports_with_cited_ids(corpus))
    )
    columns = found.T.tocsr()
    together: int = sum((columns[at : at + BLOCK] @ found).nnz for at in range(0, columns.shape[0], BLOCK))
    alone = int((found.sum(axis=0) > 0).sum())  # the diagonal: each document with itself
    return (together - alone) // 2


def cocitation_graph(corpus: Corpus) -> nx.Graph[str]:
    """Return the co-citation graph: an edge joins two documents that at least one report cites together.

    `weight` is the number of such reports. The nodes are those of `cocitation_multigraph`; a document cited alone has
    no edge.
    """
    rows = reports_with_cited_ids(corpus)
    graph = projection(sorted(document.id for document in corpus.documents), (ids for _, ids in rows))
    _add_documents(graph, corpus, rows)
    return graph


def projection(names: Sequence[str], rows: Iterable[Iterable[str]]) -> nx.Graph[str]:
    """Return the graph whose edges join names that occur in the same row; `weight` is the number of such rows.

    Only existing pairs are counted, by a sparse product.

    Args:
        names: The nodes.
        rows: Rows of distinct names.
    """
    import networkx as nx
    from scipy.sparse import triu

    found = sparse_matrix(names, rows)
    together = triu(found.T @ found, k=1).tocoo()
    pairs = zip(together.row.tolist(), together.col.tolist(), together.data.tolist(), strict=True)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_weighted_edges_from((names[one], names[other], weight) for one, other, weight in sorted(pairs))
    return graph


def sparse_matrix(names: Sequence[str], rows: Iterable[Iterable[str]]) -> Any:
    """Return rows of names as a sparse matrix (scipy's csr_array): 1 if a row contains the name of the column."""
    import numpy as np
    from scipy.sparse import csr_array

    column = {name: at for at, name in enumerate(names)}
    columns, ends = array("q"), array("q", [0])
    for row in rows:
        columns.extend(column[name] for name in row)
        ends.append(len(columns))
    shape = (len(ends) - 1, len(names))
    return csr_array((np.ones(len(columns), dtype=np.int64), np.asarray(columns), np.asarray(ends)), shape=shape)


def _add_documents(graph: nx.Graph[str], corpus: Corpus, rows: list[tuple[ReportInfo, list[str]]]) -> None:
    reports = {document.id: 0 for document in corpus.documents}
    for _, ids in rows:
        for name in ids:
            reports[name] += 1
    for document in sorted(corpus.documents, key=lambda document: document.id):
        graph.add_node(document.id, reports=reports[document.id], **dict(_without_none(*_document_facts(document))))


def _without_none(*pairs: tuple[str, Plain | None]) -> Iterator[tuple[str, Plain]]:
    return ((name, value) for name, value in pairs if value is not None)


def _document_facts(document: Document) -> Iterator[tuple[str, Plain | None]]:
    yield from (("label", document.label), ("scope", document.scope.value), ("status", document.status.value))
    for name in ("kind", "number", "symbol", "body", "term", "locality", "issuer", "date", "title", "source"):
        yield name, getattr(document, name)
    for name in ("aliases", "replaces", "replaced_by", "amends", "amended_by"):
        yield name, "; ".join(getattr(document, name)) or None


def _report_facts(report: ReportInfo) -> Iterator[tuple[str, Plain | None]]:
    yield from (("title", report.title), ("date", report.date), ("publisher", report.publisher))
