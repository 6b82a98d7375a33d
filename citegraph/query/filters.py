"""Filters on reports: date, publisher, locality."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from citegraph.errors import ArgumentError
from citegraph.model import IsoDate, ReportInfo, is_date
from citegraph.store import Citing


class Filters(TypedDict, total=False):
    """Which reports a question is about; each part may be left out or None.

    `since` and `until` are days, months or years ("2024-05-02", "2024-05", "2024", or as one writes "02/5/2024"), both
    included; a report that is dated less exactly counts where any of its days would. `publisher` and `locality` are
    words of the name, with or without diacritics. A report that lacks what is asked about does not count.
    """

    since: IsoDate | None
    until: IsoDate | None
    publisher: str | None
    locality: str | None


def test(filters: Filters) -> Callable[[ReportInfo | Citing], bool]:
    """The test whether a report is one of those asked about; ArgumentError for what is no date."""
    since, until = (iso(filters.get("since"), "since"), iso(filters.get("until"), "until"))
    asked = {"publisher": filters.get("publisher"), "locality": filters.get("locality")}
    words = {name: _plain(said) for name, said in asked.items() if said}

    def passes(report: ReportInfo | Citing) -> bool:
        date = report.date
        if (since or until) and not date:
            return False
        if since and date and date[: len(since)] < since[: len(date)]:
            return False
        if until and date and date[: len(until)] > until[: len(date)]:
            return False
        return all(said in _plain(getattr(report, name)) for name, said in words.items())

    return passes


def _plain(name: str | None) -> str:
    from citegraph.text import normalize_space, strip_diacritics  # which most questions do without

    return strip_diacritics(normalize_space(name or ""))


def iso(said: str | None, name: str) -> IsoDate | None:
    """Return a date as a person types it in ISO form: "02/5/2024" becomes "2024-05-02".

    Raises:
        ArgumentError: No calendar has such a date; `name` is the argument it was given for.
    """
    if not said:
        return None
    date = said.strip()
    if is_date(date):
        return date
    from citegraph.grammar import dates  # which most questions do without

    written = dates.typed(date)
    if written is not None and written.end - written.start == len(date):
        date = written.iso
    if not is_date(date):
        raise ArgumentError(name, said, "is no date", "write 2024, 2024-05 or 2024-05-02")
    return date
