"""Coreference: which mentions of a report may name the same document, by what they are called and what they claim."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from citegraph.grammar import codes, issuers
from citegraph.ids import UNKNOWN, DocumentId
from citegraph.knowledge import bodies, kinds
from citegraph.model import Citation, Form, Mention, Scope
from citegraph.resolve.claims import NEAREST, claims_at
from citegraph.resolve.context import Context
from citegraph.resolve.features import UNLIKE


class Groups:
    """The mentions of a report by what they have in common at the least: the bare number, or the plenum."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._keys = [_key(mention) for mention in mentions]
        self._members: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(self._keys):
            self._members[key].append(index)

    def around(self, index: int) -> list[int]:
        """The others of its group: the nearest before it first, then those after it."""
        group = self._members[self._keys[index]]
        at = bisect_left(group, index)
        return [*reversed(group[max(0, at - NEAREST) : at]), *group[at + 1 : at + 1 + NEAREST]]


def _key(mention: Mention) -> str:
    if mention.form is Form.PLENUM:
        return f"plenum {mention.plenum}"
    return (mention.number or mention.name or "").partition("/")[0].lstrip("0")


def may_follow(context: Context, mention: Mention, there: Mention, known: Citation) -> bool:
    """Whether `mention` may name what the mention `there` was decided to name, as `known` says.

    A short form follows its full form even where that is not settled: they stay undecided together.
    """
    whole = there.code is not None or there.issuer is not None
    if not (known.decided or (mention.form is Form.SHORT and whole)) or not same_number(mention, there):
        return False
    document = DocumentId.parse(known.document)
    if mention.code not in (None, there.code, document.name):
        return False
    return _agrees(context, mention, document) and not _is_of_another_subject(context, mention, there, document)


def same_number(one: Mention, other: Mention) -> bool:
    """Whether two mentions bear one number and types of one symbol, so that one may be the other's short form."""
    if one.form is Form.PLENUM or other.form is Form.PLENUM:
        return one.form is other.form and one.plenum == other.plenum
    if not one.number or not other.number or one.number.lstrip("0") != other.number.lstrip("0"):
        return _leaves_out_year(one, other)
    return _same_symbol(one, other)


def same_document(one: Mention, other: Mention) -> bool:
    """Whether two undecided mentions can only mean the same document."""
    if Form.ANAPHOR in (one.form, other.form) or one.scope is not other.scope:
        return False
    return same_number(one, other) and (one.code == other.code or None in (one.code, other.code))


def _leaves_out_year(one: Mention, other: Mention) -> bool:
    """Whether a short form leaves out the year that the full form prints: "Nghị định 15" of 15/2020/NĐ-CP."""
    if not one.number or not other.number or "/" in one.number:
        return False
    head, _, year = other.number.partition("/")
    return bool(year) and head.lstrip("0") == one.number.lstrip("0") and _same_symbol(one, other)


def _same_symbol(one: Mention, other: Mention) -> bool:
    return (one.kind is not None and one.kind == other.kind) or bool(_symbols(one) & _symbols(other))


def _symbols(mention: Mention) -> set[str]:
    if mention.symbol:
        return {mention.symbol}
    kind = kinds.by_name().get(mention.kind or "")
    return set(kind.symbols) if kind else set()


def _agrees(context: Context, mention: Mention, document: DocumentId) -> bool:
    """Whether nothing said at the mention speaks against `document`."""
    term = document.term
    if mention.term is not None and term not in (None, UNKNOWN, mention.term):
        return False
    if mention.issuer is not None and not _may_be_issued_by(mention.issuer, document):
        return False
    if mention.locality is not None and _is_of_another_locality(context, mention, document):
        return False
    known = context.records.get(str(document))
    return known is None or not context.contradicts(known, claims_at(mention))


def _may_be_issued_by(printed: str, document: DocumentId) -> bool:
    """Whether the issuer is of the same side, the Party or the State, and of the same level as the document's body."""
    row, code = issuers.parse(printed), codes.parse(document.name)
    if row is None:
        return True
    scope = code.scope if code is not None else Scope.PARTY
    if row.scope is not scope:
        return False
    if code is None or not row.body or row.scope is not Scope.PARTY:
        return True
    return bodies.is_local(row.body) == bodies.is_local(code.body)


def _is_of_another_locality(context: Context, mention: Mention, document: DocumentId) -> bool:
    """Whether the place said at the mention is not that of a local `document`."""
    code = codes.parse(document.name)
    body = code.body.partition("-")[0] if code is not None else ""
    if not body or not bodies.is_local(body) or document.locality in (None, UNKNOWN):
        return False
    return context.localities.of(mention, body) not in (None, document.locality)


def _is_of_another_subject(context: Context, mention: Mention, there: Mention, document: DocumentId) -> bool:
    """Whether two mentions of one number give titles that have nothing in common: of a body that numbers anew each year
    these are two papers. Of a known document its own title tells.
    """
    known = context.records.get(str(document))
    if (known is not None and known.title) or not mention.title or not there.title:
        return False
    likeness = context.idf_index.likeness(mention.title, there.title)
    return likeness is not None and likeness.words < UNLIKE
