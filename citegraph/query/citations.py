"""Which reports cite a document, and what a report cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from citegraph.i18n import key
from citegraph.model import Citation, Document, ReportInfo
from citegraph.query.filters import Filters, test
from citegraph.query.lookup import find, find_report
from citegraph.query.stores import takes_path
from citegraph.store import Store


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A document with the reports that cite it, sorted by id, and in each the citations of it."""

    document: Document
    reports: tuple[tuple[ReportInfo, tuple[Citation, ...]], ...]


@dataclass(frozen=True, slots=True)
class Cites:
    """A report with its citations, sorted by place."""

    report: ReportInfo
    citations: tuple[Citation, ...]


@takes_path
def cited_by(store: Store, asked: str, *, limit: int | None = None, **only: Unpack[Filters]) -> list[CitedBy]:
    """The reports that cite the document, at most `limit`, for each document that `asked` may mean; see `find`."""
    passes = test(only)
    with store.snapshot():
        answers = []
        for document in find(store, asked):
            citing = [(report, tuple(cited)) for report, cited in store.cited_by(document.id) if passes(report)]
            answers.append(CitedBy(document, tuple(citing[:limit])))
        return answers


@takes_path
def cites(store: Store, asked: str, *, limit: int | None = None) -> Cites:
    """What the report cites whose id, path or file name is `asked`, at most `limit` citations; see `find_report`."""
    with store.snapshot():
        report = find_report(store, asked)
        return Cites(report, tuple(store.cites(report.id)[:limit]))


@takes_path
def reports(store: Store, *, limit: int | None = None, **only: Unpack[Filters]) -> list[ReportInfo]:
    """The reports asked about, at most `limit`, sorted by id as a Vietnamese dictionary would."""
    passes = test(only)
    return sorted(filter(passes, store.reports()), key=lambda report: key(report.id))[:limit]
