"""Audit drafts or a store: citations that contradict the records, each with the right form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Unpack

from citegraph import decisions
from citegraph.audit import Outcome, findings, meeting_findings, outcomes, subjects, suggestion
from citegraph.decisions import Decision
from citegraph.knowledge.tables import Folder, iterate_using
from citegraph.model import Citation, Failure, Finding, IsoDate, Report, ReportInfo
from citegraph.positions import positions
from citegraph.query import filters
from citegraph.query.filters import Filters
from citegraph.query.store_argument import takes_path
from citegraph.read import Paths
from citegraph.records import Records, load
from citegraph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFinding:
    """A finding with its report and its position."""

    report: ReportInfo
    finding: Finding
    surface: str  # the citation as printed; "" if the store has no citation at this position
    line: int | None  # line of the text, from 1; None for a finding from a store
    suggestion: str | None  # the full citation to write; None if unknown
    column: int | None = None  # column of the wrong words, from 1, in code points
    position: str | None = None  # in the original: "page 3, line 12"
    words: str = ""  # the wrong words; "" if only the store is available and its quote does not contain them


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """The result for one draft."""

    report: Report
    citations: int
    findings: tuple[ReportFinding, ...]
    outcomes: tuple[Outcome, ...] = ()  # one per citation, in the order of the text
    day: IsoDate | None = None  # by which validity was judged; None where it is not known, so that it was not judged


def audit(
    paths: Paths,
    knowledge: Folder = None,
    *,
    date: IsoDate | None = None,
    style: bool = False,
    people: Sequence[Decision] = (),
) -> Iterator[CheckedDraft | Failure]:
    """Check each report in `paths` separately against the known documents and the user's own tables.

    Args:
        paths: Files, folders and patterns.
        knowledge: The folder of the user's own tables.
        date: The date on which validity is judged; None for the date of each draft.
        style: Whether findings of mere style are given too.
        people: The decisions of people about the drafts, which override those of the program.

    Yields:
        The result for each draft; a Failure for a file that cannot be read or processed.

    Raises:
        KnowledgeError: The tables cannot be used.
    """
    from citegraph.cite import result_or_failure
    from citegraph.read import read

    records, decided = load(knowledge), decisions.index_by_report(people)
    for report in iterate_using(records.knowledge, lambda: read(paths)):
        if isinstance(report, Failure):
            yield report
        else:
            dated = report if date is None else replace(report, date=date)
            yield result_or_failure(dated, records, partial(check_report, style=style, decided=decided))


def check_report(
    report: Report, records: Records, *, style: bool = False, decided: decisions.Index | None = None
) -> CheckedDraft:
    """Check one report.

    Args:
        report: The draft, with its text.
        records: The records to compare it with.
        style: Whether findings of mere style are given too.
        decided: The decisions of people, indexed by report.

    Returns:
        The findings, and the outcome of each citation.
    """
    from citegraph.cite import cite

    citations = decisions.apply(report, cite(report, records), decided or {}).citations
    prepared = subjects(report, citations, records)
    of_citations = findings(prepared, style=style)
    found = [*of_citations, *meeting_findings(report, citations, records)]
    found.sort(key=lambda one: one.span.start)  # findings of one citation keep the order of the checks
    return CheckedDraft(
        report,
        len(citations),
        tuple(_with_position(report, one, records) for one in found),
        tuple(outcomes(prepared, of_citations)),
        prepared[0].draft.validity_date if prepared else None,
    )


def _with_position(report: Report, found: Finding, records: Records) -> ReportFinding:
    place = found.where
    line_start = report.text.rfind("\n", 0, place.start) + 1
    return ReportFinding(
        report=report,
        finding=found,
        surface=report.text[found.span.start : found.span.end],
        line=report.text.count("\n", 0, place.start) + 1,
        column=place.start - line_start + 1,
        position=str(next(positions(report, [place.start]))),
        words=report.text[place.start : place.end],
        suggestion=suggestion(found, records.get),
    )


@takes_path
def audit_store(store: Store, **only: Unpack[Filters]) -> list[ReportFinding]:
    """Return the findings of the last build in the store, sorted by report and position.

    Args:
        store: What a build made.
        **only: Which reports are asked about.

    Returns:
        The findings.
    """
    records = load()
    passes = filters.report_filter(only)
    with store.snapshot():
        cited: Mapping[int, Citation] = {}
        report: ReportInfo | None = None
        told = []
        for one in store.findings():
            if report is None or report.id != one.report:
                report = store.report(one.report)
                cited = {c.mention.span.start: c for c in store.cites(one.report)}
            if report is None or not passes(report):
                continue
            citation = cited.get(one.span.start)
            told.append(
                ReportFinding(
                    report=report,
                    finding=one,
                    surface=citation.mention.surface if citation else "",
                    line=None,
                    position=citation.mention.position if citation else None,
                    suggestion=suggestion(one, lambda name: records.get(name) or store.document(name)),
                )
            )
        return told


@takes_path
def outcomes_in_store(store: Store, **only: Unpack[Filters]) -> list[tuple[ReportInfo, Outcome]]:
    """Return the outcome of each citation in a store, sorted by report and position.

    Args:
        store: What a build made.
        **only: Which reports are asked about.

    Returns:
        The outcomes with their reports.
    """
    records = load()
    passes = filters.report_filter(only)
    with store.snapshot():
        found: dict[str, list[Finding]] = {}
        for one in store.findings():
            found.setdefault(one.report, []).append(one)
        return [
            (report, outcome)
            for report in store.reports()
            if passes(report)
            for outcome in outcomes(subjects(report, store.cites(report.id), records), found.get(report.id, []))
        ]
