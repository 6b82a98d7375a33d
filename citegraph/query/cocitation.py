"""Documents cited together with a document, and reports that cite the same documents."""

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
from citegraph.query.stores import takes_path
from citegraph.store import Store


@dataclass(frozen=True, slots=True)
class With:
    """A document cited together with another."""

    document: Document
    reports: int  # that cite both
    weight: float  # over the geometric mean of the reports that cite either: 1 where they are always cited together


@dataclass(frozen=True, slots=True)
class Related:
    """A document with those cited together with it, strongest first."""

    document: Document
    reports: int  # that cite it
    related: tuple[With, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A report that cites what another does."""

    report: ReportInfo
    documents: tuple[str, ...]  # canonical ids of what both cite, sorted
    weight: float  # their number over the geometric mean of what either cites: 1 where both cite the same


@dataclass(frozen=True, slots=True)
class Coupling:
    """A report with those that cite alike (bibliographic coupling), most alike first."""

    report: ReportInfo
    documents: int  # that it cites
    alike: tuple[Alike, ...]


@takes_path
def related(store: Store, asked: str, *, limit: int | None = None, **only: Unpack[Filters]) -> list[Related]:
    """The documents that reports cite together with one, at most `limit`, for each that `asked` may mean; see `find`.

    Sorted by weight, then by reports in common, then by id; documents of Party and State alike.
    """
    with store.snapshot():
        meant, times = _asked_about(store, only)
        answers = []
        for document in find(store, asked):
            pairs = [(report, cited) for report, cited in store.pairs(document.id) if meant is None or report in meant]
            own = len({report for report, _ in pairs})
            common = Counter(cited for _, cited in pairs if cited != document.id)
            weights = {name: cosine(both, own, times(name)) for name, both in common.items()}
            ranked = sorted(common, key=lambda name: (-weights[name], -common[name], name))[:limit]
            known = ((name, store.document(name)) for name in ranked)
            found = tuple(With(other, common[name], weights[name]) for name, other in known if other is not None)
            answers.append(Related(document, own, found))
        return answers


@takes_path
def coupling(store: Store, asked: str, *, limit: int | None = None, **only: Unpack[Filters]) -> Coupling:
    """The reports that cite what the report `asked` cites, at most `limit`; see `find_report`.

    Sorted by weight, then by documents in common, then by id. The report itself need not be one of those asked about.
    """
    with store.snapshot():
        report = find_report(store, asked)
        passes = filters.test(only)
        own = {citation.document for citation in store.cites(report.id) if citation.decided}
        common = {
            other.id: (own & other.documents.keys(), len(other.documents))
            for other in store.citing()
            if passes(other) and other.id != report.id and not own.isdisjoint(other.documents)
        }
        weights = {name: cosine(len(both), len(own), size) for name, (both, size) in common.items()}
        ranked = sorted(common, key=lambda name: (-weights[name], -len(common[name][0]), name))[:limit]
        known = ((name, store.report(name)) for name in ranked)
        found = tuple(Alike(alike, tuple(sorted(common[name][0])), weights[name]) for name, alike in known if alike)
        return Coupling(report, len(own), found)


def cosine(both: int, one: int, other: int) -> float:
    """How much two sets have in common (Salton's cosine), rounded so that it sorts alike everywhere."""
    return round(both / math.sqrt(one * other), 6)


def _asked_about(store: Store, only: Filters) -> tuple[set[str] | None, Callable[[str], int]]:
    """The ids of the reports asked about, None for all, and what tells how many of them cite a document."""
    if not any(only.values()):
        return None, store.times_cited
    passes = filters.test(only)
    meant: set[str] = set()
    times: Counter[str] = Counter()
    for report in filter(passes, store.citing()):
        meant.add(report.id)
        times.update(report.documents.keys())
    return meant, times.__getitem__
