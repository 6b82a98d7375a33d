"""Number series: what the known numbers and dates of a series say about another number.

A body numbers its documents of one kind from 01 in each congress term, so numbers grow with their dates; of some 11,000
pairs of known documents of one series three stand the other way round.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

import regex

from citegraph.model import Document, IsoDate
from citegraph.records import Records

HIGH_NUMBER = 50
"""Numbers up to here are used in about every term: those that stand in several terms of the table are all lower."""

_ENOUGH = 5  # known documents from which a term's series tells how far it went
_ON, _FAR_ON = 1.15, 3.0  # how far a series may have gone on after its last known number; where few are known
_SLACK = timedelta(days=180)  # papers are numbered when they are signed, or some weeks around it
_ONE_SERIES_SINCE = "1976-12-14"  # before, numbers did not grow throughout a term: 36-NQ is of 1962, 19-NQ of 1975
_WITNESSES = 2  # documents against a date; one may itself be misdated
_DIGITS = regex.compile(r"\d+")


class Reach(Enum):
    """How a number lies to the known numbers of its series."""

    WITHIN = "within the series"
    BEYOND = "beyond the series"
    BEYOND_FEW = "beyond the few known"
    NONE = "no series known"


def reach(records: Records, document: Document) -> Reach:
    """How the number of a document that is not listed lies to the known ones of its symbol, body and term."""
    known = _known(records, document.symbol, document.body, document.term)
    if not known:
        return Reach.NONE
    highest, number = known[-1][0], value(document.number or "")
    if len(known) >= _ENOUGH:
        return Reach.WITHIN if number <= highest * _ON else Reach.BEYOND
    return Reach.WITHIN if number <= highest * _FAR_ON else Reach.BEYOND_FEW


def out_of_order(records: Records, document: Document, said: IsoDate) -> bool:
    """Whether known documents of higher numbers are clearly older than the date said, or such of lower ones younger.

    Then the date, the number or its symbol is a slip. Only of the Centre's own series enough is known to say so.
    """
    if document.body != "TW" or len(said) < 10 or said.startswith("--") or said < _ONE_SERIES_SINCE:
        return False
    before, after = ((date.fromisoformat(said) + slack).isoformat() for slack in (-_SLACK, _SLACK))
    number = value(document.number or "")
    dated = _known(records, document.symbol, document.body, document.term)
    lower, higher = dated[: bisect_left(dated, (number, ""))], dated[bisect_left(dated, (number + 1, "")) :]
    older = [on for _, on in higher if "" < on < before]
    younger = [on for _, on in lower if on > after]
    return max(len(older), len(younger)) >= _WITNESSES


@lru_cache(maxsize=1024)
def numbers(records: Records, symbol: str | None, body: str | None, term: str | None) -> frozenset[int]:
    """The known numbers of a series."""
    return frozenset(number for number, _ in _known(records, symbol, body, term))


@lru_cache(maxsize=1024)
def _known(records: Records, symbol: str | None, body: str | None, term: str | None) -> tuple[tuple[int, IsoDate], ...]:
    """The known numbers of a series with their dates, "" where none is known, lowest first."""
    return tuple(sorted((value(each.number or ""), each.date or "") for each in records.series(symbol, body, term)))


@lru_cache(maxsize=8192)
def value(number: str) -> int:
    """The number by which a series is ordered: 33 of "33B"."""
    digits = _DIGITS.match(number)
    return int(digits.group()) if digits else 0
