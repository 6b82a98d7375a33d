"""Rank documents by reports, PageRank or date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, Unpack

from citegraph.model import Document, IsoDate, Scope
from citegraph.query import filters
from citegraph.query.filters import Filters
from citegraph.query.store_argument import takes_path
from citegraph.store import Store

Order = Literal["reports", "pagerank", "first", "last"]


DAMPING, NEAR, STEPS = 0.85, 1e-6, 100
"""The usual parameters of PageRank: the share of a rank that is passed on, the tolerance, and the most steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A document with the figures it is ranked by."""

    document: Document
    reports: int  # reports that cite it
    citations: int  # citations in all of them
    pagerank: float  # on the co-citation graph; the sum over all documents is 1
    first: IsoDate | None  # date of the earliest report that cites it
    last: IsoDate | None  # date of the latest report that cites it


@takes_path
def documents(
    store: Store,
    *,
    scope: Scope | None = Scope.PARTY,
    by: Order = "reports",
    limit: int | None = None,
    **only: Unpack[Filters],
) -> list[Ranked]:
    """Return the cited documents, ranked.

    Args:
        store: A store, open or by its path.
        scope: Only documents of this scope; None for both.
        by: "reports" or "pagerank" sorts by number, greatest first; "first" or "last" by date, latest first. Ties are
            broken by more reports, then more citations, then the id.
        limit: The maximum number of documents; None for all.
        only: Which reports to count; see `Filters`.

    Raises:
        ArgumentError: A filter is not a date.
        StoreError: The store cannot be used.
    """
    passes = filters.report_filter(only)
    counts: defaultdict[str, _Count] = defaultdict(_Count)
    rows: list[tuple[str, ...]] = []
    with store.snapshot():
        known = {document.id: document for document in store.documents(scope)}
        for report in filter(passes, store.counts_of_citing_reports()):
            rows.append(tuple(name for name in report.documents if name in known))
            for name in rows[-1]:
                counts[name].add(report.date, report.documents[name])
    rank = _pagerank(sorted(counts), rows)
    found = [
        Ranked(
            document=known[name],
            reports=count.reports,
            citations=count.citations,
            pagerank=rank[name],
            first=count.first,
            last=count.last,
        )
        for name, count in counts.items()
    ]
    found.sort(key=lambda one: (-one.reports, -one.citations, one.document.id))
    if by != "reports":
        found.sort(key=lambda one: getattr(one, by) or "" if by != "pagerank" else one.pagerank, reverse=True)
    return found[:limit]


@dataclass(slots=True)
class _Count:
    """The figures of a document, summed up report by report."""

    reports: int = 0
    citations: int = 0
    first: IsoDate | None = None
    last: IsoDate | None = None

    def add(self, date: IsoDate | None, citations: int) -> None:
        self.reports += 1
        self.citations += citations
        if date:
            self.first = min(self.first or date, date)
            self.last = max(self.last or date, date)


def _pagerank(names: list[str], rows: list[tuple[str, ...]]) -> dict[str, float]:
    """Return PageRank on the co-citation graph, computed as networkx does, with its usual parameters.

    The graph itself is never built, because its edges grow with the square of the citations in a report. Instead, a
    step goes from documents to reports and back, and subtracts what returns to the same document.
    """
    import numpy as np

    from citegraph.graph import sparse_matrix

    if not names:
        return {}
    cites = sparse_matrix(names, rows).astype(float)
    cited, itself = cites.T.tocsr(), np.asarray(cites.sum(axis=0), dtype=float)
    weights = cited @ (cites @ np.ones(len(names))) - itself
    alone = weights == 0  # their rank is spread over all documents
    share = np.divide(1.0, weights, out=np.zeros(len(names)), where=~alone)
    rank = np.full(len(names), 1 / len(names))
    for _ in range(STEPS):
        before, passed = rank, rank * share
        linked = cited @ (cites @ passed) - itself * passed
        rank = DAMPING * (linked + before[alone].sum() / len(names)) + (1 - DAMPING) / len(names)
        if np.abs(rank - before).sum() < len(names) * NEAR:
            break
    # Rounded: the last digits of a sum depend on the machine.
    return {name: round(float(value), 6) for name, value in zip(names, rank, strict=True)}
