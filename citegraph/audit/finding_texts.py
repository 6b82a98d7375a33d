"""The texts for "said" and "known" in findings, one function each."""

from __future__ import annotations

from citegraph.i18n import message
from citegraph.model import Document, IsoDate


def cited_on(day: IsoDate) -> str:
    """Say on which day the draft cites the document."""
    return message("found.cited_on", date=day)


def issued_on(day: IsoDate) -> str:
    """Say on which day the document was issued."""
    return message("found.issued_on", date=day)


def replaced_by(later: Document) -> str:
    """Say which document replaced it, and when."""
    return message("found.replaced_on", document=later.full_label, date=later.date or "")


def amended_by(later: Document) -> str:
    """Say which document amended it, and when."""
    return message("found.amended_on", document=later.full_label, date=later.date or "")


def out_of_force(day: IsoDate) -> str:
    """Say since when the document is out of force."""
    return message("found.out_of_force", date=day)


def mark_as_learned(fact: str) -> str:
    """Mark a fact that is known only from other reports."""
    return message("found.learned", known=fact)


def highest_known_number(number: int) -> str:
    """Say that no known number of the series is higher."""
    return message("found.highest", number=str(number))


def highest_known_number_of_term(term: str, number: int) -> str:
    """Say that no known number of the series in the term is higher."""
    return message("found.highest_of_term", term=term, number=str(number))


def highest_known_number_of_year(year: str, number: int) -> str:
    """Say which is the highest known number of the year."""
    return message("found.highest_of_year", year=year, number=str(number))


def number_and_day(number: int, day: IsoDate) -> str:
    """Name the number and date that contradict a number."""
    return message("found.number_of_day", number=str(number), date=day)


def code_and_day(code: str, day: IsoDate) -> str:
    """Give a number code with its date."""
    return message("found.code_of_day", code=code, date=day)


def body_and_its_document(body: str, document: str) -> str:
    """Give a body, and the document that it signs."""
    return message("found.body_of", body=body, document=document)


def right_title_and_other_document(right: str, document: str) -> str:
    """Give the right title, and say which document has the stated one."""
    return message("found.title_of", title=right, document=document)


def date_and_stated_term(day: IsoDate, term: str) -> str:
    """Give a date and the term that is stated beside it."""
    return message("found.date_in_term", date=day, term=term)


def term_ran(term: str, start: IsoDate, end: IsoDate | None) -> str:
    """Say from when to when a term ran, or since when it has run."""
    return (
        message("found.term_ran", term=term, start=start, end=end)
        if end
        else message("found.term_runs", term=term, start=start)
    )


def term(name: str) -> str:
    """Name a term."""
    return message("found.term", term=name)


def last_congress(name: str) -> str:
    """Say which term the last congress opened."""
    return message("found.last_congress", term=name)


def congress_met(day: IsoDate) -> str:
    """Say when a congress met."""
    return message("found.congress_met", date=day)


def plenum_met(day: IsoDate) -> str:
    """Say when a plenum met."""
    return message("found.plenum_met", date=day)


def first_document_signed(first: IsoDate) -> str:
    """Say when the first document of a plenum was signed."""
    return message("found.plenum_signed", date=first)


def meeting_days(first: IsoDate, last: IsoDate) -> str:
    """Give the days of a meeting."""
    return message("found.met_on", start=first, end=last) if first != last else message("found.met_one_day", date=first)


def plenum(number: str, name: str) -> str:
    """Name a plenum of a term."""
    return message("found.plenum", number=number, term=name)


def last_plenum(name: str, number: int) -> str:
    """Say which is the last known plenum of a term."""
    return message("found.last_plenum", term=name, number=str(number))


def earlier_statement(fact: str) -> str:
    """Quote an earlier statement of the same draft."""
    return message("found.said_before", known=fact)
