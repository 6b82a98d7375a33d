"""Count the reports that cite a document by month or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Unpack

from citegraph.model import Document, IsoDate
from citegraph.query.filters import Filters, report_filter
from citegraph.query.lookup import find
from citegraph.query.store_argument import takes_path
from citegraph.store import Store

Period = Literal["year", "month"]
_LENGTH = {"year": 4, "month": 7}


@dataclass(frozen=True, slots=True)
class Timeline:
    """A document with the number of reports that cite it, by the date of the report."""

    document: Document
    periods: tuple[tuple[IsoDate, int], ...]  # from the first to the last, including those without a report
    undated: int  # reports without a date, or with a less precise one


@takes_path
def timeline(
    store: Store, query: str, *, every: Period = "year", limit: int | None = None, **only: Unpack[Filters]
) -> list[Timeline]:
    """Return how many reports of each year or month cite a document.

    Args:
        store: A store, open or by its path.
        query: The document, as for `find`.
        every: "year" or "month".
        limit: Only the latest periods, at most this many; None for all.
        only: Which reports to count; see `Filters`.

    Returns:
        One answer per document that `query` may mean.

    Raises:
        QueryError: No document or too many match, or a filter is not a date.
        StoreError: The store cannot be used.
    """
    passes, length = report_filter(only), _LENGTH[every]
    with store.snapshot():
        answers = []
        for document in find(store, query):
            dates = [report.date or "" for report, _ in store.cited_by(document.id) if passes(report)]
            counts = Counter(date[:length] for date in dates if len(date) >= length)
            periods = tuple((period, counts[period]) for period in _all_periods(sorted(counts)))
            answers.append(Timeline(document, periods[-(limit or 0) :], len(dates) - counts.total()))
        return answers


def _all_periods(periods: list[IsoDate]) -> Iterator[IsoDate]:
    """Yield every year or month from the first to the last of the sorted periods."""
    if not periods:
        return
    period, last = periods[0], periods[-1]
    while period <= last:
        yield period
        year, _, month = period.partition("-")
        if not month:
            period = f"{int(year) + 1:04}"
        else:
            period = f"{int(year) + 1:04}-01" if month == "12" else f"{year}-{int(month) + 1:02}"
