"""Find documents that are cited together with a document, and reports that cite the same documents."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from citegraph.model import Document, ReportInfo
from citegraph.query import filters
from citegraph.query.filters import Filters
from citegraph.query.lookup import find, find_report
from citegraph.query.store_argument import takes_path
from citegraph.store import Store


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A document cited together with another."""

    document: Document
    reports: int  # reports that cite both
    weight: float  # reports that cite both, over the geometric mean of those that cite either; 0 to 1


@dataclass(frozen=True, slots=True)
class Related:
    """A document with those cited together with it, strongest first."""

    document: Document
    reports: int  # reports that cite it
    related: tuple[RelatedDocument, ...]


@dataclass(frozen=True, slots=True)
class CoupledReport:
    """A report that cites some of the documents that another report cites."""

    report: ReportInfo
    documents: tuple[str, ...]  # canonical ids of what both cite, sorted
    weight: float  # their number over the geometric mean of the numbers that each cites; 0 to 1


@dataclass(frozen=True, slots=True)
class Coupling:
    """A report with those that cite the same documents (bibliographic coupling), most similar first."""

    report: ReportInfo
    documents: int  # number of documents that it cites
    alike: tuple[CoupledReport, ...]


@takes_path
def related(store: Store, query: str, *, limit: int | None = None, **only: Unpack[Filters]) -> list[Related]:
    """Return the documents that reports cite together with a document, of the Party and of the State.

    Args:
        store: A store, open or by its path.
        query: The document, as for `find`.
        limit: The maximum number of related documents per document; None for all.
        only: Which reports to consider; see `Filters`.

    Returns:
        One answer per document that `query` may mean, sorted by weight, then by reports in common, then by id.

    Raises:
        QueryError: No document or too many match, or a filter is not a date.
        StoreError: The store cannot be used.
    """
    with store.snapshot():
        meant, times = _filtered_reports_and_counts(store, only)
        answers = []
        for document in find(store, query):
            pairs = [
                (report, cited)
                for report, cited in store.citing_reports_and_documents(document.id)
                if meant is None or report in meant
            ]
            own = len({report for report, _ in pairs})
            common = Counter(cited for _, cited in pairs if cited != document.id)
            weights = {name: cosine(both, own, times(name)) for name, both in common.items()}
            ranked = sorted(common, key=lambda name: (-weights[name], -common[name], name))[:limit]
            known = ((name, store.document(name)) for name in ranked)
            found = tuple(
                RelatedDocument(other, common[name], weights[name]) for name, other in known if other is not None
            )
            answers.append(Related(document, own, found))
        return answers


@takes_path
def coupling(store: Store, query: str, *, limit: int | None = None, **only: Unpack[Filters]) -> Coupling:
    """Return the reports that cite the same documents as a report.

    Args:
        store: A store, open or by its path.
        query: The id, path or file name of the report; filters do not apply to it.
        limit: The most reports; None for all.
        only: Which other reports to consider; see `Filters`.

    Returns:
        The reports, sorted by weight, then by documents in common, then by id.

    Raises:
        QueryError: No report or several match, or a filter is not a date.
        StoreError: The store cannot be used.
    """
    with store.snapshot():
        report = find_report(store, query)
        passes = filters.report_filter(only)
        own = {citation.document for citation in store.cites(report.id) if citation.decided}
        common = {
            other.id: (own & other.documents.keys(), len(other.documents))
            for other in store.counts_of_citing_reports()
            if passes(other) and other.id != report.id and not own.isdisjoint(other.documents)
        }
        weights = {name: cosine(len(both), len(own), size) for name, (both, size) in common.items()}
        ranked = sorted(common, key=lambda name: (-weights[name], -len(common[name][0]), name))[:limit]
        known = ((name, store.report(name)) for name in ranked)
        found = tuple(
            CoupledReport(alike, tuple(sorted(common[name][0])), weights[name]) for name, alike in known if alike
        )
        return Coupling(report, len(own), found)


def cosine(both: int, one: int, other: int) -> float:
    """Return the similarity of two sets (Salton's cosine), rounded so that it sorts the same on every machine.

    Args:
        both: The size of their intersection.
        one: The size of the first set.
        other: The size of the second set.

    Example:
        >>> cosine(2, 4, 4)
        0.5
    """
    return round(both / math.sqrt(one * other), 6)


def _filtered_reports_and_counts(store: Store, only: Filters) -> tuple[set[str] | None, Callable[[str], int]]:
    """Return the ids of the filtered reports (None for all), and a function that counts citing reports by document."""
    if not any(only.values()):
        return None, store.times_cited
    passes = filters.report_filter(only)
    meant: set[str] = set()
    times: Counter[str] = Counter()
    for report in filter(passes, store.counts_of_citing_reports()):
        meant.add(report.id)
        times.update(report.documents.keys())
    return meant, times.__getitem__
