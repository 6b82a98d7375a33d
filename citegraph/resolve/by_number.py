"""Resolve mentions with a number: complete the code, then decide term, locality or year."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz.distance import OSA

from citegraph.grammar import issuers
from citegraph.grammar.codes import Code
from citegraph.i18n import message
from citegraph.ids import UNKNOWN, is_decided
from citegraph.knowledge import bodies, kinds
from citegraph.model import Candidate, Citation, Document, Mention, Method, Scope
from citegraph.resolve import candidates, canonical_ids
from citegraph.resolve.context import TELLING, Context, has_evidence, method_of
from citegraph.resolve.features import is_series_well_listed
from citegraph.resolve.merged_claims import Claims, claims_of_mention
from citegraph.resolve.score import best_if_probable

_NOT_OURS = frozenset({"another's document"})
# Levels that determine the term of an unlisted document. Low scores of other candidates do not justify a new node.
_FIXES_TERM = frozenset({"date in order", "date in term", "term", "term in force"})
_NOT_MINTED = frozenset({"out of order"})  # date, number or symbol is misprinted, so the document does not exist


def resolve_numbered(context: Context, mention: Mention, claims: Claims) -> Citation:
    """Resolve a mention with a number: complete its code, then decide its term, locality or year.

    Args:
        context: The report and its setting.
        mention: A mention with a number.
        claims: The claims about its document.
    """
    code = canonical_ids.code_from_kind_and_issuer(mention, context.setting.horizon)
    if code is not None and code.scope is Scope.STATE:
        return _resolve_state(context, replace(mention, scope=Scope.STATE), code)
    if code is None:
        row = issuers.parse(mention.issuer) if mention.issuer else None
        if row is not None and row.scope is Scope.STATE:
            mention = replace(mention, scope=Scope.STATE)
        return _resolve_short_number(context, mention, claims)
    code = _repair_body_of_code(context, mention, code, claims)
    if bodies.is_local_symbol(code.body):
        return _resolve_local(context, mention, code)
    return _resolve_central(context, mention, code, claims)


def _resolve_central(context: Context, mention: Mention, code: Code, claims: Claims) -> Citation:
    """Decide the term of a central document whose complete code is known."""
    options = candidates.candidates_of_code(
        context.records, listed_documents_of_code(context, mention, code), code, claims, context.setting
    )
    ranked = context.rank(options, claims)
    return _decided_citation(context, mention, ranked) or context.cite_undecided(
        mention, canonical_ids.party_id(str(code), None), ranked
    )


def rank_documents_of_number(context: Context, mention: Mention, claims: Claims) -> tuple[Candidate, ...]:
    """Return the documents that the number of a mention may name, most probable first, by its own claims alone.

    Args:
        context: The report and its setting.
        mention: A mention with a number.
        claims: The claims about its document.
    """
    code = canonical_ids.code_from_kind_and_issuer(mention, context.setting.horizon)
    if code is None:
        documents = short_number_options(context, mention) or []
    elif code.scope is Scope.STATE or bodies.is_local_symbol(code.body):
        documents = [*context.records.by_code(code)]
    else:
        known = listed_documents_of_code(context, mention, code)
        documents = candidates.candidates_of_code(context.records, known, code, claims, context.setting)
    return tuple(candidate for candidate in context.rank(documents, claims) if is_decided(candidate.document))


def listed_documents_of_code(context: Context, mention: Mention, code: Code) -> list[Document]:
    """Return the listed documents of a code.

    They include those of a code with a misprint, or with the present name of a body.
    """
    known = [*context.records.by_code(code)]
    kind = kinds.by_name().get(mention.kind or "")
    if kind is not None and kind.symbols and code.symbol not in kind.symbols and code.symbol != "TB":
        # "Chỉ thị số 49-NQ/TW": kind word or symbol is a misprint. A Thông báo may announce documents of any kind.
        known += context.records.by_code(replace(code, symbol=kind.symbols[0]))
    if not known and mention.code is None and (former := bodies.former_symbol(code.body)):
        known += context.records.by_code(replace(code, body=former))
    if mention.code is None and code.body in bodies.SHARED_SYMBOLS:
        known += _documents_of_early_plenums(context, mention)
    return known


def _decided_citation(context: Context, mention: Mention, ranked: tuple[Candidate, ...]) -> Citation | None:
    """Return the citation of the candidate that is probable enough, or None."""
    best = best_if_probable(ranked)
    if best is None or not is_decided(best.document) or has_evidence(best, _NOT_MINTED):
        return None
    if not best.evidence and (not is_series_well_listed(best.document) or _has_local_issuer(mention)):
        return None  # the absence of other listed documents proves nothing
    chosen = context.records.get(best.document)
    if chosen is None and not has_evidence(best, _FIXES_TERM):
        return None
    if chosen is None:
        return context.cite_candidate(mention, best, Method.MINTED)
    if chosen.title is None and mention.title is not None and best.score <= 0:
        return None  # the absence of the stated title from the list proves nothing
    return context.cite_candidate(replace(mention, scope=chosen.scope), best, method_of(best))


def _has_local_issuer(mention: Mention) -> bool:
    """Return whether a local committee is said to issue it: "Huyện ủy vừa ban hành Nghị quyết số 21-CT/TW"."""
    row = issuers.parse(mention.issuer) if mention.issuer else None
    return row is not None and row.scope is Scope.PARTY and not row.central


def _resolve_short_number(context: Context, mention: Mention, claims: Claims) -> Citation:
    """Resolve a number without a symbol or an issuer that completes it."""
    kind = kinds.by_name().get(mention.kind or "")
    symbol = kind.symbols[0] if kind and kind.symbols else UNKNOWN
    documents = short_number_options(context, mention)
    if documents is not None:
        ranked = context.rank(documents, claims)
        if _belongs_to_another_body(mention, ranked):
            mention = replace(mention, scope=Scope.STATE)
            return context.cite_undecided(
                mention, canonical_ids.party_id(f"{mention.number}/{symbol}-{UNKNOWN}", None), ()
            )
        named = tuple(candidate for candidate in ranked if is_decided(candidate.document))
        return _decided_citation(context, mention, ranked) or context.cite_undecided(mention, documents[-1].id, named)
    mention = replace(mention, scope=Scope.STATE)  # the numbers of State documents reach the hundreds
    if mention.rule == "type+symbol":  # until about 1996 State codes were often this short: "Chỉ thị 326/CT"
        return _resolve_state(context, mention, Code(mention.number or "", "", symbol, Scope.STATE))
    return context.cite_undecided(mention, canonical_ids.party_id(f"{mention.number}/{symbol}-{UNKNOWN}", None), ())


def _belongs_to_another_body(mention: Mention, ranked: tuple[Candidate, ...]) -> bool:
    """Return whether a number more probably belongs to the State or another body than to a listed Party document."""
    return mention.term is None and has_evidence(ranked[0], _NOT_OURS)


def short_number_options(context: Context, mention: Mention) -> list[Document] | None:
    """Return the documents that a number without a symbol may name; None where nothing indicates a Party document."""
    kind = kinds.by_name().get(mention.kind or "")
    symbols = kind.symbols if kind else ()
    known = [
        document
        for document in context.records.by_number(mention.number or "")
        if document.locality is None and (document.symbol in symbols or document.kind == mention.kind)
    ]
    known += _documents_of_early_plenums(context, mention)
    row = issuers.parse(mention.issuer) if mention.issuer else None
    if row is not None:
        known = [document for document in known if document.scope is row.scope]
    partys = (kind is not None and kind.scope is Scope.PARTY) or (row is not None and row.scope is Scope.PARTY)
    if not known and not partys:
        return None
    return candidates.candidates_of_number(known, mention.number or "", symbols[0] if symbols else UNKNOWN)


def _documents_of_early_plenums(context: Context, mention: Mention) -> list[Document]:
    """Return the documents of early plenums that are cited by the plenum's number: "Nghị quyết 15"."""
    return [
        document
        for document in context.records.by_alias(f"{mention.kind} {mention.number}")
        if document.number is None and document.kind == mention.kind
    ]


def _resolve_local(context: Context, mention: Mention, code: Code) -> Citation:
    locality = context.localities.locality_of_document(mention, code.body)
    document = canonical_ids.party_id(str(code), locality)
    if locality is None:
        return context.cite_undecided(mention, document, ())
    method = Method.EXACT if document in context.records else Method.MINTED
    return context.cite_for_reason(
        mention, document, method, "locality" if mention.locality is not None else "report's locality", locality
    )


def _resolve_state(context: Context, mention: Mention, code: Code) -> Citation:
    local = bodies.is_local_symbol(code.body.partition("-")[0])
    locality = context.localities.locality_of_document(mention, code.body.partition("-")[0]) if local else None
    document = canonical_ids.state_id(str(code), mention.date, locality, local=local)
    if _is_number_of_amended_law(
        context, mention, document
    ):  # "Luật sửa đổi … của Bộ luật Hình sự số 100/2015/QH13": the number of the amended law
        return context.cite_for_reason(mention, mention.name or "", Method.MINTED, "name", message("why.own_name"))
    if not is_decided(document):
        known = [
            d for d in context.records.by_code(code) if not mention.date or (d.date or "").startswith(mention.date[:4])
        ]
        ranked = context.rank([*known, candidates.unlisted_document(code, document, None)], claims_of_mention(mention))
        best = best_if_probable(ranked)
        if best is not None and is_decided(best.document) and not local:
            return context.cite_candidate(mention, best, method_of(best))
        return context.cite_undecided(mention, document, tuple(c for c in ranked if is_decided(c.document)))
    method = Method.EXACT if document in context.records else Method.MINTED
    return context.cite_for_reason(mention, document, method, "number", message("why.year"))


def _is_number_of_amended_law(context: Context, mention: Mention, document: str) -> bool:
    """Return whether the number after the name of an amending law is that of the law it amends."""
    known = context.records.get(document)
    if known is None or known.title is None or mention.rule != "law" or "sửa đổi" not in (mention.name or ""):
        return False
    return "sửa đổi" not in known.title.lower()


def _repair_body_of_code(context: Context, mention: Mention, code: Code, claims: Claims) -> Code:
    """Return the code with the body of the issuer, where the printed body is a misprint.

    "11-NQ/TW ngày 31/5/2017 của Thành ủy Hà Nội" is a document of the city, unless a central one with that number fits.
    "68-KH/TU của Ban Tuyên giáo Trung ương" belongs to that department, "847-NQ/QSTW của Quân ủy Trung ương" has a
    misprint.
    """
    row = issuers.parse(mention.issuer) if mention.issuer else None
    if row is None or row.scope is not Scope.PARTY or not row.body or row.body == code.body or mention.code is None:
        return code
    signs_locally, printed_local = bodies.is_local_symbol(row.body), bodies.is_local_symbol(code.body)
    if code.body == "TW" and signs_locally and row.body == "TU":
        if "Ư" in mention.surface.upper() or any(not context.records.term_named(term) for term in claims.terms):
            return replace(code, body=row.body)  # "09-NQ/TƯ của Tỉnh ủy (khóa XV)": no such central term
        ranked = context.rank(context.records.by_code(code), replace(claims, issuers=(), kind=None))
        fits = any(has_evidence(candidate, TELLING) for candidate in ranked[:1])
        contradicted = bool(claims.dates or claims.titles) and not fits
        return replace(code, body=row.body) if contradicted else code
    is_slip = code.body not in bodies.bodies_by_symbol() and OSA.distance(code.body, row.body) == 1
    if (printed_local or is_slip) and not signs_locally and row.central and row.name != "Trung ương":
        return replace(code, body=row.body)
    return code
