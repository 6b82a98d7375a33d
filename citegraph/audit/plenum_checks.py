"""Check that the stated plenum is the one that passed the document: by its number, or by the title of the document."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from citegraph.audit import finding_texts, title_comparison
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.record_index import record_index
from citegraph.model import Document, Form, Severity
from citegraph.records import Plenum

_FITS = 0.9  # share of the words of a title from which it is that of a document, where nothing else names it
_FITS_LONG, _LONG = 0.7, 10  # the same, and how many words, for long titles, which are told freely
_KEPT = 0.6  # and from which it may be that of a document of the plenum said
_WORDS = 5  # that must be the same; shorter titles are of several plenums
_BRACKET = regex.compile(r"[^;()\n]*\(\s*(?:số\s*)?$")  # words between a plenum and the number in brackets


@check("plenum", Severity.WRONG)
def plenum(subject: Subject) -> Iterator[Discrepancy]:
    """Another plenum passed the document.

    Example: "Nghị quyết số 18-NQ/TW của Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII": it was the sixth.
    """
    mention = subject.mention
    said = (mention.plenum or "").partition(" ")[0]
    if not said:
        return
    if mention.form is not Form.PLENUM:
        yield from _compare_with_passing_plenums(subject, said, subject.known_record)
    elif (bracketed := _bracketed_document(subject)) is not None:
        yield from _compare_with_passing_plenums(subject, said, bracketed)
    else:
        yield from _compare_by_title(subject, said)


def _compare_with_passing_plenums(subject: Subject, said: str, document: Document | None) -> Iterator[Discrepancy]:
    if document is None:
        return
    term, part = (
        subject.mention.term,
        subject.claim_span_outside_citation("plenum") if subject.mention.form is not Form.PLENUM else None,
    )
    every = record_index(subject.records).plenums_of_document(document.id)
    passed = [one for one in every if one.term == (term or one.term)]
    if every and term and not passed and subject.mention.form is Form.PLENUM:
        told = finding_texts.plenum(_number_without_session(every[0]), every[0].term)
        yield Discrepancy(finding_texts.plenum(said, term), told, other=document.id)
    numbers = {_number_without_session(one) for one in passed}
    if passed and said not in numbers:
        yield Discrepancy(said, ", ".join(sorted(numbers)), part, other=None if part else document.id)


def _compare_by_title(subject: Subject, said: str) -> Iterator[Discrepancy]:
    """Compare the plenum said with the one that passed the document of the title said."""
    title, term = subject.mention.title, subject.mention.term
    if title is None or term is None or subject.has_shared_claim("title"):
        return
    known = record_index(subject.records)
    own = [
        one
        for one in known.plenum_documents()
        if any(_is_plenum(met, said, term) for met in known.plenums_of_document(one.id))
    ]
    if any(
        title_comparison.partial_similarity(title, one.title or "") >= _KEPT
        or title_comparison.begins_with_title(title, one.title or "")
        for one in own
    ):
        return
    today = subject.draft.validity_date or "9"
    passed = [one for one in known.plenum_documents() if one not in own and (one.date or "") <= today]
    fitting = [one for one in passed if _title_fits(one, title)]
    if not fitting:
        return
    best = max(fitting, key=lambda one: (one.term == term, title_comparison.similarity(title, one.title or ""), one.id))
    met = known.plenums_of_document(best.id)[0]
    one, other = said, _number_without_session(met)
    if met.term != term:
        one, other = finding_texts.plenum(said, term), finding_texts.plenum(other, met.term)
    yield Discrepancy(one, other, other=best.id, severity=Severity.DOUBTFUL)


def _title_fits(known: Document, title: str) -> bool:
    official = known.title or ""
    fitted, shared = (
        title_comparison.partial_similarity(title, official),
        title_comparison.count_shared_words(title, official),
    )
    return (fitted >= _FITS and shared >= _WORDS) or (fitted >= _FITS_LONG and shared >= _LONG)


def _is_plenum(met: Plenum, number: str, term: str) -> bool:
    return met.term == term and _number_without_session(met) == number


def _number_without_session(met: Plenum) -> str:
    return met.number.partition(" ")[0]


def _bracketed_document(subject: Subject) -> Document | None:
    """Return the document whose number is in brackets after a plenum: "Nghị quyết Trung ương 7 về … (18-NQ/TW)"."""
    at = subject.draft.citation_index_by_start[subject.mention.span.start]
    following = subject.draft.citations[at + 1 : at + 2]
    if not following or not following[0].decided:
        return None
    between = subject.words_after[: max(0, following[0].mention.span.start - subject.mention.span.end)]
    return subject.draft.record(following[0].document) if _BRACKET.match(between) else None


CHECKS = (plenum,)
