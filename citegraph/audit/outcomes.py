"""Give the outcome for each citation: correct, wrong, or not checkable, with the reason.

A citation counts as correct only if it was compared with a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from citegraph.audit import title_comparison
from citegraph.audit.checked_citation import Subject
from citegraph.audit.issuer_checks import is_issuer_of_document
from citegraph.audit.record_index import record_index
from citegraph.audit.title_checks import has_unconfirmed_title, is_title_confirmed
from citegraph.ids import DocumentId
from citegraph.knowledge.tables import using
from citegraph.model import Citation, Finding, Form, Severity


class Standing(StrEnum):
    """The outcome for one citation."""

    FOUND = "found"  # something is wrong or doubtful
    IN_ORDER = "in-order"  # compared with a record, and nothing differs
    UNKNOWN = "unknown"  # the document is in no list
    UNDECIDED = "undecided"  # it may mean several documents
    POINTS_BACK = "points-back"  # a demonstrative, which says nothing itself


CHECKED = frozenset({Standing.FOUND, Standing.IN_ORDER})
"""The outcomes of citations that were compared with a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A citation with what became of it."""

    citation: Citation
    standing: Standing
    document: str  # canonical id of the record it was compared with, else of the citation
    compared: tuple[str, ...] = ()  # what of it was compared: "number", "date", "issuer", "title", "validity"
    candidates: tuple[str, ...] = ()  # canonical ids of the documents it may mean, the likeliest first


def outcomes(subjects: Sequence[Subject], found: Sequence[Finding]) -> list[Outcome]:
    """Return the outcome for each citation of a report.

    Args:
        subjects: All its citations, prepared, in the order of the text.
        found: The findings of the report.

    Returns:
        One outcome per citation, in the same order.
    """
    if not subjects:
        return []
    wrong: dict[int, set[str]] = {}
    for one in found:
        if one.severity is not Severity.STYLE:
            wrong.setdefault(one.span.start, set()).add(one.field)
    with using(subjects[0].records.knowledge):
        return [_outcome(subject, wrong) for subject in subjects]


def _outcome(subject: Subject, wrong: Mapping[int, set[str]]) -> Outcome:
    citation, known = subject.citation, subject.known_record
    compared = tuple(_compared_fields(subject, wrong.get(citation.mention.span.start, set())))
    candidates = tuple(one.document for one in citation.candidates)
    document = known.id if known is not None else citation.document
    if citation.mention.span.start in wrong:
        standing = Standing.FOUND
    elif subject.is_anaphoric:
        standing = Standing.POINTS_BACK
    elif citation.decided and known is not None and "date" not in compared and has_unconfirmed_title(subject):
        standing, compared = Standing.UNDECIDED, ()
        candidates = candidates or (document,)
    elif citation.decided and (known is not None or _is_known_meeting(subject)):
        standing = Standing.IN_ORDER
    elif versions := _versions_of_named_law(subject):
        several = len(versions) > 1
        standing = Standing.UNDECIDED if several else Standing.IN_ORDER
        compared, candidates = () if several else ("name",), versions
        document = citation.document if several else versions[0]
    else:
        standing = Standing.UNKNOWN if citation.decided else Standing.UNDECIDED
        compared, document = (), citation.document
    return Outcome(citation=citation, standing=standing, document=document, compared=compared, candidates=candidates)


def _versions_of_named_law(subject: Subject) -> tuple[str, ...]:
    """Return the ids of the laws with the mentioned name, newest first, if the draft gives neither number nor year.

    Otherwise return none.
    """
    name = subject.mention.name
    if name is None or subject.mention.form is not Form.TITLE or title_comparison.without_year(name) != name:
        return ()
    today = subject.draft.validity_date or "9"
    found = [law for law in record_index(subject.records).laws_named(name) if (law.date or "") <= today]
    return tuple(law.id for law in sorted(found, key=lambda law: (law.date or "", law.id), reverse=True))


def _is_known_meeting(subject: Subject) -> bool:
    """Whether it is a plenum as a whole, of those that the records know."""
    named = DocumentId.parse(subject.citation.document)
    number = (subject.mention.plenum or "").partition(" ")[0]
    return named.is_plenum and any(met.term == named.term for met in subject.records.plenums_with_number(number))


def _compared_fields(subject: Subject, wrong: Set[str]) -> Iterator[str]:
    mention, known = subject.mention, subject.known_record
    if known is None:
        if _is_known_meeting(subject):
            yield "plenum"
        return
    if subject.code is not None or mention.number is not None:
        yield "number"
    if mention.name and known.title and subject.code is not None:
        yield "name"
    if mention.date and known.date:
        yield "date"
    if mention.issuer and known.issuer and is_issuer_of_document(subject):
        yield "issuer"
    if "title" in wrong or is_title_confirmed(subject):
        yield "title"
    if mention.term and known.term:
        yield "term"
    if subject.draft.validity_date is not None:
        yield "validity"
