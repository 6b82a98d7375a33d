"""Run all checks on a report and turn their results into findings."""

from __future__ import annotations

from collections.abc import Sequence

from citegraph.audit.audited_report import AuditedReport
from citegraph.audit.check_definition import Check, Discrepancy
from citegraph.audit.check_list import CHECKS
from citegraph.audit.checked_citation import Subject
from citegraph.audit.meeting_without_document_checks import MEETING_CHECKS, MeetingSubject
from citegraph.audit.meetings_in_text import find_meetings
from citegraph.knowledge.tables import using
from citegraph.model import Citation, Finding, Report, Severity, Span
from citegraph.records import Records

_SAID_BY: dict[str, frozenset[str]] = {
    "legislature": frozenset({"body", "number", "kind"}),
    "number": frozenset({"out-of-order", "unknown-number"}),
    "unknown-number": frozenset({"out-of-order"}),
    "body": frozenset({"issuer"}),
    "order": frozenset({"body"}),
    "replaced": frozenset({"amended"}),
    "not-issued": frozenset({"replaced", "amended", "out-of-force"}),
}
"""Findings to drop if another one is reported, because they describe the same error."""


def findings(subjects: Sequence[Subject], *, style: bool = False) -> list[Finding]:
    """Return the findings about the citations of a report, by place in the text and then in the order of `CHECKS`.

    Args:
        subjects: All its citations, prepared, in the order of the text.
        style: Whether to report mere style errors too.

    Returns:
        The findings. A record learned from other reports may be wrong itself; `known` then contains a note.
    """
    if not subjects:
        return []
    with using(subjects[0].records.knowledge):
        return [found for subject in subjects for found in _findings_of_citation(subject, style)]


def meeting_findings(report: Report, citations: Sequence[Citation], records: Records) -> list[Finding]:
    """Return the findings about the meetings that a report names, by place in the text.

    Args:
        report: The report, with its text.
        citations: All its citations. `findings` tells whether the meetings named in them had met.
        records: The records to compare with.

    Returns:
        The findings.
    """
    cited = [span for one in citations for span in (one.mention.span, *(claim.span for claim in one.mention.claims))]
    today = AuditedReport(report, citations, records).validity_date
    with using(records.knowledge):
        return [
            found
            for meeting in find_meetings(report.text)
            for found in _findings_of_meeting(
                report, MeetingSubject(meeting, today, records), _overlaps_any(meeting.span, cited)
            )
        ]


def _overlaps_any(span: Span, cited: Sequence[Span]) -> bool:
    return any(one.start < span.end and span.start < one.end for one in cited)


def _findings_of_meeting(report: Report, subject: MeetingSubject, is_cited: bool) -> list[Finding]:
    meeting = subject.meeting
    quote = f"{meeting.before}{report.text[meeting.span.start : meeting.span.end]}{meeting.after}".strip()
    checks = MEETING_CHECKS[1:] if is_cited else MEETING_CHECKS
    found = [
        Finding(
            report=report.id,
            span=meeting.span,
            document=subject.document,
            field=check.name,
            said=slip.said,
            known=slip.known,
            quote=quote,
            severity=slip.severity or check.severity,
            part=slip.part,
        )
        for check in checks
        for slip in check.look(subject)
    ]
    return found[:1]  # days on which a meeting that had not met did not meet are the same slip


def _findings_of_citation(subject: Subject, style: bool) -> list[Finding]:
    if subject.is_anaphoric:
        return []
    found: list[Finding] = []
    left_out: set[str] = set()
    for check in CHECKS:
        if check.name in left_out or (check.severity is Severity.STYLE and not style):
            continue
        slips = [_finding(subject, check, slip) for slip in check.look(subject)]
        if slips:
            left_out |= _SAID_BY.get(check.name, frozenset())
        found += slips
    return found


def _finding(subject: Subject, check: Check[Subject], slip: Discrepancy) -> Finding:
    mention, known = subject.mention, subject.known_record
    document = subject.citation.document
    meant = known.id if known is not None and known.id != document else None
    printed = subject.words_at(slip.part) or ""
    correction = slip.correction
    if correction is not None and printed.isupper() and " " in printed.strip():
        correction = correction.upper()  # in a heading
    return Finding(
        report=subject.citation.report,
        span=mention.span,
        document=document,
        field=check.name,
        said=slip.said,
        known=slip.known,
        quote=mention.quote,
        other=slip.other or meant,
        severity=slip.severity or check.severity,
        part=slip.part,
        correction=correction,
    )
