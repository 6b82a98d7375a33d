"""Check validity on the day of the draft: not yet issued, replaced, amended, out of force, or a meeting not held."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.audit import finding_texts
from citegraph.audit.as_of_date import is_near_congress, is_surely_in_force, plenum_not_yet_held
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.record_index import record_index
from citegraph.grammar import codes
from citegraph.ids import DocumentId
from citegraph.knowledge import congresses, cue_phrases, kinds
from citegraph.model import Document, Form, IsoDate, Scope, Severity, is_day
from citegraph.text import fold_same_length, strip_diacritics

_LATELY = 7  # years for which an amendment is news to those who cite the document
_LATELY_OF_LAW = 1  # the same for a law that is no legal basis: its first number goes on to stand for it as amended
_BASIS = regex.compile(r"(?<!\p{L})can\s+cu\s+(?:vao\s+)?(?:cac\s+)?$")
_FEW = 2  # documents that one act amends; one that amends more in passing is seldom told when they are cited


@check("not-issued", Severity.WRONG)
def not_issued(subject: Subject) -> Iterator[Discrepancy]:
    """The document was issued only after the day of the draft.

    Example: "Quy định số 37-QĐ/TW" in a draft of 2020: it is of October 2021.
    """
    known, today, said = subject.known_record, subject.draft.validity_date, subject.mention.date
    if today is None or subject.is_named_by_meeting:
        return
    if known is None and is_day(said) and said > today and not subject.has_shared_claim("date"):
        yield Discrepancy(
            finding_texts.cited_on(today), finding_texts.issued_on(said), subject.claim_span_outside_citation("date")
        )
    if known is None or known.date is None:
        return
    if subject.mention.form in (Form.TITLE, Form.NAMED) and not said and known.scope is Scope.PARTY:
        return  # an earlier paper of this title or name may be meant, which no table has
    if known.date[: len(today)] > today and (said or not _has_namesake_issued_by(subject, known, today)):
        yield Discrepancy(finding_texts.cited_on(today), finding_texts.issued_on(known.date))


def _has_namesake_issued_by(subject: Subject, known: Document, today: IsoDate) -> bool:
    """Return whether a document with the same code was issued by `today`: without a date, that one may be meant."""
    code = codes.parse(subject.mention.code) if subject.mention.code else None
    same = subject.records.by_code(code) if code is not None else ()
    return any(one.id != known.id and (one.date or "9")[: len(today)] <= today for one in same)


@check("replaced", Severity.WRONG)
def replaced(subject: Subject) -> Iterator[Discrepancy]:
    """Another document had replaced this one by the day of the draft.

    Example: "Quy định số 47-QĐ/TW ngày 01/11/2011" in a draft of 2023: 37-QĐ/TW of 2021 replaced it.
    """
    known, today = subject.known_record, subject.draft.validity_date
    if known is None or today is None or subject.is_named_by_meeting or _is_past_context(subject):
        return
    if known.until and known.until > today:
        return  # still in force for a while
    later = _documents_in_force_by(subject, known.replaced_by, today)
    told = [one for one in later if not subject.is_cited_with(one.id)]
    for one in told:
        # A law takes effect months after it was passed; where no table tells when, it may not have done so yet.
        unsure = known.kind in kinds.kind_names_with_flag("law") and not known.until and not one.since
        severity = Severity.DOUBTFUL if unsure else None
        yield Discrepancy(
            finding_texts.cited_on(today), finding_texts.replaced_by(one), other=one.id, severity=severity
        )
    if not later and (newer := _newer_version(subject, known, today)) is not None:
        what = finding_texts.replaced_by(newer)
        yield Discrepancy(finding_texts.cited_on(today), what, other=newer.id, severity=Severity.DOUBTFUL)


def _newer_version(subject: Subject, known: Document, today: IsoDate) -> Document | None:
    """Return the law of the same name that took effect by `today`: it replaces the older law of that name."""
    if (
        known.scope is not Scope.STATE
        or known.kind not in kinds.kind_names_with_flag("law")
        or not known.title
        or not known.date
    ):
        return None
    if cue_phrases.tells_of_amendment(known.title):
        return None  # laws that amend the same law stand side by side
    newer = [one.id for one in record_index(subject.records).laws_named(known.title) if (one.date or "") > known.date]
    found = [
        one
        for one in _documents_in_force_by(subject, tuple(newer), today)
        if one.since or is_surely_in_force(one.date or "", today)
    ]
    return max(found, key=lambda one: one.date or "") if found and not subject.is_cited_with(found[-1].id) else None


@check("out-of-force", Severity.WRONG)
def out_of_force(subject: Subject) -> Iterator[Discrepancy]:
    """The document was out of force on the day of the draft, and no other is known in its place.

    Example: "Nghị định số 102/2017/NĐ-CP" after it was repealed.
    """
    known, today = subject.known_record, subject.draft.validity_date
    if known is None or today is None or not known.until or _is_past_context(subject):
        return
    if known.until <= today and not _documents_in_force_by(subject, known.replaced_by, today):
        yield Discrepancy(finding_texts.cited_on(today), finding_texts.out_of_force(known.until))


@check("amended", Severity.DOUBTFUL)
def amended(subject: Subject) -> Iterator[Discrepancy]:
    """Another document had amended this one by the day of the draft, and the draft does not say so.

    Example: "Quy định số 69-QĐ/TW" in a draft of 2025: 264-QĐ/TW amended it.
    """
    known, today = subject.known_record, subject.draft.validity_date
    if known is None or today is None or subject.is_named_by_meeting or _is_past_context(subject):
        return
    if (
        subject.draft.citations_by_document.get(subject.citation.document, [subject.citation])[0]
        is not subject.citation
    ):
        return  # said once, at the first citation of the document
    lately = _LATELY_OF_LAW if kinds.is_law_kind(known.kind) and not _is_legal_basis(subject) else _LATELY
    found = [
        one
        for one in _documents_in_force_by(subject, known.amended_by, today)
        if len(one.amends) <= _FEW and int(today[:4]) - int((one.date or today)[:4]) <= lately
    ]
    if _documents_in_force_by(subject, known.replaced_by, today) or any(subject.is_cited_with(one.id) for one in found):
        return
    if found and not cue_phrases.tells_of_amendment(subject.mention.quote):
        last = max(found, key=lambda one: one.date or "")
        yield Discrepancy(finding_texts.cited_on(today), finding_texts.amended_by(last), other=last.id)


@check("not-met", Severity.WRONG)
def not_met(subject: Subject) -> Iterator[Discrepancy]:
    """The plenum or congress took place only after the date of the draft, or never.

    Example: "Nghị quyết Trung ương 10 khóa XIII" in a draft of 2022; "Nghị quyết Trung ương 20 khóa XII".
    """
    mention, today = subject.mention, subject.draft.validity_date
    if mention.form is not Form.CONGRESS and not mention.plenum:
        return
    named = DocumentId.parse(subject.citation.document)
    name = mention.term or named.term
    term = subject.records.term_named(name) if name else None
    if cue_phrases.tells_of_the_future(subject.words_before, subject.words_after):
        return
    if mention.form is Form.CONGRESS and mention.number is None and named.locality is None:
        if term is None and name and today and subject.records.terms:
            yield Discrepancy(finding_texts.term(name), finding_texts.last_congress(subject.records.terms[-1].name))
        elif term is not None and today and term.start > today:
            severity = Severity.DOUBTFUL if is_near_congress(today, term.start) else None
            yield Discrepancy(finding_texts.cited_on(today), finding_texts.congress_met(term.start), severity=severity)
        return
    if named.locality is not None and named.sitting is not None:
        opened = congresses.opening_date(named.locality, named.sitting)
        if opened is not None and today is not None and opened > today:
            yield Discrepancy(finding_texts.cited_on(today), finding_texts.congress_met(opened))
        return
    number = (mention.plenum or "").partition(" ")[0]
    if (
        number.isdecimal()
        and name
        and (found := plenum_not_yet_held(int(number), name, today, subject.records)) is not None
    ):
        yield Discrepancy(*found, subject.claim_span_outside_citation("plenum"))


def _documents_in_force_by(subject: Subject, ids: tuple[str, ...], today: IsoDate) -> list[Document]:
    """Return those of these documents that are known, issued and in force by `today`."""
    found = (subject.records.get(name) for name in sorted(ids))
    return [one for one in found if one is not None and is_day(one.date) and (one.since or one.date) <= today]


def _is_legal_basis(subject: Subject) -> bool:
    """Whether a document is cited as that on which the draft rests; what amended it is to be listed there too."""
    return _BASIS.search(strip_diacritics(fold_same_length(subject.words_before))) is not None


def _is_past_context(subject: Subject) -> bool:
    """Whether the sentence tells of the past of a document, so that it may be cited though it is out of force."""
    return cue_phrases.tells_of_the_past(subject.words_before, subject.words_after)


CHECKS = (not_issued, replaced, out_of_force, amended, not_met)
