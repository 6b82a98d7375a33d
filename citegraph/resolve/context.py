"""Context of decisions about a report: the report, the records, its date and its localities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from citegraph.model import Candidate, Citation, Document, Evidence, Mention, Method, Report
from citegraph.records import Records
from citegraph.resolve import canonical_ids, features, score
from citegraph.resolve.document_locality import Localities
from citegraph.resolve.features import Pair, Setting
from citegraph.resolve.merged_claims import Claims
from citegraph.resolve.similarity import IdfIndex

# Evidence that rarely applies to two documents with the same number.
BY_DATE = frozenset({"date", "date slip"})
BY_TITLE = frozenset({"title", "title much like"})
TELLING = BY_DATE | BY_TITLE | {"year"}


@dataclass(frozen=True, slots=True)
class Context:
    """A report with the records. `setting` is replaced once the citations show more about the report's date.

    Reports often repeat the same claims about a document. `weighed` caches the result.
    """

    report: Report
    records: Records
    idf_index: IdfIndex
    localities: Localities
    setting: Setting
    weighed: dict[tuple[str, Claims], Candidate] = field(default_factory=dict, compare=False)

    def with_setting(self, setting: Setting) -> Context:
        """Return the context with another setting."""
        return replace(self, setting=setting, weighed={})

    def pair_with_claims(self, document: Document, claims: Claims) -> Pair:
        """Return `document` with the claims to compare it with."""
        return Pair(document, claims, self.setting, self.records, self.idf_index)

    def contradicts(self, document: Document, claims: Claims) -> bool:
        """Return whether a claimed date, term or title contradicts `document`."""
        return features.contradicts(self.pair_with_claims(document, claims))

    def rank(self, documents: Iterable[Document], claims: Claims) -> tuple[Candidate, ...]:
        """Return the `documents` that existed in time as candidates, most probable first.

        See `score.rank_candidates`.
        """
        found = features.possible_documents(documents, claims, self.setting, self.records)
        return score.rank_candidates(self._score(document, claims) for document in found)

    def _score(self, document: Document, claims: Claims) -> Candidate:
        key = (document.id, claims)
        candidate = self.weighed.get(key)
        if candidate is None:
            candidate = self.weighed[key] = score.score_candidate(self.pair_with_claims(document, claims))
        return candidate

    def is_of_plenum(self, document: str, number: str) -> bool:
        """Return whether a plenum of this number, in any term, passed `document`."""
        return any(document in plenum.documents for plenum in self.records.plenums_with_number(number))

    def label(self, document: str) -> str:
        """Return the label of the document with a canonical id."""
        known = self.records.get(document)
        return known.full_label if known is not None else canonical_ids.document_label(document, None)

    def cite_candidate(
        self, mention: Mention, best: Candidate, method: Method, confidence: float | None = None
    ) -> Citation:
        """Return a citation of a candidate, by default with its probability as confidence."""
        return Citation(
            report=self.report.id,
            mention=mention,
            document=best.document,
            method=method,
            evidence=best.evidence,
            confidence=best.probability if confidence is None else confidence,
        )

    def cite_for_reason(
        self,
        mention: Mention,
        document: str,
        method: Method,
        reason: str,
        detail: str,
        *,
        confidence: float | None = None,
    ) -> Citation:
        """Return a citation of `document` for a single reason, by default with the reliability of that reason."""
        return Citation(
            report=self.report.id,
            mention=mention,
            document=document,
            method=method,
            evidence=(Evidence(reason, 0.0, detail),),
            confidence=score.reliability(reason) if confidence is None else confidence,
        )

    def cite_like(self, citation: Citation, mention: Mention, method: Method, reason: str, detail: str) -> Citation:
        """Return a citation that resolves `mention` as the citation `citation`."""
        followed: Citation = replace(
            citation,
            mention=replace(mention, scope=citation.mention.scope),
            method=method if citation.decided else Method.AMBIGUOUS,
            evidence=(Evidence(reason, 0.0, detail),),
            confidence=round(citation.confidence * score.reliability(reason), 4),
        )
        return followed

    def cite_undecided(self, mention: Mention, document: str, ranked: tuple[Candidate, ...]) -> Citation:
        """Return an undecided citation, with its candidates."""
        return Citation(
            report=self.report.id,
            mention=mention,
            document=document,
            method=Method.AMBIGUOUS,
            candidates=ranked,
            confidence=ranked[0].probability if ranked else 0.0,
        )


def method_of(best: Candidate) -> Method:
    """Return the method for the chosen candidate: by its own claims (EXACT), or by the records."""
    return Method.EXACT if has_evidence(best, BY_DATE | {"term"}) else Method.RECORD


def has_evidence(candidate: Candidate, names: frozenset[str]) -> bool:
    """Return whether `candidate` has evidence with one of the `names`."""
    return any(e.name in names for e in candidate.evidence)
