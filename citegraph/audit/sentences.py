"""The sentences that findings say, each in one place."""

from __future__ import annotations

from citegraph.model import Document, IsoDate


def cited_on(day: IsoDate) -> str:
    """The day of the draft."""
    return f"cited on {day}"


def issued_on(day: IsoDate) -> str:
    """The day on which the document was issued."""
    return f"issued on {day}"


def replaced_by(later: Document) -> str:
    """What replaced the document."""
    return f"replaced by {later.id} on {later.date}"


def amended_by(later: Document) -> str:
    """What amended the document."""
    return f"amended by {later.id} on {later.date}"


def out_of_force(day: IsoDate) -> str:
    """The day on which the document ended."""
    return f"out of force since {day}"


def learned(fact: str) -> str:
    """A fact that only other reports tell."""
    return f"{fact} (learned from other reports)"


def highest(number: int) -> str:
    """How far a series has gone."""
    return f"no known number of this series is higher than {number}"


def highest_of_term(term: str, number: int) -> str:
    """How far a series went in one term."""
    return f"no known number of khóa {term} is higher than {number}"


def number_of_day(number: int, day: IsoDate) -> str:
    """What speaks against a number: the day of another one."""
    return f"number {number} is of {day}"


def body_of(body: str, document: str) -> str:
    """The body that signs another document."""
    return f"{body}, of {document}"


def date_in_term(day: IsoDate, term: str) -> str:
    """A date and the term that is said beside it."""
    return f"{day}, khóa {term}"


def term_ran(term: str, start: IsoDate, end: IsoDate | None) -> str:
    """How long a term ran."""
    return f"khóa {term} ran from {start} to {end or 'today'}"


def term(name: str) -> str:
    """A term."""
    return f"khóa {name}"


def last_congress(name: str) -> str:
    """The term of the last congress."""
    return f"the last congress was that of khóa {name}"


def congress_met(day: IsoDate) -> str:
    """When a congress met."""
    return f"the congress met on {day}"


def plenum_met(day: IsoDate) -> str:
    """When a plenum met."""
    return f"the plenum met on {day}"


def plenum(number: str, name: str) -> str:
    """A plenum of a term."""
    return f"plenum {number}, khóa {name}"


def last_plenum(name: str, number: int) -> str:
    """The last plenum of a term."""
    return f"the last known plenum of khóa {name} is {number}"


def said_before(fact: str) -> str:
    """What the draft itself says further up."""
    return f"{fact}, said before"
