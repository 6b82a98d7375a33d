"""Audit drafts or a store: citations that contradict the records, each with the right form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from citegraph.ids import DocumentId
from citegraph.knowledge.tables import Folder, while_using
from citegraph.model import Citation, Document, Failure, Finding, Report, ReportInfo
from citegraph.query import filters
from citegraph.query.filters import Filters
from citegraph.records import Records, load
from citegraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFinding:
    """A citation that contradicts what is known of its document."""

    report: ReportInfo
    found: Finding
    surface: str  # the citation as it stands in the text; "" where a store holds none at the place
    line: int | None  # of the text, from 1; None where only the store is at hand
    suggestion: str | None  # how to cite the document in full; None where nothing can be said


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one draft."""

    report: ReportInfo
    citations: int
    findings: tuple[ReportFinding, ...]


def audit(paths: Iterable[str | Path], knowledge: Folder = None) -> Iterator[Checked | Failure]:
    """Check each report in `paths` by itself, against the known documents and those of the user's folder `knowledge`.

    What cannot be read or examined is a Failure. Raises KnowledgeError.
    """
    from citegraph.cite import attempt
    from citegraph.read import read

    records = load(knowledge)
    for report in while_using(records.knowledge, lambda: read(paths)):
        yield report if isinstance(report, Failure) else attempt(report, records, check)


def check(report: Report, records: Records) -> Checked:
    """Check one report: what it cites against what `records` knows."""
    from citegraph import audit as rules
    from citegraph.cite import cite

    citations = cite(report, records)
    found = [
        ReportFinding(
            report=report,
            found=one,
            surface=citation.mention.surface,
            line=report.text.count("\n", 0, one.span.start) + 1,
            suggestion=suggestion(one, records.get),
        )
        for citation in citations
        for one in rules.findings(citation, report, records)
    ]
    return Checked(report, len(citations), tuple(found))


def audit_store(store: Store, **only: Unpack[Filters]) -> list[ReportFinding]:
    """The findings that the last build left in the store, sorted by report and place."""
    records = load()
    passes = filters.test(only)
    with store.snapshot():
        cited: Mapping[int, Citation] = {}
        report: ReportInfo | None = None
        findings = []
        for one in store.findings():
            if report is None or report.id != one.report:
                report = store.report(one.report)
                cited = {c.mention.span.start: c for c in store.cites(one.report)}
            if report is None or not passes(report):
                continue
            citation = cited.get(one.span.start)
            findings.append(
                ReportFinding(
                    report=report,
                    found=one,
                    surface=citation.mention.surface if citation else "",
                    line=None,
                    suggestion=suggestion(one, lambda name: records.get(name) or store.document(name)),
                )
            )
        return findings


def suggestion(found: Finding, known: Callable[[str], Document | None]) -> str | None:
    """How the document should be cited; None where it is not known, or was issued after the report."""
    if found.field == "validity" and found.other is None:
        return None
    document = known(found.other or found.document)
    return cited_in_full(document) if document is not None else None


def cited_in_full(document: Document) -> str:
    """A document as an office cites it: "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị".

    >>> from citegraph.records import load
    >>> cited_in_full(load().get("35-NQ/TW@XII"))
    'Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị'
    >>> cited_in_full(load().get("68-NQ/TW@XIII"))
    'Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị'
    """
    code = DocumentId.parse(document.id).name
    numbered = "/" in code and document.kind and document.number
    parts = [f"{document.kind} số {code}" if numbered else document.label]
    if document.date and len(document.date) == 10:
        year, month, day = document.date.split("-")
        short = month if month in ("01", "02", "10", "11", "12") else month[1]  # the rule of official papers
        parts.append(f"ngày {day}/{short}/{year}")
    if document.issuer:
        parts.append(f"của {document.issuer}")
    return " ".join(parts)
