"""Resolve mentions without a number: plenums, congresses, laws, names and titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as day
from datetime import timedelta
from functools import lru_cache

from citegraph.ids import DocumentId, is_decided
from citegraph.knowledge.gazetteer import DISTRICT, levels_of
from citegraph.model import Candidate, Citation, Document, IsoDate, Mention, Method, Scope, Status
from citegraph.records import Plenum, Records
from citegraph.resolve import identity
from citegraph.resolve.claims import Claims, claims_at
from citegraph.resolve.context import Context, method_of
from citegraph.resolve.score import THRESHOLD, winner

_TELLS_NO_TERM = frozenset({"whole plenum", "whole plenum with a title", "term before", "long past"})
_NARROWED = 0.75  # share of its plenum's probability from which a document is meant rather than the plenum as a whole
_ALIKE = 0.7  # likeness of titles from which two may be one
_SAID_WHOLE = 0.92  # share of the words said from which a title holds them all
_BEHIND_A_BOUND = timedelta(days=200)  # a report is seldom younger than the youngest paper it cites by more
_AS_GOOD = 0.08  # by so much less alike, another version of the document is as good a reading


def plenum(context: Context, mention: Mention, claims: Claims) -> Citation:
    """Decide a mention of a plenum: one of its documents, or, where only the term is sure, all of them together."""
    ranked = context.rank(plenum_options(context, mention, claims), claims)
    best, confidence = winner(ranked), None
    if best is not None and all(each.name in _TELLS_NO_TERM for each in best.evidence):
        return context.undecided(mention, identity.plenum(mention.plenum or "", None), ranked)
    if best is None and (sure := _sure_term(ranked)) is not None:
        best, confidence = _within(ranked, identity.plenum(mention.plenum or "", sure[0]), sure)
    if best is None:
        return context.undecided(mention, identity.plenum(mention.plenum or "", None), ranked)
    term = DocumentId.parse(best.document).term
    known = best.document in context.records or any(
        p.term == term for p in context.records.plenums_of(mention.plenum or "")
    )
    return context.chosen(mention, best, method_of(best) if known else Method.MINTED, confidence)


def plenum_options(context: Context, mention: Mention, claims: Claims) -> list[Document]:
    """The documents that a plenum's number may name, of each term that had one by then, and each plenum as a whole."""
    number, written = mention.plenum or "", context.setting.date
    found: list[Document] = []
    for met in context.records.plenums_of(number):
        if written is None or met.start is None or met.start[: len(written)] <= written:
            documents = [_passed(context, d, met) for d in map(context.records.get, met.documents) if d is not None]
            found += _of_plenum(mention, documents, met.term)
    terms = {document.term for document in found}
    for term in claims.terms:
        if term not in terms:  # plenums of early terms are known by the names of their papers
            documents = list(context.records.by_alias(f"{mention.kind} Trung ương {number} khóa {term}"))
            found += _of_plenum(mention, documents, term)
    found = [*{document.id: document for document in found}.values()]  # two sittings of one plenum are one whole
    listed = identity.plenum(number, "")
    return found or [document for document in context.records if document.id.startswith(listed)]


def _of_plenum(mention: Mention, documents: list[Document], term: str) -> list[Document]:
    """The documents of a plenum, of the type said if any are, and the plenum as a whole unless it has just one."""
    chosen = [document for document in documents if document.kind == mention.kind] or documents
    if len(chosen) == 1:
        return chosen
    name = identity.plenum(mention.plenum or "", term)
    whole = Document(id=name, label=name, scope=Scope.PARTY, status=Status.MINTED, term=term)
    return [*chosen, whole]


def _within(ranked: Sequence[Candidate], whole: str, sure: tuple[str, float]) -> tuple[Candidate | None, float | None]:
    """Of a plenum whose term is sure its likeliest document where that is likely enough, else the plenum as a whole."""
    term, share = sure
    first = next(candidate for candidate in ranked if DocumentId.parse(candidate.document).term == term)
    if first.probability >= _NARROWED * share:
        return first, None
    return next((candidate for candidate in ranked if candidate.document == whole), None), share


def _sure_term(ranked: Sequence[Candidate]) -> tuple[str, float] | None:
    """The term that the candidates of one term together make likely enough, and how likely; None where none is."""
    shares: dict[str, float] = defaultdict(float)
    for candidate in ranked:
        shares[DocumentId.parse(candidate.document).term or ""] += candidate.probability
    return next(((term, min(1.0, round(share, 4))) for term, share in shares.items() if share >= THRESHOLD), None)


def _passed(context: Context, document: Document, met: Plenum) -> Document:
    """`document` as of the day it was passed, where it was signed only after the report: news speak of it at once."""
    date = context.setting.date
    if date is None or document.date is None or met.start is None or not met.start <= date < document.date:
        return document
    return replace(document, date=met.start)


def congress(context: Context, mention: Mention) -> Citation:
    """Decide a mention of a congress resolution: of the Party by its ordinal, of a place by ordinal and place."""
    locality = None
    if mention.number is not None:
        said, levels = mention.locality, levels_of(mention.issuer or "tỉnh") or (DISTRICT,)
        locality = context.localities.named(said, levels[-1]) if said else context.localities.around(mention, levels[0])
    document = identity.congress(mention, locality)
    if not is_decided(document):
        return context.undecided(mention, document, ())
    method = Method.EXACT if document in context.records or mention.number is None else Method.MINTED
    said = "its years are said" if "-" in (mention.number or "") else "its ordinal is said"
    return context.plain(mention, document, method, "congress", said)


def named(context: Context, mention: Mention) -> Citation:
    """A law, a document named by itself, or one known by an alias or a title."""
    if mention.name is None and mention.title is not None:
        return _titled(context, mention, claims_at(mention))
    name = mention.name or mention.surface
    versions = context.records.by_alias(name) if mention.rule == "alias" else ()
    if versions:
        scope = versions[0].scope
        return _version(context, replace(mention, scope=scope), list(versions))
    method = Method.EXACT if mention.scope is Scope.PARTY or name in context.records else Method.MINTED
    return context.plain(mention, name, method, "name", "named by itself")


def _titled(context: Context, mention: Mention, claims: Claims) -> Citation:
    """A document named by its title: the version in force where several bear it."""
    alike = []
    for document, title in _entitled(context.records, mention.kind, mention.scope):
        likeness = context.idf_index.likeness(mention.title or "", title)
        if likeness is not None and likeness.best >= _ALIKE:
            # The words may be short for a longer title: as good a reading as a title of just these words.
            alike.append((1.0 if likeness.said >= _SAID_WHOLE else likeness.whole, document))
    if not alike:
        return context.undecided(mention, identity.party(f"{mention.kind} {mention.title}", None), ())
    top = max(likeness for likeness, _ in alike)
    return _version(context, mention, [document for likeness, document in alike if likeness >= top - _AS_GOOD])


@lru_cache(maxsize=128)
def _entitled(records: Records, kind: str | None, scope: Scope) -> tuple[tuple[Document, str], ...]:
    """The known documents of a type that have a title, with it."""
    return tuple(
        (known, known.title) for known in records if known.title and (known.kind, known.scope) == (kind, scope)
    )


def _version(context: Context, mention: Mention, documents: list[Document]) -> Citation:
    """The one of several documents of the same name that was in force when the report was written."""
    horizon = context.setting.horizon
    claims = claims_at(mention)
    ranked = context.rank(documents, claims)
    if len(documents) == 1:
        return context.plain(
            mention, documents[0].id, Method.RECORD, "only version", documents[0].title or mention.surface
        )
    best = winner(ranked)
    if best is not None:
        return context.chosen(mention, best, Method.RECORD)
    if horizon is not None and not _later_possible(context, documents, horizon):
        issued = sorted((d for d in documents if d.date and d.date <= horizon), key=lambda d: d.date or "")
        force = [d for d in issued if not _replaced(context, d, horizon)] or issued
        related = {i for d in documents for i in (*d.replaces, *d.replaced_by)}
        dated = context.setting.date is not None and len(force) == 1
        if force and (dated or all(d.id in related for d in documents)):
            detail = f"the version of {force[-1].date} was in force on {horizon}"
            return context.plain(mention, force[-1].id, Method.RECORD, "in force", detail)
    number = names.pop() if len(names := {DocumentId.parse(d.id).name for d in documents}) == 1 else mention.kind
    return context.undecided(mention, identity.party(number or mention.surface, None), ranked)


def _later_possible(context: Context, documents: list[Document], horizon: IsoDate) -> bool:
    """Whether the report may be of after a version that the horizon, no date but a lower bound, lies just before."""
    if context.setting.date is not None:
        return False
    later = [d.date for d in documents if d.date and d.date > horizon]
    limit = day.fromisoformat(f"{horizon}-12-28"[:10]) + _BEHIND_A_BOUND
    return bool(later) and min(later) <= limit.isoformat()


def _replaced(context: Context, document: Document, horizon: IsoDate) -> bool:
    later = [context.records.get(i) for i in document.replaced_by]
    return any(r is not None and r.date is not None and r.date <= horizon for r in later)
