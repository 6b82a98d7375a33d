"""Decisions that need the whole corpus: learned documents, undecided mentions, descriptions of nodes.

Nothing here depends on the order in which citations come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import regex

from citegraph.grammar import codes, issuers
from citegraph.ids import DocumentId
from citegraph.knowledge.tables import using
from citegraph.model import Citation, Document, IsoDate, Mention, Method, ReportInfo, Scope, Status
from citegraph.records import Records
from citegraph.resolve import identity
from citegraph.resolve.claims import claims_at
from citegraph.resolve.features import Pair, Setting
from citegraph.resolve.score import rank, weigh, winner
from citegraph.resolve.similarity import idf_index

_NUMBERED = regex.compile(r"\d+[A-Z]?-\p{L}+/[\p{L}\d]+@[^?]+$")


def learn(citations: Iterable[Citation], records: Records) -> Records:
    """`records` with the documents that it lacks and that reports date or title.

    Of each such document the majority of what its citations say is believed; ties go to the lesser value, so that the
    order of reports decides nothing.
    """
    said: dict[str, Counter[_Told]] = defaultdict(Counter)  # counted, for a corpus says the same again and again
    for citation in citations:
        mention = citation.mention
        if (
            citation.method is Method.MINTED
            and mention.scope is Scope.PARTY
            and (mention.date or mention.title)
            and _NUMBERED.match(citation.document)
        ):
            said[citation.document][_Told(mention.kind, mention.issuer, mention.date, mention.title)] += 1
    with using(records.knowledge):
        return records.with_documents(_learned(document, [*said[document].elements()]) for document in sorted(said))


class _Told(NamedTuple):
    """What a mention says of a document that is to be learned."""

    kind: str | None
    issuer: str | None
    date: IsoDate | None
    title: str | None


def _learned(document: str, mentions: list[_Told]) -> Document:
    known = DocumentId.parse(document)
    code = codes.parse(known.name)
    kind = _majority(m.kind for m in mentions)
    named = [row.name for m in mentions if m.issuer and (row := issuers.parse(m.issuer)) is not None and row.central]
    return Document(
        id=document,
        label=identity.label(document, kind),
        scope=Scope.PARTY,
        status=Status.LEARNED,
        kind=kind,
        number=code.number if code else None,
        symbol=code.symbol if code else None,
        body=code.body if code else None,
        term=known.term,
        locality=known.locality,
        issuer=_majority(named) or _majority(m.issuer for m in mentions),
        date=_majority(m.date for m in mentions if m.date and len(m.date) == 10 and not m.date.startswith("--")),
        title=_majority(m.title for m in mentions),
        source=f"learned from {len(mentions)} citations" if len(mentions) > 1 else "learned from one citation",
    )


def _majority(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def reconsider(citation: Citation, report: ReportInfo, records: Records) -> Citation:
    """An undecided citation once more, now that `records` knows what the corpus taught; itself if that is no help."""
    with using(records.knowledge):
        return _reconsidered(citation, report, records)


def _reconsidered(citation: Citation, report: ReportInfo, records: Records) -> Citation:
    mention = citation.mention
    if mention.scope is not Scope.PARTY or mention.code is None:
        return citation
    code = codes.parse(mention.code)
    learned = [d for d in records.by_code(code) if d.status is Status.LEARNED and d.term] if code else []
    if not learned:
        return citation
    setting = Setting(report.date, report.date, "")
    claims = claims_at(mention)
    fresh = {d.id: weigh(Pair(d, claims, setting, records, idf_index(records))) for d in learned}
    merged = rank([*fresh.values(), *(c for c in citation.candidates if c.document not in fresh)])
    best = winner(merged)
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


def describe(citations: Iterable[Citation], records: Records) -> list[Document]:
    """The nodes: every document that a citation decides on, sorted by id, with what is known, learned or said of it."""
    said: dict[str, list[Mention]] = defaultdict(list)
    for citation in citations:
        if citation.decided:
            said[citation.document].append(citation.mention)
    with using(records.knowledge):
        return [records.get(document) or _minted(document, said[document]) for document in sorted(said)]


def _minted(document: str, mentions: list[Mention]) -> Document:
    known = DocumentId.parse(document)
    code = codes.parse(known.name)
    kind = _majority(m.kind for m in mentions)
    return Document(
        id=document,
        label=identity.label(document, kind),
        scope=mentions[0].scope,
        status=Status.MINTED,
        kind=kind,
        number=code.number if code else None,
        symbol=code.symbol if code else None,
        body=code.body if code else None,
        term=known.term,
        locality=known.locality,
        issuer=_majority(m.issuer for m in mentions),
        date=_majority(m.date for m in mentions if m.date and not m.date.startswith("--")),
        title=_majority(m.title for m in mentions),
    )
