"""Tell what had happened by a given day: whether a plenum or congress had met, whether a law had taken effect."""

from __future__ import annotations

from datetime import date as day
from datetime import timedelta

from citegraph.audit import finding_texts
from citegraph.model import IsoDate, is_day
from citegraph.records import Plenum, Records

_SIGNED_WITHIN = timedelta(days=60)  # after a plenum its documents are signed; none of record took longer
_IN_FORCE_WITHIN = timedelta(days=550)  # of its passing a law takes effect
_MOST_A_YEAR = 6  # plenums; no year of record had more


def plenum_not_yet_held(number: int, term: str, today: IsoDate | None, records: Records) -> tuple[str, str] | None:
    """Return what a draft says of a plenum and what is known, if it had not met by then or is none of its term.

    Args:
        number: The number of the plenum.
        term: Its term.
        today: The day by which it must have met; None where no day is known.
        records: The known plenums.

    Returns:
        Both sides of the finding; None where it had met, or where that is not known.
    """
    of_term = [(head, one) for one in records.plenums if one.term == term and (head := _plenum_number(one)) is not None]
    held = sorted(of_term, key=lambda pair: (pair[0], pair[1].number))
    known = records.term_named(term)
    if not held or known is None:
        return None
    if today is not None:
        for head, one in held:
            if head > number:
                break
            if one.start and one.start > today:
                return finding_texts.cited_on(today), finding_texts.plenum_met(one.start)
            if (
                not one.start
                and (first := _first_document_date(one, records))
                and _time_between(today, first) > _SIGNED_WITHIN
            ):
                return finding_texts.cited_on(today), finding_texts.first_document_signed(first)
    last, latest = held[-1]
    is_whole = {head for head, _ in held} == set(range(1, last + 1))  # of old terms few plenums are known
    if number > last and (
        (known.end is not None and is_whole)
        or (today and number > _highest_possible_plenum(last, latest, today, records))
    ):
        return finding_texts.plenum(str(number), term), finding_texts.last_plenum(term, last)
    return None


def is_near_congress(today: IsoDate, start: IsoDate) -> bool:
    """Whether a congress begins within a year after `today`. Drafts speak of it as certain."""
    return _time_between(today, start) <= timedelta(days=366)


def is_surely_in_force(passed: IsoDate, today: IsoDate) -> bool:
    """Whether a law passed on `passed` has surely taken effect by `today`, although no table says when it does."""
    return _time_between(passed, today) > _IN_FORCE_WITHIN


def _highest_possible_plenum(last: int, latest: Plenum, today: IsoDate, records: Records) -> int:
    """Return the highest plenum number that the current term may have reached since its last listed plenum."""
    met = latest.start or _first_document_date(latest, records)
    years = max(0, _time_between(met, today).days) / 365 if met else 1
    return last + 1 + round(_MOST_A_YEAR * years)


def _first_document_date(plenum: Plenum, records: Records) -> IsoDate | None:
    """Return the day of the first of its documents. They were signed after it had met."""
    found = (records.get(name) for name in plenum.documents)
    return min((one.date for one in found if one is not None and is_day(one.date)), default=None)


def _time_between(first: IsoDate, then: IsoDate) -> timedelta:
    return day.fromisoformat(then) - day.fromisoformat(first)


def _plenum_number(plenum: Plenum) -> int | None:
    head = plenum.number.partition(" ")[0]
    return int(head) if head.isdecimal() else None
