"""The note on a finding: what is wrong and what to write instead, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from citegraph import audit
from citegraph.i18n import format_date, say, translated
from citegraph.model import Document, Finding, Severity, Span

COMMENTER = "citegraph"
"""Who comments, as Word and PDF readers show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A finding as shown to the author of the text."""

    finding: Finding
    where: Span  # of the wrong words, in code points of the text
    text: str  # what is wrong and what to write, one line each
    correction: str | None  # the replacement for the words, if it is safe


def notes(found: Iterable[Finding], known: Callable[[str], Document | None], lang: str = "vi") -> list[Note]:
    """Return the notes for findings, in text order.

    Args:
        found: The findings of one report.
        known: A function that returns the record of a canonical id.
        lang: "vi" or "en".

    Returns:
        One note per finding.
    """
    return [_note(one, known, lang) for one in sorted(found, key=lambda one: (one.where.start, one.where.end))]


def _note(found: Finding, known: Callable[[str], Document | None], lang: str) -> Note:
    said, right = (format_date(lang, translated(lang, text)) for text in (found.said, found.known))
    field = say(lang, f"field.{found.field}")
    severity = "" if found.severity is Severity.WRONG else f" ({say(lang, f'severity.{found.severity.value}')})"
    lines = [f"{field}{severity}: {say(lang, 'audit.says')} {said}; {say(lang, 'audit.known')} {right}"]
    suggestion = audit.suggestion(found, known)
    if suggestion:
        lines.append(f"{say(lang, 'audit.write')}: {suggestion}")
    safe = found.part is not None and found.severity is not Severity.DOUBTFUL
    return Note(finding=found, where=found.where, text="\n".join(lines), correction=found.correction if safe else None)
