"""A document in, those cited together with it out; a report in, those that cite alike out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from citegraph.model import Document, ReportInfo
from citegraph.query import narrowing
from citegraph.query.finding import find, find_report
from citegraph.query.narrowing import Narrowing
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


def related(store: Store, asked: str, *, limit: int | None = None, **only: Unpack[Narrowing]) -> list[Related]:
    """The documents that reports cite together with one, at most `limit`, for each that `asked` may mean; see `find`.

    Sorted by weight, then by reports in common, then by id; documents of Party and State alike.
    """
    with store.snapshot():
        reports = narrowing.reports(store, only)
        times = _counted(store, reports, only)
        answers = []
        for document in find(store, asked):
            pairs = [(report, cited) for report, cited in store.pairs(document.id) if report in reports]
            own = len({report for report, _ in pairs})
            common = Counter(cited for _, cited in pairs if cited != document.id)
            weights = {name: cosine(both, own, times(name)) for name, both in common.items()}
            ranked = sorted(common, key=lambda name: (-weights[name], -common[name], name))[:limit]
            known = ((name, store.document(name)) for name in ranked)
            found = tuple(With(other, common[name], weights[name]) for name, other in known if other is not None)
            answers.append(Related(document, own, found))
        return answers


def coupling(store: Store, asked: str, *, limit: int | None = None, **only: Unpack[Narrowing]) -> Coupling:
    """The reports that cite what the report `asked` cites, at most `limit`; see `find_report`.

    Sorted by weight, then by documents in common, then by id. The report itself need not be one of those asked about.
    """
    with store.snapshot():
        report = find_report(store, asked)
        reports = narrowing.reports(store, only)
        cited: defaultdict[str, set[str]] = defaultdict(set)
        for name, document in store.pairs():
            if name in reports or name == report.id:
                cited[name].add(document)
        own = cited.pop(report.id, set())
        found = [
            Alike(reports[name], tuple(sorted(own & other)), cosine(len(own & other), len(own), len(other)))
            for name, other in cited.items()
            if own & other
        ]
        found.sort(key=lambda one: (-one.weight, -len(one.documents), one.report.id))
        return Coupling(report, len(own), tuple(found[:limit]))


def cosine(both: int, one: int, other: int) -> float:
    """How much two sets have in common (Salton's cosine), rounded so that it sorts alike everywhere."""
    return round(both / math.sqrt(one * other), 6)


def _counted(store: Store, reports: dict[str, ReportInfo], only: Narrowing) -> Callable[[str], int]:
    """What tells how many of the reports asked about cite a document; the store counts where all are asked about."""
    if not any(only.values()):
        return store.times_cited
    return Counter(document for report, document in store.pairs() if report in reports).__getitem__
