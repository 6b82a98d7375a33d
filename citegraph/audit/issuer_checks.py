"""Check the issuer that a draft states against the known one, or against the body in the code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex
from rapidfuzz import fuzz

from citegraph.audit.check_definition import Discrepancy, check
from citegraph.audit.checked_citation import Subject
from citegraph.audit.record_index import record_index
from citegraph.grammar import issuers
from citegraph.ids import DocumentId
from citegraph.knowledge import bodies, cue_phrases
from citegraph.knowledge.gazetteer import COMMUNE, committee_pattern, levels_by_symbol, levels_of_unit_word
from citegraph.model import Document, Scope, Severity

_OPENS_LINE = regex.compile(r"(?:^|\n)[\s\d.)+*•-]*(?:Căn cứ|Theo)\s+(?:các\s+)?$")
"""Words with which a line begins that cites a document, whatever the heading above it says."""
_ALIKE = 80  # of 100, likeness of two names of which one is misspelt


@check("issuer", Severity.WRONG)
def issuer(subject: Subject) -> Iterator[Discrepancy]:
    """Another body issued the document.

    Example: "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Ban Bí thư": it is of the Bộ Chính trị.
    """
    said, known = subject.issuer, subject.known_record
    if said is None or not is_issuer_of_document(subject):
        return
    if not said.central:
        yield from _compare_levels(subject)
        return
    doubt = Severity.DOUBTFUL if subject.has_shared_claim("issuer") or subject.is_learned else None
    part, shown = subject.claim_span_outside_citation("issuer"), subject.mention.issuer or ""
    if known is None:
        yield from _compare_with_code(subject, said, doubt)
    elif known.issuer and not _may_be_another_document(subject, known, shown):
        right = issuers.parse(known.issuer)
        is_another = right is not None and right.central and _is_another_issuer(said, right)
        if is_another and not _is_misspelt(said, shown, known.issuer):
            yield Discrepancy(shown, subject.with_learned_note(known.issuer), part, known.issuer, severity=doubt)


def is_issuer_of_document(subject: Subject) -> bool:
    """Return whether the stated issuer is said to have issued the document, so that it can be compared."""
    said, before = subject.issuer, subject.words_before
    if said is None or issuers.is_vague(said) or "plenum" in said.flags:
        return False
    if said.central and said.body is None and (subject.mention.issuer or "").isupper():
        return False  # words in capitals that look like the name of a body: "BỘ MÁY"
    if cue_phrases.tells_of_signing(before):
        return False  # who signs for a body is not its issuer
    of_another_side = subject.code is not None and (said.scope is not subject.code.scope or not said.central)
    # Whose plan or committee it is: "Kế hoạch thực hiện Nghị quyết 57-NQ/TW của Chính phủ"
    return not (of_another_side and cue_phrases.tells_of_implementation(before) and not _OPENS_LINE.search(before))


def _compare_with_code(subject: Subject, said: issuers.Issuer, doubt: Severity | None) -> Iterator[Discrepancy]:
    """Compare the issuer of a document of which nothing is known with the body in its code."""
    code, part, shown = subject.code, subject.claim_span_outside_citation("issuer"), subject.mention.issuer or ""
    if code is None or not DocumentId.parse(subject.citation.document).name.endswith(code.body):
        return  # the body is a slip itself
    if code.scope is not said.scope:
        issued = sorted({one.issuer for one in subject.records.by_code(code) if one.issuer})
        if issued:
            yield Discrepancy(shown, ", ".join(issued), part, severity=Severity.DOUBTFUL)
        return
    row = bodies.bodies_by_symbol().get(code.body.partition("-")[0]) if code.symbol else _legislative_body(code.body)
    if row is None or said.body is None or "variant" in row.flags or said.body == row.former:
        return
    if said.body not in code.body.split("-") and _is_another_body(said.body, code.body):
        yield Discrepancy(shown, row.name, part, row.name, severity=doubt)


def _legislative_body(printed: str) -> bodies.Body | None:
    """Return the National Assembly, or its Standing Committee, for the body in its numbers: "QH14", "UBTVQH14"."""
    head = printed.rstrip("0123456789")
    return bodies.bodies_by_symbol().get(head) if head != printed else None


def _compare_levels(subject: Subject) -> Iterator[Discrepancy]:
    """Compare a local issuer with the symbol in the code: "33-KH/HU" is of a district, not of "Tỉnh ủy"."""
    code, shown = subject.code, subject.mention.issuer or ""
    committee = _compiled_committee_pattern().search(shown)
    levels = levels_of_unit_word(committee.group()) if committee else ()
    signing = levels_by_symbol().get(code.body, ()) if code is not None and code.scope is Scope.PARTY else ()
    known = subject.known_record
    if known is not None and known.term is not None and known.issuer and subject.mention.date == known.date:
        # With its day a central document is cited in full, and the issuer behind the day is said to be its own.
        yield Discrepancy(
            shown,
            subject.with_learned_note(known.issuer),
            subject.claim_span_outside_citation("issuer"),
            severity=Severity.DOUBTFUL,
        )
        return
    if COMMUNE in levels:
        return  # "Đảng ủy" may be that of any organization
    if levels and signing and set(levels).isdisjoint(signing) and not subject.has_shared_claim("issuer"):
        yield Discrepancy(
            shown, subject.mention.body or "", subject.claim_span_outside_citation("issuer"), severity=Severity.DOUBTFUL
        )


@cache
def _compiled_committee_pattern() -> regex.Pattern[str]:
    return regex.compile(committee_pattern(), regex.IGNORECASE)


def _may_be_another_document(subject: Subject, known: Document, shown: str) -> bool:
    """Whether a document cited by its title alone may be another one with this title, issued by the stated body."""
    if subject.mention.number is not None or known.title is None:
        return False
    return any(one.issuer == shown for one in record_index(subject.records).documents_with_leading_title(known.title))


def _is_renamed(one: str | None, other: str | None) -> bool:
    """Whether two symbols are of one body before and after it was renamed."""
    return one is not None and other is not None and other in (bodies.former_symbol(one), _successor_symbol(one))


def _successor_symbol(symbol: str) -> str | None:
    return next((body.symbol for body in bodies.all_bodies() if body.former == symbol), None)


def _is_misspelt(said: issuers.Issuer, shown: str, right: str) -> bool:
    """Whether a body that is in no table is a misspelling of the right one: "Bộ Chnh trị"."""
    return said.body is None and fuzz.partial_ratio(shown, right) >= _ALIKE


def _is_another_issuer(said: issuers.Issuer, right: issuers.Issuer) -> bool:
    if said.name == right.name or _is_renamed(said.body, right.body):
        return False
    if said.scope is Scope.PARTY:  # "Ban Chấp hành Trung ương" is all of them together
        return said.name not in right.name and right.name not in said.name
    return said.body is None or right.body is None or said.body != right.body or said.name not in right.name


def _is_another_body(said: str, printed_body: str) -> bool:
    head = printed_body.partition("-")[0]
    return not (said.startswith(head) or head.startswith(said) or bodies.former_symbol(said) == head)


CHECKS = (issuer,)
