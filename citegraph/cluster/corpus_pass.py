"""The second pass on the workers: decisions that need all reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from citegraph import audit, decisions, resolve
from citegraph.cluster import arrow_rows
from citegraph.cluster.arrow_rows import Decided
from citegraph.model import Citation, Document, ReportInfo, Status
from citegraph.records import Records

if TYPE_CHECKING:
    import pyarrow as pa

Batches = Iterable["pa.RecordBatch"]
FLUSH_ROWS = 200


class Learning:
    """A function on batches of citations that yields the documents learned from them.

    All citations of a document must be in one partition.
    """

    def __init__(self, load_records: Callable[[], Records]) -> None:
        self._load_records = load_records

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Yield the documents learned from these citations, with the function used on a single machine."""
        learned = resolve.learn_documents(_citations(batches), self._load_records())
        documents = [arrow_rows.to_row(document) for document in learned if document.status is Status.LEARNED]
        if documents:
            yield arrow_rows.arrow_batch("document", documents)


class Deciding:
    """A function on batches of reports with their citations that decides them again with the learned documents."""

    def __init__(
        self,
        load_records: Callable[[], Records],
        learned: tuple[Document, ...],
        people: Sequence[decisions.Decision] = (),
    ) -> None:
        self._load_records, self._learned, self._people = load_records, learned, decisions.index_by_report(people)

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Yield each report under its final id, with its final citations and its findings."""
        records = self._load_records().with_documents(self._learned)
        for batch in batches:
            values = [self._decide_report(row, records) for row in batch.to_pylist()]
            if values:
                yield arrow_rows.arrow_batch("decided", values)

    def _decide_report(self, row: arrow_rows.Row, records: Records) -> arrow_rows.Row:
        report = arrow_rows.from_row(ReportInfo, row["report"] | {"id": row["name"]})
        local = [arrow_rows.from_row(Citation, values | {"report": report.id}) for values in row["citations"]]
        final = [one if one.decided else resolve.reconsider(one, report, records) for one in local]
        by_start = {one.mention.span.start: one for one in local}
        decided = []
        for citation in decisions.apply(report, final, self._people).citations:
            alone = by_start[citation.mention.span.start]
            decided.append(Decided(citation=citation, local=None if citation == alone else alone))
        findings = audit.findings(audit.subjects(report, [each.citation for each in decided], records))
        return {
            "source": row["source"],
            "row": row["row"],
            "stem": row["report"]["id"],
            "report": arrow_rows.to_row(report),
            "citations": [arrow_rows.to_row(item) for item in decided],
            "findings": [arrow_rows.to_row(item) for item in findings],
        }


class Describing:
    """A function on batches of citations that yields the cited documents.

    All citations of a document must be in one partition, sorted by report and position.
    """

    def __init__(self, load_records: Callable[[], Records], learned: tuple[Document, ...]) -> None:
        self._load_records, self._learned = load_records, learned

    def __call__(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Yield each document with what is on record, learned or claimed about it."""
        records = self._load_records().with_documents(self._learned)
        described = resolve.describe_documents(_without_redundant(_citations(batches), records), records)
        for start in range(0, len(described), FLUSH_ROWS):
            yield arrow_rows.arrow_batch(
                "document", [arrow_rows.to_row(item) for item in described[start : start + FLUSH_ROWS]]
            )


def _citations(batches: Batches) -> Iterator[Citation]:
    return (arrow_rows.from_row(Citation, row) for batch in batches for row in batch.to_pylist())


def _without_redundant(citations: Iterable[Citation], records: Records) -> Iterator[Citation]:
    """Yield one citation per document on record, because more add nothing, and all other citations."""
    seen: set[str] = set()
    for citation in citations:
        if citation.document not in seen:
            if records.get(citation.document) is not None:
                seen.add(citation.document)
            yield citation
