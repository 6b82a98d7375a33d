"""List the reports that cite a document, and the documents that a report cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from citegraph.i18n import sort_key
from citegraph.model import Citation, Document, ReportInfo
from citegraph.query.filters import Filters, report_filter
from citegraph.query.lookup import find, find_report
from citegraph.query.store_argument import takes_path
from citegraph.store import Store


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A document with the reports that cite it, sorted by id, each with its citations of the document."""

    document: Document
    reports: tuple[tuple[ReportInfo, tuple[Citation, ...]], ...]


@dataclass(frozen=True, slots=True)
class Cites:
    """A report with its citations, sorted by position."""

    report: ReportInfo
    citations: tuple[Citation, ...]


@takes_path
def cited_by(store: Store, query: str, *, limit: int | None = None, **only: Unpack[Filters]) -> list[CitedBy]:
    """Return the reports that cite a document.

    Args:
        store: A store, open or by its path.
        query: The document, as for `find`.
        limit: The maximum number of reports per document; None for all.
        only: Which reports to consider; see `Filters`.

    Returns:
        One answer per document that `query` may mean.

    Raises:
        QueryError: No document or too many match, or a filter is not a date.
        StoreError: The store cannot be used.
    """
    passes = report_filter(only)
    with store.snapshot():
        answers = []
        for document in find(store, query):
            citing = [(report, tuple(cited)) for report, cited in store.cited_by(document.id) if passes(report)]
            answers.append(CitedBy(document, tuple(citing[:limit])))
        return answers


@takes_path
def cites(store: Store, query: str, *, limit: int | None = None) -> Cites:
    """Return the citations in a report.

    Args:
        store: A store, open or by its path.
        query: The id, path or file name of the report.
        limit: The maximum number of citations; None for all.

    Raises:
        QueryError: No report or several match.
        StoreError: The store cannot be used.
    """
    with store.snapshot():
        report = find_report(store, query)
        return Cites(report, tuple(store.cites(report.id)[:limit]))


@takes_path
def reports(store: Store, *, limit: int | None = None, **only: Unpack[Filters]) -> list[ReportInfo]:
    """Return the reports, sorted by id in the order of a Vietnamese dictionary.

    Args:
        store: A store, open or by its path.
        limit: The maximum number of reports; None for all.
        only: Which reports to consider; see `Filters`.

    Raises:
        ArgumentError: A filter is not a date.
        StoreError: The store cannot be used.
    """
    passes = report_filter(only)
    return sorted(filter(passes, store.reports()), key=lambda report: sort_key(report.id))[:limit]
