"""Run all checks on a report and turn their results into findings."""

from __future__ import annotations

from collections.abc import Sequence

from citegraph.audit.checks import CHECKS
from citegraph.audit.registry import Check, Slip
from citegraph.audit.subject import Subject
from citegraph.knowledge.tables import using
from citegraph.model import Finding, Severity

_SAID_BY: dict[str, frozenset[str]] = {
    "legislature": frozenset({"body", "number", "kind"}),
    "number": frozenset({"out-of-order", "unknown-number"}),
    "unknown-number": frozenset({"out-of-order"}),
    "body": frozenset({"issuer"}),
    "replaced": frozenset({"amended"}),
    "not-issued": frozenset({"replaced", "amended", "out-of-force"}),
}
"""Findings to drop if another one is reported, because they describe the same error."""


def findings(subjects: Sequence[Subject], *, style: bool = False) -> list[Finding]:
    """What is wrong with the citations of a report, by place in the text and then in the order of `CHECKS`.

    Args:
        subjects: All its citations, prepared, in the order of the text.
        style: Whether to report mere style errors too.

    Returns:
        The findings. A record learned from other reports may be wrong itself; `known` then contains a note.
    """
    if not subjects:
        return []
    with using(subjects[0].records.knowledge):
        return [found for subject in subjects for found in _of(subject, style)]


def _of(subject: Subject, style: bool) -> list[Finding]:
    if subject.points_back:
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


def _finding(subject: Subject, check: Check, slip: Slip) -> Finding:
    mention, known = subject.mention, subject.known
    document = subject.citation.document
    meant = known.id if known is not None and known.id != document else None
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
        correction=slip.correction,
    )
