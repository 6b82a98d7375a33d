"""Checks of a draft against itself: one document cited in two ways, a short form before the full one."""

from __future__ import annotations

from collections.abc import Iterator

from citegraph.audit import finding_texts, title_comparison
from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.official_form import format_date_like
from citegraph.audit.record_index import is_near_date
from citegraph.model import Citation, Form, IsoDate, Mention, Severity, is_day

_SAME_TITLE = 0.9  # share of the words of the longer of two titles said in one draft, from which they are one
_OTHER_TITLE_WORDS = 3  # of each of two titles that share none, from which they are two: "về chuyển đổi số"
_SAME_TITLE_WORDS = 6  # that both share; shorter titles are of several papers


@check("two-ways", Severity.DOUBTFUL)
def cited_in_two_ways(subject: Subject) -> Iterator[Discrepancy]:
    """The draft itself gives the document another date elsewhere, or the same title and date another number.

    Example: "Kế hoạch số 12-KH/TU ngày 01/3/2021 … Kế hoạch số 12-KH/TU ngày 02/3/2021".
    """
    mention, date = subject.mention, _stated_full_date(subject.citation)
    if subject.known_record is not None or date is None or not mention.code or subject.has_shared_claim("date"):
        return
    earlier = _earlier_citations(subject)
    agrees = any(_stated_full_date(other) == date and _is_same_document(subject.citation, other) for other in earlier)
    for other in earlier:
        said = _stated_full_date(other)
        if said and said != date and not agrees and _is_same_document(subject.citation, other):
            part = subject.claim_span_outside_citation("date")
            yield Discrepancy(
                date, finding_texts.earlier_statement(said), part, format_date_like(subject.words_at(part), said)
            )
            return
        if said == date and mention.title and other.mention.code == mention.code and _titles_differ(mention, other):
            yield Discrepancy(
                mention.title,
                finding_texts.earlier_statement(other.mention.title or ""),
                subject.claim_span_outside_citation("title"),
                None,
            )
            return
    for other in earlier:
        if (
            _stated_full_date(other) != date
            or other.mention.kind != mention.kind
            or other.mention.code in (None, mention.code)
        ):
            continue
        if (
            _have_same_number(mention, other.mention)
            or not title_comparison.is_distinctive(mention.title)
            or not title_comparison.is_distinctive(other.mention.title)
        ):
            continue
        one, two = mention.title or "", other.mention.title or ""
        shared, longer = (
            title_comparison.count_shared_words(one, two),
            max(len(title_comparison.title_words(one)), len(title_comparison.title_words(two))),
        )
        if shared >= _SAME_TITLE_WORDS and shared >= _SAME_TITLE * longer:
            yield Discrepancy(mention.code, finding_texts.earlier_statement(other.mention.code or ""))
            return


@check("short-before-full", Severity.STYLE)
def short_before_full(subject: Subject) -> Iterator[Discrepancy]:
    """The short form comes before the full form. The full form should come first.

    Example: "Thực hiện Nghị quyết 35 … Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị".
    """
    if subject.mention.form is not Form.SHORT or subject.mention.code is not None or not subject.citation.decided:
        return  # in "Nghị quyết số 26, 27, 28-NQ/TW" each has the code of the last
    of_it = subject.draft.citations_by_document.get(subject.citation.document, [])
    full = [one for one in of_it if one.mention.form is Form.FULL]
    if of_it and of_it[0] is subject.citation and full:
        yield Discrepancy(subject.mention.surface, full[0].mention.surface, correction=None)


def _is_same_document(one: Citation, other: Citation) -> bool:
    """Whether two citations are of one document: as decided, or by code, issuer and nearly the same day."""
    if one.document != other.document or one.decided:
        return one.document == other.document
    first, second = one.mention.date or "", other.mention.date or ""
    near = is_near_date(first, second)
    if one.mention.code != other.mention.code:
        return False
    one_issuer, other_issuer = one.mention.issuer, other.mention.issuer
    if not one_issuer and not other_issuer:
        return near  # nothing else shows that the bodies are the same
    if one_issuer and other_issuer and one_issuer != other_issuer:
        return False
    return near or first[:4] == second[:4]  # the numbers of a body restart at most once a year


def _titles_differ(mention: Mention, other: Citation) -> bool:
    one, two = mention.title or "", other.mention.title or ""
    enough = min(len(title_comparison.title_words(one)), len(title_comparison.title_words(two))) >= _OTHER_TITLE_WORDS
    return enough and title_comparison.count_shared_words(one, two) == 0


def _have_same_number(one: Mention, other: Mention) -> bool:
    return (one.number or "").partition("/")[0] == (other.number or "").partition("/")[0]


def _earlier_citations(subject: Subject) -> list[Citation]:
    at = subject.draft.citation_index_by_start[subject.mention.span.start]
    key = (subject.mention.kind, _stated_full_date(subject.citation))
    near = subject.draft.citations_by_document.get(subject.citation.document, ())
    if not subject.citation.decided:
        near = subject.draft.citations_by_code.get(subject.mention.code, ())
    same_day = subject.draft.citations_by_kind_and_date.get(key, ())
    first = {one.mention.span.start: one for one in (*near, *same_day)}
    return [first[start] for start in sorted(first) if subject.draft.citation_index_by_start[start] < at]


def _stated_full_date(citation: Citation) -> IsoDate | None:
    said = citation.mention.date
    return said if is_day(said) else None


CHECKS = (cited_in_two_ways, short_before_full)
