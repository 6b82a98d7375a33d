"""Reports in, the documents they cite out, ranked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal, Unpack

from citegraph.model import Corpus, Document, IsoDate, Scope
from citegraph.query import narrowing
from citegraph.query.narrowing import Narrowing
from citegraph.store import Store

Order = Literal["reports", "pagerank", "first", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A document with what makes it weighty."""

    document: Document
    reports: int  # that cite it
    citations: int  # in all of them
    pagerank: float  # on the co-citation graph, where all documents together have 1
    first: IsoDate | None  # the earliest dated report that cites it
    last: IsoDate | None  # the latest


def documents(
    store: Store,
    *,
    scope: Scope | None = Scope.PARTY,
    by: Order = "reports",
    limit: int | None = None,
    **only: Unpack[Narrowing],
) -> list[Ranked]:
    """The cited documents of the scope (None: of both), at most `limit`, ranked.

    `by` reports or pagerank puts the greatest first, `first` and `last` the latest; ties go to more reports, then more
    citations, then the lesser id. Counts, ranks and dates are those of the reports asked about alone.
    """
    with store.snapshot():
        reports = narrowing.reports(store, only)
        cited = tuple(c for c in store.citations() if c.report in reports and c.decided)
        known = {document.id: document for document in store.documents(scope)}
    told = Counter(c.document for c in cited)
    citing: defaultdict[str, set[str]] = defaultdict(set)
    for citation in cited:
        citing[citation.document].add(citation.report)
    shown = {name: document for name, document in known.items() if name in citing}
    rank = _pagerank(Corpus(documents=tuple(shown.values()), reports=tuple(reports.values()), citations=cited))
    found = []
    for name, document in shown.items():
        dates = sorted(date for report in citing[name] if (date := reports[report].date))
        found.append(
            Ranked(
                document=document,
                reports=len(citing[name]),
                citations=told[name],
                pagerank=rank[name],
                first=dates[0] if dates else None,
                last=dates[-1] if dates else None,
            )
        )
    found.sort(key=lambda one: (-one.reports, -one.citations, one.document.id))
    if by != "reports":
        found.sort(key=lambda one: getattr(one, by) or "" if by != "pagerank" else one.pagerank, reverse=True)
    return found[:limit]


def _pagerank(corpus: Corpus) -> dict[str, float]:
    import networkx as nx

    from citegraph.graph import cocitation

    graph = cocitation(corpus)
    # Rounded: the last digits of a sum depend on the machine.
    return {name: round(rank, 6) for name, rank in nx.pagerank(graph, weight="weight").items()} if graph else {}
