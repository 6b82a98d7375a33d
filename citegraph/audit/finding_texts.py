"""The texts for "said" and "known" in findings, one function each."""

from __future__ import annotations

from citegraph.i18n import message
from citegraph.model import Document, IsoDate


def cited_on(day: IsoDate) -> str:
    """The day of the draft."""
    return message("found.cited_on", date=day)


def issued_on(day: IsoDate) -> str:
    """The day on which the document was issued."""
    return message("found.issued_on", date=day)


def replaced_by(later: Document) -> str:
    """What replaced the document."""
    return message("found.replaced_on", document=later.full_label, date=later.date or "")


def amended_by(later: Document) -> str:
    """What amended the document."""
    return message("found.amended_on", document=later.full_label, date=later.date or "")


def out_of_force(day: IsoDate) -> str:
    """The day on which the document ended."""
    return message("found.out_of_force", date=day)


def learned(fact: str) -> str:
    """Mark a fact that is known only from other reports."""
    return message("found.learned", known=fact)


def highest_number(number: int) -> str:
    """How far a series has gone."""
    return message("found.highest", number=str(number))


def highest_number_of_term(term: str, number: int) -> str:
    """How far a series went in one term."""
    return message("found.highest_of_term", term=term, number=str(number))


def highest_number_of_year(year: str, number: int) -> str:
    """How far a series of the State went in one year."""
    return message("found.highest_of_year", year=year, number=str(number))


def number_of_day(number: int, day: IsoDate) -> str:
    """Name the number and date that contradict a number."""
    return message("found.number_of_day", number=str(number), date=day)


def code_of_day(code: str, day: IsoDate) -> str:
    """A number code with its date."""
    return message("found.code_of_day", code=code, date=day)


def body_of_document(body: str, document: str) -> str:
    """The body that signs another document."""
    return message("found.body_of", body=body, document=document)


def title_of(right: str, document: str) -> str:
    """The title of a document, and whose the one said is."""
    return message("found.title_of", title=right, document=document)


def date_in_term(day: IsoDate, term: str) -> str:
    """A date and the term that is said beside it."""
    return message("found.date_in_term", date=day, term=term)


def term_ran(term: str, start: IsoDate, end: IsoDate | None) -> str:
    """How long a term ran."""
    return (
        message("found.term_ran", term=term, start=start, end=end)
        if end
        else message("found.term_runs", term=term, start=start)
    )


def term(name: str) -> str:
    """A term."""
    return message("found.term", term=name)


def last_congress(name: str) -> str:
    """The term of the last congress."""
    return message("found.last_congress", term=name)


def congress_met(day: IsoDate) -> str:
    """When a congress met."""
    return message("found.congress_met", date=day)


def plenum_met(day: IsoDate) -> str:
    """When a plenum met."""
    return message("found.plenum_met", date=day)


def first_document_signed(first: IsoDate) -> str:
    """When the first document of a plenum was signed."""
    return message("found.plenum_signed", date=first)


def met_on(first: IsoDate, last: IsoDate) -> str:
    """The days of a meeting."""
    return message("found.met_on", start=first, end=last) if first != last else message("found.met_one_day", date=first)


def plenum(number: str, name: str) -> str:
    """A plenum of a term."""
    return message("found.plenum", number=number, term=name)


def last_plenum(name: str, number: int) -> str:
    """The last plenum of a term."""
    return message("found.last_plenum", term=name, number=str(number))


def earlier_statement(fact: str) -> str:
    """Quote an earlier statement of the same draft."""
    return message("found.said_before", known=fact)
