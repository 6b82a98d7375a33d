"""Number series: compare a number with the known numbers and dates of its series.

A body numbers its documents of one kind from 01 in each congress term, so numbers increase with their dates. Of about
11,000 pairs of listed documents in a series, three are reversed.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

import regex

from citegraph.model import Document, IsoDate, is_day
from citegraph.records import Records

HIGH_NUMBER = 50
"""Numbers up to this one occur in almost every term: those in several terms of the table are all lower."""

_MIN_KNOWN = 5  # minimum listed documents to estimate the end of a term's series
_MARGIN, _WIDE_MARGIN = 1.15, 3.0  # how far a series may exceed its last known number; if few are known
_SLACK = timedelta(days=180)  # documents are numbered within weeks of signing
_ONE_SERIES_SINCE = "1976-12-14"  # earlier numbers did not increase through a term: 36-NQ is of 1962, 19-NQ of 1975
_WITNESSES = 2  # minimum documents that contradict a date; a single one may have a wrong date
_DIGITS = regex.compile(r"\d+")


class Reach(Enum):
    """The position of a number relative to the known numbers of its series."""

    WITHIN = "within the series"
    BEYOND = "beyond the series"
    BEYOND_FEW = "beyond the few known"
    NONE = "no series known"


def position_in_series(records: Records, document: Document) -> Reach:
    """Return the position of an unlisted document's number relative to the known ones of its symbol, body and term."""
    known = _numbers_with_dates(records, document.symbol, document.body, document.term)
    if not known:
        return Reach.NONE
    highest, number = known[-1][0], order_value(document.number or "")
    if len(known) >= _MIN_KNOWN:
        return Reach.WITHIN if number <= highest * _MARGIN else Reach.BEYOND
    return Reach.WITHIN if number <= highest * _WIDE_MARGIN else Reach.BEYOND_FEW


def is_out_of_order(records: Records, document: Document, claimed: IsoDate) -> bool:
    """Return whether a claimed date contradicts the order of numbers in the series.

    That is so if listed documents with higher numbers are clearly older, or with lower numbers clearly younger. Then
    the date, number or symbol is a misprint. Only the central series have enough data for this.

    Args:
        records: The listed documents.
        document: The document with the number.
        claimed: The claimed date.
    """
    if document.body != "TW" or not is_day(claimed) or claimed < _ONE_SERIES_SINCE:
        return False
    before, after = ((date.fromisoformat(claimed) + slack).isoformat() for slack in (-_SLACK, _SLACK))
    number = order_value(document.number or "")
    dated = _dated_numbers(records, document.symbol, document.body, document.term)
    lower, higher = dated[: bisect_left(dated, (number, ""))], dated[bisect_left(dated, (number + 1, "")) :]
    older = [on for _, on in higher if on < before]
    younger = [on for _, on in lower if on > after]
    return max(len(older), len(younger)) >= _WITNESSES


def is_in_order(records: Records, document: Document, claimed: IsoDate) -> bool:
    """Return whether a claimed day lies between those of the nearest lower and higher listed numbers, which are close.

    Then the series has such a document: "80-KL/TW" of 29/7/2010 lies between 79-KL/TW of 28/7 and 81-KL/TW of 6/8.
    """
    if document.body != "TW" or not is_day(claimed):
        return False
    number = order_value(document.number or "")
    dated = _dated_numbers(records, document.symbol, document.body, document.term)
    lower, higher = dated[: bisect_left(dated, (number, ""))], dated[bisect_left(dated, (number + 1, "")) :]
    if not lower or not higher or not lower[-1][1] <= claimed <= higher[0][1]:
        return False
    return date.fromisoformat(higher[0][1]) - date.fromisoformat(lower[-1][1]) <= _SLACK


@lru_cache(maxsize=8192)
def is_future_number(records: Records, document: Document, written: IsoDate) -> bool:
    """Return whether a series had not reached the number of an unlisted document when a report was written.

    That is so if listed documents with lower numbers are of later dates.
    """
    number = order_value(document.number or "")
    dated = _dated_numbers(records, document.symbol, document.body, document.term)
    later = [on for low, on in dated if low < number and on > written]
    return is_day(written) and len(later) >= _WITNESSES


@lru_cache(maxsize=1024)
def numbers_in_series(records: Records, symbol: str | None, body: str | None, term: str | None) -> frozenset[int]:
    """Return the known numbers of a series."""
    return frozenset(number for number, _ in _numbers_with_dates(records, symbol, body, term))


@lru_cache(maxsize=1024)
def _numbers_with_dates(
    records: Records, symbol: str | None, body: str | None, term: str | None
) -> tuple[tuple[int, IsoDate], ...]:
    """Return the known numbers of a series with their dates, "" if unknown, lowest first."""
    return tuple(
        sorted(
            (order_value(each.number or ""), each.date or "")
            for each in records.documents_of_series(symbol, body, term)
        )
    )


@lru_cache(maxsize=1024)
def _dated_numbers(
    records: Records, symbol: str | None, body: str | None, term: str | None
) -> tuple[tuple[int, IsoDate], ...]:
    """Return those of a series whose day is known, lowest first."""
    return tuple((number, on) for number, on in _numbers_with_dates(records, symbol, body, term) if is_day(on))


@lru_cache(maxsize=8192)
def order_value(number: str) -> int:
    """Return the number that orders a series: 33 for "33B"."""
    digits = _DIGITS.match(number)
    return int(digits.group()) if digits else 0
