"""Cut the text of a report into plain and marked stretches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citegraph.knowledge.tables import Folder, while_using
from citegraph.model import Citation, Document, Failure, Finding, Report, Span
from citegraph.read import Paths
from citegraph.records import Records, load
from citegraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A citation with what is known of its document and what differs from that."""

    citation: Citation
    document: Document | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A report with its citations, sorted by place; those that overlap an earlier one are left out."""

    report: Report
    marks: tuple[Mark, ...]
    held: str | None  # the id under which the store holds the report, if it does

    @property
    def on_graph(self) -> bool:
        """Whether the graph of the store shows the documents that the report cites."""
        return self.held is not None

    def stretches(self) -> Iterator[tuple[str, Mark | None]]:
        """The text from its beginning to its end, cut where a citation begins or ends."""
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
    """Each report in `paths` with its citations; what cannot be read or examined is a Failure.

    A report that `store` holds unchanged is shown as the whole corpus decided it; any other by itself, with the known
    documents and those of the user's folder of tables `knowledge`. Raises KnowledgeError and StoreError.
    """
    from citegraph.read import read
    from citegraph.read.file_names import normal

    records = load(knowledge)
    for report in while_using(records.knowledge, lambda: read(normal(paths))):
        yield report if isinstance(report, Failure) else _marked(report, store, records)


def _marked(report: Report, store: Store | None, records: Records) -> Marked | Failure:
    from citegraph.cite import attempt

    held = _held(report, store) if store is not None else None
    if held is None or store is None:
        alone = attempt(report, records, _decided)
        if isinstance(alone, Failure):
            return alone
        decided, findings = alone
    else:
        decided = store.cites(held)
        findings = [*store.findings(held)]
    differ: dict[Span, list[Finding]] = {}
    for found in findings:
        differ.setdefault(found.span, []).append(found)
    marks, done = [], 0
    for citation in decided:
        span = citation.mention.span
        # What the store tells of another text would mark the wrong words.
        if span.start < done or report.text[span.start : span.end] != citation.mention.surface:
            continue
        document = (store.document(citation.document) if store is not None else None) or records.get(citation.document)
        marks.append(Mark(citation=citation, document=document, findings=tuple(differ.get(span, ()))))
        done = span.end
    return Marked(report=report, marks=tuple(marks), held=held)


def _held(report: Report, store: Store) -> str | None:
    """The id under which the store holds this very report."""
    for name in (report.path, report.id):
        info = store.report(name)
        if info is not None and info.sha256 == report.sha256:
            return info.id
    return None


def _decided(report: Report, records: Records) -> tuple[list[Citation], list[Finding]]:
    from citegraph.audit import findings
    from citegraph.cite import cite

    citations = cite(report, records)
    return citations, findings(report, citations, records)
