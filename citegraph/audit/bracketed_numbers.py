"""Complete a citation whose number stands in brackets: "Nghị quyết của Bộ Chính trị về … (số 35-NQ/TW)".

Extraction reads only what is next to the number, but the claims of such a citation come before the bracket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from citegraph.grammar import issuers
from citegraph.knowledge import kinds
from citegraph.knowledge.diacritics import lacks_diacritics, restore_diacritics
from citegraph.knowledge.tables import cached
from citegraph.model import Attachment, Citation, Claim, ClaimField, Form, Mention, Span
from citegraph.text import fold_same_length

RULE = "bracketed"
"""The rule that the completed mention bears in the place of the one that found its number."""

_OPENS = regex.compile(r"\(\s*$")
_STARTS_WITH_NUMBER = regex.compile(r"(?:số\s*:?\s*)?\d", regex.IGNORECASE)
_ENDS_CLAUSE = regex.compile(r"[;()]|\.\s")
_REACH = 600  # code points before a bracket in which its kind word stands; titles are hardly longer


def complete_bracketed_numbers(citations: Sequence[Citation], text: str | None = None) -> list[Citation]:
    """Return the citations of a report, those in brackets with the kind, issuer and title before the bracket.

    Args:
        citations: All citations of the report, in the order of the text.
        text: The text, where it is at hand; else the quote of each citation is read.
    """
    previous = (None, *citations)
    return [_complete_citation(citation, before, text) for citation, before in zip(citations, previous, strict=False)]


def kind_word_span(mention: Mention) -> Span | None:
    """Return the span of the kind word of a completed mention, if its quote contains it."""
    head = _kind_and_issuer_before_bracket(mention, None) if mention.rule == RULE else None
    return head and head.span_in_report(*head.match.span("kind"))


class _Head(NamedTuple):
    """The kind word and the issuer before a bracket, in the words that are read."""

    text: str
    start: int  # of these words in the report
    match: regex.Match[str]
    issuer: issuers.NamedIssuer

    def span_in_report(self, start: int, end: int) -> Span:
        return Span(self.start + start, self.start + end)


def _complete_citation(citation: Citation, previous: Citation | None, text: str | None) -> Citation:
    mention = citation.mention
    if mention.form is not Form.FULL or not _STARTS_WITH_NUMBER.match(_normalize_spelling(mention.surface)):
        return citation
    if not _OPENS.search(mention.quote[: mention.quote_at]):
        return citation
    head = _kind_and_issuer_before_bracket(mention, text)
    if head is None or (
        previous is not None and previous.mention.span.end > head.span_in_report(*head.match.span()).start
    ):
        # The issuer nearest to the number belongs to the title: "về tổ chức của Bộ Công an (số 29/2017/QĐ-TTg)".
        return (
            replace(citation, mention=replace(mention, issuer=None))
            if _is_claimed_before(mention, "issuer")
            else citation
        )
    said = [
        Claim("issuer", head.issuer.printed, head.span_in_report(head.match.end(), head.issuer.end), Attachment.CLAUSE)
    ]
    title = head.text[head.issuer.end :].rstrip("( \n").strip(' ,"“”\n')
    if title:
        at = head.text.index(title, head.issuer.end)
        said.append(
            Claim("title", " ".join(title.split()), head.span_in_report(at, at + len(title)), Attachment.CLAUSE)
        )
    taken = {claim.field for claim in said}
    kind = kinds.by_word().get(" ".join(head.match["kind"].lower().split()))
    whole = replace(
        mention,
        rule=RULE,
        kind=kind.name if kind is not None else mention.kind,
        issuer=head.issuer.printed,
        title=" ".join(title.split()) or mention.title,
        claims=(*said, *(claim for claim in mention.claims if claim.field not in taken)),
    )
    return replace(citation, mention=whole)


def _is_claimed_before(mention: Mention, field: ClaimField) -> bool:
    return any(claim.field == field and claim.span.end <= mention.span.start for claim in mention.claims)


def _kind_and_issuer_before_bracket(mention: Mention, text: str | None) -> _Head | None:
    """Return the last kind word with its "của" before the bracket that contains the number."""
    end = mention.span.start
    start = end - mention.quote_at if text is None else max(0, end - _REACH)
    read = _normalize_spelling(mention.quote[: mention.quote_at] if text is None else text[start:end])
    if not _OPENS.search(read):
        return None
    clause = max((found.end() for found in _ENDS_CLAUSE.finditer(read, 0, read.rindex("("))), default=0)
    for match in reversed([*_kind_and_preposition_pattern().finditer(read, clause)]):
        issuer = issuers.issuer_at(read, match.end())
        if issuer is not None:
            return _Head(read, start, match, issuer)
    return None


@cached
def _kind_and_preposition_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?P<kind>{kinds.words_pattern()})\s+(?:của|do)\s+", regex.IGNORECASE)


def _normalize_spelling(text: str) -> str:
    folded = fold_same_length(text)
    return restore_diacritics(folded) if lacks_diacritics(folded) else folded
