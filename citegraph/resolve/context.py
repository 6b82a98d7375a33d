"""Context: what every decision about a report needs: the report, the known documents, when and where it was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from citegraph.model import Candidate, Citation, Document, Evidence, Mention, Method, Report
from citegraph.records import Records
from citegraph.resolve import features, score
from citegraph.resolve.claims import Claims
from citegraph.resolve.features import Pair, Setting, is_too_late
from citegraph.resolve.localities import Localities
from citegraph.resolve.similarity import IdfIndex

# Evidence that two documents of one number hardly share.
BY_DATE = frozenset({"date", "date slip"})
BY_TITLE = frozenset({"title", "title much like"})
TELLING = BY_DATE | BY_TITLE | {"year"}


@dataclass(frozen=True, slots=True)
class Context:
    """One report with what is known; `setting` changes when its citations tell more of its date.

    A report often says the same of a document again: what that weighed is kept in `weighed`.
    """

    report: Report
    records: Records
    idf_index: IdfIndex
    localities: Localities
    setting: Setting
    weighed: dict[tuple[str, Claims], Candidate] = field(default_factory=dict, compare=False)

    def at(self, setting: Setting) -> Context:
        """The same with another setting."""
        return replace(self, setting=setting, weighed={})

    def pair(self, document: Document, claims: Claims) -> Pair:
        """`document` beside the claims, to be compared."""
        return Pair(document, claims, self.setting, self.records, self.idf_index)

    def contradicts(self, document: Document, claims: Claims) -> bool:
        """Whether the date, the term or the title claimed speaks against `document`."""
        return features.contradicts(self.pair(document, claims))

    def rank(self, documents: Iterable[Document], claims: Claims) -> tuple[Candidate, ...]:
        """Those of `documents` that were there in time as candidates, the likeliest first; see `score.rank`."""
        possible = (document for document in documents if not is_too_late(document, claims, self.setting))
        return score.rank(self._weigh(document, claims) for document in possible)

    def _weigh(self, document: Document, claims: Claims) -> Candidate:
        key = (document.id, claims)
        candidate = self.weighed.get(key)
        if candidate is None:
            candidate = self.weighed[key] = score.weigh(self.pair(document, claims))
        return candidate

    def is_of_plenum(self, document: str, number: str) -> bool:
        """Whether a plenum of this number, of any term, led to `document`."""
        return any(document in plenum.documents for plenum in self.records.plenums_of(number))

    def chosen(self, mention: Mention, best: Candidate, method: Method, confidence: float | None = None) -> Citation:
        """The citation that decides for a candidate, as sure as that is likely."""
        return Citation(
            report=self.report.id,
            mention=mention,
            document=best.document,
            method=method,
            evidence=best.evidence,
            confidence=best.probability if confidence is None else confidence,
        )

    def plain(
        self,
        mention: Mention,
        document: str,
        method: Method,
        reason: str,
        detail: str,
        *,
        confidence: float | None = None,
    ) -> Citation:
        """The citation that decides for `document` for one plain reason, as sure as such were found to be."""
        return Citation(
            report=self.report.id,
            mention=mention,
            document=document,
            method=method,
            evidence=(Evidence(reason, 0.0, detail),),
            confidence=score.reliability(reason) if confidence is None else confidence,
        )

    def follow(self, known: Citation, mention: Mention, method: Method, reason: str, detail: str) -> Citation:
        """The citation that says of `mention` what was said of the mention of `known`."""
        followed: Citation = replace(
            known,
            mention=replace(mention, scope=known.mention.scope),
            method=method if known.decided else Method.AMBIGUOUS,
            evidence=(Evidence(reason, 0.0, detail),),
            confidence=round(known.confidence * score.reliability(reason), 4),
        )
        return followed

    def undecided(self, mention: Mention, document: str, ranked: tuple[Candidate, ...]) -> Citation:
        """The citation that leaves open what `document` holds as "?", with the candidates in order."""
        return Citation(
            report=self.report.id,
            mention=mention,
            document=document,
            method=Method.AMBIGUOUS,
            candidates=ranked,
            confidence=ranked[0].probability if ranked else 0.0,
        )


def method_of(best: Candidate) -> Method:
    """How a mention is tied to the candidate that won: by what it says outright, or by the known documents."""
    return Method.EXACT if has(best, BY_DATE | {"term"}) else Method.RECORD


def has(candidate: Candidate, names: frozenset[str]) -> bool:
    """Whether any evidence of `candidate` is called one of `names`."""
    return any(e.name in names for e in candidate.evidence)
