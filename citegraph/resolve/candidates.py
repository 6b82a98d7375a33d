"""Generate candidates: the documents that a numbered Party mention may mean.

Besides the listed documents there are always unlisted candidates: one with the same code per possible term or, for a
mention without a symbol, one that stands for any other document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from citegraph.grammar import codes
from citegraph.grammar.codes import Code
from citegraph.ids import UNKNOWN, DocumentId
from citegraph.knowledge import kinds
from citegraph.model import Document, Scope, Status
from citegraph.records import Records, Term
from citegraph.resolve import canonical_ids
from citegraph.resolve.features import Setting
from citegraph.resolve.merged_claims import Claims

_TERMS_BACK = 3  # terms before the current one whose unlisted documents are still cited by number


def candidates_of_code(
    records: Records, listed: Collection[Document], code: Code, claims: Claims, setting: Setting
) -> list[Document]:
    """Return the listed documents of `code`, and an unlisted one per other possible term.

    Args:
        records: The listed documents.
        listed: Those that the code may name.
        code: The complete code.
        claims: The claims about the document.
        setting: The date and horizon of the report.
    """
    bearing = {document.term for document in listed if DocumentId.parse(document.id).name == str(code)}
    # If a document of the term has this code, one that is only sometimes cited by it counts only with its exact date.
    known = [
        document
        for document in listed
        if DocumentId.parse(document.id).name == str(code)
        or document.term not in bearing
        or document.date in claims.dates
    ]
    if any(records.is_single_term_series(document) for document in known):
        return known
    terms = {document.term for document in known}
    further = [
        unlisted_document(code, canonical_ids.party_id(str(code), term.name), term.name)
        for term in _possible_terms(records, claims, setting)
        if term.name not in terms
    ]
    return [*known, *further]


def candidates_of_number(listed: Iterable[Document], number: str, symbol: str) -> list[Document]:
    """Return the listed documents with a number cited without its symbol, followed by "any other document".

    Args:
        listed: The listed documents of the number.
        number: The number as printed.
        symbol: The symbol of the kind, "?" if unknown.
    """
    known = [*listed]
    ours = [document for document in known if document.scope is Scope.PARTY]
    if known and not ours:
        code = Code(number, symbol, UNKNOWN, Scope.STATE)
        return [*known, unlisted_document(code, canonical_ids.party_id(f"{number}/{symbol}-{UNKNOWN}", None), None)]
    shapes = {DocumentId.parse(document.id).name for document in ours}
    if len(shapes) == 1 and (shape := codes.parse(next(iter(shapes)))) is not None:
        code = shape
    else:
        code = Code(codes.pad_number(number), symbol, "TW" if ours else UNKNOWN, Scope.PARTY)
    return [*known, unlisted_document(code, canonical_ids.party_id(str(code), None), None)]


def unlisted_document(code: Code, name: str, term: str | None) -> Document:
    """Return an unlisted document of this code; without a term it stands for any document with the number."""
    kind = kinds.kinds_of_symbol(code.symbol)
    return Document(
        id=name,
        label=name,
        scope=code.scope,
        status=Status.MINTED,
        kind=kind[0].name if len(kind) == 1 else None,
        number=code.number,
        symbol=code.symbol,
        body=code.body,
        term=term,
    )


def _possible_terms(records: Records, claims: Claims, setting: Setting) -> list[Term]:
    """Return the terms that are claimed by name or date, and the latest ones before the report."""
    written = setting.date
    exact = len(written or "")  # a year is compared with years
    begun = [term for term in records.terms if written is None or term.start[:exact] <= written]
    claimed = {*claims.terms}
    for date in claims.dates:
        if not date.startswith("--"):
            claimed.update([term.name for term in begun if term.covers(date)])
    running = records.term_on(setting.horizon) if setting.horizon else None
    last = begun.index(running) + 1 if running in begun else len(begun)
    claimed.update([term.name for term in begun[max(0, last - 1 - _TERMS_BACK) : last]])
    return [term for term in begun if term.name in claimed]
