"""Collect the data embedded in the page: an outline for the first drawing, and the details."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from citegraph.ids import DocumentId
from citegraph.model import Citation, Corpus, Document
from citegraph.page.details import Details, Marked
from citegraph.page.json_tables import Limits, Plain, ValueTable
from citegraph.page.node_drawing import Drawing

LEVELS = (0.90, 0.95)
"""The least confidence of a citation that is likely, and of one that is sure: at 0.90, the least at which a document is
decided, one of ten may be wrong, at 0.95 one of twenty."""


class Payload:
    """The data of one page. Documents are sorted by reports, most first, and referred to by their index.

    Args:
        corpus: What the page shows.
        drawing: The sizes and topics of its documents.
        limits: How much is included.
        marked: The addresses of citations on annotated pages.
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        drawing: Drawing,
        limits: Limits,
        marked: Marked | None = None,
    ) -> None:
        """Select and sort the documents and reports that are included."""
        self._marked = marked
        self._corpus, self._drawing, self._limits = corpus, drawing, limits
        ranked = sorted(corpus.documents, key=lambda one: (-drawing.reports[one.id], one.id))
        self.documents: list[Document] = ranked[: limits.documents]
        self._at = {document.id: at for at, document in enumerate(self.documents)}
        # A report that cites nothing appears nowhere on the page.
        citing = {citation.report for citation in corpus.citations}
        self._newest = sorted(
            (report for report in corpus.reports if report.id in citing),
            key=lambda report: (report.date or "", report.id),
            reverse=True,
        )
        self._citations: defaultdict[str, list[Citation]] = defaultdict(list)
        for citation in corpus.citations:
            if citation.decided and citation.document in self._at:
                self._citations[citation.report].append(citation)
        self._cites = {
            report: sorted({self._at[citation.document] for citation in citations})
            for report, citations in self._citations.items()
        }
        self._surest: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for report, citations in self._citations.items():
            for citation in citations:
                at = self._at[citation.document]
                self._surest[report][at] = max(citation.confidence, self._surest[report].get(at, 0.0))

    def relations(self) -> list[dict[str, Plain]]:
        """Return unique directed edges, in the format of pyvis, from a document to one that it replaces or amends."""
        relations = set()
        for document in self.documents:
            for kind, newer, older in (
                *(("replaces", document.id, other) for other in document.replaces),
                *(("replaces", other, document.id) for other in document.replaced_by),
                *(("amends", document.id, other) for other in document.amends),
                *(("amends", other, document.id) for other in document.amended_by),
            ):
                if newer in self._at and older in self._at and newer != older:
                    relations.add((self._at[newer], self._at[older], kind))
        return [{"from": newer, "to": older, "kind": kind} for newer, older, kind in sorted(relations)]

    def outline(self) -> dict[str, Plain]:
        """Return the data of the first drawing in columns, except positions and relations, which pyvis holds."""
        radius = self._drawing.radius
        return {
            "documents": self._document_columns(),
            "communities": [group.name for group in self._drawing.groups],
            "reports": {
                "year": [_year(report.date) for report in self._newest],
                "cites": [self._cites.get(report.id, []) for report in self._newest],
                "levels": self._confidence_levels_by_report(),
            },
            "levels": LEVELS,
            "radius": {"least": radius.least, "span": radius.span, "most": radius.most},
            "totals": {
                "documents": len(self._corpus.documents) + self._corpus.omitted.documents,
                "reports": len(self._newest) + self._corpus.omitted.reports,
                "undecided": sum(not citation.decided for citation in self._corpus.citations),
                "findings": len(self._corpus.findings),
            },
            "drawn": self._limits.drawn,
        }

    def details(self) -> dict[str, Plain]:
        """Return the details of documents and reports, which the page reads after the first drawing."""
        details = Details(
            self._corpus,
            at=self._at,
            newest=self._newest,
            citations=self._citations,
            cites=self._cites,
            limits=self._limits,
            marked=self._marked,
        )
        return details.all_details(self.documents)

    def _confidence_levels_by_report(self) -> dict[int, list[int]]:
        """Return the confidence levels of each report's citations; a report with only certain citations has none.

        Of several citations of one document, the most certain counts.
        """
        found = {}
        for place, report in enumerate(self._newest):
            surest = self._surest[report.id]
            levels = [_confidence_level(surest[at]) for at in self._cites.get(report.id, [])]
            if any(level < len(LEVELS) for level in levels):
                found[place] = levels
        return found

    def _document_columns(self) -> dict[str, Plain]:
        group = {name: at for at, one in enumerate(self._drawing.groups) for name in one.documents}
        labels = Counter(document.label for document in self.documents)
        columns: dict[str, Plain] = {
            "id": [document.id for document in self.documents],
            "label": [_unique_label(document, labels) for document in self.documents],
            "year": [
                _year(document.date or DocumentId.parse(document.id).year_of_issue) for document in self.documents
            ],
            "group": [group.get(document.id, -1) for document in self.documents],
        }
        for field in ("kind", "issuer", "term", "scope", "status"):
            values = ValueTable()
            at = [values(getattr(document, field) or "") for document in self.documents]
            columns[field] = {"values": values.rows, "at": at}
        return columns


def _unique_label(document: Document, labels: Mapping[str, int]) -> str:
    """Return the label of a document, with its term or locality if another document has the same label."""
    apart = document.term or document.locality if labels[document.label] > 1 else None
    return f"{document.label} ({apart})" if apart else document.label


def _confidence_level(confidence: float) -> int:
    return sum(round(confidence, 2) >= least for least in LEVELS)


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdecimal() else None
