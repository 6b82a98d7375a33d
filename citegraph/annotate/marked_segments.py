"""Split the text of a report into marked and unmarked parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citegraph.knowledge.tables import Folder, iterate_using
from citegraph.model import Citation, Document, Failure, Finding, Report, Span
from citegraph.read import Mode, Paths
from citegraph.records import Records, load
from citegraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A citation with the record of its document and the findings between them."""

    citation: Citation
    document: Document | None
    findings: tuple[Finding, ...] = ()

    @property
    def outside_findings(self) -> tuple[Finding, ...]:
        """The findings about words outside the citation, such as its date or title."""
        return tuple(found for found in self.findings if not self._is_inside(found))

    @property
    def wrong_parts(self) -> tuple[Span, ...]:
        """The spans of wrong words within the citation, sorted; the whole citation if a finding is about all of it."""
        return tuple(sorted({found.where for found in self.findings if self._is_inside(found)}, key=lambda s: s.start))

    def _is_inside(self, found: Finding) -> bool:
        span = self.citation.mention.span
        return span.start <= found.where.start and found.where.end <= span.end


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedReport:
    """A report with its citations, sorted by position. Citations that overlap an earlier one are left out."""

    report: Report
    marks: tuple[Mark, ...]
    stored_id: str | None  # the id of the report in the store; None if the store does not hold it

    @property
    def is_on_graph(self) -> bool:
        """Whether the graph of the store contains this report."""
        return self.stored_id is not None

    def segments(self) -> Iterator[Segment]:
        """Yield the text, split at the beginnings and ends of citations and of wrong words."""
        text, done = self.report.text, 0
        spans: list[tuple[Span, Mark | None, Mark]]
        spans = [(mark.citation.mention.span, mark, mark) for mark in self.marks]
        spans += [(found.where, None, mark) for mark in self.marks for found in mark.outside_findings]
        for span, mark, of in sorted(spans, key=lambda one: (one[0].start, one[1] is None, one[0].end)):
            if span.start < done:
                continue  # covered by an earlier finding
            if span.start > done:
                yield Segment(text[done : span.start], done)
            yield Segment(text[span.start : span.end], span.start, mark, wrong_of=None if mark else of)
            done = span.end
        if done < len(text):
            yield Segment(text[done:], done)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the text: plain text, a citation, or words that a finding marks as wrong."""

    text: str
    start: int
    mark: Mark | None = None  # the citation, if it is one
    wrong_of: Mark | None = None  # the citation about whose document it is wrong


def annotate(
    paths: Paths, store: Store | None = None, knowledge: Folder = None, *, ocr: Mode = "auto"
) -> Iterator[MarkedReport | Failure]:
    """Yield each report with its citations.

    A report that is unchanged in the store is shown as the whole corpus decided it. Any other is decided separately.

    Args:
        paths: One or more files, folders, patterns, or "-" for standard input.
        store: An open store.
        knowledge: A folder of the user's own tables.
        ocr: Which scanned pages are recognized: "auto", "never" or "always".

    Yields:
        Each report, and a failure for each that cannot be read.

    Raises:
        KnowledgeError: A table is not valid.
        StoreError: The store is damaged.
    """
    from citegraph.read import read, recognition_beside_store
    from citegraph.read.file_name_encoding import normalize_paths

    records = load(knowledge)
    recognition = recognition_beside_store(None if store is None else store.path, ocr)
    for report in iterate_using(records.knowledge, lambda: read(normalize_paths(paths), recognition=recognition)):
        yield report if isinstance(report, Failure) else _mark_report(report, store, records)


def _mark_report(report: Report, store: Store | None, records: Records) -> MarkedReport | Failure:
    from citegraph.cite import result_or_failure

    stored_id = _stored_id(report, store) if store is not None else None
    if stored_id is None or store is None:
        alone = result_or_failure(report, records, _citations_and_findings)
        if isinstance(alone, Failure):
            return alone
        decided, findings = alone
    else:
        decided = store.cites(stored_id)
        findings = [*store.findings(stored_id)]
    return mark_citations(report, decided, findings, records, store, stored_id)


def mark_citations(  # noqa: PLR0917 - the store and the id under which it holds the report go together
    report: Report,
    decided: Sequence[Citation],
    findings: Sequence[Finding],
    records: Records,
    store: Store | None = None,
    stored_id: str | None = None,
) -> MarkedReport:
    """Return a report with its citations and findings.

    Args:
        report: The report, with its text.
        decided: Its citations, in text order.
        findings: The findings about them.
        records: The known documents.
        store: A store with more documents, if any.
        stored_id: The id under which the store holds the report.

    Returns:
        The marked report, without citations that overlap an earlier one.
    """
    differ: dict[Span, list[Finding]] = {}
    for found in findings:
        differ.setdefault(found.span, []).append(found)
    marks, done = [], 0
    for citation in decided:
        span = citation.mention.span
        # Positions from another text would mark the wrong words.
        if span.start < done or report.text[span.start : span.end] != citation.mention.surface:
            continue
        document = (store.document(citation.document) if store is not None else None) or records.get(citation.document)
        marks.append(Mark(citation=citation, document=document, findings=tuple(differ.get(span, ()))))
        done = span.end
    return MarkedReport(report=report, marks=tuple(marks), stored_id=stored_id)


def _stored_id(report: Report, store: Store) -> str | None:
    """Return the id of this report in the store; None unless its bytes are the same."""
    for name in (report.path, report.id):
        info = store.report(name)
        if info is not None and info.sha256 == report.sha256:
            return info.id
    return None


def _citations_and_findings(report: Report, records: Records) -> tuple[list[Citation], list[Finding]]:
    from citegraph.audit import findings, subjects
    from citegraph.cite import cite

    citations = cite(report, records)
    return citations, findings(subjects(report, citations, records))
