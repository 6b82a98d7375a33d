"""The second pass on the workers: decisions that need all reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from citegraph import audit, resolve
from citegraph.cluster import rows
from citegraph.cluster.rows import Decided
from citegraph.model import Citation, Document, ReportInfo, Status
from citegraph.records import Records

if TYPE_CHECKING:
    import pyarrow as pa

Batches = Iterable["pa.RecordBatch"]
FLUSH_ROWS = 200


class Learning:
    """Citations with all those of the same document in one partition in, the documents they teach out."""

    def __init__(self, known: Callable[[], Records]) -> None:
        self._known = known

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """What the function of the single machine learns from these citations alone, which is all there is on them."""
        learned = resolve.learn(_citations(batches), self._known())
        documents = [rows.row(document) for document in learned if document.status is Status.LEARNED]
        if documents:
            yield rows.batch("document", documents)


class Deciding:
    """Reports with their citations in, the same once more with what was learned, and the findings."""

    def __init__(self, known: Callable[[], Records], learned: tuple[Document, ...]) -> None:
        self._known, self._learned = known, learned

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Each report under its final name."""
        records = self._known().with_documents(self._learned)
        for batch in batches:
            values = [self._report(row, records) for row in batch.to_pylist()]
            if values:
                yield rows.batch("decided", values)

    def _report(self, row: rows.Row, records: Records) -> rows.Row:
        report = rows.noun(ReportInfo, row["report"] | {"id": row["name"]})
        decided = []
        for values in row["citations"]:
            citation = rows.noun(Citation, values | {"report": report.id})
            final = citation if citation.decided else resolve.reconsider(citation, report, records)
            decided.append(Decided(citation=final, local=None if final == citation else citation))
        findings = audit.findings(report, [each.citation for each in decided], records)
        return {
            "source": row["source"],
            "row": row["row"],
            "stem": row["report"]["id"],
            "report": rows.row(report),
            "citations": [rows.row(each) for each in decided],
            "findings": [rows.row(each) for each in findings],
        }


class Describing:
    """Citations, sorted by report and place, all those of a document in one partition; the documents out."""

    def __init__(self, known: Callable[[], Records], learned: tuple[Document, ...]) -> None:
        self._known, self._learned = known, learned

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """What is known, learned or said of each document."""
        records = self._known().with_documents(self._learned)
        described = resolve.describe(_needed(_citations(batches), records), records)
        for start in range(0, len(described), FLUSH_ROWS):
            yield rows.batch("document", [rows.row(each) for each in described[start : start + FLUSH_ROWS]])


def _citations(batches: Batches) -> Iterator[Citation]:
    return (rows.noun(Citation, row) for batch in batches for row in batch.to_pylist())


def _needed(citations: Iterable[Citation], records: Records) -> Iterator[Citation]:
    """One citation of each document that is known, which says nothing new of it, and all of the others."""
    seen: set[str] = set()
    for citation in citations:
        if citation.document not in seen:
            if records.get(citation.document) is not None:
                seen.add(citation.document)
            yield citation
