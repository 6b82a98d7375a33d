"""Resolve mentions without a number: plenums, congresses, laws, names and titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as day
from datetime import timedelta
from functools import lru_cache

from citegraph.grammar import numerals
from citegraph.grammar.dates import YEARS_OF_TERM
from citegraph.i18n import message
from citegraph.ids import DocumentId, is_decided
from citegraph.knowledge.gazetteer import DISTRICT, levels_of_unit_word
from citegraph.model import Candidate, Citation, Document, IsoDate, Mention, Method, Scope, Status
from citegraph.records import Plenum, Records
from citegraph.resolve import canonical_ids, date_cues
from citegraph.resolve.context import Context, method_of
from citegraph.resolve.features import speaks_of_another_subject
from citegraph.resolve.merged_claims import Claims, claims_of_mention
from citegraph.resolve.score import THRESHOLD, best_if_probable

_TELLS_NO_TERM = frozenset({"whole plenum", "whole plenum with a title", "plenum without documents", "long past"})
_NARROWED = 0.8  # minimum share of the plenum's probability to choose one document
_SIMILAR = 0.7  # minimum similarity of titles that may be the same
_CONTAINS_ALL = 0.92  # share of the claimed words in a title from which it counts as containing all of them
_AFTER_HORIZON = timedelta(days=200)  # a report is rarely this much younger than its youngest citation
_TOLERANCE = 0.08  # maximum difference in similarity for two versions of a document to count as equal


def resolve_plenum(context: Context, mention: Mention, claims: Claims) -> Citation:
    """Resolve a mention of a plenum to one of its documents or, where only the term is certain, to all of them.

    Args:
        context: The report and its setting.
        mention: A mention of form PLENUM.
        claims: The claims about its document.
    """
    ranked = context.rank(plenum_options(context, mention, claims), claims)
    best, confidence = best_if_probable(ranked), None
    if best is not None and len(ranked) > 1 and all(reason.name in _TELLS_NO_TERM for reason in best.evidence):
        return context.cite_undecided(mention, canonical_ids.plenum_id(mention.plenum or "", None), ranked)
    if best is None and (sure := _sure_term(ranked)) is not None:
        best, confidence = _best_plenum_candidate(ranked, canonical_ids.plenum_id(mention.plenum or "", sure[0]), sure)
    if best is None:
        return context.cite_undecided(mention, canonical_ids.plenum_id(mention.plenum or "", None), ranked)
    term = DocumentId.parse(best.document).term
    known = best.document in context.records or any(
        p.term == term for p in context.records.plenums_with_number(mention.plenum or "")
    )
    if not known and context.records.is_plenum_beyond_term(mention.plenum or "", term):
        return context.cite_undecided(mention, canonical_ids.plenum_id(mention.plenum or "", None), ranked)
    return context.cite_candidate(mention, best, method_of(best) if known else Method.MINTED, confidence)


def plenum_options(context: Context, mention: Mention, claims: Claims) -> list[Document]:
    """Return the documents that a plenum's number may name, in each possible term, and each whole plenum."""
    number, written = mention.plenum or "", context.setting.date
    found: list[Document] = []
    for listed_plenum in context.records.plenums_with_number(number):
        named = listed_plenum.term in claims.terms  # the day of a page may be earlier than its text
        if named or written is None or listed_plenum.start is None or listed_plenum.start[: len(written)] <= written:
            documents = [
                _with_date_of_passing(context, d, listed_plenum)
                for d in map(context.records.get, listed_plenum.documents)
                if d is not None
            ]
            unnumbered = context.records.get(canonical_ids.plenum_id(number, listed_plenum.term))
            documents = [unnumbered] if unnumbered else documents
            found += _plenum_candidates(context, mention, claims, documents, listed_plenum.term)
    terms = {document.term for document in found}
    for term in claims.terms:
        if term not in terms:  # plenums of early terms are listed as aliases of their documents
            documents = list(context.records.by_alias(f"{mention.kind} Trung ương {number} khóa {term}"))
            found += _plenum_candidates(context, mention, claims, documents, term)
    found = [*{document.id: document for document in found}.values()]  # sittings share one whole plenum
    listed = canonical_ids.plenum_id(number, "")
    return found or [document for document in context.records if document.id.startswith(listed)]


def _plenum_candidates(
    context: Context, mention: Mention, claims: Claims, documents: list[Document], term: str
) -> list[Document]:
    """Return the documents of a plenum, of the claimed kind if any, and the whole plenum unless there is just one.

    Not all documents are listed, so a title that does not fit the only listed one may belong to another.
    """
    chosen = [document for document in documents if document.kind == mention.kind] or documents
    if len(chosen) == 1 and not (
        claims.titles and speaks_of_another_subject(context.pair_with_claims(chosen[0], claims))
    ):
        return chosen
    name = canonical_ids.plenum_id(mention.plenum or "", term)
    whole = Document(id=name, label=name, scope=Scope.PARTY, status=Status.MINTED, term=term)
    return [*chosen, whole]


def _best_plenum_candidate(
    ranked: Sequence[Candidate], whole: str, sure: tuple[str, float]
) -> tuple[Candidate | None, float | None]:
    """Return the candidate of a plenum whose term is certain, and its confidence if it is the whole plenum.

    The candidate is the most probable document if it is probable enough, else the whole plenum.
    """
    term, share = sure
    first = next(candidate for candidate in ranked if DocumentId.parse(candidate.document).term == term)
    if first.probability >= _NARROWED * share:
        return first, None
    return next((candidate for candidate in ranked if candidate.document == whole), None), share


def _sure_term(ranked: Sequence[Candidate]) -> tuple[str, float] | None:
    """Return the term whose candidates together are probable enough, with that probability, or None."""
    shares: dict[str, float] = defaultdict(float)
    told = set[str]()  # the terms that a reason speaks for
    for candidate in ranked:
        term = DocumentId.parse(candidate.document).term or ""
        shares[term] += candidate.probability
        if any(reason.weight > 0 and reason.name not in _TELLS_NO_TERM for reason in candidate.evidence):
            told.add(term)
    return next(
        (
            (term, min(1.0, round(share, 4)))
            for term, share in shares.items()
            if share >= THRESHOLD and (term in told or len(shares) == 1)
        ),
        None,
    )


def _with_date_of_passing(context: Context, document: Document, listed_plenum: Plenum) -> Document:
    """Return `document` with the date on which the plenum passed it, if it was signed only after the report.

    News report a document on the day it is passed.
    """
    date = context.setting.date
    if (
        date is None
        or document.date is None
        or listed_plenum.start is None
        or not listed_plenum.start <= date < document.date
    ):
        return document
    return replace(document, date=listed_plenum.start)


def _is_local_congress(context: Context, mention: Mention) -> bool:
    """Whether no national congress has this ordinal, or it met in other years: "lần thứ I, nhiệm kỳ 2025-2030".

    So it is if the line tells of a local congress and of earlier years than those of the national one.
    """
    years = YEARS_OF_TERM.match(context.report.text, mention.span.end)
    term = context.records.term_named(mention.term)
    if term is None:
        ordinal = numerals.numeral_value(mention.term or "")
        return ordinal is not None and ordinal > len(context.records.terms) + 1  # the next one may be prepared
    if years is not None:
        return abs(int(years["from"]) - int(term.start[:4])) > 1
    is_national = mention.issuer is not None or "toàn quốc" in mention.surface.lower()
    return not is_national and date_cues.is_before_national_congress(
        context.report.text, mention.span.start, term.start
    )


def resolve_congress(context: Context, mention: Mention) -> Citation:
    """Resolve a mention of a congress resolution: a national one by its ordinal, a local one by ordinal and locality.

    Args:
        context: The report and its setting.
        mention: A mention of form CONGRESS.
    """
    if mention.number is None and _is_local_congress(context, mention):
        mention = replace(mention, number=mention.term, term=None)
    locality = None
    if mention.number is not None:
        printed, levels = mention.locality, levels_of_unit_word(mention.issuer or "tỉnh") or (DISTRICT,)
        if printed:
            locality = context.localities.locality_named(printed, levels[-1])
        else:
            own = None if mention.issuer else context.localities.own_district_or_commune()
            locality = own or context.localities.report_locality_for(mention, levels[0])
    if locality is not None and "-" in (mention.number or ""):
        ordinal = date_cues.local_congress_ordinal(context.report.text, locality, mention.number or "")
        mention = replace(mention, number=ordinal or mention.number)
    document = canonical_ids.congress_id(mention, locality)
    if not is_decided(document):
        return context.cite_undecided(mention, document, ())
    method = Method.EXACT if document in context.records or mention.number is None else Method.MINTED
    detail = message("why.years_given" if "-" in (mention.number or "") else "why.ordinal_given")
    return context.cite_for_reason(mention, document, method, "congress", detail)


def resolve_named(context: Context, mention: Mention) -> Citation:
    """Resolve a mention of a law, of a document with a name of its own, or of one known by an alias or title.

    Args:
        context: The report and its setting.
        mention: A mention of form NAMED or TITLE without a code.
    """
    if mention.name is None and mention.title is not None:
        return _resolve_title(context, mention, claims_of_mention(mention))
    name = _name_with_year(mention, mention.name or mention.surface)
    versions = context.records.by_alias(name) if mention.rule == "alias" else ()
    if versions:
        scope = versions[0].scope
        return _resolve_version(context, replace(mention, scope=scope), list(versions))
    method = Method.EXACT if mention.scope is Scope.PARTY or name in context.records else Method.MINTED
    return context.cite_for_reason(mention, name, method, "name", message("why.own_name"))


def _name_with_year(mention: Mention, name: str) -> str:
    """Return the name of a law with the year of its printed date: "Luật Xây dựng ngày 18/6/2014"."""
    date = mention.date if mention.rule == "law" else None
    if date is None or date.startswith("--") or name.endswith(date[:4]):
        return name
    return f"{name} {date[:4]}"


def _resolve_title(context: Context, mention: Mention, claims: Claims) -> Citation:
    """Resolve a title to its document; among several versions, to the one in force."""
    alike = []
    for document, title in _titled_documents_of_kind(context.records, mention.kind, mention.scope):
        likeness = context.idf_index.title_similarity(mention.title or "", title)
        if likeness is not None and likeness.best >= _SIMILAR:
            # The claimed words may abbreviate a longer title, which then counts like a title of exactly these words.
            alike.append((1.0 if likeness.claimed >= _CONTAINS_ALL else likeness.whole, document))
    if not alike:
        return context.cite_undecided(mention, canonical_ids.party_id(f"{mention.kind} {mention.title}", None), ())
    top = max(likeness for likeness, _ in alike)
    return _resolve_version(
        context, mention, [document for likeness, document in alike if likeness >= top - _TOLERANCE]
    )


@lru_cache(maxsize=128)
def _titled_documents_of_kind(records: Records, kind: str | None, scope: Scope) -> tuple[tuple[Document, str], ...]:
    """Return the listed documents of a kind and scope that have a title, each with its title."""
    return tuple(
        (document, document.title)
        for document in records
        if document.title and (document.kind, document.scope) == (kind, scope)
    )


def _resolve_version(context: Context, mention: Mention, documents: list[Document]) -> Citation:
    """Resolve to the version in force when the report was written, of several documents with the same name."""
    horizon = context.setting.horizon
    claims = claims_of_mention(mention)
    ranked = context.rank(documents, claims)
    if len(documents) == 1:
        return context.cite_for_reason(
            mention, documents[0].id, Method.RECORD, "only version", documents[0].title or mention.surface
        )
    best = best_if_probable(ranked)
    if best is not None:
        return context.cite_candidate(mention, best, Method.RECORD)
    if horizon is not None and not _may_be_after_next_version(context, documents, horizon):
        issued = sorted((d for d in documents if d.date and d.date <= horizon), key=lambda d: d.date or "")
        force = [d for d in issued if not _is_replaced(context, d, horizon)] or issued
        related = {i for d in documents for i in (*d.replaces, *d.replaced_by)}
        dated = context.setting.date is not None and len(force) == 1
        if force and (dated or all(d.id in related for d in documents)):
            detail = message("why.in_force", issued=force[-1].date or "", on=horizon)
            return context.cite_for_reason(mention, force[-1].id, Method.RECORD, "in force", detail)
    number = names.pop() if len(names := {DocumentId.parse(d.id).name for d in documents}) == 1 else mention.kind
    return context.cite_undecided(mention, canonical_ids.party_id(number or mention.surface, None), ranked)


def _may_be_after_next_version(context: Context, documents: list[Document], horizon: IsoDate) -> bool:
    """Return whether the report may be younger than the next version.

    That is so if it has no date, and its horizon, a lower bound, is shortly before that version.
    """
    if context.setting.date is not None:
        return False
    later = [d.date for d in documents if d.date and d.date > horizon]
    limit = day.fromisoformat(f"{horizon}-12-28"[:10]) + _AFTER_HORIZON
    return bool(later) and min(later) <= limit.isoformat()


def _is_replaced(context: Context, document: Document, horizon: IsoDate) -> bool:
    later = [context.records.get(i) for i in document.replaced_by]
    return any(r is not None and r.date is not None and r.date <= horizon for r in later)
