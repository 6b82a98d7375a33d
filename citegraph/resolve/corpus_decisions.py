"""Decisions that need the whole corpus: learned documents, undecided mentions, descriptions of nodes.

The result does not depend on the order of the citations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import regex

from citegraph.grammar import codes, issuers
from citegraph.i18n import message
from citegraph.ids import DocumentId
from citegraph.knowledge.tables import using
from citegraph.model import Citation, Document, IsoDate, Mention, Method, ReportInfo, Scope, Status, is_day
from citegraph.records import Records
from citegraph.resolve import canonical_ids
from citegraph.resolve.features import Pair, Setting
from citegraph.resolve.merged_claims import claims_of_mention
from citegraph.resolve.score import best_if_probable, rank_candidates, score_candidate
from citegraph.resolve.similarity import idf_index

_NUMBERED = regex.compile(r"\d+[A-Z]?-\p{L}+/[\p{L}\d]+@[^?]+$")


def learn_documents(citations: Iterable[Citation], records: Records) -> Records:
    """Return `records` extended with unlisted documents whose date or title reports give.

    For each document the majority of the claims counts. In a tie the lesser value wins, so the order of reports does
    not matter.

    Args:
        citations: All citations of the corpus.
        records: The listed documents.
    """
    claims: dict[str, Counter[_LearnedClaims]] = defaultdict(Counter)  # counted, because claims repeat in a corpus
    for citation in citations:
        mention = citation.mention
        if (
            citation.method is Method.MINTED
            and mention.scope is Scope.PARTY
            and (mention.date or mention.title)
            and _NUMBERED.match(citation.document)
        ):
            claims[citation.document][_LearnedClaims(mention.kind, mention.issuer, mention.date, mention.title)] += 1
    with using(records.knowledge):
        return records.with_documents(
            _learned_document(document, [*claims[document].elements()]) for document in sorted(claims)
        )


class _LearnedClaims(NamedTuple):
    """The claims of a mention from which a document is learned."""

    kind: str | None
    issuer: str | None
    date: IsoDate | None
    title: str | None


def _learned_document(document: str, mentions: list[_LearnedClaims]) -> Document:
    named = [row.name for m in mentions if m.issuer and (row := issuers.parse(m.issuer)) is not None and row.central]
    return replace(
        _minted_from_id(document, Scope.PARTY, _most_common_value(m.kind for m in mentions)),
        status=Status.LEARNED,
        issuer=_most_common_value(named) or _most_common_value(m.issuer for m in mentions),
        date=_most_common_value(m.date for m in mentions if is_day(m.date)),
        title=_most_common_value(m.title for m in mentions),
        source=message("source.learned", n=len(mentions)),
    )


def _minted_from_id(name: str, scope: Scope, kind: str | None) -> Document:
    """Return a minted document with the fields contained in its canonical id."""
    parsed = DocumentId.parse(name)
    code = codes.parse(parsed.name)
    return Document(
        id=name,
        label=canonical_ids.document_label(name, kind),
        scope=scope,
        status=Status.MINTED,
        kind=kind,
        number=code.number if code else None,
        symbol=code.symbol if code else None,
        body=code.body if code else None,
        term=parsed.term,
        locality=parsed.locality,
    )


def _most_common_value(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def is_code_of_learned_document(code: str, records: Records) -> bool:
    """Return whether a document with this number code was learned, so that its citations may be decided again.

    Args:
        code: The code of a mention.
        records: The records extended by `learn_documents`.
    """
    with using(records.knowledge):
        return bool(_learned_documents_with_code(code, records))


def _learned_documents_with_code(code: str, records: Records) -> list[Document]:
    parsed = codes.parse(code)
    found = records.by_code(parsed) if parsed is not None else ()
    return [document for document in found if document.status is Status.LEARNED and document.term]


def reconsider(citation: Citation, report: ReportInfo, records: Records) -> Citation:
    """Decide an undecided citation again, with the documents learned from the corpus.

    Args:
        citation: An undecided citation.
        report: Its report.
        records: The records extended by `learn_documents`.

    Returns:
        A new citation, or `citation` itself if nothing was learned about its code.
    """
    with using(records.knowledge):
        return _decide_with_learned(citation, report, records)


def _decide_with_learned(citation: Citation, report: ReportInfo, records: Records) -> Citation:
    mention = citation.mention
    if mention.scope is not Scope.PARTY or mention.code is None:
        return citation
    learned = _learned_documents_with_code(mention.code, records)
    if not learned:
        return citation
    setting = Setting(report.date, report.date, "")
    claims = claims_of_mention(mention)
    fresh = {d.id: score_candidate(Pair(d, claims, setting, records, idf_index(records))) for d in learned}
    merged = rank_candidates([*fresh.values(), *(c for c in citation.candidates if c.document not in fresh)])
    best = best_if_probable(merged)
    if best is None:
        return replace(citation, candidates=merged, confidence=merged[0].probability)
    method = Method.LEARNED if best.document in fresh else Method.RECORD if best.document in records else Method.MINTED
    return replace(
        citation,
        document=best.document,
        method=method,
        evidence=best.evidence,
        candidates=(),
        confidence=best.probability,
    )


def describe_documents(citations: Iterable[Citation], records: Records) -> list[Document]:
    """Return the nodes of the graph: every document that a citation is decided for, sorted by id.

    Args:
        citations: All citations of the corpus.
        records: The listed and learned documents. Documents not in it are described from their mentions.
    """
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for citation in citations:
        if citation.decided:
            mentions[citation.document].append(citation.mention)
    with using(records.knowledge):
        return [
            records.get(document) or _minted_document(document, mentions[document]) for document in sorted(mentions)
        ]


def _minted_document(document: str, mentions: list[Mention]) -> Document:
    return replace(
        _minted_from_id(document, mentions[0].scope, _most_common_value(m.kind for m in mentions)),
        issuer=_most_common_value(m.issuer for m in mentions),
        date=_most_common_value(m.date for m in mentions if m.date and not m.date.startswith("--")),
        title=_most_common_value(m.title for m in mentions),
    )
