"""Rank documents by reports, PageRank or date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, Unpack

from citegraph.model import Document, IsoDate, Scope
from citegraph.query import filters
from citegraph.query.filters import Filters
from citegraph.query.stores import takes_path
from citegraph.store import Store

Order = Literal["reports", "pagerank", "first", "last"]


DAMPING, NEAR, STEPS = 0.85, 1e-6, 100
"""The usual ones of PageRank: the share of a rank that is passed on, when it is near enough, and the steps at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A document with what makes it weighty."""

    document: Document
    reports: int  # that cite it
    citations: int  # in all of them
    pagerank: float  # on the co-citation graph, where all documents together have 1
    first: IsoDate | None  # the earliest dated report that cites it
    last: IsoDate | None  # the latest


@takes_path
def documents(
    store: Store,
    *,
    scope: Scope | None = Scope.PARTY,
    by: Order = "reports",
    limit: int | None = None,
    **only: Unpack[Filters],
) -> list[Ranked]:
    """The cited documents of the scope (None: of both), at most `limit`, ranked.

    `by` reports or pagerank puts the greatest first, `first` and `last` the latest; ties go to more reports, then more
    citations, then the lesser id. Counts, ranks and dates are those of the reports asked about alone.
    """
    passes = filters.test(only)
    counts: defaultdict[str, _Count] = defaultdict(_Count)
    rows: list[tuple[str, ...]] = []
    with store.snapshot():
        known = {document.id: document for document in store.documents(scope)}
        for report in filter(passes, store.citing()):
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
    """What is counted of a document, report by report."""

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
    """PageRank on the co-citation graph, as networkx computes it with its usual damping, bound and number of steps.

    The graph itself is never made, for its edges grow with the square of what a report cites: a step goes from the
    documents to the reports and back, and takes away what came back to where it was.
    """
    import numpy as np

    from citegraph.graph import matrix

    if not names:
        return {}
    cites = matrix(names, rows).astype(float)
    cited, itself = cites.T.tocsr(), np.asarray(cites.sum(axis=0), dtype=float)
    weights = cited @ (cites @ np.ones(len(names))) - itself
    alone = weights == 0  # they pass their rank to all
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
