"""Turn drafts into mentions: spans in code points of the original text, and the quoted sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import repeat

import regex

from citegraph.extract.mention_draft import MentionDraft
from citegraph.grammar.disambiguation_patterns import PINPOINT
from citegraph.model import CLAIM_FIELDS, Attachment, Claim, Form, Mention, Span
from citegraph.text import Folded

_QUOTE_REACH = 160  # code points of context on each side of a mention, fewer if its sentence ends
_PINPOINT_REACH = 60  # code points before a mention that may name an article or section of it
_BLANK = regex.compile(r"\s+")
# A sentence ends at a full stop, an empty line or a list item; other line breaks may come from the line width.
_SENTENCE_END = regex.compile(r"[.!?;](?=\s)|\n(?=[ \t]*(?:\r?\n|[-*+•|#<]))")
# In a table of contents: what leads to the page number at the end of a line.
_LEADER = regex.compile(r"(?:\t|\.{3,}|…)[\s.…]*\d+\s*$")
_LINE_END = regex.compile(r"[^\S\n]*(?:\n|$)")

Locate = Callable[[list[int]], Iterable[str]]
"""Gives the position in the original of each offset in a text, in ascending order."""


def drafts_to_mentions(
    text: str, folded: Folded, drafts: Iterable[MentionDraft], locate: Locate | None = None
) -> list[Mention]:
    """Return the mentions of `text` for drafts found in its folded form.

    Args:
        text: The text as given.
        folded: Its folded form.
        drafts: The drafts, with offsets in the folded form, in text order.
        locate: Finds the positions of the mentions; without it they have none.
    """
    spans = [(folded.original_span(draft.start, draft.end), draft) for draft in drafts]
    spans = [(span, draft) for span, draft in spans if not _has_page_number(text, span, draft)]
    places = locate([span.start for span, _ in spans]) if locate is not None else repeat(None)
    return [
        _mention_of_draft(text, folded, draft, span, place) for (span, draft), place in zip(spans, places, strict=False)
    ]


def _has_page_number(text: str, span: Span, draft: MentionDraft) -> bool:
    """Return whether the number is that of a page in a table of contents: "Kết luận của Trung ương ......... 21"."""
    return (
        draft.form in (Form.SHORT, Form.PLENUM)
        and _LEADER.search(text, span.start, span.end) is not None
        and _LINE_END.match(text, span.end) is not None
    )


def _mention_of_draft(text: str, folded: Folded, draft: MentionDraft, span: Span, position: str | None) -> Mention:
    """Return the mention for a draft, with the sentence that contains it."""
    left, right = _quote_interval(text, span)
    pinpoint = PINPOINT.search(folded.text, max(0, draft.start - _PINPOINT_REACH), draft.start)
    code = draft.code
    return Mention(
        span=span,
        surface=text[span.start : span.end],
        form=draft.form,
        scope=draft.scope,
        rule=draft.rule,
        kind=draft.kind,
        number=code.number if code else draft.number,
        symbol=code.symbol if code else None,
        body=code.body if code else None,
        code=str(code) if code else None,
        name=draft.name,
        date=draft.date,
        term=draft.term,
        issuer=draft.issuer,
        title=draft.title,
        locality=draft.locality,
        plenum=draft.plenum,
        pinpoint=" ".join(pinpoint.group().split()) if pinpoint else None,
        position=position,
        quote=text[left:right],
        quote_at=span.start - left,
        claims=_claims_of_draft(folded, draft, span),
    )


def _claims_of_draft(folded: Folded, draft: MentionDraft, span: Span) -> tuple[Claim, ...]:
    """Return the claims of a draft; fields without a claim come from the mention itself."""
    read = {claim.field for claim in draft.claims}
    own = [
        Claim(field, value, span, Attachment.PHRASE)
        for field in CLAIM_FIELDS
        if field not in read and (value := getattr(draft, field)) is not None
    ]
    return (
        *own,
        *(Claim(c.field, c.value, folded.original_span(c.start, c.end), c.attachment) for c in draft.claims),
    )


def _quote_interval(text: str, span: Span) -> tuple[int, int]:
    """Return the interval of `text` to quote for a mention: its sentence, or whole words of it on each side."""
    left, right = max(0, span.start - _QUOTE_REACH), min(len(text), span.end + _QUOTE_REACH)
    if left and not text[left - 1].isspace() and (first := _BLANK.search(text, left, span.start)):
        left = first.end()
    for match in _SENTENCE_END.finditer(text, left, span.start):
        left = match.end()
    left += len(text[left : span.start]) - len(text[left : span.start].lstrip())
    if end := _SENTENCE_END.search(text, span.end, right):
        return left, end.start() + (text[end.start()] != "\n")
    words = text[span.end : right].rsplit(maxsplit=1)
    if len(words) == 2 and right < len(text) and not _BLANK.search(text, right - 1, right + 1):
        return left, span.end + len(words[0])
    return left, span.end + len(text[span.end : right].rstrip())
