"""Find the shortest path between two documents, where each step is a report that cites both of its ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Unpack

from citegraph.errors import QueryError
from citegraph.i18n import message
from citegraph.model import Document
from citegraph.query import filters
from citegraph.query.filters import Filters
from citegraph.query.lookup import find_one
from citegraph.query.store_argument import takes_path
from citegraph.store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """A document on a path, with the ids of the reports that cite it and the previous document; none for the first."""

    document: Document
    reports: tuple[str, ...] = ()


@takes_path
def path(store: Store, start: str, end: str, **only: Unpack[Filters]) -> list[Step]:
    """Return the shortest path between two documents.

    Each step leads to a document that some report cites together with the previous one. Of several shortest paths, the
    one with the most reports along it is returned, then the one whose ids sort first.

    Args:
        store: A store, open or by its path.
        start: The first document, as for `find`; only one may match.
        end: The last document, likewise.
        only: Which reports to consider; see `Filters`.

    Raises:
        QueryError: There is no path, no document or several match, or a filter is not a date.
        StoreError: The store cannot be used.
    """
    with store.snapshot():
        first, last = find_one(store, start), find_one(store, end)
        passes = filters.report_filter(only)
        cites: dict[str, set[str]] = {}
        cited: defaultdict[str, set[str]] = defaultdict(set)
        for report in filter(passes, store.counts_of_citing_reports()):
            cites[report.id] = set(report.documents)
            for document in report.documents:
                cited[document].add(report.id)
        names = _shortest_path(first.id, last.id, cites, cited)
        if not names:
            both = message("ask.both", first=first.full_label, last=last.full_label)
            raise QueryError(both, message("ask.no_path"), message("do.more_reports"))
        steps = [Step(first)]
        for before, name in pairwise(names):
            reached = store.document(name)
            if reached is not None:
                steps.append(Step(reached, tuple(sorted(cited[before] & cited[name]))))
        return steps


def _shortest_path(start: str, end: str, cites: dict[str, set[str]], cited: dict[str, set[str]]) -> tuple[str, ...]:
    """Return the ids from `start` to `end`, both included; empty if there is no path."""
    # For each document reached: the negated number of reports along the best path, so that less is better, and the
    # path.
    reached: dict[str, tuple[int, tuple[str, ...]]] = {start: (0, (start,))}
    front = dict(reached)
    while front and end not in reached:
        following: dict[str, tuple[int, tuple[str, ...]]] = {}
        for name, (along, way) in front.items():
            common: defaultdict[str, int] = defaultdict(int)
            for report in cited.get(name, ()):
                for other in cites[report]:
                    common[other] += 1
            for other, both in common.items():
                if other not in reached:
                    candidate = along - both, (*way, other)
                    following[other] = min(following.get(other, candidate), candidate)
        reached |= following
        front = following
    return reached.get(end, (0, ()))[1]
