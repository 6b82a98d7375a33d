"""Complete a citation whose issuer stands before it: "Chiến lược … do Bộ Công Thương phê duyệt (Quyết định số …)".

Extraction reads the issuer behind the number, where papers put it; a sentence may also say first who issued it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from citegraph.grammar import issuers, numerals
from citegraph.knowledge.diacritics import lacks_diacritics, restore_diacritics
from citegraph.model import Attachment, Citation, Claim, Form, Scope, Span
from citegraph.text import fold_same_length

_REACH = 120  # code points before a citation in which its issuer stands
_BY = regex.compile(r"(?<!\p{L})do\s+", regex.IGNORECASE)
_ISSUED = regex.compile(r"\s+(?:đã\s+)?(?:phê\s+duyệt|ban\s+hành)\s*,?\s*(?:tại|theo|bằng)?\s*\(?\s*", regex.IGNORECASE)
_NAME = regex.compile(r"(?<!\p{L})\p{Lu}")
_IN = regex.compile(r"(?:tại|trong|ở)\s+$")
_SAID_IN = regex.compile(
    rf"(?:\s*,?\s*\(?khóa\s+(?P<term>{numerals.ROMAN})\)?)?\s+(?:đã\s+)?(?:đặt|đề|nêu|chỉ|xác\s+định|yêu\s+cầu|quy\s+định)"
    r"(?:\s+(?:ra|rõ))?\s+(?:tại|trong|ở)\s+",
    regex.IGNORECASE,
)


def complete_issuers_before(citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations of a report, with the issuer and the term that the sentence states before them.

    Args:
        citations: All citations of the report, in the order of the text.
    """
    return [_complete_citation(one) for one in citations]


def _complete_citation(citation: Citation) -> Citation:
    mention = citation.mention
    if mention.form is not Form.FULL or mention.issuer is not None or not mention.code:
        return citation
    start = max(0, mention.quote_at - _REACH)
    read = fold_same_length(mention.quote[start : mention.quote_at])
    read = restore_diacritics(read) if lacks_diacritics(read) else read
    claims = _claims_of_approval(read) or _claims_of_statement(read)
    if not claims:
        return citation
    issuer = issuers.parse(claims[0].value)
    if issuer is not None and issuer.body == "CP" and mention.body == "TTg":
        return citation  # what the Prime Minister decides is said to be of the Government
    at = mention.span.start - mention.quote_at + start
    claims = [replace(one, span=Span(at + one.span.start, at + one.span.end)) for one in claims]
    term = next((one.value for one in claims if one.field == "term"), None)
    whole = replace(mention, issuer=claims[0].value, term=mention.term or term, claims=(*mention.claims, *claims))
    return replace(citation, mention=whole)


def _claims_of_approval(read: str) -> list[Claim]:
    """Return the issuer that stands between "do" and "phê duyệt"."""
    for match in reversed([*_BY.finditer(read)]):
        named = issuers.issuer_at(read, match.end())
        if named is not None and _ISSUED.fullmatch(read, named.end):
            return [Claim("issuer", named.printed, Span(match.end(), named.end), Attachment.CLAUSE)]
    return []


def _claims_of_statement(read: str) -> list[Claim]:
    """Return the central issuer, and its term, that "đề ra tại" follows."""
    for match in _NAME.finditer(read) if _IN.search(read) else ():
        named = issuers.issuer_at(read, match.start())
        said = _SAID_IN.fullmatch(read, named.end) if named is not None else None
        if named is None or said is None or not named.issuer.central or named.issuer.scope is not Scope.PARTY:
            continue
        claims = [Claim("issuer", named.printed, Span(match.start(), named.end), Attachment.CLAUSE)]
        term = numerals.canonical_term(said["term"]) if said["term"] else None
        if term is not None:
            claims.append(Claim("term", term, Span(*said.span("term")), Attachment.CLAUSE))
        return claims
    return []
