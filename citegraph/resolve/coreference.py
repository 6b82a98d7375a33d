"""Coreference: decide which mentions of a report may name the same document, from their names and claims."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from citegraph.grammar import codes, issuers
from citegraph.ids import UNKNOWN, DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.model import Citation, Form, Mention, Scope
from citegraph.resolve.context import Context
from citegraph.resolve.features import UNLIKE
from citegraph.resolve.merged_claims import NEAREST, claims_of_mention


class MentionGroups:
    """The mentions of a report, grouped by bare number or by plenum."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._keys = [_group_key(mention) for mention in mentions]
        self._members: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(self._keys):
            self._members[key].append(index)

    def others_in_group(self, index: int) -> list[int]:
        """Return the other mentions of the group: the earlier ones, nearest first, then the later ones."""
        group = self._members[self._keys[index]]
        at = bisect_left(group, index)
        return [*reversed(group[max(0, at - NEAREST) : at]), *group[at + 1 : at + 1 + NEAREST]]


def _group_key(mention: Mention) -> str:
    if mention.form is Form.PLENUM:
        return f"plenum {mention.plenum}"
    return (mention.number or mention.name or "").partition("/")[0].lstrip("0")


def may_corefer(context: Context, mention: Mention, there: Mention, citation: Citation) -> bool:
    """Return whether `mention` may name the document that the mention `there` was resolved to.

    A short form follows its full form even if that is undecided: then both stay undecided.

    Args:
        context: The report and its setting.
        mention: The mention to resolve.
        there: The other mention.
        citation: The citation of the other mention.
    """
    whole = there.code is not None or there.issuer is not None
    if not (citation.decided or (mention.form is Form.SHORT and whole)) or not have_same_number(mention, there):
        return False
    document = DocumentId.parse(citation.document)
    if mention.code not in (None, there.code, document.name):
        return False
    return agrees_with(context, mention, document) and not _is_of_another_subject(context, mention, there, document)


def have_same_number(one: Mention, other: Mention) -> bool:
    """Return whether two mentions have the same number and kinds with a common symbol: one may be the short form."""
    if one.form is Form.PLENUM or other.form is Form.PLENUM:
        return one.form is other.form and one.plenum == other.plenum
    if not one.number or not other.number or one.number.lstrip("0") != other.number.lstrip("0"):
        return _leaves_out_year(one, other)
    return _have_common_symbol(one, other) and not _name_congresses_of_different_units(one, other)


def _name_congresses_of_different_units(one: Mention, other: Mention) -> bool:
    """Return whether two mentions name congresses of different kinds of units: "Đảng bộ tỉnh" and "Đảng bộ phường"."""
    units = {mention.issuer.lower() for mention in (one, other) if mention.form is Form.CONGRESS and mention.issuer}
    return len(units) > 1


def must_be_same_document(one: Mention, other: Mention) -> bool:
    """Return whether two undecided mentions can only mean the same document."""
    if Form.ANAPHOR in (one.form, other.form) or one.scope is not other.scope:
        return False
    return have_same_number(one, other) and (one.code == other.code or None in (one.code, other.code))


def _leaves_out_year(one: Mention, other: Mention) -> bool:
    """Return whether a short form omits the year of the full form: "Nghị định 15" for 15/2020/NĐ-CP."""
    if not one.number or not other.number or "/" in one.number:
        return False
    head, _, year = other.number.partition("/")
    return bool(year) and head.lstrip("0") == one.number.lstrip("0") and _have_common_symbol(one, other)


def _have_common_symbol(one: Mention, other: Mention) -> bool:
    return (one.kind is not None and one.kind == other.kind) or bool(_possible_symbols(one) & _possible_symbols(other))


def _possible_symbols(mention: Mention) -> set[str]:
    if mention.symbol:
        return {mention.symbol}
    kind = kinds.by_name().get(mention.kind or "")
    return set(kind.symbols) if kind else set()


def agrees_with(context: Context, mention: Mention, document: DocumentId) -> bool:
    """Return whether no claim of the mention contradicts `document`: its term, issuer, locality, date and title."""
    term, claims = document.term, claims_of_mention(mention)
    if mention.term is not None and term not in (None, UNKNOWN, mention.term):
        return False
    if not all(_may_be_issued_by(printed, document) for printed in claims.issuers):
        return False
    if mention.locality is not None and _is_of_another_locality(context, mention, document):
        return False
    known = context.records.get(str(document))
    return known is None or not context.contradicts(known, claims)


def _may_be_issued_by(printed: str, document: DocumentId) -> bool:
    """Return whether the issuer has the scope and the level of the document's body."""
    row, code = issuers.parse(printed), codes.parse(document.name)
    if row is None:
        return True
    scope = code.scope if code is not None else Scope.PARTY
    if row.scope is not scope:
        return False
    if code is None or not row.body or row.scope is not Scope.PARTY:
        return True
    return bodies.is_local_symbol(row.body) == bodies.is_local_symbol(code.body)


def _is_of_another_locality(context: Context, mention: Mention, document: DocumentId) -> bool:
    """Return whether the mention gives another locality than that of a local `document`."""
    code = codes.parse(document.name)
    body = code.body.partition("-")[0] if code is not None else ""
    if not body or not bodies.is_local_symbol(body) or document.locality in (None, UNKNOWN):
        return False
    return context.localities.locality_of_document(mention, body) not in (None, document.locality)


def _is_of_another_subject(context: Context, mention: Mention, there: Mention, document: DocumentId) -> bool:
    """Return whether the titles of two mentions with the same number have nothing in common.

    Then they are two documents of a body that restarts its numbers each year. If the document's title is listed, it
    decides.
    """
    known = context.records.get(str(document))
    if (known is not None and known.title) or not mention.title or not there.title:
        return False
    likeness = context.idf_index.title_similarity(mention.title, there.title)
    return likeness is not None and likeness.words < UNLIKE
