"""Split the text of a report into marked and unmarked parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citegraph.knowledge.tables import Folder, while_using
from citegraph.model import Citation, Discrepancy, Document, Failure, Report, Span
from citegraph.read import Paths
from citegraph.records import Records, load
from citegraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A citation with the record of its document and the discrepancies between them."""

    citation: Citation
    document: Document | None
    findings: tuple[Discrepancy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A report with its citations, sorted by position. Citations that overlap an earlier one are left out."""

    report: Report
    marks: tuple[Mark, ...]
    stored_id: str | None  # the id of the report in the store; None if the store does not hold it

    @property
    def on_graph(self) -> bool:
        """Whether the graph of the store shows the documents that the report cites."""
        return self.stored_id is not None

    def parts(self) -> Iterator[tuple[str, Mark | None]]:
        """Yield the text in parts, split where a citation begins or ends; each part with its citation, if it is one."""
        text, done = self.report.text, 0
        for mark in self.marks:
            span = mark.citation.mention.span
            if span.start > done:
                yield text[done : span.start], None
            yield text[span.start : span.end], mark
            done = span.end
        if done < len(text):
            yield text[done:], None


def annotate(paths: Paths, store: Store | None = None, knowledge: Folder = None) -> Iterator[Marked | Failure]:
    """Yield each report with its citations.

    A report that the store holds unchanged is shown as the whole corpus decided it. Any other is decided by itself.

    Args:
        paths: One or more files, folders, patterns, or "-" for standard input.
        store: An open store.
        knowledge: A folder of the user's own tables.

    Yields:
        Each report, and a failure for each that cannot be read.

    Raises:
        KnowledgeError: A table is not valid.
        StoreError: The store is damaged.
    """
    from citegraph.read import read
    from citegraph.read.file_names import normal

    records = load(knowledge)
    for report in while_using(records.knowledge, lambda: read(normal(paths))):
        yield report if isinstance(report, Failure) else _marked(report, store, records)


def _marked(report: Report, store: Store | None, records: Records) -> Marked | Failure:
    from citegraph.cite import attempt

    stored_id = _stored_id(report, store) if store is not None else None
    if stored_id is None or store is None:
        alone = attempt(report, records, _decided)
        if isinstance(alone, Failure):
            return alone
        decided, findings = alone
    else:
        decided = store.cites(stored_id)
        findings = [*store.discrepancies(stored_id)]
    differ: dict[Span, list[Discrepancy]] = {}
    for discrepancy in findings:
        differ.setdefault(discrepancy.span, []).append(discrepancy)
    marks, done = [], 0
    for citation in decided:
        span = citation.mention.span
        # Positions in another text would mark the wrong words.
        if span.start < done or report.text[span.start : span.end] != citation.mention.surface:
            continue
        document = (store.document(citation.document) if store is not None else None) or records.get(citation.document)
        marks.append(Mark(citation=citation, document=document, findings=tuple(differ.get(span, ()))))
        done = span.end
    return Marked(report=report, marks=tuple(marks), stored_id=stored_id)


def _stored_id(report: Report, store: Store) -> str | None:
    """Return the id of this report in the store; None unless its bytes are the same."""
    for name in (report.path, report.id):
        info = store.report(name)
        if info is not None and info.sha256 == report.sha256:
            return info.id
    return None


def _decided(report: Report, records: Records) -> tuple[list[Citation], list[Discrepancy]]:
    from citegraph.audit import findings
    from citegraph.cite import cite

    citations = cite(report, records)
    return citations, [discrepancy for citation in citations for discrepancy in findings(citation, report, records)]
