"""Report findings to editors and CI in SARIF 2.1.0 (OASIS, the static analysis results interchange format)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from citegraph.audit import check_meanings
from citegraph.markup.finding_notes import Note
from citegraph.model import Report, Severity

SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json"

_LEVELS = {Severity.WRONG: "error", Severity.DOUBTFUL: "warning", Severity.STYLE: "note"}


def sarif(audited: Iterable[tuple[Report, Sequence[Note]]], version: str) -> dict[str, Any]:
    """Return the findings of reports as a SARIF log. Columns count code points of the text that was read.

    Args:
        audited: Each report with its notes.
        version: The version of this program.

    Returns:
        The log, as a JSON value.
    """
    driver = {
        "name": "citegraph",
        "version": version,
        "rules": [
            {
                "id": name,
                "shortDescription": {"text": meaning},
                "defaultConfiguration": {"level": _LEVELS[severity]},
            }
            for name, (meaning, severity) in check_meanings().items()
        ],
    }
    results = [_sarif_result(report, note) for report, notes in audited for note in notes]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_result(report: Report, note: Note) -> dict[str, Any]:
    location = {"artifactLocation": {"uri": quote(report.path)}, "region": _sarif_region(report.text, note)}
    result: dict[str, Any] = {
        "ruleId": note.finding.field,
        "level": _LEVELS[note.finding.severity],
        "message": {"text": note.text},
        "locations": [{"physicalLocation": location}],
    }
    if note.correction is not None:
        replacement = {"deletedRegion": _sarif_region(report.text, note), "insertedContent": {"text": note.correction}}
        change = {"artifactLocation": {"uri": quote(report.path)}, "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": note.correction}, "artifactChanges": [change]}]
    return result


def _sarif_region(text: str, note: Note) -> dict[str, int]:
    start, end = note.where.start, note.where.end
    return {
        "startLine": text.count("\n", 0, start) + 1,
        "startColumn": start - text.rfind("\n", 0, start),
        "endLine": text.count("\n", 0, end) + 1,
        "endColumn": end - text.rfind("\n", 0, end),
        "charOffset": start,
        "charLength": end - start,
    }
