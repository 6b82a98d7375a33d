"""Replace the program's decisions by those of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from citegraph.decisions.matching import Index, match
from citegraph.decisions.table import Decision, Verdict
from citegraph.ids import UNKNOWN, DocumentId
from citegraph.model import Citation, Evidence, Method, ReportInfo
from citegraph.text import normalize_space

REASON = "decided by a person"
"""The name of the evidence of a citation that a person decided."""


class Applied(NamedTuple):
    """The citations of a report as people decided them."""

    citations: tuple[Citation, ...]  # in text order, without rejected ones
    rejected: frozenset[int]  # starts of the rejected citations


def apply(report: ReportInfo, citations: Sequence[Citation], decisions: Index) -> Applied:
    """Apply decisions to the citations of one report.

    Args:
        report: The report.
        citations: Its citations as the program decided them.
        decisions: The index from `matching.index_by_report`.

    Returns:
        The citations as decided.
    """
    told = match(report, citations, decisions)
    if not told:
        return Applied(tuple(citations), frozenset())
    decided = [_apply_to_citation(citation, told.get(at, ())) for at, citation in enumerate(citations)]
    by_words = {
        normalize_space(one.mention.surface): one.document
        for one in reversed(decided)
        if one is not None and one.decided
    }
    for at, given in told.items():
        same = next((one for one in given if one.verdict is Verdict.SAME_AS), None)
        if same is not None and same.document in by_words:
            decided[at] = _with_decided_document(citations[at], by_words[same.document], same)
    rejected = frozenset(citations[at].mention.span.start for at, citation in enumerate(decided) if citation is None)
    return Applied(tuple(one for one in decided if one is not None), rejected)


def _apply_to_citation(citation: Citation, given: Sequence[Decision]) -> Citation | None:
    for one in given:
        if one.verdict is Verdict.NO_CITATION:
            return None
        if one.verdict is Verdict.DOCUMENT:
            return _with_decided_document(citation, one.document, one)
    denied = {one.document for one in given if one.verdict is Verdict.DIFFERENT_FROM}
    return _without_denied_documents(citation, denied, given) if denied else citation


def _with_decided_document(citation: Citation, document: str, decision: Decision) -> Citation:
    said = " ".join(part for part in (decision.date, decision.note) if part)
    return replace(
        citation,
        document=document,
        method=Method.PERSON,
        evidence=(Evidence(REASON, 0.0, said),),
        candidates=(),
        confidence=1.0,
    )


def _without_denied_documents(citation: Citation, denied: set[str], given: Sequence[Decision]) -> Citation:
    """Return the citation without the denied documents; if one candidate remains, it is chosen."""
    left = tuple(one for one in citation.candidates if one.document not in denied)
    if len(left) == 1 and len(citation.candidates) > 1:
        return _with_decided_document(citation, left[0].document, given[0])
    if citation.decided and citation.document in denied:
        name = DocumentId.parse(citation.document).name
        document = str(DocumentId(name, term=UNKNOWN))
        return replace(citation, document=document, method=Method.AMBIGUOUS, candidates=left, confidence=0.0)
    return replace(citation, candidates=left)
