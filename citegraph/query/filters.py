"""Filter reports by date, publisher and locality."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from citegraph.errors import ArgumentError
from citegraph.i18n import message
from citegraph.model import IsoDate, ReportInfo, is_date
from citegraph.store import CitationCounts


class Filters(TypedDict, total=False):
    """Which reports a query considers. Each filter may be left out or None; a report without the field never passes.

    Attributes:
        since: The first day, month or year: "2024-05-02", "2024-05", "2024" or "02/5/2024". A report whose date is less
            precise passes if any of its days does.
        until: The last day, month or year, which is included.
        publisher: Words of the publisher's name, with or without diacritics.
        locality: Words of the name of the report's locality, with or without diacritics.
    """

    since: IsoDate | None
    until: IsoDate | None
    publisher: str | None
    locality: str | None


def report_filter(filters: Filters) -> Callable[[ReportInfo | CitationCounts], bool]:
    """Return a function that decides whether a report passes the filters. Raises ArgumentError for an invalid date."""
    since, until = (iso_date(filters.get("since"), "since"), iso_date(filters.get("until"), "until"))
    given = {"publisher": filters.get("publisher"), "locality": filters.get("locality")}
    words = {name: _fold_name(text) for name, text in given.items() if text}

    def passes(report: ReportInfo | CitationCounts) -> bool:
        date = report.date
        if (since or until) and not date:
            return False
        if since and date and date[: len(since)] < since[: len(date)]:
            return False
        if until and date and date[: len(until)] > until[: len(date)]:
            return False
        return all(text in _fold_name(getattr(report, name)) for name, text in words.items())

    return passes


def _fold_name(name: str | None) -> str:
    from citegraph.text import normalize_space, strip_diacritics  # imported here: few queries need it

    return strip_diacritics(normalize_space(name or ""))


def iso_date(text: str | None, name: str) -> IsoDate | None:
    """Return a date in ISO format.

    Args:
        text: The date as a person types it, or None.
        name: The name of the argument or option, for the error.

    Raises:
        ArgumentError: It is not a date of the calendar.

    Example:
        >>> iso_date("02/5/2024", "since"), iso_date("2024", "since")
        ('2024-05-02', '2024')
    """
    if not text:
        return None
    date = text.strip()
    if is_date(date):
        return date
    from citegraph.grammar import dates  # imported here: few queries need it

    written = dates.first_date_in_query(date)
    if written is not None and written.end - written.start == len(date):
        date = written.iso
    if not is_date(date):
        raise ArgumentError(name, text, message("ask.no_date"), message("do.write_date"))
    return date
